/* What the schema itself refuses, whoever asks. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "tests/db/fixture.h"

/* Two media files (1 and 2, the first typed MOVIE), an output of each, a
   series with a season and an episode. */
static int
prepare(void **state)
{
	static const char *const statements[] = {
		"INSERT INTO media_file (id, pid, original_key, original_name, "
		"size_bytes, media_type) VALUES "
		"(1, '01900000-0000-7000-8000-000000000001', 'a', 'a.mp4', 1, "
		"'MOVIE'), "
		"(2, '01900000-0000-7000-8000-000000000002', 'b', 'b.mp4', 1, "
		"NULL)",
		"INSERT INTO output (id, media_file_id) VALUES (1, 1), (2, 2)",
		"INSERT INTO movie (id, pid, title, sort_title, media_file_id) "
		"VALUES (1, '01900000-0000-7000-8000-000000000003', 'M', 'M', "
		"1)",
		"INSERT INTO series (id, pid, title, sort_title) VALUES "
		"(1, '01900000-0000-7000-8000-000000000004', 'S', 'S')",
		"INSERT INTO season (id, pid, series_id, number) VALUES "
		"(1, '01900000-0000-7000-8000-000000000005', 1, 1)",
		"INSERT INTO episode (id, pid, season_id, number, title) "
		"VALUES (1, '01900000-0000-7000-8000-000000000006', 1, 1, "
		"'E')",
		NULL,
	};

	if (fixture_begin(state) != 0)
		return -1;
	for (size_t i = 0; statements[i] != NULL; i++)
		fixture_sql(*state, statements[i]);
	return 0;
}

static const struct {
	const char *why;
	const char *text;
	enum outcome outcome;
} refused[] = {
	{ "a second movie on one media file",
	    "INSERT INTO movie (pid, title, sort_title, media_file_id) VALUES "
	    "(UUID(), 'N', 'N', 1)",
	    CONFLICT },
	{ "a movie on a media file that is not a movie's",
	    "UPDATE movie SET media_file_id = 2", INVALID },
	{ "an episode on a movie's media file",
	    "UPDATE episode SET media_file_id = 1", INVALID },
	{ "deleting a used media file", "DELETE FROM media_file WHERE id = 1",
	    CONFLICT },
	{ "changing the type of a used media file",
	    "UPDATE media_file SET media_type = 'EPISODE' WHERE id = 1",
	    CONFLICT },
	{ "READY without a package",
	    "UPDATE media_file SET status = 'READY' WHERE id = 2", INVALID },
	{ "ERROR without a code",
	    "UPDATE media_file SET status = 'ERROR' WHERE id = 2", INVALID },
	{ "another file's package",
	    "UPDATE media_file SET live_output_id = 1 WHERE id = 2", INVALID },
	{ "a duplicate episode",
	    "INSERT INTO episode (pid, season_id, number, title) VALUES "
	    "(UUID(), 1, 1, 'F')",
	    CONFLICT },
	{ "a blank title", "UPDATE movie SET title = '   '", INVALID },
	{ "a title too long", "UPDATE movie SET title = REPEAT('x', 256)",
	    INVALID },
	{ "a year before films", "UPDATE movie SET year = 1500", INVALID },
	{ "an upload beyond its size",
	    "INSERT INTO upload (pid, file_name, part_key, total_bytes, "
	    "got_bytes, expires_at) VALUES (UUID(), 'x', 'x', 5, 6, NOW())",
	    INVALID },
	{ "a running job without a worker",
	    "INSERT INTO job (queue, kind, state) VALUES "
	    "('encode', 'process', 'RUNNING')",
	    INVALID },
	{ "a finished job without its time",
	    "INSERT INTO job (queue, kind, state) VALUES "
	    "('encode', 'process', 'DONE')",
	    INVALID },
	{ "a job in no queue",
	    "INSERT INTO job (queue, kind) VALUES ('nowhere', 'process')",
	    INVALID },
	{ "progress beyond the end",
	    "INSERT INTO job (queue, kind, progress) VALUES "
	    "('encode', 'process', 1001)",
	    INVALID },
};

static void
the_schema_refuses_what_must_not_be(void **state)
{
	struct fixture *fixture = *state;

	for (size_t i = 0; i < ARRAY_SIZE(refused); i++) {
		struct db_stmt stmt = { .text = refused[i].text };
		enum outcome rc =
		    db_run(fixture->h.db, &stmt, DB_NO_ARGS, NULL);

		if (rc != refused[i].outcome)
			fail_msg("%s: %s", refused[i].why, outcome_names[rc]);
	}
}

static void
one_unfinished_job_of_a_name_and_again_after_its_end(void **state)
{
	static const struct db_stmt insert = {
		.text = "INSERT INTO job (queue, kind, dedupe) VALUES "
			"('encode', 'process', 'once')"
	};
	struct fixture *fixture = *state;
	struct db *db = fixture->h.db;

	assert_int_equal(db_run(db, &insert, DB_NO_ARGS, NULL), OK);
	assert_int_equal(db_run(db, &insert, DB_NO_ARGS, NULL), CONFLICT);
	fixture_sql(fixture, "UPDATE job SET state = 'DONE', finished_at = "
			     "UTC_TIMESTAMP(3) WHERE dedupe = 'once'");
	assert_int_equal(db_run(db, &insert, DB_NO_ARGS, NULL), OK);
}

static void
a_series_takes_its_episodes_but_no_media_file(void **state)
{
	struct fixture *fixture = *state;

	fixture_sql(fixture, "UPDATE media_file SET media_type = 'EPISODE' "
			     "WHERE id = 2");
	fixture_sql(fixture, "UPDATE episode SET media_file_id = 2");
	fixture_sql(fixture, "DELETE FROM series");
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM episode"), 0);
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM media_file"), 2);
}

static void
a_movie_survives_the_loss_of_its_media(void **state)
{
	struct fixture *fixture = *state;

	fixture_sql(fixture, "UPDATE movie SET media_file_id = NULL");
	fixture_sql(fixture, "DELETE FROM media_file WHERE id = 1");
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM movie"), 1);
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM output"), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_schema_refuses_what_must_not_be),
		cmocka_unit_test(
		    one_unfinished_job_of_a_name_and_again_after_its_end),
		cmocka_unit_test(a_series_takes_its_episodes_but_no_media_file),
		cmocka_unit_test(a_movie_survives_the_loss_of_its_media),
	};

	return cmocka_run_group_tests(tests, prepare, fixture_end);
}
