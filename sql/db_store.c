/* Storing rows: the members that are given, by the entity's fields. */
#include "config.h"

#include <assert.h>
#include <stdarg.h>

#include "base/mem.h"
#include "sql/db.h"
#include "sql/db_inside.h"

#define MAX_VALUES 64

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

		if ((given >> i & 1) == 0 || !db_is_stored(field))
			continue;
		mem_append(mem, &text, "%s%s%s", at == 0 ? "" : ", ",
		    db_column(field), pattern);
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
