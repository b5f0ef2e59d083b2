/*
 * The program behind the screen, without a terminal: views, dialogs, keys,
 * what is known of the database.  tui/screen.c brings it to a terminal; tests
 * press its keys and look at its canvas.
 */
#ifndef TUI_APP_H
#define TUI_APP_H

#include "tui/view.h"

#define APP_STACK_MAX 8

struct dialog;

/* What is known of the database. */
struct link {
	bool is_away;
	char *why;          /* the last failure's sentence; NULL: none */
	struct stamp as_of; /* the last answer */
	int64_t took_ms;    /* to answer the last small question */
	int64_t retry_ms;   /* between two tries, doubling */
	int64_t due_ms;     /* the next try, on the app's clock */
	bool is_asking;
	bool is_checked; /* its schema is ours */
	int64_t workers; /* that can work; ABSENT: not known */
};

struct app {
	void *mem;
	struct store *store;
	struct view *stack[APP_STACK_MAX]; /* the last one is shown */
	size_t depth;
	struct view **tabs; /* opened once, kept; in the table's order */
	struct dialog *dialog;
	struct link link;
	struct stamp now;
	int64_t now_ms;
	uint32_t keys[KEYS_MAX]; /* the beginning of a sequence */
	size_t key_count;
	char *message;
	enum look message_role;
	uint64_t marks;
	bool is_dirty;      /* there is something to draw */
	bool is_over;       /* leave */
	bool is_frozen;     /* nothing is read by itself */
	bool wants_suspend; /* of whoever has the terminal */
	bool wants_repaint;
	bool wants_mouse;
};

/* The app on its first view.  `store` is its caller's. */
struct app *app_new(void *mem, struct store *store);

/* The time: reads again what is due. */
void app_tick(struct app *app, struct stamp now, int64_t now_ms);

/* When app_tick is due, on the clock it was told. */
int64_t app_due_ms(const struct app *app);

/* A key or a click. */
void app_press(struct app *app, const struct press *press);

/* Takes all answers that are there. */
void app_receive(struct app *app);

/* Does an action, as its key would. */
void app_act(struct app *app, enum action action);

/* Why it cannot be done now, or NULL. */
const char *app_why_not(struct app *app, enum action action);

/* The view that is shown. */
struct view *app_view(const struct app *app);

/* Shows a view of the tabs, by its place among them; or another on top. */
void app_show(struct app *app, size_t tab);
void app_push(
    struct app *app, const struct view_ops *ops, const char *argument);

/* Says something at the foot of the screen until the next key. */
void app_say(struct app *app, enum look look, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* What is shown is read again at once. */
void app_refresh(struct app *app);

/* A test wants to see what there is now: reads it. */
void app_sync(struct app *app);

/* An answer that went wrong: said at the foot, or noted as the database being
   away. */
void app_note_failure(struct app *app, const struct ask *ask);

/* All of it. */
void app_draw(struct app *app, struct canvas *canvas);

/* Nothing is being asked, nothing is still to be read or drawn. */
bool app_is_idle(const struct app *app);

/* The tabs, in order; ends with NULL. */
extern const struct view_ops *const app_tabs[];

#endif
