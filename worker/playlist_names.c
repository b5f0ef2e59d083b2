/* What tracks are called, in playlists and manifests alike. */
#include "config.h"

#include <ctype.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "worker/playlist_inside.h"

#define MAX_NAME 200
#define MAX_LANGUAGE 35 /* RFC 5646 section 4.4.1 */
#define MAX_SUBTAG 8

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
const char *
playlist_language(const char *tag)
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
		voice->language = playlist_language(voice->sound->language);
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

struct voices
playlist_voices(void *mem, const struct playlist_master *master)
{
	struct voices out = voices_of(mem, master);

	pick_automatic(&out);
	return out;
}

const char *
playlist_subtitle_name(void *mem, const char *const *before, size_t count,
    const struct playlist_subtitle *subtitle)
{
	const char *name = "";

	if (subtitle->label != NULL)
		name = quotable(mem, subtitle->label);
	return unique_name(
	    mem, before, count, name[0] != '\0' ? name : subtitle->track);
}
