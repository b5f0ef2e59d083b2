/* Statements over audit. */
#include "config.h"

#include "sql/audit.h"

const struct field audit_fields[] = {
	FIELD(audit, id, .as_text = true),
	FIELD(audit, at),
	FIELD(audit, actor),
	FIELD(audit, action),
	FIELD(audit, subject_kind),
	FIELD(audit, subject_id),
	FIELD(audit, before, .column = "state_before"),
	FIELD(audit, after, .column = "state_after"),
	FIELD_END,
};

static const struct entity audit_entity = {
	.table = "audit",
	.alias = "t",
	.fields = audit_fields,
	.row_size = sizeof(struct audit),
};

static const struct page_order orders[] = {
	{ "id", "id", "PRIMARY" },
	{ 0 },
};

const char *const audit_actions[] = {
	"account.change",
	"account.create",
	"account.delete",
	"account.password",
	"account.sign_in",
	"account.sign_out",
	"episode.change",
	"episode.create",
	"episode.delete",
	"episode.restore",
	"episode.trash",
	"job.cancel",
	"job.priority",
	"job.retry",
	"media.create",
	"media.delete",
	"media.drop",
	"media.error",
	"media.process",
	"media.ready",
	"movie.change",
	"movie.create",
	"movie.delete",
	"movie.poster_order",
	"movie.poster_remove",
	"movie.poster_show",
	"movie.restore",
	"movie.trash",
	"queue.pause",
	"queue.resume",
	"season.change",
	"season.create",
	"season.delete",
	"season.order",
	"series.change",
	"series.create",
	"series.delete",
	"series.poster_order",
	"series.poster_remove",
	"series.poster_show",
	"series.restore",
	"series.trash",
	"subtitle.add",
	"subtitle.delete",
	"subtitle.rename",
	"token.create",
	"token.revoke",
	"upload.begin",
	"upload.drop",
	"webhook.change",
	"webhook.create",
	"webhook.delete",
	"webhook.gone",
	"webhook.ping",
	"webhook.retry",
	"worker.drain",
	"worker.resume",
	NULL,
};

const char *const audit_kinds[] = {
	"account",
	"episode",
	"job",
	"media_file",
	"movie",
	"queue",
	"season",
	"series",
	"subtitle",
	"token",
	"upload",
	"webhook",
	"worker",
	NULL,
};

/* What is asked for may be any text, the column is not. */
#define ASCII "CONVERT(? USING ascii)"

/* Where more than one has an index, the last is taken: the narrowest. */
static const struct page_criterion criteria[] = {
	{ "subject_kind", "t.subject_kind = " ASCII, PAGE_WORD, audit_kinds,
	    "by_kind" },
	{ "action", "t.action = " ASCII, PAGE_WORD, audit_actions,
	    "by_action" },
	{ "actor", "t.actor = ?", PAGE_TEXT, NULL, "by_actor" },
	{ "subject_id", "t.subject_id = " ASCII, PAGE_TEXT, NULL,
	    "by_subject" },
	{ 0 },
};

const struct page_listing audit_listing = {
	.entity = &audit_entity,
	.id_field = "id",
	.usual = "-id",
	.orders = orders,
	.criteria = criteria,
};

enum { INSERT, STATEMENT_COUNT };

const struct db_stmt audit_statements[] = {
	[INSERT] = { "INSERT INTO audit (actor, action, subject_kind, "
		     "subject_id, state_before, state_after) "
		     "VALUES (?, ?, ?, ?, ?, ?)" },
};
const size_t audit_statement_count = STATEMENT_COUNT;

enum outcome
db_audit_insert(struct db *db, const struct audit *audit)
{
	return db_run(db, &audit_statements[INSERT],
	    DB_ARGS(db_of_text(audit->actor), db_of_text(audit->action),
		db_of_text(audit->subject_kind), db_of_text(audit->subject_id),
		db_of_text(audit->before.text), db_of_text(audit->after.text)),
	    NULL);
}
