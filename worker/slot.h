/*
 * A slot: a thread that runs one job after another, with a connection to the
 * database of its own.  Jobs are handed in by the crew's dispatcher.
 */
#ifndef WORKER_SLOT_H
#define WORKER_SLOT_H

#include <pthread.h>
#include <stdbool.h>

#include "house/house.h"
#include "house/job.h"
#include "worker/stop.h"

struct slot {
	const struct settings *settings;
	enum job_queue queue; /* whose jobs it runs */
	bool is_express;      /* it takes none that can wait (worker/crew.c) */
	enum job_queue taken; /* whose job it runs while it is not free */
	int free_fd; /* eventfd that is told when the slot becomes free */
	pthread_t thread;
	pthread_mutex_t lock; /* guards what follows */
	pthread_cond_t changed;
	struct job *job;   /* NULL: free; below a root context of its own */
	bool is_ending;    /* the thread is to return */
	int64_t beaten_ms; /* when its lease was renewed last */
	struct stop stop;
};

/* Starts the thread. */
enum outcome slot_open(
    struct slot *slot, const struct settings *settings, int free_fd) MUST_CHECK;

/* Waits for the thread; it must be free or told to stop. */
void slot_close(struct slot *slot);

bool slot_is_free(struct slot *slot);

/* Gives a job to a free slot, which frees its context (`job` itself). */
void slot_give(struct slot *slot, struct job *job);

/* Asks its job to stop, if it is at that attempt of that one (NULL: any). */
void slot_stop(
    struct slot *slot, const struct job *job, enum stop_reason reason);

/* A copy of its job below `mem`, or false when it is free; `beaten_ms` (may
   be NULL) is when its lease was renewed. */
bool slot_look(struct slot *slot, struct job *out, int64_t *beaten_ms);

/* The lease of that attempt was renewed then. */
void slot_beaten(struct slot *slot, const struct job *job, int64_t at_ms);

#endif
