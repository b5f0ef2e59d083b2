/* What the dispatcher and its chores share; nobody else includes it. */
#ifndef WORKER_CREW_INSIDE_H
#define WORKER_CREW_INSIDE_H

#include "house/job.h"
#include "worker/crew.h"
#include "worker/heart.h"
#include "worker/slot.h"

#define FLAGS_MS 500

struct crew {
	const struct settings *settings;
	struct db *db;
	int64_t id;
	struct slot *slots;
	size_t slot_count;
	size_t asked; /* of them, for films */
	struct heart heart;
	struct job_line lines[JOB_QUEUE_COUNT];
	int signal_fd, wake_fd, free_fd;
	char *wake_path;
	char *sandbox;      /* what guards its children */
	int64_t done_ms[6]; /* when each chore was done last */
	bool is_draining;
	int64_t drain_until_ms;
	bool was_answered;   /* the database, the last time */
	int64_t answered_ms; /* since when it has answered */
};

/* What a rule needs, in the worker's name. */
struct house crew_house(struct crew *crew, void *mem, struct refusal *refusal);

/* Says so when the database goes and when it comes back, and only then. */
void crew_note_answer(struct crew *crew, enum outcome rc);

/* What is due; flags in any case after a wake-up, which may be about one. */
void crew_do_chores(struct crew *crew, bool was_woken);

#endif
