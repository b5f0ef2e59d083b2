/* Tables of fields: clearing, printing and reading by them. */
#include "config.h"

#include "base/field.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/token.h"

void *
field_of(const struct field *field, const void *row)
{
	return (char *)(uintptr_t)row + field->offset;
}

const struct field *
field_find(const struct field *fields, const char *name)
{
	for (; fields->name != NULL; fields++) {
		if (strcmp(fields->name, name) == 0)
			return fields;
	}
	return NULL;
}

size_t
field_count(const struct field *fields)
{
	size_t count = 0;

	while (fields[count].name != NULL)
		count++;
	return count;
}

int
field_word(const char *const *words, const char *text)
{
	for (int i = 0; i == 0 || words[i] != NULL; i++) {
		if (words[i] != NULL && strcmp(words[i], text) == 0)
			return i;
	}
	return -1;
}

void
field_refuse_word(struct refusal *refusal, const char *name, const char *code,
    const char *const *words)
{
	AUTO_FREE char *list = mem_text(NULL, words[0]);

	for (size_t i = 1; words[i] != NULL; i++)
		mem_append(NULL, &list, "%s%s",
		    words[i + 1] == NULL ? " or " : ", ", words[i]);
	refuse_field(refusal, name, code, "must be %s", list);
}

static void
clear_one(const struct field *field, void *row)
{
	void *member = field_of(field, row);

	switch (field->type) {
	case FIELD_BOOL:
		*(bool *)member = false;
		break;
	case FIELD_NUMBER:
		*(int64_t *)member = ABSENT;
		break;
	case FIELD_REAL:
		*(double *)member = NAN;
		break;
	case FIELD_TEXT:
		*(char **)member = NULL;
		break;
	case FIELD_UUID:
		((struct uuid *)member)->text[0] = '\0';
		break;
	case FIELD_STAMP:
		((struct stamp *)member)->ms = ABSENT;
		break;
	case FIELD_WORD:
		*(unsigned int *)member = 0;
		break;
	case FIELD_JSON:
		((struct json_text *)member)->text = NULL;
		break;
	case FIELD_LIST:
		*(struct text_list *)member = (struct text_list){ 0 };
		break;
	case FIELD_TYPE_COUNT:
		break;
	}
}

void
field_clear(const struct field *fields, void *row)
{
	for (; fields->name != NULL; fields++)
		clear_one(fields, row);
}

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

static bool
read_list(void *mem, struct json_object *value, struct text_list *list)
{
	size_t count;

	if (!json_object_is_type(value, json_type_array))
		return false;
	count = json_object_array_length(value);
	list->items = mem_array(mem, char *, count);
	list->count = count;
	for (size_t i = 0; i < count; i++) {
		struct json_object *item = json_object_array_get_idx(value, i);

		if (!json_object_is_type(item, json_type_string))
			return false;
		list->items[i] = mem_text(mem, json_object_get_string(item));
	}
	return true;
}

static bool
read_word(
    const struct field *field, struct json_object *value, unsigned int *out)
{
	int word;

	if (!json_object_is_type(value, json_type_string))
		return false;
	word = field_word(field->words, json_object_get_string(value));
	if (word < 0)
		return false;
	*out = (unsigned int)word;
	return true;
}

static bool
read_uuid(struct json_object *value, struct uuid *out)
{
	return json_object_is_type(value, json_type_string) &&
	       uuid_parse(json_object_get_string(value), out);
}

/* json-c makes the least of what is smaller than any: our word for null. */
static bool
read_number(struct json_object *value, int64_t *out)
{
	*out = json_object_get_int64(value);
	return json_object_is_type(value, json_type_int) && *out != ABSENT;
}

/* False when the value is not of the field's type. */
static bool
read_one(void *mem, const struct field *field, struct json_object *value,
    void *member)
{
	switch (field->type) {
	case FIELD_BOOL:
		*(bool *)member = json_object_get_boolean(value);
		return json_object_is_type(value, json_type_boolean);
	case FIELD_NUMBER:
		return read_number(value, member);
	case FIELD_REAL:
		*(double *)member = json_object_get_double(value);
		return json_object_is_type(value, json_type_double) ||
		       json_object_is_type(value, json_type_int);
	case FIELD_TEXT:
		*(char **)member = mem_text(mem, json_object_get_string(value));
		return json_object_is_type(value, json_type_string);
	case FIELD_UUID:
		return read_uuid(value, member);
	case FIELD_WORD:
		return read_word(field, value, member);
	case FIELD_LIST:
		return read_list(mem, value, member);
	case FIELD_STAMP:
	case FIELD_JSON:
	case FIELD_TYPE_COUNT:
		break;
	}
	return false;
}

static const char *const type_words[FIELD_TYPE_COUNT] = {
	[FIELD_BOOL] = "true or false",
	[FIELD_NUMBER] = "a whole number",
	[FIELD_REAL] = "a number",
	[FIELD_TEXT] = "a text",
	[FIELD_UUID] = "an id",
	[FIELD_STAMP] = "a time",
	[FIELD_JSON] = "an object",
	[FIELD_LIST] = "a list of texts",
};

static void
refuse_type(const struct field *field, struct refusal *refusal)
{
	if (field->type == FIELD_WORD)
		field_refuse_word(
		    refusal, field->name, "wrong_type", field->words);
	else
		refuse_field(refusal, field->name, "wrong_type", "must be %s",
		    type_words[field->type]);
}

static void
read_member(void *mem, const struct field *field, struct json_object *value,
    void *row, struct refusal *refusal)
{
	if (value == NULL) {
		clear_one(field, row);
		if (field->required)
			refuse_field(refusal, field->name, "required",
			    "must not be null");
	} else if (!read_one(mem, field, value, field_of(field, row))) {
		clear_one(field, row);
		refuse_type(field, refusal);
	} else {
		field_check(field, row, refusal);
	}
}

enum outcome
field_read(void *mem, const struct field *fields, struct json_object *input,
    bool whole, void *row, field_set *given, struct refusal *refusal)
{
	field_set stood = 0;

	json_object_object_foreach(input, name, value)
	{
		const struct field *field = field_find(fields, name);

		if (field == NULL || !field->writable) {
			refuse_field(refusal, name, "unknown",
			    "is not a field that can be set here");
			continue;
		}
		stood |= (field_set)1 << (field - fields);
		read_member(mem, field, value, row, refusal);
	}
	for (size_t i = 0; whole && fields[i].name != NULL; i++) {
		if (fields[i].required && fields[i].writable &&
		    (stood >> i & 1) == 0)
			refuse_field(refusal, fields[i].name, "required",
			    "must be given");
	}
	if (given != NULL)
		*given = stood;
	return refusal_outcome(refusal);
}

field_set
field_sound(
    const struct field *fields, field_set given, const struct refusal *refusal)
{
	for (size_t i = 0; i < refusal->fault_count; i++) {
		const struct field *field =
		    field_find(fields, refusal->faults[i].field);

		if (field != NULL)
			given &= ~((field_set)1 << (field - fields));
	}
	return given;
}
