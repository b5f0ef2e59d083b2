/* Subtitles and the revisions they are in. */
#include "config.h"

#include "house/subtitle.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "house/job.h"
#include "house/job_inside.h"
#include "house/storage.h"
#include "house/subtitle_inside.h"
#include "sql/gc.h"
#include "sql/output.h"

/* A player that runs keeps its list for about as long as a film lasts. */
#define COPY_DELAY_S 21600
#define QUEUE_TRIES 3

/* The end of a job, as the argument of its unit. */
struct ending {
	struct house *h;
	const struct job *job;
	struct attempt *result;
	const struct subtitle_edition *edition;
};

char *
subtitle_name(void *mem, int64_t id)
{
	return mem_printf(mem, "s%" PRId64, id);
}

/* The job that is under way already, which may end at any moment. */
static enum outcome
join_queued(struct house *h, int64_t media_number)
{
	struct job active;
	enum outcome rc =
	    job_find_active(h, JOB_PLAYLISTS, media_number, &active);

	if (rc == OK && active.cancel)
		return refuse(h->refusal, CONFLICT, "job_stopping",
		    "The job that writes the playlist is being stopped; try "
		    "again in a moment.");
	return rc;
}

enum outcome
subtitle_queue(struct house *h, int64_t media_number)
{
	enum outcome rc = NOT_FOUND;
	int64_t id;

	for (int i = 0; rc == NOT_FOUND && i < QUEUE_TRIES; i++) {
		rc = job_enqueue(h, JOB_PLAYLISTS, media_number, &id);
		if (rc == CONFLICT)
			rc = join_queued(h, media_number);
	}
	return rc == NOT_FOUND ? BUSY : rc;
}

static bool
has_copy(const struct subtitle_copy *copies, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (copies[i].id == id)
			return true;
	return false;
}

enum outcome
subtitle_published(struct house *h, const struct media *media, int64_t revision,
    const struct subtitle_copy *copies, size_t count)
{
	bool is_stale = false;
	struct subtitle *rows;
	size_t row_count = 0;
	enum outcome rc = OK;

	for (size_t i = 0; rc == OK && i < count; i++) {
		if (!copies[i].is_there)
			continue;
		rc = db_subtitle_set_output(h->db, copies[i].id, revision);
		if (rc != NOT_FOUND)
			continue;
		is_stale = true;
		rc = OK;
	}
	if (rc == OK)
		rc = db_subtitle_list(
		    h->db, h->mem, media->number, &rows, &row_count);
	for (size_t i = 0; rc == OK && i < row_count; i++)
		is_stale = is_stale || !has_copy(copies, count, rows[i].id);
	if (rc == OK && is_stale)
		rc = subtitle_queue(h, media->number);
	/* A film that is encoded can wait for a job that is being stopped. */
	return rc == CONFLICT ? BUSY : rc;
}

/* Both by id. */
static enum outcome
compare_rows(struct house *h, const struct media *media,
    const struct subtitle_edition *edition)
{
	struct subtitle *rows;
	size_t count;
	bool is_same;
	enum outcome rc =
	    db_subtitle_list(h->db, h->mem, media->number, &rows, &count);

	if (rc != OK)
		return rc;
	is_same =
	    media->revision == edition->revision && count == edition->count;
	for (size_t i = 0; is_same && i < count; i++)
		is_same = rows[i].id == edition->copies[i].id;
	if (is_same)
		return OK;
	return refuse(h->refusal, CONFLICT, "subtitles_changed",
	    "The subtitles have changed meanwhile.");
}

/*
 * A worker that was stopped after it had compared has lost its locks with its
 * connection, and does not know.  Whoever came next has removed its draft, so
 * that it cannot put an old list over a new one.  A second call, after a
 * deadlock, finds the list in place.
 */
static enum outcome
put_in_place(struct house *h, struct subtitle_list *list)
{
	if (rename(list->draft, list->place) == 0) {
		list->is_placed = true;
		return folder_sync_parent(list->place);
	}
	if (errno == ENOENT)
		return list->is_placed ? OK : job_fenced(h, NOT_FOUND);
	log_error("subtitle.rename", TEXT_PAIR("path", list->place),
	    NUMBER_PAIR("errno", errno));
	return FAILED;
}

/* One after the other: a worker that is killed between the two keeps its job,
   and the next attempt writes both again. */
static enum outcome
put_all_in_place(struct house *h, const struct subtitle_edition *edition)
{
	enum outcome rc = OK;

	for (size_t i = 0; rc == OK && i < edition->list_count; i++)
		rc = put_in_place(h, &edition->lists[i]);
	if (rc == OK && edition->list_count > 0)
		rc = db_output_set_dash(h->db, edition->revision);
	return rc;
}

/* The id in "s7.vtt" or "s7.m3u8"; false for any other name. */
static bool
read_copy_name(const char *name, int64_t *id)
{
	char *end;

	if (name[0] != 's' || !isdigit((unsigned char)name[1]))
		return false;
	*id = strtoll(name + 1, &end, 10);
	return strcmp(end, ".vtt") == 0 || strcmp(end, ".m3u8") == 0;
}

/*
 * Copies that the list does not name any more.  Not before: who deletes them
 * cannot know whether the list will follow, for its job may be cancelled.
 */
static enum outcome
give_up_others(struct house *h, const struct media *media,
    const struct subtitle_edition *edition)
{
	const char *key =
	    storage_revision_key(h->mem, &media->id, edition->revision);
	const char *folder = storage_path(h->mem, h->settings, GC_MEDIA, key);
	DIR *listing = opendir(folder);
	enum outcome rc = OK;
	struct dirent *entry;
	int64_t id;

	if (listing == NULL) {
		log_error("subtitle.folder", TEXT_PAIR("path", folder),
		    NUMBER_PAIR("errno", errno));
		return FAILED;
	}
	while (rc == OK && (entry = readdir(listing)) != NULL)
		if (read_copy_name(entry->d_name, &id) &&
		    !has_copy(edition->copies, edition->count, id))
			rc = db_gc_add(h->db, GC_MEDIA,
			    mem_printf(h->mem, "%s/%s", key, entry->d_name),
			    COPY_DELAY_S);
	closedir(listing);
	return rc;
}

static enum outcome
publish_unit(void *context)
{
	struct ending *end = context;
	const struct subtitle_edition *edition = end->edition;
	struct house *h = end->h;
	struct media media;
	enum outcome rc;

	rc = job_hold_film(h, end->job);
	if (rc == OK)
		rc = db_media_lock_number(
		    h->db, h->mem, end->job->media_number, &media);
	if (rc == OK)
		rc = compare_rows(h, &media, edition);
	for (size_t i = 0; rc == OK && i < edition->count; i++)
		if (edition->copies[i].is_there)
			rc = db_subtitle_set_output(
			    h->db, edition->copies[i].id, edition->revision);
	if (rc == OK)
		rc = put_all_in_place(h, edition);
	if (rc == OK && edition->list_count > 0)
		rc = give_up_others(h, &media, edition);
	return rc == OK ? job_close(h, end->job, end->result) : rc;
}

enum outcome
subtitle_publish(struct house *h, const struct job *job, struct attempt *result,
    const struct subtitle_edition *edition)
{
	struct ending end = {
		.h = h,
		.job = job,
		.result = result,
		.edition = edition,
	};
	enum outcome rc = db_transact(h->db, publish_unit, &end);
	struct job now;

	/* The answer to COMMIT may have been lost: the row knows. */
	if ((rc == UNAVAILABLE || rc == CONFLICT) &&
	    db_job_find(h->db, h->mem, job->id, &now) == OK &&
	    now.state == JOB_DONE && now.attempt == job->attempt)
		return OK;
	if (rc == OK)
		log_info("subtitle.published", NUMBER_PAIR("job", job->id),
		    NUMBER_PAIR("revision", edition->revision));
	return rc;
}
