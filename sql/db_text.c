/* Statements whose columns come from an entity's table of fields. */
#include "config.h"

#include <string.h>

#include "base/mem.h"
#include "sql/db.h"
#include "sql/db_inside.h"

/* In a plain column of the entity's own table? */
bool
db_is_stored(const struct field *field)
{
	return field->column == NULL || field->column[0] == '\0'
		   ? field->column == NULL
		   : strpbrk(field->column, ".( ") == NULL;
}

const char *
db_column(const struct field *field)
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

		if (db_is_stored(field))
			mem_append(mem, &list, "%s%s.%s", comma, entity->alias,
			    db_column(field));
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
