/* Lines of forms: what is typed, what is chosen among a few words, what is
   picked from a list, what nobody may read over a shoulder. */
#include "config.h"

#include <string.h>

#include "base/mem.h"
#include "tui/cell.h"
#include "tui/form_inside.h"

bool
form_line_is_picked(const struct form_line *line)
{
	return line->pick != NULL && line->pick->name_of != NULL;
}

/* ---- drawing ------------------------------------------------------------*/

static void
draw_secret(const struct form_line *line, bool is_here, struct canvas *canvas,
    struct rect rect)
{
	struct input masked = line->input;

	for (int i = 0; i < masked.count; i++)
		masked.characters[i] = '*';
	if (is_here)
		input_draw(&masked, canvas, rect.y, rect.x, rect.columns);
	else
		canvas_put(canvas, rect.y, rect.x, rect.columns, LOOK_PLAIN,
		    input_text(canvas->scratch, &masked));
}

/* All words where there is room for them, or else the one that holds. */
static void
draw_words(const struct form_line *line, bool is_here, struct canvas *canvas,
    struct rect rect)
{
	void *mem = canvas->scratch;
	const char *own = input_text(mem, &line->input);
	char *text = NULL;

	for (const char *const *word = line->field->words; *word != NULL;
	     word++)
		mem_append(mem, &text, "(%s) %s  ",
		    strcmp(*word, own) == 0 ? "\xe2\x97\x8f" : " ", *word);
	if (text == NULL || cell_width(text) > rect.columns)
		text = mem_printf(
		    mem, "\xe2\x97\x8f %s", own[0] != '\0' ? own : "-");
	canvas_blank(canvas, rect, is_here ? LOOK_INPUT : LOOK_PLAIN);
	canvas_put(canvas, rect.y, rect.x, rect.columns,
	    is_here ? LOOK_INPUT : LOOK_PLAIN, text);
}

static void
draw_picked(const struct form_line *line, bool is_here, struct canvas *canvas,
    struct rect rect)
{
	const char *text = line->shown;

	if (line->input.count == 0)
		text = "none";
	else if (text == NULL)
		text = input_text(canvas->scratch, &line->input);
	canvas_blank(canvas, rect, is_here ? LOOK_INPUT : LOOK_PLAIN);
	canvas_put(canvas, rect.y, rect.x, rect.columns,
	    is_here ? LOOK_INPUT : LOOK_PLAIN, text);
}

void
form_line_draw(const struct form_line *line, bool is_here,
    struct canvas *canvas, struct rect rect)
{
	if (form_line_is_picked(line))
		draw_picked(line, is_here, canvas, rect);
	else if (line->field->type == FIELD_WORD)
		draw_words(line, is_here, canvas, rect);
	else if (line->field->is_password)
		draw_secret(line, is_here, canvas, rect);
	else if (is_here)
		input_draw(&line->input, canvas, rect.y, rect.x, rect.columns);
	else
		canvas_put(canvas, rect.y, rect.x, rect.columns, LOOK_PLAIN,
		    input_text(canvas->scratch, &line->input));
}

/* ---- keys ---------------------------------------------------------------*/

/* The word behind the one that holds, or before it, round and round. */
static void
turn(struct form_line *line, int step)
{
	AUTO_FREE void *mem = mem_context(NULL);
	int place =
	    field_word(line->field->words, input_text(mem, &line->input));
	int count = 0;

	while (line->field->words[count] != NULL)
		count++;
	if (place < 0)
		place = step > 0 ? -1 : 0;
	place = (place + step + count) % count;
	input_set(&line->input, line->field->words[place]);
}

static bool
take_word(struct form_line *line, const struct press *press)
{
	switch (press->code) {
	case PRESS_SPACE:
	case PRESS_RIGHT:
		turn(line, 1);
		return true;
	case PRESS_LEFT:
		turn(line, -1);
		return true;
	default:
		return false;
	}
}

static bool
take_picked(struct form_line *line, const struct press *press)
{
	if (press->code != PRESS_DELETE && press->code != PRESS_BACKSPACE)
		return false;
	input_set(&line->input, "");
	return true;
}

bool
form_line_take(struct form_line *line, const struct press *press)
{
	if (form_line_is_picked(line))
		return take_picked(line, press);
	if (line->field->type == FIELD_WORD)
		return take_word(line, press);
	return input_take(&line->input, press);
}
