/*
 * Accounts: what may be done with them.
 *
 * A new password, another role and being disabled revoke all tokens and
 * sessions of the account, in the same transaction.  The last admin who can
 * come in stays one: CONFLICT `last_admin`.
 */
#ifndef HOUSE_ACCOUNT_H
#define HOUSE_ACCOUNT_H

#include "house/house.h"
#include "sql/account.h"

/* What can be said of an account. */
struct account_form {
	unsigned int role;
	char *password; /* NULL: none, it comes in by tokens alone */
	bool disabled;
	int64_t quota_bytes;
	char *login;
};

/* Which of it was given, as field_read says by either table. */
enum account_given {
	ACCOUNT_ROLE = 1 << 0,
	ACCOUNT_PASSWORD = 1 << 1,
	ACCOUNT_DISABLED = 1 << 2,
	ACCOUNT_QUOTA = 1 << 3,
	ACCOUNT_LOGIN = 1 << 4,
};

/* Of a new one; of a change, where the login cannot be. */
extern const struct field account_new_fields[];
extern const struct field account_change_fields[];

/* Could it be the login of an account, by its letters? */
bool account_is_login(const char *text);

/* Adds what the tables cannot say of the members in `given`: a login of other
   characters.  INVALID when the refusal holds any fault. */
enum outcome account_check(struct house *h, const struct account_form *form,
    field_set given) MUST_CHECK;

/* Login and role must be given.  INVALID when the login has other characters
   than letters, digits and ._@+-; CONFLICT `login_taken`. */
enum outcome account_create(struct house *h, const struct account_form *form,
    field_set given, struct account *out) MUST_CHECK;

/* Changes what is given.  CONFLICT `stale_version` unless its version is
   `expected` (ANY_VERSION: whichever), compared under the row's lock. */
enum outcome account_change(struct house *h, const struct uuid *id,
    int64_t expected, const struct account_form *form, field_set given,
    struct account *out) MUST_CHECK;

/* With its tokens and sessions; `expected` as above. */
enum outcome account_delete(
    struct house *h, const struct uuid *id, int64_t expected) MUST_CHECK;

#endif
