/*
 * The life of a media file.  This is the only place that changes a status,
 * and the table in state.c the only one that says which changes there are:
 *
 *	            first claim              published
 *	UPLOADED ----------------> PROCESSING ---------> READY
 *	   ^  ^                      |     |               |
 *	   |  +------- cancelled ----+     | its job died  | derivatives
 *	   |                               v               | dropped
 *	   +--- queued again, dropped -- ERROR             |
 *	   +-----------------------------------------------+
 *
 * A READY file that is processed again stays READY.  Every function here
 * locks the row and belongs into a transaction of the caller's, in which
 * webhooks are told of what became READY or ERROR (house/event.h).
 */
#ifndef HOUSE_STATE_H
#define HOUSE_STATE_H

#include "house/house.h"
#include "sql/media.h"

/* Is the move one of the six? */
bool state_may_move(enum media_status from, enum media_status to);

/* Its job was claimed: UPLOADED to PROCESSING; READY and PROCESSING stay. */
enum outcome state_started(struct house *h, int64_t media_number) MUST_CHECK;

/* Its package is in place, lasts that long and has all renditions, or not
   yet: PROCESSING to READY, or READY on a new one. */
enum outcome state_published(struct house *h, int64_t media_number,
    int64_t output_id, int64_t duration_ms, bool is_whole) MUST_CHECK;

/* Its job is dead: PROCESSING to ERROR; READY stays and says why. */
enum outcome state_failed(struct house *h, int64_t media_number,
    const char *code, const char *message) MUST_CHECK;

/* What was left of it will not come: one that is READY says why. */
enum outcome state_left_short(struct house *h, int64_t media_number,
    const char *code, const char *message) MUST_CHECK;

/* Its job was cancelled: PROCESSING to UPLOADED; the others stay. */
enum outcome state_cancelled(struct house *h, int64_t media_number) MUST_CHECK;

/* It is queued again: ERROR to UPLOADED; the others stay. */
enum outcome state_requeued(struct house *h, int64_t media_number) MUST_CHECK;

/* Nothing derived is left: any to UPLOADED. */
enum outcome state_dropped(struct house *h, int64_t media_number) MUST_CHECK;

#endif
