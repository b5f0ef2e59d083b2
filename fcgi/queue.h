/* Accepted connections on their way to a worker thread: a bounded queue. */
#ifndef FCGI_QUEUE_H
#define FCGI_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct queue;

/* A queue of at most `limit` descriptors; queue_free closes what is left. */
struct queue *queue_new(size_t limit);
void queue_free(struct queue *queue);

/* Hands a descriptor over; false, and the caller keeps it, when the queue is
   full or closed. */
bool queue_put(struct queue *queue, int fd);

/* Waits for one; false once the queue is closed and empty. */
bool queue_take(struct queue *queue, int *out);

/* Takes the one that has waited longest, if that is since before `before_ms`
   (clock_monotonic_ms). */
bool queue_take_late(struct queue *queue, int64_t before_ms, int *out);

/* Takes no more; those who wait get what is left and then false. */
void queue_close(struct queue *queue);

/* Closes the descriptors that nobody has taken; returns their number. */
size_t queue_discard(struct queue *queue);

#endif
