/* tui/cell and tui/print: what a person sees of a row, and how wide it is. */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/mem.h"
#include "tui/cell.h"
#include "tui/print.h"

#define FFFD "\xef\xbf\xbd"
#define DOTS "\xe2\x80\xa6"
#define SAMURAI "\xe4\xb8\x83\xe4\xba\xba\xe3\x81\xae\xe4\xbe\x8d"

static const char *const color_names[] = { NULL, "RED", "GREEN", NULL };

struct sample {
	int64_t count;
	int64_t size_bytes;
	int64_t rss_kb;
	int64_t length_ms;
	int64_t wait_s;
	int64_t rate;
	int64_t progress;
	double speed;
	char *title;
	struct json_text warnings;
	struct text_list words;
	struct stamp created_at;
	unsigned int color;
	bool is_new;
	char *password;
};

static const struct field fields[] = {
	FIELD(sample, count),
	FIELD(sample, size_bytes, .unit = "bytes"),
	FIELD(sample, rss_kb, .unit = "KiB"),
	FIELD(sample, length_ms, .unit = "milliseconds"),
	FIELD(sample, wait_s, .unit = "seconds"),
	FIELD(sample, rate, .unit = "bits per second", .heading = "bit rate"),
	FIELD(sample, progress, .unit = "per mille"),
	FIELD(sample, speed),
	FIELD(sample, title),
	FIELD(sample, warnings),
	FIELD(sample, words),
	FIELD(sample, created_at),
	FIELD(sample, color, .words = color_names),
	FIELD(sample, is_new),
	FIELD(sample, password, .secret = true),
	FIELD_END,
};

static struct sample
empty(void)
{
	struct sample sample;

	field_clear(fields, &sample);
	return sample;
}

static int
set_up(void **state)
{
	(void)state;
	setenv("TZ", "UTC-2", 1);
	tzset();
	cell_prepare();
	return 0;
}

static void
check_cell(const struct sample *sample, const char *name, const char *wanted)
{
	AUTO_FREE void *mem = mem_context(NULL);

	assert_string_equal(
	    cell_show(mem, field_find(fields, name), sample), wanted);
}

static void
shows_sizes_with_three_digits(void **state)
{
	static const struct {
		int64_t bytes;
		const char *shown;
	} cases[] = {
		{ 0, "0 B" },
		{ 999, "999 B" },
		{ 1000, "1.0 kB" },
		{ 99949, "99.9 kB" },
		{ 99951, "100 kB" },
		{ 455291, "455 kB" },
		{ 999499, "999 kB" },
		{ 999501, "1.0 MB" },
		{ 4200000000, "4.2 GB" },
		{ INT64_MAX, "9.2 EB" },
		{ ABSENT, "-" },
	};
	struct sample sample = empty();

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		sample.size_bytes = cases[i].bytes;
		check_cell(&sample, "size_bytes", cases[i].shown);
	}
	sample.rss_kb = 57000;
	check_cell(&sample, "rss_kb", "58.4 MB");
	sample.rate = 5000000;
	check_cell(&sample, "rate", "5.0 Mb/s");
}

static void
shows_durations_as_a_clock_does(void **state)
{
	static const struct {
		int64_t milliseconds;
		const char *shown;
	} cases[] = {
		{ 0, "0:00" },
		{ 499, "0:00" },
		{ 500, "0:01" },
		{ 125000, "2:05" },
		{ 3599499, "59:59" },
		{ 3599500, "1:00:00" },
		{ 5025000, "1:23:45" },
		{ 360000000, "100:00:00" },
	};
	struct sample sample = empty();

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		sample.length_ms = cases[i].milliseconds;
		check_cell(&sample, "length_ms", cases[i].shown);
	}
	sample.wait_s = 5025;
	check_cell(&sample, "wait_s", "1:23:45");
	sample.wait_s = -5;
	check_cell(&sample, "wait_s", "-5");
}

static void
shows_the_other_types(void **state)
{
	char *words[] = { "one", "two" };
	struct sample sample = empty();

	(void)state;
	check_cell(&sample, "speed", "-");
	check_cell(&sample, "title", "-");
	check_cell(&sample, "warnings", "-");
	check_cell(&sample, "words", "-");
	check_cell(&sample, "created_at", "-");
	check_cell(&sample, "color", "-");
	check_cell(&sample, "is_new", "no");
	sample = (struct sample){
		.count = -3,
		.progress = 474,
		.speed = 23.976,
		.warnings = { .text = (char[]){ "[\"a\", \"b\\u001b[31m\"]" } },
		.words = { words, 2 },
		.created_at = { .ms = INT64_C(1772366671250) },
		.color = 2,
		.is_new = true,
	};
	check_cell(&sample, "count", "-3");
	check_cell(&sample, "progress", "47 %");
	check_cell(&sample, "speed", "23.976");
	check_cell(&sample, "warnings", "a; b" FFFD "[31m");
	check_cell(&sample, "words", "one two");
	check_cell(&sample, "created_at", "2026-03-01 14:04:31");
	check_cell(&sample, "color", "GREEN");
	check_cell(&sample, "is_new", "yes");
	sample.warnings.text = (char[]){ "{\"a\":1}" };
	check_cell(&sample, "warnings", "{\"a\":1}");
}

static void
lets_no_text_command_the_terminal(void **state)
{
	static const struct {
		const char *text, *clean;
	} cases[] = {
		{ "plain", "plain" },
		{ SAMURAI, SAMURAI },
		{ "a\x1b[2Jb", "a" FFFD "[2Jb" },
		{ "a\nb\tc", "a" FFFD "b" FFFD "c" },
		{ "a\xc2\x9b"
		  "31mb",
		    "a" FFFD "31mb" },
		{ "a\xe2\x80\xae"
		  "b",
		    "a" FFFD "b" },
		{ "a\xe2\x81\xa6"
		  "b",
		    "a" FFFD "b" },
		{ "a\xffz", "a" FFFD "z" },
		{ "\x7f", FFFD },
		/* A family of three, and a heart made red. */
		{ "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9",
		    "\xf0\x9f\x91\xa8\xf0\x9f\x91\xa9" },
		{ "\xe2\x9d\xa4\xef\xb8\x8f", "\xe2\x9d\xa4" },
		/* No character of Unicode 14. */
		{ "\xcd\xb8", FFFD },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		AUTO_FREE void *mem = mem_context(NULL);

		assert_string_equal(
		    cell_clean(mem, cases[i].text), cases[i].clean);
	}
}

static void
knows_how_wide_a_text_is(void **state)
{
	(void)state;
	assert_int_equal(cell_width(""), 0);
	assert_int_equal(cell_width("plain"), 5);
	assert_int_equal(cell_width(SAMURAI), 8);
	assert_int_equal(cell_width("e\xcc\x81t\xc3\xa9"), 3);
	assert_int_equal(cell_width("\xf0\x9f\x8e\xac"), 2);
	assert_int_equal(cell_width(FFFD), 1);
}

static void
cuts_between_characters(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);

	(void)state;
	assert_string_equal(cell_cut(mem, "plain", 5), "plain");
	assert_string_equal(cell_cut(mem, "plain", 4), "pla" DOTS);
	assert_string_equal(cell_cut(mem, "plain", 1), DOTS);
	assert_string_equal(cell_cut(mem, SAMURAI, 8), SAMURAI);
	/* Seven columns hold three wide ones and the dots, six two. */
	assert_string_equal(cell_cut(mem, SAMURAI, 7),
	    "\xe4\xb8\x83\xe4\xba\xba\xe3\x81\xae" DOTS);
	assert_string_equal(
	    cell_cut(mem, SAMURAI, 6), "\xe4\xb8\x83\xe4\xba\xba" DOTS);
	/* What stands on a letter stays with it. */
	assert_string_equal(
	    cell_cut(mem, "ae\xcc\x81xyz", 3), "ae\xcc\x81" DOTS);
}

static void
names_columns_without_their_unit(void **state)
{
	static const char *const names[][2] = {
		{ "size_bytes", "size" },
		{ "rss_kb", "rss" },
		{ "length_ms", "length" },
		{ "wait_s", "wait" },
		{ "created_at", "created" },
		{ "is_new", "is new" },
		{ "words", "words" },
		{ "rate", "bit rate" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		AUTO_FREE char *name =
		    cell_name(NULL, field_find(fields, names[i][0]));

		assert_string_equal(name, names[i][1]);
	}
}

static const char *const columns[] = { "count", "title", "size_bytes", NULL };
static const struct print_table table = { fields, columns,
	sizeof(struct sample) };

static void
check_table(
    const struct sample *rows, size_t count, int width, const char *wanted)
{
	size_t length;
	char *text;
	FILE *out = open_memstream(&text, &length);

	assert_non_null(out);
	print_table(out, &table, rows, count, width);
	fclose(out);
	assert_string_equal(text, wanted);
	free(text);
}

static void
aligns_columns_by_what_is_seen(void **state)
{
	struct sample rows[2] = { empty(), empty() };

	(void)state;
	rows[0].count = 7;
	rows[0].title = (char[]){ SAMURAI };
	rows[0].size_bytes = 4200000000;
	rows[1].count = 1000000;
	rows[1].title = (char[]){ "Ame\xcc\x81lie\x1b" };
	check_table(rows, 2, 0,
	    "  COUNT  TITLE       SIZE\n"
	    "      7  " SAMURAI "  4.2 GB\n"
	    "1000000  Ame\xcc\x81lie" FFFD "        -\n");
	check_table(rows, 0, 0, "COUNT  TITLE  SIZE\n");
}

static void
cuts_only_texts_to_the_terminal(void **state)
{
	struct sample row = empty();

	(void)state;
	row.count = 123456;
	row.title = (char[]){ "a title of thirty-one columns.." };
	row.size_bytes = 1000;
	check_table(&row, 1, 60,
	    " COUNT  TITLE                              SIZE\n"
	    "123456  a title of thirty-one columns..  1.0 kB\n");
	check_table(&row, 1, 30,
	    " COUNT  TITLE             SIZE\n"
	    "123456  a title of th" DOTS "  1.0 kB\n");
	/* Eight columns is as narrow as a text becomes. */
	check_table(&row, 1, 10,
	    " COUNT  TITLE       SIZE\n"
	    "123456  a title" DOTS "  1.0 kB\n");
}

static void
prints_a_row_without_what_is_not_there_or_secret(void **state)
{
	struct sample row = empty();
	size_t length;
	char *text;
	FILE *out = open_memstream(&text, &length);

	(void)state;
	assert_non_null(out);
	row.size_bytes = 812000000;
	row.title = (char[]){ "Up" };
	row.password = (char[]){ "secret" };
	print_row(out, fields, &row);
	fclose(out);
	assert_string_equal(text, "Size               812 MB\n"
				  "Title              Up\n"
				  "Is new             no\n");
	free(text);
}

static void
check_json(const char *title, const char *wanted)
{
	struct json_object *object = json_object_new_object();
	size_t length;
	char *text;
	FILE *out = open_memstream(&text, &length);

	assert_non_null(out);
	json_object_object_add(object, "title", json_object_new_string(title));
	print_json(out, object);
	fclose(out);
	assert_string_equal(text, wanted);
	free(text);
}

static void
prints_json_that_means_the_same_and_harms_nobody(void **state)
{
	(void)state;
	check_json(SAMURAI "/1", "{\"title\":\"" SAMURAI "/1\"}\n");
	check_json("\x1b[2J\"\\\n", "{\"title\":\"\\u001b[2J\\\"\\\\\\n\"}\n");
	check_json("a\xc2\x9b\xe2\x80\xae\x7f",
	    "{\"title\":\"a\\u009b\\u202e\\u007f\"}\n");
	check_json("\xff", "{\"title\":\"" FFFD "\"}\n");
}

static void
prints_rows_as_the_api_does(void **state)
{
	struct sample row = empty();
	struct json_object *array;

	(void)state;
	row.password = (char[]){ "secret" };
	array = print_array(&table, &row, 1);
	assert_string_equal(
	    json_object_to_json_string_ext(array, JSON_C_TO_STRING_PLAIN),
	    "[{\"count\":null,\"size_bytes\":null,\"rss_kb\":null,"
	    "\"length_ms\":null,\"wait_s\":null,\"rate\":null,"
	    "\"progress\":null,\"speed\":null,\"title\":null,"
	    "\"warnings\":null,\"words\":[],\"created_at\":null,"
	    "\"color\":null,\"is_new\":false}]");
	json_object_put(array);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shows_sizes_with_three_digits),
		cmocka_unit_test(shows_durations_as_a_clock_does),
		cmocka_unit_test(shows_the_other_types),
		cmocka_unit_test(lets_no_text_command_the_terminal),
		cmocka_unit_test(knows_how_wide_a_text_is),
		cmocka_unit_test(cuts_between_characters),
		cmocka_unit_test(names_columns_without_their_unit),
		cmocka_unit_test(aligns_columns_by_what_is_seen),
		cmocka_unit_test(cuts_only_texts_to_the_terminal),
		cmocka_unit_test(
		    prints_a_row_without_what_is_not_there_or_secret),
		cmocka_unit_test(
		    prints_json_that_means_the_same_and_harms_nobody),
		cmocka_unit_test(prints_rows_as_the_api_does),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
