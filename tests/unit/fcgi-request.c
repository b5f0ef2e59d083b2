/* fcgi/request, query, body and reader: what a client sends. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>
#include <fcgiapp.h>

#include "base/json.h"
#include "base/mem.h"
#include "fcgi/body.h"
#include "fcgi/bridge.h"
#include "fcgi/multipart.h"
#include "fcgi/reader.h"
#include "fcgi/request.h"
#include "fcgi/response.h"
#include "tests/unit/ask.h"

#define LARGE ((size_t)3 * 1024 * 1024 + 17)

struct bench {
	struct refusal refusal;
	struct house house;
	struct request rq;
};

/* Reads a request from parameters alone. */
static enum outcome
read_params(void *mem, struct bench *bench, const char *const *params)
{
	*bench = (struct bench){ .refusal = { .mem = mem } };
	bench->rq = (struct request){ .mem = mem,
		.house = &bench->house,
		.refusal = &bench->refusal,
		.params = (char *const *)(uintptr_t)params };
	return request_read(&bench->rq);
}

static enum outcome
read_uri(void *mem, struct bench *bench, const char *uri)
{
	const char *params[] = { "REQUEST_METHOD=GET",
		mem_printf(mem, "REQUEST_URI=%s", uri), NULL };

	return read_params(mem, bench, params);
}

static void
decodes_a_path_once(void **state)
{
	static const struct {
		const char *uri, *path;
	} cases[] = {
		{ "/movies?q=1", "/movies" },
		{ "/a%20b", "/a b" },
		{ "/a+b", "/a+b" },
		{ "/%252e%252e/x", "/%2e%2e/x" },
		{ "/Am%C3%A9lie", "/Am\xc3\xa9lie" },
		{ "/..a/b..", "/..a/b.." },
	};
	AUTO_FREE void *mem = mem_context(NULL);
	struct bench bench;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		assert_int_equal(OK, read_uri(mem, &bench, cases[i].uri));
		assert_string_equal(cases[i].path, bench.rq.path);
	}
}

static void
refuses_paths_that_could_mislead(void **state)
{
	static const char *const uris[] = { "", "movies", "*",
		"http://host/movies", "/a%00b", "/a%", "/a%4", "/a%zz",
		"/a/../b", "/..", "/a/%2e%2e/b", "/a/.%2E", "/a%2Fb", "/a%2fb",
		"/%ff", "/%c0%af", "/%ed%a0%80" };
	AUTO_FREE void *mem = mem_context(NULL);
	struct bench bench;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(uris); i++) {
		assert_int_equal(MALFORMED, read_uri(mem, &bench, uris[i]));
		assert_string_equal("malformed_path", bench.refusal.code);
	}
}

static void
reads_the_query(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct bench bench;
	const struct query *query = &bench.rq.query;

	(void)state;
	assert_int_equal(OK,
	    read_uri(mem, &bench, "/?q=a+b%26c&&empty=&bare&limit=20&on=true"));
	assert_string_equal("a b&c", query_text(query, "q"));
	assert_string_equal("", query_text(query, "empty"));
	assert_string_equal("", query_text(query, "bare"));
	assert_null(query_text(query, "none"));
	query_drop(&bench.rq.query, "none");
	query_drop(&bench.rq.query, "empty");
	assert_null(query_text(query, "empty"));
	assert_string_equal("", query_text(query, "bare"));
	assert_int_equal(
	    20, query_number(query, "limit", 1, 100, 7, &bench.refusal));
	assert_int_equal(
	    7, query_number(query, "none", 1, 100, 7, &bench.refusal));
	assert_true(query_flag(query, "on", false, &bench.refusal));
	assert_int_equal(OK, refusal_outcome(&bench.refusal));
}

static void
tells_every_faulty_parameter_at_once(void **state)
{
	static const char *const words[] = { "UPLOADED", "READY", NULL };
	AUTO_FREE void *mem = mem_context(NULL);
	struct bench bench;
	const struct query *query = &bench.rq.query;

	(void)state;
	assert_int_equal(
	    OK, read_uri(mem, &bench,
		    "/?limit=101&low=0&minus=-1&status=ready&on=1&id=x"));
	query_number(query, "limit", 1, 100, 20, &bench.refusal);
	query_number(query, "low", 1, 100, 20, &bench.refusal);
	query_number(query, "minus", 1, 100, 20, &bench.refusal);
	query_word(query, "status", words, 0, &bench.refusal);
	query_flag(query, "on", false, &bench.refusal);
	assert_string_equal("", query_uuid(query, "id", &bench.refusal).text);
	assert_int_equal(6, bench.refusal.fault_count);
	assert_int_equal(INVALID, refusal_outcome(&bench.refusal));
}

static void
refuses_ambiguous_queries(void **state)
{
	static const struct {
		const char *uri, *code;
	} cases[] = {
		{ "/?a=1&a=2", "duplicate_parameter" },
		{ "/?a=1&%61=2", "duplicate_parameter" },
		{ "/?a=%00", "malformed_query" },
		{ "/?a=%f", "malformed_query" },
		{ "/?a=%ff", "malformed_query" },
		{ "/?%zz=1", "malformed_query" },
	};
	AUTO_FREE void *mem = mem_context(NULL);
	char *many = mem_text(mem, "/?");
	struct bench bench;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		assert_int_equal(
		    MALFORMED, read_uri(mem, &bench, cases[i].uri));
		assert_string_equal(cases[i].code, bench.refusal.code);
	}
	for (int i = 0; i <= QUERY_MAX_PAIRS; i++)
		mem_append(mem, &many, "p%d=1&", i);
	assert_int_equal(MALFORMED, read_uri(mem, &bench, many));
	assert_string_equal("too_many_parameters", bench.refusal.code);
}

static void
takes_only_plain_lengths(void **state)
{
	static const struct {
		const char *length;
		enum outcome outcome;
		int64_t value;
	} cases[] = {
		{ "", OK, LENGTH_UNKNOWN },
		{ "0", OK, 0 },
		{ "9223372036854775807", OK, INT64_MAX },
		{ "9223372036854775808", MALFORMED, 0 },
		{ "-1", MALFORMED, 0 },
		{ "+1", MALFORMED, 0 },
		{ " 1", MALFORMED, 0 },
		{ "1, 1", MALFORMED, 0 },
		{ "0x10", MALFORMED, 0 },
	};
	AUTO_FREE void *mem = mem_context(NULL);
	struct bench bench;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *params[] = { "REQUEST_URI=/",
			mem_printf(mem, "CONTENT_LENGTH=%s", cases[i].length),
			NULL };

		assert_int_equal(
		    cases[i].outcome, read_params(mem, &bench, params));
		if (cases[i].outcome == OK)
			assert_true(bench.rq.content_length == cases[i].value);
		else
			assert_string_equal(
			    "malformed_length", bench.refusal.code);
	}
	assert_int_equal(OK, read_uri(mem, &bench, "/"));
	assert_true(bench.rq.content_length == LENGTH_UNKNOWN);
}

static void
refuses_two_headers_that_say_who_somebody_is(void **state)
{
	static const char *const two_cookies[] = { "REQUEST_URI=/",
		"HTTP_COOKIE=a", "HTTP_ACCEPT=x", "HTTP_COOKIE=b", NULL };
	static const char *const two_keys[] = { "REQUEST_URI=/",
		"HTTP_AUTHORIZATION=a", "HTTP_AUTHORIZATION=a", NULL };
	static const char *const one_each[] = { "REQUEST_URI=/",
		"HTTP_AUTHORIZATION=a", "HTTP_COOKIE=b", "HTTP_COOKIE_X=c",
		NULL };
	AUTO_FREE void *mem = mem_context(NULL);
	struct bench bench;

	(void)state;
	assert_int_equal(MALFORMED, read_params(mem, &bench, two_cookies));
	assert_string_equal("duplicate_header", bench.refusal.code);
	assert_int_equal(MALFORMED, read_params(mem, &bench, two_keys));
	assert_int_equal(OK, read_params(mem, &bench, one_each));
	assert_string_equal("b", request_header(&bench.rq, "Cookie"));
}

static void
keeps_only_a_sane_request_id(void **state)
{
	static const char *const bad[] = { "", "a b", "a\nb", "<x>",
		"0123456789012345678901234567890123456789012345678901234567890"
		"1234",
		"\xc3\xa9" };
	AUTO_FREE void *mem = mem_context(NULL);
	const char *params[] = { "REQUEST_URI=/", NULL, NULL };
	struct bench bench;

	(void)state;
	params[1] = "HTTP_X_REQUEST_ID=Trace-1.2_3";
	assert_int_equal(OK, read_params(mem, &bench, params));
	assert_string_equal("Trace-1.2_3", bench.rq.id);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		params[1] = mem_printf(mem, "HTTP_X_REQUEST_ID=%s", bad[i]);
		assert_int_equal(OK, read_params(mem, &bench, params));
		assert_string_not_equal(bad[i], bench.rq.id);
		assert_int_equal(36, strlen(bench.rq.id));
	}
}

static void
compares_entity_tags(void **state)
{
	static const struct {
		const char *list;
		bool weakly, strongly;
	} cases[] = {
		{ "\"7\"", true, true },
		{ "W/\"7\"", true, false },
		{ "\"6\", \"7\"", true, true },
		{ "\"6\",W/\"7\"", true, false },
		{ "*", true, true },
		{ "\"70\"", false, false },
		{ "7", false, false },
		{ "", false, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		assert_int_equal(cases[i].weakly,
		    request_tag_matches(cases[i].list, "\"7\"", false));
		assert_int_equal(cases[i].strongly,
		    request_tag_matches(cases[i].list, "\"7\"", true));
	}
}

struct film {
	char *title;
	int64_t year;
};

static const struct field film_fields[] = {
	FIELD(film, title, .max = 10, .required = true, .writable = true,
	    .no_blank = true),
	FIELD(film, year, .min = 1888, .max = 2100, .writable = true),
	FIELD_END,
};

static enum outcome
echo_film(struct request *rq, struct response *rs)
{
	struct film film;
	enum outcome rc;

	rc = request_json(rq, film_fields, true, &film, NULL);
	if (rc != OK)
		return rc;
	return response_json(rs, field_print(film_fields, &film));
}

/* A film, or nothing where none comes. */
static enum outcome
echo_film_if_any(struct request *rq, struct response *rs)
{
	return request_has_body(rq) ? echo_film(rq, rs) : response_none(rs);
}

/* A sum over all bytes in their places, and their number. */
static enum outcome
sum_body(struct request *rq, struct response *rs)
{
	char *buffer = mem_array(rq->mem, char, 100000);
	struct json_object *json;
	int64_t sum = 0, count = 0;
	enum outcome rc;
	size_t got;

	do {
		rc = request_body_read(rq, buffer, 100000, &got);
		for (size_t i = 0; i < got; i++)
			sum = (sum * 31 + (unsigned char)buffer[i]) % 1000003;
		count += (int64_t)got;
	} while (rc == OK && got == 100000);
	if (rc != OK)
		return rc;
	json = json_object_new_object();
	json_object_object_add(json, "sum", json_object_new_int64(sum));
	json_object_object_add(json, "count", json_object_new_int64(count));
	return response_json(rs, json);
}

/* The file of a form: its name, and whether all of it is z. */
static enum outcome
take_file(struct request *rq, struct response *rs)
{
	struct multipart_file file;
	struct multipart *form;
	char buffer[1000];
	size_t total = 0, got;
	enum outcome rc;

	rc = multipart_open(rq->mem, request_header(rq, "Content-Type"),
	    request_body_source, rq, rq->refusal, &form);
	if (rc == OK)
		rc = multipart_find_file(form, &file);
	do {
		if (rc == OK)
			rc = multipart_read(form, buffer, 1000, &got);
		if (rc != OK)
			return rc;
		total += got;
		for (size_t i = 0; i < got; i++) {
			if (buffer[i] != 'z')
				return FAILED;
		}
	} while (got == 1000);
	rc = multipart_close(form);
	if (rc != OK)
		return rc;
	response_header(rs, "X-File", "%s %zu", file.filename, total);
	return response_none(rs);
}

static const struct route table[] = {
	{ POST, "/forms", EDIT, BODY_STREAM, take_file },
	{ PATCH, "/films", EDIT, BODY_STREAM, echo_film },
	{ POST, "/films", EDIT, 100, echo_film },
	{ POST, "/perhaps", EDIT, BODY_JSON, echo_film_if_any },
	{ PUT, "/bytes", EDIT, BODY_STREAM, sum_body },
	{ .pattern = NULL },
};

static void
assert_problem(const struct reply *reply, int status, const char *code)
{
	struct json_object *problem = reply_json(reply);

	assert_int_equal(status, reply->status);
	assert_string_equal(code, json_text_at(problem, "code"));
	json_object_put(problem);
}

static struct reply
post(void *mem, const char *type, const char *body, size_t length)
{
	struct question question = { .method = "POST",
		.uri = "/films",
		.body = body,
		.length = length };

	question.params[0] = mem_printf(mem, "CONTENT_LENGTH=%zu", length);
	if (type != NULL)
		question.params[1] = mem_printf(mem, "CONTENT_TYPE=%s", type);
	return ask(mem, table, &question);
}

static void
reads_json_by_a_table_of_fields(void **state)
{
	static const char *const types[] = { "application/json",
		"application/merge-patch+json",
		"Application/JSON; charset=utf-8" };
	static const char body[] = "{\"title\":\"Alien\",\"year\":1979}";
	AUTO_FREE void *mem = mem_context(NULL);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
		struct reply reply = post(mem, types[i], body, strlen(body));

		assert_int_equal(200, reply.status);
		assert_string_equal(body, reply.body);
	}
}

static void
refuses_json_that_is_none(void **state)
{
	static const struct {
		const char *type, *body;
		int status;
		const char *code;
	} cases[] = {
		{ "text/plain", "{}", 415, "unsupported_media_type" },
		{ NULL, "{}", 415, "unsupported_media_type" },
		{ "application/json", "", 400, "body_missing" },
		{ NULL, "", 400, "body_missing" },
		{ "application/json", "[]", 400, "object_expected" },
		{ "application/json", "null", 400, "object_expected" },
		{ "application/json", "{", 400, "malformed_json" },
		{ "application/json", "{}x", 400, "malformed_json" },
		{ "application/json", "{\"title\":\"a\",\"title\":\"b\"}", 400,
		    "duplicate_key" },
		{ "application/json", "{\"title\":\"\xff\"}", 400,
		    "malformed_json" },
		{ "application/json", "{\"title\":\" \",\"year\":1,\"x\":1}",
		    422, "invalid" },
	};
	AUTO_FREE void *mem = mem_context(NULL);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct reply reply = post(
		    mem, cases[i].type, cases[i].body, strlen(cases[i].body));

		assert_problem(&reply, cases[i].status, cases[i].code);
	}
}

static void
names_the_limit_of_a_body(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	char *body = mem_printf(mem, "{\"title\":\"%0200d\"}", 0);
	struct question chunked = { .method = "POST",
		.uri = "/films",
		.params = { "CONTENT_TYPE=application/json" },
		.body = body,
		.length = strlen(body) };
	struct reply reply = post(mem, "application/json", body, strlen(body));

	(void)state;
	assert_problem(&reply, 413, "body_too_large");
	assert_non_null(strstr(reply.body, "100 bytes"));
	reply = ask(mem, table, &chunked);
	assert_problem(&reply, 413, "body_too_large");
	assert_non_null(strstr(reply.body, "100 bytes"));
}

static void
sees_whether_a_body_of_unknown_length_comes(void **state)
{
	static const char film[] = "{\"title\":\"Alien\",\"year\":1979}";
	AUTO_FREE void *mem = mem_context(NULL);
	struct question question = { .method = "POST", .uri = "/perhaps" };
	struct reply reply = ask(mem, table, &question);

	(void)state;
	assert_int_equal(204, reply.status);
	question.params[0] = "CONTENT_LENGTH=0";
	reply = ask(mem, table, &question);
	assert_int_equal(204, reply.status);
	question.params[0] = "CONTENT_LENGTH=";
	question.is_cut = true;
	reply = ask(mem, table, &question);
	assert_problem(&reply, 415, "unsupported_media_type");
	question.is_cut = false;
	question.params[1] = "CONTENT_TYPE=application/json";
	question.body = film;
	question.length = strlen(film);
	reply = ask(mem, table, &question);
	assert_int_equal(200, reply.status);
	assert_string_equal(film, reply.body);
	question.uri = "/films";
	question.params[1] = NULL;
	question.length = 0;
	reply = ask(mem, table, &question);
	assert_problem(&reply, 400, "body_missing");
}

static struct question
put_bytes(void *mem, char *bytes, size_t length, const char *announced)
{
	struct question question = { .method = "PUT",
		.uri = "/bytes",
		.body = bytes,
		.length = length };

	for (size_t i = 0; i < length; i++)
		bytes[i] = (char)(i * 7 + i / 251);
	if (announced != NULL)
		question.params[0] =
		    mem_printf(mem, "CONTENT_LENGTH=%s", announced);
	return question;
}

static void
assert_whole(const struct reply *reply, const char *bytes, size_t length)
{
	struct json_object *json = reply_json(reply);
	int64_t sum = 0;

	for (size_t i = 0; i < length; i++)
		sum = (sum * 31 + (unsigned char)bytes[i]) % 1000003;
	assert_int_equal(200, reply->status);
	assert_int_equal((int64_t)length, json_number_at(json, "count", -1));
	assert_int_equal(sum, json_number_at(json, "sum", -1));
	json_object_put(json);
}

static void
streams_large_bodies_byte_for_byte(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	char *bytes = mem_array(mem, char, LARGE);
	struct question question =
	    put_bytes(mem, bytes, LARGE, mem_printf(mem, "%zu", LARGE));
	struct reply reply = ask(mem, table, &question);

	(void)state;
	assert_whole(&reply, bytes, LARGE);
	question.params[0] = NULL;
	reply = ask(mem, table, &question);
	assert_whole(&reply, bytes, LARGE);
	question.params[0] = "CONTENT_LENGTH=";
	reply = ask(mem, table, &question);
	assert_whole(&reply, bytes, LARGE);
}

static void
tells_a_client_that_went_away_from_the_end(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	char *bytes = mem_array(mem, char, 5000);
	struct question question = put_bytes(mem, bytes, 5000, "5000");
	struct reply reply;

	(void)state;
	/* All bytes, but the stream does not end. */
	question.is_cut = true;
	reply = ask(mem, table, &question);
	assert_problem(&reply, 400, "body_cut");
	/* The same when nobody knows the length. */
	question.params[0] = NULL;
	reply = ask(mem, table, &question);
	assert_problem(&reply, 400, "body_cut");
	/* The stream ends, but too soon or too late. */
	question = put_bytes(mem, bytes, 5000, "5001");
	reply = ask(mem, table, &question);
	assert_problem(&reply, 400, "body_cut");
	question = put_bytes(mem, bytes, 5000, "4999");
	reply = ask(mem, table, &question);
	assert_problem(&reply, 400, "body_longer");
}

static void
does_not_wait_for_ever_for_a_body(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	char *bytes = mem_array(mem, char, 5000);
	struct question question = put_bytes(mem, bytes, 5000, "6000");
	struct reply reply;

	(void)state;
	question.is_slow = true;
	reply = ask(mem, table, &question);
	assert_problem(&reply, 408, "body_too_slow");
}

static void
takes_the_file_of_a_form(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	char *zs = mem_array(mem, char, 200001);
	struct question question = { .method = "POST",
		.uri = "/forms",
		.params = { "CONTENT_TYPE=multipart/form-data; boundary=b" } };
	struct reply reply;

	(void)state;
	memset(zs, 'z', 200000);
	question.body = mem_printf(mem,
	    "--b\r\nContent-Disposition: form-data; name=\"file\"; "
	    "filename=\"x.mp4\"\r\n\r\n%s\r\n--b--\r\n",
	    zs);
	question.length = strlen(question.body);
	question.params[1] =
	    mem_printf(mem, "CONTENT_LENGTH=%zu", question.length);
	reply = ask(mem, table, &question);
	assert_int_equal(204, reply.status);
	assert_string_equal(
	    "x.mp4 200000", reply_header(mem, &reply, "X-File"));
	/* All of the form is there, but not all of the body. */
	question.params[1] =
	    mem_printf(mem, "CONTENT_LENGTH=%zu", question.length + 1);
	reply = ask(mem, table, &question);
	assert_problem(&reply, 400, "body_cut");
}

static void
limits_json_where_other_bodies_may_be_large(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct question question = { .method = "PATCH",
		.uri = "/films",
		.params = { "CONTENT_TYPE=application/json" },
		.body = mem_printf(mem, "{\"title\":\"%070000d\"}", 0) };
	struct reply reply;

	(void)state;
	question.length = strlen(question.body);
	reply = ask(mem, table, &question);
	assert_problem(&reply, 413, "body_too_large");
	assert_non_null(strstr(reply.body, "65536 bytes"));
}

static void
reads_more_at_once_than_libfcgi_would(void **state)
{
	static const char *const params[] = { "REQUEST_METHOD=PUT", NULL };
	char body[60000] = "";
	FCGX_Request request;
	int ends[2];

	(void)state;
	assert_int_equal(0, socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
	assert_int_equal(OK, bridge_begin(ends[1], params));
	assert_int_equal(OK, bridge_send(ends[1], body, sizeof(body)));
	assert_int_equal(OK, bridge_send(ends[1], NULL, 0));
	FCGX_InitRequest(&request, -1, 0);
	request.ipcFd = ends[0];
	request.keepConnection = 1;
	assert_int_equal(0, FCGX_Accept_r(&request));
	reader_enlarge(request.in, (size_t)256 * 1024);
	/* What the first read brought with the parameters, then all at once. */
	assert_int_equal(8000, FCGX_GetStr(body, 8000, request.in));
	while (request.in->rdNext != request.in->stop)
		FCGX_GetChar(request.in);
	assert_int_equal(0, FCGX_GetChar(request.in));
	assert_true(request.in->stop - request.in->rdNext > 40000);
	close(ends[1]);
	request.keepConnection = 0;
	FCGX_Finish_r(&request);
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
		cmocka_unit_test(decodes_a_path_once),
		cmocka_unit_test(refuses_paths_that_could_mislead),
		cmocka_unit_test(reads_the_query),
		cmocka_unit_test(tells_every_faulty_parameter_at_once),
		cmocka_unit_test(refuses_ambiguous_queries),
		cmocka_unit_test(takes_only_plain_lengths),
		cmocka_unit_test(refuses_two_headers_that_say_who_somebody_is),
		cmocka_unit_test(keeps_only_a_sane_request_id),
		cmocka_unit_test(compares_entity_tags),
		cmocka_unit_test(reads_json_by_a_table_of_fields),
		cmocka_unit_test(refuses_json_that_is_none),
		cmocka_unit_test(names_the_limit_of_a_body),
		cmocka_unit_test(sees_whether_a_body_of_unknown_length_comes),
		cmocka_unit_test(streams_large_bodies_byte_for_byte),
		cmocka_unit_test(tells_a_client_that_went_away_from_the_end),
		cmocka_unit_test(does_not_wait_for_ever_for_a_body),
		cmocka_unit_test(takes_the_file_of_a_form),
		cmocka_unit_test(limits_json_where_other_bodies_may_be_large),
		cmocka_unit_test(reads_more_at_once_than_libfcgi_would),
	};

	return cmocka_run_group_tests(tests, prepare, NULL);
}
