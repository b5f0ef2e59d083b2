/* The workers as the house knows them: a row for every start of a process. */
#ifndef HOUSE_WORKER_H
#define HOUSE_WORKER_H

#include "house/house.h"
#include "sql/worker.h"

/* A new row; its id is half of the fence of every job it claims. */
enum outcome worker_join(
    struct house *h, const char *name, int64_t slots, int64_t *id) MUST_CHECK;

/*
 * It is alive.  One that nobody heard of for a while and that was LOST is
 * ACTIVE again, or DRAINING if it `is_resting`.
 */
enum outcome worker_beat(
    struct house *h, int64_t id, bool is_resting) MUST_CHECK;

/* Was it told to rest, or to go on (else `*is_resting` stays)?  It asks before
   it claims: while it rests it takes no job, and those it has go on. */
enum outcome worker_is_resting(
    struct house *h, int64_t id, bool *is_resting) MUST_CHECK;

/* It takes no more jobs (DRAINING), or has gone (STOPPED). */
enum outcome worker_leave(
    struct house *h, int64_t id, enum worker_state state) MUST_CHECK;

/*
 * What people do: let it rest (DRAINING) and work again (ACTIVE); twice is no
 * error.  NOT_FOUND; CONFLICT `worker_gone` for one that has STOPPED or is
 * LOST.  `out` is the row as it is now.
 */
enum outcome worker_drain(
    struct house *h, int64_t id, struct worker_row *out) MUST_CHECK;
enum outcome worker_resume(
    struct house *h, int64_t id, struct worker_row *out) MUST_CHECK;

#endif
