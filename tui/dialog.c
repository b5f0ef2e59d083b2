/* Dialogs, and the question among them. */
#include "config.h"

#include "tui/dialog.h"

#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "tui/cell.h"
#include "tui/input.h"

#define WIDTH 72

struct dialog *
dialog_open(struct app *app, const struct dialog_ops *ops)
{
	struct dialog *dialog = mem_new(app, struct dialog);

	dialog_close(app);
	dialog->ops = ops;
	dialog->app = app;
	app->dialog = dialog;
	app->is_dirty = true;
	return dialog;
}

void
dialog_close(struct app *app)
{
	talloc_free(app->dialog);
	app->dialog = NULL;
	app->is_dirty = true;
}

void
dialog_take(struct app *app, const struct press *press)
{
	struct dialog *dialog = app->dialog;

	/* It may have opened another in its place. */
	if (!dialog->ops->take(dialog, press) && app->dialog == dialog)
		dialog_close(app);
}

void
dialog_draw(struct app *app, struct canvas *canvas)
{
	app->dialog->ops->draw(app->dialog, canvas);
}

struct rect
dialog_rect(const struct canvas *canvas, int rows, int columns)
{
	rows = rows > canvas->rows ? canvas->rows : rows;
	columns = columns > canvas->columns ? canvas->columns : columns;
	return (struct rect){
		.y = (canvas->rows - rows) / 2,
		.x = (canvas->columns - columns) / 2,
		.rows = rows,
		.columns = columns,
	};
}

struct asked {
	struct question question;
	struct view *view;
	struct input input;
	bool is_on_yes; /* where Enter falls */
};

static bool
needs_typing(const struct asked *asked)
{
	return asked->question.typed > 0;
}

static void
draw_typing(struct asked *asked, struct canvas *canvas, int y, int x)
{
	x += canvas_put(canvas, y, x, 40, LOOK_PLAIN,
	    mem_printf(canvas->scratch,
		"Type %" PRId64 " to confirm: ", asked->question.typed));
	input_draw(&asked->input, canvas, y, x, 8);
	canvas_put(canvas, y, x + 12, 4, LOOK_STRONG, "[No]");
	canvas_put(canvas, y, x + 18, 3, LOOK_KEY, "Esc");
}

static void
draw_buttons(struct asked *asked, struct canvas *canvas, int y, int x)
{
	bool is_yes = asked->is_on_yes;
	const char *no = is_yes ? " No " : "[No]";
	char *yes = mem_printf(
	    canvas->scratch, is_yes ? "[%s]" : " %s ", asked->question.yes);
	struct rect button = { y, x, 1, 4 };

	canvas_put(canvas, y, x, 4, LOOK_STRONG, no);
	if (!is_yes)
		canvas_reverse(canvas, button);
	x += 6;
	button = (struct rect){ y, x, 1, cell_width(yes) };
	canvas_put(canvas, y, x, 40, LOOK_STRONG, yes);
	if (is_yes)
		canvas_reverse(canvas, button);
	canvas_put(canvas, y, x + button.columns + 2, 40, LOOK_DIM,
	    "y yes  n no  Esc");
}

static void
asked_draw(struct dialog *dialog, struct canvas *canvas)
{
	struct asked *asked = dialog->state;
	struct rect rect;
	int count = 0;

	while (count < 3 && asked->question.lines[count] != NULL)
		count++;
	rect = dialog_rect(canvas, count + 4, WIDTH);
	canvas_box(canvas, rect, asked->question.title, NULL);
	for (int i = 0; i < count; i++)
		canvas_put(canvas, rect.y + 1 + i, rect.x + 3, rect.columns - 5,
		    LOOK_PLAIN, asked->question.lines[i]);
	if (needs_typing(asked))
		draw_typing(asked, canvas, rect.y + count + 2, rect.x + 3);
	else
		draw_buttons(asked, canvas, rect.y + count + 2, rect.x + 3);
}

static bool
is_typed(const struct asked *asked)
{
	AUTO_FREE void *mem = mem_context(NULL);
	char *wanted = mem_printf(mem, "%" PRId64, asked->question.typed);

	return strcmp(wanted, input_text(mem, &asked->input)) == 0;
}

/* Enter says no unless the number stands there, or one has gone to yes. */
static bool
says_yes(const struct asked *asked, const struct press *press)
{
	if (needs_typing(asked))
		return press->code == PRESS_ENTER && is_typed(asked);
	return press->code == 'y' || press->code == 'Y' ||
	       (press->code == PRESS_ENTER && asked->is_on_yes);
}

static bool
asked_take(struct dialog *dialog, const struct press *press)
{
	struct asked *asked = dialog->state;
	struct app *app = dialog->app;

	if (says_yes(asked, press)) {
		talloc_steal(app, asked);
		dialog_close(app);
		asked->question.on_yes(asked->view, asked->question.data);
		talloc_free(asked);
		return true;
	}
	if (press->code == PRESS_TAB || press->code == PRESS_BACK_TAB ||
	    press->code == PRESS_LEFT || press->code == PRESS_RIGHT) {
		asked->is_on_yes = !asked->is_on_yes;
		return true;
	}
	if (needs_typing(asked) && input_take(&asked->input, press))
		return true;
	return press->code != PRESS_ENTER && press->code != PRESS_ESCAPE &&
	       press->code != 'n' && press->code != 'N' && press->code != 'q';
}

static const struct dialog_ops asked_ops = { asked_draw, asked_take };

void
dialog_ask(struct view *view, const struct question *question)
{
	struct dialog *dialog = dialog_open(view->app, &asked_ops);
	struct asked *asked = mem_new(dialog, struct asked);

	dialog->state = asked;
	asked->question = *question;
	asked->view = view;
	asked->question.title = mem_text(asked, question->title);
	asked->question.yes = mem_text(asked, question->yes);
	for (size_t i = 0; i < ARRAY_SIZE(question->lines); i++)
		asked->question.lines[i] = mem_text(asked, question->lines[i]);
	talloc_steal(asked, question->data);
}
