/* What film/cues.c, cue_time.c and cue_text.c share. */
#ifndef FILM_CUES_INSIDE_H
#define FILM_CUES_INSIDE_H

#include <stdbool.h>

#include "film/cues.h"

/* A part of the file; `number` counts its lines from 1. */
struct cue_line {
	const char *start, *end;
	size_t number;
};

enum outcome cue_refuse(struct refusal *refusal, size_t line, const char *code,
    const char *sentence);

/* Does it hold the arrow `-->`? */
bool cue_has_arrow(const struct cue_line *line);

/* Does it begin as a line of times would, arrow or not? */
bool cue_begins_with_time(const struct cue_line *line);

/* Reads a line of times into the cue; settings are kept of WebVTT, and what
   stands behind the times of SubRip is nothing to us. */
enum outcome cue_read_times(void *mem, const struct cue_line *line,
    bool is_webvtt, struct cue *out, struct refusal *refusal) MUST_CHECK;

/* Cleans the text that stands there; false when nothing can be seen of it.
   An {\an8} in it becomes a setting of the cue, unless it has some. */
bool cue_read_text(
    void *mem, const char *start, const char *end, struct cue *out);

#endif
