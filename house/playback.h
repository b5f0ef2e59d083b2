/* Where a film can be played. */
#ifndef HOUSE_PLAYBACK_H
#define HOUSE_PLAYBACK_H

#include "house/house.h"
#include "sql/output.h"

/* A subtitle that the HLS has, and its WebVTT. */
struct playback_subtitle {
	int64_t id;
	char *language;
	char *label;
	bool forced;
	char *url;
};

struct playback {
	char *hls;
	char *dash;   /* NULL, like all that was not made */
	char *poster; /* of a movie; not below media_base_url, nor signed; where
			 it has none, a frame of the film as the rest is */
	char *storyboard;
	char *chapters;
	struct stamp expires_at; /* ABSENT: never */
	struct rendition *renditions;
	size_t rendition_count;
	struct playback_subtitle *subtitles;
	size_t subtitle_count;
};

extern const struct field playback_fields[];
extern const struct field playback_subtitle_fields[];

/* URLs below media_base_url, signed (house/sign.h) and with an end where
   playback is; CONFLICT `media_not_ready` unless READY. */
enum outcome playback_of(struct house *h, const struct uuid *media_id,
    struct playback *out) MUST_CHECK;

/* The same for the media file of a movie or an episode; CONFLICT
   `media_missing` when it has none, `in_trash` when the title or its series
   is there. */
enum outcome playback_of_movie(struct house *h, const struct uuid *movie_id,
    struct playback *out) MUST_CHECK;
enum outcome playback_of_episode(struct house *h, const struct uuid *episode_id,
    struct playback *out) MUST_CHECK;

#endif
