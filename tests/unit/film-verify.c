/* house/verify: whole films pass, and every way of not being whole is found,
   above all those that ffmpeg itself is silent about. */
#include "config.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/field.h"
#include "base/file.h"
#include "base/mem.h"
#include "film/verify.h"
#include "tests/unit/film.h"

#define FILM_US 5000000
#define FILM_FRAMES (5 * FILM_RATE)

/* One whole film for all tests; each damages a copy of its own. */
static char *whole;

struct test {
	void *mem;
	char *folder;
	struct verify_wish wishes[3];
	struct verify_order order;
	struct track_list tracks;
	struct refusal refusal;
};

static int
make_whole(void **state)
{
	static const struct film film = { .picture_s = "5" };

	*state = mem_context(NULL);
	whole = film_folder(*state);
	assert_int_equal(film_make(*state, whole, &film).exit_code, 0);
	return 0;
}

static int
remove_whole(void **state)
{
	assert_int_equal(folder_remove_tree(whole), OK);
	talloc_free(*state);
	return 0;
}

static int
begin_empty(void **state)
{
	struct test *test = mem_new(NULL, struct test);

	test->mem = mem_context(test);
	test->folder = film_folder(test);
	refusal_reset(&test->refusal, test->mem);
	for (size_t i = 0; i < ARRAY_SIZE(test->wishes); i++)
		test->wishes[i] = (struct verify_wish){
			.name = (const char *const[]){ "v0", "v1", "a0" }[i],
			.duration_us = FILM_US,
			.frames = i < 2 ? FILM_FRAMES : ABSENT,
		};
	test->order = (struct verify_order){
		.folder = test->folder,
		.wishes = test->wishes,
		.wish_count = ARRAY_SIZE(test->wishes),
		.target_us = FILM_TARGET_US,
	};
	*state = test;
	return 0;
}

static int
begin(void **state)
{
	struct test *test;

	begin_empty(state);
	test = *state;
	film_copy(whole, test->folder);
	return 0;
}

static int
end(void **state)
{
	struct test *test = *state;

	assert_int_equal(folder_remove_tree(test->folder), OK);
	talloc_free(test);
	return 0;
}

static char *
file_of(struct test *test, const char *name)
{
	return mem_printf(test->mem, "%s/%s", test->folder, name);
}

static void
passes(struct test *test)
{
	enum outcome rc = verify_staged(
	    test->mem, &test->order, &test->tracks, &test->refusal);

	if (rc != OK)
		print_message("# %s\n", test->refusal.message);
	assert_int_equal(rc, OK);
}

static void
refuses(struct test *test, const char *code, const char *words)
{
	assert_int_equal(verify_staged(test->mem, &test->order, &test->tracks,
			     &test->refusal),
	    INVALID);
	assert_string_equal(test->refusal.code, code);
	if (strstr(test->refusal.message, words) == NULL)
		assert_string_equal(test->refusal.message, words);
}

static void
passes_a_whole_film(void **state)
{
	struct test *test = *state;

	passes(test);
	assert_int_equal(test->tracks.count, 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(test->tracks.items[i].segment_count, 3);
	assert_int_equal(track_samples(&test->tracks.items[1]), FILM_FRAMES);
	assert_int_equal(track_time_us(&test->tracks.items[0],
			     track_duration(&test->tracks.items[0])),
	    FILM_US);
}

static void
finds_a_truncated_segment(void **state)
{
	struct test *test = *state;
	char *path = file_of(test, "v0/s00001.m4s");

	film_cut(path, file_size(path) - 1);
	refuses(test, "segment_damaged", "Segment 1 of track v0 is damaged");
}

static void
finds_an_empty_last_segment(void **state)
{
	struct test *test = *state;

	film_cut(file_of(test, "a0/s00002.m4s"), 0);
	refuses(test, "segment_damaged",
	    "Segment 2 of track a0 is damaged: its file is empty.");
}

static void
finds_a_missing_middle_segment(void **state)
{
	struct test *test = *state;

	assert_int_equal(unlink(file_of(test, "v1/s00001.m4s")), 0);
	refuses(test, "segment_missing", "Segment 1 of track v1 is missing");
}

static void
finds_a_missing_last_segment(void **state)
{
	struct test *test = *state;

	assert_int_equal(unlink(file_of(test, "v1/s00002.m4s")), 0);
	refuses(test, "truncated", "of 0:00:05.0 is there in track v1");
	test->wishes[1].duration_us = ABSENT;
	refuses(test, "frames_mismatch", "96 frames instead of 120");
	test->wishes[1].frames = ABSENT;
	refuses(test, "not_aligned", "3 segments and track v1 2");
}

static void
finds_more_segments_than_there_can_be(void **state)
{
	static const char *const names[] = { "v1/s4294967295.m4s",
		"v1/s9223372036854775807.m4s" };
	struct test *test = *state;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		char *path = file_of(test, names[i]);

		assert_int_equal(
		    rename(file_of(test, "v1/s00002.m4s"), path), 0);
		refuses(test, "too_many_segments",
		    "Track v1 has more segments than can be published.");
		assert_int_equal(
		    rename(path, file_of(test, "v1/s00002.m4s")), 0);
	}
	passes(test);
}

static void
finds_a_track_that_was_not_made(void **state)
{
	struct test *test = *state;

	assert_int_equal(unlink(file_of(test, "a0/init.mp4")), 0);
	refuses(test, "no_output", "a0");
	assert_int_equal(folder_remove_tree(file_of(test, "a0")), OK);
	refuses(test, "no_output", "Nothing was made of track a0");
	test->order.wishes = &test->wishes[2];
	test->order.wish_count = 0;
	refuses(test, "no_output", "no picture");
}

static void
finds_a_flipped_size(void **state)
{
	struct test *test = *state;
	char *path = file_of(test, "v0/s00001.m4s");

	film_patch(path, film_box(path, "mdat") + 1, "\x01", 1);
	refuses(test, "segment_damaged", "its boxes do not fill the file");
}

static void
finds_a_foreign_box(void **state)
{
	struct test *test = *state;
	char *path = file_of(test, "v0/s00001.m4s");

	film_patch(path, file_size(path), "\0\0\0\10free", 8);
	refuses(test, "segment_damaged", "its boxes do not fill the file");
	film_cut(path, file_size(path) - 8);
	passes(test);
	film_patch(path, film_box(path, "sidx") + 4, "free", 4);
	refuses(test, "segment_damaged", "foreign box");
}

static void
finds_bytes_behind_an_init_segment(void **state)
{
	struct test *test = *state;
	char *path = file_of(test, "v0/init.mp4");

	film_patch(path, file_size(path), "\0\0\0\10free", 8);
	refuses(test, "init_damaged", "bytes after its boxes");
}

static void
finds_a_hole_in_time(void **state)
{
	struct test *test = *state;
	char *path = file_of(test, "v1/s00002.m4s");

	/* Behind size, type, version and flags stands a time of 8 bytes. */
	film_patch(path, film_box(path, "tfdt") + 19, "\x01", 1);
	refuses(test, "not_contiguous",
	    "Segment 2 of track v1 starts at 4.000081 s, but what comes "
	    "before it ends at 4.000000 s");
}

static void
finds_a_track_that_starts_late(void **state)
{
	struct test *test = *state;
	char *path = file_of(test, "a0/s00000.m4s");

	film_patch(path, film_box(path, "tfdt") + 19, "\x01", 1);
	refuses(test, "not_contiguous", "Segment 0 of track a0");
}

static void
finds_a_segment_without_a_key_frame(void **state)
{
	struct test *test = *state;
	char *path = file_of(test, "v0/s00002.m4s");

	off_t run = film_box(path, "trun");

	/* A segment of one key frame says what it is in the run's header:
	   size, type, flags (0x4: that it does), count, place of the data. */
	assert_true(film_read(test->mem, path, NULL)[run + 11] & 4);
	film_patch(path, run + 20, "\x01\x01", 2);
	refuses(test, "keyframe_missing", "Segment 2 of track v0");
}

static void
finds_swapped_segments(void **state)
{
	struct test *test = *state;

	assert_int_equal(
	    renameat2(AT_FDCWD, file_of(test, "v0/s00000.m4s"), AT_FDCWD,
		file_of(test, "v0/s00001.m4s"), RENAME_EXCHANGE),
	    0);
	refuses(test, "not_contiguous", "Segment 0 of track v0");
}

static void
finds_a_track_in_the_wrong_place(void **state)
{
	struct test *test = *state;

	assert_int_equal(renameat2(AT_FDCWD, file_of(test, "v1"), AT_FDCWD,
			     file_of(test, "a0"), RENAME_EXCHANGE),
	    0);
	refuses(test, "init_damaged", "Track v1 holds audio");
}

/* Another key distance cuts at other places. */
static void
finds_rungs_that_do_not_align(void **state)
{
	static const struct film film = { .lower_gop = "36" };
	struct test *test = *state;

	assert_int_equal(
	    film_make(test->mem, test->folder, &film).exit_code, 0);
	refuses(
	    test, "segment_too_long", "Segment 0 of track v1 lasts 3.000 s");
	test->order.target_us = 0;
	refuses(test, "not_aligned", "track v0");
}

/* Trap 2: what ffmpeg does without -avoid_negative_ts disabled. */
static void
refuses_an_empty_edit(void **state)
{
	static const struct film film = { .timestamps = "auto" };
	struct test *test = *state;

	assert_int_equal(
	    film_make(test->mem, test->folder, &film).exit_code, 0);
	refuses(test, "empty_edit", "track v0");
}

/* Trap 1: the muxer meets a full disk, exits 0 and says nothing. */
static void
finds_what_a_full_disk_left(void **state)
{
	static const struct film film = { .segment_to = "/dev/full" };
	struct test *test = *state;
	char *segment = file_of(test, "v0/s00001.m4s");
	struct film_run run = film_make(test->mem, test->folder, &film);
	FILE *empty;

	assert_int_equal(run.exit_code, 0);
	assert_string_equal(run.output, "");
	assert_non_null(strstr(
	    (char *)film_read(test->mem, file_of(test, "v0/i.m3u8"), NULL),
	    "#EXT-X-ENDLIST"));
	/* The device in place of a disk leaves its name, not a file. */
	assert_int_equal(unlink(segment), 0);
	refuses(test, "segment_missing", "Segment 1 of track v0");
	empty = fopen(segment, "w");
	assert_non_null(empty);
	assert_int_equal(fclose(empty), 0);
	refuses(test, "segment_damaged", "its file is empty");
}

/* Trap 3: ENDLIST is no proof. */
static void
finds_a_stopped_encode_behind_its_endlist(void **state)
{
	struct test *test = *state;
	struct film_run run = film_make_and_stop(test->mem, test->folder);

	assert_int_equal(run.exit_code, 255);
	assert_non_null(strstr(
	    (char *)film_read(test->mem, file_of(test, "v0/i.m3u8"), NULL),
	    "#EXT-X-ENDLIST"));
	for (size_t i = 0; i < ARRAY_SIZE(test->wishes); i++) {
		test->wishes[i].duration_us = INT64_C(36000) * 1000000;
		test->wishes[i].frames = ABSENT;
	}
	refuses(test, "truncated", " of 10:00:00.0 is there in track v0");
}

/* A file with its index in front, cut in the middle. */
static void
make_cut_source(struct test *test, const char *path)
{
	static const char *const argv[] = { "/usr/bin/ffmpeg", "-nostdin",
		"-loglevel", "error", "-f", "lavfi", "-i",
		"testsrc2=s=160x90:r=24:d=10", "-f", "lavfi", "-i",
		"sine=r=48000:d=10", "-c:v", "libx264", "-preset", "ultrafast",
		"-g", "24", "-c:a", "aac", "-movflags", "+faststart", "cut.mp4",
		NULL };

	assert_int_equal(film_run(test->mem, test->folder, argv).exit_code, 0);
	film_cut(path, file_size(path) * 6 / 10);
}

/* Trap 4: a cut source encodes with exit code 0. */
static void
finds_that_the_source_was_cut(void **state)
{
	struct test *test = *state;
	char *path = file_of(test, "cut.mp4");
	struct film film = { .source = path };

	make_cut_source(test, path);
	assert_int_equal(
	    film_make(test->mem, test->folder, &film).exit_code, 0);
	for (size_t i = 0; i < ARRAY_SIZE(test->wishes); i++) {
		test->wishes[i].duration_us = 10000000;
		test->wishes[i].frames = ABSENT;
	}
	refuses(test, "truncated",
	    " of 0:00:10.0 is there in track v0: the "
	    "film breaks off before its end.");
	assert_int_equal(strncmp(test->refusal.message, "Only 0:00:0", 11), 0);
}

static void
measures_each_track_against_its_own_source(void **state)
{
	static const struct film film = { .sound_s = "3" };
	struct test *test = *state;

	assert_int_equal(
	    film_make(test->mem, test->folder, &film).exit_code, 0);
	refuses(test, "truncated", "Only 0:00:03.0 of 0:00:05.0");
	test->wishes[2].duration_us = 3000000;
	passes(test);
	/* A recording that was joined keeps the header of its first part. */
	test->wishes[2].duration_us = 1000000;
	passes(test);
	test->wishes[2].duration_us = ABSENT;
	passes(test);
}

/* Trap 10: one frame more or less is a wrong slot somewhere. */
static void
counts_every_frame(void **state)
{
	struct test *test = *state;

	test->wishes[1].frames = FILM_FRAMES + 1;
	refuses(
	    test, "frames_mismatch", "Track v1 has 120 frames instead of 121.");
}

/* Segments of equal length, as measured. */
static struct mp4_track
track_of(void *mem, const char *name, uint32_t timescale, int64_t duration,
    size_t count)
{
	struct mp4_track track = { .name = name,
		.segment_count = count,
		.init = { .kind = MP4_VIDEO, .timescale = timescale } };

	track.segments = mem_array(mem, struct mp4_segment, count);
	for (size_t i = 0; i < count; i++)
		track.segments[i] = (struct mp4_segment){
			.size = 1000,
			.decode_time = (int64_t)i * duration,
			.duration = duration,
			.samples = 48,
			.starts_with_sync = true,
		};
	return track;
}

static void
compares_times_across_clocks_exactly(void **state)
{
	struct test *test = *state;
	/* 48 frames at 24000/1001 in two clocks, for a day. */
	struct mp4_track items[] = {
		track_of(test->mem, "v0", 24000, 48048, 43000),
		track_of(test->mem, "v1", 90000, 180180, 43000),
	};
	struct track_list tracks = { items, 2 };
	struct verify_order order = { 0 };
	struct mp4_segment *last = &items[1].segments[42999];

	assert_int_equal(verify_tracks(&tracks, &order, &test->refusal), OK);
	last->duration++;
	assert_int_equal(
	    verify_tracks(&tracks, &order, &test->refusal), INVALID);
	assert_string_equal(test->refusal.code, "not_aligned");
}

static void
allows_half_a_percent_of_a_long_film(void **state)
{
	struct test *test = *state;
	/* 1990 s of 2000 s are 0.5 % short. */
	struct mp4_track items[] = { track_of(
	    test->mem, "v0", 1000, 10000, 199) };
	struct track_list tracks = { items, 1 };
	struct verify_wish wish = { "v0", INT64_C(2000000000), ABSENT };
	struct verify_order order = { .wishes = &wish, .wish_count = 1 };

	assert_int_equal(verify_tracks(&tracks, &order, &test->refusal), OK);
	items[0].segments[198].duration--;
	assert_int_equal(
	    verify_tracks(&tracks, &order, &test->refusal), INVALID);
	assert_string_equal(test->refusal.code, "truncated");
	assert_non_null(
	    strstr(test->refusal.message, "Only 0:33:10.0 of 0:33:20.0"));
}

#define ON_A_COPY(name) cmocka_unit_test_setup_teardown(name, begin, end)
#define ON_NOTHING(name) cmocka_unit_test_setup_teardown(name, begin_empty, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_A_COPY(passes_a_whole_film),
		ON_A_COPY(finds_a_truncated_segment),
		ON_A_COPY(finds_an_empty_last_segment),
		ON_A_COPY(finds_a_missing_middle_segment),
		ON_A_COPY(finds_a_missing_last_segment),
		ON_A_COPY(finds_more_segments_than_there_can_be),
		ON_A_COPY(finds_a_track_that_was_not_made),
		ON_A_COPY(finds_a_flipped_size),
		ON_A_COPY(finds_a_foreign_box),
		ON_A_COPY(finds_bytes_behind_an_init_segment),
		ON_A_COPY(finds_a_hole_in_time),
		ON_A_COPY(finds_a_track_that_starts_late),
		ON_A_COPY(finds_a_segment_without_a_key_frame),
		ON_A_COPY(finds_swapped_segments),
		ON_A_COPY(finds_a_track_in_the_wrong_place),
		ON_A_COPY(counts_every_frame),
		ON_NOTHING(finds_rungs_that_do_not_align),
		ON_NOTHING(refuses_an_empty_edit),
		ON_NOTHING(finds_what_a_full_disk_left),
		ON_NOTHING(finds_a_stopped_encode_behind_its_endlist),
		ON_NOTHING(finds_that_the_source_was_cut),
		ON_NOTHING(measures_each_track_against_its_own_source),
		ON_NOTHING(compares_times_across_clocks_exactly),
		ON_NOTHING(allows_half_a_percent_of_a_long_film),
	};

	return cmocka_run_group_tests(tests, make_whole, remove_whole);
}
