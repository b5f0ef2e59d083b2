/* Limits of what one account may upload. */
#include "config.h"

#include "house/quota.h"

#include <inttypes.h>

int64_t
quota_limit(const struct settings *settings, int64_t quota_bytes)
{
	int64_t limit =
	    quota_bytes != ABSENT ? quota_bytes : settings->upload_quota;

	return limit != 0 ? limit : ABSENT;
}

enum outcome
quota_look(struct house *h, int64_t account, int64_t upload, struct quota *out)
{
	int64_t quota_bytes;
	enum outcome rc;

	*out = (struct quota){ .limit = ABSENT };
	if (account == ABSENT)
		return OK;
	rc = db_account_lock_quota(h->db, account, &quota_bytes);
	if (rc != OK)
		return rc == NOT_FOUND ? OK : rc;
	out->limit = quota_limit(h->settings, quota_bytes);
	if (out->limit == ABSENT)
		return OK;
	return db_account_used(h->db, account, upload, &out->used);
}

enum outcome
quota_check(const struct quota *quota, int64_t bytes, struct refusal *refusal)
{
	if (quota->limit == ABSENT || (quota->used <= quota->limit &&
					  bytes <= quota->limit - quota->used))
		return OK;
	return refuse(refusal, NO_SPACE, "quota_exceeded",
	    "Of this account's %" PRId64 " bytes %" PRId64
	    " are in use; there is no room for %" PRId64 " more.",
	    quota->limit, quota->used, bytes);
}
