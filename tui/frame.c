/* Tabs and keys. */
#include "config.h"

#include "tui/frame.h"

#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "tui/cell.h"
#include "tui/measure.h"

#define NARROW 72
#define WIDE 100
#define DOT "\xe2\x97\x8f"

/* The tab that the view belongs to. */
static size_t
current_tab(const struct app *app)
{
	size_t i = 0;

	while (app_tabs[i + 1] != NULL && app_tabs[i] != app->stack[0]->ops)
		i++;
	return i;
}

static char *
tab_text(void *mem, size_t tab, bool is_now)
{
	return mem_printf(
	    mem, is_now ? "[%zu %s]" : " %zu %s ", tab + 1, app_tabs[tab]->tab);
}

/* "1 Dash [2 Library] 3 Media", all or on a narrow screen the one. */
static void
draw_tabs(struct app *app, struct canvas *canvas)
{
	size_t now = current_tab(app);
	int x = 1;

	if (canvas->columns < NARROW) {
		canvas_put(canvas, 0, x, canvas->columns - 8, LOOK_TAB_NOW,
		    tab_text(canvas->scratch, now, true));
		return;
	}
	x += canvas_put(canvas, 0, x, 5, LOOK_BRAND, "\xe2\x96\xb6 mh ");
	for (size_t i = 0; app_tabs[i] != NULL; i++)
		x += canvas_put(canvas, 0, x, canvas->columns - x,
		    i == now ? LOOK_TAB_NOW : LOOK_TAB,
		    tab_text(canvas->scratch, i, i == now));
}

/* How quick the database is, in steps: a number that jumps says no more. */
static const char *
speed_text(int64_t took_ms)
{
	static const struct {
		int64_t below_ms;
		const char *text;
	} steps[] = {
		{ 20, "" },
		{ 100, " 20 ms" },
		{ 500, " 100 ms" },
		{ INT64_MAX, " slow" },
	};
	size_t i = 0;

	while (took_ms >= steps[i].below_ms)
		i++;
	return steps[i].text;
}

static void
draw_link(struct app *app, struct canvas *canvas)
{
	const struct link *link = &app->link;
	int end = canvas->columns - 1;
	bool is_wide = canvas->columns >= WIDE;
	enum look look = link->is_away              ? LOOK_BAD
			 : link->as_of.ms == ABSENT ? LOOK_DIM
						    : LOOK_GOOD;
	char *text = mem_printf(canvas->scratch, DOT " DB%s",
	    link->is_away ? " away"
	    : is_wide     ? speed_text(link->took_ms)
			  : "");

	if (is_wide)
		end -= canvas_put_right(canvas, 0, end, 8, LOOK_PLAIN,
			   measure_clock(canvas->scratch, app->now)) +
		       2;
	end -= canvas_put_right(canvas, 0, end, 14, look, text) + 2;
	if (app->is_frozen)
		end -=
		    canvas_put_right(canvas, 0, end, 6, LOOK_WARN, "FROZEN") +
		    2;
	if (is_wide && link->workers != ABSENT)
		canvas_put_right(canvas, 0, end, 12,
		    link->workers == 0 ? LOOK_WARN : LOOK_PLAIN,
		    mem_printf(canvas->scratch, "%" PRId64 " worker%s",
			link->workers, link->workers == 1 ? "" : "s"));
}

/* "<Enter>" is as it is; "x" and "cancel" stand close together. */
static int
draw_key(struct canvas *canvas, int y, int x, int end, const struct bind *bind)
{
	const char *word = action_infos[bind->action].word;
	const char *key = bind->keys;
	bool is_named = key[0] == '<' && key[1] != '\0';
	int width = cell_width(key) + !is_named + cell_width(word);
	int from = x;

	if (x + width > end)
		return -1;
	x += canvas_put(canvas, y, x, end - x, LOOK_KEY, key) + !is_named;
	x += canvas_put(canvas, y, x, end - x, LOOK_PLAIN, word);
	return x - from + 2;
}

/* The keys that do something now, in their order; where there is no room for
   all, help and what comes first. */
static enum action
walk_keys(
    struct app *app, struct canvas *canvas, int y, int columns, int wanted)
{
	const char *const *contexts = app_view(app)->ops->contexts;
	const struct bind *help = NULL;
	int x = 1, end = columns - 8;

	for (const struct bind *bind = binds; bind->context != NULL; bind++) {
		int step;

		if (bind->action == ACTION_HELP && help == NULL)
			help = bind;
		if (!bind->is_foot || bind->action == ACTION_HELP ||
		    !keys_is_active(contexts, bind) ||
		    app_why_not(app, bind->action) != NULL)
			continue;
		step = draw_key(canvas, y, x, end, bind);
		if (step < 0)
			continue;
		if (wanted >= x && wanted < x + step)
			return bind->action;
		x += step;
	}
	draw_key(canvas, y, x, columns, help);
	return wanted >= x ? ACTION_HELP : ACTION_NONE;
}

static void
draw_away(struct app *app, struct canvas *canvas, int y)
{
	const struct link *link = &app->link;
	int64_t left_ms = link->due_ms - app->now_ms;
	void *mem = canvas->scratch;
	char *text = mem_printf(mem, "\xe2\x9c\x96 DB away: %s", link->why);

	if (link->is_asking)
		mem_append(mem, &text, " \xc2\xb7 asking");
	else
		mem_append(mem, &text, " \xc2\xb7 retry in %d s ^L now",
		    (int)((left_ms + 999) / 1000));
	if (link->as_of.ms != ABSENT)
		mem_append(mem, &text, " \xc2\xb7 as of %s",
		    measure_clock(mem, link->as_of));
	canvas_put(canvas, y, 0, canvas->columns, LOOK_BAD, text);
}

static void
draw_pending(struct app *app, struct canvas *canvas, int y)
{
	char *text = mem_text(canvas->scratch, "");

	for (size_t i = 0; i < app->key_count; i++)
		mem_append(canvas->scratch, &text, "%s",
		    press_name(canvas->scratch, app->keys[i]));
	if (text[0] != '\0')
		canvas_put_right(canvas, y, canvas->columns - 1, 8, LOOK_KEY,
		    mem_printf(canvas->scratch, "%s\xe2\x80\xa6", text));
}

static void
draw_foot(struct app *app, struct canvas *canvas)
{
	int y = canvas->rows - 1;

	if (app->message != NULL)
		canvas_put(canvas, y, 1, canvas->columns - 2, app->message_role,
		    app->message);
	else if (app->link.is_away)
		draw_away(app, canvas, y);
	else
		walk_keys(app, canvas, y, canvas->columns, -1);
	draw_pending(app, canvas, y);
}

void
frame_draw(struct app *app, struct canvas *canvas)
{
	draw_tabs(app, canvas);
	draw_link(app, canvas);
	draw_foot(app, canvas);
}

static enum action
tab_at(const struct app *app, int x)
{
	AUTO_FREE void *mem = mem_context(NULL);
	size_t now = current_tab(app);
	int at = 1 + 5;

	for (size_t i = 0; app_tabs[i] != NULL; i++) {
		int width = cell_width(tab_text(mem, i, i == now));

		if (x >= at && x < at + width)
			return ACTION_DASH + i;
		at += width;
	}
	return ACTION_NONE;
}

enum action
frame_action_at(struct app *app, int y, int x)
{
	const struct rect at = app_view(app)->at;
	struct canvas *canvas;
	enum action found;

	if (y == 0)
		return tab_at(app, x);
	if (y < at.y + at.rows || app->message != NULL || app->link.is_away)
		return ACTION_NONE;
	canvas = canvas_new(NULL, 1, at.columns);
	found = walk_keys(app, canvas, 0, at.columns, x);
	talloc_free(canvas);
	return found;
}
