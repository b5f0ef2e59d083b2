/* Statements for the eye: movies, series, episodes. */
#include "config.h"

#include "sql/glance.h"
#include "sql/glance_inside.h"

/* A column of a movie's media file, and of that file's package. */
#define FILE_OF(what)                                                          \
	"(SELECT " what " FROM media_file f WHERE f.id = m.media_file_id)"

const struct field movie_glance_fields[] = {
	FIELD(movie_glance, number, .column = "id"),
	FIELD(movie_glance, id, .column = "pid"),
	FIELD(movie_glance, title),
	FIELD(movie_glance, original_title),
	FIELD(movie_glance, year),
	FIELD(movie_glance, rating),
	FIELD(movie_glance, genres,
	    .column = "(SELECT GROUP_CONCAT(g.name ORDER BY l.place "
		      "SEPARATOR '\\n') FROM movie_genre l "
		      "JOIN genre g ON g.id = l.genre_id "
		      "WHERE l.movie_id = m.id)"),
	FIELD(movie_glance, media_file_id, .column = FILE_OF("f.pid")),
	FIELD(
	    movie_glance, status, STATUS_WORDS, .column = FILE_OF("f.status")),
	FIELD(movie_glance, file_name, .column = FILE_OF("f.original_name")),
	FIELD(movie_glance, size_bytes, .unit = "bytes",
	    .column = FILE_OF("f.size_bytes")),
	FIELD(movie_glance, duration_ms, .unit = "milliseconds",
	    .column = FILE_OF("f.duration_ms")),
	FIELD(movie_glance, width, .column = FILE_OF("f.width")),
	FIELD(movie_glance, height, .column = FILE_OF("f.height")),
	FIELD(movie_glance, ladder,
	    .column = FILE_OF(LADDER("f.live_output_id"))),
	FIELD(movie_glance, voices,
	    .column = FILE_OF(VOICES("f.live_output_id"))),
	FIELD(movie_glance, job_id, .column = LATEST("id", "m.media_file_id")),
	FIELD(movie_glance, job_state, .words = job_state_names,
	    .column = LATEST("state", "m.media_file_id")),
	FIELD(movie_glance, progress,
	    .column = LATEST("progress", "m.media_file_id")),
	FIELD(movie_glance, eta_ms,
	    .column = LATEST("eta_ms", "m.media_file_id")),
	FIELD(
	    movie_glance, error_message, .column = FILE_OF("f.error_message")),
	FIELD(movie_glance, trashed_at),
	FIELD(movie_glance, created_at),
	FIELD(movie_glance, updated_at),
	FIELD(movie_glance, created_by),
	FIELD(movie_glance, updated_by),
	FIELD(movie_glance, sort_key, .column = "HEX(m.sort_key)"),
	FIELD(movie_glance, sort_year, .column = "(m.sort_year)"),
	FIELD_END,
};

static const struct entity movie_glance_entity = {
	.table = "movie",
	.alias = "m",
	.fields = movie_glance_fields,
	.row_size = sizeof(struct movie_glance),
};

struct page_listing
movie_glance_listing(void)
{
	struct page_listing listing = movie_listing;

	listing.entity = &movie_glance_entity;
	return listing;
}

#define EPISODES(condition)                                                    \
	"(SELECT COUNT(*) FROM season n JOIN episode e ON e.season_id = n.id " \
	"WHERE n.series_id = s.id AND e.in_trash = 0" condition ")"
#define WITH_FILM(status)                                                      \
	" AND EXISTS (SELECT 1 FROM media_file f "                             \
	"WHERE f.id = e.media_file_id AND f.status = '" status "')"

static const struct field series_glance_fields[] = {
	FIELD(series_glance, number, .column = "id"),
	FIELD(series_glance, id, .column = "pid"),
	FIELD(series_glance, title),
	FIELD(series_glance, original_title),
	FIELD(series_glance, year),
	FIELD(series_glance, seasons,
	    .column =
		"(SELECT COUNT(*) FROM season n WHERE n.series_id = s.id)"),
	FIELD(series_glance, episodes, .column = EPISODES("")),
	FIELD(series_glance, ready, .column = EPISODES(WITH_FILM("READY"))),
	FIELD(series_glance, errors, .column = EPISODES(WITH_FILM("ERROR"))),
	FIELD(series_glance, trashed_at),
	FIELD(series_glance, created_at),
	FIELD(series_glance, sort_key, .column = "HEX(s.sort_key)"),
	FIELD(series_glance, sort_year, .column = "(s.sort_year)"),
	FIELD_END,
};

static const struct entity series_glance_entity = {
	.table = "series",
	.alias = "s",
	.fields = series_glance_fields,
	.row_size = sizeof(struct series_glance),
};

struct page_listing
series_glance_listing(void)
{
	struct page_listing listing = series_listing;

	listing.entity = &series_glance_entity;
	return listing;
}

/* Seasons hold fewer than 10000 episodes. */
#define PLACE "(n.number * 10000 + e.number)"
#define FILM_OF(what)                                                          \
	"(SELECT " what " FROM media_file f WHERE f.id = e.media_file_id)"

static const struct field episode_glance_fields[] = {
	FIELD(episode_glance, row, .column = "id"),
	FIELD(episode_glance, id, .column = "pid"),
	FIELD(episode_glance, series,
	    .column =
		"(SELECT s.title FROM series s WHERE s.id = n.series_id)"),
	FIELD(episode_glance, season, .column = "(n.number)"),
	FIELD(episode_glance, number),
	FIELD(episode_glance, title),
	FIELD(episode_glance, aired_on),
	FIELD(episode_glance, media_file_id, .column = FILM_OF("f.pid")),
	FIELD(episode_glance, status, STATUS_WORDS,
	    .column = FILM_OF("f.status")),
	FIELD(episode_glance, file_name, .column = FILM_OF("f.original_name")),
	FIELD(episode_glance, size_bytes, .unit = "bytes",
	    .column = FILM_OF("f.size_bytes")),
	FIELD(episode_glance, duration_ms, .unit = "milliseconds",
	    .column = FILM_OF("f.duration_ms")),
	FIELD(episode_glance, ladder,
	    .column = FILM_OF(LADDER("f.live_output_id"))),
	FIELD(
	    episode_glance, job_id, .column = LATEST("id", "e.media_file_id")),
	FIELD(episode_glance, progress,
	    .column = LATEST("progress", "e.media_file_id")),
	FIELD(episode_glance, error_message,
	    .column = FILM_OF("f.error_message")),
	FIELD(episode_glance, place, .column = PLACE),
	FIELD(episode_glance, trashed_at),
	FIELD_END,
};

static const struct entity episode_glance_entity = {
	.table = "episode",
	.alias = "e",
	.from = "season n JOIN episode e ON e.season_id = n.id",
	.fields = episode_glance_fields,
	.row_size = sizeof(struct episode_glance),
};

static const struct page_order episode_orders[] = {
	{ .name = "place", .field = "place", .key = PLACE },
	{ 0 },
};

/* Always of one series, whose episodes are few. */
static const struct page_criterion episode_criteria[] = {
	{ .name = "trashed",
	    .value = PAGE_FLAG,
	    .condition = "e.in_trash = 1",
	    .otherwise = "e.in_trash = 0",
	    .usual = "false" },
	{ .name = "series_id",
	    .value = PAGE_UUID,
	    .condition = "n.series_id = (SELECT s.id FROM series s "
			 "WHERE s.pid = ?)" },
	{ .name = "q", .value = PAGE_PART, .condition = "e.title LIKE ?" },
	{ 0 },
};

const struct page_listing episode_glance_listing = {
	.entity = &episode_glance_entity,
	.id_field = "row",
	.usual = "place",
	.orders = episode_orders,
	.criteria = episode_criteria,
};
