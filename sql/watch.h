/* How far who is in which film: rows and statements over watch_progress. */
#ifndef SQL_WATCH_H
#define SQL_WATCH_H

#include "sql/db.h"
#include "sql/page.h"

/* One account's place in one film, also where there is no row yet. */
struct watch_progress {
	int64_t media_number;
	int64_t position_ms;
	int64_t duration_ms; /* of the film; ABSENT: not known yet */
	bool watched;
	struct stamp updated_at; /* ABSENT: never begun */
};

extern const struct field watch_progress_fields[];

enum watch_kind { WATCH_MOVIE, WATCH_EPISODE, WATCH_KIND_COUNT };
extern const char *const watch_kind_names[WATCH_KIND_COUNT + 1];

/* What somebody may want to go on with: a movie, or an episode that was begun
   or is the next one of its series. */
struct watch_item {
	int64_t media_number; /* of the film that was touched */
	int64_t duration_ms;
	int64_t position_ms;
	struct uuid media_file_id;
	struct stamp updated_at; /* when that was */
	unsigned int kind;
	struct uuid title_id;
	char *title;
	char *poster;          /* a movie's own, an episode's series' */
	int64_t year;          /* of a movie */
	struct uuid series_id; /* of an episode, like all that follows */
	char *series_title;
	int64_t season_number;
	int64_t number;
};

/* How it is printed: what all have, and the title by what it is. */
extern const struct field watch_item_fields[];
extern const struct field watch_movie_fields[];
extern const struct field watch_episode_fields[];
/* Its first filter is without a condition: the account's number. */
extern const struct page_listing watch_listing;
extern const struct db_stmt watch_statements[];
extern const size_t watch_statement_count;

/* NOT_FOUND without such a media file. */
enum outcome db_watch_find(struct db *db, void *mem, int64_t account_number,
    const struct uuid *media_id, struct watch_progress *out) MUST_CHECK;

/*
 * Sets the position, and `watched`: as it is said when that `is_said`; else a
 * film that was watched stays so.  INVALID when account or media file have
 * gone.
 */
enum outcome db_watch_put(struct db *db, int64_t account_number,
    const struct watch_progress *progress, bool is_said) MUST_CHECK;

#endif
