/*
 * One call of a subcommand: what was given, what it needs, how it ended.
 *
 *	0  done			4  refused by the state of things
 *	1  some items failed	5  the database does not answer
 *	2  wrong usage		6  not allowed
 *	3  not found		128 + n  ended by signal n
 */
#ifndef TUI_CLI_H
#define TUI_CLI_H

#include <stdbool.h>

#include <json-c/json.h>

#include "base/log.h"
#include "house/house.h"
#include "tui/command.h"

#define CLI_VALUES_MAX 16

struct cli {
	void *mem;
	const struct command *command;
	const char *values[CLI_VALUES_MAX]; /* common options, then its own */
	char **arguments;
	size_t argument_count;
	const struct settings *settings;
	struct refusal refusal;
	struct house house;  /* its db is NULL unless the command needs one */
	bool has_complained; /* what went wrong has been said */
	size_t done_count;   /* of many items (tui/items.h), those done */
};

/*
 * Reads options and arguments of `words` by the command's table (NULL: the
 * common options alone, up to the first argument).  INVALID `usage`.
 */
enum outcome cli_parse(struct cli *cli, const struct command *command,
    int count, char **words) MUST_CHECK;

/* INVALID `usage`: "WORD is ..., see: movie-house help COMMAND". */
enum outcome cli_misused(
    struct cli *cli, const char *word, const char *what) MUST_CHECK;

/* Settings, connection, schema: what is needed. */
enum outcome cli_prepare(struct cli *cli, enum command_need needs) MUST_CHECK;

/* Lets the log say what the settings want; where they leave it at the usual,
   as little as `usual` has: a person at a terminal is told the outcome. */
void cli_log(const struct cli *cli, enum log_level usual);

/* Gives an UNAVAILABLE that says nothing yet its sentence: which database it
   is, and what that or our way to it had to say.  Answers `rc` again. */
enum outcome cli_explain(
    struct house *h, struct refusal *refusal, enum outcome rc) MUST_CHECK;

/* An option's value, "" for one without, or NULL when it was not given. */
const char *cli_option(const struct cli *cli, const char *name);

/* The same as a number, or as one of some words (NULL when not given). */
enum outcome cli_number(struct cli *cli, const char *name, int64_t min,
    int64_t max, int64_t otherwise, int64_t *out) MUST_CHECK;
enum outcome cli_word(struct cli *cli, const char *name,
    const char *const *words, const char **out) MUST_CHECK;

/* Ids of the two kinds, or INVALID. */
enum outcome cli_uuid(
    struct cli *cli, const char *text, struct uuid *out) MUST_CHECK;
enum outcome cli_job(
    struct cli *cli, const char *text, int64_t *out) MUST_CHECK;

/*
 * The arguments; in the place of a `-` the lines of standard input.  INVALID
 * when one of those is too long for an id, TOO_LARGE for too many.
 */
enum outcome cli_items(
    struct cli *cli, char ***items, size_t *count) MUST_CHECK;

/* "movie-house: SUBJECT: why (code)", a line for each faulty field, on
   standard error; a NULL subject is left out. */
void cli_complain(
    const struct refusal *refusal, const char *subject, enum outcome outcome);

/* The refusal's sentence, or the outcome's own. */
const char *cli_sentence(const struct refusal *refusal, enum outcome outcome);
const char *cli_code(const struct refusal *refusal, enum outcome outcome);

/* The exit that an outcome stands for. */
int cli_exit(enum outcome outcome);

#endif
