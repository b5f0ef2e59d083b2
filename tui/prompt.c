/* Dialogs that ask for a line, and that tell one. */
#include "config.h"

#include <string.h>

#include "base/mem.h"
#include "tui/cell.h"
#include "tui/dialog.h"
#include "tui/input.h"

#define WIDTH 72

struct prompt {
	struct view *view;
	char *title;
	char *label;
	struct input input;
	void (*on_text)(struct view *view, const char *text);
};

static void
prompt_draw(struct dialog *dialog, struct canvas *canvas)
{
	struct prompt *prompt = dialog->state;
	struct rect rect = dialog_rect(canvas, 3, WIDTH);
	int x = rect.x + 3;

	canvas_box(canvas, rect, prompt->title, "Enter  Esc");
	x += canvas_put(canvas, rect.y + 1, x, 20, LOOK_PLAIN, prompt->label);
	input_draw(&prompt->input, canvas, rect.y + 1, x + 2,
	    rect.x + rect.columns - x - 4);
}

static bool
prompt_take(struct dialog *dialog, const struct press *press)
{
	struct prompt *prompt = dialog->state;
	struct app *app = dialog->app;

	if (press->code == PRESS_ESCAPE)
		return false;
	if (press->code != PRESS_ENTER) {
		input_take(&prompt->input, press);
		return true;
	}
	talloc_steal(app, prompt);
	dialog_close(app);
	prompt->on_text(prompt->view, input_text(prompt, &prompt->input));
	talloc_free(prompt);
	return true;
}

static const struct dialog_ops prompt_ops = { prompt_draw, prompt_take };

void
dialog_prompt(struct view *view, const char *title, const char *label,
    void (*on_text)(struct view *view, const char *text))
{
	struct dialog *dialog = dialog_open(view->app, &prompt_ops);
	struct prompt *prompt = mem_new(dialog, struct prompt);

	dialog->state = prompt;
	prompt->view = view;
	prompt->title = mem_text(prompt, title);
	prompt->label = mem_text(prompt, label);
	prompt->on_text = on_text;
}

struct tell {
	char *title;
	char *text;
	char *more;
};

static void
tell_draw(struct dialog *dialog, struct canvas *canvas)
{
	struct tell *tell = dialog->state;
	struct rect rect = dialog_rect(canvas, 5, WIDTH);

	canvas_box(canvas, rect, tell->title, "Enter");
	canvas_put(canvas, rect.y + 1, rect.x + 3, rect.columns - 5,
	    LOOK_STRONG, tell->text);
	canvas_put(canvas, rect.y + 3, rect.x + 3, rect.columns - 5, LOOK_DIM,
	    tell->more);
}

/* Other keys are not for it: it must not go by chance. */
static bool
tell_take(struct dialog *dialog, const struct press *press)
{
	(void)dialog;
	return press->code != PRESS_ENTER && press->code != PRESS_ESCAPE;
}

static const struct dialog_ops tell_ops = { tell_draw, tell_take };

void
dialog_tell(
    struct app *app, const char *title, const char *text, const char *more)
{
	struct dialog *dialog = dialog_open(app, &tell_ops);
	struct tell *tell = mem_new(dialog, struct tell);

	dialog->state = tell;
	tell->title = mem_text(tell, title);
	tell->text = mem_text(tell, text);
	tell->more = mem_text(tell, more);
}
