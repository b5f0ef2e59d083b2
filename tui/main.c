/*
 * movie-house: the house in a terminal.  Its subcommands are for scripts and
 * for people in a hurry; each calls the same functions as the HTTP side.
 */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "tui/cell.h"
#include "tui/cli.h"
#include "tui/screen.h"
#include "tui/stop.h"

static enum outcome
run_command(struct cli *cli)
{
	enum outcome rc = cli_prepare(cli, cli->command->needs);

	return rc == OK ? cli->command->run(cli) : rc;
}

static bool
asks_for_help(const char *word)
{
	return word != NULL &&
	       (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0);
}

/* The words say no command: what there is, or what is wrong with them. */
static enum outcome
refuse_words(struct cli *cli, const char *noun, const char *verb)
{
	bool is_asked;

	if (!command_has_noun(noun))
		return refuse(&cli->refusal, INVALID, "usage",
		    "%s is not a command. See: movie-house help", noun);
	is_asked = asks_for_help(verb) || cli_option(cli, "help") != NULL;
	command_print_list(is_asked ? stdout : stderr, noun);
	cli->has_complained = true;
	return is_asked ? OK : INVALID;
}

/* Without a subcommand it is the screen; where there is none, all there is to
   do is to say which subcommands there are. */
static enum outcome
run_bare(struct cli *cli)
{
	enum outcome rc;

	if (cli_option(cli, "help") == NULL && isatty(STDIN_FILENO) &&
	    isatty(STDOUT_FILENO)) {
		rc = cli_prepare(cli, NEED_DATABASE);
		return rc == OK ? screen_run(cli) : rc;
	}
	cli->has_complained = true;
	if (cli_option(cli, "help") != NULL) {
		command_print_list(stdout, NULL);
		return OK;
	}
	command_print_list(stderr, NULL);
	return INVALID;
}

static enum outcome
print_version(void)
{
	puts(PACKAGE_STRING);
	return OK;
}

static enum outcome
run(struct cli *cli, int count, char **words)
{
	const struct command *command;
	enum outcome rc = cli_parse(cli, NULL, count, words);
	char **rest = cli->arguments;
	size_t left = cli->argument_count, used;

	if (rc != OK)
		return rc;
	if (cli_option(cli, "version") != NULL)
		return print_version();
	if (left == 0)
		return run_bare(cli);
	command = command_find(rest[0], rest[1], &used);
	if (command == NULL)
		return refuse_words(cli, rest[0], rest[1]);
	rc = cli_parse(cli, command, (int)(left - used + 1), rest + used - 1);
	if (rc != OK)
		return rc;
	if (cli_option(cli, "version") != NULL)
		return print_version();
	if (cli_option(cli, "help") == NULL)
		return run_command(cli);
	command_print_usage(stdout, command);
	return OK;
}

/* What was printed must have got there: a full disk is a failure. */
static enum outcome
flush(enum outcome rc)
{
	if (fflush(stdout) == 0 && ferror(stdout) == 0)
		return rc;
	log_error("output.failed", NUMBER_PAIR("errno", errno));
	return rc == OK ? FAILED : rc;
}

int
main(int argc, char **argv)
{
	void *mem = mem_context(NULL);
	struct cli cli = { .mem = mem, .refusal = { .mem = mem } };
	enum outcome rc;

	cell_prepare();
	rc = flush(run(&cli, argc, argv));
	rc = cli_explain(&cli.house, &cli.refusal, rc);
	if (rc != OK && !cli.has_complained)
		cli_complain(&cli.refusal, NULL, rc);
	talloc_free(mem);
	stop_now();
	return cli_exit(rc);
}
