/* Making, changing and deleting accounts. */
#include "config.h"

#include "house/account.h"

#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/token.h"
#include "house/audit.h"
#include "house/password.h"
#include "house/title.h"
#include "sql/token.h"

#define LETTERS                                                                \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._@+-"

/* Both tables begin alike, so that a bit of `given` means the same. */
#define COMMON_FIELDS(is_new)                                                  \
	FIELD(account_form, role, .writable = true, .required = true,          \
	    .words = role_names),                                              \
	    FIELD(account_form, password, .writable = true,                    \
		.is_password = true, .no_blank = true, .min = PASSWORD_MIN,    \
		.max = PASSWORD_MAX),                                          \
	    FIELD(account_form, disabled, .writable = true,                    \
		.required = !(is_new)),                                        \
	    FIELD(account_form, quota_bytes, .writable = true, .min = 0,       \
		.max = INT64_MAX, .unit = "bytes"),                            \
	    FIELD(account_form, login, .writable = (is_new), .required = true, \
		.min = 1, .max = 64, .accepts = account_is_login,              \
		.rule = "may have letters, digits and . _ @ + - alone")

const struct field account_new_fields[] = {
	COMMON_FIELDS(true),
	FIELD_END,
};

const struct field account_change_fields[] = {
	COMMON_FIELDS(false),
	FIELD_END,
};

/* Which columns a form fills. */
static const struct {
	enum account_given given;
	const char *member;
} columns[] = {
	{ ACCOUNT_ROLE, "role" },
	{ ACCOUNT_PASSWORD, "password_hash" },
	{ ACCOUNT_DISABLED, "disabled" },
	{ ACCOUNT_QUOTA, "quota_bytes" },
	{ ACCOUNT_LOGIN, "login" },
};

struct change {
	struct house *h;
	const struct uuid *id;
	int64_t expected;
	const struct account_form *form;
	field_set given;
	char *hash; /* of the form's password */
	struct account *out;
};

static field_set
columns_of(field_set given)
{
	field_set set = 0;

	for (size_t i = 0; i < ARRAY_SIZE(columns); i++) {
		if ((given & columns[i].given) != 0)
			set |= db_members(
			    &account_entity, columns[i].member, NULL);
	}
	return set;
}

static void
apply(const struct change *change, struct account *account)
{
	const struct account_form *form = change->form;

	if ((change->given & ACCOUNT_ROLE) != 0)
		account->role = form->role;
	if ((change->given & ACCOUNT_PASSWORD) != 0)
		account->password_hash = change->hash;
	if ((change->given & ACCOUNT_DISABLED) != 0)
		account->disabled = form->disabled;
	if ((change->given & ACCOUNT_QUOTA) != 0)
		account->quota_bytes = form->quota_bytes;
	if ((change->given & ACCOUNT_LOGIN) != 0)
		account->login = form->login;
}

/* Slow, so outside the transaction. */
static enum outcome
hash_password(struct change *change)
{
	if ((change->given & ACCOUNT_PASSWORD) == 0 ||
	    change->form->password == NULL)
		return OK;
	return password_hash(change->h, change->form->password, &change->hash);
}

bool
account_is_login(const char *text)
{
	return text[0] != '\0' && text[strspn(text, LETTERS)] == '\0';
}

/* Whoever asks: a form over HTTP has been checked as it was read. */
static enum outcome
check(struct house *h, const struct account_form *form, field_set given)
{
	for (size_t i = 0; account_new_fields[i].name != NULL; i++) {
		if ((given >> i & 1) != 0)
			field_check(&account_new_fields[i], form, h->refusal);
	}
	return refusal_outcome(h->refusal);
}

static enum outcome
create_unit(void *context)
{
	struct change *change = context;
	struct house *h = change->h;
	struct account account;
	enum outcome rc;

	field_clear(account_fields, &account);
	account.id = uuid_new();
	apply(change, &account);
	rc = db_account_insert(h->db, &account,
	    columns_of(change->given) |
		db_members(&account_entity, "id", NULL));
	if (rc == CONFLICT)
		return refuse(h->refusal, CONFLICT, "login_taken",
		    "Another account has this login.");
	if (rc == OK)
		rc = db_account_find(h->db, h->mem, &account.id, change->out);
	if (rc == OK)
		rc = audit_note(h, "account.create", AUDIT_ACCOUNT,
		    account.id.text, NULL,
		    field_print(account_fields, change->out));
	return rc;
}

enum outcome
account_create(struct house *h, const struct account_form *form,
    field_set given, struct account *out)
{
	struct change change = {
		.h = h, .form = form, .given = given, .out = out
	};
	enum outcome rc = check(h, form, given);

	if (rc == OK)
		rc = hash_password(&change);
	if (rc == OK)
		rc = db_transact(h->db, create_unit, &change);
	if (rc == OK)
		log_info("account.created", TEXT_PAIR("login", out->login),
		    TEXT_PAIR("actor", h->actor));
	return rc;
}

static bool
is_admin(const struct account *account)
{
	return account->role == ROLE_ADMIN && !account->disabled;
}

/* Who would be left to open the door again? */
static enum outcome
keep_an_admin(struct house *h, const struct account *before, bool stays)
{
	int64_t admins;
	enum outcome rc;

	if (!is_admin(before) || stays)
		return OK;
	rc = db_account_count_admins(h->db, &admins);
	if (rc != OK || admins > 1)
		return rc;
	return refuse(h->refusal, CONFLICT, "last_admin",
	    "This is the last admin who can come in.");
}

static bool
must_sign_in_again(const struct change *change, const struct account *before,
    const struct account *after)
{
	return (change->given & ACCOUNT_PASSWORD) != 0 ||
	       before->role != after->role ||
	       before->disabled != after->disabled;
}

static enum outcome
note_change(struct house *h, const struct change *change,
    const struct account *before, int64_t revoked)
{
	struct json_object *after = field_print(account_fields, change->out);

	if ((change->given & ACCOUNT_PASSWORD) != 0)
		json_object_object_add(
		    after, "password_changed", json_object_new_boolean(1));
	json_object_object_add(
	    after, "tokens_revoked", json_object_new_int64(revoked));
	return audit_note(h, "account.change", AUDIT_ACCOUNT, before->id.text,
	    field_print(account_fields, before), after);
}

static enum outcome
lock(const struct change *change, struct account *account)
{
	struct house *h = change->h;
	enum outcome rc = db_account_lock(h->db, h->mem, change->id, account);

	return rc == OK ? title_expect(h, account->version, change->expected)
			: rc;
}

static enum outcome
change_unit(void *context)
{
	struct change *change = context;
	struct house *h = change->h;
	struct account before, after;
	int64_t revoked = 0;
	enum outcome rc;

	rc = lock(change, &before);
	if (rc != OK)
		return rc;
	after = before;
	apply(change, &after);
	rc = keep_an_admin(h, &before, is_admin(&after));
	if (rc == OK)
		rc =
		    db_account_update(h->db, &after, columns_of(change->given));
	if (rc == OK && must_sign_in_again(change, &before, &after))
		rc =
		    db_token_revoke_all(h->db, before.number, ABSENT, &revoked);
	if (rc == OK)
		rc = db_account_find(h->db, h->mem, change->id, change->out);
	return rc == OK ? note_change(h, change, &before, revoked) : rc;
}

enum outcome
account_change(struct house *h, const struct uuid *id, int64_t expected,
    const struct account_form *form, field_set given, struct account *out)
{
	struct change change = { .h = h,
		.id = id,
		.expected = expected,
		.form = form,
		.given = given,
		.out = out };
	enum outcome rc = check(h, form, given);

	if (rc == OK)
		rc = hash_password(&change);
	if (rc == OK)
		rc = db_transact(h->db, change_unit, &change);
	if (rc == OK)
		log_info("account.changed", TEXT_PAIR("login", out->login),
		    TEXT_PAIR("actor", h->actor));
	return rc;
}

static enum outcome
delete_unit(void *context)
{
	struct change *change = context;
	struct house *h = change->h;
	struct account before;
	enum outcome rc;

	rc = lock(change, &before);
	if (rc == OK)
		rc = keep_an_admin(h, &before, false);
	if (rc == OK)
		rc = db_account_delete(h->db, before.number);
	if (rc == OK)
		rc = audit_note(h, "account.delete", AUDIT_ACCOUNT,
		    before.id.text, field_print(account_fields, &before), NULL);
	return rc;
}

enum outcome
account_delete(struct house *h, const struct uuid *id, int64_t expected)
{
	struct change change = { .h = h, .id = id, .expected = expected };
	enum outcome rc = db_transact(h->db, delete_unit, &change);

	if (rc == OK)
		log_info("account.deleted", TEXT_PAIR("account", id->text),
		    TEXT_PAIR("actor", h->actor));
	return rc;
}
