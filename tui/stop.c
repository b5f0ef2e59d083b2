/* Signals that ask for the end. */
#include "config.h"

#include "tui/stop.h"

#include <signal.h>
#include <stddef.h>

#include "base/outcome.h"

static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
static volatile sig_atomic_t received;

static void
note(int number)
{
	received = number;
}

void
stop_prepare(void)
{
	struct sigaction action = { .sa_handler = note,
		.sa_flags = SA_RESTART };

	for (size_t i = 0; i < ARRAY_SIZE(signals); i++)
		sigaction(signals[i], &action, NULL);
}

int
stop_signal(void)
{
	return received;
}

void
stop_now(void)
{
	if (received == 0)
		return;
	signal(received, SIG_DFL);
	raise(received);
}
