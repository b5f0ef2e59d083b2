/* worker/dash and film/mpd: the manifest of hand-made tracks, and what is read
   in one. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "film/mpd.h"
#include "worker/dash.h"

#define CLOCK 24000
#define RATE 48000

static struct mp4_segment pictures[] = {
	{ .size = 1500000, .duration = 144144, .samples = 144 },
	{ .size = 500000, .duration = 48048, .samples = 48 },
};

static struct mp4_segment tones[] = {
	{ .size = 96000, .duration = 287744, .samples = 281 },
	{ .size = 32000, .duration = 97280, .samples = 95 },
};

static struct mp4_track
picture(const char *name, int width, int height)
{
	struct mp4_track out = {
		.name = name,
		.segments = pictures,
		.segment_count = 2,
		.index_size = 64,
		.init = { .kind = MP4_VIDEO,
		    .size = 815,
		    .timescale = CLOCK,
		    .width = width,
		    .height = height },
	};

	strcpy(out.init.codecs, "avc1.640028");
	return out;
}

static struct mp4_track
sound(const char *name, int channels)
{
	struct mp4_track out = {
		.name = name,
		.segments = tones,
		.segment_count = 2,
		.index_size = 64,
		.init = { .kind = MP4_AUDIO,
		    .size = 741,
		    .timescale = RATE,
		    .channels = channels,
		    .sample_rate = RATE },
	};

	strcpy(out.init.codecs, "mp4a.40.2");
	return out;
}

static char *
whole_manifest(void *mem)
{
	struct mp4_track items[] = { picture("v0", 1280, 720),
		picture("v1", 854, 480), sound("a0", 2), sound("a1", 8) };
	struct track_list tracks = { items, 4 };
	static const struct playlist_sound sounds[] = {
		{ .track = "a0", .language = "es", .label = "Castellano" },
		{ .track = "a1",
		    .language = "en",
		    .label = "<Tom & \"Ann\">",
		    .by_choice_only = true },
	};
	static const struct playlist_subtitle subtitles[] = {
		{ "s7", "pt-BR", "Portugu\xc3\xaas", false, 1000 },
		{ "s9", "und", "", true, 0 },
	};
	static const struct storyboard board = { .interval_s = 2,
		.tile_width = 160,
		.tile_height = 90,
		.bytes = 50000 };
	const struct playlist_master master = {
		.tracks = &tracks,
		.sounds = sounds,
		.sound_count = 2,
		.subtitles = subtitles,
		.subtitle_count = 2,
		.storyboard = &board,
	};

	return dash_manifest(mem, &master);
}

#define ROLE(name)                                                             \
	"      <Role schemeIdUri=\"urn:mpeg:dash:role:2011\" value=\"" name    \
	"\"/>\n"
#define ALIGNED " subsegmentAlignment=\"true\" subsegmentStartsWithSAP=\"1\">\n"
#define FILE_OF(name, scale, head, index)                                      \
	"        <BaseURL>" name ".mp4</BaseURL>\n"                            \
	"        <SegmentBase timescale=\"" scale "\" indexRange=\"" index     \
	"\">\n"                                                                \
	"          <Initialization range=\"" head "\"/>\n"                     \
	"        </SegmentBase>\n"                                             \
	"      </Representation>\n"
#define CHANNELS(count)                                                        \
	"        <AudioChannelConfiguration "                                  \
	"schemeIdUri=\"urn:mpeg:mpegB:cicp:ChannelConfiguration\" "            \
	"value=\"" count "\"/>\n"

static void
writes_all_that_a_film_has(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);

	(void)state;
	assert_string_equal(whole_manifest(mem),
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" "
	    "profiles=\"urn:mpeg:dash:profile:isoff-on-demand:2011\" "
	    "type=\"static\" mediaPresentationDuration=\"PT8.021334S\" "
	    "minBufferTime=\"PT6.006000S\">\n"
	    "  <Period id=\"0\" start=\"PT0S\">\n"
	    "    <AdaptationSet id=\"0\" contentType=\"video\" "
	    "mimeType=\"video/mp4\"" ALIGNED
		ROLE(
		    "main") "      <Representation id=\"v0\" "
			    "bandwidth=\"1998002\" "
			    "codecs=\"avc1.640028\" width=\"1280\" "
			    "height=\"720\" "
			    "frameRate=\"24000/1001\" sar=\"1:1\">\n" FILE_OF(
				"v0", "24000",
				"0-814", "815-878") "      <Representation "
						    "id=\"v1\" "
						    "bandwidth=\"1998002\" "
						    "codecs=\"avc1.640028\" "
						    "width=\"854\" "
						    "height=\"480\" "
						    "frameRate=\"24000/1001\" "
						    "sar=\"1:1\">\n" FILE_OF(
							"v1",
							"24000", "0-814", "815-878") "    </AdaptationSet>\n"
										     "    <AdaptationSet id=\"1\" contentType=\"audio\" "
										     "mimeType=\"audio/mp4\" lang=\"es\"" ALIGNED
										     "      <Label>Castellano</Label>\n" ROLE(
											 "main") "      <Representation id=\"a0\" bandwidth=\"128114\" "
												 "codecs=\"mp4a.40.2\" audioSamplingRate=\"48000\">\n" CHANNELS("2") FILE_OF("a0", "48000", "0-740", "741-804") "    </AdaptationSet>\n"
																										"    <AdaptationSet id=\"2\" contentType=\"audio\" "
																										"mimeType=\"audio/mp4\" lang=\"en\"" ALIGNED "      <Label>&lt;Tom &amp; 'Ann'&gt;</Label>\n" ROLE("commentary") "      <Representation id=\"a1\" bandwidth=\"128114\" "
																																								 "codecs=\"mp4a.40.2\" audioSamplingRate=\"48000\">\n" CHANNELS(
																																								     "12") FILE_OF("a1",
																																								     "48000",
																																								     "0-740", "741-804") "    </AdaptationSet>\n"
																																											 "    <AdaptationSet id=\"3\" contentType=\"text\" "
																																											 "mimeType=\"text/vtt\" lang=\"pt-BR\">\n"
																																											 "      <Label>Portugu\xc3\xaas</Label>\n" ROLE(
																																											     "subtitle") "      <Representation id=\"s7\" bandwidth=\"1000\">\n"
																																													 "        <BaseURL>s7.vtt</BaseURL>\n"
																																													 "      </Representation>\n"
																																													 "    </AdaptationSet>\n"
																																													 "    <AdaptationSet id=\"4\" contentType=\"text\" "
																																													 "mimeType=\"text/vtt\">\n"
																																													 "      <Label>s9</Label>\n" ROLE("forced-subtitle") "      <Representation id=\"s9\" bandwidth=\"1\">\n"
																																																			     "        <BaseURL>s9.vtt</BaseURL>\n"
																																																			     "      </Representation>\n"
																																																			     "    </AdaptationSet>\n"
																																																			     "    <AdaptationSet id=\"5\" contentType=\"image\" "
																																																			     "mimeType=\"image/jpeg\">\n"
																																																			     "      <SegmentTemplate media=\"thumbs/$Number%03d$.jpg\" "
																																																			     "duration=\"50\" startNumber=\"1\"/>\n"
																																																			     "      <Representation id=\"thumbs\" bandwidth=\"8000\" "
																																																			     "width=\"800\" height=\"450\">\n"
																																																			     "        <EssentialProperty "
																																																			     "schemeIdUri=\"http://dashif.org/guidelines/thumbnail_tile\" "
																																																			     "value=\"5x5\"/>\n"
																																																			     "      </Representation>\n"
																																																			     "    </AdaptationSet>\n"
																																																			     "  </Period>\n"
																																																			     "</MPD>\n");
}

static char *
plain_manifest(void *mem, struct mp4_track *track)
{
	struct track_list tracks = { track, 1 };
	const struct playlist_master master = { .tracks = &tracks };

	return dash_manifest(mem, &master);
}

static void
writes_nothing_of_what_there_is_not(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct mp4_track video = picture("v0", 16, 16);
	const char *text = plain_manifest(mem, &video);

	(void)state;
	assert_null(strstr(text, "audio"));
	assert_null(strstr(text, "text/"));
	assert_null(strstr(text, "image"));
}

static void
says_a_whole_frame_rate_as_one_number(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct mp4_segment one = {
		.size = 9, .duration = 12800, .samples = 25
	};
	struct mp4_track video = picture("v0", 16, 16);

	(void)state;
	video.segments = &one;
	video.segment_count = 1;
	video.init.timescale = 12800;
	assert_non_null(
	    strstr(plain_manifest(mem, &video), " frameRate=\"25\""));
	/* Frames that are not equally long have no such rate. */
	one.duration = INT64_C(1) << 40;
	one.samples = (INT64_C(1) << 35) + 1;
	assert_null(strstr(plain_manifest(mem, &video), "frameRate"));
}

static void
lets_no_name_break_out_of_its_element(void **state)
{
	static const char *const names[] = { "</Label><BaseURL>x</BaseURL>",
		"]]>&#x3c;", "\xef\xbf\xbe\xef\xbf\xbf", "\x01\xff\n" };
	AUTO_FREE void *mem = mem_context(NULL);
	struct mp4_track items[] = { picture("v0", 16, 16), sound("a0", 2) };
	struct track_list tracks = { items, 2 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const struct playlist_sound evil = {
			.track = "a0", .language = "e\"n", .label = names[i]
		};
		const struct playlist_master master = {
			.tracks = &tracks, .sounds = &evil, .sound_count = 1
		};
		char *text = dash_manifest(mem, &master);
		struct mpd mpd;

		assert_null(strstr(text, "lang="));
		assert_null(strstr(text, "\xef\xbf\xbe"));
		assert_null(strstr(text, "\xef\xbf\xbf"));
		assert_int_equal(mpd_read(mem, text, &mpd), OK);
		assert_int_equal(mpd.file_count, 2);
		assert_string_equal(mpd.files[1].uri, "a0.mp4");
	}
}

static void
reads_back_what_it_wrote(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct mpd mpd;

	(void)state;
	assert_int_equal(mpd_read(mem, whole_manifest(mem), &mpd), OK);
	assert_int_equal(mpd.file_count, 6);
	assert_string_equal(mpd.files[1].uri, "v1.mp4");
	assert_int_equal(mpd.files[1].head.first, 0);
	assert_int_equal(mpd.files[1].head.last, 814);
	assert_int_equal(mpd.files[1].index.first, 815);
	assert_int_equal(mpd.files[1].index.last, 878);
	assert_string_equal(mpd.files[4].uri, "s7.vtt");
	assert_int_equal(mpd.files[4].head.last, -1);
	assert_string_equal(mpd.sheets, "thumbs/$Number%03d$.jpg");
}

/* A manifest that stops anywhere is none, and so is one that was changed. */
static void
reads_nothing_that_is_not_well_formed(void **state)
{
	static const struct {
		const char *from, *to;
	} changes[] = {
		{ "<Period id", "<Perioo id" },
		{ "</Period>", "</Perioo>" },
		{ "</Period>", "<Period/>" },
		{ "type=\"static\"", "type='static'" },
		{ "type=\"static\"", "id=\"a\" id=\"b\"" },
		{ "type=\"static\"", "type=\"sta<ic\"" },
		{ "&amp;", "&amq;" },
		{ "&amp; ", "&#38; " },
		{ "Castellano", "Castel\xffno" },
		{ "0-814", "814-0" },
		{ "0-814", "0+814" },
		{ "indexRange", "indexrange" },
		{ "encoding=\"UTF-8\"", "encoding=\"UTF-9\"" },
		{ "</MPD>\n", "</MPD>x" },
		{ "</MPD>", "<MPD/>" },
	};
	AUTO_FREE void *mem = mem_context(NULL);
	size_t length = strlen(whole_manifest(mem));
	struct mpd mpd;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(changes); i++) {
		char *text = whole_manifest(mem);
		char *at = strstr(text, changes[i].from);

		assert_non_null(at);
		*at = '\0';
		text = mem_printf(mem, "%s%s%s", text, changes[i].to,
		    at + strlen(changes[i].from));
		assert_int_equal(mpd_read(mem, text, &mpd), MALFORMED);
	}
	for (size_t i = 0; i + 1 < length; i += 7) {
		char *text = whole_manifest(mem);

		text[i] = '\0';
		assert_int_equal(mpd_read(mem, text, &mpd), MALFORMED);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_all_that_a_film_has),
		cmocka_unit_test(writes_nothing_of_what_there_is_not),
		cmocka_unit_test(says_a_whole_frame_rate_as_one_number),
		cmocka_unit_test(lets_no_name_break_out_of_its_element),
		cmocka_unit_test(reads_back_what_it_wrote),
		cmocka_unit_test(reads_nothing_that_is_not_well_formed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
