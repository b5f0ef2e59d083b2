/* movie-house webhooks ...: who is told of what becomes of media files. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/token.h"
#include "house/title.h"
#include "house/webhook.h"
#include "tui/cli.h"
#include "tui/handlers.h"
#include "tui/items.h"
#include "tui/listing.h"

static const char *const columns[] = { "id", "url", "events", "enabled",
	"created_by", "created_at", NULL };

static const struct print_table table = { webhook_fields, columns,
	sizeof(struct webhook) };

static const char *const delivery_columns[] = { "id", "event", "state",
	"attempts", "http_status", "next_try_at", "sent_at", "last_error",
	NULL };

static const struct print_table delivery_table = { delivery_fields,
	delivery_columns, sizeof(struct delivery) };

/* --events as a list; all of them when it is not given. */
static void
read_events(struct cli *cli, struct text_list *events)
{
	char *rest = mem_text(cli->mem, cli_option(cli, "events"));
	char *word;

	if (rest == NULL)
		rest =
		    mem_text(cli->mem, "media.ready,media.error,media.deleted");
	while ((word = strsep(&rest, ",")) != NULL) {
		events->items = mem_grow(
		    cli->mem, events->items, char *, events->count + 1);
		events->items[events->count++] = word;
	}
}

/* The secret alone for people, so that it can go into a file. */
static void
print_made(struct cli *cli, const struct webhook *webhook)
{
	struct json_object *json;

	if (cli_option(cli, "json") == NULL) {
		puts(webhook->secret);
		return;
	}
	json = field_print(webhook_fields, webhook);
	json_object_object_add(
	    json, "secret", json_object_new_string(webhook->secret));
	print_json(stdout, json);
}

enum outcome
webhooks_add(struct cli *cli)
{
	const field_set given =
	    db_members(&webhook_entity, "url", "events", NULL);
	struct webhook form, webhook;
	enum outcome rc;

	field_clear(webhook_fields, &form);
	form.url = cli->arguments[0];
	read_events(cli, &form.events);
	rc = webhook_create(&cli->house, &form, given, &webhook);
	if (rc == OK)
		print_made(cli, &webhook);
	return rc;
}

enum outcome
webhooks_list(struct cli *cli)
{
	struct page page = { 0 };

	return listing_run(cli, &webhook_listing, &table, &page);
}

static enum outcome
remove_one(struct items *items, const char *item)
{
	struct json_object *object;
	struct uuid id;
	enum outcome rc;

	if (!uuid_parse(item, &id))
		return NOT_FOUND;
	rc = webhook_delete(&items->house, &id, ANY_VERSION);
	if (rc != OK)
		return rc;
	object = json_object_new_object();
	json_object_object_add(object, "id", json_object_new_string(id.text));
	items_done(items, object, "%s", id.text);
	return OK;
}

enum outcome
webhooks_remove(struct cli *cli)
{
	char **items;
	size_t count;
	enum outcome rc = items_ids(cli, &items, &count);

	return rc == OK ? items_run(cli, items, count, remove_one) : rc;
}

enum outcome
webhooks_deliveries(struct cli *cli)
{
	struct page page = { 0 };
	struct webhook webhook;
	struct uuid id;
	enum outcome rc = cli_uuid(cli, cli->arguments[0], &id);

	if (rc == OK)
		rc = db_webhook_find(cli->house.db, cli->mem, &id, &webhook);
	if (rc != OK)
		return rc;
	page.filters[page.filter_count++] =
	    (struct page_filter){ .condition = delivery_condition_webhook,
		    .value = db_of_number(webhook.number) };
	rc = listing_narrow(
	    cli, &page, &delivery_listing, "state", cli_option(cli, "state"));
	if (rc == OK)
		rc =
		    listing_run(cli, &delivery_listing, &delivery_table, &page);
	return rc;
}
