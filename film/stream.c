/* Typed reads of untyped JSON. */
#include "config.h"

#include "film/stream.h"

#include <string.h>

#include "base/field.h"
#include "base/json.h"
#include "base/text.h"

#define MAX_SECONDS 1e8 /* above it a time is nonsense */

char *
stream_text(void *mem, struct json_object *object, const char *key)
{
	const char *text = json_text_at(object, key);

	if (text == NULL || *text == '\0' || strcmp(text, "unknown") == 0)
		return NULL;
	return text_clean(mem, text, strlen(text), STREAM_MAX_TEXT);
}

int64_t
stream_number(struct json_object *object, const char *key, int64_t max)
{
	int64_t number = json_number_at(object, key, ABSENT);

	return number < 0 || number > max ? ABSENT : number;
}

int64_t
stream_us(struct json_object *object, const char *key)
{
	double seconds = json_real_at(object, key, 2 * MAX_SECONDS);

	if (!(seconds > -MAX_SECONDS && seconds < MAX_SECONDS))
		return ABSENT;
	return (int64_t)(seconds * 1e6 + (seconds < 0 ? -0.5 : 0.5));
}

/* "16:15" or "30000/1001"; false when a side is missing or 0. */
bool
stream_ratio(struct json_object *object, const char *key, char separator,
    struct rational *out)
{
	const char *text = json_text_at(object, key);
	char copy[32], *second;

	if (text == NULL || strlen(text) >= sizeof(copy))
		return false;
	memcpy(copy, text, strlen(text) + 1);
	second = strchr(copy, separator);
	if (second == NULL)
		return false;
	*second++ = '\0';
	return text_to_number(copy, INT32_MAX, &out->num) &&
	       text_to_number(second, INT32_MAX, &out->den) && out->num > 0 &&
	       out->den > 0;
}

bool
stream_has(struct json_object *stream, const char *name)
{
	return json_number_at(json_at(stream, "disposition", NULL), name, 0) ==
	       1;
}

bool
stream_is(struct json_object *stream, const char *type)
{
	const char *text = json_text_at(stream, "codec_type");

	return text != NULL && strcmp(text, type) == 0;
}

size_t
stream_count(struct json_object *object, const char *key)
{
	struct json_object *list = json_at(object, key, NULL);

	return json_object_is_type(list, json_type_array)
		   ? json_object_array_length(list)
		   : 0;
}

struct json_object *
stream_at(struct json_object *object, const char *key, size_t at)
{
	struct json_object *list = json_at(object, key, NULL);

	return json_object_is_type(list, json_type_array)
		   ? json_object_array_get_idx(list, at)
		   : NULL;
}
