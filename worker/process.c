/* The steps that make a package of a film, but for the encode itself. */
#include "config.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "film/probe.h"
#include "film/storyboard.h"
#include "house/storage.h"
#include "worker/package.h"
#include "worker/playlist.h"
#include "worker/task.h"

/* Fewer missing pictures than this share nobody sees. */
#define MISSING_SHARE 20

static bool
is_stopped(void *context)
{
	return stop_reason(context) != STOP_NONE;
}

/* The sentences as a JSON array, or NULL when there are none. */
static const char *
warnings_of(void *mem, const struct text_list *warnings)
{
	struct json_object *array;
	const char *text;

	if (warnings->count == 0)
		return NULL;
	array = json_object_new_array();
	for (size_t i = 0; i < warnings->count; i++)
		json_object_array_add(
		    array, json_object_new_string(warnings->items[i]));
	text = mem_text(mem, json_object_to_json_string(array));
	json_object_put(array);
	return text;
}

enum outcome
process_note_facts(struct task *task)
{
	const struct film *film = task->film;
	struct media_facts facts = {
		.duration_ms = film->duration_ms,
		.width = film->video.width,
		.height = film->video.height,
		.probe = film->json,
		.warnings = warnings_of(task->h.mem, &film->warnings),
	};

	return media_note_facts(&task->h, task->job, &facts);
}

enum outcome
process_look(struct task *task)
{
	struct probe_watch watch = { is_stopped, task->stop };
	struct house *h = &task->h;
	enum outcome rc;

	rc = db_media_find_number(
	    h->db, h->mem, task->job->media_number, &task->media);
	if (rc != OK)
		return rc;
	if (task->media.original_key == NULL)
		return refuse(h->refusal, INVALID, "original_missing",
		    "The original of this media file is no longer there.");
	task->original = storage_path(
	    h->mem, h->settings, GC_ORIGINAL, task->media.original_key);
	rc = probe_film(h->mem, h->settings, task->original, &watch,
	    &task->film, h->refusal);
	if (rc == NOT_FOUND)
		return refuse(h->refusal, INVALID, "original_missing",
		    "The original of this media file is not on the disk.");
	return rc;
}

enum outcome
process_probe(struct task *task)
{
	enum outcome rc = process_look(task);

	return rc == OK ? process_note_facts(task) : rc;
}

/* A folder for each track, in a staging folder of this attempt's own. */
static enum outcome
make_folders(struct task *task)
{
	const struct plan *plan = task->plan;
	struct house *h = &task->h;
	enum outcome rc = OK;

	for (size_t i = 0; rc == OK && i < plan->video_count; i++)
		rc = folder_make(mem_printf(
		    h->mem, "%s/%s", task->staging, plan->videos[i].name));
	for (size_t i = 0; rc == OK && i < plan->sound_count; i++)
		rc = folder_make(mem_printf(
		    h->mem, "%s/%s", task->staging, plan->sounds[i].name));
	return rc;
}

/* Whoever leaves something out says so. */
static enum outcome
note_left_out(struct task *task)
{
	size_t count = task->film->audio_count;

	if (count <= PLAN_MAX_SOUNDS)
		return OK;
	film_warn(task->film, "It has %zu sound tracks; the first %d are kept.",
	    count, PLAN_MAX_SOUNDS);
	return process_note_facts(task);
}

/*
 * What attempts before this one left of the revision goes first: their leases
 * are gone, so nobody may use it, and a worker that was killed cannot clean
 * up after itself.
 */
enum outcome
process_stage(struct task *task)
{
	const struct job *job = task->job;
	struct house *h = &task->h;
	enum outcome rc;

	rc = folder_remove_tree(storage_path(h->mem, h->settings, GC_STAGING,
	    storage_revision_key(h->mem, &task->media.id, job->output_id)));
	if (rc == OK)
		rc = storage_room(
		    h->settings, task->plan->disk_bytes, h->refusal);
	if (rc != OK)
		return rc;
	task->staging = storage_path(h->mem, h->settings, GC_STAGING,
	    storage_attempt_key(h->mem, &task->media.id, job->output_id,
		job->id, job->attempt));
	task->folder = mem_printf(h->mem, "%s/package", task->staging);
	return make_folders(task);
}

/* A film that plays already loses nothing by waiting for the whole, and a
   short one gains nothing by being done in two parts. */
enum outcome
process_plan(struct task *task)
{
	struct house *h = &task->h;
	const struct film *film = task->film;
	enum outcome rc;

	task->plan = plan_make(h->mem, film, h->settings);
	task->is_whole = task->plan->video_count == 1 ||
			 task->media.revision != ABSENT ||
			 film->duration_ms < h->settings->early_from_s * 1000;
	if (!task->is_whole)
		task->plan = plan_first(h->mem, task->plan, film, h->settings);
	rc = process_stage(task);
	return rc == OK ? note_left_out(task) : rc;
}

static struct verify_wish *
wishes_of(struct task *task, size_t *count)
{
	const struct plan *plan = task->plan;
	struct verify_wish *wishes = mem_array(task->h.mem, struct verify_wish,
	    plan->video_count + plan->sound_count);

	*count = 0;
	for (size_t i = 0; i < plan->video_count; i++)
		wishes[(*count)++] = (struct verify_wish){
			.name = plan->videos[i].name,
			.duration_us = plan->span_us,
			.frames = task->frames,
		};
	for (size_t i = 0; i < plan->sound_count; i++)
		wishes[(*count)++] = (struct verify_wish){
			.name = plan->sounds[i].name,
			.duration_us = plan->sounds[i].span_us,
			.frames = ABSENT,
		};
	return wishes;
}

static struct playlist_sound *
sounds_of(struct task *task, size_t *count)
{
	const struct plan *plan = task->plan;
	struct playlist_sound *sounds = mem_array(task->h.mem,
	    struct playlist_sound, plan->sound_count + task->there_count);

	*count = 0;
	for (size_t i = 0; i < plan->sound_count; i++)
		sounds[(*count)++] = (struct playlist_sound){
			.track = plan->sounds[i].name,
			.language = plan->sounds[i].language,
			.label = plan->sounds[i].label,
			.is_default = plan->sounds[i].is_default,
			.by_choice_only = plan->sounds[i].is_commentary,
		};
	for (size_t i = 0; i < task->there_count; i++)
		if (task->there[i].kind == RENDITION_AUDIO)
			sounds[(*count)++] = ladder_sound(&task->there[i]);
	return sounds;
}

/* What no film can be blamed for: files that are not what was written. */
static const char *const passing_damage[] = { "init_damaged", "segment_damaged",
	"segment_missing", "index_damaged", "playlist_damaged",
	"subtitle_damaged", "image_damaged" };

static bool
is_passing(const char *code)
{
	for (size_t i = 0; i < ARRAY_SIZE(passing_damage); i++) {
		if (strcmp(passing_damage[i], code) == 0)
			return true;
	}
	return false;
}

/* ffmpeg says nothing when the disk is full, so what came out damaged is the
   film's fault only while there is room and the damage is of its kind. */
static enum outcome
judge(struct task *task, enum outcome rc)
{
	const struct refusal *refusal = &task->refusal;

	if (rc != INVALID)
		return rc;
	if (task_disk_is_full(task))
		return NO_SPACE;
	if (!is_passing(refusal->code))
		return rc;
	task->failure =
	    (struct job_failure){ refusal->code, refusal->message, false };
	return UNAVAILABLE;
}

/* Of full length, but not of whole skin: it plays, and its owner is told. */
static enum outcome
note_complaints(struct task *task)
{
	if (task->complaints == 0)
		return OK;
	film_warn(task->film,
	    "Some of it is damaged; pictures or sound may be broken there.");
	return process_note_facts(task);
}

/*
 * Pictures that are missing or broken are filled up with the one before, so
 * that the film keeps its length; whoever owns it is told.  What a variable
 * frame rate explains does not count.
 */
static enum outcome
note_repeats(struct task *task)
{
	const struct film *film = task->film;
	double made = (double)task->frames;
	double there = rate_real(film->video.average_fps) *
		       (double)film->video.span_us / 1e6;
	double explained = made > there ? made - there : 0;
	double missing = (double)task->repeats - explained;

	/* Whoever made what is there has said so. */
	if (task->extends != ABSENT)
		return OK;
	if (missing <= made / MISSING_SHARE)
		return note_complaints(task);
	film_warn(task->film,
	    "About %.0f %% of its pictures are missing or broken; the ones "
	    "before them are shown instead.",
	    missing * 100 / made);
	return process_note_facts(task);
}

static struct package_order
order_of(struct task *task)
{
	struct package_order order = {
		.staged = {
		    .folder = task->staging,
		    .target_us = task->plan->segment_us,
		},
		.folder = task->folder,
		.subtitles = &task->subtitles,
	};

	order.sounds = sounds_of(task, &order.sound_count);
	order.staged.wishes = wishes_of(task, &order.staged.wish_count);
	return order;
}

enum outcome
process_package(struct task *task)
{
	const struct package_order order = order_of(task);
	enum outcome rc =
	    package_tracks(task->h.mem, &order, &task->tracks, task->h.refusal);

	return rc == OK ? note_repeats(task) : judge(task, rc);
}

static bool
has_file(struct task *task, const char *name)
{
	return file_size(mem_printf(task->h.mem, "%s/%s", task->folder, name)) >
	       0;
}

enum outcome
process_lists(struct task *task)
{
	const struct package_order order = order_of(task);
	enum outcome rc;

	rc = subtitles_find(&task->h, &task->media, &task->subtitles);
	if (rc != OK)
		return rc;
	rc = package_lists(&order, &task->tracks, task->h.refusal);
	if (rc != OK)
		return judge(task, rc);
	task->package_bytes = folder_size(task->folder);
	task->has_poster = has_file(task, "poster.jpg");
	task->has_storyboard = has_file(task, STORYBOARD_LIST);
	return folder_sync_tree(task->folder);
}

static const struct plan_sound *
sound_of(const struct plan *plan, const char *name)
{
	for (size_t i = 0; i < plan->sound_count; i++) {
		if (strcmp(plan->sounds[i].name, name) == 0)
			return &plan->sounds[i];
	}
	return NULL;
}

static const struct rendition *
row_of(const struct task *task, const char *name)
{
	for (size_t i = 0; i < task->there_count; i++)
		if (strcmp(task->there[i].name, name) == 0)
			return &task->there[i];
	return NULL;
}

static struct rendition
rendition_of(struct task *task, const struct mp4_track *track)
{
	const struct rendition *row = row_of(task, track->name);
	bool is_video = track->init.kind == MP4_VIDEO;
	const struct plan_sound *sound = sound_of(task->plan, track->name);
	struct playlist_rate rate = playlist_rate(track);
	struct rational fps = task->plan->fps;

	if (row != NULL)
		return *row;
	return (struct rendition){
		.kind = is_video ? RENDITION_VIDEO : RENDITION_AUDIO,
		.name = mem_text(task->h.mem, track->name),
		.codec = mem_text(task->h.mem, track->init.codecs),
		.language = sound != NULL ? sound->language : NULL,
		.label = sound != NULL ? sound->label : NULL,
		.width = is_video ? track->init.width : ABSENT,
		.height = is_video ? track->init.height : ABSENT,
		.frame_rate =
		    is_video ? (double)fps.num / (double)fps.den : (double)NAN,
		.channels = is_video ? ABSENT : track->init.channels,
		.bandwidth = rate.peak,
		.average_bandwidth = rate.average,
		.segments = (int64_t)track->segment_count,
		.size_bytes = track_bytes(track),
		.is_default = sound != NULL && sound->is_default,
		.by_choice_only = sound != NULL && sound->is_commentary,
	};
}

enum outcome
process_publish(struct task *task)
{
	size_t count = task->tracks.count;
	struct rendition *renditions =
	    mem_array(task->h.mem, struct rendition, count);
	struct package package = {
		.folder = task->folder,
		.renditions = renditions,
		.count = count,
		.subtitles = task->subtitles.copies,
		.subtitle_count = task->subtitles.count,
		.size_bytes = task->package_bytes,
		.is_whole = task->is_whole,
		.extends = task->extends,
		.has_poster = task->has_poster,
		.has_storyboard = task->has_storyboard,
	};

	package.duration_ms = track_time_us(&task->tracks.items[0],
				  track_duration(&task->tracks.items[0])) /
			      1000;
	for (size_t i = 0; i < count; i++)
		renditions[i] = rendition_of(task, &task->tracks.items[i]);
	return media_publish(&task->h, task->job, &task->result, &package);
}

/* The attempt's own folder, and those above it where they are empty now. */
void
process_clean(struct task *task)
{
	char *path = task->staging;

	if (path == NULL || folder_remove_tree(path) != OK)
		return;
	for (int level = 0; level < 2; level++) {
		*strrchr(path, '/') = '\0';
		rmdir(path);
	}
}
