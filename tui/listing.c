/* Lists. */
#include "config.h"

#include "tui/listing.h"

#include <stdio.h>

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

enum outcome
listing_run(struct cli *cli, const struct page_listing *listing,
    const struct print_table *table, struct page *page)
{
	const char *sort = cli_option(cli, "sort");
	enum outcome rc;
	size_t count;
	void *rows;
	char *next;

	if (sort != NULL)
		page->sort = sort;
	page->cursor = cli_option(cli, "after");
	rc = cli_number(
	    cli, "limit", 1, PAGE_LIMIT_MAX, PAGE_LIMIT_DEFAULT, &page->limit);
	if (rc == OK)
		rc = page_list(cli->house.db, cli->mem, listing, page, &rows,
		    &count, &next, &cli->refusal);
	if (rc == OK)
		listing_print(cli, table, rows, count, next);
	return rc;
}
