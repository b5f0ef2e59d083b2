/* API tokens: what may be done with them.  A token is told once, when it is
   made; afterwards it is known by its first letters. */
#ifndef HOUSE_TOKEN_H
#define HOUSE_TOKEN_H

#include "house/house.h"
#include "sql/token.h"

/* A new token as its owner asks for it. */
struct token_form {
	char *label;
	unsigned int role;
	int64_t expires_in_s; /* ABSENT: never */
};

extern const struct field token_form_fields[];

/* Was the role given?  Else it is as high as it may be. */
#define TOKEN_FORM_ROLE ((field_set)1 << 1)

/*
 * A token of that account.  `secret` is the token itself, below h->mem, and
 * nowhere else.  DENIED `role_too_low` when it would be above its owner's role
 * or the caller's.
 */
enum outcome token_create(struct house *h, const struct account *owner,
    const struct token_form *form, field_set given, char **secret,
    struct token *out) MUST_CHECK;

/* At once.  NOT_FOUND also when it is another's and the caller no admin. */
enum outcome token_revoke(struct house *h, const struct uuid *id) MUST_CHECK;

#endif
