/*
 * The boxes of ISO base media files (ISO/IEC 14496-12), as far as a CMAF
 * track needs them: one init segment (ftyp moov) and media segments (styp
 * sidx moof mdat).  Pure functions of bytes; every size is taken as hostile.
 */
#ifndef FILM_MP4_H
#define FILM_MP4_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/outcome.h"

enum mp4_kind { MP4_VIDEO, MP4_AUDIO, MP4_KIND_COUNT };

extern const char *const mp4_kind_names[MP4_KIND_COUNT + 1];

/* "avc1.640028", "mp4a.40.2" (RFC 6381 section 3.3). */
#define MP4_CODECS_MAX 20

/* The part of something `total` bytes long that is in hand: its beginning. */
struct mp4_input {
	const void *bytes;
	size_t length;
	int64_t total;
};

/* What is wrong: a stable code and the rest of a sentence ("its boxes ..."). */
struct mp4_fault {
	const char *code;
	const char *why;
	int64_t wanted; /* with TOO_LARGE: bytes that must be in hand */
};

/* What an init segment says of its one track. */
struct mp4_init {
	enum mp4_kind kind;
	int64_t size; /* bytes of ftyp and moov */
	uint32_t timescale;
	uint32_t track_id;
	char codecs[MP4_CODECS_MAX];
	int width, height;         /* of a video */
	int channels, sample_rate; /* of an audio; 0 when it does not say */
	uint32_t sample_duration, sample_size, sample_flags; /* trex */
};

/* One media segment, or a run of them that is published as one. */
struct mp4_segment {
	int64_t offset; /* in its file */
	int64_t size;
	int64_t decode_time; /* in units of the track's timescale */
	int64_t duration;
	int64_t samples;
	int64_t key_size; /* from its start to the end of its first sample */
	bool starts_with_sync;
};

/* One track: an init segment and what it starts; texts and segments belong
   to the memory context of whoever read it. */
struct mp4_track {
	const char *name; /* "v0", "a1": its folder in staging, its file stem */
	struct mp4_init init;
	int64_t index_size; /* between both in its file; 0 in staging */
	struct mp4_segment *segments;
	size_t segment_count;
};

/*
 * Reads ftyp and moov from the start of `in`; what follows is not looked at.
 * TOO_LARGE when more bytes must be in hand (`fault->wanted`); MALFORMED with
 * the fault: `init_damaged`, `empty_edit` (a track that starts late, which
 * players and our clock disagree on) or `codec_not_supported`.
 */
enum outcome mp4_init_read(const struct mp4_input *in, struct mp4_init *out,
    struct mp4_fault *fault) MUST_CHECK;

/*
 * Reads one styp? sidx? moof mdat from the start of `in` (8.8, 8.16): only
 * the headers need be in hand, never the samples.  Outcomes as above; the
 * code is `segment_damaged`.  `out->offset` is left to the caller.
 */
enum outcome mp4_segment_read(const struct mp4_input *in,
    const struct mp4_init *init, struct mp4_segment *out,
    struct mp4_fault *fault) MUST_CHECK;

#endif
