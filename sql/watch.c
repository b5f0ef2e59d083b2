/* Statements over watch_progress. */
#include "config.h"

#include "sql/watch.h"

const struct field watch_progress_fields[] = {
	FIELD(watch_progress, media_number, .column = "f.id", .secret = true),
	FIELD(watch_progress, position_ms,
	    .column = "COALESCE(p.position_ms, 0)", .unit = "milliseconds"),
	FIELD(watch_progress, duration_ms, .column = "f.duration_ms",
	    .unit = "milliseconds"),
	FIELD(watch_progress, watched, .column = "COALESCE(p.watched, 0)"),
	FIELD(watch_progress, updated_at, .column = "p.updated_at"),
	FIELD_END,
};

static const struct entity progress_entity = {
	.table = "watch_progress",
	.alias = "p",
	.from = "media_file f LEFT JOIN watch_progress p "
		"ON p.media_file_id = f.id AND p.account_id = ?",
	.fields = watch_progress_fields,
	.row_size = sizeof(struct watch_progress),
};

const char *const watch_kind_names[WATCH_KIND_COUNT + 1] = {
	[WATCH_MOVIE] = "movie",
	[WATCH_EPISODE] = "episode",
};

static const struct field item_fields[] = {
	FIELD(watch_item, media_number, .column = "media_file_id"),
	FIELD(watch_item, duration_ms, .column = "f.duration_ms"),
	FIELD(watch_item, position_ms, .column = "COALESCE(o.position_ms, 0)"),
	FIELD(watch_item, media_file_id, .column = "f.pid"),
	FIELD(watch_item, updated_at),
	FIELD(watch_item, kind, .words = watch_kind_names,
	    .column = "IF(c.id IS NULL, 'movie', 'episode')"),
	FIELD(watch_item, title_id, .column = "COALESCE(c.pid, m.pid)"),
	FIELD(watch_item, title, .column = "COALESCE(c.title, m.title)"),
	FIELD(watch_item, year, .column = "m.year"),
	FIELD(watch_item, poster,
	    .column =
		"COALESCE(CONCAT('/posters/', m.pid, '/', m.poster, '.jpg'), "
		"CONCAT('/posters/', s.pid, '/', s.poster, '.jpg'))"),
	FIELD(watch_item, series_id, .column = "s.pid"),
	FIELD(watch_item, series_title, .column = "s.title"),
	FIELD(watch_item, season_number, .column = "cn.number"),
	FIELD(watch_item, number, .column = "c.number"),
	FIELD_END,
};

const struct field watch_item_fields[] = {
	FIELD(watch_item, kind, .words = watch_kind_names),
	FIELD(watch_item, media_file_id),
	FIELD(watch_item, position_ms, .unit = "milliseconds"),
	FIELD(watch_item, duration_ms, .unit = "milliseconds"),
	FIELD(watch_item, updated_at),
	FIELD_END,
};

const struct field watch_movie_fields[] = {
	FIELD_AS(watch_item, title_id, "id"),
	FIELD(watch_item, title),
	FIELD(watch_item, year),
	FIELD(watch_item, poster),
	FIELD_END,
};

const struct field watch_episode_fields[] = {
	FIELD_AS(watch_item, title_id, "id"),
	FIELD(watch_item, title),
	FIELD(watch_item, number),
	FIELD(watch_item, season_number),
	FIELD(watch_item, series_id),
	FIELD(watch_item, series_title),
	FIELD(watch_item, poster),
	FIELD_END,
};

/*
 * What somebody has touched: begun or watched (neither is what was put back to
 * its beginning); `place` is 1 for what was touched last of its series.  All
 * of it is looked at for every page, and nothing of what others have.
 */
#define TOUCHED                                                                \
	"(SELECT w.account_id, w.media_file_id, w.watched, w.updated_at, "     \
	"e.number, n.number AS season_number, n.series_id, "                   \
	"ROW_NUMBER() OVER (PARTITION BY n.series_id "                         \
	"ORDER BY w.updated_at DESC, w.media_file_id DESC) AS place "          \
	"FROM watch_progress w "                                               \
	"LEFT JOIN episode e ON e.media_file_id = w.media_file_id "            \
	"LEFT JOIN season n ON n.id = e.season_id "                            \
	"WHERE w.account_id = ? AND (w.watched = 1 OR w.position_ms > 0))"

/*
 * The episode to go on with: the one that was touched last, unless it is
 * watched, or the next one that is not.  Specials are season 0, so they never
 * follow another season.
 */
#define CANDIDATE                                                              \
	"(SELECT e.id FROM season n "                                          \
	"STRAIGHT_JOIN episode e ON e.season_id = n.id "                       \
	"STRAIGHT_JOIN media_file f ON f.id = e.media_file_id "                \
	"LEFT JOIN watch_progress w ON w.account_id = p.account_id "           \
	"AND w.media_file_id = f.id "                                          \
	"WHERE n.series_id = s.id AND (n.number > p.season_number OR "         \
	"(n.number = p.season_number AND e.number >= p.number)) "              \
	"AND e.in_trash = 0 AND f.status = 'READY' "                           \
	"AND COALESCE(w.watched, 0) = 0 "                                      \
	"ORDER BY n.number, e.number LIMIT 1)"

/* From what was touched to the film to go on with. */
static const struct entity item_entity = {
	.table = "watch_progress",
	.alias = "p",
	.from =
	    TOUCHED " p "
		    "LEFT JOIN movie m ON m.media_file_id = p.media_file_id "
		    "AND m.in_trash = 0 AND p.watched = 0 "
		    "LEFT JOIN series s ON s.id = p.series_id "
		    "AND s.in_trash = 0 AND p.place = 1 "
		    "LEFT JOIN episode c ON c.id = " CANDIDATE " "
		    "LEFT JOIN season cn ON cn.id = c.season_id "
		    "STRAIGHT_JOIN media_file f "
		    "ON f.id = COALESCE(c.media_file_id, m.media_file_id) "
		    "LEFT JOIN watch_progress o ON o.account_id = p.account_id "
		    "AND o.media_file_id = f.id",
	.fields = item_fields,
	.row_size = sizeof(struct watch_item),
};

static const struct page_order orders[] = {
	{ .name = "updated_at", .field = "updated_at" },
	{ 0 },
};

static const struct page_criterion criteria[] = {
	{ 0 },
};

const struct page_listing watch_listing = {
	.entity = &item_entity,
	.only = "f.status = 'READY'",
	.id_field = "media_number",
	.usual = "-updated_at",
	.orders = orders,
	.criteria = criteria,
};

enum { FIND, PUT, STATEMENT_COUNT };

const struct db_stmt watch_statements[] = {
	[FIND] = { "SELECT {columns} FROM {from} WHERE f.pid = ?",
	    &progress_entity, true },
	[PUT] = { "INSERT INTO watch_progress "
		  "(account_id, media_file_id, position_ms, watched) "
		  "VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE "
		  "position_ms = VALUES(position_ms), "
		  "watched = IF(?, VALUES(watched), "
		  "watched OR VALUES(watched)), "
		  "updated_at = UTC_TIMESTAMP(3)" },
};
const size_t watch_statement_count = STATEMENT_COUNT;

enum outcome
db_watch_find(struct db *db, void *mem, int64_t account_number,
    const struct uuid *media_id, struct watch_progress *out)
{
	return db_find(db, mem, &watch_statements[FIND],
	    DB_ARGS(db_of_number(account_number), db_of_uuid(media_id)), out);
}

enum outcome
db_watch_put(struct db *db, int64_t account_number,
    const struct watch_progress *progress, bool is_said)
{
	return db_run(db, &watch_statements[PUT],
	    DB_ARGS(db_of_number(account_number),
		db_of_number(progress->media_number),
		db_of_number(progress->position_ms),
		db_of_number(progress->watched), db_of_number(is_said)),
	    NULL);
}
