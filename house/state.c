/* The table of legal moves, and the moves. */
#include "config.h"

#include "house/state.h"

#include "base/log.h"
#include "house/audit.h"
#include "house/event.h"

static const bool legal[MEDIA_STATUS_COUNT][MEDIA_STATUS_COUNT] = {
	[MEDIA_UPLOADED][MEDIA_PROCESSING] = true,
	[MEDIA_PROCESSING][MEDIA_READY] = true,
	[MEDIA_PROCESSING][MEDIA_ERROR] = true,
	[MEDIA_PROCESSING][MEDIA_UPLOADED] = true,
	[MEDIA_ERROR][MEDIA_UPLOADED] = true,
	[MEDIA_READY][MEDIA_UPLOADED] = true,
};

bool
state_may_move(enum media_status from, enum media_status to)
{
	return legal[from][to];
}

static enum outcome
locked(struct house *h, int64_t media_number, struct media *out)
{
	return db_media_lock_number(h->db, h->mem, media_number, out);
}

static enum outcome
check_move(struct house *h, const struct media *media, enum media_status to)
{
	if (state_may_move(media->status, to))
		return OK;
	return refuse(h->refusal, CONFLICT, "wrong_state",
	    "A media file that is %s cannot become %s.",
	    media_status_names[media->status], media_status_names[to]);
}

static enum outcome
move(struct house *h, const struct media *media, enum media_status to)
{
	enum outcome rc = check_move(h, media, to);

	if (rc != OK)
		return rc;
	log_info("media.moved", TEXT_PAIR("media_file", media->id.text),
	    TEXT_PAIR("from", media_status_names[media->status]),
	    TEXT_PAIR("to", media_status_names[to]));
	return db_media_set_status(h->db, media->number, media->status, to);
}

static struct json_object *
status_object(enum media_status status)
{
	struct json_object *object = json_object_new_object();

	json_object_object_add(object, "status",
	    json_object_new_string(media_status_names[status]));
	return object;
}

/* What came out of its job: in the book of changes, and for those who asked to
   be told. */
static enum outcome
announce(struct house *h, const struct media *media, enum webhook_event event,
    enum media_status now)
{
	enum outcome rc = audit_note(h, event_names[event], AUDIT_MEDIA,
	    media->id.text, status_object(media->status), status_object(now));

	return rc == OK ? event_of_media_number(h, event, media->number) : rc;
}

enum outcome
state_started(struct house *h, int64_t media_number)
{
	struct media media;
	enum outcome rc = locked(h, media_number, &media);

	if (rc != OK || media.status == MEDIA_READY ||
	    media.status == MEDIA_PROCESSING)
		return rc;
	return move(h, &media, MEDIA_PROCESSING);
}

enum outcome
state_published(struct house *h, int64_t media_number, int64_t output_id,
    int64_t duration_ms, bool is_whole)
{
	struct media media;
	enum outcome rc = locked(h, media_number, &media);

	if (rc == OK && media.status != MEDIA_READY)
		rc = check_move(h, &media, MEDIA_READY);
	if (rc != OK)
		return rc;
	log_info("media.published", TEXT_PAIR("media_file", media.id.text),
	    NUMBER_PAIR("revision", output_id));
	rc = db_media_set_live(
	    h->db, media_number, output_id, duration_ms, is_whole);
	if (rc != OK)
		return rc;
	return announce(h, &media, EVENT_MEDIA_READY, MEDIA_READY);
}

enum outcome
state_failed(struct house *h, int64_t media_number, const char *code,
    const char *message)
{
	struct media media;
	enum outcome rc = locked(h, media_number, &media);

	if (rc == OK && media.status == MEDIA_READY)
		return db_media_set_last_error(h->db, media_number, message);
	/* Its worker may have died before it could say that it began. */
	if (rc == OK && media.status == MEDIA_UPLOADED) {
		rc = move(h, &media, MEDIA_PROCESSING);
		media.status = MEDIA_PROCESSING;
	}
	if (rc == OK)
		rc = check_move(h, &media, MEDIA_ERROR);
	if (rc != OK)
		return rc;
	log_info("media.failed", TEXT_PAIR("media_file", media.id.text),
	    TEXT_PAIR("code", code));
	rc = db_media_set_error(
	    h->db, media_number, media.status, code, message);
	if (rc != OK)
		return rc;
	return announce(h, &media, EVENT_MEDIA_ERROR, MEDIA_ERROR);
}

enum outcome
state_left_short(struct house *h, int64_t media_number, const char *code,
    const char *message)
{
	struct media media;
	enum outcome rc = locked(h, media_number, &media);

	if (rc != OK || media.status != MEDIA_READY)
		return rc;
	log_info("media.left_short", TEXT_PAIR("media_file", media.id.text),
	    TEXT_PAIR("code", code));
	return db_media_set_last_error(h->db, media_number, message);
}

enum outcome
state_cancelled(struct house *h, int64_t media_number)
{
	struct media media;
	enum outcome rc = locked(h, media_number, &media);

	if (rc != OK || media.status != MEDIA_PROCESSING)
		return rc;
	return move(h, &media, MEDIA_UPLOADED);
}

enum outcome
state_requeued(struct house *h, int64_t media_number)
{
	struct media media;
	enum outcome rc = locked(h, media_number, &media);

	if (rc != OK || media.status != MEDIA_ERROR)
		return rc;
	return move(h, &media, MEDIA_UPLOADED);
}

enum outcome
state_dropped(struct house *h, int64_t media_number)
{
	struct media media;
	enum outcome rc = locked(h, media_number, &media);

	if (rc == OK && media.status != MEDIA_UPLOADED)
		rc = check_move(h, &media, MEDIA_UPLOADED);
	return rc == OK ? db_media_clear_live(h->db, media_number) : rc;
}
