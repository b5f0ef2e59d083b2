/* The pane of a movie. */
#include "config.h"

#include "tui/movie_pane.h"

#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "tui/measure.h"
#include "tui/media_do.h"

#define LABEL_COLUMNS 11

char *
movie_names(void *mem, const struct movie_glance *movie)
{
	if (movie->original_title == NULL ||
	    strcmp(movie->original_title, movie->title) == 0)
		return mem_text(mem, movie->title);
	return mem_printf(mem, "%s  %s", movie->title, movie->original_title);
}

static char *
film_text(void *mem, const struct movie_glance *movie)
{
	char *text;

	if (movie->status == GLANCE_NONE)
		return mem_text(mem, "no media file");
	text = mem_printf(mem, "%s  %s", movie->file_name,
	    measure_bytes(mem, movie->size_bytes));
	if (movie->width != ABSENT)
		mem_append(mem, &text, "  %" PRId64 "\xc3\x97%" PRId64,
		    movie->width, movie->height);
	return text;
}

static char *
history_text(void *mem, const struct movie_glance *movie, struct stamp now)
{
	char *text = mem_printf(
	    mem, "added %s ago", measure_age(mem, movie->created_at, now));

	if (movie->created_by != NULL && movie->created_by[0] != '\0')
		mem_append(mem, &text, " by %s", movie->created_by);
	if (movie->updated_at.ms != movie->created_at.ms) {
		mem_append(mem, &text, "   edited %s ago",
		    measure_age(mem, movie->updated_at, now));
		if (movie->updated_by != NULL)
			mem_append(mem, &text, " by %s", movie->updated_by);
	}
	return text;
}

/* Its state, and how far its encoding is. */
static void
draw_state(const struct movie_glance *movie, struct canvas *canvas, int y,
    int x, int width)
{
	struct table_cell cell = { .mem = canvas->scratch };
	void *mem = canvas->scratch;
	bool is_running =
	    movie->job_id != ABSENT && movie->job_state == JOB_RUNNING;
	int bar = width > 60 ? 24 : 12;

	media_show_status((enum glance_status)movie->status, ABSENT, &cell);
	x += canvas_put(canvas, y, x, width, cell.look, cell.text) + 2;
	if (movie->error_message != NULL) {
		canvas_put(
		    canvas, y, x, width - 10, LOOK_BAD, movie->error_message);
	} else if (is_running) {
		x += canvas_put(canvas, y, x, 16, LOOK_PLAIN,
		    mem_printf(mem, "job #%" PRId64 "  ", movie->job_id));
		canvas_bar(canvas, y, x, bar, LOOK_BUSY, movie->progress);
		canvas_put(canvas, y, x + bar + 1, 20, LOOK_PLAIN,
		    mem_printf(mem, "%d%%  eta %s", (int)(movie->progress / 10),
			measure_wait(mem, movie->eta_ms)));
	} else if (movie->ladder != NULL) {
		canvas_put(canvas, y, x, width - 8, LOOK_PLAIN,
		    mem_printf(mem, "%s  %s", media_dotted(mem, movie->ladder),
			media_dotted(mem, movie->voices)));
	}
}

static void
draw_short(const struct movie_glance *movie, struct stamp now,
    struct canvas *canvas, struct rect rect)
{
	void *mem = canvas->scratch;
	int half = rect.columns / 2;
	int taken = canvas_put(
	    canvas, rect.y, rect.x, half, LOOK_STRONG, movie_names(mem, movie));

	canvas_put(canvas, rect.y, rect.x + taken + 3, rect.columns - taken - 3,
	    LOOK_PLAIN, film_text(mem, movie));
	if (movie->status != GLANCE_NONE)
		draw_state(movie, canvas, rect.y + 1, rect.x, rect.columns);
	canvas_put(canvas, rect.y + 2, rect.x, rect.columns, LOOK_DIM,
	    history_text(mem, movie, now));
}

static char *
genres_text(void *mem, const struct movie_glance *movie)
{
	char *text = NULL;

	for (size_t i = 0; i < movie->genres.count; i++)
		mem_append(mem, &text, "%s%s", i > 0 ? ", " : "",
		    movie->genres.items[i]);
	return text;
}

static void
draw_line(struct canvas *canvas, struct rect *rect, const char *label,
    const char *text)
{
	if (text == NULL || text[0] == '\0' || rect->rows < 1)
		return;
	canvas_put(canvas, rect->y, rect->x, LABEL_COLUMNS, LOOK_HEAD, label);
	canvas_put(canvas, rect->y, rect->x + LABEL_COLUMNS,
	    rect->columns - LABEL_COLUMNS, LOOK_PLAIN, text);
	rect->y++;
	rect->rows--;
}

static void
draw_long(const struct movie_glance *movie, struct stamp now,
    struct canvas *canvas, struct rect rect)
{
	void *mem = canvas->scratch;

	canvas_put(
	    canvas, rect.y, rect.x, rect.columns, LOOK_STRONG, movie->title);
	rect.y += 2;
	rect.rows -= 2;
	draw_line(canvas, &rect, "Original", movie->original_title);
	if (movie->year != ABSENT)
		draw_line(canvas, &rect, "Year",
		    mem_printf(mem, "%" PRId64, movie->year));
	draw_line(canvas, &rect, "Genres", genres_text(mem, movie));
	draw_line(canvas, &rect, "Rating", movie->rating);
	draw_line(canvas, &rect, "Film", film_text(mem, movie));
	draw_line(canvas, &rect, "Time",
	    movie->duration_ms != ABSENT ? measure_wait(mem, movie->duration_ms)
					 : NULL);
	draw_line(canvas, &rect, "State", " ");
	draw_state(movie, canvas, rect.y - 1, rect.x + LABEL_COLUMNS,
	    rect.columns - LABEL_COLUMNS);
	draw_line(canvas, &rect, "Added",
	    mem_printf(mem, "%s ago%s%s",
		measure_age(mem, movie->created_at, now),
		movie->created_by != NULL ? " by " : "",
		movie->created_by != NULL ? movie->created_by : ""));
	if (movie->updated_at.ms != movie->created_at.ms)
		draw_line(canvas, &rect, "Edited",
		    mem_printf(mem, "%s ago%s%s",
			measure_age(mem, movie->updated_at, now),
			movie->updated_by != NULL ? " by " : "",
			movie->updated_by != NULL ? movie->updated_by : ""));
	draw_line(canvas, &rect, "Id", movie->id.text);
}

void
movie_draw_pane(
    const void *row, struct stamp now, struct canvas *canvas, struct rect rect)
{
	if (rect.rows < 12)
		draw_short(row, now, canvas, rect);
	else
		draw_long(row, now, canvas, rect);
}
