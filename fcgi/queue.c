/* A ring of descriptors under one lock. */
#include "config.h"

#include "fcgi/queue.h"

#include <pthread.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"

struct place {
	int fd;
	int64_t since_ms;
};

struct queue {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct place *waiting;
	size_t limit, first, count;
	bool is_closed;
};

struct queue *
queue_new(size_t limit)
{
	struct queue *queue = mem_new(NULL, struct queue);

	pthread_mutex_init(&queue->lock, NULL);
	pthread_cond_init(&queue->changed, NULL);
	queue->waiting = mem_array(queue, struct place, limit);
	queue->limit = limit;
	return queue;
}

bool
queue_put(struct queue *queue, int fd)
{
	bool has_room;

	pthread_mutex_lock(&queue->lock);
	has_room = !queue->is_closed && queue->count < queue->limit;
	if (has_room) {
		size_t last = queue->first + queue->count++;

		queue->waiting[last % queue->limit] =
		    (struct place){ fd, clock_monotonic_ms() };
		pthread_cond_signal(&queue->changed);
	}
	pthread_mutex_unlock(&queue->lock);
	return has_room;
}

/* With the lock held and at least one waiting. */
static int
pop(struct queue *queue)
{
	int fd = queue->waiting[queue->first].fd;

	queue->first = (queue->first + 1) % queue->limit;
	queue->count--;
	return fd;
}

bool
queue_take(struct queue *queue, int *out)
{
	bool has_one;

	pthread_mutex_lock(&queue->lock);
	while (queue->count == 0 && !queue->is_closed)
		pthread_cond_wait(&queue->changed, &queue->lock);
	has_one = queue->count > 0;
	if (has_one)
		*out = pop(queue);
	pthread_mutex_unlock(&queue->lock);
	return has_one;
}

bool
queue_take_late(struct queue *queue, int64_t before_ms, int *out)
{
	bool has_one;

	pthread_mutex_lock(&queue->lock);
	has_one = queue->count > 0 &&
		  queue->waiting[queue->first].since_ms < before_ms;
	if (has_one)
		*out = pop(queue);
	pthread_mutex_unlock(&queue->lock);
	return has_one;
}

void
queue_close(struct queue *queue)
{
	pthread_mutex_lock(&queue->lock);
	queue->is_closed = true;
	pthread_cond_broadcast(&queue->changed);
	pthread_mutex_unlock(&queue->lock);
}

size_t
queue_discard(struct queue *queue)
{
	size_t count = 0;

	pthread_mutex_lock(&queue->lock);
	for (; queue->count > 0; count++)
		close(pop(queue));
	pthread_mutex_unlock(&queue->lock);
	return count;
}

void
queue_free(struct queue *queue)
{
	queue_discard(queue);
	pthread_cond_destroy(&queue->changed);
	pthread_mutex_destroy(&queue->lock);
	talloc_free(queue);
}
