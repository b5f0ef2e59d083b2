/* Lists. */
#include "config.h"

#include "tui/listing.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"

void
listing_print(struct cli *cli, const struct print_table *table,
    const void *rows, size_t count, const char *next)
{
	struct json_object *object;

	if (cli_option(cli, "json") == NULL) {
		print_table(
		    stdout, table, rows, count, print_terminal_width(stdout));
		if (next != NULL)
			fprintf(stderr,
			    "movie-house: There are more: --after %s\n", next);
		return;
	}
	object = json_object_new_object();
	json_object_object_add(
	    object, "items", print_array(table, rows, count));
	json_object_object_add(object, "next_cursor",
	    next != NULL ? json_object_new_string(next) : NULL);
	print_json(stdout, object);
}

/* The order asked for, of those that the list knows. */
static enum outcome
read_sort(
    struct cli *cli, const struct page_listing *listing, const char **sort)
{
	const struct page_order *order = listing->orders;
	const char *given = cli_option(cli, "sort");
	char *names = NULL;

	if (given == NULL)
		return OK;
	*sort = given;
	for (; order->name != NULL; order++) {
		if (strcmp(order->name, given + (given[0] == '-')) == 0)
			return OK;
		mem_append(cli->mem, &names, "%s%s", names != NULL ? ", " : "",
		    order->name);
	}
	return cli_misused(cli, "--sort",
	    mem_printf(cli->mem, "is one of %s, or - and one.", names));
}

enum outcome
listing_narrow(struct cli *cli, struct page *page,
    const struct page_listing *listing, const char *criterion,
    const char *value)
{
	if (value == NULL)
		return OK;
	page_narrow(page, cli->mem, page_criterion_find(listing, criterion),
	    value, &cli->refusal);
	return refusal_outcome(&cli->refusal);
}

enum outcome
listing_run(struct cli *cli, const struct page_listing *listing,
    const struct print_table *table, struct page *page)
{
	enum outcome rc;
	size_t count;
	void *rows;
	char *next;

	page->cursor = cli_option(cli, "after");
	rc = read_sort(cli, listing, &page->sort);
	if (rc == OK)
		rc = cli_number(cli, "limit", 1, PAGE_LIMIT_MAX,
		    PAGE_LIMIT_DEFAULT, &page->limit);
	if (rc == OK)
		rc = page_list(cli->house.db, cli->mem, listing, page, &rows,
		    &count, &next, &cli->refusal);
	if (rc == OK)
		listing_print(cli, table, rows, count, next);
	return rc;
}
