/* Tables, rows and JSON. */
#include "config.h"

#include "tui/print.h"

#include <ctype.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "tui/cell.h"

#define GAP 2
#define NARROWEST 8
#define REPLACEMENT "\xef\xbf\xbd"

struct column {
	const struct field *field;
	char *heading;
	int width;
	bool is_right; /* numbers end below each other */
	bool is_text;  /* may be cut */
};

struct grid {
	struct column *columns;
	size_t width, height;
	char **cells; /* height rows of width cells */
};

int
print_terminal_width(FILE *out)
{
	struct winsize size;

	if (ioctl(fileno(out), TIOCGWINSZ, &size) != 0)
		return 0;
	return size.ws_col;
}

static struct column
make_column(void *mem, const struct field *field)
{
	struct column column = {
		.field = field,
		.heading = cell_name(mem, field),
		.is_right =
		    field->type == FIELD_NUMBER || field->type == FIELD_REAL,
		.is_text =
		    field->type == FIELD_TEXT || field->type == FIELD_JSON,
	};

	for (char *at = column.heading; *at != '\0'; at++)
		*at = (char)toupper((unsigned char)*at);
	column.width = cell_width(column.heading);
	return column;
}

static void
fill(void *mem, struct grid *grid, const struct print_table *table,
    const void *rows)
{
	for (size_t i = 0; i < grid->width * grid->height; i++) {
		struct column *column = &grid->columns[i % grid->width];
		const void *row =
		    (const char *)rows + i / grid->width * table->row_size;
		int width;

		if (table->hides != NULL && table->hides(column->field, row))
			grid->cells[i] = mem_text(mem, "");
		else
			grid->cells[i] = cell_show(mem, column->field, row);
		width = cell_width(grid->cells[i]);
		if (width > column->width)
			column->width = width;
	}
}

static struct grid
make_grid(
    void *mem, const struct print_table *table, const void *rows, size_t count)
{
	struct grid grid = { .height = count };

	while (table->columns[grid.width] != NULL)
		grid.width++;
	grid.columns = mem_array(mem, struct column, grid.width);
	for (size_t i = 0; i < grid.width; i++)
		grid.columns[i] = make_column(
		    mem, field_find(table->fields, table->columns[i]));
	grid.cells = mem_array(mem, char *, grid.width *count);
	fill(mem, &grid, table, rows);
	return grid;
}

static struct column *
widest_text(struct grid *grid)
{
	struct column *widest = NULL;

	for (size_t i = 0; i < grid->width; i++) {
		struct column *column = &grid->columns[i];

		if (column->is_text && column->width > NARROWEST &&
		    (widest == NULL || column->width >= widest->width))
			widest = column;
	}
	return widest;
}

static void
shrink(struct grid *grid, int width)
{
	int total = (int)(grid->width - 1) * GAP;
	struct column *widest;

	for (size_t i = 0; i < grid->width; i++)
		total += grid->columns[i].width;
	for (; total > width && (widest = widest_text(grid)) != NULL; total--)
		widest->width--;
}

static void
put_cell(FILE *out, const struct column *column, const char *text, bool is_last)
{
	AUTO_FREE char *cut = cell_cut(NULL, text, column->width);
	int space = column->width - cell_width(cut);

	if (column->is_right)
		fprintf(out, "%*s%s", space, "", cut);
	else if (is_last)
		fputs(cut, out);
	else
		fprintf(out, "%s%*s", cut, space, "");
	fprintf(out, "%*s", is_last ? 0 : GAP, "");
}

void
print_table(FILE *out, const struct print_table *table, const void *rows,
    size_t count, int width)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct grid grid = make_grid(mem, table, rows, count);

	if (width > 0)
		shrink(&grid, width);
	for (size_t i = 0; i < grid.width; i++)
		put_cell(out, &grid.columns[i], grid.columns[i].heading,
		    i + 1 == grid.width);
	fputc('\n', out);
	for (size_t i = 0; i < grid.width * grid.height; i++) {
		size_t at = i % grid.width;
		bool is_last = at + 1 == grid.width;

		put_cell(out, &grid.columns[at], grid.cells[i], is_last);
		if (is_last)
			fputc('\n', out);
	}
}

void
print_row(FILE *out, const struct field *fields, const void *row)
{
	AUTO_FREE void *mem = mem_context(NULL);

	for (; fields->name != NULL; fields++) {
		char *name;

		if (fields->secret || cell_is_empty(fields, row))
			continue;
		name = cell_name(mem, fields);
		name[0] = (char)toupper((unsigned char)name[0]);
		fprintf(out, "%-18s %s\n", name, cell_show(mem, fields, row));
	}
}

struct json_object *
print_array(const struct print_table *table, const void *rows, size_t count)
{
	return field_print_rows(table->fields, rows, table->row_size, count);
}

void
print_json(FILE *out, struct json_object *object)
{
	size_t left;
	const char *text = json_object_to_json_string_length(object,
	    JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &left);

	while (left > 0) {
		uint32_t code_point = 0;
		size_t step = text_decode(text, left, &code_point);

		/* Escaped, it means the same (RFC 8259 section 7). */
		if (step == 0)
			fputs(REPLACEMENT, out);
		else if (text_is_harmless(code_point))
			fwrite(text, 1, step, out);
		else
			fprintf(out, "\\u%04x", (unsigned int)code_point);
		text += step == 0 ? 1 : step;
		left -= step == 0 ? 1 : step;
	}
	fputc('\n', out);
	json_object_put(object);
}
