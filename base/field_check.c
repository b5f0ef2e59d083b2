/* The rules that a field keeps, whoever filled it. */
#include "config.h"

#include "base/field.h"

#include <inttypes.h>

#include "base/text.h"

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
	else if (field->is_day && !text_is_day(text))
		refuse_field(refusal, field->name, "wrong_type",
		    "must be a date such as 2026-03-01");
	else if (has_unprintable(field, text))
		refuse_field(refusal, field->name, "unprintable",
		    field->has_lines ? "must have no control characters but "
				       "newlines and tabs"
				     : "must have no control characters");
	else if (field->accepts != NULL && !field->accepts(text))
		refuse_field(refusal, field->name, "wrong_characters", "%s",
		    field->rule);
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
