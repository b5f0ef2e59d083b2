/*
 * The answer to a request.  A handler says what it has, in one call; status,
 * headers and errors follow from tables.
 */
#ifndef FCGI_RESPONSE_H
#define FCGI_RESPONSE_H

#include <stddef.h>
#include <stdint.h>

#include <json-c/json.h>

#include "base/outcome.h"
#include "fcgi/request.h"

struct FCGX_Stream;

#define RESPONSE_MAX_HEADERS 16

struct response_header {
	const char *name, *value;
};

struct response {
	void *mem;
	int status;
	struct response_header headers[RESPONSE_MAX_HEADERS];
	size_t header_count;
	struct json_object *json; /* owned */
	const char *body;         /* NULL: the JSON, if any */
	size_t length;
	int64_t sent_bytes; /* of the body */
};

void response_init(struct response *rs, void *mem);
void response_clear(struct response *rs);

/* Sets a header, replacing one of that name; control characters in it become
   spaces. */
void response_header(struct response *rs, const char *name, const char *format,
    ...) PRINTF_LIKE(3, 4);

/* The entity tag of a version, strong and quoted; response_send answers 304
   by it where If-None-Match allows (RFC 9110 section 13.1.2). */
void response_version(struct response *rs, const char *version);

/*
 * The answers; each takes `json` over and returns OK, so that a handler ends
 * with `return response_json(rs, ...)`.  200, 201 with Location, 202, 204 and
 * 200 with a text of that media type (which is not copied).
 */
enum outcome response_json(struct response *rs, struct json_object *json);
enum outcome response_created(
    struct response *rs, const char *location, struct json_object *json);
enum outcome response_accepted(struct response *rs, struct json_object *json);
enum outcome response_none(struct response *rs);
enum outcome response_text(
    struct response *rs, const char *type, const char *text, size_t length);

/*
 * Writes the answer as a CGI response (RFC 3875 section 6), with the headers
 * that every answer bears and no body for HEAD.
 */
void response_send(
    struct response *rs, const struct request *rq, struct FCGX_Stream *out);

#endif
