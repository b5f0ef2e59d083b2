/* Drawing the dashboard. */
#include "config.h"

#include "base/field.h"
#include "base/mem.h"
#include "tui/dash.h"
#include "tui/measure.h"

#include <inttypes.h>

#define BOX_ROWS 6
#define THREE_FROM 78 /* columns: boxes stand beside each other */

/* A label and a number at the right. */
static void
draw_number(struct canvas *canvas, struct rect box, int line, const char *label,
    int64_t number, enum look look)
{
	int y = box.y + 1 + line;

	canvas_put(canvas, y, box.x + 2, box.columns / 2, LOOK_PLAIN, label);
	canvas_put_right(canvas, y, box.x + box.columns - 2, 14,
	    number > 0 ? look : LOOK_PLAIN,
	    measure_count(canvas->scratch, number));
}

static int64_t
all_media(const struct dash_facts *facts)
{
	int64_t sum = 0;

	for (int i = 0; i < MEDIA_STATUS_COUNT; i++)
		sum += facts->stats.media[i];
	return sum;
}

static void
draw_library(
    const struct dash_facts *facts, struct canvas *canvas, struct rect box)
{
	canvas_box(canvas, box, "Library", NULL);
	draw_number(canvas, box, 0, "Movies", facts->movies, LOOK_PLAIN);
	draw_number(canvas, box, 1, "Series", facts->series, LOOK_PLAIN);
	draw_number(
	    canvas, box, 2, "Media files", all_media(facts), LOOK_PLAIN);
	draw_number(canvas, box, 3, "Unused", facts->unused, LOOK_WARN);
}

static void
draw_queue(
    const struct dash_facts *facts, struct canvas *canvas, struct rect box)
{
	const int64_t *jobs = facts->stats.jobs;

	canvas_box(canvas, box, "Queue", NULL);
	draw_number(canvas, box, 0, "Running", jobs[JOB_RUNNING], LOOK_BUSY);
	canvas_put(canvas, box.y + 1, box.x + 10, 12, LOOK_DIM,
	    mem_printf(canvas->scratch, "of %" PRId64, facts->slots));
	draw_number(canvas, box, 1, "Waiting",
	    jobs[JOB_QUEUED] + jobs[JOB_BLOCKED], LOOK_WAIT);
	draw_number(canvas, box, 2, "Retrying", jobs[JOB_SCHEDULED], LOOK_WARN);
	draw_number(canvas, box, 3, "Failed", jobs[JOB_DEAD], LOOK_BAD);
}

/* Its part of the disk: what is used here, of that and what is free. */
static void
draw_disk_line(const struct dash_facts *facts, enum gc_area area,
    const char *label, struct canvas *canvas, struct rect box, int line)
{
	int64_t whole =
	    facts->stats.free_bytes == ABSENT ? 0 : facts->stats.free_bytes;
	int64_t own = facts->stats.bytes[area];
	int y = box.y + 1 + line;
	int width = box.columns - 22;

	for (int i = 0; i < GC_AREA_COUNT; i++)
		whole += facts->stats.bytes[i];
	canvas_put(canvas, y, box.x + 2, 9, LOOK_PLAIN, label);
	if (width > 2 && whole > 0)
		canvas_bar(canvas, y, box.x + 12, width, LOOK_WAIT,
		    (int64_t)((double)own / (double)whole * 1000));
	canvas_put_right(canvas, y, box.x + box.columns - 2, 8, LOOK_PLAIN,
	    measure_bytes(canvas->scratch, own));
}

static void
draw_disk(
    const struct dash_facts *facts, struct canvas *canvas, struct rect box)
{
	canvas_box(canvas, box, "Disk", NULL);
	draw_disk_line(facts, GC_ORIGINAL, "originals", canvas, box, 0);
	draw_disk_line(facts, GC_MEDIA, "media", canvas, box, 1);
	draw_disk_line(facts, GC_INCOMING, "incoming", canvas, box, 2);
	canvas_put(canvas, box.y + 4, box.x + 2, 9, LOOK_PLAIN, "free");
	canvas_put_right(canvas, box.y + 4, box.x + box.columns - 2, 8,
	    LOOK_STRONG,
	    measure_bytes(canvas->scratch, facts->stats.free_bytes));
}

/* Media files by their status, each with its share. */
static void
draw_states(
    const struct dash_facts *facts, struct canvas *canvas, struct rect box)
{
	static const struct {
		enum media_status status;
		enum look look;
	} parts[] = {
		{ MEDIA_READY, LOOK_GOOD },
		{ MEDIA_PROCESSING, LOOK_BUSY },
		{ MEDIA_UPLOADED, LOOK_WAIT },
		{ MEDIA_ERROR, LOOK_BAD },
	};
	int64_t all = all_media(facts);
	int x = box.x + 2, end = box.x + box.columns - 2;
	int room = box.columns - 4 - 4 * 18;

	canvas_box(canvas, box, "Media by state", NULL);
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		int64_t count = facts->stats.media[parts[i].status];
		int width = all > 0 && room > 0 ? (int)(room * count / all) : 0;

		if (width < 1 && count > 0)
			width = 1;
		x += canvas_put(canvas, box.y + 1, x, end - x, parts[i].look,
			 media_status_names[parts[i].status]) +
		     1;
		if (width > 0) {
			canvas_bar(
			    canvas, box.y + 1, x, width, parts[i].look, 1000);
			x += width + 1;
		}
		x += canvas_put(canvas, box.y + 1, x, end - x, LOOK_PLAIN,
			 measure_count(canvas->scratch, count)) +
		     3;
	}
}

static int64_t
peak_of(const struct dash_facts *facts)
{
	int64_t peak = 0;

	for (int i = 0; i < DASH_HOURS; i++)
		peak = facts->minutes[i] > peak ? facts->minutes[i] : peak;
	return peak;
}

/* A column an hour, the latest at the right. */
static void
draw_hours(
    const struct dash_facts *facts, struct canvas *canvas, struct rect box)
{
	static const char *const eighths[] = { " ", "\xe2\x96\x81",
		"\xe2\x96\x82", "\xe2\x96\x83", "\xe2\x96\x84", "\xe2\x96\x85",
		"\xe2\x96\x86", "\xe2\x96\x87", "\xe2\x96\x88" };
	int64_t peak = peak_of(facts);
	int right = box.x + box.columns - 3;
	void *mem = canvas->scratch;

	canvas_box(canvas, box,
	    mem_printf(mem,
		"Encoded minutes per hour, 72 h  \xc2\xb7  now %" PRId64
		"  peak %" PRId64,
		facts->minutes[0], peak),
	    NULL);
	for (int i = 0; i < DASH_HOURS && right - i > box.x + 1; i++) {
		int64_t part = peak > 0 ? facts->minutes[i] * 8 / peak : 0;

		if (part == 0 && facts->minutes[i] > 0)
			part = 1;
		canvas_put(
		    canvas, box.y + 1, right - i, 1, LOOK_BUSY, eighths[part]);
	}
}

static void
draw_items(const struct dash_facts *facts, size_t cursor, struct canvas *canvas,
    struct rect box)
{
	int rows = box.rows - 2;
	int top = (int)cursor >= rows ? (int)cursor - rows + 1 : 0;

	canvas_box(canvas, box, "Attention", NULL);
	if (facts->item_count == 0)
		canvas_put(canvas, box.y + 1, box.x + 2, box.columns - 4,
		    LOOK_GOOD, "All is well.");
	for (int i = 0; i < rows && top + i < (int)facts->item_count; i++) {
		const struct dash_item *item = &facts->items[top + i];
		int y = box.y + 1 + i;

		canvas_put(canvas, y, box.x + 2, 1,
		    item->is_bad ? LOOK_BAD : LOOK_WARN,
		    item->is_bad ? "\xe2\x9c\x96" : "!");
		canvas_put(canvas, y, box.x + 4, box.columns - 6, LOOK_PLAIN,
		    item->text);
		if (top + i == (int)cursor)
			canvas_reverse(canvas,
			    (struct rect){ y, box.x + 1, 1, box.columns - 2 });
	}
}

typedef void box_draw(const struct dash_facts *, struct canvas *, struct rect);

/* Beside each other where there is room, else only what runs and waits. */
static int
draw_boxes(
    const struct dash_facts *facts, struct canvas *canvas, struct rect rect)
{
	static box_draw *const boxes[] = { draw_library, draw_queue,
		draw_disk };
	int width = rect.columns / 3;

	if (rect.columns < THREE_FROM || rect.rows < BOX_ROWS) {
		rect.rows = rect.rows < BOX_ROWS ? rect.rows : BOX_ROWS;
		draw_queue(facts, canvas, rect);
		return rect.rows;
	}
	for (int i = 0; i < 3; i++) {
		struct rect box = { rect.y, rect.x + i * width, BOX_ROWS,
			i < 2 ? width : rect.columns - 2 * width };

		boxes[i](facts, canvas, box);
	}
	return BOX_ROWS;
}

void
dash_draw_facts(const struct dash_facts *facts, size_t cursor,
    struct canvas *canvas, struct rect rect)
{
	static const struct {
		box_draw *draw;
		int room; /* rows that there must be, with the rest's */
	} bands[] = {
		{ draw_states, 6 },
		{ draw_hours, 6 },
	};
	int taken = draw_boxes(facts, canvas, rect);

	rect.y += taken;
	rect.rows -= taken;
	for (size_t i = 0; i < ARRAY_SIZE(bands); i++) {
		struct rect band = { rect.y, rect.x, 3, rect.columns };

		if (rect.rows < bands[i].room || rect.columns < THREE_FROM)
			continue;
		bands[i].draw(facts, canvas, band);
		rect.y += 3;
		rect.rows -= 3;
	}
	if (rect.rows >= 3)
		draw_items(facts, cursor, canvas, rect);
}
