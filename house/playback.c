/* Playback URLs. */
#include "config.h"

#include "house/playback.h"

#include <inttypes.h>

#include "base/mem.h"
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

static char *
url_of(struct house *h, const struct media *media, const char *file)
{
	const char *base = h->settings->media_base_url;

	return mem_printf(h->mem, "%s/media/%s/%" PRId64 "/%s",
	    base != NULL ? base : "", media->id.text, media->revision, file);
}

enum outcome
playback_of(struct house *h, const struct uuid *media_id, struct playback *out)
{
	struct media media;
	enum outcome rc;

	rc = db_media_find(h->db, h->mem, media_id, &media);
	if (rc == OK && media.status != MEDIA_READY)
		return refuse(h->refusal, CONFLICT, "media_not_ready",
		    "This media file is %s; it cannot be played yet.",
		    media_status_names[media.status]);
	if (rc != OK)
		return rc;
	field_clear(playback_fields, out);
	out->hls = url_of(h, &media, "master.m3u8");
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

	if (rc != OK)
		return rc;
	return playback_of_title(
	    h, movie.trashed_at.ms != ABSENT, &movie.media_file_id, out);
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
