/*
 * The step that makes the pictures of a package, from the tracks that are
 * packed already.  A film is not worse for want of them, so whatever goes
 * wrong here is a warning.
 */
#include "config.h"

#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "film/storyboard.h"
#include "worker/ffmpeg.h"
#include "worker/run.h"

#define MIB (INT64_C(1) << 20)
#define MAX_DATA (1024 * MIB)
#define MAX_FILE (16 * MIB)
#define MAX_CPU_S 600
/* What comes before is often a logo. */
#define POSTER_AT 20
#define POSTER_TRIES 2

static char *
path_of(struct task *task, const char *name)
{
	return mem_printf(task->h.mem, "%s/%s", task->folder, name);
}

/* From the staging folder, where ffmpeg runs. */
static char *
place_of(struct task *task, const char *name)
{
	return mem_printf(
	    task->h.mem, "%s/%s", strrchr(task->folder, '/') + 1, name);
}

static int64_t
film_us(const struct task *task)
{
	const struct mp4_track *first = track_first_video(&task->tracks);

	return track_time_us(first, track_duration(first));
}

static const char *
track_of(struct task *task, size_t rung)
{
	return place_of(task,
	    mem_printf(task->h.mem, "%s.mp4", task->plan->videos[rung].name));
}

static enum outcome
run(struct task *task, const char *const *argv, int64_t frames)
{
	const struct run_order order = {
		.stage = "images",
		.argv = argv,
		.frames = frames,
		.max_data_bytes = MAX_DATA,
		.max_file_bytes = MAX_FILE,
		.max_cpu_s = MAX_CPU_S,
	};
	struct run_count ignored;

	return run_ffmpeg(task, &order, &ignored);
}

/* Nothing at all comes out of a film that is black from there on: then a
   black one is what it looks like. */
static enum outcome
make_poster(struct task *task)
{
	struct ffmpeg_still still = {
		.from_us = film_us(task) / POSTER_AT,
		.path = place_of(task, "poster.jpg"),
	};
	struct house *h = &task->h;
	struct image ignored;
	enum outcome rc = NOT_FOUND;

	for (int i = 0; rc == NOT_FOUND && i < POSTER_TRIES; i++) {
		still.may_be_black = i > 0;
		rc = run(task,
		    ffmpeg_still(
			h->mem, h->settings, track_of(task, 0), &still),
		    1);
		if (rc == OK && file_size(path_of(task, "poster.jpg")) <= 0)
			rc = NOT_FOUND;
		if (rc == OK)
			rc = image_load_ours(
			    task->folder, "poster.jpg", &ignored, h->refusal);
	}
	return rc;
}

/* The lowest rung is large enough. */
static enum outcome
make_storyboard(struct task *task)
{
	struct storyboard board = storyboard_plan(film_us(task));
	struct house *h = &task->h;
	enum outcome rc;
	char *text;

	rc = folder_make(path_of(task, STORYBOARD_FOLDER));
	if (rc == OK)
		rc = run(task,
		    ffmpeg_storyboard(h->mem, h->settings,
			track_of(task, task->plan->video_count - 1), &board,
			place_of(task, STORYBOARD_SHEET)),
		    board.sheets);
	if (rc == OK)
		rc = storyboard_measure(
		    task->folder, board.film_us, &board, h->refusal);
	if (rc != OK)
		return rc;
	text = storyboard_print(h->mem, &board);
	return file_replace(path_of(task, STORYBOARD_LIST), text, strlen(text));
}

/* THE table of pictures. */
static const struct picture {
	const char *name; /* for people */
	enum outcome (*make)(struct task *task);
	bool needs_top;   /* it is better from a larger rendition */
	const char *file; /* what may be left when it could not be made ... */
	const char *folder;
} pictures[] = {
	{ "poster", make_poster, true, "poster.jpg", NULL },
	{ "storyboard", make_storyboard, false, STORYBOARD_LIST,
	    STORYBOARD_FOLDER },
};

static const char *
reason_of(const struct task *task)
{
	if (task->failure.message != NULL)
		return task->failure.message;
	if (task->refusal.message != NULL)
		return task->refusal.message;
	return "There was nothing to be seen.";
}

/* Half of one is none. */
static enum outcome
forgive(struct task *task, const struct picture *picture, enum outcome why)
{
	enum outcome rc = file_remove(path_of(task, picture->file));

	log_warn("image.missing", TEXT_PAIR("image", picture->name),
	    TEXT_PAIR("outcome", outcome_names[why]),
	    TEXT_PAIR("reason", reason_of(task)));
	if (rc == OK && picture->folder != NULL)
		rc = folder_remove_tree(path_of(task, picture->folder));
	film_warn(task->film, "Its %s could not be made: %s", picture->name,
	    reason_of(task));
	task->failure = (struct job_failure){ 0 };
	refusal_reset(&task->refusal, task->h.mem);
	return rc == OK ? process_note_facts(task) : rc;
}

/* What the revision before has is taken over, unless it can be bettered. */
static bool
is_wanted(const struct task *task, const struct picture *picture)
{
	if (task->there_count == 0)
		return true;
	return picture->needs_top &&
	       strcmp(task->plan->videos[0].name, task->there[0].name) < 0;
}

enum outcome
process_images(struct task *task)
{
	/* The attempt is remembered by what encoded the film. */
	const struct attempt encode = task->result;
	enum outcome rc = OK;

	for (size_t i = 0; rc == OK && i < ARRAY_SIZE(pictures); i++) {
		if (!is_wanted(task, &pictures[i]))
			continue;
		rc = pictures[i].make(task);
		if (rc != OK && rc != BUSY)
			rc = forgive(task, &pictures[i], rc);
	}
	task->result = encode;
	return rc;
}
