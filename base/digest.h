/* Digests of bytes that come in pieces (OpenSSL's libcrypto, which the
   database's client library brings anyway, and which uses the processor's own
   instructions: several times as fast as portable C). */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include <stddef.h>

#include "base/outcome.h"

enum digest_kind {
	DIGEST_SHA1, /* against accidents only: it can be forged */
	DIGEST_SHA256,
	DIGEST_KIND_COUNT
};
extern const char *const digest_names[DIGEST_KIND_COUNT + 1];

#define DIGEST_MAX 32

struct digest;

/* Bytes of a digest of that kind. */
size_t digest_size(enum digest_kind kind);

/* Begins one below `mem`; FAILED (logged) when the library has no such. */
enum outcome digest_new(
    void *mem, enum digest_kind kind, struct digest **out) MUST_CHECK;
void digest_add(struct digest *digest, const void *bytes, size_t length);

/* Ends it: digest_size bytes. */
void digest_end(struct digest *digest, unsigned char out[DIGEST_MAX]);

#endif
