/* Logs on the screen. */
#include "config.h"

#include "tui/logbuf.h"

#include <string.h>

#include "base/mem.h"
#include "tui/measure.h"

#define TIME_COLUMNS 9

bool
logbuf_warns(const char *line)
{
	static const char *const words[] = { "error", "warn", "could not",
		"invalid", "failed", "non-monoton", "corrupt", "missing",
		"unsupported" };

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (strcasestr(line, words[i]) != NULL)
			return true;
	}
	return false;
}

static size_t
last_top(const struct logbuf *log)
{
	size_t height = (size_t)log->height;

	return log->shown_count > height ? log->shown_count - height : 0;
}

static void
settle(struct logbuf *log)
{
	if (log->is_following || log->top > last_top(log))
		log->top = last_top(log);
}

static void
choose_lines(struct logbuf *log)
{
	talloc_free(log->shown);
	log->shown = mem_array(log->mem, size_t, log->count + 1);
	log->shown_count = log->warnings = 0;
	for (size_t i = 0; i < log->count; i++) {
		bool warns = logbuf_warns(log->lines[i].line);

		log->warnings += warns;
		if (warns || !log->only_warnings)
			log->shown[log->shown_count++] = i;
	}
	settle(log);
}

void
logbuf_set(struct logbuf *log, void *parent, void *mem,
    const struct log_line *lines, size_t count)
{
	talloc_free(log->mem);
	log->mem = talloc_steal(parent, mem);
	log->shown = NULL;
	log->lines = lines;
	log->count = count;
	choose_lines(log);
}

void
logbuf_scroll(struct logbuf *log, int64_t distance)
{
	int64_t top = (int64_t)log->top + distance;
	int64_t last = (int64_t)last_top(log);

	log->top = (size_t)(top < 0 ? 0 : top > last ? last : top);
	log->is_following = log->top == (size_t)last;
}

void
logbuf_follow(struct logbuf *log)
{
	log->is_following = true;
	settle(log);
}

void
logbuf_toggle_warnings(struct logbuf *log)
{
	log->only_warnings = !log->only_warnings;
	log->is_following = true;
	if (log->mem != NULL)
		choose_lines(log);
}

static bool
has_part(const struct logbuf *log, size_t place)
{
	const struct log_line *line = &log->lines[log->shown[place]];

	return log->part != NULL && strcasestr(line->line, log->part) != NULL;
}

void
logbuf_find(struct logbuf *log, void *parent, const char *part)
{
	talloc_free(log->part);
	log->part =
	    part != NULL && part[0] != '\0' ? mem_text(parent, part) : NULL;
}

bool
logbuf_find_next(struct logbuf *log, int direction)
{
	int64_t count = (int64_t)log->shown_count;
	int64_t from = (int64_t)log->top;

	if (log->is_following && direction < 0)
		from = count;
	for (int64_t i = from + direction; i >= 0 && i < count;
	     i += direction) {
		if (!has_part(log, (size_t)i))
			continue;
		log->is_following = false;
		log->top = (size_t)i;
		/* Near the end it stands where it is. */
		if (log->top > last_top(log))
			log->top = last_top(log);
		return true;
	}
	return false;
}

static void
draw_line(const struct logbuf *log, size_t place, struct canvas *canvas,
    struct rect line)
{
	const struct log_line *row = &log->lines[log->shown[place]];
	enum look look = logbuf_warns(row->line) ? LOOK_WARN : LOOK_PLAIN;

	canvas_put(canvas, line.y, line.x, TIME_COLUMNS - 1, LOOK_DIM,
	    measure_clock(canvas->scratch, row->at));
	canvas_put(canvas, line.y, line.x + TIME_COLUMNS,
	    line.columns - TIME_COLUMNS, look, row->line);
	if (has_part(log, place))
		canvas_reverse(canvas,
		    (struct rect){ line.y, line.x, 1, TIME_COLUMNS - 1 });
}

void
logbuf_draw(struct logbuf *log, struct canvas *canvas, struct rect rect)
{
	log->height = rect.rows;
	settle(log);
	for (int i = 0; i < rect.rows; i++) {
		size_t place = log->top + (size_t)i;
		struct rect line = { rect.y + i, rect.x + 1, 1,
			rect.columns - 2 };

		if (place >= log->shown_count)
			return;
		draw_line(log, place, canvas, line);
	}
}
