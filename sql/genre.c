/* Statements over genre, movie_genre and series_genre. */
#include "config.h"

#include "sql/genre.h"

const struct field genre_fields[] = {
	FIELD(genre, number, .column = "id", .secret = true),
	FIELD(genre, name),
	FIELD_END,
};

static const struct entity genre_entity = {
	.table = "genre",
	.alias = "g",
	.fields = genre_fields,
	.row_size = sizeof(struct genre),
};

static const struct page_order orders[] = {
	{ .name = "name", .field = "name", .index = "in_name" },
	{ 0 },
};

/* LIMIT keeps the server from reading all links to begin with. */
#define USE                                                                    \
	"COALESCE((SELECT 1 FROM movie_genre l WHERE l.genre_id = g.id "       \
	"LIMIT 1), (SELECT 1 FROM series_genre l WHERE l.genre_id = g.id "     \
	"LIMIT 1))"

static const struct page_criterion criteria[] = {
	{ .name = "used",
	    .value = PAGE_FLAG,
	    .condition = USE " IS NOT NULL",
	    .otherwise = USE " IS NULL",
	    .usual = "true" },
	{ 0 },
};

const struct page_listing genre_listing = {
	.entity = &genre_entity,
	.id_field = "number",
	.usual = "name",
	.orders = orders,
	.criteria = criteria,
};

/* The statements of one owner come behind those of the other. */
enum { FIND, MAKE, CLEAR, CLEAR_SERIES, ADD, ADD_SERIES, STATEMENT_COUNT };

const struct db_stmt genre_statements[] = {
	[FIND] = { "SELECT g.id FROM genre g WHERE g.name = ?" },
	[MAKE] = { "INSERT INTO genre (name) VALUES (?) "
		   "ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id)" },
	[CLEAR] = { "DELETE FROM movie_genre WHERE movie_id = ?" },
	[CLEAR_SERIES] = { "DELETE FROM series_genre WHERE series_id = ?" },
	/* The same name twice is once. */
	[ADD] = { "INSERT IGNORE INTO movie_genre (movie_id, genre_id, place) "
		  "VALUES (?, ?, ?)" },
	[ADD_SERIES] = { "INSERT IGNORE INTO series_genre "
			 "(series_id, genre_id, place) VALUES (?, ?, ?)" },
};
const size_t genre_statement_count = STATEMENT_COUNT;

static enum outcome
find_or_make(struct db *db, const char *name, int64_t *number)
{
	enum outcome rc;

	rc = db_number(
	    db, &genre_statements[FIND], DB_ARGS(db_of_text(name)), number);
	if (rc != NOT_FOUND)
		return rc;
	rc = db_run(
	    db, &genre_statements[MAKE], DB_ARGS(db_of_text(name)), NULL);
	*number = db_last_id(db);
	return rc;
}

enum outcome
db_genre_set(struct db *db, enum genre_owner owner, int64_t title_number,
    const struct text_list *names)
{
	enum outcome rc;
	int64_t number;

	rc = db_run(db, &genre_statements[CLEAR + owner],
	    DB_ARGS(db_of_number(title_number)), NULL);
	for (size_t i = 0; rc == OK && i < names->count; i++) {
		rc = find_or_make(db, names->items[i], &number);
		if (rc == OK)
			rc = db_run(db, &genre_statements[ADD + owner],
			    DB_ARGS(db_of_number(title_number),
				db_of_number(number), db_of_number((int64_t)i)),
			    NULL);
	}
	return rc;
}
