/* Receiving for tus. */
#include "config.h"

#include "fcgi/tus_body.h"

#include <string.h>

#include <sodium.h>

#include "base/log.h"
#include "fcgi/body.h"
#include "fcgi/database.h"
#include "fcgi/metrics.h"
#include "fcgi/desk.h"

#define PIECE ((size_t)256 * 1024)

/* To the row; missing it now and then does no harm while bytes flow. */
static enum outcome
note(struct tus_body *body)
{
	struct request *rq = body->rq;
	enum outcome rc = upload_flush(body->upload, rq->refusal);

	if (rc == OK)
		rc = database_borrow(rq->database, rq->house);
	if (rc != OK)
		return rc;
	rc = upload_note(rq->house, body->upload);
	database_return(rq->database, rq->house);
	return rc;
}

static enum outcome
note_if_due(struct tus_body *body)
{
	enum outcome rc;

	if (body->checksum != NULL || !upload_is_due(body->upload))
		return OK;
	rc = note(body);
	if (rc != UNAVAILABLE)
		return rc;
	log_warn("upload.not_noted", TEXT_PAIR("outcome", outcome_names[rc]));
	refusal_reset(body->rq->refusal, body->rq->mem);
	return OK;
}

/* Where the next piece goes: no more than the upload lacks. */
static char *
next_place(const struct tus_body *body, size_t *size)
{
	int64_t announced = upload_announced(body->upload);
	char *place = upload_room(body->upload, size);

	if (*size > PIECE)
		*size = PIECE;
	if (announced != ABSENT &&
	    announced - upload_received(body->upload) < (int64_t)*size)
		*size = (size_t)(announced - upload_received(body->upload));
	return place;
}

static enum outcome
receive(struct tus_body *body, struct digest *digest)
{
	struct request *rq = body->rq;
	size_t size, got;
	enum outcome rc, kept;

	do {
		char *place = next_place(body, &size);

		rc = request_body_read(rq, place, size, &got);
		if (digest != NULL)
			digest_add(digest, place, got);
		/* What came before a cut counts, too. */
		kept = rc == OK || got > 0
			   ? upload_fill(body->upload, got, rq->refusal)
			   : OK;
		if (rc == OK)
			rc = kept;
		if (rc == OK)
			rc = note_if_due(body);
	} while (rc == OK && got == size && !upload_is_whole(body->upload));
	return rc;
}

static enum outcome
compare(struct tus_body *body, struct digest *digest,
    const struct tus_checksum *wanted)
{
	unsigned char found[DIGEST_MAX];

	digest_end(digest, found);
	if (sodium_memcmp(found, wanted->bytes, digest_size(wanted->kind)) == 0)
		return OK;
	return refuse(body->rq->refusal, MALFORMED, "checksum_mismatch",
	    "The bytes are not those that Upload-Checksum is of; they were "
	    "dropped.");
}

static enum outcome
receive_checked(struct tus_body *body)
{
	struct request *rq = body->rq;
	struct tus_checksum wanted;
	struct digest *digest;
	enum outcome rc, undone;

	rc = tus_checksum_read(body->checksum, &wanted, rq->refusal);
	if (rc == OK)
		rc = digest_new(rq->mem, wanted.kind, &digest);
	if (rc != OK)
		return rc;
	rc = receive(body, digest);
	if (rc == OK)
		rc = compare(body, digest, &wanted);
	if (rc == OK)
		return OK;
	undone = upload_discard(body->upload);
	return undone == FAILED ? FAILED : rc;
}

/* A client that goes away in the middle finds there what it had sent. */
static enum outcome
receive_plain(struct tus_body *body)
{
	struct request *rq = body->rq;
	enum outcome rc = receive(body, NULL);
	const struct refusal why = *rq->refusal;

	if (rc != MALFORMED)
		return rc;
	if (note(body) != OK)
		log_warn("upload.not_kept",
		    TEXT_PAIR("upload", upload_id(body->upload)->text));
	*rq->refusal = why;
	return rc;
}

static enum outcome
finish(struct tus_body *body)
{
	struct request *rq = body->rq;
	enum outcome rc = upload_seal(body->upload, rq->refusal);

	if (rc == OK)
		rc = database_borrow(rq->database, rq->house);
	if (rc != OK)
		return rc;
	rc = upload_finish(rq->house, body->upload, &body->media);
	database_return(rq->database, rq->house);
	body->is_finished = rc == OK;
	if (rc == OK)
		metrics_upload(rq->metrics, body->media.size_bytes);
	return rc;
}

enum outcome
tus_settle(struct tus_body *body)
{
	return upload_is_whole(body->upload) ? finish(body) : OK;
}

enum outcome
tus_receive(struct tus_body *body)
{
	struct desk_entry entry = { .upload = body->upload,
		.watch = body->rq->watch };
	enum outcome rc;

	desk_enter(&entry);
	rc = body->checksum != NULL ? receive_checked(body)
				    : receive_plain(body);
	desk_leave(&entry);
	if (rc != OK)
		return rc;
	return upload_is_whole(body->upload) ? finish(body) : note(body);
}
