/* From keys to actions. */
#include "config.h"

#include "base/mem.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/frame.h"

static void
forget_keys(struct app *app)
{
	app->key_count = 0;
}

static void
take_key(struct app *app, uint32_t code)
{
	enum action action;

	app->keys[app->key_count++] = code;
	switch (keys_find(
	    app_view(app)->ops->contexts, app->keys, app->key_count, &action)) {
	case KEYS_PREFIX:
		return;
	case KEYS_ACTION:
		forget_keys(app);
		app_act(app, action);
		return;
	case KEYS_UNKNOWN:
		forget_keys(app);
	}
}

static void
click(struct app *app, const struct press *press)
{
	struct view *view = app_view(app);
	enum action action = frame_action_at(app, press->y, press->x);
	bool is_click =
	    press->code == PRESS_CLICK || press->code == PRESS_DOUBLE_CLICK;

	if (action != ACTION_NONE && is_click)
		app_act(app, action);
	else if (view->ops->click != NULL)
		view->ops->click(view, press);
}

static bool
is_mouse(const struct press *press)
{
	return press->code >= PRESS_CLICK && press->code <= PRESS_WHEEL_DOWN;
}

void
app_press(struct app *app, const struct press *press)
{
	struct view *view = app_view(app);

	app->is_dirty = true;
	talloc_free(app->message);
	app->message = NULL;
	if (app->dialog != NULL)
		dialog_take(app, press);
	else if (is_mouse(press))
		click(app, press);
	else if (view->ops->take != NULL && view->ops->take(view, press))
		return;
	else if (press->code != PRESS_PASTE)
		take_key(app, press->code);
}
