/* Deliveries of events to webhooks: rows and statements.  What becomes of one
   stands in its job's row; the rules are house/delivery.h's. */
#ifndef SQL_DELIVERY_H
#define SQL_DELIVERY_H

#include "sql/job.h"
#include "sql/webhook.h"

enum delivery_state {
	DELIVERY_PENDING,
	DELIVERY_SENT,
	DELIVERY_FAILED, /* given up */
	DELIVERY_CANCELED,
	DELIVERY_STATE_COUNT
};
extern const char *const delivery_state_names[DELIVERY_STATE_COUNT + 1];

struct delivery {
	int64_t id; /* its job's, too */
	unsigned int event;
	struct uuid event_id; /* the same for all webhooks that are told */
	unsigned int state;
	int64_t tries;
	int64_t http_status; /* of the last answer; ABSENT: there was none */
	char *error;         /* why the last try failed */
	int64_t duration_ms; /* of the last try */
	struct stamp created_at;
	struct stamp tried_at;
	struct stamp next_try_at;
	struct stamp sent_at;
};

extern const struct field delivery_fields[];
extern const struct page_listing delivery_listing;
extern const struct db_stmt delivery_statements[];
extern const size_t delivery_statement_count;

/* What a list of deliveries is narrowed to: those of one webhook. */
extern const char delivery_condition_webhook[];

/* One delivery as whoever carries it needs it. */
struct errand {
	int64_t webhook_number;
	struct uuid webhook_id;
	char *url;
	char *secret;
	char *event;
	char *payload;
	bool is_enabled;
	bool is_resting; /* its receiver was silent just now */
	bool is_last;    /* if this try fails, there is no other */
};

/* An event on its way: the jobs of those who are to be told. */
struct event_new {
	const char *queue;
	const char *kind;
	const char *actor;
	enum webhook_event event;
	struct uuid id;
	int64_t webhook_number; /* ABSENT: all that want the event */
};

/* A job for each enabled webhook concerned; how many that are. */
enum outcome db_delivery_queue(
    struct db *db, const struct event_new *event, int64_t *count) MUST_CHECK;

/* The deliveries of these jobs, to be tried for so long. */
enum outcome db_delivery_insert(struct db *db, const struct event_new *event,
    const char *payload, int64_t patience_s) MUST_CHECK;

/* The delivery of that webhook; NOT_FOUND when it is another's. */
enum outcome db_delivery_find(struct db *db, void *mem, int64_t webhook_number,
    int64_t id, struct delivery *out) MUST_CHECK;
/* The delivery to that webhook of that event. */
enum outcome db_delivery_find_event(struct db *db, void *mem,
    int64_t webhook_number, const struct uuid *event_id,
    struct delivery *out) MUST_CHECK;

enum outcome db_delivery_errand(
    struct db *db, void *mem, int64_t id, struct errand *out) MUST_CHECK;

/* What came of a try; fenced as in sql/job.h. */
enum outcome db_delivery_tried(struct db *db, const struct job_fence *fence,
    int64_t http_status, int64_t duration_ms) MUST_CHECK;

/* So long again. */
enum outcome db_delivery_renew(
    struct db *db, int64_t id, int64_t patience_s) MUST_CHECK;

#endif
