/*
 * Doing one thing to each of many items: what is done is printed as it
 * happens (with --json in one object at the end), what is refused is said and
 * counted, and the rest goes on.
 */
#ifndef TUI_ITEMS_H
#define TUI_ITEMS_H

#include <json-c/json.h>

#include "tui/cli.h"

struct items {
	struct cli *cli;
	struct house house; /* its mem and refusal last for one item */
	struct refusal refusal;
	struct json_object *done, *errors;
	size_t count, failed;
	enum outcome last; /* of the last one that failed */
};

/* What is done to one of them; it says so by items_done. */
typedef enum outcome item_step(struct items *items, const char *item);

/* The words of the command, or with `-` the lines of standard input.  INVALID,
   and nothing is done, when one of them is no id: nobody meant that. */
enum outcome items_ids(
    struct cli *cli, char ***items, size_t *count) MUST_CHECK;

/*
 * Runs the step for each.  OK when all went well.  UNAVAILABLE, and no further
 * step, once the database is away.  Where there is one item alone, that it is
 * not found, not allowed or in the wrong state; else FAILED.  All of it has
 * been said by then, and how many were done is cli->done_count.
 */
enum outcome items_run(
    struct cli *cli, char **items, size_t count, item_step *step) MUST_CHECK;

/* It is done: the line for people, the object (given up) for --json. */
void items_done(struct items *items, struct json_object *object,
    const char *format, ...) PRINTF_LIKE(3, 4);

/* It is left as it is, and nobody asked for it by name: says why, and that is
   no failure. */
void items_skip(struct items *items, const char *item, enum outcome rc);

#endif
