/* The whole screen. */
#include "config.h"

#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/frame.h"

void
app_draw(struct app *app, struct canvas *canvas)
{
	struct view *view = app_view(app);

	canvas_clear(canvas);
	app->is_dirty = false;
	if (canvas->rows < FRAME_ROWS_MIN ||
	    canvas->columns < FRAME_COLUMNS_MIN) {
		canvas_put(canvas, 0, 0, canvas->columns, LOOK_PLAIN,
		    "mh: too small, 30x6 is enough");
		return;
	}
	view->at = (struct rect){ 1, 0, canvas->rows - 2, canvas->columns };
	view->ops->draw(view, canvas, view->at);
	frame_draw(app, canvas);
	if (app->dialog != NULL)
		dialog_draw(app, canvas);
}
