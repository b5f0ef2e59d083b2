/* Sizes, durations and ages. */
#include "config.h"

#include "tui/measure.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "base/field.h"
#include "base/mem.h"

#define MINUTE_S 60
#define HOUR_S (60 * MINUTE_S)
#define DAY_S (24 * HOUR_S)

char *
measure_bytes(void *mem, int64_t bytes)
{
	static const char letters[] = "BkMGTPE";
	double value = (double)bytes;
	size_t i = 0;

	if (bytes == ABSENT)
		return mem_text(mem, MEASURE_NONE);
	while (value >= 999.5 && i + 2 < sizeof(letters)) {
		value /= 1000;
		i++;
	}
	return mem_printf(
	    mem, "%.*f %c", i > 0 && value < 99.95 ? 1 : 0, value, letters[i]);
}

char *
measure_wait(void *mem, int64_t duration_ms)
{
	int64_t seconds = (duration_ms + 500) / 1000;

	if (duration_ms == ABSENT || duration_ms < 0)
		return mem_text(mem, MEASURE_NONE);
	if (seconds < HOUR_S)
		return mem_printf(mem, "%d:%02d", (int)(seconds / MINUTE_S),
		    (int)(seconds % MINUTE_S));
	return mem_printf(mem, "%" PRId64 ":%02d:%02d", seconds / HOUR_S,
	    (int)(seconds % HOUR_S / MINUTE_S), (int)(seconds % MINUTE_S));
}

char *
measure_film(void *mem, int64_t duration_ms)
{
	int64_t seconds = (duration_ms + 500) / 1000;
	int64_t minutes = (duration_ms + 30000) / 60000;

	if (duration_ms == ABSENT)
		return mem_text(mem, MEASURE_NONE);
	if (seconds < MINUTE_S)
		return mem_printf(mem, "%" PRId64 " s", seconds);
	if (minutes < 60)
		return mem_printf(mem, "%" PRId64 " min", minutes);
	return mem_printf(
	    mem, "%" PRId64 "h%02d", minutes / 60, (int)(minutes % 60));
}

char *
measure_age(void *mem, struct stamp then, struct stamp now)
{
	int64_t seconds = (now.ms - then.ms) / 1000;

	if (then.ms == ABSENT)
		return mem_text(mem, MEASURE_NONE);
	if (seconds < 2)
		return mem_text(mem, "now");
	if (seconds < MINUTE_S)
		return mem_printf(mem, "%" PRId64 " s", seconds);
	if (seconds < 2 * HOUR_S)
		return mem_printf(mem, "%" PRId64 " min", seconds / MINUTE_S);
	if (seconds < 2 * DAY_S)
		return mem_printf(mem, "%" PRId64 " h", seconds / HOUR_S);
	return mem_printf(mem, "%" PRId64 " d", seconds / DAY_S);
}

static char *
print_time(void *mem, struct stamp stamp, const char *format)
{
	time_t seconds = (time_t)(stamp.ms / 1000);
	char text[32];
	struct tm local;

	localtime_r(&seconds, &local);
	/* The formats are this file's own. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	strftime(text, sizeof(text), format, &local);
#pragma GCC diagnostic pop
	return mem_text(mem, text);
}

static bool
is_same_day(struct stamp left, struct stamp right)
{
	time_t seconds[2] = { (time_t)(left.ms / 1000),
		(time_t)(right.ms / 1000) };
	struct tm local[2];

	localtime_r(&seconds[0], &local[0]);
	localtime_r(&seconds[1], &local[1]);
	return local[0].tm_yday == local[1].tm_yday &&
	       local[0].tm_year == local[1].tm_year;
}

char *
measure_moment(void *mem, struct stamp then, struct stamp now)
{
	if (then.ms == ABSENT)
		return mem_text(mem, MEASURE_NONE);
	return print_time(
	    mem, then, is_same_day(then, now) ? "%H:%M:%S" : "%Y-%m-%d");
}

char *
measure_clock(void *mem, struct stamp now)
{
	return print_time(mem, now, "%H:%M:%S");
}

char *
measure_count(void *mem, int64_t count)
{
	char *text = NULL;
	int64_t unit = 1;

	if (count == ABSENT)
		return mem_text(mem, MEASURE_NONE);
	while (count / unit >= 1000)
		unit *= 1000;
	mem_append(mem, &text, "%" PRId64, count / unit);
	for (unit /= 1000; unit > 0; unit /= 1000)
		mem_append(mem, &text, " %03d", (int)(count / unit % 1000));
	return text;
}
