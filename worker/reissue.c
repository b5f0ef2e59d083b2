/*
 * The job `playlists`: a revision that is published gets the subtitles that
 * its film has now, and a master playlist that names them.  Nothing is encoded
 * again; tracks are measured in their files, and the list is written as it was
 * when the film was packed.
 */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "film/verify.h"
#include "house/storage.h"
#include "worker/playlist.h"
#include "worker/task.h"

/* Web servers hand out no name that begins with a dot; each attempt has its
   own, so that one that has lost its lease cannot slip its list in. */
#define DRAFT ".master.%" PRId64 "-%" PRId64 ".m3u8"
#define TRIES 20

struct issue {
	struct task *task;
	struct track_list tracks;
	struct playlist_sound *sounds;
	size_t sound_count;
};

static enum outcome
measure(struct issue *issue, const struct rendition *row)
{
	struct task *task = issue->task;
	struct mp4_track *track = &issue->tracks.items[issue->tracks.count];
	struct sidx ignored;
	enum outcome rc;

	rc = track_read_packed(task->h.mem, task->folder, row->name, track,
	    &ignored, task->h.refusal);
	if (rc != OK)
		return rc;
	track_merge_tail(track);
	issue->tracks.count++;
	if (row->kind == RENDITION_AUDIO)
		issue->sounds[issue->sound_count++] = (struct playlist_sound){
			.track = row->name,
			.language = row->language,
			.label = row->label,
			.is_default = row->is_default,
			.by_choice_only = row->by_choice_only,
		};
	return OK;
}

/* The tracks as published, from the top rung down, then the sounds. */
static enum outcome
measure_all(struct issue *issue)
{
	struct house *h = &issue->task->h;
	struct rendition *rows;
	enum outcome rc;
	size_t count;

	rc = db_rendition_list(
	    h->db, h->mem, issue->task->media.revision, &rows, &count);
	if (rc != OK)
		return rc;
	issue->tracks.items = mem_array(h->mem, struct mp4_track, count + 1);
	issue->sounds = mem_array(h->mem, struct playlist_sound, count + 1);
	for (size_t i = 0; rc == OK && i < count; i++)
		rc = measure(issue, &rows[i]);
	if (rc == OK && issue->tracks.count == 0)
		return refuse(h->refusal, INVALID, "no_output",
		    "Nothing of this revision is known.");
	return rc;
}

static enum outcome
write_draft(const struct issue *issue)
{
	struct task *task = issue->task;
	const struct playlist_master master = {
		.tracks = &issue->tracks,
		.sounds = issue->sounds,
		.sound_count = issue->sound_count,
		.subtitles = task->subtitles.told,
		.subtitle_count = task->subtitles.told_count,
	};
	char *text = playlist_master(task->h.mem, &master);

	return file_replace(task->draft, text, strlen(text));
}

/* As whoever packs a film does: read back, tracks, subtitles and all. */
static enum outcome
check_draft(struct task *task)
{
	const struct verify_order order = {
		.folder = task->folder,
		.master = strrchr(task->draft, '/') + 1,
	};
	struct track_list ignored;

	return verify_published(task->h.mem, &order, &ignored, task->h.refusal);
}

static char *
draft_of(const struct task *task, int64_t attempt)
{
	return mem_printf(
	    task->h.mem, "%s/" DRAFT, task->folder, task->job->id, attempt);
}

/* What attempts left that were killed; their leases are gone. */
static enum outcome
remove_old_drafts(struct task *task)
{
	enum outcome rc = OK;

	for (int64_t i = 1; rc == OK && i < task->job->attempt; i++) {
		const char *draft = draft_of(task, i);

		rc = file_remove(draft);
		if (rc == OK)
			rc = file_replace_forget(draft);
	}
	return rc;
}

enum outcome
reissue_write(struct task *task)
{
	struct issue issue = { .task = task };
	struct house *h = &task->h;
	const struct mp4_track *first;
	enum outcome rc;

	rc = db_media_find_number(
	    h->db, h->mem, task->job->media_number, &task->media);
	if (rc == OK)
		rc = subtitles_find(h, &task->media, &task->subtitles);
	/* Nothing is published: what will be has them from the start. */
	task->draft = NULL;
	if (rc != OK || task->media.revision == ABSENT)
		return rc;
	task->folder = storage_path(h->mem, h->settings, GC_MEDIA,
	    storage_revision_key(
		h->mem, &task->media.id, task->media.revision));
	task->draft = draft_of(task, task->job->attempt);
	rc = remove_old_drafts(task);
	if (rc == OK)
		rc = measure_all(&issue);
	if (rc != OK)
		return rc;
	first = &issue.tracks.items[0];
	rc = subtitles_write(&task->subtitles, task->folder,
	    track_time_us(first, track_duration(first)));
	if (rc == OK)
		rc = write_draft(&issue);
	return rc == OK ? check_draft(task) : rc;
}

static enum outcome
publish_once(struct task *task)
{
	const struct subtitle_edition edition = {
		.revision = task->media.revision,
		.copies = task->subtitles.copies,
		.count = task->subtitles.count,
		.draft = task->draft,
		.master =
		    mem_printf(task->h.mem, "%s/master.m3u8", task->folder),
	};

	return subtitle_publish(&task->h, task->job, &task->result, &edition);
}

static bool
has_changed(const struct task *task, enum outcome rc)
{
	return rc == CONFLICT && task->refusal.code != NULL &&
	       strcmp(task->refusal.code, "subtitles_changed") == 0;
}

void
reissue_clean(struct task *task)
{
	if (task->draft != NULL && file_remove(task->draft) != OK)
		log_warn("reissue.draft_left", TEXT_PAIR("path", task->draft));
}

/* Until nobody has changed the subtitles between the look and the lock. */
enum outcome
reissue_publish(struct task *task)
{
	enum outcome rc;

	rc = publish_once(task);
	for (int i = 0; i < TRIES && has_changed(task, rc); i++) {
		refusal_reset(&task->refusal, task->h.mem);
		rc = reissue_write(task);
		if (rc == OK)
			rc = publish_once(task);
	}
	return has_changed(task, rc) ? UNAVAILABLE : rc;
}
