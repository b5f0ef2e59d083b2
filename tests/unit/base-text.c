/* base/text: UTF-8, numbers and names from outside. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/text.h"

static void
knows_well_formed_utf8(void **state)
{
	static const struct {
		const char *bytes;
		bool good;
	} cases[] = {
		{ "plain", true },
		{ "Am\xc3\xa9lie", true },
		{ "\xf0\x9f\x8e\xac", true },
		{ "\xc0\xaf", false },
		{ "\xed\xa0\x80", false },
		{ "\xf4\x90\x80\x80", false },
		{ "\xe2\x82", false },
		{ "\xff", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(cases[i].good,
		    text_is_utf8(cases[i].bytes, strlen(cases[i].bytes)));
}

static void
makes_hostile_names_harmless(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);

	(void)state;
	assert_string_equal(text_clean(mem, "a\nb", 3, 10), "a\xef\xbf\xbd"
							    "b");
	assert_string_equal(text_clean(mem, "a\0b", 3, 10), "a\xef\xbf\xbd"
							    "b");
	assert_string_equal(
	    text_clean(mem, "\xe2\x80\xaegpj", 6, 10), "\xef\xbf\xbdgpj");
	assert_string_equal(text_clean(mem, "abcdef", 6, 3), "abc");
}

static void
reads_only_plain_numbers(void **state)
{
	static const char *const bad[] = { "", "-1", "+1", " 1", "1 ", "0x1",
		"1e3", "9223372036854775808", "101" };
	int64_t number = 7;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_false(text_to_number(bad[i],
		    strcmp(bad[i], "101") == 0 ? 100 : INT64_MAX, &number));
	assert_true(text_to_number("9223372036854775807", INT64_MAX, &number));
	assert_true(number == INT64_MAX);
}

static void
reads_amounts_with_a_letter_behind(void **state)
{
	static const char *const bad[] = { "", "K", "1X", "1KK", "-1", "1 K",
		"1.5G", "9223372036854775807K", "99999999999999999999999999" };
	int64_t number;

	(void)state;
	assert_true(text_to_amount("2048", &number));
	assert_int_equal(number, 2048);
	assert_true(text_to_amount("3k", &number));
	assert_int_equal(number, 3072);
	assert_true(text_to_amount("100G", &number));
	assert_true(number == INT64_C(100) << 30);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_false(text_to_amount(bad[i], &number));
}

static void
decodes_percent_signs_and_refuses_nul(void **state)
{
	char good[] = "a%20b+c", nul[] = "a%00b", cut[] = "a%2";

	(void)state;
	assert_true(text_percent_decode(good, true));
	assert_string_equal(good, "a b c");
	assert_false(text_percent_decode(nul, true));
	assert_false(text_percent_decode(cut, true));
}

static void
lowers_only_what_is_ascii(void **state)
{
	char text[] = "Video/MP4 [@Z`] \xc3\x89";

	(void)state;
	text_lower(text);
	assert_string_equal(text, "video/mp4 [@z`] \xc3\x89");
}

static void
trims_wide_spaces_too(void **state)
{
	AUTO_FREE char *trimmed =
	    text_trim(NULL, " \xe3\x80\x80Yi Yi\xc2\xa0 ");

	(void)state;
	assert_string_equal(trimmed, "Yi Yi");
	assert_true(text_is_blank(" \t\xe3\x80\x80"));
}

static void
finds_control_characters_but_those_that_are_allowed(void **state)
{
	(void)state;
	assert_false(
	    text_has_control("Am\xc3\xa9lie \xc2\xa0 \xe2\x80\x8f", ""));
	assert_false(text_has_control("", ""));
	assert_true(text_has_control("a\nb", ""));
	assert_true(text_has_control("a\tb", ""));
	assert_true(text_has_control("\x1b[2J", ""));
	assert_true(text_has_control("\x7f", "\n\t"));
	assert_true(text_has_control("x\xc2\x80", "\n\t"));
	assert_true(text_has_control("x\xc2\x9f", "\n\t"));
	assert_false(text_has_control("a\n\tb", "\n\t"));
	assert_true(text_has_control("a\r\n", "\n\t"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_well_formed_utf8),
		cmocka_unit_test(makes_hostile_names_harmless),
		cmocka_unit_test(reads_only_plain_numbers),
		cmocka_unit_test(reads_amounts_with_a_letter_behind),
		cmocka_unit_test(decodes_percent_signs_and_refuses_nul),
		cmocka_unit_test(lowers_only_what_is_ascii),
		cmocka_unit_test(
		    finds_control_characters_but_those_that_are_allowed),
		cmocka_unit_test(trims_wide_spaces_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
