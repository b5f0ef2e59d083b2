/* Uploads that are given up. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "house/audit.h"
#include "house/storage.h"
#include "house/upload_inside.h"
#include "sql/gc.h"

#define POSTPONE_S 900
#define SWEEP_BATCH 50

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
	/* What was begun in the book ends there, too. */
	if (rc == OK && sweep->row->kind == UPLOAD_TUS)
		rc = audit_note(h, "upload.drop", AUDIT_UPLOAD,
		    sweep->row->id.text, NULL, NULL);
	if (rc != OK)
		return rc == NOT_FOUND ? OK : rc;
	rc = db_media_find(h->db, h->mem, &sweep->row->id, &media);
	if (rc != NOT_FOUND)
		return rc;
	return db_gc_add(h->db, GC_ORIGINAL, sweep->row->id.text, 0);
}

enum outcome
upload_abort_row(struct house *h, const struct upload_row *row)
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
		.part_key = upload_part_key(h->mem, &upload->id),
		.kind = upload->is_kept ? UPLOAD_TUS : UPLOAD_STREAM,
	};

	upload->is_kept = false;

	/* The row may stay OPEN when the database is away: it expires. */
	if (upload_abort_row(h, &row) != OK)
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
	if (fd < 0)
		return errno != ENOENT; /* who knows: let it be for now */
	return flock(fd, LOCK_EX | LOCK_NB) != 0;
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
			rc = db_upload_postpone(
			    h->db, rows[i].number, POSTPONE_S);
		else
			rc = upload_abort_row(h, &rows[i]);
	}
	return rc;
}
