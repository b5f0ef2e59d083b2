/*
 * One attempt at one job, and the steps it is made of.  A kind of job is a
 * row in the table of pipeline.c: its steps in order, and how it ends.
 */
#ifndef WORKER_TASK_H
#define WORKER_TASK_H

#include "film/film.h"
#include "film/image.h"
#include "house/house.h"
#include "house/job.h"
#include "house/media.h"
#include "house/poster.h"
#include "film/track.h"
#include "worker/plan.h"
#include "worker/stop.h"
#include "worker/subtitles.h"

#define TASK_LINES 100 /* of a tool's words between two reports */

struct task {
	struct house h; /* with a connection of this slot's own */
	struct refusal refusal;
	const struct job *job;
	struct stop *stop;
	struct attempt result;        /* what is recorded of it */
	struct job_failure failure;   /* set by a step that knows better than
					 its outcome says */
	int64_t log_lines, log_bytes; /* written so far */
	char *lines[TASK_LINES];      /* not yet */
	size_t line_count;

	/* What the steps of `process` hand on. */
	struct media media;
	char *original; /* paths */
	char *staging;
	char *folder; /* of the package */
	struct film *film;
	struct plan *plan; /* of what this job makes ... */
	bool is_whole;     /* ... after which nothing is missing */
	int64_t extends;   /* the revision that it is added to; ABSENT: none */
	struct rendition *there; /* all that is taken over from it */
	size_t there_count;
	bool is_needless;   /* there is nothing to do: no further step */
	int64_t frames;     /* that ffmpeg says it made */
	int64_t repeats;    /* of them, shown again for want of another */
	int64_t complaints; /* of ffmpeg, about damage in the film */
	struct track_list tracks;
	struct subtitle_set subtitles;
	int64_t package_bytes; /* of all that is in the package */
	bool has_poster, has_storyboard;

	/* What the steps of `poster` hand on. */
	struct poster_order order;
	struct image image;
	double frame_rate; /* of the film */
	char *picture;     /* what was made */

	/* What the steps of `playlists` hand on. */
	struct subtitle_list drafts[SUBTITLE_LISTS];
	size_t draft_count; /* 0: none is needed */
};

/* A step: OK, or why the attempt ends here. */
struct step {
	const char *name; /* the job's stage while it runs */
	enum outcome (*run)(struct task *task);
};

/* worker/process.c, hash.c, encode.c and images.c: a film becomes a package. */
enum outcome process_probe(struct task *task) MUST_CHECK;
enum outcome process_hash(struct task *task) MUST_CHECK;
enum outcome process_plan(struct task *task) MUST_CHECK;
enum outcome process_encode(struct task *task) MUST_CHECK;
enum outcome process_package(struct task *task) MUST_CHECK;
enum outcome process_images(struct task *task) MUST_CHECK;
enum outcome process_lists(struct task *task) MUST_CHECK;
enum outcome process_publish(struct task *task) MUST_CHECK;
void process_clean(struct task *task);

/* Their beginnings: finds the film and looks into it; makes room for what
   task->plan is about. */
enum outcome process_look(struct task *task) MUST_CHECK;
enum outcome process_stage(struct task *task) MUST_CHECK;

/* worker/ladder.c: a film that plays gets the renditions that are missing. */
enum outcome ladder_look(struct task *task) MUST_CHECK;
enum outcome ladder_plan(struct task *task) MUST_CHECK;
enum outcome ladder_adopt(struct task *task) MUST_CHECK;
enum outcome ladder_publish(struct task *task) MUST_CHECK;

/* Stores what is known of the film, its warnings among it. */
enum outcome process_note_facts(struct task *task) MUST_CHECK;

/* worker/deliver.c: an event is told to a webhook. */
enum outcome deliver_event(struct task *task) MUST_CHECK;

/* worker/poster.c: a picture, or a frame of a film, becomes a poster. */
enum outcome poster_look(struct task *task) MUST_CHECK;
enum outcome poster_make(struct task *task) MUST_CHECK;
enum outcome poster_show(struct task *task) MUST_CHECK;

/* worker/ladder.c: how a sound that is there is announced. */
struct playlist_sound ladder_sound(const struct rendition *row);

/* worker/reissue.c: a revision that is published gets a new list of what it
   has. */
enum outcome reissue_write(struct task *task) MUST_CHECK;
enum outcome reissue_publish(struct task *task) MUST_CHECK;
void reissue_clean(struct task *task);

/* worker/pipeline.c: runs the job to one of its ends, whatever it takes. */
void pipeline_run(struct db *db, const struct settings *settings,
    const struct job *job, struct stop *stop);

/* Notes how far it is; a lost lease stops the job, a database that is away
   only leaves the row as it was. */
void task_progress(struct task *task, const struct job_progress *progress);

/* Was it the disk?  Asked after something failed, with what was made still
   there: next to nothing free means yes, and is noted as the failure. */
bool task_disk_is_full(struct task *task);

/* One line for the job's log, until a limit is reached; it is written with
   the others by task_flush_log, now and then. */
void task_log(struct task *task, const char *line);
void task_flush_log(struct task *task);

#endif
