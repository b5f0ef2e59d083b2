/* Answers and their headers. */
#include "config.h"

#include "fcgi/response.h"

#include <limits.h>
#include <stdarg.h>
#include <string.h>

#include <fcgiapp.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "fcgi/status.h"

#define JSON_TYPE "application/json; charset=utf-8"

/*
 * On every answer that does not say otherwise.  An answer of the API is never
 * a page, so its policy forbids everything a page could do.
 */
static const struct response_header standing_headers[] = {
	{ "Cache-Control", "no-store" },
	{ "X-Content-Type-Options", "nosniff" },
	{ "Referrer-Policy", "same-origin" },
	{ "X-Frame-Options", "DENY" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
	{ "Content-Security-Policy",
	    "default-src 'none'; frame-ancestors 'none'" },
};

void
response_init(struct response *rs, void *mem)
{
	*rs = (struct response){ .mem = mem, .status = 200 };
}

void
response_clear(struct response *rs)
{
	json_object_put(rs->json);
	rs->json = NULL;
	rs->body = NULL;
	rs->length = 0;
}

static struct response_header *
find_header(struct response *rs, const char *name)
{
	for (size_t i = 0; i < rs->header_count; i++) {
		if (text_equal_nocase(rs->headers[i].name, name))
			return &rs->headers[i];
	}
	return NULL;
}

void
response_header(struct response *rs, const char *name, const char *format, ...)
{
	struct response_header *header = find_header(rs, name);
	va_list args;
	char *value;

	va_start(args, format);
	value = mem_vprintf(rs->mem, format, args);
	va_end(args);
	for (char *at = value; *at != '\0'; at++) {
		if ((unsigned char)*at < ' ' || *at == 0x7f)
			*at = ' ';
	}
	if (header == NULL && rs->header_count == RESPONSE_MAX_HEADERS) {
		log_error("response.too_many_headers", TEXT_PAIR("name", name));
		return;
	}
	if (header == NULL)
		header = &rs->headers[rs->header_count++];
	*header = (struct response_header){ .name = name, .value = value };
}

void
response_version(struct response *rs, const char *version)
{
	response_header(rs, "ETag", "\"%s\"", version);
}

static enum outcome
answer_json(struct response *rs, int status, struct json_object *json)
{
	response_clear(rs);
	rs->status = status;
	rs->json = json;
	if (find_header(rs, "Content-Type") == NULL)
		response_header(rs, "Content-Type", "%s", JSON_TYPE);
	return OK;
}

enum outcome
response_json(struct response *rs, struct json_object *json)
{
	return answer_json(rs, 200, json);
}

enum outcome
response_created(
    struct response *rs, const char *location, struct json_object *json)
{
	response_header(rs, "Location", "%s", location);
	return answer_json(rs, 201, json);
}

enum outcome
response_accepted(struct response *rs, struct json_object *json)
{
	return answer_json(rs, 202, json);
}

enum outcome
response_none(struct response *rs)
{
	response_clear(rs);
	rs->status = 204;
	return OK;
}

enum outcome
response_text(
    struct response *rs, const char *type, const char *text, size_t length)
{
	response_clear(rs);
	response_header(rs, "Content-Type", "%s", type);
	rs->status = 200;
	rs->body = text;
	rs->length = length;
	return OK;
}

static void
print_body(struct response *rs)
{
	if (rs->body != NULL || rs->json == NULL)
		return;
	rs->body = json_object_to_json_string_length(rs->json,
	    JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE,
	    &rs->length);
}

/* RFC 9110 section 13.2.2, steps 3 and 4, for what was found. */
static bool
is_unchanged(struct response *rs, const struct request *rq)
{
	const char *list = request_header(rq, "If-None-Match");
	const struct response_header *tag = find_header(rs, "ETag");

	return rs->status == 200 && list != NULL && tag != NULL &&
	       (rq->method == GET || rq->method == HEAD) &&
	       request_tag_matches(list, tag->value, false);
}

static void
put_header(FCGX_Stream *out, const char *name, const char *value)
{
	FCGX_PutS(name, out);
	FCGX_PutS(": ", out);
	FCGX_PutS(value, out);
	FCGX_PutS("\r\n", out);
}

static void
put_headers(struct response *rs, const struct request *rq, FCGX_Stream *out)
{
	FCGX_FPrintF(
	    out, "Status: %d %s\r\n", rs->status, status_reason(rs->status));
	put_header(out, "X-Request-Id", rq->id);
	for (size_t i = 0; i < rs->header_count; i++)
		put_header(out, rs->headers[i].name, rs->headers[i].value);
	for (size_t i = 0; i < ARRAY_SIZE(standing_headers); i++) {
		if (find_header(rs, standing_headers[i].name) == NULL)
			put_header(out, standing_headers[i].name,
			    standing_headers[i].value);
	}
}

static void
put_body(struct response *rs, FCGX_Stream *out)
{
	const char *at = rs->body;
	size_t left = rs->length;

	while (left > 0) {
		int step = left < INT_MAX ? (int)left : INT_MAX;

		if (FCGX_PutStr(at, step, out) != step)
			return;
		at += step;
		left -= (size_t)step;
	}
	rs->sent_bytes = (int64_t)rs->length;
}

void
response_send(
    struct response *rs, const struct request *rq, struct FCGX_Stream *out)
{
	bool has_body;

	if (is_unchanged(rs, rq))
		rs->status = 304;
	has_body = rs->status != 204 && rs->status != 304;
	print_body(rs);
	put_headers(rs, rq, out);
	if (has_body)
		put_header(out, "Content-Length",
		    mem_printf(rs->mem, "%zu", rs->length));
	FCGX_PutS("\r\n", out);
	if (has_body && rq->method != HEAD)
		put_body(rs, out);
}
