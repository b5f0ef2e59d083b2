/* What the files of posters share; nobody else includes it. */
#ifndef HOUSE_POSTER_INSIDE_H
#define HOUSE_POSTER_INSIDE_H

#include <json-c/json.h>

#include "house/poster.h"

/* What happens to a title's poster, as the book of changes names it. */
enum poster_deed {
	POSTER_ORDERED,
	POSTER_SHOWN,
	POSTER_REMOVED,
	POSTER_DEED_COUNT
};

/* Its file below posters/. */
char *poster_key(void *mem, const struct uuid *title_id, int64_t number);

/* {"poster": its path, or null when there is none (ABSENT)}. */
struct json_object *poster_print(
    struct house *h, const struct poster_title *title, int64_t number);

/* Notes a deed: the title's poster before, and `after`, which is taken over. */
enum outcome poster_note(struct house *h, enum poster_owner owner,
    enum poster_deed deed, const struct poster_title *title,
    struct json_object *after) MUST_CHECK;

#endif
