/* Statements over webhook. */
#include "config.h"

#include "sql/webhook.h"

#include "base/mem.h"

const char *const event_names[EVENT_COUNT + 1] = {
	[EVENT_PING] = "ping",
	[EVENT_MEDIA_READY] = "media.ready",
	[EVENT_MEDIA_ERROR] = "media.error",
	[EVENT_MEDIA_DELETED] = "media.deleted",
};

const struct field webhook_fields[] = {
	FIELD(webhook, number, .column = "id", .secret = true),
	FIELD(webhook, id, .column = "pid"),
	FIELD(webhook, url, .writable = true, .required = true,
	    .no_blank = true, .max = 2000),
	FIELD(webhook, events, .writable = true, .required = true, .min = 1,
	    .max = EVENT_COUNT - 1, .no_blank = true, .item_max = 32,
	    .column = "REPLACE(w.events, ',', '\\n')"),
	FIELD(webhook, enabled, .writable = true, .required = false),
	FIELD(webhook, created_by),
	FIELD(webhook, version),
	FIELD(webhook, created_at),
	FIELD(webhook, updated_at),
	FIELD(webhook, secret, .secret = true),
	FIELD_END,
};

const struct entity webhook_entity = {
	.table = "webhook",
	.alias = "w",
	.fields = webhook_fields,
	.row_size = sizeof(struct webhook),
};

static const struct page_order orders[] = {
	{ "created_at", "created_at", "by_created" },
	{ 0 },
};

static const struct page_criterion criteria[] = {
	{ 0 },
};

const struct page_listing webhook_listing = {
	.entity = &webhook_entity,
	.id_field = "number",
	.usual = "created_at",
	.orders = orders,
	.criteria = criteria,
};

enum { INSERT, FIND, LOCK, UPDATE, DELETE_JOBS, DELETE, REST, STATEMENT_COUNT };

const struct db_stmt webhook_statements[] = {
	[INSERT] = { "INSERT INTO webhook (pid, url, secret, events, enabled, "
		     "created_by) VALUES (?, ?, ?, ?, ?, ?)" },
	[FIND] = { "SELECT {columns} FROM {from} WHERE w.pid = ?",
	    &webhook_entity, true },
	[LOCK] = { "SELECT {columns} FROM {from} WHERE w.pid = ? FOR UPDATE",
	    &webhook_entity, true },
	[UPDATE] = { "UPDATE webhook SET url = ?, events = ?, enabled = ?, "
		     "resting_until = NULL, version = version + 1, "
		     "updated_at = UTC_TIMESTAMP(3) WHERE id = ?" },
	[DELETE_JOBS] = { "DELETE j FROM webhook_delivery d "
			  "STRAIGHT_JOIN job j ON j.id = d.job_id "
			  "WHERE d.webhook_id = ?" },
	[DELETE] = { "DELETE FROM webhook WHERE id = ?" },
	[REST] = { "UPDATE webhook SET resting_until = UTC_TIMESTAMP(3) + "
		   "INTERVAL NULLIF(?, 0) SECOND WHERE id = ?" },
};
const size_t webhook_statement_count = STATEMENT_COUNT;

/* As the column takes them: media.ready,media.error */
static char *
list_of(void *mem, const struct text_list *events)
{
	char *list = NULL;

	for (size_t i = 0; i < events->count; i++)
		mem_append(
		    mem, &list, "%s%s", i == 0 ? "" : ",", events->items[i]);
	return list;
}

enum outcome
db_webhook_insert(struct db *db, void *mem, const struct webhook *webhook)
{
	return db_run_one(db, &webhook_statements[INSERT],
	    DB_ARGS(db_of_uuid(&webhook->id), db_of_text(webhook->url),
		db_of_text(webhook->secret),
		db_of_text(list_of(mem, &webhook->events)),
		db_of_number(webhook->enabled),
		db_of_text(webhook->created_by)));
}

enum outcome
db_webhook_find(
    struct db *db, void *mem, const struct uuid *id, struct webhook *out)
{
	return db_find(
	    db, mem, &webhook_statements[FIND], DB_ARGS(db_of_uuid(id)), out);
}

enum outcome
db_webhook_lock(
    struct db *db, void *mem, const struct uuid *id, struct webhook *out)
{
	return db_find(
	    db, mem, &webhook_statements[LOCK], DB_ARGS(db_of_uuid(id)), out);
}

enum outcome
db_webhook_update(struct db *db, void *mem, const struct webhook *webhook)
{
	return db_run_one(db, &webhook_statements[UPDATE],
	    DB_ARGS(db_of_text(webhook->url),
		db_of_text(list_of(mem, &webhook->events)),
		db_of_number(webhook->enabled), db_of_number(webhook->number)));
}

enum outcome
db_webhook_delete(struct db *db, int64_t number)
{
	enum outcome rc;

	rc = db_run(db, &webhook_statements[DELETE_JOBS],
	    DB_ARGS(db_of_number(number)), NULL);
	if (rc != OK)
		return rc;
	return db_run_one(
	    db, &webhook_statements[DELETE], DB_ARGS(db_of_number(number)));
}

enum outcome
db_webhook_rest(struct db *db, int64_t number, int64_t rest_s)
{
	return db_run_one(db, &webhook_statements[REST],
	    DB_ARGS(db_of_number(rest_s), db_of_number(number)));
}
