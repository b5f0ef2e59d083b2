/* Keeping places in films. */
#include "config.h"

#include "house/watch.h"

#include <inttypes.h>

#include "house/auth.h"

#define WATCHED_PERCENT 90

const struct field watch_form_fields[] = {
	FIELD(watch_form, position_ms, .writable = true, .required = true,
	    .max = INT64_MAX / 100, .unit = "milliseconds"),
	FIELD(watch_form, watched, .writable = true, .required = true),
	FIELD_END,
};

struct putting {
	struct house *h;
	struct watch_progress progress;
	bool is_said;
};

/*
 * Nothing of this goes into the book of changes: a player says it every few
 * seconds, it is nobody's business but the person's own, and it would bury
 * all else.
 */
static enum outcome
put_unit(void *context)
{
	struct putting *putting = context;
	struct house *h = putting->h;

	return db_watch_put(
	    h->db, h->caller->account, &putting->progress, putting->is_said);
}

static void
check_position(struct house *h, int64_t position_ms, int64_t duration_ms)
{
	if (position_ms > duration_ms)
		refuse_field(h->refusal, "position_ms", "too_large",
		    "must be at most %" PRId64 ", where the film ends",
		    duration_ms);
}

static enum outcome
check(struct house *h, const struct watch_form *form, field_set given,
    int64_t duration_ms)
{
	if ((given & WATCH_POSITION) == 0 && (given & WATCH_WATCHED) == 0)
		refuse_field(h->refusal, "position_ms", "required",
		    "must be given, or else watched");
	else if ((given & WATCH_POSITION) != 0 && duration_ms == ABSENT)
		return refuse(h->refusal, CONFLICT, "media_not_ready",
		    "It is not known yet how long this film is.");
	else if ((given & WATCH_POSITION) != 0)
		check_position(h, form->position_ms, duration_ms);
	return refusal_outcome(h->refusal);
}

static void
apply(const struct watch_form *form, field_set given,
    struct watch_progress *progress)
{
	progress->position_ms =
	    (given & WATCH_POSITION) != 0 ? form->position_ms : 0;
	if ((given & WATCH_WATCHED) != 0)
		progress->watched = form->watched;
	else
		progress->watched = form->position_ms * 100 >=
				    progress->duration_ms * WATCHED_PERCENT;
}

enum outcome
watch_show(
    struct house *h, const struct uuid *media_id, struct watch_progress *out)
{
	return db_watch_find(h->db, h->mem, h->caller->account, media_id, out);
}

enum outcome
watch_check_form(struct house *h, const struct uuid *media_id,
    const struct watch_form *form, field_set given)
{
	struct watch_progress progress;
	enum outcome rc = OK;

	if ((given & WATCH_POSITION) != 0)
		rc = watch_show(h, media_id, &progress);
	if (rc == OK && (given & WATCH_POSITION) != 0 &&
	    progress.duration_ms != ABSENT)
		check_position(h, form->position_ms, progress.duration_ms);
	return rc == OK ? refusal_outcome(h->refusal) : rc;
}

enum outcome
watch_put(struct house *h, const struct uuid *media_id,
    const struct watch_form *form, field_set given, struct watch_progress *out)
{
	struct putting putting = {
		.h = h,
		.is_said = (given & WATCH_WATCHED) != 0,
	};
	enum outcome rc = watch_show(h, media_id, &putting.progress);

	if (rc == OK)
		rc = check(h, form, given, putting.progress.duration_ms);
	if (rc != OK)
		return rc;
	apply(form, given, &putting.progress);
	rc = db_transact(h->db, put_unit, &putting);
	/* All has been checked, so it is the film that went in between. */
	if (rc == INVALID)
		return NOT_FOUND;
	return rc == OK ? watch_show(h, media_id, out) : rc;
}
