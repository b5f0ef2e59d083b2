/*
 * HLS playlists read back (RFC 8216), strictly as the packager writes them:
 * whoever checks a published film asks what a player will be told.
 */
#ifndef FILM_M3U8_H
#define FILM_M3U8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/field.h"
#include "base/outcome.h"

/* A URI and the part of its file (section 4.3.2.2); 0: all of it. */
struct m3u8_range {
	const char *uri;
	int64_t offset, size;
	int64_t duration_us; /* of an entry */
};

struct m3u8_media {
	int64_t target_s;
	struct m3u8_range map; /* its URI is NULL when there is none */
	struct m3u8_range *entries;
	size_t entry_count;
	bool has_ended; /* EXT-X-ENDLIST was its last line */
};

/* A media playlist; MALFORMED when it is anything else.  `text` is cut into
   pieces, which the result points to. */
enum outcome m3u8_media_read(
    void *mem, char *text, struct m3u8_media *out) MUST_CHECK;

/* Every URI of a multivariant playlist, in its order, with doubles; below
   `mem`.  MALFORMED when it is none. */
enum outcome m3u8_master_read(
    void *mem, const char *text, struct text_list *out) MUST_CHECK;

#endif
