/* Workers: who is there, and what each is doing. */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/mem.h"
#include "base/text.h"
#include "house/worker.h"
#include "sql/glance.h"
#include "tui/app.h"
#include "tui/listview.h"
#include "tui/measure.h"
#include "tui/views.h"

#define REFRESH_MS 2000
#define SILENT_S 45 /* three beats */

static void
id_of(const void *row, char out[LIST_ID])
{
	const struct worker_glance *worker = row;

	snprintf(out, LIST_ID, "%" PRId64, worker->id);
}

static void
show_name(const void *row, struct table_cell *out)
{
	const struct worker_glance *worker = row;

	out->text = worker->name;
	out->look = LOOK_STRONG;
}

static void
show_host(const void *row, struct table_cell *out)
{
	const struct worker_glance *worker = row;

	out->text =
	    mem_printf(out->mem, "%s:%" PRId64, worker->host, worker->pid);
}

static bool
is_here(const struct worker_glance *worker)
{
	return worker->state == WORKER_ACTIVE ||
	       worker->state == WORKER_DRAINING;
}

static void
show_state(const void *row, struct table_cell *out)
{
	static const enum look looks[WORKER_STATE_COUNT] = {
		[WORKER_ACTIVE] = LOOK_GOOD,
		[WORKER_DRAINING] = LOOK_WARN,
		[WORKER_STOPPED] = LOOK_DIM,
		[WORKER_LOST] = LOOK_BAD,
	};
	const struct worker_glance *worker = row;

	out->text = worker_state_names[worker->state];
	out->look = looks[worker->state];
	if (worker->state == WORKER_ACTIVE) {
		out->text = worker->running > 0 ? "BUSY" : "IDLE";
		out->look = worker->running > 0 ? LOOK_BUSY : LOOK_GOOD;
	}
}

static void
show_slots(const void *row, struct table_cell *out)
{
	const struct worker_glance *worker = row;

	out->text = mem_printf(
	    out->mem, "%" PRId64 "/%" PRId64, worker->running, worker->slots);
}

static void
show_job(const void *row, struct table_cell *out)
{
	const struct worker_glance *worker = row;

	if (worker->job_id == ABSENT)
		return;
	out->text = mem_printf(out->mem, "#%" PRId64 " %s", worker->job_id,
	    worker->title != NULL ? worker->title : "");
}

static void
show_beat(const void *row, struct table_cell *out)
{
	const struct worker_glance *worker = row;
	struct stamp beat = { out->now.ms - worker->silent_s * 1000 };

	out->text = measure_age(out->mem, beat, out->now);
	if (is_here(worker) && worker->silent_s > SILENT_S)
		out->look = LOOK_WARN;
	else if (!is_here(worker))
		out->look = LOOK_DIM;
}

static void
show_since(const void *row, struct table_cell *out)
{
	const struct worker_glance *worker = row;

	out->text = measure_age(out->mem, worker->started_at, out->now);
	out->look = LOOK_DIM;
}

static void
show_version(const void *row, struct table_cell *out)
{
	const struct worker_glance *worker = row;

	out->text = worker->version;
	out->look = LOOK_DIM;
}

static const struct table_column columns[] = {
	{ .head = "NAME", .width = 10, .weight = 1, .show = show_name },
	{ .head = "HOST:PID",
	    .width = 16,
	    .weight = 1,
	    .drop = 3,
	    .show = show_host },
	{ .head = "STATE", .width = 8, .show = show_state },
	{ .head = "JOBS",
	    .width = 5,
	    .drop = 2,
	    .is_right = true,
	    .show = show_slots },
	{ .head = "AT WORK ON",
	    .width = 14,
	    .weight = 3,
	    .drop = 1,
	    .show = show_job },
	{ .head = "BEAT",
	    .width = 7,
	    .drop = 4,
	    .is_right = true,
	    .show = show_beat },
	{ .head = "SINCE",
	    .width = 7,
	    .drop = 5,
	    .is_right = true,
	    .show = show_since },
	{ .head = "VERSION", .width = 8, .drop = 6, .show = show_version },
	{ 0 },
};

static const struct list_show shows[] = { { "all", "", { { 0 } } }, { 0 } };

static enum outcome
read_all(struct house *h, void **rows, size_t *count)
{
	struct worker_glance *workers;
	enum outcome rc = db_glance_workers(h->db, h->mem, &workers, count);

	*rows = workers;
	return rc;
}

struct worker_sums {
	int64_t counts[WORKER_STATE_COUNT];
	int64_t busy;
};

static enum outcome
read_sums(struct house *h, void **out)
{
	struct worker_sums *sums = mem_new(h->mem, struct worker_sums);
	struct worker_glance *workers;
	enum outcome rc;
	size_t count;

	*out = sums;
	rc = db_glance_workers(h->db, h->mem, &workers, &count);
	for (size_t i = 0; rc == OK && i < count; i++) {
		sums->counts[workers[i].state]++;
		sums->busy += workers[i].running > 0;
	}
	return rc;
}

static char *
show_sums(void *mem, const void *given)
{
	const struct worker_sums *sums = given;

	return mem_printf(mem,
	    "%" PRId64 " busy  %" PRId64 " active  %" PRId64
	    " draining  %" PRId64 " lost",
	    sums->busy, sums->counts[WORKER_ACTIVE],
	    sums->counts[WORKER_DRAINING], sums->counts[WORKER_LOST]);
}

static const struct list_spec spec = {
	.noun = "worker",
	.empty = "No worker has been here today. Start movie-house-worker.",
	.columns = columns,
	.row_size = sizeof(struct worker_glance),
	.id_of = id_of,
	.read_all = read_all,
	.shows = shows,
	.read_sums = read_sums,
	.show_sums = show_sums,
};

typedef enum outcome worker_change(
    struct house *h, int64_t id, struct worker_row *out);

static enum outcome
change_one(struct house *h, const char *text, worker_change *wish)
{
	struct worker_row row;
	int64_t id;

	if (!text_to_number(text, INT64_MAX, &id))
		return NOT_FOUND;
	return wish(h, id, &row);
}

static enum outcome
drain_step(struct house *h, const char *text, int64_t argument)
{
	(void)argument;
	return change_one(h, text, worker_drain);
}

static enum outcome
resume_step(struct house *h, const char *text, int64_t argument)
{
	(void)argument;
	return change_one(h, text, worker_resume);
}

static const struct change drain_them = { .noun = "worker",
	.done = "told to finish and take no more",
	.step = drain_step };
static const struct change resume_them = {
	.noun = "worker", .done = "told to go on", .step = resume_step
};

static void
workers_open(struct view *view, const char *argument)
{
	(void)argument;
	listview_open(view, mem_new(view->mem, struct listview), &spec);
}

static const char *
why_not_one(const struct worker_glance *worker, enum action action)
{
	if (action == ACTION_OPEN && worker->job_id == ABSENT)
		return "it has no job";
	if (action == ACTION_DRAIN && worker->state == WORKER_DRAINING)
		return "it takes no more already";
	if (action == ACTION_RESUME && worker->state == WORKER_ACTIVE)
		return "it is at work";
	if ((action == ACTION_DRAIN || action == ACTION_RESUME) &&
	    !is_here(worker))
		return "it is gone";
	return NULL;
}

static const char *
why_not(struct view *view, enum action action)
{
	const struct listview *lists = view->state;
	const struct worker_glance *worker = list_here(&lists->list);
	const char *why = listview_why_not(view, action);

	if (why != NULL || lists->list.tag_count > 0 || worker == NULL)
		return why;
	return why_not_one(worker, action);
}

static void
open_job(struct view *view)
{
	const struct listview *lists = view->state;
	const struct worker_glance *worker = list_here(&lists->list);
	AUTO_FREE void *mem = mem_context(NULL);

	if (worker != NULL && worker->job_id != ABSENT)
		app_push(view->app, &view_job,
		    mem_printf(mem, "%" PRId64, worker->job_id));
}

static bool
act(struct view *view, enum action action)
{
	static const struct listview_question drain = {
		.title = "Let it finish and take no more?",
		.yes = "Drain",
		.consequence = "What runs there goes on to its end. R lets it "
			       "take jobs again.",
	};

	switch (action) {
	case ACTION_OPEN:
		open_job(view);
		return true;
	case ACTION_DRAIN:
		listview_ask(view, &drain, &drain_them);
		return true;
	case ACTION_RESUME:
		listview_change(view, &resume_them);
		return true;
	default:
		return listview_act(view, action);
	}
}

/* All are shown at once: nothing to find or to sort. */
static const char *const contexts[] = { "workers", "tags", "move", "global",
	NULL };

const struct view_ops view_workers = {
	.name = "Workers",
	.tab = "Workers",
	.contexts = contexts,
	.refresh_ms = REFRESH_MS,
	.open = workers_open,
	.act = act,
	.why_not = why_not,
	LISTVIEW_OPS,
};
