/* Time: milliseconds of two clocks, and their written form. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

/* A point in time: milliseconds since 1970 UTC, or ABSENT (base/field.h). */
struct stamp {
	int64_t ms;
};

/* RFC 3339 in UTC with milliseconds, and its terminating NUL. */
#define STAMP_TEXT 25

/* For distances and deadlines: never jumps. */
int64_t clock_monotonic_ms(void);

/* The wall clock: for what people read, never for a lease or a deadline. */
struct stamp clock_now(void);

void clock_sleep_ms(int64_t duration_ms);

/* "2026-03-01T12:04:31.250Z" (RFC 3339 section 5.6). */
void stamp_print(struct stamp stamp, char out[STAMP_TEXT]);

#endif
