/* Forms of movies, series, seasons and episodes. */
#include "config.h"

#include "tui/forms.h"

#include "house/episode.h"
#include "house/movie.h"
#include "house/season.h"
#include "house/series.h"
#include "tui/picks.h"

static bool
is_new(const struct form_about *about)
{
	return about->id.text[0] == '\0';
}

static const char *const movie_names[] = { "title", "sort_title",
	"original_title", "year", "genres", "rating", "media_file_id", NULL };

static enum outcome
read_movie(struct house *h, const struct uuid *id, void *row, int64_t *version)
{
	struct movie *movie = row;
	enum outcome rc = db_movie_find(h->db, h->mem, id, movie);

	*version = movie->version;
	return rc;
}

static enum outcome
save_movie(
    struct house *h, const struct form_about *about, void *row, field_set given)
{
	struct movie movie;

	if (is_new(about))
		return movie_create(h, row, given);
	return movie_update(h, &about->id, about->version, row, given, &movie);
}

const struct form_spec form_movie = {
	.title = "movie",
	.fields = movie_fields,
	.picks = picks_of_movie,
	.names = movie_names,
	.row_size = sizeof(struct movie),
	.read = read_movie,
	.save = save_movie,
};

static const char *const series_names[] = { "title", "sort_title",
	"original_title", "year", "genres", "rating", NULL };

static enum outcome
read_series(struct house *h, const struct uuid *id, void *row, int64_t *version)
{
	struct series *series = row;
	enum outcome rc = db_series_find(h->db, h->mem, id, series);

	*version = series->version;
	return rc;
}

static enum outcome
save_series(
    struct house *h, const struct form_about *about, void *row, field_set given)
{
	struct series series;

	if (is_new(about))
		return series_create(h, row, given);
	return series_update(
	    h, &about->id, about->version, row, given, &series);
}

const struct form_spec form_series = {
	.title = "series",
	.fields = series_fields,
	.picks = picks_of_series,
	.names = series_names,
	.row_size = sizeof(struct series),
	.read = read_series,
	.save = save_series,
};

static const char *const episode_names[] = { "number", "title", "aired_on",
	"season_id", "media_file_id", NULL };

static enum outcome
read_episode(
    struct house *h, const struct uuid *id, void *row, int64_t *version)
{
	struct episode *episode = row;
	enum outcome rc = db_episode_find(h->db, h->mem, id, episode);

	*version = episode->version;
	return rc;
}

static enum outcome
save_episode(
    struct house *h, const struct form_about *about, void *row, field_set given)
{
	struct episode episode;

	if (is_new(about))
		return episode_create(h, &about->parent, row, given);
	return episode_update(
	    h, &about->id, about->version, row, given, &episode);
}

const struct form_spec form_episode = {
	.title = "episode",
	.fields = episode_fields,
	.picks = picks_of_episode,
	.names = episode_names,
	.row_size = sizeof(struct episode),
	.read = read_episode,
	.save = save_episode,
};

/* Of a season that is given; where it stands is not asked. */
static const char *const new_episode_names[] = { "number", "title", "aired_on",
	"media_file_id", NULL };

const struct form_spec form_new_episode = {
	.title = "episode",
	.fields = episode_fields,
	.picks = picks_of_episode,
	.names = new_episode_names,
	.row_size = sizeof(struct episode),
	.save = save_episode,
};

static const char *const season_names[] = { "number", "title", NULL };

static enum outcome
read_season(struct house *h, const struct uuid *id, void *row, int64_t *version)
{
	struct season *season = row;
	enum outcome rc = db_season_find(h->db, h->mem, id, season);

	*version = season->version;
	return rc;
}

static enum outcome
save_season(
    struct house *h, const struct form_about *about, void *row, field_set given)
{
	struct season season;

	if (is_new(about))
		return season_create(h, &about->parent, row, given);
	return season_update(
	    h, &about->id, about->version, row, given, &season);
}

const struct form_spec form_season = {
	.title = "season",
	.fields = season_fields,
	.names = season_names,
	.row_size = sizeof(struct season),
	.read = read_season,
	.save = save_season,
};
