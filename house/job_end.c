/* The ends of attempts. */
#include "config.h"

#include <inttypes.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/token.h"
#include "house/job.h"
#include "house/job_inside.h"
#include "house/output.h"
#include "house/wake.h"
#include "sql/queue.h"

int64_t
job_backoff_ms(
    int64_t backoff_s, int64_t backoff_max_s, int64_t failures, double jitter)
{
	int64_t delay_s = backoff_s;

	for (int64_t i = 0; i < failures && delay_s < backoff_max_s; i++)
		delay_s *= 2;
	if (delay_s > backoff_max_s)
		delay_s = backoff_max_s;
	return (int64_t)((double)delay_s * 1000.0 * (0.5 + 0.5 * jitter));
}

enum outcome
job_give_up_output(struct house *h, const struct job *job)
{
	if (job->output_id == ABSENT || job->media_number == ABSENT)
		return OK;
	return output_give_up(h, &job->media_file_id, job->output_id, 0);
}

/* At its last end: what it worked from is given up. */
static enum outcome
tell_ended(struct house *h, const struct job *job)
{
	const struct job_kind *kind = job_kind_of(job->kind);

	return kind != NULL && kind->ended != NULL ? kind->ended(h, job) : OK;
}

static enum outcome
bury(struct house *h, const struct job *job, const struct job_failure *failure,
    bool is_stall, const struct queue *queue)
{
	const struct job_kind *kind = job_kind_of(job->kind);
	struct job_fence fence = job_fence_of(job);
	enum outcome rc;

	rc = job_fenced(h, db_job_bury(h->db, &fence, queue->keep_done_s,
			       is_stall, failure->code, failure->message));
	if (rc == OK)
		rc = job_give_up_output(h, job);
	if (rc == OK)
		rc = tell_ended(h, job);
	if (rc == OK && kind != NULL && kind->buried != NULL &&
	    job->media_number != ABSENT)
		rc = kind->buried(
		    h, job->media_number, failure->code, failure->message);
	if (rc == OK)
		log_warn("job.buried", NUMBER_PAIR("job", job->id),
		    TEXT_PAIR("code", failure->code));
	return rc;
}

enum outcome
job_give_back(struct house *h, const struct job *job,
    const struct job_failure *failure, bool is_stall)
{
	struct job_fence fence = job_fence_of(job);
	struct queue queue;
	int64_t delay_ms;
	enum outcome rc;
	bool is_last;

	rc = db_queue_find(h->db, h->mem, job->queue, &queue);
	if (rc != OK)
		return rc;
	is_last = is_stall ? job->stalls + 1 >= queue.max_stalls
			   : job->failures + 1 >= job->max_attempts;
	if (is_last || failure->is_permanent)
		return bury(h, job, failure, is_stall, &queue);
	/* A stall has already cost a lease's time; it waits no longer. */
	delay_ms = is_stall
		       ? 0
		       : job_backoff_ms(queue.backoff_s, queue.backoff_max_s,
			     job->failures, token_random(1001) / 1000.0);
	log_info("job.again", NUMBER_PAIR("job", job->id),
	    TEXT_PAIR("code", failure->code), NUMBER_PAIR("in_ms", delay_ms));
	return job_fenced(h, db_job_again(h->db, &fence, delay_ms, is_stall,
				 failure->code, failure->message));
}

/* One end of an attempt as the argument of its unit. */
struct ending {
	struct house *h;
	const struct job *job;
	const struct job_failure *failure;
	struct attempt *result;
};

static enum outcome
close_attempt(
    struct house *h, const struct job *job, const struct attempt *result)
{
	struct job_fence fence = job_fence_of(job);

	return job_fenced(h, db_attempt_close(h->db, &fence, result));
}

enum outcome
job_close(struct house *h, const struct job *job, struct attempt *result)
{
	struct job_fence fence = job_fence_of(job);
	struct queue queue;
	enum outcome rc;

	result->outcome = ATTEMPT_DONE;
	rc = db_queue_find(h->db, h->mem, job->queue, &queue);
	if (rc == OK)
		rc = job_fenced(
		    h, db_job_done(h->db, &fence, queue.keep_done_s));
	if (rc == OK)
		rc = close_attempt(h, job, result);
	return rc == OK ? tell_ended(h, job) : rc;
}

static enum outcome
finish_unit(void *context)
{
	struct ending *end = context;
	enum outcome rc = job_give_up_output(end->h, end->job);

	return rc == OK ? job_close(end->h, end->job, end->result) : rc;
}

enum outcome
job_finish(struct house *h, const struct job *job, struct attempt *result)
{
	struct ending end = { h, job, NULL, result };
	enum outcome rc = db_transact(h->db, finish_unit, &end);

	if (rc == OK)
		log_info("job.done", NUMBER_PAIR("job", job->id));
	return rc;
}

enum outcome
job_tell_cancelled(struct house *h, const struct job *job)
{
	const struct job_kind *kind = job_kind_of(job->kind);
	enum outcome rc = tell_ended(h, job);

	if (rc != OK || kind == NULL || job->media_number == ABSENT)
		return rc;
	rc = job_give_up_output(h, job);
	if (rc == OK && kind->cancelled != NULL)
		rc = kind->cancelled(h, job->media_number);
	return rc;
}

static enum outcome
stop_locked(struct ending *end, const struct job *job)
{
	struct house *h = end->h;
	struct job_fence fence = job_fence_of(end->job);
	struct queue queue;
	enum outcome rc;

	end->result->outcome = ATTEMPT_CANCELED;
	rc = db_queue_find(h->db, h->mem, job->queue, &queue);
	if (rc == OK)
		rc = job_fenced(
		    h, db_job_canceled(h->db, &fence, queue.keep_done_s));
	if (rc == OK)
		rc = close_attempt(h, end->job, end->result);
	return rc == OK ? job_tell_cancelled(h, job) : rc;
}

static enum outcome
fail_locked(struct ending *end, const struct job *job)
{
	end->result->outcome = ATTEMPT_FAILED;
	end->result->error_code = mem_text(end->h->mem, end->failure->code);
	end->result->error_message =
	    mem_text(end->h->mem, end->failure->message);
	return job_give_back(end->h, job, end->failure, false);
}

static enum outcome
release_locked(struct ending *end, const struct job *job)
{
	struct job_fence fence = job_fence_of(job);

	end->result->outcome = ATTEMPT_RELEASED;
	return job_fenced(end->h, db_job_release(end->h->db, &fence));
}

enum outcome
job_hold(struct house *h, const struct job *job, struct job *now)
{
	enum outcome rc = db_job_lock(h->db, h->mem, job->id, now);

	if (rc == OK &&
	    (now->state != JOB_RUNNING || now->attempt != job->attempt ||
		now->worker_id != job->worker_id))
		rc = NOT_FOUND;
	return job_fenced(h, rc);
}

enum outcome
job_hold_film(struct house *h, const struct job *job)
{
	struct job now;
	enum outcome rc = job_hold(h, job, &now);

	if (rc == OK && now.media_number != job->media_number)
		return refuse(h->refusal, NOT_FOUND, "media_gone",
		    "The media file has been deleted.");
	return rc;
}

enum outcome
job_ask_again(struct house *h, const struct job *job, enum outcome otherwise)
{
	struct job now;
	enum outcome rc = db_job_find(h->db, h->mem, job->id, &now);

	if (rc == OK && now.state == JOB_DONE && now.attempt == job->attempt)
		return OK;
	return otherwise;
}

/*
 * An attempt that did not succeed ends by what the row says now, under its
 * lock: whoever cancelled the job, or deleted its film, since it was read was
 * told that it would stop, so it does.
 */
static enum outcome
end_locked(struct ending *end,
    enum outcome (*otherwise)(struct ending *end, const struct job *job))
{
	struct house *h = end->h;
	struct job now;
	enum outcome rc = job_hold(h, end->job, &now);

	if (rc != OK)
		return rc;
	if (now.cancel || otherwise == NULL)
		return stop_locked(end, &now);
	rc = otherwise(end, &now);
	return rc == OK ? close_attempt(h, end->job, end->result) : rc;
}

static enum outcome
fail_unit(void *context)
{
	return end_locked(context, fail_locked);
}

static enum outcome
release_unit(void *context)
{
	return end_locked(context, release_locked);
}

static enum outcome
stopped_unit(void *context)
{
	return end_locked(context, NULL);
}

enum outcome
job_fail(struct house *h, const struct job *job,
    const struct job_failure *failure, struct attempt *result)
{
	struct ending end = { h, job, failure, result };

	return db_transact(h->db, fail_unit, &end);
}

enum outcome
job_release(struct house *h, const struct job *job, struct attempt *result)
{
	struct ending end = { h, job, NULL, result };
	enum outcome rc = db_transact(h->db, release_unit, &end);

	if (rc == OK)
		wake_workers(h->settings);
	return rc;
}

enum outcome
job_stopped(struct house *h, const struct job *job, struct attempt *result)
{
	struct ending end = { h, job, NULL, result };
	enum outcome rc = db_transact(h->db, stopped_unit, &end);

	if (rc == OK)
		log_info("job.canceled", NUMBER_PAIR("job", job->id));
	return rc;
}
