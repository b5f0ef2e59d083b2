/*
 * The job `playlists`: a revision that is published gets the subtitles that
 * its film has now, and a master playlist and a manifest that name them.
 * Nothing is encoded again; tracks are measured in their files, and the lists
 * are written as they were when the film was packed.
 */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "film/verify.h"
#include "house/storage.h"
#include "worker/dash.h"
#include "worker/playlist.h"
#include "worker/task.h"

/* Web servers hand out no name that begins with a dot; each attempt has its
   own, so that one that has lost its lease cannot slip its lists in. */
#define DRAFT "%s/.%s.%" PRId64 "-%" PRId64 "%s"
#define TRIES 20

static const struct list {
	const char *stem, *ending;
	char *(*print)(void *mem, const struct playlist_master *master);
} lists[SUBTITLE_LISTS] = {
	{ "master", ".m3u8", playlist_master },
	{ "manifest", ".mpd", dash_manifest },
};

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
		issue->sounds[issue->sound_count++] = ladder_sound(row);
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
	if (rc == OK && track_first_video(&issue->tracks) == NULL)
		return refuse(h->refusal, INVALID, "no_output",
		    "Nothing of this revision is known.");
	return rc;
}

static int64_t
film_us(const struct issue *issue)
{
	const struct mp4_track *first = track_first_video(&issue->tracks);

	return track_time_us(first, track_duration(first));
}

/* Revisions of before have none. */
static enum outcome
write_iframes(const struct issue *issue)
{
	enum outcome rc = OK;

	for (size_t i = 0; rc == OK && i < issue->tracks.count; i++) {
		const struct mp4_track *track = &issue->tracks.items[i];
		AUTO_FREE void *mem = mem_context(NULL);
		const char *path = mem_printf(mem, "%s/%s", issue->task->folder,
		    playlist_iframes_name(mem, track));
		char *text;

		if (track->init.kind != MP4_VIDEO || file_size(path) > 0)
			continue;
		text = playlist_iframes(mem, track);
		rc = file_replace(path, text, strlen(text));
	}
	return rc;
}

static enum outcome
write_drafts(const struct issue *issue)
{
	struct task *task = issue->task;
	struct storyboard storyboard;
	struct playlist_master master = {
		.tracks = &issue->tracks,
		.sounds = issue->sounds,
		.sound_count = issue->sound_count,
		.subtitles = task->subtitles.told,
		.subtitle_count = task->subtitles.told_count,
	};
	enum outcome rc = storyboard_measure(
	    task->folder, film_us(issue), &storyboard, task->h.refusal);

	if (rc == OK)
		master.storyboard = &storyboard;
	if (rc == NOT_FOUND)
		rc = OK;
	for (size_t i = 0; rc == OK && i < SUBTITLE_LISTS; i++) {
		char *text = lists[i].print(task->h.mem, &master);

		rc = file_replace(task->drafts[i].draft, text, strlen(text));
	}
	return rc;
}

/* As whoever packs a film does: read back, tracks, subtitles and all. */
static enum outcome
check_drafts(struct task *task)
{
	const struct verify_order order = {
		.folder = task->folder,
		.master = strrchr(task->drafts[0].draft, '/') + 1,
		.manifest = strrchr(task->drafts[1].draft, '/') + 1,
	};
	struct track_list ignored;

	return verify_published(task->h.mem, &order, &ignored, task->h.refusal);
}

static void
name_drafts(struct task *task)
{
	const struct job *job = task->job;

	for (size_t i = 0; i < SUBTITLE_LISTS; i++)
		task->drafts[i] = (struct subtitle_list){
			.draft = mem_printf(task->h.mem, DRAFT, task->folder,
			    lists[i].stem, job->id, job->attempt,
			    lists[i].ending),
			.place = mem_printf(task->h.mem, "%s/%s%s",
			    task->folder, lists[i].stem, lists[i].ending),
		};
	task->draft_count = SUBTITLE_LISTS;
}

/* Or what was cut short while it was written. */
static bool
is_draft(const char *name)
{
	for (size_t i = 0; i < SUBTITLE_LISTS; i++) {
		size_t length = strlen(lists[i].stem);

		if (name[0] == '.' &&
		    strncmp(name + 1, lists[i].stem, length) == 0 &&
		    name[1 + length] == '.')
			return true;
	}
	return false;
}

/*
 * Those of attempts that were killed, and of those that are stopped and will
 * go on one day, of this job or of another that was cancelled meanwhile: a
 * revision has one such job at a time, so their leases are gone.
 */
static enum outcome
remove_old_drafts(struct task *task)
{
	DIR *listing = opendir(task->folder);
	enum outcome rc = OK;
	struct dirent *entry;

	if (listing == NULL) {
		log_error("reissue.folder", TEXT_PAIR("path", task->folder),
		    NUMBER_PAIR("errno", errno));
		return FAILED;
	}
	while (rc == OK && (entry = readdir(listing)) != NULL)
		if (is_draft(entry->d_name))
			rc = file_remove(mem_printf(
			    task->h.mem, "%s/%s", task->folder, entry->d_name));
	closedir(listing);
	return rc;
}

enum outcome
reissue_write(struct task *task)
{
	struct issue issue = { .task = task };
	struct house *h = &task->h;
	enum outcome rc;

	rc = db_media_find_number(
	    h->db, h->mem, task->job->media_number, &task->media);
	if (rc == OK)
		rc = subtitles_find(h, &task->media, &task->subtitles);
	/* Nothing is published: what will be has them from the start. */
	task->draft_count = 0;
	if (rc != OK || task->media.revision == ABSENT)
		return rc;
	task->folder = storage_path(h->mem, h->settings, GC_MEDIA,
	    storage_revision_key(
		h->mem, &task->media.id, task->media.revision));
	name_drafts(task);
	rc = remove_old_drafts(task);
	if (rc == OK)
		rc = measure_all(&issue);
	if (rc != OK)
		return rc;
	rc = subtitles_write(&task->subtitles, task->folder, film_us(&issue));
	if (rc == OK)
		rc = write_iframes(&issue);
	if (rc == OK)
		rc = write_drafts(&issue);
	return rc == OK ? check_drafts(task) : rc;
}

static enum outcome
publish_once(struct task *task)
{
	const struct subtitle_edition edition = {
		.revision = task->media.revision,
		.copies = task->subtitles.copies,
		.count = task->subtitles.count,
		.lists = task->drafts,
		.list_count = task->draft_count,
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
	for (size_t i = 0; i < task->draft_count; i++)
		if (file_remove(task->drafts[i].draft) != OK)
			log_warn("reissue.draft_left",
			    TEXT_PAIR("path", task->drafts[i].draft));
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
