/*
 * Posters of movies and series.
 *
 * A poster is ordered: of a picture that was uploaded, or of a frame of a film
 * that plays.  A job makes it, and one transaction shows it and gives the
 * former one up.  Whoever orders last is meant: an order that another follows
 * is cancelled.
 *
 *	poster_want_picture, _frame --> job `poster` --> poster_publish
 *	                                    |  failed, cancelled: the former
 *	                                    v  poster stays
 *	               poster_ended: what it was made from goes
 *
 * A poster is served as /posters/<title>/<number>.jpg, which never changes:
 * its number is its job's.  It is a plain file for whoever knows its address,
 * also where playback is signed.
 */
#ifndef HOUSE_POSTER_H
#define HOUSE_POSTER_H

#include "house/house.h"
#include "house/upload.h"
#include "sql/attempt.h"
#include "sql/job.h"
#include "sql/poster.h"

/* Which title, and which version of it is expected (house/title.h). */
struct poster_wish {
	enum poster_owner owner;
	struct uuid id;
	int64_t expected;
};

/* A frame of the movie's film, or of that of an episode of the series. */
struct poster_frame {
	int64_t from_ms;
	struct uuid media_file_id; /* of a series */
};
extern const struct field *const poster_frame_fields[POSTER_OWNER_COUNT];

/*
 * Orders a poster; `out` is the job.  NOT_FOUND without such a title, CONFLICT
 * `stale_version`.
 *
 * The picture has been settled (upload_settle) and is the order's from then
 * on.  Of the frame: CONFLICT `media_missing`, `media_not_ready`; INVALID when
 * it lies behind the film's end or is of no episode of the series.
 */
enum outcome poster_want_picture(struct house *h,
    const struct poster_wish *wish, struct upload *upload,
    struct job *out) MUST_CHECK;
enum outcome poster_want_frame(struct house *h, const struct poster_wish *wish,
    const struct poster_frame *frame, struct job *out) MUST_CHECK;

/* Takes the title's poster away, and one that is ordered is not made.
   NOT_FOUND `poster_missing` when there is neither. */
enum outcome poster_remove(
    struct house *h, const struct poster_wish *wish) MUST_CHECK;

/* In the transaction that deletes the title: its poster (ABSENT: none) and
   whatever was ordered go with it. */
enum outcome poster_give_up(struct house *h, enum poster_owner owner,
    int64_t number, const struct uuid *id, int64_t poster_number) MUST_CHECK;

/* Which kind of title a job works for, and its number. */
enum poster_owner poster_owner_of(const struct job *job);
int64_t poster_title_number(const struct job *job);

/*
 * The end of a job that made a poster, which is synced and lies in staging/.
 * Under the lock of its lease it is renamed into posters/ and shown.  CONFLICT
 * `lease_lost`, or `cancelled` when it is not wanted any more: nothing was
 * shown.  UNAVAILABLE or BUSY: call it again.
 */
enum outcome poster_publish(struct house *h, const struct job *job,
    struct attempt *result, const char *file) MUST_CHECK;

/* At the last end of a job, in its transaction: its order and all that it left
   on the disk are given up, but for the poster that is shown. */
enum outcome poster_ended(struct house *h, const struct job *job) MUST_CHECK;

#endif
