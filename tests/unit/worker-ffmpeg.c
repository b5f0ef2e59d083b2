/* worker/ffmpeg: the produced command lines, run for real. */
#include "config.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/spawn.h"
#include "film/probe.h"
#include "tests/unit/films.h"
#include "worker/ffmpeg.h"
#include "worker/plan.h"
#include "worker/progress.h"

#define PICTURE(size, rate, length)                                            \
	"-f lavfi -i testsrc2=s=" size ":r=" rate ":d=" length " "
#define SOUND(length) "-f lavfi -i sine=d=" length " "
#define X264 "-c:v libx264 -preset ultrafast "

/* A film, its plan and its encoding in a folder of its own. */
struct encoding {
	void *mem;
	struct film *film;
	struct plan *plan;
	struct progress progress;
	struct child_end end;
	char *folder;
	char *errors;
	const char *source; /* the one film that the encoder may read */
};

static void
read_progress(struct encoding *encoding, int fd)
{
	char bytes[4096];
	ssize_t got;

	while ((got = read(fd, bytes, sizeof(bytes))) > 0)
		progress_feed(&encoding->progress, bytes, (size_t)got, 1000);
}

static void
run(struct encoding *encoding, const char *const *argv)
{
	struct sandbox sandbox = sandbox_new(encoding->mem, films_settings());
	char *error_path =
	    mem_printf(encoding->mem, "%s/errors", encoding->folder);
	AUTO_FD int errors =
	    open(error_path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	int ends[2];
	struct child child;

	sandbox.reads[0] = encoding->source;
	sandbox.writes[0] = encoding->folder;
	assert_true(errors >= 0);
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	assert_int_equal(
	    child_start(&(struct child_spec){ .sandbox = sandbox,
			    .argv = argv,
			    .folder = encoding->folder,
			    .output_fd = -1,
			    .error_fd = errors,
			    .extra_fd = ends[1],
			    .max_file_bytes = encoding->plan->max_file_bytes,
			    .max_data_bytes = encoding->plan->max_data_bytes,
			    .max_cpu_s = encoding->plan->max_cpu_s },
		&child),
	    OK);
	close(ends[1]);
	read_progress(encoding, ends[0]);
	close(ends[0]);
	assert_int_equal(child_wait(&child, &encoding->end), OK);
	assert_int_equal(file_read_all(encoding->mem, error_path, 1 << 20,
			     &encoding->errors),
	    OK);
}

static void
make_folder(struct encoding *encoding, const char *name)
{
	char *path = mem_printf(encoding->mem, "%s/%s", encoding->folder, name);

	assert_int_equal(folder_make(path), OK);
}

static struct encoding *
prepare(const char *path, const char *staging)
{
	struct encoding *encoding = mem_new(mem_context(NULL), struct encoding);
	struct refusal refusal;

	encoding->mem = encoding;
	refusal_reset(&refusal, encoding);
	if (probe_film(encoding, films_settings(), path, NULL, &encoding->film,
		&refusal) != OK)
		fail_msg("%s: %s", path, refusal.message);
	encoding->plan = plan_make(encoding, encoding->film, films_settings());
	encoding->folder = films_path(staging);
	encoding->source = path;
	return encoding;
}

static void
encode(struct encoding *encoding, const char *path)
{
	struct plan *plan = encoding->plan;

	for (size_t i = 0; i < plan->video_count; i++)
		make_folder(encoding, plan->videos[i].name);
	for (size_t i = 0; i < plan->sound_count; i++)
		make_folder(encoding, plan->sounds[i].name);
	progress_begin(&encoding->progress, plan->frames, plan->span_us, 0);
	encoding->source = path;
	run(encoding, ffmpeg_encode(encoding, plan, films_settings(), path));
}

/* Encodes, and expects ffmpeg to have nothing to say about it. */
static struct encoding *
encoded(const char *path, const char *staging)
{
	struct encoding *encoding = prepare(path, staging);

	encode(encoding, path);
	if (encoding->end.exit_code != 0)
		fail_msg("%s", encoding->errors);
	assert_true(encoding->progress.has_ended);
	return encoding;
}

static void
done(struct encoding *encoding)
{
	talloc_free(talloc_parent(encoding));
}

/* Each packet of a track as ffprobe lists it, by way of ffmpeg's playlist. */
static char *
packets_of(struct encoding *encoding, const char *track, const char *entries)
{
	char *playlist =
	    mem_printf(encoding, "%s/%s/i.m3u8", encoding->folder, track);
	char *arguments = mem_printf(encoding,
	    "-allowed_extensions ALL -show_entries packet=%s -of "
	    "csv=print_section=0",
	    entries);

	return films_probe(arguments, playlist);
}

static int64_t
count_lines(const char *text)
{
	int64_t count = 0;

	for (; *text != '\0'; text++)
		count += *text == '\n';
	return count;
}

static void
has_frames(struct encoding *encoding, int64_t frames)
{
	for (size_t i = 0; i < encoding->plan->video_count; i++)
		assert_int_equal(count_lines(packets_of(encoding,
				     encoding->plan->videos[i].name, "flags")),
		    frames);
	assert_int_equal(encoding->progress.frame, frames);
}

/* Numbers of the frames that are keys: "0 48 96 ". */
static char *
keys_of(struct encoding *encoding, const char *track)
{
	char *flags = packets_of(encoding, track, "flags"), *rest = NULL;
	char *keys = mem_text(encoding, "");
	int number = 0;

	for (char *line = strtok_r(flags, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest), number++) {
		if (strchr(line, 'K') != NULL)
			mem_append(encoding, &keys, "%d ", number);
	}
	return keys;
}

/* Seconds of the earliest packet that is shown, in the file's own time. */
static double
start_of(struct encoding *encoding, const char *track)
{
	char *lines = packets_of(encoding, track, "pts_time"), *rest = NULL;
	double least = 1e9;

	for (char *line = strtok_r(lines, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest)) {
		double time = strtod(line, NULL);

		least = time < least ? time : least;
	}
	return least;
}

static void
is_shown_as(struct encoding *encoding, size_t at, int64_t width, int64_t height)
{
	const struct plan_video *video = &encoding->plan->videos[at];
	char *playlist =
	    mem_printf(encoding, "%s/%s/i.m3u8", encoding->folder, video->name);
	char *text = films_probe("-allowed_extensions ALL -show_entries "
				 "stream=width,height,sample_aspect_ratio -of "
				 "csv=print_section=0:item_sep=x",
	    playlist);
	char *wanted =
	    mem_printf(encoding, "%dx%dx1:1\n", (int)width, (int)height);

	assert_int_equal(video->width, width);
	assert_int_equal(video->height, height);
	/* The playlist's program repeats the line. */
	assert_memory_equal(text, wanted, strlen(wanted));
}

static void
makes_every_track_on_one_grid_of_keys(void **state)
{
	const char *path = films_make("grid.mp4",
	    PICTURE("854x480", "24000/1001", "7") SOUND("7")
		SOUND("7") "-map 0 -map 1 -map 2 " X264 "-c:a aac");
	struct encoding *encoding = encoded(path, "grid");

	(void)state;
	assert_int_equal(encoding->plan->video_count, 3);
	assert_int_equal(encoding->plan->sound_count, 2);
	assert_int_equal(encoding->plan->frames, 168);
	assert_string_equal(encoding->errors, "");
	has_frames(encoding, 168);
	for (size_t i = 0; i < 3; i++)
		assert_string_equal(
		    keys_of(encoding, encoding->plan->videos[i].name),
		    "0 48 96 144 ");
	is_shown_as(encoding, 0, 854, 480);
	is_shown_as(encoding, 1, 640, 360);
	is_shown_as(encoding, 2, 426, 240);
	assert_int_equal(progress_per_mille(&encoding->progress), 990);
	for (size_t i = 0; i < 2; i++)
		assert_true(
		    count_lines(packets_of(encoding,
			encoding->plan->sounds[i].name, "flags")) > 300);
	done(encoding);
}

static void
cuts_every_track_into_init_and_numbered_segments(void **state)
{
	static const char *const names[] = { "init.mp4", "s00000.m4s",
		"s00001.m4s", "i.m3u8" };
	const char *path = films_make("grid.mp4", "");
	char *folder = films_path("grid");

	(void)state;
	assert_true(file_size(path) > 0);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		char *video = mem_printf(folder, "%s/v0/%s", folder, names[i]);
		char *sound = mem_printf(folder, "%s/a1/%s", folder, names[i]);

		assert_true(file_size(video) > 0);
		assert_true(file_size(sound) > 0);
	}
	assert_int_equal(
	    file_size(mem_printf(folder, "%s/v0/s00002.m4s", folder)), -1);
}

/* The init segment decides: an empty edit or none. */
static void
trap_2_starts_sound_and_picture_together(void **state)
{
	static const char *const films[][2] = {
		{ "sync.mp4",
		    PICTURE("320x180", "25", "2") SOUND("2") X264 "-c:a aac" },
		{ "sync.mkv",
		    PICTURE("320x180", "25", "2") SOUND("2") X264 "-c:a aac" },
		{ "sync.ts",
		    PICTURE("320x180", "25", "2") SOUND("2") X264 "-c:a aac" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(films); i++) {
		const char *path = films_make(films[i][0], films[i][1]);
		char *staging = mem_printf(NULL, "s-%s", films[i][0]);
		struct encoding *encoding = encoded(path, staging);
		double apart = start_of(encoding, "v0") -
			       (start_of(encoding, "a0") + 1024.0 / 48000);

		if (!(apart > -0.001 && apart < 0.001))
			fail_msg("%s: %f s apart", films[i][0], apart);
		has_frames(encoding, 50);
		done(encoding);
		talloc_free(staging);
	}
}

static void
trap_10_makes_720_frames_of_30_seconds_and_not_721(void **state)
{
	const char *path = films_make("priming.mkv",
	    PICTURE("64x36", "24", "30") SOUND("30") X264 "-c:a aac");
	struct encoding *encoding = encoded(path, "priming");

	(void)state;
	assert_in_range(encoding->plan->offset_us, 20000, 25000);
	assert_int_equal(encoding->plan->frames, 720);
	has_frames(encoding, 720);

	/* It is the offset that does it. */
	encoding->plan->offset_us = 0;
	encode(encoding, path);
	assert_int_equal(encoding->progress.frame, 721);
	done(encoding);
}

static void
trap_6_closes_the_groups_of_an_open_source(void **state)
{
	const char *path = films_make("open.mp4",
	    PICTURE("320x180", "25",
		"4") "-c:v libx264 -preset veryfast -bf 3 -x264-params "
		     "open-gop=1:keyint=20:min-keyint=20:bframes=3:b-adapt=0");
	struct encoding *encoding = encoded(path, "open");
	char *lines = packets_of(encoding, "v0", "pts_time,flags");
	char *rest = NULL;
	double key = -1;
	int leading = 0, keys = 0;

	(void)state;
	for (char *line = strtok_r(lines, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest)) {
		double time = strtod(line, NULL);

		if (strchr(line, 'K') != NULL) {
			key = time;
			keys++;
		}
		leading += time < key;
	}
	assert_int_equal(keys, 2);
	assert_int_equal(leading, 0);
	done(encoding);

	/* The source is open indeed, or this would prove nothing. */
	lines = films_probe("-show_entries packet=pts_time,flags -of "
			    "csv=print_section=0",
	    path);
	for (char *line = strtok_r(lines, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest)) {
		double time = strtod(line, NULL);

		key = strchr(line, 'K') != NULL ? time : key;
		leading += time < key;
	}
	assert_true(leading > 3);
}

static void
trap_7_takes_aac_from_a_transport_stream(void **state)
{
	const char *path = films_make("sync.ts", "");
	struct encoding *encoding = encoded(path, "adts");

	(void)state;
	assert_string_equal(encoding->film->audio[0].codec, "aac");
	assert_in_range(
	    count_lines(packets_of(encoding, "a0", "flags")), 92, 97);
	done(encoding);
}

static void
trap_8_opens_no_playlist_even_when_it_is_asked_to(void **state)
{
	const char *neighbour = films_make("sync.ts", "");
	struct encoding *encoding = prepare(neighbour, "list");
	char *text = mem_printf(encoding,
	    "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n%s\n"
	    "#EXT-X-ENDLIST\n",
	    neighbour);
	const char *list = films_write("list.mp4", text, strlen(text));
	struct ffmpeg_verdict verdict;

	(void)state;
	encode(encoding, list);
	assert_int_equal(encoding->end.exit_code, 1);
	verdict = ffmpeg_explain(&encoding->end, encoding->errors);
	assert_string_equal(verdict.code, "unsupported_container");
	assert_false(verdict.is_transient);
	assert_int_equal(file_size(mem_printf(
			     encoding, "%s/v0/s00000.m4s", encoding->folder)),
	    -1);
	done(encoding);
}

static void
trap_9_is_not_disturbed_by_subtitles(void **state)
{
	static const char words[] =
	    "1\n00:00:00,000 --> 00:00:01,000\nni\xf1o\n";
	/* Latin-1 where UTF-8 must be: whoever maps it fails. */
	const char *const mapped[] = { films_settings()->ffmpeg, "-v", "error",
		"-i", films_path("words.mkv"), "-map", "0:s", "-f", "webvtt",
		"-y", "/dev/null", NULL };
	struct encoding *encoding;

	(void)state;
	films_write("words.srt", words, sizeof(words) - 1);
	films_make("sync.mkv", "");
	encoding =
	    encoded(films_make("words.mkv",
			"-i %s/sync.mkv -i %s/words.srt -map 0 -map 1 -c copy"),
		"words");
	assert_int_equal(encoding->film->subtitle_count, 1);
	assert_int_equal(encoding->plan->sound_count, 1);
	has_frames(encoding, 50);
	run(encoding, mapped);
	assert_int_equal(encoding->end.exit_code, 69);
	done(encoding);
}

static void
fills_a_late_start_with_silence_or_a_still(void **state)
{
	struct encoding *encoding;

	(void)state;
	encoding =
	    encoded(films_make("late-sound.mp4",
			PICTURE("320x180", "25", "2") "-itsoffset 0.8 " SOUND(
			    "1") "-map 0 -map 1 " X264 "-c:a aac"),
		"late-sound");
	assert_in_range(encoding->film->audio[0].start_us, 700000, 810000);
	assert_in_range(
	    count_lines(packets_of(encoding, "a0", "flags")), 83, 88);
	assert_true(start_of(encoding, "a0") < 0.001);
	done(encoding);

	films_make("sync.mkv", "");
	encoding =
	    encoded(films_make("late-picture.mkv",
			"-itsoffset 0.8 -i %s/sync.mkv -i %s/sync.mkv -map 0:v "
			"-map 1:a -c copy"),
		"late-picture");
	assert_int_equal(encoding->plan->offset_us, 0);
	assert_in_range(encoding->plan->frames, 70, 71);
	has_frames(encoding, encoding->plan->frames);
	done(encoding);
}

static void
shows_odd_turned_and_anamorphic_films_upright(void **state)
{
	static const struct {
		const char *name, *arguments;
		int64_t width, height;
	} cases[] = {
		{ "odd.mkv",
		    "-f lavfi -i testsrc=s=405x239:r=25:d=0.4 " X264
		    "-pix_fmt yuv444p",
		    404, 238 },
		{ "turned.mp4",
		    "-i %s/sync.mp4 -t 0.4 -c copy -metadata:s:v rotate=90",
		    180, 320 },
		{ "anamorphic.mp4",
		    PICTURE("360x288", "25", "0.4") X264 "-vf setsar=16/15",
		    384, 288 },
		{ "fields.mpg",
		    PICTURE("320x240", "25",
			"0.4") "-c:v mpeg2video -flags +ildct+ilme -top 1",
		    320, 240 },
	};

	(void)state;
	films_make("sync.mp4", "");
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char *staging = mem_printf(NULL, "shape-%zu", i);
		struct encoding *encoding = encoded(
		    films_make(cases[i].name, cases[i].arguments), staging);

		is_shown_as(encoding, 0, cases[i].width, cases[i].height);
		assert_int_equal(encoding->plan->is_interlaced, i == 3);
		has_frames(encoding, 10);
		done(encoding);
		talloc_free(staging);
	}
}

/* Tagged well, and with nothing but the transfer: what zscale alone refuses. */
static void
brings_high_dynamic_range_down(void **state)
{
	static const char *const tags[] = {
		"-color_trc smpte2084 -color_primaries bt2020 "
		"-colorspace bt2020nc -color_range tv",
		"-color_trc smpte2084",
		"-color_trc arib-std-b67 -color_primaries bt2020",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(tags); i++) {
		char *name = mem_printf(NULL, "hdr-%zu.mkv", i);
		char *arguments = mem_printf(name,
		    PICTURE("320x180", "25", "0.4") X264
		    "-pix_fmt yuv420p10le %s",
		    tags[i]);
		struct encoding *encoding = encoded(films_make(name, arguments),
		    mem_printf(name, "hdr-%zu", i));
		char *playlist =
		    mem_printf(encoding, "%s/v0/i.m3u8", encoding->folder);

		assert_int_not_equal(
		    encoding->plan->tonemap, PLAN_TONEMAP_NONE);
		assert_non_null(strstr(
		    films_probe("-allowed_extensions ALL -show_entries "
				"stream=pix_fmt,color_transfer,color_primaries",
			playlist),
		    "pix_fmt=yuv420p\ncolor_transfer=bt709\n"
		    "color_primaries=bt709\n"));
		has_frames(encoding, 10);
		done(encoding);
		talloc_free(name);
	}
}

/* Lengths of segments as ffmpeg noted them, but for the last one. */
static void
has_segments_of(struct encoding *encoding, double length, int count)
{
	char *path = mem_printf(encoding, "%s/v0/i.m3u8", encoding->folder);
	char *text = NULL;

	assert_int_equal(file_read_all(encoding, path, 1 << 16, &text), OK);
	for (char *at = strstr(text, "#EXTINF:"); at != NULL; count--) {
		char *next = strstr(at + 1, "#EXTINF:");
		double each = strtod(at + 8, NULL);

		if (next != NULL &&
		    !(each > length - 0.00001 && each < length + 0.00001))
			fail_msg("a segment of %f s, not %f", each, length);
		at = next;
	}
	assert_int_equal(count, 0);
}

static void
cuts_whole_segments_at_any_rate(void **state)
{
	static const struct {
		const char *name, *arguments;
		struct rational fps;
		int64_t frames;
		double segment_s;
		int segments;
	} cases[] = {
		{ "ntsc.mp4", PICTURE("64x36", "60000/1001", "13") X264,
		    { 60000, 1001 }, 780, 6.006, 3 },
		{ "slow.mkv", PICTURE("64x36", "97/10", "20") X264, { 97, 10 },
		    194, 5.876289, 4 },
		/* Three of four frames in the second half. */
		{ "variable.mp4",
		    PICTURE("64x36", "30",
			"14") "-vf select=lt(n\\,210)+mod(n\\,4) -vsync "
			      "vfr " X264,
		    { 30, 1 }, 420, 6.0, 3 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *path =
		    films_make(cases[i].name, cases[i].arguments);
		char *staging = mem_printf(NULL, "rate-%zu", i);
		struct encoding *encoding = encoded(path, staging);

		assert_int_equal(encoding->plan->fps.num, cases[i].fps.num);
		assert_int_equal(encoding->plan->fps.den, cases[i].fps.den);
		assert_in_range(encoding->plan->frames, cases[i].frames - 1,
		    cases[i].frames + 1);
		has_frames(encoding, encoding->plan->frames);
		has_segments_of(
		    encoding, cases[i].segment_s, cases[i].segments);
		done(encoding);
		talloc_free(staging);
	}
}

static void
is_not_confused_by_any_name_of_the_original(void **state)
{
	static const char *const names[] = { "it's \"50%05d\" $(id) `id`;",
		"-i", "two\nlines", "concat:a|b", "%n%s\\" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const char *plain =
		    films_make("tiny.mp4", PICTURE("160x90", "25", "0.4") X264);
		char *odd = films_path(names[i]);
		char *staging = mem_printf(NULL, "50%%d '%zu", i);
		struct encoding *encoding;

		assert_int_equal(link(plain, odd), 0);
		encoding = encoded(odd, staging);
		has_frames(encoding, 10);
		done(encoding);
		talloc_free(staging);
	}
}

static void
copies_no_title_and_no_chapter(void **state)
{
	static const char chapters[] =
	    ";FFMETADATA1\ntitle=zanzibar\n[CHAPTER]\nTIMEBASE=1/1000\n"
	    "START=0\nEND=1000\ntitle=timbuktu\n";
	struct encoding *encoding;
	char *init = NULL, *path;

	(void)state;
	films_write("chapters.txt", chapters, sizeof(chapters) - 1);
	films_make("sync.mp4", "");
	encoding = encoded(films_make("titled.mkv",
			       "-i %s/sync.mp4 -i %s/chapters.txt -t 0.4 "
			       "-map_metadata 1 -map_chapters 1 -map 0 -c copy "
			       "-metadata:s:v title=samarkand"),
	    "titled");
	assert_non_null(strstr(encoding->film->json, "zanzibar"));
	assert_non_null(strstr(encoding->film->json, "timbuktu"));
	path = mem_printf(encoding, "%s/v0/init.mp4", encoding->folder);
	assert_int_equal(file_read_all(encoding, path, 1 << 16, &init), OK);
	for (int64_t i = 0; i + 8 < file_size(path); i++) {
		assert_memory_not_equal(init + i, "zanzibar", 8);
		assert_memory_not_equal(init + i, "timbuktu", 8);
		assert_memory_not_equal(init + i, "samarkan", 8);
	}
	done(encoding);
}

static void
puts_nothing_of_the_film_into_the_command(void **state)
{
	char title[] = "zanzibar", language[] = "tlh", codec[] = "samarkand";
	struct film_track track = { .index = 1,
		.channels = 2,
		.title = title,
		.language = language,
		.codec = codec };
	struct film film = { .duration_ms = 1000,
		.container = title,
		.audio = &track,
		.audio_count = 1,
		.video = { .codec = codec,
		    .profile = codec,
		    .pixel_format = codec,
		    .transfer = codec,
		    .primaries = codec,
		    .matrix = codec,
		    .range = codec,
		    .width = 320,
		    .height = 180,
		    .coded_width = 320,
		    .coded_height = 180,
		    .fps = { 25, 1 },
		    .average_fps = { 25, 1 },
		    .span_us = 1000000 } };
	AUTO_FREE void *mem = mem_context(NULL);
	const char *const *argv = ffmpeg_encode(mem,
	    plan_make(mem, &film, films_settings()), films_settings(), "/x");
	bool is_output = false;
	int outputs = 0, without_subtitles = 0;

	(void)state;
	for (; *argv != NULL; argv++) {
		assert_null(strstr(*argv, title));
		assert_null(strstr(*argv, language));
		assert_null(strstr(*argv, codec));
		is_output = is_output || strcmp(*argv, "-map") == 0;
		outputs += strcmp(*argv, "hls") == 0;
		without_subtitles += strcmp(*argv, "-sn") == 0;
		/* Outputs are relative, so nothing above can be a pattern. */
		assert_false(is_output && (*argv)[0] == '/');
	}
	assert_int_equal(outputs, 2);
	assert_int_equal(without_subtitles, outputs);
}

static void
tells_what_may_be_tried_again_from_what_may_not(void **state)
{
	static const struct {
		struct child_end end;
		const char *errors, *code;
		bool is_transient, is_our_bug;
	} cases[] = {
		{ { .exit_code = -1, .signal = SIGKILL },
		    "[error] file:/x: Invalid data found\n", "killed", true,
		    false },
		{ { .exit_code = -1, .signal = SIGSEGV }, "", "crashed", true,
		    false },
		{ { .exit_code = -1, .signal = SIGXFSZ }, "",
		    "output_too_large", true, false },
		{ { .exit_code = 255 }, "", "killed", true, false },
		{ { .exit_code = 255 },
		    "Exiting normally, received signal 24.\n", "cpu_limit",
		    false, false },
		{ { .exit_code = -1, .signal = SIGXCPU }, "", "cpu_limit",
		    false, false },
		/* Deaf to SIGXCPU, so that SIGKILL came. */
		{ { .exit_code = -1,
		      .signal = SIGKILL,
		      .is_out_of_time = true },
		    "", "cpu_limit", false, false },
		{ { .exit_code = 69 }, "", "corrupt", false, false },
		{ { .exit_code = 125 }, "", "host", true, false },
		{ { .exit_code = 127 }, "", "host", true, false },
		{ { .exit_code = 1 },
		    "a\n[error] file:/x: Invalid data found when processing "
		    "input\nb\n",
		    "corrupt", false, false },
		/* Said of each damaged frame, and fatal to none. */
		{ { .exit_code = 1 },
		    "Error while decoding stream #0:0: Invalid data found\n"
		    "file:/x: strange\n",
		    "encode_failed", true, false },
		{ { .exit_code = 1 },
		    "Error while decoding stream #0:0: Invalid data found\n"
		    "av_interleaved_write_frame(): No space left on device\n",
		    "no_space", true, false },
		{ { .exit_code = 1 }, "file:/x: No such file or directory\n",
		    "original_missing", false, false },
		{ { .exit_code = 1 }, "v0/i.m3u8: No such file or directory\n",
		    "staging_missing", true, false },
		{ { .exit_code = 1 }, "Error splitting the argument list: x\n",
		    "internal", false, true },
		{ { .exit_code = 1 },
		    "code 3074: no path between "
		    "colorspaces\n",
		    "unsupported_colour", false, false },
		{ { .exit_code = 1 }, "", "encode_failed", true, false },
		{ { .exit_code = 77 }, "", "encode_failed", true, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct ffmpeg_verdict verdict =
		    ffmpeg_explain(&cases[i].end, cases[i].errors);

		assert_string_equal(verdict.code, cases[i].code);
		assert_int_equal(verdict.is_transient, cases[i].is_transient);
		assert_int_equal(verdict.is_our_bug, cases[i].is_our_bug);
		assert_true(strlen(verdict.sentence) > 10);
	}
}

/* The messages of the table are those of this ffmpeg, not remembered ones. */
static void
explains_what_ffmpeg_really_says(void **state)
{
	static char noise[4096];
	const char *path = films_make("sync.mp4", "");
	struct encoding *encoding = prepare(path, "explain");
	const char *const bad[] = { films_settings()->ffmpeg, "-nonsense",
		NULL };

	(void)state;
	encode(encoding, "/nowhere/at-all.mp4");
	assert_string_equal(
	    ffmpeg_explain(&encoding->end, encoding->errors).code,
	    "original_missing");
	memset(noise, 0x17, sizeof(noise));
	encode(encoding, films_write("noise.mp4", noise, sizeof(noise)));
	assert_string_equal(
	    ffmpeg_explain(&encoding->end, encoding->errors).code, "corrupt");
	run(encoding, bad);
	assert_string_equal(
	    ffmpeg_explain(&encoding->end, encoding->errors).code, "internal");
	assert_int_equal(
	    folder_remove_tree(mem_printf(encoding, "%s/v0", encoding->folder)),
	    OK);
	encoding->source = path;
	run(encoding,
	    ffmpeg_encode(encoding, encoding->plan, films_settings(), path));
	assert_string_equal(
	    ffmpeg_explain(&encoding->end, encoding->errors).code,
	    "staging_missing");
	done(encoding);
}

/* A real encoder that meets its limit of CPU time. */
static void
gives_up_a_film_that_costs_too_much(void **state)
{
	const char *path = films_make("sync.mp4", "");
	struct encoding *encoding = prepare(path, "costly");
	const char *const endless[] = { films_settings()->ffmpeg, "-v", "error",
		"-nostdin", "-f", "lavfi", "-i", "testsrc2=size=1280x720",
		"-threads", "1", "-f", "null", "-", NULL };
	struct ffmpeg_verdict verdict;

	(void)state;
	assert_int_equal(folder_make(encoding->folder), OK);
	encoding->plan->max_cpu_s = 1;
	run(encoding, endless);
	assert_true(encoding->end.is_out_of_time);
	assert_in_range(encoding->end.cpu_ms, 800, 7000);
	verdict = ffmpeg_explain(&encoding->end, encoding->errors);
	assert_string_equal(verdict.code, "cpu_limit");
	assert_false(verdict.is_transient);
	done(encoding);
}

static bool
has_option(const char *const *argv, const char *option, const char *value)
{
	for (; argv[0] != NULL && argv[1] != NULL; argv++) {
		if (strcmp(argv[0], option) == 0)
			return strcmp(argv[1], value) == 0;
	}
	return false;
}

static void
opens_a_picture_as_what_it_is_and_as_nothing_else(void **state)
{
	static const struct {
		enum image_kind kind;
		const char *demuxer, *decoder;
	} kinds[] = { { IMAGE_JPEG, "jpeg_pipe", "mjpeg" },
		{ IMAGE_PNG, "png_pipe", "png" },
		{ IMAGE_WEBP, "webp_pipe", "webp" } };
	AUTO_FREE void *mem = mem_context(NULL);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		const struct image image = { .kind = kinds[i].kind };
		const char *const *argv = ffmpeg_poster_of_picture(
		    mem, films_settings(), &image, "/tmp/-i concat:a|b");

		assert_true(has_option(argv, "-protocol_whitelist", "file"));
		assert_true(
		    has_option(argv, "-format_whitelist", kinds[i].demuxer));
		assert_true(
		    has_option(argv, "-codec_whitelist", kinds[i].decoder));
		assert_true(has_option(argv, "-f", kinds[i].demuxer));
		assert_true(has_option(argv, "-max_pixels", "50000000"));
		assert_true(has_option(argv, "-i", "file:/tmp/-i concat:a|b"));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(makes_every_track_on_one_grid_of_keys),
		cmocka_unit_test(
		    cuts_every_track_into_init_and_numbered_segments),
		cmocka_unit_test(trap_2_starts_sound_and_picture_together),
		cmocka_unit_test(
		    trap_10_makes_720_frames_of_30_seconds_and_not_721),
		cmocka_unit_test(trap_6_closes_the_groups_of_an_open_source),
		cmocka_unit_test(trap_7_takes_aac_from_a_transport_stream),
		cmocka_unit_test(
		    trap_8_opens_no_playlist_even_when_it_is_asked_to),
		cmocka_unit_test(trap_9_is_not_disturbed_by_subtitles),
		cmocka_unit_test(fills_a_late_start_with_silence_or_a_still),
		cmocka_unit_test(shows_odd_turned_and_anamorphic_films_upright),
		cmocka_unit_test(brings_high_dynamic_range_down),
		cmocka_unit_test(cuts_whole_segments_at_any_rate),
		cmocka_unit_test(is_not_confused_by_any_name_of_the_original),
		cmocka_unit_test(copies_no_title_and_no_chapter),
		cmocka_unit_test(puts_nothing_of_the_film_into_the_command),
		cmocka_unit_test(
		    tells_what_may_be_tried_again_from_what_may_not),
		cmocka_unit_test(explains_what_ffmpeg_really_says),
		cmocka_unit_test(gives_up_a_film_that_costs_too_much),
		cmocka_unit_test(
		    opens_a_picture_as_what_it_is_and_as_nothing_else),
	};

	return cmocka_run_group_tests(tests, films_begin, films_end);
}
