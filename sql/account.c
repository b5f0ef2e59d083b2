/* Statements over account. */
#include "config.h"

#include "sql/account.h"

const char *const role_names[ROLE_COUNT + 1] = {
	[ROLE_VIEWER] = "VIEWER",
	[ROLE_EDITOR] = "EDITOR",
	[ROLE_ADMIN] = "ADMIN",
};

/*
 * Originals that were removed do not count.  They are few: all are summed up
 * from an index, and those are taken away, rather than every row read.
 */
#define ORIGINALS                                                              \
	"(SELECT COALESCE(SUM(f.size_bytes), 0) FROM media_file f "            \
	"WHERE f.uploaded_by = a.id) - "                                       \
	"(SELECT COALESCE(SUM(f.size_bytes), 0) FROM media_file f "            \
	"WHERE f.original_key IS NULL AND f.uploaded_by = a.id)"
#define UPLOADS                                                                \
	"(SELECT COALESCE(SUM(u.held_bytes), 0) FROM upload u "                \
	"WHERE u.account_id = a.id AND u.state = 'OPEN'"
#define USED(uploads) "CAST(" ORIGINALS " + " uploads ") AS SIGNED)"

const struct field account_fields[] = {
	FIELD(account, number, .column = "id", .secret = true),
	FIELD(account, id, .column = "pid"),
	FIELD(account, login),
	FIELD(account, role, .words = role_names),
	FIELD(account, disabled),
	FIELD(account, quota_bytes, .unit = "bytes"),
	FIELD(account, used_bytes, .column = USED(UPLOADS), .unit = "bytes"),
	FIELD(account, last_seen_at),
	FIELD(account, version),
	FIELD(account, created_at),
	FIELD(account, updated_at),
	FIELD(account, password_hash, .secret = true),
	FIELD_END,
};

const struct entity account_entity = {
	.table = "account",
	.alias = "a",
	.fields = account_fields,
	.row_size = sizeof(struct account),
};

static const struct page_order orders[] = {
	{ "login", "login", "by_login" },
	{ 0 },
};

static const struct page_criterion criteria[] = {
	{ 0 },
};

const struct page_listing account_listing = {
	.entity = &account_entity,
	.id_field = "number",
	.usual = "login",
	.orders = orders,
	.criteria = criteria,
};

enum {
	FIND,
	FIND_LOGIN,
	LOCK,
	LOCK_QUOTA,
	SUM_USED,
	REHASH,
	DELETE,
	COUNT_ADMINS,
	STATEMENT_COUNT
};

const struct db_stmt account_statements[] = {
	[FIND] = { "SELECT {columns} FROM {from} WHERE a.pid = ?",
	    &account_entity, true },
	[FIND_LOGIN] = { "SELECT {columns} FROM {from} WHERE a.login = ?",
	    &account_entity, true },
	[LOCK] = { "SELECT {columns} FROM {from} WHERE a.pid = ? FOR UPDATE",
	    &account_entity, true },
	[LOCK_QUOTA] = { "SELECT quota_bytes FROM account WHERE id = ? "
			 "FOR UPDATE" },
	[SUM_USED] = { "SELECT " USED(
	    UPLOADS " AND u.id <> ?") " FROM "
				      "account a WHERE a.id = ?" },
	[REHASH] = { "UPDATE account SET password_hash = ? WHERE id = ?" },
	[DELETE] = { "DELETE FROM account WHERE id = ?" },
	[COUNT_ADMINS] = { "SELECT COUNT(*) FROM account FORCE INDEX (by_role) "
			   "WHERE role = 'ADMIN' AND disabled = 0 FOR UPDATE" },
};
const size_t account_statement_count = STATEMENT_COUNT;

enum outcome
db_account_find(
    struct db *db, void *mem, const struct uuid *id, struct account *out)
{
	return db_find(
	    db, mem, &account_statements[FIND], DB_ARGS(db_of_uuid(id)), out);
}

enum outcome
db_account_find_login(
    struct db *db, void *mem, const char *login, struct account *out)
{
	return db_find(db, mem, &account_statements[FIND_LOGIN],
	    DB_ARGS(db_of_text(login)), out);
}

enum outcome
db_account_lock(
    struct db *db, void *mem, const struct uuid *id, struct account *out)
{
	return db_find(
	    db, mem, &account_statements[LOCK], DB_ARGS(db_of_uuid(id)), out);
}

enum outcome
db_account_insert(struct db *db, const struct account *account, field_set given)
{
	return db_insert(db, &account_entity, account, given, NULL);
}

enum outcome
db_account_update(struct db *db, const struct account *account, field_set given)
{
	return db_update(db, &account_entity, account, given, account->number);
}

enum outcome
db_account_rehash(struct db *db, int64_t number, const char *password_hash)
{
	return db_run_one(db, &account_statements[REHASH],
	    DB_ARGS(db_of_text(password_hash), db_of_number(number)));
}

enum outcome
db_account_lock_quota(struct db *db, int64_t number, int64_t *quota_bytes)
{
	return db_number(db, &account_statements[LOCK_QUOTA],
	    DB_ARGS(db_of_number(number)), quota_bytes);
}

enum outcome
db_account_used(
    struct db *db, int64_t number, int64_t but_upload, int64_t *used_bytes)
{
	return db_number(db, &account_statements[SUM_USED],
	    DB_ARGS(db_of_number(but_upload), db_of_number(number)),
	    used_bytes);
}

enum outcome
db_account_delete(struct db *db, int64_t number)
{
	return db_run_one(
	    db, &account_statements[DELETE], DB_ARGS(db_of_number(number)));
}

enum outcome
db_account_count_admins(struct db *db, int64_t *out)
{
	return db_number(
	    db, &account_statements[COUNT_ADMINS], DB_NO_ARGS, out);
}
