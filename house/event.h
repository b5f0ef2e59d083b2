/*
 * What webhooks are told.  An event is written in the transaction of what it
 * tells of: who hears of it can rely on it, and nothing happens untold.  For
 * each webhook that wants it there is a delivery and its job, which a worker
 * carries (house/delivery.h); where nobody wants it, nothing is written.
 */
#ifndef HOUSE_EVENT_H
#define HOUSE_EVENT_H

#include "house/house.h"
#include "sql/delivery.h"
#include "sql/media.h"

#define EVENT_PATIENCE_S 86400 /* how long a delivery is tried */

/* Of a media file as it is now, or was when it was deleted. */
enum outcome event_of_media(struct house *h, enum webhook_event event,
    const struct media *media) MUST_CHECK;

/* The same of one that has just been changed. */
enum outcome event_of_media_number(
    struct house *h, enum webhook_event event, int64_t media_number) MUST_CHECK;

/* For one webhook alone, if it is enabled; the event's id. */
enum outcome event_ping(struct house *h, const struct webhook *webhook,
    struct uuid *event_id) MUST_CHECK;

#endif
