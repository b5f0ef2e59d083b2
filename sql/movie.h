/* Movies: rows and statements. */
#ifndef SQL_MOVIE_H
#define SQL_MOVIE_H

#include "sql/db.h"
#include "sql/page.h"

struct movie {
	int64_t number;
	struct uuid id;
	char *title;
	char *sort_title;
	char *original_title;
	char *synopsis;
	int64_t year;
	struct uuid media_file_id;
	int64_t version;
	struct stamp created_at;
	struct stamp updated_at;
	int64_t media_number;
};

extern const struct field movie_fields[];
extern const struct entity movie_entity;
extern const struct page_listing movie_listing;
extern const struct db_stmt movie_statements[];
extern const size_t movie_statement_count;

enum outcome db_movie_find(struct db *db, void *mem, const struct uuid *id,
    struct movie *out) MUST_CHECK;
/* The members in `given` (db_members) that stand in columns of the table. */
enum outcome db_movie_insert(struct db *db, const struct movie *movie,
    field_set given, int64_t *number) MUST_CHECK;
/* ABSENT takes it away; CONFLICT when another movie has it. */
enum outcome db_movie_set_media(
    struct db *db, int64_t number, int64_t media_number) MUST_CHECK;

#endif
