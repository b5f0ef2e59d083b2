/* Statements over subtitle. */
#include "config.h"

#include "sql/subtitle.h"

#define IS_PUBLISHED                                                           \
	"EXISTS (SELECT 1 FROM media_file f WHERE f.id = t.media_file_id "     \
	"AND f.live_output_id = t.output_id)"

const struct field subtitle_fields[] = {
	FIELD(subtitle, id, .as_text = true),
	FIELD(subtitle, language),
	FIELD(subtitle, label),
	FIELD(subtitle, forced),
	FIELD(subtitle, file_name),
	FIELD(subtitle, encoding),
	FIELD(subtitle, cues),
	FIELD(subtitle, size_bytes, .unit = "bytes"),
	FIELD(subtitle, published, .column = IS_PUBLISHED),
	FIELD(subtitle, created_at),
	FIELD(
	    subtitle, media_number, .column = "media_file_id", .secret = true),
	FIELD(subtitle, path_key, .secret = true),
	FIELD(subtitle, output_id, .secret = true),
	FIELD(subtitle, created_by, .secret = true),
	FIELD_END,
};

static const struct entity subtitle_entity = {
	.table = "subtitle",
	.alias = "t",
	.fields = subtitle_fields,
	.row_size = sizeof(struct subtitle),
};

enum { FIND, LIST, SET_OUTPUT, DELETE, STATEMENT_COUNT };

const struct db_stmt subtitle_statements[] = {
	[FIND] = { "SELECT {columns} FROM {from} "
		   "WHERE t.id = ? AND t.media_file_id = ?",
	    &subtitle_entity, true },
	[LIST] = { "SELECT {columns} FROM {from} WHERE t.media_file_id = ? "
		   "ORDER BY t.id",
	    &subtitle_entity, true },
	[SET_OUTPUT] = { "UPDATE subtitle SET output_id = ? WHERE id = ?" },
	[DELETE] = { "DELETE FROM subtitle WHERE id = ?" },
};
const size_t subtitle_statement_count = STATEMENT_COUNT;

enum outcome
db_subtitle_insert(struct db *db, const struct subtitle *subtitle, int64_t *id)
{
	return db_insert(db, &subtitle_entity, subtitle,
	    db_members(&subtitle_entity, "language", "label", "forced",
		"file_name", "encoding", "cues", "size_bytes", "media_number",
		"path_key", "created_by", NULL),
	    id);
}

enum outcome
db_subtitle_find(struct db *db, void *mem, int64_t media_number, int64_t id,
    struct subtitle *out)
{
	return db_find(db, mem, &subtitle_statements[FIND],
	    DB_ARGS(db_of_number(id), db_of_number(media_number)), out);
}

enum outcome
db_subtitle_list(struct db *db, void *mem, int64_t media_number,
    struct subtitle **out, size_t *count)
{
	return db_list(db, mem, &subtitle_statements[LIST],
	    DB_ARGS(db_of_number(media_number)), out, count);
}

enum outcome
db_subtitle_set_output(struct db *db, int64_t id, int64_t output_id)
{
	return db_run_one(db, &subtitle_statements[SET_OUTPUT],
	    DB_ARGS(db_of_number(output_id), db_of_number(id)));
}

enum outcome
db_subtitle_delete(struct db *db, int64_t id)
{
	return db_run_one(
	    db, &subtitle_statements[DELETE], DB_ARGS(db_of_number(id)));
}
