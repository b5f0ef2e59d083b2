/* What is around every view: tabs above, keys or what is to be said below. */
#ifndef TUI_FRAME_H
#define TUI_FRAME_H

#include "tui/app.h"

/* Below this nothing but a line fits. */
#define FRAME_ROWS_MIN 6
#define FRAME_COLUMNS_MIN 30

void frame_draw(struct app *app, struct canvas *canvas);

/* What a click there does. */
enum action frame_action_at(struct app *app, int y, int x);

#endif
