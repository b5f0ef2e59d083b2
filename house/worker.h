/* The workers as the house knows them: a row for every start of a process. */
#ifndef HOUSE_WORKER_H
#define HOUSE_WORKER_H

#include "house/house.h"
#include "sql/worker.h"

/* A new row; its id is half of the fence of every job it claims.  `sandbox` is
   base/sandbox.h's summary, or NULL. */
enum outcome worker_join(struct house *h, const char *name, int64_t slots,
    char *sandbox, int64_t *id) MUST_CHECK;

/* It is alive: LOST no more, if nobody had heard of it for a while. */
enum outcome worker_beat(struct house *h, int64_t id) MUST_CHECK;

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
