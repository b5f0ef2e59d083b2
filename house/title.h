/* What movies and episodes have in common: they use a media file. */
#ifndef HOUSE_TITLE_H
#define HOUSE_TITLE_H

#include "house/house.h"
#include "sql/media.h"

/*
 * Makes a media file that nobody uses one of that type, in the caller's
 * transaction, and answers its number.  INVALID (`media_file_id`) when there
 * is none of that id, CONFLICT `media_in_use` when another title has it.
 */
enum outcome title_take_media(struct house *h, const struct uuid *media_id,
    enum media_type type, int64_t *media_number) MUST_CHECK;

#endif
