/* Ordering posters and taking them away. */
#include "config.h"

#include "house/poster.h"

#include <inttypes.h>

#include "base/log.h"
#include "base/mem.h"
#include "house/audit.h"
#include "house/job.h"
#include "house/poster_inside.h"
#include "house/storage.h"
#include "house/title.h"
#include "house/wake.h"
#include "sql/gc.h"
#include "sql/media.h"

/* A worker that was told to stop may still write there for a moment. */
#define STAGING_DELAY_S 90

/* No film is longer (max_duration_s has that limit). */
#define LATEST_MS INT64_C(604800000)

static const struct field movie_frame_fields[] = {
	FIELD(poster_frame, from_ms, .writable = true, .required = true,
	    .max = LATEST_MS, .unit = "milliseconds"),
	FIELD_END,
};

static const struct field series_frame_fields[] = {
	FIELD(poster_frame, from_ms, .writable = true, .required = true,
	    .max = LATEST_MS, .unit = "milliseconds"),
	FIELD(poster_frame, media_file_id, .writable = true, .required = true),
	FIELD_END,
};

const struct field *const poster_frame_fields[POSTER_OWNER_COUNT] = {
	[POSTER_OF_MOVIE] = movie_frame_fields,
	[POSTER_OF_SERIES] = series_frame_fields,
};

/* What the book of changes says of each kind of title. */
static const struct {
	const char *subject;
	const char *deeds[POSTER_DEED_COUNT];
} words[POSTER_OWNER_COUNT] = {
	[POSTER_OF_MOVIE] = { AUDIT_MOVIE,
	    { "movie.poster_order", "movie.poster_show",
		"movie.poster_remove" } },
	[POSTER_OF_SERIES] = { AUDIT_SERIES,
	    { "series.poster_order", "series.poster_show",
		"series.poster_remove" } },
};

/* What is done about one title's poster, as the argument of its unit. */
struct deed {
	struct house *h;
	const struct poster_wish *wish;
	struct upload *upload;
	const struct poster_frame *frame;
	struct job *out;
};

char *
poster_key(void *mem, const struct uuid *title_id, int64_t number)
{
	return mem_printf(mem, "%s/%" PRId64 ".jpg", title_id->text, number);
}

struct json_object *
poster_print(struct house *h, const struct poster_title *title, int64_t number)
{
	struct json_object *json = json_object_new_object();
	struct json_object *path = NULL;

	if (number != ABSENT)
		path = json_object_new_string(mem_printf(h->mem, "/posters/%s",
		    poster_key(h->mem, &title->id, number)));
	json_object_object_add(json, "poster", path);
	return json;
}

enum outcome
poster_note(struct house *h, enum poster_owner owner, enum poster_deed deed,
    const struct poster_title *title, struct json_object *after)
{
	return audit_note(h, words[owner].deeds[deed], words[owner].subject,
	    title->id.text, poster_print(h, title, title->poster_number),
	    after);
}

static int64_t
number_if(bool is_so, int64_t number)
{
	return is_so ? number : ABSENT;
}

static enum outcome
lock(struct deed *deed, struct poster_title *title)
{
	struct house *h = deed->h;
	const struct poster_wish *wish = deed->wish;
	enum outcome rc =
	    db_poster_lock(h->db, h->mem, wish->owner, &wish->id, title);

	return rc == OK ? title_expect(h, title->version, wish->expected) : rc;
}

/* Jobs that are under way for it are not wanted any more. */
static enum outcome
cancel(struct house *h, enum poster_owner owner, int64_t number, size_t *count)
{
	return job_cancel_all_of_title(h,
	    number_if(owner == POSTER_OF_MOVIE, number),
	    number_if(owner == POSTER_OF_SERIES, number), count);
}

static enum outcome
place_order(struct deed *deed, const struct poster_title *title,
    int64_t media_number, const struct poster_order *order)
{
	struct house *h = deed->h;
	enum poster_owner owner = deed->wish->owner;
	int64_t job_id;
	size_t count;
	enum outcome rc = cancel(h, owner, title->number, &count);

	if (rc == OK)
		rc = job_enqueue_for_title(h, JOB_POSTER,
		    number_if(owner == POSTER_OF_MOVIE, title->number),
		    number_if(owner == POSTER_OF_SERIES, title->number),
		    media_number, &job_id);
	if (rc == OK)
		rc = db_poster_order_insert(h->db, job_id, order);
	if (rc == OK)
		rc = db_job_find(h->db, h->mem, job_id, deed->out);
	return rc == OK ? poster_note(h, owner, POSTER_ORDERED, title,
			      field_print(job_fields, deed->out))
			: rc;
}

static enum outcome
picture_unit(void *context)
{
	struct deed *deed = context;
	struct poster_order order = { .from_ms = ABSENT };
	struct poster_title title;
	enum outcome rc = lock(deed, &title);

	if (rc == OK)
		rc = upload_hand_over(deed->h, deed->upload, &order.source_key);
	return rc == OK ? place_order(deed, &title, ABSENT, &order) : rc;
}

static enum outcome
commit(struct deed *deed, enum outcome (*unit)(void *), const char *event)
{
	struct house *h = deed->h;
	enum outcome rc = db_transact(h->db, unit, deed);

	if (rc != OK)
		return rc;
	log_info(event, TEXT_PAIR("title", deed->wish->id.text),
	    TEXT_PAIR("actor", h->actor));
	wake_workers(h->settings);
	return OK;
}

enum outcome
poster_want_picture(struct house *h, const struct poster_wish *wish,
    struct upload *upload, struct job *out)
{
	struct deed deed = {
		.h = h, .wish = wish, .upload = upload, .out = out
	};

	return commit(&deed, picture_unit, "poster.ordered");
}

static enum outcome
unknown_media(struct house *h)
{
	refuse_field(h->refusal, "media_file_id", "unknown",
	    "is not the id of a media file of an episode of this series");
	return refusal_outcome(h->refusal);
}

/* The film whose frame it is. */
static enum outcome
find_film(
    struct deed *deed, const struct poster_title *title, struct media *media)
{
	struct house *h = deed->h;
	bool is_series = deed->wish->owner == POSTER_OF_SERIES;
	const struct uuid *id =
	    is_series ? &deed->frame->media_file_id : &title->media_file_id;
	bool is_known = true;
	enum outcome rc;

	if (id->text[0] == '\0')
		return refuse(h->refusal, CONFLICT, "media_missing",
		    "It has no media file.");
	rc = db_media_lock(h->db, h->mem, id, media);
	if (rc == NOT_FOUND)
		return unknown_media(h);
	if (rc == OK && is_series)
		rc = db_poster_has_episode(
		    h->db, title->number, media->number, &is_known);
	return rc == OK && !is_known ? unknown_media(h) : rc;
}

static enum outcome
check_frame(struct deed *deed, const struct media *media)
{
	struct house *h = deed->h;

	if (media->status != MEDIA_READY)
		return refuse(h->refusal, CONFLICT, "media_not_ready",
		    "This media file is %s; a poster is made of what plays.",
		    media_status_names[media->status]);
	if (media->duration_ms != ABSENT &&
	    deed->frame->from_ms >= media->duration_ms)
		refuse_field(h->refusal, "from_ms", "too_large",
		    "must be less than the film's %" PRId64 " ms",
		    media->duration_ms);
	return refusal_outcome(h->refusal);
}

static enum outcome
frame_unit(void *context)
{
	struct deed *deed = context;
	struct poster_order order = { .from_ms = deed->frame->from_ms };
	struct poster_title title;
	struct media media;
	enum outcome rc = lock(deed, &title);

	if (rc == OK)
		rc = find_film(deed, &title, &media);
	if (rc == OK)
		rc = check_frame(deed, &media);
	return rc == OK ? place_order(deed, &title, media.number, &order) : rc;
}

enum outcome
poster_want_frame(struct house *h, const struct poster_wish *wish,
    const struct poster_frame *frame, struct job *out)
{
	struct deed deed = { .h = h, .wish = wish, .frame = frame, .out = out };

	return commit(&deed, frame_unit, "poster.ordered");
}

static enum outcome
take_away(
    struct house *h, enum poster_owner owner, const struct poster_title *title)
{
	enum outcome rc =
	    db_poster_set(h->db, owner, title->number, ABSENT, h->actor);

	if (rc != OK)
		return rc;
	return db_gc_add(h->db, GC_POSTER,
	    poster_key(h->mem, &title->id, title->poster_number), 0);
}

static enum outcome
remove_unit(void *context)
{
	struct deed *deed = context;
	struct house *h = deed->h;
	enum poster_owner owner = deed->wish->owner;
	struct poster_title title;
	size_t count = 0;
	enum outcome rc = lock(deed, &title);

	if (rc == OK)
		rc = cancel(h, owner, title.number, &count);
	if (rc == OK && title.poster_number == ABSENT && count == 0)
		return refuse(h->refusal, NOT_FOUND, "poster_missing",
		    "It has no poster.");
	if (rc == OK && title.poster_number != ABSENT)
		rc = take_away(h, owner, &title);
	return rc == OK ? poster_note(h, owner, POSTER_REMOVED, &title,
			      poster_print(h, &title, ABSENT))
			: rc;
}

enum outcome
poster_remove(struct house *h, const struct poster_wish *wish)
{
	struct deed deed = { .h = h, .wish = wish };

	return commit(&deed, remove_unit, "poster.removed");
}

enum outcome
poster_give_up(struct house *h, enum poster_owner owner, int64_t number,
    const struct uuid *id, int64_t poster_number)
{
	size_t count;
	enum outcome rc = cancel(h, owner, number, &count);

	if (rc != OK || (poster_number == ABSENT && count == 0))
		return rc;
	if (count > 0)
		rc = db_gc_add(h->db, GC_STAGING, id->text, STAGING_DELAY_S);
	return rc == OK ? db_gc_add(h->db, GC_POSTER, id->text,
			      count > 0 ? STAGING_DELAY_S : 0)
			: rc;
}
