/* Copying subtitles into a revision. */
#include "config.h"

#include "worker/subtitles.h"

#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "film/cues.h"
#include "house/storage.h"

enum outcome
subtitles_find(
    struct house *h, const struct media *media, struct subtitle_set *out)
{
	struct subtitle *rows;
	enum outcome rc;

	*out = (struct subtitle_set){ 0 };
	rc = db_subtitle_list(h->db, h->mem, media->number, &rows, &out->count);
	if (rc != OK)
		return rc;
	out->rows = rows;
	out->copies = mem_array(h->mem, struct subtitle_copy, out->count + 1);
	out->paths = mem_array(h->mem, const char *, out->count + 1);
	out->told = mem_array(h->mem, struct playlist_subtitle, out->count + 1);
	for (size_t i = 0; i < out->count; i++) {
		out->copies[i].id = rows[i].id;
		out->paths[i] = storage_path(
		    h->mem, h->settings, GC_SUBTITLE, rows[i].path_key);
	}
	return OK;
}

/* Names are never used again, so what is there is left alone. */
static bool
is_written(const char *path, const char *text)
{
	AUTO_FREE void *mem = mem_context(NULL);
	int64_t size = file_size(path);
	char *there;

	return size == (int64_t)strlen(text) &&
	       file_read_all(mem, path, (size_t)size, &there) == OK &&
	       strcmp(there, text) == 0;
}

static enum outcome
write_text(const char *path, const char *text)
{
	if (is_written(path, text))
		return OK;
	return file_replace(path, text, strlen(text));
}

static enum outcome
write_one(const char *from, const char *folder, const char *name,
    int64_t duration_us, int64_t *size)
{
	AUTO_FREE void *mem = mem_context(NULL);
	const char *list = playlist_subtitle(mem, name, duration_us);
	enum outcome rc;
	char *text;

	*size = file_size(from);
	if (*size < 0)
		return NOT_FOUND;
	rc = file_read_all(mem, from, (size_t)*size, &text);
	if (rc != OK)
		return rc;
	rc = write_text(mem_printf(mem, "%s/%s.vtt", folder, name), text);
	if (rc == OK)
		rc = write_text(
		    mem_printf(mem, "%s/%s.m3u8", folder, name), list);
	/* It is the revision that has gone then. */
	return rc == NOT_FOUND ? UNAVAILABLE : rc;
}

enum outcome
subtitles_write(
    struct subtitle_set *set, const char *folder, int64_t duration_us)
{
	enum outcome rc = OK;

	set->told_count = 0;
	for (size_t i = 0; rc == OK && i < set->count; i++) {
		const struct subtitle *row = &set->rows[i];
		const char *name = subtitle_name(set->told, row->id);
		int64_t size = 0;

		rc = write_one(set->paths[i], folder, name, duration_us, &size);
		set->copies[i].is_there = rc == OK;
		if (rc == OK)
			set->told[set->told_count++] =
			    (struct playlist_subtitle){
				    .track = name,
				    .language = row->language,
				    .label = row->label,
				    .is_forced = row->forced,
				    .size_bytes = size,
			    };
		if (rc != NOT_FOUND)
			continue;
		/* Deleted just now, most likely; then its row has gone too. */
		log_warn("subtitle.missing", NUMBER_PAIR("subtitle", row->id));
		rc = OK;
	}
	return rc;
}
