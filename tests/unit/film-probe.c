/* house/probe, film, reason: real files through the real ffprobe. */
#include "config.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/text.h"
#include "film/decoders.h"
#include "film/probe.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/films.h"

#define PICTURE "-f lavfi -i testsrc2=s=320x180:r=25:d=1 "
#define SOUND "-f lavfi -i sine=d=1 "
#define X264 "-c:v libx264 -preset ultrafast "
#define PLAIN PICTURE SOUND X264 "-c:a aac"

static enum outcome
probe(void *mem, const char *path, struct film **out, struct refusal *refusal)
{
	refusal_reset(refusal, mem);
	return probe_film(mem, films_settings(), path, NULL, out, refusal);
}

static struct film *
film_of(void *mem, const char *path)
{
	struct refusal refusal;
	struct film *film = NULL;

	if (probe(mem, path, &film, &refusal) != OK)
		fail_msg("%s: %s: %s", path, refusal.code, refusal.message);
	return film;
}

static void
is_refused(const char *path, enum outcome outcome, const char *code,
    const char *sentence)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct refusal refusal;
	struct film *film;

	assert_int_equal(probe(mem, path, &film, &refusal), outcome);
	assert_null(film);
	assert_string_equal(refusal.code, code);
	if (sentence != NULL)
		assert_string_equal(refusal.message, sentence);
}

static void
knows_the_usual_containers_and_codecs(void **state)
{
	static const struct {
		const char *name, *arguments, *container, *video, *audio;
	} cases[] = {
		{ "plain.mp4", PLAIN, "mov,mp4,m4a,3gp,3g2,mj2", "h264",
		    "aac" },
		{ "plain.mov", PICTURE SOUND "-c:v prores -c:a pcm_s16le",
		    "mov,mp4,m4a,3gp,3g2,mj2", "prores", "pcm_s16le" },
		{ "plain.mkv", PICTURE SOUND X264 "-c:a flac", "matroska,webm",
		    "h264", "flac" },
		{ "plain.webm",
		    PICTURE SOUND
		    "-c:v libvpx -deadline realtime -cpu-used 8 -c:a libopus",
		    "matroska,webm", "vp8", "opus" },
		{ "plain.ts", PICTURE SOUND "-c:v mpeg2video -c:a mp2",
		    "mpegts", "mpeg2video", "mp2" },
		{ "plain.avi", PICTURE SOUND "-c:v mpeg4 -c:a libmp3lame",
		    "avi", "mpeg4", "mp3" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		AUTO_FREE void *mem = mem_context(NULL);
		struct film *film =
		    film_of(mem, films_make(cases[i].name, cases[i].arguments));

		assert_string_equal(film->container, cases[i].container);
		assert_string_equal(film->video.codec, cases[i].video);
		assert_int_equal(film->video.index, 0);
		assert_int_equal(film->video.width, 320);
		assert_int_equal(film->video.height, 180);
		assert_int_equal(film->video.fps.num, 25);
		assert_int_equal(film->video.fps.den, 1);
		assert_in_range(film->duration_ms, 990, 1080);
		assert_in_range(film->video.span_us, 990000, 1040000);
		assert_int_equal(film->audio_count, 1);
		assert_string_equal(film->audio[0].codec, cases[i].audio);
		assert_int_equal(film->audio[0].index, 1);
		assert_int_equal(film->audio[0].channels, 1);
		assert_int_equal(film->warnings.count, 0);
	}
}

static void
judges_by_content_and_not_by_name(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	const char *plain = films_make("plain.mp4", PLAIN);
	char *odd = films_path("-i concat:a|b %05d 'q\"\n$x;.txt");

	(void)state;
	assert_int_equal(link(plain, odd), 0);
	assert_string_equal(film_of(mem, odd)->video.codec, "h264");
}

static void
says_in_plain_words_what_is_no_film(void **state)
{
	static char noise[4096], zeros[4096], words[4096];
	static const char zip[2000] = "PK\x03\x04", pdf[2000] = "%PDF-1.4\n";

	(void)state;
	srand(7);
	for (size_t i = 0; i < sizeof(noise); i++) {
		noise[i] = (char)(rand() >> 7);
		words[i] = "Once upon a time \n"[i % 18];
	}
	is_refused(films_write("empty.mp4", "", 0), INVALID, "empty",
	    "The file is empty.");
	is_refused(films_write("text.mp4", words, sizeof(words)), INVALID,
	    "unsupported_container", "This is a text file, not a film.");
	is_refused(films_write("short.mp4", words, 100), INVALID,
	    "unsupported_container", "This is a text file, not a film.");
	is_refused(films_write("noise.mp4", noise, sizeof(noise)), INVALID,
	    "corrupt", "This is not a film, or it is too damaged to be read.");
	is_refused(films_write("zeros.mp4", zeros, sizeof(zeros)), INVALID,
	    "corrupt", "The file holds zeros where a film would begin.");
	is_refused(films_write("zip.mp4", zip, sizeof(zip)), INVALID,
	    "unsupported_container", "This is a ZIP archive, not a film.");
	is_refused(films_write("pdf.mp4", pdf, sizeof(pdf)), INVALID,
	    "unsupported_container", "This is a PDF document, not a film.");
	is_refused(films_make("picture.png",
		       "-f lavfi -i testsrc2=s=320x180 -frames:v 1"),
	    INVALID, "unsupported_container", "This is a picture, not a film.");
	is_refused(
	    films_make("moving.gif", "-f lavfi -i testsrc2=s=64x64:r=5:d=1"),
	    INVALID, "unsupported_container", "This is a picture, not a film.");
	is_refused(
	    films_path("missing.mp4"), NOT_FOUND, "original_missing", NULL);
}

static void
takes_no_cover_for_a_film(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct film *film;
	char *covered;

	(void)state;
	films_make("cover.png", "-f lavfi -i color=red:s=64x64 -frames:v 1");
	is_refused(films_make("song.mp3",
		       SOUND "-i %s/cover.png -map 0 -map 1 -c:a libmp3lame "
			     "-c:v png -disposition:v attached_pic"),
	    INVALID, "unsupported_container",
	    "This is a sound file, not a film.");
	is_refused(films_make("song.m4a",
		       SOUND "-i %s/cover.png -map 0 -map 1 -c:a aac -c:v png "
			     "-disposition:v attached_pic -f ipod"),
	    INVALID, "no_video", "There is no moving picture in this file.");
	is_refused(films_make("sound.mp4", SOUND "-c:a aac"), INVALID,
	    "no_video", "There is no moving picture in this file.");
	films_make("plain.mp4", PLAIN);
	covered = mem_text(
	    mem, films_make("covered.mp4",
		     "-i %s/cover.png -i %s/plain.mp4 -map 0 -map 1 -c copy "
		     "-disposition:v:0 attached_pic"));
	film = film_of(mem, covered);
	assert_string_equal(film->video.codec, "h264");
}

static void
says_that_a_cut_film_lost_its_index(void **state)
{
	const char *plain = films_make("plain.mp4", PLAIN);

	(void)state;
	is_refused(films_cut(plain, "cut.mp4", 20000), INVALID, "corrupt",
	    "The film's index is missing; the file was probably cut short "
	    "before it was complete.");
}

/* An access time that moves tells whether somebody read the neighbour; the
   clock of a relatime mount moves it when it lies before the change. */
static void
trap_8_never_opens_what_a_playlist_points_to(void **state)
{
	static const char *const lists[][2] = {
		{ "list.mp4", "#EXTM3U\n#EXT-X-TARGETDURATION:2\n"
			      "#EXTINF:2,\n%s\n#EXT-X-ENDLIST\n" },
		{ "concat.mp4", "ffconcat version 1.0\nfile '%s'\n" },
	};
	const char *neighbour = films_make("plain.mp4", PLAIN);
	const struct timespec old[2] = { { .tv_sec = 1000 },
		{ .tv_sec = 2000 } };
	struct stat status;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++) {
		char padding[2048];
		char *text = mem_printf(NULL, "%.*s%s%s",
		    (int)(strstr(lists[i][1], "%s") - lists[i][1]), lists[i][1],
		    neighbour, strstr(lists[i][1], "%s") + 2);

		memset(padding, '#', sizeof(padding));
		memset(padding + 1, 'x', 1);
		text = talloc_strndup_append(text, padding, sizeof(padding));
		assert_int_equal(utimensat(AT_FDCWD, neighbour, old, 0), 0);
		is_refused(films_write(lists[i][0], text, strlen(text)),
		    INVALID, "unsupported_container",
		    "This is a playlist, not a film.");
		assert_int_equal(stat(neighbour, &status), 0);
		assert_int_equal(status.st_atim.tv_sec, 1000);
		talloc_free(text);
	}
}

static void
shows_a_film_as_it_is_meant_to_be_seen(void **state)
{
	static const struct {
		const char *name, *arguments;
		int64_t width, height, rotation;
	} cases[] = {
		{ "turned.mp4",
		    "-i %s/plain.mp4 -c copy -metadata:s:v rotate=90", 180, 320,
		    90 },
		{ "odd.mkv",
		    "-f lavfi -i testsrc=s=853x479:r=25:d=0.2 " X264
		    "-pix_fmt yuv444p",
		    853, 479, 0 },
		{ "anamorphic.mp4",
		    "-f lavfi -i testsrc2=s=720x576:r=25:d=0.2 " X264
		    "-vf setsar=64/45",
		    1024, 576, 0 },
		{ "nonsense.mp4",
		    "-f lavfi -i testsrc2=s=320x180:r=25:d=0.2 " X264
		    "-vf setsar=1/50",
		    320, 180, 0 },
	};

	(void)state;
	films_make("plain.mp4", PLAIN);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		AUTO_FREE void *mem = mem_context(NULL);
		struct film *film =
		    film_of(mem, films_make(cases[i].name, cases[i].arguments));

		assert_int_equal(film->video.width, cases[i].width);
		assert_int_equal(film->video.height, cases[i].height);
		assert_int_equal(film->video.rotation, cases[i].rotation);
		assert_int_equal(film->warnings.count, i == 3);
	}
}

static void
reads_colours_fields_and_tracks(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct film *film = film_of(mem,
	    films_make("hdr.mkv", PICTURE SOUND SOUND
		"-map 0 -map 1 -map 2 " X264
		"-pix_fmt yuv420p10le -color_trc smpte2084 "
		"-color_primaries bt2020 -colorspace bt2020nc -c:a aac "
		"-metadata:s:a:0 language=SPA -metadata:s:a:0 title=Castellano "
		"-metadata:s:a:1 language=eng "
		"-metadata:s:a:1 title=Director's\x1b[2Jcommentary "
		"-disposition:a:0 default -disposition:a:1 comment"));

	(void)state;
	assert_string_equal(film->video.transfer, "smpte2084");
	assert_string_equal(film->video.primaries, "bt2020");
	assert_string_equal(film->video.matrix, "bt2020nc");
	assert_string_equal(film->video.pixel_format, "yuv420p10le");
	assert_false(film->video.is_interlaced);
	assert_int_equal(film->audio_count, 2);
	assert_string_equal(film->audio[0].language, "spa");
	assert_string_equal(film->audio[0].title, "Castellano");
	assert_true(film->audio[0].is_default);
	assert_false(film->audio[0].is_commentary);
	assert_string_equal(film->audio[1].language, "eng");
	assert_string_equal(
	    film->audio[1].title, "Director's\xef\xbf\xbd[2Jcommentary");
	assert_true(film->audio[1].is_commentary);
	assert_null(strstr(film->json, films_path("")));
	assert_null(strchr(film->json, '\x1b'));
	assert_non_null(strstr(film->json, "\"streams\""));

	film = film_of(mem, films_make("fields.mpg", PICTURE
				"-c:v mpeg2video -flags +ildct+ilme -top 1"));
	assert_true(film->video.is_interlaced);
	assert_int_equal(film->audio_count, 0);
}

static void
notices_late_sound_and_priming(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct film *film;

	(void)state;
	film = film_of(mem, films_make("late.mkv", PICTURE
				"-itsoffset 0.5 " SOUND X264 "-c:a aac"));
	assert_int_equal(film->offset_us, 0);
	assert_in_range(film->audio[0].start_us, 450000, 510000);

	film = film_of(mem, films_make("priming.mkv", PLAIN));
	assert_in_range(film->offset_us, 20000, 25000);
	assert_in_range(film->video.span_us, 999000, 1001000);
}

static void
measures_a_film_that_does_not_say_its_length(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct film *film;

	(void)state;
	films_make("plain.mp4", PLAIN);
	film = film_of(mem, films_make("live.mkv",
				"-i %s/plain.mp4 -c copy -f matroska -live 1"));
	assert_in_range(film->duration_ms, 999, 1050);
	assert_in_range(film->video.span_us, 999000, 1030000);
}

static void
keeps_the_limits_of_the_house(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct settings settings = *films_settings();
	const char *plain = films_make("plain.mp4", PLAIN);
	struct refusal refusal;
	struct film *film;

	(void)state;
	is_refused(films_make("long.mp4",
		       "-f lavfi -i color=s=64x64:r=1/600:d=46800 " X264),
	    INVALID, "too_long",
	    "The film lasts 780 minutes; the longest that is accepted has "
	    "720.");
	settings.max_duration_s = 1;
	refusal_reset(&refusal, mem);
	assert_int_equal(
	    probe_film(mem, &settings, plain, NULL, &film, &refusal), OK);
	is_refused(
	    films_make("wide.mp4", "-f lavfi -i color=s=8200x32:r=5:d=1 " X264),
	    INVALID, "too_large", NULL);
	is_refused(films_make("huge.mp4",
		       "-f lavfi -i color=s=6100x6000:r=5:d=0.4 " X264
		       "-x264-params rc-lookahead=0:threads=1"),
	    INVALID, "too_large", NULL);
	is_refused(films_make("tiny.mp4",
		       "-f lavfi -i color=s=320x8:r=5:d=1 -c:v mpeg4"),
	    INVALID, "too_small", NULL);
	is_refused(films_make("fast.mkv",
		       "-f lavfi -i color=s=64x64:r=1000:d=1 " X264),
	    INVALID, "too_many_frames", NULL);
	/* One picture is a film, too. */
	assert_int_equal(
	    probe_film(mem, films_settings(),
		films_make("frame.mp4",
		    "-f lavfi -i testsrc2=s=320x180:r=60 -frames:v 1 " X264),
		NULL, &film, &refusal),
	    OK);
}

static void
refuses_what_it_will_not_decode(void **state)
{
	char *many = mem_text(NULL, "-i %s/plain.mp4 -map 0:v ");

	(void)state;
	is_refused(films_make("magic.mkv", PICTURE "-c:v magicyuv"), INVALID,
	    "unsupported_codec",
	    "The film uses a codec that we do not decode (magicyuv).");
	is_refused(films_make("gif.mkv", PICTURE "-c:v gif"), INVALID,
	    "unsupported_codec",
	    "The picture is coded in a way that we do not decode (gif).");
	is_refused(films_make("locked.mp4", PICTURE X264
		       "-encryption_scheme cenc-aes-ctr -encryption_key "
		       "00112233445566778899aabbccddeeff -encryption_kid "
		       "00112233445566778899aabbccddeeff"),
	    INVALID, "drm", NULL);
	films_make("plain.mp4", PLAIN);
	for (int i = 0; i < 64; i++)
		mem_append(NULL, &many, "-map 0:a ");
	mem_append(NULL, &many, "-c copy");
	is_refused(
	    films_make("many.mkv", many), INVALID, "too_many_streams", NULL);
	talloc_free(many);
}

/* " VFS..D libdav1d   dav1d AV1 decoder by VideoLAN (codec av1)" */
static bool
read_decoder(char *line, char **name, char **codec)
{
	char *brackets = strstr(line, "(codec "), *rest = NULL;

	if (strlen(line) < 9 || line[0] != ' ' || line[8] == '=')
		return false;
	if (brackets != NULL)
		brackets[strcspn(brackets, ")")] = '\0';
	*codec = brackets != NULL ? brackets + 7 : NULL;
	*name = strtok_r(line + 8, " ", &rest);
	if (*codec == NULL)
		*codec = *name;
	return *name != NULL;
}

/* The first decoder listed for a codec is the one that ffmpeg takes: where any
   of a codec's decoders is ours, that one must be. */
static void
lists_the_decoders_that_this_ffmpeg_takes(void **state)
{
	const char *const argv[] = { films_settings()->ffmpeg, "-v", "error",
		"-decoders", NULL };
	char *known = NULL, *rest = NULL, *name, *codec, last[64] = "";
	char *list = mem_printf(NULL, ",%s,", decoders_codecs);
	bool is_first_ours = false;
	int listed = 0;

	(void)state;
	assert_int_equal(films_run(argv, NULL, &known, NULL), 0);
	for (char *line = strtok_r(known, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest)) {
		bool is_ours, is_first;

		if (!read_decoder(line, &name, &codec))
			continue;
		is_ours = strstr(list, mem_printf(list, ",%s,", name)) != NULL;
		is_first = strcmp(codec, last) != 0;
		if (is_first)
			is_first_ours = is_ours;
		snprintf(last, sizeof(last), "%s", codec);
		listed += is_ours;
		if (is_ours && !is_first_ours)
			fail_msg("%s is not decoded by %s", codec, name);
		if (is_first && !is_ours &&
		    (decoders_have_video(codec) || decoders_have_audio(codec)))
			fail_msg("%s is decoded by %s", codec, name);
	}
	for (const char *at = decoders_codecs; at != NULL;
	     at = strchr(at + 1, ','))
		listed--;
	assert_int_equal(listed, 0);
	assert_true(decoders_have_video("av1"));
	assert_true(decoders_have_audio("dts"));
	assert_false(decoders_have_video("magicyuv"));
	assert_false(decoders_have_video("png"));
	talloc_free(list);
}

static bool
stop_at_once(void *context)
{
	++*(int *)context;
	return true;
}

/* A script in the place of ffprobe; no box would let its shell in. */
static struct settings
with_program(const char *text)
{
	struct settings settings = *films_settings();

	settings.sandbox = SANDBOX_OFF;
	settings.ffprobe = films_path("program");
	films_write("program", text, strlen(text));
	assert_int_equal(chmod(settings.ffprobe, 0700), 0);
	return settings;
}

static void
ends_within_a_moment_when_it_is_cancelled(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct settings settings =
	    with_program("#!/bin/sh\nsleep 60 & sleep 60\n");
	const char *plain = films_make("plain.mp4", PLAIN);
	int asked = 0;
	struct probe_watch watch = { stop_at_once, &asked };
	struct refusal refusal;
	struct film *film;
	int64_t start = clock_monotonic_ms();

	(void)state;
	refusal_reset(&refusal, mem);
	assert_int_equal(
	    probe_film(mem, &settings, plain, &watch, &film, &refusal), BUSY);
	assert_string_equal(refusal.code, "cancelled");
	assert_int_equal(asked, 1);
	assert_in_range(clock_monotonic_ms() - start, 0, 500);
}

static void
gives_up_when_it_takes_too_long_and_leaves_nobody_behind(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct settings settings = with_program(
	    "#!/bin/sh\n(sleep 2; echo alive > \"$0.alive\") & sleep 60\n");
	const char *plain = films_make("plain.mp4", PLAIN);
	struct refusal refusal;
	struct film *film;

	(void)state;
	settings.stall_s = 1;
	refusal_reset(&refusal, mem);
	assert_int_equal(
	    probe_film(mem, &settings, plain, NULL, &film, &refusal),
	    UNAVAILABLE);
	assert_string_equal(refusal.code, "probe_timeout");
	clock_sleep_ms(1500);
	assert_int_not_equal(access(films_path("program.alive"), F_OK), 0);
}

static void
blames_the_host_and_not_the_film(void **state)
{
	static const struct {
		const char *program, *code;
		enum outcome outcome;
	} cases[] = {
		{ "#!/bin/sh\nkill -9 $$\n", "probe_killed", UNAVAILABLE },
		{ "no program at all", "host", UNAVAILABLE },
		{ "#!/bin/sh\necho 'x: Cannot allocate memory' >&2\nexit 1\n",
		    "out_of_memory", UNAVAILABLE },
		{ "#!/bin/sh\nwhile :; do echo '{\"a\": 1}'; done\n",
		    "too_much_metadata", INVALID },
	};
	const char *plain = films_make("plain.mp4", PLAIN);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		AUTO_FREE void *mem = mem_context(NULL);
		struct settings settings = with_program(cases[i].program);
		struct refusal refusal;
		struct film *film;

		refusal_reset(&refusal, mem);
		assert_int_equal(
		    probe_film(mem, &settings, plain, NULL, &film, &refusal),
		    cases[i].outcome);
		assert_string_equal(refusal.code, cases[i].code);
	}
}

static void
follows_no_link_and_opens_no_pipe(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	const char *plain = films_make("plain.mp4", PLAIN);
	char *pipe_path = films_path("pipe.mp4");
	char *link_path = films_path("link.mp4");
	struct refusal refusal;
	struct film *film;

	(void)state;
	assert_int_equal(mkfifo(pipe_path, 0600), 0);
	is_refused(pipe_path, INVALID, "unsupported_container", NULL);
	assert_int_equal(symlink(plain, link_path), 0);
	assert_int_not_equal(probe(mem, link_path, &film, &refusal), OK);
}

static void
chooses_rates_that_players_expect(void **state)
{
	static const struct rational cases[][3] = {
		/* nominal, average, ours */
		{ { 30, 1 }, { 90000, 2999 }, { 30, 1 } },
		{ { 60, 1 }, { 40, 1 }, { 48, 1 } },
		{ { 24, 1 }, { 442368, 18575 }, { 24, 1 } },
		{ { 24000, 1001 }, { 24000, 1001 }, { 24000, 1001 } },
		{ { 24, 1 }, { 24, 1 }, { 24, 1 } },
		{ { 120, 1 }, { 120, 1 }, { 60, 1 } },
		{ { 120000, 1001 }, { 120000, 1001 }, { 60000, 1001 } },
		{ { 100, 1 }, { 100, 1 }, { 50, 1 } },
		{ { 240, 1 }, { 240, 1 }, { 60, 1 } },
		{ { 15, 1 }, { 15, 1 }, { 15, 1 } },
		{ { 15, 2 }, { 15, 2 }, { 15, 2 } },
		{ { 1, 1 }, { 1, 100 }, { 1, 1 } },
		{ { 90000, 1 }, { 27, 1 }, { 30000, 1001 } },
		{ { 30, 1 }, { 27, 1 }, { 30, 1 } },
		{ { 60, 1 }, { 55, 1 }, { 60, 1 } },
		{ { 1, 1 }, { 1000000, 133333 }, { 15, 2 } },
		{ { 144, 1 }, { 144, 1 }, { 60, 1 } },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct rational got = rate_choose(cases[i][0], cases[i][1]);

		assert_int_equal(got.num, cases[i][2].num);
		assert_int_equal(got.den, cases[i][2].den);
	}
}

static void
survives_any_json(void **state)
{
	const char *plain =
	    films_make("plain.mkv", PICTURE SOUND X264 "-c:a flac");
	char *json = films_probe(
	    "-show_format -show_streams -show_packets -of json", plain);
	size_t length = strlen(json);

	(void)state;
	srand(11);
	(void)LLVMFuzzerTestOneInput((const uint8_t *)json, length);
	for (int round = 0; round < 3000; round++) {
		size_t size = (size_t)rand() % (length + 1);
		char *copy = mem_text_n(NULL, json, length);

		for (int i = rand() % 8; i >= 0; i--)
			copy[(size_t)rand() % length] =
			    "0123456789-\"{}[]:,.eE/x\0\xff"[rand() % 25];
		(void)LLVMFuzzerTestOneInput(
		    (const uint8_t *)copy, round % 4 == 0 ? size : length);
		talloc_free(copy);
	}
}

static void
keeps_absurd_numbers_within_bounds(void **state)
{
	static const char json[] =
	    "{\"streams\":[{\"index\":0,\"codec_type\":\"video\","
	    "\"codec_name\":\"h264\",\"width\":99999999999999999999,"
	    "\"height\":-7,\"r_frame_rate\":\"2147483647/1\","
	    "\"avg_frame_rate\":\"0/0\",\"start_time\":\"1e300\","
	    "\"duration\":\"nan\",\"bit_rate\":\"-1\","
	    "\"tags\":{\"DURATION\":\"99999:99:99.9\"}}],"
	    "\"format\":{\"duration\":\"1e99\",\"start_time\":\"-1e99\"}}";
	AUTO_FREE void *mem = mem_context(NULL);
	struct refusal refusal;
	struct film *film;

	(void)state;
	refusal_reset(&refusal, mem);
	assert_int_equal(
	    film_parse(mem, json, sizeof(json) - 1, &film, &refusal), OK);
	assert_true(film->duration_ms == ABSENT);
	assert_true(film->video.bit_rate == ABSENT);
	assert_int_equal(film->video.fps.num, 60);
	assert_int_equal(film_check(film, films_settings(), &refusal), INVALID);
	assert_string_equal(refusal.code, "too_small");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_the_usual_containers_and_codecs),
		cmocka_unit_test(judges_by_content_and_not_by_name),
		cmocka_unit_test(says_in_plain_words_what_is_no_film),
		cmocka_unit_test(takes_no_cover_for_a_film),
		cmocka_unit_test(says_that_a_cut_film_lost_its_index),
		cmocka_unit_test(trap_8_never_opens_what_a_playlist_points_to),
		cmocka_unit_test(shows_a_film_as_it_is_meant_to_be_seen),
		cmocka_unit_test(reads_colours_fields_and_tracks),
		cmocka_unit_test(notices_late_sound_and_priming),
		cmocka_unit_test(measures_a_film_that_does_not_say_its_length),
		cmocka_unit_test(keeps_the_limits_of_the_house),
		cmocka_unit_test(refuses_what_it_will_not_decode),
		cmocka_unit_test(lists_the_decoders_that_this_ffmpeg_takes),
		cmocka_unit_test(ends_within_a_moment_when_it_is_cancelled),
		cmocka_unit_test(
		    gives_up_when_it_takes_too_long_and_leaves_nobody_behind),
		cmocka_unit_test(blames_the_host_and_not_the_film),
		cmocka_unit_test(follows_no_link_and_opens_no_pipe),
		cmocka_unit_test(chooses_rates_that_players_expect),
		cmocka_unit_test(survives_any_json),
		cmocka_unit_test(keeps_absurd_numbers_within_bounds),
	};

	return cmocka_run_group_tests(tests, films_begin, films_end);
}
