/* What the dispatcher does besides giving out jobs. */
#include "config.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "house/auth.h"
#include "house/job.h"
#include "house/upload.h"
#include "house/worker.h"
#include "worker/crew_inside.h"

#define SETTLE_MS 5000

/* Passes on what people asked of running jobs. */
static enum outcome
look_at_flags(struct house *h, struct crew *crew)
{
	enum outcome rc = OK;

	for (size_t i = 0; i < crew->slot_count; i++) {
		struct slot *slot = &crew->slots[i];
		struct job job;
		bool cancel;

		if (!slot_look(slot, &job, NULL))
			continue;
		rc = job_is_cancelled(h, &job, &cancel);
		/* It may have ended since the look; then no slot has it. */
		if (rc == CONFLICT)
			slot_stop(slot, &job, STOP_LOST);
		else if (rc == OK && cancel)
			slot_stop(slot, &job, STOP_CANCEL);
	}
	return rc;
}

/* Leases that lapsed while the database was away are not taken back before
   those who hold them have had the time to renew them, this process's own
   heart among them. */
static enum outcome
do_upkeep(struct house *h, struct crew *crew)
{
	return job_upkeep(
	    h, clock_monotonic_ms() - crew->answered_ms >= SETTLE_MS);
}

static enum outcome
do_prune(struct house *h, struct crew *crew)
{
	(void)crew;
	return job_prune(h);
}

static enum outcome
do_uploads(struct house *h, struct crew *crew)
{
	(void)crew;
	return upload_sweep(h);
}

static enum outcome
do_accounts(struct house *h, struct crew *crew)
{
	(void)crew;
	return auth_sweep(h);
}

static enum outcome
do_beat(struct house *h, struct crew *crew)
{
	return worker_beat(h, crew->id);
}

/* What the dispatcher does besides, and how often. */
static const struct {
	const char *name;
	int64_t every_ms;
	enum outcome (*run)(struct house *h, struct crew *crew);
} chores[] = {
	{ "flags", FLAGS_MS, look_at_flags },
	{ "upkeep", 1000, do_upkeep },
	{ "prune", 60000, do_prune },
	{ "uploads", 30000, do_uploads },
	{ "accounts", 600000, do_accounts },
	{ "beat", 15000, do_beat },
};
_Static_assert(ARRAY_SIZE(chores) == ARRAY_SIZE(((struct crew *)0)->done_ms),
    "each chore has its time");

void
crew_do_chores(struct crew *crew, bool was_woken)
{
	AUTO_FREE void *mem = mem_context(NULL);
	int64_t now = clock_monotonic_ms();

	for (size_t i = 0; i < ARRAY_SIZE(chores); i++) {
		bool is_asked = was_woken && chores[i].run == look_at_flags;
		struct refusal refusal;
		struct house h = crew_house(crew, mem, &refusal);
		enum outcome rc;

		if (!is_asked && now - crew->done_ms[i] < chores[i].every_ms)
			continue;
		crew->done_ms[i] = now;
		rc = chores[i].run(&h, crew);
		crew_note_answer(crew, rc);
		if (rc != OK && rc != UNAVAILABLE && rc != CONFLICT)
			log_warn("worker.chore",
			    TEXT_PAIR("name", chores[i].name),
			    TEXT_PAIR("outcome", outcome_names[rc]));
	}
}
