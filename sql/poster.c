/* Statements over poster_order, and over titles as far as they show posters. */
#include "config.h"

#include "sql/poster.h"

static const struct field movie_title_fields[] = {
	FIELD(poster_title, number, .column = "id"),
	FIELD(poster_title, id, .column = "pid"),
	FIELD(poster_title, version),
	FIELD(poster_title, poster_number, .column = "poster"),
	FIELD(poster_title, media_file_id,
	    .column = "(SELECT f.pid FROM media_file f "
		      "WHERE f.id = m.media_file_id)"),
	FIELD_END,
};

static const struct field series_title_fields[] = {
	FIELD(poster_title, number, .column = "id"),
	FIELD(poster_title, id, .column = "pid"),
	FIELD(poster_title, version),
	FIELD(poster_title, poster_number, .column = "poster"),
	FIELD_END,
};

static const struct field order_fields[] = {
	FIELD(poster_order, source_key),
	FIELD(poster_order, from_ms),
	FIELD_END,
};

static const struct entity movie_entity_of_poster = {
	.table = "movie",
	.alias = "m",
	.fields = movie_title_fields,
	.row_size = sizeof(struct poster_title),
};

static const struct entity series_entity_of_poster = {
	.table = "series",
	.alias = "s",
	.fields = series_title_fields,
	.row_size = sizeof(struct poster_title),
};

static const struct entity order_entity = {
	.table = "poster_order",
	.alias = "o",
	.fields = order_fields,
	.row_size = sizeof(struct poster_order),
};

/* The statements of one owner come behind those of the other. */
enum {
	LOCK,
	LOCK_SERIES,
	LOCK_NUMBER,
	LOCK_NUMBER_SERIES,
	SET,
	SET_SERIES,
	HAS_EPISODE,
	ORDER_INSERT,
	ORDER_FIND,
	ORDER_DELETE,
	STATEMENT_COUNT
};

#define SHOW                                                                   \
	" SET poster = ?, version = version + 1, "                             \
	"updated_at = UTC_TIMESTAMP(3), updated_by = ? WHERE id = ?"

const struct db_stmt poster_statements[] = {
	[LOCK] = { "SELECT {columns} FROM {from} WHERE m.pid = ? FOR UPDATE",
	    &movie_entity_of_poster, true },
	[LOCK_SERIES] = { "SELECT {columns} FROM {from} WHERE s.pid = ? "
			  "FOR UPDATE",
	    &series_entity_of_poster, true },
	[LOCK_NUMBER] = { "SELECT {columns} FROM {from} WHERE m.id = ? "
			  "FOR UPDATE",
	    &movie_entity_of_poster, true },
	[LOCK_NUMBER_SERIES] = { "SELECT {columns} FROM {from} WHERE s.id = ? "
				 "FOR UPDATE",
	    &series_entity_of_poster, true },
	[SET] = { "UPDATE movie" SHOW },
	[SET_SERIES] = { "UPDATE series" SHOW },
	[HAS_EPISODE] = { "SELECT EXISTS (SELECT 1 FROM episode e "
			  "JOIN season n ON n.id = e.season_id "
			  "WHERE e.media_file_id = ? AND n.series_id = ?)" },
	[ORDER_INSERT] = { "INSERT INTO poster_order "
			   "(job_id, source_key, from_ms) VALUES (?, ?, ?)" },
	[ORDER_FIND] = { "SELECT {columns} FROM {from} WHERE o.job_id = ?",
	    &order_entity, true },
	[ORDER_DELETE] = { "DELETE FROM poster_order WHERE job_id = ?" },
};
const size_t poster_statement_count = STATEMENT_COUNT;

/* What a series does not have is cleared before. */
static enum outcome
lock(struct db *db, void *mem, int statement, struct db_arg which,
    struct poster_title *out)
{
	field_clear(movie_title_fields, out);
	return db_find(
	    db, mem, &poster_statements[statement], DB_ARGS(which), out);
}

enum outcome
db_poster_lock(struct db *db, void *mem, enum poster_owner owner,
    const struct uuid *id, struct poster_title *out)
{
	return lock(db, mem, LOCK + (int)owner, db_of_uuid(id), out);
}

enum outcome
db_poster_lock_number(struct db *db, void *mem, enum poster_owner owner,
    int64_t number, struct poster_title *out)
{
	return lock(
	    db, mem, LOCK_NUMBER + (int)owner, db_of_number(number), out);
}

enum outcome
db_poster_set(struct db *db, enum poster_owner owner, int64_t number,
    int64_t poster_number, const char *actor)
{
	return db_run_one(db, &poster_statements[SET + (int)owner],
	    DB_ARGS(db_of_number(poster_number), db_of_text(actor),
		db_of_number(number)));
}

enum outcome
db_poster_has_episode(
    struct db *db, int64_t series_number, int64_t media_number, bool *out)
{
	int64_t found = 0;
	enum outcome rc;

	rc = db_number(db, &poster_statements[HAS_EPISODE],
	    DB_ARGS(db_of_number(media_number), db_of_number(series_number)),
	    &found);
	*out = found != 0;
	return rc;
}

enum outcome
db_poster_order_insert(
    struct db *db, int64_t job_id, const struct poster_order *order)
{
	return db_run_one(db, &poster_statements[ORDER_INSERT],
	    DB_ARGS(db_of_number(job_id), db_of_text(order->source_key),
		db_of_number(order->from_ms)));
}

enum outcome
db_poster_order_find(
    struct db *db, void *mem, int64_t job_id, struct poster_order *out)
{
	return db_find(db, mem, &poster_statements[ORDER_FIND],
	    DB_ARGS(db_of_number(job_id)), out);
}

enum outcome
db_poster_order_delete(struct db *db, int64_t job_id)
{
	return db_run_one(db, &poster_statements[ORDER_DELETE],
	    DB_ARGS(db_of_number(job_id)));
}
