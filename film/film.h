/*
 * A film as ffprobe describes it: what of it can be shown and how, and
 * whether the house takes it at all.  Pure: text in, struct out.
 */
#ifndef FILM_FILM_H
#define FILM_FILM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/field.h"
#include "base/outcome.h"
#include "film/rate.h"
#include "base/settings.h"

/* The one video stream that is shown.  Texts ffprobe did not know are NULL,
   numbers ABSENT. */
struct film_video {
	int64_t index; /* among all streams of the file */
	char *codec;
	char *profile;
	char *pixel_format;
	int64_t coded_width, coded_height;
	int64_t width, height; /* as shown: pixel shape and rotation applied */
	int64_t rotation;      /* 0, 90, 180 or 270 degrees */
	bool is_interlaced;
	char *transfer, *primaries, *matrix, *range;
	struct rational fps;         /* what we make: constant, standard */
	struct rational average_fps; /* what the file has */
	int64_t bit_rate;            /* of the stream, else of the file */
	int64_t start_us;            /* after the film's start */
	int64_t span_us; /* from the film's start to its last frame's end, the
			    film's offset taken off */
};

/* A sound track or a subtitle track. */
struct film_track {
	int64_t index;
	char *codec;
	char *language;   /* as in the file, cleaned: "spa", "pt-br"; or NULL */
	char *title;      /* for people, cleaned; or NULL */
	int64_t channels; /* of sound */
	int64_t start_us; /* after the film's start */
	int64_t end_us;   /* the same; ABSENT: not said */
	bool is_default;
	bool is_forced;
	bool is_commentary;
	bool is_for_impaired; /* described, or for the hard of hearing */
};

struct film {
	char *container;     /* ffmpeg's name of the demuxer */
	int64_t duration_ms; /* ABSENT until somebody measured it */
	int64_t start_us;    /* the file's own first timestamp */
	int64_t offset_us;   /* by which the picture starts after the file,
				where that is only priming (below 0.1 s) */
	struct film_video video;
	struct film_track *audio;
	size_t audio_count;
	struct film_track *subtitles;
	size_t subtitle_count;
	struct text_list warnings; /* sentences for people */
	char *json; /* what ffprobe said, without paths, texts cleaned */
};

/*
 * Reads the JSON of `ffprobe -show_format -show_streams` (with the side data
 * of some packets, which tells encryption), at most `length` bytes of it.
 * The film hangs below `mem`.  INVALID with a code of its own when there is
 * nothing in it to show (no_video, unsupported_codec, drm); MALFORMED when it
 * is not ffprobe's JSON.
 */
enum outcome film_parse(void *mem, const char *json, size_t length,
    struct film **out, struct refusal *refusal) MUST_CHECK;

/* Has it the gamut of BT.2020, whatever its light? */
bool film_is_wide(const struct film_video *video);

/* Adds a sentence to film->warnings. */
void film_warn(struct film *film, const char *format, ...) PRINTF_LIKE(2, 3);

/* Notes a duration that was measured packet by packet: the end of the last
   one, in the file's own time. */
void film_set_end(struct film *film, int64_t end_us);

/*
 * Do we take it?  INVALID with too_large, too_small, too_long, too_short,
 * too_many_frames or no_duration, and a sentence for people.
 */
enum outcome film_check(const struct film *film,
    const struct settings *settings, struct refusal *refusal) MUST_CHECK;

#endif
