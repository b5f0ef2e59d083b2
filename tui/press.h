/* Keys as people press them, and their names. */
#ifndef TUI_PRESS_H
#define TUI_PRESS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * A character is its code point (^D is 4), other keys come behind the last of
 * those; Alt is a bit.
 */
enum press_code {
	PRESS_NONE = 0,
	PRESS_TAB = 9,
	PRESS_ENTER = 13,
	PRESS_ESCAPE = 27,
	PRESS_SPACE = 32,
	PRESS_FIRST = 0x200000,
	PRESS_UP = PRESS_FIRST,
	PRESS_DOWN,
	PRESS_LEFT,
	PRESS_RIGHT,
	PRESS_HOME,
	PRESS_END,
	PRESS_PAGE_UP,
	PRESS_PAGE_DOWN,
	PRESS_INSERT,
	PRESS_DELETE,
	PRESS_BACKSPACE,
	PRESS_BACK_TAB,
	PRESS_F1,
	PRESS_F12 = PRESS_F1 + 11,
	PRESS_CLICK, /* of the mouse, with a place */
	PRESS_DOUBLE_CLICK,
	PRESS_WHEEL_UP,
	PRESS_WHEEL_DOWN,
	PRESS_PASTE, /* with a text */
	PRESS_SYNC,  /* a test asks to be told when all is drawn */
	PRESS_LAST
};
#define PRESS_ALT 0x1000000

struct press {
	uint32_t code;
	int y, x;         /* of the mouse */
	const char *text; /* of what was pasted; until the next key is read */
};

/* One key of a text such as "gg", "^D" or "<Enter>"; `text` moves behind it.
   False when it is none. */
bool press_parse(const char **text, uint32_t *out);

/* "j", "^D", "<Enter>", below `mem`. */
char *press_name(void *mem, uint32_t code);

/* Does it put a character into a text? */
bool press_is_text(uint32_t code);

#endif
