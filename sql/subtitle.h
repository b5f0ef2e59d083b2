/* Subtitles beside a film: rows and statements. */
#ifndef SQL_SUBTITLE_H
#define SQL_SUBTITLE_H

#include "sql/db.h"

struct subtitle {
	int64_t id;
	char *language; /* BCP 47 */
	char *label;
	bool forced;
	char *file_name; /* as it came; NULL: it had none */
	char *encoding;  /* of what came */
	int64_t cues;
	int64_t size_bytes; /* of the clean WebVTT */
	bool published;     /* in what plays now */
	struct stamp created_at;
	int64_t media_number;
	char *path_key;
	int64_t output_id; /* the latest revision that has it; ABSENT: none */
	char *created_by;
};

extern const struct field subtitle_fields[];
extern const struct db_stmt subtitle_statements[];
extern const size_t subtitle_statement_count;

/* All that the row says but `id`, `published`, `created_at`, `output_id`. */
enum outcome db_subtitle_insert(
    struct db *db, const struct subtitle *subtitle, int64_t *id) MUST_CHECK;
enum outcome db_subtitle_find(struct db *db, void *mem, int64_t media_number,
    int64_t id, struct subtitle *out) MUST_CHECK;
/* All of a media file, as they came. */
enum outcome db_subtitle_list(struct db *db, void *mem, int64_t media_number,
    struct subtitle **out, size_t *count) MUST_CHECK;
/* That revision has it now. */
enum outcome db_subtitle_set_output(
    struct db *db, int64_t id, int64_t output_id) MUST_CHECK;
enum outcome db_subtitle_delete(struct db *db, int64_t id) MUST_CHECK;

#endif
