/* A line that is being typed. */
#ifndef TUI_INPUT_H
#define TUI_INPUT_H

#include <stdbool.h>

#include "tui/canvas.h"
#include "tui/press.h"

#define INPUT_MAX 1000 /* characters */

struct input {
	uint32_t characters[INPUT_MAX];
	int count;
	int cursor;
};

/* What it holds from now on, with the cursor at its end. */
void input_set(struct input *input, const char *text);

/* As UTF-8, below `mem`. */
char *input_text(void *mem, const struct input *input);

/* Takes a key: characters, what was pasted, and what moves and deletes.  False
   when it is none of these. */
bool input_take(struct input *input, const struct press *press);

/* The text, its end if it is too long, and where one types. */
void input_draw(
    const struct input *input, struct canvas *canvas, int y, int x, int width);

#endif
