/* base/json: RFC 8259 and nothing looser. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/mem.h"

/* The outcome, and the code of the refusal below `mem` ("" when it is OK). */
static enum outcome
parse(void *mem, const char *text, size_t length, const char **code)
{
	struct refusal refusal = { .mem = mem };
	struct json_object *object;
	enum outcome rc = json_parse(text, length, &object, &refusal);

	assert_int_equal(rc == OK, object != NULL);
	json_object_put(object);
	*code = rc == OK ? "" : refusal.code;
	return rc;
}

static void
reads_what_is_json(void **state)
{
	static const char *const cases[] = {
		"{}",
		" \t\r\n{\"a\" : [1, -2.5e+3, 0, -0, 0.1E1]} \n",
		"{\"a\":\"\\u00e9\\\\u0000\\\"\\/\"}",
		"{\"a\":true,\"b\":false,\"c\":null}",
		"{\"a\":{\"a\":1},\"b\":[{\"a\":1}]}",
		"{\"a\":\"NaN : Infinity\"}",
		"7",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		AUTO_FREE void *mem = mem_context(NULL);
		const char *code;

		if (parse(mem, cases[i], strlen(cases[i]), &code) != OK)
			fail_msg("%s: %s", cases[i], code);
	}
}

static void
refuses_what_only_looks_like_it(void **state)
{
	static const char *const cases[] = {
		"",
		"{",
		"{\"a\":1,}",
		"[1,]",
		"{'a':1}",
		"{a:1}",
		"{\"a\":1}{}",
		"{\"a\":1} x",
		"{\"a\":NaN}",
		"{\"a\":Infinity}",
		"[-Infinity]",
		"{\"a\":TRUE}",
		"[01]",
		"[-01]",
		"[00]",
		"[1.]",
		"[.5]",
		"[+1]",
		"[1e]",
		"[0x1]",
		"{\"a\":\"\t\"}",
		"{\"a\nb\":1}",
		"{\"a\":\"\\x41\"}",
		"[1 /* one */]",
		"\xef\xbb\xbf{}",
		"{\"a\":\"\xff\"}",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		AUTO_FREE void *mem = mem_context(NULL);
		const char *code;

		if (parse(mem, cases[i], strlen(cases[i]), &code) != MALFORMED)
			fail_msg("%s passes", cases[i]);
		assert_string_equal(code, "malformed_json");
	}
}

static void
says_what_else_is_wrong(void **state)
{
	static const struct {
		const char *text, *code;
	} cases[] = {
		{ "{\"a\":1,\"a\":2}", "duplicate_key" },
		{ "{\"x\":{\"a\":1,\"a\":2}}", "duplicate_key" },
		{ "{\"a\":\"\\u0000\"}", "nul_in_text" },
		{ "{\"a\\u0000b\":1}", "nul_in_text" },
	};
	AUTO_FREE void *mem = mem_context(NULL);
	const char *code;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		assert_int_equal(MALFORMED,
		    parse(mem, cases[i].text, strlen(cases[i].text), &code));
		assert_string_equal(code, cases[i].code);
	}
	assert_int_equal(MALFORMED, parse(mem, "{\"a\":\"\0\"}", 8, &code));
}

static void
has_limits_of_depth_and_size(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	char *large = mem_array(mem, char, JSON_MAX_BYTES + 2);
	char nested[2 * JSON_MAX_DEPTH + 3];
	const char *code;

	(void)state;
	memset(nested, '[', JSON_MAX_DEPTH + 1);
	memset(nested + JSON_MAX_DEPTH + 1, ']', JSON_MAX_DEPTH + 1);
	assert_int_equal(
	    OK, parse(mem, nested + 1, (size_t)2 * JSON_MAX_DEPTH, &code));
	assert_int_equal(MALFORMED,
	    parse(mem, nested, (size_t)2 * JSON_MAX_DEPTH + 2, &code));
	memset(large, ' ', JSON_MAX_BYTES + 1);
	large[0] = '7';
	assert_int_equal(OK, parse(mem, large, JSON_MAX_BYTES, &code));
	assert_int_equal(
	    TOO_LARGE, parse(mem, large, JSON_MAX_BYTES + 1, &code));
	assert_string_equal(code, "body_too_large");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_is_json),
		cmocka_unit_test(refuses_what_only_looks_like_it),
		cmocka_unit_test(says_what_else_is_wrong),
		cmocka_unit_test(has_limits_of_depth_and_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
