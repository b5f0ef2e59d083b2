/* Making and revoking tokens. */
#include "config.h"

#include "house/token.h"

#include "base/log.h"
#include "base/mem.h"
#include "house/audit.h"
#include "house/auth.h"

#define PREFIX "mh_"
#define PREFIX_SHOWN 9 /* letters that are stored and shown */

const struct field token_form_fields[] = {
	FIELD(token_form, label, .writable = true, .required = true,
	    .no_blank = true, .max = 100),
	FIELD(token_form, role, .writable = true, .required = false,
	    .words = role_names),
	FIELD(token_form, expires_in_s, .writable = true, .min = 60,
	    .max = 315360000, .unit = "seconds"),
	FIELD_END,
};

struct minting {
	struct house *h;
	struct token token;
	int64_t expires_s;
	const char *secret;
	struct token *out;
};

static enum outcome
create_unit(void *context)
{
	struct minting *minting = context;
	struct house *h = minting->h;
	unsigned char digest[TOKEN_DIGEST_BYTES];
	enum outcome rc;

	token_digest(minting->secret, digest);
	rc = db_token_insert(h->db, &minting->token, TOKEN_API, digest,
	    minting->expires_s, ABSENT);
	if (rc == OK)
		rc = db_token_find(
		    h->db, h->mem, &minting->token.id, minting->out);
	if (rc == OK)
		rc = audit_note(h, "token.create", AUDIT_TOKEN,
		    minting->token.id.text, NULL,
		    field_print(token_fields, minting->out));
	return rc;
}

enum outcome
token_create(struct house *h, const struct account *owner,
    const struct token_form *form, field_set given, char **secret,
    struct token *out)
{
	enum account_role highest = (enum account_role)owner->role;
	struct minting minting = { .h = h, .out = out };
	enum outcome rc;

	if (h->caller != NULL && h->caller->role < highest)
		highest = h->caller->role;
	if ((given & TOKEN_FORM_ROLE) != 0 && form->role > highest)
		return refuse(h->refusal, DENIED, "role_too_low",
		    "A token may do no more than the account it is for.");
	*secret = token_secret(h->mem, PREFIX);
	minting.secret = *secret;
	minting.expires_s = form->expires_in_s;
	minting.token = (struct token){
		.id = uuid_new(),
		.account_number = owner->number,
		.label = form->label,
		.role = (given & TOKEN_FORM_ROLE) != 0 ? form->role : highest,
		.prefix = mem_text_n(h->mem, *secret, PREFIX_SHOWN),
	};
	rc = db_transact(h->db, create_unit, &minting);
	if (rc == OK)
		log_info("token.created", TEXT_PAIR("token", out->id.text),
		    TEXT_PAIR("login", owner->login),
		    TEXT_PAIR("actor", h->actor));
	return rc;
}

struct revocation {
	struct house *h;
	const struct uuid *id;
};

static enum outcome
revoke_unit(void *context)
{
	struct revocation *revocation = context;
	struct house *h = revocation->h;
	struct token token;
	enum outcome rc;

	rc = db_token_find(h->db, h->mem, revocation->id, &token);
	if (rc == OK && h->caller != NULL && h->caller->role < ROLE_ADMIN &&
	    h->caller->account != token.account_number)
		rc = NOT_FOUND;
	if (rc == OK)
		rc = db_token_revoke(h->db, token.number);
	if (rc == OK)
		rc = audit_note(h, "token.revoke", AUDIT_TOKEN, token.id.text,
		    field_print(token_fields, &token), NULL);
	return rc;
}

enum outcome
token_revoke(struct house *h, const struct uuid *id)
{
	struct revocation revocation = { h, id };
	enum outcome rc = db_transact(h->db, revoke_unit, &revocation);

	if (rc == OK)
		log_info("token.revoked", TEXT_PAIR("token", id->text),
		    TEXT_PAIR("actor", h->actor));
	return rc;
}
