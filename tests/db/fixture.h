/* A migrated database of its own for one test program: $TEST_DB_SOCKET is
   the server, the database is named after the process. */
#ifndef TESTS_DB_FIXTURE_H
#define TESTS_DB_FIXTURE_H

#include "house/house.h"

struct fixture {
	struct house h;
	struct settings settings;
	struct refusal refusal;
	char folder[64];
	char name[64];
};

/* cmocka's group set-up and tear-down; *state is the struct fixture.  There
   are two workers, 1 and 2. */
int fixture_begin(void **state);
int fixture_end(void **state);

/* Before each test: no old refusal. */
int fixture_fresh(void **state);

/* A media file with its job, as an upload leaves them. */
struct media fixture_upload(struct fixture *fixture);

/* Runs one statement without arguments; fails the test when it fails. */
void fixture_sql(struct fixture *fixture, const char *text);
int64_t fixture_number(struct fixture *fixture, const char *text);

#endif
