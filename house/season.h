/* Seasons: what may be done with them. */
#ifndef HOUSE_SEASON_H
#define HOUSE_SEASON_H

#include "house/house.h"
#include "house/title.h"
#include "sql/season.h"

/* A new season of that series, filled with the row as it is stored; NOT_FOUND
   without such a series, CONFLICT `number_taken`. */
enum outcome season_create(struct house *h, const struct uuid *series_id,
    struct season *season, field_set given) MUST_CHECK;

/* As of a movie (house/movie.h); CONFLICT also `number_taken`. */
enum outcome season_update(struct house *h, const struct uuid *id,
    int64_t expected, const struct season *change, field_set given,
    struct season *out) MUST_CHECK;

/* Final, with all episodes; their media files stay, unused. */
enum outcome season_delete(
    struct house *h, const struct uuid *id, int64_t expected) MUST_CHECK;

#endif
