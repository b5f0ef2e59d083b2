/* More of a movie than its row says. */
#ifndef TUI_MOVIE_PANE_H
#define TUI_MOVIE_PANE_H

#include "sql/glance.h"
#include "tui/canvas.h"

/* Its title, and the original one where that is another. */
char *movie_names(void *mem, const struct movie_glance *movie);

/* In three lines, or as a list where there are more. */
void movie_draw_pane(
    const void *row, struct stamp now, struct canvas *canvas, struct rect rect);

#endif
