/* Statements over movie. */
#include "config.h"

#include "sql/movie.h"

#define GENRES                                                                 \
	"(SELECT GROUP_CONCAT(g.name ORDER BY l.place SEPARATOR '\\n') "       \
	"FROM movie_genre l JOIN genre g ON g.id = l.genre_id "                \
	"WHERE l.movie_id = m.id)"

const struct field movie_fields[] = {
	FIELD(movie, number, .column = "id", .secret = true),
	FIELD(movie, id, .column = "pid"),
	FIELD(movie, title, .writable = true, .required = true,
	    .no_blank = true, .max = 255, .heading = "TITLE"),
	FIELD(
	    movie, sort_title, .writable = true, .no_blank = true, .max = 255),
	FIELD(movie, original_title, .writable = true, .no_blank = true,
	    .max = 255),
	FIELD(movie, year, .writable = true, .min = 1870, .max = 2200,
	    .heading = "YEAR"),
	FIELD(
	    movie, synopsis, .writable = true, .max = 10000, .has_lines = true),
	FIELD(movie, genres, .writable = true, .no_blank = true, .max = 20,
	    .item_max = 40, .column = GENRES),
	FIELD(movie, rating, .writable = true, .no_blank = true, .max = 20),
	FIELD(movie, media_file_id, .writable = true,
	    .column = "(SELECT f.pid FROM media_file f "
		      "WHERE f.id = m.media_file_id)"),
	FIELD(movie, poster,
	    .column = "CONCAT('/posters/', m.pid, '/', m.poster, "
		      "'.jpg')"),
	FIELD(movie, trashed_at),
	FIELD(movie, version),
	FIELD(movie, created_at),
	FIELD(movie, updated_at),
	FIELD(movie, media_number, .column = "media_file_id", .secret = true),
	FIELD(movie, poster_number, .column = "poster", .secret = true),
	FIELD(movie, created_by, .secret = true),
	FIELD(movie, updated_by, .secret = true),
	FIELD(movie, sort_key, .column = "HEX(m.sort_key)", .secret = true),
	FIELD(movie, sort_year, .column = "(m.sort_year)", .secret = true),
	FIELD_END,
};

const struct entity movie_entity = {
	.table = "movie",
	.alias = "m",
	.fields = movie_fields,
	.row_size = sizeof(struct movie),
};

static const struct page_order orders[] = {
	{ .name = "title",
	    .field = "sort_key",
	    .key = "m.sort_key",
	    .value = "UNHEX(?)",
	    .index = "in_title" },
	{ .name = "year",
	    .field = "sort_year",
	    .key = "m.sort_year",
	    .index = "in_year" },
	{ .name = "created_at", .field = "created_at", .index = "in_created" },
	{ 0 },
};

#define READY "(SELECT f.id FROM media_file f WHERE f.status = 'READY')"

static const struct page_criterion criteria[] = {
	{ .name = "trashed",
	    .value = PAGE_FLAG,
	    .condition = "m.in_trash = 1",
	    .otherwise = "m.in_trash = 0",
	    .usual = "false" },
	{ .name = "year",
	    .value = PAGE_NUMBER,
	    .condition = "m.sort_year = ?",
	    .index = "in_year_title",
	    .index_for = "title" },
	{ .name = "genre",
	    .value = PAGE_TEXT,
	    .condition = "m.id IN (SELECT l.movie_id FROM movie_genre l "
			 "JOIN genre g ON g.id = l.genre_id WHERE g.name = ?)",
	    .index = "" },
	{ .name = "playable",
	    .value = PAGE_FLAG,
	    .condition = "m.media_file_id IN " READY,
	    .otherwise =
		"(m.media_file_id IS NULL OR m.media_file_id NOT IN " READY ")",
	    .index = "" },
	{ .name = "q",
	    .value = PAGE_WORDS,
	    .condition = "MATCH(m.title, m.original_title, m.synopsis) "
			 "AGAINST (? IN BOOLEAN MODE)",
	    .otherwise = "CONCAT_WS('\\n', m.title, m.original_title, "
			 "m.synopsis) LIKE ?",
	    .index = "words" },
	{ 0 },
};

const struct page_listing movie_listing = {
	.entity = &movie_entity,
	.id_field = "number",
	.usual = "title",
	.orders = orders,
	.criteria = criteria,
};

enum { FIND, LOCK, TRASH, RESTORE, DELETE, STATEMENT_COUNT };

#define TOUCH                                                                  \
	"version = version + 1, updated_at = UTC_TIMESTAMP(3), updated_by = ?"

const struct db_stmt movie_statements[] = {
	[FIND] = { "SELECT {columns} FROM {from} WHERE m.pid = ?",
	    &movie_entity, true },
	[LOCK] = { "SELECT {columns} FROM {from} WHERE m.pid = ? FOR UPDATE",
	    &movie_entity, true },
	[TRASH] = { "UPDATE movie SET trashed_at = UTC_TIMESTAMP(3), " TOUCH
		    " WHERE id = ?" },
	[RESTORE] = { "UPDATE movie SET trashed_at = NULL, " TOUCH
		      " WHERE id = ?" },
	[DELETE] = { "DELETE FROM movie WHERE id = ?" },
};
const size_t movie_statement_count = STATEMENT_COUNT;

enum outcome
db_movie_find(
    struct db *db, void *mem, const struct uuid *id, struct movie *out)
{
	return db_find(
	    db, mem, &movie_statements[FIND], DB_ARGS(db_of_uuid(id)), out);
}

enum outcome
db_movie_lock(
    struct db *db, void *mem, const struct uuid *id, struct movie *out)
{
	return db_find(
	    db, mem, &movie_statements[LOCK], DB_ARGS(db_of_uuid(id)), out);
}

enum outcome
db_movie_insert(
    struct db *db, const struct movie *movie, field_set given, int64_t *number)
{
	return db_insert(db, &movie_entity, movie, given, number);
}

enum outcome
db_movie_update(
    struct db *db, const struct movie *movie, field_set given, int64_t number)
{
	return db_update(db, &movie_entity, movie, given, number);
}

enum outcome
db_movie_set_trashed(
    struct db *db, int64_t number, bool is_trashed, const char *actor)
{
	return db_run_one(db, &movie_statements[is_trashed ? TRASH : RESTORE],
	    DB_ARGS(db_of_text(actor), db_of_number(number)));
}

enum outcome
db_movie_delete(struct db *db, int64_t number)
{
	return db_run_one(
	    db, &movie_statements[DELETE], DB_ARGS(db_of_number(number)));
}
