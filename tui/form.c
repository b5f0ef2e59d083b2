/* Forms on the screen. */
#include "config.h"

#include "tui/form.h"

#include <ctype.h>
#include <string.h>

#include "base/mem.h"
#include "tui/app.h"
#include "tui/cell.h"
#include "tui/form_inside.h"

#define WIDTH 76
#define LABEL 16

/* ---- drawing ------------------------------------------------------------*/

static char *
title_text(const struct form *form, void *mem)
{
	int changes = form_changes(form);

	return mem_printf(mem, "%s %s   %d change%s",
	    form->id.text[0] != '\0' ? "Edit" : "New", form->spec->title,
	    changes, changes == 1 ? "" : "s");
}

static void
draw_line(const struct form *form, int place, struct canvas *canvas, int y,
    struct rect rect)
{
	const struct form_line *line = &form->lines[place];
	int x = rect.x + 2 + LABEL, width = rect.columns - LABEL - 4;
	bool is_here = place == form->cursor;
	void *mem = canvas->scratch;

	canvas_put(canvas, y, rect.x + 2, LABEL - 1,
	    form_is_changed(line) ? LOOK_TAGGED : LOOK_HEAD,
	    mem_printf(
		mem, "%s%s", line->label, line->field->required ? " *" : ""));
	if (line->fault != NULL) {
		int room = cell_width(line->fault) + 3;

		room = room > width / 2 ? width / 2 : room;
		canvas_put(canvas, y, x + width - room + 1, room, LOOK_BAD,
		    mem_printf(mem, "\xe2\x9c\x96 %s", line->fault));
		width -= room;
	}
	if (is_here)
		input_draw(&line->input, canvas, y, x, width);
	else
		canvas_put(canvas, y, x, width, LOOK_PLAIN,
		    input_text(mem, &line->input));
}

static void
draw(struct dialog *dialog, struct canvas *canvas)
{
	struct form *form = dialog->state;
	struct rect rect = dialog_rect(canvas, form->count + 3, WIDTH);
	int shown = rect.rows - 3;
	int top = form->cursor >= shown ? form->cursor - shown + 1 : 0;

	if (shown < 1)
		return;
	canvas_box(canvas, rect, title_text(form, canvas->scratch),
	    form->is_saving ? "saving\xe2\x80\xa6"
			    : "^S save  Tab next  Esc cancel");
	for (int i = 0; i < shown && top + i < form->count; i++)
		draw_line(form, top + i, canvas, rect.y + 1 + i, rect);
	canvas_put(canvas, rect.y + rect.rows - 2, rect.x + 2, rect.columns - 4,
	    LOOK_BAD, form->complaint);
}

/* ---- keys ---------------------------------------------------------------*/

static void
move(struct form *form, int distance)
{
	form->cursor = (form->cursor + distance + form->count) % form->count;
}

static void
edit(struct form *form, const struct press *press)
{
	AUTO_FREE void *mem = mem_context(NULL);
	field_set given;
	void *row = mem_array(mem, char, form->spec->row_size);

	if (!input_take(&form->lines[form->cursor].input, press))
		return;
	talloc_free(form->complaint);
	form->complaint = NULL;
	/* What is wrong is noted beside the lines. */
	if (form_check(form, mem, row, &given) == FAILED)
		form->complaint = mem_text(form, "This cannot be checked.");
}

static bool
take(struct dialog *dialog, const struct press *press)
{
	struct form *form = dialog->state;

	switch (press->code) {
	case PRESS_ESCAPE:
		return false;
	case PRESS_TAB:
	case PRESS_DOWN:
	case PRESS_ENTER:
		move(form, 1);
		break;
	case PRESS_BACK_TAB:
	case PRESS_UP:
		move(form, -1);
		break;
	case 'S' & 0x1f:
		form_save(form);
		break;
	default:
		if (!form->is_saving)
			edit(form, press);
	}
	return true;
}

static const struct dialog_ops form_ops = { draw, take };

/* ---- opening ------------------------------------------------------------*/

/* A list is written with commas. */
static char *
value_text(void *mem, const struct field *field, const void *row)
{
	const struct text_list *list;
	char *text = NULL;

	if (cell_is_empty(field, row))
		return mem_text(mem, "");
	if (field->type != FIELD_LIST)
		return field_show(mem, field, row);
	list = field_of(field, row);
	for (size_t i = 0; i < list->count; i++)
		mem_append(
		    mem, &text, "%s%s", i > 0 ? ", " : "", list->items[i]);
	return text;
}

/* "original_title" as "Original title"; an id is what it names. */
static char *
label_of(void *mem, const char *name)
{
	char *label = mem_text(mem, name);
	size_t length = strlen(label);

	if (length > 3 && strcmp(label + length - 3, "_id") == 0)
		label[length - 3] = '\0';
	for (char *at = label; *at != '\0'; at++)
		*at = *at == '_' ? ' ' : *at;
	label[0] = (char)toupper((unsigned char)label[0]);
	return label;
}

static void
add_lines(struct form *form, const void *row)
{
	const struct form_spec *spec = form->spec;

	while (spec->names[form->count] != NULL)
		form->count++;
	form->lines = mem_array(form, struct form_line, (size_t)form->count);
	for (int i = 0; i < form->count; i++) {
		struct form_line *line = &form->lines[i];

		line->field = field_find(spec->fields, spec->names[i]);
		line->label = label_of(form, line->field->name);
		input_set(&line->input, value_text(form, line->field, row));
		/* As it is shown: what cannot be typed is no change. */
		line->was = input_text(form, &line->input);
	}
}

static void
show(struct view *view, const struct form_spec *spec, const struct uuid *id,
    int64_t version, const void *row)
{
	struct dialog *dialog = dialog_open(view->app, &form_ops);
	struct form *form = mem_new(dialog, struct form);

	dialog->state = form;
	form->spec = spec;
	form->dialog = dialog;
	form->view = view;
	form->mark = ++view->app->marks;
	form->id = *id;
	form->version = version;
	add_lines(form, row);
}

struct reading {
	const struct form_spec *spec;
	struct uuid id;
	int64_t version;
	void *row;
};

static enum outcome
run(struct ask *ask, struct house *h)
{
	struct reading *reading = ask->data;

	return reading->spec->read(
	    h, &reading->id, reading->row, &reading->version);
}

static void
done(struct ask *ask)
{
	struct view *view = ask->owner;
	const struct reading *reading = ask->data;

	if (ask->outcome != OK)
		app_note_failure(view->app, ask);
	else if (view->app->dialog == NULL && app_view(view->app) == view)
		show(view, reading->spec, &reading->id, reading->version,
		    reading->row);
}

void
form_open(struct view *view, const struct form_spec *spec, const char *id)
{
	struct ask *ask = ask_new();
	struct reading *reading = mem_new(ask->mem, struct reading);

	reading->spec = spec;
	reading->row = mem_array(ask->mem, char, spec->row_size);
	field_clear(spec->fields, reading->row);
	if (id[0] == '\0') {
		show(view, spec, &reading->id, ABSENT, reading->row);
		talloc_free(ask->mem);
		return;
	}
	memcpy(reading->id.text, id, sizeof(reading->id.text));
	ask->run = run;
	ask->done = done;
	ask->data = reading;
	view_ask(view, ask);
}
