/* What the files of the form share; nobody else includes it. */
#ifndef TUI_FORM_INSIDE_H
#define TUI_FORM_INSIDE_H

#include "tui/dialog.h"
#include "tui/form.h"
#include "tui/input.h"

struct form_line {
	const struct field *field;
	const struct form_pick *pick; /* or NULL */
	char *shown;                  /* what is picked is called so */
	char *label;
	char *was;
	struct input input;
	const char *fault; /* what is wrong with it; NULL: nothing */
};

struct form {
	const struct form_spec *spec;
	struct dialog *dialog;
	struct view *view;
	uint64_t mark; /* one of a kind among all forms there ever were */
	struct form_about about;
	struct form_line *lines;
	int count, cursor;
	void *fault_mem;
	char *complaint;
	bool is_saving;
	struct picker *picker; /* stands before it, or NULL */
};

/* The form of that mark, if it is still there. */
struct form *form_find(struct view *view, uint64_t mark);

/* Can the line only be chosen, not typed? */
bool form_line_is_picked(const struct form_line *line);

/* What the line holds, in so many columns. */
void form_line_draw(const struct form_line *line, bool is_here,
    struct canvas *canvas, struct rect rect);

/* Takes a key for it; false when it is none of its own. */
bool form_line_take(struct form_line *line, const struct press *press);

/* A list of what the line under the cursor may hold. */
void form_pick_open(struct form *form);
void form_pick_draw(const struct form *form, struct canvas *canvas);
void form_pick_take(struct form *form, const struct press *press);

/* Has the line been changed?  How many have? */
bool form_is_changed(const struct form_line *line);
int form_changes(const struct form *form);

/* Reads what was changed into `row`, below `mem`, and notes what is wrong. */
enum outcome form_check(
    struct form *form, void *mem, void *row, field_set *given) MUST_CHECK;

/* Notes the faults of a refusal beside their lines. */
void form_note_faults(struct form *form, const struct refusal *refusal);

/* Sends it, unless something is wrong with it. */
void form_save(struct form *form);

#endif
