/* Doing things by their names. */
#include "config.h"

#include <ctype.h>
#include <string.h>

#include "base/mem.h"
#include "tui/dialog.h"
#include "tui/input.h"

#define SHOWN 10
#define WIDTH 72
#define NAME_COLUMNS 16

struct palette {
	struct input input;
	enum action found[ACTION_COUNT];
	int count;
	int cursor, top;
};

/* Do the letters stand there in that order?  The fewer lie between them the
   better: 0 is best, -1 is no. */
static int
distance(const char *text, const char *letters)
{
	int gaps = 0, at = 0;

	for (; *letters != '\0'; letters++) {
		if (*letters == ' ')
			continue;
		while (
		    text[at] != '\0' && tolower((unsigned char)text[at]) !=
					    tolower((unsigned char)*letters)) {
			at++;
			gaps++;
		}
		if (text[at++] == '\0')
			return -1;
	}
	return gaps;
}

static int
rank(enum action action, const char *letters)
{
	int by_name = distance(action_infos[action].name, letters);
	int by_help = distance(action_infos[action].help, letters);

	if (by_name >= 0)
		return by_name;
	return by_help >= 0 ? 100 + by_help : -1;
}

/* Sorted in by rank; among equals the table's order stays. */
static void
add(struct palette *palette, enum action action, const char *letters)
{
	int own = rank(action, letters), at = palette->count++;

	for (; at > 0 && rank(palette->found[at - 1], letters) > own; at--)
		palette->found[at] = palette->found[at - 1];
	palette->found[at] = action;
}

static void
fill(struct dialog *dialog)
{
	struct palette *palette = dialog->state;
	const char *const *contexts = app_view(dialog->app)->ops->contexts;
	char *letters = input_text(palette, &palette->input);

	palette->count = palette->cursor = palette->top = 0;
	for (enum action i = 1; i < ACTION_COUNT; i++) {
		if (i != ACTION_PALETTE && keys_of(contexts, i) != NULL &&
		    rank(i, letters) >= 0)
			add(palette, i, letters);
	}
	talloc_free(letters);
}

static void
draw_line(struct dialog *dialog, enum action action, struct canvas *canvas,
    struct rect line)
{
	const char *const *contexts = app_view(dialog->app)->ops->contexts;
	const char *why = app_why_not(dialog->app, action);
	enum look look = why != NULL ? LOOK_DIM : LOOK_PLAIN;
	int room = line.columns - NAME_COLUMNS - 10;

	canvas_put(canvas, line.y, line.x + 1, NAME_COLUMNS - 1,
	    why != NULL ? LOOK_DIM : LOOK_STRONG, action_infos[action].name);
	canvas_put(canvas, line.y, line.x + NAME_COLUMNS + 1, room, look,
	    why != NULL ? why : action_infos[action].help);
	canvas_put_right(canvas, line.y, line.x + line.columns - 1, 8, LOOK_KEY,
	    keys_of(contexts, action));
}

static void
draw(struct dialog *dialog, struct canvas *canvas)
{
	struct palette *palette = dialog->state;
	struct rect rect = dialog_rect(canvas, SHOWN + 2, WIDTH);
	int shown = rect.rows - 2;

	canvas_box(canvas, rect, NULL, "Enter runs it  Esc closes");
	canvas_put(canvas, rect.y, rect.x + 2, 3, LOOK_KEY, " : ");
	input_draw(&palette->input, canvas, rect.y, rect.x + 5, 40);
	if (palette->cursor >= palette->top + shown)
		palette->top = palette->cursor - shown + 1;
	if (palette->cursor < palette->top)
		palette->top = palette->cursor;
	for (int i = 0; i < shown && palette->top + i < palette->count; i++) {
		struct rect line = { rect.y + 1 + i, rect.x + 1, 1,
			rect.columns - 2 };

		draw_line(
		    dialog, palette->found[palette->top + i], canvas, line);
		if (palette->top + i == palette->cursor)
			canvas_reverse(canvas, line);
	}
}

static bool
take(struct dialog *dialog, const struct press *press)
{
	struct palette *palette = dialog->state;
	struct app *app = dialog->app;
	enum action action;

	switch (press->code) {
	case PRESS_ESCAPE:
		return false;
	case PRESS_DOWN:
	case PRESS_TAB:
		palette->cursor += palette->cursor + 1 < palette->count;
		return true;
	case PRESS_UP:
	case PRESS_BACK_TAB:
		palette->cursor -= palette->cursor > 0;
		return true;
	case PRESS_ENTER:
		if (palette->count == 0)
			return true;
		action = palette->found[palette->cursor];
		dialog_close(app);
		app_act(app, action);
		return true;
	}
	if (input_take(&palette->input, press))
		fill(dialog);
	return true;
}

static const struct dialog_ops palette_ops = { draw, take };

void
dialog_palette(struct app *app)
{
	struct dialog *dialog = dialog_open(app, &palette_ops);

	dialog->state = mem_new(dialog, struct palette);
	fill(dialog);
}
