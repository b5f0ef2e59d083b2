/* What house/job.c, job_end.c, job_upkeep.c and delivery.c share. */
#ifndef HOUSE_JOB_INSIDE_H
#define HOUSE_JOB_INSIDE_H

#include "house/job.h"

/* A kind of job, and what its fate means to its media file. */
struct job_kind {
	const char *name;
	enum job_queue queue;
	bool has_output; /* its attempts make a revision */
	enum outcome (*claimed)(struct house *h, int64_t media_number);
	enum outcome (*requeued)(struct house *h, int64_t media_number);
	enum outcome (*cancelled)(struct house *h, int64_t media_number);
	enum outcome (*buried)(struct house *h, int64_t media_number,
	    const char *code, const char *message);
	/* Its last end, whichever that is: what it worked from goes, so that it
	   cannot be retried.  NULL: nothing goes. */
	enum outcome (*ended)(struct house *h, const struct job *job);
};

/* NULL for a kind that this program does not know. */
const struct job_kind *job_kind_of(const char *name);

/* NOT_FOUND of a fenced statement, as CONFLICT `lease_lost`. */
enum outcome job_fenced(struct house *h, enum outcome rc);

/* Tells the kind that its job is cancelled, in the caller's transaction. */
enum outcome job_tell_cancelled(
    struct house *h, const struct job *job) MUST_CHECK;

/* Gives up the revision of an attempt that published nothing, if it has one,
   in the caller's transaction. */
enum outcome job_give_up_output(
    struct house *h, const struct job *job) MUST_CHECK;

/* The end of an attempt that did not succeed, in the caller's transaction:
   SCHEDULED again or DEAD.  A stall is a lease that lapsed. */
enum outcome job_give_back(struct house *h, const struct job *job,
    const struct job_failure *failure, bool is_stall) MUST_CHECK;

#endif
