/*
 * Writing multivariant playlists.  Quoted values cannot hold a quote or a
 * line break (section 4.2), so names are cleaned before they are printed.
 */
#include "config.h"

#include "worker/playlist.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

#define MAX_NAME 200
#define MAX_LANGUAGE 35 /* RFC 5646 section 4.4.1 */
#define MAX_SUBTAG 8

/* A sound track as it is announced. */
struct voice {
	const struct mp4_track *track;
	const struct playlist_sound *sound;
	const char *language; /* NULL: not known */
	const char *name;
	bool is_default, is_automatic;
};

struct voices {
	struct voice *items;
	size_t count;
};

/* What may stand between quotes. */
static char *
quotable(void *mem, const char *text)
{
	char *out = text_clean(mem, text, strlen(text), MAX_NAME);

	for (char *at = out; (at = strchr(at, '"')) != NULL;)
		*at = '\'';
	return text_trim(mem, out);
}

/* Letters, digits and hyphens in the form of RFC 5646 section 2.1; "und"
   says that nothing is known, so it is not said. */
static const char *
known_language(const char *tag)
{
	size_t length = 0, subtag = 0;

	if (tag == NULL || text_equal_nocase(tag, "und") ||
	    !isalpha((unsigned char)tag[0]))
		return NULL;
	for (; tag[length] != '\0'; length++) {
		bool is_hyphen = tag[length] == '-';

		if ((is_hyphen && subtag == 0) ||
		    (!is_hyphen && !isalnum((unsigned char)tag[length])))
			return NULL;
		subtag = is_hyphen ? 0 : subtag + 1;
		if (subtag > MAX_SUBTAG || length >= MAX_LANGUAGE)
			return NULL;
	}
	return subtag > 0 && length > 1 ? tag : NULL;
}

static const struct playlist_sound *
sound_find(const struct playlist_master *master, const char *track)
{
	static const struct playlist_sound unknown;

	for (size_t i = 0; i < master->sound_count; i++)
		if (strcmp(master->sounds[i].track, track) == 0)
			return &master->sounds[i];
	return &unknown;
}

/* NAME is unique in its group (section 4.3.4.1.1). */
static const char *
unique_name(
    void *mem, const char *const *before, size_t count, const char *name)
{
	const char *out = name;
	size_t turn = 1;

	for (size_t i = 0; i < count; i++)
		if (strcmp(before[i], out) == 0) {
			out = mem_printf(mem, "%s (%zu)", name, ++turn);
			i = (size_t)-1;
		}
	return out;
}

static const char *
voice_name(void *mem, const struct voices *before, const struct voice *voice)
{
	const char **names = mem_array(mem, const char *, before->count + 1);
	const char *name = "";

	if (voice->sound->label != NULL)
		name = quotable(mem, voice->sound->label);
	if (name[0] == '\0' && voice->language != NULL)
		name = voice->language;
	if (name[0] == '\0')
		name = mem_printf(mem, "Audio %zu", before->count + 1);
	for (size_t i = 0; i < before->count; i++)
		names[i] = before->items[i].name;
	return unique_name(mem, names, before->count, name);
}

/* Players choose by language, so one of each is enough to choose from. */
static bool
is_first_of_language(const struct voices *before, const char *language)
{
	for (size_t i = 0; i < before->count; i++) {
		const struct voice *voice = &before->items[i];

		if (voice->is_automatic &&
		    text_equal_nocase(
			voice->language == NULL ? "" : voice->language,
			language == NULL ? "" : language))
			return false;
	}
	return true;
}

/* Exactly one: the first that is marked, else the first that may be picked,
   else the first. */
static size_t
default_voice(const struct voices *voices)
{
	for (size_t i = 0; i < voices->count; i++)
		if (voices->items[i].sound->is_default)
			return i;
	for (size_t i = 0; i < voices->count; i++)
		if (!voices->items[i].sound->by_choice_only)
			return i;
	return 0;
}

static struct voices
voices_of(void *mem, const struct playlist_master *master)
{
	const struct track_list *tracks = master->tracks;
	struct voices out = { 0 };
	struct voice *chosen;

	out.items = mem_array(mem, struct voice, tracks->count + 1);
	for (size_t i = 0; i < tracks->count; i++) {
		struct voice *voice = &out.items[out.count];

		if (tracks->items[i].init.kind != MP4_AUDIO)
			continue;
		voice->track = &tracks->items[i];
		voice->sound = sound_find(master, voice->track->name);
		voice->language = known_language(voice->sound->language);
		voice->name = voice_name(mem, &out, voice);
		out.count++;
	}
	if (out.count == 0)
		return out;
	chosen = &out.items[default_voice(&out)];
	chosen->is_default = chosen->is_automatic = true;
	return out;
}

static void
pick_automatic(struct voices *voices)
{
	for (size_t i = 0; i < voices->count; i++) {
		struct voice *voice = &voices->items[i];

		if (!voice->sound->by_choice_only &&
		    is_first_of_language(voices, voice->language))
			voice->is_automatic = true;
	}
}

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

static const char *
subtitle_name(void *mem, const char *const *before, size_t count,
    const struct playlist_subtitle *subtitle)
{
	const char *name = "";

	if (subtitle->label != NULL)
		name = quotable(mem, subtitle->label);
	return unique_name(
	    mem, before, count, name[0] != '\0' ? name : subtitle->track);
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
		const char *language = known_language(is->language);

		names[i] = subtitle_name(scratch, names, i, is);
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

char *
playlist_master(void *mem, const struct playlist_master *master)
{
	AUTO_FREE void *scratch = mem_context(NULL);
	struct voices voices = voices_of(scratch, master);
	char *text = mem_text(mem, "#EXTM3U\n"
				   "#EXT-X-VERSION:7\n"
				   "#EXT-X-INDEPENDENT-SEGMENTS\n");

	pick_automatic(&voices);
	for (size_t i = 0; i < voices.count; i++)
		append_voice(mem, &text, &voices.items[i]);
	append_subtitles(mem, &text, master);
	for (size_t i = 0; i < master->tracks->count; i++)
		if (master->tracks->items[i].init.kind == MP4_VIDEO)
			append_variant(mem, &text, &master->tracks->items[i],
			    &voices, master->subtitle_count > 0);
	return text;
}
