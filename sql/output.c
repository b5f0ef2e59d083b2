/* Statements over output and rendition. */
#include "config.h"

#include "sql/output.h"

const char *const rendition_kind_names[RENDITION_KIND_COUNT + 1] = {
	[RENDITION_VIDEO] = "VIDEO",
	[RENDITION_AUDIO] = "AUDIO",
	[RENDITION_SUBTITLE] = "SUBTITLE",
};

const struct field rendition_fields[] = {
	FIELD(rendition, kind, .words = rendition_kind_names),
	FIELD(rendition, name),
	FIELD(rendition, codec),
	FIELD(rendition, language),
	FIELD(rendition, label),
	FIELD(rendition, width),
	FIELD(rendition, height),
	FIELD(rendition, frame_rate),
	FIELD(rendition, channels),
	FIELD(rendition, bandwidth, .unit = "bits per second"),
	FIELD(rendition, average_bandwidth, .unit = "bits per second"),
	FIELD(rendition, segments),
	FIELD(rendition, size_bytes, .unit = "bytes"),
	FIELD(rendition, output_id, .secret = true),
	FIELD(rendition, is_default, .secret = true),
	FIELD(rendition, by_choice_only, .secret = true),
	FIELD(rendition, is_copy, .secret = true),
	FIELD_END,
};

static const struct entity rendition_entity = {
	.table = "rendition",
	.alias = "r",
	.fields = rendition_fields,
	.row_size = sizeof(struct rendition),
};

struct output_id {
	int64_t id;
};

static const struct field id_fields[] = {
	FIELD(output_id, id),
	FIELD_END,
};

static const struct entity id_entity = {
	.table = "output",
	.alias = "o",
	.fields = id_fields,
	.row_size = sizeof(struct output_id),
};

static const struct field output_fields[] = {
	FIELD(output, id),
	FIELD(output, size_bytes),
	FIELD(output, has_dash),
	FIELD(output, has_poster),
	FIELD(output, has_storyboard),
	FIELD_END,
};

static const struct entity output_entity = {
	.table = "output",
	.alias = "o",
	.fields = output_fields,
	.row_size = sizeof(struct output),
};

enum {
	INSERT,
	SET_READY,
	FIND,
	SET_DASH,
	DELETE,
	IDS_OF,
	RENDITIONS,
	STATEMENT_COUNT
};

const struct db_stmt output_statements[] = {
	[INSERT] = { "INSERT INTO output (media_file_id) VALUES (?)" },
	[SET_READY] = { "UPDATE output SET state = 'READY', size_bytes = ?, "
			"has_dash = ?, has_poster = ?, has_storyboard = ?, "
			"ready_at = UTC_TIMESTAMP(3) "
			"WHERE id = ? AND state = 'BUILDING'" },
	[FIND] = { "SELECT {columns} FROM {from} WHERE o.id = ?",
	    &output_entity, true },
	[SET_DASH] = { "UPDATE output SET has_dash = 1 WHERE id = ?" },
	[DELETE] = { "DELETE FROM output WHERE id = ?" },
	[IDS_OF] = { "SELECT {columns} FROM {from} WHERE o.media_file_id = ?",
	    &id_entity, true },
	[RENDITIONS] = { "SELECT {columns} FROM {from} WHERE r.output_id = ? "
			 "ORDER BY r.kind, r.name",
	    &rendition_entity, true },
};
const size_t output_statement_count = STATEMENT_COUNT;

enum outcome
db_output_insert(struct db *db, int64_t media_number, int64_t *id)
{
	enum outcome rc;

	rc = db_run(db, &output_statements[INSERT],
	    DB_ARGS(db_of_number(media_number)), NULL);
	*id = db_last_id(db);
	return rc;
}

enum outcome
db_output_ready(struct db *db, const struct output *output)
{
	return db_run_one(db, &output_statements[SET_READY],
	    DB_ARGS(db_of_number(output->size_bytes),
		db_of_number(output->has_dash),
		db_of_number(output->has_poster),
		db_of_number(output->has_storyboard),
		db_of_number(output->id)));
}

enum outcome
db_output_find(struct db *db, void *mem, int64_t id, struct output *out)
{
	return db_find(
	    db, mem, &output_statements[FIND], DB_ARGS(db_of_number(id)), out);
}

enum outcome
db_output_set_dash(struct db *db, int64_t id)
{
	return db_run_one(
	    db, &output_statements[SET_DASH], DB_ARGS(db_of_number(id)));
}

enum outcome
db_output_delete(struct db *db, int64_t id)
{
	return db_run_one(
	    db, &output_statements[DELETE], DB_ARGS(db_of_number(id)));
}

enum outcome
db_output_ids_of(struct db *db, void *mem, int64_t media_number, int64_t **ids,
    size_t *count)
{
	/* A row is nothing but its id, so the rows are the array. */
	return db_list(db, mem, &output_statements[IDS_OF],
	    DB_ARGS(db_of_number(media_number)), ids, count);
}

enum outcome
db_rendition_insert(struct db *db, const struct rendition *rendition)
{
	return db_insert(db, &rendition_entity, rendition, ~(field_set)0, NULL);
}

enum outcome
db_rendition_list(struct db *db, void *mem, int64_t output_id,
    struct rendition **out, size_t *count)
{
	return db_list(db, mem, &output_statements[RENDITIONS],
	    DB_ARGS(db_of_number(output_id)), out, count);
}
