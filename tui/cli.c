/* Options, needs and endings of subcommands. */
#include "config.h"

#include "tui/cli.h"

#include <getopt.h>
#include <inttypes.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/token.h"
#include "sql/migrate.h"
#include "tui/cell.h"

#define ITEMS_MAX 100000
#define ITEM_BYTES 128
#define FIRST_LETTER 256 /* of options without a letter */

/* What an outcome is to whoever started us. */
static const struct {
	int exit_code;
	const char *sentence;
} endings[OUTCOME_COUNT] = {
	[OK] = { 0, "" },
	[NOT_FOUND] = { 3, "There is nothing of that name." },
	[MALFORMED] = { 2, "That cannot be read." },
	[INVALID] = { 2, "That breaks a rule." },
	[CONFLICT] = { 4, "The state of things does not allow it." },
	[BUSY] = { 4, "Somebody else is at it; try again soon." },
	[DENIED] = { 6, "That is not allowed." },
	[TOO_LARGE] = { 1, "That is too large." },
	[NO_SPACE] = { 1, "There is not enough free disk space." },
	[UNAVAILABLE] = { 5, "The database does not answer." },
	[FAILED] = { 1, "Something went wrong here; the log line says what." },
};

int
cli_exit(enum outcome outcome)
{
	return endings[outcome].exit_code;
}

/* What we failed at is in the log line alone. */
const char *
cli_sentence(const struct refusal *refusal, enum outcome outcome)
{
	return outcome != FAILED && refusal->message != NULL
		   ? refusal->message
		   : endings[outcome].sentence;
}

const char *
cli_code(const struct refusal *refusal, enum outcome outcome)
{
	return outcome != FAILED && refusal->code != NULL
		   ? refusal->code
		   : outcome_names[outcome];
}

static void
complain(const char *subject, const char *sentence, const char *code)
{
	AUTO_FREE void *mem = mem_context(NULL);

	fprintf(stderr, "movie-house: %s%s%s (%s)\n",
	    subject != NULL ? cell_clean(mem, subject) : "",
	    subject != NULL ? ": " : "", cell_clean(mem, sentence), code);
}

void
cli_complain(
    const struct refusal *refusal, const char *subject, enum outcome outcome)
{
	AUTO_FREE void *mem = mem_context(NULL);

	for (size_t i = 0; outcome == INVALID && i < refusal->fault_count;
	     i++) {
		const struct fault *fault = &refusal->faults[i];

		complain(subject,
		    mem_printf(mem, "%s: %s", fault->field, fault->message),
		    fault->code);
	}
	if (outcome != INVALID || refusal->fault_count == 0)
		complain(subject, cli_sentence(refusal, outcome),
		    cli_code(refusal, outcome));
}

static size_t
option_count(const struct command_option *options)
{
	size_t count = 0;

	while (options != NULL && options[count].name != NULL)
		count++;
	return count;
}

static void
know(const struct command_option *options, size_t first, struct option *out)
{
	size_t count = option_count(options);

	for (size_t i = 0; i < count; i++)
		out[first + i] = (struct option){
			.name = options[i].name,
			.has_arg = options[i].value != NULL,
			.val = FIRST_LETTER + (int)(first + i),
		};
}

const char *
cli_option(const struct cli *cli, const char *name)
{
	const struct command_option *tables[] = { common_options,
		cli->command != NULL ? cli->command->options : NULL };
	size_t first = 0;

	for (size_t table = 0; table < ARRAY_SIZE(tables); table++) {
		size_t count = option_count(tables[table]);

		for (size_t i = 0; i < count; i++) {
			if (strcmp(tables[table][i].name, name) == 0)
				return cli->values[first + i];
		}
		first += count;
	}
	return NULL;
}

enum outcome
cli_misused(struct cli *cli, const char *word, const char *what)
{
	return refuse(&cli->refusal, INVALID, "usage",
	    "%s %s See: movie-house help%s%s", word, what,
	    cli->command != NULL ? " " : "",
	    cli->command != NULL ? command_name(cli->mem, cli->command) : "");
}

static enum outcome
check_count(struct cli *cli)
{
	if (cli->command == NULL)
		return OK;
	if (cli->argument_count < cli->command->min_arguments)
		return cli_misused(cli, cli->command->arguments, "is missing.");
	if (cli->argument_count > cli->command->max_arguments)
		return cli_misused(cli,
		    cli->arguments[cli->command->max_arguments],
		    "is one argument too many.");
	return OK;
}

static enum outcome
check_required(struct cli *cli)
{
	const struct command_option *option =
	    cli->command != NULL ? cli->command->options : NULL;

	for (; option != NULL && option->name != NULL; option++) {
		if (option->is_required &&
		    cli_option(cli, option->name) == NULL)
			return cli_misused(cli,
			    mem_printf(cli->mem, "--%s", option->name),
			    "is missing.");
	}
	return OK;
}

/* The letter that is wrong, which may stand anywhere in its word. */
static const char *
unknown_option(struct cli *cli, const char *word)
{
	return optopt != 0 && optopt < FIRST_LETTER
		   ? mem_printf(cli->mem, "-%c", optopt)
		   : word;
}

/* What getopt_long says for an option that is in the table. */
static int
value_of(const struct option *known, const char *name)
{
	while (strcmp(known->name, name) != 0)
		known++;
	return known->val;
}

enum outcome
cli_parse(
    struct cli *cli, const struct command *command, int count, char **words)
{
	struct option known[CLI_VALUES_MAX + 1] = { 0 };
	size_t common = option_count(common_options);
	enum outcome rc;
	int letter;

	cli->command = command;
	know(common_options, 0, known);
	if (command != NULL)
		know(command->options, common, known);
	optind = 0;
	while ((letter = getopt_long(count, words,
		    command == NULL ? "+:h" : ":h", known, NULL)) != -1) {
		if (letter == ':')
			return cli_misused(
			    cli, words[optind - 1], "wants a value.");
		if (letter == '?')
			return cli_misused(cli,
			    unknown_option(cli, words[optind - 1]),
			    "is not an option here.");
		if (letter == 'h')
			letter = value_of(known, "help");
		cli->values[letter - FIRST_LETTER] =
		    optarg != NULL ? optarg : "";
	}
	cli->arguments = words + optind;
	cli->argument_count = (size_t)(count - optind);
	if (cli_option(cli, "help") != NULL ||
	    cli_option(cli, "version") != NULL)
		return OK;
	rc = check_count(cli);
	return rc == OK ? check_required(cli) : rc;
}

enum outcome
cli_number(struct cli *cli, const char *name, int64_t min, int64_t max,
    int64_t otherwise, int64_t *out)
{
	const char *text = cli_option(cli, name);

	*out = otherwise;
	if (text == NULL || (text_to_number(text, max, out) && *out >= min))
		return OK;
	return cli_misused(cli, mem_printf(cli->mem, "--%s", name),
	    mem_printf(cli->mem, "is %" PRId64 " to %" PRId64 ".", min, max));
}

enum outcome
cli_word(struct cli *cli, const char *name, const char *const *words,
    const char **out)
{
	char *list = NULL;

	*out = cli_option(cli, name);
	if (*out == NULL || field_word(words, *out) >= 0)
		return OK;
	for (size_t i = 0; words[i] != NULL; i++)
		mem_append(
		    cli->mem, &list, "%s%s", i > 0 ? ", " : "", words[i]);
	return cli_misused(cli, mem_printf(cli->mem, "--%s", name),
	    mem_printf(cli->mem, "is one of %s.", list));
}

enum outcome
cli_uuid(struct cli *cli, const char *text, struct uuid *out)
{
	if (uuid_parse(text, out))
		return OK;
	return cli_misused(cli, text, "is not the id of a media file.");
}

enum outcome
cli_job(struct cli *cli, const char *text, int64_t *out)
{
	if (text_to_number(text, INT64_MAX, out))
		return OK;
	return cli_misused(cli, text, "is not the number of a job.");
}

static enum outcome
add_item(struct cli *cli, char ***items, size_t *count, char *item)
{
	if (*count == ITEMS_MAX)
		return refuse(&cli->refusal, TOO_LARGE, "too_many",
		    "More than %d at once are too many.", ITEMS_MAX);
	*items = mem_grow(cli->mem, *items, char *, *count + 1);
	(*items)[(*count)++] = item;
	return OK;
}

static enum outcome
read_items(struct cli *cli, char ***items, size_t *count)
{
	char line[ITEM_BYTES];
	enum outcome rc = OK;

	while (rc == OK && fgets(line, sizeof(line), stdin) != NULL) {
		if (strchr(line, '\n') == NULL && !feof(stdin))
			return cli_misused(cli, line, "is too long for an id.");
		if (!text_is_blank(line))
			rc = add_item(
			    cli, items, count, text_trim(cli->mem, line));
	}
	return rc;
}

enum outcome
cli_items(struct cli *cli, char ***items, size_t *count)
{
	enum outcome rc = OK;

	*items = NULL;
	*count = 0;
	for (size_t i = 0; rc == OK && i < cli->argument_count; i++) {
		if (strcmp(cli->arguments[i], "-") == 0)
			rc = read_items(cli, items, count);
		else
			rc = add_item(cli, items, count, cli->arguments[i]);
	}
	return rc;
}

static const char *
actor(void *mem)
{
	const struct passwd *account = getpwuid(geteuid());

	if (account == NULL)
		return mem_printf(mem, "tui:%u", (unsigned int)geteuid());
	return mem_printf(mem, "tui:%.64s", account->pw_name);
}

void
cli_log(const struct cli *cli, enum log_level usual)
{
	unsigned int level = cli->settings->log_level;

	log_set_level(level == LOG_INFO ? usual : (enum log_level)level);
}

/* "socket /run/mysqld/mysqld.sock" */
static char *
database_name(void *mem, const struct settings *settings)
{
	if (settings->database_socket != NULL &&
	    settings->database_socket[0] != '\0')
		return mem_printf(mem, "socket %s", settings->database_socket);
	return mem_printf(mem, "%s, port %" PRId64, settings->database_host,
	    settings->database_port);
}

enum outcome
cli_explain(struct house *h, struct refusal *refusal, enum outcome rc)
{
	const char *trouble;
	bool has_spoken;
	char *where;

	if (rc != UNAVAILABLE || refusal->message != NULL || h->db == NULL)
		return rc;
	where = database_name(h->mem, h->settings);
	trouble = db_trouble(h->db, &has_spoken);
	if (has_spoken)
		return refuse(refusal, UNAVAILABLE, "unavailable",
		    "The database (%s) turned us away: %s. Are its settings "
		    "right?",
		    where, trouble);
	return refuse(refusal, UNAVAILABLE, "unavailable",
	    "The database does not answer (%s). Is it running?", where);
}

enum outcome
cli_prepare(struct cli *cli, enum command_need needs)
{
	struct settings *settings;
	enum outcome rc;

	if (needs < NEED_SETTINGS)
		return OK;
	rc = settings_read(
	    cli->mem, cli_option(cli, "config"), &settings, &cli->refusal);
	if (rc != OK)
		return INVALID;
	cli->settings = settings;
	cli_log(cli, LOG_ERROR);
	cli->house = (struct house){
		.settings = settings,
		.mem = cli->mem,
		.refusal = &cli->refusal,
		.actor = actor(cli->mem),
	};
	if (needs < NEED_DATABASE)
		return OK;
	token_init();
	db_library_init();
	cli->house.db = house_db(cli->mem, settings);
	return needs < NEED_SCHEMA
		   ? OK
		   : migrate_check(cli->house.db, &cli->refusal);
}
