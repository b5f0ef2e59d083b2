/* movie-house users ... and tokens ...: who may come in.  The first admin is
   made here, by somebody who is on the host already. */
#include "config.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/text.h"
#include "house/account.h"
#include "house/password.h"
#include "house/token.h"
#include "tui/cli.h"
#include "tui/handlers.h"
#include "tui/items.h"
#include "tui/listing.h"

#define DAY_S 86400
#define SECRET_BYTES ((size_t)1024)

static const char *const user_columns[] = { "login", "role", "disabled",
	"used_bytes", "quota_bytes", "last_seen_at", "created_at", NULL };

static const struct print_table user_table = { account_fields, user_columns,
	sizeof(struct account) };

static const char *const token_columns[] = { "id", "login", "role", "prefix",
	"label", "last_used_at", "expires_at", NULL };

static const struct print_table token_table = { token_fields, token_columns,
	sizeof(struct token) };

/* --role in either case; `given` gets the bit when it stands there. */
static enum outcome
read_role(struct cli *cli, field_set bit, unsigned int *role, field_set *given)
{
	const char *text = cli_option(cli, "role");
	char *upper = mem_text(cli->mem, text);
	int word;

	if (text == NULL)
		return OK;
	for (char *at = upper; *at != '\0'; at++)
		*at = (char)toupper((unsigned char)*at);
	word = field_word(role_names, upper);
	if (word < 0)
		return cli_misused(
		    cli, "--role", "is viewer, editor or admin.");
	*role = (unsigned int)word;
	*given |= bit;
	return OK;
}

/* --quota as bytes; ABSENT for the default of the settings. */
static enum outcome
read_quota(struct cli *cli, struct account_form *form, field_set *given)
{
	const char *text = cli_option(cli, "quota");

	form->quota_bytes = ABSENT;
	if (text == NULL)
		return OK;
	*given |= ACCOUNT_QUOTA;
	if (strcmp(text, "default") == 0 ||
	    text_to_amount(text, &form->quota_bytes))
		return OK;
	return cli_misused(
	    cli, "--quota", "is a size such as 100G, 0 or default.");
}

static enum outcome
read_line(struct cli *cli, const char *path, char **out)
{
	char *line;

	if (strcmp(path, "-") != 0)
		return file_read_all(cli->mem, path, SECRET_BYTES, out);
	line = mem_array(cli->mem, char, SECRET_BYTES);
	*out = line;
	if (fgets(line, SECRET_BYTES, stdin) == NULL)
		*line = '\0';
	return OK;
}

/* Never from the command line, where everybody on the host could read it. */
static enum outcome
read_password(struct cli *cli, struct account_form *form, field_set *given)
{
	const char *path = cli_option(cli, "password-file");
	enum outcome rc;

	if (path == NULL)
		return OK;
	rc = read_line(cli, path, &form->password);
	if (rc == NOT_FOUND)
		return refuse(&cli->refusal, NOT_FOUND, "no_file",
		    "There is no such file: %s", path);
	if (rc != OK)
		return rc;
	form->password[strcspn(form->password, "\r\n")] = '\0';
	*given |= ACCOUNT_PASSWORD;
	return OK;
}

static enum outcome
find_account(struct cli *cli, struct account *out)
{
	const char *login = cli->arguments[0];
	enum outcome rc = NOT_FOUND;

	if (account_is_login(login))
		rc = db_account_find_login(cli->house.db, cli->mem, login, out);
	if (rc == NOT_FOUND)
		return refuse(&cli->refusal, NOT_FOUND, "no_account",
		    "There is no account of that login.");
	return rc;
}

static void
print_account(struct cli *cli, const struct account *account)
{
	if (cli_option(cli, "json") != NULL)
		print_json(stdout, field_print(account_fields, account));
	else
		puts(account->id.text);
}

enum outcome
users_add(struct cli *cli)
{
	struct account_form form = { .quota_bytes = ABSENT };
	field_set given = ACCOUNT_LOGIN;
	struct account account;
	enum outcome rc;

	form.login = cli->arguments[0];
	rc = read_role(cli, ACCOUNT_ROLE, &form.role, &given);
	if (rc == OK)
		rc = read_password(cli, &form, &given);
	if (rc == OK)
		rc = read_quota(cli, &form, &given);
	if (rc == OK)
		rc = account_create(&cli->house, &form, given, &account);
	if (rc == OK)
		print_account(cli, &account);
	return rc;
}

enum outcome
users_list(struct cli *cli)
{
	struct page page = { 0 };

	return listing_run(cli, &account_listing, &user_table, &page);
}

static enum outcome
change(struct cli *cli, const struct account_form *form, field_set given)
{
	struct account account;
	enum outcome rc = find_account(cli, &account);

	if (rc == OK)
		rc = account_change(&cli->house, &account.id, ANY_VERSION, form,
		    given, &account);
	if (rc == OK)
		print_account(cli, &account);
	return rc;
}

enum outcome
users_set_password(struct cli *cli)
{
	struct account_form form = { .quota_bytes = ABSENT };
	field_set given = 0;
	enum outcome rc;

	form.login = cli->arguments[0];
	rc = read_password(cli, &form, &given);
	return rc == OK ? change(cli, &form, given) : rc;
}

enum outcome
users_set_role(struct cli *cli)
{
	struct account_form form = { 0 };
	field_set given = 0;
	enum outcome rc = read_role(cli, ACCOUNT_ROLE, &form.role, &given);

	return rc == OK ? change(cli, &form, given) : rc;
}

enum outcome
users_set_quota(struct cli *cli)
{
	struct account_form form = { 0 };
	field_set given = 0;
	enum outcome rc = read_quota(cli, &form, &given);

	return rc == OK ? change(cli, &form, given) : rc;
}

enum outcome
users_disable(struct cli *cli)
{
	const struct account_form form = { .disabled = true };

	return change(cli, &form, ACCOUNT_DISABLED);
}

enum outcome
users_enable(struct cli *cli)
{
	const struct account_form form = { .disabled = false };

	return change(cli, &form, ACCOUNT_DISABLED);
}

/* The token alone for people, so that it can go into a file; with --json
   beside what is known of it later. */
static void
print_token(struct cli *cli, const struct token *token, const char *secret)
{
	struct json_object *json;

	if (cli_option(cli, "json") == NULL) {
		puts(secret);
		return;
	}
	json = field_print(token_fields, token);
	json_object_object_add(json, "token", json_object_new_string(secret));
	print_json(stdout, json);
}

enum outcome
tokens_add(struct cli *cli)
{
	struct token_form form = { 0 };
	const char *label = cli_option(cli, "label");
	struct account owner;
	struct token token;
	field_set given = 0;
	enum outcome rc;
	char *secret;

	form.label = mem_text(cli->mem, label != NULL ? label : "");
	rc = cli_number(cli, "days", 1, 3650, ABSENT, &form.expires_in_s);
	if (rc == OK && form.expires_in_s != ABSENT)
		form.expires_in_s *= DAY_S;
	if (rc == OK)
		rc = read_role(cli, TOKEN_FORM_ROLE, &form.role, &given);
	if (rc == OK)
		rc = find_account(cli, &owner);
	if (rc == OK)
		rc = token_create(
		    &cli->house, &owner, &form, given, &secret, &token);
	if (rc == OK)
		print_token(cli, &token, secret);
	return rc;
}

enum outcome
tokens_list(struct cli *cli)
{
	struct page page = { 0 };

	page.filters[page.filter_count++] =
	    (struct page_filter){ .condition = token_condition_all,
		    .value = db_of_number(0) };
	return listing_run(cli, &token_listing, &token_table, &page);
}

static enum outcome
revoke_one(struct items *items, const char *item)
{
	struct json_object *object;
	struct uuid id;
	enum outcome rc;

	if (!uuid_parse(item, &id))
		return NOT_FOUND;
	rc = token_revoke(&items->house, &id);
	if (rc != OK)
		return rc;
	object = json_object_new_object();
	json_object_object_add(object, "id", json_object_new_string(id.text));
	items_done(items, object, "%s", id.text);
	return OK;
}

enum outcome
tokens_revoke(struct cli *cli)
{
	char **items;
	size_t count;
	enum outcome rc = items_ids(cli, &items, &count);

	return rc == OK ? items_run(cli, items, count, revoke_one) : rc;
}
