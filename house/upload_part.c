/* Uploads in parts: taking over, going on, keeping. */
#include "config.h"

#include "house/upload_part.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "house/auth.h"
#include "house/storage.h"
#include "house/upload_check.h"
#include "house/upload_inside.h"

#define GRIP_WAIT_MS 1000
#define GRIP_PAUSE_MS 10
#define NOTE_EVERY_BYTES ((int64_t)64 << 20)

/* Whoever wants to write has a lock there; no film is that long. */
#define KNOCK_BYTE (INT64_MAX - 1)

static enum outcome
gone(struct house *h)
{
	return refuse(h->refusal, NOT_FOUND, "upload_gone",
	    "This upload has expired or was given up.");
}

/* An id that somebody has heard of is no leave to write to it. */
static bool
is_theirs(const struct caller *caller, const struct upload_row *row)
{
	return caller == NULL || caller->role >= ROLE_ADMIN ||
	       caller->account == row->account;
}

enum outcome
upload_find(struct house *h, const struct uuid *id, struct upload_row *out)
{
	struct media media;
	enum outcome rc = db_upload_find(h->db, h->mem, id, out);

	if (rc != OK)
		return rc;
	if (out->kind != UPLOAD_TUS || !is_theirs(h->caller, out))
		return NOT_FOUND;
	if (out->state == UPLOAD_OPEN)
		return out->is_expired ? gone(h) : OK;
	if (out->state == UPLOAD_ABORTED)
		return gone(h);
	rc = db_media_find(h->db, h->mem, id, &media);
	return rc == NOT_FOUND ? gone(h) : rc;
}

/* Many may knock at once. */
static void
knock(const struct upload *upload)
{
	struct flock lock = { .l_type = F_RDLCK,
		.l_whence = SEEK_SET,
		.l_start = KNOCK_BYTE,
		.l_len = 1 };

	if (fcntl(upload->fd, F_OFD_SETLK, &lock) != 0)
		log_warn("upload.knock", NUMBER_PAIR("errno", errno));
}

bool
upload_is_wanted(const struct upload *upload)
{
	struct flock lock = { .l_type = F_WRLCK,
		.l_whence = SEEK_SET,
		.l_start = KNOCK_BYTE,
		.l_len = 1 };

	return fcntl(upload->fd, F_OFD_GETLK, &lock) == 0 &&
	       lock.l_type != F_UNLCK;
}

static void
stop_knocking(const struct upload *upload)
{
	struct flock lock = { .l_type = F_UNLCK,
		.l_whence = SEEK_SET,
		.l_start = KNOCK_BYTE,
		.l_len = 1 };

	if (fcntl(upload->fd, F_OFD_SETLK, &lock) != 0)
		log_warn("upload.knock", NUMBER_PAIR("errno", errno));
}

static bool
wait_for_lock(const struct upload *upload, void (*remind)(void))
{
	int64_t until_ms = clock_monotonic_ms() + GRIP_WAIT_MS;

	if (flock(upload->fd, LOCK_EX | LOCK_NB) == 0)
		return true;
	knock(upload);
	while (flock(upload->fd, LOCK_EX | LOCK_NB) != 0) {
		if (clock_monotonic_ms() > until_ms)
			return false;
		remind();
		clock_sleep_ms(GRIP_PAUSE_MS);
	}
	stop_knocking(upload);
	return true;
}

enum outcome
upload_grip(void *mem, const struct settings *settings, const struct uuid *id,
    void (*remind)(void), struct refusal *refusal, struct upload **out)
{
	struct upload *upload = upload_new(mem, settings, id);
	enum outcome rc = upload_open_file(upload, O_RDWR);

	upload->is_kept = true;
	if (rc == OK && !wait_for_lock(upload, remind))
		rc = refuse(refusal, BUSY, "upload_busy",
		    "Another request is writing to this upload.");
	if (rc == OK)
		*out = upload;
	else
		talloc_free(upload);
	return rc;
}

/*
 * Writing goes on at a whole block, so what follows the last one is read back
 * and written again with what comes.
 */
static enum outcome
read_tail(struct upload *upload, int64_t offset)
{
	size_t tail = (size_t)(offset % UPLOAD_BLOCK_BYTES), got;
	int flags = fcntl(upload->fd, F_GETFL);
	enum outcome rc;

	upload->written = offset - (int64_t)tail;
	upload->filled = tail;
	if (tail == 0)
		return OK;
	if (fcntl(upload->fd, F_SETFL, flags & ~O_DIRECT) != 0)
		log_warn("upload.flags", NUMBER_PAIR("errno", errno));
	rc = file_read_at(
	    upload->fd, upload->buffer, tail, upload->written, &got);
	if (fcntl(upload->fd, F_SETFL, flags) != 0)
		log_warn("upload.flags", NUMBER_PAIR("errno", errno));
	return rc == OK && got < tail ? FAILED : rc;
}

static enum outcome
cut_to(struct upload *upload, int64_t offset)
{
	upload->reserved = 0;
	if (ftruncate(upload->fd, offset) == 0)
		return OK;
	log_error("upload.truncate", TEXT_PAIR("upload", upload->id.text),
	    NUMBER_PAIR("errno", errno));
	return FAILED;
}

/* The row says what was promised; the file must have that, and keeps no
   more. */
static enum outcome
recover(struct upload *upload, const struct upload_row *row)
{
	struct stat file;
	enum outcome rc = OK;

	if (fstat(upload->fd, &file) != 0 || file.st_size < row->got_bytes) {
		log_error("upload.acknowledged_bytes_lost",
		    TEXT_PAIR("upload", row->id.text),
		    NUMBER_PAIR("acknowledged", row->got_bytes),
		    NUMBER_PAIR("found", file.st_size));
		return FAILED;
	}
	if (file.st_size > row->got_bytes) {
		log_info("upload.cut", TEXT_PAIR("upload", row->id.text),
		    NUMBER_PAIR("acknowledged", row->got_bytes),
		    NUMBER_PAIR("found", file.st_size));
		rc = cut_to(upload, row->got_bytes);
	}
	return rc == OK ? read_tail(upload, row->got_bytes) : rc;
}

static void
fill_in(struct upload *upload, const struct upload_row *row)
{
	upload->number = row->number;
	upload->file_name = row->file_name;
	upload->account = row->account;
	upload->announced = row->total_bytes;
	upload->noted = row->got_bytes;
}

/* Sealed, and then the database was away: the rest can be done now. */
static enum outcome
find_sealed(struct house *h, const struct upload_row *row, struct upload **out)
{
	struct upload *upload = upload_new(h->mem, h->settings, &row->id);
	int64_t size = file_size(
	    storage_path(h->mem, h->settings, GC_ORIGINAL, row->id.text));

	fill_in(upload, row);
	if (row->total_bytes == ABSENT || size != row->total_bytes) {
		log_error("upload.file_lost", TEXT_PAIR("upload", row->id.text),
		    NUMBER_PAIR("acknowledged", row->got_bytes));
		return FAILED;
	}
	upload->written = size;
	upload->is_kept = upload->is_sealed = true;
	*out = upload;
	return OK;
}

enum outcome
upload_resume(struct house *h, const struct uuid *id, struct upload **upload,
    struct upload_row *row)
{
	enum outcome rc = upload_find(h, id, row);
	bool is_gripped =
	    rc == OK && *upload != NULL && file_size((*upload)->path) >= 0;

	if (rc == OK && row->state == UPLOAD_OPEN && is_gripped) {
		fill_in(*upload, row);
		(*upload)->is_named = true;
		upload_make_buffer(*upload);
		rc = recover(*upload, row);
		return rc == OK ? upload_look_quota(h, *upload) : rc;
	}
	/* Whoever wrote to it has made it an original. */
	talloc_free(*upload);
	*upload = NULL;
	if (rc == OK && row->state == UPLOAD_OPEN)
		rc = find_sealed(h, row, upload);
	return rc;
}

bool
upload_is_whole(const struct upload *upload)
{
	return upload->announced != ABSENT &&
	       upload_received(upload) == upload->announced;
}

enum outcome
upload_announce(struct house *h, struct upload *upload, int64_t size_bytes)
{
	enum outcome rc;

	if (upload->announced == size_bytes)
		return OK;
	if (upload->announced != ABSENT || size_bytes < upload_received(upload))
		return refuse(h->refusal, CONFLICT, "length_is_fixed",
		    "The upload has another length already.");
	if (size_bytes > upload->max_bytes)
		return upload_refuse_size(upload->max_bytes, h->refusal);
	rc = upload_check_room(h, size_bytes - upload_received(upload));
	if (rc != OK)
		return rc;
	rc = upload_announce_row(h, upload, size_bytes);
	return rc == NOT_FOUND ? gone(h) : rc;
}

bool
upload_is_due(const struct upload *upload)
{
	return upload->filled == 0 &&
	       upload->written - upload->noted >= NOTE_EVERY_BYTES;
}

enum outcome
upload_flush(struct upload *upload, struct refusal *refusal)
{
	enum outcome rc = upload_write_rest(upload, refusal);

	if (rc != OK || fdatasync(upload->fd) == 0)
		return rc;
	log_error("upload.sync", TEXT_PAIR("upload", upload->id.text),
	    NUMBER_PAIR("errno", errno));
	return FAILED;
}

enum outcome
upload_note(struct house *h, struct upload *upload)
{
	enum outcome rc;

	rc = db_upload_alive(h->db, upload->number, upload->written,
	    upload->written, h->settings->upload_expires_s);
	if (rc != OK)
		return rc == NOT_FOUND ? gone(h) : rc;
	upload->noted = upload->written;
	return upload_look_quota(h, upload);
}

enum outcome
upload_discard(struct upload *upload)
{
	enum outcome rc = cut_to(upload, upload->noted);

	return rc == OK ? read_tail(upload, upload->noted) : rc;
}

enum outcome
upload_drop(struct house *h, const struct uuid *id)
{
	struct upload_row row;
	enum outcome rc = upload_find(h, id, &row);

	if (rc == OK && row.state == UPLOAD_DONE)
		return refuse(h->refusal, CONFLICT, "upload_finished",
		    "The upload has become a media file.");
	if (rc == OK)
		rc = upload_abort_row(h, &row);
	if (rc == OK)
		rc = file_remove(storage_path(
		    h->mem, h->settings, GC_INCOMING, row.part_key));
	return rc;
}
