/* Rows out of statements, by tables of fields. */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include <mysql.h>

#include "base/clock.h"
#include "base/mem.h"
#include "sql/db.h"
#include "sql/db_inside.h"

#define MAX_COLUMNS 64
#define CELL_BYTES 256
#define REPEAT_WITHIN_MS 500

/* One column's place to be fetched into; longer texts are fetched again. */
struct cell {
	char text[CELL_BYTES + 1];
	unsigned long length;
	my_bool is_null;
	my_bool is_cut;
	int64_t number;
	double real;
	MYSQL_TIME time;
};

static void
bind_cell(MYSQL_BIND *bind, struct cell *cell, enum field_type type)
{
	*bind = (MYSQL_BIND){
		.length = &cell->length,
		.is_null = &cell->is_null,
		.error = &cell->is_cut,
	};
	if (type == FIELD_BOOL || type == FIELD_NUMBER) {
		bind->buffer_type = MYSQL_TYPE_LONGLONG;
		bind->buffer = &cell->number;
	} else if (type == FIELD_REAL) {
		bind->buffer_type = MYSQL_TYPE_DOUBLE;
		bind->buffer = &cell->real;
	} else if (type == FIELD_STAMP) {
		bind->buffer_type = MYSQL_TYPE_DATETIME;
		bind->buffer = &cell->time;
	} else {
		bind->buffer_type = MYSQL_TYPE_STRING;
		bind->buffer = cell->text;
		bind->buffer_length = CELL_BYTES;
	}
}

static int64_t
stamp_ms(const MYSQL_TIME *time)
{
	struct tm utc = {
		.tm_year = (int)time->year - 1900,
		.tm_mon = (int)time->month - 1,
		.tm_mday = (int)time->day,
		.tm_hour = (int)time->hour,
		.tm_min = (int)time->minute,
		.tm_sec = (int)time->second,
	};

	return (int64_t)timegm(&utc) * 1000 +
	       (int64_t)(time->second_part / 1000);
}

/* The whole text of a column, below `mem`. */
static char *
cell_text(void *mem, MYSQL_STMT *handle, unsigned int column, struct cell *cell)
{
	char *text = mem_array(mem, char, cell->length + 1);
	MYSQL_BIND bind = {
		.buffer_type = MYSQL_TYPE_STRING,
		.buffer = text,
		.buffer_length = cell->length,
		.length = &cell->length,
	};

	if (cell->length <= CELL_BYTES)
		memcpy(text, cell->text, cell->length);
	else if (mysql_stmt_fetch_column(handle, &bind, column, 0) != 0)
		text[0] = '\0';
	return text;
}

/* A list comes as one text, an item a line. */
static void
split_lines(void *mem, char *text, struct text_list *list)
{
	size_t count = 1;
	char *item;

	for (const char *at = text; *at != '\0'; at++)
		count += *at == '\n';
	list->items = mem_array(mem, char *, count);
	list->count = 0;
	while ((item = strsep(&text, "\n")) != NULL)
		list->items[list->count++] = item;
}

static void
take_cell(void *mem, MYSQL_STMT *handle, unsigned int column, struct cell *cell,
    const struct field *field, void *row)
{
	void *member = field_of(field, row);
	int word;

	if (cell->is_null)
		return;
	switch (field->type) {
	case FIELD_BOOL:
		*(bool *)member = cell->number != 0;
		break;
	case FIELD_NUMBER:
		*(int64_t *)member = cell->number;
		break;
	case FIELD_REAL:
		*(double *)member = cell->real;
		break;
	case FIELD_STAMP:
		((struct stamp *)member)->ms = stamp_ms(&cell->time);
		break;
	case FIELD_UUID:
		snprintf(((struct uuid *)member)->text, sizeof(struct uuid),
		    "%.*s", (int)cell->length, cell->text);
		break;
	case FIELD_WORD:
		cell->text[cell->length < CELL_BYTES ? cell->length
						     : CELL_BYTES] = '\0';
		word = field_word(field->words, cell->text);
		*(unsigned int *)member = word < 0 ? 0 : (unsigned int)word;
		break;
	case FIELD_JSON:
		((struct json_text *)member)->text =
		    cell_text(mem, handle, column, cell);
		break;
	case FIELD_TEXT:
		*(char **)member = cell_text(mem, handle, column, cell);
		break;
	case FIELD_LIST:
		split_lines(mem, cell_text(mem, handle, column, cell), member);
		break;
	case FIELD_TYPE_COUNT:
		break;
	}
}

static bool
is_column(const struct field *field)
{
	return field->column == NULL || field->column[0] != '\0';
}

/* The entity's columns bound to cells; how many there are. */
static unsigned int
bind_row(const struct entity *entity, MYSQL_BIND *binds, struct cell *cells)
{
	const struct field *field;
	unsigned int count = 0;

	for (field = entity->fields; field->name != NULL; field++) {
		if (!is_column(field))
			continue;
		bind_cell(&binds[count], &cells[count], field->type);
		count++;
	}
	return count;
}

static void
take_row(void *mem, MYSQL_STMT *handle, const struct entity *entity,
    struct cell *cells, void *row)
{
	const struct field *field;
	unsigned int column = 0;

	field_clear(entity->fields, row);
	for (field = entity->fields; field->name != NULL; field++) {
		if (!is_column(field))
			continue;
		take_cell(mem, handle, column, &cells[column], field, row);
		column++;
	}
}

/*
 * The answer is always read to its end before a row is handed out: the error
 * packet of a transaction that lost a conflict may come after the last row.
 */
static enum outcome
store(struct db *db, MYSQL_STMT *handle, MYSQL_BIND *binds, unsigned int count,
    const char *text)
{
	if (mysql_stmt_field_count(handle) != count) {
		mysql_stmt_free_result(handle);
		return db_wrong_shape(text, "columns");
	}
	if (mysql_stmt_bind_result(handle, binds) != 0 ||
	    mysql_stmt_store_result(handle) != 0) {
		enum outcome rc = db_error(db, mysql_stmt_errno(handle),
		    mysql_stmt_error(handle), text);

		mysql_stmt_free_result(handle);
		return rc;
	}
	return OK;
}

static enum outcome
fetch_rows(struct db *db, void *mem, const struct db_stmt *stmt,
    const struct db_arg *args, size_t count, char **rows, size_t *row_count)
{
	AUTO_FREE void *scratch = mem_context(NULL);
	const char *text = db_expand(scratch, stmt);
	struct cell *cells = mem_array(scratch, struct cell, MAX_COLUMNS);
	MYSQL_BIND binds[MAX_COLUMNS];
	size_t size = stmt->entity->row_size;
	MYSQL_STMT *handle;
	enum outcome rc;

	rc = db_execute(db, text, args, count, &handle);
	if (rc == OK)
		rc = store(db, handle, binds,
		    bind_row(stmt->entity, binds, cells), text);
	if (rc != OK)
		return rc;
	*row_count = 0;
	*rows = mem_array(mem, char, mysql_stmt_num_rows(handle) * size);
	while (*row_count < mysql_stmt_num_rows(handle) &&
	       mysql_stmt_fetch(handle) != MYSQL_NO_DATA) {
		take_row(*rows, handle, stmt->entity, cells,
		    *rows + *row_count * size);
		(*row_count)++;
	}
	mysql_stmt_free_result(handle);
	return OK;
}

/* A read may be asked again when its connection turned out to be dead, but not
   when the server kept it waiting: that would double the wait. */
enum outcome
db_list(struct db *db, void *mem, const struct db_stmt *stmt,
    const struct db_arg *args, size_t count, void *rows, size_t *row_count)
{
	bool can_repeat = !db_in_transaction(db);
	int64_t began_ms = clock_monotonic_ms();
	enum outcome rc;

	rc = fetch_rows(db, mem, stmt, args, count, rows, row_count);
	if (rc == UNAVAILABLE && can_repeat && db->handle != NULL &&
	    clock_monotonic_ms() - began_ms < REPEAT_WITHIN_MS)
		rc = fetch_rows(db, mem, stmt, args, count, rows, row_count);
	return rc;
}

enum outcome
db_find(struct db *db, void *mem, const struct db_stmt *stmt,
    const struct db_arg *args, size_t count, void *row)
{
	size_t row_count;
	enum outcome rc;
	char *rows;

	rc = db_list(db, mem, stmt, args, count, &rows, &row_count);
	if (rc != OK)
		return rc;
	if (row_count == 0)
		return NOT_FOUND;
	memcpy(row, rows, stmt->entity->row_size);
	return OK;
}

struct number_row {
	int64_t number;
};

static const struct field number_fields[] = {
	FIELD(number_row, number),
	FIELD_END,
};

static const struct entity number_entity = {
	.fields = number_fields,
	.row_size = sizeof(struct number_row),
};

enum outcome
db_number(struct db *db, const struct db_stmt *stmt, const struct db_arg *args,
    size_t count, int64_t *out)
{
	AUTO_FREE void *mem = mem_context(NULL);
	const struct db_stmt counted = { stmt->text, &number_entity, false };
	struct number_row row;
	enum outcome rc;

	rc = db_find(db, mem, &counted, args, count, &row);
	*out = rc == OK ? row.number : ABSENT;
	return rc;
}
