/* worker/package: what is packed plays in ffmpeg, and what is spoiled after
   that is found by the verifier. */
#include "config.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/field.h"
#include "base/file.h"
#include "base/mem.h"
#include "tests/unit/film.h"
#include "worker/package.h"

#define FILM_US 5000000
#define FILM_FRAMES (5 * FILM_RATE)

/* One whole film for all tests, staged. */
static char *whole;

struct test {
	void *mem;
	char *folder;
	struct verify_wish wishes[3];
	struct package_order order;
	struct track_list tracks;
	struct refusal refusal;
};

static const struct playlist_sound sounds[] = {
	{ "a0", "es", "Castellano", .is_default = true },
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
begin(void **state)
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
	test->order.staged = (struct verify_order){
		.folder = whole,
		.wishes = test->wishes,
		.wish_count = ARRAY_SIZE(test->wishes),
		.target_us = FILM_TARGET_US,
	};
	test->order.folder = mem_printf(test, "%s/packed", test->folder);
	test->order.sounds = sounds;
	test->order.sound_count = ARRAY_SIZE(sounds);
	*state = test;
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

static enum outcome
pack(struct test *test)
{
	enum outcome rc = package_tracks(
	    test->mem, &test->order, &test->tracks, &test->refusal);

	if (rc == OK)
		rc = package_lists(&test->order, &test->tracks, &test->refusal);
	if (rc != OK)
		print_message("# %s\n", test->refusal.message);
	return rc;
}

static int
begin_packed(void **state)
{
	begin(state);
	assert_int_equal(pack(*state), OK);
	return 0;
}

static char *
file_of(struct test *test, const char *name)
{
	return mem_printf(test->mem, "%s/%s", test->order.folder, name);
}

static char *
text_of(struct test *test, const char *name)
{
	return (char *)film_read(test->mem, file_of(test, name), NULL);
}

/* Decodes everything, or the picture alone; any word of ffmpeg's is bad. */
static void
decodes(struct test *test, const char *name)
{
	const char *const argv[] = { "/usr/bin/ffmpeg", "-nostdin", "-loglevel",
		"warning", "-xerror", "-i", name, "-map", "0", "-f", "null",
		"-", NULL };
	struct film_run run = film_run(test->mem, test->order.folder, argv);

	assert_string_equal(run.output, "");
	assert_int_equal(run.exit_code, 0);
}

static const char *
probe(struct test *test, const char *name, const char *streams)
{
	const char *const argv[] = { "/usr/bin/ffprobe", "-loglevel", "warning",
		"-select_streams", streams, "-count_frames", "-show_entries",
		"stream=nb_read_frames,start_time,codec_name:"
		"format=duration",
		"-of", "default=noprint_wrappers=1", name, NULL };
	struct film_run run = film_run(test->mem, test->order.folder, argv);

	assert_int_equal(run.exit_code, 0);
	return run.output;
}

static enum outcome
check(struct test *test)
{
	struct verify_order published = test->order.staged;
	struct track_list tracks;

	published.folder = test->order.folder;
	return verify_published(test->mem, &published, &tracks, &test->refusal);
}

static void
refuses(struct test *test, const char *code, const char *words)
{
	assert_int_equal(check(test), INVALID);
	assert_string_equal(test->refusal.code, code);
	if (strstr(test->refusal.message, words) == NULL)
		assert_string_equal(test->refusal.message, words);
}

static void
packs_a_film_that_ffmpeg_plays_to_the_last_frame(void **state)
{
	static const char *const lists[] = { "v0.m3u8", "v1.m3u8" };
	struct test *test = *state;

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++) {
		const char *said = probe(test, lists[i], "v");

		assert_int_equal(
		    film_number(said, "nb_read_frames="), FILM_FRAMES);
		assert_non_null(strstr(said, "duration=5.000000"));
		assert_non_null(strstr(said, "start_time=0.000000"));
		decodes(test, lists[i]);
	}
	assert_non_null(strstr(probe(test, "a0.m3u8", "a"), "codec_name=aac"));
	decodes(test, "a0.m3u8");
	decodes(test, "master.m3u8");
	assert_int_equal(
	    film_number(probe(test, "master.m3u8", "v:0"), "nb_read_frames="),
	    FILM_FRAMES);
}

/* The file by itself, as DASH players and people read it. */
static void
packs_files_that_stand_alone(void **state)
{
	struct test *test = *state;

	assert_int_equal(
	    film_number(probe(test, "v0.mp4", "v"), "nb_read_frames="),
	    FILM_FRAMES);
	decodes(test, "v0.mp4");
	decodes(test, "a0.mp4");
}

static void
joins_init_index_and_segments_byte_for_byte(void **state)
{
	struct test *test = *state;
	const struct mp4_track *track = &test->tracks.items[0];
	size_t size, part;
	unsigned char *file =
	    film_read(test->mem, file_of(test, "v0.mp4"), &size);
	int64_t at = track->init.size + sidx_size(3);

	assert_string_equal(track->name, "v0");
	assert_int_equal(track->segment_count, 3);
	assert_memory_equal(file,
	    film_read(
		test->mem, track_init_path(test->mem, whole, "v0"), &part),
	    (size_t)track->init.size);
	assert_int_equal(part, track->init.size);
	assert_memory_equal(file + part + 4, "sidx\1", 5);
	for (size_t i = 0; i < 3; i++) {
		unsigned char *segment = film_read(test->mem,
		    track_segment_path(test->mem, whole, "v0", i), &part);

		assert_int_equal(track->segments[i].offset, at);
		assert_int_equal(track->segments[i].size, part);
		assert_memory_equal(file + at, segment, part);
		at += (int64_t)part;
	}
	assert_int_equal(at, size);
}

static void
names_what_it_packed_in_the_master(void **state)
{
	struct test *test = *state;
	char *text = text_of(test, "master.m3u8");

	assert_non_null(strstr(text,
	    "LANGUAGE=\"es\",NAME=\"Castellano\",DEFAULT=YES,AUTOSELECT=YES,"
	    "CHANNELS=\"2\",URI=\"a0.m3u8\"\n"));
	assert_non_null(strstr(text, "CODECS=\"avc1.6400"));
	assert_non_null(
	    strstr(text, ",mp4a.40.2\",RESOLUTION=160x90,FRAME-RATE=24.000,"));
	assert_non_null(strstr(text, "RESOLUTION=80x44,"));
	/* The highest rung comes first. */
	assert_true(strstr(text, "v0.m3u8") < strstr(text, "v1.m3u8"));
}

/* Trap 5: such a tail freezes hls.js at the end of the film. */
static void
merges_a_tail_of_one_frame(void **state)
{
	/* 2 segments of 2 s, and then 188 * 1024 + 1024 of 192000 samples. */
	static const struct film film = { .picture_s = "4", .sound_s = "4" };
	struct test *test = *state;
	char *staged = mem_printf(test->mem, "%s/staged", test->folder);
	struct track_list before;

	assert_int_equal(film_make(test->mem, staged, &film).exit_code, 0);
	test->order.staged.folder = staged;
	for (size_t i = 0; i < 3; i++) {
		test->wishes[i].duration_us = 4000000;
		test->wishes[i].frames = ABSENT;
	}
	assert_int_equal(verify_staged(test->mem, &test->order.staged, &before,
			     &test->refusal),
	    OK);
	/* What this test is about: the tail is one frame. */
	assert_int_equal(before.items[2].segment_count, 3);
	assert_int_equal(before.items[2].segments[2].samples, 1);
	assert_int_equal(pack(test), OK);
	assert_int_equal(test->tracks.items[2].segment_count, 2);
	assert_int_equal(track_samples(&test->tracks.items[2]),
	    track_samples(&before.items[2]));
	assert_int_equal(
	    track_bytes(&test->tracks.items[2]), track_bytes(&before.items[2]));
	assert_int_equal(check(test), OK);
	decodes(test, "a0.m3u8");
	assert_int_equal(
	    film_number(probe(test, "a0.m3u8", "a"), "nb_read_frames="),
	    track_samples(&before.items[2]));
}

static void
leaves_a_longer_tail_alone(void **state)
{
	struct mp4_segment segments[] = {
		{ .size = 10, .duration = 6000, .samples = 10 },
		{ .size = 5, .duration = 500, .samples = 2 },
	};
	struct mp4_track track = { .segments = segments,
		.segment_count = 2,
		.init = { .timescale = 1000 } };

	(void)state;
	track_merge_tail(&track);
	assert_int_equal(track.segment_count, 2);
	segments[1].duration = 499;
	track_merge_tail(&track);
	assert_int_equal(track.segment_count, 1);
	assert_int_equal(segments[0].size, 15);
	assert_int_equal(segments[0].duration, 6499);
	assert_int_equal(segments[0].samples, 12);
	/* A film of one short segment has nothing to merge it into. */
	segments[0].duration = 100;
	track_merge_tail(&track);
	assert_int_equal(track.segment_count, 1);
}

static void
packs_a_film_without_sound(void **state)
{
	struct test *test = *state;

	test->order.staged.wish_count = 2;
	assert_int_equal(pack(test), OK);
	assert_null(strstr(text_of(test, "master.m3u8"), "mp4a"));
	assert_null(strstr(text_of(test, "master.m3u8"), "AUDIO"));
	decodes(test, "master.m3u8");
}

static void
packs_nothing_that_is_not_whole(void **state)
{
	struct test *test = *state;

	test->wishes[0].frames = FILM_FRAMES + 1;
	assert_int_equal(pack(test), INVALID);
	assert_string_equal(test->refusal.code, "frames_mismatch");
	assert_int_equal(access(test->order.folder, F_OK), -1);
}

static void
never_writes_over_a_package(void **state)
{
	struct test *test = *state;

	assert_int_equal(pack(test), CONFLICT);
	assert_string_equal(test->refusal.code, "package_exists");
	assert_int_equal(check(test), OK);
}

static void
says_when_the_disk_is_full(void **state)
{
	struct test *test = *state;
	struct rlimit before, small = { .rlim_cur = 20000 };

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	small.rlim_max = before.rlim_max;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	assert_int_equal(pack(test), NO_SPACE);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	signal(SIGXFSZ, SIG_DFL);
	assert_string_equal(test->refusal.code, "no_space");
}

static void
finds_a_cut_file(void **state)
{
	struct test *test = *state;
	char *path = file_of(test, "v0.mp4");
	int64_t size = file_size(path);

	film_cut(path, size - 1);
	refuses(test, "segment_damaged", "Segment 2 of track v0");
	film_cut(path, test->tracks.items[0].segments[2].offset);
	refuses(test, "index_damaged", "v0");
	film_cut(path, 400);
	refuses(test, "init_damaged", "v0");
	film_cut(path, 0);
	refuses(test, "init_damaged", "v0");
	assert_int_equal(unlink(path), 0);
	refuses(test, "no_output", "v0");
}

static void
finds_bytes_behind_the_film(void **state)
{
	struct test *test = *state;
	char *path = file_of(test, "v1.mp4");

	film_patch(path, file_size(path), "more", 4);
	refuses(test, "segment_damaged", "Segment 3 of track v1");
}

static void
finds_an_index_that_tells_something_else(void **state)
{
	struct test *test = *state;
	char *path = file_of(test, "a0.mp4");
	off_t index = test->tracks.items[2].init.size;

	/* The low byte of the first entry's duration. */
	film_patch(path, index + 40 + 7, "\x01", 1);
	refuses(test, "index_damaged", "a0");
	film_patch(path, index + 4, "free", 4);
	refuses(test, "index_damaged", "version 1");
}

/* Replaces the first `from` in a playlist, which keeps its length. */
static void
edit(struct test *test, const char *name, const char *from, const char *to)
{
	char *text = text_of(test, name), *at = strstr(text, from);

	assert_non_null(at);
	film_patch(file_of(test, name), at - text, to, strlen(to));
}

static void
finds_playlists_that_tell_something_else(void **state)
{
	static const struct {
		const char *from, *to, *words;
	} cases[] = {
		{ "EXTINF:2.000000", "EXTINF:2.000001", "where or as long" },
		{ "ENDLIST", "ENDLOST", "it has no end" },
		{ "\nv0.mp4", "\nv1.mp4", "where or as long" },
		{ "URI=\"v0", "URI=\"v1", "head of its track" },
		{ "TARGETDURATION:2", "TARGETDURATION:1", "too short" },
		{ "@0\"", "@1\"", "head of its track" },
		{ "#EXTM3U", "#EXTM3X", "not one of ours" },
		{ "#EXT-X-BYTE", "#EXT-X-BITE", "where or as long" },
	};
	struct test *test = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		edit(test, "v0.m3u8", cases[i].from, cases[i].to);
		refuses(test, "playlist_damaged", cases[i].words);
		edit(test, "v0.m3u8", cases[i].to, cases[i].from);
		assert_int_equal(check(test), OK);
	}
	film_cut(
	    file_of(test, "v0.m3u8"), file_size(file_of(test, "v0.m3u8")) - 20);
	refuses(test, "playlist_damaged", "v0.m3u8");
	assert_int_equal(unlink(file_of(test, "v0.m3u8")), 0);
	refuses(test, "playlist_damaged", "it is missing");
}

static void
finds_a_master_that_leads_astray(void **state)
{
	struct test *test = *state;

	edit(test, "master.m3u8", "\nv1.m3u8", "\nv2.m3u8");
	refuses(test, "no_output", "track v2 is missing");
	edit(test, "master.m3u8", "\nv2.m3u8", "\nv0.m3u8");
	refuses(test, "no_output", "Track v1 is not published");
	edit(test, "master.m3u8", "\nv0.m3u8", "\n../v0.m");
	refuses(test, "playlist_damaged", "out of its folder");
	edit(test, "master.m3u8", "\n../v0.m", "\nv0.m3u9");
	refuses(test, "playlist_damaged", "it names a missing file");
	assert_int_equal(unlink(file_of(test, "master.m3u8")), 0);
	refuses(test, "playlist_damaged", "it is missing");
}

/* Packs with one subtitle that is there and one that is not. */
static void
pack_with_subtitles(struct test *test, struct subtitle_set *set)
{
	static const char text[] =
	    "WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n"
	    "\n00:00:01.000 --> 00:00:02.000\nHello &amp; <i>bye</i>\n";
	struct subtitle *rows = mem_array(test, struct subtitle, 2);
	const char **paths = mem_array(test, const char *, 2);

	for (size_t i = 0; i < 2; i++) {
		rows[i].id = 7 + (int64_t)i;
		rows[i].language = mem_text(test, "pt-BR");
		rows[i].label = mem_text(test, "Portugu\xc3\xaas");
	}
	paths[0] = mem_printf(test, "%s/one.vtt", test->folder);
	paths[1] = mem_printf(test, "%s/gone.vtt", test->folder);
	assert_int_equal(file_replace(paths[0], text, strlen(text)), OK);
	*set = (struct subtitle_set){
		.rows = rows,
		.copies = mem_array(test, struct subtitle_copy, 2),
		.count = 2,
		.paths = paths,
		.told = mem_array(test, struct playlist_subtitle, 2),
	};
	test->order.subtitles = set;
	assert_int_equal(pack(test), OK);
}

static void
packs_the_subtitles_that_are_there(void **state)
{
	struct test *test = *state;
	struct subtitle_set set;
	const char *master;

	pack_with_subtitles(test, &set);
	assert_true(set.copies[0].is_there);
	assert_false(set.copies[1].is_there);
	master = text_of(test, "master.m3u8");
	assert_non_null(strstr(master, "URI=\"s7.m3u8\"\n"));
	assert_null(strstr(master, "s8.m3u8"));
	assert_non_null(strstr(text_of(test, "s7.m3u8"),
	    "#EXTINF:5.000000,\ns7.vtt\n#EXT-X-ENDLIST\n"));
	assert_string_equal(text_of(test, "s7.vtt"),
	    (const char *)film_read(test->mem, set.paths[0], NULL));
	assert_int_equal(check(test), OK);
}

static void
finds_subtitles_that_are_not_as_they_were_written(void **state)
{
	static const struct {
		const char *file, *from, *to, *code;
	} cases[] = {
		{ "s7.vtt", "<i>bye</i>", "<x>bye</x>", "subtitle_damaged" },
		{ "s7.vtt", "> 00:00:02", "> 00:00:00", "subtitle_damaged" },
		{ "s7.vtt", "WEBVTT", "WEBVTX", "subtitle_damaged" },
		{ "s7.m3u8", "s7.vtt", "s8.vtt", "playlist_damaged" },
		{ "s7.m3u8", "DURATION:5", "DURATION:4", "playlist_damaged" },
		{ "s7.m3u8", "ENDLIST", "ENDLOST", "playlist_damaged" },
	};
	struct test *test = *state;
	struct subtitle_set set;

	pack_with_subtitles(test, &set);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		edit(test, cases[i].file, cases[i].from, cases[i].to);
		refuses(test, cases[i].code, "s7");
		edit(test, cases[i].file, cases[i].to, cases[i].from);
		assert_int_equal(check(test), OK);
	}
	assert_int_equal(unlink(file_of(test, "s7.vtt")), 0);
	refuses(test, "subtitle_damaged", "s7");
	assert_int_equal(unlink(file_of(test, "s7.m3u8")), 0);
	refuses(test, "playlist_damaged", "it is missing");
}

static void
packs_a_manifest_that_ffmpeg_plays(void **state)
{
	struct test *test = *state;

	decodes(test, "manifest.mpd");
	assert_int_equal(
	    film_number(probe(test, "manifest.mpd", "v:0"), "nb_read_frames="),
	    FILM_FRAMES);
}

static void
finds_a_manifest_that_tells_something_else(void **state)
{
	static const struct {
		const char *from, *to, *words;
	} cases[] = {
		{ "<BaseURL>v1.mp4", "<BaseURL>v9.mp4", "each track once" },
		{ "<BaseURL>a0.mp4", "<BaseURL>../a0.", "each track once" },
		{ "range=\"0-", "range=\"1-", "the head of a track" },
		{ "indexRange=\"8", "indexRange=\"7", "the index of a track" },
		{ "</Period>", "</Poried>", "not one of ours" },
	};
	struct test *test = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		edit(test, "manifest.mpd", cases[i].from, cases[i].to);
		refuses(test, "playlist_damaged", cases[i].words);
		edit(test, "manifest.mpd", cases[i].to, cases[i].from);
		assert_int_equal(check(test), OK);
	}
	assert_int_equal(unlink(file_of(test, "manifest.mpd")), 0);
	refuses(test, "playlist_damaged", "it is missing");
}

static void
finds_key_frames_that_are_not_where_they_are_said(void **state)
{
	struct test *test = *state;

	edit(test, "v1-iframes.m3u8", "v1.mp4\n#EXTINF", "v0.mp4\n#EXTINF");
	refuses(test, "playlist_damaged", "v1-iframes.m3u8");
	edit(test, "v1-iframes.m3u8", "v0.mp4\n#EXTINF", "v1.mp4\n#EXTINF");
	assert_int_equal(check(test), OK);
	assert_int_equal(unlink(file_of(test, "v0-iframes.m3u8")), 0);
	refuses(test, "playlist_damaged", "it is missing");
}

/* The ranges hold a head and one picture, which is all of it. */
static void
names_key_frames_that_decode(void **state)
{
	struct test *test = *state;
	const struct mp4_track *track = &test->tracks.items[0];
	char *one = file_of(test, "one.mp4");
	const char *said;
	size_t size;
	char *file =
	    (char *)film_read(test->mem, file_of(test, "v0.mp4"), &size);

	for (size_t i = 0; i < track->segment_count; i++) {
		const struct mp4_segment *is = &track->segments[i];
		size_t head = (size_t)track->init.size;
		size_t length = (size_t)is->key_size;
		char *bytes = mem_array(test->mem, char, head + length);

		assert_true(is->key_size < is->size);
		memcpy(bytes, file, head);
		memcpy(bytes + head, file + is->offset, length);
		assert_int_equal(file_replace(one, bytes, head + length), OK);
		said = probe(test, "one.mp4", "v");
		assert_int_equal(film_number(said, "nb_read_frames="), 1);
	}
}

static void
finds_pictures_that_are_cut(void **state)
{
	static const char jpeg[] = "\xff\xd8\xff\xc0\0\x0b\x08"
				   "\0\x0a\0\x0a\1\1\x11\0\xff\xd9";
	struct test *test = *state;
	char *poster = file_of(test, "poster.jpg");

	assert_int_equal(file_replace(poster, jpeg, sizeof(jpeg) - 1), OK);
	assert_int_equal(check(test), OK);
	film_cut(poster, sizeof(jpeg) - 2);
	refuses(test, "image_damaged", "poster.jpg");
	assert_int_equal(file_replace(poster, "GIF89a", 6), OK);
	refuses(test, "image_damaged", "poster.jpg");
	assert_int_equal(unlink(poster), 0);
	assert_int_equal(folder_make(file_of(test, "thumbs")), OK);
	/* 10 x 10: tiles of 2 x 2. */
	assert_int_equal(file_replace(file_of(test, "thumbs/001.jpg"), jpeg,
			     sizeof(jpeg) - 1),
	    OK);
	refuses(test, "image_damaged", "half of it is missing");
	assert_int_equal(
	    file_replace(file_of(test, "thumbs.vtt"), "WEBVTT\n", 7), OK);
	refuses(test, "image_damaged", "its list is not as it was written");
}

#define STAGED(name) cmocka_unit_test_setup_teardown(name, begin, end)
#define PACKED(name) cmocka_unit_test_setup_teardown(name, begin_packed, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PACKED(packs_a_film_that_ffmpeg_plays_to_the_last_frame),
		PACKED(packs_files_that_stand_alone),
		PACKED(packs_a_manifest_that_ffmpeg_plays),
		PACKED(finds_a_manifest_that_tells_something_else),
		PACKED(finds_key_frames_that_are_not_where_they_are_said),
		PACKED(names_key_frames_that_decode),
		PACKED(finds_pictures_that_are_cut),
		PACKED(joins_init_index_and_segments_byte_for_byte),
		PACKED(names_what_it_packed_in_the_master),
		STAGED(merges_a_tail_of_one_frame),
		STAGED(leaves_a_longer_tail_alone),
		STAGED(packs_a_film_without_sound),
		STAGED(packs_nothing_that_is_not_whole),
		PACKED(never_writes_over_a_package),
		STAGED(says_when_the_disk_is_full),
		STAGED(packs_the_subtitles_that_are_there),
		STAGED(finds_subtitles_that_are_not_as_they_were_written),
		PACKED(finds_a_cut_file),
		PACKED(finds_bytes_behind_the_film),
		PACKED(finds_an_index_that_tells_something_else),
		PACKED(finds_playlists_that_tell_something_else),
		PACKED(finds_a_master_that_leads_astray),
	};

	return cmocka_run_group_tests(tests, make_whole, remove_whole);
}
