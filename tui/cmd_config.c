/* movie-house config: it reads the settings itself, as it must be able to say
   what is wrong with them, and to document them where there are none. */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/conf.h"
#include "base/mem.h"
#include "tui/cli.h"
#include "tui/handlers.h"
#include "tui/mdoc.h"
#include "tui/print.h"

static enum outcome
print_example(struct cli *cli)
{
	struct settings *settings = mem_new(cli->mem, struct settings);
	enum outcome rc =
	    conf_read(cli->mem, NULL, settings_fields, settings, &cli->refusal);

	if (rc == OK)
		conf_print(stdout, settings_fields, settings, true);
	return rc;
}

static void
print_mdoc_range(const struct field *field)
{
	if (field->type != FIELD_NUMBER)
		return;
	if (field->max == INT64_MAX)
		printf("At least %" PRId64, field->min);
	else
		printf("%" PRId64 " to %" PRId64, field->min, field->max);
	printf("%s%s.\n", field->unit != NULL ? " " : "",
	    field->unit != NULL ? field->unit : "");
}

static void
print_mdoc(void)
{
	const struct field *field = settings_fields;

	puts(".Bl -tag -width Ds");
	for (; field->name != NULL; field++) {
		printf(".It Va %s\n", field->name);
		mdoc_text(stdout, field->help);
		print_mdoc_range(field);
		if (field->initial[0] != '\0') {
			puts("Default:");
			mdoc_text(stdout, field->initial);
		}
	}
	puts(".El");
}

static enum outcome
print_settings(struct cli *cli)
{
	struct settings *settings;

	if (settings_read(cli->mem, cli_option(cli, "config"), &settings,
		&cli->refusal) != OK)
		return INVALID;
	if (cli_option(cli, "check") != NULL)
		puts("The settings are in order.");
	else if (cli_option(cli, "json") != NULL)
		print_json(stdout, field_print(settings_fields, settings));
	else
		conf_print(stdout, settings_fields, settings, false);
	return OK;
}

enum outcome
config_run(struct cli *cli)
{
	if (cli_option(cli, "example") != NULL)
		return print_example(cli);
	if (cli_option(cli, "mdoc") == NULL)
		return print_settings(cli);
	print_mdoc();
	return OK;
}
