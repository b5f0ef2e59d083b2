/* Sizes, durations and ages in as few columns as a screen has for them. */
#ifndef TUI_MEASURE_H
#define TUI_MEASURE_H

#include <stdint.h>

#include "base/clock.h"

/* What stands for a value that is not there. */
#define MEASURE_NONE "\xe2\x80\x94"

/* "8.4 G", "402 M", "17 B". */
char *measure_bytes(void *mem, int64_t bytes);

/* How long it still takes: "6:12", "1:02:44". */
char *measure_wait(void *mem, int64_t duration_ms);

/* How long a film is, about: "2h09", "24 min", "12 s". */
char *measure_film(void *mem, int64_t duration_ms);

/* How long ago: "now", "14 min", "2 h", "5 d". */
char *measure_age(void *mem, struct stamp then, struct stamp now);

/* "11:33:40" of today, "2026-03-01" of another day. */
char *measure_moment(void *mem, struct stamp then, struct stamp now);

/* "12:04:31", local. */
char *measure_clock(void *mem, struct stamp now);

/* "1 284": groups of three. */
char *measure_count(void *mem, int64_t count);

#endif
