/*
 * The job `ladder`: a film that plays with its first rendition gets the
 * others.  They go into a revision of their own, which takes over the files
 * of the one that plays by second names, so that until it is published whole,
 * by one commit, nothing of the old one has changed; and whoever is watching
 * keeps what he began with.
 */
#include "config.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "film/storyboard.h"
#include "house/storage.h"
#include "worker/task.h"

struct playlist_sound
ladder_sound(const struct rendition *row)
{
	return (struct playlist_sound){
		.track = row->name,
		.language = row->language,
		.label = row->label,
		.is_default = row->is_default,
		.by_choice_only = row->by_choice_only,
	};
}

/* Somebody may have dropped it all, or made it anew, while the job waited. */
enum outcome
ladder_look(struct task *task)
{
	struct house *h = &task->h;
	enum outcome rc = db_media_find_number(
	    h->db, h->mem, task->job->media_number, &task->media);

	if (rc != OK)
		return rc;
	task->is_needless =
	    task->media.revision == ABSENT || task->media.ladder_complete;
	return task->is_needless ? OK : process_look(task);
}

/* Is that one of the plan's pictures, as it is planned now? */
static bool
is_planned(const struct plan *plan, const struct rendition *row)
{
	for (size_t i = 0; i < plan->video_count; i++)
		if (strcmp(plan->videos[i].name, row->name) == 0)
			return plan->videos[i].width == row->width &&
			       plan->videos[i].height == row->height;
	return false;
}

/*
 * The pictures that are missing.  When settings, and with them the plan, have
 * changed since the first was made, the two do not fit: then all is made
 * anew.
 */
enum outcome
ladder_plan(struct task *task)
{
	struct house *h = &task->h;
	const char *names[PLAN_MAX_VIDEOS];
	struct plan *whole = plan_make(h->mem, task->film, h->settings);
	struct rendition *rows;
	size_t count, known = 0;
	bool does_fit = true;
	enum outcome rc;

	rc = db_rendition_list(
	    h->db, h->mem, task->media.revision, &rows, &count);
	if (rc != OK)
		return rc;
	for (size_t i = 0; does_fit && i < count; i++) {
		if (rows[i].kind != RENDITION_VIDEO)
			continue;
		does_fit =
		    known < PLAN_MAX_VIDEOS && is_planned(whole, &rows[i]);
		if (does_fit)
			names[known++] = rows[i].name;
	}
	task->is_whole = true;
	task->extends = task->media.revision;
	task->plan = whole;
	if (does_fit && known > 0 && known < whole->video_count) {
		task->plan = plan_rest(
		    h->mem, whole, task->film, h->settings, names, known);
		task->there = rows;
		task->there_count = count;
	}
	return process_stage(task);
}

static enum outcome
adopt_file(struct task *task, const char *folder, const char *name)
{
	void *mem = task->h.mem;

	return file_link(mem_printf(mem, "%s/%s", folder, name),
	    mem_printf(mem, "%s/%s", task->folder, name));
}

/* A track's file, its playlist and that of its key frames; and how it
   measures. */
static enum outcome
adopt_track(struct task *task, const char *folder, const struct rendition *row)
{
	static const char *const endings[] = { ".mp4", ".m3u8",
		"-iframes.m3u8" };
	size_t count = ARRAY_SIZE(endings) - (row->kind != RENDITION_VIDEO);
	struct mp4_track *track = &task->tracks.items[task->tracks.count];
	struct house *h = &task->h;
	struct sidx ignored;
	enum outcome rc = OK;

	for (size_t i = 0; rc == OK && i < count; i++)
		rc = adopt_file(task, folder,
		    mem_printf(h->mem, "%s%s", row->name, endings[i]));
	if (rc == OK)
		rc = track_read_packed(h->mem, task->folder, row->name, track,
		    &ignored, h->refusal);
	if (rc != OK)
		return rc;
	track_merge_tail(track);
	task->tracks.count++;
	return OK;
}

static enum outcome
adopt_sheets(struct task *task, const char *folder)
{
	DIR *listing =
	    opendir(mem_printf(task->h.mem, "%s/" STORYBOARD_FOLDER, folder));
	struct dirent *entry;
	enum outcome rc;

	if (listing == NULL)
		return NOT_FOUND;
	rc = folder_make(
	    mem_printf(task->h.mem, "%s/" STORYBOARD_FOLDER, task->folder));
	while (rc == OK && (entry = readdir(listing)) != NULL)
		if (entry->d_name[0] != '.')
			rc = adopt_file(task, folder,
			    mem_printf(task->h.mem, STORYBOARD_FOLDER "/%s",
				entry->d_name));
	closedir(listing);
	return rc;
}

static bool
is_there(struct task *task, const char *folder, const char *name)
{
	return file_size(mem_printf(task->h.mem, "%s/%s", folder, name)) > 0;
}

static enum outcome
adopt_pictures(struct task *task, const char *folder)
{
	enum outcome rc = OK;

	if (!is_there(task, task->folder, "poster.jpg") &&
	    is_there(task, folder, "poster.jpg"))
		rc = adopt_file(task, folder, "poster.jpg");
	if (rc != OK || !is_there(task, folder, STORYBOARD_LIST))
		return rc;
	rc = adopt_sheets(task, folder);
	return rc == OK ? adopt_file(task, folder, STORYBOARD_LIST) : rc;
}

/* Pictures from the top rung down, then sounds. */
static int
compare(const void *left, const void *right)
{
	const struct mp4_track *one = left, *other = right;
	bool is_video = one->init.kind == MP4_VIDEO;

	if (one->init.kind != other->init.kind)
		return is_video ? -1 : 1;
	return strcmp(one->name, other->name);
}

/* After the last tool has run, so that none can write to what is published. */
enum outcome
ladder_adopt(struct task *task)
{
	struct house *h = &task->h;
	const char *folder = storage_path(h->mem, h->settings, GC_MEDIA,
	    storage_revision_key(h->mem, &task->media.id, task->extends));
	enum outcome rc = OK;

	if (task->there_count == 0)
		return OK;
	task->tracks.items = mem_grow(h->mem, task->tracks.items,
	    struct mp4_track, task->tracks.count + task->there_count);
	for (size_t i = 0; rc == OK && i < task->there_count; i++)
		rc = adopt_track(task, folder, &task->there[i]);
	if (rc == OK)
		rc = adopt_pictures(task, folder);
	if (rc == OK)
		qsort(task->tracks.items, task->tracks.count,
		    sizeof(*task->tracks.items), compare);
	return rc;
}

enum outcome
ladder_publish(struct task *task)
{
	if (task->is_needless)
		return job_finish(&task->h, task->job, &task->result);
	return process_publish(task);
}
