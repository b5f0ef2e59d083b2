/* The one writer of originals. */
#include "config.h"

#include "house/upload.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/token.h"
#include "house/audit.h"
#include "house/job.h"
#include "house/storage.h"
#include "house/upload_check.h"
#include "house/upload_inside.h"
#include "house/wake.h"
#include "sql/gc.h"
#include "sql/upload.h"

/* Without a byte; one that comes in a single request. */
#define EXPIRES_S 900

/* So much room is taken at once. */
#define STEP_BYTES ((int64_t)256 << 20)

static int
forget(struct upload *upload)
{
	if (upload->is_named && !upload->is_kept &&
	    file_remove(upload->path) != OK)
		log_warn("upload.left", TEXT_PAIR("path", upload->path));
	file_auto_close(&upload->fd);
	free(upload->buffer);
	return 0;
}

char *
upload_part_key(void *mem, const struct uuid *id)
{
	return mem_printf(mem, "%s.part", id->text);
}

struct upload *
upload_new(void *mem, const struct settings *settings, const struct uuid *id)
{
	struct upload *upload = mem_new(mem, struct upload);

	upload->fd = -1;
	upload->account = upload->quota.limit = ABSENT;
	talloc_set_destructor(upload, forget);
	upload->id = *id;
	upload->settings = settings;
	upload->max_bytes = settings->max_upload_bytes;
	upload->path = storage_path(
	    upload, settings, GC_INCOMING, upload_part_key(upload, id));
	return upload;
}

void
upload_make_buffer(struct upload *upload)
{
	upload->buffer =
	    mem_check(aligned_alloc(UPLOAD_BLOCK_BYTES, UPLOAD_BUFFER_BYTES));
}

enum outcome
upload_open_file(struct upload *upload, int flags)
{
	upload->fd =
	    open(upload->path, flags | O_DIRECT | O_CLOEXEC | O_NOFOLLOW, 0640);
	if (upload->fd >= 0)
		return OK;
	if (errno == ENOENT)
		return NOT_FOUND;
	if (errno == EINVAL && (flags & O_CREAT) != 0)
		unlink(upload->path);
	return file_open(upload->path, flags, 0640, &upload->fd);
}

/* Asks for the room of what comes next, a step ahead of the bytes: large
   extents for those who send, and nothing for those who only announce. */
static enum outcome
reserve(struct upload *upload, struct refusal *refusal)
{
	int64_t from = upload->written;
	int64_t length = upload->announced - from;

	if (upload_received(upload) <= upload->reserved)
		return OK;
	if (length > STEP_BYTES)
		length = STEP_BYTES;
	if (fallocate(upload->fd, FALLOC_FL_KEEP_SIZE, from, length) != 0 &&
	    errno == ENOSPC)
		return refuse(refusal, NO_SPACE, "disk_full",
		    "There is not enough free disk space for this.");
	upload->reserved = from + length;
	/* Jobs have written meanwhile. */
	return storage_room(upload->settings, 0, refusal);
}

enum outcome
upload_check_room(struct house *h, int64_t bytes)
{
	int64_t awaited;
	enum outcome rc = db_upload_awaited(h->db, &awaited);

	if (rc != OK)
		return rc;
	return storage_room(h->settings,
	    bytes < INT64_MAX - awaited ? bytes + awaited : INT64_MAX,
	    h->refusal);
}

/* The lock tells the sweep, and other requests, that somebody is writing. */
static enum outcome
make_file(struct house *h, struct upload *upload)
{
	enum outcome rc = upload_open_file(upload, O_RDWR | O_CREAT | O_EXCL);

	if (rc != OK)
		return rc;
	upload->is_named = true;
	flock(upload->fd, LOCK_EX | LOCK_NB);
	/* Others may have asked at the same instant; its row counts by now. */
	rc = upload_check_room(h, 0);
	if (rc == OK && upload->is_kept)
		rc = file_sync(upload->fd, upload->path);
	return rc == OK ? folder_sync_parent(upload->path) : rc;
}

static enum outcome
check_claim(struct house *h, const struct upload_claim *claim, char **name)
{
	enum outcome rc = upload_check(h, claim, name);

	if (rc != OK)
		return rc;
	return upload_check_room(h, claim->size_bytes != ABSENT
					? claim->size_bytes
					: claim->bound_bytes);
}

enum outcome
upload_open(
    struct house *h, const struct upload_claim *claim, struct upload **out)
{
	const struct uuid id = uuid_new();
	struct upload *upload = upload_new(h->mem, h->settings, &id);
	enum outcome rc = check_claim(h, claim, &upload->file_name);

	if (rc != OK)
		return rc;
	upload->announced = claim->size_bytes;
	upload->is_kept = claim->is_in_parts;
	upload->max_bytes = upload_limit(h->settings, claim);
	upload_make_buffer(upload);
	rc = upload_insert_row(h, claim, upload,
	    claim->is_in_parts ? h->settings->upload_expires_s : EXPIRES_S);
	if (rc == OK)
		rc = make_file(h, upload);
	if (rc == OK) {
		log_info("upload.opened", TEXT_PAIR("upload", upload->id.text),
		    NUMBER_PAIR("announced",
			upload->announced != ABSENT ? upload->announced : -1));
		*out = upload;
	} else if (upload->number != 0) {
		upload_abort(h, upload);
	}
	return rc;
}

char *
upload_room(struct upload *upload, size_t *room)
{
	*room = UPLOAD_BUFFER_BYTES - upload->filled;
	return upload->buffer + upload->filled;
}

static enum outcome
write_out(struct upload *upload, struct refusal *refusal)
{
	enum outcome rc = OK;

	if (upload->announced == ABSENT)
		rc = storage_room(
		    upload->settings, (int64_t)upload->filled, refusal);
	else
		rc = reserve(upload, refusal);
	if (rc == OK)
		rc = file_write_at(upload->fd, upload->buffer, upload->filled,
		    upload->written);
	if (rc == NO_SPACE && refusal->code == NULL)
		rc =
		    refuse(refusal, NO_SPACE, "disk_full", "The disk is full.");
	if (rc != OK)
		return rc;
	upload->written += (int64_t)upload->filled;
	upload->filled = 0;
	return OK;
}

enum outcome
upload_fill(struct upload *upload, size_t count, struct refusal *refusal)
{
	enum outcome rc = OK;

	upload->filled += count;
	if (upload_received(upload) > upload->max_bytes)
		return upload_refuse_size(upload->max_bytes, refusal);
	if (upload->announced != ABSENT &&
	    upload_received(upload) > upload->announced)
		return refuse(refusal, MALFORMED, "body_cut",
		    "More bytes arrived than were announced.");
	if (upload->announced == ABSENT)
		rc = quota_check(
		    &upload->quota, upload_received(upload), refusal);
	if (rc != OK || upload->filled < UPLOAD_BUFFER_BYTES)
		return rc;
	return write_out(upload, refusal);
}

enum outcome
upload_append(struct upload *upload, const void *bytes, size_t count,
    struct refusal *refusal)
{
	const char *at = bytes;
	enum outcome rc = OK;

	while (rc == OK && count > 0) {
		size_t room;
		char *place = upload_room(upload, &room);

		if (room > count)
			room = count;
		memcpy(place, at, room);
		at += room;
		count -= room;
		rc = upload_fill(upload, room, refusal);
	}
	return rc;
}

int64_t
upload_received(const struct upload *upload)
{
	return upload->written + (int64_t)upload->filled;
}

int64_t
upload_announced(const struct upload *upload)
{
	return upload->announced;
}

const struct uuid *
upload_id(const struct upload *upload)
{
	return &upload->id;
}

enum outcome
upload_alive(struct house *h, struct upload *upload)
{
	/* The row counts no more than was announced, or nothing at all. */
	int64_t got = upload->announced == ABSENT ? 0 : upload->written;
	enum outcome rc = db_upload_alive(
	    h->db, upload->number, got, upload_received(upload), EXPIRES_S);

	return rc == OK ? upload_look_quota(h, upload) : rc;
}

/* The last piece is no full block, which O_DIRECT would refuse. */
enum outcome
upload_write_rest(struct upload *upload, struct refusal *refusal)
{
	int flags = fcntl(upload->fd, F_GETFL);

	if (upload->filled == 0)
		return OK;
	if (fcntl(upload->fd, F_SETFL, flags & ~O_DIRECT) != 0)
		log_warn("upload.flags", NUMBER_PAIR("errno", errno));
	return write_out(upload, refusal);
}

static enum outcome
make_durable(struct upload *upload, struct refusal *refusal)
{
	enum outcome rc = upload_write_rest(upload, refusal);

	if (rc != OK)
		return rc;
	/* Room that was asked for and not used goes back. */
	if (ftruncate(upload->fd, upload->written) != 0)
		log_warn("upload.truncate", NUMBER_PAIR("errno", errno));
	return file_sync(upload->fd, upload->path);
}

static enum outcome
check_whole(const struct upload *upload, struct refusal *refusal)
{
	int64_t received = upload_received(upload);

	if (upload->announced != ABSENT && received != upload->announced)
		return refuse(refusal, MALFORMED, "body_cut",
		    "%" PRId64 " bytes were announced, %" PRId64 " arrived.",
		    upload->announced, received);
	if (received == 0)
		return refuse(
		    refusal, INVALID, "empty_file", "The file is empty.");
	return OK;
}

enum outcome
upload_seal(struct upload *upload, struct refusal *refusal)
{
	char *original = storage_path(
	    upload, upload->settings, GC_ORIGINAL, upload->id.text);
	enum outcome rc;

	if (upload->is_sealed)
		return OK;
	rc = check_whole(upload, refusal);
	if (rc == OK)
		rc = make_durable(upload, refusal);
	if (rc == OK)
		rc = file_rename_new(upload->path, original);
	if (rc == OK)
		upload->is_named = false;
	upload->is_sealed = rc == OK;
	return rc;
}

enum outcome
upload_settle(struct upload *upload, struct refusal *refusal)
{
	enum outcome rc = check_whole(upload, refusal);

	if (rc == OK)
		rc = make_durable(upload, refusal);
	if (rc == OK)
		upload->is_kept = true;
	return rc;
}

enum outcome
upload_hand_over(struct house *h, struct upload *upload, char **key)
{
	*key = upload_part_key(h->mem, &upload->id);
	return db_upload_done(h->db, upload->number, upload->written, ABSENT);
}

struct finish {
	struct house *h;
	struct upload *upload;
	struct media *out;
};

static enum outcome
finish_unit(void *context)
{
	struct finish *finish = context;
	struct house *h = finish->h;
	struct upload *upload = finish->upload;
	int64_t number, job_id;
	enum outcome rc;

	rc = upload_check_quota(h, upload);
	if (rc == OK)
		rc = db_media_insert(h->db, &upload->id, upload->id.text,
		    upload->file_name, upload->written, &number);
	if (rc == OK)
		rc = db_upload_done(
		    h->db, upload->number, upload->written, number);
	if (rc == OK)
		rc = job_enqueue(h, JOB_PROCESS, number, &job_id);
	if (rc == OK)
		rc = db_media_find_number(h->db, h->mem, number, finish->out);
	if (rc == OK)
		rc = audit_note(h, "media.create", AUDIT_MEDIA, upload->id.text,
		    NULL, field_print(media_fields, finish->out));
	return rc;
}

/*
 * Once the file is an original, only the row decides: when the answer to the
 * commit was lost, the file may belong to a media file already, so it stays,
 * and the sweep asks the row.
 */
enum outcome
upload_finish(struct house *h, struct upload *upload, struct media *out)
{
	struct finish finish = { h, upload, out };
	enum outcome rc = upload_seal(upload, h->refusal);

	if (rc == OK)
		rc = db_transact(h->db, finish_unit, &finish);
	if ((rc == UNAVAILABLE || rc == CONFLICT) &&
	    db_media_find(h->db, h->mem, &upload->id, out) == OK)
		rc = OK;
	if (rc == OK) {
		log_info("upload.finished",
		    TEXT_PAIR("upload", upload->id.text),
		    NUMBER_PAIR("size_bytes", upload->written));
		wake_workers(h->settings);
	}
	return rc;
}
