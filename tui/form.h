/*
 * Forms: what is said of one thing, a line for each field of its table, which
 * also says what is wrong with it while one types.  Saved is only what was
 * changed, and only if nobody else has changed the row meanwhile.
 */
#ifndef TUI_FORM_H
#define TUI_FORM_H

#include "base/field.h"
#include "tui/view.h"

/* What a form is about. */
struct form_about {
	struct uuid id;     /* empty: a new one ... */
	struct uuid parent; /* ... of this, where it is part of something */
	int64_t version;
};

/* One of the things that a line may hold. */
struct form_choice {
	char *value;
	char *text; /* what it is called */
	char *more; /* what else one wants to know of it, or NULL */
};

/* Lines that are chosen from what there is. */
struct form_pick {
	const char *name;  /* the field's */
	const char *title; /* "Films that nobody uses" */
	/* What fits the words ("": all of it), a screenful, below h->mem. */
	enum outcome (*find)(struct house *h, const struct form_about *about,
	    const char *words, struct form_choice **out, size_t *count);
	/* What the value is called, below h->mem.  NULL: the line holds words
	   with commas between them, of which one is chosen at a time. */
	enum outcome (*name_of)(
	    struct house *h, const struct uuid *id, char **out);
};

struct form_spec {
	const char *title; /* "movie" */
	const struct field *fields;
	const char *const *names; /* those that can be changed, NULL-ended */
	size_t row_size;
	/* Reads the row of that id, and its version. */
	enum outcome (*read)(struct house *h, const struct uuid *id, void *row,
	    int64_t *version);
	/* Changes or makes it. */
	enum outcome (*save)(struct house *h, const struct form_about *about,
	    void *row, field_set given);
	const struct form_pick *picks; /* ends without a name; or NULL */
	/* What is to be said of the row that was saved; may be NULL. */
	void (*saved)(struct view *view, const void *row);
};

/* Reads the row of that id and opens the form. */
void form_open(struct view *view, const struct form_spec *spec, const char *id);

/* Opens an empty form for a new one, of `parent` ("": of nothing). */
void form_open_new(
    struct view *view, const struct form_spec *spec, const char *parent);

#endif
