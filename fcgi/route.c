/* The matcher of routes. */
#include "config.h"

#include "fcgi/route.h"

#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/token.h"

#define MAX_SEGMENT 64

const char *const right_names[RIGHT_COUNT + 1] = {
	[PUBLIC] = "public",
	[VIEW] = "view",
	[SELF] = "self",
	[EDIT] = "edit",
	[ADMIN] = "admin",
};

static bool
match_uuid(const char *segment, struct route_match *out)
{
	return uuid_parse(segment, &out->uuid);
}

static bool
match_number(const char *segment, struct route_match *out)
{
	return text_to_number(segment, INT64_MAX, &out->number);
}

static const struct {
	const char *name;
	bool (*match)(const char *segment, struct route_match *out);
} variables[] = {
	{ "{uuid}", match_uuid },
	{ "{number}", match_number },
};

static bool
match_segment(const char *pattern, size_t pattern_length, const char *path,
    size_t length, struct route_match *out)
{
	char segment[MAX_SEGMENT];

	for (size_t i = 0; i < ARRAY_SIZE(variables); i++) {
		if (strlen(variables[i].name) != pattern_length ||
		    strncmp(pattern, variables[i].name, pattern_length) != 0)
			continue;
		if (length >= sizeof(segment))
			return false;
		memcpy(segment, path, length);
		segment[length] = '\0';
		return variables[i].match(segment, out);
	}
	return pattern_length == length && memcmp(pattern, path, length) == 0;
}

static bool
match_path(const char *pattern, const char *path, struct route_match *out)
{
	while (*pattern == '/' && *path == '/') {
		size_t pattern_length = strcspn(++pattern, "/");
		size_t length = strcspn(++path, "/");

		if (!match_segment(pattern, pattern_length, path, length, out))
			return false;
		pattern += pattern_length;
		path += length;
	}
	return *pattern == '\0' && *path == '\0';
}

static bool
serves(const struct route *route, enum method method)
{
	return route->method == method ||
	       (route->method == GET && method == HEAD);
}

enum outcome
route_find(const struct route *table, enum method method, const char *path,
    struct route_match *out)
{
	*out = (struct route_match){ .route = NULL };
	for (; table->pattern != NULL; table++) {
		struct route_match found = *out;

		if (!match_path(table->pattern, path, &found))
			continue;
		found.allowed |= 1u << table->method | 1u << OPTIONS;
		if (table->method == GET)
			found.allowed |= 1u << HEAD;
		if (serves(table, method) &&
		    (found.route == NULL || table->method == method))
			found.route = table;
		*out = found;
	}
	return out->allowed != 0 ? OK : NOT_FOUND;
}

char *
route_allow(void *mem, unsigned int allowed)
{
	char *text = NULL;

	for (unsigned int i = 0; i < METHOD_COUNT; i++) {
		if ((allowed >> i & 1) != 0)
			mem_append(mem, &text, "%s%s", text != NULL ? ", " : "",
			    method_names[i]);
	}
	return text;
}
