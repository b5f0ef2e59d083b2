/* Posters: who is allowed to show one, and what goes with its order. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/mem.h"
#include "house/job.h"
#include "house/movie.h"
#include "house/poster.h"
#include "house/storage.h"
#include "tests/db/fixture.h"

static int
empty(void **state)
{
	static const char *const statements[] = { "DELETE FROM job",
		"DELETE FROM movie", "DELETE FROM gc_item",
		"DELETE FROM upload", NULL };

	for (size_t i = 0; statements[i] != NULL; i++)
		fixture_sql(*state, statements[i]);
	return fixture_fresh(state);
}

static struct poster_wish
new_movie(struct fixture *fixture)
{
	struct house *h = &fixture->h;
	struct movie movie;

	field_clear(movie_fields, &movie);
	movie.title = mem_text(h->mem, "Up");
	assert_int_equal(movie_create(h, &movie, 0), OK);
	return (struct poster_wish){ .owner = POSTER_OF_MOVIE,
		.id = movie.id,
		.expected = ANY_VERSION };
}

static struct job
order(struct fixture *fixture, const struct poster_wish *wish)
{
	struct upload_claim claim = { .size_bytes = 5, .is_picture = true };
	struct house *h = &fixture->h;
	struct upload *upload;
	struct job job;

	assert_int_equal(upload_open(h, &claim, &upload), OK);
	assert_int_equal(upload_append(upload, "bytes", 5, h->refusal), OK);
	assert_int_equal(upload_settle(upload, h->refusal), OK);
	assert_int_equal(poster_want_picture(h, wish, upload, &job), OK);
	talloc_free(upload);
	return job;
}

static struct job
claim(struct fixture *fixture, int64_t worker)
{
	struct job_line line = { 0 };
	struct job job;

	assert_int_equal(
	    job_claim(&fixture->h, "upkeep", &line, worker, &job), OK);
	return job;
}

/* What an attempt has made. */
static char *
made(struct fixture *fixture, const struct job *job)
{
	struct house *h = &fixture->h;
	char *folder = storage_path(h->mem, h->settings, GC_STAGING,
	    storage_attempt_key(
		h->mem, &job->movie_id, job->id, job->id, job->attempt));
	char *file = mem_printf(h->mem, "%s/poster.jpg", folder);

	assert_int_equal(folder_make(folder), OK);
	assert_int_equal(file_replace(file, "poster", 6), OK);
	return file;
}

static char *
shown(struct fixture *fixture, const struct poster_wish *wish)
{
	struct movie movie;

	assert_int_equal(
	    db_movie_find(fixture->h.db, fixture->h.mem, &wish->id, &movie),
	    OK);
	return movie.poster;
}

static int64_t
given_up(struct fixture *fixture, const char *area)
{
	return fixture_number(fixture,
	    mem_printf(fixture,
		"SELECT COUNT(*) FROM gc_item WHERE area = '%s'", area));
}

static void
is_shown_once_however_often_that_is_said(void **state)
{
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;
	struct poster_wish wish = new_movie(fixture);
	struct attempt result = { .exit_code = 0 };
	struct job job;
	char *file;

	order(fixture, &wish);
	assert_null(shown(fixture, &wish));
	job = claim(fixture, 1);
	file = made(fixture, &job);
	assert_int_equal(poster_publish(h, &job, &result, file), OK);
	assert_int_equal(poster_publish(h, &job, &result, file), OK);
	assert_non_null(strstr(shown(fixture, &wish), job.movie_id.text));
	assert_int_equal(given_up(fixture, "INCOMING"), 1);
	assert_int_equal(given_up(fixture, "POSTER"), 0);
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM poster_order"), 0);
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM audit WHERE "
				    "action = 'movie.poster_show'"),
	    1);
}

static void
a_zombie_shows_nothing(void **state)
{
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;
	struct poster_wish wish = new_movie(fixture);
	struct attempt result = { .exit_code = 0 };
	struct job zombie, job;
	char *file;

	order(fixture, &wish);
	zombie = claim(fixture, 1);
	file = made(fixture, &zombie);
	fixture_sql(fixture, "UPDATE job SET due_at = UTC_TIMESTAMP(3) - "
			     "INTERVAL 1 SECOND");
	assert_int_equal(job_upkeep(h, true), OK);
	assert_int_equal(job_upkeep(h, true), OK);
	job = claim(fixture, 2);
	assert_int_equal(poster_publish(h, &zombie, &result, file), CONFLICT);
	assert_string_equal(h->refusal->code, "lease_lost");
	assert_true(file_size(file) > 0);
	assert_null(shown(fixture, &wish));
	assert_int_equal(given_up(fixture, "INCOMING"), 0);
	file = made(fixture, &job);
	assert_int_equal(poster_publish(h, &job, &result, file), OK);
	assert_non_null(shown(fixture, &wish));
}

static void
what_another_order_followed_is_not_shown(void **state)
{
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;
	struct poster_wish wish = new_movie(fixture);
	struct attempt result = { .exit_code = 0 };
	struct job first, second;
	char *file;

	order(fixture, &wish);
	first = claim(fixture, 1);
	file = made(fixture, &first);
	second = order(fixture, &wish);
	assert_int_equal(poster_publish(h, &first, &result, file), CONFLICT);
	assert_string_equal(h->refusal->code, "cancelled");
	assert_int_equal(job_stopped(h, &first, &result), OK);
	assert_null(shown(fixture, &wish));
	fixture_sql(fixture, "UPDATE job_queue SET max_running = NULL");
	assert_int_equal(claim(fixture, 1).id, second.id);
}

static void
a_deleted_title_takes_its_order_along(void **state)
{
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;
	struct poster_wish wish = new_movie(fixture);
	struct attempt result = { .exit_code = 0 };
	struct job job;
	char *file;

	order(fixture, &wish);
	job = claim(fixture, 1);
	file = made(fixture, &job);
	assert_int_equal(movie_delete(h, &wish.id, ANY_VERSION), OK);
	assert_int_equal(given_up(fixture, "POSTER"), 1);
	assert_int_equal(given_up(fixture, "STAGING"), 1);
	assert_int_equal(poster_publish(h, &job, &result, file), CONFLICT);
	assert_int_equal(job_stopped(h, &job, &result), OK);
	assert_int_equal(given_up(fixture, "INCOMING"), 1);
}

static void
what_failed_for_good_is_given_up_and_not_repeated(void **state)
{
	static const struct job_failure damaged = { "picture_damaged",
		"It is damaged.", true };
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;
	struct poster_wish wish = new_movie(fixture);
	struct attempt result = { .exit_code = 1 };
	struct job job, again;

	order(fixture, &wish);
	job = claim(fixture, 1);
	assert_int_equal(job_fail(h, &job, &damaged, &result), OK);
	assert_int_equal(given_up(fixture, "INCOMING"), 1);
	assert_int_equal(given_up(fixture, "POSTER"), 1);
	assert_int_equal(given_up(fixture, "STAGING"), 1);
	assert_int_equal(job_retry(h, job.id, &again), CONFLICT);
	assert_string_equal(h->refusal->code, "job_not_repeatable");
}

#define TEST(name) cmocka_unit_test_setup(name, empty)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(is_shown_once_however_often_that_is_said),
		TEST(a_zombie_shows_nothing),
		TEST(what_another_order_followed_is_not_shown),
		TEST(a_deleted_title_takes_its_order_along),
		TEST(what_failed_for_good_is_given_up_and_not_repeated),
	};

	return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
