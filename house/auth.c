/* Secrets to callers, passwords to sessions. */
#include "config.h"

#include "house/auth.h"

#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "house/account.h"
#include "house/audit.h"
#include "house/password.h"
#include "house/throttle.h"
#include "sql/throttle.h"

#define SECRET_MAX 100

static enum account_role
lower_role(unsigned int left, unsigned int right)
{
	return (enum account_role)(left < right ? left : right);
}

enum outcome
auth_find(struct house *h, enum token_kind kind, const char *secret)
{
	unsigned char digest[TOKEN_DIGEST_BYTES];
	struct credential found;
	struct caller *caller;
	enum outcome rc;

	if (strlen(secret) > SECRET_MAX)
		return NOT_FOUND;
	token_digest(secret, digest);
	rc = db_token_check(h->db, h->mem, kind, digest, &found);
	if (rc != OK)
		return rc;
	if (found.is_stale && db_token_used(h->db, found.token_number) != OK)
		log_warn("token.use_not_noted",
		    NUMBER_PAIR("token", found.token_number));
	caller = mem_new(h->mem, struct caller);
	caller->account = found.account_number;
	caller->account_id = found.account_id;
	caller->login = found.login;
	caller->role = lower_role(found.token_role, found.account_role);
	caller->token = found.token_number;
	caller->kind = kind;
	h->caller = caller;
	h->actor = mem_printf(h->mem, "api:%s", found.login);
	return OK;
}

enum outcome
auth_need(struct house *h, enum account_role role)
{
	if (h->caller == NULL)
		return refuse(h->refusal, DENIED, "not_signed_in",
		    "You need to sign in for this.");
	if (h->caller->role >= role)
		return OK;
	return refuse(h->refusal, DENIED, "role_too_low",
	    "Your account may not do this.");
}

struct entry {
	struct house *h;
	const struct attempt_key *key;
	const char *new_hash; /* NULL: the old one is kept */
	char *secret;
	struct account account;
};

static enum outcome
wrong_password(struct house *h)
{
	return refuse(h->refusal, DENIED, "wrong_password",
	    "Login and password do not belong together.");
}

/* The account may have been changed while its password was looked at. */
static enum outcome
lock_unchanged(struct entry *entry)
{
	struct house *h = entry->h;
	const char *hash = entry->account.password_hash;
	struct account now;
	enum outcome rc;

	rc = db_account_lock(h->db, h->mem, &entry->account.id, &now);
	if (rc == NOT_FOUND)
		return wrong_password(h);
	if (rc != OK)
		return rc;
	if (now.disabled || now.password_hash == NULL ||
	    strcmp(now.password_hash, hash) != 0)
		return wrong_password(h);
	entry->account.role = now.role;
	return OK;
}

static enum outcome
insert_session(struct entry *entry)
{
	struct house *h = entry->h;
	unsigned char digest[TOKEN_DIGEST_BYTES];
	struct token token = {
		.id = uuid_new(),
		.account_number = entry->account.number,
		.label = mem_text(h->mem, ""),
		.role = entry->account.role,
		.prefix = mem_text(h->mem, ""),
	};

	entry->secret = token_secret(h->mem, "");
	token_digest(entry->secret, digest);
	return db_token_insert(h->db, &token, TOKEN_SESSION, digest,
	    h->settings->session_max_s, h->settings->session_idle_s);
}

static enum outcome
enter_unit(void *context)
{
	struct entry *entry = context;
	struct house *h = entry->h;
	enum outcome rc = lock_unchanged(entry);

	if (rc == OK && entry->new_hash != NULL)
		rc = db_account_rehash(
		    h->db, entry->account.number, entry->new_hash);
	if (rc == OK)
		rc = insert_session(entry);
	if (rc == OK)
		rc = throttle_forgive(h, entry->key);
	if (rc == OK)
		rc = audit_note(h, "account.sign_in", AUDIT_ACCOUNT,
		    entry->account.id.text, NULL, NULL);
	return rc;
}

/* Unknown, disabled, without a password: all the same, in words and time. */
static enum outcome
check_password(
    struct house *h, const struct sign_in *given, struct account *account)
{
	enum outcome rc = NOT_FOUND;
	bool can_enter, is_right;

	if (account_is_login(given->login))
		rc =
		    db_account_find_login(h->db, h->mem, given->login, account);
	can_enter = rc == OK && !account->disabled;
	if (rc != OK && rc != NOT_FOUND)
		return rc;
	rc = password_verify(h, can_enter ? account->password_hash : NULL,
	    given->password, &is_right);
	if (rc != OK)
		return rc;
	return is_right ? OK : wrong_password(h);
}

enum outcome
auth_sign_in(struct house *h, const struct sign_in *given, const char *address,
    char **secret, struct account *account)
{
	struct attempt_key key = { given->login, address, false };
	struct entry entry = { .h = h, .key = &key };
	char *new_hash;
	enum outcome rc = throttle_try(h, &key);

	if (rc == OK)
		rc = check_password(h, given, &entry.account);
	if (rc != OK) {
		log_warn("account.refused",
		    TEXT_PAIR("outcome", outcome_names[rc]),
		    TEXT_PAIR("address", address));
		return rc;
	}
	if (password_is_old(h, entry.account.password_hash) &&
	    password_hash(h, given->password, &new_hash) == OK)
		entry.new_hash = new_hash;
	h->actor = mem_printf(h->mem, "api:%s", entry.account.login);
	rc = db_transact(h->db, enter_unit, &entry);
	if (rc != OK)
		return rc;
	log_info("account.signed_in", TEXT_PAIR("actor", h->actor));
	*secret = entry.secret;
	*account = entry.account;
	return OK;
}

static enum outcome
leave_unit(void *context)
{
	struct house *h = context;
	enum outcome rc = db_token_revoke(h->db, h->caller->token);

	return rc == OK ? audit_note(h, "account.sign_out", AUDIT_ACCOUNT,
			      h->caller->account_id.text, NULL, NULL)
			: rc;
}

enum outcome
auth_sign_out(struct house *h)
{
	enum outcome rc;

	if (h->caller->kind != TOKEN_SESSION)
		return refuse(h->refusal, CONFLICT, "no_session",
		    "A token has no session; it can be revoked.");
	rc = db_transact(h->db, leave_unit, h);
	if (rc == OK)
		log_info("account.signed_out", TEXT_PAIR("actor", h->actor));
	return rc == NOT_FOUND ? OK : rc;
}

enum outcome
auth_sweep(struct house *h)
{
	enum outcome rc = db_token_forget(h->db);

	return rc == OK ? db_throttle_forget(h->db) : rc;
}
