/*
 * Carrying an event to a webhook: what the worker asks of the house before
 * and after a try.  A delivery is tried for a day, at growing distances; it
 * may arrive more than once, and after a later one.
 */
#ifndef HOUSE_DELIVERY_H
#define HOUSE_DELIVERY_H

#include "house/house.h"
#include "house/job.h"
#include "sql/delivery.h"

/*
 * What the job is to carry, and where.  CONFLICT `webhook_disabled`, or BUSY
 * `webhook_resting` while the receiver is left alone because it was silent;
 * NOT_FOUND when its webhook is gone.
 */
enum outcome delivery_begin(
    struct house *h, const struct job *job, struct errand *out) MUST_CHECK;

/* t=SECONDS,v1=MAC: HMAC-SHA256, in hexadecimal, of "SECONDS.PAYLOAD" by the
   webhook's secret; below h->mem. */
char *delivery_signature(
    struct house *h, const struct errand *errand, int64_t unix_s);

/* What came of a try. */
struct delivery_answer {
	int64_t http_status; /* ABSENT: there was no answer */
	int64_t duration_ms;
	bool was_silent; /* it cost us time, or nobody was there */
};

#define HTTP_GONE 410 /* RFC 9110 section 15.5.11 */

/* Notes it, fenced.  A silent receiver rests for a while; one that is gone
   disables the webhook. */
enum outcome delivery_note(struct house *h, const struct job *job,
    const struct errand *errand,
    const struct delivery_answer *answer) MUST_CHECK;

#endif
