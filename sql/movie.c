/* Statements over movie. */
#include "config.h"

#include "sql/movie.h"

const struct field movie_fields[] = {
	FIELD(movie, number, .column = "id", .secret = true),
	FIELD(movie, id, .column = "pid"),
	FIELD(movie, title, .writable = true, .required = true,
	    .no_blank = true, .max = 255, .heading = "TITLE"),
	FIELD(
	    movie, sort_title, .writable = true, .no_blank = true, .max = 255),
	FIELD(movie, original_title, .writable = true, .no_blank = true,
	    .max = 255),
	FIELD(movie, synopsis, .writable = true, .max = 10000),
	FIELD(movie, year, .writable = true, .min = 1870, .max = 2200,
	    .heading = "YEAR"),
	FIELD(movie, media_file_id, .writable = true,
	    .column = "(SELECT f.pid FROM media_file f "
		      "WHERE f.id = m.media_file_id)"),
	FIELD(movie, version),
	FIELD(movie, created_at),
	FIELD(movie, updated_at),
	FIELD(movie, media_number, .column = "media_file_id", .secret = true),
	FIELD_END,
};

const struct entity movie_entity = {
	.table = "movie",
	.alias = "m",
	.fields = movie_fields,
	.row_size = sizeof(struct movie),
};

static const struct page_order orders[] = {
	{ "title", "sort_title", "by_title" },
	{ "created_at", "created_at", "by_created" },
	{ 0 },
};

static const struct page_criterion criteria[] = {
	{ "q", "CONCAT_WS('\n', m.title, m.original_title) LIKE ?", PAGE_PART,
	    NULL, NULL },
	{ 0 },
};

const struct page_listing movie_listing = {
	.entity = &movie_entity,
	.id_field = "number",
	.usual = "title",
	.orders = orders,
	.criteria = criteria,
};

enum { FIND, SET_MEDIA, STATEMENT_COUNT };

const struct db_stmt movie_statements[] = {
	[FIND] = { "SELECT {columns} FROM {from} WHERE m.pid = ?",
	    &movie_entity, true },
	[SET_MEDIA] = { "UPDATE movie SET media_file_id = ?, "
			"version = version + 1, "
			"updated_at = UTC_TIMESTAMP(3) WHERE id = ?" },
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
db_movie_insert(
    struct db *db, const struct movie *movie, field_set given, int64_t *number)
{
	return db_insert(db, &movie_entity, movie, given, number);
}

enum outcome
db_movie_set_media(struct db *db, int64_t number, int64_t media_number)
{
	return db_run_one(db, &movie_statements[SET_MEDIA],
	    DB_ARGS(db_of_number(media_number), db_of_number(number)));
}
