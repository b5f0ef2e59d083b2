/* worker/playlist: what players are told, from hand-made tracks. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "film/m3u8.h"
#include "worker/playlist.h"

#define CLOCK 12288
#define SECONDS(count) ((count) * (int64_t)CLOCK)

/* A sound that is neither the default nor a commentary. */
#define SOUND(name, tag, words, ...)                                           \
	{                                                                      \
		.track = (name), .language = (tag), .label = (words),          \
		__VA_ARGS__                                                    \
	}

static struct mp4_segment two[] = {
	{ .offset = 915,
	    .size = 1500000,
	    .duration = SECONDS(6),
	    .samples = 144,
	    .key_size = 60000 },
	{ .offset = 1500915,
	    .size = 750000,
	    .duration = SECONDS(3),
	    .samples = 72,
	    .key_size = 30000 },
};

static struct mp4_track
track(const char *name, struct mp4_segment *segments, size_t count)
{
	struct mp4_track out = {
		.name = name, .segments = segments, .segment_count = count
	};

	out.init = (struct mp4_init){ .size = 815, .timescale = CLOCK };
	if (name[0] == 'v') {
		out.init.width = 1280;
		out.init.height = 720;
		strcpy(out.init.codecs, "avc1.640028");
		return out;
	}
	out.init.kind = MP4_AUDIO;
	out.init.channels = 2;
	strcpy(out.init.codecs, "mp4a.40.2");
	return out;
}

static void
writes_a_media_playlist(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct mp4_track video = track("v0", two, 2);

	(void)state;
	two[1].duration = SECONDS(3) + 1;
	assert_string_equal(playlist_media(mem, &video),
	    "#EXTM3U\n"
	    "#EXT-X-VERSION:7\n"
	    "#EXT-X-TARGETDURATION:6\n"
	    "#EXT-X-MEDIA-SEQUENCE:0\n"
	    "#EXT-X-PLAYLIST-TYPE:VOD\n"
	    "#EXT-X-INDEPENDENT-SEGMENTS\n"
	    "#EXT-X-MAP:URI=\"v0.mp4\",BYTERANGE=\"815@0\"\n"
	    "#EXTINF:6.000000,\n"
	    "#EXT-X-BYTERANGE:1500000@915\n"
	    "v0.mp4\n"
	    "#EXTINF:3.000081,\n"
	    "#EXT-X-BYTERANGE:750000@1500915\n"
	    "v0.mp4\n"
	    "#EXT-X-ENDLIST\n");
	two[1].duration = SECONDS(3);
}

static void
writes_a_playlist_of_key_frames(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct mp4_track video = track("v0", two, 2);

	(void)state;
	assert_string_equal(playlist_iframes(mem, &video),
	    "#EXTM3U\n"
	    "#EXT-X-VERSION:7\n"
	    "#EXT-X-TARGETDURATION:6\n"
	    "#EXT-X-MEDIA-SEQUENCE:0\n"
	    "#EXT-X-PLAYLIST-TYPE:VOD\n"
	    "#EXT-X-I-FRAMES-ONLY\n"
	    "#EXT-X-MAP:URI=\"v0.mp4\",BYTERANGE=\"815@0\"\n"
	    "#EXTINF:6.000000,\n"
	    "#EXT-X-BYTERANGE:60000@915\n"
	    "v0.mp4\n"
	    "#EXTINF:3.000000,\n"
	    "#EXT-X-BYTERANGE:30000@1500915\n"
	    "v0.mp4\n"
	    "#EXT-X-ENDLIST\n");
}

static void
reads_back_what_it_wrote(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct mp4_track video = track("v0", two, 2);
	struct m3u8_media list;

	(void)state;
	assert_int_equal(
	    m3u8_media_read(mem, playlist_media(mem, &video), &list), OK);
	assert_true(list.has_ended);
	assert_int_equal(list.target_s, 6);
	assert_string_equal(list.map.uri, "v0.mp4");
	assert_int_equal(list.map.size, 815);
	assert_int_equal(list.entry_count, 2);
	assert_string_equal(list.entries[1].uri, "v0.mp4");
	assert_int_equal(list.entries[1].offset, 1500915);
	assert_int_equal(list.entries[1].size, 750000);
	assert_int_equal(list.entries[1].duration_us, 3000000);
}

static void
rounds_the_longest_segment_to_the_target(void **state)
{
	struct mp4_segment one = { .size = 1 };
	struct mp4_track video = track("v0", &one, 1);

	(void)state;
	one.duration = SECONDS(6) + CLOCK / 2 - 1;
	assert_int_equal(playlist_target_s(&video), 6);
	one.duration = SECONDS(6) + CLOCK / 2;
	assert_int_equal(playlist_target_s(&video), 7);
	one.duration = 1;
	assert_int_equal(playlist_target_s(&video), 1);
}

/* Runs of 3 to 9 s count: the short segment only with its neighbour. */
static void
finds_the_peak_over_runs_of_segments(void **state)
{
	struct mp4_segment segments[] = {
		{ .size = 1000000, .duration = SECONDS(6) },
		{ .size = 2000000, .duration = SECONDS(6) },
		{ .size = 3000000, .duration = SECONDS(1) },
	};
	struct mp4_track video = track("v0", segments, 3);
	struct playlist_rate rate = playlist_rate(&video);

	(void)state;
	assert_int_equal(rate.peak, (5000000 * 8 + 6) / 7);
	assert_int_equal(rate.average, (6000000 * 8 + 12) / 13);
	/* Now long enough to count alone. */
	segments[2].duration = SECONDS(3);
	assert_int_equal(playlist_rate(&video).peak, 8000000);
	/* A hair shorter, and it does not. */
	segments[2].duration--;
	assert_int_equal(playlist_rate(&video).peak / 1000, 4444);
}

static void
takes_the_average_when_no_run_is_long_enough(void **state)
{
	struct mp4_segment one = { .size = 3, .duration = CLOCK / 4 };
	struct mp4_track video = track("v0", &one, 1);

	(void)state;
	assert_int_equal(playlist_rate(&video).peak, 96);
	assert_int_equal(playlist_rate(&video).average, 96);
}

static void
does_not_overflow_on_the_largest_track(void **state)
{
	struct mp4_segment one = { .size = INT64_C(1) << 40,
		.duration = UINT32_MAX };
	struct mp4_track video = track("v0", &one, 1);

	(void)state;
	video.init.timescale = UINT32_MAX;
	assert_int_equal(
	    playlist_rate(&video).average, INT64_C(8) * (INT64_C(1) << 40));
}

static void
writes_a_master_with_sounds_in_a_group(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct mp4_segment sound = { .size = 96000, .duration = SECONDS(6) };
	struct mp4_track items[] = { track("v0", two, 2), track("v1", two, 1),
		track("a0", &sound, 1), track("a1", &sound, 1),
		track("a2", &sound, 1) };
	struct track_list tracks = { items, 5 };
	static const struct playlist_sound sounds[] = {
		SOUND("a0", "es", "Castellano", .is_default = true),
		SOUND("a1", "en", "English"),
		SOUND("a2", "en", "Commentary", .by_choice_only = true),
	};
	struct playlist_master master = { &tracks, sounds, 3 };

	(void)state;
	items[3].init.channels = 6;
	assert_string_equal(playlist_master(mem, &master),
	    "#EXTM3U\n"
	    "#EXT-X-VERSION:7\n"
	    "#EXT-X-INDEPENDENT-SEGMENTS\n"
	    "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"aud\",LANGUAGE=\"es\","
	    "NAME=\"Castellano\",DEFAULT=YES,AUTOSELECT=YES,CHANNELS=\"2\","
	    "URI=\"a0.m3u8\"\n"
	    "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"aud\",LANGUAGE=\"en\","
	    "NAME=\"English\",DEFAULT=NO,AUTOSELECT=YES,CHANNELS=\"6\","
	    "URI=\"a1.m3u8\"\n"
	    "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"aud\",LANGUAGE=\"en\","
	    "NAME=\"Commentary\",DEFAULT=NO,AUTOSELECT=NO,CHANNELS=\"2\","
	    "URI=\"a2.m3u8\"\n"
	    "#EXT-X-STREAM-INF:BANDWIDTH=2128000,AVERAGE-BANDWIDTH=2128000,"
	    "CODECS=\"avc1.640028,mp4a.40.2\",RESOLUTION=1280x720,"
	    "FRAME-RATE=24.000,VIDEO-RANGE=SDR,AUDIO=\"aud\","
	    "CLOSED-CAPTIONS=NONE\n"
	    "v0.m3u8\n"
	    "#EXT-X-STREAM-INF:BANDWIDTH=2128000,AVERAGE-BANDWIDTH=2128000,"
	    "CODECS=\"avc1.640028,mp4a.40.2\",RESOLUTION=1280x720,"
	    "FRAME-RATE=24.000,VIDEO-RANGE=SDR,AUDIO=\"aud\","
	    "CLOSED-CAPTIONS=NONE\n"
	    "v1.m3u8\n"
	    "#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=80000,"
	    "AVERAGE-BANDWIDTH=80000,CODECS=\"avc1.640028\","
	    "RESOLUTION=1280x720,VIDEO-RANGE=SDR,URI=\"v0-iframes.m3u8\"\n"
	    "#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=80000,"
	    "AVERAGE-BANDWIDTH=80000,CODECS=\"avc1.640028\","
	    "RESOLUTION=1280x720,VIDEO-RANGE=SDR,URI=\"v1-iframes.m3u8\"\n");
}

static void
says_nothing_of_sound_when_there_is_none(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct mp4_segment film = { .size = 1500000,
		.samples = 48,
		.duration = 48048,
		.key_size = 25025 };
	struct mp4_track items[] = { track("v0", &film, 1) };
	struct track_list tracks = { items, 1 };
	struct playlist_master master = { .tracks = &tracks };

	(void)state;
	items[0].init.timescale = 24000;
	assert_string_equal(playlist_master(mem, &master),
	    "#EXTM3U\n"
	    "#EXT-X-VERSION:7\n"
	    "#EXT-X-INDEPENDENT-SEGMENTS\n"
	    "#EXT-X-STREAM-INF:BANDWIDTH=5994006,AVERAGE-BANDWIDTH=5994006,"
	    "CODECS=\"avc1.640028\",RESOLUTION=1280x720,FRAME-RATE=23.976,"
	    "VIDEO-RANGE=SDR,CLOSED-CAPTIONS=NONE\n"
	    "v0.m3u8\n"
	    "#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=100000,"
	    "AVERAGE-BANDWIDTH=100000,CODECS=\"avc1.640028\","
	    "RESOLUTION=1280x720,VIDEO-RANGE=SDR,URI=\"v0-iframes.m3u8\"\n");
}

static char *
master_of_sounds(void *mem, const struct playlist_sound *sounds, size_t count)
{
	static struct mp4_segment one = { .size = 9, .duration = 9 };
	struct mp4_track items[] = { track("a0", &one, 1), track("a1", &one, 1),
		track("a2", &one, 1), track("v0", two, 2) };
	struct track_list tracks = { items, 4 };
	struct playlist_master master = { &tracks, sounds, count };

	return playlist_master(mem, &master);
}

static void
gives_every_sound_a_name_of_its_own(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	static const struct playlist_sound same[] = {
		SOUND("a0", "en", "English"),
		SOUND("a1", "en", "English (2)"),
		SOUND("a2", "en", "English"),
	};
	char *text = master_of_sounds(mem, same, 3);

	(void)state;
	assert_non_null(strstr(text, "NAME=\"English\",DEFAULT=YES"));
	assert_non_null(
	    strstr(text, "NAME=\"English (2)\",DEFAULT=NO,AUTOSELECT=NO"));
	assert_non_null(strstr(text, "NAME=\"English (3)\""));
	text = master_of_sounds(mem, NULL, 0);
	assert_non_null(strstr(text, "GROUP-ID=\"aud\",NAME=\"Audio 1\""));
	assert_non_null(strstr(text, "NAME=\"Audio 3\""));
	assert_null(strstr(text, "LANGUAGE"));
}

static void
lets_no_name_break_out_of_its_quotes(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	static const struct playlist_sound evil[] = {
		SOUND("a0", "en\",URI=\"x", "a\",URI=\"http://x/\r\n#EXT-X-Y"),
		SOUND("a1", "und", "\n\r"),
		SOUND("a2", "", "\""),
	};
	char *text = master_of_sounds(mem, evil, 3);
	struct text_list uris;

	(void)state;
	assert_null(strstr(text, "LANGUAGE"));
	assert_null(strchr(text, '\r'));
	assert_null(strstr(text, "\n#EXT-X-Y"));
	assert_int_equal(m3u8_master_read(mem, text, &uris), OK);
	assert_int_equal(uris.count, 5);
	assert_string_equal(uris.items[0], "a0.m3u8");
	assert_string_equal(uris.items[1], "a1.m3u8");
	assert_string_equal(uris.items[2], "a2.m3u8");
	assert_string_equal(uris.items[3], "v0.m3u8");
	assert_string_equal(uris.items[4], "v0-iframes.m3u8");
}

static void
writes_only_languages_in_their_right_form(void **state)
{
	static const struct {
		const char *tag;
		bool good;
	} cases[] = {
		{ "es", true },
		{ "pt-BR", true },
		{ "zh-Hant-TW", true },
		{ "und", false },
		{ "e", false },
		{ "es-", false },
		{ "es--MX", false },
		{ "e\"s", false },
		{ "english language", false },
		{ "abcdefghi", false },
		{ "12", false },
	};
	AUTO_FREE void *mem = mem_context(NULL);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct playlist_sound sound = SOUND("a0", cases[i].tag, "x");
		char *text = master_of_sounds(mem, &sound, 1);

		if (cases[i].good)
			assert_non_null(strstr(text,
			    mem_printf(mem, "LANGUAGE=\"%s\"", cases[i].tag)));
		else
			assert_null(strstr(text, "LANGUAGE"));
	}
}

static void
has_one_default_and_never_the_commentary(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	static const struct playlist_sound sounds[] = {
		SOUND("a0", "en", "Commentary", .by_choice_only = true),
		SOUND("a1", "en", "English"),
		SOUND("a2", "es", "Castellano"),
	};
	char *text = master_of_sounds(mem, sounds, 3);

	(void)state;
	assert_non_null(
	    strstr(text, "NAME=\"Commentary\",DEFAULT=NO,AUTOSELECT=NO"));
	assert_non_null(
	    strstr(text, "NAME=\"English\",DEFAULT=YES,AUTOSELECT=YES"));
	assert_non_null(
	    strstr(text, "NAME=\"Castellano\",DEFAULT=NO,AUTOSELECT=YES"));
}

static void
adds_the_largest_sound_to_every_variant(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct mp4_segment small = { .size = 75000, .duration = SECONDS(6) };
	struct mp4_segment large = { .size = 750000, .duration = SECONDS(6) };
	struct mp4_track items[] = { track("v0", two, 2),
		track("a0", &small, 1), track("a1", &large, 1) };
	struct track_list tracks = { items, 3 };
	struct playlist_master master = { .tracks = &tracks };

	(void)state;
	strcpy(items[2].init.codecs, "mp4a.40.29");
	assert_non_null(strstr(playlist_master(mem, &master),
	    "BANDWIDTH=3000000,AVERAGE-BANDWIDTH=3000000,"
	    "CODECS=\"avc1.640028,mp4a.40.2,mp4a.40.29\""));
}

static void
writes_a_master_with_subtitles_in_a_group(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct mp4_track items[] = { track("v0", two, 2), track("v1", two, 1) };
	struct track_list tracks = { items, 2 };
	static const struct playlist_subtitle subtitles[] = {
		{ "s3", "es", "Espa\xc3\xb1ol", false },
		{ "s4", "es", "Espa\xc3\xb1ol", true },
		{ "s9", "ES", "Say \"yes\"\n", false },
		{ "s10", "und", "", false },
	};
	struct playlist_master master = {
		.tracks = &tracks, .subtitles = subtitles, .subtitle_count = 4
	};
	const char *text = playlist_master(mem, &master);

	(void)state;
	assert_non_null(strstr(text,
	    "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"sub\",LANGUAGE=\"es\","
	    "NAME=\"Espa\xc3\xb1ol\",DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,"
	    "URI=\"s3.m3u8\"\n"
	    "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"sub\",LANGUAGE=\"es\","
	    "NAME=\"Espa\xc3\xb1ol (2)\",DEFAULT=NO,AUTOSELECT=YES,FORCED=YES,"
	    "URI=\"s4.m3u8\"\n"
	    "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"sub\",LANGUAGE=\"ES\","
	    "NAME=\"Say 'yes'\xef\xbf\xbd\",DEFAULT=NO,AUTOSELECT=NO,FORCED=NO,"
	    "URI=\"s9.m3u8\"\n"
	    "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"sub\",NAME=\"s10\","
	    "DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,URI=\"s10.m3u8\"\n"
	    "#EXT-X-STREAM-INF:"));
	assert_non_null(strstr(
	    text, "SDR,SUBTITLES=\"sub\",CLOSED-CAPTIONS=NONE\nv0.m3u8\n"));
	assert_non_null(strstr(
	    text, "SDR,SUBTITLES=\"sub\",CLOSED-CAPTIONS=NONE\nv1.m3u8\n"));
}

static void
writes_the_playlist_of_a_subtitle(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct m3u8_media list;
	char *text = playlist_subtitle(mem, "s7", 5423500000);

	(void)state;
	assert_string_equal(text, "#EXTM3U\n"
				  "#EXT-X-VERSION:7\n"
				  "#EXT-X-TARGETDURATION:5424\n"
				  "#EXT-X-MEDIA-SEQUENCE:0\n"
				  "#EXT-X-PLAYLIST-TYPE:VOD\n"
				  "#EXTINF:5423.500000,\n"
				  "s7.vtt\n"
				  "#EXT-X-ENDLIST\n");
	assert_int_equal(m3u8_media_read(mem, text, &list), OK);
	assert_null(list.map.uri);
	assert_int_equal(list.entry_count, 1);
	assert_string_equal(list.entries[0].uri, "s7.vtt");
	assert_int_equal(list.entries[0].size, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_a_media_playlist),
		cmocka_unit_test(writes_a_playlist_of_key_frames),
		cmocka_unit_test(reads_back_what_it_wrote),
		cmocka_unit_test(rounds_the_longest_segment_to_the_target),
		cmocka_unit_test(finds_the_peak_over_runs_of_segments),
		cmocka_unit_test(takes_the_average_when_no_run_is_long_enough),
		cmocka_unit_test(does_not_overflow_on_the_largest_track),
		cmocka_unit_test(writes_a_master_with_sounds_in_a_group),
		cmocka_unit_test(says_nothing_of_sound_when_there_is_none),
		cmocka_unit_test(gives_every_sound_a_name_of_its_own),
		cmocka_unit_test(lets_no_name_break_out_of_its_quotes),
		cmocka_unit_test(writes_only_languages_in_their_right_form),
		cmocka_unit_test(has_one_default_and_never_the_commentary),
		cmocka_unit_test(adds_the_largest_sound_to_every_variant),
		cmocka_unit_test(writes_a_master_with_subtitles_in_a_group),
		cmocka_unit_test(writes_the_playlist_of_a_subtitle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
