/* Taking a media file for a title. */
#include "config.h"

#include "house/title.h"

enum outcome
title_take_media(struct house *h, const struct uuid *media_id,
    enum media_type type, int64_t *media_number)
{
	struct media media;
	enum outcome rc;

	rc = db_media_lock(h->db, h->mem, media_id, &media);
	if (rc == NOT_FOUND) {
		refuse_field(h->refusal, "media_file_id", "unknown",
		    "is not the id of a media file");
		return refusal_outcome(h->refusal);
	}
	if (rc != OK)
		return rc;
	if (media.is_used)
		return refuse(h->refusal, CONFLICT, "media_in_use",
		    "Another title already uses this media file.");
	*media_number = media.number;
	return db_media_set_type(h->db, media.number, type);
}
