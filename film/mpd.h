/*
 * DASH manifests read back (ISO/IEC 23009-1), strictly as the packager writes
 * them: well-formed XML 1.0 without comments, CDATA, declarations of its own
 * or references other than the five that XML has.
 */
#ifndef FILM_MPD_H
#define FILM_MPD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/outcome.h"

/* Bytes, both ends counted (section 5.3.9.2); { 0, -1 } when not said. */
struct mpd_range {
	int64_t first, last;
};

/* A Representation that names a file. */
struct mpd_file {
	const char *uri;
	struct mpd_range head, index;
};

struct mpd {
	struct mpd_file *files;
	size_t file_count;
	const char *sheets; /* the template of the thumbnails; NULL: none */
};

/* MALFORMED when it is anything else; `text` is cut into pieces, which the
   result points to. */
enum outcome mpd_read(void *mem, char *text, struct mpd *out) MUST_CHECK;

#endif
