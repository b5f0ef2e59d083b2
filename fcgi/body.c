/* Bodies: streamed, counted, parsed. */
#include "config.h"

#include "fcgi/body.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>

#include <fcgiapp.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "fcgi/reader.h"
#include "fcgi/route.h"
#include "fcgi/watch.h"

#define LARGE_BUFFER ((size_t)256 * 1024)
#define LARGE_BODY ((int64_t)1024 * 1024)

/* A JSON body is a packet or two, and also strangers may send one: who takes
   longer is after the threads. */
#define JSON_BODY_MS 10000

static const char *const json_types[] = { "application/json",
	"application/merge-patch+json" };

/*
 * What is there now, but at least one byte; 0 at the end.  FCGX_GetStr alone
 * would wait for all of `size`, and a client that trickles would be seen only
 * when it has finished.
 */
static size_t
read_piece(FCGX_Stream *in, char *buffer, size_t size)
{
	int first = FCGX_GetChar(in);
	size_t ready;

	if (first < 0)
		return 0;
	buffer[0] = (char)first;
	ready = (size_t)(in->stop - in->rdNext);
	if (ready > size - 1)
		ready = size - 1;
	return 1 + (size_t)FCGX_GetStr(buffer + 1, (int)ready, in);
}

/* From the beginning of the request. */
static void
set_deadline(struct request *rq, int64_t granted_ms)
{
	if (rq->watch != NULL)
		watch_move(rq->watch, rq->started_ms + granted_ms);
}

/* The settings say how long, and a second more for each 4 KiB received. */
static void
push_deadline(struct request *rq)
{
	set_deadline(rq, rq->house->settings->request_timeout_s * 1000 +
			     rq->received_bytes / 4096 * 1000);
}

/* Was that the end of the body, or the end of the client? */
static enum outcome
judge_end(struct request *rq)
{
	int error = FCGX_GetError(rq->in);

	if (error == EAGAIN)
		return refuse(rq->refusal, MALFORMED, "body_too_slow",
		    "The body stood still for too long.");
	if (error != 0 || (rq->content_length != LENGTH_UNKNOWN &&
			      rq->received_bytes < rq->content_length))
		return refuse(rq->refusal, MALFORMED, "body_cut",
		    "The body ended after %" PRId64 " bytes.",
		    rq->received_bytes);
	return OK;
}

enum outcome
request_body_read(struct request *rq, void *buffer, size_t size, size_t *got)
{
	*got = 0;
	if (rq->received_bytes == 0 && (rq->content_length == LENGTH_UNKNOWN ||
					   rq->content_length > LARGE_BODY))
		reader_enlarge(rq->in, LARGE_BUFFER);
	while (*got < size) {
		size_t piece =
		    read_piece(rq->in, (char *)buffer + *got, size - *got);

		if (piece == 0)
			return judge_end(rq);
		*got += piece;
		rq->received_bytes += (int64_t)piece;
		if (rq->route->body_limit > BODY_JSON)
			push_deadline(rq);
		if (rq->content_length != LENGTH_UNKNOWN &&
		    rq->received_bytes > rq->content_length)
			return refuse(rq->refusal, MALFORMED, "body_longer",
			    "The body is longer than Content-Length says.");
	}
	return OK;
}

bool
request_has_body(struct request *rq)
{
	int first;

	if (rq->content_length != LENGTH_UNKNOWN)
		return rq->content_length > 0;
	first = FCGX_GetChar(rq->in);
	if (first < 0)
		return FCGX_GetError(rq->in) != 0;
	return FCGX_UnGetChar(first, rq->in) == first;
}

enum outcome
request_body_source(void *request, void *buffer, size_t size, size_t *got)
{
	return request_body_read(request, buffer, size, got);
}

static enum outcome
check_json_type(const struct request *rq)
{
	const char *type = request_content_type(rq);

	for (size_t i = 0; i < ARRAY_SIZE(json_types); i++) {
		if (text_equal_nocase(type, json_types[i]))
			return OK;
	}
	return refuse(rq->refusal, MALFORMED, "unsupported_media_type",
	    "The body must be application/json.");
}

/* The whole body as a JSON object, to be put by the caller. */
static enum outcome
read_object(struct request *rq, struct json_object **out)
{
	int64_t route_limit = rq->route->body_limit;
	size_t limit =
	    (size_t)(route_limit < BODY_JSON ? route_limit : BODY_JSON);
	char *text = mem_array(rq->mem, char, limit + 1);
	enum outcome rc;
	size_t length;

	rc = request_body_read(rq, text, limit + 1, &length);
	if (rc != OK)
		return rc;
	if (length > limit)
		return refuse(rq->refusal, TOO_LARGE, "body_too_large",
		    "The body may have at most %zu bytes here.", limit);
	if (length == 0)
		return refuse(rq->refusal, MALFORMED, "body_missing",
		    "A JSON object is expected in the body.");
	rc = json_parse(text, length, out, rq->refusal);
	if (rc != OK || json_object_is_type(*out, json_type_object))
		return rc;
	json_object_put(*out);
	return refuse(rq->refusal, MALFORMED, "object_expected",
	    "The JSON must be an object.");
}

enum outcome
request_json(struct request *rq, const struct field *fields, bool whole,
    void *row, field_set *given)
{
	struct json_object *object = NULL;
	enum outcome rc;

	if (rq->route->body_limit <= BODY_JSON)
		set_deadline(rq, JSON_BODY_MS);
	if (request_has_body(rq)) {
		rc = check_json_type(rq);
		if (rc != OK)
			return rc;
	}
	rc = read_object(rq, &object);
	if (rc != OK)
		return rc;
	push_deadline(rq);
	if (whole)
		field_clear(fields, row);
	rc =
	    field_read(rq->mem, fields, object, whole, row, given, rq->refusal);
	json_object_put(object);
	return rc;
}

enum outcome
request_form(struct request *rq, const struct field *fields, bool whole,
    void *row, field_set *given, form_check *check)
{
	enum outcome rc = request_json(rq, fields, whole, row, given);

	if (rc == OK || rc == INVALID)
		rc = check(rq, row, field_sound(fields, *given, rq->refusal));
	return rc == OK || rc == INVALID ? refusal_outcome(rq->refusal) : rc;
}
