/* The header of a part of multipart/form-data (RFC 7578 section 4). */
#ifndef FCGI_PART_H
#define FCGI_PART_H

#include "base/outcome.h"

/* NULL what it does not say, but for a content type of "". */
struct part {
	const char *name, *filename, *content_type, *encoding;
};

/*
 * Reads the header's lines, without the empty one at their end; `block` is cut
 * into pieces, and all texts hang below the refusal's memory.  MALFORMED under
 * `part_headers_broken` or `transfer_encoding_unsupported`.
 */
enum outcome part_read(
    char *block, struct part *out, struct refusal *refusal) MUST_CHECK;

#endif
