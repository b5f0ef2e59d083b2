/* Statements over season. */
#include "config.h"

#include "sql/season.h"

const struct field season_fields[] = {
	FIELD(season, row, .column = "id", .secret = true),
	FIELD(season, id, .column = "pid"),
	FIELD(season, series_id,
	    .column = "(SELECT s.pid FROM series s WHERE s.id = n.series_id)"),
	FIELD(season, number, .writable = true, .required = true,
	    .max = SEASON_NUMBER_MAX, .heading = "NUMBER"),
	FIELD(season, title, .writable = true, .no_blank = true, .max = 255,
	    .heading = "TITLE"),
	FIELD(season, version),
	FIELD(season, created_at),
	FIELD(season, updated_at),
	FIELD(season, series_row, .column = "series_id", .secret = true),
	FIELD(season, created_by, .secret = true),
	FIELD(season, updated_by, .secret = true),
	FIELD_END,
};

const struct entity season_entity = {
	.table = "season",
	.alias = "n",
	.fields = season_fields,
	.row_size = sizeof(struct season),
};

static const struct page_order orders[] = {
	{ .name = "number", .field = "number", .index = "series_number" },
	{ 0 },
};

static const struct page_criterion no_criteria[] = { { 0 } };

const struct page_listing season_listing = {
	.entity = &season_entity,
	.id_field = "row",
	.usual = "number",
	.orders = orders,
	.criteria = no_criteria,
};

enum { FIND, LOCK, LIST, DELETE, STATEMENT_COUNT };

const struct db_stmt season_statements[] = {
	[FIND] = { "SELECT {columns} FROM {from} WHERE n.pid = ?",
	    &season_entity, true },
	[LOCK] = { "SELECT {columns} FROM {from} WHERE n.pid = ? FOR UPDATE",
	    &season_entity, true },
	[LIST] = { "SELECT {columns} FROM {from} "
		   "FORCE INDEX (series_number) WHERE n.series_id = ? "
		   "ORDER BY n.number",
	    &season_entity, true },
	[DELETE] = { "DELETE FROM season WHERE id = ?" },
};
const size_t season_statement_count = STATEMENT_COUNT;

enum outcome
db_season_find(
    struct db *db, void *mem, const struct uuid *id, struct season *out)
{
	return db_find(
	    db, mem, &season_statements[FIND], DB_ARGS(db_of_uuid(id)), out);
}

enum outcome
db_season_lock(
    struct db *db, void *mem, const struct uuid *id, struct season *out)
{
	return db_find(
	    db, mem, &season_statements[LOCK], DB_ARGS(db_of_uuid(id)), out);
}

enum outcome
db_season_list(struct db *db, void *mem, int64_t series_number,
    struct season **out, size_t *count)
{
	return db_list(db, mem, &season_statements[LIST],
	    DB_ARGS(db_of_number(series_number)), out, count);
}

enum outcome
db_season_insert(
    struct db *db, const struct season *season, field_set given, int64_t *row)
{
	return db_insert(db, &season_entity, season, given, row);
}

enum outcome
db_season_update(
    struct db *db, const struct season *season, field_set given, int64_t row)
{
	return db_update(db, &season_entity, season, given, row);
}

enum outcome
db_season_delete(struct db *db, int64_t row)
{
	return db_run_one(
	    db, &season_statements[DELETE], DB_ARGS(db_of_number(row)));
}
