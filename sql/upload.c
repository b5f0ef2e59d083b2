/* Statements over upload. */
#include "config.h"

#include "sql/upload.h"

const char *const upload_state_names[UPLOAD_STATE_COUNT + 1] = {
	[UPLOAD_OPEN] = "OPEN",
	[UPLOAD_DONE] = "DONE",
	[UPLOAD_ABORTED] = "ABORTED",
};

const char *const upload_kind_names[UPLOAD_KIND_COUNT + 1] = {
	[UPLOAD_STREAM] = "STREAM",
	[UPLOAD_TUS] = "TUS",
};

const struct field upload_fields[] = {
	FIELD(upload_row, number, .column = "id", .secret = true),
	FIELD(upload_row, id, .column = "pid"),
	FIELD(upload_row, file_name),
	FIELD(upload_row, part_key, .secret = true),
	FIELD_AS(upload_row, total_bytes, "size_bytes", .column = "total_bytes",
	    .unit = "bytes"),
	FIELD_AS(upload_row, got_bytes, "received_bytes", .column = "got_bytes",
	    .unit = "bytes"),
	FIELD(upload_row, kind, .words = upload_kind_names),
	FIELD(upload_row, state, .words = upload_state_names, .secret = true),
	FIELD(upload_row, metadata, .secret = true),
	FIELD(upload_row, is_expired, .secret = true,
	    .column = "(u.expires_at <= UTC_TIMESTAMP(3))"),
	FIELD(upload_row, account, .column = "account_id", .secret = true),
	FIELD(upload_row, login,
	    .column = "(SELECT a.login FROM account a "
		      "WHERE a.id = u.account_id)"),
	FIELD(upload_row, held_bytes, .secret = true),
	FIELD(upload_row, created_at),
	FIELD(upload_row, expires_at),
	FIELD_END,
};

static const struct entity upload_entity = {
	.table = "upload",
	.alias = "u",
	.fields = upload_fields,
	.row_size = sizeof(struct upload_row),
};

static const struct page_order orders[] = {
	{ "created_at", "created_at", "by_state_created" },
	{ 0 },
};

static const struct page_criterion criteria[] = {
	{ 0 },
};

const struct page_listing upload_listing = {
	.entity = &upload_entity,
	.only = "u.state = 'OPEN'",
	.id_field = "number",
	.usual = "-created_at",
	.orders = orders,
	.criteria = criteria,
};

static const struct page_order own_orders[] = {
	{ "created_at", "created_at", "by_owner" },
	{ 0 },
};

const struct page_listing upload_own_listing = {
	.entity = &upload_entity,
	.only = "u.state = 'OPEN'",
	.id_field = "number",
	.usual = "-created_at",
	.orders = own_orders,
	.criteria = criteria,
};

const char upload_condition_own[] = "u.account_id = ?";

enum {
	INSERT,
	SET_DONE,
	SET_ABORTED,
	ALIVE,
	POSTPONE,
	SET_TOTAL,
	FIND,
	AWAITED,
	COUNT_OWN,
	EXPIRED,
	STATEMENT_COUNT
};

#define EXPIRES "expires_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND"

const struct db_stmt upload_statements[] = {
	[INSERT] = { "INSERT INTO upload SET pid = ?, file_name = ?, "
		     "part_key = ?, total_bytes = ?, kind = ?, metadata = ?, "
		     "account_id = ?, held_bytes = ?, " EXPIRES },
	[SET_DONE] = { "UPDATE upload SET state = 'DONE', total_bytes = ?, "
		       "got_bytes = ?, media_file_id = ? "
		       "WHERE id = ? AND state = 'OPEN'" },
	[SET_ABORTED] = { "UPDATE upload SET state = 'ABORTED' "
			  "WHERE id = ? AND state = 'OPEN'" },
	[ALIVE] = { "UPDATE upload SET got_bytes = ?, "
		    "held_bytes = GREATEST(held_bytes, ?), "
		    "last_byte_at = UTC_TIMESTAMP(3), " EXPIRES
		    " WHERE id = ? AND state = 'OPEN'" },
	[POSTPONE] = { "UPDATE upload SET " EXPIRES
		       " WHERE id = ? AND state = 'OPEN'" },
	[SET_TOTAL] = { "UPDATE upload SET total_bytes = ?, "
			"held_bytes = ? "
			"WHERE id = ? AND state = 'OPEN' "
			"AND total_bytes IS NULL" },
	[FIND] = { "SELECT {columns} FROM {from} WHERE u.pid = ?",
	    &upload_entity, true },
	[AWAITED] = { "SELECT CAST(COALESCE(SUM(total_bytes - got_bytes), 0) "
		      "AS SIGNED) FROM upload FORCE INDEX (by_state) "
		      "WHERE state = 'OPEN' AND "
		      "expires_at > UTC_TIMESTAMP(3)",
	    NULL, true },
	[COUNT_OWN] = { "SELECT COUNT(*) FROM upload FORCE INDEX (by_owner) "
			"WHERE account_id = ? AND state = 'OPEN'" },
	[EXPIRED] = { "SELECT {columns} FROM {from} WHERE u.state = 'OPEN' "
		      "AND u.expires_at <= UTC_TIMESTAMP(3) LIMIT ?",
	    &upload_entity, true },
};
const size_t upload_statement_count = STATEMENT_COUNT;

enum outcome
db_upload_insert(struct db *db, const struct upload_row *upload,
    int64_t expires_s, int64_t *number)
{
	enum outcome rc;

	rc = db_run(db, &upload_statements[INSERT],
	    DB_ARGS(db_of_uuid(&upload->id), db_of_text(upload->file_name),
		db_of_text(upload->part_key), db_of_number(upload->total_bytes),
		db_of_text(upload_kind_names[upload->kind]),
		db_of_text(upload->metadata), db_of_number(upload->account),
		db_of_number(upload->held_bytes), db_of_number(expires_s)),
	    NULL);
	*number = db_last_id(db);
	return rc;
}

enum outcome
db_upload_done(
    struct db *db, int64_t number, int64_t bytes, int64_t media_number)
{
	return db_run_one(db, &upload_statements[SET_DONE],
	    DB_ARGS(db_of_number(bytes), db_of_number(bytes),
		db_of_number(media_number), db_of_number(number)));
}

enum outcome
db_upload_aborted(struct db *db, int64_t number)
{
	return db_run_one(
	    db, &upload_statements[SET_ABORTED], DB_ARGS(db_of_number(number)));
}

enum outcome
db_upload_alive(struct db *db, int64_t number, int64_t got_bytes,
    int64_t held_bytes, int64_t expires_s)
{
	return db_run_one(db, &upload_statements[ALIVE],
	    DB_ARGS(db_of_number(got_bytes), db_of_number(held_bytes),
		db_of_number(expires_s), db_of_number(number)));
}

enum outcome
db_upload_postpone(struct db *db, int64_t number, int64_t expires_s)
{
	return db_run_one(db, &upload_statements[POSTPONE],
	    DB_ARGS(db_of_number(expires_s), db_of_number(number)));
}

enum outcome
db_upload_set_total(struct db *db, int64_t number, int64_t total_bytes)
{
	return db_run_one(db, &upload_statements[SET_TOTAL],
	    DB_ARGS(db_of_number(total_bytes), db_of_number(total_bytes),
		db_of_number(number)));
}

enum outcome
db_upload_find(
    struct db *db, void *mem, const struct uuid *id, struct upload_row *out)
{
	return db_find(
	    db, mem, &upload_statements[FIND], DB_ARGS(db_of_uuid(id)), out);
}

enum outcome
db_upload_awaited(struct db *db, int64_t *out)
{
	return db_number(db, &upload_statements[AWAITED], DB_NO_ARGS, out);
}

enum outcome
db_upload_count_own(struct db *db, int64_t account, int64_t *out)
{
	return db_number(db, &upload_statements[COUNT_OWN],
	    DB_ARGS(db_of_number(account)), out);
}

enum outcome
db_upload_expired(struct db *db, void *mem, int64_t limit,
    struct upload_row **out, size_t *count)
{
	return db_list(db, mem, &upload_statements[EXPIRED],
	    DB_ARGS(db_of_number(limit)), out, count);
}
