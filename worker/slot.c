/* One job at a time, in a thread of its own. */
#include "config.h"

#include "worker/slot.h"

#include <string.h>
#include <sys/eventfd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "worker/task.h"

static struct job *
wait_for_job(struct slot *slot)
{
	struct job *job;

	pthread_mutex_lock(&slot->lock);
	while (slot->job == NULL && !slot->is_ending)
		pthread_cond_wait(&slot->changed, &slot->lock);
	job = slot->job;
	pthread_mutex_unlock(&slot->lock);
	return job;
}

static void
become_free(struct slot *slot)
{
	struct job *job;

	pthread_mutex_lock(&slot->lock);
	job = slot->job;
	slot->job = NULL;
	stop_reset(&slot->stop);
	pthread_mutex_unlock(&slot->lock);
	talloc_free(job);
	if (eventfd_write(slot->free_fd, 1) != 0)
		log_error("slot.unheard", TEXT_PAIR("what", "free"));
}

static void *
live(void *context)
{
	struct slot *slot = context;
	AUTO_FREE struct db *db = house_db(NULL, slot->settings);
	struct job *job;

	db_thread_begin();
	while ((job = wait_for_job(slot)) != NULL) {
		pipeline_run(db, slot->settings, job, &slot->stop);
		become_free(slot);
	}
	db_disconnect(db);
	db_thread_end();
	return NULL;
}

enum outcome
slot_open(struct slot *slot, const struct settings *settings, int free_fd)
{
	enum outcome rc;
	int error;

	*slot = (struct slot){ .settings = settings, .free_fd = free_fd };
	rc = stop_open(&slot->stop);
	if (rc != OK)
		return rc;
	pthread_mutex_init(&slot->lock, NULL);
	pthread_cond_init(&slot->changed, NULL);
	error = pthread_create(&slot->thread, NULL, live, slot);
	if (error == 0)
		return OK;
	log_error("slot.failed", TEXT_PAIR("error", strerror(error)));
	return FAILED;
}

void
slot_close(struct slot *slot)
{
	pthread_mutex_lock(&slot->lock);
	slot->is_ending = true;
	pthread_cond_signal(&slot->changed);
	pthread_mutex_unlock(&slot->lock);
	pthread_join(slot->thread, NULL);
	stop_close(&slot->stop);
	pthread_cond_destroy(&slot->changed);
	pthread_mutex_destroy(&slot->lock);
}

bool
slot_is_free(struct slot *slot)
{
	bool is_free;

	pthread_mutex_lock(&slot->lock);
	is_free = slot->job == NULL;
	pthread_mutex_unlock(&slot->lock);
	return is_free;
}

void
slot_give(struct slot *slot, struct job *job)
{
	pthread_mutex_lock(&slot->lock);
	slot->job = job;
	slot->beaten_ms = clock_monotonic_ms();
	pthread_cond_signal(&slot->changed);
	pthread_mutex_unlock(&slot->lock);
}

/* The lock is held. */
static bool
is_at(const struct slot *slot, const struct job *job)
{
	return slot->job != NULL && slot->job->id == job->id &&
	       slot->job->attempt == job->attempt;
}

void
slot_stop(struct slot *slot, const struct job *job, enum stop_reason reason)
{
	pthread_mutex_lock(&slot->lock);
	if (job == NULL ? slot->job != NULL : is_at(slot, job))
		stop_ask(&slot->stop, reason);
	pthread_mutex_unlock(&slot->lock);
}

bool
slot_look(struct slot *slot, struct job *out, int64_t *beaten_ms)
{
	bool has_job;

	pthread_mutex_lock(&slot->lock);
	has_job = slot->job != NULL;
	if (has_job) {
		*out = (struct job){
			.id = slot->job->id,
			.attempt = slot->job->attempt,
			.worker_id = slot->job->worker_id,
			.lease_s = slot->job->lease_s,
		};
		if (beaten_ms != NULL)
			*beaten_ms = slot->beaten_ms;
	}
	pthread_mutex_unlock(&slot->lock);
	return has_job;
}

void
slot_beaten(struct slot *slot, const struct job *job, int64_t at_ms)
{
	pthread_mutex_lock(&slot->lock);
	if (is_at(slot, job))
		slot->beaten_ms = at_ms;
	pthread_mutex_unlock(&slot->lock);
}
