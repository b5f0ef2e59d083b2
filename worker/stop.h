/* Telling a running job to stop, from another thread. */
#ifndef WORKER_STOP_H
#define WORKER_STOP_H

#include <stdatomic.h>
#include <stdbool.h>

#include "base/outcome.h"

/* Why; a later one of more weight replaces an earlier one. */
enum stop_reason {
	STOP_NONE,
	STOP_RELEASE, /* the worker is ending: the job goes back */
	STOP_CANCEL,  /* somebody cancelled it, or deleted its film */
	STOP_LOST,    /* the lease is gone: nothing may be written any more */
	STOP_REASON_COUNT
};

extern const char *const stop_reason_names[STOP_REASON_COUNT + 1];

struct stop {
	atomic_int reason;
	int fd; /* readable once there is a reason: for poll */
};

enum outcome stop_open(struct stop *stop) MUST_CHECK;
void stop_close(struct stop *stop);

/* Takes the reason back, for the next job. */
void stop_reset(struct stop *stop);

void stop_ask(struct stop *stop, enum stop_reason reason);
enum stop_reason stop_reason(const struct stop *stop);

#endif
