/* The sandbox as the worker starts: tried, told of, insisted on. */
#ifndef WORKER_GUARD_H
#define WORKER_GUARD_H

#include "base/outcome.h"
#include "base/settings.h"

/*
 * Tries the sandbox and logs what it holds and lacks.  Its summary, for the
 * worker's row, hangs below `mem`.  FAILED (logged) where the settings want
 * more of it than there is here.
 */
enum outcome guard_begin(
    void *mem, const struct settings *settings, char **summary) MUST_CHECK;

#endif
