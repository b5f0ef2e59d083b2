/* Text from outside: UTF-8, numbers, names for display. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of the well-formed UTF-8 sequence (RFC 3629) at `at`, of `left` bytes
   and at least one, or 0; its code point in `out`. */
size_t text_decode(const char *at, size_t left, uint32_t *out);

/* May a terminal be shown it: neither a control character nor one that turns
   the direction of what follows (text_clean has the list)? */
bool text_is_harmless(uint32_t code_point);

/* Well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms)? */
bool text_is_utf8(const char *bytes, size_t length);

/* Code points of a UTF-8 text. */
size_t text_length(const char *text);

/* Nothing but white space (ASCII, and U+00A0, U+3000)? */
bool text_is_blank(const char *text);

/* UTF-8 of nothing but characters that a terminal may be shown? */
bool text_is_harmless_line(const char *text);

/* Does it hold a control character (C0, DEL or C1: below U+0020, U+007F to
   U+009F) that is none of `but`? */
bool text_has_control(const char *text, const char *but);

/* YYYY-MM-DD of the Gregorian calendar (RFC 3339 section 5.6, full-date), from
   the year 1000 on? */
bool text_is_day(const char *text);

/* Without white space at both ends, below `mem`. */
char *text_trim(void *mem, const char *text);

/*
 * A text that is safe to show and to store as a display name: invalid UTF-8,
 * control characters, line and paragraph separators and bidirectional
 * overrides (U+202A-202E, U+2066-2069, U+200E-200F, U+061C) become U+FFFD; at
 * most `max` code points.
 */
char *text_clean(void *mem, const char *bytes, size_t length, size_t max);

/*
 * A decimal number without sign, space or leading plus, at most `max`.
 * False for anything else, so that no length field of a request can trick.
 */
bool text_to_number(const char *text, int64_t max, int64_t *out);

/* The same, and one with K, M, G or T behind it, in powers of 1024: "100G". */
bool text_to_amount(const char *text, int64_t *out);

/* ASCII only, whatever the locale: header names, extensions, words. */
bool text_equal_nocase(const char *left, const char *right);

/* In place, A to Z alone: what stands for itself in any language stays. */
void text_lower(char *text);

/* Does `text` start with `prefix`? */
bool text_starts(const char *text, const char *prefix);

/* The extension of a file name in lower case without its dot, or "". */
char *text_extension(void *mem, const char *file_name);

/* %XX and (in a query) '+' decoded in place; false when malformed or NUL. */
bool text_percent_decode(char *text, bool plus_is_space);

/* Percent-encodes all but unreserved characters (RFC 3986 section 2.3). */
char *text_percent_encode(void *mem, const char *text);

#endif
