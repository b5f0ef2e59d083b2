/* A reason, and a descriptor that becomes readable with it. */
#include "config.h"

#include "worker/stop.h"

#include <errno.h>
#include <string.h>
#include <sys/eventfd.h>

#include "base/file.h"
#include "base/log.h"

const char *const stop_reason_names[STOP_REASON_COUNT + 1] = {
	[STOP_NONE] = "none",
	[STOP_RELEASE] = "release",
	[STOP_CANCEL] = "cancel",
	[STOP_LOST] = "lost",
};

enum outcome
stop_open(struct stop *stop)
{
	atomic_init(&stop->reason, STOP_NONE);
	stop->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (stop->fd >= 0)
		return OK;
	log_error("stop.failed", TEXT_PAIR("error", strerror(errno)));
	return FAILED;
}

void
stop_close(struct stop *stop)
{
	file_auto_close(&stop->fd);
}

void
stop_reset(struct stop *stop)
{
	eventfd_t count;

	atomic_store(&stop->reason, STOP_NONE);
	if (eventfd_read(stop->fd, &count) != 0)
		return; /* nobody had asked */
}

void
stop_ask(struct stop *stop, enum stop_reason reason)
{
	int before = atomic_load(&stop->reason);

	while ((int)reason > before && !atomic_compare_exchange_weak(
					   &stop->reason, &before, (int)reason))
		continue;
	if (eventfd_write(stop->fd, 1) != 0)
		log_error("stop.unheard",
		    TEXT_PAIR("reason", stop_reason_names[reason]));
}

enum stop_reason
stop_reason(const struct stop *stop)
{
	return (enum stop_reason)atomic_load(&stop->reason);
}
