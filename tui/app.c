/* Views, time and answers. */
#include "config.h"

#include "tui/app.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "tui/cli.h"
#include "tui/dialog.h"
#include "tui/pulse.h"
#include "tui/views.h"

/* A view that takes long to read is read less often. */
#define SLOWNESS 8

const struct view_ops *const app_tabs[] = { &view_dash, &view_movies,
	&view_media, &view_queue, &view_workers, &view_uploads, &view_users,
	NULL };
#define FIRST_TAB 3

static struct view *
open_view(struct app *app, const struct view_ops *ops, const char *argument)
{
	struct view *view = mem_new(app->mem, struct view);

	view->ops = ops;
	view->app = app;
	view->mem = view;
	view->mark = ++app->marks;
	ops->open(view, argument);
	return view;
}

struct view *
app_view(const struct app *app)
{
	return app->stack[app->depth - 1];
}

static void
close_top(struct app *app)
{
	struct view *view = app_view(app);

	app->depth--;
	if (view->ops->tab == NULL)
		talloc_free(view);
}

void
app_show(struct app *app, size_t tab)
{
	while (app->depth > 0)
		close_top(app);
	if (app->tabs[tab] == NULL)
		app->tabs[tab] = open_view(app, app_tabs[tab], NULL);
	app->stack[app->depth++] = app->tabs[tab];
	app->is_dirty = true;
	app_refresh(app);
}

void
app_push(struct app *app, const struct view_ops *ops, const char *argument)
{
	if (app->depth == APP_STACK_MAX)
		return;
	app->stack[app->depth] = open_view(app, ops, argument);
	app->depth++;
	app->is_dirty = true;
	app_refresh(app);
}

struct app *
app_new(void *mem, struct store *store)
{
	struct app *app = mem_new(mem, struct app);

	app->mem = app;
	app->store = store;
	app->now = clock_now();
	app->wants_mouse = true;
	app->link.workers = ABSENT;
	app->link.as_of.ms = ABSENT;
	app->tabs = mem_array(app, struct view *, ARRAY_SIZE(app_tabs) - 1);
	app_show(app, FIRST_TAB);
	return app;
}

void
app_say(struct app *app, enum look look, const char *format, ...)
{
	va_list args;

	talloc_free(app->message);
	va_start(args, format);
	app->message = mem_vprintf(app, format, args);
	va_end(args);
	app->message_role = look;
	app->is_dirty = true;
}

/* ---- asking -------------------------------------------------------------*/

void
view_ask(struct view *view, struct ask *ask)
{
	ask->owner = view;
	ask->owner_mark = view->mark;
	view->asking++;
	store_send(view->app->store, ask);
}

static bool
is_view(const struct app *app, const void *owner, uint64_t mark)
{
	for (size_t i = 0; app_tabs[i] != NULL; i++) {
		if (app->tabs[i] == owner && app->tabs[i] != NULL)
			return app->tabs[i]->mark == mark;
	}
	for (size_t i = 0; i < app->depth; i++) {
		if (app->stack[i] == owner)
			return app->stack[i]->mark == mark;
	}
	return false;
}

/* A change may wait for somebody's lock: that is no reason to read less. */
static void
note_slowness(struct view *view, const struct ask *ask)
{
	if (ask->lane == LANE_READ)
		view->slowness_ms += ask->took_ms;
}

void
app_receive(struct app *app)
{
	struct ask *ask;

	while ((ask = store_receive(app->store)) != NULL) {
		struct view *view = ask->owner;

		if (ask->owner == NULL) {
			ask->done(ask);
		} else if (is_view(app, ask->owner, ask->owner_mark)) {
			view->asking--;
			note_slowness(view, ask);
			ask->done(ask);
		}
		app->is_dirty = true;
		talloc_free(ask->mem);
	}
}

void
app_note_failure(struct app *app, const struct ask *ask)
{
	if (ask->outcome == UNAVAILABLE)
		pulse_lost(app, cli_sentence(&ask->refusal, ask->outcome));
	else
		app_say(app, LOOK_BAD, "%s",
		    cli_sentence(&ask->refusal, ask->outcome));
}

/* ---- time ---------------------------------------------------------------*/

static void
refresh_view(struct view *view)
{
	int64_t pause_ms = view->slowness_ms * SLOWNESS;

	if (pause_ms < view->ops->refresh_ms)
		pause_ms = view->ops->refresh_ms;
	view->refresh_due_ms = view->app->now_ms + pause_ms;
	view->slowness_ms = 0;
	view->ops->refresh(view);
}

void
app_refresh(struct app *app)
{
	if (!app->link.is_away)
		refresh_view(app_view(app));
}

void
app_sync(struct app *app)
{
	if (app->link.is_away) {
		app->link.due_ms = app->now_ms;
		pulse_tick(app);
	} else if (app->dialog == NULL) {
		app_refresh(app);
	}
}

static bool
may_refresh(const struct app *app)
{
	return !app->is_frozen && app->dialog == NULL && !app->link.is_away;
}

static int64_t
view_due_ms(const struct view *view)
{
	return view->ops->due_ms != NULL ? view->ops->due_ms(view) : INT64_MAX;
}

/* Does the screen show the time, or count down? */
static bool
shows_time(const struct app *app, struct stamp now)
{
	return now.ms / 1000 != app->now.ms / 1000;
}

void
app_tick(struct app *app, struct stamp now, int64_t now_ms)
{
	struct view *view = app_view(app);

	app->is_dirty |= shows_time(app, now);
	app->now = now;
	app->now_ms = now_ms;
	pulse_tick(app);
	if (view_due_ms(view) <= now_ms ||
	    (may_refresh(app) && view->asking == 0 &&
		view->refresh_due_ms <= now_ms))
		refresh_view(view);
}

int64_t
app_due_ms(const struct app *app)
{
	const struct view *view = app_view(app);
	int64_t due_ms = app->now_ms + 1000 - app->now.ms % 1000;

	if (app->link.due_ms < due_ms && !app->link.is_asking)
		due_ms = app->link.due_ms;
	if (may_refresh(app) && view->asking == 0 &&
	    view->refresh_due_ms < due_ms)
		due_ms = view->refresh_due_ms;
	if (view_due_ms(view) < due_ms)
		due_ms = view_due_ms(view);
	return due_ms;
}

bool
app_is_idle(const struct app *app)
{
	return !app->is_dirty && store_pending(app->store) == 0 &&
	       view_due_ms(app_view(app)) == INT64_MAX;
}

/* ---- doing --------------------------------------------------------------*/

const char *
app_why_not(struct app *app, enum action action)
{
	struct view *view = app_view(app);

	if ((action_infos[action].needs & NEEDS_DB) != 0 && app->link.is_away)
		return "the database is away";
	if (view->ops->why_not != NULL)
		return view->ops->why_not(view, action);
	return NULL;
}

static void
act_back(struct app *app)
{
	if (app->depth < 2)
		return;
	close_top(app);
	app->is_dirty = true;
	app_refresh(app);
}

static void
act_redraw(struct app *app)
{
	app->wants_repaint = true;
	app->link.due_ms = app->now_ms;
	pulse_tick(app);
	app_refresh(app);
}

static void
act_freeze(struct app *app)
{
	app->is_frozen = !app->is_frozen;
	app_say(app, LOOK_PLAIN, "%s",
	    app->is_frozen ? "Frozen: nothing is read until Z or ^L"
			   : "The screen is read again by itself");
}

static void
act_mouse(struct app *app)
{
	app->wants_mouse = !app->wants_mouse;
	app_say(app, LOOK_PLAIN, "%s",
	    app->wants_mouse ? "The mouse is used here; Shift selects"
			     : "The mouse is the terminal's");
}

static void
act_suspend(struct app *app)
{
	app->wants_suspend = true;
}

static void
act_quit(struct app *app)
{
	app->is_over = true;
}

static void (*const acts[ACTION_COUNT])(struct app *app) = {
	[ACTION_BACK] = act_back,
	[ACTION_REDRAW] = act_redraw,
	[ACTION_FREEZE] = act_freeze,
	[ACTION_MOUSE] = act_mouse,
	[ACTION_SUSPEND] = act_suspend,
	[ACTION_QUIT] = act_quit,
	[ACTION_HELP] = dialog_help,
	[ACTION_PALETTE] = dialog_palette,
};

void
app_act(struct app *app, enum action action)
{
	struct view *view = app_view(app);
	const char *why;

	app->is_dirty = true;
	if (action >= ACTION_DASH && action <= ACTION_USERS) {
		app_show(app, action - ACTION_DASH);
		return;
	}
	why = app_why_not(app, action);
	if (why != NULL)
		app_say(
		    app, LOOK_WARN, "%s: %s", action_infos[action].name, why);
	else if (!view->ops->act(view, action) && acts[action] != NULL)
		acts[action](app);
}
