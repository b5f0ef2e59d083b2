/*
 * The body of a request, in pieces or as JSON.
 *
 * What is read is compared with Content-Length, and the end of the stream
 * with libfcgi's error, so that a client that went away in the middle is
 * never taken for one that has sent everything.
 */
#ifndef FCGI_BODY_H
#define FCGI_BODY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/field.h"
#include "base/outcome.h"
#include "fcgi/request.h"

/*
 * Reads until `size` bytes are there or the body ends; `*got` is less than
 * `size` only at its end.  Each piece pushes the request's deadline on, so an
 * upload lasts as long as it is fast enough.  MALFORMED when the body is not
 * whole, with the bytes that did come in `*got`: `body_cut` (the client has
 * gone), `body_too_slow`, `body_longer` than announced.
 */
enum outcome request_body_read(
    struct request *rq, void *buffer, size_t size, size_t *got) MUST_CHECK;

/* The same for whoever wants a plain source of bytes, as multipart_open does:
   `request` is a struct request. */
enum outcome request_body_source(
    void *request, void *buffer, size_t size, size_t *got) MUST_CHECK;

/* Does anything come?  Where no length was announced this waits for the first
   byte, which stays to be read, or for the end.  A body that breaks off before
   it counts: whoever reads it hears why. */
bool request_has_body(struct request *rq);

/*
 * Reads a JSON object into `row` by its fields (base/field.h: `whole` is a
 * new thing, otherwise a merge patch, RFC 7396).  With `whole` the row is
 * cleared first; `given` may be NULL.  MALFORMED (400, or 415 when it is not
 * application/json or application/merge-patch+json), TOO_LARGE above the
 * route's limit and BODY_JSON, INVALID with every faulty field.
 */
enum outcome request_json(struct request *rq, const struct field *fields,
    bool whole, void *row, field_set *given) MUST_CHECK;

/*
 * What a table cannot say of a form: adds the faults of the members in
 * `sound`, which stood there and keep the table's rules.  An outcome other
 * than OK and INVALID is the request's.
 */
typedef enum outcome form_check(
    struct request *rq, const void *row, field_set sound);

/* The same with such a check, so that one answer tells the faults of both. */
enum outcome request_form(struct request *rq, const struct field *fields,
    bool whole, void *row, field_set *given, form_check *check) MUST_CHECK;

#endif
