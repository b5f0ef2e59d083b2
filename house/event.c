/* Events into deliveries. */
#include "config.h"

#include "house/event.h"

#include <assert.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/token.h"
#include "house/job.h"

static void
add_text(struct json_object *object, const char *key, const char *text)
{
	json_object_object_add(object, key, json_object_new_string(text));
}

/* {"id":...,"event":...,"occurred_at":...,"media_file":{...}} */
static char *
payload_of(
    struct house *h, const struct event_new *event, const struct media *media)
{
	struct json_object *object = json_object_new_object();
	char at[STAMP_TEXT];
	char *text;

	stamp_print(clock_now(), at);
	add_text(object, "id", event->id.text);
	add_text(object, "event", event_names[event->event]);
	add_text(object, "occurred_at", at);
	if (media != NULL)
		json_object_object_add(
		    object, "media_file", field_print(media_fields, media));
	text = mem_text(h->mem,
	    json_object_to_json_string_ext(object,
		JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(object);
	return text;
}

static enum outcome
write_event(
    struct house *h, const struct event_new *event, const struct media *media)
{
	enum outcome rc;
	int64_t count;

	assert(db_in_transaction(h->db));
	rc = db_delivery_queue(h->db, event, &count);
	if (rc != OK || count == 0)
		return rc;
	log_info("webhook.event", TEXT_PAIR("event", event_names[event->event]),
	    TEXT_PAIR("id", event->id.text), NUMBER_PAIR("webhooks", count));
	return db_delivery_insert(
	    h->db, event, payload_of(h, event, media), EVENT_PATIENCE_S);
}

static struct event_new
new_event(struct house *h, enum webhook_event event, int64_t webhook_number)
{
	return (struct event_new){
		.queue = job_queues[JOB_QUEUE_DELIVER],
		.kind = JOB_DELIVER,
		.actor = h->actor,
		.event = event,
		.id = uuid_new(),
		.webhook_number = webhook_number,
	};
}

enum outcome
event_of_media(
    struct house *h, enum webhook_event event, const struct media *media)
{
	struct event_new new = new_event(h, event, ABSENT);

	return write_event(h, &new, media);
}

enum outcome
event_of_media_number(
    struct house *h, enum webhook_event event, int64_t media_number)
{
	struct media media;
	enum outcome rc =
	    db_media_find_number(h->db, h->mem, media_number, &media);

	return rc == OK ? event_of_media(h, event, &media) : rc;
}

enum outcome
event_ping(struct house *h, const struct webhook *webhook, struct uuid *id)
{
	struct event_new new = new_event(h, EVENT_PING, webhook->number);

	*id = new.id;
	return write_event(h, &new, NULL);
}
