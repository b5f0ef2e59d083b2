/* The dashboard: the house at a glance, and what wants attention. */
#include "config.h"

#include <inttypes.h>

#include "base/mem.h"
#include "tui/app.h"
#include "tui/dash.h"
#include "tui/views.h"

#define REFRESH_MS 2000

struct dash_view {
	void *facts_mem;
	struct dash_facts *facts; /* NULL: not read yet */
	size_t cursor;
};

static enum outcome
run(struct ask *ask, struct house *h)
{
	struct dash_facts *facts;

	h->mem = mem_context(ask->mem);
	facts = mem_new(h->mem, struct dash_facts);
	ask->data = facts;
	return dash_read(h, facts);
}

static void
done(struct ask *ask)
{
	struct view *view = ask->owner;
	struct dash_view *state = view->state;

	if (ask->outcome != OK) {
		app_note_failure(view->app, ask);
		return;
	}
	talloc_free(state->facts_mem);
	state->facts = ask->data;
	state->facts_mem = talloc_steal(view->mem, talloc_parent(state->facts));
	if (state->cursor >= state->facts->item_count)
		state->cursor = 0;
}

static void
dash_refresh(struct view *view)
{
	struct ask *ask = ask_new();

	ask->run = run;
	ask->done = done;
	view_ask(view, ask);
}

static void
dash_open(struct view *view, const char *argument)
{
	(void)argument;
	view->state = mem_new(view->mem, struct dash_view);
}

static void
dash_draw(struct view *view, struct canvas *canvas, struct rect rect)
{
	const struct dash_view *state = view->state;

	if (state->facts == NULL)
		canvas_put(canvas, rect.y + 1, rect.x + 2, rect.columns,
		    LOOK_DIM, "Reading\xe2\x80\xa6");
	else
		dash_draw_facts(state->facts, state->cursor, canvas, rect);
}

static const char *
dash_why_not(struct view *view, enum action action)
{
	const struct dash_view *state = view->state;

	if (action == ACTION_OPEN &&
	    (state->facts == NULL || state->facts->item_count == 0))
		return "nothing wants attention";
	return NULL;
}

/* Where an item leads: the job itself, or the view that has more of it. */
static void
open_item(struct view *view)
{
	const struct dash_view *state = view->state;
	const struct dash_item *item = &state->facts->items[state->cursor];
	struct app *app = view->app;
	AUTO_FREE void *mem = mem_context(NULL);

	if (item->job_id != ABSENT)
		app_push(
		    app, &view_job, mem_printf(mem, "%" PRId64, item->job_id));
	else
		app_act(app, item->leads_to);
}

static bool
dash_act(struct view *view, enum action action)
{
	struct dash_view *state = view->state;
	size_t count = state->facts != NULL ? state->facts->item_count : 0;

	switch (action) {
	case ACTION_OPEN:
		open_item(view);
		return true;
	case ACTION_DOWN:
		state->cursor += state->cursor + 1 < count;
		return true;
	case ACTION_UP:
		state->cursor -= state->cursor > 0;
		return true;
	case ACTION_FIRST:
		state->cursor = 0;
		return true;
	case ACTION_LAST:
		state->cursor = count > 0 ? count - 1 : 0;
		return true;
	default:
		return false;
	}
}

static const char *const contexts[] = { "dash", "items", "global", NULL };

const struct view_ops view_dash = {
	.name = "Dashboard",
	.tab = "Dash",
	.contexts = contexts,
	.refresh_ms = REFRESH_MS,
	.open = dash_open,
	.draw = dash_draw,
	.act = dash_act,
	.why_not = dash_why_not,
	.refresh = dash_refresh,
};
