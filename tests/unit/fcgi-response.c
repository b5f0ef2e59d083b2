/* fcgi/response, problem and exchange: what a client gets. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/mem.h"
#include "fcgi/response.h"
#include "fcgi/status.h"
#include "tests/unit/ask.h"

static struct json_object *
film(void)
{
	struct json_object *json = json_object_new_object();

	json_object_object_add(json, "title", json_object_new_string("a/b"));
	return json;
}

static enum outcome
show_film(struct request *rq, struct response *rs)
{
	(void)rq;
	response_version(rs, "7");
	return response_json(rs, film());
}

static enum outcome
create_film(struct request *rq, struct response *rs)
{
	(void)rq;
	return response_created(rs, "/films/1\r\nSet-Cookie: a=b", film());
}

static enum outcome
change_film(struct request *rq, struct response *rs)
{
	enum outcome rc = request_if_match(rq, "7");

	return rc == OK ? response_json(rs, film()) : rc;
}

static enum outcome
queue_film(struct request *rq, struct response *rs)
{
	(void)rq;
	return response_accepted(rs, film());
}

static enum outcome
delete_film(struct request *rq, struct response *rs)
{
	(void)rq;
	return response_none(rs);
}

static enum outcome
show_text(struct request *rq, struct response *rs)
{
	(void)rq;
	response_header(rs, "Cache-Control", "no-cache");
	return response_text(rs, "text/plain; charset=utf-8", "log\n", 4);
}

/* The outcome of the number in the path, with a text that may not leak when
   it is FAILED. */
static enum outcome
refuse_all(struct request *rq, struct response *rs)
{
	(void)rs;
	return refuse(rq->refusal, (enum outcome)rq->number, "the_code",
	    "SELECT * FROM %s", "secrets");
}

/* The same outcome, but nobody said why. */
static enum outcome
refuse_silently(struct request *rq, struct response *rs)
{
	response_json(rs, film());
	return (enum outcome)rq->number;
}

static enum outcome
refuse_fields(struct request *rq, struct response *rs)
{
	(void)rs;
	refuse_field(rq->refusal, "title", "too_long", "is too long");
	refuse_field(rq->refusal, "year", "too_small", "is too small");
	return refusal_outcome(rq->refusal);
}

static const struct route table[] = {
	{ GET, "/film", VIEW, BODY_NONE, show_film },
	{ POST, "/film", EDIT, BODY_NONE, create_film },
	{ PATCH, "/film", EDIT, BODY_NONE, change_film },
	{ PUT, "/film", EDIT, BODY_NONE, queue_film },
	{ DELETE, "/film", EDIT, BODY_NONE, delete_film },
	{ GET, "/log", VIEW, BODY_NONE, show_text },
	{ GET, "/refuse/{number}", VIEW, BODY_NONE, refuse_all },
	{ GET, "/silent/{number}", VIEW, BODY_NONE, refuse_silently },
	{ POST, "/fields", EDIT, BODY_JSON, refuse_fields },
	{ .pattern = NULL },
};

static struct reply
ask_for(void *mem, const char *method, const char *uri, const char *param)
{
	struct question question = {
		.method = method, .uri = uri, .params = { param }
	};

	return ask(mem, table, &question);
}

static void
answers_json_with_its_length(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct reply reply = ask_for(mem, "GET", "/film", NULL);

	(void)state;
	assert_int_equal(200, reply.status);
	assert_string_equal("{\"title\":\"a/b\"}", reply.body);
	assert_string_equal("15", reply_header(mem, &reply, "Content-Length"));
	assert_string_equal("application/json; charset=utf-8",
	    reply_header(mem, &reply, "Content-Type"));
	assert_string_equal("\"7\"", reply_header(mem, &reply, "ETag"));
}

static void
answers_head_like_get_without_a_body(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct reply reply = ask_for(mem, "HEAD", "/film", NULL);

	(void)state;
	assert_int_equal(200, reply.status);
	assert_string_equal("", reply.body);
	assert_string_equal("15", reply_header(mem, &reply, "Content-Length"));
}

static void
has_a_status_for_each_kind_of_answer(void **state)
{
	static const struct {
		const char *method;
		int status;
	} cases[] = { { "POST", 201 }, { "PUT", 202 }, { "DELETE", 204 } };
	AUTO_FREE void *mem = mem_context(NULL);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct reply reply =
		    ask_for(mem, cases[i].method, "/film", NULL);

		assert_int_equal(cases[i].status, reply.status);
		assert_int_equal(cases[i].status == 204, *reply.body == '\0');
		assert_int_equal(cases[i].status == 204,
		    reply_header(mem, &reply, "Content-Length") == NULL);
	}
}

static void
answers_304_to_who_has_that_version(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct reply reply =
	    ask_for(mem, "GET", "/film", "HTTP_IF_NONE_MATCH=\"6\", \"7\"");

	(void)state;
	assert_int_equal(304, reply.status);
	assert_string_equal("", reply.body);
	assert_string_equal("\"7\"", reply_header(mem, &reply, "ETag"));
	reply = ask_for(mem, "GET", "/film", "HTTP_IF_NONE_MATCH=\"6\"");
	assert_int_equal(200, reply.status);
}

static void
refuses_to_change_what_has_changed(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct reply reply =
	    ask_for(mem, "PATCH", "/film", "HTTP_IF_MATCH=\"6\"");

	(void)state;
	assert_int_equal(412, reply.status);
	assert_int_equal(
	    200, ask_for(mem, "PATCH", "/film", "HTTP_IF_MATCH=\"7\"").status);
	assert_int_equal(412,
	    ask_for(mem, "PATCH", "/film", "HTTP_IF_MATCH=W/\"7\"").status);
	assert_int_equal(200, ask_for(mem, "PATCH", "/film", NULL).status);
}

static void
bears_the_safe_headers_on_every_answer(void **state)
{
	static const struct {
		const char *method, *uri;
	} cases[] = { { "GET", "/film" }, { "GET", "/none" },
		{ "DELETE", "/film" }, { "OPTIONS", "/film" },
		{ "GET", "/refuse/10" }, { "GET", "/%00" },
		{ "BREW", "/film" } };
	static const char *const names[] = { "X-Request-Id", "Cache-Control",
		"X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options",
		"Cross-Origin-Resource-Policy", "Content-Security-Policy" };
	AUTO_FREE void *mem = mem_context(NULL);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct reply reply =
		    ask_for(mem, cases[i].method, cases[i].uri, NULL);

		for (size_t j = 0; j < ARRAY_SIZE(names); j++)
			assert_non_null(reply_header(mem, &reply, names[j]));
		assert_string_equal(
		    "no-store", reply_header(mem, &reply, "Cache-Control"));
	}
}

static void
lets_a_handler_set_a_header_of_its_own(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct reply reply = ask_for(mem, "GET", "/log", NULL);

	(void)state;
	assert_string_equal("log\n", reply.body);
	assert_string_equal(
	    "no-cache", reply_header(mem, &reply, "Cache-Control"));
	assert_null(strstr(reply.head, "no-store"));
}

static void
cannot_be_made_to_write_a_second_header(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct reply reply = ask_for(mem, "POST", "/film", NULL);

	(void)state;
	assert_null(reply_header(mem, &reply, "Set-Cookie"));
	assert_string_equal(
	    "/films/1  Set-Cookie: a=b", reply_header(mem, &reply, "Location"));
}

static void
echoes_the_request_id(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct reply reply =
	    ask_for(mem, "GET", "/none", "HTTP_X_REQUEST_ID=trace-1");
	struct json_object *problem = reply_json(&reply);

	(void)state;
	assert_string_equal(
	    "trace-1", reply_header(mem, &reply, "X-Request-Id"));
	assert_string_equal("trace-1", json_text_at(problem, "request_id"));
	json_object_put(problem);
}

static const struct {
	int status;
	const char *retry_after;
} expected[OUTCOME_COUNT] = {
	[NOT_FOUND] = { 404, NULL },
	[MALFORMED] = { 400, NULL },
	[INVALID] = { 422, NULL },
	[CONFLICT] = { 409, NULL },
	[BUSY] = { 423, "1" },
	[DENIED] = { 403, NULL },
	[TOO_LARGE] = { 413, NULL },
	[NO_SPACE] = { 507, NULL },
	[UNAVAILABLE] = { 503, "2" },
	[FAILED] = { 500, NULL },
};

static void
check_problem(void *mem, const struct reply *reply, enum outcome outcome)
{
	struct json_object *problem = reply_json(reply);
	char *retry_after = reply_header(mem, reply, "Retry-After");

	assert_int_equal(expected[outcome].status, reply->status);
	assert_int_equal(reply->status, json_number_at(problem, "status", -1));
	assert_string_equal("application/problem+json",
	    reply_header(mem, reply, "Content-Type"));
	assert_string_equal(
	    status_reason(reply->status), json_text_at(problem, "title"));
	assert_string_not_equal("", json_text_at(problem, "title"));
	assert_string_not_equal("", json_text_at(problem, "detail"));
	assert_string_equal(json_text_at(problem, "type"),
	    mem_printf(mem, "/problems/%s", json_text_at(problem, "code")));
	if (expected[outcome].retry_after == NULL)
		assert_null(retry_after);
	else
		assert_string_equal(expected[outcome].retry_after, retry_after);
	json_object_put(problem);
}

static void
turns_every_outcome_into_a_problem(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);

	(void)state;
	for (enum outcome i = NOT_FOUND; i < OUTCOME_COUNT; i++) {
		struct reply told =
		    ask_for(mem, "GET", mem_printf(mem, "/refuse/%d", i), NULL);
		struct reply silent =
		    ask_for(mem, "GET", mem_printf(mem, "/silent/%d", i), NULL);

		check_problem(mem, &told, i);
		check_problem(mem, &silent, i);
		assert_null(strstr(silent.body, "a/b"));
		assert_int_equal(
		    i != FAILED, strstr(told.body, "the_code") != NULL);
	}
}

static void
never_tells_what_failed_inside(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct reply reply =
	    ask_for(mem, "GET", mem_printf(mem, "/refuse/%d", FAILED), NULL);

	(void)state;
	assert_int_equal(500, reply.status);
	assert_null(strstr(reply.body, "SELECT"));
	assert_null(strstr(reply.body, "secrets"));
}

static void
lists_every_faulty_field(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct reply reply = ask_for(mem, "POST", "/fields", NULL);

	(void)state;
	assert_int_equal(422, reply.status);
	assert_non_null(strstr(reply.body,
	    "\"errors\":[{\"field\":\"title\",\"code\":\"too_long\","
	    "\"message\":\"is too long\"},{\"field\":\"year\",\"code\":"
	    "\"too_small\",\"message\":\"is too small\"}]"));
}

static void
knows_unknown_paths_and_methods(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct reply reply = ask_for(mem, "GET", "/none", NULL);

	(void)state;
	assert_int_equal(404, reply.status);
	reply = ask_for(mem, "DELETE", "/log", NULL);
	assert_int_equal(405, reply.status);
	assert_string_equal(
	    "GET, HEAD, OPTIONS", reply_header(mem, &reply, "Allow"));
	reply = ask_for(mem, "OPTIONS", "/film", NULL);
	assert_int_equal(204, reply.status);
	assert_string_equal("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
	    reply_header(mem, &reply, "Allow"));
}

static void
refuses_a_body_over_its_limit_before_the_handler(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct reply reply =
	    ask_for(mem, "POST", "/fields", "CONTENT_LENGTH=65537");

	(void)state;
	assert_int_equal(413, reply.status);
	assert_non_null(strstr(reply.body, "65536 bytes"));
	reply = ask_for(mem, "POST", "/fields", "CONTENT_LENGTH=65536");
	assert_int_equal(422, reply.status);
}

static void
answers_whatever_body_nobody_reads(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	size_t length = (size_t)2 * 1024 * 1024;
	struct question question = { .method = "DELETE",
		.uri = "/film",
		.body = mem_array(mem, char, length),
		.length = length };
	struct reply reply = ask(mem, table, &question);

	(void)state;
	assert_int_equal(204, reply.status);
}

static int
prepare(void **state)
{
	(void)state;
	ask_prepare();
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_json_with_its_length),
		cmocka_unit_test(answers_head_like_get_without_a_body),
		cmocka_unit_test(has_a_status_for_each_kind_of_answer),
		cmocka_unit_test(answers_304_to_who_has_that_version),
		cmocka_unit_test(refuses_to_change_what_has_changed),
		cmocka_unit_test(bears_the_safe_headers_on_every_answer),
		cmocka_unit_test(lets_a_handler_set_a_header_of_its_own),
		cmocka_unit_test(cannot_be_made_to_write_a_second_header),
		cmocka_unit_test(echoes_the_request_id),
		cmocka_unit_test(turns_every_outcome_into_a_problem),
		cmocka_unit_test(never_tells_what_failed_inside),
		cmocka_unit_test(lists_every_faulty_field),
		cmocka_unit_test(knows_unknown_paths_and_methods),
		cmocka_unit_test(
		    refuses_a_body_over_its_limit_before_the_handler),
		cmocka_unit_test(answers_whatever_body_nobody_reads),
	};

	return cmocka_run_group_tests(tests, prepare, NULL);
}
