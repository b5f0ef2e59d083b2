/* Jobs: changes and words. */
#include "config.h"

#include "tui/jobs_do.h"

#include <inttypes.h>

#include "base/mem.h"
#include "base/text.h"
#include "house/job.h"
#include "tui/measure.h"

#define PRIORITY_MAX 9
#define BIT(state) (1u << (state))
#define UNFINISHED                                                             \
	(BIT(JOB_BLOCKED) | BIT(JOB_SCHEDULED) | BIT(JOB_QUEUED) |             \
	    BIT(JOB_RUNNING))

bool
jobs_has_reason(unsigned int state)
{
	return (BIT(state) & (BIT(JOB_DEAD) | BIT(JOB_SCHEDULED) |
				 BIT(JOB_QUEUED) | BIT(JOB_BLOCKED))) != 0;
}

static enum outcome
cancel_step(struct house *h, const char *id, int64_t argument)
{
	struct job job;
	int64_t number;

	(void)argument;
	if (!text_to_number(id, INT64_MAX, &number))
		return NOT_FOUND;
	return job_cancel(h, number, &job);
}

static enum outcome
retry_step(struct house *h, const char *id, int64_t argument)
{
	struct job job;
	int64_t number;

	(void)argument;
	if (!text_to_number(id, INT64_MAX, &number))
		return NOT_FOUND;
	return job_retry(h, number, &job);
}

/* 0 goes first. */
static enum outcome
priority_step(struct house *h, const char *id, int64_t distance)
{
	struct job job;
	int64_t number, priority;
	enum outcome rc;

	if (!text_to_number(id, INT64_MAX, &number))
		return NOT_FOUND;
	rc = db_job_find(h->db, h->mem, number, &job);
	if (rc != OK)
		return rc;
	priority = job.priority + distance;
	if (priority < 0 || priority > PRIORITY_MAX)
		return refuse(h->refusal, CONFLICT, "priority_end",
		    "The job's priority is already %" PRId64 ".", job.priority);
	return job_set_priority(h, number, priority, &job);
}

/* A page of failed jobs; each that is retried leaves the list, others are
   gone past by the cursor. */
static enum outcome
retry_page(struct house *h, struct page *page)
{
	struct job_glance *jobs;
	enum outcome rc;
	size_t count;
	char *next;

	rc = page_list(h->db, h->mem, &job_glance_listing, page, &jobs, &count,
	    &next, h->refusal);
	for (size_t i = 0; rc == OK && i < count; i++) {
		struct job job;

		rc = job_retry(h, jobs[i].id, &job);
		/* Somebody else was faster. */
		if (rc == CONFLICT || rc == NOT_FOUND)
			rc = OK;
	}
	page->cursor = next;
	return rc;
}

static enum outcome
retry_failed_step(struct house *h, const char *id, int64_t argument)
{
	struct page page = { .limit = PAGE_LIMIT_MAX };
	enum outcome rc;

	(void)id;
	(void)argument;
	page_narrow(&page, h->mem,
	    page_criterion_find(&job_glance_listing, "state"),
	    job_state_names[JOB_DEAD], h->refusal);
	do
		rc = retry_page(h, &page);
	while (rc == OK && page.cursor != NULL);
	return rc;
}

static enum outcome
pause_step(struct house *h, const char *id, int64_t is_paused)
{
	(void)id;
	return is_paused != 0 ? queue_pause(h, NULL) : queue_resume(h);
}

const struct change jobs_cancel_them = {
	.noun = "job", .done = "cancelled", .step = cancel_step
};
const struct change jobs_retry_them = {
	.noun = "job", .done = "queued again", .step = retry_step
};
const struct change jobs_retry_failed = { .noun = "What had failed is",
	.done = "queued again",
	.step = retry_failed_step };
const struct change jobs_raise_them = { .noun = "job",
	.done = "moved forward",
	.step = priority_step,
	.argument = -1 };
const struct change jobs_lower_them = { .noun = "job",
	.done = "moved back",
	.step = priority_step,
	.argument = 1 };
const struct change jobs_pause_all = { .noun = "The queue is",
	.done = "paused: what runs goes on, nothing new begins",
	.step = pause_step,
	.argument = 1 };
const struct change jobs_resume_all = {
	.noun = "The queue", .done = "goes on", .step = pause_step
};

/* In which states an action means something, and what to say elsewhere. */
static const struct {
	enum action action;
	unsigned int states;
	const char *why;
} possible[] = {
	{ ACTION_CANCEL, UNFINISHED, "the job has ended" },
	{ ACTION_RETRY, BIT(JOB_DEAD) | BIT(JOB_CANCELED),
	    "only what failed or was cancelled can be tried again" },
	{ ACTION_RAISE, UNFINISHED, "the job has ended" },
	{ ACTION_LOWER, UNFINISHED, "the job has ended" },
};

const char *
jobs_why_not(enum job_state state, enum action action)
{
	for (size_t i = 0; i < ARRAY_SIZE(possible); i++) {
		if (possible[i].action == action &&
		    (possible[i].states & BIT(state)) == 0)
			return possible[i].why;
	}
	return NULL;
}

const char *
jobs_state_word(const struct job_glance *job, enum look *look)
{
	static const struct {
		const char *word;
		enum look look;
	} words[JOB_STATE_COUNT] = {
		[JOB_BLOCKED] = { "WAIT", LOOK_WAIT },
		[JOB_SCHEDULED] = { "RETRY", LOOK_WARN },
		[JOB_QUEUED] = { "WAIT", LOOK_WAIT },
		[JOB_RUNNING] = { "RUN", LOOK_BUSY },
		[JOB_DONE] = { "DONE", LOOK_GOOD },
		[JOB_DEAD] = { "FAILED", LOOK_BAD },
		[JOB_CANCELED] = { "CANCELED", LOOK_DIM },
	};

	*look = words[job->state].look;
	if (job->cancel) {
		*look = LOOK_WARN;
		return "STOPPING";
	}
	return words[job->state].word;
}

char *
jobs_wait(void *mem, const struct job_glance *job, struct stamp now)
{
	int64_t wait_ms = job->due_at.ms - now.ms;

	return measure_wait(mem, wait_ms > 0 ? wait_ms : 0);
}

char *
jobs_took(void *mem, const struct job_glance *job)
{
	if (job->started_at.ms == ABSENT || job->finished_at.ms == ABSENT)
		return mem_text(mem, MEASURE_NONE);
	return measure_wait(mem, job->finished_at.ms - job->started_at.ms);
}
