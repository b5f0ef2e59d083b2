/* Strict JSON on json-c. */
#include "config.h"

#include "base/json.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

#define DIGITS "0123456789"

/*
 * json-c keeps the last of two equal keys and tells nobody, so the text's
 * keys are counted and compared with the tree's: a difference is a duplicate.
 */
static size_t
count_keys(struct json_object *value)
{
	size_t count = 0;

	if (json_object_is_type(value, json_type_array)) {
		for (size_t i = 0; i < json_object_array_length(value); i++)
			count +=
			    count_keys(json_object_array_get_idx(value, i));
	} else if (json_object_is_type(value, json_type_object)) {
		json_object_object_foreach(value, key, member)
		{
			(void)key;
			count += 1 + count_keys(member);
		}
	}
	return count;
}

/* Colons outside of texts: one a key in a document that has parsed. */
static size_t
count_colons(const char *text, size_t length)
{
	bool in_text = false;
	size_t count = 0;

	for (size_t i = 0; i < length; i++) {
		if (in_text && text[i] == '\\')
			i++;
		else if (text[i] == '"')
			in_text = !in_text;
		else if (!in_text && text[i] == ':')
			count++;
	}
	return count;
}

/* RFC 8259 section 6; json-c lets 1. and -01 pass, too. */
static bool
is_number(const char *at, const char *end)
{
	at += *at == '-';
	if (!isdigit((unsigned char)*at))
		return false;
	if (*at++ != '0')
		at += strspn(at, DIGITS);
	if (*at == '.') {
		if (strspn(++at, DIGITS) == 0)
			return false;
		at += strspn(at, DIGITS);
	}
	if (*at == 'e' || *at == 'E') {
		at++;
		at += *at == '+' || *at == '-';
		at += strspn(at, DIGITS);
	}
	return at == end;
}

/* Behind the closing quote of the text at `at`; NULL, and why, when something
   in it may not stand there. */
static const char *
skip_text(const char *at, struct refusal *refusal, enum outcome *rc)
{
	for (at++; *at != '"'; at++) {
		if ((unsigned char)*at < ' ')
			*rc = refuse(refusal, MALFORMED, "malformed_json",
			    "A text in the JSON holds a control character.");
		else if (text_starts(at, "\\u0000"))
			*rc = refuse(refusal, MALFORMED, "nul_in_text",
			    "A text in the JSON holds a NUL character.");
		if (*rc != OK)
			return at;
		at += *at == '\\';
	}
	return at + 1;
}

/* What json-c has parsed and RFC 8259 forbids all the same. */
static enum outcome
refuse_loose(const char *text, struct refusal *refusal)
{
	enum outcome rc = OK;

	while (rc == OK && *text != '\0') {
		size_t length = strcspn(text, "[]{},:\" \t\r\n");

		if (*text == '"')
			text = skip_text(text, refusal, &rc);
		else if (length > 0 && strchr("tfn", *text) == NULL &&
			 !is_number(text, text + length))
			rc = refuse(refusal, MALFORMED, "malformed_json",
			    "The JSON holds what is not a number.");
		else
			text += length > 0 ? length : 1;
	}
	return rc;
}

static enum outcome
parse_strictly(struct json_tokener *tokener, const char *text, size_t length,
    struct json_object **out, struct refusal *refusal)
{
	json_tokener_set_flags(
	    tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	*out = json_tokener_parse_ex(tokener, text, (int)length);
	if (json_tokener_get_error(tokener) == json_tokener_continue)
		return refuse(refusal, MALFORMED, "malformed_json",
		    "The JSON ends before it is complete.");
	if (json_tokener_get_error(tokener) != json_tokener_success)
		return refuse(refusal, MALFORMED, "malformed_json",
		    "The JSON cannot be read at byte %zu: %s.",
		    json_tokener_get_parse_end(tokener),
		    json_tokener_error_desc(json_tokener_get_error(tokener)));
	for (size_t i = json_tokener_get_parse_end(tokener); i < length; i++) {
		if (text[i] != '\0' && !isspace((unsigned char)text[i]))
			return refuse(refusal, MALFORMED, "malformed_json",
			    "Something follows the JSON at byte %zu.", i);
	}
	if (count_colons(text, length) != count_keys(*out))
		return refuse(refusal, MALFORMED, "duplicate_key",
		    "The JSON has the same key twice in one object.");
	return refuse_loose(text, refusal);
}

enum outcome
json_parse(const char *text, size_t length, struct json_object **out,
    struct refusal *refusal)
{
	struct json_tokener *tokener;
	char *closed;
	enum outcome rc;

	*out = NULL;
	if (length > JSON_MAX_BYTES)
		return refuse(refusal, TOO_LARGE, "body_too_large",
		    "JSON is limited to %zu bytes here.", JSON_MAX_BYTES);
	tokener = mem_check(json_tokener_new_ex(JSON_MAX_DEPTH));
	/* A number at the very end is complete only once a NUL follows. */
	closed = mem_text_n(refusal->mem, text, length);
	if (strlen(closed) != length)
		rc = refuse(refusal, MALFORMED, "malformed_json",
		    "The JSON holds a NUL byte.");
	else
		rc = parse_strictly(tokener, closed, length + 1, out, refusal);
	talloc_free(closed);
	json_tokener_free(tokener);
	if (rc != OK) {
		json_object_put(*out);
		*out = NULL;
	}
	return rc;
}

struct json_object *
json_parse_tool(const char *text, size_t length)
{
	struct json_tokener *tokener =
	    mem_check(json_tokener_new_ex(JSON_MAX_DEPTH));
	struct json_object *out =
	    json_tokener_parse_ex(tokener, text, (int)length);

	if (json_tokener_get_error(tokener) != json_tokener_success) {
		json_object_put(out);
		out = NULL;
	}
	json_tokener_free(tokener);
	return out;
}

struct json_object *
json_at(struct json_object *object, ...)
{
	const char *key;
	va_list keys;

	va_start(keys, object);
	while (object != NULL && (key = va_arg(keys, const char *)) != NULL) {
		if (!json_object_is_type(object, json_type_object) ||
		    !json_object_object_get_ex(object, key, &object))
			object = NULL;
	}
	va_end(keys);
	return object;
}

const char *
json_text_at(struct json_object *object, const char *key)
{
	struct json_object *value = json_at(object, key, NULL);

	return json_object_is_type(value, json_type_string)
		   ? json_object_get_string(value)
		   : NULL;
}

double
json_real_at(struct json_object *object, const char *key, double otherwise)
{
	struct json_object *value = json_at(object, key, NULL);
	const char *text;
	double number;
	char *end;

	if (value == NULL)
		return otherwise;
	text = json_object_get_string(value);
	errno = 0;
	number = strtod(text, &end);
	return end == text || *end != '\0' || errno != 0 ? otherwise : number;
}

int64_t
json_number_at(struct json_object *object, const char *key, int64_t otherwise)
{
	struct json_object *value = json_at(object, key, NULL);
	const char *text;
	long long number;
	char *end;

	if (value == NULL)
		return otherwise;
	text = json_object_get_string(value);
	errno = 0;
	number = strtoll(text, &end, 10);
	return end == text || *end != '\0' || errno != 0 ? otherwise : number;
}
