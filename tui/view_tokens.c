/* The tokens of one account; what they are is never shown. */
#include "config.h"

#include <stdio.h>

#include "base/mem.h"
#include "base/token.h"
#include "house/token.h"
#include "tui/app.h"
#include "tui/listview.h"
#include "tui/measure.h"
#include "tui/views.h"

#define REFRESH_MS 2000

/* Begins with what every list is. */
struct tokens_view {
	struct listview lists;
	struct uuid account;
};

static void
id_of(const void *row, char out[LIST_ID])
{
	const struct token *token = row;

	snprintf(out, LIST_ID, "%s", token->id.text);
}

static void
show_prefix(const void *row, struct table_cell *out)
{
	const struct token *token = row;

	out->text = mem_printf(out->mem, "%s\xe2\x80\xa6", token->prefix);
}

static void
show_label(const void *row, struct table_cell *out)
{
	const struct token *token = row;

	out->text = token->label;
}

static void
show_role(const void *row, struct table_cell *out)
{
	const struct token *token = row;

	out->text = role_names[token->role];
}

static void
show_used(const void *row, struct table_cell *out)
{
	const struct token *token = row;

	out->text = token->last_used_at.ms == ABSENT
			? "never"
			: measure_age(out->mem, token->last_used_at, out->now);
}

static void
show_expiry(const void *row, struct table_cell *out)
{
	const struct token *token = row;

	if (token->expires_at.ms == ABSENT) {
		out->text = "never";
		return;
	}
	out->text = measure_moment(out->mem, token->expires_at, out->now);
	if (token->expires_at.ms < out->now.ms)
		out->look = LOOK_WARN;
}

static void
show_owner(const void *row, struct table_cell *out)
{
	const struct token *token = row;

	out->text = token->login;
}

static const struct table_column columns[] = {
	{ .head = "OWNER", .width = 10, .weight = 1, .show = show_owner },
	{ .head = "TOKEN", .width = 14, .show = show_prefix },
	{ .head = "FOR",
	    .width = 10,
	    .weight = 2,
	    .drop = 1,
	    .show = show_label },
	{ .head = "ROLE", .width = 8, .drop = 2, .show = show_role },
	{ .head = "USED",
	    .width = 7,
	    .drop = 3,
	    .is_right = true,
	    .show = show_used },
	{ .head = "EXPIRES", .width = 10, .drop = 4, .show = show_expiry },
	{ 0 },
};

static const struct list_show shows[] = {
	{ "all", "-created_at", { { 0 } } },
	{ 0 },
};

static struct page_listing
listing(void)
{
	return token_listing;
}

/* By the owner's id, which the statement turns into its number. */
static void
narrow(struct view *view, struct page *page)
{
	struct tokens_view *state = view->state;

	page->filters[page->filter_count++] = (struct page_filter){
		.condition = token_condition_of_account,
		.value = db_of_text(state->account.text),
	};
}

static const struct list_spec spec = {
	.noun = "token",
	.empty = "The account has no tokens.",
	.columns = columns,
	.row_size = sizeof(struct token),
	.id_of = id_of,
	.listing = listing,
	.narrow = narrow,
	.shows = shows,
};

static enum outcome
revoke_step(struct house *h, const char *text, int64_t argument)
{
	struct uuid id;

	(void)argument;
	return uuid_parse(text, &id) ? token_revoke(h, &id) : NOT_FOUND;
}

static const struct change revoke_them = {
	.noun = "token", .done = "revoked", .step = revoke_step
};

static void
tokens_open(struct view *view, const char *argument)
{
	struct tokens_view *state = mem_new(view->mem, struct tokens_view);

	listview_open(view, &state->lists, &spec);
	if (!uuid_parse(argument, &state->account))
		state->account.text[0] = '\0';
}

static bool
act(struct view *view, enum action action)
{
	static const struct listview_question question = {
		.title = "Revoke?",
		.yes = "Revoke",
		.consequence = "Whoever has it comes in no more, from now on "
			       "and for ever.",
	};

	if (action != ACTION_REVOKE)
		return listview_act(view, action);
	listview_ask(view, &question, &revoke_them);
	return true;
}

static const char *const contexts[] = { "tokens", "tags", "move", "global",
	NULL };

const struct view_ops view_tokens = {
	.name = "Tokens",
	.contexts = contexts,
	.refresh_ms = REFRESH_MS,
	.open = tokens_open,
	.act = act,
	.why_not = listview_why_not,
	LISTVIEW_OPS,
};
