/*
 * Rows as people look at them: with the names of what they belong to, so that
 * a screen of them is one question.  Read-only; the orders, and most of what
 * they can be narrowed by, are those of the rows themselves.
 */
#ifndef SQL_GLANCE_H
#define SQL_GLANCE_H

#include "sql/account.h"
#include "sql/job.h"
#include "sql/media.h"
#include "sql/movie.h"
#include "sql/series.h"
#include "sql/upload.h"
#include "sql/worker.h"

struct job_glance {
	int64_t id;
	char *kind;
	unsigned int state;
	int64_t priority;
	int64_t attempt;
	int64_t failures;
	int64_t stalls;
	int64_t max_attempts;
	char *stage;
	int64_t progress; /* per mille */
	double speed;     /* times real time */
	int64_t eta_ms;
	bool cancel; /* asked to stop, and still running */
	char *error_code;
	char *error_message;
	struct uuid media_file_id;
	char *title; /* of who uses its media file, or that file's name */
	char *worker;
	struct stamp created_at;
	struct stamp due_at;
	struct stamp started_at;
	struct stamp finished_at;
	int64_t line; /* its place: what runs, what waits, what went wrong */
};

/* What a media file may be, and that there may be none. */
enum glance_status {
	GLANCE_NONE,
	GLANCE_UPLOADED,
	GLANCE_PROCESSING,
	GLANCE_READY,
	GLANCE_ERROR,
	GLANCE_STATUS_COUNT
};
extern const char *const glance_status_names[GLANCE_STATUS_COUNT + 1];

struct media_glance {
	int64_t number;
	struct uuid id;
	unsigned int status; /* enum glance_status */
	char *file_name;
	int64_t size_bytes;
	int64_t output_bytes; /* of the live package; ABSENT: none */
	int64_t duration_ms;
	int64_t width;
	int64_t height;
	char *ladder;   /* heights of its pictures: "1080 720" */
	char *voices;   /* languages of its sound: "es en" */
	char *used_by;  /* the title, or NULL */
	int64_t job_id; /* the latest one; ABSENT: none */
	unsigned int job_state;
	int64_t progress;
	int64_t eta_ms;
	char *error_message;
	char *last_error;
	struct uuid duplicate_of;
	struct stamp created_at;
	struct stamp updated_at;
	char *original_key;
};

struct movie_glance {
	int64_t number;
	struct uuid id;
	char *title;
	char *original_title;
	int64_t year;
	char *rating;
	struct text_list genres;
	struct uuid media_file_id;
	unsigned int status; /* enum glance_status, of its media file */
	char *file_name;
	int64_t size_bytes;
	int64_t duration_ms;
	int64_t width;
	int64_t height;
	char *ladder;
	char *voices;
	int64_t job_id;
	unsigned int job_state;
	int64_t progress;
	int64_t eta_ms;
	char *error_message;
	struct stamp trashed_at;
	struct stamp created_at;
	struct stamp updated_at;
	char *created_by;
	char *updated_by;
	char *sort_key;
	int64_t sort_year;
};

struct series_glance {
	int64_t number;
	struct uuid id;
	char *title;
	char *original_title;
	int64_t year;
	int64_t seasons;
	int64_t episodes; /* that are not in the trash */
	int64_t ready;    /* of those, that can be watched */
	int64_t errors;   /* and whose film could not be made */
	struct stamp trashed_at;
	struct stamp created_at;
	char *sort_key;
	int64_t sort_year;
};

struct episode_glance {
	int64_t row;
	struct uuid id;
	char *series;
	int64_t season;
	int64_t number;
	char *title;
	char *aired_on;
	struct uuid media_file_id;
	unsigned int status; /* enum glance_status, of its media file */
	char *file_name;
	int64_t size_bytes;
	int64_t duration_ms;
	char *ladder;
	int64_t job_id;
	int64_t progress;
	char *error_message;
	int64_t place; /* season and number */
	struct stamp trashed_at;
};

struct worker_glance {
	int64_t id;
	char *name;
	char *host;
	int64_t pid;
	char *version;
	int64_t slots;
	unsigned int state;
	struct stamp started_at;
	int64_t silent_s; /* since it was last heard of */
	int64_t running;  /* jobs */
	int64_t job_id;   /* the oldest of them; ABSENT: none */
	char *title;      /* of that job's film */
};

struct upload_glance {
	int64_t number;
	struct uuid id;
	char *file_name;
	int64_t total_bytes; /* ABSENT: not known yet */
	int64_t got_bytes;
	unsigned int kind;
	int64_t age_s;
	int64_t idle_s; /* since its last bytes */
	struct stamp created_at;
	struct stamp expires_at;
};

struct account_glance {
	int64_t number;
	struct uuid id;
	char *login;
	unsigned int role;
	bool disabled;
	bool has_password;
	int64_t tokens; /* that open something */
	struct stamp last_seen_at;
	struct stamp created_at;
};

/* Minutes of film that became playable in an hour of the past. */
struct hour_sum {
	int64_t hours_ago;
	int64_t minutes;
};

extern const struct page_listing job_glance_listing;
extern const struct page_listing media_glance_listing;
extern const struct page_listing episode_glance_listing;
extern const struct field job_glance_fields[];
extern const struct field media_glance_fields[];
extern const struct field movie_glance_fields[];
extern const struct field worker_glance_fields[];
extern const struct db_stmt glance_statements[];
extern const size_t glance_statement_count;

/* In the orders of the rows' own listings, narrowed by their criteria. */
struct page_listing movie_glance_listing(void);
struct page_listing series_glance_listing(void);
struct page_listing upload_glance_listing(void);
struct page_listing account_glance_listing(void);

enum outcome db_glance_job(
    struct db *db, void *mem, int64_t id, struct job_glance *out) MUST_CHECK;
/* The latest 200 that have not stopped, or stopped within the day. */
enum outcome db_glance_workers(struct db *db, void *mem,
    struct worker_glance **out, size_t *count) MUST_CHECK;
/* Of the last 72 hours, those in which something was done. */
enum outcome db_glance_hours(
    struct db *db, void *mem, struct hour_sum **out, size_t *count) MUST_CHECK;

#endif
