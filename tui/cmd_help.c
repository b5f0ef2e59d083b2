/* movie-house help */
#include "config.h"

#include <stdio.h>

#include "tui/cli.h"
#include "tui/handlers.h"
#include "tui/keys.h"

enum outcome
help_run(struct cli *cli)
{
	char **words = cli->arguments;
	const struct command *command;
	size_t used = 0;

	if (cli_option(cli, "mdoc") != NULL) {
		command_print_mdoc(stdout);
		keys_print_mdoc(stdout);
		return OK;
	}
	if (cli->argument_count == 0) {
		command_print_list(stdout, NULL);
		return OK;
	}
	command = command_find(words[0], words[1], &used);
	if (command != NULL && used >= cli->argument_count)
		command_print_usage(stdout, command);
	else if (cli->argument_count == 1 && command_has_noun(words[0]))
		command_print_list(stdout, words[0]);
	else
		return refuse(&cli->refusal, INVALID, "usage",
		    "There is no such command. See: movie-house help");
	return OK;
}
