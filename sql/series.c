/* Statements over series. */
#include "config.h"

#include "sql/series.h"

#define GENRES                                                                 \
	"(SELECT GROUP_CONCAT(g.name ORDER BY l.place SEPARATOR '\\n') "       \
	"FROM series_genre l JOIN genre g ON g.id = l.genre_id "               \
	"WHERE l.series_id = s.id)"

const struct field series_fields[] = {
	FIELD(series, number, .column = "id", .secret = true),
	FIELD(series, id, .column = "pid"),
	FIELD(series, title, .writable = true, .required = true,
	    .no_blank = true, .max = 255, .heading = "TITLE"),
	FIELD(
	    series, sort_title, .writable = true, .no_blank = true, .max = 255),
	FIELD(series, original_title, .writable = true, .no_blank = true,
	    .max = 255),
	FIELD(series, year, .writable = true, .min = 1870, .max = 2200,
	    .heading = "YEAR"),
	FIELD(series, synopsis, .writable = true, .max = 10000,
	    .has_lines = true),
	FIELD(series, genres, .writable = true, .no_blank = true, .max = 20,
	    .item_max = 40, .column = GENRES),
	FIELD(series, rating, .writable = true, .no_blank = true, .max = 20),
	FIELD(series, poster,
	    .column = "CONCAT('/posters/', s.pid, '/', s.poster, "
		      "'.jpg')"),
	FIELD(series, trashed_at),
	FIELD(series, version),
	FIELD(series, created_at),
	FIELD(series, updated_at),
	FIELD(series, poster_number, .column = "poster", .secret = true),
	FIELD(series, created_by, .secret = true),
	FIELD(series, updated_by, .secret = true),
	FIELD(series, sort_key, .column = "HEX(s.sort_key)", .secret = true),
	FIELD(series, sort_year, .column = "(s.sort_year)", .secret = true),
	FIELD_END,
};

const struct entity series_entity = {
	.table = "series",
	.alias = "s",
	.fields = series_fields,
	.row_size = sizeof(struct series),
};

static const struct page_order orders[] = {
	{ .name = "title",
	    .field = "sort_key",
	    .key = "s.sort_key",
	    .value = "UNHEX(?)",
	    .index = "in_title" },
	{ .name = "year",
	    .field = "sort_year",
	    .key = "s.sort_year",
	    .index = "in_year" },
	{ .name = "created_at", .field = "created_at", .index = "in_created" },
	{ 0 },
};

/* Of those that have an episode that can be played. */
#define PLAYABLE                                                               \
	"(SELECT n.series_id FROM media_file f "                               \
	"JOIN episode e ON e.media_file_id = f.id AND e.in_trash = 0 "         \
	"JOIN season n ON n.id = e.season_id WHERE f.status = 'READY')"

static const struct page_criterion criteria[] = {
	{ .name = "trashed",
	    .value = PAGE_FLAG,
	    .condition = "s.in_trash = 1",
	    .otherwise = "s.in_trash = 0",
	    .usual = "false" },
	{ .name = "year",
	    .value = PAGE_NUMBER,
	    .condition = "s.sort_year = ?",
	    .index = "in_year_title",
	    .index_for = "title" },
	{ .name = "genre",
	    .value = PAGE_TEXT,
	    .condition = "s.id IN (SELECT l.series_id FROM series_genre l "
			 "JOIN genre g ON g.id = l.genre_id WHERE g.name = ?)",
	    .index = "" },
	{ .name = "playable",
	    .value = PAGE_FLAG,
	    .condition = "s.id IN " PLAYABLE,
	    .otherwise = "s.id NOT IN " PLAYABLE,
	    .index = "" },
	{ .name = "q",
	    .value = PAGE_WORDS,
	    .condition = "MATCH(s.title, s.original_title, s.synopsis) "
			 "AGAINST (? IN BOOLEAN MODE)",
	    .otherwise = "CONCAT_WS('\\n', s.title, s.original_title, "
			 "s.synopsis) LIKE ?",
	    .index = "words" },
	{ 0 },
};

const struct page_listing series_listing = {
	.entity = &series_entity,
	.id_field = "number",
	.usual = "title",
	.orders = orders,
	.criteria = criteria,
};

enum { FIND, LOCK, TRASH, RESTORE, DELETE, STATEMENT_COUNT };

#define TOUCH                                                                  \
	"version = version + 1, updated_at = UTC_TIMESTAMP(3), updated_by = ?"

const struct db_stmt series_statements[] = {
	[FIND] = { "SELECT {columns} FROM {from} WHERE s.pid = ?",
	    &series_entity, true },
	[LOCK] = { "SELECT {columns} FROM {from} WHERE s.pid = ? FOR UPDATE",
	    &series_entity, true },
	[TRASH] = { "UPDATE series SET trashed_at = UTC_TIMESTAMP(3), " TOUCH
		    " WHERE id = ?" },
	[RESTORE] = { "UPDATE series SET trashed_at = NULL, " TOUCH
		      " WHERE id = ?" },
	[DELETE] = { "DELETE FROM series WHERE id = ?" },
};
const size_t series_statement_count = STATEMENT_COUNT;

enum outcome
db_series_find(
    struct db *db, void *mem, const struct uuid *id, struct series *out)
{
	return db_find(
	    db, mem, &series_statements[FIND], DB_ARGS(db_of_uuid(id)), out);
}

enum outcome
db_series_lock(
    struct db *db, void *mem, const struct uuid *id, struct series *out)
{
	return db_find(
	    db, mem, &series_statements[LOCK], DB_ARGS(db_of_uuid(id)), out);
}

enum outcome
db_series_insert(struct db *db, const struct series *series, field_set given,
    int64_t *number)
{
	return db_insert(db, &series_entity, series, given, number);
}

enum outcome
db_series_update(
    struct db *db, const struct series *series, field_set given, int64_t number)
{
	return db_update(db, &series_entity, series, given, number);
}

enum outcome
db_series_set_trashed(
    struct db *db, int64_t number, bool is_trashed, const char *actor)
{
	return db_run_one(db, &series_statements[is_trashed ? TRASH : RESTORE],
	    DB_ARGS(db_of_text(actor), db_of_number(number)));
}

enum outcome
db_series_delete(struct db *db, int64_t number)
{
	return db_run_one(
	    db, &series_statements[DELETE], DB_ARGS(db_of_number(number)));
}
