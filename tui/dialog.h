/* What stands before a view and takes the keys until it is closed. */
#ifndef TUI_DIALOG_H
#define TUI_DIALOG_H

#include "tui/app.h"

struct dialog_ops {
	void (*draw)(struct dialog *dialog, struct canvas *canvas);
	/* False: it is closed. */
	bool (*take)(struct dialog *dialog, const struct press *press);
};

struct dialog {
	const struct dialog_ops *ops;
	struct app *app;
	void *state;
};

/* Opens one in the place of any other; what it needs hangs below it. */
struct dialog *dialog_open(struct app *app, const struct dialog_ops *ops);
void dialog_close(struct app *app);

void dialog_take(struct app *app, const struct press *press);
void dialog_draw(struct app *app, struct canvas *canvas);

/* A rectangle in the middle, no larger than the screen. */
struct rect dialog_rect(const struct canvas *canvas, int rows, int columns);

/* A question whose answer is No unless it is answered otherwise. */
struct question {
	const char *title;
	const char *lines[3]; /* NULL: no more */
	const char *yes;      /* what the button says: "Cancel the job" */
	int64_t typed;        /* must be typed to say yes; 0: a key will do */
	void (*on_yes)(struct view *view, void *data);
	void *data; /* taken over */
};

/* Asks for the view that is shown; texts are copied. */
void dialog_ask(struct view *view, const struct question *question);

/* Asks for a line; Escape asks for nothing. */
void dialog_prompt(struct view *view, const char *title, const char *label,
    void (*on_text)(struct view *view, const char *text));

/* Says something that must not be missed, until Enter or Escape. */
void dialog_tell(
    struct app *app, const char *title, const char *text, const char *more);

/* All keys of the view that is shown; all actions by their names. */
void dialog_help(struct app *app);
void dialog_palette(struct app *app);

#endif
