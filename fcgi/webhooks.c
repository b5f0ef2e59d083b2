/* Webhooks over HTTP. */
#include "config.h"

#include "house/webhook.h"

#include <inttypes.h>

#include "base/mem.h"
#include "fcgi/body.h"
#include "fcgi/handlers.h"
#include "fcgi/list.h"
#include "fcgi/response.h"

static struct json_object *
print(struct request *rq, struct response *rs, const struct webhook *webhook)
{
	response_version(rs, mem_printf(rq->mem, "%" PRId64, webhook->version));
	return field_print(webhook_fields, webhook);
}

static enum outcome
find(struct request *rq, struct webhook *webhook)
{
	return db_webhook_find(rq->house->db, rq->mem, &rq->uuid, webhook);
}

static enum outcome
expect(struct request *rq, int64_t *expected)
{
	struct webhook webhook;
	enum outcome rc = find(rq, &webhook);

	return rc == OK ? request_expected(rq, webhook.version, expected) : rc;
}

enum outcome
webhooks_list(struct request *rq, struct response *rs)
{
	return list_answer(rq, rs, &webhook_listing);
}

static enum outcome
check(struct request *rq, const void *form, field_set sound)
{
	return webhook_check(rq->house, form, sound);
}

/* The one answer that ever holds the secret. */
enum outcome
webhooks_create(struct request *rq, struct response *rs)
{
	struct webhook form, webhook;
	struct json_object *json;
	field_set given;
	enum outcome rc;

	rc = request_form(rq, webhook_fields, true, &form, &given, check);
	if (rc == OK)
		rc = webhook_create(rq->house, &form, given, &webhook);
	if (rc != OK)
		return rc;
	json = print(rq, rs, &webhook);
	json_object_object_add(
	    json, "secret", json_object_new_string(webhook.secret));
	return response_created(rs,
	    mem_printf(rq->mem, "/api/v1/webhooks/%s", webhook.id.text), json);
}

enum outcome
webhooks_show(struct request *rq, struct response *rs)
{
	struct webhook webhook;
	enum outcome rc = find(rq, &webhook);

	return rc == OK ? response_json(rs, print(rq, rs, &webhook)) : rc;
}

enum outcome
webhooks_change(struct request *rq, struct response *rs)
{
	struct webhook change, webhook;
	int64_t expected;
	field_set given;
	enum outcome rc;

	field_clear(webhook_fields, &change);
	rc = request_form(rq, webhook_fields, false, &change, &given, check);
	if (rc == OK)
		rc = expect(rq, &expected);
	if (rc == OK)
		rc = webhook_change(
		    rq->house, &rq->uuid, expected, &change, given, &webhook);
	return rc == OK ? response_json(rs, print(rq, rs, &webhook)) : rc;
}

enum outcome
webhooks_delete(struct request *rq, struct response *rs)
{
	int64_t expected;
	enum outcome rc = expect(rq, &expected);

	if (rc == OK)
		rc = webhook_delete(rq->house, &rq->uuid, expected);
	return rc == OK ? response_none(rs) : rc;
}

static enum outcome
accept(struct response *rs, enum outcome rc, const struct delivery *delivery)
{
	if (rc != OK)
		return rc;
	return response_accepted(rs, field_print(delivery_fields, delivery));
}

enum outcome
webhooks_ping(struct request *rq, struct response *rs)
{
	struct delivery delivery;
	enum outcome rc = webhook_ping(rq->house, &rq->uuid, &delivery);

	return accept(rs, rc, &delivery);
}

enum outcome
webhooks_deliveries(struct request *rq, struct response *rs)
{
	struct page_filter within = { .condition = delivery_condition_webhook };
	struct webhook webhook;
	enum outcome rc = find(rq, &webhook);

	if (rc != OK)
		return rc;
	within.value = db_of_number(webhook.number);
	return list_answer_within(rq, rs, &delivery_listing, &within);
}

enum outcome
webhooks_retry(struct request *rq, struct response *rs)
{
	struct delivery delivery;
	enum outcome rc =
	    webhook_retry(rq->house, &rq->uuid, rq->number, &delivery);

	return accept(rs, rc, &delivery);
}
