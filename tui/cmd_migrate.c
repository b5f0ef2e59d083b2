/* movie-house migrate */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/log.h"
#include "sql/migrate.h"
#include "tui/cli.h"
#include "tui/handlers.h"
#include "tui/print.h"

#define WAIT_MAX_S 3600
#define RETRY_MS 250
/* Another process that is at it right now is given a moment. */
#define LOCK_WAIT_S 10

/* A database that is starting up is no news until the time is up. */
static enum outcome
migrate_in_time(struct cli *cli, int64_t wait_s, size_t *applied)
{
	int64_t deadline = clock_monotonic_ms() + wait_s * 1000;
	enum outcome rc = UNAVAILABLE;

	if (wait_s > 0)
		log_set_level(LOG_ERROR);
	while (rc == UNAVAILABLE && clock_monotonic_ms() < deadline) {
		rc =
		    migrate(cli->house.db, LOCK_WAIT_S, applied, &cli->refusal);
		if (rc == UNAVAILABLE)
			clock_sleep_ms(RETRY_MS);
	}
	cli_log(cli, LOG_ERROR);
	if (rc == UNAVAILABLE)
		rc =
		    migrate(cli->house.db, LOCK_WAIT_S, applied, &cli->refusal);
	return rc;
}

static void
print_json_of(const struct migration *from, int64_t version)
{
	struct json_object *object = json_object_new_object();
	struct json_object *array = json_object_new_array();

	for (; from->name != NULL; from++) {
		struct json_object *item = json_object_new_object();

		json_object_object_add(
		    item, "version", json_object_new_int64(from->version));
		json_object_object_add(
		    item, "name", json_object_new_string(from->name));
		json_object_array_add(array, item);
	}
	json_object_object_add(
	    object, "version", json_object_new_int64(version));
	json_object_object_add(object, "applied", array);
	print_json(stdout, object);
}

enum outcome
migrate_run(struct cli *cli)
{
	const struct migration *from = migrations;
	size_t applied = 0;
	int64_t wait_s, version = 0;
	enum outcome rc;

	rc = cli_number(cli, "wait", 0, WAIT_MAX_S, 0, &wait_s);
	if (rc == OK)
		rc = migrate_in_time(cli, wait_s, &applied);
	if (rc != OK)
		return rc;
	/* Migrations are applied in order, so these are the last ones. */
	for (; from->name != NULL; from++)
		version = from->version;
	from -= applied;
	if (cli_option(cli, "json") != NULL) {
		print_json_of(from, version);
		return OK;
	}
	for (; from->name != NULL; from++)
		printf("applied %s\n", from->name);
	if (applied == 0)
		printf("nothing to apply, the schema is at %04" PRId64 "\n",
		    version);
	return OK;
}
