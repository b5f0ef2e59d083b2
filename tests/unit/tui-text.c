/* tui/measure, tui/canvas, tui/input, tui/ascii, tui/theme: what letters and
   numbers look like on a screen. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/field.h"
#include "base/mem.h"
#include "tui/ascii.h"
#include "tui/canvas.h"
#include "tui/cell.h"
#include "tui/input.h"
#include "tui/measure.h"

#define SAMURAI "\xe4\xb8\x83\xe4\xba\xba\xe3\x81\xae\xe4\xbe\x8d"
#define DOTS "\xe2\x80\xa6"
#define FFFD "\xef\xbf\xbd"

static void
sizes_have_three_digits(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);

	(void)state;
	assert_string_equal(measure_bytes(mem, 0), "0 B");
	assert_string_equal(measure_bytes(mem, 999), "999 B");
	assert_string_equal(measure_bytes(mem, 402000000), "402 M");
	assert_string_equal(measure_bytes(mem, 8400000000), "8.4 G");
	assert_string_equal(measure_bytes(mem, 99960000), "100 M");
	assert_string_equal(measure_bytes(mem, ABSENT), MEASURE_NONE);
	assert_string_equal(measure_bytes(mem, INT64_MAX), "9.2 E");
}

static void
times_are_said_as_people_say_them(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct stamp now = { 100000000 };

	(void)state;
	assert_string_equal(measure_wait(mem, 372000), "6:12");
	assert_string_equal(measure_wait(mem, 3764000), "1:02:44");
	assert_string_equal(measure_wait(mem, ABSENT), MEASURE_NONE);
	assert_string_equal(measure_film(mem, 7740000), "2h09");
	assert_string_equal(measure_film(mem, 3600000 - 30000), "1h00");
	assert_string_equal(measure_film(mem, 3600000 - 30001), "59 min");
	assert_string_equal(measure_film(mem, 60000), "1 min");
	assert_string_equal(measure_film(mem, 12400), "12 s");
	assert_string_equal(measure_film(mem, ABSENT), MEASURE_NONE);
	assert_string_equal(measure_age(mem, now, now), "now");
	assert_string_equal(
	    measure_age(mem, (struct stamp){ now.ms - 840000 }, now), "14 min");
	assert_string_equal(
	    measure_age(mem, (struct stamp){ now.ms - 18000000 }, now), "5 h");
	assert_string_equal(
	    measure_age(mem, (struct stamp){ ABSENT }, now), MEASURE_NONE);
	assert_string_equal(measure_count(mem, 1234567), "1 234 567");
	assert_string_equal(measure_count(mem, 1000), "1 000");
	assert_string_equal(measure_count(mem, 7), "7");
}

static char *
drawn(void *mem, int width, const char *text)
{
	struct canvas *canvas = canvas_new(mem, 1, 12);

	canvas_put(canvas, 0, 0, width, LOOK_PLAIN, text);
	return canvas_text(mem, canvas);
}

static void
what_is_too_long_is_cut_between_characters(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);

	(void)state;
	assert_string_equal(drawn(mem, 12, "plain"), "plain\n");
	assert_string_equal(drawn(mem, 4, "plain"), "pla" DOTS "\n");
	assert_string_equal(drawn(mem, 8, SAMURAI), SAMURAI "\n");
	/* Half of a wide character is none. */
	assert_string_equal(
	    drawn(mem, 6, SAMURAI), "\xe4\xb8\x83\xe4\xba\xba" DOTS "\n");
	assert_string_equal(drawn(mem, 0, "plain"), "\n");
}

static void
what_would_command_the_terminal_is_replaced(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);

	(void)state;
	assert_string_equal(drawn(mem, 12, "a\x1b[2Jb"), "a" FFFD "[2Jb\n");
	assert_string_equal(drawn(mem, 12,
				"a\xe2\x80\xae"
				"b"),
	    "a" FFFD "b\n");
	assert_string_equal(drawn(mem, 12,
				"a\xff"
				"b"),
	    "a" FFFD "b\n");
	assert_string_equal(drawn(mem, 12,
				"a\xc2\x9b"
				"b"),
	    "a" FFFD "b\n");
}

static void
marks_stay_with_their_letter(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct canvas *canvas = canvas_new(mem, 1, 4);

	(void)state;
	assert_int_equal(
	    canvas_put(canvas, 0, 0, 4, LOOK_PLAIN, "e\xcc\x81x"), 2);
	assert_string_equal(canvas_text(mem, canvas), "e\xcc\x81x\n");
	assert_int_equal(canvas_at(canvas, 0, 0)->text[1], 0x301);
	assert_int_equal(canvas_at(canvas, 0, 1)->text[0], 'x');
}

static void
half_of_a_wide_character_that_is_overwritten_goes(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct canvas *canvas = canvas_new(mem, 1, 8);

	(void)state;
	canvas_put(canvas, 0, 0, 8, LOOK_PLAIN, SAMURAI);
	canvas_put(canvas, 0, 3, 1, LOOK_LINE, "|");
	assert_string_equal(canvas_text(mem, canvas),
	    "\xe4\xb8\x83 |\xe3\x81\xae\xe4\xbe\x8d\n");
	canvas_put(canvas, 0, 0, 1, LOOK_LINE, "|");
	assert_string_equal(
	    canvas_text(mem, canvas), "|  |\xe3\x81\xae\xe4\xbe\x8d\n");
	/* Nor does one begin where only half of it would fit. */
	canvas_clear(canvas);
	canvas_put(canvas, 0, 7, 2, LOOK_PLAIN, "\xe4\xb8\x83");
	assert_string_equal(canvas_text(mem, canvas), "\n");
}

static void
bars_grow_by_eighths(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct canvas *canvas = canvas_new(mem, 4, 4);

	(void)state;
	canvas_bar(canvas, 0, 0, 4, LOOK_BUSY, 0);
	canvas_bar(canvas, 1, 0, 4, LOOK_BUSY, 500);
	canvas_bar(canvas, 2, 0, 4, LOOK_BUSY, 532);
	canvas_bar(canvas, 3, 0, 4, LOOK_BUSY, 1000);
	assert_string_equal(canvas_text(mem, canvas),
	    "\xe2\x96\x91\xe2\x96\x91\xe2\x96\x91\xe2\x96\x91\n"
	    "\xe2\x96\x88\xe2\x96\x88\xe2\x96\x91\xe2\x96\x91\n"
	    "\xe2\x96\x88\xe2\x96\x88\xe2\x96\x8f\xe2\x96\x91\n"
	    "\xe2\x96\x88\xe2\x96\x88\xe2\x96\x88\xe2\x96\x88\n");
}

static void
give(struct input *input, uint32_t code)
{
	assert_true(input_take(input, &(struct press){ .code = code }));
}

static void
a_line_can_be_typed_and_mended(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct input input = { .count = 0 };

	(void)state;
	input_set(&input, "two wrds");
	give(&input, PRESS_LEFT);
	give(&input, PRESS_LEFT);
	give(&input, PRESS_LEFT);
	give(&input, 'o');
	assert_string_equal(input_text(mem, &input), "two words");
	give(&input, PRESS_HOME);
	give(&input, 0xe9);
	give(&input, PRESS_DELETE);
	assert_string_equal(input_text(mem, &input), "\xc3\xa9wo words");
	give(&input, PRESS_END);
	give(&input, 'W' & 0x1f);
	assert_string_equal(input_text(mem, &input), "\xc3\xa9wo ");
	give(&input, PRESS_BACKSPACE);
	give(&input, 'U' & 0x1f);
	assert_string_equal(input_text(mem, &input), "");
	assert_false(
	    input_take(&input, &(struct press){ .code = PRESS_ENTER }));
}

static void
what_is_pasted_is_one_harmless_line(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct input input = { .count = 0 };
	char *much = mem_array(mem, char, 5000);

	(void)state;
	input_take(&input, &(struct press){ .code = PRESS_PASTE,
			       .text = "one\ntwo\x1b[31m\xff" });
	assert_string_equal(input_text(mem, &input), "one two[31m");
	memset(much, 'x', 4999);
	input_take(
	    &input, &(struct press){ .code = PRESS_PASTE, .text = much });
	assert_int_equal(strlen(input_text(mem, &input)), INPUT_MAX);
}

static void
ascii_has_a_sign_for_all_that_is_drawn(void **state)
{
	(void)state;
	assert_int_equal(ascii_of('a'), 'a');
	assert_int_equal(ascii_of(0x2588), '#');
	assert_int_equal(ascii_of(0x25b8), '>');
	assert_int_equal(ascii_of(0xe9), '?');
	setenv("LC_ALL", "", 1);
	setenv("LC_CTYPE", "C", 1);
	assert_true(ascii_is_asked());
	setenv("LC_ALL", "C.UTF-8", 1);
	assert_false(ascii_is_asked());
	unsetenv("LC_CTYPE");
	unsetenv("LC_ALL");
	unsetenv("LANG");
	assert_false(ascii_is_asked());
}

static void
colours_can_be_done_without(void **state)
{
	(void)state;
	unsetenv("NO_COLOR");
	assert_int_equal(theme_depth(0), DEPTH_MONO);
	assert_int_equal(theme_depth(8), DEPTH_8);
	assert_int_equal(theme_depth(256), DEPTH_256);
	assert_int_equal(theme_depth(0x1000000), DEPTH_DIRECT);
	setenv("NO_COLOR", "1", 1);
	assert_int_equal(theme_depth(256), DEPTH_MONO);
	unsetenv("NO_COLOR");
	for (enum look look = 0; look < LOOK_COUNT; look++)
		assert_int_equal(theme_ink(look, DEPTH_MONO).color, -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sizes_have_three_digits),
		cmocka_unit_test(times_are_said_as_people_say_them),
		cmocka_unit_test(what_is_too_long_is_cut_between_characters),
		cmocka_unit_test(what_would_command_the_terminal_is_replaced),
		cmocka_unit_test(marks_stay_with_their_letter),
		cmocka_unit_test(
		    half_of_a_wide_character_that_is_overwritten_goes),
		cmocka_unit_test(bars_grow_by_eighths),
		cmocka_unit_test(a_line_can_be_typed_and_mended),
		cmocka_unit_test(what_is_pasted_is_one_harmless_line),
		cmocka_unit_test(ascii_has_a_sign_for_all_that_is_drawn),
		cmocka_unit_test(colours_can_be_done_without),
	};

	cell_prepare();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
