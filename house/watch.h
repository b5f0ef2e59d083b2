/* Who has come how far in which film. */
#ifndef HOUSE_WATCH_H
#define HOUSE_WATCH_H

#include "house/house.h"
#include "sql/watch.h"

/* What the caller says of a film: where they are, or whether they have
   watched it. */
struct watch_form {
	int64_t position_ms;
	bool watched;
};
enum watch_given { WATCH_POSITION = 1 << 0, WATCH_WATCHED = 1 << 1 };
extern const struct field watch_form_fields[];

/* The caller's place in that film; where they have none, its beginning.
   NOT_FOUND without such a media file. */
enum outcome watch_show(struct house *h, const struct uuid *media_id,
    struct watch_progress *out) MUST_CHECK;

/* Adds what the table cannot say of the members in `given`: a position beyond
   the film's end.  NOT_FOUND without such a media file, INVALID when the
   refusal holds any fault. */
enum outcome watch_check_form(struct house *h, const struct uuid *media_id,
    const struct watch_form *form, field_set given) MUST_CHECK;

/*
 * Sets it.  A position in the last tenth of the film makes it watched, and
 * watched it stays until it is said not to be; to say either without a
 * position puts the position back to the beginning.  INVALID when neither is
 * given or the position is beyond the film's end; CONFLICT `media_not_ready`
 * while nobody knows how long the film is.
 */
enum outcome watch_put(struct house *h, const struct uuid *media_id,
    const struct watch_form *form, field_set given,
    struct watch_progress *out) MUST_CHECK;

#endif
