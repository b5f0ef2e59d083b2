/*
 * A value as a person reads it on a terminal: sizes, durations, local times;
 * how many columns a text takes, and how to cut it.
 */
#ifndef TUI_CELL_H
#define TUI_CELL_H

#include <stdbool.h>

#include "base/field.h"

/* Makes the C library know the widths of characters; once, at the start. */
void cell_prepare(void);

/* What the field is called: its heading, or its name without unit and
   underscores ("size_bytes" is "size"). */
char *cell_name(void *mem, const struct field *field);

/* The member as text without line breaks, harmless to a terminal; "-" when it
   is not there. */
char *cell_show(void *mem, const struct field *field, const void *row);

/* Is there anything to show? */
bool cell_is_empty(const struct field *field, const void *row);

/*
 * The text as a terminal may be shown it: what base/text.h calls harmful and
 * what has no known width becomes U+FFFD; joiners and variation selectors, on
 * whose width no two terminals agree, are left out.
 */
char *cell_clean(void *mem, const char *text);

/* Columns that a clean text takes. */
int cell_width(const char *text);

/* The beginning of a clean text in at most `width` columns (1 or more), with
   an ellipsis when something is missing. */
char *cell_cut(void *mem, const char *text, int width);

/* A code point in UTF-8 (RFC 3629); how many bytes it has. */
size_t cell_encode(uint32_t code_point, char out[4]);

#endif
