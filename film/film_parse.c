/* From ffprobe's JSON to a film. */
#include "config.h"

#include "film/film.h"

#include <inttypes.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "film/decoders.h"
#include "film/picture.h"
#include "film/stream.h"

/* Tags of encrypted samples: Common Encryption and Apple's own. */
static const char *const locked_tags[] = { "encv", "enca", "drmi", "drms",
	"drmt" };

/* Covers and single pictures ride along as video streams. */
static bool
is_picture(struct json_object *stream)
{
	const char *codec = json_text_at(stream, "codec_name");
	struct rational rate;

	if (stream_has(stream, "attached_pic") ||
	    stream_has(stream, "timed_thumbnails") ||
	    stream_has(stream, "still_image"))
		return true;
	if (codec == NULL)
		return false;
	return strcmp(codec, "png") == 0 ||
	       (strcmp(codec, "mjpeg") == 0 &&
		   (json_number_at(stream, "nb_frames", 2) == 1 ||
		       !stream_ratio(stream, "r_frame_rate", '/', &rate)));
}

static int64_t
area_of(struct json_object *stream)
{
	int64_t width = stream_number(stream, "width", 65536);
	int64_t height = stream_number(stream, "height", 65536);

	return width == ABSENT || height == ABSENT ? 0 : width * height;
}

/* The default one, else the largest. */
static enum outcome
choose_video(struct json_object *probe, struct json_object **out,
    struct refusal *refusal)
{
	struct json_object *unknown = NULL;
	int64_t best = -1;

	for (size_t i = 0; i < stream_count(probe, "streams"); i++) {
		struct json_object *stream = stream_at(probe, "streams", i);
		const char *codec = json_text_at(stream, "codec_name");
		int64_t rank = area_of(stream);

		if (!stream_is(stream, "video") || is_picture(stream))
			continue;
		if (codec == NULL || !decoders_have_video(codec)) {
			unknown = stream;
			continue;
		}
		if (stream_has(stream, "default"))
			rank |= INT64_C(1) << 40;
		if (rank > best) {
			best = rank;
			*out = stream;
		}
	}
	if (best >= 0)
		return OK;
	if (unknown == NULL)
		return refuse(refusal, INVALID, "no_video",
		    "There is no moving picture in this file.");
	return refuse(refusal, INVALID, "unsupported_codec",
	    "The picture is coded in a way that we do not decode (%s).",
	    json_text_at(unknown, "codec_name") != NULL
		? json_text_at(unknown, "codec_name")
		: "unknown");
}

/* Encryption shows in the tag of a stream or beside its packets. */
static bool
is_locked(struct json_object *probe)
{
	for (size_t i = 0; i < stream_count(probe, "streams"); i++) {
		const char *tag = json_text_at(
		    stream_at(probe, "streams", i), "codec_tag_string");

		for (size_t k = 0; k < ARRAY_SIZE(locked_tags); k++) {
			if (tag != NULL && strcmp(tag, locked_tags[k]) == 0)
				return true;
		}
	}
	for (size_t i = 0; i < stream_count(probe, "packets"); i++) {
		struct json_object *packet = stream_at(probe, "packets", i);

		for (size_t k = 0; k < stream_count(packet, "side_data_list");
		     k++) {
			const char *type =
			    json_text_at(stream_at(packet, "side_data_list", k),
				"side_data_type");

			if (type != NULL &&
			    strcmp(type, "Encryption info") == 0)
				return true;
		}
	}
	return false;
}

/* Letters, digits and hyphens in lower case; "und" is none. */
static char *
read_language(void *mem, struct json_object *tags)
{
	const char *text = json_text_at(tags, "language");
	char *language;

	if (text == NULL || *text == '\0' || strlen(text) > 35 ||
	    text_equal_nocase(text, "und"))
		return NULL;
	language = mem_text(mem, text);
	text_lower(language);
	for (char *at = language; *at != '\0'; at++) {
		if (*at == '_')
			*at = '-';
		if (!(*at >= 'a' && *at <= 'z') &&
		    !(*at >= '0' && *at <= '9') && *at != '-')
			return NULL;
	}
	return language;
}

static struct film_track
read_track(struct json_object *stream, struct film *film)
{
	struct json_object *tags = json_at(stream, "tags", NULL);
	struct film_track track = {
		.index = stream_number(stream, "index", INT32_MAX),
		.codec = stream_text(film, stream, "codec_name"),
		.language = read_language(film, tags),
		.title = stream_text(film, tags, "title"),
		.channels = stream_number(stream, "channels", 1024),
		.start_us = picture_start_us(stream, film),
		.end_us = picture_end_us(stream, film),
		.is_default = stream_has(stream, "default"),
		.is_forced = stream_has(stream, "forced"),
		.is_for_impaired = stream_has(stream, "visual_impaired") ||
				   stream_has(stream, "hearing_impaired"),
	};

	track.is_commentary =
	    stream_has(stream, "comment") ||
	    (track.title != NULL && strcasestr(track.title, "comment") != NULL);
	return track;
}

static void
read_tracks(struct json_object *probe, struct film *film)
{
	size_t most = stream_count(probe, "streams");

	film->audio = mem_array(film, struct film_track, most);
	film->subtitles = mem_array(film, struct film_track, most);
	for (size_t i = 0; i < most; i++) {
		struct json_object *stream = stream_at(probe, "streams", i);
		struct film_track track = read_track(stream, film);

		if (track.index == ABSENT)
			continue;
		if (stream_is(stream, "subtitle"))
			film->subtitles[film->subtitle_count++] = track;
		if (!stream_is(stream, "audio"))
			continue;
		if (track.codec != NULL && track.channels > 0 &&
		    decoders_have_audio(track.codec))
			film->audio[film->audio_count++] = track;
		else
			film_warn(film,
			    "The sound of stream %" PRId64
			    " cannot be decoded and is left out.",
			    track.index);
	}
}

/* Every text in it short and harmless. */
static void
tidy(struct json_object *value)
{
	const char *text;
	char *clean;

	if (json_object_is_type(value, json_type_array)) {
		for (size_t i = 0; i < json_object_array_length(value); i++)
			tidy(json_object_array_get_idx(value, i));
	} else if (json_object_is_type(value, json_type_object)) {
		json_object_object_foreach(value, key, member)
		{
			(void)key;
			tidy(member);
		}
	} else if (json_object_is_type(value, json_type_string)) {
		text = json_object_get_string(value);
		clean = text_clean(NULL, text,
		    (size_t)json_object_get_string_len(value), STREAM_MAX_TEXT);
		json_object_set_string(value, clean);
		talloc_free(clean);
	}
}

static char *
print_probe(void *mem, struct json_object *probe)
{
	json_object_object_del(probe, "packets");
	json_object_object_del(json_at(probe, "format", NULL), "filename");
	tidy(probe);
	return mem_text(
	    mem, json_object_to_json_string_ext(probe,
		     JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
}

static enum outcome
read_film(struct json_object *probe, struct film *film, struct refusal *refusal)
{
	struct json_object *video = NULL;
	struct json_object *format = json_at(probe, "format", NULL);
	enum outcome rc;

	if (!json_object_is_type(format, json_type_object))
		return refuse(refusal, MALFORMED, "malformed_probe",
		    "What ffprobe said about this file cannot be read.");
	if (is_locked(probe))
		return refuse(refusal, INVALID, "drm",
		    "This film is encrypted (DRM) and cannot be decoded.");
	rc = choose_video(probe, &video, refusal);
	if (rc != OK)
		return rc;
	film->container = stream_text(film, format, "format_name");
	picture_read(format, video, film);
	if (film->video.index == ABSENT)
		return refuse(refusal, MALFORMED, "malformed_probe",
		    "What ffprobe said about this file cannot be read.");
	read_tracks(probe, film);
	film->json = print_probe(film, probe);
	return OK;
}

enum outcome
film_parse(void *mem, const char *json, size_t length, struct film **out,
    struct refusal *refusal)
{
	struct json_object *probe = json_parse_tool(json, length);
	enum outcome rc;

	*out = mem_new(mem, struct film);
	rc = read_film(probe, *out, refusal);
	json_object_put(probe);
	if (rc != OK) {
		talloc_free(*out);
		*out = NULL;
	}
	return rc;
}
