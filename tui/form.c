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
	    form->about.id.text[0] != '\0' ? "Edit" : "New", form->spec->title,
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
	form_line_draw(line, is_here, canvas, (struct rect){ y, x, 1, width });
}

/* What its line under the cursor can be done with, too. */
static const char *
foot_text(const struct form *form)
{
	const struct form_line *line = &form->lines[form->cursor];

	if (form->is_saving)
		return "saving\xe2\x80\xa6";
	if (form_line_is_picked(line))
		return "Enter pick  Del none  ^S save  Tab next  Esc cancel";
	if (line->pick != NULL)
		return "^N pick  ^S save  Tab next  Esc cancel";
	if (line->field->type == FIELD_WORD)
		return "Space other  ^S save  Tab next  Esc cancel";
	return "^S save  Tab next  Esc cancel";
}

static void
draw(struct dialog *dialog, struct canvas *canvas)
{
	struct form *form = dialog->state;
	struct rect rect = dialog_rect(canvas, form->count + 3, WIDTH);
	int shown = rect.rows - 3;
	int top = form->cursor >= shown ? form->cursor - shown + 1 : 0;

	if (form->picker != NULL) {
		form_pick_draw(form, canvas);
		return;
	}
	if (shown < 1)
		return;
	canvas_box(
	    canvas, rect, title_text(form, canvas->scratch), foot_text(form));
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

	if (!form_line_take(&form->lines[form->cursor], press))
		return;
	talloc_free(form->complaint);
	form->complaint = NULL;
	/* What is wrong is noted beside the lines. */
	if (form_check(form, mem, row, &given) == FAILED)
		form->complaint = mem_text(form, "This cannot be checked.");
}

/* Keys that open the list of what the line may hold. */
static bool
is_pick(const struct form *form, const struct press *press)
{
	const struct form_line *line = &form->lines[form->cursor];

	if (line->pick == NULL || form->is_saving)
		return false;
	if (press->code == ('N' & 0x1f))
		return true;
	return form_line_is_picked(line) &&
	       (press->code == PRESS_ENTER || press_is_text(press->code));
}

static bool
take(struct dialog *dialog, const struct press *press)
{
	struct form *form = dialog->state;

	if (form->picker != NULL) {
		form_pick_take(form, press);
		return true;
	}
	if (is_pick(form, press)) {
		form_pick_open(form);
		if (press_is_text(press->code))
			form_pick_take(form, press);
		return true;
	}
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

static const struct form_pick *
pick_of(const struct form_spec *spec, const char *name)
{
	const struct form_pick *pick = spec->picks;

	while (
	    pick != NULL && pick->name != NULL && strcmp(pick->name, name) != 0)
		pick++;
	return pick != NULL && pick->name != NULL ? pick : NULL;
}

static int
count_lines(const struct form_spec *spec)
{
	int count = 0;

	while (spec->names[count] != NULL)
		count++;
	return count;
}

/* A new row has nothing yet, also where a word would be its first. */
static void
add_lines(struct form *form, const void *row, char *const *called)
{
	const struct form_spec *spec = form->spec;
	bool is_new = form->about.id.text[0] == '\0';

	form->count = count_lines(spec);
	form->lines = mem_array(form, struct form_line, (size_t)form->count);
	for (int i = 0; i < form->count; i++) {
		struct form_line *line = &form->lines[i];

		line->field = field_find(spec->fields, spec->names[i]);
		line->pick = pick_of(spec, spec->names[i]);
		line->shown = mem_text(form, called != NULL ? called[i] : NULL);
		line->label = label_of(form, line->field->name);
		input_set(&line->input,
		    is_new ? "" : value_text(form, line->field, row));
		/* As it is shown: what cannot be typed is no change. */
		line->was = input_text(form, &line->input);
	}
}

struct reading {
	const struct form_spec *spec;
	struct form_about about;
	void *row;
	char **called; /* what its lines hold, by name; NULL items: as it is */
};

static void
show(struct view *view, const struct reading *reading)
{
	struct dialog *dialog = dialog_open(view->app, &form_ops);
	struct form *form = mem_new(dialog, struct form);

	dialog->state = form;
	form->spec = reading->spec;
	form->dialog = dialog;
	form->view = view;
	form->mark = ++view->app->marks;
	form->about = reading->about;
	add_lines(form, reading->row, reading->called);
}

/* What is picked is an id, which nobody knows. */
static enum outcome
read_names(struct reading *reading, struct house *h)
{
	const struct form_spec *spec = reading->spec;
	enum outcome rc = OK;

	for (int i = 0; rc == OK && spec->names[i] != NULL; i++) {
		const struct field *field =
		    field_find(spec->fields, spec->names[i]);
		const struct form_pick *pick = pick_of(spec, spec->names[i]);

		if (pick != NULL && pick->name_of != NULL &&
		    !cell_is_empty(field, reading->row))
			rc = pick->name_of(h, field_of(field, reading->row),
			    &reading->called[i]);
	}
	return rc;
}

static enum outcome
run(struct ask *ask, struct house *h)
{
	struct reading *reading = ask->data;
	enum outcome rc = reading->spec->read(
	    h, &reading->about.id, reading->row, &reading->about.version);

	return rc == OK ? read_names(reading, h) : rc;
}

static void
done(struct ask *ask)
{
	struct view *view = ask->owner;

	if (ask->outcome != OK)
		app_note_failure(view->app, ask);
	else if (view->app->dialog == NULL && app_view(view->app) == view)
		show(view, ask->data);
}

static struct reading *
begin(struct ask *ask, const struct form_spec *spec)
{
	struct reading *reading = mem_new(ask->mem, struct reading);

	reading->spec = spec;
	reading->row = mem_array(ask->mem, char, spec->row_size);
	reading->called =
	    mem_array(ask->mem, char *, (size_t)count_lines(spec));
	field_clear(spec->fields, reading->row);
	reading->about.version = ABSENT;
	return reading;
}

void
form_open(struct view *view, const struct form_spec *spec, const char *id)
{
	struct ask *ask = ask_new();
	struct reading *reading = begin(ask, spec);

	memcpy(reading->about.id.text, id, sizeof(reading->about.id.text));
	ask->run = run;
	ask->done = done;
	ask->data = reading;
	view_ask(view, ask);
}

void
form_open_new(
    struct view *view, const struct form_spec *spec, const char *parent)
{
	struct ask *ask = ask_new();
	struct reading *reading = begin(ask, spec);

	if (parent[0] != '\0')
		memcpy(reading->about.parent.text, parent,
		    sizeof(reading->about.parent.text));
	show(view, reading);
	talloc_free(ask->mem);
}
