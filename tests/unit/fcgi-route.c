/* fcgi/route: patterns, methods, and the table of the house itself. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "fcgi/route.h"

#define UUID "0199c0de-0000-7000-8000-00000000000a"

static enum outcome
never_runs(struct request *rq, struct response *rs)
{
	(void)rq;
	(void)rs;
	return FAILED;
}

enum { LIST, CREATE, SHOW, CHANGE, JOB, PART, TUS_HEAD, TUS_GET };

static const struct route table[] = {
	[LIST] = { GET, "/movies", VIEW, BODY_NONE, never_runs },
	[CREATE] = { POST, "/movies", EDIT, BODY_JSON, never_runs },
	[SHOW] = { GET, "/movies/{uuid}", VIEW, BODY_NONE, never_runs },
	[CHANGE] = { PATCH, "/movies/{uuid}", EDIT, BODY_JSON, never_runs },
	[JOB] = { POST, "/jobs/{number}/cancel", EDIT, BODY_NONE, never_runs },
	[PART] = { GET, "/media/{uuid}/parts/{number}", VIEW, BODY_NONE,
	    never_runs },
	[TUS_HEAD] = { HEAD, "/tus", EDIT, BODY_NONE, never_runs },
	[TUS_GET] = { GET, "/tus", EDIT, BODY_NONE, never_runs },
	{ .pattern = NULL },
};

static void
finds_the_route_of_a_path_and_method(void **state)
{
	static const struct {
		enum method method;
		const char *path;
		size_t route;
	} cases[] = {
		{ GET, "/movies", LIST },
		{ HEAD, "/movies", LIST },
		{ POST, "/movies", CREATE },
		{ GET, "/movies/" UUID, SHOW },
		{ PATCH, "/movies/" UUID, CHANGE },
		{ POST, "/jobs/42/cancel", JOB },
		{ GET, "/media/" UUID "/parts/7", PART },
		{ HEAD, "/tus", TUS_HEAD },
		{ GET, "/tus", TUS_GET },
	};
	struct route_match match;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		assert_int_equal(OK,
		    route_find(table, cases[i].method, cases[i].path, &match));
		assert_ptr_equal(&table[cases[i].route], match.route);
	}
}

static void
hands_over_typed_variables(void **state)
{
	struct route_match match;

	(void)state;
	assert_int_equal(
	    OK, route_find(table, GET,
		    "/media/0199C0DE-0000-7000-8000-00000000000A/parts/"
		    "9223372036854775807",
		    &match));
	assert_string_equal(UUID, match.uuid.text);
	assert_true(match.number == INT64_MAX);
}

static void
has_no_route_for_anything_else(void **state)
{
	static const char *const paths[] = { "", "/", "/movie", "/movies/",
		"//movies", "/movies/7", "/movies/" UUID "/",
		"/movies/" UUID "x", "/jobs/-1/cancel", "/jobs/+1/cancel",
		"/jobs//cancel", "/jobs/9223372036854775808/cancel", "/jobs/42",
		"/jobs/42/cancel/x",
		"/jobs/00000000000000000000000000000000000000000000000000000000"
		"00000000000000042/cancel",
		"/movies/{uuid}", "/jobs/{number}/cancel" };
	struct route_match match;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(paths); i++)
		assert_int_equal(
		    NOT_FOUND, route_find(table, GET, paths[i], &match));
}

static void
says_which_methods_a_path_allows(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct route_match match;

	(void)state;
	assert_int_equal(OK, route_find(table, DELETE, "/movies", &match));
	assert_null(match.route);
	assert_string_equal(
	    "GET, HEAD, POST, OPTIONS", route_allow(mem, match.allowed));
	assert_int_equal(
	    OK, route_find(table, METHOD_COUNT, "/jobs/1/cancel", &match));
	assert_null(match.route);
	assert_string_equal("POST, OPTIONS", route_allow(mem, match.allowed));
}

static size_t
occurrences(const char *text, const char *of)
{
	size_t count = 0;

	while ((text = strstr(text, of)) != NULL) {
		count++;
		text += strlen(of);
	}
	return count;
}

static void
is_a_sound_table(void **state)
{
	(void)state;
	for (const struct route *at = routes; at->pattern != NULL; at++) {
		assert_non_null(at->handler);
		assert_true(at->pattern[0] == '/');
		assert_true(at->method < METHOD_COUNT);
		assert_true(at->right < RIGHT_COUNT);
		assert_true(at->body_limit >= 0);
		assert_true(occurrences(at->pattern, "{uuid}") <= 1);
		assert_true(occurrences(at->pattern, "{number}") <= 1);
		assert_int_equal(occurrences(at->pattern, "{"),
		    occurrences(at->pattern, "{uuid}") +
			occurrences(at->pattern, "{number}"));
		for (const struct route *other = routes; other != at; other++)
			assert_false(other->method == at->method &&
				     strcmp(other->pattern, at->pattern) == 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_the_route_of_a_path_and_method),
		cmocka_unit_test(hands_over_typed_variables),
		cmocka_unit_test(has_no_route_for_anything_else),
		cmocka_unit_test(says_which_methods_a_path_allows),
		cmocka_unit_test(is_a_sound_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
