/* Webhooks: rows and statements.  The rules are house/webhook.h's. */
#ifndef SQL_WEBHOOK_H
#define SQL_WEBHOOK_H

#include "sql/db.h"
#include "sql/page.h"

/* What can be told.  A ping is for who asks for it, the others for every
   webhook that wants them. */
enum webhook_event {
	EVENT_PING,
	EVENT_MEDIA_READY,
	EVENT_MEDIA_ERROR,
	EVENT_MEDIA_DELETED,
	EVENT_COUNT
};
extern const char *const event_names[EVENT_COUNT + 1];

struct webhook {
	int64_t number;
	struct uuid id;
	char *url;
	struct text_list events; /* of event_names, without the ping */
	bool enabled;
	char *created_by;
	int64_t version;
	struct stamp created_at;
	struct stamp updated_at;
	char *secret; /* signs what is sent; told once, when it is made */
};

extern const struct field webhook_fields[];
extern const struct entity webhook_entity;
extern const struct page_listing webhook_listing;
extern const struct db_stmt webhook_statements[];
extern const size_t webhook_statement_count;

enum outcome db_webhook_insert(
    struct db *db, void *mem, const struct webhook *webhook) MUST_CHECK;
enum outcome db_webhook_find(struct db *db, void *mem, const struct uuid *id,
    struct webhook *out) MUST_CHECK;
enum outcome db_webhook_lock(struct db *db, void *mem, const struct uuid *id,
    struct webhook *out) MUST_CHECK;
/* Its url, events and enabled; it rests no longer. */
enum outcome db_webhook_update(
    struct db *db, void *mem, const struct webhook *webhook) MUST_CHECK;
/* With its deliveries and their jobs. */
enum outcome db_webhook_delete(struct db *db, int64_t number) MUST_CHECK;
/* Lets it alone for so long; 0: no longer. */
enum outcome db_webhook_rest(
    struct db *db, int64_t number, int64_t rest_s) MUST_CHECK;

#endif
