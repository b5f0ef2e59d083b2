/* What people type, as a query of a full text. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "sql/words.h"

static void
assert_query(const char *text, const char *wanted)
{
	AUTO_FREE void *mem = mem_context(NULL);
	char *query = words_query(mem, text);

	if (wanted == NULL)
		assert_null(query);
	else
		assert_string_equal(query, wanted);
}

static void
every_word_is_the_beginning_of_one(void **state)
{
	(void)state;
	assert_query("up", "+up*");
	assert_query("  the third\tman ", "+the* +third* +man*");
	assert_query("Amélie 2", "+Amélie* +2*");
	assert_query("ame\xcc\x81lie", "+ame\xcc\x81lie*");
	assert_query("Война и мир", "+Война* +и* +мир*");
	assert_query("기생충", "+기생충*");
	assert_query("a_b", "+a_b*");
}

static void
no_operator_comes_through(void **state)
{
	(void)state;
	assert_query("+a -b ~c <d >e (f) g* \"h\" @4 i\\j",
	    "+a* +b* +c* +d* +e* +f* +g* +h* +4* +i* +j*");
	assert_query("“up”…—it", "+up* +it*");
}

static void
a_letter_before_an_apostrophe_is_left_out(void **state)
{
	(void)state;
	assert_query("l'eau", "+eau*");
	assert_query("L’Avventura", "+Avventura*");
	assert_query("don't", "+don* +t*");
	assert_query("l'", NULL);
}

static void
what_has_no_words_has_no_query(void **state)
{
	(void)state;
	assert_query("", NULL);
	assert_query("%% --", NULL);
	assert_query("七人の侍", NULL);
	assert_query("up 七", NULL);
	assert_query("\xff", NULL);
}

static void
words_have_an_end(void **state)
{
	AUTO_FREE char *query = NULL;
	char long_word[100];
	size_t words = 0;

	(void)state;
	memset(long_word, 'x', 85);
	long_word[85] = '\0';
	assert_query(long_word, NULL);
	long_word[84] = '\0';
	query = words_query(NULL, long_word);
	assert_int_equal(strlen(query), 86);
	talloc_free(query);
	query = words_query(NULL, "a b c d e f g h i j k l m n o p q r s t");
	for (const char *at = query; *at != '\0'; at++)
		words += *at == '+';
	assert_int_equal(words, 16);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_word_is_the_beginning_of_one),
		cmocka_unit_test(no_operator_comes_through),
		cmocka_unit_test(a_letter_before_an_apostrophe_is_left_out),
		cmocka_unit_test(what_has_no_words_has_no_query),
		cmocka_unit_test(words_have_an_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
