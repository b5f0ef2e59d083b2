/* Uploads under way: rows and statements. */
#ifndef SQL_UPLOAD_H
#define SQL_UPLOAD_H

#include "sql/db.h"

enum upload_state {
	UPLOAD_OPEN,
	UPLOAD_DONE,
	UPLOAD_ABORTED,
	UPLOAD_STATE_COUNT
};
extern const char *const upload_state_names[UPLOAD_STATE_COUNT + 1];

struct upload_row {
	int64_t number;
	struct uuid id;
	char *file_name;
	char *part_key;      /* below incoming/ */
	int64_t total_bytes; /* ABSENT: not known yet */
	int64_t got_bytes;
	unsigned int state;
	struct stamp created_at;
	struct stamp expires_at;
};

extern const struct field upload_fields[];
extern const struct db_stmt upload_statements[];
extern const size_t upload_statement_count;

/* OPEN, expiring in `expires_s` unless bytes arrive. */
enum outcome db_upload_insert(struct db *db, const struct upload_row *upload,
    int64_t expires_s, int64_t *number) MUST_CHECK;
/* OPEN to DONE with its size and media file; NOT_FOUND when not OPEN. */
enum outcome db_upload_done(struct db *db, int64_t number, int64_t bytes,
    int64_t media_number) MUST_CHECK;
/* OPEN to ABORTED; NOT_FOUND when not OPEN. */
enum outcome db_upload_aborted(struct db *db, int64_t number) MUST_CHECK;
/* Bytes flow: it expires `expires_s` from now. */
enum outcome db_upload_alive(struct db *db, int64_t number, int64_t got_bytes,
    int64_t expires_s) MUST_CHECK;
/* OPEN ones that have expired, at most `limit`. */
enum outcome db_upload_expired(struct db *db, void *mem, int64_t limit,
    struct upload_row **out, size_t *count) MUST_CHECK;

#endif
