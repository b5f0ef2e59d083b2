/* Texts for manual pages. */
#ifndef TUI_MDOC_H
#define TUI_MDOC_H

#include <stdio.h>

/* Sentences as lines of mdoc(7), none of which is taken for a macro, each
   sentence beginning a new one. */
void mdoc_text(FILE *out, const char *text);

#endif
