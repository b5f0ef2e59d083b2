/*
 * Waking the workers of this machine once a job is committed.  It is a
 * courtesy: who misses it finds the job by polling.
 */
#ifndef HOUSE_WAKE_H
#define HOUSE_WAKE_H

#include "base/outcome.h"
#include "base/settings.h"

/* One byte to every worker's socket; never waits, never fails. */
void wake_workers(const struct settings *settings);

/* A worker's socket, bound and non-blocking; `path` (below `mem`) is to be
   unlinked at the end. */
enum outcome wake_open(void *mem, const struct settings *settings, int *fd,
    char **path) MUST_CHECK;

#endif
