/*
 * Uploads whose bytes come in several requests.
 *
 * What is acknowledged survives a power cut: bytes go to the part file, then
 * fdatasync, then the row counts them, then the client hears of them.  So the
 * file has at least what the row says; what it has beyond that was promised to
 * nobody and is cut off by the next request.  Less is never seen while the
 * order holds, and then nothing is touched.
 *
 * One request at a time: the writer holds flock on the part file.  Another
 * request for the same upload knocks (a lock of its own on a byte far behind
 * the film's), the writer's program sees that by upload_is_wanted, ends the
 * writer's connection, and the writer keeps what it has and lets go.  Locks
 * are seen by all programs of the machine and go with whoever dies.
 *
 *	upload_open ------------------> bytes ... --> upload_note
 *	upload_find --> upload_grip --> upload_resume --> bytes ...
 *	                                      --> upload_note | upload_finish
 */
#ifndef HOUSE_UPLOAD_PART_H
#define HOUSE_UPLOAD_PART_H

#include "house/upload.h"
#include "sql/upload.h"

/*
 * The row of an upload in parts, which is OPEN, or DONE with its media file
 * still there.  NOT_FOUND, also for one of somebody else's unless an admin
 * asks; with `upload_gone` when there was one that has expired, was given up,
 * or whose media file is deleted.
 */
enum outcome upload_find(
    struct house *h, const struct uuid *id, struct upload_row *out) MUST_CHECK;

/*
 * Takes the part file over from whoever writes to it; no database is needed.
 * While it waits, up to a second, it calls `remind`.  NOT_FOUND when the file
 * is not there (it may have become an original), BUSY when its writer does
 * not let go.
 */
enum outcome upload_grip(void *mem, const struct settings *settings,
    const struct uuid *id, void (*remind)(void), struct refusal *refusal,
    struct upload **out) MUST_CHECK;

/* Does another request want this upload? */
bool upload_is_wanted(const struct upload *upload);

/*
 * Goes on where the row says: reads it again, and cuts off what nobody was
 * promised.  `*upload` may be NULL when there was no file to grip; then, and
 * when it has become an original meanwhile, what comes out is the original
 * that still lacks its media file, or NULL with a DONE row.  Outcomes of
 * upload_find; FAILED (logged) when acknowledged bytes are not there.
 */
enum outcome upload_resume(struct house *h, const struct uuid *id,
    struct upload **upload, struct upload_row *row) MUST_CHECK;

/* Are all bytes there?  Then upload_seal and upload_finish are next. */
bool upload_is_whole(const struct upload *upload);

/* The size that was not known is; TOO_LARGE, NO_SPACE (`disk_full`,
   `quota_exceeded`), CONFLICT
   `length_is_fixed` when it was another before. */
enum outcome upload_announce(
    struct house *h, struct upload *upload, int64_t size_bytes) MUST_CHECK;

/* Has so much come since the row was told that it is time to (and can it be
   done at this byte)? */
bool upload_is_due(const struct upload *upload);

/*
 * Makes what was received durable, the first half: on the disk; no database is
 * needed.  Afterwards no more bytes may be added unless upload_is_due said so.
 */
enum outcome upload_flush(
    struct upload *upload, struct refusal *refusal) MUST_CHECK;

/* The second half: the row knows of it.  Puts its expiry off, and looks again
   at what its account may use. */
enum outcome upload_note(struct house *h, struct upload *upload) MUST_CHECK;

/* Back to what the row knows. */
enum outcome upload_discard(struct upload *upload) MUST_CHECK;

/* Gives up one that was gripped (if it has a file): nothing of it is left.
   Outcomes of upload_find; CONFLICT `upload_finished` for a media file. */
enum outcome upload_drop(struct house *h, const struct uuid *id) MUST_CHECK;

#endif
