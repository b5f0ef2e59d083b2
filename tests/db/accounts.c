/* house/account, auth, token, throttle and audit against a real database. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/mem.h"
#include "house/account.h"
#include "house/auth.h"
#include "house/job.h"
#include "house/media.h"
#include "house/password.h"
#include "house/throttle.h"
#include "house/title.h"
#include "house/token.h"
#include "tests/db/fixture.h"

#define PASSWORD "correct horse battery"

static int
prepare(void **state)
{
	struct fixture *fixture;

	if (fixture_begin(state) != 0)
		return -1;
	fixture = *state;
	fixture->settings.password_memory = 65536;
	return 0;
}

/* No accounts, no old failures, nobody asking. */
static int
fresh(void **state)
{
	struct fixture *fixture = *state;

	fixture->h.caller = NULL;
	fixture->h.actor = "test";
	fixture_sql(fixture, "DELETE FROM account");
	fixture_sql(fixture, "DELETE FROM login_throttle");
	fixture_sql(fixture, "DELETE FROM audit");
	return fixture_fresh(state);
}

static struct account
add(struct fixture *fixture, const char *login, enum account_role role)
{
	struct account_form form = {
		.login = mem_text(fixture, login),
		.role = role,
		.password = mem_text(fixture, PASSWORD),
	};
	struct account account;

	assert_int_equal(
	    account_create(&fixture->h, &form,
		ACCOUNT_LOGIN | ACCOUNT_ROLE | ACCOUNT_PASSWORD, &account),
	    OK);
	return account;
}

static char *
add_token(struct fixture *fixture, const struct account *owner)
{
	struct token_form form = { mem_text(fixture, "test"), 0, ABSENT };
	struct token token;
	char *secret;

	assert_int_equal(
	    token_create(&fixture->h, owner, &form, 0, &secret, &token), OK);
	return secret;
}

static enum outcome
sign_in(struct fixture *fixture, const char *login, const char *password,
    const char *address, char **secret)
{
	struct sign_in given = {
		.login = mem_text(fixture, login),
		.password = mem_text(fixture, password),
	};
	struct account account;

	refusal_reset(&fixture->refusal, fixture);
	return auth_sign_in(&fixture->h, &given, address, secret, &account);
}

static void
a_token_opens_the_door_and_says_who_comes(void **state)
{
	struct fixture *fixture = *state;
	struct account ana = add(fixture, "ana", ROLE_EDITOR);
	char *secret = add_token(fixture, &ana);
	struct house *h = &fixture->h;

	assert_int_equal(strncmp(secret, "mh_", 3), 0);
	assert_int_equal(strlen(secret), 46);
	assert_int_equal(auth_find(h, TOKEN_SESSION, secret), NOT_FOUND);
	assert_int_equal(auth_find(h, TOKEN_API, "mh_"), NOT_FOUND);
	assert_null(h->caller);
	assert_int_equal(auth_find(h, TOKEN_API, secret), OK);
	assert_string_equal(h->actor, "api:ana");
	assert_int_equal(auth_need(h, ROLE_EDITOR), OK);
	assert_int_equal(auth_need(h, ROLE_ADMIN), DENIED);
	assert_string_equal(fixture->refusal.code, "role_too_low");
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM account WHERE "
				    "last_seen_at IS NOT NULL"),
	    1);
}

static void
nothing_in_the_database_opens_a_door(void **state)
{
	struct fixture *fixture = *state;
	struct account ana = add(fixture, "ana", ROLE_ADMIN);
	char *text;

	add_token(fixture, &ana);
	text = mem_printf(fixture,
	    "SELECT COUNT(*) FROM account WHERE password_hash LIKE '%%%s%%' "
	    "OR password_hash NOT LIKE '$argon2id$v=19$m=64,t=2,p=1$%%'",
	    PASSWORD);
	assert_int_equal(fixture_number(fixture, text), 0);
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM api_token WHERE "
				    "LENGTH(prefix) <> 9"),
	    0);
}

static void
the_same_answer_whatever_was_wrong(void **state)
{
	struct fixture *fixture = *state;
	struct account bob = add(fixture, "bob", ROLE_VIEWER);
	struct account_form form = { .disabled = true };
	static const char *const tries[][2] = {
		{ "ana", "wrong horse battery" },
		{ "nobody", PASSWORD },
		{ "bob", PASSWORD },
		{ "b\xc3\xb6"
		  "b",
		    PASSWORD },
	};
	char *secret;

	add(fixture, "ana", ROLE_VIEWER);
	assert_int_equal(account_change(&fixture->h, &bob.id, ANY_VERSION,
			     &form, ACCOUNT_DISABLED, &bob),
	    OK);
	for (size_t i = 0; i < ARRAY_SIZE(tries); i++) {
		assert_int_equal(
		    sign_in(fixture, tries[i][0], tries[i][1], NULL, &secret),
		    DENIED);
		assert_string_equal(fixture->refusal.code, "wrong_password");
	}
	assert_int_equal(sign_in(fixture, "ANA", PASSWORD, NULL, &secret), OK);
	assert_int_equal(auth_find(&fixture->h, TOKEN_API, secret), NOT_FOUND);
	assert_int_equal(auth_find(&fixture->h, TOKEN_SESSION, secret), OK);
}

/* Costs are made large enough to be seen beside everything else. */
static void
the_same_time_for_logins_that_nobody_has(void **state)
{
	struct fixture *fixture = *state;
	int64_t known = INT64_MAX, unknown = INT64_MAX;
	char *secret;

	fixture->settings.password_memory = 32 << 20;
	add(fixture, "ana", ROLE_VIEWER);
	for (int i = 0; i < 4; i++) {
		int64_t began = clock_monotonic_ms(), between, end;

		assert_int_equal(
		    sign_in(fixture, "ana", "no", NULL, &secret), DENIED);
		between = clock_monotonic_ms();
		assert_int_equal(
		    sign_in(fixture, "eve", "no", NULL, &secret), DENIED);
		end = clock_monotonic_ms();
		known = between - began < known ? between - began : known;
		unknown = end - between < unknown ? end - between : unknown;
	}
	fixture->settings.password_memory = 65536;
	assert_true(unknown * 2 > known);
	assert_true(known * 2 > unknown);
}

static void
a_password_is_hashed_anew_when_the_settings_have_changed(void **state)
{
	struct fixture *fixture = *state;
	char *secret;

	add(fixture, "ana", ROLE_VIEWER);
	fixture->settings.password_memory = 131072;
	assert_int_equal(sign_in(fixture, "ana", PASSWORD, NULL, &secret), OK);
	fixture->settings.password_memory = 65536;
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM account WHERE "
				    "password_hash LIKE '%m=128,t=2,%' "
				    "AND version = 1"),
	    1);
}

/* Both of them, by each of the changes that must end them. */
static void
revokes(
    struct fixture *fixture, const struct account_form *form, field_set given)
{
	struct account ana = add(fixture, "ana", ROLE_EDITOR);
	char *token = add_token(fixture, &ana), *session;
	struct house *h = &fixture->h;

	assert_int_equal(sign_in(fixture, "ana", PASSWORD, NULL, &session), OK);
	assert_int_equal(auth_find(h, TOKEN_API, token), OK);
	assert_int_equal(auth_find(h, TOKEN_SESSION, session), OK);
	assert_int_equal(
	    account_change(h, &ana.id, ANY_VERSION, form, given, &ana), OK);
	assert_int_equal(auth_find(h, TOKEN_API, token), NOT_FOUND);
	assert_int_equal(auth_find(h, TOKEN_SESSION, session), NOT_FOUND);
	assert_int_equal(account_delete(h, &ana.id, ANY_VERSION), OK);
}

static void
password_role_and_disabling_revoke_everything(void **state)
{
	struct fixture *fixture = *state;
	struct account_form form = { .role = ROLE_VIEWER, .disabled = true };

	form.password = mem_text(fixture, "another horse battery");
	revokes(fixture, &form, ACCOUNT_PASSWORD);
	revokes(fixture, &form, ACCOUNT_ROLE);
	revokes(fixture, &form, ACCOUNT_DISABLED);
}

static void
a_quota_revokes_nothing(void **state)
{
	struct fixture *fixture = *state;
	struct account ana = add(fixture, "ana", ROLE_EDITOR);
	struct account_form form = { .quota_bytes = 1000, .role = ROLE_EDITOR };
	char *token = add_token(fixture, &ana);

	assert_int_equal(account_change(&fixture->h, &ana.id, ANY_VERSION,
			     &form, ACCOUNT_QUOTA | ACCOUNT_ROLE, &ana),
	    OK);
	assert_int_equal(ana.quota_bytes, 1000);
	assert_int_equal(auth_find(&fixture->h, TOKEN_API, token), OK);
}

static void
sessions_and_tokens_end_in_time(void **state)
{
	struct fixture *fixture = *state;
	struct account ana = add(fixture, "ana", ROLE_EDITOR);
	char *token = add_token(fixture, &ana), *session;
	struct house *h = &fixture->h;

	assert_int_equal(sign_in(fixture, "ana", PASSWORD, NULL, &session), OK);
	fixture_sql(fixture, "UPDATE api_token SET created_at = "
			     "UTC_TIMESTAMP(3) - INTERVAL 43201 SECOND");
	assert_int_equal(auth_find(h, TOKEN_SESSION, session), NOT_FOUND);
	assert_int_equal(auth_find(h, TOKEN_API, token), OK);
	fixture_sql(fixture, "UPDATE api_token SET last_used_at = "
			     "UTC_TIMESTAMP(3) - INTERVAL 43000 SECOND");
	assert_int_equal(auth_find(h, TOKEN_SESSION, session), OK);
	fixture_sql(
	    fixture, "UPDATE api_token SET expires_at = UTC_TIMESTAMP(3)");
	assert_int_equal(auth_find(h, TOKEN_SESSION, session), NOT_FOUND);
	assert_int_equal(auth_find(h, TOKEN_API, token), NOT_FOUND);
	fixture_sql(fixture, "UPDATE api_token SET expires_at = "
			     "UTC_TIMESTAMP(3) - INTERVAL 31 DAY");
	assert_int_equal(auth_sweep(h), OK);
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM api_token"), 0);
}

static void
a_token_is_never_above_its_owner_or_its_maker(void **state)
{
	struct fixture *fixture = *state;
	struct account ana = add(fixture, "ana", ROLE_EDITOR);
	struct token_form form = { mem_text(fixture, "x"), ROLE_ADMIN, ABSENT };
	struct house *h = &fixture->h;
	struct token token;
	char *secret, *low;

	assert_int_equal(
	    token_create(h, &ana, &form, TOKEN_FORM_ROLE, &secret, &token),
	    DENIED);
	form.role = ROLE_VIEWER;
	assert_int_equal(
	    token_create(h, &ana, &form, TOKEN_FORM_ROLE, &low, &token), OK);
	assert_int_equal(auth_find(h, TOKEN_API, low), OK);
	assert_int_equal(auth_need(h, ROLE_EDITOR), DENIED);
	form.role = ROLE_EDITOR;
	assert_int_equal(
	    token_create(h, &ana, &form, TOKEN_FORM_ROLE, &secret, &token),
	    DENIED);
	assert_int_equal(token_create(h, &ana, &form, 0, &secret, &token), OK);
	assert_int_equal(token.role, ROLE_VIEWER);
}

static void
the_last_admin_stays(void **state)
{
	struct fixture *fixture = *state;
	struct account ana = add(fixture, "ana", ROLE_ADMIN), bob;
	struct account_form form = { .role = ROLE_EDITOR, .disabled = true };
	struct house *h = &fixture->h;

	assert_int_equal(
	    account_change(h, &ana.id, ANY_VERSION, &form, ACCOUNT_ROLE, &ana),
	    CONFLICT);
	assert_string_equal(fixture->refusal.code, "last_admin");
	assert_int_equal(account_change(h, &ana.id, ANY_VERSION, &form,
			     ACCOUNT_DISABLED, &ana),
	    CONFLICT);
	assert_int_equal(account_delete(h, &ana.id, ANY_VERSION), CONFLICT);
	bob = add(fixture, "bob", ROLE_ADMIN);
	assert_int_equal(
	    account_change(h, &ana.id, ANY_VERSION, &form, ACCOUNT_ROLE, &ana),
	    OK);
	assert_int_equal(account_delete(h, &bob.id, ANY_VERSION), CONFLICT);
	assert_int_equal(account_delete(h, &ana.id, ANY_VERSION), OK);
}

static void
a_version_that_is_expected_is_compared_under_the_lock(void **state)
{
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;
	struct account ana = add(fixture, "ana", ROLE_VIEWER);
	const struct account_form form = { .quota_bytes = 1000 };
	const int64_t first = ana.version;

	assert_int_equal(
	    account_change(h, &ana.id, first, &form, ACCOUNT_QUOTA, &ana), OK);
	assert_int_equal(
	    account_change(h, &ana.id, first, &form, ACCOUNT_QUOTA, &ana),
	    CONFLICT);
	assert_string_equal(fixture->refusal.code, "stale_version");
	assert_int_equal(account_delete(h, &ana.id, first), CONFLICT);
	assert_int_equal(account_delete(h, &ana.id, first + 1), OK);
}

static void
a_login_is_taken_in_either_case_and_has_plain_letters(void **state)
{
	static const char *const bad[] = { "a b", "a:b", "a/b", "a\nb",
		"\xc3\xa4", "a'b", "a%b" };
	struct fixture *fixture = *state;
	struct account_form form = { .role = ROLE_VIEWER };
	struct account account;

	add(fixture, "ana", ROLE_VIEWER);
	form.login = mem_text(fixture, "ANA");
	assert_int_equal(account_create(&fixture->h, &form,
			     ACCOUNT_LOGIN | ACCOUNT_ROLE, &account),
	    CONFLICT);
	assert_string_equal(fixture->refusal.code, "login_taken");
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		refusal_reset(&fixture->refusal, fixture);
		form.login = mem_text(fixture, bad[i]);
		assert_int_equal(account_create(&fixture->h, &form,
				     ACCOUNT_LOGIN | ACCOUNT_ROLE, &account),
		    INVALID);
	}
}

static void
failures_wait_ever_longer_and_are_forgiven(void **state)
{
	static const int64_t waits[] = { 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64,
		128, 256, 512, 900, 900 };
	struct fixture *fixture = *state;
	struct attempt_key key = { "login", "ana", NULL };
	struct attempt_key loud = { "login", "ANA", "127.0.0.1" };
	struct attempt_key other = { "password", "ana", NULL };
	struct house *h = &fixture->h;

	for (size_t i = 0; i < ARRAY_SIZE(waits); i++) {
		refusal_reset(&fixture->refusal, fixture);
		assert_int_equal(throttle_try(h, &key), OK);
		if (waits[i] == 0)
			continue;
		assert_int_equal(throttle_try(h, &loud), BUSY);
		assert_string_equal(fixture->refusal.code, "too_many_tries");
		assert_in_range(
		    fixture->refusal.retry_after_s, waits[i] - 1, waits[i]);
		fixture_sql(fixture,
		    "UPDATE login_throttle SET retry_at = UTC_TIMESTAMP(3)");
	}
	assert_int_equal(throttle_try(h, &other), OK);
	assert_int_equal(throttle_forgive(h, &key), OK);
	for (int i = 0; i < 4; i++)
		assert_int_equal(throttle_try(h, &key), OK);
	fixture_sql(fixture, "UPDATE login_throttle SET failures = 9, "
			     "updated_at = UTC_TIMESTAMP(3) - INTERVAL 2 HOUR");
	assert_int_equal(throttle_try(h, &key), OK);
	assert_int_equal(throttle_try(h, &key), OK);
}

static void
a_network_is_counted_as_one(void **state)
{
	static const struct {
		const char *last, *others;
	} networks[] = {
		{ "192.0.2.207", "192.0.2." },
		{ "2001:db8:1:2::7", "2001:db8:1:2::10" },
		{ "::ffff:198.51.100.209", "198.51.100." },
	};
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;

	for (size_t i = 0; i < ARRAY_SIZE(networks); i++) {
		struct attempt_key last = { "login", "last", networks[i].last };

		fixture_sql(fixture, "DELETE FROM login_throttle");
		for (int other = 1; other <= 20; other++) {
			char address[64], login[16];
			struct attempt_key key = { "login", login, address };

			snprintf(address, sizeof(address), "%s%d",
			    networks[i].others, other);
			snprintf(login, sizeof(login), "user%d", other);
			assert_int_equal(throttle_try(h, &key), OK);
		}
		assert_int_equal(throttle_try(h, &last), BUSY);
		last.address = "203.0.113.1";
		assert_int_equal(throttle_try(h, &last), OK);
	}
}

static void
many_tries_at_once_gain_nothing(void **state)
{
	struct fixture *fixture = *state;
	char *secret;

	add(fixture, "ana", ROLE_VIEWER);
	for (int i = 0; i < 5; i++)
		assert_int_equal(
		    sign_in(fixture, "ana", "wrong", NULL, &secret), DENIED);
	/* Too early is too early, also with the right one. */
	assert_int_equal(
	    sign_in(fixture, "ana", PASSWORD, NULL, &secret), BUSY);
	fixture_sql(
	    fixture, "UPDATE login_throttle SET retry_at = UTC_TIMESTAMP(3)");
	assert_int_equal(sign_in(fixture, "ana", PASSWORD, NULL, &secret), OK);
	assert_int_equal(
	    sign_in(fixture, "ana", "wrong", NULL, &secret), DENIED);
	assert_int_equal(sign_in(fixture, "ana", PASSWORD, NULL, &secret), OK);
}

static int64_t
noted(struct fixture *fixture, const char *action, const char *id)
{
	return fixture_number(
	    fixture, mem_printf(fixture,
			 "SELECT COUNT(*) FROM audit WHERE action = '%s' "
			 "AND subject_id = '%s' AND actor = 'api:eve'",
			 action, id));
}

static void
every_change_is_noted_with_who_did_it(void **state)
{
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;
	struct media media;
	struct job job;
	char *number;

	h->actor = "api:eve";
	media = fixture_upload(fixture);
	assert_int_equal(noted(fixture, "media.create", media.id.text), 1);
	assert_int_equal(
	    job_find_active(h, JOB_PROCESS, media.number, &job), OK);
	number = mem_printf(fixture, "%d", (int)job.id);
	assert_int_equal(job_set_priority(h, job.id, 1, &job), OK);
	assert_int_equal(job_cancel(h, job.id, &job), OK);
	assert_int_equal(job_retry(h, job.id, &job), OK);
	assert_int_equal(noted(fixture, "job.priority", number), 1);
	assert_int_equal(noted(fixture, "job.cancel", number), 1);
	assert_int_equal(noted(fixture, "job.retry", number), 1);
	assert_int_equal(
	    fixture_number(fixture,
		"SELECT JSON_VALUE(state_before, '$.priority') * 10 + "
		"JSON_VALUE(state_after, '$.priority') FROM audit "
		"WHERE action = 'job.priority'"),
	    51);
	assert_int_equal(media_drop_derivatives(h, &media.id, ANY_VERSION), OK);
	assert_int_equal(noted(fixture, "media.drop", media.id.text), 1);
	assert_int_equal(queue_pause(h, "why"), OK);
	assert_int_equal(queue_resume(h), OK);
	assert_int_equal(noted(fixture, "queue.pause", "all"), 1);
	assert_int_equal(noted(fixture, "queue.resume", "all"), 1);
	assert_int_equal(media_delete(h, &media.id, ANY_VERSION), OK);
	assert_int_equal(noted(fixture, "media.delete", media.id.text), 1);
}

static void
what_was_refused_is_not_noted(void **state)
{
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;
	struct media media = fixture_upload(fixture);
	struct job job;

	assert_int_equal(
	    job_find_active(h, JOB_PROCESS, media.number, &job), OK);
	assert_int_equal(job_cancel(h, job.id, &job), OK);
	fixture_sql(fixture, "DELETE FROM audit");
	assert_int_equal(job_cancel(h, job.id, &job), CONFLICT);
	add(fixture, "ana", ROLE_ADMIN);
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM audit"), 1);
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM audit WHERE "
				    "CONCAT_WS('', state_before, state_after) "
				    "LIKE '%argon2%'"),
	    0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(
		    a_token_opens_the_door_and_says_who_comes, fresh),
		cmocka_unit_test_setup(
		    nothing_in_the_database_opens_a_door, fresh),
		cmocka_unit_test_setup(
		    the_same_answer_whatever_was_wrong, fresh),
		cmocka_unit_test_setup(
		    the_same_time_for_logins_that_nobody_has, fresh),
		cmocka_unit_test_setup(
		    a_password_is_hashed_anew_when_the_settings_have_changed,
		    fresh),
		cmocka_unit_test_setup(
		    password_role_and_disabling_revoke_everything, fresh),
		cmocka_unit_test_setup(a_quota_revokes_nothing, fresh),
		cmocka_unit_test_setup(sessions_and_tokens_end_in_time, fresh),
		cmocka_unit_test_setup(
		    a_token_is_never_above_its_owner_or_its_maker, fresh),
		cmocka_unit_test_setup(the_last_admin_stays, fresh),
		cmocka_unit_test_setup(
		    a_version_that_is_expected_is_compared_under_the_lock,
		    fresh),
		cmocka_unit_test_setup(
		    a_login_is_taken_in_either_case_and_has_plain_letters,
		    fresh),
		cmocka_unit_test_setup(
		    failures_wait_ever_longer_and_are_forgiven, fresh),
		cmocka_unit_test_setup(a_network_is_counted_as_one, fresh),
		cmocka_unit_test_setup(many_tries_at_once_gain_nothing, fresh),
		cmocka_unit_test_setup(
		    every_change_is_noted_with_who_did_it, fresh),
		cmocka_unit_test_setup(what_was_refused_is_not_noted, fresh),
	};

	return cmocka_run_group_tests(tests, prepare, fixture_end);
}
