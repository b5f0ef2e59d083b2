/* movie-house movies ..., movie-house series ... */
#include "config.h"

#include <stdio.h>

#include "sql/episode.h"
#include "sql/movie.h"
#include "sql/season.h"
#include "sql/series.h"
#include "tui/cli.h"
#include "tui/handlers.h"
#include "tui/listing.h"

static const char *const movie_columns[] = { "id", "title", "year", "rating",
	"media_file_id", NULL };
static const struct print_table movie_table = { movie_fields, movie_columns,
	sizeof(struct movie) };

static const char *const series_columns[] = { "id", "title", "year", "rating",
	NULL };
static const struct print_table series_table = { series_fields, series_columns,
	sizeof(struct series) };

static const char *const season_columns[] = { "id", "number", "title", NULL };
static const struct print_table season_table = { season_fields, season_columns,
	sizeof(struct season) };

static const char *const episode_columns[] = { "season_id", "number", "id",
	"title", "media_file_id", NULL };
static const struct print_table episode_table = { episode_fields,
	episode_columns, sizeof(struct episode) };

static enum outcome
list(struct cli *cli, const struct page_listing *listing,
    const struct print_table *table)
{
	static const char *const criteria[] = { "q", "genre", "year" };
	struct page page = { 0 };
	enum outcome rc = OK;

	for (size_t i = 0; rc == OK && i < ARRAY_SIZE(criteria); i++)
		rc = listing_narrow(cli, &page, listing, criteria[i],
		    cli_option(cli, criteria[i]));
	if (rc == OK && cli_option(cli, "trashed") != NULL)
		rc = listing_narrow(cli, &page, listing, "trashed", "true");
	return rc == OK ? listing_run(cli, listing, table, &page) : rc;
}

enum outcome
movies_list(struct cli *cli)
{
	return list(cli, &movie_listing, &movie_table);
}

enum outcome
series_list(struct cli *cli)
{
	return list(cli, &series_listing, &series_table);
}

enum outcome
movies_show(struct cli *cli)
{
	struct movie movie;
	struct uuid id;
	enum outcome rc = cli_uuid(cli, cli->arguments[0], &id);

	if (rc == OK)
		rc = db_movie_find(cli->house.db, cli->mem, &id, &movie);
	if (rc != OK)
		return rc;
	if (cli_option(cli, "json") != NULL)
		print_json(stdout, field_print(movie_fields, &movie));
	else
		print_row(stdout, movie_fields, &movie);
	return OK;
}

struct whole {
	struct series series;
	struct season *seasons;
	struct episode *episodes;
	size_t season_count, episode_count;
};

static enum outcome
read_whole(struct cli *cli, const struct uuid *id, struct whole *out)
{
	struct db *db = cli->house.db;
	enum outcome rc = db_series_find(db, cli->mem, id, &out->series);

	if (rc == OK)
		rc = db_season_list(db, cli->mem, out->series.number,
		    &out->seasons, &out->season_count);
	if (rc == OK)
		rc = db_episode_list(db, cli->mem, out->series.number,
		    &out->episodes, &out->episode_count);
	return rc;
}

static void
print_part(const char *title, const struct print_table *table, const void *rows,
    size_t count)
{
	if (count == 0)
		return;
	printf("\n%s\n", title);
	print_table(stdout, table, rows, count, print_terminal_width(stdout));
}

enum outcome
series_show(struct cli *cli)
{
	struct json_object *object;
	struct whole whole;
	struct uuid id;
	enum outcome rc = cli_uuid(cli, cli->arguments[0], &id);

	if (rc == OK)
		rc = read_whole(cli, &id, &whole);
	if (rc != OK)
		return rc;
	if (cli_option(cli, "json") == NULL) {
		print_row(stdout, series_fields, &whole.series);
		print_part("Seasons", &season_table, whole.seasons,
		    whole.season_count);
		print_part("Episodes", &episode_table, whole.episodes,
		    whole.episode_count);
		return OK;
	}
	object = field_print(series_fields, &whole.series);
	json_object_object_add(object, "seasons",
	    print_array(&season_table, whole.seasons, whole.season_count));
	json_object_object_add(object, "episodes",
	    print_array(&episode_table, whole.episodes, whole.episode_count));
	print_json(stdout, object);
	return OK;
}
