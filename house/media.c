/* Deleting, processing and publishing media files. */
#include "config.h"

#include "house/media.h"

#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "house/audit.h"
#include "house/event.h"
#include "house/job.h"
#include "house/output.h"
#include "house/state.h"
#include "house/storage.h"
#include "house/subtitle.h"
#include "house/title.h"
#include "house/wake.h"
#include "sql/gc.h"

/* A worker that was told to stop may still write there for a moment. */
#define STAGING_DELAY_S 90
/* A player that runs keeps its playlist: old revisions stay for a while. */
#define REVISION_DELAY_S 21600

/* What is done to one media file, as the argument of its unit. */
struct deed {
	struct house *h;
	const struct uuid *id;
	int64_t expected;
	const struct job *job;
	struct job *out;
	struct attempt *result;
	const struct media_facts *facts;
	const char *sha256;
	const struct package *package;
};

static enum outcome
queue_sweep(struct house *h)
{
	int64_t id;
	enum outcome rc = job_enqueue(h, JOB_SWEEP, ABSENT, &id);

	return rc == CONFLICT ? OK : rc;
}

/* All that was derived: rows now, folders by the sweep. */
static enum outcome
give_up_derived(struct house *h, const struct media *media)
{
	int64_t *outputs;
	enum outcome rc;
	size_t count;

	rc = job_cancel_all_of(h, media->number);
	if (rc == OK)
		rc = state_dropped(h, media->number);
	if (rc == OK)
		rc = db_output_ids_of(
		    h->db, h->mem, media->number, &outputs, &count);
	for (size_t i = 0; rc == OK && i < count; i++)
		rc = output_give_up(h, &media->id, outputs[i], 0);
	return rc == OK ? queue_sweep(h) : rc;
}

static enum outcome
note(struct house *h, const char *action, const struct media *before,
    struct json_object *after)
{
	return audit_note(h, action, AUDIT_MEDIA, before->id.text,
	    field_print(media_fields, before), after);
}

static enum outcome
delete_unit(void *context)
{
	struct deed *deed = context;
	struct house *h = deed->h;
	struct media media;
	enum outcome rc;

	rc = db_media_lock(h->db, h->mem, deed->id, &media);
	if (rc == OK)
		rc = title_expect(h, media.version, deed->expected);
	if (rc != OK)
		return rc;
	rc = media.is_used ? CONFLICT : give_up_derived(h, &media);
	if (rc == OK && media.original_key != NULL)
		rc = db_gc_add(h->db, GC_ORIGINAL, media.original_key, 0);
	if (rc == OK)
		rc = db_gc_add(h->db, GC_MEDIA, media.id.text, 0);
	if (rc == OK)
		rc = db_gc_add(
		    h->db, GC_STAGING, media.id.text, STAGING_DELAY_S);
	if (rc == OK)
		rc = db_gc_add(h->db, GC_SUBTITLE, media.id.text, 0);
	if (rc == OK)
		rc = db_media_delete(h->db, media.number);
	if (rc == OK)
		rc = event_of_media(h, EVENT_MEDIA_DELETED, &media);
	if (rc == OK)
		rc = note(h, "media.delete", &media, NULL);
	/* Somebody may attach it between the look and the deletion. */
	if (rc == CONFLICT)
		return refuse(h->refusal, CONFLICT, "media_in_use",
		    "A movie or an episode uses this media file.");
	return rc;
}

static enum outcome
commit(struct house *h, enum outcome (*unit)(void *), struct deed *deed,
    const char *event)
{
	enum outcome rc = db_transact(h->db, unit, deed);

	if (rc != OK)
		return rc;
	log_info(event, TEXT_PAIR("media_file", deed->id->text),
	    TEXT_PAIR("actor", h->actor));
	wake_workers(h->settings);
	return OK;
}

enum outcome
media_delete(struct house *h, const struct uuid *id, int64_t expected)
{
	struct deed deed = { .h = h, .id = id, .expected = expected };

	return commit(h, delete_unit, &deed, "media.deleted");
}

static enum outcome
lock_with_original(struct house *h, const struct uuid *id, struct media *media)
{
	enum outcome rc = db_media_lock(h->db, h->mem, id, media);

	if (rc == OK && media->original_key == NULL)
		return refuse(h->refusal, CONFLICT, "original_missing",
		    "The original of this media file is no longer there.");
	return rc;
}

static enum outcome
enqueue_process(struct house *h, const struct media *media, int64_t *id)
{
	if (media->revision == ABSENT)
		return job_enqueue(h, JOB_PROCESS, media->number, id);
	return job_enqueue_late(h, JOB_PROCESS, media->number, id);
}

static enum outcome
process_unit(void *context)
{
	struct deed *deed = context;
	struct house *h = deed->h;
	struct media media;
	enum outcome rc;
	int64_t job_id;

	rc = lock_with_original(h, deed->id, &media);
	if (rc != OK)
		return rc;
	rc = job_find_active(h, JOB_PROCESS, media.number, deed->out);
	if (rc == OK && deed->out->cancel)
		return refuse(h->refusal, CONFLICT, "job_stopping",
		    "Its job is being stopped; try again in a moment.");
	if (rc != NOT_FOUND)
		return rc;
	rc = state_requeued(h, media.number);
	if (rc == OK)
		rc = job_cancel_kind_of(h, JOB_LADDER, media.number);
	if (rc == OK)
		rc = enqueue_process(h, &media, &job_id);
	if (rc == OK)
		rc = db_job_find(h->db, h->mem, job_id, deed->out);
	if (rc == OK)
		rc = note(h, "media.process", &media,
		    field_print(job_fields, deed->out));
	return rc;
}

enum outcome
media_process(struct house *h, const struct uuid *id, struct job *out)
{
	struct deed deed = { .h = h, .id = id, .out = out };

	return commit(h, process_unit, &deed, "media.process");
}

static enum outcome
drop_unit(void *context)
{
	struct deed *deed = context;
	struct media media;
	enum outcome rc;

	rc = lock_with_original(deed->h, deed->id, &media);
	if (rc == OK)
		rc = title_expect(deed->h, media.version, deed->expected);
	if (rc == OK)
		rc = give_up_derived(deed->h, &media);
	return rc == OK ? note(deed->h, "media.drop", &media, NULL) : rc;
}

enum outcome
media_drop_derivatives(struct house *h, const struct uuid *id, int64_t expected)
{
	struct deed deed = { .h = h, .id = id, .expected = expected };

	return commit(h, drop_unit, &deed, "media.dropped");
}

static enum outcome
facts_unit(void *context)
{
	struct deed *deed = context;
	struct house *h = deed->h;
	enum outcome rc = job_hold_film(h, deed->job);

	if (rc != OK)
		return rc;
	return db_media_set_facts(h->db, deed->job->media_number, deed->facts);
}

enum outcome
media_note_facts(
    struct house *h, const struct job *job, const struct media_facts *facts)
{
	struct deed deed = { .h = h, .job = job, .facts = facts };

	return db_transact(h->db, facts_unit, &deed);
}

static enum outcome
hash_unit(void *context)
{
	struct deed *deed = context;
	struct house *h = deed->h;
	enum outcome rc = job_hold_film(h, deed->job);

	if (rc != OK)
		return rc;
	return db_media_set_sha256(
	    h->db, deed->job->media_number, deed->sha256);
}

enum outcome
media_note_hash(struct house *h, const struct job *job, const char *sha256)
{
	struct deed deed = { .h = h, .job = job, .sha256 = sha256 };

	return db_transact(h->db, hash_unit, &deed);
}

static enum outcome
insert_renditions(struct deed *deed)
{
	enum outcome rc = OK;

	for (size_t i = 0; rc == OK && i < deed->package->count; i++) {
		struct rendition rendition = deed->package->renditions[i];

		rendition.output_id = deed->job->output_id;
		rc = db_rendition_insert(deed->h->db, &rendition);
	}
	return rc;
}

/*
 * Gives the package its name under media/, which no other attempt can have:
 * the revision is this attempt's own.  A second call, after a deadlock, finds
 * it in place and does nothing.
 */
static enum outcome
place(struct house *h, const struct media *media, const struct deed *deed)
{
	char *key =
	    storage_revision_key(h->mem, &media->id, deed->job->output_id);
	char *target = storage_path(h->mem, h->settings, GC_MEDIA, key);
	char *parent =
	    storage_path(h->mem, h->settings, GC_MEDIA, media->id.text);
	enum outcome rc;

	if (access(deed->package->folder, F_OK) != 0 &&
	    access(target, F_OK) == 0)
		return OK;
	rc = file_rename_into(deed->package->folder, target);
	return rc == OK ? folder_sync_parent(parent) : rc;
}

/* A job of before that was told to stop may not have ended yet. */
static enum outcome
queue_rest(struct house *h, const struct deed *deed)
{
	int64_t id;
	enum outcome rc;

	if (deed->package->is_whole)
		return OK;
	rc = job_enqueue(h, JOB_LADDER, deed->job->media_number, &id);
	return rc == CONFLICT ? BUSY : rc;
}

static enum outcome
check_extended(
    struct house *h, const struct media *media, const struct package *package)
{
	if (package->extends == ABSENT || package->extends == media->revision)
		return OK;
	return refuse(h->refusal, CONFLICT, "revision_gone",
	    "What it was to be added to has been replaced meanwhile.");
}

static enum outcome
publish_unit(void *context)
{
	struct deed *deed = context;
	struct house *h = deed->h;
	const struct job *job = deed->job;
	const struct output output = {
		.id = job->output_id,
		.size_bytes = deed->package->size_bytes,
		.has_dash = true,
		.has_poster = deed->package->has_poster,
		.has_storyboard = deed->package->has_storyboard,
	};
	struct media before;
	enum outcome rc;

	rc = job_hold_film(h, job);
	if (rc == OK)
		rc = db_media_lock_number(
		    h->db, h->mem, job->media_number, &before);
	if (rc == OK)
		rc = check_extended(h, &before, deed->package);
	if (rc == OK)
		rc = db_output_ready(h->db, &output);
	if (rc == OK)
		rc = place(h, &before, deed);
	if (rc == OK)
		rc = insert_renditions(deed);
	if (rc == OK)
		rc = state_published(h, job->media_number, job->output_id,
		    deed->package->duration_ms, deed->package->is_whole);
	if (rc == OK)
		rc = subtitle_published(h, &before, job->output_id,
		    deed->package->subtitles, deed->package->subtitle_count);
	if (rc == OK && before.revision != ABSENT)
		rc = output_give_up(
		    h, &before.id, before.revision, REVISION_DELAY_S);
	if (rc == OK)
		rc = queue_rest(h, deed);
	/* Its worker cleans up, unless it is killed before it can. */
	if (rc == OK)
		rc = db_gc_add(h->db, GC_STAGING,
		    storage_revision_key(h->mem, &before.id, job->output_id),
		    STAGING_DELAY_S);
	return rc == OK ? job_close(h, job, deed->result) : rc;
}

enum outcome
media_publish(struct house *h, const struct job *job, struct attempt *result,
    const struct package *package)
{
	struct deed deed = {
		.h = h,
		.job = job,
		.result = result,
		.package = package,
	};
	enum outcome rc = db_transact(h->db, publish_unit, &deed);

	if (rc == OK && !package->is_whole)
		wake_workers(h->settings);
	return rc == UNAVAILABLE || rc == CONFLICT ? job_ask_again(h, job, rc)
						   : rc;
}
