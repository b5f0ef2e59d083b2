/* Keys of curses. */
#include "config.h"

#include "tui/term_keys.h"

#define NCURSES_NOMACROS 1
#include <curses.h>
#undef OK /* base/outcome.h has one, of the same value */

#include "base/outcome.h"
#include "tui/press.h"

static const struct {
	wint_t code;
	uint32_t press;
} keys[] = {
	{ KEY_UP, PRESS_UP },
	{ KEY_DOWN, PRESS_DOWN },
	{ KEY_LEFT, PRESS_LEFT },
	{ KEY_RIGHT, PRESS_RIGHT },
	{ KEY_HOME, PRESS_HOME },
	{ KEY_END, PRESS_END },
	{ KEY_PPAGE, PRESS_PAGE_UP },
	{ KEY_NPAGE, PRESS_PAGE_DOWN },
	{ KEY_IC, PRESS_INSERT },
	{ KEY_DC, PRESS_DELETE },
	{ KEY_BACKSPACE, PRESS_BACKSPACE },
	{ KEY_BTAB, PRESS_BACK_TAB },
	{ KEY_ENTER, PRESS_ENTER },
	{ TERM_SYNC, PRESS_SYNC },
};

uint32_t
term_key_of_code(wint_t code)
{
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		if (keys[i].code == code)
			return keys[i].press;
	}
	if (code >= KEY_F(1) && code <= KEY_F(12))
		return PRESS_F1 + (code - KEY_F(1));
	return PRESS_NONE;
}

uint32_t
term_key_of_character(wint_t character)
{
	if (character == '\n')
		return PRESS_ENTER;
	if (character == '\b' || character == 0x7f)
		return PRESS_BACKSPACE;
	return character;
}
