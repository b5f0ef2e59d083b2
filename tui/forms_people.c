/* Forms of accounts and tokens.  A password is typed into the form alone: it
   is not shown, and stands in no command line. */
#include "config.h"

#include "base/mem.h"
#include "house/account.h"
#include "house/token.h"
#include "tui/dialog.h"
#include "tui/forms.h"

#define DAY_S 86400
#define DAYS_MAX 3650

static const char *const new_user_names[] = { "login", "role", "password",
	"quota_bytes", NULL };

static enum outcome
save_new_user(
    struct house *h, const struct form_about *about, void *row, field_set given)
{
	struct account account;

	(void)about;
	return account_create(h, row, given, &account);
}

const struct form_spec form_new_user = {
	.title = "user",
	.fields = account_new_fields,
	.names = new_user_names,
	.row_size = sizeof(struct account_form),
	.save = save_new_user,
};

static const char *const user_names[] = { "role", "quota_bytes", NULL };

static enum outcome
read_user(struct house *h, const struct uuid *id, void *row, int64_t *version)
{
	struct account_form *form = row;
	struct account account;
	enum outcome rc = db_account_find(h->db, h->mem, id, &account);

	if (rc != OK)
		return rc;
	form->role = account.role;
	form->quota_bytes = account.quota_bytes;
	*version = account.version;
	return OK;
}

static enum outcome
save_user(
    struct house *h, const struct form_about *about, void *row, field_set given)
{
	struct account account;

	return account_change(
	    h, &about->id, about->version, row, given, &account);
}

const struct form_spec form_user = {
	.title = "user",
	.fields = account_change_fields,
	.names = user_names,
	.row_size = sizeof(struct account_form),
	.read = read_user,
	.save = save_user,
};

static const char *const password_names[] = { "password", NULL };

const struct form_spec form_password = {
	.title = "password",
	.fields = account_change_fields,
	.names = password_names,
	.row_size = sizeof(struct account_form),
	.read = read_user,
	.save = save_user,
};

/* A token as it is asked for, in days, and then the token itself. */
struct new_token {
	char *label;
	unsigned int role;
	int64_t days;
	char *secret;
};

static const struct field new_token_fields[] = {
	FIELD(new_token, label, .writable = true, .required = true,
	    .no_blank = true, .max = 100),
	FIELD(new_token, role, .writable = true, .words = role_names),
	FIELD(new_token, days, .writable = true, .min = 1, .max = DAYS_MAX),
	FIELD_END,
};

static const char *const token_names[] = { "label", "role", "days", NULL };

static enum outcome
save_token(
    struct house *h, const struct form_about *about, void *row, field_set given)
{
	struct new_token *wish = row;
	const struct token_form form = {
		.label = wish->label,
		.role = wish->role,
		.expires_in_s =
		    wish->days != ABSENT ? wish->days * DAY_S : ABSENT,
	};
	struct account owner;
	struct token token;
	enum outcome rc;

	rc = db_account_find(h->db, h->mem, &about->parent, &owner);
	if (rc != OK)
		return rc;
	/* The role's bit is the same in both tables. */
	return token_create(
	    h, &owner, &form, given & TOKEN_FORM_ROLE, &wish->secret, &token);
}

static void
tell_token(struct view *view, const void *row)
{
	const struct new_token *token = row;

	dialog_tell(view->app, "The new token", token->secret,
	    "It is shown this once; only its digest is kept.");
}

const struct form_spec form_token = {
	.title = "token",
	.fields = new_token_fields,
	.names = token_names,
	.row_size = sizeof(struct new_token),
	.save = save_token,
	.saved = tell_token,
};
