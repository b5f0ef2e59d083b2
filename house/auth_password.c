/* People changing their own password. */
#include "config.h"

#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "house/audit.h"
#include "house/auth.h"
#include "house/password.h"
#include "house/throttle.h"

const struct field password_form_fields[] = {
	FIELD(password_form, current_password, .writable = true,
	    .is_password = true, .required = true, .no_blank = true,
	    .max = PASSWORD_MAX),
	FIELD(password_form, password, .writable = true, .is_password = true,
	    .required = true, .no_blank = true, .min = PASSWORD_MIN,
	    .max = PASSWORD_MAX),
	FIELD_END,
};

struct change {
	struct house *h;
	const struct attempt_key *key;
	struct account account; /* as it was when the password was looked at */
	char *hash;
};

static enum outcome
wrong_password(struct house *h)
{
	refuse_field(h->refusal, "current_password", "wrong_password",
	    "is not the password of this account");
	return refusal_outcome(h->refusal);
}

/* Slow, so outside the transaction. */
static enum outcome
check_password(
    struct house *h, const struct password_form *form, struct account *account)
{
	enum outcome rc;
	bool is_right;

	rc = db_account_find(h->db, h->mem, &h->caller->account_id, account);
	if (rc == OK)
		rc = password_verify(h, account->password_hash,
		    form->current_password, &is_right);
	if (rc != OK)
		return rc;
	return is_right ? OK : wrong_password(h);
}

static enum outcome
note(struct change *change, int64_t ended)
{
	struct json_object *after = json_object_new_object();

	json_object_object_add(
	    after, "tokens_revoked", json_object_new_int64(ended));
	return audit_note(change->h, "account.password", AUDIT_ACCOUNT,
	    change->account.id.text, NULL, after);
}

static enum outcome
change_unit(void *context)
{
	struct change *change = context;
	struct house *h = change->h;
	struct account now;
	int64_t ended;
	enum outcome rc;

	rc = db_account_lock(h->db, h->mem, &change->account.id, &now);
	/* Somebody may have given it another in the meantime. */
	if (rc == OK &&
	    (now.password_hash == NULL ||
		strcmp(now.password_hash, change->account.password_hash) != 0))
		rc = wrong_password(h);
	if (rc != OK)
		return rc;
	now.password_hash = change->hash;
	rc = db_account_update(
	    h->db, &now, db_members(&account_entity, "password_hash", NULL));
	if (rc == OK)
		rc = db_token_revoke_all(
		    h->db, now.number, h->caller->token, &ended);
	if (rc == OK)
		rc = throttle_forgive(h, change->key);
	return rc == OK ? note(change, ended) : rc;
}

enum outcome
auth_change_password(
    struct house *h, const struct password_form *form, const char *address)
{
	struct attempt_key key = { "password", h->caller->login, address };
	struct change change = { .h = h, .key = &key };
	enum outcome rc;

	if (h->caller->kind != TOKEN_SESSION)
		return refuse(h->refusal, DENIED, "session_needed",
		    "A password is changed by who has signed in with it.");
	rc = throttle_try(h, &key);
	if (rc == OK)
		rc = check_password(h, form, &change.account);
	if (rc == OK)
		rc = password_hash(h, form->password, &change.hash);
	if (rc == OK)
		rc = db_transact(h->db, change_unit, &change);
	if (rc == OK)
		log_info("account.password", TEXT_PAIR("actor", h->actor));
	else
		log_warn("account.refused",
		    TEXT_PAIR("outcome", outcome_names[rc]),
		    TEXT_PAIR("actor", h->actor));
	return rc;
}
