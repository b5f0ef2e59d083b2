/* Text files of any encoding, as UTF-8. */
#ifndef FILM_CHARSET_H
#define FILM_CHARSET_H

#include <stddef.h>

#include "base/outcome.h"

struct charset_text {
	const char *bytes; /* well-formed UTF-8 without a byte order mark; it
			      may hold any character, NUL too */
	size_t length;
	const char *encoding; /* what it was, by its IANA name */
};

/*
 * Reads a text as UTF-8.  `label` is what its sender calls the encoding, or
 * NULL: then a byte order mark says it, or the bytes being nothing but UTF-8
 * says it, or libuchardet guesses from how often each byte is there.  A mark
 * is believed before a label.  The result hangs below `mem`, or is the bytes
 * themselves.  INVALID, with a fault of the field `encoding`, under
 *
 *	encoding_unknown	a label that is not in our table
 *	encoding_undetected	nothing says which it is: it has to be named
 *	encoding_wrong		a line (which is told) that is not in it
 */
enum outcome charset_to_utf8(void *mem, const void *bytes, size_t length,
    const char *label, struct charset_text *out,
    struct refusal *refusal) MUST_CHECK;

#endif
