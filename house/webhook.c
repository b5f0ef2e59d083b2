/* Making, changing and asking of webhooks. */
#include "config.h"

#include "house/webhook.h"

#include <string.h>

#include "base/address.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/token.h"
#include "base/url.h"
#include "house/audit.h"
#include "house/event.h"
#include "house/job.h"
#include "house/title.h"
#include "house/wake.h"

#define SECRET_PREFIX "whsec_"

/* What is done to one webhook, as the argument of its unit. */
struct deed {
	struct house *h;
	const struct uuid *id;
	int64_t expected;
	const struct webhook *form;
	field_set given;
	int64_t delivery_id;
	struct webhook *out;
	struct delivery *delivery;
};

static bool
gives(field_set given, const char *name)
{
	return (given & db_members(&webhook_entity, name, NULL)) != 0;
}

/* The name of this machine, whatever its resolver thinks (RFC 6761). */
static bool
is_localhost(const char *host)
{
	static const char name[] = "localhost";
	size_t length = strlen(host);

	if (length < strlen(name) ||
	    strcmp(host + length - strlen(name), name) != 0)
		return false;
	return length == strlen(name) || host[length - strlen(name) - 1] == '.';
}

/* Names are looked at again, by what they mean then, when one is called. */
static void
check_url(struct house *h, const char *text)
{
	struct url url;
	const char *fault = url_read(h->mem, text, &url);

	if (fault != NULL) {
		refuse_field(h->refusal, "url", "not_a_url", "%s", fault);
		return;
	}
	if (h->settings->webhook_private)
		return;
	if (!url.is_https)
		refuse_field(h->refusal, "url", "not_https",
		    "must begin with https:// unless webhook_private is set");
	if (url.is_address ? !address_is_public(url.host)
			   : is_localhost(url.host))
		refuse_field(h->refusal, "url", "not_public",
		    "must not lead to this machine or a private network "
		    "unless webhook_private is set");
}

static bool
is_listed_before(const struct text_list *list, size_t place)
{
	for (size_t i = 0; i < place; i++) {
		if (strcmp(list->items[i], list->items[place]) == 0)
			return true;
	}
	return false;
}

static void
check_events(struct house *h, const struct text_list *events)
{
	for (size_t i = 0; i < events->count; i++) {
		int event = field_word(event_names, events->items[i]);

		if (event < 0 || event == EVENT_PING)
			refuse_field(h->refusal, "events", "unknown_word",
			    "holds what is none of media.ready, media.error, "
			    "media.deleted");
		else if (is_listed_before(events, i))
			refuse_field(h->refusal, "events", "twice",
			    "holds an event twice");
	}
}

enum outcome
webhook_check(struct house *h, const struct webhook *form, field_set given)
{
	if (gives(given, "url"))
		check_url(h, form->url);
	if (gives(given, "events"))
		check_events(h, &form->events);
	return refusal_outcome(h->refusal);
}

static enum outcome
note(const struct deed *deed, const char *action, const struct webhook *before,
    const struct webhook *after)
{
	return audit_note(deed->h, action, AUDIT_WEBHOOK,
	    (before != NULL ? before : after)->id.text,
	    before != NULL ? field_print(webhook_fields, before) : NULL,
	    after != NULL ? field_print(webhook_fields, after) : NULL);
}

/* Not the url, which may hold a word that opens the receiver's door. */
static enum outcome
done(const struct deed *deed, const char *event, enum outcome rc)
{
	if (rc == OK)
		log_info(event, TEXT_PAIR("webhook", deed->id->text),
		    TEXT_PAIR("actor", deed->h->actor));
	return rc;
}

static enum outcome
create_unit(void *context)
{
	struct deed *deed = context;
	struct house *h = deed->h;
	enum outcome rc;

	rc = db_webhook_insert(h->db, h->mem, deed->form);
	if (rc == OK)
		rc = db_webhook_find(h->db, h->mem, deed->id, deed->out);
	return rc == OK ? note(deed, "webhook.create", NULL, deed->out) : rc;
}

enum outcome
webhook_create(struct house *h, const struct webhook *form, field_set given,
    struct webhook *out)
{
	struct webhook webhook = *form;
	struct deed deed = { .h = h, .form = &webhook, .out = out };
	enum outcome rc = webhook_check(h, form, given);

	if (rc != OK)
		return rc;
	webhook.id = uuid_new();
	webhook.secret = token_secret(h->mem, SECRET_PREFIX);
	webhook.created_by = mem_text(h->mem, h->actor);
	if (!gives(given, "enabled"))
		webhook.enabled = true;
	deed.id = &webhook.id;
	rc = db_transact(h->db, create_unit, &deed);
	return done(&deed, "webhook.created", rc);
}

static enum outcome
lock(const struct deed *deed, struct webhook *webhook)
{
	struct house *h = deed->h;
	enum outcome rc = db_webhook_lock(h->db, h->mem, deed->id, webhook);

	return rc == OK ? title_expect(h, webhook->version, deed->expected)
			: rc;
}

static enum outcome
change_unit(void *context)
{
	struct deed *deed = context;
	struct house *h = deed->h;
	struct webhook before, after;
	enum outcome rc = lock(deed, &before);

	if (rc != OK)
		return rc;
	after = before;
	if (gives(deed->given, "url"))
		after.url = deed->form->url;
	if (gives(deed->given, "events"))
		after.events = deed->form->events;
	if (gives(deed->given, "enabled"))
		after.enabled = deed->form->enabled;
	rc = db_webhook_update(h->db, h->mem, &after);
	if (rc == OK)
		rc = db_webhook_find(h->db, h->mem, deed->id, deed->out);
	return rc == OK ? note(deed, "webhook.change", &before, deed->out) : rc;
}

enum outcome
webhook_change(struct house *h, const struct uuid *id, int64_t expected,
    const struct webhook *form, field_set given, struct webhook *out)
{
	struct deed deed = { .h = h,
		.id = id,
		.expected = expected,
		.form = form,
		.given = given,
		.out = out };
	enum outcome rc = webhook_check(h, form, given);

	if (rc == OK)
		rc = db_transact(h->db, change_unit, &deed);
	return done(&deed, "webhook.changed", rc);
}

static enum outcome
delete_unit(void *context)
{
	struct deed *deed = context;
	struct house *h = deed->h;
	struct webhook before;
	enum outcome rc = lock(deed, &before);

	if (rc == OK)
		rc = db_webhook_delete(h->db, before.number);
	return rc == OK ? note(deed, "webhook.delete", &before, NULL) : rc;
}

enum outcome
webhook_delete(struct house *h, const struct uuid *id, int64_t expected)
{
	struct deed deed = { .h = h, .id = id, .expected = expected };

	return done(
	    &deed, "webhook.deleted", db_transact(h->db, delete_unit, &deed));
}

static enum outcome
need_enabled(const struct deed *deed, struct webhook *webhook)
{
	struct house *h = deed->h;
	enum outcome rc = db_webhook_lock(h->db, h->mem, deed->id, webhook);

	if (rc == OK && !webhook->enabled)
		return refuse(h->refusal, CONFLICT, "webhook_disabled",
		    "The webhook is disabled.");
	return rc;
}

static enum outcome
ping_unit(void *context)
{
	struct deed *deed = context;
	struct house *h = deed->h;
	struct webhook webhook;
	struct uuid event_id;
	enum outcome rc = need_enabled(deed, &webhook);

	if (rc == OK)
		rc = event_ping(h, &webhook, &event_id);
	if (rc == OK)
		rc = db_delivery_find_event(
		    h->db, h->mem, webhook.number, &event_id, deed->delivery);
	if (rc == OK)
		rc = audit_note(h, "webhook.ping", AUDIT_WEBHOOK,
		    webhook.id.text, NULL,
		    field_print(delivery_fields, deed->delivery));
	return rc;
}

static enum outcome
send_off(struct deed *deed, enum outcome (*unit)(void *), const char *event)
{
	enum outcome rc = db_transact(deed->h->db, unit, deed);

	if (rc == OK)
		wake_workers(deed->h->settings);
	return done(deed, event, rc);
}

enum outcome
webhook_ping(struct house *h, const struct uuid *id, struct delivery *out)
{
	struct deed deed = { .h = h, .id = id, .delivery = out };

	return send_off(&deed, ping_unit, "webhook.pinged");
}

/* One that is given up becomes a job again; one that waits is due now. */
static enum outcome
try_again(struct house *h, const struct delivery *delivery)
{
	struct job job;
	enum outcome rc;

	if (delivery->state == DELIVERY_SENT)
		return refuse(h->refusal, CONFLICT, "delivery_sent",
		    "This has been delivered.");
	if (delivery->state != DELIVERY_PENDING)
		return job_retry(h, delivery->id, &job);
	rc = db_job_promote(h->db, delivery->id);
	return rc == NOT_FOUND ? OK : rc; /* it is in line, or under way */
}

static enum outcome
retry_unit(void *context)
{
	struct deed *deed = context;
	struct house *h = deed->h;
	struct delivery before;
	struct webhook webhook;
	int64_t id = deed->delivery_id;
	enum outcome rc = need_enabled(deed, &webhook);

	if (rc == OK)
		rc = db_delivery_find(
		    h->db, h->mem, webhook.number, id, &before);
	if (rc == OK)
		rc = try_again(h, &before);
	if (rc == OK)
		rc = db_delivery_renew(h->db, id, EVENT_PATIENCE_S);
	if (rc == OK)
		rc = db_webhook_rest(h->db, webhook.number, 0);
	if (rc == OK)
		rc = db_delivery_find(
		    h->db, h->mem, webhook.number, id, deed->delivery);
	if (rc == OK)
		rc = audit_note(h, "webhook.retry", AUDIT_WEBHOOK,
		    webhook.id.text, field_print(delivery_fields, &before),
		    field_print(delivery_fields, deed->delivery));
	return rc;
}

enum outcome
webhook_retry(struct house *h, const struct uuid *id, int64_t delivery_id,
    struct delivery *out)
{
	struct deed deed = {
		.h = h, .id = id, .delivery_id = delivery_id, .delivery = out
	};

	return send_off(&deed, retry_unit, "webhook.retried");
}
