/*
 * What is to be made of a film, in numbers: frame rate, segments, the ladder
 * of renditions, and what the run may cost.  Pure, apart from counting cores.
 */
#ifndef WORKER_PLAN_H
#define WORKER_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "film/film.h"
#include "film/rate.h"
#include "base/settings.h"

#define PLAN_MAX_VIDEOS 5
#define PLAN_MAX_SOUNDS 8

/* High dynamic range that must be brought down for the screens of today. */
enum plan_tonemap {
	PLAN_TONEMAP_NONE,
	PLAN_TONEMAP_PQ,   /* SMPTE ST 2084 */
	PLAN_TONEMAP_HLG,  /* ARIB STD-B67 */
	PLAN_TONEMAP_WIDE, /* only its gamut is: BT.2020 by an ordinary curve */
	PLAN_TONEMAP_COUNT
};

struct plan_video {
	char name[4]; /* "v0" is the highest; also its folder in staging */
	int64_t width, height; /* even */
	int64_t crf;
	int64_t max_rate;    /* bits per second */
	int64_t buffer_bits; /* of the encoder's rate control */
	const char *level;   /* of H.264 High, as x264 writes it: "3.1" */
};

struct plan_sound {
	char name[4];     /* "a0", in the order of the file */
	int64_t index;    /* among all streams of the file */
	int64_t bit_rate; /* bits per second */
	int64_t span_us;  /* how long it will last; ABSENT: not known */
	/* For playlists only, never for a command line. */
	char *language;  /* BCP 47, or NULL */
	char *label;     /* or NULL */
	bool is_default; /* exactly one is */
	bool is_commentary;
	bool is_for_impaired;
};

struct plan {
	int64_t video_index; /* among all streams of the file */
	struct rational fps;
	int64_t gop_frames;   /* about two seconds */
	int64_t segment_gops; /* a segment is exactly so many */
	int64_t segment_us;   /* its length, rounded down */
	int64_t offset_us;    /* by which the picture starts late (priming) */
	bool is_interlaced;
	enum plan_tonemap tonemap;
	/* Tags that tonemapping needs and the film lacks. */
	bool lacks_primaries, lacks_matrix, lacks_range;

	struct plan_video videos[PLAN_MAX_VIDEOS];
	size_t video_count;
	struct plan_sound sounds[PLAN_MAX_SOUNDS];
	size_t sound_count;

	int64_t span_us; /* how long the picture will last */
	int64_t frames;  /* so many are expected */

	int64_t threads;
	int64_t staging_bytes;  /* the most that the encoder may write */
	int64_t disk_bytes;     /* free space to start with: staging and its
				   packed copy; reserve_bytes comes on top */
	int64_t max_file_bytes; /* limits of the child */
	int64_t max_data_bytes;
	int64_t max_cpu_s;
};

/* Below `mem`; the film must have passed film_check(). */
struct plan *plan_make(
    void *mem, const struct film *film, const struct settings *settings);

/*
 * The plan in two parts: what makes the film playable, which is its lowest
 * picture and all sounds; and the pictures that are left when those of
 * `names` are there.  Each hangs below `mem`, its texts are the whole's.
 */
struct plan *plan_first(void *mem, const struct plan *whole,
    const struct film *film, const struct settings *settings);
struct plan *plan_rest(void *mem, const struct plan *whole,
    const struct film *film, const struct settings *settings,
    const char *const *names, size_t count);

#endif
