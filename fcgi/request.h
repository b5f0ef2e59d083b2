/*
 * One HTTP request as a handler sees it.  All of it hangs below `mem`, which
 * goes when the answer is out.
 */
#ifndef FCGI_REQUEST_H
#define FCGI_REQUEST_H

#include <stdint.h>

#include "base/field.h"
#include "base/outcome.h"
#include "fcgi/query.h"
#include "house/house.h"

struct FCGX_Stream;
struct database;
struct metrics;
struct route;
struct watch;

enum method { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, METHOD_COUNT };

extern const char *const method_names[METHOD_COUNT + 1];

#define LENGTH_UNKNOWN ((int64_t)-1)

struct request {
	void *mem;
	struct house *house;
	struct database *database; /* NULL: there is none */
	struct metrics *metrics;   /* NULL: nobody counts */
	struct refusal *refusal;   /* the house's */
	enum method method;        /* METHOD_COUNT: none that we know */
	const char *path;          /* decoded, begins with a slash */
	struct query query;
	const char *id;            /* X-Request-Id of question and answer */
	const struct route *route; /* NULL before one is found */
	struct uuid uuid;          /* {uuid} of the route's pattern */
	int64_t number;            /* {number} of it */
	int64_t content_length;    /* or LENGTH_UNKNOWN */

	/* What the body is read with: fcgi/body.h. */
	char *const *params; /* NAME=value, NULL-ended */
	struct FCGX_Stream *in;
	struct watch *watch; /* NULL: nobody watches */
	int64_t started_ms;
	int64_t received_bytes;
};

/*
 * Reads all but the body from `params` (RFC 3875 section 4.1, with
 * REQUEST_URI for the path as the client wrote it).  The id is always set.
 * MALFORMED when the path has a broken escape, a NUL, an encoded slash, a
 * `..` segment or is not UTF-8, when the length is not a plain number, when
 * a header that says who asks is there twice, or by query_read.
 */
enum outcome request_read(struct request *rq) MUST_CHECK;

/* A parameter that is the web server's own word (RFC 3875 section 4.1), such
   as REMOTE_ADDR, or NULL. */
const char *request_param(const struct request *rq, const char *name);

/* A header by its usual name ("If-None-Match"), or NULL.  X-Forwarded-* and
   the like are what a client claims: nothing may be decided by them. */
const char *request_header(const struct request *rq, const char *name);

/* The media type without its parameters, lower case, or "". */
const char *request_content_type(const struct request *rq);

/* Is the tag of that version in a list of entity tags?  Weak tags match too,
   unless `strongly` (RFC 9110 section 8.8.3.2). */
bool request_tag_matches(const char *list, const char *tag, bool strongly);

/*
 * Before a change: CONFLICT under the code `stale_version` when If-Match is
 * there and does not name that version (RFC 9110 section 13.1.1); NULL: what
 * is changed has none, so that only * fits.
 */
enum outcome request_if_match(
    const struct request *rq, const char *version) MUST_CHECK;

/* The same, for rules that compare again under a lock: the version they must
   find then, ABSENT when any will do. */
enum outcome request_expected(
    const struct request *rq, int64_t version, int64_t *expected) MUST_CHECK;

#endif
