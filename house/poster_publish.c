/* The ends of jobs that make posters. */
#include "config.h"

#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "house/job.h"
#include "house/poster_inside.h"
#include "house/storage.h"
#include "sql/gc.h"

/* A worker that lost its job may still write there for a moment. */
#define STAGING_DELAY_S 90
/* A page that was loaded a moment ago still shows the former one. */
#define FORMER_DELAY_S 600

struct publish {
	struct house *h;
	const struct job *job;
	struct attempt *result;
	const char *file;
};

enum poster_owner
poster_owner_of(const struct job *job)
{
	return job->movie_number != ABSENT ? POSTER_OF_MOVIE : POSTER_OF_SERIES;
}

int64_t
poster_title_number(const struct job *job)
{
	return job->movie_number != ABSENT ? job->movie_number
					   : job->series_number;
}

/*
 * A second call, after a deadlock, finds it in place; what an attempt before
 * this one placed and did not live to commit, nobody has ever been shown.
 */
static enum outcome
place(struct publish *publish, const struct poster_title *title)
{
	struct house *h = publish->h;
	char *key = poster_key(h->mem, &title->id, publish->job->id);
	char *target = storage_path(h->mem, h->settings, GC_POSTER, key);
	enum outcome rc;

	if (access(publish->file, F_OK) != 0 && access(target, F_OK) == 0)
		return OK;
	rc = file_remove(target);
	if (rc == OK)
		rc = file_rename_into(publish->file, target);
	return rc == OK ? folder_sync(storage_path(
			      h->mem, h->settings, GC_POSTER, NULL))
			: rc;
}

static enum outcome
hold(struct publish *publish, struct poster_title *title)
{
	struct house *h = publish->h;
	const struct job *job = publish->job;
	struct job now;
	enum outcome rc = job_hold(h, job, &now);

	if (rc == OK && now.cancel)
		return refuse(h->refusal, CONFLICT, "cancelled",
		    "This poster is not wanted any more.");
	if (rc == OK)
		rc = db_poster_lock_number(h->db, h->mem, poster_owner_of(job),
		    poster_title_number(job), title);
	return rc;
}

static enum outcome
publish_unit(void *context)
{
	struct publish *publish = context;
	struct house *h = publish->h;
	const struct job *job = publish->job;
	enum poster_owner owner = poster_owner_of(job);
	struct poster_title title;
	enum outcome rc = hold(publish, &title);

	if (rc == OK)
		rc = place(publish, &title);
	if (rc == OK)
		rc = db_poster_set(
		    h->db, owner, title.number, job->id, job->actor);
	if (rc == OK && title.poster_number != ABSENT)
		rc = db_gc_add(h->db, GC_POSTER,
		    poster_key(h->mem, &title.id, title.poster_number),
		    FORMER_DELAY_S);
	if (rc == OK)
		rc = poster_note(h, owner, POSTER_SHOWN, &title,
		    poster_print(h, &title, job->id));
	return rc == OK ? job_close(h, job, publish->result) : rc;
}

enum outcome
poster_publish(struct house *h, const struct job *job, struct attempt *result,
    const char *file)
{
	struct publish publish = { h, job, result, file };
	enum outcome rc = db_transact(h->db, publish_unit, &publish);

	return rc == UNAVAILABLE || rc == CONFLICT ? job_ask_again(h, job, rc)
						   : rc;
}

/* What attempts may have left, but for what the title shows.  Their workers
   clean up, unless they are killed before they can. */
static enum outcome
give_up_made(struct house *h, const struct job *job)
{
	struct poster_title title;
	enum outcome rc = db_poster_lock_number(h->db, h->mem,
	    poster_owner_of(job), poster_title_number(job), &title);

	/* All that a deleted title had has been given up with it. */
	if (rc != OK)
		return rc == NOT_FOUND ? OK : rc;
	if (title.poster_number != job->id)
		rc = db_gc_add(h->db, GC_POSTER,
		    poster_key(h->mem, &title.id, job->id), STAGING_DELAY_S);
	return rc == OK ? db_gc_add(h->db, GC_STAGING,
			      storage_revision_key(h->mem, &title.id, job->id),
			      STAGING_DELAY_S)
			: rc;
}

enum outcome
poster_ended(struct house *h, const struct job *job)
{
	struct poster_order order;
	enum outcome rc = db_poster_order_find(h->db, h->mem, job->id, &order);

	if (rc != OK)
		return rc == NOT_FOUND ? OK : rc;
	if (order.source_key != NULL)
		rc = db_gc_add(h->db, GC_INCOMING, order.source_key, 0);
	if (rc == OK)
		rc = db_poster_order_delete(h->db, job->id);
	if (rc == OK && job->attempt > 0 && poster_title_number(job) != ABSENT)
		rc = give_up_made(h, job);
	return rc;
}
