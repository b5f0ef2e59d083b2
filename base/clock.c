/* Clocks and time stamps. */
#include "config.h"

#include "base/clock.h"

#include <errno.h>
#include <stdio.h>
#include <time.h>

static int64_t
milliseconds(clockid_t which)
{
	struct timespec now;

	clock_gettime(which, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t
clock_monotonic_ms(void)
{
	return milliseconds(CLOCK_MONOTONIC);
}

struct stamp
clock_now(void)
{
	return (struct stamp){ .ms = milliseconds(CLOCK_REALTIME) };
}

void
clock_sleep_ms(int64_t duration_ms)
{
	struct timespec left = {
		.tv_sec = duration_ms / 1000,
		.tv_nsec = duration_ms % 1000 * 1000000,
	};

	while (nanosleep(&left, &left) != 0 && errno == EINTR)
		continue;
}

void
stamp_print(struct stamp stamp, char out[STAMP_TEXT])
{
	time_t seconds = (time_t)(stamp.ms / 1000);
	char day[20];
	struct tm utc;

	gmtime_r(&seconds, &utc);
	strftime(day, sizeof(day), "%Y-%m-%dT%H:%M:%S", &utc);
	snprintf(out, STAMP_TEXT, "%.19s.%03uZ", day,
	    (unsigned int)(stamp.ms % 1000) % 1000);
}
