/* Every statement of the house is prepared on the migrated schema, and the
   hot ones must be answered from an index. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/token.h"
#include "sql/account.h"
#include "sql/attempt.h"
#include "sql/audit.h"
#include "sql/gc.h"
#include "sql/job.h"
#include "sql/media.h"
#include "sql/migrate.h"
#include "sql/movie.h"
#include "sql/output.h"
#include "sql/queue.h"
#include "sql/throttle.h"
#include "sql/token.h"
#include "sql/upload.h"
#include "sql/worker.h"
#include "tests/db/fixture.h"

static const struct {
	const struct db_stmt *statements;
	const size_t *count;
} rooms[] = {
	{ account_statements, &account_statement_count },
	{ attempt_statements, &attempt_statement_count },
	{ audit_statements, &audit_statement_count },
	{ gc_statements, &gc_statement_count },
	{ job_statements, &job_statement_count },
	{ media_statements, &media_statement_count },
	{ movie_statements, &movie_statement_count },
	{ output_statements, &output_statement_count },
	{ queue_statements, &queue_statement_count },
	{ throttle_statements, &throttle_statement_count },
	{ token_statements, &token_statement_count },
	{ upload_statements, &upload_statement_count },
	{ worker_statements, &worker_statement_count },
};

static void
every_statement_can_be_prepared(void **state)
{
	struct fixture *fixture = *state;

	for (size_t room = 0; room < ARRAY_SIZE(rooms); room++) {
		for (size_t i = 0; i < *rooms[room].count; i++) {
			AUTO_FREE void *mem = mem_context(NULL);
			char *text = db_expand(mem, &rooms[room].statements[i]);

			if (db_try(fixture->h.db, text) != OK)
				fail_msg("cannot be prepared: %s", text);
		}
	}
}

/* EXPLAIN's answer as one JSON text. */
struct explained {
	char *json;
};
static const struct field explained_fields[] = {
	FIELD(explained, json),
	FIELD_END,
};
static const struct entity explained_entity = {
	.fields = explained_fields,
	.row_size = sizeof(struct explained),
};

/* With a value in place of each question mark: a number behind LIMIT, where
   nothing else may stand, and a text everywhere else. */
static char *
with_values(void *mem, const char *text)
{
	const char *mark;
	char *out = NULL;

	while ((mark = strchr(text, '?')) != NULL) {
		bool is_limit = strncmp(mark - 6, "LIMIT ", 6) == 0;

		mem_append(mem, &out, "%.*s%s", (int)(mark - text), text,
		    is_limit ? "1" : "'1'");
		text = mark + 1;
	}
	mem_append(mem, &out, "%s", text);
	return out;
}

static void
assert_indexed(struct fixture *fixture, const char *text)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct explained plan;
	struct db_stmt stmt = {
		.text = mem_printf(
		    mem, "EXPLAIN FORMAT=JSON %s", with_values(mem, text)),
		.entity = &explained_entity,
	};

	assert_int_equal(
	    db_find(fixture->h.db, mem, &stmt, DB_NO_ARGS, &plan), OK);
	if (strstr(plan.json, "\"access_type\": \"ALL\"") != NULL ||
	    strstr(plan.json, "filesort") != NULL)
		fail_msg(
		    "reads a whole table or sorts: %s\n%s", text, plan.json);
}

static void
hot_statements_are_answered_from_an_index(void **state)
{
	struct fixture *fixture = *state;
	size_t checked = 0;

	for (int i = 0; i < 50; i++)
		fixture_upload(fixture);
	for (size_t room = 0; room < ARRAY_SIZE(rooms); room++) {
		for (size_t i = 0; i < *rooms[room].count; i++) {
			AUTO_FREE void *mem = mem_context(NULL);
			char *text = db_expand(mem, &rooms[room].statements[i]);

			if (!rooms[room].statements[i].hot)
				continue;
			assert_indexed(fixture, text);
			checked++;
		}
	}
	assert_true(checked > 10);
}

/* A page in an order, narrowed by a criterion (NULL: not), and its next one. */
static void
assert_page(struct fixture *fixture, const struct page_listing *listing,
    const char *sort, const struct page_criterion *criterion)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct refusal refusal = { .mem = mem };
	struct page page = { .sort = sort, .limit = 5 };
	const char *value = "1";

	if (criterion != NULL && criterion->value == PAGE_WORD)
		value = criterion->words[0];
	if (criterion != NULL && criterion->value == PAGE_UUID)
		value = "0199c1f2-6a3b-7c4d-8e5f-0a1b2c3d4e5f";
	if (criterion != NULL)
		page_narrow(&page, mem, criterion, value, &refusal);
	assert_int_equal(refusal_outcome(&refusal), OK);
	assert_indexed(fixture, page_statement(mem, listing, &page, &refusal));
	page.cursor = "some";
	assert_indexed(fixture, page_statement(mem, listing, &page, &refusal));
}

static void
every_page_is_read_in_its_order(void **state)
{
	static const struct page_listing *const listings[] = { &media_listing,
		&movie_listing, &job_listing, &account_listing,
		&audit_listing };
	struct fixture *fixture = *state;

	for (int i = 0; i < 50; i++)
		fixture_upload(fixture);
	for (size_t i = 0; i < ARRAY_SIZE(listings); i++) {
		const struct page_order *order = listings[i]->orders;

		assert_page(fixture, listings[i], NULL, NULL);
		for (; order->name != NULL; order++) {
			AUTO_FREE char *back =
			    mem_printf(NULL, "-%s", order->name);
			const struct page_criterion *criterion =
			    listings[i]->criteria;

			assert_page(fixture, listings[i], order->name, NULL);
			for (; criterion->name != NULL; criterion++)
				assert_page(
				    fixture, listings[i], back, criterion);
		}
	}
}

static void
parts_are_found_as_they_are_written(void **state)
{
	static const char *const parts[] = { "%", "_", "\\", "'", "o%c" };
	struct fixture *fixture = *state;
	const struct page_criterion *criterion =
	    page_criterion_find(&movie_listing, "q");

	fixture_sql(fixture, "INSERT INTO movie (pid, title, sort_title) "
			     "VALUES (UUID(), 'plain old cut', 'plain')");
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		AUTO_FREE void *mem = mem_context(NULL);
		struct refusal refusal = { .mem = mem };
		struct page page = { .limit = 5 };
		struct movie movie = { .id = uuid_new(),
			.title = mem_printf(mem, "with %s in it", parts[i]),
			.sort_title = mem_text(mem, "with") };
		struct movie *movies;
		int64_t number;
		size_t count;
		char *next;

		assert_int_equal(db_movie_insert(fixture->h.db, &movie,
				     db_members(&movie_entity, "id", "title",
					 "sort_title", NULL),
				     &number),
		    OK);
		page_narrow(&page, mem, criterion, parts[i], &refusal);
		assert_int_equal(page_list(fixture->h.db, mem, &movie_listing,
				     &page, &movies, &count, &next, &refusal),
		    OK);
		assert_int_equal(count, 1);
		assert_string_equal(movies[0].title, movie.title);
		fixture_sql(fixture, "DELETE FROM movie WHERE title LIKE 'w%'");
	}
}

static void
migrating_twice_changes_nothing(void **state)
{
	struct fixture *fixture = *state;
	size_t applied = 9;

	assert_int_equal(
	    migrate(fixture->h.db, 10, &applied, &fixture->refusal), OK);
	assert_int_equal(applied, 0);
	assert_int_equal(migrate_check(fixture->h.db, &fixture->refusal), OK);
}

static void
refuses_a_schema_it_does_not_know(void **state)
{
	struct fixture *fixture = *state;

	fixture_sql(fixture, "INSERT INTO schema_migration (version, name, "
			     "checksum, state) VALUES (9999, 'later', "
			     "REPEAT('x', 32), 'APPLIED')");
	assert_int_equal(
	    migrate_check(fixture->h.db, &fixture->refusal), CONFLICT);
	assert_string_equal(fixture->refusal.code, "schema_newer");
	fixture_sql(
	    fixture, "DELETE FROM schema_migration WHERE version = 9999");

	fixture_sql(fixture, "UPDATE schema_migration SET state = 'APPLYING'");
	assert_int_equal(
	    migrate_check(fixture->h.db, &fixture->refusal), CONFLICT);
	assert_string_equal(fixture->refusal.code, "schema_older");
	/* A file that was cut short is simply run once more. */
	assert_int_equal(
	    migrate(fixture->h.db, 10, NULL, &fixture->refusal), OK);

	fixture_sql(fixture, "UPDATE schema_migration SET checksum = "
			     "REPEAT('y', 32)");
	assert_int_equal(
	    migrate_check(fixture->h.db, &fixture->refusal), CONFLICT);
	assert_string_equal(fixture->refusal.code, "schema_changed");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(
		    every_statement_can_be_prepared, fixture_fresh),
		cmocka_unit_test_setup(
		    hot_statements_are_answered_from_an_index, fixture_fresh),
		cmocka_unit_test_setup(
		    every_page_is_read_in_its_order, fixture_fresh),
		cmocka_unit_test_setup(
		    parts_are_found_as_they_are_written, fixture_fresh),
		cmocka_unit_test_setup(
		    migrating_twice_changes_nothing, fixture_fresh),
		cmocka_unit_test_setup(
		    refuses_a_schema_it_does_not_know, fixture_fresh),
	};

	return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
