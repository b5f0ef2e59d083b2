/*
 * One worker process: slots that run jobs, a heart that keeps their leases,
 * and the dispatcher, which claims jobs for free slots, passes on what is to
 * be cancelled and does the queues' upkeep.
 *
 *	wake-up datagram, poll --> dispatcher --job--> slot
 *	                              ^  |  cancel       |
 *	                              |  +-------------->|
 *	                              +------- free -----+
 */
#ifndef WORKER_CREW_H
#define WORKER_CREW_H

#include "base/outcome.h"
#include "base/settings.h"

/*
 * Runs until SIGTERM or SIGINT, which the caller has blocked.  Then no job is
 * claimed any more; what runs has worker_drain_s to end and goes back to the
 * queue otherwise.  A second signal does not wait.  NULL: a name is made up.
 */
enum outcome crew_run(const struct settings *settings, const char *name,
    int64_t slots) MUST_CHECK;

#endif
