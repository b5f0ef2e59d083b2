/* Typing. */
#include "config.h"

#include "tui/input.h"

#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "tui/cell.h"

static void
insert(struct input *input, uint32_t code_point)
{
	if (input->count == INPUT_MAX)
		return;
	memmove(&input->characters[input->cursor + 1],
	    &input->characters[input->cursor],
	    (size_t)(input->count - input->cursor) * sizeof(uint32_t));
	input->characters[input->cursor++] = code_point;
	input->count++;
}

/* What was pasted is one line: its ends of lines become blanks. */
static void
insert_text(struct input *input, const char *text)
{
	size_t left = strlen(text);

	while (left > 0) {
		uint32_t code_point = 0;
		size_t step = text_decode(text, left, &code_point);

		if (code_point == '\n' || code_point == '\r')
			insert(input, ' ');
		else if (step > 0 && press_is_text(code_point))
			insert(input, code_point);
		step = step == 0 ? 1 : step;
		text += step;
		left -= step;
	}
}

static void
cut(struct input *input, int from, int to)
{
	memmove(&input->characters[from], &input->characters[to],
	    (size_t)(input->count - to) * sizeof(uint32_t));
	input->count -= to - from;
	input->cursor = from;
}

static void
cut_back(struct input *input)
{
	if (input->cursor > 0)
		cut(input, input->cursor - 1, input->cursor);
}

static void
cut_here(struct input *input)
{
	if (input->cursor < input->count)
		cut(input, input->cursor, input->cursor + 1);
}

static void
cut_all(struct input *input)
{
	cut(input, 0, input->cursor);
}

static void
cut_word(struct input *input)
{
	int from = input->cursor;

	while (from > 0 && input->characters[from - 1] == ' ')
		from--;
	while (from > 0 && input->characters[from - 1] != ' ')
		from--;
	cut(input, from, input->cursor);
}

static void
go_left(struct input *input)
{
	input->cursor -= input->cursor > 0;
}

static void
go_right(struct input *input)
{
	input->cursor += input->cursor < input->count;
}

static void
go_home(struct input *input)
{
	input->cursor = 0;
}

static void
go_end(struct input *input)
{
	input->cursor = input->count;
}

static const struct {
	uint32_t code;
	void (*edit)(struct input *input);
} edits[] = {
	{ PRESS_BACKSPACE, cut_back },
	{ PRESS_DELETE, cut_here },
	{ 'U' & 0x1f, cut_all },
	{ 'W' & 0x1f, cut_word },
	{ PRESS_LEFT, go_left },
	{ 'B' & 0x1f, go_left },
	{ PRESS_RIGHT, go_right },
	{ 'F' & 0x1f, go_right },
	{ PRESS_HOME, go_home },
	{ 'A' & 0x1f, go_home },
	{ PRESS_END, go_end },
	{ 'E' & 0x1f, go_end },
};

void
input_set(struct input *input, const char *text)
{
	input->count = input->cursor = 0;
	insert_text(input, text);
}

char *
input_text(void *mem, const struct input *input)
{
	char *text = mem_array(mem, char, (size_t)input->count * 4 + 1);
	size_t used = 0;

	for (int i = 0; i < input->count; i++)
		used += cell_encode(input->characters[i], text + used);
	return text;
}

bool
input_take(struct input *input, const struct press *press)
{
	if (press->code == PRESS_PASTE) {
		insert_text(input, press->text);
		return true;
	}
	if (press_is_text(press->code)) {
		insert(input, press->code);
		return true;
	}
	for (size_t i = 0; i < ARRAY_SIZE(edits); i++) {
		if (edits[i].code == press->code) {
			edits[i].edit(input);
			return true;
		}
	}
	return false;
}

void
input_draw(
    const struct input *input, struct canvas *canvas, int y, int x, int width)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct input before = *input;
	const char *text = input_text(mem, input);
	int at;

	before.count = input->cursor;
	at = cell_width(input_text(mem, &before));
	while (at >= width && *text != '\0') {
		uint32_t code_point = 0;
		size_t step = text_decode(text, strlen(text), &code_point);
		const char *first = mem_text_n(mem, text, step);

		at -= cell_width(first);
		text += step;
	}
	canvas_blank(canvas, (struct rect){ y, x, 1, width }, LOOK_INPUT);
	canvas_put(canvas, y, x, width, LOOK_INPUT, text);
	canvas_reverse(canvas, (struct rect){ y, x + at, 1, 1 });
}
