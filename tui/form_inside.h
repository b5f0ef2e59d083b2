/* What the files of the form share; nobody else includes it. */
#ifndef TUI_FORM_INSIDE_H
#define TUI_FORM_INSIDE_H

#include "tui/dialog.h"
#include "tui/form.h"
#include "tui/input.h"

struct form_line {
	const struct field *field;
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
	struct uuid id;
	int64_t version;
	struct form_line *lines;
	int count, cursor;
	void *fault_mem;
	char *complaint;
	bool is_saving;
};

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
