/* Forms of what goes with a film: its subtitles, the poster made of it. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "house/episode.h"
#include "house/poster.h"
#include "tui/forms.h"
#include "tui/sidecar.h"

static const char *const yes_names[] = { "no", "yes", NULL };

struct new_subtitle {
	char *path;
	char *language;
	char *label;
	unsigned int forced;
};

/* What may stand in them the house says, of which the file is part. */
static const struct field new_subtitle_fields[] = {
	FIELD(new_subtitle, path, .writable = true, .required = true,
	    .no_blank = true, .max = 4096),
	FIELD(new_subtitle, language, .writable = true, .required = true,
	    .no_blank = true, .max = 35),
	FIELD(new_subtitle, label, .writable = true, .no_blank = true,
	    .max = 100),
	FIELD(new_subtitle, forced, .writable = true, .words = yes_names),
	FIELD_END,
};

static const char *const subtitle_names[] = { "path", "language", "label",
	"forced", NULL };

static enum outcome
save_subtitle(
    struct house *h, const struct form_about *about, void *row, field_set given)
{
	const struct new_subtitle *wish = row;
	const struct subtitle_claim claim = {
		.language = wish->language,
		.label = wish->label,
		.forced = wish->forced == 1,
	};
	struct subtitle subtitle;

	(void)given;
	return sidecar_add_subtitle(
	    h, &about->parent, wish->path, &claim, &subtitle);
}

const struct form_spec form_subtitle = {
	.title = "subtitle",
	.fields = new_subtitle_fields,
	.names = subtitle_names,
	.row_size = sizeof(struct new_subtitle),
	.save = save_subtitle,
};

/* ---- posters ------------------------------------------------------------*/

struct new_poster {
	char *at;
};

/* "754", "12:34" and "1:02:03" as milliseconds. */
static bool
read_moment(const char *text, int64_t *out_ms)
{
	int64_t seconds = 0, part;
	const char *colon;
	char piece[16];

	for (int parts = 0; parts < 3; parts++) {
		size_t length = strcspn(text, ":");

		colon = text + length;
		if (length >= sizeof(piece))
			return false;
		snprintf(piece, sizeof(piece), "%.*s", (int)length, text);
		if (!text_to_number(piece, parts == 0 ? 360000 : 59, &part))
			return false;
		seconds = seconds * 60 + part;
		*out_ms = seconds * 1000;
		if (*colon == '\0')
			return true;
		text = colon + 1;
	}
	return false;
}

static bool
is_moment(const char *text)
{
	int64_t ms;

	return read_moment(text, &ms);
}

static const struct field new_poster_fields[] = {
	FIELD(new_poster, at, .writable = true, .required = true, .min = 1,
	    .max = 12, .accepts = is_moment,
	    .rule = "is a moment of the film: 1:02:03"),
	FIELD_END,
};

static const char *const poster_names[] = { "at", NULL };

static enum outcome
save_movie_poster(
    struct house *h, const struct form_about *about, void *row, field_set given)
{
	const struct new_poster *wish = row;
	const struct poster_wish poster = { .owner = POSTER_OF_MOVIE,
		.id = about->parent,
		.expected = ANY_VERSION };
	struct poster_frame frame = { 0 };
	struct job job;

	(void)given;
	if (!read_moment(wish->at, &frame.from_ms))
		return INVALID;
	return poster_want_frame(h, &poster, &frame, &job);
}

/* A frame of an episode is the poster of its series. */
static enum outcome
save_series_poster(
    struct house *h, const struct form_about *about, void *row, field_set given)
{
	const struct new_poster *wish = row;
	struct poster_wish poster = { .owner = POSTER_OF_SERIES,
		.expected = ANY_VERSION };
	struct poster_frame frame = { 0 };
	struct episode episode;
	struct job job;
	enum outcome rc;

	(void)given;
	rc = db_episode_find(h->db, h->mem, &about->parent, &episode);
	if (rc != OK)
		return rc;
	if (!read_moment(wish->at, &frame.from_ms))
		return INVALID;
	poster.id = episode.series_id;
	frame.media_file_id = episode.media_file_id;
	return poster_want_frame(h, &poster, &frame, &job);
}

const struct form_spec form_movie_poster = {
	.title = "poster",
	.fields = new_poster_fields,
	.names = poster_names,
	.row_size = sizeof(struct new_poster),
	.save = save_movie_poster,
};

const struct form_spec form_series_poster = {
	.title = "poster",
	.fields = new_poster_fields,
	.names = poster_names,
	.row_size = sizeof(struct new_poster),
	.save = save_series_poster,
};
