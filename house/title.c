/* Media files, versions and names of titles. */
#include "config.h"

#include "house/title.h"

#include <string.h>

#include "base/mem.h"
#include "base/text.h"

enum outcome
title_expect(struct house *h, int64_t version, int64_t expected)
{
	if (expected == ANY_VERSION || expected == version)
		return OK;
	return refuse(h->refusal, CONFLICT, "stale_version",
	    "It has been changed since the version that is expected.");
}

static enum outcome
unknown_media(struct house *h)
{
	refuse_field(h->refusal, "media_file_id", "unknown",
	    "is not the id of a media file");
	return refusal_outcome(h->refusal);
}

enum outcome
title_check_media(struct house *h, const struct uuid *media_id)
{
	struct media media;
	enum outcome rc = OK;

	if (media_id->text[0] != '\0')
		rc = db_media_find(h->db, h->mem, media_id, &media);
	if (rc == NOT_FOUND)
		return unknown_media(h);
	return rc == OK ? refusal_outcome(h->refusal) : rc;
}

enum outcome
title_take_media(struct house *h, const struct uuid *media_id,
    enum media_type type, int64_t *media_number)
{
	struct media media;
	enum outcome rc;

	rc = db_media_lock(h->db, h->mem, media_id, &media);
	if (rc == NOT_FOUND)
		return unknown_media(h);
	if (rc != OK)
		return rc;
	if (media.is_used)
		return refuse(h->refusal, CONFLICT, "media_in_use",
		    "Another title already uses this media file.");
	*media_number = media.number;
	return db_media_set_type(h->db, media.number, type);
}

enum outcome
title_want_media(struct house *h, const struct uuid *media_id,
    enum media_type type, int64_t *media_number)
{
	*media_number = ABSENT;
	if (media_id->text[0] == '\0')
		return OK;
	return title_take_media(h, media_id, type, media_number);
}

enum outcome
title_free_media(struct house *h, int64_t media_number)
{
	if (media_number == ABSENT)
		return OK;
	return db_media_set_type(h->db, media_number, MEDIA_TYPE_NONE);
}

enum outcome
title_free_all_media(
    struct house *h, const int64_t *media_numbers, size_t count)
{
	enum outcome rc = OK;

	for (size_t i = 0; rc == OK && i < count; i++)
		rc = title_free_media(h, media_numbers[i]);
	return rc;
}

void
title_name(struct house *h, struct title_names *names)
{
	const char *title = names->was;

	if (names->has_title) {
		*names->title = text_trim(h->mem, *names->title);
		title = *names->title;
	}
	if (names->has_sort && *names->sort_title != NULL) {
		*names->sort_title = text_trim(h->mem, *names->sort_title);
		return;
	}
	/* Kept, where it is another than the title's. */
	if (!names->has_sort && names->was != NULL &&
	    strcmp(names->was, names->was_sorted) != 0)
		title = names->was_sorted;
	*names->sort_title = mem_text(h->mem, title);
}
