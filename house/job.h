/*
 * The life of a job.
 *
 *	enqueue       claim            finish
 *	--------> QUEUED ---> RUNNING ---------> DONE
 *	            ^  ^        | | |
 *	            |  |release | | | fail, no try left, or permanent
 *	    promote |  +--------+ | +----------> DEAD ------+
 *	            |             | fail, stall             | retry
 *	        SCHEDULED <-------+                         |
 *	            ^      cancel: CANCELED (from any       |
 *	   delayed -+      state before its end) -----------+--> QUEUED
 *
 * A claim takes a lease, which beats renew; a lapsed one is taken back and
 * counted as a stall.  Whatever a worker writes is fenced by job, attempt and
 * worker: CONFLICT `lease_lost` means that nothing was written and that the
 * work at hand is to be thrown away.
 */
#ifndef HOUSE_JOB_H
#define HOUSE_JOB_H

#include "house/house.h"
#include "sql/attempt.h"
#include "sql/job.h"

/* The queues, by name. */
enum job_queue {
	JOB_QUEUE_ENCODE, /* what makes films playable */
	JOB_QUEUE_LADDER, /* what makes them better; waits for the former */
	JOB_QUEUE_UPKEEP,
	JOB_QUEUE_DELIVER,
	JOB_QUEUE_COUNT
};
extern const char *const job_queues[JOB_QUEUE_COUNT + 1];

/* Kinds, which are also the names in the table of what they mean. */
#define JOB_PROCESS "process"
#define JOB_LADDER "ladder"
#define JOB_PURGE "purge"
#define JOB_SWEEP "sweep"
#define JOB_DELIVER "deliver"
#define JOB_POSTER "poster"
#define JOB_PLAYLISTS "playlists"

/*
 * A new job of that kind.  With a media file, at most one unfinished job of
 * the kind exists for it; without (ABSENT), at most one at all: CONFLICT
 * `job_active`.  Inside a transaction of the caller's, who wakes the workers
 * (wake_workers) after the commit.
 */
enum outcome job_enqueue(struct house *h, const char *kind,
    int64_t media_number, int64_t *id) MUST_CHECK;

/* The same, but in the line of what can wait: nobody can play the film sooner
   for it. */
enum outcome job_enqueue_late(struct house *h, const char *kind,
    int64_t media_number, int64_t *id) MUST_CHECK;

/* The same for a movie or a series (ABSENT: not), made of a media file or of
   something else (ABSENT); how many there may be is the caller's to say. */
enum outcome job_enqueue_for_title(struct house *h, const char *kind,
    int64_t movie_number, int64_t series_number, int64_t media_number,
    int64_t *id) MUST_CHECK;

/* The unfinished job of that kind for a media file, or NOT_FOUND. */
enum outcome job_find_active(struct house *h, const char *kind,
    int64_t media_number, struct job *out) MUST_CHECK;

/* Remembers where each queue's line began, so that a claim reads no more than
   its head.  Zeroed at first; one for each thread that claims. */
struct job_line {
	struct stamp mark;
	int64_t fresh_until_ms; /* on the monotonic clock */
};

/* The next job of a queue for this worker, now RUNNING with its attempt
   opened, its output made (job.output_id) and its media file moved;
   NOT_FOUND when there is none. */
enum outcome job_claim(struct house *h, const char *queue,
    struct job_line *line, int64_t worker_id, struct job *out) MUST_CHECK;

/* What a worker knows of a job it runs. */
struct job_fence job_fence_of(const struct job *job);

/* Renews the lease. */
enum outcome job_beat(struct house *h, const struct job *job) MUST_CHECK;

/* How far it is, fenced: per mille, times real time (NAN: not known), and
   milliseconds to go (ABSENT: not known). */
struct job_progress {
	const char *stage;
	int64_t per_mille;
	double speed;
	int64_t eta_ms;
};
enum outcome job_progress(struct house *h, const struct job *job,
    const struct job_progress *progress) MUST_CHECK;

/* Is it still ours (CONFLICT `lease_lost`), and was it told to stop? */
enum outcome job_is_cancelled(
    struct house *h, const struct job *job, bool *out) MUST_CHECK;

/* Lines of what the attempt's tools said, from place `seq` on. */
enum outcome job_log(struct house *h, const struct job *job, int64_t seq,
    char *const *lines, size_t count) MUST_CHECK;

/* Why a job did not come to its end. */
struct job_failure {
	const char *code;
	const char *message; /* a sentence for people */
	bool is_permanent;   /* trying again would change nothing */
};

/*
 * The ends of an attempt.  `result` is what is recorded of it (its outcome,
 * code and message are set here).  job_finish is the plain end of a job that
 * publishes nothing; media_publish (house/media.h) is the other one.
 */
enum outcome job_finish(
    struct house *h, const struct job *job, struct attempt *result) MUST_CHECK;
enum outcome job_fail(struct house *h, const struct job *job,
    const struct job_failure *failure, struct attempt *result) MUST_CHECK;
/* Back to the queue without losing a try: the worker is being stopped. */
enum outcome job_release(
    struct house *h, const struct job *job, struct attempt *result) MUST_CHECK;
/* The worker has stopped a job whose cancel flag was set. */
enum outcome job_stopped(
    struct house *h, const struct job *job, struct attempt *result) MUST_CHECK;
/* The end inside a transaction of the caller's: fenced DONE, attempt closed. */
enum outcome job_close(
    struct house *h, const struct job *job, struct attempt *result) MUST_CHECK;

/* For whoever publishes: locks the job's row, so that its lease cannot change
   hands before the transaction ends, and reads it; CONFLICT `lease_lost`. */
enum outcome job_hold(
    struct house *h, const struct job *job, struct job *now) MUST_CHECK;
/* The same where it is about a film: NOT_FOUND `media_gone` when the lease is
   ours, but the film was deleted. */
enum outcome job_hold_film(struct house *h, const struct job *job) MUST_CHECK;
/* The answer to that COMMIT may have been lost: OK when the row says that this
   attempt is DONE, else `otherwise`. */
enum outcome job_ask_again(
    struct house *h, const struct job *job, enum outcome otherwise) MUST_CHECK;

/* What people do.  job_cancel: a waiting job is CANCELED, a running one is
   told to stop; CONFLICT `job_finished`.  job_retry: DEAD or CANCELED to
   QUEUED; CONFLICT `job_active` while it is unfinished, `job_not_repeatable`
   for kinds that are asked for anew instead.  NOT_FOUND for callers who are no
   admin where it carries a webhook's event. */
enum outcome job_cancel(
    struct house *h, int64_t id, struct job *out) MUST_CHECK;
enum outcome job_retry(struct house *h, int64_t id, struct job *out) MUST_CHECK;
enum outcome job_set_priority(
    struct house *h, int64_t id, int64_t priority, struct job *out) MUST_CHECK;
enum outcome queue_pause(struct house *h, const char *reason) MUST_CHECK;
enum outcome queue_resume(struct house *h) MUST_CHECK;

/* Cancels all unfinished jobs of a media file, in the caller's transaction. */
enum outcome job_cancel_all_of(
    struct house *h, int64_t media_number) MUST_CHECK;

/* Those of one kind alone. */
enum outcome job_cancel_kind_of(
    struct house *h, const char *kind, int64_t media_number) MUST_CHECK;

/* The same of a movie, or else (ABSENT) of a series; `count` says how many
   there were. */
enum outcome job_cancel_all_of_title(struct house *h, int64_t movie_number,
    int64_t series_number, size_t *count) MUST_CHECK;

/* Promotes what is due, takes back lapsed leases, queues a sweep when
   something waits for it: every second or so, by any worker.  Without
   `may_reap` leases are left alone: just after the database came back, those
   who live must have had the time to renew theirs. */
enum outcome job_upkeep(struct house *h, bool may_reap) MUST_CHECK;

/* Forgets what has been finished for long, notes which workers are not heard
   of any more, and queues a purge when something has been in the trash for too
   long: every minute or so. */
enum outcome job_prune(struct house *h) MUST_CHECK;

/* How long until try number `failures` + 1, in milliseconds: doubling from
   `backoff_s`, at most `backoff_max_s`, times 0.5 to 1 (`jitter` 0 to 1). */
int64_t job_backoff_ms(
    int64_t backoff_s, int64_t backoff_max_s, int64_t failures, double jitter);

#endif
