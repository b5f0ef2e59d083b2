/* Storyboards, planned, printed and read back. */
#include "config.h"

#include "film/storyboard.h"

#include <inttypes.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "film/image.h"

#define SECOND_US INT64_C(1000000)
#define SHEET_TILES (STORYBOARD_COLUMNS * STORYBOARD_ROWS)
#define MIN_INTERVAL_S 2
#define MAX_INTERVAL_S 10
/* A cue of at most 90 bytes every 2 seconds for a day, and its head. */
#define MAX_LIST_BYTES ((size_t)4 * 1024 * 1024)

static int64_t
divide_up(int64_t value, int64_t by)
{
	return (value + by - 1) / by;
}

struct storyboard
storyboard_plan(int64_t film_us)
{
	struct storyboard out = { .film_us = film_us };

	out.interval_s = divide_up(film_us, SHEET_TILES * SECOND_US);
	if (out.interval_s < MIN_INTERVAL_S)
		out.interval_s = MIN_INTERVAL_S;
	if (out.interval_s > MAX_INTERVAL_S)
		out.interval_s = MAX_INTERVAL_S;
	out.tiles = divide_up(film_us, out.interval_s * SECOND_US);
	out.sheets = divide_up(out.tiles, SHEET_TILES);
	return out;
}

/* "01:52:10.480" */
static void
append_time(void *mem, char **text, int64_t time_ms)
{
	mem_append(mem, text,
	    "%02" PRId64 ":%02" PRId64 ":%02" PRId64 ".%03" PRId64,
	    time_ms / 3600000, time_ms / 60000 % 60, time_ms / 1000 % 60,
	    time_ms % 1000);
}

static void
append_cue(
    void *mem, char **text, const struct storyboard *storyboard, int64_t tile)
{
	int64_t interval_ms = storyboard->interval_s * 1000;
	int64_t film_ms = divide_up(storyboard->film_us, 1000);
	int64_t end_ms = (tile + 1) * interval_ms, place = tile % SHEET_TILES;

	mem_append(mem, text, "\n");
	append_time(mem, text, tile * interval_ms);
	mem_append(mem, text, " --> ");
	append_time(mem, text, end_ms < film_ms ? end_ms : film_ms);
	mem_append(mem, text,
	    "\n" STORYBOARD_SHEET "#xywh=%" PRId64 ",%" PRId64 ",%" PRId64
	    ",%" PRId64 "\n",
	    (int)(tile / SHEET_TILES + 1),
	    place % STORYBOARD_COLUMNS * storyboard->tile_width,
	    place / STORYBOARD_COLUMNS * storyboard->tile_height,
	    storyboard->tile_width, storyboard->tile_height);
}

char *
storyboard_print(void *mem, const struct storyboard *storyboard)
{
	char *text = mem_text(mem, "WEBVTT\n");

	for (int64_t i = 0; i < storyboard->tiles; i++)
		append_cue(mem, &text, storyboard, i);
	return text;
}

static enum outcome
damaged(struct refusal *refusal, const char *why)
{
	return refuse(refusal, INVALID, "image_damaged",
	    "The storyboard cannot be used: %s.", why);
}

/* The first says how large a tile is, all others are like it. */
static enum outcome
measure_sheet(const char *folder, int64_t number, struct storyboard *out,
    struct refusal *refusal)
{
	AUTO_FREE void *mem = mem_context(NULL);
	const char *name = mem_printf(mem, STORYBOARD_SHEET, (int)number);
	int64_t bytes = file_size(mem_printf(mem, "%s/%s", folder, name));
	struct image image;
	enum outcome rc = image_load_ours(folder, name, &image, refusal);

	if (rc != OK)
		return rc;
	if (number == 1) {
		out->tile_width = image.width / STORYBOARD_COLUMNS;
		out->tile_height = image.height / STORYBOARD_ROWS;
	}
	if (bytes > out->bytes)
		out->bytes = bytes;
	if (image.width == out->tile_width * STORYBOARD_COLUMNS &&
	    image.height == out->tile_height * STORYBOARD_ROWS)
		return OK;
	return damaged(refusal, "its sheets are not as large as they must be");
}

enum outcome
storyboard_measure(const char *folder, int64_t film_us, struct storyboard *out,
    struct refusal *refusal)
{
	AUTO_FREE char *further = NULL;
	enum outcome rc = OK;

	*out = storyboard_plan(film_us);
	for (int64_t i = 1; rc == OK && i <= out->sheets; i++) {
		rc = measure_sheet(folder, i, out, refusal);
		if (rc == NOT_FOUND && i > 1)
			rc = damaged(refusal, "one of its sheets is missing");
	}
	if (rc != OK)
		return rc;
	further = mem_printf(
	    NULL, "%s/" STORYBOARD_SHEET, folder, (int)out->sheets + 1);
	return file_size(further) < 0
		   ? OK
		   : damaged(refusal, "it has more sheets than its film needs");
}

enum outcome
storyboard_check(const char *folder, int64_t film_us, struct storyboard *out,
    struct refusal *refusal)
{
	AUTO_FREE void *mem = mem_context(NULL);
	const char *list = mem_printf(mem, "%s/" STORYBOARD_LIST, folder);
	bool is_listed = file_size(list) >= 0;
	enum outcome rc = storyboard_measure(folder, film_us, out, refusal);
	char *text;

	if (rc != OK && !(rc == NOT_FOUND && is_listed))
		return rc;
	if (rc == NOT_FOUND || !is_listed)
		return damaged(refusal, "half of it is missing");
	rc = file_read_all(mem, list, MAX_LIST_BYTES, &text);
	if (rc == OK && strcmp(text, storyboard_print(mem, out)) == 0)
		return OK;
	return rc == OK || rc == TOO_LARGE
		   ? damaged(refusal, "its list is not as it was written")
		   : rc;
}
