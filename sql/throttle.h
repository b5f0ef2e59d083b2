/* Tries to sign in: statements over login_throttle. */
#ifndef SQL_THROTTLE_H
#define SQL_THROTTLE_H

#include "base/token.h"
#include "sql/db.h"

/* What is known of a key; failures of more than an hour ago do not count. */
struct throttle {
	int64_t failures;
	int64_t wait_s; /* until the next try is heard; 0: now */
};

extern const struct db_stmt throttle_statements[];
extern const size_t throttle_statement_count;

/* Locks the key's row, which is made when there is none yet: two who try at
   once wait for each other instead of for a deadlock to be found. */
enum outcome db_throttle_lock(struct db *db, void *mem,
    const unsigned char key[TOKEN_DIGEST_BYTES],
    struct throttle *out) MUST_CHECK;
/* So many failures, and the next try is heard in `wait_s`. */
enum outcome db_throttle_set(struct db *db,
    const unsigned char key[TOKEN_DIGEST_BYTES],
    const struct throttle *throttle) MUST_CHECK;
/* Keys that nobody has tried for a day. */
enum outcome db_throttle_forget(struct db *db) MUST_CHECK;

#endif
