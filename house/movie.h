/* Movies: what may be done with them. */
#ifndef HOUSE_MOVIE_H
#define HOUSE_MOVIE_H

#include "house/house.h"
#include "sql/movie.h"

/*
 * A new movie of the members in `given`, which field_read has checked; its
 * media file, when it has one, is attached in the same transaction.
 * INVALID when there is no such media file, CONFLICT `media_in_use` when
 * another title has it.  `movie` is filled with the row as it is stored.
 */
enum outcome movie_create(
    struct house *h, struct movie *movie, field_set given) MUST_CHECK;

#endif
