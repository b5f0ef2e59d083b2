/* Many items, one after another. */
#include "config.h"

#include "tui/items.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/mem.h"
#include "tui/cell.h"
#include "tui/print.h"
#include "tui/stop.h"

void
items_done(
    struct items *items, struct json_object *object, const char *format, ...)
{
	AUTO_FREE char *line = NULL;
	va_list args;

	items->cli->done_count++;
	if (cli_option(items->cli, "json") != NULL) {
		json_object_array_add(items->done, object);
		return;
	}
	json_object_put(object);
	va_start(args, format);
	line = mem_vprintf(NULL, format, args);
	va_end(args);
	puts(line);
	/* Whoever reads a pipe knows of it even if we end in the next one. */
	fflush(stdout);
}

void
items_skip(struct items *items, const char *item, enum outcome rc)
{
	cli_complain(&items->refusal, item, rc);
}

static void
note_error(struct items *items, const char *item, enum outcome rc)
{
	struct json_object *error = json_object_new_object();

	items->failed++;
	items->last = rc;
	cli_complain(&items->refusal, item, rc);
	json_object_object_add(error, "item",
	    json_object_new_string(cell_clean(items->house.mem, item)));
	json_object_object_add(error, "code",
	    json_object_new_string(cli_code(&items->refusal, rc)));
	json_object_object_add(error, "message",
	    json_object_new_string(cli_sentence(&items->refusal, rc)));
	json_object_array_add(items->errors, error);
}

static void
run_one(struct items *items, const char *item, item_step *step)
{
	AUTO_FREE void *mem = mem_context(items->cli->mem);
	enum outcome rc;

	items->count++;
	items->house.mem = mem;
	refusal_reset(&items->refusal, mem);
	rc = step(items, item);
	rc = cli_explain(&items->house, &items->refusal, rc);
	if (rc != OK)
		note_error(items, item, rc);
}

static void
print_all(struct items *items)
{
	struct json_object *object = json_object_new_object();

	json_object_object_add(object, "items", items->done);
	json_object_object_add(object, "errors", items->errors);
	if (cli_option(items->cli, "json") != NULL)
		print_json(stdout, object);
	else
		json_object_put(object);
}

static enum outcome
sum_up(const struct items *items)
{
	if (items->failed == 0)
		return OK;
	if (items->last == UNAVAILABLE)
		return UNAVAILABLE;
	if (items->count == 1 &&
	    (items->last == NOT_FOUND || items->last == CONFLICT ||
		items->last == BUSY || items->last == DENIED))
		return items->last;
	return FAILED;
}

enum outcome
items_ids(struct cli *cli, char ***items, size_t *count)
{
	struct uuid id;
	enum outcome rc = cli_items(cli, items, count);

	for (size_t i = 0; rc == OK && i < *count; i++)
		rc = cli_uuid(cli, (*items)[i], &id);
	return rc;
}

enum outcome
items_run(struct cli *cli, char **list, size_t count, item_step *step)
{
	struct items items = {
		.cli = cli,
		.house = cli->house,
		.done = json_object_new_array(),
		.errors = json_object_new_array(),
	};

	items.house.refusal = &items.refusal;
	for (size_t i = 0; i < count; i++) {
		if (items.last == UNAVAILABLE || stop_signal() != 0)
			break;
		run_one(&items, list[i], step);
	}
	print_all(&items);
	cli->has_complained = items.failed > 0;
	return sum_up(&items);
}
