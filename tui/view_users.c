/* Accounts. */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/mem.h"
#include "base/token.h"
#include "house/account.h"
#include "sql/glance.h"
#include "tui/app.h"
#include "tui/forms.h"
#include "tui/listview.h"
#include "tui/measure.h"
#include "tui/views.h"

#define REFRESH_MS 2000

static void
id_of(const void *row, char out[LIST_ID])
{
	const struct account_glance *account = row;

	snprintf(out, LIST_ID, "%s", account->id.text);
}

static void
show_login(const void *row, struct table_cell *out)
{
	const struct account_glance *account = row;

	out->text = account->login;
	out->look = account->disabled ? LOOK_DIM : LOOK_STRONG;
}

static void
show_role(const void *row, struct table_cell *out)
{
	const struct account_glance *account = row;

	out->text = role_names[account->role];
}

static void
show_state(const void *row, struct table_cell *out)
{
	const struct account_glance *account = row;

	out->text = account->disabled ? "DISABLED" : "";
	out->look = LOOK_WARN;
}

static void
show_seen(const void *row, struct table_cell *out)
{
	const struct account_glance *account = row;

	out->text =
	    account->last_seen_at.ms == ABSENT
		? "never"
		: measure_age(out->mem, account->last_seen_at, out->now);
}

static void
show_tokens(const void *row, struct table_cell *out)
{
	const struct account_glance *account = row;

	out->text = mem_printf(out->mem, "%" PRId64, account->tokens);
}

static void
show_password(const void *row, struct table_cell *out)
{
	const struct account_glance *account = row;

	out->text = account->has_password ? "yes" : "tokens only";
	out->look = LOOK_DIM;
}

static void
show_age(const void *row, struct table_cell *out)
{
	const struct account_glance *account = row;

	out->text = measure_age(out->mem, account->created_at, out->now);
	out->look = LOOK_DIM;
}

static const struct table_column columns[] = {
	{ .head = "USER",
	    .width = 14,
	    .weight = 1,
	    .show = show_login,
	    .order = "login" },
	{ .head = "ROLE", .width = 8, .show = show_role },
	{ .head = "STATE", .width = 9, .drop = 1, .show = show_state },
	{ .head = "SEEN",
	    .width = 7,
	    .drop = 2,
	    .is_right = true,
	    .show = show_seen },
	{ .head = "TOKENS",
	    .width = 7,
	    .drop = 3,
	    .is_right = true,
	    .show = show_tokens },
	{ .head = "PASSWORD", .width = 12, .drop = 4, .show = show_password },
	{ .head = "AGE",
	    .width = 7,
	    .drop = 5,
	    .is_right = true,
	    .show = show_age },
	{ 0 },
};

static const struct list_show shows[] = {
	{ "all", "login", { { 0 } } },
	{ 0 },
};

static const struct list_spec spec = {
	.noun = "account",
	.empty = "There are no accounts yet: n makes one.",
	.columns = columns,
	.row_size = sizeof(struct account_glance),
	.id_of = id_of,
	.listing = account_glance_listing,
	.shows = shows,
};

static enum outcome
disable_step(struct house *h, const char *text, int64_t is_disabled)
{
	const struct account_form form = { .disabled = is_disabled != 0 };
	struct account account;
	struct uuid id;

	if (!uuid_parse(text, &id))
		return NOT_FOUND;
	return account_change(
	    h, &id, ANY_VERSION, &form, ACCOUNT_DISABLED, &account);
}

static const struct change disable_them = { .noun = "account",
	.done = "disabled, with all tokens and sessions",
	.step = disable_step,
	.argument = 1 };
static const struct change enable_them = {
	.noun = "account", .done = "let in again", .step = disable_step
};

static void
users_open(struct view *view, const char *argument)
{
	(void)argument;
	listview_open(view, mem_new(view->mem, struct listview), &spec);
}

static const char *
why_not(struct view *view, enum action action)
{
	const struct listview *lists = view->state;
	const struct account_glance *account = list_here(&lists->list);
	const char *why = listview_why_not(view, action);

	if (why == NULL && action == ACTION_TOKEN && account != NULL &&
	    account->disabled)
		return "the account is disabled";
	return why;
}

static void
toggle(struct view *view)
{
	static const struct listview_question question = {
		.title = "Let it in no more?",
		.yes = "Disable",
		.consequence = "All its tokens and sessions end at once; they "
			       "do not come back.",
	};
	const struct listview *lists = view->state;
	const struct account_glance *account = list_here(&lists->list);

	if (account != NULL && account->disabled)
		listview_change(view, &enable_them);
	else
		listview_ask(view, &question, &disable_them);
}

static bool
act(struct view *view, enum action action)
{
	struct listview *lists = view->state;

	switch (action) {
	case ACTION_OPEN:
		app_push(view->app, &view_tokens, lists->list.cursor_id);
		return true;
	case ACTION_TOKEN:
		form_open_new(view, &form_token, lists->list.cursor_id);
		return true;
	case ACTION_NEW:
		form_open_new(view, &form_new_user, "");
		return true;
	case ACTION_EDIT:
		form_open(view, &form_user, lists->list.cursor_id);
		return true;
	case ACTION_PASSWORD:
		form_open(view, &form_password, lists->list.cursor_id);
		return true;
	case ACTION_DISABLE:
		toggle(view);
		return true;
	default:
		return listview_act(view, action);
	}
}

static const char *const contexts[] = { "users", "tags", "move", "global",
	NULL };

const struct view_ops view_users = {
	.name = "Users",
	.tab = "Users",
	.contexts = contexts,
	.refresh_ms = REFRESH_MS,
	.open = users_open,
	.act = act,
	.why_not = why_not,
	LISTVIEW_OPS,
};
