/*
 * Who is asking.
 *
 * A caller is known by a secret: a token, which programs show in the header
 * Authorization, or a session's, which browsers keep in a cookie.  The house
 * then acts as that account: h->caller and h->actor say so.
 */
#ifndef HOUSE_AUTH_H
#define HOUSE_AUTH_H

#include "house/house.h"
#include "sql/token.h"

struct caller {
	int64_t account; /* its number */
	struct uuid account_id;
	const char *login;
	enum account_role role; /* the token's, and never above its owner's */
	int64_t token;          /* what it came in by */
	enum token_kind kind;
};

/*
 * Finds whose secret that is and lets the house act as them.  NOT_FOUND when
 * it opens nothing (any more).
 */
enum outcome auth_find(
    struct house *h, enum token_kind kind, const char *secret) MUST_CHECK;

/* DENIED: `not_signed_in` when nobody is known, `role_too_low` below `role`.
   Programs of the host itself ask with no caller and are not asked this. */
enum outcome auth_need(struct house *h, enum account_role role) MUST_CHECK;

/*
 * A new session for whoever knows the password, as long as the settings say.
 * DENIED `wrong_password` whatever was wrong, after the same time; BUSY
 * `too_many_tries`.  `secret` and `account` hang below h->mem.
 */
struct sign_in {
	char *login;
	char *password;
};
enum outcome auth_sign_in(struct house *h, const struct sign_in *given,
    const char *address, char **secret, struct account *account) MUST_CHECK;

/*
 * The caller's own password: who knows the one they have may give another.
 * All other sessions of theirs end; tokens stay.  DENIED `session_needed` who
 * came in by a token; INVALID (`current_password`) when it is not that; BUSY
 * `too_many_tries` as when signing in, with which the tries are counted.
 */
struct password_form {
	char *current_password;
	char *password;
};
extern const struct field password_form_fields[];
enum outcome auth_change_password(struct house *h,
    const struct password_form *form, const char *address) MUST_CHECK;

/* Ends the caller's session; CONFLICT `no_session` who came in by a token. */
enum outcome auth_sign_out(struct house *h) MUST_CHECK;

/* Forgets old tokens, sessions and failures; now and then. */
enum outcome auth_sweep(struct house *h) MUST_CHECK;

#endif
