/* Passwords: argon2id (RFC 9106) by libsodium, never more than two at once. */
#ifndef HOUSE_PASSWORD_H
#define HOUSE_PASSWORD_H

#include "house/house.h"

#define PASSWORD_MIN 10
#define PASSWORD_MAX 200

/* The hash that is stored, below h->mem.  UNAVAILABLE `too_busy` when others
   have been at it for too long. */
enum outcome password_hash(
    struct house *h, const char *password, char **out) MUST_CHECK;

/*
 * Is it the password of that hash?  With NULL for the hash it takes as long
 * and is not, so that nobody learns by the time who has an account.
 */
enum outcome password_verify(struct house *h, const char *hash,
    const char *password, bool *out) MUST_CHECK;

/* Was it made by other settings than today's? */
bool password_is_old(const struct house *h, const char *hash);

#endif
