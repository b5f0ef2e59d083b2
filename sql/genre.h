/* Genres, and which titles have them. */
#ifndef SQL_GENRE_H
#define SQL_GENRE_H

#include "sql/db.h"
#include "sql/page.h"

struct genre {
	int64_t number;
	char *name;
};

/* Those that some title has. */
extern const struct field genre_fields[];
extern const struct page_listing genre_listing;
extern const struct db_stmt genre_statements[];
extern const size_t genre_statement_count;

enum genre_owner { GENRE_OF_MOVIE, GENRE_OF_SERIES };

/*
 * Gives a title these genres, in this order, instead of those it has; in the
 * caller's transaction.  A genre of a new name is made; "drama" is "Drama".
 */
enum outcome db_genre_set(struct db *db, enum genre_owner owner,
    int64_t title_number, const struct text_list *names) MUST_CHECK;

#endif
