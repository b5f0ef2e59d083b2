/* Adding and deleting subtitles. */
#include "config.h"

#include "house/subtitle.h"

#include <inttypes.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/token.h"
#include "film/charset.h"
#include "film/cues.h"
#include "film/language.h"
#include "house/audit.h"
#include "house/storage.h"
#include "house/subtitle_inside.h"
#include "house/wake.h"
#include "sql/gc.h"

#define MAX_LABEL 100
#define MAX_NAME 255
/* A file that no row names goes by itself after that long. */
#define GUARD_S 3600

/* What is done to the subtitles of a media file, as its unit's argument. */
struct deed {
	struct house *h;
	const struct uuid *media_id;
	int64_t id;
	struct subtitle row;
	struct subtitle *out;
};

static void
read_language(
    struct house *h, const struct subtitle_claim *claim, struct subtitle *row)
{
	if (claim->language == NULL || *claim->language == '\0') {
		refuse_field(h->refusal, "language", "missing",
		    "must say the language, as en or pt-BR");
		return;
	}
	row->language = language_normal(h->mem, claim->language);
	if (row->language == NULL)
		refuse_field(h->refusal, "language", "malformed",
		    "is no language tag (BCP 47), such as en or pt-BR");
}

static void
read_label(
    struct house *h, const struct subtitle_claim *claim, struct subtitle *row)
{
	const char *label = claim->label;

	if (label == NULL || text_is_blank(label))
		label = row->language;
	if (label != NULL && text_length(label) > MAX_LABEL)
		refuse_field(h->refusal, "label", "too_long",
		    "may have at most %d characters", MAX_LABEL);
	if (label != NULL && !text_is_harmless_line(label))
		refuse_field(h->refusal, "label", "malformed",
		    "holds characters that cannot be shown");
	row->label = label != NULL ? text_trim(h->mem, label) : NULL;
}

enum outcome
subtitle_read(struct house *h, const struct subtitle_claim *claim,
    const void *bytes, size_t length, struct subtitle_draft *out)
{
	struct charset_text text;
	struct cue_list cues;
	enum outcome rc;

	*out = (struct subtitle_draft){ .row.forced = claim->forced };
	read_language(h, claim, &out->row);
	read_label(h, claim, &out->row);
	rc = refusal_outcome(h->refusal);
	if (rc == OK)
		rc = charset_to_utf8(
		    h->mem, bytes, length, claim->encoding, &text, h->refusal);
	if (rc == OK)
		rc = cues_read(
		    h->mem, text.bytes, text.length, &cues, h->refusal);
	if (rc != OK)
		return rc;
	out->text = cues_print(h->mem, &cues, &out->length);
	if (out->length > CUES_MAX_BYTES)
		return refuse(h->refusal, TOO_LARGE, "subtitle_too_large",
		    "Too much text is in it.");
	if (claim->file_name != NULL)
		out->row.file_name = text_clean(h->mem, claim->file_name,
		    strlen(claim->file_name), MAX_NAME);
	out->row.encoding = mem_text(h->mem, text.encoding);
	out->row.cues = (int64_t)cues.count;
	out->row.size_bytes = (int64_t)out->length;
	return OK;
}

/* The folder may go just then, with the last file that was in it. */
static enum outcome
write_file(struct house *h, const struct uuid *media_id, const char *key,
    const struct subtitle_draft *draft)
{
	const char *folder =
	    storage_path(h->mem, h->settings, GC_SUBTITLE, media_id->text);
	const char *path = storage_path(h->mem, h->settings, GC_SUBTITLE, key);
	enum outcome rc = NOT_FOUND;

	for (int i = 0; rc == NOT_FOUND && i < 2; i++) {
		rc = folder_make(folder);
		if (rc == OK)
			rc = file_replace(path, draft->text, draft->length);
	}
	if (rc == OK)
		rc = folder_sync_parent(folder);
	return rc == NOT_FOUND ? FAILED : rc;
}

static enum outcome
note(struct house *h, const char *action, const struct subtitle *row,
    bool is_new)
{
	const char *id = mem_printf(h->mem, "%" PRId64, row->id);
	struct json_object *said = field_print(subtitle_fields, row);

	return audit_note(h, action, AUDIT_SUBTITLE, id, is_new ? NULL : said,
	    is_new ? said : NULL);
}

static enum outcome
count_up(struct house *h, const struct media *media)
{
	struct subtitle *rows;
	size_t count;
	enum outcome rc =
	    db_subtitle_list(h->db, h->mem, media->number, &rows, &count);

	if (rc == OK && count >= SUBTITLE_MAX)
		return refuse(h->refusal, CONFLICT, "too_many_subtitles",
		    "A media file may have at most %d subtitles.",
		    SUBTITLE_MAX);
	return rc;
}

static enum outcome
add_unit(void *context)
{
	struct deed *deed = context;
	struct house *h = deed->h;
	struct media media;
	enum outcome rc;
	int64_t id;

	rc = db_media_lock(h->db, h->mem, deed->media_id, &media);
	if (rc == OK)
		rc = count_up(h, &media);
	if (rc != OK)
		return rc;
	deed->row.media_number = media.number;
	rc = db_subtitle_insert(h->db, &deed->row, &id);
	if (rc == OK)
		rc = db_gc_keep(h->db, GC_SUBTITLE, deed->row.path_key);
	/* The sweep was faster: this took longer than an hour. */
	if (rc == NOT_FOUND)
		return UNAVAILABLE;
	if (rc == OK && media.revision != ABSENT)
		rc = subtitle_queue(h, media.number);
	if (rc == OK)
		rc = db_subtitle_find(
		    h->db, h->mem, media.number, id, deed->out);
	return rc == OK ? note(h, "subtitle.add", deed->out, true) : rc;
}

/* The file is promised to the sweep before it is there, and the promise is
   taken back with the row: no instant leaves a file without an owner. */
enum outcome
subtitle_add(struct house *h, const struct uuid *media_id,
    const struct subtitle_draft *draft, struct subtitle *out)
{
	struct deed deed = {
		.h = h,
		.media_id = media_id,
		.row = draft->row,
		.out = out,
	};
	struct media media;
	enum outcome rc;

	deed.row.path_key = mem_printf(
	    h->mem, "%s/%s.vtt", media_id->text, token_hex(h->mem, 8));
	deed.row.created_by = mem_text(h->mem, h->actor);
	rc = db_media_find(h->db, h->mem, media_id, &media);
	if (rc == OK)
		rc = storage_room(
		    h->settings, (int64_t)draft->length, h->refusal);
	if (rc == OK)
		rc = db_gc_add(h->db, GC_SUBTITLE, deed.row.path_key, GUARD_S);
	if (rc == OK)
		rc = write_file(h, media_id, deed.row.path_key, draft);
	if (rc == OK)
		rc = db_transact(h->db, add_unit, &deed);
	if (rc != OK)
		return rc;
	log_info("subtitle.added", TEXT_PAIR("media_file", media_id->text),
	    NUMBER_PAIR("subtitle", out->id),
	    TEXT_PAIR("language", out->language), TEXT_PAIR("actor", h->actor));
	wake_workers(h->settings);
	return OK;
}

static enum outcome
delete_unit(void *context)
{
	struct deed *deed = context;
	struct house *h = deed->h;
	struct subtitle row;
	struct media media;
	enum outcome rc;

	rc = db_media_lock(h->db, h->mem, deed->media_id, &media);
	if (rc == OK)
		rc = db_subtitle_find(
		    h->db, h->mem, media.number, deed->id, &row);
	if (rc == OK)
		rc = db_gc_add(h->db, GC_SUBTITLE, row.path_key, 0);
	if (rc == OK && media.revision != ABSENT)
		rc = subtitle_queue(h, media.number);
	if (rc == OK)
		rc = db_subtitle_delete(h->db, row.id);
	return rc == OK ? note(h, "subtitle.delete", &row, false) : rc;
}

enum outcome
subtitle_delete(struct house *h, const struct uuid *media_id, int64_t id)
{
	struct deed deed = { .h = h, .media_id = media_id, .id = id };
	enum outcome rc = db_transact(h->db, delete_unit, &deed);

	if (rc != OK)
		return rc;
	log_info("subtitle.deleted", TEXT_PAIR("media_file", media_id->text),
	    NUMBER_PAIR("subtitle", id), TEXT_PAIR("actor", h->actor));
	wake_workers(h->settings);
	return OK;
}

enum outcome
subtitle_list(struct house *h, const struct uuid *media_id,
    struct subtitle **out, size_t *count)
{
	struct media media;
	enum outcome rc = db_media_find(h->db, h->mem, media_id, &media);

	return rc == OK
		   ? db_subtitle_list(h->db, h->mem, media.number, out, count)
		   : rc;
}

enum outcome
subtitle_find(struct house *h, const struct uuid *media_id, int64_t id,
    struct subtitle *out)
{
	struct media media;
	enum outcome rc = db_media_find(h->db, h->mem, media_id, &media);

	return rc == OK ? db_subtitle_find(h->db, h->mem, media.number, id, out)
			: rc;
}
