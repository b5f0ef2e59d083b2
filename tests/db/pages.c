/* Lists that move while they are walked, and lists that are long. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "house/media.h"
#include "sql/account.h"
#include "sql/audit.h"
#include "sql/job.h"
#include "sql/movie.h"
#include "sql/series.h"
#include "sql/upload.h"
#include "sql/watch.h"
#include "tests/db/fixture.h"

#define SOME_TIME "'2025-01-01' + INTERVAL seq % 11 SECOND"
#define SECONDS "'2025-01-01' + INTERVAL seq SECOND"
#define FEW_NAMES "CONCAT(ELT(1 + seq % 5, 'ä', 'B', 'b', 'a', 'Ż'), seq % 7)"
#define MANY_NAMES "CONCAT(CHAR(65 + seq % 26), seq * 7919 % 99991)"
#define FEW_TITLES                                                             \
	" (pid, title, sort_title, year, created_at) SELECT "                  \
	"UUID(), " FEW_NAMES ", " FEW_NAMES ", "                               \
	"IF(seq % 4 = 0, NULL, 1990 + seq % 9), " SOME_TIME
#define MANY_TITLES                                                            \
	" (id, pid, title, sort_title, year, created_at) SELECT "              \
	"seq, UUID(), CONCAT('Film ', seq), " MANY_NAMES ", "                  \
	"IF(seq % 10 = 0, NULL, 1920 + seq % 100), " SECONDS
#define UPLOAD                                                                 \
	"INSERT INTO upload (pid, file_name, part_key, account_id, "           \
	"expires_at, created_at) SELECT UUID(), 'a.mp4', UUID(), "             \
	"(SELECT MIN(id) FROM account), UTC_TIMESTAMP(3) + INTERVAL 1 DAY, "
#define MEDIA                                                                  \
	"INSERT INTO media_file (pid, status, error_code, original_name, "     \
	"size_bytes, created_at) SELECT UUID(), "                              \
	"IF(seq % 40 = 0, 'ERROR', 'UPLOADED'), IF(seq % 40 = 0, 'x', NULL), "

/* What can be listed, and what makes rows of numbers: a few of which many are
   alike, and a lot. */
static const struct kind {
	const char *table;
	const struct page_listing *listing;
	const char *few, *many;
} kinds[] = {
	{ "movie", &movie_listing, "INSERT INTO movie" FEW_TITLES,
	    "INSERT INTO movie" MANY_TITLES },
	{ "series", &series_listing, "INSERT INTO series" FEW_TITLES,
	    "INSERT INTO series" MANY_TITLES },
	{ "account", &account_listing,
	    "INSERT INTO account (pid, login, role) SELECT UUID(), "
	    "CONCAT(ELT(1 + seq % 3, 'a', 'B', 'b'), UUID()), 'VIEWER'",
	    "INSERT INTO account (pid, login, role) SELECT UUID(), "
	    "CONCAT(ELT(1 + seq % 3, 'a', 'B', 'b'), seq), 'EDITOR'" },
	{ "media_file", &media_listing,
	    MEDIA FEW_NAMES ", seq % 13, " SOME_TIME,
	    MEDIA MANY_NAMES ", seq * 7919 % 99991, " SECONDS },
	{ "upload", &upload_listing, UPLOAD SOME_TIME, UPLOAD SECONDS },
	{ "audit", &audit_listing,
	    "INSERT INTO audit (actor, action, subject_kind, subject_id) "
	    "SELECT CONCAT('a', seq % 3), 'b', 'c', seq",
	    "INSERT INTO audit (actor, action, subject_kind, subject_id) "
	    "SELECT CONCAT('a', seq % 50), "
	    "IF(seq % 50 = 7, 'movie.change', CONCAT('b', seq % 50)), "
	    "IF(seq % 5 = 3, 'movie', CONCAT('c', seq % 5)), seq % 5000" },
	{ "job", &job_listing,
	    "INSERT INTO job (queue, kind) SELECT 'encode', seq % 3",
	    "INSERT INTO job (queue, kind, state, finished_at) SELECT "
	    "'encode', seq % 50, IF(seq % 50 = 0, 'DEAD', 'QUEUED'), "
	    "IF(seq % 50 = 0, UTC_TIMESTAMP(3), NULL)" },
};

static void
add(struct fixture *fixture, const char *insert, int first, int last)
{
	AUTO_FREE char *text =
	    mem_printf(NULL, "%s FROM seq_%d_to_%d", insert, first, last);

	fixture_sql(fixture, text);
}

static int64_t
count(struct fixture *fixture, const char *what, const char *table,
    const char *condition)
{
	AUTO_FREE char *text = mem_printf(
	    NULL, "SELECT %s FROM %s WHERE %s", what, table, condition);

	return fixture_number(fixture, text);
}

/* Rows whose id is a multiple of three may go. */
static void
drop_one(struct fixture *fixture, const char *table, const char *way)
{
	AUTO_FREE char *text = mem_printf(NULL,
	    "DELETE FROM %s WHERE id %% 3 = 0 ORDER BY id %s "
	    "LIMIT 1",
	    table, way);

	fixture_sql(fixture, text);
}

/* Between two pages, two of those that may go do, and two come. */
static void
stir(struct fixture *fixture, const struct kind *kind)
{
	drop_one(fixture, kind->table, "ASC");
	drop_one(fixture, kind->table, "DESC");
	add(fixture, kind->few, 3, 3);
	add(fixture, kind->few, 4, 4);
}

static void
empty(struct fixture *fixture, const char *table)
{
	AUTO_FREE char *text = mem_printf(NULL, "DELETE FROM %s", table);

	fixture_sql(fixture, text);
}

static int64_t
id_of(const struct page_listing *listing, const void *row)
{
	return *(const int64_t *)field_of(
	    field_find(listing->entity->fields, listing->id_field), row);
}

/* Notes the ids of a page's rows; how many of them were to stay. */
static size_t
note(const struct page_listing *listing, const char *rows, size_t row_count,
    int64_t last, int64_t *seen, size_t *seen_count)
{
	size_t stayed = 0;

	for (size_t i = 0; i < row_count; i++) {
		int64_t id =
		    id_of(listing, rows + i * listing->entity->row_size);

		for (size_t at = 0; at < *seen_count; at++)
			assert_int_not_equal(seen[at], id);
		seen[(*seen_count)++] = id;
		stayed += id <= last && id % 3 != 0;
	}
	return stayed;
}

static void
assert_walked(
    struct fixture *fixture, const struct kind *kind, const char *sort)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct page page = { .sort = sort, .limit = 7 };
	int64_t *seen = mem_array(mem, int64_t, 2000);
	size_t seen_count = 0, stayed = 0;
	int64_t last;
	char *condition;

	empty(fixture, kind->table);
	add(fixture, kind->few, 1, 200);
	last = count(fixture, "MAX(id)", kind->table, "TRUE");
	do {
		size_t row_count;
		char *rows, *next;

		assert_int_equal(
		    page_list(fixture->h.db, mem, kind->listing, &page, &rows,
			&row_count, &next, &fixture->refusal),
		    OK);
		stayed += note(
		    kind->listing, rows, row_count, last, seen, &seen_count);
		page.cursor = next;
		stir(fixture, kind);
	} while (page.cursor != NULL && seen_count < 1900);
	condition = mem_printf(mem, "id <= %d AND id %% 3 <> 0", (int)last);
	assert_true(stayed > 100);
	assert_int_equal(
	    stayed, count(fixture, "COUNT(*)", kind->table, condition));
}

static void
a_walk_through_a_moving_list_misses_none_and_repeats_none(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		const struct page_order *order = kinds[i].listing->orders;

		for (; order->name != NULL; order++) {
			AUTO_FREE char *back =
			    mem_printf(NULL, "-%s", order->name);

			assert_walked(*state, &kinds[i], order->name);
			assert_walked(*state, &kinds[i], back);
		}
	}
}

static int64_t
rows_read(struct fixture *fixture)
{
	return fixture_number(fixture,
	    "SELECT CAST(SUM(variable_value) AS INTEGER) FROM "
	    "information_schema.session_status WHERE variable_name LIKE "
	    "'Handler_read%'");
}

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

static void
assert_plan(struct fixture *fixture, const struct page_listing *listing,
    const struct page *page, const char *index)
{
	AUTO_FREE void *mem = mem_context(NULL);
	char *text = page_statement(mem, listing, page, &fixture->refusal);
	const struct db_arg args[] = { page->filters[0].value,
		db_of_number(21) };
	bool has_value = page->filter_count > 0 && !page->filters[0].is_plain;
	struct db_stmt stmt = {
		.text = mem_printf(mem, "EXPLAIN FORMAT=JSON %s", text),
		.entity = &explained_entity,
	};
	struct explained plan;

	assert_int_equal(
	    db_find(fixture->h.db, mem, &stmt, has_value ? args : args + 1,
		has_value ? 2 : 1, &plan),
	    OK);
	if (strstr(plan.json, mem_printf(mem, "\"key\": \"%s\"", index)) ==
		NULL ||
	    strstr(plan.json, "\"access_type\": \"ALL\"") != NULL ||
	    strstr(plan.json, "filesort") != NULL)
		fail_msg("%s is not read by %s: %s", text, index, plan.json);
}

/* Eight pages in, each reads its own rows and what belongs to them. */
static void
assert_cheap(struct fixture *fixture, const struct page_listing *listing,
    struct page page, const char *what)
{
	AUTO_FREE void *mem = mem_context(NULL);

	for (int i = 0; i < 8; i++) {
		int64_t before = rows_read(fixture);
		size_t row_count;
		char *rows, *next;

		assert_int_equal(
		    page_list(fixture->h.db, mem, listing, &page, &rows,
			&row_count, &next, &fixture->refusal),
		    OK);
		before = rows_read(fixture) - before;
		if (before > 1000)
			fail_msg("page %d of %s by %s reads %d rows", i,
			    listing->entity->table, what, (int)before);
		page.cursor = next;
		if (next == NULL)
			return;
	}
}

/* Genres for titles, a little trash, something that is unfinished. */
static void
fill(struct fixture *fixture)
{
	static const char *const statements[] = {
		"INSERT INTO genre (id, name) VALUES (1, 'Drama'), "
		"(2, 'Comedy'), (3, 'Western')",
		"INSERT INTO movie_genre (movie_id, genre_id, place) "
		"SELECT id, 1 + id % 2, 0 FROM movie",
		"INSERT INTO movie_genre (movie_id, genre_id, place) "
		"SELECT id, 3, 1 FROM movie WHERE id % 5000 = 0",
		"INSERT INTO series_genre (series_id, genre_id, place) "
		"SELECT id, 1 + id % 2, 0 FROM series",
		"INSERT INTO series_genre (series_id, genre_id, place) "
		"SELECT id, 3, 1 FROM series WHERE id % 5000 = 0",
		"UPDATE movie SET trashed_at = UTC_TIMESTAMP(3) "
		"WHERE id % 1000 = 1",
		"UPDATE series SET trashed_at = UTC_TIMESTAMP(3) "
		"WHERE id % 1000 = 1",
		"INSERT INTO season (pid, series_id, number) "
		"SELECT UUID(), id, 1 FROM series",
		"INSERT INTO episode (pid, season_id, number, title) "
		"SELECT UUID(), id, 1, 'E' FROM season",
		"ANALYZE TABLE movie, series, account, media_file, upload, "
		"audit, job",
		NULL,
	};

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		empty(fixture, kinds[i].table);
		add(fixture, kinds[i].many, 1, 100000);
	}
	for (size_t i = 0; statements[i] != NULL; i++)
		fixture_sql(fixture, statements[i]);
}

/* Pages, what narrows them, and the index that they must be read by (NULL:
   few rows are picked first). */
static const struct wish {
	const struct page_listing *listing;
	const char *sort, *criterion, *value, *index;
} wishes[] = {
	{ &movie_listing, "title", NULL, NULL, "in_title" },
	{ &movie_listing, "-title", NULL, NULL, "in_title" },
	{ &movie_listing, "year", NULL, NULL, "in_year" },
	{ &movie_listing, "-year", NULL, NULL, "in_year" },
	{ &movie_listing, "created_at", NULL, NULL, "in_created" },
	{ &movie_listing, "-created_at", NULL, NULL, "in_created" },
	{ &movie_listing, "title", "year", "1999", "in_year_title" },
	{ &movie_listing, "title", "trashed", "true", "in_title" },
	{ &movie_listing, "-created_at", "trashed", "true", "in_created" },
	{ &movie_listing, "title", "genre", "drama", NULL },
	{ &movie_listing, "title", "genre", "Western", NULL },
	{ &movie_listing, "title", "genre", "None", NULL },
	{ &movie_listing, "title", "playable", "true", NULL },
	{ &movie_listing, "title", "playable", "false", NULL },
	{ &movie_listing, "title", "q", "77777", NULL },
	{ &series_listing, "title", NULL, NULL, "in_title" },
	{ &series_listing, "-title", NULL, NULL, "in_title" },
	{ &series_listing, "year", NULL, NULL, "in_year" },
	{ &series_listing, "-year", NULL, NULL, "in_year" },
	{ &series_listing, "created_at", NULL, NULL, "in_created" },
	{ &series_listing, "-created_at", NULL, NULL, "in_created" },
	{ &series_listing, "title", "year", "1999", "in_year_title" },
	{ &series_listing, "title", "trashed", "true", "in_title" },
	{ &series_listing, "-created_at", "trashed", "true", "in_created" },
	{ &series_listing, "title", "genre", "drama", NULL },
	{ &series_listing, "title", "genre", "Western", NULL },
	{ &series_listing, "title", "genre", "None", NULL },
	{ &series_listing, "title", "playable", "true", NULL },
	{ &series_listing, "title", "playable", "false", NULL },
	{ &series_listing, "title", "q", "77777", NULL },
	{ &account_listing, "login", NULL, NULL, "by_login" },
	{ &account_listing, "-login", NULL, NULL, "by_login" },
	{ &media_listing, "created_at", NULL, NULL, "by_created" },
	{ &media_listing, "-file_name", NULL, NULL, "by_name" },
	{ &media_listing, "size_bytes", NULL, NULL, "by_size" },
	{ &media_listing, "-created_at", "status", "ERROR",
	    "by_status_created" },
	{ &media_listing, "file_name", "status", "ERROR", "by_status_name" },
	{ &media_listing, "size_bytes", "status", "UPLOADED",
	    "by_status_size" },
	{ &media_listing, "-created_at", "status", "PROCESSING",
	    "by_status_created" },
	{ &upload_listing, "created_at", NULL, NULL, "by_state_created" },
	{ &upload_listing, "-created_at", NULL, NULL, "by_state_created" },
	{ &audit_listing, "id", NULL, NULL, "PRIMARY" },
	{ &audit_listing, "-id", NULL, NULL, "PRIMARY" },
	{ &audit_listing, "-id", "actor", "a7", "by_actor" },
	{ &audit_listing, "-id", "action", "movie.change", "by_action" },
	{ &audit_listing, "-id", "subject_kind", "movie", "by_kind" },
	{ &audit_listing, "-id", "subject_id", "42", "by_subject" },
	{ &job_listing, "id", NULL, NULL, "PRIMARY" },
	{ &job_listing, "-id", NULL, NULL, "PRIMARY" },
	{ &job_listing, "-id", "state", "DEAD", "by_state" },
	{ &job_listing, "-id", "state", "RUNNING", "by_state" },
	{ &job_listing, "-id", "kind", "7", "by_kind" },
};

static void
assert_granted(struct fixture *fixture, const struct wish *wish)
{
	struct page page = { .sort = wish->sort, .limit = 20 };

	if (wish->criterion != NULL)
		page_narrow(&page, fixture,
		    page_criterion_find(wish->listing, wish->criterion),
		    wish->value, &fixture->refusal);
	if (wish->index != NULL)
		assert_plan(fixture, wish->listing, &page, wish->index);
	assert_cheap(fixture, wish->listing, page, wish->sort);
}

static void
assert_own_uploads_are_found(struct fixture *fixture)
{
	struct page page = { .limit = 20 };

	page.filters[page.filter_count++] = (struct page_filter){
		.condition = upload_condition_own,
		.value =
		    db_of_number(count(fixture, "MIN(id)", "account", "TRUE")),
	};
	assert_plan(fixture, &upload_own_listing, &page, "by_owner");
	assert_cheap(fixture, &upload_own_listing, page, "one's own");
}

static void
what_others_watch_costs_nothing(void **state)
{
	struct fixture *fixture = *state;
	struct page page = { .limit = 20 };

	fixture_sql(fixture,
	    "INSERT INTO watch_progress (account_id, media_file_id, "
	    "position_ms) SELECT a.id, f.id, 1 FROM (SELECT id FROM account "
	    "ORDER BY id LIMIT 50) a JOIN (SELECT id FROM media_file "
	    "ORDER BY id LIMIT 1000) f");
	fixture_sql(fixture,
	    "DELETE FROM watch_progress WHERE media_file_id % 20 <> 0 AND "
	    "account_id = (SELECT MIN(id) FROM account)");
	page.filters[page.filter_count++] = (struct page_filter){
		.value =
		    db_of_number(count(fixture, "MIN(id)", "account", "TRUE")),
	};
	assert_cheap(fixture, &watch_listing, page, "what was watched");
}

static void
a_page_of_a_hundred_thousand_costs_what_one_of_ten_does(void **state)
{
	struct fixture *fixture = *state;

	fill(fixture);
	for (int i = 0; i < 5; i++)
		fixture_upload(fixture);
	for (size_t i = 0; i < ARRAY_SIZE(wishes); i++)
		assert_granted(fixture, &wishes[i]);
	assert_own_uploads_are_found(fixture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(
		    a_walk_through_a_moving_list_misses_none_and_repeats_none,
		    fixture_fresh),
		cmocka_unit_test_setup(
		    a_page_of_a_hundred_thousand_costs_what_one_of_ten_does,
		    fixture_fresh),
		cmocka_unit_test_setup(
		    what_others_watch_costs_nothing, fixture_fresh),
	};

	return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
