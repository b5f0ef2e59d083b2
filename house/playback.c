/* Playback URLs. */
#include "config.h"

#include "house/playback.h"

#include <inttypes.h>

#include "base/clock.h"
#include "base/mem.h"
#include "house/sign.h"
#include "house/subtitle.h"
#include "sql/episode.h"
#include "sql/media.h"
#include "sql/movie.h"

const struct field playback_fields[] = {
	FIELD(playback, hls),
	FIELD(playback, dash),
	FIELD(playback, poster),
	FIELD(playback, storyboard),
	FIELD(playback, chapters),
	FIELD(playback, expires_at),
	FIELD_END,
};

const struct field playback_subtitle_fields[] = {
	FIELD(playback_subtitle, id, .as_text = true),
	FIELD(playback_subtitle, language),
	FIELD(playback_subtitle, label),
	FIELD(playback_subtitle, forced),
	FIELD(playback_subtitle, url),
	FIELD_END,
};

/* What stands before the revision in each URL: "/media/<media file>", or the
   same signed, and then it ends with the film and some hours after it. */
static char *
prefix_of(struct house *h, const struct media *media, struct stamp *expires_at)
{
	const struct settings *settings = h->settings;
	int64_t length_s =
	    media->duration_ms != ABSENT ? media->duration_ms / 1000 : 0;
	int64_t expires_s;

	if (settings->playback == PLAYBACK_PUBLIC)
		return mem_printf(h->mem, "/media/%s", media->id.text);
	expires_s =
	    clock_now().ms / 1000 + length_s + settings->playback_lifetime_s;
	expires_at->ms = expires_s * 1000;
	return sign_prefix(h->mem, settings, &media->id, expires_s);
}

static char *
url_of(struct house *h, const struct media *media, const char *prefix,
    const char *file)
{
	const char *base = h->settings->media_base_url;

	return mem_printf(h->mem, "%s%s/%" PRId64 "/%s",
	    base != NULL ? base : "", prefix, media->revision, file);
}

/* Those that its master playlist names by now. */
static enum outcome
find_subtitles(struct house *h, const struct media *media, const char *prefix,
    struct playback *out)
{
	struct subtitle *rows;
	size_t count;
	enum outcome rc =
	    db_subtitle_list(h->db, h->mem, media->number, &rows, &count);

	if (rc != OK)
		return rc;
	out->subtitles = mem_array(h->mem, struct playback_subtitle, count + 1);
	for (size_t i = 0; i < count; i++) {
		if (!rows[i].published)
			continue;
		out->subtitles[out->subtitle_count++] =
		    (struct playback_subtitle){
			    .id = rows[i].id,
			    .language = rows[i].language,
			    .label = rows[i].label,
			    .forced = rows[i].forced,
			    .url = url_of(h, media, prefix,
				mem_printf(h->mem, "%s.vtt",
				    subtitle_name(h->mem, rows[i].id))),
		    };
	}
	return OK;
}

/* What is beside the HLS: not all revisions have all of it. */
static enum outcome
find_others(struct house *h, const struct media *media, const char *prefix,
    struct playback *out)
{
	struct output output;
	enum outcome rc =
	    db_output_find(h->db, h->mem, media->revision, &output);

	if (rc != OK)
		return rc;
	if (output.has_dash)
		out->dash = url_of(h, media, prefix, "manifest.mpd");
	if (output.has_poster)
		out->poster = url_of(h, media, prefix, "poster.jpg");
	if (output.has_storyboard)
		out->storyboard = url_of(h, media, prefix, "thumbs.vtt");
	return OK;
}

static enum outcome
refuse_unready(struct house *h, const struct media *media)
{
	if (media->status == MEDIA_ERROR && media->error_message != NULL)
		return refuse(h->refusal, CONFLICT, "media_not_ready",
		    "There is nothing to play. %s", media->error_message);
	return refuse(h->refusal, CONFLICT, "media_not_ready",
	    "This media file is %s; it cannot be played yet.",
	    media_status_names[media->status]);
}

enum outcome
playback_of(struct house *h, const struct uuid *media_id, struct playback *out)
{
	struct media media;
	const char *prefix;
	enum outcome rc;

	rc = db_media_find(h->db, h->mem, media_id, &media);
	if (rc == OK && media.status != MEDIA_READY)
		return refuse_unready(h, &media);
	if (rc != OK)
		return rc;
	*out = (struct playback){ 0 };
	field_clear(playback_fields, out);
	prefix = prefix_of(h, &media, &out->expires_at);
	out->hls = url_of(h, &media, prefix, "master.m3u8");
	rc = find_others(h, &media, prefix, out);
	if (rc == OK)
		rc = find_subtitles(h, &media, prefix, out);
	if (rc != OK)
		return rc;
	return db_rendition_list(h->db, h->mem, media.revision,
	    &out->renditions, &out->rendition_count);
}

static enum outcome
playback_of_title(struct house *h, bool is_trashed, const struct uuid *media_id,
    struct playback *out)
{
	if (is_trashed)
		return refuse(h->refusal, CONFLICT, "in_trash",
		    "It is in the trash; it can be played once it is "
		    "restored.");
	if (media_id->text[0] == '\0')
		return refuse(h->refusal, CONFLICT, "media_missing",
		    "It has no media file.");
	return playback_of(h, media_id, out);
}

enum outcome
playback_of_movie(
    struct house *h, const struct uuid *movie_id, struct playback *out)
{
	struct movie movie;
	enum outcome rc = db_movie_find(h->db, h->mem, movie_id, &movie);

	if (rc == OK)
		rc = playback_of_title(h, movie.trashed_at.ms != ABSENT,
		    &movie.media_file_id, out);
	if (rc == OK && movie.poster != NULL)
		out->poster = movie.poster;
	return rc;
}

enum outcome
playback_of_episode(
    struct house *h, const struct uuid *episode_id, struct playback *out)
{
	struct episode episode;
	enum outcome rc = db_episode_find(h->db, h->mem, episode_id, &episode);

	if (rc != OK)
		return rc;
	return playback_of_title(h,
	    episode.trashed_at.ms != ABSENT || episode.is_series_trashed,
	    &episode.media_file_id, out);
}
