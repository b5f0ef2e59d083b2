/* movie-house up, down and status: movie-house-stack does it, as us. */
#include "config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/spawn.h"
#include "tui/cli.h"
#include "tui/handlers.h"

/* The program, the noun, two words for each option, --json, NULL. */
#define WORDS (2 * CLI_VALUES_MAX + 4)

enum outcome
stack_run(struct cli *cli)
{
	const struct command_option *option = cli->command->options;
	const char *program = mem_printf(
	    cli->mem, "%s/movie-house-stack", cli->settings->helper_dir);
	const char *words[WORDS] = { program, cli->command->noun };
	const char *conf = cli_option(cli, "config");
	size_t used = 2;
	enum outcome rc;

	for (; option->name != NULL; option++) {
		const char *value = cli_option(cli, option->name);

		if (value == NULL)
			continue;
		words[used++] = mem_printf(cli->mem, "--%s", option->name);
		if (option->value != NULL)
			words[used++] = value;
	}
	if (cli_option(cli, "json") != NULL)
		words[used++] = "--json";
	if (conf != NULL)
		setenv("MOVIE_HOUSE_CONF", conf, 1);
	rc = process_become(words);
	if (rc == NOT_FOUND)
		return refuse(&cli->refusal, NOT_FOUND, "no_stack",
		    "%s is not there; the setting helper_dir names its folder.",
		    program);
	return rc;
}
