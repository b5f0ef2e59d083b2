/*
 * Forms: what is said of one thing, a line for each field of its table, which
 * also says what is wrong with it while one types.  Saved is only what was
 * changed, and only if nobody else has changed the row meanwhile.
 */
#ifndef TUI_FORM_H
#define TUI_FORM_H

#include "base/field.h"
#include "tui/view.h"

struct form_spec {
	const char *title; /* "movie" */
	const struct field *fields;
	const char *const *names; /* those that can be changed, NULL-ended */
	size_t row_size;
	/* Reads the row of that id, and its version. */
	enum outcome (*read)(struct house *h, const struct uuid *id, void *row,
	    int64_t *version);
	/* Changes it; an empty id is a new one. */
	enum outcome (*save)(struct house *h, const struct uuid *id,
	    int64_t version, void *row, field_set given);
};

/* Reads the row and opens the form; an empty id: at once, for a new one. */
void form_open(struct view *view, const struct form_spec *spec, const char *id);

#endif
