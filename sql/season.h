/* Seasons of series: rows and statements. */
#ifndef SQL_SEASON_H
#define SQL_SEASON_H

#include "sql/db.h"
#include "sql/page.h"

#define SEASON_NUMBER_MAX 9999 /* 0: specials */

struct season {
	int64_t row; /* its own id */
	struct uuid id;
	struct uuid series_id;
	int64_t number; /* as people count; one of a kind in its series */
	char *title;
	int64_t version;
	struct stamp created_at;
	struct stamp updated_at;
	int64_t series_row;
	char *created_by;
	char *updated_by;
};

extern const struct field season_fields[];
extern const struct entity season_entity;
extern const struct page_listing season_listing;
extern const struct db_stmt season_statements[];
extern const size_t season_statement_count;

enum outcome db_season_find(struct db *db, void *mem, const struct uuid *id,
    struct season *out) MUST_CHECK;
/* The same, locked against all others until the transaction ends. */
enum outcome db_season_lock(struct db *db, void *mem, const struct uuid *id,
    struct season *out) MUST_CHECK;
/* All of a series, by number. */
enum outcome db_season_list(struct db *db, void *mem, int64_t series_number,
    struct season **out, size_t *count) MUST_CHECK;
/* The members in `given` (db_members) that stand in columns of the table;
   CONFLICT when the series has such a number. */
enum outcome db_season_insert(struct db *db, const struct season *season,
    field_set given, int64_t *row) MUST_CHECK;
enum outcome db_season_update(struct db *db, const struct season *season,
    field_set given, int64_t row) MUST_CHECK;
/* With its episodes. */
enum outcome db_season_delete(struct db *db, int64_t row) MUST_CHECK;

#endif
