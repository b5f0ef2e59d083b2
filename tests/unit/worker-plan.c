/* worker/plan: ladders and the arithmetic of segments. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "film/language.h"
#include "worker/plan.h"

static const struct settings settings = {
	.segment_s = 6, .encoder_threads = 2, .max_duration_s = 43200
};

static struct film
film_like(int64_t width, int64_t height)
{
	return (struct film){ .duration_ms = 60000,
		.video = { .index = 0,
		    .coded_width = width,
		    .coded_height = height,
		    .width = width,
		    .height = height,
		    .fps = { 24, 1 },
		    .average_fps = { 24, 1 },
		    .bit_rate = 20000000,
		    .span_us = 60000000 } };
}

/* "1920x1080 1280x720" */
static char *
ladder_of(void *mem, int64_t width, int64_t height)
{
	struct film film = film_like(width, height);
	struct plan *plan = plan_make(mem, &film, &settings);
	char *text = mem_text(mem, "");

	for (size_t i = 0; i < plan->video_count; i++) {
		assert_in_range(plan->videos[i].width, 2, width);
		assert_in_range(plan->videos[i].height, 2, height);
		mem_append(mem, &text, "%s%dx%d", i > 0 ? " " : "",
		    (int)plan->videos[i].width, (int)plan->videos[i].height);
	}
	return text;
}

static void
begins_each_ladder_at_the_films_own_size(void **state)
{
	static const struct {
		int64_t width, height;
		const char *ladder;
	} cases[] = {
		{ 1920, 1080, "1920x1080 1280x720 854x480 640x360 426x240" },
		{ 3840, 2160, "1920x1080 1280x720 854x480 640x360 426x240" },
		{ 1920, 804, "1920x804 1280x536 854x358 640x268 426x178" },
		{ 853, 479, "852x478 640x360 426x240" },
		{ 1080, 1920, "1080x1920 720x1280 480x854 360x640 240x426" },
		{ 1440, 1080, "1440x1080 960x720 640x480 480x360 320x240" },
		{ 320, 180, "320x180" },
		{ 16, 16, "16x16" },
		{ 17, 4000, "16x1920" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		AUTO_FREE void *mem = mem_context(NULL);

		assert_string_equal(
		    ladder_of(mem, cases[i].width, cases[i].height),
		    cases[i].ladder);
	}
}

static void
drops_a_rung_that_is_hardly_smaller(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);

	(void)state;
	assert_string_equal(
	    ladder_of(mem, 1280, 738), "1280x738 832x480 624x360 416x240");
}

static void
never_upscales_whatever_the_size(void **state)
{
	(void)state;
	srand(3);
	for (int round = 0; round < 2000; round++) {
		AUTO_FREE void *mem = mem_context(NULL);
		struct film film =
		    film_like(16 + rand() % 4000, 16 + rand() % 4000);
		struct plan *plan = plan_make(mem, &film, &settings);

		assert_in_range(plan->video_count, 1, PLAN_MAX_VIDEOS);
		for (size_t i = 0; i < plan->video_count; i++) {
			struct plan_video *video = &plan->videos[i];

			assert_in_range(video->width, 2, film.video.width);
			assert_in_range(video->height, 2, film.video.height);
			assert_int_equal(video->width % 2, 0);
			assert_int_equal(video->height % 2, 0);
			assert_true(i == 0 ||
				    video->width * video->height * 4 <=
					video[-1].width * video[-1].height * 3);
		}
	}
}

static void
spends_no_more_bits_than_there_are(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct film film = film_like(1920, 1080);
	struct plan *plan = plan_make(mem, &film, &settings);

	(void)state;
	assert_int_equal(plan->videos[0].max_rate, 5000000);
	assert_int_equal(plan->videos[0].buffer_bits, 7500000);
	film.video.bit_rate = 1000000;
	plan = plan_make(mem, &film, &settings);
	assert_int_equal(plan->videos[0].max_rate, 1500000);
	for (size_t i = 1; i < plan->video_count; i++)
		assert_true(
		    plan->videos[i].max_rate < plan->videos[i - 1].max_rate);
	film.video.bit_rate = 1000;
	plan = plan_make(mem, &film, &settings);
	assert_int_equal(plan->videos[4].max_rate, 100000);
	film.video.bit_rate = ABSENT;
	film.video.fps = (struct rational){ 60, 1 };
	plan = plan_make(mem, &film, &settings);
	assert_int_equal(plan->videos[0].max_rate, 7500000);
}

static void
names_the_level_that_the_picture_needs(void **state)
{
	static const struct {
		int64_t width, height, fps;
		const char *level;
	} cases[] = {
		{ 1920, 1080, 24, "4.0" },
		{ 1920, 1080, 60, "4.2" },
		{ 1280, 720, 30, "3.1" },
		{ 1280, 720, 60, "3.2" },
		{ 426, 240, 24, "3.0" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		AUTO_FREE void *mem = mem_context(NULL);
		struct film film = film_like(cases[i].width, cases[i].height);
		struct plan *plan;

		film.video.fps.num = cases[i].fps;
		plan = plan_make(mem, &film, &settings);
		assert_string_equal(plan->videos[0].level, cases[i].level);
	}
}

static void
cuts_segments_at_whole_frames(void **state)
{
	static const struct {
		struct rational fps;
		int64_t segment_s, gop, gops, us;
	} cases[] = {
		{ { 24, 1 }, 6, 48, 3, 6000000 },
		{ { 24000, 1001 }, 6, 48, 3, 6006000 },
		{ { 30000, 1001 }, 6, 60, 3, 6006000 },
		{ { 60000, 1001 }, 4, 120, 2, 4004000 },
		{ { 25, 2 }, 6, 25, 3, 6000000 },
		{ { 97, 10 }, 6, 19, 3, 5876288 },
		{ { 1, 1 }, 2, 2, 1, 2000000 },
		{ { 25, 1 }, 5, 50, 3, 6000000 },
		{ { 25, 1 }, 10, 50, 5, 10000000 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		AUTO_FREE void *mem = mem_context(NULL);
		struct settings wish = settings;
		struct film film = film_like(640, 360);
		struct plan *plan;

		wish.segment_s = cases[i].segment_s;
		film.video.fps = cases[i].fps;
		plan = plan_make(mem, &film, &wish);
		assert_int_equal(plan->gop_frames, cases[i].gop);
		assert_int_equal(plan->segment_gops, cases[i].gops);
		assert_int_equal(plan->segment_us, cases[i].us);
	}
}

static void
counts_the_frames_to_come(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct film film = film_like(640, 360);
	struct plan *plan;

	(void)state;
	film.video.span_us = 30000000;
	film.duration_ms = 30021;
	plan = plan_make(mem, &film, &settings);
	assert_int_equal(plan->frames, 720);
	film.video.span_us = 7200000000;
	film.video.fps = (struct rational){ 24000, 1001 };
	plan = plan_make(mem, &film, &settings);
	assert_int_equal(plan->frames, 172627);
}

static void
keeps_eight_sounds_and_one_default(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct film film = film_like(640, 360);
	struct film_track tracks[10] = { { 0 } };
	char language[] = "spa", title[] = "Castellano";
	struct plan *plan;
	size_t defaults = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(tracks); i++)
		tracks[i] = (struct film_track){ .index = (int64_t)i + 1,
			.channels = 6,
			.is_default = i >= 2,
			.is_commentary = i == 3 };
	tracks[0].language = language;
	tracks[0].title = title;
	film.audio = tracks;
	film.audio_count = ARRAY_SIZE(tracks);
	plan = plan_make(mem, &film, &settings);
	assert_int_equal(plan->sound_count, 8);
	for (size_t i = 0; i < plan->sound_count; i++)
		defaults += plan->sounds[i].is_default;
	assert_int_equal(defaults, 1);
	assert_true(plan->sounds[2].is_default);
	assert_true(plan->sounds[3].is_commentary);
	assert_string_equal(plan->sounds[0].name, "a0");
	assert_string_equal(plan->sounds[0].language, "es");
	assert_string_equal(plan->sounds[0].label, "Castellano");
	assert_int_equal(plan->sounds[7].index, 8);

	for (size_t i = 2; i < ARRAY_SIZE(tracks); i++)
		tracks[i].is_default = false;
	plan = plan_make(mem, &film, &settings);
	assert_true(plan->sounds[0].is_default);
}

static void
knows_which_colours_must_be_brought_down(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct film film = film_like(640, 360);
	char pq[] = "smpte2084", hlg[] = "arib-std-b67", sdr[] = "bt709";
	char wide[] = "bt2020";
	struct plan *plan;

	(void)state;
	film.video.transfer = pq;
	film.video.primaries = sdr;
	plan = plan_make(mem, &film, &settings);
	assert_int_equal(plan->tonemap, PLAN_TONEMAP_PQ);
	assert_false(plan->lacks_primaries);
	assert_true(plan->lacks_matrix);
	film.video.transfer = hlg;
	plan = plan_make(mem, &film, &settings);
	assert_int_equal(plan->tonemap, PLAN_TONEMAP_HLG);
	film.video.transfer = sdr;
	plan = plan_make(mem, &film, &settings);
	assert_int_equal(plan->tonemap, PLAN_TONEMAP_NONE);
	film.video.primaries = wide;
	plan = plan_make(mem, &film, &settings);
	assert_int_equal(plan->tonemap, PLAN_TONEMAP_WIDE);
}

static void
reckons_what_the_run_may_cost(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct film film = film_like(1920, 1080);
	struct plan *plan;

	(void)state;
	film.duration_ms = 7200000;
	plan = plan_make(mem, &film, &settings);
	/* 10.4 Mbit/s for two hours and a tenth more. */
	assert_in_range(plan->staging_bytes, 10296000000, 10320000000);
	assert_int_equal(plan->disk_bytes, 2 * plan->staging_bytes);
	assert_in_range(plan->max_data_bytes, 1000000000, 1500000000);
	assert_int_equal(plan->max_cpu_s, 432600);
	assert_int_equal(plan->threads, 2);
}

static void
shortens_names_of_languages(void **state)
{
	static const char *const cases[][2] = {
		{ "spa", "es" },
		{ "ger", "de" },
		{ "deu", "de" },
		{ "pt_BR", "pt-br" },
		{ "zho-Hant", "zh-hant" },
		{ "en", "en" },
		{ "fil", "fil" },
		{ "zza", "zza" },
		{ "zul", "zu" },
		{ "aar", "aa" },
		{ "und", NULL },
		{ "", NULL },
		{ NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		AUTO_FREE void *mem = mem_context(NULL);
		char *tag = language_tag(mem, cases[i][0]);

		if (cases[i][1] == NULL)
			assert_null(tag);
		else
			assert_string_equal(tag, cases[i][1]);
	}
}

/* "v0 v1 a0" */
static char *
names_of(void *mem, const struct plan *plan)
{
	char *text = mem_text(mem, "");

	for (size_t i = 0; i < plan->video_count; i++)
		mem_append(mem, &text, "%s ", plan->videos[i].name);
	for (size_t i = 0; i < plan->sound_count; i++)
		mem_append(mem, &text, "%s ", plan->sounds[i].name);
	return text;
}

static void
parts_make_up_the_whole(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct film film = film_like(1280, 720);
	struct film_track sound = { .index = 1, .end_us = 60000000 };
	static const char *const there[] = { "v3" };
	struct plan *whole, *first, *rest;

	(void)state;
	film.audio = &sound;
	film.audio_count = 1;
	whole = plan_make(mem, &film, &settings);
	first = plan_first(mem, whole, &film, &settings);
	rest = plan_rest(mem, whole, &film, &settings, there, 1);
	assert_string_equal(names_of(mem, whole), "v0 v1 v2 v3 a0 ");
	assert_string_equal(names_of(mem, first), "v3 a0 ");
	assert_int_equal(first->videos[0].height, 240);
	assert_int_equal(first->gop_frames, whole->gop_frames);
	assert_string_equal(names_of(mem, rest), "v0 v1 v2 ");
	assert_int_equal(rest->videos[0].height, 720);
	assert_true(first->staging_bytes < rest->staging_bytes);
	assert_true(rest->staging_bytes < whole->staging_bytes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(begins_each_ladder_at_the_films_own_size),
		cmocka_unit_test(drops_a_rung_that_is_hardly_smaller),
		cmocka_unit_test(never_upscales_whatever_the_size),
		cmocka_unit_test(spends_no_more_bits_than_there_are),
		cmocka_unit_test(names_the_level_that_the_picture_needs),
		cmocka_unit_test(cuts_segments_at_whole_frames),
		cmocka_unit_test(counts_the_frames_to_come),
		cmocka_unit_test(keeps_eight_sounds_and_one_default),
		cmocka_unit_test(knows_which_colours_must_be_brought_down),
		cmocka_unit_test(reckons_what_the_run_may_cost),
		cmocka_unit_test(parts_make_up_the_whole),
		cmocka_unit_test(shortens_names_of_languages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
