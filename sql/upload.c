/* Statements over upload. */
#include "config.h"

#include "sql/upload.h"

const char *const upload_state_names[UPLOAD_STATE_COUNT + 1] = {
	[UPLOAD_OPEN] = "OPEN",
	[UPLOAD_DONE] = "DONE",
	[UPLOAD_ABORTED] = "ABORTED",
};

const struct field upload_fields[] = {
	FIELD(upload_row, number, .column = "id", .secret = true),
	FIELD(upload_row, id, .column = "pid"),
	FIELD(upload_row, file_name),
	FIELD(upload_row, part_key, .secret = true),
	FIELD(upload_row, total_bytes, .unit = "bytes"),
	FIELD(upload_row, got_bytes, .unit = "bytes"),
	FIELD(upload_row, state, .words = upload_state_names),
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

enum { INSERT, SET_DONE, SET_ABORTED, ALIVE, EXPIRED, STATEMENT_COUNT };

#define EXPIRES "expires_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND"

const struct db_stmt upload_statements[] = {
	[INSERT] = { "INSERT INTO upload SET pid = ?, file_name = ?, "
		     "part_key = ?, total_bytes = ?, " EXPIRES },
	[SET_DONE] = { "UPDATE upload SET state = 'DONE', total_bytes = ?, "
		       "got_bytes = ?, media_file_id = ? "
		       "WHERE id = ? AND state = 'OPEN'" },
	[SET_ABORTED] = { "UPDATE upload SET state = 'ABORTED' "
			  "WHERE id = ? AND state = 'OPEN'" },
	[ALIVE] = { "UPDATE upload SET got_bytes = ?, "
		    "last_byte_at = UTC_TIMESTAMP(3), " EXPIRES
		    " WHERE id = ? AND state = 'OPEN'" },
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
		db_of_number(expires_s)),
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
db_upload_alive(
    struct db *db, int64_t number, int64_t got_bytes, int64_t expires_s)
{
	return db_run_one(db, &upload_statements[ALIVE],
	    DB_ARGS(db_of_number(got_bytes), db_of_number(expires_s),
		db_of_number(number)));
}

enum outcome
db_upload_expired(struct db *db, void *mem, int64_t limit,
    struct upload_row **out, size_t *count)
{
	return db_list(db, mem, &upload_statements[EXPIRED],
	    DB_ARGS(db_of_number(limit)), out, count);
}
