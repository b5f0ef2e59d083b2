/*
 * Subtitles that people add to a film.
 *
 * What counts is the row and, below subtitles/, the clean WebVTT it names.
 * Every revision that is published has copies of them; `playlists`, a job,
 * puts them into a revision that is published already and writes its master
 * playlist anew:
 *
 *	POST    file, synced -> row + job          (one transaction)
 *	DELETE  row gone + its file given up + job (one transaction)
 *	job     s7.vtt s7.m3u8 -> master.m3u8 replaced under the locks of the
 *		job and the media file, if the rows are still the ones it saw;
 *		copies that it does not name are given up
 *
 * So the playlist follows the rows, whoever else was at it meanwhile; and the
 * job may be killed anywhere and run again.
 */
#ifndef HOUSE_SUBTITLE_H
#define HOUSE_SUBTITLE_H

#include "house/house.h"
#include "sql/attempt.h"
#include "sql/job.h"
#include "sql/media.h"
#include "sql/subtitle.h"

/* Of one media file: what a master playlist can reasonably offer. */
#define SUBTITLE_MAX 64

/* What is said of a file that comes; NULL where nothing is. */
struct subtitle_claim {
	const char *language;
	const char *label; /* the language, if there is none */
	const char *file_name;
	const char *encoding;
	bool forced;
};

/* A file that was read, and is not stored yet. */
struct subtitle_draft {
	struct subtitle row;
	char *text;
	size_t length;
};

/*
 * Reads a file and what is said of it, without the database.  INVALID with
 * the faulty fields, or as film/charset.h and film/cues.h.
 */
enum outcome subtitle_read(struct house *h, const struct subtitle_claim *claim,
    const void *bytes, size_t length, struct subtitle_draft *out) MUST_CHECK;

/*
 * Stores it; after OK it is on the disk, in the row `out`, and on its way into
 * what plays.  NOT_FOUND without such a media file, CONFLICT
 * `too_many_subtitles` or `job_stopping`, NO_SPACE.
 */
enum outcome subtitle_add(struct house *h, const struct uuid *media_id,
    const struct subtitle_draft *draft, struct subtitle *out) MUST_CHECK;

/* Its row goes now; its copies go once no player has them in a list.  CONFLICT
   `job_stopping`: the job that would take it off the list is being stopped. */
enum outcome subtitle_delete(
    struct house *h, const struct uuid *media_id, int64_t id) MUST_CHECK;

/* All of a media file; NOT_FOUND when there is no such one. */
enum outcome subtitle_list(struct house *h, const struct uuid *media_id,
    struct subtitle **out, size_t *count) MUST_CHECK;

/* One of them. */
enum outcome subtitle_find(struct house *h, const struct uuid *media_id,
    int64_t id, struct subtitle *out) MUST_CHECK;

/* "s7": its name in a revision. */
char *subtitle_name(void *mem, int64_t id);

/* A subtitle that was to be put into a revision.  It is not there when its
   file had gone, with its row or without. */
struct subtitle_copy {
	int64_t id;
	bool is_there;
};

/*
 * Inside media_publish's transaction: the new revision has these.  What was
 * added or deleted since they were read gets a job.  BUSY while that job is
 * being stopped.
 */
enum outcome subtitle_published(struct house *h, const struct media *media,
    int64_t revision, const struct subtitle_copy *copies,
    size_t count) MUST_CHECK;

/* A list that is to be replaced, and where the next one lies, synced, under a
   name that is this attempt's alone. */
struct subtitle_list {
	const char *draft;
	const char *place;
	bool is_placed; /* by subtitle_publish, which may not have ended well */
};

#define SUBTITLE_LISTS 2

/* A revision's next master playlist and DASH manifest. */
struct subtitle_edition {
	int64_t revision;                   /* ABSENT: nothing is published */
	const struct subtitle_copy *copies; /* by id */
	size_t count;
	struct subtitle_list *lists;
	size_t list_count; /* 0: nothing is published */
};

/*
 * The end of a job `playlists`: under the locks of its lease and of the media
 * file the lists are renamed into place, and the job is done.  CONFLICT
 * `lease_lost`, also where the next attempt has taken the drafts away; or
 * `subtitles_changed`: nothing was done, because rows or revision are not what
 * the edition was made from.  To be called again, with the same lists, as
 * media_publish is.
 */
enum outcome subtitle_publish(struct house *h, const struct job *job,
    struct attempt *result, const struct subtitle_edition *edition) MUST_CHECK;

#endif
