/* The rows of uploads, as far as somebody's quota depends on them. */
#include "config.h"

#include "base/mem.h"
#include "house/audit.h"
#include "house/auth.h"
#include "house/upload_inside.h"

struct deed {
	struct house *h;
	struct upload *upload;
	const struct upload_row *row;
	int64_t expires_s;
	int64_t number;
	int64_t size_bytes;
};

static enum outcome
look(struct house *h, struct upload *upload)
{
	return quota_look(h, upload->account, upload->number, &upload->quota);
}

static enum outcome
look_and_check(struct house *h, struct upload *upload, int64_t bytes)
{
	enum outcome rc = look(h, upload);

	return rc == OK ? quota_check(&upload->quota, bytes, h->refusal) : rc;
}

/* Each costs a file and a row, however little it announces.  The account's row
   is locked by now. */
static enum outcome
check_count(struct house *h, const struct upload *upload)
{
	enum outcome rc;
	int64_t count;

	if (upload->account == ABSENT)
		return OK;
	rc = db_upload_count_own(h->db, upload->account, &count);
	if (rc != OK || count < UPLOAD_OPEN_MAX)
		return rc;
	return refuse(h->refusal, CONFLICT, "too_many_uploads",
	    "An account may have at most %d unfinished uploads.",
	    UPLOAD_OPEN_MAX);
}

static enum outcome
insert_unit(void *context)
{
	struct deed *deed = context;
	struct house *h = deed->h;
	const struct upload_row *row = deed->row;
	enum outcome rc = look_and_check(h, deed->upload, row->held_bytes);

	if (rc == OK)
		rc = check_count(h, deed->upload);
	if (rc == OK)
		rc = db_upload_insert(
		    h->db, row, deed->expires_s, &deed->number);
	/* One in a single request is noted once it is a media file. */
	if (rc == OK && row->kind == UPLOAD_TUS)
		rc = audit_note(h, "upload.begin", AUDIT_UPLOAD, row->id.text,
		    NULL, field_print(upload_fields, row));
	return rc;
}

enum outcome
upload_insert_row(struct house *h, const struct upload_claim *claim,
    struct upload *upload, int64_t expires_s)
{
	struct upload_row row;
	struct deed deed = {
		.h = h, .upload = upload, .row = &row, .expires_s = expires_s
	};
	enum outcome rc;

	if (h->caller != NULL)
		upload->account = h->caller->account;
	field_clear(upload_fields, &row);
	row.id = upload->id;
	row.file_name = upload->file_name;
	row.part_key = upload_part_key(h->mem, &upload->id);
	row.total_bytes = upload->announced;
	row.got_bytes = 0;
	row.kind = claim->is_in_parts ? UPLOAD_TUS : UPLOAD_STREAM;
	row.account = upload->account;
	row.login =
	    h->caller != NULL ? mem_text(h->mem, h->caller->login) : NULL;
	row.held_bytes = upload->announced != ABSENT ? upload->announced
						     : claim->bound_bytes;
	row.metadata = mem_text(h->mem, claim->metadata);
	rc = db_transact(h->db, insert_unit, &deed);
	if (rc == OK)
		upload->number = deed.number;
	return rc;
}

static enum outcome
announce_unit(void *context)
{
	struct deed *deed = context;
	enum outcome rc =
	    look_and_check(deed->h, deed->upload, deed->size_bytes);

	if (rc != OK)
		return rc;
	return db_upload_set_total(
	    deed->h->db, deed->upload->number, deed->size_bytes);
}

enum outcome
upload_announce_row(struct house *h, struct upload *upload, int64_t size_bytes)
{
	struct deed deed = {
		.h = h, .upload = upload, .size_bytes = size_bytes
	};
	enum outcome rc;

	upload->announced = size_bytes;
	rc = db_transact(h->db, announce_unit, &deed);
	if (rc != OK)
		upload->announced = ABSENT;
	return rc;
}

enum outcome
upload_look_quota(struct house *h, struct upload *upload)
{
	return upload->announced == ABSENT ? look(h, upload) : OK;
}

enum outcome
upload_check_quota(struct house *h, struct upload *upload)
{
	if (upload->announced != ABSENT)
		return OK;
	return look_and_check(h, upload, upload_received(upload));
}
