/*
 * The one file of a multipart/form-data body (RFC 7578, RFC 2046 section 5.1),
 * read piece by piece with one buffer, however large it is:
 *
 *	multipart_open -> multipart_find_file -> multipart_read ... -> 0 bytes
 *	-> multipart_close
 *
 * It stands on nothing but a function that yields the bytes.
 */
#ifndef FCGI_MULTIPART_H
#define FCGI_MULTIPART_H

#include <stddef.h>

#include "base/outcome.h"

/* Yields the next bytes of the body, at least one and at most `size`; 0 at
   its end.  What it refuses with is passed on. */
typedef enum outcome multipart_source(
    void *argument, void *buffer, size_t size, size_t *got);

struct multipart;

/* A field of the form that somebody wants, beside the file. */
#define MULTIPART_MAX_FIELD 1024
struct multipart_field {
	const char *name;
	char *value; /* below the multipart; NULL: it did not come */
};

struct multipart_file {
	const char *filename;     /* a display name, or NULL */
	const char *content_type; /* "" when it says none */
};

/*
 * Begins below `mem`, with the request's Content-Type.  MALFORMED under
 * `boundary_missing` when that names no boundary of 1 to 70 characters.
 */
enum outcome multipart_open(void *mem, const char *content_type,
    multipart_source *source, void *argument, struct refusal *refusal,
    struct multipart **out) MUST_CHECK;

/* Keeps the values of these fields, wherever in the form they stand: all are
   there after multipart_close.  The array must live as long as the form is
   read.  MALFORMED under `field_repeated`, or under `field_broken` where a
   value is not UTF-8 or holds a NUL; TOO_LARGE under `fields_too_large` above
   MULTIPART_MAX_FIELD bytes. */
void multipart_want(
    struct multipart *multipart, struct multipart_field *fields, size_t count);

/*
 * Goes on to the content of the part named `file`; other fields are skipped.
 * MALFORMED under `file_part_missing` (there is none, or a file came under
 * another name), `boundary_broken`, `part_headers_broken`,
 * `part_headers_too_long`, `too_many_parts`, `transfer_encoding_unsupported`
 * or `body_cut`; TOO_LARGE under `fields_too_large`.
 */
enum outcome multipart_find_file(
    struct multipart *multipart, struct multipart_file *out) MUST_CHECK;

/* Fills the buffer with what comes next of the file; `*got` is less than
   `size` only at its end.  MALFORMED under `body_cut` when that never comes. */
enum outcome multipart_read(struct multipart *multipart, void *buffer,
    size_t size, size_t *got) MUST_CHECK;

/*
 * Reads the rest to the end of the body: fields after the file, and whatever
 * follows the last boundary, which does not count.  MALFORMED as
 * multipart_find_file, and under `too_many_files` when a second one comes.
 */
enum outcome multipart_close(struct multipart *multipart) MUST_CHECK;

#endif
