/*
 * How much one account may upload: the originals that it owns and what its
 * open uploads have announced (or, as long as they do not say, have brought).
 * Whoever has no account - an import on the host - has no quota.
 */
#ifndef HOUSE_QUOTA_H
#define HOUSE_QUOTA_H

#include "house/house.h"
#include "sql/account.h"

struct quota {
	int64_t limit; /* ABSENT: none */
	int64_t used;
};

/* The limit of an account whose own is `quota_bytes`; ABSENT: none. */
int64_t quota_limit(const struct settings *settings, int64_t quota_bytes);

/*
 * What the account (ABSENT: none) may and does use, apart from the upload of
 * that number (0: apart from none).  Its row is locked until the transaction
 * ends, so that of two uploads at once each sees the other.  An account that
 * has gone has no quota.
 */
enum outcome quota_look(struct house *h, int64_t account, int64_t upload,
    struct quota *out) MUST_CHECK;

/* Do so many bytes fit?  NO_SPACE `quota_exceeded`, saying how much there
   is. */
enum outcome quota_check(const struct quota *quota, int64_t bytes,
    struct refusal *refusal) MUST_CHECK;

#endif
