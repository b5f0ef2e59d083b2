/*
 * A JSON body as every request that takes one: the first byte says which.
 * What is taken can be printed, and says the same when it is read again.
 */
#include "config.h"

#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "house/account.h"
#include "house/episode.h"
#include "house/token.h"
#include "sql/job.h"
#include "sql/movie.h"
#include "sql/season.h"
#include "sql/series.h"
#include "tests/fuzz/fuzz.h"

static const struct field *const tables[] = {
	account_change_fields,
	account_new_fields,
	episode_fields,
	episode_order_fields,
	job_fields,
	movie_fields,
	season_fields,
	series_fields,
	token_form_fields,
};

/* Any of the structs, which hold pointers and numbers. */
union row {
	struct account_form account;
	struct episode episode;
	struct episode_order order;
	struct job job;
	struct movie movie;
	struct season season;
	struct series series;
	struct token_form token;
};

/* The members that may stand in an input, without those of a set. */
static struct json_object *
print_input(const struct field *fields, const union row *row, field_set given)
{
	struct json_object *printed = json_object_new_object();

	for (size_t i = 0; fields[i].name != NULL; i++) {
		if ((given >> i & 1) != 0)
			json_object_object_add(printed, fields[i].name,
			    field_print_one(&fields[i], row));
	}
	return printed;
}

static void
check_again(void *mem, const struct field *fields, const union row *row,
    field_set given)
{
	struct refusal refusal = { .mem = mem };
	struct json_object *first = print_input(fields, row, given), *second;
	union row copy;
	field_set again;

	field_clear(fields, &copy);
	hold(field_read(mem, fields, first, false, &copy, &again, &refusal) ==
	     OK);
	hold(again == given);
	second = print_input(fields, &copy, again);
	hold(json_object_equal(first, second));
	json_object_put(first);
	json_object_put(second);
}

static void
try_table(void *mem, const struct field *fields, struct json_object *input,
    bool is_whole)
{
	struct refusal refusal = { .mem = mem };
	union row row;
	field_set given;
	enum outcome rc;

	field_clear(fields, &row);
	rc = field_read(mem, fields, input, is_whole, &row, &given, &refusal);
	hold(rc == OK || rc == INVALID);
	if (rc == OK)
		check_again(mem, fields, &row, given);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct refusal refusal = { .mem = mem };
	struct json_object *input;
	const struct field *fields;

	if (length == 0)
		return 0;
	json_object_put(json_parse_tool((const char *)bytes + 1, length - 1));
	if (json_parse((const char *)bytes + 1, length - 1, &input, &refusal) !=
	    OK)
		return 0;
	fields = tables[(bytes[0] & 0x7f) % ARRAY_SIZE(tables)];
	if (json_object_is_type(input, json_type_object))
		try_table(mem, fields, input, bytes[0] < 0x80);
	json_object_put(input);
	return 0;
}
