/* Tables of fields: clearing, reading and checking by them. */
#include "config.h"

#include "base/field.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
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

static void
check_number(const struct field *field, int64_t number, struct refusal *refusal)
{
	if (number == ABSENT || (field->min == 0 && field->max == 0))
		return;
	if (number < field->min)
		refuse_field(refusal, field->name, "too_small",
		    "must be at least %" PRId64, field->min);
	else if (field->max != 0 && number > field->max)
		refuse_field(refusal, field->name, "too_large",
		    "must be at most %" PRId64, field->max);
}

static bool
has_unprintable(const struct field *field, const char *text)
{
	return !field->is_password &&
	       text_has_control(text, field->has_lines ? "\n\t" : "");
}

static void
check_text(const struct field *field, const char *text, struct refusal *refusal)
{
	int64_t length;

	if (text == NULL)
		return;
	length = (int64_t)text_length(text);
	if (field->no_blank && text_is_blank(text))
		refuse_field(
		    refusal, field->name, "blank", "must not be empty");
	else if (length < field->min)
		refuse_field(refusal, field->name, "too_short",
		    "must have at least %" PRId64 " characters", field->min);
	else if (field->max != 0 && length > field->max)
		refuse_field(refusal, field->name, "too_long",
		    "must have at most %" PRId64 " characters", field->max);
	else if (has_unprintable(field, text))
		refuse_field(refusal, field->name, "unprintable",
		    field->has_lines ? "must have no control characters but "
				       "newlines and tabs"
				     : "must have no control characters");
	else if (field->is_day && !text_is_day(text))
		refuse_field(refusal, field->name, "wrong_type",
		    "must be a date such as 2026-03-01");
}

static const char *
item_fault(const struct field *field, const char *item)
{
	if (field->no_blank && text_is_blank(item))
		return "blank";
	if (field->item_max != 0 &&
	    (int64_t)text_length(item) > field->item_max)
		return "too_long";
	return text_is_harmless_line(item) ? NULL : "unprintable";
}

static void
check_list(const struct field *field, const struct text_list *list,
    struct refusal *refusal)
{
	const char *fault = NULL;

	if ((int64_t)list->count < field->min)
		refuse_field(refusal, field->name, "too_few",
		    "must have at least %" PRId64 " items", field->min);
	else if (field->max != 0 && (int64_t)list->count > field->max)
		refuse_field(refusal, field->name, "too_many",
		    "must have at most %" PRId64 " items", field->max);
	for (size_t i = 0; fault == NULL && i < list->count; i++)
		fault = item_fault(field, list->items[i]);
	if (fault != NULL)
		refuse_field(refusal, field->name, fault,
		    "has an item that is blank, too long or not printable");
}

void
field_check(const struct field *field, const void *row, struct refusal *refusal)
{
	const void *member = field_of(field, row);

	if (field->type == FIELD_NUMBER)
		check_number(field, *(const int64_t *)member, refusal);
	else if (field->type == FIELD_TEXT)
		check_text(field, *(char *const *)member, refusal);
	else if (field->type == FIELD_LIST)
		check_list(field, member, refusal);
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
