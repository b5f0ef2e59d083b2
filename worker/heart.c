/* Renewing leases. */
#include "config.h"

#include "worker/heart.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"

#define TICK_MS 250
#define BEATS_A_LEASE 4
#define RETRY_MS 1000
#define ANSWER_S 5 /* a hung server must not cost all leases at once */

/* False when the database does not answer. */
static bool
beat_slot(struct house *h, struct slot *slot)
{
	int64_t now = clock_monotonic_ms(), beaten_ms;
	struct job job;
	enum outcome rc;

	if (!slot_look(slot, &job, &beaten_ms) ||
	    now - beaten_ms < job.lease_s * 1000 / BEATS_A_LEASE)
		return true;
	rc = job_beat(h, &job);
	if (rc == OK)
		slot_beaten(slot, &job, now);
	else if (rc == CONFLICT)
		slot_stop(slot, &job, STOP_LOST);
	return rc != UNAVAILABLE; /* BUSY: the next tick */
}

static void
beat_all(struct heart *heart, struct db *db)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct refusal refusal = { .mem = mem };
	struct house h = {
		.db = db,
		.settings = heart->settings,
		.mem = mem,
		.refusal = &refusal,
		.actor = "worker",
	};

	for (size_t i = 0; i < heart->slot_count; i++) {
		if (!beat_slot(&h, &heart->slots[i]))
			clock_sleep_ms(RETRY_MS);
	}
}

static void *
live(void *context)
{
	struct heart *heart = context;
	AUTO_FREE struct db *db = house_db(NULL, heart->settings);

	db_thread_begin();
	db_be_patient(db, ANSWER_S);
	while (!atomic_load(&heart->is_ending)) {
		beat_all(heart, db);
		clock_sleep_ms(TICK_MS);
	}
	db_disconnect(db);
	db_thread_end();
	return NULL;
}

enum outcome
heart_open(struct heart *heart, const struct settings *settings,
    struct slot *slots, size_t slot_count)
{
	int error;

	*heart = (struct heart){
		.settings = settings, .slots = slots, .slot_count = slot_count
	};
	atomic_init(&heart->is_ending, false);
	error = pthread_create(&heart->thread, NULL, live, heart);
	if (error == 0)
		return OK;
	log_error("heart.failed", TEXT_PAIR("error", strerror(error)));
	return FAILED;
}

void
heart_close(struct heart *heart)
{
	atomic_store(&heart->is_ending, true);
	pthread_join(heart->thread, NULL);
}
