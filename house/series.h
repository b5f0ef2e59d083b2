/* Series: what may be done with them. */
#ifndef HOUSE_SERIES_H
#define HOUSE_SERIES_H

#include "house/house.h"
#include "house/title.h"
#include "sql/series.h"

/* A new series of the members in `given`, which field_read has checked, filled
   with the row as it is stored. */
enum outcome series_create(
    struct house *h, struct series *series, field_set given) MUST_CHECK;

/* As of a movie (house/movie.h): versions are compared under the lock. */
enum outcome series_update(struct house *h, const struct uuid *id,
    int64_t expected, const struct series *change, field_set given,
    struct series *out) MUST_CHECK;

/* Its seasons and episodes go with it where lists are concerned, and keep
   their media files. */
enum outcome series_set_trashed(struct house *h, const struct uuid *id,
    int64_t expected, bool is_trashed, struct series *out) MUST_CHECK;

/* Final, with all seasons and episodes; their media files stay, unused. */
enum outcome series_delete(
    struct house *h, const struct uuid *id, int64_t expected) MUST_CHECK;

#endif
