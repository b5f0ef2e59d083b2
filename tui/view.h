/*
 * A view: a struct of functions.  It draws what it knows, acts on keys, and
 * asks the database for what it does not know; nothing of it waits.
 */
#ifndef TUI_VIEW_H
#define TUI_VIEW_H

#include "tui/canvas.h"
#include "tui/keys.h"
#include "tui/press.h"
#include "tui/store.h"

struct app;
struct view;

struct view_ops {
	const char *name;
	const char *tab; /* among the tabs; NULL: none of them */
	const char *const
	    *contexts; /* of its keys, nearest first, NULL-ended */
	int64_t refresh_ms;
	void (*open)(struct view *view, const char *argument);
	/* What it knows, on its part of the canvas. */
	void (*draw)(
	    struct view *view, struct canvas *canvas, struct rect rect);
	/* False: it does not know that action. */
	bool (*act)(struct view *view, enum action action);
	/* Why it cannot be done now; NULL: it can.  May be NULL itself. */
	const char *(*why_not)(struct view *view, enum action action);
	/* Asks for what is shown, again. */
	void (*refresh)(struct view *view);
	/* Keys before they mean anything, while one types; may be NULL. */
	bool (*take)(struct view *view, const struct press *press);
	/* The mouse in its part; false: nothing is there.  May be NULL. */
	bool (*click)(struct view *view, const struct press *press);
	/* Something waits for its time (a filter being typed): due when, on
	   the app's clock; INT64_MAX: nothing.  May be NULL. */
	int64_t (*due_ms)(const struct view *view);
};

struct view {
	const struct view_ops *ops;
	struct app *app;
	void *mem;      /* goes with the view */
	uint64_t mark;  /* one of a kind among all views there ever were */
	void *state;    /* the view's own */
	struct rect at; /* where it was drawn */
	int64_t refresh_due_ms;
	int64_t slowness_ms; /* what its last questions took together */
	size_t asking;       /* questions under way */
};

/* Sends a question of the view's; `done` is only called while it is there. */
void view_ask(struct view *view, struct ask *ask);

#endif
