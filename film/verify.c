/*
 * The rules, one function each, in a table: those of a track by itself, then
 * those between tracks.  Times are compared as fractions, never as floats.
 */
#include "config.h"

#include "film/verify.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/field.h"
#include "base/mem.h"

#define SECOND_US INT64_C(1000000)
#define SEGMENT_SLACK_US (SECOND_US / 2)
/* Half a percent, as a divisor. */
#define FILM_SLACK 200
#define TWO_FRAMES_US ((int64_t)80000)
/* h:mm:ss.s and its NUL, however long the film. */
#define TIME_TEXT 32

typedef enum outcome rule(const struct mp4_track *track,
    const struct verify_order *order, struct refusal *refusal);

/* "1:52:10.0" */
static const char *
time_text(int64_t time_us, char out[TIME_TEXT])
{
	int64_t tenths = (time_us + SECOND_US / 20) / (SECOND_US / 10);

	snprintf(out, TIME_TEXT,
	    "%" PRId64 ":%02" PRId64 ":%02" PRId64 ".%" PRId64, tenths / 36000,
	    tenths / 600 % 60, tenths / 10 % 60, tenths % 10);
	return out;
}

static const struct verify_wish *
wish_find(const struct verify_order *order, const char *name)
{
	for (size_t i = 0; i < order->wish_count; i++)
		if (strcmp(order->wishes[i].name, name) == 0)
			return &order->wishes[i];
	return NULL;
}

/* ISO/IEC 23000-19 section 7.3.2.3: from zero, without hole or overlap. */
static enum outcome
is_contiguous(const struct mp4_track *track, const struct verify_order *order,
    struct refusal *refusal)
{
	int64_t expected = 0;

	(void)order;
	for (size_t i = 0; i < track->segment_count; i++) {
		const struct mp4_segment *segment = &track->segments[i];

		if (segment->decode_time != expected)
			return refuse(refusal, INVALID, "not_contiguous",
			    "Segment %zu of track %s starts at %.6f s, but "
			    "what comes before it ends at %.6f s.",
			    i, track->name,
			    (double)segment->decode_time /
				track->init.timescale,
			    (double)expected / track->init.timescale);
		expected += segment->duration;
	}
	return OK;
}

static enum outcome
has_keyframes(const struct mp4_track *track, const struct verify_order *order,
    struct refusal *refusal)
{
	(void)order;
	if (track->init.kind != MP4_VIDEO)
		return OK;
	for (size_t i = 0; i < track->segment_count; i++)
		if (!track->segments[i].starts_with_sync)
			return refuse(refusal, INVALID, "keyframe_missing",
			    "Segment %zu of track %s does not start with a "
			    "key frame, so nobody could seek to it.",
			    i, track->name);
	return OK;
}

/* A second or half a percent, but of a short film no more than a tenth and
   two frames. */
static int64_t
length_slack_us(int64_t wanted_us)
{
	int64_t slack_us = wanted_us / FILM_SLACK;
	int64_t most_us = wanted_us / 10 + TWO_FRAMES_US;

	if (slack_us < SECOND_US)
		slack_us = SECOND_US;
	return slack_us < most_us ? slack_us : most_us;
}

/* Longer than its header says is no damage: recordings that were joined or
   cut keep the header of their first part. */
static enum outcome
has_whole_length(const struct mp4_track *track,
    const struct verify_order *order, struct refusal *refusal)
{
	const struct verify_wish *wish = wish_find(order, track->name);
	int64_t is_us = track_time_us(track, track_duration(track));
	char is[TIME_TEXT], wanted[TIME_TEXT];

	if (wish == NULL || wish->duration_us == ABSENT ||
	    is_us >= wish->duration_us - length_slack_us(wish->duration_us))
		return OK;
	time_text(is_us, is);
	time_text(wish->duration_us, wanted);
	return refuse(refusal, INVALID, "truncated",
	    "Only %s of %s is there in track %s: the film breaks off "
	    "before its end.",
	    is, wanted, track->name);
}

static enum outcome
has_all_frames(const struct mp4_track *track, const struct verify_order *order,
    struct refusal *refusal)
{
	const struct verify_wish *wish = wish_find(order, track->name);
	int64_t frames = track_samples(track);

	if (wish == NULL || wish->frames == ABSENT || wish->frames == frames)
		return OK;
	return refuse(refusal, INVALID, "frames_mismatch",
	    "Track %s has %" PRId64 " frames instead of %" PRId64 ".",
	    track->name, frames, wish->frames);
}

static enum outcome
has_short_segments(const struct mp4_track *track,
    const struct verify_order *order, struct refusal *refusal)
{
	int64_t limit_us = order->target_us + SEGMENT_SLACK_US;

	if (order->target_us == 0)
		return OK;
	for (size_t i = 0; i < track->segment_count; i++) {
		int64_t is_us =
		    track_time_us(track, track->segments[i].duration);

		if (is_us > limit_us)
			return refuse(refusal, INVALID, "segment_too_long",
			    "Segment %zu of track %s lasts %.3f s, more than "
			    "%.3f s.",
			    i, track->name, (double)is_us / SECOND_US,
			    (double)limit_us / SECOND_US);
	}
	return OK;
}

/* In the order of what is worth knowing first. */
static rule *const track_rules[] = {
	is_contiguous,
	has_keyframes,
	has_whole_length,
	has_all_frames,
	has_short_segments,
};

/* Exactly: decode times stay below 2^61 and timescales below 2^32, so no
   product leaves 128 bits. */
static bool
is_same_time(const struct mp4_track *left, int64_t left_time,
    const struct mp4_track *right, int64_t right_time)
{
	return (__int128)left_time * right->init.timescale ==
	       (__int128)right_time * left->init.timescale;
}

static enum outcome
is_aligned(const struct mp4_track *first, const struct mp4_track *other,
    struct refusal *refusal)
{
	const struct mp4_segment *left = first->segments;
	const struct mp4_segment *right = other->segments;

	if (first->segment_count != other->segment_count)
		return refuse(refusal, INVALID, "not_aligned",
		    "Track %s has %zu segments and track %s %zu: players "
		    "could not change between them.",
		    first->name, first->segment_count, other->name,
		    other->segment_count);
	for (size_t i = 0; i < first->segment_count; i++)
		if (!is_same_time(first, left[i].decode_time + left[i].duration,
			other, right[i].decode_time + right[i].duration))
			return refuse(refusal, INVALID, "not_aligned",
			    "Segment %zu ends at other times in track %s and "
			    "track %s: players could not change between them.",
			    i, first->name, other->name);
	return OK;
}

static enum outcome
verify_between(const struct track_list *tracks, struct refusal *refusal)
{
	const struct mp4_track *first = NULL;
	enum outcome rc = OK;

	for (size_t i = 0; i < tracks->count && rc == OK; i++) {
		const struct mp4_track *track = &tracks->items[i];

		if (track->init.kind != MP4_VIDEO)
			continue;
		if (first == NULL)
			first = track;
		else
			rc = is_aligned(first, track, refusal);
	}
	if (first == NULL)
		return refuse(refusal, INVALID, "no_output",
		    "There is no picture among the tracks.");
	return rc;
}

enum outcome
verify_tracks(const struct track_list *tracks, const struct verify_order *order,
    struct refusal *refusal)
{
	enum outcome rc;

	for (size_t i = 0; i < tracks->count; i++)
		for (size_t j = 0; j < ARRAY_SIZE(track_rules); j++) {
			rc = track_rules[j](&tracks->items[i], order, refusal);
			if (rc != OK)
				return rc;
		}
	return verify_between(tracks, refusal);
}

enum outcome
verify_staged(void *mem, const struct verify_order *order,
    struct track_list *out, struct refusal *refusal)
{
	enum outcome rc = OK;

	out->count = order->wish_count;
	out->items = mem_array(mem, struct mp4_track, order->wish_count);
	for (size_t i = 0; i < order->wish_count && rc == OK; i++)
		rc = track_read_staged(mem, order->folder,
		    order->wishes[i].name, &out->items[i], refusal);
	return rc == OK ? verify_tracks(out, order, refusal) : rc;
}
