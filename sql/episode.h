/* Episodes of seasons: rows and statements. */
#ifndef SQL_EPISODE_H
#define SQL_EPISODE_H

#include "sql/db.h"
#include "sql/page.h"

#define EPISODE_NUMBER_MAX 9999

struct episode {
	int64_t row; /* its own id */
	struct uuid id;
	struct uuid season_id;
	struct uuid series_id;
	int64_t number; /* as people count; one of a kind in its season, also
			   while it is in the trash */
	char *title;
	char *synopsis;
	char *aired_on; /* 2026-03-01 */
	struct uuid media_file_id;
	struct stamp trashed_at; /* ABSENT: it is not in the trash */
	int64_t version;
	struct stamp created_at;
	struct stamp updated_at;
	int64_t season_row;
	int64_t media_number;
	bool is_series_trashed;
	char *created_by;
	char *updated_by;
};

extern const struct field episode_fields[];
extern const struct entity episode_entity;
extern const struct page_listing episode_listing;
extern const struct db_stmt episode_statements[];
extern const size_t episode_statement_count;

enum outcome db_episode_find(struct db *db, void *mem, const struct uuid *id,
    struct episode *out) MUST_CHECK;
/* The same, locked against all others until the transaction ends. */
enum outcome db_episode_lock(struct db *db, void *mem, const struct uuid *id,
    struct episode *out) MUST_CHECK;
/* All of a series that are not in the trash, by season and number. */
enum outcome db_episode_list(struct db *db, void *mem, int64_t series_number,
    struct episode **out, size_t *count) MUST_CHECK;
/* All of a season by number, those in the trash too, locked. */
enum outcome db_episode_lock_season(struct db *db, void *mem,
    int64_t season_row, struct episode **out, size_t *count) MUST_CHECK;
/* The media files (ABSENT: none) of all episodes, which are locked. */
enum outcome db_episode_media_of_season(struct db *db, void *mem,
    int64_t season_row, int64_t **numbers, size_t *count) MUST_CHECK;
enum outcome db_episode_media_of_series(struct db *db, void *mem,
    int64_t series_number, int64_t **numbers, size_t *count) MUST_CHECK;
/* The members in `given` (db_members) that stand in columns of the table;
   CONFLICT when the season has such a number, or another has its media. */
enum outcome db_episode_insert(struct db *db, const struct episode *episode,
    field_set given, int64_t *row) MUST_CHECK;
enum outcome db_episode_update(struct db *db, const struct episode *episode,
    field_set given, int64_t row) MUST_CHECK;
/* Moves the numbers of a whole season out of the way, to be given anew one by
   one in the same transaction; then gives one. */
enum outcome db_episode_step_aside(
    struct db *db, int64_t season_row) MUST_CHECK;
enum outcome db_episode_put(
    struct db *db, int64_t row, int64_t number) MUST_CHECK;
/* Into the trash, or out of it. */
enum outcome db_episode_set_trashed(
    struct db *db, int64_t row, bool is_trashed, const char *actor) MUST_CHECK;
enum outcome db_episode_delete(struct db *db, int64_t row) MUST_CHECK;

#endif
