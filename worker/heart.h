/*
 * The heart: a thread that renews the leases of all running jobs and nothing
 * else, so that neither a slow claim nor a busy slot can lose one.
 */
#ifndef WORKER_HEART_H
#define WORKER_HEART_H

#include <pthread.h>
#include <stdatomic.h>

#include "worker/slot.h"

struct heart {
	const struct settings *settings;
	struct slot *slots;
	size_t slot_count;
	pthread_t thread;
	atomic_bool is_ending;
};

enum outcome heart_open(struct heart *heart, const struct settings *settings,
    struct slot *slots, size_t slot_count) MUST_CHECK;
void heart_close(struct heart *heart);

#endif
