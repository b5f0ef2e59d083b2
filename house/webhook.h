/* Webhooks: what may be done with them.  The secret that signs what is sent
   is told once, when a webhook is made, and never listed or logged. */
#ifndef HOUSE_WEBHOOK_H
#define HOUSE_WEBHOOK_H

#include "house/house.h"
#include "sql/delivery.h"
#include "sql/webhook.h"

/* Adds what the table cannot say of the members in `given`, as told below.
   INVALID when the refusal holds any fault. */
enum outcome webhook_check(
    struct house *h, const struct webhook *form, field_set given) MUST_CHECK;

/*
 * Makes one of the members that are given (sql/webhook.h's fields); enabled
 * unless told otherwise.  INVALID when its url is none that we call
 * (base/url.h), or, without the setting webhook_private, is not https or
 * names this machine or a private network; or when an event is unknown.
 */
enum outcome webhook_create(struct house *h, const struct webhook *form,
    field_set given, struct webhook *out) MUST_CHECK;

/* Changes what is given, by the same rules.  CONFLICT `stale_version` unless
   it is of that version (ABSENT: any). */
enum outcome webhook_change(struct house *h, const struct uuid *id,
    int64_t expected, const struct webhook *form, field_set given,
    struct webhook *out) MUST_CHECK;

/* With its deliveries, also those that wait. */
enum outcome webhook_delete(
    struct house *h, const struct uuid *id, int64_t expected) MUST_CHECK;

/* Sends a test event to it.  CONFLICT `webhook_disabled`. */
enum outcome webhook_ping(
    struct house *h, const struct uuid *id, struct delivery *out) MUST_CHECK;

/* Tries a delivery now: one that waits, or one that was given up, which has
   all its time again.  CONFLICT `delivery_sent`, `webhook_disabled`. */
enum outcome webhook_retry(struct house *h, const struct uuid *id,
    int64_t delivery_id, struct delivery *out) MUST_CHECK;

#endif
