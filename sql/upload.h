/* Uploads under way: rows and statements. */
#ifndef SQL_UPLOAD_H
#define SQL_UPLOAD_H

#include "sql/db.h"
#include "sql/page.h"

enum upload_state {
	UPLOAD_OPEN,
	UPLOAD_DONE,
	UPLOAD_ABORTED,
	UPLOAD_STATE_COUNT
};
extern const char *const upload_state_names[UPLOAD_STATE_COUNT + 1];

/* How its bytes come. */
enum upload_kind {
	UPLOAD_STREAM, /* in one request; what is cut short is lost */
	UPLOAD_TUS,    /* in as many as it takes (tus 1.0.0) */
	UPLOAD_KIND_COUNT
};
extern const char *const upload_kind_names[UPLOAD_KIND_COUNT + 1];

struct upload_row {
	int64_t number;
	struct uuid id;
	char *file_name;
	char *part_key;      /* below incoming/ */
	int64_t total_bytes; /* ABSENT: not known yet */
	int64_t got_bytes;   /* durable, and acknowledged or about to be */
	unsigned int kind;
	unsigned int state;
	int64_t account;    /* its owner's number; ABSENT: the host */
	char *login;        /* its owner's */
	int64_t held_bytes; /* count against the owner's quota */
	char *metadata; /* Upload-Metadata as the client wrote it, or NULL */
	bool is_expired;
	struct stamp created_at;
	struct stamp expires_at;
};

extern const struct field upload_fields[];
/* Of the OPEN ones: all, or by upload_condition_own one account's. */
extern const struct page_listing upload_listing;
extern const struct page_listing upload_own_listing;
extern const char upload_condition_own[];
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
/* Bytes flow: it expires `expires_s` from now, and holds `held_bytes` at
   least. */
enum outcome db_upload_alive(struct db *db, int64_t number, int64_t got_bytes,
    int64_t held_bytes, int64_t expires_s) MUST_CHECK;
/* It expires `expires_s` from now; what it has got stays as it is. */
enum outcome db_upload_postpone(
    struct db *db, int64_t number, int64_t expires_s) MUST_CHECK;
/* Its size has become known, and is what it holds.  NOT_FOUND when not OPEN, or
 * known already. */
enum outcome db_upload_set_total(
    struct db *db, int64_t number, int64_t total_bytes) MUST_CHECK;
enum outcome db_upload_find(struct db *db, void *mem, const struct uuid *id,
    struct upload_row *out) MUST_CHECK;
/* Bytes that OPEN ones have announced and not brought yet. */
enum outcome db_upload_awaited(struct db *db, int64_t *out) MUST_CHECK;
/* OPEN ones of an account. */
enum outcome db_upload_count_own(
    struct db *db, int64_t account, int64_t *out) MUST_CHECK;
/* OPEN ones that have expired, at most `limit`. */
enum outcome db_upload_expired(struct db *db, void *mem, int64_t limit,
    struct upload_row **out, size_t *count) MUST_CHECK;

#endif
