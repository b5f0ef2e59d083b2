/* Rows on standard output: tables and lines for people, JSON for programs. */
#ifndef TUI_PRINT_H
#define TUI_PRINT_H

#include <stdbool.h>
#include <stdio.h>

#include <json-c/json.h>

#include "base/field.h"

/* Which members of a row make a table; names of fields, ended by NULL. */
struct print_table {
	const struct field *fields;
	const char *const *columns;
	size_t row_size;
	/* Is this cell of the table better left empty?  NULL: none is. */
	bool (*hides)(const struct field *field, const void *row);
};

/* Columns of the terminal behind `out`; 0 when it is none. */
int print_terminal_width(FILE *out);

/*
 * A line of headings and a line for each row, columns aligned.  Above 0,
 * `width` is what a line may take: its texts are cut to it, the widest first,
 * down to eight columns; numbers, times and ids never.
 */
void print_table(FILE *out, const struct print_table *table, const void *rows,
    size_t count, int width);

/* Every member that is there and no secret on a line of its own. */
void print_row(FILE *out, const struct field *fields, const void *row);

/* The rows as a JSON array of objects, secrets left out. */
struct json_object *print_array(
    const struct print_table *table, const void *rows, size_t count);

/* The document on one line, harmless to a terminal; puts the object. */
void print_json(FILE *out, struct json_object *object);

#endif
