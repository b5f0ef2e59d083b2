/* How full the house is. */
#ifndef HOUSE_STATS_H
#define HOUSE_STATS_H

#include "house/house.h"
#include "sql/gc.h"
#include "sql/job.h"
#include "sql/media.h"

struct stats {
	int64_t media[MEDIA_STATUS_COUNT];
	int64_t jobs[JOB_STATE_COUNT]; /* unfinished and dead ones; else 0 */
	int64_t bytes[GC_AREA_COUNT];
	int64_t free_bytes; /* of the disk; ABSENT when it does not say */
};

/*
 * What arrives, what is worked on and posters are counted on the disk,
 * originals and packages in the database.
 */
enum outcome stats_read(struct house *h, struct stats *out) MUST_CHECK;

#endif
