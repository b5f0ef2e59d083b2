/* What people do to jobs and queues. */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "house/audit.h"
#include "house/auth.h"
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

/* How the job was, and by what is in wish->out now how it is. */
static enum outcome
note(const char *action, const struct wish *wish, const struct job *before)
{
	struct house *h = wish->h;

	return audit_note(h, action, AUDIT_JOB,
	    mem_printf(h->mem, "%" PRId64, wish->id),
	    field_print(job_fields, before),
	    field_print(job_fields, wish->out));
}

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

/* The job's row, locked and read.  Those that carry webhooks are the admins',
   as webhooks are, and not there for anybody else. */
static enum outcome
lock(const struct wish *wish, struct job *job)
{
	struct house *h = wish->h;
	enum outcome rc = db_job_lock(h->db, h->mem, wish->id, job);

	if (rc == OK && h->caller != NULL && h->caller->role < ROLE_ADMIN &&
	    strcmp(job->kind, JOB_DELIVER) == 0)
		return NOT_FOUND;
	return rc;
}

/* If there is anything left to change. */
static enum outcome
lock_unfinished(struct wish *wish, struct job *before)
{
	struct house *h = wish->h;
	enum outcome rc = lock(wish, before);

	if (rc == OK && is_finished(before))
		return refuse(h->refusal, CONFLICT, "job_finished",
		    "The job is already %s.", job_state_names[before->state]);
	return rc;
}

static enum outcome
cancel_unit(void *context)
{
	struct wish *wish = context;
	struct house *h = wish->h;
	struct job before;
	enum outcome rc;

	rc = lock_unfinished(wish, &before);
	if (rc == OK)
		rc = cancel_locked(h, &before);
	if (rc == OK)
		rc = db_job_find(h->db, h->mem, wish->id, wish->out);
	return rc == OK ? note("job.cancel", wish, &before) : rc;
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

enum outcome
job_cancel_kind_of(struct house *h, const char *kind, int64_t media_number)
{
	struct job *jobs;
	enum outcome rc;
	size_t count;

	rc = db_job_lock_active_of(h->db, h->mem, media_number, &jobs, &count);
	for (size_t i = 0; rc == OK && i < count; i++)
		if (strcmp(jobs[i].kind, kind) == 0)
			rc = cancel_locked(h, &jobs[i]);
	return rc;
}

enum outcome
job_cancel_all_of_title(
    struct house *h, int64_t movie_number, int64_t series_number, size_t *count)
{
	struct job *jobs;
	enum outcome rc = db_job_lock_active_of_title(
	    h->db, h->mem, movie_number, series_number, &jobs, count);

	for (size_t i = 0; rc == OK && i < *count; i++)
		rc = cancel_locked(h, &jobs[i]);
	return rc;
}

/* Is there a reason not to run it again? */
static enum outcome
check_retry(struct house *h, const struct job *job, const struct job_kind *kind)
{
	if (job->state == JOB_DONE)
		return refuse(h->refusal, CONFLICT, "job_finished",
		    "The job is done; process the media file again instead.");
	if (!is_finished(job))
		return refuse(h->refusal, CONFLICT, "job_active",
		    "The job is still %s.", job_state_names[job->state]);
	if (kind != NULL && kind->ended != NULL)
		return refuse(h->refusal, CONFLICT, "job_not_repeatable",
		    "What it worked from is gone; ask for it anew.");
	if (kind != NULL && kind->has_output && job->media_number == ABSENT)
		return refuse(h->refusal, CONFLICT, "media_gone",
		    "The job's media file has been deleted.");
	return OK;
}

static enum outcome
retry_unit(void *context)
{
	struct wish *wish = context;
	struct house *h = wish->h;
	struct job before;
	const struct job_kind *kind;
	enum outcome rc;

	rc = lock(wish, &before);
	if (rc != OK)
		return rc;
	kind = job_kind_of(before.kind);
	rc = check_retry(h, &before, kind);
	if (rc != OK)
		return rc;
	rc = db_job_requeue(h->db, wish->id);
	if (rc == CONFLICT)
		return refuse(h->refusal, CONFLICT, "job_active",
		    "Another job of this kind is already under way.");
	if (rc == OK && kind != NULL && kind->requeued != NULL)
		rc = kind->requeued(h, before.media_number);
	if (rc == OK)
		rc = db_job_find(h->db, h->mem, wish->id, wish->out);
	return rc == OK ? note("job.retry", wish, &before) : rc;
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
	struct job before;
	enum outcome rc;

	rc = lock_unfinished(wish, &before);
	if (rc == OK)
		rc = db_job_set_priority(h->db, wish->id, wish->priority);
	if (rc == OK)
		rc = db_job_find(h->db, h->mem, wish->id, wish->out);
	return rc == OK ? note("job.priority", wish, &before) : rc;
}

enum outcome
job_set_priority(struct house *h, int64_t id, int64_t priority, struct job *out)
{
	struct wish wish = { h, id, priority, out };

	return fulfil(h, priority_unit, &wish, "job.priority");
}

/* Pausing and resuming, as the argument of their unit. */
struct pause {
	struct house *h;
	bool is_paused;
	const char *reason;
};

static enum outcome
pause_unit(void *context)
{
	const struct pause *pause = context;
	struct house *h = pause->h;
	struct json_object *after;
	enum outcome rc;

	rc = db_queue_set_paused(h->db, pause->is_paused, pause->reason);
	if (rc != OK)
		return rc;
	after = json_object_new_object();
	if (pause->reason != NULL)
		json_object_object_add(
		    after, "reason", json_object_new_string(pause->reason));
	return audit_note(h, pause->is_paused ? "queue.pause" : "queue.resume",
	    AUDIT_QUEUE, "all", NULL, after);
}

enum outcome
queue_pause(struct house *h, const char *reason)
{
	struct pause pause = { h, true, reason };
	enum outcome rc = db_transact(h->db, pause_unit, &pause);

	if (rc == OK)
		log_info("queue.paused", TEXT_PAIR("actor", h->actor));
	return rc;
}

enum outcome
queue_resume(struct house *h)
{
	struct pause pause = { h, false, NULL };
	enum outcome rc = db_transact(h->db, pause_unit, &pause);

	if (rc == OK)
		log_info("queue.resumed", TEXT_PAIR("actor", h->actor));
	wake_workers(h->settings);
	return rc;
}
