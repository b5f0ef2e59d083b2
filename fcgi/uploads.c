/*
 * Uploads over HTTP: a raw body or the one file of a form, from the socket
 * straight into the upload's buffer.  A connection to the database is only
 * borrowed for a call, never held while bytes flow.
 */
#include "config.h"

#include "house/upload.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "fcgi/body.h"
#include "fcgi/database.h"
#include "fcgi/disposition.h"
#include "fcgi/handlers.h"
#include "fcgi/list.h"
#include "fcgi/media.h"
#include "fcgi/metrics.h"
#include "fcgi/multipart.h"
#include "fcgi/response.h"
#include "fcgi/uploads.h"
#include "house/auth.h"
#include "house/upload_check.h"
#include "sql/upload.h"

#define PIECE ((size_t)256 * 1024)
#define ALIVE_EVERY_MS 30000
#define PATIENCE_MS 20000
#define PAUSE_MS 500

/* More than a form can hold beside its file (fcgi/multipart.c's limits). */
#define FORM_EXTRA ((int64_t)2 * 1024 * 1024)

struct arrival {
	struct request *rq;
	struct multipart *form; /* NULL: the body is the file */
	struct upload *upload;
	int64_t alive_ms; /* when the upload's row was last touched */
};

static void
claim_name(struct upload_claim *claim, const char *name)
{
	claim->file_name = name;
	claim->file_name_length = name != NULL ? strlen(name) : 0;
}

static enum outcome
open_raw(struct arrival *arrival, struct upload_claim *claim)
{
	struct request *rq = arrival->rq;
	const char *type = request_content_type(rq);
	const char *field = request_header(rq, "Content-Disposition");
	const char *name = NULL;

	if (*type != '\0' && !upload_type_is_listed(rq->house->settings, type))
		return refuse(rq->refusal, MALFORMED, "unsupported_media_type",
		    "An upload is multipart/form-data, video/* or "
		    "application/octet-stream.");
	if (field != NULL)
		name = disposition_filename(rq->mem, field);
	if (name == NULL)
		name = query_text(&rq->query, "filename");
	claim_name(claim, name);
	if (rq->content_length != LENGTH_UNKNOWN)
		claim->size_bytes = rq->content_length;
	return OK;
}

static enum outcome
open_form(struct arrival *arrival, struct upload_claim *claim)
{
	struct request *rq = arrival->rq;
	const struct settings *settings = rq->house->settings;
	struct multipart_file file;
	enum outcome rc;

	if (rq->content_length - FORM_EXTRA > settings->max_upload_bytes)
		return upload_refuse_size(
		    settings->max_upload_bytes, rq->refusal);
	rc = multipart_open(rq->mem, request_header(rq, "Content-Type"),
	    request_body_source, rq, rq->refusal, &arrival->form);
	if (rc == OK)
		rc = multipart_find_file(arrival->form, &file);
	if (rc != OK)
		return rc;
	claim_name(claim, file.filename != NULL
			      ? file.filename
			      : query_text(&rq->query, "filename"));
	if (*file.content_type != '\0')
		claim->content_type = file.content_type;
	if (rq->content_length != LENGTH_UNKNOWN)
		claim->bound_bytes = rq->content_length;
	return OK;
}

static enum outcome
open_upload(struct arrival *arrival)
{
	struct request *rq = arrival->rq;
	struct upload_claim claim = { .size_bytes = ABSENT };
	enum outcome rc;

	if (strcmp(request_content_type(rq), "multipart/form-data") == 0)
		rc = open_form(arrival, &claim);
	else
		rc = open_raw(arrival, &claim);
	if (rc == OK)
		rc = database_borrow(rq->database, rq->house);
	if (rc != OK)
		return rc;
	rc = upload_open(rq->house, &claim, &arrival->upload);
	database_return(rq->database, rq->house);
	arrival->alive_ms = clock_monotonic_ms();
	return rc;
}

/* Missing it once does no harm: the row lives for many times as long. */
static void
keep_alive(struct arrival *arrival)
{
	struct request *rq = arrival->rq;
	int64_t now_ms = clock_monotonic_ms();
	enum outcome rc;

	if (now_ms - arrival->alive_ms < ALIVE_EVERY_MS)
		return;
	arrival->alive_ms = now_ms;
	rc = database_borrow(rq->database, rq->house);
	if (rc == OK) {
		rc = upload_alive(rq->house, arrival->upload);
		database_return(rq->database, rq->house);
	}
	if (rc == OK)
		return;
	log_warn(
	    "upload.not_kept_alive", TEXT_PAIR("outcome", outcome_names[rc]));
	refusal_reset(rq->refusal, rq->mem);
}

static enum outcome
read_piece(struct arrival *arrival, char *place, size_t size, size_t *got)
{
	if (arrival->form != NULL)
		return multipart_read(arrival->form, place, size, got);
	return request_body_read(arrival->rq, place, size, got);
}

static enum outcome
receive(struct arrival *arrival)
{
	size_t size, got;
	enum outcome rc;

	do {
		char *place = upload_room(arrival->upload, &size);

		if (size > PIECE)
			size = PIECE;
		rc = read_piece(arrival, place, size, &got);
		if (rc == OK)
			rc = upload_fill(
			    arrival->upload, got, arrival->rq->refusal);
		if (rc == OK)
			keep_alive(arrival);
	} while (rc == OK && got == size);
	if (rc == OK && arrival->form != NULL)
		rc = multipart_close(arrival->form);
	return rc;
}

enum outcome
uploads_receive(struct request *rq, struct upload *upload)
{
	struct arrival arrival = {
		.rq = rq, .upload = upload, .alive_ms = clock_monotonic_ms()
	};

	return receive(&arrival);
}

static enum outcome
finish_once(struct arrival *arrival, struct media *media)
{
	struct request *rq = arrival->rq;
	enum outcome rc = database_borrow(rq->database, rq->house);

	if (rc != OK)
		return rc;
	rc = upload_finish(rq->house, arrival->upload, media);
	database_return(rq->database, rq->house);
	return rc;
}

/* All of the film is on the disk by now, so a database that is away for a
   moment must not cost it: it is told again for a while. */
static enum outcome
finish(struct arrival *arrival, struct media *media)
{
	struct request *rq = arrival->rq;
	enum outcome rc = upload_seal(arrival->upload, rq->refusal);
	int64_t until_ms = clock_monotonic_ms() + PATIENCE_MS;

	if (rc == OK)
		rc = finish_once(arrival, media);
	while (rc == UNAVAILABLE && clock_monotonic_ms() < until_ms) {
		clock_sleep_ms(PAUSE_MS);
		rc = finish_once(arrival, media);
	}
	if (rc == OK)
		metrics_upload(rq->metrics, media->size_bytes);
	return rc;
}

void
uploads_give_up(struct request *rq, struct upload *upload)
{
	const struct refusal why = *rq->refusal;

	if (database_borrow(rq->database, rq->house) == OK) {
		upload_abort(rq->house, upload);
		database_return(rq->database, rq->house);
	} else {
		talloc_free(upload);
	}
	*rq->refusal = why;
}

enum outcome
uploads_create(struct request *rq, struct response *rs)
{
	struct arrival arrival = { .rq = rq };
	struct media media;
	enum outcome rc;

	rc = open_upload(&arrival);
	if (rc != OK)
		return rc;
	rc = receive(&arrival);
	if (rc == OK)
		rc = finish(&arrival, &media);
	if (rc != OK) {
		uploads_give_up(rq, arrival.upload);
		return rc;
	}
	return response_created(rs,
	    mem_printf(rq->mem, MEDIA_PATH "%s", media.id.text),
	    media_print(rq, rs, &media));
}

/* One's own that are not finished; for admins all, unless ?mine=true. */
enum outcome
uploads_list(struct request *rq, struct response *rs)
{
	const struct caller *caller = rq->house->caller;
	bool is_mine = query_flag(&rq->query, "mine", false, rq->refusal);
	const struct page_filter own = {
		.condition = upload_condition_own,
		.value = db_of_number(caller->account),
	};

	query_drop(&rq->query, "mine");
	if (caller->role == ROLE_ADMIN && !is_mine)
		return list_answer(rq, rs, &upload_listing);
	return list_answer_within(rq, rs, &upload_own_listing, &own);
}
