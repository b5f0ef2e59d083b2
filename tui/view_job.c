/* One job: how it goes, its attempts, its log as it is written. */
#include "config.h"

#include <inttypes.h>

#include "base/mem.h"
#include "base/text.h"
#include "sql/attempt.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/input.h"
#include "tui/job_pane.h"
#include "tui/jobs_do.h"
#include "tui/logbuf.h"
#include "tui/views.h"

#define REFRESH_MS 500
#define WHEEL_LINES 3
#define ATTEMPTS_SHOWN 4

struct job_view {
	char *id;
	int64_t number;
	bool is_known;
	void *facts_mem;
	struct job_facts facts;
	struct logbuf log;
	struct input input;
	bool is_typing;
};

/* What is read together. */
struct reading {
	int64_t number;
	void *facts_mem;
	void *log_mem;
	struct job_facts facts;
	struct log_line *lines;
	size_t line_count;
};

static enum outcome
run(struct ask *ask, struct house *h)
{
	struct reading *reading = ask->data;
	enum outcome rc;

	reading->facts_mem = mem_context(ask->mem);
	reading->log_mem = mem_context(ask->mem);
	rc = db_glance_job(
	    h->db, reading->facts_mem, reading->number, &reading->facts.job);
	if (rc == OK)
		rc = db_attempt_list(h->db, reading->facts_mem, reading->number,
		    &reading->facts.attempts, &reading->facts.attempt_count);
	if (rc == OK)
		rc = db_log_list(h->db, reading->log_mem, reading->number,
		    &reading->lines, &reading->line_count);
	return rc;
}

static void
done(struct ask *ask)
{
	struct view *view = ask->owner;
	struct job_view *state = view->state;
	struct reading *reading = ask->data;

	if (ask->outcome != OK) {
		app_note_failure(view->app, ask);
		return;
	}
	talloc_free(state->facts_mem);
	state->facts_mem = talloc_steal(view->mem, reading->facts_mem);
	state->facts = reading->facts;
	state->is_known = true;
	logbuf_set(&state->log, view->mem, reading->log_mem, reading->lines,
	    reading->line_count);
}

static void
job_refresh(struct view *view)
{
	const struct job_view *state = view->state;
	struct ask *ask = ask_new();
	struct reading *reading = mem_new(ask->mem, struct reading);

	reading->number = state->number;
	ask->data = reading;
	ask->run = run;
	ask->done = done;
	view_ask(view, ask);
}

static void
job_open(struct view *view, const char *argument)
{
	struct job_view *state = mem_new(view->mem, struct job_view);

	view->state = state;
	state->id = mem_text(view->mem, argument);
	state->log.is_following = true;
	state->log.height = 1;
	if (!text_to_number(argument, INT64_MAX, &state->number))
		state->number = 0;
}

static void
draw_log_rule(struct job_view *state, struct canvas *canvas, struct rect rect)
{
	struct logbuf *log = &state->log;
	char *left =
	    mem_printf(canvas->scratch, "log  %zu lines  %zu warning%s%s",
		log->count, log->warnings, log->warnings == 1 ? "" : "s",
		log->only_warnings ? "  only warnings" : "");

	if (log->part != NULL)
		mem_append(canvas->scratch, &left, "  /%s", log->part);
	canvas_rule(canvas, rect.y, rect.x, rect.columns,
	    state->is_typing ? NULL : left,
	    log->is_following ? "following \xe2\x96\xbc" : "F follows");
	if (!state->is_typing)
		return;
	canvas_put(canvas, rect.y, rect.x + 1, 3, LOOK_KEY, " / ");
	input_draw(&state->input, canvas, rect.y, rect.x + 4, 24);
}

static void
job_draw(struct view *view, struct canvas *canvas, struct rect rect)
{
	struct job_view *state = view->state;
	int taken;

	if (!state->is_known) {
		canvas_put(canvas, rect.y + 1, rect.x + 2, rect.columns,
		    LOOK_DIM, "Reading\xe2\x80\xa6");
		return;
	}
	taken = job_draw_facts(&state->facts, view->app->now, canvas, rect,
	    rect.rows > 14 ? ATTEMPTS_SHOWN : 0);
	rect.y += taken;
	rect.rows -= taken;
	draw_log_rule(state, canvas, rect);
	rect.y++;
	rect.rows--;
	if (state->log.shown_count == 0)
		canvas_put(canvas, rect.y, rect.x + 2, rect.columns - 4,
		    LOOK_DIM, "Nothing has been said yet.");
	logbuf_draw(&state->log, canvas, rect);
}

/* ---- acting -------------------------------------------------------------*/

static void
act_move(struct logbuf *log, enum action action)
{
	int page = log->height > 1 ? log->height - 1 : 1;
	const struct {
		enum action action;
		int64_t distance;
	} moves[] = {
		{ ACTION_UP, -1 },
		{ ACTION_DOWN, 1 },
		{ ACTION_HALF_UP, -page / 2 },
		{ ACTION_HALF_DOWN, page / 2 },
		{ ACTION_PAGE_UP, -page },
		{ ACTION_PAGE_DOWN, page },
		{ ACTION_FIRST, -(int64_t)log->count },
		{ ACTION_LAST, (int64_t)log->count },
	};

	for (size_t i = 0; i < ARRAY_SIZE(moves); i++) {
		if (moves[i].action == action)
			logbuf_scroll(log, moves[i].distance);
	}
}

static void
find(struct view *view, int direction)
{
	struct job_view *state = view->state;

	if (!logbuf_find_next(&state->log, direction))
		app_say(view->app, LOOK_WARN, "No other line has it.");
}

static void
send(struct view *view, const struct change *change)
{
	struct job_view *state = view->state;

	change_send(view, change, &state->id, 1);
}

static void
cancel_it(struct view *view, void *data)
{
	(void)data;
	send(view, &jobs_cancel_them);
}

static void
ask_cancel(struct view *view)
{
	dialog_ask(view,
	    &(struct question){
		.title = "Cancel this job?",
		.lines = { "What runs is stopped; its work is lost. It can be "
			   "tried again." },
		.yes = "Cancel",
		.on_yes = cancel_it,
	    });
}

static bool
act_on_log(struct view *view, enum action action)
{
	struct job_view *state = view->state;

	switch (action) {
	case ACTION_FOLLOW:
		logbuf_follow(&state->log);
		return true;
	case ACTION_WARNINGS:
		logbuf_toggle_warnings(&state->log);
		return true;
	case ACTION_FIND:
		state->is_typing = true;
		input_set(&state->input, "");
		return true;
	case ACTION_FIND_NEXT:
		find(view, 1);
		return true;
	case ACTION_FIND_BACK:
		find(view, -1);
		return true;
	default:
		if (action < ACTION_UP || action > ACTION_LAST)
			return false;
		act_move(&state->log, action);
		return true;
	}
}

static bool
job_act(struct view *view, enum action action)
{
	static const struct {
		enum action action;
		const struct change *change;
	} changes[] = {
		{ ACTION_RETRY, &jobs_retry_them },
		{ ACTION_RAISE, &jobs_raise_them },
		{ ACTION_LOWER, &jobs_lower_them },
	};

	for (size_t i = 0; i < ARRAY_SIZE(changes); i++) {
		if (changes[i].action == action) {
			send(view, changes[i].change);
			return true;
		}
	}
	if (action == ACTION_CANCEL) {
		ask_cancel(view);
		return true;
	}
	return act_on_log(view, action);
}

static const char *
job_why_not(struct view *view, enum action action)
{
	const struct job_view *state = view->state;
	bool finds = action == ACTION_FIND_NEXT || action == ACTION_FIND_BACK;

	if (!state->is_known)
		return action_infos[action].needs != 0 ? "it is not read yet"
						       : NULL;
	if (finds && state->log.part == NULL)
		return "nothing is sought; / does";
	return jobs_why_not((enum job_state)state->facts.job.state, action);
}

static bool
job_take(struct view *view, const struct press *press)
{
	struct job_view *state = view->state;
	char *part;

	if (!state->is_typing)
		return false;
	if (press->code == PRESS_ESCAPE) {
		state->is_typing = false;
	} else if (press->code == PRESS_ENTER) {
		state->is_typing = false;
		part = input_text(view->mem, &state->input);
		logbuf_find(&state->log, view->mem, part);
		talloc_free(part);
		/* The latest first: that is what one looks for. */
		if (state->log.part != NULL)
			find(view, -1);
	} else {
		input_take(&state->input, press);
	}
	return true;
}

static bool
job_click(struct view *view, const struct press *press)
{
	struct job_view *state = view->state;

	if (press->code == PRESS_WHEEL_UP)
		logbuf_scroll(&state->log, -WHEEL_LINES);
	else if (press->code == PRESS_WHEEL_DOWN)
		logbuf_scroll(&state->log, WHEEL_LINES);
	return true;
}

static const char *const contexts[] = { "job", "move", "global", NULL };

const struct view_ops view_job = {
	.name = "Job",
	.contexts = contexts,
	.refresh_ms = REFRESH_MS,
	.open = job_open,
	.draw = job_draw,
	.act = job_act,
	.why_not = job_why_not,
	.refresh = job_refresh,
	.take = job_take,
	.click = job_click,
};
