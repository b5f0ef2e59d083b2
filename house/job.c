/* Queueing, claiming and ending jobs; what each kind means to its film. */
#include "config.h"

#include "house/job.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "house/job_inside.h"
#include "house/poster.h"
#include "house/state.h"
#include "sql/output.h"
#include "sql/queue.h"

#define DEFAULT_PRIORITY 5
#define HEADS_MAX 8
#define CLAIM_TRIES 3
#define FRESH_MS 1000

const char *const job_queues[JOB_QUEUE_COUNT + 1] = {
	[JOB_QUEUE_ENCODE] = "encode",
	[JOB_QUEUE_LADDER] = "ladder",
	[JOB_QUEUE_UPKEEP] = "upkeep",
	[JOB_QUEUE_DELIVER] = "deliver",
};

/* What the ends of a job mean to its media file; NULL: nothing. */
static const struct job_kind kinds[] = {
	{ JOB_PROCESS, JOB_QUEUE_ENCODE, true, state_started, state_requeued,
	    state_cancelled, state_failed },
	{ .name = JOB_LADDER,
	    .queue = JOB_QUEUE_LADDER,
	    .has_output = true,
	    .buried = state_left_short },
	{ .name = JOB_PURGE, .queue = JOB_QUEUE_UPKEEP },
	{ .name = JOB_SWEEP, .queue = JOB_QUEUE_UPKEEP },
	{ .name = JOB_DELIVER, .queue = JOB_QUEUE_DELIVER },
	/* A moment's work, which must not wait behind a film of ten hours. */
	{ .name = JOB_POSTER,
	    .queue = JOB_QUEUE_UPKEEP,
	    .ended = poster_ended },
	{ .name = JOB_PLAYLISTS, .queue = JOB_QUEUE_UPKEEP },
};

const struct job_kind *
job_kind_of(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	}
	return NULL;
}

static const char *
dedupe_of(struct house *h, const char *kind, int64_t media_number)
{
	if (media_number == ABSENT)
		return kind;
	return mem_printf(h->mem, "%s:%" PRId64, kind, media_number);
}

static enum outcome
insert(struct house *h, struct job_new *job, enum job_queue queue, int64_t *id)
{
	enum outcome rc;

	job->queue = job_queues[queue];
	job->actor = h->actor;
	job->priority = DEFAULT_PRIORITY;
	rc = db_job_insert(h->db, job, id);
	if (rc == CONFLICT)
		return refuse(h->refusal, CONFLICT, "job_active",
		    "A job of this kind is already under way.");
	if (rc == OK)
		log_info("job.queued", NUMBER_PAIR("job", *id),
		    TEXT_PAIR("kind", job->kind));
	return rc;
}

static enum outcome
enqueue(struct house *h, const char *kind, enum job_queue queue,
    int64_t media_number, int64_t *id)
{
	struct job_new job = {
		.kind = kind,
		.dedupe = dedupe_of(h, kind, media_number),
		.media_number = media_number,
	};

	return insert(h, &job, queue, id);
}

enum outcome
job_enqueue(
    struct house *h, const char *kind, int64_t media_number, int64_t *id)
{
	return enqueue(h, kind, job_kind_of(kind)->queue, media_number, id);
}

enum outcome
job_enqueue_late(
    struct house *h, const char *kind, int64_t media_number, int64_t *id)
{
	return enqueue(h, kind, JOB_QUEUE_LADDER, media_number, id);
}

enum outcome
job_enqueue_for_title(struct house *h, const char *kind, int64_t movie_number,
    int64_t series_number, int64_t media_number, int64_t *id)
{
	struct job_new job = {
		.kind = kind,
		.media_number = media_number,
		.movie_number = movie_number,
		.series_number = series_number,
	};

	return insert(h, &job, job_kind_of(kind)->queue, id);
}

enum outcome
job_find_active(
    struct house *h, const char *kind, int64_t media_number, struct job *out)
{
	return db_job_find_active(
	    h->db, h->mem, dedupe_of(h, kind, media_number), out);
}

struct job_fence
job_fence_of(const struct job *job)
{
	return (struct job_fence){ job->id, job->attempt, job->worker_id };
}

enum outcome
job_fenced(struct house *h, enum outcome rc)
{
	if (rc != NOT_FOUND)
		return rc;
	return refuse(h->refusal, CONFLICT, "lease_lost",
	    "This worker no longer holds the job.");
}

struct claim {
	struct house *h;
	int64_t worker_id;
	const struct job *head; /* as it was found in the line */
	struct job *out;        /* as it is claimed */
};

/* With a limit, the queue's row is locked while its running jobs are counted,
   so that two claims cannot both see the last free place. */
static enum outcome
take(struct claim *claim)
{
	struct db *db = claim->h->db;
	struct job *job = claim->out;
	int64_t running;
	enum outcome rc;

	if (job->max_running != ABSENT) {
		rc = db_queue_running(db, job->queue, &running);
		if (rc != OK)
			return rc;
		if (running >= job->max_running)
			return NOT_FOUND;
	}
	return db_job_claim(db, job, claim->worker_id);
}

/* A revision of this attempt's own; the one before it, which was never
   published, goes. */
static enum outcome
give_output(struct house *h, struct job *job)
{
	enum outcome rc = job_give_up_output(h, job);

	if (rc == OK)
		rc =
		    db_output_insert(h->db, job->media_number, &job->output_id);
	if (rc != OK)
		return rc;
	return db_job_set_output(h->db, job->id, job->output_id);
}

/* The claim and its consequences in one transaction: a job that RUNs has its
   attempt, its revision and its film on the way, or does not run. */
static enum outcome
claim_unit(void *context)
{
	struct claim *claim = context;
	struct house *h = claim->h;
	struct job *job = claim->out;
	const struct job_kind *kind;
	struct job_fence fence;
	enum outcome rc;

	*job = *claim->head;
	rc = take(claim);
	if (rc != OK)
		return rc;
	fence = job_fence_of(job);
	rc = db_attempt_open(h->db, &fence);
	kind = job_kind_of(job->kind);
	if (rc != OK || kind == NULL || job->media_number == ABSENT)
		return rc;
	if (kind->has_output)
		rc = give_output(h, job);
	if (rc == OK && kind->claimed != NULL)
		rc = kind->claimed(h, job->media_number);
	return rc;
}

static enum outcome
claim_one(struct claim *claim)
{
	enum outcome rc = db_transact(claim->h->db, claim_unit, claim);

	if (rc == OK)
		log_info("job.claimed", NUMBER_PAIR("job", claim->out->id),
		    NUMBER_PAIR("attempt", claim->out->attempt),
		    NUMBER_PAIR("worker", claim->worker_id));
	return rc;
}

/* The head of the line; from the very front once a second, so that a job that
   was put before the mark is seen within that time. */
static enum outcome
look(struct house *h, const char *queue, struct job_line *line,
    int64_t worker_id, struct job **heads, size_t *count)
{
	int64_t now = clock_monotonic_ms();
	bool was_marked;
	enum outcome rc;

	if (now >= line->fresh_until_ms) {
		line->mark.ms = 0;
		line->fresh_until_ms = now + FRESH_MS;
	}
	was_marked = line->mark.ms != 0;
	rc = db_job_heads(h->db, h->mem, queue, worker_id, &line->mark,
	    HEADS_MAX, heads, count);
	if (rc == OK && *count == 0 && was_marked)
		rc = db_job_heads(h->db, h->mem, queue, worker_id, &line->mark,
		    HEADS_MAX, heads, count);
	return rc;
}

enum outcome
job_claim(struct house *h, const char *queue, struct job_line *line,
    int64_t worker_id, struct job *out)
{
	struct claim claim = { .h = h, .worker_id = worker_id, .out = out };
	struct job *heads;
	enum outcome rc;
	size_t count;

	rc = look(h, queue, line, worker_id, &heads, &count);
	if (rc != OK)
		return rc;
	rc = NOT_FOUND;
	for (size_t i = 0; rc == NOT_FOUND && i < count && i < CLAIM_TRIES;
	     i++) {
		claim.head = &heads[i];
		rc = claim_one(&claim);
	}
	return rc;
}

enum outcome
job_beat(struct house *h, const struct job *job)
{
	struct job_fence fence = job_fence_of(job);

	return job_fenced(h, db_job_beat(h->db, &fence, job->lease_s));
}

enum outcome
job_progress(
    struct house *h, const struct job *job, const struct job_progress *progress)
{
	struct job_fence fence = job_fence_of(job);

	return job_fenced(
	    h, db_job_progress(h->db, &fence, progress->stage,
		   progress->per_mille, progress->speed, progress->eta_ms));
}

enum outcome
job_is_cancelled(struct house *h, const struct job *job, bool *out)
{
	struct job_fence fence = job_fence_of(job);

	return job_fenced(h, db_job_flags(h->db, &fence, out));
}

struct words {
	struct house *h;
	const struct job *job;
	int64_t seq;
	char *const *lines;
	size_t count;
};

/* One commit for all of them. */
static enum outcome
log_unit(void *context)
{
	const struct words *words = context;
	struct job_fence fence = job_fence_of(words->job);
	enum outcome rc = OK;

	for (size_t i = 0; rc == OK && i < words->count; i++)
		rc = db_log_add(words->h->db, &fence, words->seq + (int64_t)i,
		    words->lines[i]);
	return rc;
}

enum outcome
job_log(struct house *h, const struct job *job, int64_t seq, char *const *lines,
    size_t count)
{
	struct words words = { h, job, seq, lines, count };

	return db_transact(h->db, log_unit, &words);
}
