/* Statements over webhook_delivery and the jobs that carry them. */
#include "config.h"

#include "sql/delivery.h"

const char *const delivery_state_names[DELIVERY_STATE_COUNT + 1] = {
	[DELIVERY_PENDING] = "PENDING",
	[DELIVERY_SENT] = "SENT",
	[DELIVERY_FAILED] = "FAILED",
	[DELIVERY_CANCELED] = "CANCELED",
};

/* One word says it of both: house/job.h tells what a job's state means. */
#define STATE                                                                  \
	"(CASE j.state WHEN 'DONE' THEN 'SENT' WHEN 'DEAD' THEN 'FAILED' "     \
	"WHEN 'CANCELED' THEN 'CANCELED' ELSE 'PENDING' END)"

const struct field delivery_fields[] = {
	FIELD(delivery, id, .column = "job_id", .as_text = true),
	FIELD(delivery, event, .words = event_names),
	FIELD(delivery, event_id),
	FIELD(delivery, state, .words = delivery_state_names, .column = STATE),
	FIELD_AS(delivery, tries, "attempts", .column = "tries"),
	FIELD(delivery, http_status),
	FIELD_AS(delivery, error, "last_error", .column = "(j.error_message)"),
	FIELD(delivery, duration_ms, .unit = "milliseconds"),
	FIELD(delivery, created_at, .column = "(j.created_at)"),
	FIELD(delivery, tried_at),
	FIELD(delivery, next_try_at,
	    .column = "IF(j.state = 'SCHEDULED', j.due_at, NULL)"),
	FIELD(delivery, sent_at,
	    .column = "IF(j.state = 'DONE', j.finished_at, NULL)"),
	FIELD_END,
};

static const struct entity delivery_entity = {
	.table = "webhook_delivery",
	.alias = "d",
	.from = "webhook_delivery d STRAIGHT_JOIN job j ON j.id = d.job_id",
	.fields = delivery_fields,
	.row_size = sizeof(struct delivery),
};

const char delivery_condition_webhook[] = "d.webhook_id = ?";

static const struct page_order orders[] = {
	{ "id", "id", NULL },
	{ 0 },
};

static const struct page_criterion criteria[] = {
	{ "state", STATE " = ?", PAGE_WORD, delivery_state_names, NULL },
	{ 0 },
};

const struct page_listing delivery_listing = {
	.entity = &delivery_entity,
	.id_field = "id",
	.usual = "-id",
	.orders = orders,
	.criteria = criteria,
};

static const struct field errand_fields[] = {
	FIELD(errand, webhook_number, .column = "w.id"),
	FIELD(errand, webhook_id, .column = "w.pid"),
	FIELD(errand, url, .column = "w.url"),
	FIELD(errand, secret, .column = "w.secret", .secret = true),
	FIELD(errand, event, .column = "d.event"),
	FIELD(errand, payload, .column = "d.payload"),
	FIELD(errand, is_enabled, .column = "w.enabled"),
	FIELD(errand, is_resting,
	    .column = "COALESCE(w.resting_until > UTC_TIMESTAMP(3), 0)"),
	FIELD(errand, is_last, .column = "(d.give_up_at <= UTC_TIMESTAMP(3))"),
	FIELD_END,
};

static const struct entity errand_entity = {
	.table = "webhook_delivery",
	.alias = "d",
	.from = "webhook_delivery d JOIN webhook w ON w.id = d.webhook_id",
	.fields = errand_fields,
	.row_size = sizeof(struct errand),
};

enum { QUEUE, INSERT, FIND, FIND_EVENT, ERRAND, TRIED, RENEW, STATEMENT_COUNT };

/* Under which a job and its webhook find each other within the transaction
   that makes both; in the letters of job.active_dedupe, for its index. */
#define NAME                                                                   \
	"CONVERT(CONCAT('deliver:', w.id, ':', ?) USING ascii) "               \
	"COLLATE ascii_bin"
#define LATER "UTC_TIMESTAMP(3) + INTERVAL ? SECOND"

const struct db_stmt delivery_statements[] = {
	[QUEUE] = { "INSERT INTO job (queue, kind, due_at, max_attempts, "
		    "actor, dedupe) "
		    "SELECT q.name, ?, UTC_TIMESTAMP(3), q.max_attempts, "
		    "?, " NAME " FROM webhook w JOIN job_queue q "
		    "WHERE q.name = ? AND w.enabled = 1 AND "
		    "w.id = COALESCE(?, IF(FIND_IN_SET(?, w.events), w.id, "
		    "NULL))" },
	[INSERT] = { "INSERT INTO webhook_delivery (job_id, webhook_id, "
		     "event, event_id, payload, give_up_at) "
		     "SELECT j.id, w.id, ?, ?, ?, " LATER
		     " FROM webhook w STRAIGHT_JOIN job j "
		     "ON j.active_dedupe = " NAME },
	[FIND] = { "SELECT {columns} FROM {from} WHERE d.job_id = ? AND "
		   "d.webhook_id = ?",
	    &delivery_entity, true },
	[FIND_EVENT] = { "SELECT {columns} FROM {from} "
			 "WHERE d.webhook_id = ? AND d.event_id = ?",
	    &delivery_entity, true },
	[ERRAND] = { "SELECT {columns} FROM {from} WHERE d.job_id = ?",
	    &errand_entity, true },
	[TRIED] = { "UPDATE webhook_delivery d JOIN job j ON j.id = d.job_id "
		    "SET d.tries = d.tries + 1, d.http_status = ?, "
		    "d.duration_ms = ?, d.tried_at = UTC_TIMESTAMP(3) "
		    "WHERE d.job_id = ? AND j.state = 'RUNNING' AND "
		    "j.attempt = ? AND j.worker_id = ?" },
	[RENEW] = { "UPDATE webhook_delivery SET give_up_at = " LATER
		    " WHERE job_id = ?" },
};
const size_t delivery_statement_count = STATEMENT_COUNT;

enum outcome
db_delivery_queue(struct db *db, const struct event_new *event, int64_t *count)
{
	return db_run(db, &delivery_statements[QUEUE],
	    DB_ARGS(db_of_text(event->kind), db_of_text(event->actor),
		db_of_text(event->id.text), db_of_text(event->queue),
		db_of_number(event->webhook_number),
		db_of_text(event_names[event->event])),
	    count);
}

enum outcome
db_delivery_insert(struct db *db, const struct event_new *event,
    const char *payload, int64_t patience_s)
{
	return db_run(db, &delivery_statements[INSERT],
	    DB_ARGS(db_of_text(event_names[event->event]),
		db_of_uuid(&event->id), db_of_text(payload),
		db_of_number(patience_s), db_of_text(event->id.text)),
	    NULL);
}

enum outcome
db_delivery_find(struct db *db, void *mem, int64_t webhook_number, int64_t id,
    struct delivery *out)
{
	return db_find(db, mem, &delivery_statements[FIND],
	    DB_ARGS(db_of_number(id), db_of_number(webhook_number)), out);
}

enum outcome
db_delivery_find_event(struct db *db, void *mem, int64_t webhook_number,
    const struct uuid *event_id, struct delivery *out)
{
	return db_find(db, mem, &delivery_statements[FIND_EVENT],
	    DB_ARGS(db_of_number(webhook_number), db_of_uuid(event_id)), out);
}

enum outcome
db_delivery_errand(struct db *db, void *mem, int64_t id, struct errand *out)
{
	return db_find(db, mem, &delivery_statements[ERRAND],
	    DB_ARGS(db_of_number(id)), out);
}

enum outcome
db_delivery_tried(struct db *db, const struct job_fence *fence,
    int64_t http_status, int64_t duration_ms)
{
	return db_run_one(db, &delivery_statements[TRIED],
	    DB_ARGS(db_of_number(http_status), db_of_number(duration_ms),
		db_of_number(fence->id), db_of_number(fence->attempt),
		db_of_number(fence->worker_id)));
}

enum outcome
db_delivery_renew(struct db *db, int64_t id, int64_t patience_s)
{
	return db_run_one(db, &delivery_statements[RENEW],
	    DB_ARGS(db_of_number(patience_s), db_of_number(id)));
}
