/* Quotas, places in films and the trash against a real server. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <pthread.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/token.h"
#include "house/account.h"
#include "house/auth.h"
#include "house/job.h"
#include "house/media.h"
#include "house/movie.h"
#include "house/season.h"
#include "house/series.h"
#include "house/trash.h"
#include "house/upload_part.h"
#include "house/watch.h"
#include "sql/audit.h"
#include "tests/db/fixture.h"

#define GIVEN(noun, ...) db_members(&noun##_entity, __VA_ARGS__, NULL)

static int
empty(void **state)
{
	static const char *const statements[] = {
		"DELETE FROM movie",
		"DELETE FROM series",
		"DELETE FROM job",
		"DELETE FROM upload",
		"DELETE FROM media_file",
		"DELETE FROM account",
		"DELETE FROM audit",
		NULL,
	};
	struct fixture *fixture = *state;

	for (size_t i = 0; statements[i] != NULL; i++)
		fixture_sql(fixture, statements[i]);
	fixture->h.caller = NULL;
	fixture->settings.upload_quota = 0;
	return fixture_fresh(state);
}

static void
assert_refused(struct fixture *fixture, enum outcome rc, enum outcome wanted,
    const char *code)
{
	assert_int_equal(rc, wanted);
	assert_string_equal(fixture->refusal.code, code);
	refusal_reset(&fixture->refusal, fixture);
}

/* An account of that quota, as which the house acts from now on. */
static struct account
become(struct fixture *fixture, const char *login, int64_t quota_bytes)
{
	struct account_form form = { .role = ROLE_EDITOR,
		.quota_bytes = quota_bytes,
		.login = mem_text(fixture, login) };
	struct caller *caller = mem_new(fixture, struct caller);
	struct account account;

	assert_int_equal(
	    account_create(&fixture->h, &form,
		ACCOUNT_ROLE | ACCOUNT_QUOTA | ACCOUNT_LOGIN, &account),
	    OK);
	assert_int_equal(
	    db_account_find_login(fixture->h.db, fixture, login, &account), OK);
	caller->account = account.number;
	caller->account_id = account.id;
	caller->login = account.login;
	caller->role = ROLE_EDITOR;
	fixture->h.caller = caller;
	return account;
}

static int64_t
used(struct fixture *fixture, const struct account *account)
{
	struct account now;

	assert_int_equal(
	    db_account_find(fixture->h.db, fixture, &account->id, &now), OK);
	return now.used_bytes;
}

static enum outcome
begin(struct house *h, int64_t size, bool is_in_parts, struct upload **out)
{
	struct upload_claim claim = {
		.file_name = "film.mp4",
		.file_name_length = 8,
		.size_bytes = size,
		.is_in_parts = is_in_parts,
	};

	return upload_open(h, &claim, out);
}

static enum outcome
bring(struct fixture *fixture, int64_t size, struct media *out)
{
	char bytes[100] = { 0 };
	struct upload *upload;
	enum outcome rc = begin(&fixture->h, size, false, &upload);

	if (rc == OK)
		rc = upload_append(
		    upload, bytes, (size_t)size, &fixture->refusal);
	return rc == OK ? upload_finish(&fixture->h, upload, out) : rc;
}

static void
what_is_announced_counts_until_it_is_there_or_gone(void **state)
{
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;
	struct account ana = become(fixture, "ana", 100);
	struct upload *upload;
	struct media media;

	assert_int_equal(bring(fixture, 40, &media), OK);
	assert_int_equal(used(fixture, &ana), 40);
	assert_refused(
	    fixture, begin(h, 61, false, &upload), NO_SPACE, "quota_exceeded");
	assert_int_equal(begin(h, 60, false, &upload), OK);
	assert_int_equal(used(fixture, &ana), 100);
	assert_refused(
	    fixture, bring(fixture, 1, &media), NO_SPACE, "quota_exceeded");
	upload_abort(h, upload);
	assert_int_equal(used(fixture, &ana), 40);
	assert_int_equal(bring(fixture, 60, &media), OK);
	assert_int_equal(media_delete(h, &media.id, ANY_VERSION), OK);
	assert_int_equal(used(fixture, &ana), 40);
	fixture_sql(fixture, "UPDATE media_file SET original_key = NULL");
	assert_int_equal(used(fixture, &ana), 0);
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM upload WHERE "
				    "state = 'OPEN'"),
	    0);
}

static void
the_settings_speak_where_the_account_does_not(void **state)
{
	struct fixture *fixture = *state;
	struct upload *upload;

	fixture->settings.upload_quota = 10;
	become(fixture, "usual", ABSENT);
	assert_refused(fixture, begin(&fixture->h, 11, false, &upload),
	    NO_SPACE, "quota_exceeded");
	become(fixture, "free", 0);
	assert_int_equal(begin(&fixture->h, 11, false, &upload), OK);
	upload_abort(&fixture->h, upload);
	fixture->h.caller = NULL;
	assert_int_equal(begin(&fixture->h, 11, false, &upload), OK);
	upload_abort(&fixture->h, upload);
}

static void
nobody_has_more_unfinished_uploads_than_a_thousand(void **state)
{
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;
	struct upload *upload;

	become(fixture, "ana", ABSENT);
	fixture_sql(fixture,
	    "INSERT INTO upload (pid, file_name, part_key, account_id, "
	    "expires_at) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL "
	    "SELECT i + 1 FROM n WHERE i < 999) SELECT UUID(), 'a.mp4', "
	    "CONCAT('many', i), (SELECT id FROM account "
	    "WHERE login = 'ana'), UTC_TIMESTAMP(3) + INTERVAL 1 DAY FROM n");
	assert_int_equal(begin(h, 1, true, &upload), OK);
	assert_refused(
	    fixture, begin(h, 1, true, &upload), CONFLICT, "too_many_uploads");
	become(fixture, "bob", ABSENT);
	assert_int_equal(begin(h, 1, true, &upload), OK);
	talloc_free(upload);
}

static void
an_upload_of_unknown_size_ends_where_the_quota_does(void **state)
{
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;
	struct account ana = become(fixture, "ana", 100);
	char bytes[200] = { 0 };
	struct upload *upload, *other;
	struct media media;

	assert_int_equal(begin(h, ABSENT, false, &upload), OK);
	assert_int_equal(
	    upload_append(upload, bytes, 100, &fixture->refusal), OK);
	assert_refused(fixture,
	    upload_append(upload, bytes, 1, &fixture->refusal), NO_SPACE,
	    "quota_exceeded");
	upload_abort(h, upload);

	/* What another one took meanwhile is seen at the end at the latest. */
	assert_int_equal(begin(h, ABSENT, false, &upload), OK);
	assert_int_equal(
	    upload_append(upload, bytes, 60, &fixture->refusal), OK);
	assert_int_equal(begin(h, 50, false, &other), OK);
	assert_refused(fixture, upload_finish(h, upload, &media), NO_SPACE,
	    "quota_exceeded");
	upload_abort(h, upload);
	upload_abort(h, other);

	/* And while it says that it is alive. */
	assert_int_equal(begin(h, ABSENT, false, &upload), OK);
	assert_int_equal(
	    upload_append(upload, bytes, 70, &fixture->refusal), OK);
	assert_int_equal(upload_alive(h, upload), OK);
	assert_int_equal(used(fixture, &ana), 70);
	assert_refused(
	    fixture, begin(h, 31, false, &other), NO_SPACE, "quota_exceeded");

	/* What another one has taken since is heard of then, too. */
	assert_int_equal(begin(h, 30, false, &other), OK);
	assert_int_equal(
	    upload_append(upload, bytes, 1, &fixture->refusal), OK);
	assert_int_equal(upload_alive(h, upload), OK);
	assert_refused(fixture,
	    upload_append(upload, bytes, 1, &fixture->refusal), NO_SPACE,
	    "quota_exceeded");
	upload_abort(h, upload);
	upload_abort(h, other);
}

static void
nothing(void)
{
}

static void
a_length_that_comes_later_is_held_against_the_quota(void **state)
{
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;
	struct account ana = become(fixture, "ana", 100);
	struct upload_row row;
	struct upload *upload;
	struct uuid id;
	char bytes[100] = { 0 };

	assert_int_equal(begin(h, ABSENT, true, &upload), OK);
	id = *upload_id(upload);
	assert_int_equal(
	    upload_append(upload, bytes, 30, &fixture->refusal), OK);
	assert_int_equal(upload_flush(upload, &fixture->refusal), OK);
	assert_int_equal(upload_note(h, upload), OK);
	talloc_free(upload);
	assert_int_equal(used(fixture, &ana), 30);
	assert_int_equal(upload_grip(fixture, h->settings, &id, nothing,
			     &fixture->refusal, &upload),
	    OK);
	assert_int_equal(upload_resume(h, &id, &upload, &row), OK);
	assert_refused(fixture,
	    upload_append(upload, bytes, 71, &fixture->refusal), NO_SPACE,
	    "quota_exceeded");
	assert_int_equal(upload_discard(upload), OK);
	assert_refused(fixture, upload_announce(h, upload, 101), NO_SPACE,
	    "quota_exceeded");
	assert_int_equal(upload_announced(upload), ABSENT);
	assert_int_equal(upload_announce(h, upload, 100), OK);
	assert_int_equal(used(fixture, &ana), 100);
	talloc_free(upload);
	assert_int_equal(upload_drop(h, &id), OK);
	assert_int_equal(used(fixture, &ana), 0);
}

/* One of several who ask at the same instant. */
struct asker {
	struct fixture *fixture;
	pthread_barrier_t *barrier;
	enum outcome rc;
};

static void *
ask(void *context)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct asker *asker = context;
	struct refusal refusal = { .mem = mem };
	struct house h = asker->fixture->h;
	struct upload *upload;

	db_thread_begin();
	h.mem = mem;
	h.refusal = &refusal;
	h.db = house_db(mem, h.settings);
	pthread_barrier_wait(asker->barrier);
	asker->rc = begin(&h, 40, false, &upload);
	talloc_free(h.db);
	db_thread_end();
	return NULL;
}

static void
of_many_at_once_those_that_fit_are_let_in(void **state)
{
	struct fixture *fixture = *state;
	struct account ana = become(fixture, "ana", 100);
	struct asker askers[8];
	pthread_barrier_t barrier;
	pthread_t threads[8];
	int let_in = 0;

	pthread_barrier_init(&barrier, NULL, 8);
	for (int i = 0; i < 8; i++) {
		askers[i] = (struct asker){ fixture, &barrier, FAILED };
		assert_int_equal(
		    pthread_create(&threads[i], NULL, ask, &askers[i]), 0);
	}
	for (int i = 0; i < 8; i++) {
		pthread_join(threads[i], NULL);
		let_in += askers[i].rc == OK;
		assert_true(askers[i].rc == OK || askers[i].rc == NO_SPACE);
	}
	pthread_barrier_destroy(&barrier);
	assert_int_equal(let_in, 2);
	assert_int_equal(used(fixture, &ana), 80);
}

static void
what_an_account_brought_outlives_it(void **state)
{
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;
	struct account ana = become(fixture, "ana", ABSENT);
	struct upload *upload;
	struct media media;

	assert_int_equal(bring(fixture, 40, &media), OK);
	assert_int_equal(begin(h, 5, false, &upload), OK);
	assert_int_equal(account_delete(h, &ana.id, ANY_VERSION), OK);
	assert_int_equal(
	    upload_append(upload, "bytes", 5, &fixture->refusal), OK);
	assert_int_equal(upload_finish(h, upload, &media), OK);
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM media_file "
				    "WHERE uploaded_by IS NULL"),
	    2);
}

static void
uploads_in_parts_stand_in_the_book_from_beginning_to_end(void **state)
{
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;
	struct upload *upload;

	become(fixture, "ana", ABSENT);
	assert_int_equal(begin(h, 5, true, &upload), OK);
	talloc_free(upload);
	fixture_sql(fixture, "UPDATE upload SET expires_at = UTC_TIMESTAMP(3)");
	assert_int_equal(upload_sweep(h), OK);
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM audit WHERE "
				    "action IN ('upload.begin', "
				    "'upload.drop')"),
	    2);
}

static void
a_place_in_a_film_that_goes_meanwhile_is_none(void **state)
{
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;
	struct watch_form form = { .position_ms = 5 };
	struct watch_progress progress;
	struct media media = fixture_upload(fixture);

	become(fixture, "ana", ABSENT);
	assert_refused(fixture,
	    watch_put(h, &media.id, &form, WATCH_POSITION, &progress), CONFLICT,
	    "media_not_ready");
	fixture_sql(fixture, "UPDATE media_file SET duration_ms = 1000");
	assert_int_equal(
	    watch_put(h, &media.id, &form, WATCH_POSITION, &progress), OK);
	form.position_ms = 900;
	assert_int_equal(
	    watch_put(h, &media.id, &form, WATCH_POSITION, &progress), OK);
	assert_true(progress.watched);
	progress.media_number += 1000;
	assert_int_equal(
	    db_watch_put(h->db, h->caller->account, &progress, false), INVALID);
	assert_int_equal(media_delete(h, &media.id, ANY_VERSION), OK);
	assert_int_equal(
	    watch_put(h, &media.id, &form, WATCH_POSITION, &progress),
	    NOT_FOUND);
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM watch_progress"), 0);
}

static struct movie
trash_movie(struct fixture *fixture, const char *title, int days)
{
	AUTO_FREE char *text = mem_printf(NULL,
	    "UPDATE movie SET trashed_at = UTC_TIMESTAMP(3) - INTERVAL %d DAY "
	    "WHERE title = '%s'",
	    days, title);
	struct movie movie;

	field_clear(movie_fields, &movie);
	movie.title = mem_text(fixture, title);
	assert_int_equal(
	    movie_create(&fixture->h, &movie, GIVEN(movie, "title")), OK);
	fixture_sql(fixture, text);
	return movie;
}

static int64_t
purges_queued(struct fixture *fixture)
{
	return fixture_number(
	    fixture, "SELECT COUNT(*) FROM job WHERE kind = 'purge'");
}

static void
the_trash_is_emptied_of_what_is_old(void **state)
{
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;
	struct media media = fixture_upload(fixture);
	struct movie old = trash_movie(fixture, "old", 31);
	struct series series;
	struct season season;

	trash_movie(fixture, "young", 29);
	field_clear(series_fields, &series);
	series.title = mem_text(fixture, "Saga");
	assert_int_equal(series_create(h, &series, GIVEN(series, "title")), OK);
	field_clear(season_fields, &season);
	season.number = 1;
	assert_int_equal(
	    season_create(h, &series.id, &season, GIVEN(season, "number")), OK);
	fixture_sql(fixture, "UPDATE media_file SET media_type = 'EPISODE'");
	fixture_sql(fixture,
	    "INSERT INTO episode (pid, season_id, number, title, "
	    "media_file_id, trashed_at) SELECT UUID(), n.id, 1, 'E', f.id, "
	    "'2020-01-01' FROM season n, media_file f");

	fixture->settings.trash_days = 0;
	assert_int_equal(trash_purge(h), OK);
	assert_int_equal(job_prune(h), OK);
	assert_int_equal(purges_queued(fixture), 0);
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM movie"), 2);

	fixture->settings.trash_days = 30;
	assert_int_equal(job_prune(h), OK);
	assert_int_equal(job_prune(h), OK);
	assert_int_equal(purges_queued(fixture), 1);
	assert_int_equal(trash_purge(h), OK);
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM movie WHERE "
				    "title = 'young'"),
	    1);
	assert_int_equal(movie_delete(h, &old.id, ANY_VERSION), NOT_FOUND);
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM episode"), 0);
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM series"), 1);
	fixture_sql(fixture, "UPDATE series SET trashed_at = '2020-01-01'");
	assert_int_equal(trash_purge(h), OK);
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM series"), 0);
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM audit WHERE action "
				    "IN ('movie.delete', 'episode.delete', "
				    "'series.delete') AND actor = 'test'"),
	    3);
	assert_int_equal(db_media_find(h->db, fixture, &media.id, &media), OK);
	assert_false(media.is_used);
}

static void
the_trash_takes_more_than_one_look(void **state)
{
	struct fixture *fixture = *state;

	fixture_sql(fixture,
	    "INSERT INTO movie (pid, title, sort_title, trashed_at) "
	    "SELECT UUID(), seq, seq, '2020-01-01' FROM seq_1_to_250");
	assert_int_equal(trash_purge(&fixture->h), OK);
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM movie"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(
		    what_is_announced_counts_until_it_is_there_or_gone, empty),
		cmocka_unit_test_setup(
		    the_settings_speak_where_the_account_does_not, empty),
		cmocka_unit_test_setup(
		    nobody_has_more_unfinished_uploads_than_a_thousand, empty),
		cmocka_unit_test_setup(
		    an_upload_of_unknown_size_ends_where_the_quota_does, empty),
		cmocka_unit_test_setup(
		    a_length_that_comes_later_is_held_against_the_quota, empty),
		cmocka_unit_test_setup(
		    of_many_at_once_those_that_fit_are_let_in, empty),
		cmocka_unit_test_setup(
		    what_an_account_brought_outlives_it, empty),
		cmocka_unit_test_setup(
		    uploads_in_parts_stand_in_the_book_from_beginning_to_end,
		    empty),
		cmocka_unit_test_setup(
		    a_place_in_a_film_that_goes_meanwhile_is_none, empty),
		cmocka_unit_test_setup(
		    the_trash_is_emptied_of_what_is_old, empty),
		cmocka_unit_test_setup(
		    the_trash_takes_more_than_one_look, empty),
	};

	return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
