/* The ladder and the arithmetic of segments (pipeline.md sections 1 and 6). */
#include "config.h"

#include "worker/plan.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "film/language.h"

#define GOP_S INT64_C(2)
#define MIN_RATE INT64_C(100000)
#define LABEL_MAX 100 /* characters, as the rows hold */
#define SOUND_RATE INT64_C(128000)
#define MIB (INT64_C(1) << 20)
#define MAX_THREADS 16
#define MIN_SIDE 16
#define MIN_RUNG_SIDE 64 /* a smaller rendition helps nobody */

/*
 * The rungs, for films of up to 30 frames a second: a picture fits one when
 * its short side and its long side (16:9) do.  H.264 ends at level 4.2 where
 * Apple is to play it, hence nothing above 1080.
 */
static const struct rung {
	int64_t side;
	int64_t crf;
	int64_t max_rate;
} rungs[PLAN_MAX_VIDEOS] = {
	{ .side = 1080, .crf = 22, .max_rate = 5000000 },
	{ .side = 720, .crf = 22, .max_rate = 2800000 },
	{ .side = 480, .crf = 23, .max_rate = 1400000 },
	{ .side = 360, .crf = 23, .max_rate = 800000 },
	{ .side = 240, .crf = 24, .max_rate = 400000 },
};

/* Rec. ITU-T H.264 table A-1: macroblocks a second and in a frame. */
static const struct {
	const char *name;
	int64_t per_second;
	int64_t per_frame;
} levels[] = {
	{ "3.0", 40500, 1620 },
	{ "3.1", 108000, 3600 },
	{ "3.2", 216000, 5120 },
	{ "4.0", 245760, 8192 },
	{ "4.2", 522240, 8704 },
	{ "5.1", 983040, 36864 },
};

static const struct {
	const char *transfer;
	enum plan_tonemap tonemap;
} transfers[] = {
	{ "smpte2084", PLAN_TONEMAP_PQ },
	{ "arib-std-b67", PLAN_TONEMAP_HLG },
};

static int64_t
at_least(int64_t value, int64_t least)
{
	return value > least ? value : least;
}

static int64_t
at_most(int64_t value, int64_t most)
{
	return value < most ? value : most;
}

/* `side` scaled by part / whole to the nearest even number, never above it
   and never below what an encoder takes. */
static int64_t
scale_side(int64_t side, int64_t part, int64_t whole)
{
	int64_t even = (side * part + whole) / (2 * whole) * 2;

	return at_least(at_most(even, side / 2 * 2), MIN_SIDE);
}

static bool
fits(const struct film_video *video, const struct rung *rung)
{
	int64_t wide = at_least(video->width, video->height);
	int64_t narrow = at_most(video->width, video->height);

	return narrow <= rung->side && wide * 9 <= rung->side * 16;
}

/* The film's shape within the rung's box, whichever way it stands. */
static void
fit(const struct film_video *video, const struct rung *rung, int64_t *width,
    int64_t *height)
{
	int64_t wide = at_least(video->width, video->height);
	int64_t narrow = at_most(video->width, video->height);
	int64_t part = 1, whole = 1;

	if (wide * 9 > narrow * 16 && wide * 9 > rung->side * 16) {
		part = rung->side * 16;
		whole = wide * 9;
	} else if (wide * 9 <= narrow * 16 && narrow > rung->side) {
		part = rung->side;
		whole = narrow;
	}
	*width = scale_side(video->width, part, whole);
	*height = scale_side(video->height, part, whole);
}

static const char *
find_level(const struct plan_video *video, struct rational fps)
{
	int64_t blocks = (video->width + 15) / 16 * ((video->height + 15) / 16);
	size_t i = 0;

	while (i + 1 < ARRAY_SIZE(levels) &&
	       (blocks > levels[i].per_frame ||
		   blocks * fps.num > levels[i].per_second * fps.den))
		i++;
	return levels[i].name;
}

static bool
is_worth_it(const struct plan_video *video, const struct plan_video *above)
{
	return at_most(video->width, video->height) >= MIN_RUNG_SIDE &&
	       video->width * video->height * 4 <=
		   above->width * above->height * 3;
}

/* Rates fall in proportion when the film itself has fewer bits than the first
   rung would get: half as much again is plenty for what is there. */
static int64_t
limit_rate(int64_t rate, int64_t first_rate, int64_t source_rate)
{
	int64_t most = source_rate > 0 ? source_rate * 3 / 2 : first_rate;

	if (most < first_rate)
		rate =
		    (int64_t)((double)rate * (double)most / (double)first_rate);
	return at_least(rate, MIN_RATE);
}

static void
plan_videos(struct plan *plan, const struct film_video *source)
{
	int64_t first_rate = 0;
	size_t at = 0;

	while (at + 1 < ARRAY_SIZE(rungs) && fits(source, &rungs[at + 1]))
		at++;
	for (; at < ARRAY_SIZE(rungs); at++) {
		const struct rung *rung = &rungs[at];
		struct plan_video *video = &plan->videos[plan->video_count];
		int64_t rate = plan->fps.num > 30 * plan->fps.den
				   ? rung->max_rate * 3 / 2
				   : rung->max_rate;

		fit(source, rung, &video->width, &video->height);
		if (plan->video_count > 0 && !is_worth_it(video, video - 1))
			continue;
		if (plan->video_count == 0)
			first_rate = rate;
		video->crf = rung->crf;
		video->max_rate =
		    limit_rate(rate, first_rate, source->bit_rate);
		video->buffer_bits = video->max_rate * 3 / 2;
		video->level = find_level(video, plan->fps);
		snprintf(video->name, sizeof(video->name), "v%zu",
		    plan->video_count % 10);
		plan->video_count++;
	}
}

static void
plan_sounds(struct plan *plan, const struct film *film)
{
	size_t first_default = 0;

	for (size_t i = film->audio_count; i > 0; i--) {
		if (film->audio[i - 1].is_default && i <= PLAN_MAX_SOUNDS)
			first_default = i - 1;
	}
	for (size_t i = 0; i < film->audio_count && i < PLAN_MAX_SOUNDS; i++) {
		const struct film_track *track = &film->audio[i];
		struct plan_sound *sound = &plan->sounds[plan->sound_count++];

		*sound = (struct plan_sound){
			.index = track->index,
			.bit_rate = SOUND_RATE,
			.span_us = track->end_us == ABSENT
				       ? ABSENT
				       : track->end_us - film->offset_us,
			.language = language_tag(plan, track->language),
			.label = track->title == NULL
				     ? NULL
				     : text_clean(plan, track->title,
					   strlen(track->title), LABEL_MAX),
			.is_default = i == first_default,
			.is_commentary = track->is_commentary,
			.is_for_impaired = track->is_for_impaired,
		};
		snprintf(sound->name, sizeof(sound->name), "a%zu", i % 10);
	}
}

static void
plan_colours(struct plan *plan, const struct film_video *video)
{
	for (size_t i = 0; i < ARRAY_SIZE(transfers); i++) {
		if (video->transfer != NULL &&
		    strcmp(video->transfer, transfers[i].transfer) == 0)
			plan->tonemap = transfers[i].tonemap;
	}
	if (plan->tonemap == PLAN_TONEMAP_NONE && film_is_wide(video))
		plan->tonemap = PLAN_TONEMAP_WIDE;
	plan->lacks_primaries = video->primaries == NULL;
	plan->lacks_matrix = video->matrix == NULL;
	plan->lacks_range = video->range == NULL;
}

static void
plan_segments(struct plan *plan, const struct settings *settings)
{
	struct rational fps = plan->fps;

	plan->gop_frames =
	    at_least((2 * GOP_S * fps.num + fps.den) / (2 * fps.den), 1);
	plan->segment_gops =
	    at_least((settings->segment_s + GOP_S / 2) / GOP_S, 1);
	plan->segment_us =
	    plan->segment_gops * plan->gop_frames * 1000000 * fps.den / fps.num;
}

static void
plan_frames(struct plan *plan, const struct film *film)
{
	double frames =
	    (double)film->video.span_us * rate_real(plan->fps) / 1e6;

	plan->span_us = film->video.span_us;
	plan->frames = at_least((int64_t)(frames + 0.5), 1);
}

static void
plan_costs(
    struct plan *plan, const struct film *film, const struct settings *settings)
{
	int64_t rate = SOUND_RATE * (int64_t)plan->sound_count;
	int64_t cores = sysconf(_SC_NPROCESSORS_ONLN);
	int64_t pixels = film->video.coded_width * film->video.coded_height;

	for (size_t i = 0; i < plan->video_count; i++)
		rate += plan->videos[i].max_rate;
	plan->staging_bytes = (int64_t)((double)film->duration_ms / 1000 *
					(double)rate * 1.1 / 8) +
			      16 * MIB;
	plan->disk_bytes = 2 * plan->staging_bytes;
	plan->threads = settings->encoder_threads > 0
			    ? settings->encoder_threads
			    : at_least(at_most(cores, MAX_THREADS), 1);
	plan->max_file_bytes =
	    64 * MIB + plan->videos[0].max_rate * settings->segment_s;
	/* 2160p on two threads needs 1.5 GB; a thread holds a frame or two. */
	plan->max_data_bytes = 768 * MIB + pixels * (96 + 8 * plan->threads);
	plan->max_cpu_s = 600 + film->duration_ms * 60 / 1000;
}

struct plan *
plan_make(void *mem, const struct film *film, const struct settings *settings)
{
	struct plan *plan = mem_new(mem, struct plan);

	assert(film->duration_ms > 0 && film->video.width >= 16);
	plan->video_index = film->video.index;
	plan->fps = film->video.fps;
	plan->offset_us = film->offset_us;
	plan->is_interlaced = film->video.is_interlaced;
	plan_colours(plan, &film->video);
	plan_segments(plan, settings);
	plan_videos(plan, &film->video);
	plan_sounds(plan, film);
	plan_frames(plan, film);
	plan_costs(plan, film, settings);
	return plan;
}

struct plan *
plan_first(void *mem, const struct plan *whole, const struct film *film,
    const struct settings *settings)
{
	struct plan *plan = mem_new(mem, struct plan);

	*plan = *whole;
	plan->videos[0] = whole->videos[whole->video_count - 1];
	plan->video_count = 1;
	plan_costs(plan, film, settings);
	return plan;
}

static bool
is_among(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

struct plan *
plan_rest(void *mem, const struct plan *whole, const struct film *film,
    const struct settings *settings, const char *const *names, size_t count)
{
	struct plan *plan = mem_new(mem, struct plan);

	*plan = *whole;
	plan->sound_count = 0;
	plan->video_count = 0;
	for (size_t i = 0; i < whole->video_count; i++)
		if (!is_among(names, count, whole->videos[i].name))
			plan->videos[plan->video_count++] = whole->videos[i];
	if (plan->video_count > 0)
		plan_costs(plan, film, settings);
	return plan;
}
