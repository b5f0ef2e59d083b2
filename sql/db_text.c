/* Statements whose columns come from an entity's table of fields. */
#include "config.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

#include "base/mem.h"
#include "sql/db.h"

#define MAX_VALUES 64

/* In a plain column of the entity's own table? */
static bool
is_stored(const struct field *field)
{
	return field->column == NULL || field->column[0] == '\0'
		   ? field->column == NULL
		   : strpbrk(field->column, ".( ") == NULL;
}

static const char *
column_name(const struct field *field)
{
	return field->column != NULL ? field->column : field->name;
}

static char *
list_columns(void *mem, const struct entity *entity)
{
	const struct field *field;
	char *list = NULL;

	for (field = entity->fields; field->name != NULL; field++) {
		const char *comma = list == NULL ? "" : ", ";

		if (is_stored(field))
			mem_append(mem, &list, "%s%s.%s", comma, entity->alias,
			    column_name(field));
		else if (field->column[0] != '\0')
			mem_append(mem, &list, "%s%s", comma, field->column);
	}
	return list;
}

static const char *
entity_from(void *mem, const struct entity *entity)
{
	if (entity->from != NULL)
		return entity->from;
	return mem_printf(mem, "%s %s", entity->table, entity->alias);
}

static char *
replace(void *mem, char *text, const char *mark, const char *with)
{
	char *at = strstr(text, mark);

	if (at == NULL)
		return text;
	return mem_printf(
	    mem, "%.*s%s%s", (int)(at - text), text, with, at + strlen(mark));
}

char *
db_expand(void *mem, const struct db_stmt *stmt)
{
	char *text = mem_text(mem, stmt->text);

	if (stmt->entity == NULL || strchr(text, '{') == NULL)
		return text;
	text = replace(mem, text, "{columns}", list_columns(mem, stmt->entity));
	return replace(mem, text, "{from}", entity_from(mem, stmt->entity));
}

field_set
db_members(const struct entity *entity, ...)
{
	const char *name;
	field_set set = 0;
	va_list names;

	va_start(names, entity);
	while ((name = va_arg(names, const char *)) != NULL) {
		const struct field *field = field_find(entity->fields, name);

		assert(field != NULL);
		set |= (field_set)1 << (field - entity->fields);
	}
	va_end(names);
	return set;
}

struct values {
	struct db_arg args[MAX_VALUES];
	char buffers[MAX_VALUES][32];
	size_t count;
};

/* Notes the value of each given, stored member and calls its name out. */
static char *
collect(void *mem, const struct entity *entity, const void *row,
    field_set given, const char *pattern, struct values *values)
{
	char *text = NULL;

	values->count = 0;
	for (size_t i = 0; entity->fields[i].name != NULL; i++) {
		const struct field *field = &entity->fields[i];
		size_t at = values->count;

		if ((given >> i & 1) == 0 || !is_stored(field))
			continue;
		mem_append(mem, &text, "%s%s%s", at == 0 ? "" : ", ",
		    column_name(field), pattern);
		values->args[at] = db_of_field(field, row, values->buffers[at]);
		values->count++;
	}
	return text;
}

enum outcome
db_insert(struct db *db, const struct entity *entity, const void *row,
    field_set given, int64_t *id)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct values *values = mem_new(mem, struct values);
	char *names = collect(mem, entity, row, given, "", values);
	struct db_stmt stmt = { 0 };
	char *marks = NULL;
	enum outcome rc;

	for (size_t i = 0; i < values->count; i++)
		mem_append(mem, &marks, i == 0 ? "?" : ", ?");
	stmt.text = mem_printf(mem, "INSERT INTO %s (%s) VALUES (%s)",
	    entity->table, names, marks);
	rc = db_run(db, &stmt, values->args, values->count, NULL);
	if (rc == OK && id != NULL)
		*id = db_last_id(db);
	return rc;
}

enum outcome
db_update(struct db *db, const struct entity *entity, const void *row,
    field_set given, int64_t id)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct values *values = mem_new(mem, struct values);
	char *changes = collect(mem, entity, row, given, " = ?", values);
	struct db_stmt stmt = { 0 };

	stmt.text = mem_printf(mem,
	    "UPDATE %s SET %s%sversion = version + 1, "
	    "updated_at = UTC_TIMESTAMP(3) WHERE id = ?",
	    entity->table, changes != NULL ? changes : "",
	    changes != NULL ? ", " : "");
	values->args[values->count++] = db_of_number(id);
	return db_run_one(db, &stmt, values->args, values->count);
}
