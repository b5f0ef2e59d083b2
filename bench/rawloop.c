/*
 * rawloop SOCKET DATABASE COUNT STATEMENT [<values]: asks the database the same
 * thing over one connection, again and again, and does nothing else.  Where the
 * statement has a question mark, the lines of standard input take turns in its
 * place.  Every row of an answer is fetched.  Prints its own CPU in
 * milliseconds.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <mysql.h>

#include "base/mem.h"
#include "base/text.h"

#define CELL_BYTES 512
#define MAX_COLUMNS 64

#define VALUE_BYTES 256

struct values {
	char **items;
	size_t count;
};

static void
die(const char *what, const char *why)
{
	fprintf(stderr, "rawloop: %s: %s\n", what, why);
	exit(EXIT_FAILURE);
}

static struct values
read_values(void *mem)
{
	struct values values = { 0 };
	char line[VALUE_BYTES];

	while (fgets(line, sizeof(line), stdin) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		values.items =
		    mem_grow(mem, values.items, char *, values.count + 1);
		values.items[values.count++] = mem_text(mem, line);
	}
	if (values.count == 0)
		die("standard input", "has no values");
	return values;
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
ask(MYSQL_STMT *stmt, char *value)
{
	MYSQL_BIND bind = {
		.buffer_type = MYSQL_TYPE_STRING,
		.buffer = value,
		.buffer_length = value != NULL ? strlen(value) : 0,
	};
	size_t rows = 0;

	if ((value != NULL && mysql_stmt_bind_param(stmt, &bind) != 0) ||
	    mysql_stmt_execute(stmt) != 0 || mysql_stmt_store_result(stmt) != 0)
		die("asking", mysql_stmt_error(stmt));
	while (mysql_stmt_fetch(stmt) != MYSQL_NO_DATA)
		rows++;
	if (rows == 0)
		die("asking", "there is no answer");
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
	struct values values = { 0 };
	MYSQL_STMT *stmt;
	int64_t count;
	double before;
	MYSQL *handle;

	if (argc != 5 || !text_to_number(argv[3], INT32_MAX, &count))
		die("usage",
		    "rawloop SOCKET DATABASE COUNT STATEMENT [<values]");
	handle = connect_to(argv[1], argv[2]);
	stmt = prepare(handle, argv[4]);
	if (mysql_stmt_param_count(stmt) > 0)
		values = read_values(mem);
	bind_columns(mem, stmt);
	before = used_ms();
	for (size_t i = 0; i < (size_t)count; i++)
		ask(stmt,
		    values.count > 0 ? values.items[i % values.count] : NULL);
	printf("%.1f\n", used_ms() - before);
	mysql_stmt_close(stmt);
	mysql_close(handle);
	return EXIT_SUCCESS;
}
