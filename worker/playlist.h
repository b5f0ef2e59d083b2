/*
 * HLS playlists (RFC 8216, with 8216bis and Apple's authoring specification
 * where they ask for more), as text from measured tracks.  Pure functions.
 *
 * The tracks are in their published form: tails merged, offsets those of the
 * one file that each became.
 */
#ifndef WORKER_PLAYLIST_H
#define WORKER_PLAYLIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "film/storyboard.h"
#include "film/track.h"

/* What people call a sound track; what is not known stays NULL. */
struct playlist_sound {
	const char *track;    /* "a0" */
	const char *language; /* BCP-47; anything else is left out */
	const char *label;
	bool is_default;
	bool by_choice_only; /* commentary: never picked for somebody */
};

/* Subtitles beside the tracks. */
struct playlist_subtitle {
	const char *track;    /* "s7" */
	const char *language; /* BCP 47 */
	const char *label;
	bool is_forced;     /* for those who understand the film otherwise */
	int64_t size_bytes; /* of its WebVTT */
};

struct playlist_master {
	const struct track_list *tracks;
	const struct playlist_sound *sounds; /* a track need not have one */
	size_t sound_count;
	const struct playlist_subtitle *subtitles;
	size_t subtitle_count;
	const struct storyboard *storyboard; /* NULL: none */
};

/* Bits per second. */
struct playlist_rate {
	int64_t peak;
	int64_t average;
};

/* EXT-X-TARGETDURATION: the longest segment, rounded; at least 1 s. */
int64_t playlist_target_s(const struct mp4_track *track);

/*
 * The average over the whole track, and the peak over any run of segments
 * that lasts 0.5 to 1.5 target durations (section 4.3.4.2 and 8216bis); both
 * rounded up.  A track that has no such run peaks at its average.
 */
struct playlist_rate playlist_rate(const struct mp4_track *track);

/* The media playlist of one track, below `mem`. */
char *playlist_media(void *mem, const struct mp4_track *track);

/*
 * The key frames that players show while somebody winds (section 4.3.3.6):
 * NAME-iframes.m3u8 of a video, an entry for each segment, from its start to
 * the end of its first picture; and what that takes.  `playlist_iframes_name`
 * is the file's name.
 */
char *playlist_iframes(void *mem, const struct mp4_track *track);
struct playlist_rate playlist_iframes_rate(const struct mp4_track *track);
char *playlist_iframes_name(void *mem, const struct mp4_track *track);

/* The media playlist of "s7": NAME.vtt in one piece, as long as the film, which
   no silence in it can make shorter; below `mem`. */
char *playlist_subtitle(void *mem, const char *name, int64_t duration_us);

/* The multivariant playlist: one variant per video and one of its key frames,
   all sounds in one group, all subtitles in another, below `mem`. */
char *playlist_master(void *mem, const struct playlist_master *master);

#endif
