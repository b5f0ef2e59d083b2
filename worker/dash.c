/*
 * Writing manifests.  A track is one file with an index at its head, so a
 * Representation is a name and two ranges of bytes; whoever plays it reads the
 * index and asks for the rest.
 */
#include "config.h"

#include "worker/dash.h"

#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "worker/playlist_inside.h"

#define SECOND_US INT64_C(1000000)
#define ROLES "urn:mpeg:dash:role:2011"
#define CHANNELS "urn:mpeg:mpegB:cicp:ChannelConfiguration"
#define TILES "http://dashif.org/guidelines/thumbnail_tile"

struct writer {
	void *mem;
	char *text;
	int set_count;
};

/* By number of channels (ISO/IEC 23091-3, ChannelConfiguration); 0: none is
   usual. */
static const int channel_configurations[] = { 0, 1, 2, 3, 4, 5, 6, 11, 12 };

/* Names in which no character has a meaning to XML, and none that it has not
   (XML 1.0 section 2.2). */
static char *
escaped(void *mem, const char *text)
{
	char *out = mem_text(mem, "");

	while (*text != '\0') {
		uint32_t code = 0;
		size_t length = text_decode(text, strlen(text), &code);
		bool is_none = length == 0 || code == 0xfffe || code == 0xffff;

		if (*text == '&')
			mem_append(mem, &out, "&amp;");
		else if (*text == '<')
			mem_append(mem, &out, "&lt;");
		else if (*text == '>')
			mem_append(mem, &out, "&gt;");
		else if (is_none)
			mem_append(mem, &out, "\xef\xbf\xbd");
		else
			mem_append(mem, &out, "%.*s", (int)length, text);
		text += length > 0 ? length : 1;
	}
	return out;
}

/* "PT6.006000S", rounded up, so that nothing is cut. */
static void
append_duration(struct writer *out, const char *name, int64_t us)
{
	mem_append(out->mem, &out->text, " %s=\"PT%" PRId64 ".%06" PRId64 "S\"",
	    name, us / SECOND_US, us % SECOND_US);
}

/* What follows mimeType is up to the caller. */
static void
begin_set(struct writer *out, const char *content, const char *mime)
{
	mem_append(out->mem, &out->text,
	    "    <AdaptationSet id=\"%d\" contentType=\"%s\" mimeType=\"%s\"",
	    out->set_count++, content, mime);
}

static void
append_language(struct writer *out, const char *language)
{
	if (language != NULL)
		mem_append(out->mem, &out->text, " lang=\"%s\"", language);
}

static void
append_names(struct writer *out, const char *label, const char *role)
{
	AUTO_FREE char *name = escaped(NULL, label);

	mem_append(out->mem, &out->text,
	    "      <Label>%s</Label>\n"
	    "      <Role schemeIdUri=\"" ROLES "\" value=\"%s\"/>\n",
	    name, role);
}

static void
end_set(struct writer *out)
{
	mem_append(out->mem, &out->text, "    </AdaptationSet>\n");
}

static void
append_file(struct writer *out, const struct mp4_track *track)
{
	int64_t head = track->init.size;

	mem_append(out->mem, &out->text,
	    "        <BaseURL>%s.mp4</BaseURL>\n"
	    "        <SegmentBase timescale=\"%" PRIu32 "\" "
	    "indexRange=\"%" PRId64 "-%" PRId64 "\">\n"
	    "          <Initialization range=\"0-%" PRId64 "\"/>\n"
	    "        </SegmentBase>\n"
	    "      </Representation>\n",
	    track->name, track->init.timescale, head,
	    head + track->index_size - 1, head - 1);
}

/* The peak that HLS is told: with minBufferTime as long as any segment, no
   run of them needs more (section 5.3.5.4). */
static void
begin_file(struct writer *out, const struct mp4_track *track)
{
	mem_append(out->mem, &out->text,
	    "      <Representation id=\"%s\" bandwidth=\"%" PRId64 "\" "
	    "codecs=\"%s\"",
	    track->name, playlist_rate(track).peak, track->init.codecs);
}

static int64_t
common_divisor(int64_t left, int64_t right)
{
	while (right != 0) {
		int64_t rest = left % right;

		left = right;
		right = rest;
	}
	return left;
}

/* Frames a second, as the fraction that they are: "24000/1001".  One that is
   no frame rate, because frames are not equally long, is not said. */
static void
append_frame_rate(struct writer *out, const struct mp4_track *track)
{
	int64_t frames = track_samples(track), time = track_duration(track);
	int64_t scale = track->init.timescale, common;

	if (frames == 0 || time == 0)
		return;
	common = common_divisor(frames, time);
	frames /= common;
	time /= common;
	common = common_divisor(scale, time);
	scale /= common;
	time /= common;
	if (frames > INT32_MAX || scale > INT32_MAX || time > INT32_MAX)
		return;
	mem_append(
	    out->mem, &out->text, " frameRate=\"%" PRId64, frames * scale);
	if (time > 1)
		mem_append(out->mem, &out->text, "/%" PRId64, time);
	mem_append(out->mem, &out->text, "\"");
}

static void
append_video(struct writer *out, const struct mp4_track *track)
{
	begin_file(out, track);
	mem_append(out->mem, &out->text, " width=\"%d\" height=\"%d\"",
	    track->init.width, track->init.height);
	append_frame_rate(out, track);
	mem_append(out->mem, &out->text, " sar=\"1:1\">\n");
	append_file(out, track);
}

static void
append_videos(struct writer *out, const struct track_list *tracks)
{
	begin_set(out, "video", "video/mp4");
	mem_append(out->mem, &out->text,
	    " subsegmentAlignment=\"true\" subsegmentStartsWithSAP=\"1\">\n"
	    "      <Role schemeIdUri=\"" ROLES "\" value=\"main\"/>\n");
	for (size_t i = 0; i < tracks->count; i++)
		if (tracks->items[i].init.kind == MP4_VIDEO)
			append_video(out, &tracks->items[i]);
	end_set(out);
}

static const char *
role_of(const struct voice *voice)
{
	if (voice->is_default)
		return "main";
	return voice->sound->by_choice_only ? "commentary" : "alternate";
}

static void
append_channels(struct writer *out, const struct mp4_track *track)
{
	size_t count =
	    track->init.channels > 0 ? (size_t)track->init.channels : 0;

	if (count == 0 || count >= ARRAY_SIZE(channel_configurations))
		return;
	mem_append(out->mem, &out->text,
	    "        <AudioChannelConfiguration schemeIdUri=\"" CHANNELS "\" "
	    "value=\"%d\"/>\n",
	    channel_configurations[count]);
}

static void
append_voice(struct writer *out, const struct voice *voice)
{
	const struct mp4_track *track = voice->track;

	begin_set(out, "audio", "audio/mp4");
	append_language(out, voice->language);
	mem_append(out->mem, &out->text,
	    " subsegmentAlignment=\"true\" subsegmentStartsWithSAP=\"1\">\n");
	append_names(out, voice->name, role_of(voice));
	begin_file(out, track);
	if (track->init.sample_rate > 0)
		mem_append(out->mem, &out->text, " audioSamplingRate=\"%d\"",
		    track->init.sample_rate);
	mem_append(out->mem, &out->text, ">\n");
	append_channels(out, track);
	append_file(out, track);
	end_set(out);
}

/* Bits a second, rounded up; more than nothing. */
static int64_t
rate_of(int64_t bytes, int64_t us)
{
	return us > 0 && bytes > 0
		   ? (int64_t)(((__int128)bytes * 8 * SECOND_US + us - 1) / us)
		   : 1;
}

/* In one piece, as it is published (section 5.3.9.2.2). */
static void
append_subtitle(struct writer *out, const struct playlist_subtitle *subtitle,
    const char *name, int64_t film_us)
{
	begin_set(out, "text", "text/vtt");
	append_language(out, playlist_language(subtitle->language));
	mem_append(out->mem, &out->text, ">\n");
	append_names(
	    out, name, subtitle->is_forced ? "forced-subtitle" : "subtitle");
	mem_append(out->mem, &out->text,
	    "      <Representation id=\"%s\" bandwidth=\"%" PRId64 "\">\n"
	    "        <BaseURL>%s.vtt</BaseURL>\n"
	    "      </Representation>\n",
	    subtitle->track, rate_of(subtitle->size_bytes, film_us),
	    subtitle->track);
	end_set(out);
}

static void
append_subtitles(
    struct writer *out, const struct playlist_master *master, int64_t film_us)
{
	AUTO_FREE void *mem = mem_context(NULL);
	const char **names =
	    mem_array(mem, const char *, master->subtitle_count + 1);

	for (size_t i = 0; i < master->subtitle_count; i++) {
		names[i] = playlist_subtitle_name(
		    mem, names, i, &master->subtitles[i]);
		append_subtitle(out, &master->subtitles[i], names[i], film_us);
	}
}

/* DASH-IF IOP section 6.2.6. */
static void
append_storyboard(struct writer *out, const struct storyboard *board)
{
	int64_t sheet_s =
	    board->interval_s * STORYBOARD_COLUMNS * STORYBOARD_ROWS;

	begin_set(out, "image", "image/jpeg");
	mem_append(out->mem, &out->text,
	    ">\n"
	    "      <SegmentTemplate media=\"%s\" "
	    "duration=\"%" PRId64 "\" startNumber=\"1\"/>\n"
	    "      <Representation id=\"thumbs\" bandwidth=\"%" PRId64 "\" "
	    "width=\"%" PRId64 "\" height=\"%" PRId64 "\">\n"
	    "        <EssentialProperty schemeIdUri=\"" TILES "\" "
	    "value=\"%dx%d\"/>\n"
	    "      </Representation>\n",
	    STORYBOARD_TEMPLATE, sheet_s,
	    rate_of(board->bytes, sheet_s * SECOND_US),
	    board->tile_width * STORYBOARD_COLUMNS,
	    board->tile_height * STORYBOARD_ROWS, STORYBOARD_COLUMNS,
	    STORYBOARD_ROWS);
	end_set(out);
}

/* Microseconds, rounded up. */
static int64_t
time_up_us(const struct mp4_track *track, int64_t time)
{
	uint32_t scale = track->init.timescale;

	return (int64_t)(((__int128)time * SECOND_US + scale - 1) / scale);
}

/* As long as its longest track, so that no player cuts the others off; and the
   longest segment of all. */
static void
append_times(struct writer *out, const struct track_list *tracks)
{
	int64_t film_us = 0, segment_us = 0;

	for (size_t i = 0; i < tracks->count; i++) {
		const struct mp4_track *track = &tracks->items[i];
		int64_t us = time_up_us(track, track_duration(track));

		film_us = us > film_us ? us : film_us;
		for (size_t j = 0; j < track->segment_count; j++) {
			us = time_up_us(track, track->segments[j].duration);
			segment_us = us > segment_us ? us : segment_us;
		}
	}
	append_duration(out, "mediaPresentationDuration", film_us);
	append_duration(out, "minBufferTime", segment_us);
}

char *
dash_manifest(void *mem, const struct playlist_master *master)
{
	AUTO_FREE void *scratch = mem_context(NULL);
	struct voices voices = playlist_voices(scratch, master);
	const struct mp4_track *first = track_first_video(master->tracks);
	struct writer out = { .mem = mem };

	out.text = mem_text(mem,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" "
	    "profiles=\"urn:mpeg:dash:profile:isoff-on-demand:2011\" "
	    "type=\"static\"");
	append_times(&out, master->tracks);
	mem_append(mem, &out.text, ">\n  <Period id=\"0\" start=\"PT0S\">\n");
	append_videos(&out, master->tracks);
	for (size_t i = 0; i < voices.count; i++)
		append_voice(&out, &voices.items[i]);
	append_subtitles(
	    &out, master, track_time_us(first, track_duration(first)));
	if (master->storyboard != NULL)
		append_storyboard(&out, master->storyboard);
	mem_append(mem, &out.text, "  </Period>\n</MPD>\n");
	return out.text;
}
