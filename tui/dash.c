/* Reading what the dashboard says. */
#include "config.h"

#include "tui/dash.h"

#include <inttypes.h>

#include "base/mem.h"
#include "sql/glance.h"
#include "sql/movie.h"
#include "sql/queue.h"
#include "sql/series.h"
#include "tui/measure.h"

#define FAILED_SHOWN 5

static void
add_item(struct dash_facts *facts, const struct dash_item *item)
{
	if (facts->item_count < DASH_ITEMS)
		facts->items[facts->item_count++] = *item;
}

static enum outcome
count_titles(struct house *h, struct dash_facts *out)
{
	const struct {
		const struct page_listing *listing;
		int64_t *out;
	} counts[] = {
		{ &movie_listing, &out->movies },
		{ &series_listing, &out->series },
	};
	enum outcome rc = OK;

	for (size_t i = 0; rc == OK && i < ARRAY_SIZE(counts); i++) {
		struct page page = { .limit = 1 };

		rc = page_count(
		    h->db, counts[i].listing, &page, counts[i].out, h->refusal);
	}
	return rc;
}

static enum outcome
count_unused(struct house *h, struct dash_facts *out)
{
	struct page page = { .limit = 1 };
	const struct page_criterion *criterion =
	    page_criterion_find(&media_glance_listing, "unused");
	enum outcome rc;

	page_narrow(&page, h->mem, criterion, "true", h->refusal);
	rc = page_count(
	    h->db, &media_glance_listing, &page, &out->unused, h->refusal);
	if (rc == OK && out->unused > 0)
		add_item(out, &(struct dash_item){
				  .text = mem_printf(h->mem,
				      "%" PRId64 " media file%s nobody uses",
				      out->unused, out->unused == 1 ? "" : "s"),
				  .job_id = ABSENT,
				  .leads_to = ACTION_MEDIA,
			      });
	return rc;
}

static enum outcome
read_failed(struct house *h, struct dash_facts *out)
{
	struct page page = { .limit = FAILED_SHOWN };
	struct job_glance *jobs;
	enum outcome rc;
	size_t count;
	char *next;

	page_narrow(&page, h->mem,
	    page_criterion_find(&job_glance_listing, "state"),
	    job_state_names[JOB_DEAD], h->refusal);
	rc = page_list(h->db, h->mem, &job_glance_listing, &page, &jobs, &count,
	    &next, h->refusal);
	for (size_t i = 0; rc == OK && i < count; i++)
		add_item(
		    out, &(struct dash_item){
			     .is_bad = true,
			     .text = mem_printf(h->mem,
				 "job #%" PRId64 " %s failed: %s", jobs[i].id,
				 jobs[i].title != NULL ? jobs[i].title
						       : jobs[i].kind,
				 jobs[i].error_message != NULL
				     ? jobs[i].error_message
				     : ""),
			     .job_id = jobs[i].id,
			 });
	return rc;
}

static void
add_lost(
    struct house *h, struct dash_facts *out, const struct worker_glance *worker)
{
	struct stamp beat = { 0 }, now = { worker->silent_s * 1000 };

	add_item(
	    out, &(struct dash_item){
		     .is_bad = true,
		     .text = mem_printf(h->mem,
			 "worker %s on %s lost, silent for %s", worker->name,
			 worker->host, measure_age(h->mem, beat, now)),
		     .job_id = ABSENT,
		     .leads_to = ACTION_WORKERS,
		 });
}

static enum outcome
read_workers(struct house *h, struct dash_facts *out)
{
	struct worker_glance *workers;
	enum outcome rc;
	size_t count;

	rc = db_glance_workers(h->db, h->mem, &workers, &count);
	for (size_t i = 0; rc == OK && i < count; i++) {
		if (workers[i].state == WORKER_LOST)
			add_lost(h, out, &workers[i]);
		if (workers[i].state != WORKER_ACTIVE)
			continue;
		out->workers++;
		out->slots += workers[i].slots;
	}
	if (rc == OK && out->workers == 0)
		add_item(out, &(struct dash_item){
				  .is_bad = out->stats.jobs[JOB_QUEUED] > 0,
				  .text = mem_text(h->mem,
				      "no worker is there: nothing is encoded"),
				  .job_id = ABSENT,
				  .leads_to = ACTION_WORKERS,
			      });
	return rc;
}

static enum outcome
read_pause(struct house *h, struct dash_facts *out)
{
	struct queue *queues;
	enum outcome rc;
	size_t count;

	rc = db_queue_list(h->db, h->mem, &queues, &count);
	for (size_t i = 0; rc == OK && i < count; i++) {
		if (!queues[i].paused)
			continue;
		add_item(
		    out, &(struct dash_item){
			     .text = mem_text(h->mem, "the queue is paused"),
			     .job_id = ABSENT,
			     .leads_to = ACTION_QUEUE,
			 });
		break;
	}
	return rc;
}

static enum outcome
read_hours(struct house *h, struct dash_facts *out)
{
	struct hour_sum *hours;
	enum outcome rc;
	size_t count;

	rc = db_glance_hours(h->db, h->mem, &hours, &count);
	for (size_t i = 0; rc == OK && i < count; i++) {
		if (hours[i].hours_ago >= 0 && hours[i].hours_ago < DASH_HOURS)
			out->minutes[hours[i].hours_ago] = hours[i].minutes;
	}
	return rc;
}

static enum outcome
read_stats(struct house *h, struct dash_facts *out)
{
	return stats_read(h, &out->stats);
}

enum outcome
dash_read(struct house *h, struct dash_facts *out)
{
	/* What is worst comes first. */
	static enum outcome (*const parts[])(struct house *,
	    struct dash_facts *) = { read_stats, count_titles, read_failed,
		read_workers, read_pause, count_unused, read_hours };
	enum outcome rc = OK;

	for (size_t i = 0; rc == OK && i < ARRAY_SIZE(parts); i++)
		rc = parts[i](h, out);
	return rc;
}
