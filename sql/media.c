/* Statements over media_file. */
#include "config.h"

#include "sql/media.h"

const char *const media_status_names[MEDIA_STATUS_COUNT + 1] = {
	[MEDIA_UPLOADED] = "UPLOADED",
	[MEDIA_PROCESSING] = "PROCESSING",
	[MEDIA_READY] = "READY",
	[MEDIA_ERROR] = "ERROR",
};

const char *const media_type_names[MEDIA_TYPE_COUNT + 1] = {
	[MEDIA_TYPE_NONE] = NULL,
	[MEDIA_TYPE_MOVIE] = "MOVIE",
	[MEDIA_TYPE_EPISODE] = "EPISODE",
};

#define IS_USED                                                                \
	"(EXISTS (SELECT 1 FROM movie m WHERE m.media_file_id = f.id) OR "     \
	"EXISTS (SELECT 1 FROM episode e WHERE e.media_file_id = f.id))"

/* By the index over sha256, whose entries stand in the order of their ids. */
#define DUPLICATE_OF                                                           \
	"(SELECT d.pid FROM media_file d WHERE d.sha256 = f.sha256 "           \
	"AND d.id < f.id ORDER BY d.id LIMIT 1)"

const struct field media_fields[] = {
	FIELD(media, number, .column = "id", .secret = true),
	FIELD(media, id, .column = "pid"),
	FIELD(media, status, .words = media_status_names),
	FIELD(media, media_type, .words = media_type_names),
	FIELD(media, file_name, .column = "original_name", .max = 255),
	FIELD(media, size_bytes, .unit = "bytes"),
	FIELD(media, sha256, .column = "LOWER(HEX(f.sha256))"),
	FIELD(media, duplicate_of, .column = DUPLICATE_OF),
	FIELD(media, duration_ms, .unit = "milliseconds"),
	FIELD(media, width),
	FIELD(media, height),
	FIELD(media, error_code),
	FIELD(media, error_message),
	FIELD(media, last_error),
	FIELD(media, warnings, .column = "COALESCE(f.warnings, '[]')"),
	FIELD(media, playable_since),
	FIELD(media, ladder_complete),
	FIELD(media, version),
	FIELD(media, created_at),
	FIELD(media, updated_at),
	FIELD(media, original_key, .secret = true),
	FIELD(media, revision, .column = "live_output_id", .secret = true),
	FIELD(media, is_used, .column = IS_USED, .secret = true),
	FIELD_END,
};

const struct entity media_entity = {
	.table = "media_file",
	.alias = "f",
	.fields = media_fields,
	.row_size = sizeof(struct media),
};

/* Apart from the rest, because it is long. */
struct probe {
	char *probe;
};

static const struct field probe_fields[] = {
	FIELD(probe, probe),
	FIELD_END,
};

static const struct entity probe_entity = {
	.table = "media_file",
	.alias = "f",
	.fields = probe_fields,
	.row_size = sizeof(struct probe),
};

static const struct page_order orders[] = {
	{ "created_at", "created_at", "by_created" },
	{ "file_name", "file_name", "by_name" },
	{ "size_bytes", "size_bytes", "by_size" },
	{ 0 },
};

static const char *const status_indexes[] = {
	"by_status_created",
	"by_status_name",
	"by_status_size",
};

static const struct page_criterion criteria[] = {
	{ .name = "status",
	    .condition = "f.status = ?",
	    .value = PAGE_WORD,
	    .words = media_status_names,
	    .indexes = status_indexes },
	{ "q", "f.original_name LIKE ?", PAGE_PART, NULL, NULL },
	{ 0 },
};

const struct page_listing media_listing = {
	.entity = &media_entity,
	.id_field = "number",
	.usual = "-created_at",
	.orders = orders,
	.criteria = criteria,
};

#define TOUCH "version = version + 1, updated_at = UTC_TIMESTAMP(3)"

enum {
	INSERT,
	FIND,
	FIND_NUMBER,
	LOCK,
	LOCK_NUMBER,
	SET_STATUS,
	SET_ERROR,
	SET_LAST_ERROR,
	SET_FACTS,
	SET_SHA256,
	SET_LIVE,
	CLEAR_LIVE,
	SET_TYPE,
	DELETE,
	PROBE,
	STATEMENT_COUNT
};

const struct db_stmt media_statements[] = {
	[INSERT] = { "INSERT INTO media_file "
		     "(pid, original_key, original_name, size_bytes, "
		     "uploaded_by) VALUES (?, ?, ?, ?, (SELECT u.account_id "
		     "FROM upload u WHERE u.pid = ?))" },
	[FIND] = { "SELECT {columns} FROM {from} WHERE f.pid = ?",
	    &media_entity, true },
	[FIND_NUMBER] = { "SELECT {columns} FROM {from} WHERE f.id = ?",
	    &media_entity, true },
	[LOCK] = { "SELECT {columns} FROM {from} WHERE f.pid = ? FOR UPDATE",
	    &media_entity, true },
	[LOCK_NUMBER] = { "SELECT {columns} FROM {from} WHERE f.id = ? "
			  "FOR UPDATE",
	    &media_entity, true },
	[SET_STATUS] = { "UPDATE media_file SET status = ?, "
			 "error_code = NULL, error_message = NULL, " TOUCH
			 " WHERE id = ? AND status = ?" },
	[SET_ERROR] = { "UPDATE media_file SET status = 'ERROR', "
			"error_code = ?, error_message = ?, " TOUCH
			" WHERE id = ? AND status = ?" },
	[SET_LAST_ERROR] = { "UPDATE media_file SET last_error = ?, " TOUCH
			     " WHERE id = ?" },
	[SET_FACTS] = { "UPDATE media_file SET duration_ms = ?, width = ?, "
			"height = ?, probe = ?, warnings = ?, " TOUCH
			" WHERE id = ?" },
	[SET_SHA256] = { "UPDATE media_file SET sha256 = UNHEX(?), " TOUCH
			 " WHERE id = ?" },
	[SET_LIVE] = { "UPDATE media_file SET status = 'READY', "
		       "live_output_id = ?, duration_ms = ?, "
		       "ladder_complete = ?, "
		       "playable_since = "
		       "COALESCE(playable_since, UTC_TIMESTAMP(3)), "
		       "error_code = NULL, error_message = NULL, "
		       "last_error = NULL, " TOUCH " WHERE id = ?" },
	[CLEAR_LIVE] = { "UPDATE media_file SET status = 'UPLOADED', "
			 "live_output_id = NULL, ladder_complete = 0, "
			 "playable_since = NULL, error_code = NULL, "
			 "error_message = NULL, last_error = NULL, " TOUCH
			 " WHERE id = ?" },
	[SET_TYPE] = { "UPDATE media_file SET media_type = ?, unused_since = "
		       "IF(media_type IS NULL, UTC_TIMESTAMP(3), NULL), " TOUCH
		       " WHERE id = ?" },
	[DELETE] = { "DELETE FROM media_file WHERE id = ?" },
	[PROBE] = { "SELECT {columns} FROM {from} WHERE f.pid = ?",
	    &probe_entity, true },
};
const size_t media_statement_count = STATEMENT_COUNT;

enum outcome
db_media_insert(struct db *db, const struct uuid *id, const char *original_key,
    const char *file_name, int64_t size_bytes, int64_t *number)
{
	enum outcome rc;

	rc = db_run(db, &media_statements[INSERT],
	    DB_ARGS(db_of_uuid(id), db_of_text(original_key),
		db_of_text(file_name), db_of_number(size_bytes),
		db_of_uuid(id)),
	    NULL);
	*number = db_last_id(db);
	return rc;
}

enum outcome
db_media_find(
    struct db *db, void *mem, const struct uuid *id, struct media *out)
{
	return db_find(
	    db, mem, &media_statements[FIND], DB_ARGS(db_of_uuid(id)), out);
}

enum outcome
db_media_find_probe(struct db *db, void *mem, const struct uuid *id, char **out)
{
	struct probe row;
	enum outcome rc;

	rc = db_find(
	    db, mem, &media_statements[PROBE], DB_ARGS(db_of_uuid(id)), &row);
	*out = rc == OK ? row.probe : NULL;
	return rc;
}

enum outcome
db_media_find_number(
    struct db *db, void *mem, int64_t number, struct media *out)
{
	return db_find(db, mem, &media_statements[FIND_NUMBER],
	    DB_ARGS(db_of_number(number)), out);
}

enum outcome
db_media_lock(
    struct db *db, void *mem, const struct uuid *id, struct media *out)
{
	return db_find(
	    db, mem, &media_statements[LOCK], DB_ARGS(db_of_uuid(id)), out);
}

enum outcome
db_media_lock_number(
    struct db *db, void *mem, int64_t number, struct media *out)
{
	return db_find(db, mem, &media_statements[LOCK_NUMBER],
	    DB_ARGS(db_of_number(number)), out);
}

enum outcome
db_media_set_status(
    struct db *db, int64_t number, enum media_status from, enum media_status to)
{
	return db_run_one(db, &media_statements[SET_STATUS],
	    DB_ARGS(db_of_text(media_status_names[to]), db_of_number(number),
		db_of_text(media_status_names[from])));
}

enum outcome
db_media_set_error(struct db *db, int64_t number, enum media_status from,
    const char *code, const char *message)
{
	return db_run_one(db, &media_statements[SET_ERROR],
	    DB_ARGS(db_of_text(code), db_of_text(message), db_of_number(number),
		db_of_text(media_status_names[from])));
}

enum outcome
db_media_set_last_error(struct db *db, int64_t number, const char *message)
{
	return db_run_one(db, &media_statements[SET_LAST_ERROR],
	    DB_ARGS(db_of_text(message), db_of_number(number)));
}

enum outcome
db_media_set_facts(
    struct db *db, int64_t number, const struct media_facts *facts)
{
	return db_run_one(db, &media_statements[SET_FACTS],
	    DB_ARGS(db_of_number(facts->duration_ms),
		db_of_number(facts->width), db_of_number(facts->height),
		db_of_text(facts->probe), db_of_text(facts->warnings),
		db_of_number(number)));
}

enum outcome
db_media_set_sha256(struct db *db, int64_t number, const char *sha256)
{
	return db_run_one(db, &media_statements[SET_SHA256],
	    DB_ARGS(db_of_text(sha256), db_of_number(number)));
}

enum outcome
db_media_set_live(struct db *db, int64_t number, int64_t output_id,
    int64_t duration_ms, bool is_whole)
{
	return db_run_one(db, &media_statements[SET_LIVE],
	    DB_ARGS(db_of_number(output_id), db_of_number(duration_ms),
		db_of_number(is_whole), db_of_number(number)));
}

enum outcome
db_media_clear_live(struct db *db, int64_t number)
{
	return db_run_one(
	    db, &media_statements[CLEAR_LIVE], DB_ARGS(db_of_number(number)));
}

enum outcome
db_media_set_type(struct db *db, int64_t number, enum media_type type)
{
	return db_run_one(db, &media_statements[SET_TYPE],
	    DB_ARGS(db_of_text(media_type_names[type]), db_of_number(number)));
}

enum outcome
db_media_delete(struct db *db, int64_t number)
{
	return db_run_one(
	    db, &media_statements[DELETE], DB_ARGS(db_of_number(number)));
}
