/* API tokens and sessions: rows and statements.  The tokens themselves are
   known by their SHA-256 alone. */
#ifndef SQL_TOKEN_H
#define SQL_TOKEN_H

#include "base/token.h"
#include "sql/account.h"

enum token_kind { TOKEN_API, TOKEN_SESSION, TOKEN_KIND_COUNT };
extern const char *const token_kind_names[TOKEN_KIND_COUNT + 1];

struct token {
	int64_t number;
	struct uuid id;
	char *login; /* its owner's */
	char *label;
	unsigned int role;
	char *prefix; /* its first letters */
	struct stamp created_at;
	struct stamp expires_at;
	struct stamp last_used_at;
	int64_t account_number;
};

/* What a good token stands for. */
struct credential {
	int64_t token_number;
	int64_t account_number;
	struct uuid account_id;
	char *login;
	unsigned int token_role;
	unsigned int account_role;
	bool is_stale; /* its last use was noted a while ago */
};

extern const struct field token_fields[];
extern const struct page_listing token_listing;
extern const struct db_stmt token_statements[];
extern const size_t token_statement_count;

/* What a list of tokens is narrowed to: those of one account (by its number,
   or by its id), or all that may come in by them. */
extern const char token_condition_own[];
extern const char token_condition_of_account[];
extern const char token_condition_all[];

/* The new one's times, in seconds from now; ABSENT: it has no such end. */
enum outcome db_token_insert(struct db *db, const struct token *token,
    enum token_kind kind, const unsigned char digest[TOKEN_DIGEST_BYTES],
    int64_t expires_s, int64_t idle_s) MUST_CHECK;
/* NOT_FOUND unless it is known, of that kind, neither revoked nor expired nor
   idle for too long, and its account not disabled. */
enum outcome db_token_check(struct db *db, void *mem, enum token_kind kind,
    const unsigned char digest[TOKEN_DIGEST_BYTES],
    struct credential *out) MUST_CHECK;
/* It was used now, and its account seen. */
enum outcome db_token_used(struct db *db, int64_t number) MUST_CHECK;
/* An API token that is not revoked. */
enum outcome db_token_find(struct db *db, void *mem, const struct uuid *id,
    struct token *out) MUST_CHECK;
/* NOT_FOUND when it is revoked already. */
enum outcome db_token_revoke(struct db *db, int64_t number) MUST_CHECK;
/* All of an account, sessions too, but that one (ABSENT: no exception);
   `count` of them. */
enum outcome db_token_revoke_all(struct db *db, int64_t account_number,
    int64_t but_number, int64_t *count) MUST_CHECK;
/* Those that nobody can come in by any more for a month. */
enum outcome db_token_forget(struct db *db) MUST_CHECK;

#endif
