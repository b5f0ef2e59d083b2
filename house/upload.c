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
#include "house/wake.h"
#include "sql/gc.h"
#include "sql/upload.h"

/* Full blocks of this size go to the disk past the page cache, which is the
   cheapest and steadiest way there (measured: 0.3 CPU seconds a GB). */
#define BUFFER_BYTES ((size_t)4 << 20)
#define BLOCK_BYTES 4096
#define EXPIRES_S 900
#define SWEEP_BATCH 50

struct upload {
	struct uuid id;
	int64_t number;
	const struct settings *settings;
	char *file_name;
	char *path;
	int fd;
	char *buffer;
	size_t filled;
	int64_t written;   /* bytes in the file; the buffer's come on top */
	int64_t announced; /* ABSENT: not known */
	bool is_named;     /* the file exists */
	bool is_sealed;    /* it is an original */
};

static int
forget(struct upload *upload)
{
	if (upload->is_named && file_remove(upload->path) != OK)
		log_warn("upload.left", TEXT_PAIR("path", upload->path));
	file_auto_close(&upload->fd);
	free(upload->buffer);
	return 0;
}

static char *
part_key(void *mem, const struct uuid *id)
{
	return mem_printf(mem, "%s.part", id->text);
}

/*
 * Opens the part file past the page cache where the file system allows it,
 * takes its lock (which tells the sweep that somebody is writing) and asks
 * for the room now rather than at the last byte.
 */
static enum outcome
make_file(struct upload *upload, struct refusal *refusal)
{
	int flags = O_WRONLY | O_CREAT | O_EXCL;
	enum outcome rc;

	upload->fd =
	    open(upload->path, flags | O_DIRECT | O_CLOEXEC | O_NOFOLLOW, 0640);
	if (upload->fd < 0 && errno == EINVAL)
		unlink(upload->path);
	if (upload->fd < 0) {
		rc = file_open(upload->path, flags, 0640, &upload->fd);
		if (rc != OK)
			return rc;
	}
	upload->is_named = true;
	flock(upload->fd, LOCK_EX | LOCK_NB);
	if (upload->announced != ABSENT && upload->announced > 0 &&
	    fallocate(upload->fd, FALLOC_FL_KEEP_SIZE, 0, upload->announced) !=
		0 &&
	    errno == ENOSPC)
		return refuse(refusal, NO_SPACE, "disk_full",
		    "There is not enough free disk space for this.");
	return folder_sync_parent(upload->path);
}

static enum outcome
insert_row(struct house *h, struct upload *upload)
{
	struct upload_row row = {
		.id = upload->id,
		.file_name = upload->file_name,
		.part_key = part_key(h->mem, &upload->id),
		.total_bytes = upload->announced,
	};

	return db_upload_insert(h->db, &row, EXPIRES_S, &upload->number);
}

enum outcome
upload_open(
    struct house *h, const struct upload_claim *claim, struct upload **out)
{
	struct upload *upload = mem_new(h->mem, struct upload);
	char *key;
	enum outcome rc;

	upload->fd = -1;
	talloc_set_destructor(upload, forget);
	rc = upload_check(h, claim, &upload->file_name);
	if (rc == OK)
		rc = storage_room(h->settings,
		    claim->size_bytes != ABSENT ? claim->size_bytes
						: claim->bound_bytes,
		    h->refusal);
	if (rc != OK)
		return rc;
	upload->id = uuid_new();
	upload->settings = h->settings;
	upload->announced = claim->size_bytes;
	key = part_key(h->mem, &upload->id);
	upload->path = storage_path(upload, h->settings, GC_INCOMING, key);
	upload->buffer = mem_check(aligned_alloc(BLOCK_BYTES, BUFFER_BYTES));
	rc = insert_row(h, upload);
	if (rc == OK)
		rc = make_file(upload, h->refusal);
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
	*room = BUFFER_BYTES - upload->filled;
	return upload->buffer + upload->filled;
}

static enum outcome
write_out(struct upload *upload, struct refusal *refusal)
{
	enum outcome rc = OK;

	if (upload->announced == ABSENT)
		rc = storage_room(
		    upload->settings, (int64_t)upload->filled, refusal);
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
	upload->filled += count;
	if (upload_received(upload) > upload->settings->max_upload_bytes)
		return upload_refuse_size(upload->settings, refusal);
	if (upload->announced != ABSENT &&
	    upload_received(upload) > upload->announced)
		return refuse(refusal, MALFORMED, "body_cut",
		    "More bytes arrived than were announced.");
	if (upload->filled < BUFFER_BYTES)
		return OK;
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

enum outcome
upload_alive(struct house *h, struct upload *upload)
{
	/* The row counts no more than was announced, or nothing at all. */
	int64_t got = upload->announced == ABSENT ? 0 : upload->written;

	return db_upload_alive(h->db, upload->number, got, EXPIRES_S);
}

/* The last piece is no full block, which O_DIRECT would refuse. */
static enum outcome
make_durable(
    struct upload *upload, const char *original, struct refusal *refusal)
{
	int flags = fcntl(upload->fd, F_GETFL);
	enum outcome rc;

	if (upload->filled > 0) {
		if (fcntl(upload->fd, F_SETFL, flags & ~O_DIRECT) != 0)
			log_warn("upload.flags", NUMBER_PAIR("errno", errno));
		rc = write_out(upload, refusal);
		if (rc != OK)
			return rc;
	}
	/* Room that was asked for and not used goes back. */
	if (ftruncate(upload->fd, upload->written) != 0)
		log_warn("upload.truncate", NUMBER_PAIR("errno", errno));
	rc = file_sync(upload->fd, upload->path);
	if (rc == OK)
		rc = file_rename_new(upload->path, original);
	if (rc == OK)
		upload->is_named = false;
	return rc;
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
	enum outcome rc = check_whole(upload, refusal);

	if (rc == OK)
		rc = make_durable(upload, original, refusal);
	upload->is_sealed = rc == OK;
	return rc;
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
	enum outcome rc = OK;

	if (!upload->is_sealed)
		rc = upload_seal(upload, h->refusal);
	if (rc == OK)
		rc = db_transact(h->db, finish_unit, &finish);
	if (rc == UNAVAILABLE &&
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

struct sweep {
	struct house *h;
	const struct upload_row *row;
};

/* An original without a media file is one whose last step was cut short. */
static enum outcome
abort_unit(void *context)
{
	struct sweep *sweep = context;
	struct house *h = sweep->h;
	struct media media;
	enum outcome rc;

	rc = db_upload_aborted(h->db, sweep->row->number);
	if (rc == OK)
		rc = db_gc_add(h->db, GC_INCOMING, sweep->row->part_key, 0);
	if (rc != OK)
		return rc == NOT_FOUND ? OK : rc;
	rc = db_media_find(h->db, h->mem, &sweep->row->id, &media);
	if (rc != NOT_FOUND)
		return rc;
	return db_gc_add(h->db, GC_ORIGINAL, sweep->row->id.text, 0);
}

static enum outcome
abort_row(struct house *h, const struct upload_row *row)
{
	struct sweep sweep = { h, row };

	log_info("upload.aborted", TEXT_PAIR("upload", row->id.text));
	return db_transact(h->db, abort_unit, &sweep);
}

void
upload_abort(struct house *h, struct upload *upload)
{
	struct upload_row row = {
		.id = upload->id,
		.number = upload->number,
		.part_key = part_key(h->mem, &upload->id),
	};

	/* The row may stay OPEN when the database is away: it expires. */
	if (abort_row(h, &row) != OK)
		log_warn("upload.open", TEXT_PAIR("upload", row.id.text));
	talloc_free(upload);
}

/* Does a process of this machine still write to it? */
static bool
is_written(struct house *h, const struct upload_row *row)
{
	AUTO_FD int fd = -1;

	fd = open(storage_path(h->mem, h->settings, GC_INCOMING, row->part_key),
	    O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	return fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0;
}

enum outcome
upload_sweep(struct house *h)
{
	struct upload_row *rows;
	enum outcome rc;
	size_t count;

	rc = db_upload_expired(h->db, h->mem, SWEEP_BATCH, &rows, &count);
	for (size_t i = 0; rc == OK && i < count; i++) {
		if (is_written(h, &rows[i]))
			rc = db_upload_alive(
			    h->db, rows[i].number, 0, EXPIRES_S);
		else
			rc = abort_row(h, &rows[i]);
	}
	return rc;
}
