/* All keys of a view. */
#include "config.h"

#include <string.h>

#include "base/mem.h"
#include "tui/cell.h"
#include "tui/dialog.h"
#include "tui/input.h"

#define ENTRIES_MAX 96
#define KEY_COLUMNS 12

/* An action that the view has, or the heading of a group of them. */
struct entry {
	enum action action; /* ACTION_NONE: a heading */
	const char *group;
	char *keys;
};

struct help {
	struct entry entries[ENTRIES_MAX];
	int count;
	int top, height;
	bool is_typing;
	struct input filter;
};

/* All keys of an action, "j <Down>". */
static char *
all_keys(void *mem, const char *const *contexts, enum action action)
{
	char *keys = NULL;

	for (const struct bind *bind = binds; bind->context != NULL; bind++) {
		if (bind->action == action && keys_is_active(contexts, bind))
			mem_append(mem, &keys, "%s%s", keys != NULL ? " " : "",
			    bind->keys);
	}
	return keys;
}

static bool
matches(const struct entry *entry, const char *part)
{
	const struct action_info *info = &action_infos[entry->action];

	return strcasestr(info->help, part) != NULL ||
	       strcasestr(info->name, part) != NULL ||
	       strstr(entry->keys, part) != NULL;
}

static void
add(struct help *help, struct entry entry)
{
	if (help->count < ENTRIES_MAX)
		help->entries[help->count++] = entry;
}

static void
add_group(struct help *help, const char *const *contexts, const char *group,
    const char *part)
{
	bool is_begun = false;

	for (enum action i = 1; i < ACTION_COUNT; i++) {
		struct entry entry = { .action = i };

		if (strcmp(action_infos[i].group, group) != 0)
			continue;
		entry.keys = all_keys(help, contexts, i);
		if (entry.keys == NULL || !matches(&entry, part))
			continue;
		if (!is_begun)
			add(help, (struct entry){ .group = group });
		is_begun = true;
		add(help, entry);
	}
}

/* What one can do here first, then how one gets about. */
static void
fill(struct dialog *dialog)
{
	static const char *const groups[] = { "Row", "Queue", "Log", "Tags",
		"Find", "Move", "Views", "Screen" };
	struct help *help = dialog->state;
	const char *const *contexts = app_view(dialog->app)->ops->contexts;
	char *part = input_text(help, &help->filter);

	help->count = 0;
	for (size_t i = 0; i < ARRAY_SIZE(groups); i++)
		add_group(help, contexts, groups[i], part);
	talloc_free(part);
}

static void
draw_entry(struct dialog *dialog, const struct entry *entry,
    struct canvas *canvas, int y, int x, int width)
{
	const char *why;

	if (entry->action == ACTION_NONE) {
		canvas_put(canvas, y, x, width, LOOK_HEAD, entry->group);
		return;
	}
	why = app_why_not(dialog->app, entry->action);
	canvas_put(canvas, y, x + 1, KEY_COLUMNS,
	    why != NULL ? LOOK_DIM : LOOK_KEY, entry->keys);
	x += KEY_COLUMNS + 2;
	width -= KEY_COLUMNS + 2;
	if (why == NULL)
		canvas_put(canvas, y, x, width, LOOK_PLAIN,
		    action_infos[entry->action].help);
	else
		canvas_put(canvas, y, x, width, LOOK_DIM,
		    mem_printf(canvas->scratch, "%s (%s)",
			action_infos[entry->action].help, why));
}

static void
draw(struct dialog *dialog, struct canvas *canvas)
{
	struct help *help = dialog->state;
	struct rect rect = dialog_rect(canvas, canvas->rows - 2, 76);

	help->height = rect.rows - 2;
	canvas_box(canvas, rect,
	    mem_printf(
		canvas->scratch, "Keys: %s", app_view(dialog->app)->ops->name),
	    help->is_typing ? NULL : "/ finds  j k  Esc closes");
	for (int i = 0; i < help->height && help->top + i < help->count; i++)
		draw_entry(dialog, &help->entries[help->top + i], canvas,
		    rect.y + 1 + i, rect.x + 2, rect.columns - 4);
	if (help->is_typing) {
		canvas_put(canvas, rect.y + rect.rows - 1, rect.x + 2, 3,
		    LOOK_KEY, " / ");
		input_draw(&help->filter, canvas, rect.y + rect.rows - 1,
		    rect.x + 5, 30);
	}
}

static void
scroll(struct help *help, int distance)
{
	int last = help->count - help->height;

	help->top += distance;
	if (help->top > last)
		help->top = last;
	if (help->top < 0)
		help->top = 0;
}

static bool
take_typing(struct dialog *dialog, const struct press *press)
{
	struct help *help = dialog->state;

	if (press->code == PRESS_ENTER || press->code == PRESS_ESCAPE)
		help->is_typing = false;
	if (press->code == PRESS_ESCAPE)
		input_set(&help->filter, "");
	else
		input_take(&help->filter, press);
	help->top = 0;
	fill(dialog);
	return true;
}

static bool
take(struct dialog *dialog, const struct press *press)
{
	static const struct {
		uint32_t code;
		int lines; /* in tenths of a screen above 1 */
	} moves[] = {
		{ 'j', 1 },
		{ PRESS_DOWN, 1 },
		{ PRESS_WHEEL_DOWN, 3 },
		{ 'k', -1 },
		{ PRESS_UP, -1 },
		{ PRESS_WHEEL_UP, -3 },
		{ PRESS_SPACE, 10 },
		{ PRESS_PAGE_DOWN, 10 },
		{ PRESS_PAGE_UP, -10 },
		{ PRESS_HOME, -ENTRIES_MAX },
		{ PRESS_END, ENTRIES_MAX },
	};
	struct help *help = dialog->state;

	if (help->is_typing)
		return take_typing(dialog, press);
	for (size_t i = 0; i < ARRAY_SIZE(moves); i++) {
		if (moves[i].code == press->code)
			scroll(help, moves[i].lines);
	}
	help->is_typing = press->code == '/';
	return press->code != PRESS_ESCAPE && press->code != 'q' &&
	       press->code != '?' && press->code != PRESS_ENTER;
}

static const struct dialog_ops help_ops = { draw, take };

void
dialog_help(struct app *app)
{
	struct dialog *dialog = dialog_open(app, &help_ops);

	dialog->state = mem_new(dialog, struct help);
	fill(dialog);
}
