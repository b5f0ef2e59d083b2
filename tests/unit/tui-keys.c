/* tui/keys and tui/press: one table for dispatch, footer, help and palette. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "tui/app.h"
#include "tui/keys.h"
#include "tui/press.h"
#include "tui/views.h"

static const char *const near[] = { "queue", "list", "tags", "move", "global",
	NULL };
static const char *const far[] = { "dash", "items", "global", NULL };

static void
every_key_can_be_read(void **state)
{
	(void)state;
	for (const struct bind *bind = binds; bind->context != NULL; bind++) {
		const char *text = bind->keys;
		size_t count = 0;
		uint32_t code;

		while (press_parse(&text, &code)) {
			AUTO_FREE void *mem = mem_context(NULL);
			char *name = press_name(mem, code);

			/* What it is called is what it is. */
			assert_memory_equal(
			    name, text - strlen(name), strlen(name));
			count++;
		}
		assert_in_range(count, 1, KEYS_MAX);
		assert_int_equal(*text, '\0');
	}
}

static void
no_key_does_two_things_in_a_context(void **state)
{
	(void)state;
	for (const struct bind *one = binds; one->context != NULL; one++) {
		const struct bind *other = one + 1;

		for (; other->context != NULL; other++) {
			if (strcmp(one->context, other->context) == 0 &&
			    strcmp(one->keys, other->keys) == 0)
				fail_msg("%s: %s", one->context, one->keys);
		}
	}
}

static void
every_action_has_words_and_a_key(void **state)
{
	(void)state;
	for (enum action i = 1; i < ACTION_COUNT; i++) {
		const struct bind *bind = binds;

		assert_non_null(action_infos[i].name);
		assert_true(strlen(action_infos[i].help) > 0);
		while (bind->context != NULL && bind->action != i)
			bind++;
		if (bind->context == NULL)
			fail_msg("%s has no key", action_infos[i].name);
	}
}

static const struct view_ops *const all_views[] = { &view_dash, &view_movies,
	&view_media, &view_queue, &view_workers, &view_job, &view_series,
	&view_trash, &view_file, &view_uploads, &view_users, &view_tokens };

static void
every_context_is_some_view_s(void **state)
{
	(void)state;
	for (const struct bind *bind = binds; bind->context != NULL; bind++) {
		bool is_used = false;

		for (size_t i = 0; i < ARRAY_SIZE(all_views); i++) {
			const char *const *at = all_views[i]->contexts;

			for (; *at != NULL; at++)
				is_used |= strcmp(*at, bind->context) == 0;
		}
		if (!is_used)
			fail_msg("no view has %s", bind->context);
	}
}

static enum action
find(const char *const *contexts, const char *keys)
{
	uint32_t codes[KEYS_MAX];
	enum action action = ACTION_NONE;
	size_t count = 0;

	while (count < KEYS_MAX && press_parse(&keys, &codes[count]))
		count++;
	if (keys_find(contexts, codes, count, &action) != KEYS_ACTION)
		return ACTION_NONE;
	return action;
}

static void
the_nearest_context_wins(void **state)
{
	(void)state;
	assert_int_equal(find(near, "r"), ACTION_RETRY);
	assert_int_equal(find(far, "r"), ACTION_NONE);
	assert_int_equal(find(near, "q"), ACTION_QUIT);
	assert_int_equal(find(near, "<Esc>"), ACTION_BACK);
	assert_string_equal(keys_of(near, ACTION_CANCEL), "x");
	assert_null(keys_of(far, ACTION_CANCEL));
}

static void
two_keys_are_one_when_both_have_come(void **state)
{
	enum action action;
	uint32_t codes[] = { 'g', 'g' };

	(void)state;
	assert_int_equal(keys_find(near, codes, 1, &action), KEYS_PREFIX);
	assert_int_equal(keys_find(near, codes, 2, &action), KEYS_ACTION);
	assert_int_equal(action, ACTION_FIRST);
	codes[1] = 'x';
	assert_int_equal(keys_find(near, codes, 2, &action), KEYS_UNKNOWN);
}

static void
the_manual_has_every_action_with_its_keys(void **state)
{
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);
	const char *at;
	size_t items = 0;

	(void)state;
	keys_print_mdoc(out);
	assert_int_equal(fclose(out), 0);
	for (at = text; (at = strstr(at, "\n.It Ic ")) != NULL; at++)
		items++;
	assert_int_equal(items, ACTION_COUNT - 1);
	/* What roff would take for something else is written for it. */
	assert_non_null(strstr(text, ".It Ic \\&gg , Ic \\&<Home>\n"));
	assert_non_null(strstr(text, "Ic \\&\\(haD"));
	assert_null(strchr(text, '^'));
	free(text);
}

static void
what_is_no_key_is_refused(void **state)
{
	const char *nothing = "", *half = "\xe2\x82", *angle = "<Nope>";
	uint32_t code;

	(void)state;
	assert_false(press_parse(&nothing, &code));
	assert_false(press_parse(&half, &code));
	assert_true(press_parse(&angle, &code));
	assert_int_equal(code, '<');
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_key_can_be_read),
		cmocka_unit_test(no_key_does_two_things_in_a_context),
		cmocka_unit_test(every_action_has_words_and_a_key),
		cmocka_unit_test(every_context_is_some_view_s),
		cmocka_unit_test(the_nearest_context_wins),
		cmocka_unit_test(two_keys_are_one_when_both_have_come),
		cmocka_unit_test(the_manual_has_every_action_with_its_keys),
		cmocka_unit_test(what_is_no_key_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
