/*
 * Tracks on disk: as ffmpeg leaves them in staging, a folder of numbered
 * segments each, and as they are published, a file each.
 */
#ifndef FILM_TRACK_H
#define FILM_TRACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/outcome.h"
#include "film/mp4.h"
#include "film/sidx.h"

struct track_list {
	struct mp4_track *items;
	size_t count;
};

/* "v0", "a12": a kind's letter and a number. */
bool track_kind(const char *name, enum mp4_kind *out);

/* FOLDER/v0/init.mp4 and FOLDER/v0/s00004.m4s, below `mem`. */
char *track_init_path(void *mem, const char *folder, const char *name);
char *track_segment_path(
    void *mem, const char *folder, const char *name, size_t number);

/*
 * Measures a staged track: its init segment and its segments by number, the
 * offset of each 0 in its own file.  ffmpeg's playlist is not read: it also
 * ends with ENDLIST when the encode was killed (and is silent about a full
 * disk).  INVALID with `no_output`, `segment_missing`, `segment_damaged`,
 * `too_many_segments` or a code of film/mp4.h.
 */
enum outcome track_read_staged(void *mem, const char *folder, const char *name,
    struct mp4_track *out, struct refusal *refusal) MUST_CHECK;

/*
 * Measures FOLDER/NAME.mp4, init | sidx | segments to the last byte; the
 * segments are the ones ffmpeg made, a merged tail still apart.  INVALID as
 * above, or with `index_damaged`.
 */
enum outcome track_read_packed(void *mem, const char *folder, const char *name,
    struct mp4_track *out, struct sidx *index,
    struct refusal *refusal) MUST_CHECK;

/*
 * Makes one of the last two segments when the last is shorter than half a
 * second: hls.js never ends a film whose last audio segment is one AAC frame.
 */
void track_merge_tail(struct mp4_track *track);

/* Sums over all segments: in the track's timescale, in samples, in bytes. */
int64_t track_duration(const struct mp4_track *track);
int64_t track_samples(const struct mp4_track *track);
int64_t track_bytes(const struct mp4_track *track);

/* The first picture, by which a film's length goes; NULL: there is none. */
const struct mp4_track *track_first_video(const struct track_list *tracks);

/* Microseconds, rounded to the nearest. */
int64_t track_time_us(const struct mp4_track *track, int64_t time);

#endif
