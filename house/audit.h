/* The book of who has changed what. */
#ifndef HOUSE_AUDIT_H
#define HOUSE_AUDIT_H

#include <json-c/json.h>

#include "house/house.h"

/* What a change is about, as the book names it. */
#define AUDIT_ACCOUNT "account"
#define AUDIT_EPISODE "episode"
#define AUDIT_JOB "job"
#define AUDIT_MEDIA "media_file"
#define AUDIT_MOVIE "movie"
#define AUDIT_QUEUE "queue"
#define AUDIT_SEASON "season"
#define AUDIT_SERIES "series"
#define AUDIT_SUBTITLE "subtitle"
#define AUDIT_TOKEN "token"
#define AUDIT_WEBHOOK "webhook"
#define AUDIT_UPLOAD "upload"
#define AUDIT_WORKER "worker"

/*
 * Notes that h->actor has done `action` ("media.delete") to that subject, and
 * how it was before and is after (either may be NULL; both are taken over).
 * Inside the transaction of the change, so that neither is there without the
 * other.
 */
enum outcome audit_note(struct house *h, const char *action, const char *kind,
    const char *id, struct json_object *before,
    struct json_object *after) MUST_CHECK;

#endif
