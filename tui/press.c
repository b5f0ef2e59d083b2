/* Names of keys. */
#include "config.h"

#include "tui/press.h"

#include <stddef.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

static const struct {
	const char *name;
	uint32_t code;
} names[] = {
	{ "<Tab>", PRESS_TAB },
	{ "<Enter>", PRESS_ENTER },
	{ "<Esc>", PRESS_ESCAPE },
	{ "<Space>", PRESS_SPACE },
	{ "<Up>", PRESS_UP },
	{ "<Down>", PRESS_DOWN },
	{ "<Left>", PRESS_LEFT },
	{ "<Right>", PRESS_RIGHT },
	{ "<Home>", PRESS_HOME },
	{ "<End>", PRESS_END },
	{ "<PgUp>", PRESS_PAGE_UP },
	{ "<PgDn>", PRESS_PAGE_DOWN },
	{ "<Ins>", PRESS_INSERT },
	{ "<Del>", PRESS_DELETE },
	{ "<BS>", PRESS_BACKSPACE },
	{ "<S-Tab>", PRESS_BACK_TAB },
	{ "<F1>", PRESS_F1 },
	{ "<F2>", PRESS_F1 + 1 },
	{ "<F3>", PRESS_F1 + 2 },
	{ "<F4>", PRESS_F1 + 3 },
	{ "<F5>", PRESS_F1 + 4 },
	{ "<F6>", PRESS_F1 + 5 },
	{ "<F7>", PRESS_F1 + 6 },
	{ "<F8>", PRESS_F1 + 7 },
	{ "<F9>", PRESS_F1 + 8 },
	{ "<F10>", PRESS_F1 + 9 },
	{ "<F11>", PRESS_F1 + 10 },
	{ "<F12>", PRESS_F12 },
};

static bool
parse_named(const char **text, uint32_t *out)
{
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		size_t length = strlen(names[i].name);

		if (strncmp(*text, names[i].name, length) == 0) {
			*out = names[i].code;
			*text += length;
			return true;
		}
	}
	return false;
}

bool
press_parse(const char **text, uint32_t *out)
{
	const char *at = *text;
	size_t step;

	if (at[0] == '\0')
		return false;
	if (at[0] == '<' && parse_named(text, out))
		return true;
	if (at[0] == '^' && at[1] >= '@' && at[1] <= '_') {
		*out = (uint32_t)at[1] & 0x1f;
		*text += 2;
		return true;
	}
	step = text_decode(at, strlen(at), out);
	*text += step;
	return step > 0;
}

char *
press_name(void *mem, uint32_t code)
{
	const char *alt = (code & PRESS_ALT) != 0 ? "M-" : "";

	code &= ~(uint32_t)PRESS_ALT;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (names[i].code == code)
			return mem_printf(mem, "%s%s", alt, names[i].name);
	}
	if (code < ' ')
		return mem_printf(mem, "%s^%c", alt, (int)code + '@');
	if (code <= '~')
		return mem_printf(mem, "%s%c", alt, (int)code);
	return mem_printf(mem, "%sU+%04X", alt, code);
}

bool
press_is_text(uint32_t code)
{
	return code >= ' ' && code < PRESS_FIRST && text_is_harmless(code);
}
