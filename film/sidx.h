/*
 * The index at the head of a published track: sidx version 1 (ISO/IEC
 * 14496-12 section 8.16.3), one reference per entry of the playlist.
 */
#ifndef FILM_SIDX_H
#define FILM_SIDX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/outcome.h"
#include "film/mp4.h"

/* The box counts its references in 16 bits. */
#define SIDX_MAX_ENTRIES 65535

struct sidx_entry {
	int64_t size;
	int64_t duration;
	bool starts_with_sync; /* SAP type 1, no nested index */
};

struct sidx {
	int64_t size; /* of the box itself */
	uint32_t track_id;
	uint32_t timescale;
	int64_t start;        /* earliest presentation time */
	int64_t first_offset; /* from the box's end to the first entry */
	struct sidx_entry *entries;
	size_t entry_count;
};

/* Bytes that the index of so many entries takes. */
int64_t sidx_size(size_t entry_count);

/* The index of the track's segments as bytes below `mem`; TOO_LARGE when one
   of them does not fit the box's fields. */
enum outcome sidx_print(
    void *mem, const struct mp4_track *track, uint8_t **out) MUST_CHECK;

/* Reads the index at the start of `in`, entries below `mem`; outcomes as in
   film/mp4.h, the code is `index_damaged`. */
enum outcome sidx_read(void *mem, const struct mp4_input *in, struct sidx *out,
    struct mp4_fault *fault) MUST_CHECK;

#endif
