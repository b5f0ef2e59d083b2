/* Statements over episode. */
#include "config.h"

#include "sql/episode.h"

/* Where numbers wait while they are exchanged: beyond all that are allowed,
   and twice as much still fits the column. */
#define ASIDE 30000

const struct field episode_fields[] = {
	FIELD(episode, row, .column = "id", .secret = true),
	FIELD(episode, id, .column = "pid"),
	FIELD(episode, season_id, .writable = true,
	    .column = "(SELECT n.pid FROM season n WHERE n.id = e.season_id)"),
	FIELD(episode, series_id,
	    .column = "(SELECT s.pid FROM season n JOIN series s "
		      "ON s.id = n.series_id WHERE n.id = e.season_id)"),
	FIELD(episode, number, .writable = true, .required = true,
	    .max = EPISODE_NUMBER_MAX, .heading = "NUMBER"),
	FIELD(episode, title, .writable = true, .required = true,
	    .no_blank = true, .max = 255, .heading = "TITLE"),
	FIELD(episode, synopsis, .writable = true, .max = 10000,
	    .has_lines = true),
	FIELD(episode, aired_on, .writable = true, .is_day = true),
	FIELD(episode, media_file_id, .writable = true,
	    .column = "(SELECT f.pid FROM media_file f "
		      "WHERE f.id = e.media_file_id)"),
	FIELD(episode, trashed_at),
	FIELD(episode, version),
	FIELD(episode, created_at),
	FIELD(episode, updated_at),
	FIELD(episode, season_row, .column = "season_id", .secret = true),
	FIELD(episode, media_number, .column = "media_file_id", .secret = true),
	FIELD(episode, is_series_trashed,
	    .column = "(SELECT s.in_trash FROM season n JOIN series s "
		      "ON s.id = n.series_id WHERE n.id = e.season_id)",
	    .secret = true),
	FIELD(episode, created_by, .secret = true),
	FIELD(episode, updated_by, .secret = true),
	FIELD_END,
};

const struct entity episode_entity = {
	.table = "episode",
	.alias = "e",
	.fields = episode_fields,
	.row_size = sizeof(struct episode),
};

static const struct page_order orders[] = {
	{ .name = "number", .field = "number", .index = "in_season" },
	{ 0 },
};

static const struct page_criterion criteria[] = {
	{ .name = "trashed",
	    .value = PAGE_FLAG,
	    .condition = "e.in_trash = 1",
	    .otherwise = "e.in_trash = 0",
	    .usual = "false" },
	{ 0 },
};

const struct page_listing episode_listing = {
	.entity = &episode_entity,
	.id_field = "row",
	.usual = "number",
	.orders = orders,
	.criteria = criteria,
};

struct number_row {
	int64_t number;
};

static const struct field number_fields[] = {
	FIELD(number_row, number, .column = "media_file_id"),
	FIELD_END,
};

static const struct entity number_entity = {
	.table = "episode",
	.alias = "e",
	.fields = number_fields,
	.row_size = sizeof(struct number_row),
};

enum {
	FIND,
	LOCK,
	LIST,
	LOCK_OF_SEASON,
	MEDIA_OF_SEASON,
	MEDIA_OF_SERIES,
	TRASH,
	RESTORE,
	STEP_ASIDE,
	PUT,
	DELETE,
	STATEMENT_COUNT
};

#define TOUCH                                                                  \
	"version = version + 1, updated_at = UTC_TIMESTAMP(3), updated_by = ?"

const struct db_stmt episode_statements[] = {
	[FIND] = { "SELECT {columns} FROM {from} WHERE e.pid = ?",
	    &episode_entity, true },
	[LOCK] = { "SELECT {columns} FROM {from} WHERE e.pid = ? FOR UPDATE",
	    &episode_entity, true },
	[LIST] = { "SELECT {columns} FROM season k STRAIGHT_JOIN episode e "
		   "ON e.season_id = k.id WHERE k.series_id = ? "
		   "AND e.in_trash = 0 ORDER BY k.number, e.number",
	    &episode_entity },
	[LOCK_OF_SEASON] = { "SELECT {columns} FROM {from} "
			     "FORCE INDEX (season_number) "
			     "WHERE e.season_id = ? ORDER BY e.number "
			     "FOR UPDATE",
	    &episode_entity, true },
	[MEDIA_OF_SEASON] = { "SELECT {columns} FROM {from} "
			      "WHERE e.season_id = ? FOR UPDATE",
	    &number_entity, true },
	[MEDIA_OF_SERIES] = { "SELECT {columns} FROM season k "
			      "STRAIGHT_JOIN episode e ON e.season_id = k.id "
			      "WHERE k.series_id = ? FOR UPDATE",
	    &number_entity, true },
	[TRASH] = { "UPDATE episode SET trashed_at = UTC_TIMESTAMP(3), " TOUCH
		    " WHERE id = ?" },
	[RESTORE] = { "UPDATE episode SET trashed_at = NULL, " TOUCH
		      " WHERE id = ?" },
	[STEP_ASIDE] = { "UPDATE episode SET number = number + ? "
			 "WHERE season_id = ?" },
	[PUT] = { "UPDATE episode SET number = ? WHERE id = ?" },
	[DELETE] = { "DELETE FROM episode WHERE id = ?" },
};
const size_t episode_statement_count = STATEMENT_COUNT;

enum outcome
db_episode_find(
    struct db *db, void *mem, const struct uuid *id, struct episode *out)
{
	return db_find(
	    db, mem, &episode_statements[FIND], DB_ARGS(db_of_uuid(id)), out);
}

enum outcome
db_episode_lock(
    struct db *db, void *mem, const struct uuid *id, struct episode *out)
{
	return db_find(
	    db, mem, &episode_statements[LOCK], DB_ARGS(db_of_uuid(id)), out);
}

enum outcome
db_episode_list(struct db *db, void *mem, int64_t series_number,
    struct episode **out, size_t *count)
{
	return db_list(db, mem, &episode_statements[LIST],
	    DB_ARGS(db_of_number(series_number)), out, count);
}

enum outcome
db_episode_lock_season(struct db *db, void *mem, int64_t season_row,
    struct episode **out, size_t *count)
{
	return db_list(db, mem, &episode_statements[LOCK_OF_SEASON],
	    DB_ARGS(db_of_number(season_row)), out, count);
}

/* A row is nothing but its number, so the rows are the array. */
enum outcome
db_episode_media_of_season(struct db *db, void *mem, int64_t season_row,
    int64_t **numbers, size_t *count)
{
	return db_list(db, mem, &episode_statements[MEDIA_OF_SEASON],
	    DB_ARGS(db_of_number(season_row)), numbers, count);
}

enum outcome
db_episode_media_of_series(struct db *db, void *mem, int64_t series_number,
    int64_t **numbers, size_t *count)
{
	return db_list(db, mem, &episode_statements[MEDIA_OF_SERIES],
	    DB_ARGS(db_of_number(series_number)), numbers, count);
}

enum outcome
db_episode_insert(
    struct db *db, const struct episode *episode, field_set given, int64_t *row)
{
	return db_insert(db, &episode_entity, episode, given, row);
}

enum outcome
db_episode_update(
    struct db *db, const struct episode *episode, field_set given, int64_t row)
{
	return db_update(db, &episode_entity, episode, given, row);
}

enum outcome
db_episode_step_aside(struct db *db, int64_t season_row)
{
	return db_run(db, &episode_statements[STEP_ASIDE],
	    DB_ARGS(db_of_number(ASIDE), db_of_number(season_row)), NULL);
}

enum outcome
db_episode_put(struct db *db, int64_t row, int64_t number)
{
	return db_run_one(db, &episode_statements[PUT],
	    DB_ARGS(db_of_number(number), db_of_number(row)));
}

enum outcome
db_episode_set_trashed(
    struct db *db, int64_t row, bool is_trashed, const char *actor)
{
	return db_run_one(db, &episode_statements[is_trashed ? TRASH : RESTORE],
	    DB_ARGS(db_of_text(actor), db_of_number(row)));
}

enum outcome
db_episode_delete(struct db *db, int64_t row)
{
	return db_run_one(
	    db, &episode_statements[DELETE], DB_ARGS(db_of_number(row)));
}
