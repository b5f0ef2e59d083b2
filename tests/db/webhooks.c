/* house/event, webhook and delivery against a real database. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "house/delivery.h"
#include "house/event.h"
#include "house/job.h"
#include "house/media.h"
#include "house/webhook.h"
#include "tests/db/fixture.h"

static int
fresh(void **state)
{
	struct fixture *fixture = *state;

	fixture->h.actor = "test";
	fixture_sql(fixture, "DELETE FROM job");
	fixture_sql(fixture, "DELETE FROM webhook");
	return fixture_fresh(state);
}

static struct webhook
add(struct fixture *fixture, const char *event)
{
	char *events[] = { mem_text(fixture, event) };
	struct webhook webhook,
	    form = { .url = mem_text(fixture, "https://example.org/") };

	form.events = (struct text_list){ events, 1 };
	assert_int_equal(
	    webhook_create(&fixture->h, &form,
		db_members(&webhook_entity, "url", "events", NULL), &webhook),
	    OK);
	return webhook;
}

static int64_t
deliveries(struct fixture *fixture)
{
	return fixture_number(fixture, "SELECT COUNT(*) FROM webhook_delivery");
}

static int64_t
jobs(struct fixture *fixture)
{
	return fixture_number(
	    fixture, "SELECT COUNT(*) FROM job WHERE kind = 'deliver'");
}

static void
whoever_wants_an_event_has_a_delivery_of_it(void **state)
{
	struct fixture *fixture = *state;
	struct media media = fixture_upload(fixture);
	struct webhook off = add(fixture, "media.deleted");
	const struct webhook disabled = { .enabled = false };

	add(fixture, "media.deleted");
	add(fixture, "media.deleted");
	add(fixture, "media.ready");
	assert_int_equal(
	    webhook_change(&fixture->h, &off.id, ABSENT, &disabled,
		db_members(&webhook_entity, "enabled", NULL), &off),
	    OK);
	assert_int_equal(media_delete(&fixture->h, &media.id, ANY_VERSION), OK);
	assert_int_equal(deliveries(fixture), 2);
	assert_int_equal(jobs(fixture), 2);
	assert_int_equal(
	    fixture_number(fixture,
		"SELECT COUNT(DISTINCT event_id) FROM webhook_delivery"),
	    1);
}

struct doomed {
	struct house *h;
	const struct media *media;
};

static enum outcome
doomed_unit(void *context)
{
	const struct doomed *doomed = context;

	if (event_of_media(doomed->h, EVENT_MEDIA_READY, doomed->media) != OK)
		return FAILED;
	return CONFLICT; /* and so it never happened */
}

static void
what_did_not_happen_is_not_told(void **state)
{
	struct fixture *fixture = *state;
	struct media media = fixture_upload(fixture);
	struct doomed doomed = { &fixture->h, &media };

	add(fixture, "media.ready");
	assert_int_equal(
	    db_transact(fixture->h.db, doomed_unit, &doomed), CONFLICT);
	assert_int_equal(deliveries(fixture), 0);
	assert_int_equal(jobs(fixture), 0);
}

static void
a_delivery_is_forgotten_with_its_job(void **state)
{
	struct fixture *fixture = *state;
	struct webhook webhook = add(fixture, "media.ready");
	struct delivery delivery;

	assert_int_equal(webhook_ping(&fixture->h, &webhook.id, &delivery), OK);
	fixture_sql(fixture, "UPDATE job SET state = 'DONE', finished_at = "
			     "UTC_TIMESTAMP(3), due_at = UTC_TIMESTAMP(3) + "
			     "INTERVAL 1 DAY WHERE kind = 'deliver'");
	assert_int_equal(job_prune(&fixture->h), OK);
	assert_int_equal(deliveries(fixture), 1);
	fixture_sql(fixture, "UPDATE job SET due_at = UTC_TIMESTAMP(3) "
			     "WHERE kind = 'deliver'");
	assert_int_equal(job_prune(&fixture->h), OK);
	assert_int_equal(deliveries(fixture), 0);
}

static void
a_lost_lease_notes_nothing(void **state)
{
	struct fixture *fixture = *state;
	struct webhook webhook = add(fixture, "media.ready");
	struct delivery delivery;
	struct errand errand;
	const struct delivery_answer answer = { .http_status = 410 };
	const struct job job = { .attempt = 1, .worker_id = 1 };
	struct job late = job;

	assert_int_equal(webhook_ping(&fixture->h, &webhook.id, &delivery), OK);
	late.id = delivery.id;
	assert_int_equal(delivery_begin(&fixture->h, &late, &errand), OK);
	assert_int_equal(
	    delivery_note(&fixture->h, &late, &errand, &answer), CONFLICT);
	assert_string_equal(fixture->refusal.code, "lease_lost");
	assert_int_equal(
	    fixture_number(fixture, "SELECT SUM(tries) FROM webhook_delivery"),
	    0);
	assert_int_equal(
	    fixture_number(fixture, "SELECT enabled FROM webhook"), 1);
}

/* By openssl: printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac key */
static void
signs_the_time_and_the_body(void **state)
{
	struct fixture *fixture = *state;
	char key[] = "key", payload[] = "{\"a\":1}";
	const struct errand errand = { .secret = key, .payload = payload };

	assert_string_equal(
	    delivery_signature(&fixture->h, &errand, 1700000000),
	    "t=1700000000,v1="
	    "a438e398bfafc57e4396bb7fc2304422f0f768e965d073ca313cb52e22e6ad03");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(
		    whoever_wants_an_event_has_a_delivery_of_it, fresh),
		cmocka_unit_test_setup(what_did_not_happen_is_not_told, fresh),
		cmocka_unit_test_setup(
		    a_delivery_is_forgotten_with_its_job, fresh),
		cmocka_unit_test_setup(a_lost_lease_notes_nothing, fresh),
		cmocka_unit_test_setup(signs_the_time_and_the_body, fresh),
	};

	return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
