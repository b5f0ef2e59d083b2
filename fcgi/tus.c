/*
 * Resumable uploads: tus 1.0.0 (tus.io) with creation, creation-with-upload,
 * creation-defer-length, checksum, termination and expiration.
 */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "fcgi/database.h"
#include "fcgi/desk.h"
#include "fcgi/handlers.h"
#include "fcgi/response.h"
#include "fcgi/tus_body.h"

#define TUS_VERSION "1.0.0"
#define DOOR "/api/v1/uploads/tus"
#define PLACE DOOR "/"
#define BODY_TYPE "application/offset+octet-stream"
#define EXTENSIONS                                                             \
	"creation,creation-with-upload,creation-defer-length,checksum,"        \
	"termination,expiration"

/* An upload that a request has taken: with an upload, or finished. */
struct held {
	struct upload_row row;
	struct tus_body body;
};

void
tus_greet(const struct request *rq, struct response *rs)
{
	if (text_starts(rq->route->pattern, DOOR))
		response_header(rs, "Tus-Resumable", TUS_VERSION);
}

enum outcome
tus_options(struct request *rq, struct response *rs)
{
	response_header(rs, "Tus-Version", TUS_VERSION);
	response_header(rs, "Tus-Extension", EXTENSIONS);
	response_header(rs, "Tus-Max-Size", "%" PRId64,
	    rq->house->settings->max_upload_bytes);
	response_header(rs, "Tus-Checksum-Algorithm", "%s,%s",
	    digest_names[DIGEST_SHA1], digest_names[DIGEST_SHA256]);
	return response_none(rs);
}

/* Every other request says which version it speaks. */
static enum outcome
check_version(struct request *rq, struct response *rs)
{
	const char *version = request_header(rq, "Tus-Resumable");

	if (version != NULL && strcmp(version, TUS_VERSION) == 0)
		return OK;
	response_header(rs, "Tus-Version", TUS_VERSION);
	return refuse(rq->refusal, CONFLICT, "tus_version_unsupported",
	    "Tus-Resumable must be " TUS_VERSION ".");
}

static bool
is_body_type(const struct request *rq)
{
	return strcmp(request_content_type(rq), BODY_TYPE) == 0;
}

static enum outcome
refuse_type(struct request *rq)
{
	return refuse(rq->refusal, MALFORMED, "unsupported_media_type",
	    "The bytes must be of the type " BODY_TYPE ".");
}

/* A header that is a number of bytes; ABSENT where there is none. */
static enum outcome
read_bytes(struct request *rq, const char *name, int64_t *out)
{
	const char *text = request_header(rq, name);

	*out = ABSENT;
	if (text == NULL || text_to_number(text, INT64_MAX, out))
		return OK;
	return refuse(rq->refusal, MALFORMED, "malformed_header",
	    "%s is not a number of bytes.", name);
}

static enum outcome
read_length(struct request *rq, int64_t *out)
{
	const char *defer = request_header(rq, "Upload-Defer-Length");
	enum outcome rc = read_bytes(rq, "Upload-Length", out);

	if (rc != OK)
		return rc;
	if (defer == NULL ? *out != ABSENT
			  : strcmp(defer, "1") == 0 && *out == ABSENT)
		return OK;
	return refuse(rq->refusal, MALFORMED, "malformed_length",
	    "Either Upload-Length or Upload-Defer-Length: 1 is needed.");
}

static enum outcome
read_claim(struct request *rq, struct upload_claim *claim)
{
	const char *metadata = request_header(rq, "Upload-Metadata");
	struct tus_metadata said = { 0 };
	enum outcome rc = read_length(rq, &claim->size_bytes);

	if (rc == OK && metadata != NULL)
		rc = tus_metadata_read(rq->mem, metadata, &said, rq->refusal);
	claim->is_in_parts = true;
	claim->metadata = metadata;
	claim->file_name = said.file_name;
	claim->file_name_length = said.file_name_length;
	claim->content_type = said.file_type;
	return rc;
}

/* More than the upload lacks is refused before it is read. */
static enum outcome
check_body(struct request *rq, const struct upload *upload)
{
	int64_t announced = upload_announced(upload);
	const char *checksum = request_header(rq, "Upload-Checksum");
	struct tus_checksum ignored;

	if (announced != ABSENT &&
	    rq->content_length > announced - upload_received(upload))
		return refuse(rq->refusal, TOO_LARGE, "body_too_large",
		    "The body is longer than what the upload lacks.");
	return checksum != NULL
		   ? tus_checksum_read(checksum, &ignored, rq->refusal)
		   : OK;
}

static void
put_progress(struct response *rs, const struct held *held)
{
	const struct tus_body *body = &held->body;
	const struct request *rq = body->rq;
	int64_t kept_ms = rq->house->settings->upload_expires_s * 1000;

	if (body->is_finished) {
		response_header(
		    rs, "Upload-Offset", "%" PRId64, body->media.size_bytes);
		response_header(
		    rs, "Movie-House-Media-File", "%s", body->media.id.text);
		return;
	}
	response_header(
	    rs, "Upload-Offset", "%" PRId64, upload_received(body->upload));
	response_header(rs, "Upload-Expires", "%s",
	    tus_date(rq->mem, clock_now().ms + kept_ms));
}

static enum outcome
open_upload(struct request *rq, struct held *held)
{
	struct upload_claim claim = { .size_bytes = ABSENT };
	enum outcome rc = read_claim(rq, &claim);

	if (rc == OK)
		rc = database_borrow(rq->database, rq->house);
	if (rc != OK)
		return rc;
	rc = upload_open(rq->house, &claim, &held->body.upload);
	database_return(rq->database, rq->house);
	return rc;
}

/* Nobody has heard of it, so nobody would go on with it. */
static void
give_up(struct held *held)
{
	struct request *rq = held->body.rq;
	const struct refusal why = *rq->refusal;

	if (held->body.upload != NULL &&
	    database_borrow(rq->database, rq->house) == OK) {
		upload_abort(rq->house, held->body.upload);
		database_return(rq->database, rq->house);
	}
	*rq->refusal = why;
}

static enum outcome
receive_first(struct held *held)
{
	struct request *rq = held->body.rq;
	enum outcome rc = check_body(rq, held->body.upload);

	held->body.checksum = request_header(rq, "Upload-Checksum");
	return rc == OK ? tus_receive(&held->body) : rc;
}

enum outcome
tus_create(struct request *rq, struct response *rs)
{
	struct held held = { .body = { .rq = rq } };
	enum outcome rc = check_version(rq, rs);

	if (rc == OK && rq->content_length > 0 && !is_body_type(rq))
		rc = refuse_type(rq);
	if (rc == OK)
		rc = open_upload(rq, &held);
	if (rc == OK)
		response_header(rs, "Location", PLACE "%s",
		    upload_id(held.body.upload)->text);
	if (rc == OK && is_body_type(rq))
		rc = receive_first(&held);
	if (rc != OK) {
		give_up(&held);
		return rc;
	}
	put_progress(rs, &held);
	response_none(rs);
	rs->status = 201;
	return OK;
}

static enum outcome
find_row(struct request *rq, struct upload_row *row)
{
	enum outcome rc = database_borrow(rq->database, rq->house);

	if (rc != OK)
		return rc;
	rc = upload_find(rq->house, &rq->uuid, row);
	database_return(rq->database, rq->house);
	return rc;
}

/* NULL where there is no file any more; the row will say why. */
static enum outcome
grip(struct request *rq, struct upload **out)
{
	enum outcome rc = upload_grip(rq->mem, rq->house->settings, &rq->uuid,
	    desk_look, rq->refusal, out);

	return rc == NOT_FOUND ? OK : rc;
}

static enum outcome
resume(struct held *held)
{
	struct request *rq = held->body.rq;
	struct tus_body *body = &held->body;
	enum outcome rc = database_borrow(rq->database, rq->house);

	if (rc != OK)
		return rc;
	rc = upload_resume(rq->house, &rq->uuid, &body->upload, &held->row);
	if (rc == OK && body->upload == NULL) {
		rc = db_media_find(
		    rq->house->db, rq->mem, &rq->uuid, &body->media);
		body->is_finished = rc == OK;
	}
	database_return(rq->database, rq->house);
	return rc;
}

/*
 * Takes the upload over from whoever has it.  One whose last answer was lost
 * is finished now, so that nobody needs to send a byte again.
 */
static enum outcome
take(struct held *held)
{
	struct request *rq = held->body.rq;
	enum outcome rc = find_row(rq, &held->row);

	if (rc == OK)
		rc = grip(rq, &held->body.upload);
	if (rc == OK)
		rc = resume(held);
	if (rc == OK && !held->body.is_finished)
		rc = tus_settle(&held->body);
	return rc;
}

enum outcome
tus_show(struct request *rq, struct response *rs)
{
	struct held held = { .body = { .rq = rq } };
	enum outcome rc = check_version(rq, rs);

	if (rc == OK)
		rc = take(&held);
	if (rc != OK)
		return rc;
	put_progress(rs, &held);
	if (held.row.total_bytes != ABSENT)
		response_header(
		    rs, "Upload-Length", "%" PRId64, held.row.total_bytes);
	else
		response_header(rs, "Upload-Defer-Length", "1");
	if (held.row.metadata != NULL)
		response_header(rs, "Upload-Metadata", "%s", held.row.metadata);
	if (!held.body.is_finished)
		response_header(rs, "Upload-Expires", "%s",
		    tus_date(rq->mem, held.row.expires_at.ms));
	response_none(rs);
	rs->status = 200;
	return OK;
}

static enum outcome
announce(struct held *held, int64_t length)
{
	struct request *rq = held->body.rq;
	enum outcome rc;

	if (length == ABSENT || held->row.total_bytes == length)
		return OK;
	rc = database_borrow(rq->database, rq->house);
	if (rc != OK)
		return rc;
	rc = upload_announce(rq->house, held->body.upload, length);
	database_return(rq->database, rq->house);
	return rc;
}

static enum outcome
append(struct held *held, int64_t length)
{
	struct request *rq = held->body.rq;
	enum outcome rc = announce(held, length);

	if (rc == OK)
		rc = check_body(rq, held->body.upload);
	held->body.checksum = request_header(rq, "Upload-Checksum");
	return rc == OK ? tus_receive(&held->body) : rc;
}

static enum outcome
check_offset(struct held *held, int64_t offset)
{
	const struct tus_body *body = &held->body;
	int64_t is = body->is_finished ? body->media.size_bytes
				       : upload_received(body->upload);

	if (offset == is)
		return OK;
	return refuse(body->rq->refusal, CONFLICT, "offset_mismatch",
	    "The upload is at %" PRId64 " bytes.", is);
}

/* Where the client wants to go on, and what it may say of the length now. */
static enum outcome
read_append(struct request *rq, int64_t *offset, int64_t *length)
{
	enum outcome rc;

	if (!is_body_type(rq))
		return refuse_type(rq);
	rc = read_bytes(rq, "Upload-Offset", offset);
	if (rc == OK && *offset == ABSENT)
		rc = refuse(rq->refusal, MALFORMED, "offset_missing",
		    "Upload-Offset is needed.");
	return rc == OK ? read_bytes(rq, "Upload-Length", length) : rc;
}

enum outcome
tus_append(struct request *rq, struct response *rs)
{
	struct held held = { .body = { .rq = rq } };
	int64_t offset, length;
	enum outcome rc = check_version(rq, rs);

	if (rc == OK)
		rc = read_append(rq, &offset, &length);
	if (rc == OK)
		rc = take(&held);
	if (rc == OK)
		rc = check_offset(&held, offset);
	if (rc == OK && !held.body.is_finished)
		rc = append(&held, length);
	if (rc != OK)
		return rc;
	put_progress(rs, &held);
	return response_none(rs);
}

enum outcome
tus_delete(struct request *rq, struct response *rs)
{
	struct upload_row row;
	struct upload *upload = NULL;
	enum outcome rc = check_version(rq, rs);

	if (rc == OK)
		rc = find_row(rq, &row);
	if (rc == OK)
		rc = grip(rq, &upload);
	if (rc == OK)
		rc = database_borrow(rq->database, rq->house);
	if (rc != OK)
		return rc;
	rc = upload_drop(rq->house, &rq->uuid);
	database_return(rq->database, rq->house);
	return rc == OK ? response_none(rs) : rc;
}

/* For clients that can send no other method (X-HTTP-Method-Override). */
enum outcome
tus_override(struct request *rq, struct response *rs)
{
	static route_handler *const handlers[METHOD_COUNT] = {
		[HEAD] = tus_show,
		[PATCH] = tus_append,
		[DELETE] = tus_delete,
		[OPTIONS] = tus_options,
	};
	const char *word = request_header(rq, "X-HTTP-Method-Override");
	int method = word != NULL ? field_word(method_names, word) : -1;

	if (method >= 0 && handlers[method] != NULL) {
		rq->method = (enum method)method;
		return handlers[method](rq, rs);
	}
	response_header(rs, "Allow", "HEAD, PATCH, DELETE, OPTIONS");
	return refuse(rq->refusal, MALFORMED, "method_not_allowed",
	    "X-HTTP-Method-Override must say which method is meant.");
}
