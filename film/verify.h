/*
 * The verifier: the only one who may say that a film is whole.  It believes
 * neither ffmpeg's exit code nor its playlist nor its ENDLIST, only what it
 * measures in the boxes of the files themselves.
 */
#ifndef FILM_VERIFY_H
#define FILM_VERIFY_H

#include <stddef.h>
#include <stdint.h>

#include "base/outcome.h"
#include "film/track.h"

/* What the caller knows of a track that must be there. */
struct verify_wish {
	const char *name;    /* "v0", "a1" */
	int64_t duration_us; /* of its source; ABSENT: not known */
	int64_t frames;      /* of a video, exactly; ABSENT: not known */
};

struct verify_order {
	const char *folder;
	const char *master;   /* of a published one; NULL: master.m3u8 */
	const char *manifest; /* likewise; NULL: manifest.mpd */
	const struct verify_wish *wishes;
	size_t wish_count;
	int64_t target_us; /* length a segment aims at; 0: any will do */
};

/*
 * Measures the wished tracks in staging and holds them against all rules;
 * the list and all in it hang below `mem`.  INVALID with a sentence and one
 * of these codes, or one of film/track.h:
 *
 *	no_output          no picture, or nothing was made of a track
 *	truncated          a track ends before its source (the sentence says
 *	                   how much is there)
 *	frames_mismatch    a video has other frames than were asked for
 *	not_contiguous     a segment does not start where the last one ended
 *	keyframe_missing   a video's segment does not start with a key frame
 *	segment_too_long   longer than the target and half a second
 *	not_aligned        the videos are not cut at the same times
 *
 * A track may be shorter than its source by a second or half a percent,
 * whichever is more, but by no more than a tenth and two frames; longer than
 * its source says it may be.
 */
enum outcome verify_staged(void *mem, const struct verify_order *order,
    struct track_list *out, struct refusal *refusal) MUST_CHECK;

/*
 * The same of a published folder: the tracks that its master.m3u8 names (and
 * all that are wished).  In addition each file is exactly init, index and
 * segments, and its index and playlist name exactly these ranges and
 * durations; whatever else the master names is there.  The DASH manifest
 * names the same, and the pictures that are there are whole.  More codes:
 *
 *	index_damaged      the sidx of a track tells something else
 *	playlist_damaged   a playlist tells something else
 *	subtitle_damaged   a subtitle is not WebVTT as we write it
 *	image_damaged      the poster or the storyboard is not as it was made
 */
enum outcome verify_published(void *mem, const struct verify_order *order,
    struct track_list *out, struct refusal *refusal) MUST_CHECK;

/* The rules alone, for tracks that were measured already. */
enum outcome verify_tracks(const struct track_list *tracks,
    const struct verify_order *order, struct refusal *refusal) MUST_CHECK;

#endif
