/* The dispatcher. */
#include "config.h"

#include "worker/crew.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "house/job.h"
#include "house/storage.h"
#include "house/wake.h"
#include "house/worker.h"
#include "sql/migrate.h"
#include "worker/crew_inside.h"
#include "worker/guard.h"

#define CONNECT_MS 1000

struct house
crew_house(struct crew *crew, void *mem, struct refusal *refusal)
{
	refusal_reset(refusal, mem);
	return (struct house){
		.db = crew->db,
		.settings = crew->settings,
		.mem = mem,
		.refusal = refusal,
		.actor = "worker",
	};
}

void
crew_note_answer(struct crew *crew, enum outcome rc)
{
	bool is_answered = rc != UNAVAILABLE;

	if (is_answered != crew->was_answered)
		log_warn(is_answered ? "worker.database_back"
				     : "worker.database_away",
		    NUMBER_PAIR("worker", crew->id));
	if (!crew->was_answered && is_answered)
		crew->answered_ms = clock_monotonic_ms();
	crew->was_answered = is_answered;
}

/* The next job of a queue, in a context of its own; NULL when none is. */
static struct job *
claim_next(struct crew *crew, size_t queue)
{
	struct job *job = mem_new(NULL, struct job);
	struct refusal refusal;
	struct house h = crew_house(crew, job, &refusal);
	enum outcome rc;

	rc = job_claim(
	    &h, job_queues[queue], &crew->lines[queue], crew->id, job);
	crew_note_answer(crew, rc);
	if (rc == OK)
		return job;
	talloc_free(job);
	return NULL;
}

static size_t
running_of(struct crew *crew, enum job_queue queue)
{
	size_t count = 0;

	for (size_t i = 0; i < crew->slot_count; i++)
		if (!slot_is_free(&crew->slots[i]) &&
		    crew->slots[i].taken == queue)
			count++;
	return count;
}

/*
 * What makes a film playable comes before what makes one better.  No more of
 * them run at once than slots were asked for; the express slot is there so
 * that they need not wait until the rest of a long film is done.
 */
static struct job *
claim_film(struct crew *crew, struct slot *slot)
{
	struct job *job = NULL;

	slot->taken = JOB_QUEUE_ENCODE;
	if (running_of(crew, JOB_QUEUE_ENCODE) < crew->asked)
		job = claim_next(crew, JOB_QUEUE_ENCODE);
	if (job != NULL || slot->is_express)
		return job;
	slot->taken = JOB_QUEUE_LADDER;
	return claim_next(crew, JOB_QUEUE_LADDER);
}

static struct job *
claim_for(struct crew *crew, struct slot *slot)
{
	if (slot->queue == JOB_QUEUE_ENCODE)
		return claim_film(crew, slot);
	slot->taken = slot->queue;
	return claim_next(crew, slot->queue);
}

static void
give_out(struct crew *crew)
{
	for (size_t i = 0; !crew->is_draining && i < crew->slot_count; i++) {
		struct slot *slot = &crew->slots[i];
		struct job *job;

		if (!slot_is_free(slot))
			continue;
		job = claim_for(crew, slot);
		if (job != NULL)
			slot_give(slot, job);
	}
}

/* Empties the wake-up socket: many wake-ups are one. */
static bool
was_woken(struct crew *crew)
{
	bool any = false;
	char byte;

	while (recv(crew->wake_fd, &byte, sizeof(byte), 0) >= 0)
		any = true;
	return any;
}

static void
take_signal(struct crew *crew)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct signalfd_siginfo info;
	struct refusal refusal;
	struct house h = crew_house(crew, mem, &refusal);
	int64_t now = clock_monotonic_ms();

	if (read(crew->signal_fd, &info, sizeof(info)) != sizeof(info))
		return;
	if (crew->is_draining) {
		crew->drain_until_ms = now;
		return;
	}
	log_info("worker.draining", NUMBER_PAIR("signal", info.ssi_signo));
	crew->is_draining = true;
	crew->drain_until_ms = now + crew->settings->worker_drain_s * 1000;
	if (worker_leave(&h, crew->id, WORKER_DRAINING) != OK)
		log_warn("worker.unsaid", NUMBER_PAIR("worker", crew->id));
}

static bool
has_drained(struct crew *crew)
{
	bool all_free = true;

	for (size_t i = 0; i < crew->slot_count; i++) {
		all_free = all_free && slot_is_free(&crew->slots[i]);
		if (clock_monotonic_ms() >= crew->drain_until_ms)
			slot_stop(&crew->slots[i], NULL, STOP_RELEASE);
	}
	return all_free;
}

static void
dispatch(struct crew *crew)
{
	struct pollfd fds[] = {
		{ .fd = crew->signal_fd, .events = POLLIN },
		{ .fd = crew->wake_fd, .events = POLLIN },
		{ .fd = crew->free_fd, .events = POLLIN },
	};
	int timeout_ms =
	    (int)(crew->settings->poll_ms < FLAGS_MS ? crew->settings->poll_ms
						     : FLAGS_MS);
	int64_t claim_ms = 0;
	eventfd_t count;

	while (!crew->is_draining || !has_drained(crew)) {
		bool is_woken, is_free, is_due;

		give_out(crew);
		claim_ms = clock_monotonic_ms() + crew->settings->poll_ms;
		do {
			poll(fds, ARRAY_SIZE(fds), timeout_ms);
			if (fds[0].revents != 0)
				take_signal(crew);
			is_woken = was_woken(crew);
			is_free = eventfd_read(crew->free_fd, &count) == 0;
			is_due = clock_monotonic_ms() >= claim_ms;
			if (is_woken || is_free)
				give_out(crew);
			crew_do_chores(crew, is_woken);
		} while (
		    !is_woken && !is_free && !is_due && !crew->is_draining);
	}
}

static enum outcome
open_descriptors(struct crew *crew, void *mem)
{
	sigset_t signals;
	enum outcome rc;

	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	crew->signal_fd = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
	crew->free_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	rc = wake_open(mem, crew->settings, &crew->wake_fd, &crew->wake_path);
	if (rc == OK && crew->signal_fd >= 0 && crew->free_fd >= 0)
		return OK;
	log_error("worker.descriptors", TEXT_PAIR("error", strerror(errno)));
	return FAILED;
}

static bool
was_signalled(struct crew *crew)
{
	struct pollfd fd = { .fd = crew->signal_fd, .events = POLLIN };

	return poll(&fd, 1, CONNECT_MS) > 0;
}

/* The database may come up after us; a schema that is not ours will not
   change by waiting. */
static enum outcome
join(struct crew *crew, void *mem, const char *name)
{
	struct refusal refusal;
	struct house h = crew_house(crew, mem, &refusal);
	enum outcome rc;

	do {
		rc = migrate_check(crew->db, &refusal);
		if (rc == OK)
			rc = worker_join(&h, name, (int64_t)crew->slot_count,
			    crew->sandbox, &crew->id);
	} while (rc == UNAVAILABLE && !was_signalled(crew));
	if (rc == CONFLICT)
		log_error("worker.schema", TEXT_PAIR("code", refusal.code),
		    TEXT_PAIR("reason", refusal.message));
	return rc;
}

/* On top: nothing of these may wait for a film of ten hours. */
static const enum job_queue more_slots[] = { JOB_QUEUE_ENCODE, JOB_QUEUE_UPKEEP,
	JOB_QUEUE_DELIVER, JOB_QUEUE_DELIVER };

static enum outcome
open_slots(struct crew *crew, void *mem)
{
	size_t asked = crew->slot_count, i;
	size_t wanted = asked + ARRAY_SIZE(more_slots);
	enum outcome rc = OK;

	crew->asked = asked;
	crew->slots = mem_array(mem, struct slot, wanted);
	for (i = 0; rc == OK && i < wanted; i++) {
		rc = slot_open(&crew->slots[i], crew->settings, crew->free_fd);
		crew->slots[i].queue =
		    i < asked ? JOB_QUEUE_ENCODE : more_slots[i - asked];
		crew->slots[i].is_express =
		    i >= asked && crew->slots[i].queue == JOB_QUEUE_ENCODE;
	}
	crew->slot_count = rc == OK ? i : i - 1;
	return rc;
}

static void
leave(struct crew *crew)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct refusal refusal;
	struct house h = crew_house(crew, mem, &refusal);

	if (worker_leave(&h, crew->id, WORKER_STOPPED) != OK)
		log_warn("worker.unsaid", NUMBER_PAIR("worker", crew->id));
}

static enum outcome
work(struct crew *crew, void *mem)
{
	enum outcome rc = open_slots(crew, mem);

	if (rc == OK)
		rc = heart_open(&crew->heart, crew->settings, crew->slots,
		    crew->slot_count);
	if (rc == OK) {
		dispatch(crew);
		heart_close(&crew->heart);
	}
	for (size_t i = 0; i < crew->slot_count; i++)
		slot_close(&crew->slots[i]);
	leave(crew);
	return rc;
}

enum outcome
crew_run(const struct settings *settings, const char *name, int64_t slots)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct crew crew = {
		.settings = settings,
		.slot_count = (size_t)slots,
		.signal_fd = -1,
		.wake_fd = -1,
		.free_fd = -1,
		.was_answered = true,
	};
	enum outcome rc;

	crew.answered_ms = clock_monotonic_ms();
	crew.db = house_db(mem, settings);
	rc = guard_begin(mem, settings, &crew.sandbox);
	if (rc == OK)
		rc = storage_prepare(settings);
	if (rc == OK)
		rc = open_descriptors(&crew, mem);
	if (rc == OK)
		rc = join(&crew, mem, name);
	if (rc == OK)
		rc = work(&crew, mem);
	if (crew.wake_path != NULL)
		unlink(crew.wake_path);
	file_auto_close(&crew.signal_fd);
	file_auto_close(&crew.wake_fd);
	file_auto_close(&crew.free_fd);
	return rc;
}
