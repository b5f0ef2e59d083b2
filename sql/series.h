/* Series: rows and statements. */
#ifndef SQL_SERIES_H
#define SQL_SERIES_H

#include "sql/db.h"
#include "sql/page.h"

struct series {
	int64_t number; /* the row's own id */
	struct uuid id;
	char *title;
	char *sort_title;
	char *original_title;
	int64_t year;
	char *synopsis;
	struct text_list genres; /* stored by sql/genre.h */
	char *rating;            /* an age class of the site's choosing */
	char *poster;            /* its path on the web server, or NULL */
	struct stamp trashed_at; /* ABSENT: it is not in the trash */
	int64_t version;
	struct stamp created_at;
	struct stamp updated_at;
	int64_t poster_number; /* ABSENT: none */
	char *created_by;
	char *updated_by;
	char *sort_key; /* of sort_title, in hex */
	int64_t sort_year;
};

extern const struct field series_fields[];
extern const struct entity series_entity;
extern const struct page_listing series_listing;
extern const struct db_stmt series_statements[];
extern const size_t series_statement_count;

enum outcome db_series_find(struct db *db, void *mem, const struct uuid *id,
    struct series *out) MUST_CHECK;
/* The same, locked against all others until the transaction ends. */
enum outcome db_series_lock(struct db *db, void *mem, const struct uuid *id,
    struct series *out) MUST_CHECK;
/* The members in `given` (db_members) that stand in columns of the table. */
enum outcome db_series_insert(struct db *db, const struct series *series,
    field_set given, int64_t *number) MUST_CHECK;
enum outcome db_series_update(struct db *db, const struct series *series,
    field_set given, int64_t number) MUST_CHECK;
/* Into the trash, or out of it. */
enum outcome db_series_set_trashed(struct db *db, int64_t number,
    bool is_trashed, const char *actor) MUST_CHECK;
/* With its seasons and their episodes. */
enum outcome db_series_delete(struct db *db, int64_t number) MUST_CHECK;

#endif
