/* What we note of a film, and whether we take it. */
#include "config.h"

#include "film/film.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "base/mem.h"

bool
film_is_wide(const struct film_video *video)
{
	return (video->primaries != NULL &&
		   strcmp(video->primaries, "bt2020") == 0) ||
	       (video->matrix != NULL &&
		   strncmp(video->matrix, "bt2020", strlen("bt2020")) == 0);
}

void
film_warn(struct film *film, const char *format, ...)
{
	struct text_list *list = &film->warnings;
	va_list args;

	list->items = mem_grow(film, list->items, char *, list->count + 1);
	va_start(args, format);
	list->items[list->count++] = mem_vprintf(list->items, format, args);
	va_end(args);
}

void
film_set_end(struct film *film, int64_t end_us)
{
	int64_t length_us = end_us - film->start_us;

	film->duration_ms = (length_us + 500) / 1000;
	film->video.span_us = length_us > film->offset_us
				  ? length_us - film->offset_us
				  : length_us;
}

static bool
has_no_duration(const struct film *film)
{
	return film->duration_ms == ABSENT || film->duration_ms <= 0;
}

static bool
is_too_short(const struct film *film)
{
	return film->duration_ms <= 0;
}

static bool
is_too_small(const struct film *film)
{
	return film->video.coded_width < 16 || film->video.coded_height < 16 ||
	       film->video.width < 16 || film->video.height < 16;
}

static bool
is_too_large(const struct film *film)
{
	const struct film_video *video = &film->video;

	return video->coded_width > 8192 || video->coded_height > 8192 ||
	       video->coded_width * video->coded_height > 36000000;
}

static bool
has_too_many_frames(const struct film *film)
{
	return rate_real(film->video.average_fps) > 240;
}

/* security.md section 3. */
static const struct {
	bool (*breaks)(const struct film *film);
	const char *code;
	const char *sentence;
} rules[] = {
	{ is_too_small, "too_small",
	    "The picture is smaller than 16 pixels a side." },
	{ is_too_large, "too_large",
	    "The picture is larger than 8192 pixels a side or 36 million "
	    "pixels in all." },
	{ has_too_many_frames, "too_many_frames",
	    "The film has more than 240 frames a second." },
	{ has_no_duration, "no_duration",
	    "Nothing in the file says how long the film is." },
	{ is_too_short, "too_short", "The film is over before it begins." },
};

enum outcome
film_check(const struct film *film, const struct settings *settings,
    struct refusal *refusal)
{
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++) {
		if (rules[i].breaks(film))
			return refuse(refusal, INVALID, rules[i].code, "%s",
			    rules[i].sentence);
	}
	if (film->duration_ms > settings->max_duration_s * 1000)
		return refuse(refusal, INVALID, "too_long",
		    "The film lasts %" PRId64 " minutes; the longest that is "
		    "accepted has %" PRId64 ".",
		    film->duration_ms / 60000, settings->max_duration_s / 60);
	return OK;
}
