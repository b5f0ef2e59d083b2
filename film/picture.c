/* Size, rate and times of the chosen stream. */
#include "config.h"

#include "film/picture.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "film/rate.h"
#include "film/stream.h"

#define SECOND_US INT64_C(1000000)
#define MAX_BIT_RATE INT64_C(1000000000000)
#define PRIMING_US INT64_C(100000) /* a start above it is meant */

/* ffmpeg turns the picture upright by itself when it is within a degree. */
static int64_t
read_rotation(struct json_object *stream)
{
	for (size_t i = 0; i < stream_count(stream, "side_data_list"); i++) {
		int64_t angle = json_number_at(
		    stream_at(stream, "side_data_list", i), "rotation", ABSENT);

		if (angle == ABSENT || angle % 90 != 0)
			continue;
		return (angle % 360 + 360) % 360;
	}
	return 0;
}

static void
read_size(struct json_object *stream, struct film *film)
{
	struct film_video *video = &film->video;
	struct rational shape = { 1, 1 };
	int64_t width;

	video->coded_width = stream_number(stream, "width", 65536);
	video->coded_height = stream_number(stream, "height", 65536);
	video->width = video->coded_width;
	video->height = video->coded_height;
	video->rotation = read_rotation(stream);
	if (video->width <= 0 || video->height <= 0)
		return;
	if (stream_ratio(stream, "sample_aspect_ratio", ':', &shape)) {
		width = (video->width * shape.num + shape.den / 2) / shape.den;
		if (width > 8 * video->height || video->height > 8 * width)
			film_warn(film,
			    "The shape of its pixels makes no sense and "
			    "is left out of account.");
		else
			video->width = width;
	}
	if (video->rotation % 180 != 0) {
		int64_t side = video->width;

		video->width = video->height;
		video->height = side;
	}
}

static void
read_fps(struct json_object *stream, struct film *film)
{
	struct rational nominal = { 25, 1 }, average = { 25, 1 };
	bool has_nominal = stream_ratio(stream, "r_frame_rate", '/', &nominal);

	if (!stream_ratio(stream, "avg_frame_rate", '/', &average)) {
		average = nominal;
		if (!has_nominal)
			film_warn(film,
			    "It does not say its frame rate; 25 frames "
			    "a second are taken.");
	}
	if (!has_nominal)
		nominal = average;
	film->video.average_fps = average;
	film->video.fps = rate_choose(nominal, average);
	if (!rate_is_near(rate_real(film->video.fps), rate_real(average), 0.01))
		film_warn(film, "Its %.2f frames a second become %.2f.",
		    rate_real(average), rate_real(film->video.fps));
}

/* "00:00:03.023000000" of Matroska's tags. */
static int64_t
read_clock(const char *text)
{
	unsigned int hours, minutes;
	double seconds;

	if (text == NULL ||
	    sscanf(text, "%5u:%2u:%12lf", &hours, &minutes, &seconds) != 3 ||
	    !(seconds >= 0 && seconds < 60))
		return ABSENT;
	return ((int64_t)hours * 3600 + (int64_t)minutes * 60) * SECOND_US +
	       (int64_t)(seconds * 1e6 + 0.5);
}

/*
 * Where the last frame ends, after the film's start.  libavformat's Matroska
 * tag says the end, mkvmerge's statistics say the length.
 */
static int64_t
read_end(struct json_object *stream, int64_t start_us)
{
	struct json_object *tags = json_at(stream, "tags", NULL);
	int64_t length_us = stream_us(stream, "duration");
	int64_t clock_us = read_clock(json_text_at(tags, "DURATION"));

	if (length_us != ABSENT && length_us > 0)
		return start_us + length_us;
	if (clock_us == ABSENT || clock_us <= 0)
		return ABSENT;
	return json_at(tags, "_STATISTICS_TAGS", NULL) != NULL
		   ? start_us + clock_us
		   : clock_us;
}

int64_t
picture_end_us(struct json_object *stream, const struct film *film)
{
	return read_end(stream, picture_start_us(stream, film));
}

int64_t
picture_start_us(struct json_object *stream, const struct film *film)
{
	int64_t start_us = stream_us(stream, "start_time");

	return start_us == ABSENT ? 0 : start_us - film->start_us;
}

static void
read_times(
    struct json_object *format, struct json_object *stream, struct film *film)
{
	int64_t start_us = stream_us(format, "start_time");
	int64_t length_us = stream_us(format, "duration");
	int64_t end_us;

	film->start_us = start_us == ABSENT ? 0 : start_us;
	film->video.start_us = picture_start_us(stream, film);
	if (film->video.start_us > 0 && film->video.start_us < PRIMING_US)
		film->offset_us = film->video.start_us;
	end_us = read_end(stream, film->video.start_us);
	if (length_us == ABSENT || length_us <= 0)
		length_us = end_us;
	film->duration_ms = ABSENT;
	film->video.span_us = ABSENT;
	if (length_us == ABSENT || length_us <= 0)
		return;
	film->duration_ms = (length_us + 500) / 1000;
	if (end_us == ABSENT || end_us <= film->offset_us)
		end_us = length_us;
	film->video.span_us = end_us - film->offset_us;
}

/* Wide colours mostly mean HDR, of which there are two kinds; who guesses
   wrong spoils the whole film, an ordinary curve only makes it pale. */
static void
check_colours(struct film *film)
{
	if (film->video.transfer == NULL && film_is_wide(&film->video))
		film_warn(film,
		    "It has the wide colours of HDR but does not name its "
		    "brightness curve; an ordinary one is taken, and it may "
		    "look pale.");
}

void
picture_read(
    struct json_object *format, struct json_object *stream, struct film *film)
{
	struct film_video *video = &film->video;
	char *order = stream_text(film, stream, "field_order");

	video->index = stream_number(stream, "index", INT32_MAX);
	video->codec = stream_text(film, stream, "codec_name");
	video->profile = stream_text(film, stream, "profile");
	video->pixel_format = stream_text(film, stream, "pix_fmt");
	video->transfer = stream_text(film, stream, "color_transfer");
	video->primaries = stream_text(film, stream, "color_primaries");
	video->matrix = stream_text(film, stream, "color_space");
	video->range = stream_text(film, stream, "color_range");
	video->is_interlaced =
	    order != NULL && strcmp(order, "progressive") != 0;
	video->bit_rate = stream_number(stream, "bit_rate", MAX_BIT_RATE);
	if (video->bit_rate == ABSENT || video->bit_rate == 0)
		video->bit_rate =
		    stream_number(format, "bit_rate", MAX_BIT_RATE);
	check_colours(film);
	read_size(stream, film);
	read_fps(stream, film);
	read_times(format, stream, film);
}
