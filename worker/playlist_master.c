/*
 * Writing multivariant playlists.  Quoted values cannot hold a quote or a
 * line break (section 4.2), so names are cleaned before they are printed.
 */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "worker/playlist_inside.h"

static const char *
yes(bool is_so)
{
	return is_so ? "YES" : "NO";
}

static void
append_voice(void *mem, char **text, const struct voice *voice)
{
	mem_append(mem, text, "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"aud\"");
	if (voice->language != NULL)
		mem_append(mem, text, ",LANGUAGE=\"%s\"", voice->language);
	mem_append(mem, text, ",NAME=\"%s\",DEFAULT=%s,AUTOSELECT=%s",
	    voice->name, yes(voice->is_default), yes(voice->is_automatic));
	if (voice->track->init.channels > 0)
		mem_append(
		    mem, text, ",CHANNELS=\"%d\"", voice->track->init.channels);
	mem_append(mem, text, ",URI=\"%s.m3u8\"\n", voice->track->name);
}

/* What the sounds of the group add to every variant. */
static struct playlist_rate
largest_rate(const struct voices *voices)
{
	struct playlist_rate out = { 0 };

	for (size_t i = 0; i < voices->count; i++) {
		struct playlist_rate is = playlist_rate(voices->items[i].track);

		if (is.peak > out.peak)
			out.peak = is.peak;
		if (is.average > out.average)
			out.average = is.average;
	}
	return out;
}

static bool
is_first_of_codecs(const struct voices *voices, size_t number)
{
	for (size_t i = 0; i < number; i++)
		if (strcmp(voices->items[i].track->init.codecs,
			voices->items[number].track->init.codecs) == 0)
			return false;
	return true;
}

/* ",mp4a.40.2": each codec of the group once. */
static char *
codecs_of(void *mem, const struct voices *voices)
{
	char *out = mem_text(mem, "");

	for (size_t i = 0; i < voices->count; i++)
		if (is_first_of_codecs(voices, i))
			mem_append(mem, &out, ",%s",
			    voices->items[i].track->init.codecs);
	return out;
}

/* Frames per 1000 seconds, rounded: what FRAME-RATE's three decimals say. */
static int64_t
frame_rate(const struct mp4_track *track)
{
	int64_t duration = track_duration(track);
	__int128 frames =
	    (__int128)track_samples(track) * 1000 * track->init.timescale;

	return duration == 0 ? 0
			     : (int64_t)((frames + duration / 2) / duration);
}

/* Players choose by language (and those that are forced, always): one of each
   is enough to choose from. */
static bool
is_first_subtitle(const struct playlist_master *master, size_t number)
{
	const struct playlist_subtitle *is = &master->subtitles[number];

	for (size_t i = 0; i < number; i++) {
		const struct playlist_subtitle *other = &master->subtitles[i];

		if (other->is_forced == is->is_forced &&
		    text_equal_nocase(other->language, is->language))
			return false;
	}
	return true;
}

/* None is the default: whoever wants to read says so. */
static void
append_subtitles(void *mem, char **text, const struct playlist_master *master)
{
	AUTO_FREE void *scratch = mem_context(NULL);
	const char **names =
	    mem_array(scratch, const char *, master->subtitle_count + 1);

	for (size_t i = 0; i < master->subtitle_count; i++) {
		const struct playlist_subtitle *is = &master->subtitles[i];
		const char *language = playlist_language(is->language);

		names[i] = playlist_subtitle_name(scratch, names, i, is);
		mem_append(
		    mem, text, "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"sub\"");
		if (language != NULL)
			mem_append(mem, text, ",LANGUAGE=\"%s\"", language);
		mem_append(mem, text,
		    ",NAME=\"%s\",DEFAULT=NO,AUTOSELECT=%s,FORCED=%s,"
		    "URI=\"%s.m3u8\"\n",
		    names[i],
		    yes(is->is_forced || is_first_subtitle(master, i)),
		    yes(is->is_forced), is->track);
	}
}

static void
append_variant(void *mem, char **text, const struct mp4_track *track,
    const struct voices *voices, bool has_subtitles)
{
	struct playlist_rate own = playlist_rate(track);
	struct playlist_rate sound = largest_rate(voices);
	AUTO_FREE char *codecs = codecs_of(NULL, voices);
	int64_t frames = frame_rate(track);

	mem_append(mem, text,
	    "#EXT-X-STREAM-INF:BANDWIDTH=%" PRId64 ",AVERAGE-BANDWIDTH=%" PRId64
	    ",CODECS=\"%s%s\",RESOLUTION=%dx%d,FRAME-RATE=%" PRId64
	    ".%03" PRId64 ",VIDEO-RANGE=SDR%s%s,CLOSED-CAPTIONS=NONE\n"
	    "%s.m3u8\n",
	    own.peak + sound.peak, own.average + sound.average,
	    track->init.codecs, codecs, track->init.width, track->init.height,
	    frames / 1000, frames % 1000,
	    voices->count > 0 ? ",AUDIO=\"aud\"" : "",
	    has_subtitles ? ",SUBTITLES=\"sub\"" : "", track->name);
}

static void
append_iframes(void *mem, char **text, const struct mp4_track *track)
{
	struct playlist_rate rate = playlist_iframes_rate(track);
	AUTO_FREE char *name = playlist_iframes_name(NULL, track);

	mem_append(mem, text,
	    "#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=%" PRId64
	    ",AVERAGE-BANDWIDTH=%" PRId64
	    ",CODECS=\"%s\",RESOLUTION=%dx%d,VIDEO-RANGE=SDR,URI=\"%s\"\n",
	    rate.peak, rate.average, track->init.codecs, track->init.width,
	    track->init.height, name);
}

char *
playlist_master(void *mem, const struct playlist_master *master)
{
	AUTO_FREE void *scratch = mem_context(NULL);
	struct voices voices = playlist_voices(scratch, master);
	char *text = mem_text(mem, "#EXTM3U\n"
				   "#EXT-X-VERSION:7\n"
				   "#EXT-X-INDEPENDENT-SEGMENTS\n");

	for (size_t i = 0; i < voices.count; i++)
		append_voice(mem, &text, &voices.items[i]);
	append_subtitles(mem, &text, master);
	for (size_t i = 0; i < master->tracks->count; i++)
		if (master->tracks->items[i].init.kind == MP4_VIDEO)
			append_variant(mem, &text, &master->tracks->items[i],
			    &voices, master->subtitle_count > 0);
	for (size_t i = 0; i < master->tracks->count; i++)
		if (master->tracks->items[i].init.kind == MP4_VIDEO)
			append_iframes(mem, &text, &master->tracks->items[i]);
	return text;
}
