/* movie-house doctor: tries the sandbox as a worker does when it starts. */
#include "config.h"

#include <stdio.h>

#include "base/sandbox.h"
#include "tui/cli.h"
#include "tui/handlers.h"
#include "tui/print.h"

static const char *const columns[] = { "name", "state", "required", "detail",
	NULL };

static const struct print_table table = { sandbox_part_fields, columns,
	sizeof(struct sandbox_part) };

static void
print_report(struct cli *cli, const struct sandbox_report *report)
{
	struct json_object *object;

	if (cli_option(cli, "json") == NULL) {
		print_table(stdout, &table, report->parts, SANDBOX_PART_COUNT,
		    print_terminal_width(stdout));
		return;
	}
	object = json_object_new_object();
	json_object_object_add(
	    object, "sandbox", json_object_new_string(report->summary));
	json_object_object_add(object, "parts",
	    print_array(&table, report->parts, SANDBOX_PART_COUNT));
	print_json(stdout, object);
}

enum outcome
doctor_run(struct cli *cli)
{
	struct sandbox_report report;
	enum outcome rc = sandbox_test(cli->mem, cli->settings, &report);

	if (rc != OK)
		return rc;
	print_report(cli, &report);
	if (report.is_enough)
		return OK;
	return refuse(&cli->refusal, CONFLICT, "sandbox_incomplete",
	    "The setting sandbox requires what is missing here; a worker "
	    "would not start.");
}
