/* Jobs: rows and statements.  The rules are house/job.h's. */
#ifndef SQL_JOB_H
#define SQL_JOB_H

#include "sql/db.h"
#include "sql/page.h"

enum job_state {
	JOB_BLOCKED,
	JOB_SCHEDULED,
	JOB_QUEUED,
	JOB_RUNNING,
	JOB_DONE,
	JOB_DEAD,
	JOB_CANCELED,
	JOB_STATE_COUNT
};
extern const char *const job_state_names[JOB_STATE_COUNT + 1];

struct job {
	int64_t id;
	char *queue;
	char *kind;
	unsigned int state;
	int64_t priority;
	int64_t attempt;
	int64_t failures;
	int64_t stalls;
	int64_t max_attempts;
	char *stage;
	int64_t progress; /* per mille */
	double speed;     /* times real time */
	int64_t eta_ms;
	struct uuid media_file_id;
	struct uuid movie_id; /* the title it works for, if any */
	struct uuid series_id;
	int64_t worker_id;
	bool cancel; /* asked to stop, and still running */
	char *actor;
	char *error_code;
	char *error_message;
	struct stamp created_at;
	struct stamp due_at;
	struct stamp started_at;
	struct stamp finished_at;
	int64_t media_number;
	int64_t movie_number;
	int64_t series_number;
	int64_t output_id;
	int64_t lease_s;     /* its queue's */
	int64_t max_running; /* its queue's; ABSENT: as slots there are */
};

extern const struct field job_fields[];
extern const struct entity job_entity;
extern const struct page_listing job_listing;

/* The house's own chores (emptying the trash, taking away files that nobody
   needs) that went well, and all but those: nobody asked for them, and there
   are many.  Neither has a question mark. */
extern const char job_condition_chores[];
extern const char job_condition_no_chores[];

extern const struct db_stmt job_statements[];
extern const size_t job_statement_count;

/* What a new job is made of; ABSENT and NULL where it has none, for titles
   also 0. */
struct job_new {
	const char *queue;
	const char *kind;
	const char *dedupe; /* at most one unfinished job of that name */
	const char *actor;
	int64_t priority;
	int64_t media_number;
	int64_t movie_number;
	int64_t series_number;
};

/* CONFLICT when an unfinished job has the same dedupe. */
enum outcome db_job_insert(
    struct db *db, const struct job_new *job, int64_t *id) MUST_CHECK;
enum outcome db_job_find(
    struct db *db, void *mem, int64_t id, struct job *out) MUST_CHECK;
enum outcome db_job_lock(
    struct db *db, void *mem, int64_t id, struct job *out) MUST_CHECK;

/* The same, but NOT_FOUND when somebody else has it locked. */
enum outcome db_job_lock_free(
    struct db *db, void *mem, int64_t id, struct job *out) MUST_CHECK;

/* The unfinished job of that name. */
enum outcome db_job_find_active(
    struct db *db, void *mem, const char *dedupe, struct job *out) MUST_CHECK;

/* All unfinished jobs of a media file, locked. */
enum outcome db_job_lock_active_of(struct db *db, void *mem,
    int64_t media_number, struct job **out, size_t *count) MUST_CHECK;

/* The same of a movie, or else (movie ABSENT) of a series. */
enum outcome db_job_lock_active_of_title(struct db *db, void *mem,
    int64_t movie_number, int64_t series_number, struct job **out,
    size_t *count) MUST_CHECK;

/*
 * The head of a queue's line from `mark` on: up to `limit` QUEUED jobs in
 * order, none while the queue is paused or the worker was told to rest.
 * `mark` moves to the first one's due_at; give a mark of 0 to look from the
 * very front.
 */
enum outcome db_job_heads(struct db *db, void *mem, const char *queue,
    int64_t worker_id, struct stamp *mark, int64_t limit, struct job **out,
    size_t *count) MUST_CHECK;

/* QUEUED to RUNNING by compare-and-set of its state and attempt, and `job`
   with it; NOT_FOUND when another was faster. */
enum outcome db_job_claim(
    struct db *db, struct job *job, int64_t worker_id) MUST_CHECK;

/*
 * Everything a worker writes to its running job is fenced by job, attempt and
 * worker: NOT_FOUND means the lease is lost and nothing was written.
 */
struct job_fence {
	int64_t id;
	int64_t attempt;
	int64_t worker_id;
};
enum outcome db_job_beat(
    struct db *db, const struct job_fence *fence, int64_t lease_s) MUST_CHECK;
enum outcome db_job_progress(struct db *db, const struct job_fence *fence,
    const char *stage, int64_t progress, double speed,
    int64_t eta_ms) MUST_CHECK;
/* Still ours, and is its cancel flag set? */
enum outcome db_job_flags(
    struct db *db, const struct job_fence *fence, bool *cancel) MUST_CHECK;
enum outcome db_job_done(
    struct db *db, const struct job_fence *fence, int64_t keep_s) MUST_CHECK;
enum outcome db_job_release(
    struct db *db, const struct job_fence *fence) MUST_CHECK;
/* SCHEDULED in `delay_ms`, with one failure or one stall more. */
enum outcome db_job_again(struct db *db, const struct job_fence *fence,
    int64_t delay_ms, bool is_stall, const char *code,
    const char *message) MUST_CHECK;
enum outcome db_job_bury(struct db *db, const struct job_fence *fence,
    int64_t keep_s, bool is_stall, const char *code,
    const char *message) MUST_CHECK;
enum outcome db_job_canceled(
    struct db *db, const struct job_fence *fence, int64_t keep_s) MUST_CHECK;

/* Of jobs that do not run: */
enum outcome db_job_cancel_waiting(
    struct db *db, int64_t id, int64_t keep_s) MUST_CHECK;
enum outcome db_job_ask_cancel(struct db *db, int64_t id) MUST_CHECK;
/* DEAD or CANCELED to QUEUED, its counters at zero. */
enum outcome db_job_requeue(struct db *db, int64_t id) MUST_CHECK;
enum outcome db_job_set_priority(
    struct db *db, int64_t id, int64_t priority) MUST_CHECK;
enum outcome db_job_set_output(
    struct db *db, int64_t id, int64_t output_id) MUST_CHECK;

/* Is it RUNNING past the end of its lease? */
enum outcome db_job_is_lapsed(struct db *db, int64_t id, bool *out) MUST_CHECK;

/* Upkeep: SCHEDULED jobs that are due, RUNNING ones whose lease has lapsed,
   finished ones to prune; at most `limit` of a queue. */
enum outcome db_job_due(struct db *db, void *mem, const char *queue,
    enum job_state state, int64_t limit, struct job **out,
    size_t *count) MUST_CHECK;
enum outcome db_job_promote(struct db *db, int64_t id) MUST_CHECK;
enum outcome db_job_delete(struct db *db, int64_t id) MUST_CHECK;

#endif
