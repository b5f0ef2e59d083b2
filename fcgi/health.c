/* Is the process alive, and can it serve? */
#include "config.h"

#include <string.h>

#include "fcgi/database.h"
#include "fcgi/handlers.h"
#include "fcgi/response.h"
#include "house/storage.h"
#include "sql/migrate.h"
#include "sql/worker.h"

/* What readiness_show has looked at when it says that all is well. */
static const char *const checked[] = { "database", "schema", "storage" };

static struct json_object *
print_status(const char *status)
{
	struct json_object *object = json_object_new_object();

	json_object_object_add(
	    object, "status", json_object_new_string(status));
	return object;
}

enum outcome
health_show(struct request *rq, struct response *rs)
{
	(void)rq;
	return response_json(rs, print_status("ok"));
}

static enum outcome
check_schema(struct request *rq)
{
	struct refusal why = { .mem = rq->mem };
	enum outcome rc = database_borrow(rq->database, rq->house);

	if (rc != OK)
		return rc;
	rc = migrate_check(rq->house->db, &why);
	database_return(rq->database, rq->house);
	if (rc == CONFLICT)
		return refuse(rq->refusal, UNAVAILABLE, "schema_mismatch",
		    "The database is not of this program's version.");
	if (rc != OK)
		return refuse(rq->refusal, UNAVAILABLE, "database_unavailable",
		    "The database does not answer.");
	return OK;
}

static enum outcome
check_storage(struct request *rq)
{
	if (storage_check(rq->house->settings) == OK)
		return OK;
	return refuse(rq->refusal, UNAVAILABLE, "storage_unavailable",
	    "The data folder cannot be written.");
}

enum { GUARD_OFF, GUARD_PARTIAL, GUARD_WHOLE };
static const char *const guard_names[] = { [GUARD_OFF] = "off",
	[GUARD_PARTIAL] = "partial",
	[GUARD_WHOLE] = "whole" };

static int
guard_of(const struct worker_row *worker)
{
	if (strcmp(worker->sandbox, guard_names[GUARD_OFF]) == 0)
		return GUARD_OFF;
	return strcmp(worker->sandbox, guard_names[GUARD_WHOLE]) == 0
		   ? GUARD_WHOLE
		   : GUARD_PARTIAL;
}

/* Of the active worker whose sandbox has least; what it lacks is not for
   everybody's eyes.  Where none is known, nothing is said. */
static void
add_sandbox(struct request *rq, struct json_object *checks)
{
	struct worker_row *rows;
	size_t count = 0;
	int least = GUARD_WHOLE;
	bool is_known = false;

	if (database_borrow(rq->database, rq->house) != OK)
		return;
	if (db_worker_list(rq->house->db, rq->mem, &rows, &count) != OK)
		count = 0;
	database_return(rq->database, rq->house);
	for (size_t i = 0; i < count; i++) {
		if (rows[i].state != WORKER_ACTIVE || rows[i].sandbox == NULL)
			continue;
		is_known = true;
		if (guard_of(&rows[i]) < least)
			least = guard_of(&rows[i]);
	}
	if (is_known)
		json_object_object_add(checks, "sandbox",
		    json_object_new_string(guard_names[least]));
}

enum outcome
readiness_show(struct request *rq, struct response *rs)
{
	struct json_object *object, *checks;
	enum outcome rc = check_schema(rq);

	if (rc == OK)
		rc = check_storage(rq);
	if (rc != OK)
		return rc;
	checks = json_object_new_object();
	for (size_t i = 0; i < ARRAY_SIZE(checked); i++)
		json_object_object_add(
		    checks, checked[i], json_object_new_string("ok"));
	add_sandbox(rq, checks);
	object = print_status("ready");
	json_object_object_add(object, "checks", checks);
	return response_json(rs, object);
}
