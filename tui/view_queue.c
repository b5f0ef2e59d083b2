/* The queue: what runs, what waits, what went wrong. */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/mem.h"
#include "sql/queue.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/jobs_do.h"
#include "tui/listview.h"
#include "tui/measure.h"
#include "tui/views.h"

#define REFRESH_MS 500

struct queue_sums {
	int64_t counts[JOB_STATE_COUNT];
	bool is_paused;
};

static void
id_of(const void *row, char out[LIST_ID])
{
	const struct job_glance *job = row;

	snprintf(out, LIST_ID, "%" PRId64, job->id);
}

static void
show_id(const void *row, struct table_cell *out)
{
	const struct job_glance *job = row;

	out->text = mem_printf(out->mem, "#%" PRId64, job->id);
}

static void
show_kind(const void *row, struct table_cell *out)
{
	const struct job_glance *job = row;

	out->text = job->kind;
	out->look = LOOK_DIM;
}

static void
show_title(const void *row, struct table_cell *out)
{
	const struct job_glance *job = row;

	out->text = job->title != NULL ? job->title : job->kind;
}

static void
show_state(const void *row, struct table_cell *out)
{
	out->text = jobs_state_word(row, &out->look);
}

/* What is known of how it goes, by its state. */
static void
show_progress(const void *row, struct table_cell *out)
{
	const struct job_glance *job = row;

	switch (job->state) {
	case JOB_RUNNING:
		out->bar = job->progress;
		out->look = LOOK_BUSY;
		break;
	case JOB_SCHEDULED:
		out->text = mem_printf(
		    out->mem, "in %s", jobs_wait(out->mem, job, out->now));
		break;
	case JOB_DEAD:
		out->text = job->error_message;
		out->look = LOOK_BAD;
		break;
	case JOB_DONE:
		out->text =
		    mem_printf(out->mem, "in %s", jobs_took(out->mem, job));
		break;
	default:
		break;
	}
}

static void
show_percent(const void *row, struct table_cell *out)
{
	const struct job_glance *job = row;

	if (job->state == JOB_RUNNING || job->state == JOB_DONE)
		out->text =
		    mem_printf(out->mem, "%d%%", (int)(job->progress / 10));
}

static void
show_speed(const void *row, struct table_cell *out)
{
	const struct job_glance *job = row;

	/* NAN compares as false. */
	if (job->speed > 0)
		out->text = mem_printf(out->mem, "%.1f\xc3\x97", job->speed);
}

static void
show_eta(const void *row, struct table_cell *out)
{
	const struct job_glance *job = row;

	if (job->state == JOB_RUNNING)
		out->text = measure_wait(out->mem, job->eta_ms);
}

static void
show_try(const void *row, struct table_cell *out)
{
	const struct job_glance *job = row;
	bool is_over = job->state == JOB_DEAD || job->state == JOB_DONE ||
		       job->state == JOB_CANCELED;
	int64_t tries = job->failures + !is_over;

	if (job->state == JOB_DONE)
		tries = job->failures + 1;
	out->text = mem_printf(
	    out->mem, "%" PRId64 "/%" PRId64, tries, job->max_attempts);
	out->look = job->failures > 0 ? LOOK_WARN : LOOK_DIM;
}

static void
show_worker(const void *row, struct table_cell *out)
{
	const struct job_glance *job = row;

	out->text = job->worker;
}

static void
show_age(const void *row, struct table_cell *out)
{
	const struct job_glance *job = row;

	out->text = measure_age(out->mem, job->created_at, out->now);
	out->look = LOOK_DIM;
}

static const struct table_column columns[] = {
	{ .head = "JOB", .width = 6, .show = show_id, .order = "id" },
	{ .head = "KIND", .width = 7, .drop = 7, .show = show_kind },
	{ .head = "TITLE", .width = 14, .weight = 4, .show = show_title },
	{ .head = "STATE", .width = 8, .show = show_state },
	{ .head = "PROGRESS",
	    .width = 12,
	    .weight = 3,
	    .drop = 1,
	    .show = show_progress,
	    .order = "line" },
	{ .head = "%",
	    .width = 4,
	    .drop = 2,
	    .is_right = true,
	    .show = show_percent },
	{ .head = "SPEED",
	    .width = 6,
	    .drop = 8,
	    .is_right = true,
	    .show = show_speed },
	{ .head = "ETA",
	    .width = 7,
	    .drop = 3,
	    .is_right = true,
	    .show = show_eta },
	{ .head = "TRY",
	    .width = 4,
	    .drop = 4,
	    .is_right = true,
	    .show = show_try },
	{ .head = "WORKER", .width = 8, .drop = 5, .show = show_worker },
	{ .head = "AGE",
	    .width = 7,
	    .drop = 6,
	    .is_right = true,
	    .show = show_age },
	{ 0 },
};

static const struct list_show shows[] = {
	{ "live", "line", { { "live", "true" } } },
	{ "running", "line", { { "state", "RUNNING" } } },
	{ "failed", "line", { { "state", "DEAD" } } },
	{ "ended", "-id", { { "live", "false" }, { "chores", "false" } } },
	{ "all", "-id", { { 0 } } },
	{ 0 },
};

static enum outcome
read_sums(struct house *h, void **out)
{
	struct queue_sums *sums = mem_new(h->mem, struct queue_sums);
	struct queue_count *counts;
	struct queue *queues;
	size_t count;
	enum outcome rc;

	*out = sums;
	rc = db_queue_counts(h->db, h->mem, &counts, &count);
	for (size_t i = 0; rc == OK && i < count; i++)
		sums->counts[counts[i].state] += counts[i].count;
	if (rc == OK)
		rc = db_queue_list(h->db, h->mem, &queues, &count);
	for (size_t i = 0; rc == OK && i < count; i++)
		sums->is_paused |= queues[i].paused;
	return rc;
}

static char *
show_sums(void *mem, const void *given)
{
	const struct queue_sums *sums = given;

	return mem_printf(mem,
	    "%s%" PRId64 " run  %" PRId64 " wait  %" PRId64 " retry  %" PRId64
	    " failed",
	    sums->is_paused ? "PAUSED  " : "", sums->counts[JOB_RUNNING],
	    sums->counts[JOB_QUEUED] + sums->counts[JOB_BLOCKED],
	    sums->counts[JOB_SCHEDULED], sums->counts[JOB_DEAD]);
}

static struct page_listing
listing(void)
{
	return job_glance_listing;
}

static const struct list_spec spec = {
	.noun = "job",
	.empty = "The queue is empty. Upload a film, and its job stands here.",
	.columns = columns,
	.row_size = sizeof(struct job_glance),
	.id_of = id_of,
	.listing = listing,
	.shows = shows,
	.read_sums = read_sums,
	.show_sums = show_sums,
};

static void
queue_open(struct view *view, const char *argument)
{
	(void)argument;
	listview_open(view, mem_new(view->mem, struct listview), &spec);
}

static const char *
why_not(struct view *view, enum action action)
{
	const struct listview *lists = view->state;
	const struct job_glance *job = list_here(&lists->list);
	const struct queue_sums *sums = lists->sums;
	const char *why = listview_why_not(view, action);

	if (why != NULL)
		return why;
	if (action == ACTION_RETRY_FAILED && sums != NULL &&
	    sums->counts[JOB_DEAD] == 0)
		return "no job has failed";
	/* Of several, each answers for itself. */
	if (lists->list.tag_count > 0 || job == NULL)
		return NULL;
	return jobs_why_not((enum job_state)job->state, action);
}

static void
retry_failed(struct view *view, void *data)
{
	(void)data;
	change_send(view, &jobs_retry_failed, NULL, 0);
}

static void
ask_retry_failed(struct view *view)
{
	const struct listview *lists = view->state;
	const struct queue_sums *sums = lists->sums;
	AUTO_FREE void *mem = mem_context(NULL);

	dialog_ask(view, &(struct question){
			     .title = "Try all failed jobs again?",
			     .lines = { mem_printf(mem,
				 "%" PRId64 " jobs go back into the "
				 "queue, with all their tries.",
				 sums != NULL ? sums->counts[JOB_DEAD] : 0) },
			     .yes = "Retry all",
			     .on_yes = retry_failed,
			 });
}

static void
toggle_pause(struct view *view)
{
	const struct listview *lists = view->state;
	const struct queue_sums *sums = lists->sums;
	bool is_paused = sums != NULL && sums->is_paused;

	change_send(
	    view, is_paused ? &jobs_resume_all : &jobs_pause_all, NULL, 0);
}

static bool
act(struct view *view, enum action action)
{
	static const struct listview_question cancel = {
		.title = "Cancel?",
		.yes = "Cancel",
		.consequence = "What runs is stopped; its work is lost. It can "
			       "be tried again.",
	};
	struct listview *lists = view->state;

	switch (action) {
	case ACTION_OPEN:
		app_push(view->app, &view_job, lists->list.cursor_id);
		return true;
	case ACTION_CANCEL:
		listview_ask(view, &cancel, &jobs_cancel_them);
		return true;
	case ACTION_RETRY:
		listview_change(view, &jobs_retry_them);
		return true;
	case ACTION_RETRY_FAILED:
		ask_retry_failed(view);
		return true;
	case ACTION_RAISE:
		listview_change(view, &jobs_raise_them);
		return true;
	case ACTION_LOWER:
		listview_change(view, &jobs_lower_them);
		return true;
	case ACTION_PAUSE:
		toggle_pause(view);
		return true;
	default:
		return listview_act(view, action);
	}
}

static const char *const contexts[] = { "queue", "list", "tags", "move",
	"global", NULL };

const struct view_ops view_queue = {
	.name = "Queue",
	.tab = "Queue",
	.contexts = contexts,
	.refresh_ms = REFRESH_MS,
	.open = queue_open,
	.act = act,
	.why_not = why_not,
	LISTVIEW_OPS,
};
