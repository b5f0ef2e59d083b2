/*
 * Receiving a film: open, append, seal, finish.  Multipart, raw body, tus and
 * the import of files are doors to these calls.
 *
 * Order of writes, so that a crash at any instant loses no acknowledged byte
 * and leaves no file without a row: the upload's row, then its file under
 * incoming/; the bytes; fsync, rename to originals/, both folders synced;
 * then one transaction makes the media file and its first job.  What is cut
 * short is known by its row and removed by upload_sweep.
 *
 * Memory: one buffer.  No database connection is used while bytes flow.
 */
#ifndef HOUSE_UPLOAD_H
#define HOUSE_UPLOAD_H

#include "house/house.h"
#include "sql/media.h"

struct upload;

/* What the client says of its file; the truth is found by the probe. */
struct upload_claim {
	const char *file_name; /* any bytes; shown, never used as a path */
	size_t file_name_length;
	const char *content_type; /* NULL: not said */
	int64_t size_bytes;       /* ABSENT: not known */
	int64_t bound_bytes;      /* where the size is not known: at most so
				     many come; 0: not known either */
	bool is_in_parts;         /* its bytes may come in several requests:
				     house/upload_part.h */
	const char *metadata;     /* of such a one: kept as it is; or NULL */
	bool is_picture;          /* for a poster: it needs no name, and has a
				     limit of its own */
};

#define UPLOAD_OPEN_MAX 1000

/*
 * Begins an upload; `out` hangs below h->mem and frees its file on
 * talloc_free (a finished one has none).  INVALID with `filename` or
 * `content_type` when they are not of the configured lists, TOO_LARGE
 * `upload_too_large`, NO_SPACE `disk_full` or, where the caller's account has
 * no room for it (house/quota.h), `quota_exceeded` before the first byte is
 * written; where the size is not known, also while it grows.  CONFLICT
 * `too_many_uploads` when the account has UPLOAD_OPEN_MAX that are unfinished.
 */
enum outcome upload_open(struct house *h, const struct upload_claim *claim,
    struct upload **out) MUST_CHECK;

/* The place for the next bytes to be read into, and how many fit. */
char *upload_room(struct upload *upload, size_t *room);

/* That many bytes stand there now; written out when the buffer is full. */
enum outcome upload_fill(
    struct upload *upload, size_t count, struct refusal *refusal) MUST_CHECK;

/* The same for bytes that lie elsewhere. */
enum outcome upload_append(struct upload *upload, const void *bytes,
    size_t count, struct refusal *refusal) MUST_CHECK;

/* Bytes received so far; bytes that shall come (ABSENT: not known). */
int64_t upload_received(const struct upload *upload);
int64_t upload_announced(const struct upload *upload);
const struct uuid *upload_id(const struct upload *upload);

/* Puts off the expiry of an upload that takes long, and looks again at what
   its account may use; now and then. */
enum outcome upload_alive(struct house *h, struct upload *upload) MUST_CHECK;

/*
 * All bytes are there: makes them durable under originals/, which can take
 * long and needs no database.  MALFORMED `body_cut` when fewer or more arrived
 * than were announced, INVALID `empty_file` for none at all.
 */
enum outcome upload_seal(
    struct upload *upload, struct refusal *refusal) MUST_CHECK;

/* Seals it unless that is done; then media file UPLOADED, its job queued, the
   workers woken. */
enum outcome upload_finish(
    struct house *h, struct upload *upload, struct media *out) MUST_CHECK;

/*
 * The other end of one that is a picture: all its bytes are there, and are
 * made durable where they lie.  Outcomes of upload_seal.  From then on the
 * file stays until upload_abort, or until the sweep finds its row unfinished.
 */
enum outcome upload_settle(
    struct upload *upload, struct refusal *refusal) MUST_CHECK;

/* In the caller's transaction: the upload is done, and its file, which is
   `*key` below incoming/, is the caller's to give up. */
enum outcome upload_hand_over(
    struct house *h, struct upload *upload, char **key) MUST_CHECK;

/* Leaves nothing behind. */
void upload_abort(struct house *h, struct upload *upload);

/* Removes what expired uploads left; the files go with the next sweep job. */
enum outcome upload_sweep(struct house *h) MUST_CHECK;

#endif
