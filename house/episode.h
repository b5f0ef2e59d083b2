/* Episodes: what may be done with them. */
#ifndef HOUSE_EPISODE_H
#define HOUSE_EPISODE_H

#include "house/house.h"
#include "house/title.h"
#include "sql/episode.h"

/* Adds what the table cannot say of the members in `given`: a season or a
   media file that is none.  INVALID when the refusal holds any fault. */
enum outcome episode_check(
    struct house *h, const struct episode *form, field_set given) MUST_CHECK;

/*
 * A new episode of that season, filled with the row as it is stored.
 * NOT_FOUND without such a season, CONFLICT `number_taken`, and of its media
 * file as of a movie's (house/movie.h).
 */
enum outcome episode_create(struct house *h, const struct uuid *season_id,
    struct episode *episode, field_set given) MUST_CHECK;

/* As of a movie.  Another season_id moves it there: INVALID when there is no
   such season, CONFLICT `number_taken`. */
enum outcome episode_update(struct house *h, const struct uuid *id,
    int64_t expected, const struct episode *change, field_set given,
    struct episode *out) MUST_CHECK;

enum outcome episode_set_trashed(struct house *h, const struct uuid *id,
    int64_t expected, bool is_trashed, struct episode *out) MUST_CHECK;

/* Final; its media file stays, unused. */
enum outcome episode_delete(
    struct house *h, const struct uuid *id, int64_t expected) MUST_CHECK;

/* The order that a season's episodes shall have. */
struct episode_order {
	struct text_list episode_ids;
	int64_t first_number; /* ABSENT: 1 */
};
extern const struct field episode_order_fields[];

/* Adds what the table cannot say of the ids: one that is none, or is there
   twice.  INVALID when the refusal holds any fault. */
enum outcome episode_order_check(
    struct house *h, const struct episode_order *order) MUST_CHECK;

/*
 * Numbers the episodes of a season anew, in one step: those that are named
 * come first, in their order, and those of other seasons move here; then all
 * others of the season, as they were.  The season's version grows, and that
 * of each episode whose place changed.  `out` are the season's episodes that
 * are not in the trash.  INVALID for an id that is none, is unknown or comes
 * twice, and for numbers beyond the highest; versions as of a movie.
 */
enum outcome episode_reorder(struct house *h, const struct uuid *season_id,
    int64_t expected, const struct episode_order *order, struct episode **out,
    size_t *count) MUST_CHECK;

#endif
