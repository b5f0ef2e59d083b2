/* tui/list: a window on a list that changes while one looks at it. */
#include "config.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/field.h"
#include "base/mem.h"
#include "tui/list.h"

#define HEIGHT 10
#define ROWS_MAX 100000

struct row {
	int64_t id;
};

/* The whole of it, in order, as a database would have it. */
struct whole {
	struct list list;
	int64_t ids[ROWS_MAX];
	size_t count;
};

static void
id_of(const void *row, char out[LIST_ID])
{
	snprintf(out, LIST_ID, "%" PRId64, ((const struct row *)row)->id);
}

static size_t
place_of(const struct whole *whole, int64_t id)
{
	size_t i = 0;

	while (i < whole->count && whole->ids[i] != id)
		i++;
	return i;
}

/* Where the answer begins and ends in all of it. */
static void
answer(struct whole *whole, const struct list_query *query, size_t *from,
    size_t *to)
{
	const struct row *anchor = query->anchor;
	size_t limit = (size_t)query->limit;

	if (query->is_backward) {
		*to =
		    anchor != NULL ? place_of(whole, anchor->id) : whole->count;
		*from = *to > limit ? *to - limit : 0;
		return;
	}
	/* An anchor that has gone would still have its place in the order. */
	*from = anchor != NULL ? place_of(whole, anchor->id) + 1 : 0;
	*to = *from + limit < whole->count ? *from + limit : whole->count;
}

static void
serve(struct whole *whole, const struct list_query *query)
{
	struct list_page page = { .mem = mem_context(NULL) };
	struct row *rows;
	size_t from, to;

	answer(whole, query, &from, &to);
	page.count = to - from;
	rows = mem_array(page.mem, struct row, page.count + 1);
	for (size_t i = from; i < to; i++)
		rows[i - from].id = whole->ids[i];
	page.rows = rows;
	page.has_more = query->is_backward ? from > 0 : to < whole->count;
	list_take(&whole->list, query, &page);
}

/* Reads until nothing is wanted. */
static void
settle(struct whole *whole, bool is_fresh)
{
	struct list_query query;
	int turns = 0;

	while (
	    (query = list_next(&whole->list, is_fresh)).want != LIST_NOTHING) {
		serve(whole, &query);
		is_fresh &= query.want != LIST_FRESH;
		assert_true(++turns < 2000);
	}
}

static int
open_whole(void **state)
{
	struct whole *whole = mem_new(NULL, struct whole);

	list_init(&whole->list, whole, sizeof(struct row), id_of);
	list_set_height(&whole->list, HEIGHT);
	*state = whole;
	return 0;
}

static int
close_whole(void **state)
{
	talloc_free(*state);
	return 0;
}

static void
fill(struct whole *whole, size_t count)
{
	whole->count = count;
	for (size_t i = 0; i < count; i++)
		whole->ids[i] = (int64_t)i + 1;
	settle(whole, false);
}

static void
remove_at(struct whole *whole, size_t place)
{
	memmove(&whole->ids[place], &whole->ids[place + 1],
	    (--whole->count - place) * sizeof(whole->ids[0]));
}

static void
insert_at(struct whole *whole, size_t place, int64_t id)
{
	memmove(&whole->ids[place + 1], &whole->ids[place],
	    (whole->count++ - place) * sizeof(whole->ids[0]));
	whole->ids[place] = id;
}

static int64_t
here(const struct whole *whole)
{
	const struct row *row = list_here(&whole->list);

	return row != NULL ? row->id : 0;
}

static int64_t
rank(const struct whole *whole)
{
	return whole->list.rank + (int64_t)whole->list.cursor;
}

static void
an_empty_list_has_no_row(void **state)
{
	struct whole *whole = *state;
	size_t count;

	fill(whole, 0);
	assert_true(whole->list.is_known);
	assert_null(list_here(&whole->list));
	list_move(&whole->list, 1);
	list_go_last(&whole->list);
	settle(whole, true);
	talloc_free(list_targets(&whole->list, whole, &count));
	assert_int_equal(count, 0);
}

static void
one_comes_to_every_row_by_going_down(void **state)
{
	struct whole *whole = *state;

	fill(whole, 5000);
	for (int64_t i = 1; i < 5000; i++) {
		assert_int_equal(here(whole), i);
		assert_int_equal(rank(whole), i - 1);
		list_move(&whole->list, 1);
		settle(whole, false);
	}
	list_move(&whole->list, 1);
	settle(whole, false);
	assert_int_equal(here(whole), 5000);
	assert_true(whole->list.count <= LIST_ROWS_MAX + 200);
}

static void
and_back_up_again(void **state)
{
	struct whole *whole = *state;

	fill(whole, 5000);
	whole->list.total = 5000;
	list_go_last(&whole->list);
	settle(whole, false);
	for (int64_t i = 5000; i > 1; i--) {
		assert_int_equal(here(whole), i);
		list_move(&whole->list, -1);
		settle(whole, false);
	}
	assert_int_equal(here(whole), 1);
	assert_int_equal(rank(whole), 0);
	assert_true(whole->list.has_start);
}

/* Keys that come faster than pages are not lost. */
static void
every_page_down_counts_while_a_page_is_on_its_way(void **state)
{
	struct whole *whole = *state;

	fill(whole, ROWS_MAX);
	for (int i = 0; i < 600; i++)
		list_move(&whole->list, HEIGHT);
	settle(whole, false);
	assert_int_equal(here(whole), 600 * HEIGHT + 1);
	assert_int_equal(rank(whole), 600 * HEIGHT);
}

static void
the_cursor_stays_on_its_row_when_others_come_and_go(void **state)
{
	struct whole *whole = *state;

	fill(whole, 200);
	list_move(&whole->list, 5);
	assert_int_equal(here(whole), 6);
	remove_at(whole, 0);
	remove_at(whole, 0);
	settle(whole, true);
	assert_int_equal(here(whole), 6);
	insert_at(whole, 0, 1001);
	insert_at(whole, 1, 1002);
	insert_at(whole, 2, 1003);
	settle(whole, true);
	assert_int_equal(here(whole), 6);
	assert_int_equal(rank(whole), 6);
}

static void
rows_that_come_before_the_first_are_seen(void **state)
{
	struct whole *whole = *state;
	const struct row *first;

	fill(whole, 3);
	insert_at(whole, 0, 77);
	settle(whole, true);
	first = list_row(&whole->list, 0);
	assert_int_equal(first->id, 77);
	assert_int_equal(here(whole), 1);
}

static void
where_the_row_has_gone_the_next_one_is(void **state)
{
	struct whole *whole = *state;

	fill(whole, 20);
	list_move(&whole->list, 3);
	remove_at(whole, 3);
	settle(whole, true);
	assert_int_equal(here(whole), 5);
	while (whole->count > 0)
		remove_at(whole, 0);
	settle(whole, true);
	assert_null(list_here(&whole->list));
}

static void
an_answer_that_comes_too_late_moves_nobody(void **state)
{
	struct whole *whole = *state;
	struct list_query late;

	fill(whole, 3000);
	late = list_next(&whole->list, true);
	assert_int_equal(late.want, LIST_FRESH);
	list_move(&whole->list, 40);
	list_move(&whole->list, 40);
	serve(whole, &late);
	settle(whole, false);
	assert_int_equal(here(whole), 81);
}

static void
tags_are_on_rows_not_on_places(void **state)
{
	struct whole *whole = *state;
	size_t count;
	char **ids;

	fill(whole, 50);
	list_move(&whole->list, 2);
	list_tag(&whole->list, list_here(&whole->list), 1000);
	list_move(&whole->list, 1);
	list_tag(&whole->list, list_here(&whole->list), 500);
	remove_at(whole, 0);
	settle(whole, true);
	assert_true(list_is_tagged(&whole->list, "3"));
	assert_false(list_is_tagged(&whole->list, "2"));
	assert_int_equal(list_weight(&whole->list), 1500);
	ids = list_targets(&whole->list, whole, &count);
	assert_int_equal(count, 2);
	assert_string_equal(ids[0], "3");
	assert_string_equal(ids[1], "4");
	list_tag(&whole->list, list_here(&whole->list), 500);
	assert_false(list_is_tagged(&whole->list, "4"));
	list_untag(&whole->list);
	ids = list_targets(&whole->list, whole, &count);
	assert_int_equal(count, 1);
	assert_string_equal(ids[0], "4");
}

int
main(void)
{
#define CASE(name)                                                             \
	cmocka_unit_test_setup_teardown(name, open_whole, close_whole)
	const struct CMUnitTest tests[] = {
		CASE(an_empty_list_has_no_row),
		CASE(one_comes_to_every_row_by_going_down),
		CASE(and_back_up_again),
		CASE(every_page_down_counts_while_a_page_is_on_its_way),
		CASE(the_cursor_stays_on_its_row_when_others_come_and_go),
		CASE(rows_that_come_before_the_first_are_seen),
		CASE(where_the_row_has_gone_the_next_one_is),
		CASE(an_answer_that_comes_too_late_moves_nobody),
		CASE(tags_are_on_rows_not_on_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
