/* movie-house trash ... and episodes ...: the twins of the screen's trash and
   of its tree. */
#include "config.h"

#include <stdio.h>

#include "base/token.h"
#include "tui/cli.h"
#include "tui/handlers.h"
#include "tui/items.h"
#include "tui/order.h"
#include "tui/print.h"
#include "tui/trash.h"

static const char *const trash_columns[] = { "id", "kind", "title",
	"trashed_at", NULL };
static const struct print_table trash_table = { trashed_fields, trash_columns,
	sizeof(struct trashed) };

enum outcome
trash_list_run(struct cli *cli)
{
	struct trashed *trashed;
	size_t count;
	enum outcome rc = trash_list(&cli->house, &trashed, &count);

	if (rc != OK)
		return rc;
	if (cli_option(cli, "json") != NULL)
		print_json(stdout, print_array(&trash_table, trashed, count));
	else
		print_table(stdout, &trash_table, trashed, count,
		    print_terminal_width(stdout));
	return OK;
}

static void
say_done(struct items *items, const char *item, const char *what)
{
	struct json_object *object = json_object_new_object();

	json_object_object_add(object, "id", json_object_new_string(item));
	items_done(items, object, "%s %s", item, what);
}

static enum outcome
restore_one(struct items *items, const char *item)
{
	enum outcome rc = trash_restore(&items->house, item);

	if (rc == OK)
		say_done(items, item, "is out of the trash");
	return rc;
}

static enum outcome
delete_one(struct items *items, const char *item)
{
	enum outcome rc = trash_delete(&items->house, item);

	if (rc == OK)
		say_done(items, item, "is deleted");
	return rc;
}

enum outcome
trash_restore_run(struct cli *cli)
{
	char **items;
	size_t count;
	enum outcome rc = items_ids(cli, &items, &count);

	return rc == OK ? items_run(cli, items, count, restore_one) : rc;
}

/* Nobody is asked: whoever means it says so. */
enum outcome
trash_delete_run(struct cli *cli)
{
	char **items;
	size_t count;
	enum outcome rc;

	if (cli_option(cli, "yes") == NULL)
		return refuse(&cli->refusal, INVALID, "not_confirmed",
		    "This cannot be undone; say --yes.");
	rc = items_ids(cli, &items, &count);
	return rc == OK ? items_run(cli, items, count, delete_one) : rc;
}

enum outcome
episodes_move_run(struct cli *cli)
{
	const char *before = cli_option(cli, "before");
	struct order order = { 0 };
	char **items;
	enum outcome rc;

	rc = cli_uuid(cli, cli_option(cli, "season"), &order.season_id);
	if (rc == OK && before != NULL)
		rc = cli_uuid(cli, before, &order.before);
	if (rc == OK)
		rc = items_ids(cli, &items, &order.count);
	if (rc != OK)
		return rc;
	order.ids = items;
	return order_put(&cli->house, &order);
}
