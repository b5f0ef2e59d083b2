/* What people do to jobs and queues. */
#include "config.h"

#include "base/log.h"
#include "house/job.h"
#include "house/job_inside.h"
#include "house/wake.h"
#include "sql/queue.h"

/* A change that a person asks for, as the argument of its unit. */
struct wish {
	struct house *h;
	int64_t id;
	int64_t priority;
	struct job *out;
};

static enum outcome
cancel_locked(struct house *h, const struct job *job)
{
	struct queue queue;
	enum outcome rc;

	if (job->state == JOB_RUNNING)
		return db_job_ask_cancel(h->db, job->id);
	rc = db_queue_find(h->db, h->mem, job->queue, &queue);
	if (rc == OK)
		rc = db_job_cancel_waiting(h->db, job->id, queue.keep_done_s);
	return rc == OK ? job_tell_cancelled(h, job) : rc;
}

static bool
is_finished(const struct job *job)
{
	return job->finished_at.ms != ABSENT;
}

/* The job's row, locked and read, if there is anything left to change. */
static enum outcome
lock_unfinished(struct wish *wish)
{
	struct house *h = wish->h;
	enum outcome rc;

	rc = db_job_lock(h->db, h->mem, wish->id, wish->out);
	if (rc == OK && is_finished(wish->out))
		return refuse(h->refusal, CONFLICT, "job_finished",
		    "The job is already %s.",
		    job_state_names[wish->out->state]);
	return rc;
}

static enum outcome
cancel_unit(void *context)
{
	struct wish *wish = context;
	struct house *h = wish->h;
	enum outcome rc;

	rc = lock_unfinished(wish);
	if (rc == OK)
		rc = cancel_locked(h, wish->out);
	if (rc == OK)
		rc = db_job_find(h->db, h->mem, wish->id, wish->out);
	return rc;
}

static enum outcome
fulfil(struct house *h, enum outcome (*unit)(void *), struct wish *wish,
    const char *event)
{
	enum outcome rc = db_transact(h->db, unit, wish);

	if (rc != OK)
		return rc;
	log_info(
	    event, NUMBER_PAIR("job", wish->id), TEXT_PAIR("actor", h->actor));
	wake_workers(h->settings);
	return OK;
}

enum outcome
job_cancel(struct house *h, int64_t id, struct job *out)
{
	struct wish wish = { h, id, ABSENT, out };

	return fulfil(h, cancel_unit, &wish, "job.cancel");
}

enum outcome
job_cancel_all_of(struct house *h, int64_t media_number)
{
	struct job *jobs;
	enum outcome rc;
	size_t count;

	rc = db_job_lock_active_of(h->db, h->mem, media_number, &jobs, &count);
	for (size_t i = 0; rc == OK && i < count; i++)
		rc = cancel_locked(h, &jobs[i]);
	return rc;
}

static enum outcome
retry_unit(void *context)
{
	struct wish *wish = context;
	struct house *h = wish->h;
	const struct job_kind *kind;
	enum outcome rc;

	rc = db_job_lock(h->db, h->mem, wish->id, wish->out);
	if (rc == OK && wish->out->state == JOB_DONE)
		return refuse(h->refusal, CONFLICT, "job_finished",
		    "The job is done; process the media file again instead.");
	if (rc == OK && !is_finished(wish->out))
		return refuse(h->refusal, CONFLICT, "job_active",
		    "The job is still %s.", job_state_names[wish->out->state]);
	if (rc != OK)
		return rc;
	kind = job_kind_of(wish->out->kind);
	if (kind != NULL && kind->requeued != NULL &&
	    wish->out->media_number == ABSENT)
		return refuse(h->refusal, CONFLICT, "media_gone",
		    "The job's media file has been deleted.");
	rc = db_job_requeue(h->db, wish->id);
	if (rc == CONFLICT)
		return refuse(h->refusal, CONFLICT, "job_active",
		    "Another job of this kind is already under way.");
	if (rc == OK && kind != NULL && kind->requeued != NULL)
		rc = kind->requeued(h, wish->out->media_number);
	if (rc == OK)
		rc = db_job_find(h->db, h->mem, wish->id, wish->out);
	return rc;
}

enum outcome
job_retry(struct house *h, int64_t id, struct job *out)
{
	struct wish wish = { h, id, ABSENT, out };

	return fulfil(h, retry_unit, &wish, "job.retry");
}

static enum outcome
priority_unit(void *context)
{
	struct wish *wish = context;
	struct house *h = wish->h;
	enum outcome rc;

	rc = lock_unfinished(wish);
	if (rc == OK)
		rc = db_job_set_priority(h->db, wish->id, wish->priority);
	if (rc == OK)
		rc = db_job_find(h->db, h->mem, wish->id, wish->out);
	return rc;
}

enum outcome
job_set_priority(struct house *h, int64_t id, int64_t priority, struct job *out)
{
	struct wish wish = { h, id, priority, out };

	return fulfil(h, priority_unit, &wish, "job.priority");
}

enum outcome
queue_pause(struct house *h, const char *reason)
{
	log_info("queue.paused", TEXT_PAIR("actor", h->actor));
	return db_queue_set_paused(h->db, true, reason);
}

enum outcome
queue_resume(struct house *h)
{
	enum outcome rc = db_queue_set_paused(h->db, false, NULL);

	log_info("queue.resumed", TEXT_PAIR("actor", h->actor));
	wake_workers(h->settings);
	return rc;
}
