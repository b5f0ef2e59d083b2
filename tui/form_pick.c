/* The list from which a line of a form is chosen, searched as one types. */
#include "config.h"

#include <string.h>

#include "base/mem.h"
#include "tui/app.h"
#include "tui/cell.h"
#include "tui/form_inside.h"

#define WIDTH 76
#define ROWS 14

struct picker {
	struct form_line *line;
	struct input input;
	struct form_choice *choices; /* below `found` */
	size_t count, cursor;
	void *found;
	bool is_known, is_asking, is_stale;
};

/* ---- what there is ------------------------------------------------------*/

struct finding {
	const struct form_pick *pick;
	struct form_about about;
	uint64_t mark; /* of the form */
	char *words;
	void *found;
	struct form_choice *choices;
	size_t count;
};

static enum outcome
run(struct ask *ask, struct house *h)
{
	struct finding *finding = ask->data;
	void *mem = h->mem;
	enum outcome rc;

	h->mem = finding->found = mem_context(ask->mem);
	rc = finding->pick->find(h, &finding->about, finding->words,
	    &finding->choices, &finding->count);
	h->mem = mem;
	return rc;
}

static void ask_for(struct form *form);

/* Whoever stood on something still stands on it. */
static void
keep(struct picker *picker, struct finding *finding)
{
	const char *was = picker->cursor < picker->count
			      ? picker->choices[picker->cursor].value
			      : "";
	size_t cursor = 0;

	for (size_t i = 0; i < finding->count; i++) {
		if (strcmp(finding->choices[i].value, was) == 0)
			cursor = i;
	}
	talloc_free(picker->found);
	picker->found = talloc_steal(picker, finding->found);
	picker->choices = finding->choices;
	picker->count = finding->count;
	picker->cursor = cursor;
	picker->is_known = true;
}

static void
done(struct ask *ask)
{
	struct view *view = ask->owner;
	struct finding *finding = ask->data;
	struct form *form = form_find(view, finding->mark);
	struct picker *picker = form != NULL ? form->picker : NULL;

	if (picker == NULL || picker->line->pick != finding->pick)
		return;
	picker->is_asking = false;
	if (ask->outcome != OK) {
		app_note_failure(view->app, ask);
		return;
	}
	keep(picker, finding);
	if (picker->is_stale)
		ask_for(form);
}

/* Of a line with commas the words behind the last one, without blanks. */
static const char *
last_words(const char *text)
{
	const char *comma = strrchr(text, ',');

	text = comma != NULL ? comma + 1 : text;
	return text + strspn(text, " ");
}

static void
ask_for(struct form *form)
{
	struct picker *picker = form->picker;
	struct ask *ask;
	struct finding *finding;

	picker->is_stale = picker->is_asking;
	if (picker->is_asking)
		return;
	ask = ask_new();
	finding = mem_new(ask->mem, struct finding);
	finding->pick = picker->line->pick;
	finding->about = form->about;
	finding->mark = form->mark;
	finding->words = input_text(ask->mem, &picker->input);
	ask->run = run;
	ask->done = done;
	ask->data = finding;
	picker->is_asking = true;
	view_ask(form->view, ask);
}

void
form_pick_open(struct form *form)
{
	struct form_line *line = &form->lines[form->cursor];
	struct picker *picker = mem_new(form, struct picker);

	picker->line = line;
	form->picker = picker;
	if (!form_line_is_picked(line))
		input_set(&picker->input,
		    last_words(input_text(picker, &line->input)));
	ask_for(form);
}

/* ---- drawing ------------------------------------------------------------*/

static void
draw_choice(const struct form_choice *choice, bool is_here,
    struct canvas *canvas, struct rect rect)
{
	int room = 0;

	if (choice->more != NULL) {
		room = cell_width(choice->more) + 2;
		room = room > rect.columns / 2 ? rect.columns / 2 : room;
		canvas_put_right(canvas, rect.y, rect.x + rect.columns, room,
		    LOOK_DIM, choice->more);
	}
	canvas_put(canvas, rect.y, rect.x, rect.columns - room - 1, LOOK_PLAIN,
	    choice->text);
	if (is_here)
		canvas_reverse(canvas, rect);
}

void
form_pick_draw(const struct form *form, struct canvas *canvas)
{
	const struct picker *picker = form->picker;
	struct rect rect = dialog_rect(canvas, ROWS, WIDTH);
	struct rect row = { rect.y + 2, rect.x + 2, 1, rect.columns - 4 };
	size_t shown = rect.rows > 3 ? (size_t)rect.rows - 3 : 1;
	size_t top = picker->cursor >= shown ? picker->cursor - shown + 1 : 0;

	canvas_box(canvas, rect, picker->line->pick->title,
	    "Enter take  type to search  Esc back");
	canvas_put(canvas, rect.y + 1, row.x, 2, LOOK_HEAD, "/");
	input_draw(
	    &picker->input, canvas, rect.y + 1, row.x + 2, row.columns - 2);
	if (picker->count == 0)
		canvas_put(canvas, row.y, row.x, row.columns, LOOK_DIM,
		    picker->is_known ? "There is nothing of the kind."
				     : "Reading\xe2\x80\xa6");
	for (size_t i = top; i < picker->count && i < top + shown; i++) {
		draw_choice(
		    &picker->choices[i], i == picker->cursor, canvas, row);
		row.y++;
	}
}

/* ---- keys ---------------------------------------------------------------*/

static void
close_it(struct form *form)
{
	talloc_free(form->picker);
	form->picker = NULL;
}

/* The words before the last comma stay. */
static void
put_words(struct form_line *line, const char *value)
{
	AUTO_FREE void *mem = mem_context(NULL);
	const char *text = input_text(mem, &line->input);
	size_t kept = (size_t)(last_words(text) - text);

	input_set(&line->input,
	    mem_printf(mem, "%s%s", mem_text_n(mem, text, kept), value));
}

/* What is known by no name yet may be a new word, but no new thing. */
static void
choose(struct form *form)
{
	struct picker *picker = form->picker;
	struct form_line *line = picker->line;
	const struct form_choice *choice =
	    picker->cursor < picker->count ? &picker->choices[picker->cursor]
					   : NULL;

	if (choice == NULL && form_line_is_picked(line))
		return;
	talloc_free(form->complaint);
	form->complaint = NULL;
	line->fault = NULL;
	if (choice == NULL) {
		put_words(line, input_text(picker, &picker->input));
	} else if (form_line_is_picked(line)) {
		input_set(&line->input, choice->value);
		line->shown = mem_text(form, choice->text);
	} else {
		put_words(line, choice->value);
	}
	close_it(form);
}

void
form_pick_take(struct form *form, const struct press *press)
{
	struct picker *picker = form->picker;

	switch (press->code) {
	case PRESS_ESCAPE:
		close_it(form);
		break;
	case PRESS_ENTER:
		choose(form);
		break;
	case PRESS_UP:
	case PRESS_BACK_TAB:
		picker->cursor -= picker->cursor > 0;
		break;
	case PRESS_DOWN:
	case PRESS_TAB:
		picker->cursor += picker->cursor + 1 < picker->count;
		break;
	default:
		if (input_take(&picker->input, press))
			ask_for(form);
	}
}
