/* film/storyboard: tiles and their cues, for films of any length. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "film/storyboard.h"

#define SECOND INT64_C(1000000)

static void
plans_tiles_for_films_of_any_length(void **state)
{
	static const struct {
		int64_t film_us, interval_s, tiles, sheets;
	} cases[] = {
		{ 1, 2, 1, 1 },
		{ 2 * SECOND, 2, 1, 1 },
		{ 2 * SECOND + 1, 2, 2, 1 },
		{ 50 * SECOND, 2, 25, 1 },
		{ 50 * SECOND + 1, 3, 17, 1 },
		{ 250 * SECOND, 10, 25, 1 },
		{ 250 * SECOND + 1, 10, 26, 2 },
		{ 7200 * SECOND, 10, 720, 29 },
		{ 43200 * SECOND, 10, 4320, 173 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct storyboard is = storyboard_plan(cases[i].film_us);

		assert_int_equal(is.interval_s, cases[i].interval_s);
		assert_int_equal(is.tiles, cases[i].tiles);
		assert_int_equal(is.sheets, cases[i].sheets);
	}
}

static void
writes_a_cue_for_each_tile(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct storyboard board = storyboard_plan(13020333);

	(void)state;
	board.tile_width = 160;
	board.tile_height = 90;
	assert_string_equal(storyboard_print(mem, &board),
	    "WEBVTT\n"
	    "\n00:00:00.000 --> 00:00:02.000\n"
	    "thumbs/001.jpg#xywh=0,0,160,90\n"
	    "\n00:00:02.000 --> 00:00:04.000\n"
	    "thumbs/001.jpg#xywh=160,0,160,90\n"
	    "\n00:00:04.000 --> 00:00:06.000\n"
	    "thumbs/001.jpg#xywh=320,0,160,90\n"
	    "\n00:00:06.000 --> 00:00:08.000\n"
	    "thumbs/001.jpg#xywh=480,0,160,90\n"
	    "\n00:00:08.000 --> 00:00:10.000\n"
	    "thumbs/001.jpg#xywh=640,0,160,90\n"
	    "\n00:00:10.000 --> 00:00:12.000\n"
	    "thumbs/001.jpg#xywh=0,90,160,90\n"
	    "\n00:00:12.000 --> 00:00:13.021\n"
	    "thumbs/001.jpg#xywh=160,90,160,90\n");
}

static void
begins_a_sheet_after_25_tiles(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct storyboard board = storyboard_plan(4000 * SECOND);
	char *text;

	(void)state;
	board.tile_width = 160;
	board.tile_height = 68;
	text = storyboard_print(mem, &board);
	assert_non_null(strstr(text, "\n00:04:00.000 --> 00:04:10.000\n"
				     "thumbs/001.jpg#xywh=640,272,160,68\n"
				     "\n00:04:10.000 --> 00:04:20.000\n"
				     "thumbs/002.jpg#xywh=0,0,160,68\n"));
	assert_non_null(strstr(text, "01:06:30.000 --> 01:06:40.000\n"
				     "thumbs/016.jpg#xywh=640,272,160,68\n"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plans_tiles_for_films_of_any_length),
		cmocka_unit_test(writes_a_cue_for_each_tile),
		cmocka_unit_test(begins_a_sheet_after_25_tiles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
