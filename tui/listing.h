/* Pages of rows, as tables or as the API's object. */
#ifndef TUI_LISTING_H
#define TUI_LISTING_H

#include "sql/page.h"
#include "tui/cli.h"
#include "tui/print.h"

/* The options of every list, to be put into its table of options. */
#define LISTING_OPTIONS                                                        \
	{ "sort", "ORDER", "a named order; with - before it, backwards" },     \
	    { "limit", "N", "at most so many, 1 to 100 (20)" },                \
	{                                                                      \
		"after", "CURSOR", "go on where another page ended"            \
	}

/*
 * Lists the page that these options ask for; `page` holds the filters and the
 * order when none is asked for.  Says on standard error how to go on when
 * there is more.
 */
enum outcome listing_run(struct cli *cli, const struct page_listing *listing,
    const struct print_table *table, struct page *page) MUST_CHECK;

/* Narrows the page by one of the listing's criteria; a NULL value does not.
   INVALID when the value is none for it. */
enum outcome listing_narrow(struct cli *cli, struct page *page,
    const struct page_listing *listing, const char *criterion,
    const char *value) MUST_CHECK;

/* The rows as {"items": [...], "next_cursor": ...} or as a table. */
void listing_print(struct cli *cli, const struct print_table *table,
    const void *rows, size_t count, const char *next);

#endif
