/* What any worker does for all queues now and then. */
#include "config.h"

#include "base/log.h"
#include "base/mem.h"
#include "house/job.h"
#include "house/job_inside.h"
#include "sql/gc.h"
#include "sql/queue.h"
#include "sql/trash.h"
#include "sql/worker.h"

#define BATCH 100
#define CANCELED_KEEP_S 86400
#define WORKER_SILENT_S 90

static const struct job_failure stalled = {
	.code = "stalled",
	.message = "The worker that ran it was not heard of any more.",
	.is_permanent = false,
};

struct upkeep {
	struct house *h;
	int64_t id;
};

/* It was told to stop, and its worker did not live to do so. */
static enum outcome
cancel_lapsed(struct house *h, const struct job *job)
{
	struct job_fence fence = job_fence_of(job);
	enum outcome rc = db_job_canceled(h->db, &fence, CANCELED_KEEP_S);

	return rc == OK ? job_tell_cancelled(h, job) : rc;
}

/* Taken back from a worker whose lease lapsed; who beats first, wins. */
static enum outcome
reap_unit(void *context)
{
	struct upkeep *upkeep = context;
	struct house *h = upkeep->h;
	struct attempt result = {
		.outcome = ATTEMPT_STALLED,
		.error_code = mem_text(h->mem, stalled.code),
		.error_message = mem_text(h->mem, stalled.message),
		.exit_code = ABSENT,
		.signal_number = ABSENT,
		.cpu_ms = ABSENT,
		.max_rss_kb = ABSENT,
	};
	struct job_fence fence;
	struct job job;
	enum outcome rc;
	bool is_lapsed;

	rc = db_job_lock_free(h->db, h->mem, upkeep->id, &job);
	if (rc == OK)
		rc = db_job_is_lapsed(h->db, upkeep->id, &is_lapsed);
	if (rc != OK || !is_lapsed) /* NOT_FOUND: somebody is at it */
		return rc == NOT_FOUND ? OK : rc;
	fence = job_fence_of(&job);
	rc = job.cancel ? cancel_lapsed(h, &job)
			: job_give_back(h, &job, &stalled, true);
	if (rc == OK)
		rc = db_attempt_close(h->db, &fence, &result);
	/* It may have died between its claim and its attempt's row. */
	return rc == NOT_FOUND ? OK : rc;
}

static enum outcome
reap(struct house *h, int64_t id)
{
	struct upkeep upkeep = { h, id };

	log_warn("job.stalled", NUMBER_PAIR("job", id));
	return db_transact(h->db, reap_unit, &upkeep);
}

static enum outcome
promote(struct house *h, int64_t id)
{
	enum outcome rc = db_job_promote(h->db, id);

	return rc == NOT_FOUND ? OK : rc;
}

static enum outcome
prune(struct house *h, int64_t id)
{
	enum outcome rc = db_job_delete(h->db, id);

	return rc == NOT_FOUND ? OK : rc;
}

/* A state whose jobs are due for something, and what. */
struct duty {
	enum job_state state;
	enum outcome (*each)(struct house *h, int64_t id);
};

/* The last of them only by whoever may reap. */
static const struct duty pressing[] = {
	{ JOB_SCHEDULED, promote },
	{ JOB_RUNNING, reap },
};

static const struct duty patient[] = {
	{ JOB_DONE, prune },
	{ JOB_DEAD, prune },
	{ JOB_CANCELED, prune },
};

/* One row that resists must not keep the others waiting. */
static enum outcome
do_one(struct house *h, const struct duty *duty, int64_t id)
{
	enum outcome rc = duty->each(h, id);

	if (rc == OK || rc == UNAVAILABLE)
		return rc;
	log_warn("job.upkeep_failed", NUMBER_PAIR("job", id),
	    TEXT_PAIR("state", job_state_names[duty->state]),
	    TEXT_PAIR("outcome", outcome_names[rc]));
	return OK;
}

static enum outcome
do_duty(struct house *h, const char *queue, const struct duty *duty)
{
	struct job *jobs;
	enum outcome rc;
	size_t count;

	rc =
	    db_job_due(h->db, h->mem, queue, duty->state, BATCH, &jobs, &count);
	for (size_t i = 0; rc == OK && i < count; i++)
		rc = do_one(h, duty, jobs[i].id);
	return rc;
}

static enum outcome
do_all(struct house *h, const struct duty *duties, size_t duty_count)
{
	struct queue *queues;
	enum outcome rc;
	size_t count;

	rc = db_queue_list(h->db, h->mem, &queues, &count);
	for (size_t i = 0; rc == OK && i < count; i++) {
		for (size_t k = 0; rc == OK && k < duty_count; k++)
			rc = do_duty(h, queues[i].name, &duties[k]);
	}
	return rc;
}

/* Files that wait to be removed get their job, unless it is there. */
static enum outcome
queue_sweep(struct house *h)
{
	int64_t due_in_s, id;
	enum outcome rc = db_gc_next_s(h->db, &due_in_s);

	if (rc == NOT_FOUND || (rc == OK && due_in_s > 0))
		return OK;
	if (rc == OK)
		rc = job_enqueue(h, JOB_SWEEP, ABSENT, &id);
	return rc == CONFLICT ? OK : rc;
}

/* What has been in the trash for too long gets its job, in the same way. */
static enum outcome
queue_purge(struct house *h)
{
	int64_t days = h->settings->trash_days, id;
	bool is_due = false;
	enum outcome rc = OK;

	if (days != 0)
		rc = db_trash_is_due(h->db, days, &is_due);
	if (rc == OK && is_due)
		rc = job_enqueue(h, JOB_PURGE, ABSENT, &id);
	return rc == CONFLICT ? OK : rc;
}

enum outcome
job_upkeep(struct house *h, bool may_reap)
{
	size_t count = ARRAY_SIZE(pressing) - (may_reap ? 0 : 1);
	enum outcome rc = do_all(h, pressing, count);

	return rc == OK ? queue_sweep(h) : rc;
}

enum outcome
job_prune(struct house *h)
{
	enum outcome rc = do_all(h, patient, ARRAY_SIZE(patient));
	int64_t lost;

	if (rc == OK)
		rc = db_worker_lose(h->db, WORKER_SILENT_S, &lost);
	return rc == OK ? queue_purge(h) : rc;
}
