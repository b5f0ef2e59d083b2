/* What movies, series and episodes have in common. */
#ifndef HOUSE_TITLE_H
#define HOUSE_TITLE_H

#include "house/house.h"
#include "sql/media.h"

/* CONFLICT `stale_version` when another version was expected than the row,
   which the caller has locked, has. */
enum outcome title_expect(
    struct house *h, int64_t version, int64_t expected) MUST_CHECK;

/* Adds a fault (`media_file_id`) when there is no media file of that id; an
   empty one is no wish.  INVALID when the refusal holds any fault. */
enum outcome title_check_media(
    struct house *h, const struct uuid *media_id) MUST_CHECK;

/*
 * Makes a media file that nobody uses one of that type, in the caller's
 * transaction, and answers its number.  INVALID (`media_file_id`) when there
 * is none of that id, CONFLICT `media_in_use` when another title has it.
 */
enum outcome title_take_media(struct house *h, const struct uuid *media_id,
    enum media_type type, int64_t *media_number) MUST_CHECK;

/* The same for a wish that may be empty: then the number is ABSENT. */
enum outcome title_want_media(struct house *h, const struct uuid *media_id,
    enum media_type type, int64_t *media_number) MUST_CHECK;

/* After the title's row has let go of it: the media file is of no type and
   unused from now on.  ABSENT is none. */
enum outcome title_free_media(struct house *h, int64_t media_number) MUST_CHECK;
enum outcome title_free_all_media(
    struct house *h, const int64_t *media_numbers, size_t count) MUST_CHECK;

/* The title as it is stored, and what it is sorted by: what was asked for, or
   the title, as long as nobody has asked for anything else. */
struct title_names {
	char **title, **sort_title;   /* of the change */
	bool has_title, has_sort;     /* stand in it */
	const char *was, *was_sorted; /* the row's; NULL: a new one */
};
void title_name(struct house *h, struct title_names *names);

#endif
