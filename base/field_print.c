/* Rows by their tables of fields, as JSON and for people. */
#include "config.h"

#include "base/field.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "base/mem.h"

static struct json_object *
print_number(const struct field *field, int64_t number)
{
	char text[24];

	if (number == ABSENT)
		return NULL;
	if (!field->as_text)
		return json_object_new_int64(number);
	snprintf(text, sizeof(text), "%" PRId64, number);
	return json_object_new_string(text);
}

static struct json_object *
print_stamp(struct stamp stamp)
{
	char text[STAMP_TEXT];

	if (stamp.ms == ABSENT)
		return NULL;
	stamp_print(stamp, text);
	return json_object_new_string(text);
}

static struct json_object *
print_text(const char *text)
{
	return text == NULL ? NULL : json_object_new_string(text);
}

static struct json_object *
print_list(const struct text_list *list)
{
	struct json_object *array = json_object_new_array();

	for (size_t i = 0; i < list->count; i++)
		json_object_array_add(
		    array, json_object_new_string(list->items[i]));
	return array;
}

struct json_object *
field_print_one(const struct field *field, const void *row)
{
	const void *member = field_of(field, row);

	switch (field->type) {
	case FIELD_BOOL:
		return json_object_new_boolean(*(const bool *)member);
	case FIELD_NUMBER:
		return print_number(field, *(const int64_t *)member);
	case FIELD_REAL:
		return isnan(*(const double *)member)
			   ? NULL
			   : json_object_new_double(*(const double *)member);
	case FIELD_TEXT:
		return print_text(*(char *const *)member);
	case FIELD_UUID:
		return ((const struct uuid *)member)->text[0] == '\0'
			   ? NULL
			   : print_text(((const struct uuid *)member)->text);
	case FIELD_STAMP:
		return print_stamp(*(const struct stamp *)member);
	case FIELD_WORD:
		return print_text(field->words[*(const unsigned int *)member]);
	case FIELD_JSON:
		return ((const struct json_text *)member)->text == NULL
			   ? NULL
			   : json_tokener_parse(
				 ((const struct json_text *)member)->text);
	case FIELD_LIST:
		return print_list(member);
	case FIELD_TYPE_COUNT:
		break;
	}
	return NULL;
}

struct json_object *
field_print(const struct field *fields, const void *row)
{
	struct json_object *object = json_object_new_object();

	for (; fields->name != NULL; fields++) {
		if (!fields->secret)
			json_object_object_add(
			    object, fields->name, field_print_one(fields, row));
	}
	return object;
}

struct json_object *
field_print_rows(
    const struct field *fields, const void *rows, size_t row_size, size_t count)
{
	struct json_object *array = json_object_new_array();

	for (size_t i = 0; i < count; i++)
		json_object_array_add(array,
		    field_print(fields, (const char *)rows + i * row_size));
	return array;
}

char *
field_show(void *mem, const struct field *field, const void *row)
{
	struct json_object *value = field_print_one(field, row);
	char *text;

	if (value == NULL)
		return mem_text(mem, "");
	text = mem_text(mem, json_object_get_string(value));
	json_object_put(value);
	return text;
}
