/*
 * Subtitles: SubRip and WebVTT of all the kinds there are, read once and kept
 * as the one plain kind of WebVTT that every player understands.
 *
 * SubRip is what everybody writes and nobody has specified: missing counters,
 * a point for the comma, no hours, any end of line, empty lines within a text,
 * coordinates behind the times and the {\an8} of SubStation are all taken.  A
 * time that cannot be understood is not: what would be lost is not ours to
 * lose.
 *
 * What is kept of a text: characters, lines and <i>, <b>, <u>, each closed
 * where it was opened.  All other markup is dropped, the content of <script>
 * and <style> with it, and so are control characters; what is left is escaped,
 * so that a text never holds `-->` nor any tag that is not ours.  WebVTT's
 * STYLE, REGION and NOTE are dropped, settings of a cue kept but for regions.
 */
#ifndef FILM_CUES_H
#define FILM_CUES_H

#include <stddef.h>
#include <stdint.h>

#include "base/outcome.h"

/* The longest WebVTT that is written, and read back. */
#define CUES_MAX_BYTES ((size_t)32 * 1024 * 1024)

struct cue {
	int64_t start_ms, end_ms; /* 0 <= start < end < 100 hours */
	char *settings;           /* " line:0 align:left", or "" */
	char *text;               /* cue text of WebVTT, without a last LF */
	size_t order;             /* among those it came with */
};

/* By their start, then in the order of the file. */
struct cue_list {
	struct cue *items;
	size_t count;
};

/*
 * Reads either format from well-formed UTF-8 (film/charset.h); a first line
 * of WEBVTT says that it is that one.  All hangs below `mem`.  INVALID, with
 * the line in the sentence and a fault of the field `file`, under
 *
 *	time_malformed		a line of times that cannot be read
 *	time_reversed		a cue that ends before or when it starts
 *	text_without_time	a text before the first cue
 *	no_cues			there is not one cue with a text
 */
enum outcome cues_read(void *mem, const char *text, size_t length,
    struct cue_list *out, struct refusal *refusal) MUST_CHECK;

/*
 * The cues as WebVTT (W3C, 4 April 2019), below `mem`, with the header that
 * maps their times to a film that begins at 0 (RFC 8216 section 3.5).  Reading
 * it again gives the same cues.
 */
char *cues_print(void *mem, const struct cue_list *cues, size_t *length);

#endif
