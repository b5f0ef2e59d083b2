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
#include "sql/delivery.h"
#include "sql/episode.h"
#include "sql/gc.h"
#include "sql/genre.h"
#include "sql/glance.h"
#include "sql/job.h"
#include "sql/media.h"
#include "sql/migrate.h"
#include "sql/movie.h"
#include "sql/output.h"
#include "sql/poster.h"
#include "sql/queue.h"
#include "sql/season.h"
#include "sql/series.h"
#include "sql/stats.h"
#include "sql/subtitle.h"
#include "sql/throttle.h"
#include "sql/token.h"
#include "sql/trash.h"
#include "sql/upload.h"
#include "sql/webhook.h"
#include "sql/watch.h"
#include "sql/worker.h"
#include "tests/db/fixture.h"

static const struct {
	const struct db_stmt *statements;
	const size_t *count;
} rooms[] = {
	{ account_statements, &account_statement_count },
	{ attempt_statements, &attempt_statement_count },
	{ audit_statements, &audit_statement_count },
	{ delivery_statements, &delivery_statement_count },
	{ episode_statements, &episode_statement_count },
	{ gc_statements, &gc_statement_count },
	{ genre_statements, &genre_statement_count },
	{ glance_statements, &glance_statement_count },
	{ job_statements, &job_statement_count },
	{ media_statements, &media_statement_count },
	{ movie_statements, &movie_statement_count },
	{ output_statements, &output_statement_count },
	{ poster_statements, &poster_statement_count },
	{ queue_statements, &queue_statement_count },
	{ season_statements, &season_statement_count },
	{ series_statements, &series_statement_count },
	{ subtitle_statements, &subtitle_statement_count },
	{ throttle_statements, &throttle_statement_count },
	{ token_statements, &token_statement_count },
	{ trash_statements, &trash_statement_count },
	{ upload_statements, &upload_statement_count },
	{ stats_statements, &stats_statement_count },
	{ webhook_statements, &webhook_statement_count },
	{ watch_statements, &watch_statement_count },
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
assert_indexed(struct fixture *fixture, const char *text, bool may_sort)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct explained plan;
	bool is_whole;
	struct db_stmt stmt = {
		.text = mem_printf(
		    mem, "EXPLAIN FORMAT=JSON %s", with_values(mem, text)),
		.entity = &explained_entity,
	};

	assert_int_equal(
	    db_find(fixture->h.db, mem, &stmt, DB_NO_ARGS, &plan), OK);
	/* Of rows that were picked before, all may be read. */
	is_whole = strstr(plan.json, "\"access_type\": \"ALL\"") != NULL &&
		   !(may_sort && strstr(plan.json, "<subquery") != NULL);
	if (is_whole || (!may_sort && strstr(plan.json, "filesort") != NULL))
		fail_msg(
		    "reads a whole table or sorts: %s\n%s", text, plan.json);
}

/* Enough rows that no table is read whole for being short. */
static void
fill(struct fixture *fixture)
{
	for (int i = 0; i < 50; i++)
		fixture_upload(fixture);
	fixture_sql(fixture, "INSERT IGNORE INTO genre (id, name) "
			     "SELECT seq, seq FROM seq_1_to_50");
	fixture_sql(fixture,
	    "INSERT INTO movie (pid, title, sort_title, year) "
	    "SELECT UUID(), seq, seq, 1900 + seq FROM seq_1_to_50");
	fixture_sql(fixture, "INSERT IGNORE INTO movie_genre "
			     "SELECT m.id, m.id % 50 + 1, 0 FROM movie m");
	fixture_sql(fixture,
	    "INSERT INTO series (pid, title, sort_title, year) "
	    "SELECT UUID(), seq, seq, 1900 + seq FROM seq_1_to_50");
	fixture_sql(fixture, "INSERT IGNORE INTO series_genre "
			     "SELECT s.id, s.id % 50 + 1, 0 FROM series s");
	fixture_sql(fixture, "INSERT IGNORE INTO season (pid, series_id, "
			     "number) SELECT UUID(), s.id, 1 FROM series s");
	fixture_sql(fixture,
	    "INSERT IGNORE INTO episode (pid, season_id, number, title) "
	    "SELECT UUID(), n.id, 1, 'E' FROM season n");
}

static void
hot_statements_are_answered_from_an_index(void **state)
{
	struct fixture *fixture = *state;
	size_t checked = 0;

	fill(fixture);
	for (size_t room = 0; room < ARRAY_SIZE(rooms); room++) {
		for (size_t i = 0; i < *rooms[room].count; i++) {
			AUTO_FREE void *mem = mem_context(NULL);
			char *text = db_expand(mem, &rooms[room].statements[i]);

			if (!rooms[room].statements[i].hot)
				continue;
			assert_indexed(fixture, text, false);
			checked++;
		}
	}
	assert_true(checked > 10);
}

/* The rows that this connection has read, by index or without. */
static int64_t
rows_read(struct fixture *fixture)
{
	return fixture_number(fixture,
	    "SELECT CAST(SUM(variable_value) AS SIGNED) "
	    "FROM information_schema.session_status "
	    "WHERE variable_name LIKE 'HANDLER_READ%'");
}

static void
counting_the_jobs_passes_by_those_that_are_done(void **state)
{
	struct fixture *fixture = *state;
	AUTO_FREE void *mem = mem_context(NULL);
	struct queue_count *counts;
	int64_t before, of_looking, seen = 0;
	size_t count;

	fixture_sql(fixture, "DELETE FROM job");
	fixture_sql(fixture,
	    "INSERT INTO job (queue, kind, state, finished_at) "
	    "SELECT 'encode', 'process', 'DONE', UTC_TIMESTAMP(3) "
	    "FROM seq_1_to_100000");
	fixture_sql(fixture, "INSERT INTO job (queue, kind, state) "
			     "SELECT 'encode', 'process', 'QUEUED' "
			     "FROM seq_1_to_20");
	of_looking = rows_read(fixture);
	before = rows_read(fixture);
	of_looking = before - of_looking;
	assert_int_equal(
	    db_queue_counts(fixture->h.db, mem, &counts, &count), OK);
	assert_in_range(rows_read(fixture) - before - of_looking, 20, 200);
	for (size_t i = 0; i < count; i++) {
		assert_int_not_equal(counts[i].state, JOB_DONE);
		seen += counts[i].count;
		if (counts[i].count > 0)
			assert_int_equal(counts[i].state, JOB_QUEUED);
	}
	assert_int_equal(seen, 20);
	fixture_sql(fixture, "DELETE FROM job");
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
	bool may_sort = false;

	/* What narrows to few rows may sort them. */
	if (criterion != NULL && criterion->index != NULL)
		may_sort = criterion->value == PAGE_WORDS ||
			   criterion->index[0] == '\0' ||
			   criterion->index_for != NULL;
	if (criterion != NULL && criterion->value == PAGE_WORD)
		value = criterion->words[0];
	if (criterion != NULL && criterion->value == PAGE_FLAG)
		value = "true";
	if (criterion != NULL && criterion->value == PAGE_UUID)
		value = "0199c1f2-6a3b-7c4d-8e5f-0a1b2c3d4e5f";
	if (criterion != NULL)
		page_narrow(&page, mem, criterion, value, &refusal);
	assert_int_equal(refusal_outcome(&refusal), OK);
	assert_indexed(
	    fixture, page_statement(mem, listing, &page, &refusal), may_sort);
	page.cursor = "some";
	assert_indexed(
	    fixture, page_statement(mem, listing, &page, &refusal), may_sort);
}

static void
every_page_is_read_in_its_order(void **state)
{
	struct page_listing media_glances = media_glance_listing;
	const struct page_listing *const listings[] = { &media_listing,
		&movie_listing, &series_listing, &genre_listing, &job_listing,
		&upload_listing, &account_listing, &audit_listing,
		&webhook_listing, &delivery_listing, &media_glances };
	struct fixture *fixture = *state;

	/* What is shown beside a row is found by its key; the order is its
	   own. */
	media_glances.entity = &media_entity;
	fill(fixture);
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

/* The queue is put in line for the eye, so what is live of it is sorted; but
   each page of it can be asked for, in every order and by every criterion. */
static void
every_page_of_the_queue_s_line_can_be_read(void **state)
{
	const struct page_listing *listing = &job_glance_listing;
	struct fixture *fixture = *state;

	fill(fixture);
	for (size_t i = 0; listing->criteria[i].name != NULL; i++) {
		const struct page_criterion *criterion = &listing->criteria[i];
		const struct page_order *order = listing->orders;

		for (; order->name != NULL; order++) {
			AUTO_FREE void *mem = mem_context(NULL);
			struct refusal refusal = { .mem = mem };
			struct page page = { .sort = order->name, .limit = 5 };
			struct job_glance *jobs;
			int64_t total;
			size_t count;
			char *next;

			page_narrow(&page, mem, criterion,
			    criterion->value == PAGE_FLAG   ? "true"
			    : criterion->value == PAGE_WORD ? "QUEUED"
							    : "process",
			    &refusal);
			assert_int_equal(
			    page_list(fixture->h.db, mem, listing, &page, &jobs,
				&count, &next, &refusal),
			    OK);
			assert_int_equal(page_count(fixture->h.db, listing,
					     &page, &total, &refusal),
			    OK);
			assert_true(total >= (int64_t)count);
		}
	}
}

static int64_t
id_at(
    struct fixture *fixture, const char *sort, const char *cursor, char **next)
{
	struct page page = { .sort = sort, .cursor = cursor, .limit = 1 };
	struct job_glance *jobs;
	size_t count;

	page_narrow(&page, fixture->h.mem,
	    page_criterion_find(&job_glance_listing, "live"), "true",
	    &fixture->refusal);
	assert_int_equal(
	    page_list(fixture->h.db, fixture->h.mem, &job_glance_listing, &page,
		&jobs, &count, next, &fixture->refusal),
	    OK);
	if (count == 0)
		return 0;
	*next =
	    page_cursor(fixture->h.mem, &job_glance_listing, &page, &jobs[0]);
	return jobs[0].id;
}

/* Down by the cursor of each row, and up again by the order turned round. */
static void
a_cursor_goes_both_ways(void **state)
{
	struct fixture *fixture = *state;
	int64_t down[1000] = { 0 };
	char *next = NULL;
	int count = 0;

	fill(fixture);
	fixture_sql(fixture, "UPDATE job SET state = 'DEAD', "
			     "finished_at = created_at WHERE id % 3 = 0");
	while ((down[count] = id_at(fixture, "line", next, &next)) != 0)
		assert_true(++count < 1000);
	assert_true(count > 10);
	next = NULL;
	for (int i = count - 1; i >= 0; i--)
		assert_int_equal(id_at(fixture, "-line", next, &next), down[i]);
	assert_int_equal(id_at(fixture, "-line", next, &next), 0);
}

static void
parts_are_found_as_they_are_written(void **state)
{
	static const char *const parts[] = { "%", "_", "\\", "'", "o%c" };
	struct fixture *fixture = *state;
	const struct page_criterion *criterion =
	    page_criterion_find(&media_listing, "q");

	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		AUTO_FREE void *mem = mem_context(NULL);
		const char *name = mem_printf(mem, "with %s in it", parts[i]);
		struct refusal refusal = { .mem = mem };
		struct page page = { .limit = 5 };
		struct uuid id = uuid_new();
		struct media *files;
		int64_t number;
		size_t count;
		char *next;

		assert_int_equal(db_media_insert(fixture->h.db, &id, id.text,
				     name, 1, &number),
		    OK);
		page_narrow(&page, mem, criterion, parts[i], &refusal);
		assert_int_equal(page_list(fixture->h.db, mem, &media_listing,
				     &page, &files, &count, &next, &refusal),
		    OK);
		assert_int_equal(count, 1);
		assert_string_equal(files[0].file_name, name);
		assert_int_equal(db_media_delete(fixture->h.db, number), OK);
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
		    counting_the_jobs_passes_by_those_that_are_done,
		    fixture_fresh),
		cmocka_unit_test_setup(
		    every_page_is_read_in_its_order, fixture_fresh),
		cmocka_unit_test_setup(
		    every_page_of_the_queue_s_line_can_be_read, fixture_fresh),
		cmocka_unit_test_setup(a_cursor_goes_both_ways, fixture_fresh),
		cmocka_unit_test_setup(
		    parts_are_found_as_they_are_written, fixture_fresh),
		cmocka_unit_test_setup(
		    migrating_twice_changes_nothing, fixture_fresh),
		cmocka_unit_test_setup(
		    refuses_a_schema_it_does_not_know, fixture_fresh),
	};

	return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
