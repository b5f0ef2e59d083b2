/* Names nobody can guess or forge: UUIDs, random words (libsodium). */
#ifndef BASE_TOKEN_H
#define BASE_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/field.h"

/* Once, before any thread; ends the process when there is no randomness. */
void token_init(void);

/* A UUIDv7 (RFC 9562 section 5.7): time-ordered, 74 random bits. */
struct uuid uuid_new(void);

/* Only the canonical form, in either case; written back in lower case. */
bool uuid_parse(const char *text, struct uuid *out);

/* `count` random bytes as 2 * count hex digits, below `mem`. */
char *token_hex(void *mem, size_t count);

/*
 * HMAC-SHA256 (RFC 2104, FIPS 180-4) of a text as base64url without padding
 * (RFC 4648 section 5), below `mem`.
 */
#define TOKEN_MAC_LENGTH 43
char *token_mac(void *mem, const char *key, const char *text);

/* The same in hexadecimal. */
char *token_mac_hex(void *mem, const char *key, const char *text);

/* Are two texts of that length the same?  It takes as long if they are not. */
bool token_equal(const char *left, const char *right, size_t length);

/* A word of 32 random bytes behind `prefix`, below `mem`: what is handed out
   once and then known by its digest alone. */
char *token_secret(void *mem, const char *prefix);

/* SHA-256 of a text. */
#define TOKEN_DIGEST_BYTES 32
void token_digest(const char *text, unsigned char out[TOKEN_DIGEST_BYTES]);

/* A random number below `limit`; for jitter, not for secrets alone. */
unsigned int token_random(unsigned int limit);

#endif
