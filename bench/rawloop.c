/*
 * rawloop SOCKET DATABASE COUNT <ids: asks for media files by their id in a
 * loop over one connection, with the statement that the house itself uses,
 * and nothing around it.  Prints its own CPU in milliseconds.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <mysql.h>

#include "base/mem.h"
#include "base/text.h"
#include "sql/db.h"
#include "sql/media.h"

#define CELL_BYTES 512
#define MAX_COLUMNS 64

/* The one that GET /media-files/{id} is answered from. */
#define BY_ID "SELECT {columns} FROM {from} WHERE f.pid = ?"

struct ids {
	struct uuid *items;
	size_t count;
};

static void
die(const char *what, const char *why)
{
	fprintf(stderr, "rawloop: %s: %s\n", what, why);
	exit(EXIT_FAILURE);
}

static char *
statement_text(void *mem)
{
	for (size_t i = 0; i < media_statement_count; i++) {
		if (strcmp(media_statements[i].text, BY_ID) == 0)
			return db_expand(mem, &media_statements[i]);
	}
	die("the statement", "is no longer the house's");
	return NULL;
}

static struct ids
read_ids(void *mem)
{
	struct ids ids = { 0 };
	char line[sizeof(struct uuid) + 1];

	while (fgets(line, sizeof(line), stdin) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		ids.items =
		    mem_grow(mem, ids.items, struct uuid, ids.count + 1);
		memcpy(ids.items[ids.count++].text, line, sizeof(struct uuid));
	}
	if (ids.count == 0)
		die("standard input", "has no ids");
	return ids;
}

static MYSQL *
connect_to(const char *socket, const char *database)
{
	MYSQL *handle = mem_check(mysql_init(NULL));

	mysql_optionsv(handle, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	if (mysql_real_connect(
		handle, NULL, NULL, NULL, database, 0, socket, 0) == NULL)
		die("connecting", mysql_error(handle));
	return handle;
}

static MYSQL_STMT *
prepare(MYSQL *handle, const char *text)
{
	MYSQL_STMT *stmt = mem_check(mysql_stmt_init(handle));

	if (mysql_stmt_prepare(stmt, text, strlen(text)) != 0)
		die("preparing", mysql_stmt_error(stmt));
	return stmt;
}

/* Every column as the server sends it, into a place of its own. */
static void
bind_columns(void *mem, MYSQL_STMT *stmt)
{
	MYSQL_BIND binds[MAX_COLUMNS] = { 0 };
	unsigned int count = mysql_stmt_field_count(stmt);
	MYSQL_RES *columns = mem_check(mysql_stmt_result_metadata(stmt));

	if (count > MAX_COLUMNS)
		die("binding", "too many columns");
	for (unsigned int i = 0; i < count; i++) {
		binds[i].buffer_type = mysql_fetch_field(columns)->type;
		binds[i].buffer = mem_array(mem, char, CELL_BYTES);
		binds[i].buffer_length = CELL_BYTES;
	}
	mysql_free_result(columns);
	if (mysql_stmt_bind_result(stmt, binds) != 0)
		die("binding", mysql_stmt_error(stmt));
}

static void
ask(MYSQL_STMT *stmt, struct uuid *id)
{
	MYSQL_BIND bind = {
		.buffer_type = MYSQL_TYPE_STRING,
		.buffer = id->text,
		.buffer_length = strlen(id->text),
	};

	if (mysql_stmt_bind_param(stmt, &bind) != 0 ||
	    mysql_stmt_execute(stmt) != 0 || mysql_stmt_store_result(stmt) != 0)
		die("asking", mysql_stmt_error(stmt));
	if (mysql_stmt_fetch(stmt) == MYSQL_NO_DATA)
		die(id->text, "is not there");
	mysql_stmt_free_result(stmt);
}

static double
used_ms(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3 +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
}

int
main(int argc, char **argv)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct ids ids;
	MYSQL_STMT *stmt;
	int64_t count;
	double before;
	MYSQL *handle;

	if (argc != 4 || !text_to_number(argv[3], INT32_MAX, &count))
		die("usage", "rawloop SOCKET DATABASE COUNT <ids");
	ids = read_ids(mem);
	handle = connect_to(argv[1], argv[2]);
	stmt = prepare(handle, statement_text(mem));
	bind_columns(mem, stmt);
	before = used_ms();
	for (size_t i = 0; i < (size_t)count; i++)
		ask(stmt, &ids.items[i % ids.count]);
	printf("%.1f\n", used_ms() - before);
	mysql_stmt_close(stmt);
	mysql_close(handle);
	return EXIT_SUCCESS;
}
