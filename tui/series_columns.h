/* How the tree of series looks. */
#ifndef TUI_SERIES_COLUMNS_H
#define TUI_SERIES_COLUMNS_H

#include "tui/table.h"

extern const struct table_column series_columns[];

#define SERIES_PANE_ROWS 3

void series_draw_pane(
    const void *row, struct stamp now, struct canvas *canvas, struct rect rect);

#endif
