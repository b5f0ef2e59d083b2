/* The life of jobs and media files against a real server. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/mem.h"
#include "house/worker.h"
#include "house/job.h"
#include "house/media.h"
#include "house/movie.h"
#include "house/playback.h"
#include "house/state.h"
#include "house/storage.h"
#include "house/upload.h"
#include "sql/worker.h"
#include "tests/db/fixture.h"

/* Nothing of the test before. */
static int
empty(void **state)
{
	static const char *const statements[] = {
		"UPDATE media_file SET status = 'UPLOADED', "
		"live_output_id = NULL, error_code = NULL",
		"DELETE FROM movie",
		"DELETE FROM media_file",
		"DELETE FROM job",
		"DELETE FROM gc_item",
		"DELETE FROM upload",
		"UPDATE job_queue SET paused = 0, max_running = NULL, "
		"backoff_s = 15, max_attempts = 5",
		NULL,
	};

	for (size_t i = 0; statements[i] != NULL; i++)
		fixture_sql(*state, statements[i]);
	return fixture_fresh(state);
}

static enum media_status
status_of(struct fixture *fixture, const struct media *media)
{
	struct media now;

	assert_int_equal(
	    db_media_find(fixture->h.db, fixture->h.mem, &media->id, &now), OK);
	return now.status;
}

static enum outcome
claim(struct fixture *fixture, int64_t worker, struct job *out)
{
	struct job_line line = { 0 };

	return job_claim(&fixture->h, "encode", &line, worker, out);
}

static enum job_state
state_of(struct fixture *fixture, const struct job *job)
{
	struct job now;

	assert_int_equal(
	    db_job_find(fixture->h.db, fixture->h.mem, job->id, &now), OK);
	return now.state;
}

static const struct job_failure passing = { "host", "The host is ill.", 0 };
static const struct job_failure lasting = { "corrupt", "It is broken.", 1 };

static void
knows_exactly_six_moves(void **state)
{
	int legal = 0;

	(void)state;
	for (int from = 0; from < MEDIA_STATUS_COUNT; from++) {
		for (int to = 0; to < MEDIA_STATUS_COUNT; to++)
			legal += state_may_move(from, to);
	}
	assert_int_equal(legal, 6);
	assert_false(state_may_move(MEDIA_UPLOADED, MEDIA_READY));
	assert_false(state_may_move(MEDIA_ERROR, MEDIA_READY));
	assert_false(state_may_move(MEDIA_ERROR, MEDIA_PROCESSING));
	assert_false(state_may_move(MEDIA_READY, MEDIA_PROCESSING));
}

static void
an_upload_becomes_a_media_file_with_one_job(void **state)
{
	struct fixture *fixture = *state;
	struct media media = fixture_upload(fixture);
	AUTO_FREE char *path = storage_path(
	    NULL, &fixture->settings, GC_ORIGINAL, media.original_key);
	struct job job;

	assert_int_equal(media.status, MEDIA_UPLOADED);
	assert_int_equal(file_size(path), 5);
	assert_int_equal(claim(fixture, 1, &job), OK);
	assert_int_equal(job.attempt, 1);
	assert_true(job.output_id != ABSENT);
	assert_string_equal(job.media_file_id.text, media.id.text);
	assert_int_equal(status_of(fixture, &media), MEDIA_PROCESSING);
	assert_int_equal(claim(fixture, 2, &job), NOT_FOUND);
}

static void
publishing_makes_it_ready_once(void **state)
{
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;
	struct media media = fixture_upload(fixture);
	struct rendition rendition = {
		.kind = RENDITION_VIDEO,
		.name = mem_text(h->mem, "v0"),
		.codec = mem_text(h->mem, "avc1.640028"),
		.bandwidth = 1,
		.average_bandwidth = 1,
		.segments = 1,
		.size_bytes = 1,
		.width = ABSENT,
		.height = ABSENT,
		.channels = ABSENT,
		.frame_rate = 25,
	};
	struct package package = { .renditions = &rendition,
		.count = 1,
		.is_whole = true,
		.extends = ABSENT };
	struct attempt result = { .exit_code = 0 };
	struct playback playback;
	struct job job;

	assert_int_equal(playback_of(h, &media.id, &playback), CONFLICT);
	assert_string_equal(h->refusal->code, "media_not_ready");
	assert_int_equal(claim(fixture, 1, &job), OK);
	package.folder = storage_path(h->mem, h->settings, GC_STAGING,
	    storage_attempt_key(h->mem, &media.id, job.output_id, job.id, 1));
	assert_int_equal(folder_make(package.folder), OK);
	assert_int_equal(media_publish(h, &job, &result, &package), OK);
	assert_int_equal(status_of(fixture, &media), MEDIA_READY);
	assert_int_equal(state_of(fixture, &job), JOB_DONE);
	assert_int_equal(playback_of(h, &media.id, &playback), OK);
	assert_int_equal(playback.rendition_count, 1);
	assert_non_null(strstr(playback.hls, media.id.text));
	/* Said again, because the answer was lost: it is done, not done twice.
	 */
	assert_int_equal(media_publish(h, &job, &result, &package), OK);
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM rendition"), 1);
}

/* One that plays with a part of its renditions, and the job for the rest. */
static struct media
publish_a_part(struct fixture *fixture, struct job *rest)
{
	struct house *h = &fixture->h;
	struct media media = fixture_upload(fixture);
	struct package package = { .extends = ABSENT };
	struct attempt result = { .exit_code = 0 };
	struct job_line line = { 0 };
	struct job job;

	assert_int_equal(claim(fixture, 1, &job), OK);
	package.folder = storage_path(h->mem, h->settings, GC_STAGING,
	    storage_attempt_key(h->mem, &media.id, job.output_id, job.id, 1));
	assert_int_equal(folder_make(package.folder), OK);
	assert_int_equal(media_publish(h, &job, &result, &package), OK);
	assert_int_equal(job_claim(h, "ladder", &line, 1, rest), OK);
	assert_int_equal(db_media_find(h->db, h->mem, &media.id, &media), OK);
	return media;
}

static void
what_is_missing_gets_a_job_of_its_own(void **state)
{
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;
	struct job rest;
	struct media media = publish_a_part(fixture, &rest);
	struct package package = { .is_whole = true };
	struct attempt result = { .exit_code = 0 };

	assert_int_equal(media.status, MEDIA_READY);
	assert_false(media.ladder_complete);
	assert_string_equal(rest.kind, JOB_LADDER);
	assert_int_not_equal(rest.output_id, media.revision);
	package.folder = storage_path(h->mem, h->settings, GC_STAGING,
	    storage_attempt_key(h->mem, &media.id, rest.output_id, rest.id, 1));
	assert_int_equal(folder_make(package.folder), OK);
	/* It was made for something that plays no more. */
	package.extends = media.revision + 1000;
	assert_int_equal(media_publish(h, &rest, &result, &package), CONFLICT);
	assert_string_equal(h->refusal->code, "revision_gone");
	package.extends = media.revision;
	assert_int_equal(media_publish(h, &rest, &result, &package), OK);
	assert_int_equal(db_media_find(h->db, h->mem, &media.id, &media), OK);
	assert_true(media.ladder_complete);
	assert_int_equal(media.revision, rest.output_id);
}

static void
a_film_that_plays_waits_to_be_made_again(void **state)
{
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;
	struct attempt result = { .exit_code = 0 };
	struct job rest, again;
	struct media media = publish_a_part(fixture, &rest);
	bool cancelled = false;

	assert_int_equal(media_process(h, &media.id, &again), OK);
	assert_string_equal(again.queue, "ladder");
	assert_int_equal(job_is_cancelled(h, &rest, &cancelled), OK);
	assert_true(cancelled);
	/* What has nothing to do gives up its revision, too. */
	assert_int_equal(job_finish(h, &rest, &result), OK);
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM output"), 1);
	assert_int_equal(status_of(fixture, &media), MEDIA_READY);
}

static void
a_dead_ladder_leaves_the_film_playing(void **state)
{
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;
	struct attempt result = { .exit_code = 0 };
	struct job rest, again;
	struct media media = publish_a_part(fixture, &rest);

	assert_int_equal(job_fail(h, &rest, &lasting, &result), OK);
	assert_int_equal(db_media_find(h->db, h->mem, &media.id, &media), OK);
	assert_int_equal(media.status, MEDIA_READY);
	assert_string_equal(media.last_error, lasting.message);
	assert_int_equal(job_retry(h, rest.id, &again), OK);
	assert_int_equal(media_delete(h, &media.id, ANY_VERSION), OK);
	assert_int_equal(job_retry(h, rest.id, &again), CONFLICT);
	assert_string_equal(h->refusal->code, "media_gone");
}

static void
a_zombie_can_write_nothing(void **state)
{
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;
	struct media media = fixture_upload(fixture);
	struct attempt result = { .exit_code = 0 };
	struct package package = { .folder = "/nonexistent" };
	struct job zombie, job;
	struct job_fence fence;

	assert_int_equal(claim(fixture, 1, &zombie), OK);
	fixture_sql(fixture, "UPDATE job SET due_at = UTC_TIMESTAMP(3) - "
			     "INTERVAL 1 SECOND");
	assert_int_equal(job_upkeep(h, true), OK);
	assert_int_equal(job_upkeep(h, true), OK);
	assert_int_equal(claim(fixture, 2, &job), OK);
	assert_int_equal(job.attempt, 2);
	assert_int_equal(job.stalls, 1);
	assert_int_equal(job.failures, 0);
	fence = job_fence_of(&zombie);
	assert_int_equal(job_beat(h, &zombie), CONFLICT);
	assert_int_equal(
	    db_job_progress(h->db, &fence, "encode", 1, 1, 1), NOT_FOUND);
	assert_int_equal(job_fail(h, &zombie, &lasting, &result), CONFLICT);
	assert_int_equal(job_release(h, &zombie, &result), CONFLICT);
	assert_int_equal(job_stopped(h, &zombie, &result), CONFLICT);
	assert_int_equal(
	    media_publish(h, &zombie, &result, &package), CONFLICT);
	assert_int_equal(status_of(fixture, &media), MEDIA_PROCESSING);
	assert_int_equal(job_beat(h, &job), OK);
}

static void
a_poisonous_film_is_buried_after_three_stalls(void **state)
{
	struct fixture *fixture = *state;
	struct media media = fixture_upload(fixture);
	struct job job;

	for (int i = 0; i < 3; i++) {
		assert_int_equal(claim(fixture, 1, &job), OK);
		fixture_sql(fixture,
		    "UPDATE job SET due_at = UTC_TIMESTAMP(3) - "
		    "INTERVAL 1 SECOND WHERE state = 'RUNNING'");
		assert_int_equal(job_upkeep(&fixture->h, true), OK);
		assert_int_equal(job_upkeep(&fixture->h, true), OK);
	}
	assert_int_equal(state_of(fixture, &job), JOB_DEAD);
	assert_int_equal(status_of(fixture, &media), MEDIA_ERROR);
}

static void
failures_are_tried_again_later_and_then_buried(void **state)
{
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;
	struct media media = fixture_upload(fixture);
	struct attempt result = { .exit_code = 1, .signal_number = ABSENT };
	struct job job;

	fixture_sql(fixture, "UPDATE job SET max_attempts = 2");
	assert_int_equal(claim(fixture, 1, &job), OK);
	assert_int_equal(job_fail(h, &job, &passing, &result), OK);
	assert_int_equal(state_of(fixture, &job), JOB_SCHEDULED);
	assert_int_equal(status_of(fixture, &media), MEDIA_PROCESSING);
	assert_int_equal(job_upkeep(h, true), OK);
	assert_int_equal(claim(fixture, 1, &job), NOT_FOUND);
	fixture_sql(fixture, "UPDATE job SET due_at = UTC_TIMESTAMP(3)");
	assert_int_equal(job_upkeep(h, true), OK);
	assert_int_equal(claim(fixture, 1, &job), OK);
	assert_int_equal(job_fail(h, &job, &passing, &result), OK);
	assert_int_equal(state_of(fixture, &job), JOB_DEAD);
	assert_int_equal(status_of(fixture, &media), MEDIA_ERROR);
	assert_int_equal(fixture_number(fixture,
			     "SELECT COUNT(*) FROM job_attempt WHERE "
			     "outcome = 'FAILED' AND error_code = 'host'"),
	    2);
}

static void
a_permanent_failure_is_not_tried_again_until_asked(void **state)
{
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;
	struct media media = fixture_upload(fixture);
	struct attempt result = { .exit_code = 1, .signal_number = ABSENT };
	struct job job, again;

	assert_int_equal(claim(fixture, 1, &job), OK);
	assert_int_equal(job_fail(h, &job, &lasting, &result), OK);
	assert_int_equal(state_of(fixture, &job), JOB_DEAD);
	assert_int_equal(status_of(fixture, &media), MEDIA_ERROR);
	assert_int_equal(job_retry(h, job.id, &again), OK);
	assert_int_equal(again.state, JOB_QUEUED);
	assert_int_equal(again.failures, 0);
	assert_int_equal(status_of(fixture, &media), MEDIA_UPLOADED);
	assert_int_equal(job_retry(h, job.id, &again), CONFLICT);
	assert_int_equal(claim(fixture, 1, &again), OK);
	assert_int_equal(again.attempt, 2);
}

static void
releasing_costs_no_try(void **state)
{
	struct fixture *fixture = *state;
	struct attempt result = { .exit_code = ABSENT };
	struct job job;

	fixture_upload(fixture);
	assert_int_equal(claim(fixture, 1, &job), OK);
	assert_int_equal(job_release(&fixture->h, &job, &result), OK);
	assert_int_equal(claim(fixture, 2, &job), OK);
	assert_int_equal(job.attempt, 2);
	assert_int_equal(job.failures, 0);
	assert_int_equal(job.stalls, 0);
}

static void
cancelling_sets_the_film_back(void **state)
{
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;
	struct media media = fixture_upload(fixture);
	struct attempt result = { .exit_code = ABSENT };
	struct job job, after;
	struct job_fence fence;
	bool cancel;

	assert_int_equal(claim(fixture, 1, &job), OK);
	assert_int_equal(job_cancel(h, job.id, &after), OK);
	assert_int_equal(after.state, JOB_RUNNING);
	fence = job_fence_of(&job);
	assert_int_equal(db_job_flags(h->db, &fence, &cancel), OK);
	assert_true(cancel);
	assert_int_equal(job_stopped(h, &job, &result), OK);
	assert_int_equal(state_of(fixture, &job), JOB_CANCELED);
	assert_int_equal(status_of(fixture, &media), MEDIA_UPLOADED);
	assert_int_equal(job_cancel(h, job.id, &after), CONFLICT);
	assert_string_equal(h->refusal->code, "job_finished");
}

static void
a_paused_queue_gives_nothing_out(void **state)
{
	struct fixture *fixture = *state;
	struct job job;

	fixture_upload(fixture);
	assert_int_equal(queue_pause(&fixture->h, "maintenance"), OK);
	assert_int_equal(claim(fixture, 1, &job), NOT_FOUND);
	assert_int_equal(queue_resume(&fixture->h), OK);
	assert_int_equal(claim(fixture, 1, &job), OK);
}

static void
a_worker_that_rests_is_given_nothing(void **state)
{
	struct fixture *fixture = *state;
	struct worker_row row;
	struct job job;

	fixture_upload(fixture);
	assert_int_equal(worker_drain(&fixture->h, 1, &row), OK);
	assert_int_equal(claim(fixture, 1, &job), NOT_FOUND);
	assert_int_equal(worker_resume(&fixture->h, 1, &row), OK);
	assert_int_equal(claim(fixture, 1, &job), OK);
}

static void
no_more_than_max_running_run(void **state)
{
	struct fixture *fixture = *state;
	struct job job;

	fixture_upload(fixture);
	fixture_upload(fixture);
	fixture_sql(fixture, "UPDATE job_queue SET max_running = 1 "
			     "WHERE name = 'encode'");
	assert_int_equal(claim(fixture, 1, &job), OK);
	assert_int_equal(claim(fixture, 2, &job), NOT_FOUND);
}

static void
priority_moves_a_job_up(void **state)
{
	struct fixture *fixture = *state;
	struct media second;
	struct job job;

	fixture_upload(fixture);
	second = fixture_upload(fixture);
	assert_int_equal(
	    job_set_priority(&fixture->h,
		fixture_number(fixture, "SELECT MAX(id) FROM job"), 1, &job),
	    OK);
	assert_int_equal(claim(fixture, 1, &job), OK);
	assert_string_equal(job.media_file_id.text, second.id.text);
}

static void
a_used_media_file_cannot_be_deleted(void **state)
{
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;
	struct media media = fixture_upload(fixture);
	struct movie movie;

	field_clear(movie_fields, &movie);
	movie.title = mem_text(h->mem, " Up ");
	movie.media_file_id = media.id;
	assert_int_equal(movie_create(h, &movie, 0), OK);
	assert_string_equal(movie.title, "Up");
	assert_string_equal(movie.media_file_id.text, media.id.text);
	assert_int_equal(media_delete(h, &media.id, ANY_VERSION), CONFLICT);
	assert_string_equal(h->refusal->code, "media_in_use");
	field_clear(movie_fields, &movie);
	movie.title = mem_text(h->mem, "Down");
	movie.media_file_id = media.id;
	assert_int_equal(movie_create(h, &movie, 0), CONFLICT);
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM movie"), 1);
}

static void
deleting_while_it_runs_stops_the_job_and_gives_up_the_files(void **state)
{
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;
	struct media media = fixture_upload(fixture);
	struct attempt result = { .exit_code = ABSENT };
	struct job_fence fence;
	struct job job;
	bool cancel;

	assert_int_equal(claim(fixture, 1, &job), OK);
	fence = job_fence_of(&job);
	assert_int_equal(media_delete(h, &media.id, ANY_VERSION), OK);
	assert_int_equal(media_delete(h, &media.id, ANY_VERSION), NOT_FOUND);
	assert_int_equal(db_job_flags(h->db, &fence, &cancel), OK);
	assert_true(cancel);
	assert_int_equal(job_stopped(h, &job, &result), OK);
	assert_int_equal(state_of(fixture, &job), JOB_CANCELED);
	assert_true(
	    fixture_number(fixture, "SELECT COUNT(*) FROM gc_item WHERE "
				    "area = 'ORIGINAL'") == 1);
	assert_int_equal(fixture_number(fixture,
			     "SELECT COUNT(*) FROM job WHERE kind = 'sweep'"),
	    1);
}

static void
processing_again_answers_the_job_under_way(void **state)
{
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;
	struct media media = fixture_upload(fixture);
	struct job first, second;

	assert_int_equal(media_process(h, &media.id, &first), OK);
	assert_int_equal(media_process(h, &media.id, &second), OK);
	assert_int_equal(first.id, second.id);
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM job"), 1);
}

static void
an_aborted_upload_leaves_only_what_the_sweep_knows(void **state)
{
	struct upload_claim wish = { "film.mp4", 8, NULL, ABSENT, 0 };
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;
	struct upload *upload;

	assert_int_equal(upload_open(h, &wish, &upload), OK);
	assert_int_equal(upload_append(upload, "ab", 2, h->refusal), OK);
	upload_abort(h, upload);
	assert_int_equal(
	    folder_size(storage_path(h->mem, h->settings, GC_INCOMING, NULL)),
	    0);
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM media_file"), 0);
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM upload WHERE "
				    "state = 'OPEN'"),
	    0);
}

static void
names_and_types_are_checked(void **state)
{
	static const struct {
		const char *name;
		size_t length;
		const char *type;
		const char *field; /* NULL: accepted */
	} cases[] = {
		{ "film.mp4", 8, "video/mp4", NULL },
		{ "FILM.MKV", 8, "video/x-matroska; x=y", NULL },
		{ "../../etc/film.mp4", 18, NULL, NULL },
		{ "film.txt", 8, NULL, "filename" },
		{ "film", 4, NULL, "filename" },
		{ "", 0, NULL, "filename" },
		{ "fi\nlm.mp4", 9, NULL, "filename" },
		{ "fi\0lm.mp4", 9, NULL, "filename" },
		{ "fi\xfflm.mp4", 9, NULL, "filename" },
		{ "film.mp4", 8, "text/html", "content_type" },
	};
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct upload_claim wish = { cases[i].name, cases[i].length,
			cases[i].type, 5, 0 };
		struct upload *upload;
		enum outcome rc;

		fixture_fresh(state);
		rc = upload_open(h, &wish, &upload);
		assert_int_equal(rc, cases[i].field == NULL ? OK : INVALID);
		if (cases[i].field != NULL)
			assert_string_equal(
			    h->refusal->faults[0].field, cases[i].field);
		else
			upload_abort(h, upload);
	}
}

static void
refuses_what_is_too_large_or_does_not_fit(void **state)
{
	struct upload_claim wish = { "film.mp4", 8, NULL, INT64_C(300) << 30,
		0 };
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;
	struct upload *upload;

	assert_int_equal(upload_open(h, &wish, &upload), TOO_LARGE);
	assert_non_null(strstr(h->refusal->message, "274877906944"));
	wish.size_bytes = INT64_C(250) << 30;
	fixture->settings.reserve_bytes = INT64_C(1) << 60;
	assert_int_equal(upload_open(h, &wish, &upload), NO_SPACE);
	fixture->settings.reserve_bytes = 0;
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM upload"), 0);
}

static void
backs_off_twice_as_long_each_time(void **state)
{
	(void)state;
	assert_int_equal(job_backoff_ms(15, 3600, 0, 1.0), 15000);
	assert_int_equal(job_backoff_ms(15, 3600, 3, 1.0), 120000);
	assert_int_equal(job_backoff_ms(15, 3600, 3, 0.0), 60000);
	assert_int_equal(job_backoff_ms(15, 3600, 60, 1.0), 3600000);
}

#define TEST(name) cmocka_unit_test_setup(name, empty)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(knows_exactly_six_moves),
		TEST(an_upload_becomes_a_media_file_with_one_job),
		TEST(publishing_makes_it_ready_once),
		TEST(what_is_missing_gets_a_job_of_its_own),
		TEST(a_film_that_plays_waits_to_be_made_again),
		TEST(a_dead_ladder_leaves_the_film_playing),
		TEST(a_zombie_can_write_nothing),
		TEST(a_poisonous_film_is_buried_after_three_stalls),
		TEST(failures_are_tried_again_later_and_then_buried),
		TEST(a_permanent_failure_is_not_tried_again_until_asked),
		TEST(releasing_costs_no_try),
		TEST(cancelling_sets_the_film_back),
		TEST(a_paused_queue_gives_nothing_out),
		TEST(a_worker_that_rests_is_given_nothing),
		TEST(no_more_than_max_running_run),
		TEST(priority_moves_a_job_up),
		TEST(a_used_media_file_cannot_be_deleted),
		TEST(
		    deleting_while_it_runs_stops_the_job_and_gives_up_the_files),
		TEST(processing_again_answers_the_job_under_way),
		TEST(an_aborted_upload_leaves_only_what_the_sweep_knows),
		TEST(names_and_types_are_checked),
		TEST(refuses_what_is_too_large_or_does_not_fit),
		TEST(backs_off_twice_as_long_each_time),
	};

	return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
