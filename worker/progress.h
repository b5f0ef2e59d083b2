/*
 * What a running ffmpeg says: its `-progress` blocks and its standard error,
 * both read in pieces as they come and both bounded, whatever comes.  The
 * clock is handed in (clock_monotonic_ms, or a test's own).
 */
#ifndef WORKER_PROGRESS_H
#define WORKER_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/tail.h"

#define PROGRESS_LINE 128

struct progress {
	/* As of the last whole block. */
	int64_t frame;       /* of the first video */
	int64_t repeats;     /* frames shown again to keep the rate */
	int64_t out_time_us; /* the furthest of all outputs */
	double speed;        /* times the film's own; 0: not known */
	bool has_ended;      /* "progress=end" was seen */

	int64_t moved_at_ms; /* when frame or out_time last grew */

	int64_t frames;      /* what is to be done: frames if there are any, */
	int64_t duration_us; /* else time */
	int64_t samples;
	int64_t sampled_at_ms;
	int64_t sampled_done;
	double rate; /* done a millisecond, averaged over half a minute */

	int64_t next_frame, next_out_time_us; /* of the block being read */
	double next_speed;
	char line[PROGRESS_LINE];
	size_t used;
	bool is_too_long; /* the line is thrown away up to its end */
};

/* `frames` 0 when no picture is made: then the time counts. */
void progress_begin(struct progress *progress, int64_t frames,
    int64_t duration_us, int64_t now_ms);

void progress_feed(struct progress *progress, const char *bytes, size_t length,
    int64_t now_ms);

/* 0 to 990: what is left is for whoever verifies. */
int64_t progress_per_mille(const struct progress *progress);

/* Milliseconds until the end; ABSENT until three blocks have come. */
int64_t progress_eta_ms(const struct progress *progress);

/* For how long nothing has moved. */
int64_t progress_idle_ms(const struct progress *progress, int64_t now_ms);

#define MESSAGES_LINE 1000 /* as the rows hold */
#define MESSAGES_TAIL ((size_t)8 * 1024)

/* Standard error, line by line for the job's log, its end for the attempt. */
struct messages {
	void (*take)(void *context, const char *line); /* NULL: nobody asks */
	void *context;
	struct tail tail;
	char line[MESSAGES_LINE];
	size_t used;
};

/* Its buffer hangs below `mem`; `take` gets each line without its end, safe
   to show, cut after MESSAGES_LINE bytes. */
void messages_begin(void *mem, struct messages *messages,
    void (*take)(void *context, const char *line), void *context);

void messages_feed(struct messages *messages, const char *bytes, size_t length);

/* The last line, if it came without an end. */
void messages_end(struct messages *messages);

#endif
