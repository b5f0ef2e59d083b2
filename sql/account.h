/* Accounts: rows and statements. */
#ifndef SQL_ACCOUNT_H
#define SQL_ACCOUNT_H

#include "sql/db.h"
#include "sql/page.h"

/* Each may what those before it may. */
enum account_role { ROLE_VIEWER, ROLE_EDITOR, ROLE_ADMIN, ROLE_COUNT };
extern const char *const role_names[ROLE_COUNT + 1];

struct account {
	int64_t number;
	struct uuid id;
	char *login;
	unsigned int role;
	bool disabled;
	int64_t quota_bytes; /* ABSENT: as the settings say; 0: no limit */
	int64_t used_bytes;  /* of its originals and its open uploads */
	struct stamp last_seen_at;
	int64_t version;
	struct stamp created_at;
	struct stamp updated_at;
	char *password_hash; /* NULL: it comes in by tokens alone */
};

extern const struct field account_fields[];
extern const struct entity account_entity;
extern const struct page_listing account_listing;
extern const struct db_stmt account_statements[];
extern const size_t account_statement_count;

enum outcome db_account_find(struct db *db, void *mem, const struct uuid *id,
    struct account *out) MUST_CHECK;
/* By its login, in either case. */
enum outcome db_account_find_login(struct db *db, void *mem, const char *login,
    struct account *out) MUST_CHECK;
/* The same as db_account_find, and nobody else changes it meanwhile. */
enum outcome db_account_lock(struct db *db, void *mem, const struct uuid *id,
    struct account *out) MUST_CHECK;
/* CONFLICT when the login is taken. */
enum outcome db_account_insert(
    struct db *db, const struct account *account, field_set given) MUST_CHECK;
enum outcome db_account_update(
    struct db *db, const struct account *account, field_set given) MUST_CHECK;
/* The same password by other parameters: no change that anybody sees. */
enum outcome db_account_rehash(
    struct db *db, int64_t number, const char *password_hash) MUST_CHECK;
/*
 * What counts against a quota: the account's own (ABSENT: none of its own),
 * which locks its row until the transaction ends, and the bytes it uses apart
 * from that upload's.
 */
enum outcome db_account_lock_quota(
    struct db *db, int64_t number, int64_t *quota_bytes) MUST_CHECK;
enum outcome db_account_used(struct db *db, int64_t number, int64_t but_upload,
    int64_t *used_bytes) MUST_CHECK;
/* With all its tokens. */
enum outcome db_account_delete(struct db *db, int64_t number) MUST_CHECK;
/* Admins that can come in; their rows are locked. */
enum outcome db_account_count_admins(struct db *db, int64_t *out) MUST_CHECK;

#endif
