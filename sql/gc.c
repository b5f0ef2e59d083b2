/* Statements over gc_item. */
#include "config.h"

#include "sql/gc.h"

const char *const gc_area_names[GC_AREA_COUNT + 1] = {
	[GC_INCOMING] = "INCOMING",
	[GC_ORIGINAL] = "ORIGINAL",
	[GC_STAGING] = "STAGING",
	[GC_MEDIA] = "MEDIA",
	[GC_POSTER] = "POSTER",
	[GC_SUBTITLE] = "SUBTITLE",
};

static const struct field gc_fields[] = {
	FIELD(gc_item, id),
	FIELD(gc_item, area, .words = gc_area_names),
	FIELD(gc_item, path_key),
	FIELD_END,
};

static const struct entity gc_entity = {
	.table = "gc_item",
	.alias = "g",
	.fields = gc_fields,
	.row_size = sizeof(struct gc_item),
};

enum { ADD, KEEP, DUE, DONE, LATER, NEXT, STATEMENT_COUNT };

const struct db_stmt gc_statements[] = {
	[ADD] = { "INSERT INTO gc_item (area, path_key, not_before) VALUES "
		  "(?, ?, UTC_TIMESTAMP(3) + INTERVAL ? SECOND) "
		  "ON DUPLICATE KEY UPDATE not_before = VALUES(not_before)" },
	[KEEP] = { "DELETE FROM gc_item WHERE area = ? AND path_key = ?" },
	[DUE] = { "SELECT {columns} FROM {from} "
		  "WHERE g.not_before <= UTC_TIMESTAMP(3) "
		  "ORDER BY g.not_before, g.id LIMIT ?",
	    &gc_entity, true },
	[DONE] = { "DELETE FROM gc_item WHERE id = ?" },
	[LATER] = { "UPDATE gc_item SET tries = tries + 1, not_before = "
		    "UTC_TIMESTAMP(3) + INTERVAL LEAST(tries, 60) MINUTE "
		    "WHERE id = ?" },
	[NEXT] = { "SELECT GREATEST(0, CEIL(TIMESTAMPDIFF(MICROSECOND, "
		   "UTC_TIMESTAMP(3), g.not_before) / 1000000)) "
		   "FROM gc_item g ORDER BY g.not_before LIMIT 1" },
};
const size_t gc_statement_count = STATEMENT_COUNT;

enum outcome
db_gc_add(
    struct db *db, enum gc_area area, const char *path_key, int64_t delay_s)
{
	return db_run(db, &gc_statements[ADD],
	    DB_ARGS(db_of_text(gc_area_names[area]), db_of_text(path_key),
		db_of_number(delay_s)),
	    NULL);
}

enum outcome
db_gc_keep(struct db *db, enum gc_area area, const char *path_key)
{
	return db_run_one(db, &gc_statements[KEEP],
	    DB_ARGS(db_of_text(gc_area_names[area]), db_of_text(path_key)));
}

enum outcome
db_gc_due(struct db *db, void *mem, int64_t limit, struct gc_item **out,
    size_t *count)
{
	return db_list(db, mem, &gc_statements[DUE],
	    DB_ARGS(db_of_number(limit)), out, count);
}

enum outcome
db_gc_done(struct db *db, int64_t id)
{
	return db_run_one(db, &gc_statements[DONE], DB_ARGS(db_of_number(id)));
}

enum outcome
db_gc_later(struct db *db, int64_t id)
{
	return db_run_one(db, &gc_statements[LATER], DB_ARGS(db_of_number(id)));
}

enum outcome
db_gc_next_s(struct db *db, int64_t *out)
{
	return db_number(db, &gc_statements[NEXT], DB_NO_ARGS, out);
}
