/* Statements over api_token. */
#include "config.h"

#include "sql/token.h"

const char *const token_kind_names[TOKEN_KIND_COUNT + 1] = {
	[TOKEN_API] = "API",
	[TOKEN_SESSION] = "SESSION",
};

const struct field token_fields[] = {
	FIELD(token, number, .column = "id", .secret = true),
	FIELD(token, id, .column = "pid"),
	FIELD(token, login,
	    .column = "(SELECT a.login FROM account a "
		      "WHERE a.id = k.account_id)"),
	FIELD(token, label),
	FIELD(token, role, .words = role_names),
	FIELD(token, prefix),
	FIELD(token, created_at),
	FIELD(token, expires_at),
	FIELD(token, last_used_at),
	FIELD(token, account_number, .column = "account_id", .secret = true),
	FIELD_END,
};

static const struct entity token_entity = {
	.table = "api_token",
	.alias = "k",
	.fields = token_fields,
	.row_size = sizeof(struct token),
};

static const struct page_order orders[] = {
	{ "created_at", "number", NULL },
	{ 0 },
};

static const struct page_criterion criteria[] = {
	{ 0 },
};

const struct page_listing token_listing = {
	.entity = &token_entity,
	.id_field = "number",
	.usual = "-created_at",
	.orders = orders,
	.criteria = criteria,
};

#define LIVE "k.kind = 'API' AND k.revoked_at IS NULL"

const char token_condition_own[] = LIVE " AND k.account_id = ?";
const char token_condition_of_account[] =
    LIVE " AND k.account_id = (SELECT a.id FROM account a WHERE a.pid = ?)";
const char token_condition_all[] = LIVE " AND k.account_id <> ?";

static const struct field credential_fields[] = {
	FIELD(credential, token_number, .column = "k.id"),
	FIELD(credential, account_number, .column = "a.id"),
	FIELD(credential, account_id, .column = "a.pid"),
	FIELD(credential, login, .column = "a.login"),
	FIELD(credential, token_role, .column = "k.role", .words = role_names),
	FIELD(
	    credential, account_role, .column = "a.role", .words = role_names),
	FIELD(credential, is_stale,
	    .column = "(k.last_used_at IS NULL OR k.last_used_at < "
		      "UTC_TIMESTAMP(3) - INTERVAL 60 SECOND)"),
	FIELD_END,
};

static const struct entity credential_entity = {
	.table = "api_token",
	.alias = "k",
	.from = "api_token k JOIN account a ON a.id = k.account_id",
	.fields = credential_fields,
	.row_size = sizeof(struct credential),
};

enum { INSERT, CHECK, USED, FIND, REVOKE, REVOKE_ALL, FORGET, STATEMENT_COUNT };

const struct db_stmt token_statements[] = {
	[INSERT] = { "INSERT INTO api_token SET pid = ?, account_id = ?, "
		     "token_sha256 = ?, kind = ?, label = ?, role = ?, "
		     "prefix = ?, "
		     "expires_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND, "
		     "idle_s = ?" },
	[CHECK] = { "SELECT {columns} FROM {from} WHERE k.token_sha256 = ? "
		    "AND k.kind = ? AND k.revoked_at IS NULL "
		    "AND (k.expires_at IS NULL OR "
		    "k.expires_at > UTC_TIMESTAMP(3)) "
		    "AND (k.idle_s IS NULL OR "
		    "COALESCE(k.last_used_at, k.created_at) + "
		    "INTERVAL k.idle_s SECOND > UTC_TIMESTAMP(3)) "
		    "AND a.disabled = 0",
	    &credential_entity, true },
	[USED] = { "UPDATE api_token k JOIN account a ON a.id = k.account_id "
		   "SET k.last_used_at = UTC_TIMESTAMP(3), "
		   "a.last_seen_at = UTC_TIMESTAMP(3) WHERE k.id = ?" },
	[FIND] = { "SELECT {columns} FROM {from} WHERE k.pid = ? AND " LIVE,
	    &token_entity, true },
	[REVOKE] = { "UPDATE api_token SET revoked_at = UTC_TIMESTAMP(3) "
		     "WHERE id = ? AND revoked_at IS NULL" },
	[REVOKE_ALL] = { "UPDATE api_token SET revoked_at = UTC_TIMESTAMP(3) "
			 "WHERE account_id = ? AND id <> COALESCE(?, 0) AND "
			 "revoked_at IS NULL" },
	[FORGET] = { "DELETE FROM api_token WHERE "
		     "LEAST(COALESCE(revoked_at, expires_at), "
		     "COALESCE(expires_at, revoked_at)) < "
		     "UTC_TIMESTAMP(3) - INTERVAL 30 DAY LIMIT 1000" },
};
const size_t token_statement_count = STATEMENT_COUNT;

enum outcome
db_token_insert(struct db *db, const struct token *token, enum token_kind kind,
    const unsigned char digest[TOKEN_DIGEST_BYTES], int64_t expires_s,
    int64_t idle_s)
{
	return db_run(db, &token_statements[INSERT],
	    DB_ARGS(db_of_uuid(&token->id), db_of_number(token->account_number),
		db_of_bytes(digest, TOKEN_DIGEST_BYTES),
		db_of_text(token_kind_names[kind]), db_of_text(token->label),
		db_of_text(role_names[token->role]), db_of_text(token->prefix),
		db_of_number(expires_s), db_of_number(idle_s)),
	    NULL);
}

enum outcome
db_token_check(struct db *db, void *mem, enum token_kind kind,
    const unsigned char digest[TOKEN_DIGEST_BYTES], struct credential *out)
{
	return db_find(db, mem, &token_statements[CHECK],
	    DB_ARGS(db_of_bytes(digest, TOKEN_DIGEST_BYTES),
		db_of_text(token_kind_names[kind])),
	    out);
}

enum outcome
db_token_used(struct db *db, int64_t number)
{
	return db_run(
	    db, &token_statements[USED], DB_ARGS(db_of_number(number)), NULL);
}

enum outcome
db_token_find(
    struct db *db, void *mem, const struct uuid *id, struct token *out)
{
	return db_find(
	    db, mem, &token_statements[FIND], DB_ARGS(db_of_uuid(id)), out);
}

enum outcome
db_token_revoke(struct db *db, int64_t number)
{
	return db_run_one(
	    db, &token_statements[REVOKE], DB_ARGS(db_of_number(number)));
}

enum outcome
db_token_revoke_all(
    struct db *db, int64_t account_number, int64_t but_number, int64_t *count)
{
	return db_run(db, &token_statements[REVOKE_ALL],
	    DB_ARGS(db_of_number(account_number), db_of_number(but_number)),
	    count);
}

enum outcome
db_token_forget(struct db *db)
{
	return db_run(db, &token_statements[FORGET], DB_NO_ARGS, NULL);
}
