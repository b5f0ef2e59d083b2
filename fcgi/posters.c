/*
 * Posters over HTTP: a picture as it is, or JSON that names a frame.  The body
 * flows without a connection to the database, which is borrowed for each call.
 */
#include "config.h"

#include "house/poster.h"
#include "house/title.h"

#include <string.h>

#include "fcgi/body.h"
#include "fcgi/database.h"
#include "fcgi/handlers.h"
#include "fcgi/jobs.h"
#include "fcgi/response.h"
#include "fcgi/uploads.h"
#include "sql/movie.h"
#include "sql/series.h"

static const char *const picture_types[] = { "image/jpeg", "image/png",
	"image/webp" };

/* A poster that is wanted, of what has come. */
struct order {
	struct request *rq;
	enum poster_owner owner;
	struct poster_wish wish;
	struct upload *upload;
	struct poster_frame frame;
	struct job job;
};

/* The version of the title, to be compared with If-Match. */
static enum outcome
find_version(struct request *rq, enum poster_owner owner, int64_t *version)
{
	struct house *h = rq->house;
	struct series series = { .version = ABSENT };
	struct movie movie = { .version = ABSENT };
	enum outcome rc;

	if (owner == POSTER_OF_MOVIE)
		rc = db_movie_find(h->db, rq->mem, &rq->uuid, &movie);
	else
		rc = db_series_find(h->db, rq->mem, &rq->uuid, &series);
	*version = owner == POSTER_OF_MOVIE ? movie.version : series.version;
	return rc;
}

static enum outcome
find(struct request *rq, enum poster_owner owner, struct poster_wish *wish)
{
	int64_t version;
	enum outcome rc = find_version(rq, owner, &version);

	*wish = (struct poster_wish){ .owner = owner, .id = rq->uuid };
	return rc == OK ? request_expected(rq, version, &wish->expected) : rc;
}

/* With a connection to the database while `run` runs, and not longer. */
static enum outcome
with_database(struct order *order, enum outcome (*run)(struct order *order))
{
	struct request *rq = order->rq;
	enum outcome rc = database_borrow(rq->database, rq->house);

	if (rc != OK)
		return rc;
	rc = run(order);
	database_return(rq->database, rq->house);
	return rc;
}

static enum outcome
open_picture(struct order *order)
{
	struct request *rq = order->rq;
	struct upload_claim claim = { .size_bytes = ABSENT,
		.is_picture = true };
	enum outcome rc = find(rq, order->owner, &order->wish);

	if (rq->content_length != LENGTH_UNKNOWN)
		claim.size_bytes = rq->content_length;
	return rc == OK ? upload_open(rq->house, &claim, &order->upload) : rc;
}

static enum outcome
want_picture(struct order *order)
{
	return poster_want_picture(
	    order->rq->house, &order->wish, order->upload, &order->job);
}

/* The picture is on the disk for good before it is ordered.  An order whose
   commit was not heard of may hold: its file is left to the sweep, which asks
   the rows. */
static enum outcome
take_picture(struct order *order)
{
	struct request *rq = order->rq;
	enum outcome rc = with_database(order, open_picture);

	if (rc != OK)
		return rc;
	rc = uploads_receive(rq, order->upload);
	if (rc == OK)
		rc = upload_settle(order->upload, rq->refusal);
	if (rc == OK)
		rc = with_database(order, want_picture);
	if (rc != OK && rc != UNAVAILABLE)
		uploads_give_up(rq, order->upload);
	return rc;
}

static enum outcome
find_title(struct order *order)
{
	return find(order->rq, order->owner, &order->wish);
}

static enum outcome
want_frame(struct order *order)
{
	return poster_want_frame(
	    order->rq->house, &order->wish, &order->frame, &order->job);
}

/* The media file of a series' frame; a movie's form has none. */
static enum outcome
check_frame(struct request *rq, const void *row, field_set sound)
{
	const struct poster_frame *frame = row;
	enum outcome rc = database_borrow(rq->database, rq->house);

	(void)sound; /* one that is not was cleared, which is no wish */
	if (rc != OK)
		return rc;
	rc = title_check_media(rq->house, &frame->media_file_id);
	database_return(rq->database, rq->house);
	return rc;
}

static enum outcome
take_frame(struct order *order)
{
	enum outcome rc = with_database(order, find_title);
	field_set given;

	if (rc == OK)
		rc = request_form(order->rq, poster_frame_fields[order->owner],
		    true, &order->frame, &given, check_frame);
	return rc == OK ? with_database(order, want_frame) : rc;
}

static bool
is_picture(const char *type)
{
	for (size_t i = 0; i < ARRAY_SIZE(picture_types); i++) {
		if (strcmp(picture_types[i], type) == 0)
			return true;
	}
	return false;
}

static enum outcome
put(struct request *rq, struct response *rs, enum poster_owner owner)
{
	const char *type = request_content_type(rq);
	struct order order = { .rq = rq, .owner = owner };
	enum outcome rc;

	if (is_picture(type))
		rc = take_picture(&order);
	else if (strcmp(type, "application/json") == 0)
		rc = take_frame(&order);
	else
		rc = refuse(rq->refusal, MALFORMED, "unsupported_media_type",
		    "A poster is image/jpeg, image/png or image/webp, or "
		    "application/json that names a frame.");
	return rc == OK ? jobs_accept(rs, &order.job) : rc;
}

static enum outcome
take_away(struct request *rq, struct response *rs, enum poster_owner owner)
{
	struct poster_wish wish;
	enum outcome rc = find(rq, owner, &wish);

	if (rc == OK)
		rc = poster_remove(rq->house, &wish);
	return rc == OK ? response_none(rs) : rc;
}

enum outcome
movies_put_poster(struct request *rq, struct response *rs)
{
	return put(rq, rs, POSTER_OF_MOVIE);
}

enum outcome
movies_remove_poster(struct request *rq, struct response *rs)
{
	return take_away(rq, rs, POSTER_OF_MOVIE);
}

enum outcome
series_put_poster(struct request *rq, struct response *rs)
{
	return put(rq, rs, POSTER_OF_SERIES);
}

enum outcome
series_remove_poster(struct request *rq, struct response *rs)
{
	return take_away(rq, rs, POSTER_OF_SERIES);
}
