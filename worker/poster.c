/* The steps that make a poster. */
#include "config.h"

#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "house/storage.h"
#include "sql/output.h"
#include "worker/ffmpeg.h"
#include "worker/run.h"

#define MIB (INT64_C(1) << 20)
/* A picture of 16 bits a channel, decoded and turned. */
#define MAX_DATA (1024 * MIB)
#define MAX_FILE (16 * MIB)
#define MAX_CPU_S 60

static const struct uuid *
title_of(const struct job *job)
{
	return poster_owner_of(job) == POSTER_OF_MOVIE ? &job->movie_id
						       : &job->series_id;
}

static enum outcome
look_at_picture(struct task *task)
{
	struct house *h = &task->h;
	enum outcome rc;

	task->original = storage_path(
	    h->mem, h->settings, GC_INCOMING, task->order.source_key);
	rc = image_load(task->original, &task->image, h->refusal);
	if (rc == NOT_FOUND)
		return refuse(h->refusal, INVALID, "picture_missing",
		    "The picture is not on the disk.");
	return rc;
}

/* The track with the largest picture. */
static enum outcome
look_at_film(struct task *task)
{
	struct house *h = &task->h;
	struct rendition *renditions;
	size_t count = 0;
	enum outcome rc;

	rc = db_media_find_number(
	    h->db, h->mem, task->job->media_number, &task->media);
	if (rc == OK && task->media.revision != ABSENT)
		rc = db_rendition_list(
		    h->db, h->mem, task->media.revision, &renditions, &count);
	if (rc != OK)
		return rc;
	if (count == 0 || renditions[0].kind != RENDITION_VIDEO)
		return refuse(h->refusal, INVALID, "media_not_ready",
		    "The film does not play any more.");
	task->frame_rate = renditions[0].frame_rate;
	task->original = mem_printf(h->mem, "%s/%s.mp4",
	    storage_path(h->mem, h->settings, GC_MEDIA,
		storage_revision_key(
		    h->mem, &task->media.id, task->media.revision)),
	    renditions[0].name);
	return OK;
}

/* As of a film: what attempts before this one left goes first. */
static enum outcome
make_folder(struct task *task)
{
	const struct job *job = task->job;
	const struct uuid *title = title_of(job);
	struct house *h = &task->h;
	enum outcome rc;

	rc = folder_remove_tree(storage_path(h->mem, h->settings, GC_STAGING,
	    storage_revision_key(h->mem, title, job->id)));
	if (rc == OK)
		rc = storage_room(h->settings, MAX_FILE, h->refusal);
	if (rc != OK)
		return rc;
	task->staging = storage_path(h->mem, h->settings, GC_STAGING,
	    storage_attempt_key(h->mem, title, job->id, job->id, job->attempt));
	return folder_make(task->staging);
}

enum outcome
poster_look(struct task *task)
{
	enum outcome rc;

	rc = db_poster_order_find(
	    task->h.db, task->h.mem, task->job->id, &task->order);
	if (rc == OK)
		rc = make_folder(task);
	if (rc != OK)
		return rc;
	return task->order.source_key != NULL ? look_at_picture(task)
					      : look_at_film(task);
}

/* A quarter of a frame before the one that is shown then, so that rounding
   cannot lose it. */
static int64_t
frame_at_us(const struct task *task)
{
	double rate = task->frame_rate > 0 ? task->frame_rate : 25;
	int64_t place =
	    (int64_t)((double)task->order.from_ms * rate / 1000 + 1e-6);
	double at_us = ((double)place - 0.25) * 1e6 / rate;

	return at_us > 0 ? (int64_t)at_us : 0;
}

/* What ffmpeg said about films, said about a picture.  Only what is known to
   pass is tried again. */
static enum outcome
judge(struct task *task, enum outcome rc)
{
	struct job_failure *failure = &task->failure;
	bool is_vague = failure->code != NULL &&
			strcmp(failure->code, "encode_failed") == 0;

	if (task->order.source_key == NULL ||
	    !(rc == INVALID || (rc == UNAVAILABLE && is_vague)))
		return rc;
	*failure = (struct job_failure){ "picture_damaged",
		"The picture is damaged, or of a kind that cannot be read.",
		true };
	return INVALID;
}

/* Is there a poster now?  That ffmpeg ended well proves nothing. */
static enum outcome
verify(struct task *task)
{
	struct image made;
	enum outcome rc = image_load(task->picture, &made, task->h.refusal);

	if (rc == NOT_FOUND)
		return refuse(task->h.refusal, INVALID, "no_picture",
		    "There is no picture at that time of the film.");
	if (rc == OK && made.kind == IMAGE_JPEG &&
	    made.width <= FFMPEG_POSTER_WIDTH &&
	    made.height <= FFMPEG_POSTER_HEIGHT)
		return folder_sync_tree(task->staging);
	if (rc != OK && rc != INVALID)
		return rc;
	if (task_disk_is_full(task))
		return NO_SPACE;
	task->failure = (struct job_failure){ "poster_damaged",
		"What was made is no poster.", false };
	return UNAVAILABLE;
}

enum outcome
poster_make(struct task *task)
{
	const struct settings *settings = task->h.settings;
	struct run_order order = {
		.stage = "make",
		.frames = 1,
		.max_data_bytes = MAX_DATA,
		.max_file_bytes = MAX_FILE,
		.max_cpu_s = MAX_CPU_S,
	};
	struct run_count count;
	enum outcome rc;

	if (task->order.source_key != NULL)
		order.argv = ffmpeg_poster_of_picture(
		    task->h.mem, settings, &task->image, task->original);
	else
		order.argv = ffmpeg_poster_of_frame(
		    task->h.mem, settings, task->original, frame_at_us(task));
	task->picture = mem_printf(task->h.mem, "%s/poster.jpg", task->staging);
	rc = run_ffmpeg(task, &order, &count);
	return rc == OK ? verify(task) : judge(task, rc);
}

enum outcome
poster_show(struct task *task)
{
	return poster_publish(
	    &task->h, task->job, &task->result, task->picture);
}
