/* The headers of tus 1.0.0 (tus.io, protocol 1.0.0): parsers alone. */
#ifndef FCGI_TUS_HEAD_H
#define FCGI_TUS_HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"
#include "base/outcome.h"

#define TUS_METADATA_MAX 4096

/* Of Upload-Metadata what we read; both are NULL when they are not there. */
struct tus_metadata {
	char *file_name; /* any bytes, and a NUL behind them */
	size_t file_name_length;
	char *file_type; /* printable ASCII, not empty */
};

/*
 * Upload-Metadata: pairs `key base64` between commas; the value may be left
 * out.  MALFORMED `malformed_metadata` for anything else, a key that stands
 * there twice, or more than TUS_METADATA_MAX bytes.
 */
enum outcome tus_metadata_read(void *mem, const char *header,
    struct tus_metadata *out, struct refusal *refusal) MUST_CHECK;

/* Upload-Checksum: `algorithm base64`. */
struct tus_checksum {
	enum digest_kind kind;
	unsigned char bytes[DIGEST_MAX];
};

/* MALFORMED `unsupported_checksum` for another algorithm,
   `malformed_checksum`. */
enum outcome tus_checksum_read(const char *header, struct tus_checksum *out,
    struct refusal *refusal) MUST_CHECK;

/* A time as HTTP writes it (RFC 9110 section 5.6.7, IMF-fixdate). */
char *tus_date(void *mem, int64_t unix_ms);

#endif
