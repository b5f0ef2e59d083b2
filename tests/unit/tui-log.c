/* tui/logbuf: a log that grows while one reads it. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "tui/logbuf.h"

#define HEIGHT 5

static void
grow(struct logbuf *log, void *parent, size_t count)
{
	void *mem = mem_context(parent);
	struct log_line *lines = mem_array(mem, struct log_line, count + 1);

	for (size_t i = 0; i < count; i++)
		lines[i].line = mem_printf(
		    mem, i % 10 == 9 ? "line %zu: could not" : "line %zu", i);
	logbuf_set(log, parent, mem, lines, count);
}

static struct logbuf
begin(void *mem, size_t count)
{
	struct logbuf log = { .height = HEIGHT, .is_following = true };

	grow(&log, mem, count);
	return log;
}

static void
it_follows_until_one_scrolls(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct logbuf log = begin(mem, 20);

	(void)state;
	assert_int_equal(log.top, 15);
	grow(&log, mem, 30);
	assert_int_equal(log.top, 25);
	logbuf_scroll(&log, -3);
	assert_false(log.is_following);
	grow(&log, mem, 40);
	assert_int_equal(log.top, 22);
	logbuf_follow(&log);
	assert_int_equal(log.top, 35);
}

static void
it_never_scrolls_past_its_ends(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct logbuf log = begin(mem, 20);

	(void)state;
	logbuf_scroll(&log, -1000);
	assert_int_equal(log.top, 0);
	logbuf_scroll(&log, 1000);
	assert_int_equal(log.top, 15);
	assert_true(log.is_following);
	grow(&log, mem, 2);
	assert_int_equal(log.top, 0);
	grow(&log, mem, 0);
	assert_int_equal(log.shown_count, 0);
}

static void
warnings_can_be_seen_alone(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct logbuf log = begin(mem, 40);

	(void)state;
	assert_int_equal(log.warnings, 4);
	logbuf_toggle_warnings(&log);
	assert_int_equal(log.shown_count, 4);
	assert_int_equal(log.shown[1], 19);
	logbuf_toggle_warnings(&log);
	assert_int_equal(log.shown_count, 40);
}

static void
what_is_sought_is_found_both_ways(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct logbuf log = begin(mem, 40);

	(void)state;
	logbuf_find(&log, mem, "LINE 2");
	assert_true(logbuf_find_next(&log, -1));
	assert_int_equal(log.top, 29);
	assert_true(logbuf_find_next(&log, -1));
	assert_int_equal(log.top, 28);
	assert_true(logbuf_find_next(&log, 1));
	assert_int_equal(log.top, 29);
	assert_false(logbuf_find_next(&log, 1));
	assert_int_equal(log.top, 29);
	logbuf_find(&log, mem, NULL);
	assert_false(logbuf_find_next(&log, -1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_follows_until_one_scrolls),
		cmocka_unit_test(it_never_scrolls_past_its_ends),
		cmocka_unit_test(warnings_can_be_seen_alone),
		cmocka_unit_test(what_is_sought_is_found_both_ways),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
