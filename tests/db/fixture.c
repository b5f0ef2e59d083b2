/* The database and the house of a test program. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/token.h"
#include "house/storage.h"
#include "house/upload.h"
#include "sql/migrate.h"
#include "tests/db/fixture.h"

void
fixture_sql(struct fixture *fixture, const char *text)
{
	struct db_stmt stmt = { .text = text };

	assert_int_equal(db_run(fixture->h.db, &stmt, DB_NO_ARGS, NULL), OK);
}

int64_t
fixture_number(struct fixture *fixture, const char *text)
{
	struct db_stmt stmt = { .text = text };
	int64_t number;

	assert_int_equal(
	    db_number(fixture->h.db, &stmt, DB_NO_ARGS, &number), OK);
	return number;
}

static void
make_database(struct fixture *fixture)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct db_target target = {
		.socket = fixture->settings.database_socket,
	};
	struct db_stmt stmt = {
		.text = mem_printf(mem,
		    "CREATE DATABASE %s CHARACTER SET "
		    "utf8mb4 COLLATE utf8mb4_uca1400_ai_ci",
		    fixture->name),
	};
	struct db *db = db_new(mem, &target);

	assert_int_equal(db_run(db, &stmt, DB_NO_ARGS, NULL), OK);
}

int
fixture_begin(void **state)
{
	struct fixture *fixture = mem_new(NULL, struct fixture);
	struct settings *settings;
	size_t applied;

	if (getenv("TEST_DB_SOCKET") == NULL) {
		fputs("TEST_DB_SOCKET is not set: run tests/db/db.t\n", stderr);
		return -1;
	}
	token_init();
	db_library_init();
	refusal_reset(&fixture->refusal, fixture);
	snprintf(
	    fixture->name, sizeof(fixture->name), "test_%d", (int)getpid());
	snprintf(fixture->folder, sizeof(fixture->folder), "%s/mh-test-XXXXXX",
	    getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp");
	assert_non_null(mkdtemp(fixture->folder));
	setenv("MOVIE_HOUSE_CONF", "/dev/null", 1);
	assert_int_equal(
	    settings_read(fixture, NULL, &settings, &fixture->refusal), OK);
	fixture->settings = *settings;
	fixture->settings.data_dir = fixture->folder;
	fixture->settings.runtime_dir = fixture->folder;
	fixture->settings.reserve_bytes = 0;
	fixture->settings.database_socket = getenv("TEST_DB_SOCKET");
	fixture->settings.database_name = fixture->name;
	make_database(fixture);
	fixture->h = (struct house){
		.db = house_db(fixture, &fixture->settings),
		.settings = &fixture->settings,
		.mem = fixture,
		.refusal = &fixture->refusal,
		.actor = "test",
	};
	assert_int_equal(storage_prepare(&fixture->settings), OK);
	assert_int_equal(
	    migrate(fixture->h.db, 10, &applied, &fixture->refusal), OK);
	assert_true(applied > 0);
	fixture_sql(fixture,
	    "INSERT INTO worker (id, name, host, pid, version, slots) "
	    "VALUES (1, 'one', '', 1, '', 1), (2, 'two', '', 2, '', 1)");
	*state = fixture;
	return 0;
}

int
fixture_end(void **state)
{
	struct fixture *fixture = *state;
	char text[128];

	if (fixture == NULL)
		return 0;

	snprintf(text, sizeof(text), "DROP DATABASE %s", fixture->name);
	fixture_sql(fixture, text);
	assert_int_equal(folder_remove_tree(fixture->folder), OK);
	talloc_free(fixture);
	return 0;
}

int
fixture_fresh(void **state)
{
	struct fixture *fixture = *state;

	refusal_reset(&fixture->refusal, fixture);
	return 0;
}

struct media
fixture_upload(struct fixture *fixture)
{
	struct upload_claim claim = {
		.file_name = "film.mp4",
		.file_name_length = 8,
		.content_type = "video/mp4",
		.size_bytes = 5,
	};
	struct house *h = &fixture->h;
	struct upload *upload;
	struct media media;

	assert_int_equal(upload_open(h, &claim, &upload), OK);
	assert_int_equal(upload_append(upload, "bytes", 5, h->refusal), OK);
	assert_int_equal(upload_finish(h, upload, &media), OK);
	return media;
}
