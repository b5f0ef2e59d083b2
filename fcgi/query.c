/* Queries: split, decoded, typed. */
#include "config.h"

#include "fcgi/query.h"

#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/token.h"

static const char *const flag_words[] = { "false", "true", NULL };

static bool
decode(char *text)
{
	return text_percent_decode(text, true) &&
	       text_is_utf8(text, strlen(text));
}

static enum outcome
add_pair(char *pair, struct query *query, struct refusal *refusal)
{
	char *name = pair;
	char *value;

	strsep(&pair, "=");
	value = pair != NULL ? pair : name + strlen(name);
	if (!decode(name) || !decode(value))
		return refuse(refusal, MALFORMED, "malformed_query",
		    "The query holds a broken escape or is not UTF-8.");
	if (query_text(query, name) != NULL)
		return refuse(refusal, MALFORMED, "duplicate_parameter",
		    "A parameter of the query is given twice.");
	if (query->count == QUERY_MAX_PAIRS)
		return refuse(refusal, MALFORMED, "too_many_parameters",
		    "The query has more than %d parameters.", QUERY_MAX_PAIRS);
	query->pairs[query->count++] =
	    (struct query_pair){ .name = name, .value = value };
	return OK;
}

enum outcome
query_read(
    void *mem, const char *text, struct query *out, struct refusal *refusal)
{
	char *rest = mem_text(mem, text);
	enum outcome rc = OK;
	char *pair;

	out->count = 0;
	while (rc == OK && (pair = strsep(&rest, "&")) != NULL) {
		if (*pair != '\0')
			rc = add_pair(pair, out, refusal);
	}
	return rc;
}

const char *
query_text(const struct query *query, const char *name)
{
	for (size_t i = 0; i < query->count; i++) {
		if (strcmp(query->pairs[i].name, name) == 0)
			return query->pairs[i].value;
	}
	return NULL;
}

void
query_drop(struct query *query, const char *name)
{
	size_t kept = 0;

	for (size_t i = 0; i < query->count; i++) {
		if (strcmp(query->pairs[i].name, name) != 0)
			query->pairs[kept++] = query->pairs[i];
	}
	query->count = kept;
}

int64_t
query_number(const struct query *query, const char *name, int64_t min,
    int64_t max, int64_t otherwise, struct refusal *refusal)
{
	const char *text = query_text(query, name);
	int64_t number;

	if (text == NULL)
		return otherwise;
	if (text_to_number(text, max, &number) && number >= min)
		return number;
	refuse_field(refusal, name, "out_of_range",
	    "must be a whole number from %" PRId64 " to %" PRId64, min, max);
	return otherwise;
}

int
query_word(const struct query *query, const char *name,
    const char *const *words, int otherwise, struct refusal *refusal)
{
	const char *text = query_text(query, name);
	int word;

	if (text == NULL)
		return otherwise;
	word = field_word(words, text);
	if (word >= 0)
		return word;
	field_refuse_word(refusal, name, "unknown_word", words);
	return otherwise;
}

bool
query_flag(const struct query *query, const char *name, bool otherwise,
    struct refusal *refusal)
{
	return query_word(query, name, flag_words, otherwise, refusal) != 0;
}

struct uuid
query_uuid(const struct query *query, const char *name, struct refusal *refusal)
{
	const char *text = query_text(query, name);
	struct uuid uuid = { .text = "" };

	if (text != NULL && !uuid_parse(text, &uuid)) {
		uuid.text[0] = '\0';
		refuse_field(refusal, name, "wrong_type", "must be an id");
	}
	return uuid;
}
