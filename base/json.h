/* JSON in, strictly; JSON out goes by base/field.h and json-c itself. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stddef.h>

#include <json-c/json.h>

#include "base/outcome.h"

#define JSON_MAX_BYTES ((size_t)64 * 1024)
#define JSON_MAX_DEPTH 16

/*
 * Parses one document (RFC 8259, nothing looser): UTF-8, no trailing bytes,
 * no NUL in a text, no duplicate key (RFC 7493 section 2.3), at most
 * JSON_MAX_DEPTH levels.  MALFORMED with the place and the reason otherwise.
 * The caller puts `*out` (json_object_put).
 */
enum outcome json_parse(const char *text, size_t length,
    struct json_object **out, struct refusal *refusal) MUST_CHECK;

/* The same without a refusal, for documents of our own programs (ffprobe):
   duplicate keys are let pass, depth is the same; NULL when malformed. */
struct json_object *json_parse_tool(const char *text, size_t length);

/* The member at a path of keys ("format", "tags", NULL), or NULL. */
struct json_object *json_at(struct json_object *object, ...)
    __attribute__((sentinel));

/* A member's text, or NULL when it is not there or not a text. */
const char *json_text_at(struct json_object *object, const char *key);

/* A member's number (also one written as a text), or `otherwise`. */
double json_real_at(
    struct json_object *object, const char *key, double otherwise);
int64_t json_number_at(
    struct json_object *object, const char *key, int64_t otherwise);

#endif
