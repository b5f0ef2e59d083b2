/* Deadlines over connections. */
#include "config.h"

#include "fcgi/watch.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

void
watch_init(struct watch *watch)
{
	pthread_mutex_init(&watch->lock, NULL);
	watch->fd = -1;
}

void
watch_destroy(struct watch *watch)
{
	pthread_mutex_destroy(&watch->lock);
}

/*
 * A duplicate, because libfcgi closes the descriptor when it sees fit: its
 * number could be another connection's by the time the deadline passes.
 */
void
watch_begin(struct watch *watch, int fd, int64_t deadline_ms)
{
	pthread_mutex_lock(&watch->lock);
	watch->fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	watch->deadline_ms = deadline_ms;
	pthread_mutex_unlock(&watch->lock);
}

void
watch_move(struct watch *watch, int64_t deadline_ms)
{
	pthread_mutex_lock(&watch->lock);
	watch->deadline_ms = deadline_ms;
	pthread_mutex_unlock(&watch->lock);
}

void
watch_end(struct watch *watch)
{
	pthread_mutex_lock(&watch->lock);
	if (watch->fd >= 0)
		close(watch->fd);
	watch->fd = -1;
	pthread_mutex_unlock(&watch->lock);
}

bool
watch_check(struct watch *watch, int64_t now_ms)
{
	bool is_late;

	pthread_mutex_lock(&watch->lock);
	is_late = watch->fd >= 0 && watch->deadline_ms < now_ms;
	if (is_late) {
		shutdown(watch->fd, SHUT_RDWR);
		close(watch->fd);
		watch->fd = -1;
	}
	pthread_mutex_unlock(&watch->lock);
	return is_late;
}
