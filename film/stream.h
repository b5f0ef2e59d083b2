/*
 * Typed and bounded reads of what ffprobe says about a stream.  Whatever is
 * missing, unknown or beyond reason is NULL, ABSENT or false.
 */
#ifndef FILM_STREAM_H
#define FILM_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <json-c/json.h>

#include "film/rate.h"

#define STREAM_MAX_TEXT 255 /* code points of any text that we keep */

/* Cleaned for display, below `mem`. */
char *stream_text(void *mem, struct json_object *object, const char *key);

/* A whole number from 0 to `max`. */
int64_t stream_number(struct json_object *object, const char *key, int64_t max);

/* Seconds, as microseconds. */
int64_t stream_us(struct json_object *object, const char *key);

/* "16:15" or "30000/1001", neither side 0. */
bool stream_ratio(struct json_object *object, const char *key, char separator,
    struct rational *out);

bool stream_has(struct json_object *stream, const char *disposition);

/* Is it "video", "audio", "subtitle"? */
bool stream_is(struct json_object *stream, const char *type);

/* Items of the list at that key; 0 when there is none. */
size_t stream_count(struct json_object *object, const char *key);

/* One item of the list at that key, or NULL. */
struct json_object *stream_at(
    struct json_object *object, const char *key, size_t at);

#endif
