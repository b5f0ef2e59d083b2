/* Movies: what may be done with them. */
#ifndef HOUSE_MOVIE_H
#define HOUSE_MOVIE_H

#include "house/house.h"
#include "house/title.h"
#include "sql/movie.h"

/* Adds what the table cannot say of the members in `given`: a media file that
   is none.  INVALID when the refusal holds any fault. */
enum outcome movie_check(
    struct house *h, const struct movie *form, field_set given) MUST_CHECK;

/*
 * A new movie of the members in `given`, which field_read has checked; its
 * media file, when it has one, is attached in the same transaction.
 * INVALID when there is no such media file, CONFLICT `media_in_use` when
 * another title has it.  `movie` is filled with the row as it is stored.
 */
enum outcome movie_create(
    struct house *h, struct movie *movie, field_set given) MUST_CHECK;

/*
 * Each of these changes the movie of that id if it has the version that is
 * `expected` (ANY_VERSION: whichever), compared under the row's lock;
 * CONFLICT `stale_version` otherwise.  `out` is the row as it is then.
 *
 * movie_update sets the members in `given`.  Another media file takes the
 * place of the one before, which is unused from then on.
 */
enum outcome movie_update(struct house *h, const struct uuid *id,
    int64_t expected, const struct movie *change, field_set given,
    struct movie *out) MUST_CHECK;

/* Into the trash, where it still has its media file, or out of it; what is
   there already stays as it is. */
enum outcome movie_set_trashed(struct house *h, const struct uuid *id,
    int64_t expected, bool is_trashed, struct movie *out) MUST_CHECK;

/* Final; its media file stays, unused. */
enum outcome movie_delete(
    struct house *h, const struct uuid *id, int64_t expected) MUST_CHECK;

#endif
