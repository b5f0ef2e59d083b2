/*
 * The clock over one connection: a peer that is silent or trickles must not
 * hold a thread for ever.  The thread that serves sets the deadline, another
 * one looks at it and, when it has passed, ends the connection under the
 * server's feet, so that each of its reads and writes returns at once.
 */
#ifndef FCGI_WATCH_H
#define FCGI_WATCH_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct watch {
	pthread_mutex_t lock;
	int fd; /* our own duplicate; -1: nothing to watch */
	int64_t deadline_ms;
};

void watch_init(struct watch *watch);
void watch_destroy(struct watch *watch);

/* Begins over a connected socket; the descriptor is duplicated. */
void watch_begin(struct watch *watch, int fd, int64_t deadline_ms);
void watch_move(struct watch *watch, int64_t deadline_ms);
void watch_end(struct watch *watch);

/* Ends the connection if its deadline is before `now_ms` (clock_monotonic_ms);
   true when it did. */
bool watch_check(struct watch *watch, int64_t now_ms);

#endif
