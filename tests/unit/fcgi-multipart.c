/* fcgi/multipart and disposition: files as browsers and tools send them. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "fcgi/disposition.h"
#include "fcgi/multipart.h"
#include "tests/fuzz/fuzz.h"

#define TYPE "multipart/form-data; boundary=AaB03x"
#define FILE_HEAD                                                              \
	"Content-Disposition: form-data; name=\"file\"; "                      \
	"filename=\"a.mp4\"\r\n"
#define MUTATIONS 30000

/* Content full of what looks like a boundary and is none. */
static const char content[] = "\r\n--AaB03\r\n\r--AaB03x\r\n-\r\n--\r\r\n"
			      "--AaB03X\n--AaB03x--\r\n";

static const char good_body[] =
    "a preamble\r\n"
    "--AaB03x\r\n"
    "content-disposition: form-data; name=\"title\"\r\n"
    "\r\n"
    "Alien\r\n"
    "--AaB03x \t\r\n" FILE_HEAD "Content-Type: video/mp4\r\n"
    "\r\n"
    "\r\n--AaB03\r\n\r--AaB03x\r\n-\r\n--\r\r\n--AaB03X\n--AaB03x--\r\n"
    "\r\n--AaB03x\r\n"
    "Content-Disposition: form-data; name=\"after\"\r\n"
    "\r\n"
    "\r\n--AaB03x--\r\n"
    "an epilogue";

/* Where the closing delimiter of good_body ends. */
#define CLOSED (strlen(good_body) - strlen("\r\nan epilogue"))

struct source {
	const char *bytes;
	size_t length, at;
	size_t first, step; /* the first piece's size and all others' */
};

static enum outcome
next_piece(void *argument, void *buffer, size_t size, size_t *got)
{
	struct source *source = argument;
	size_t left = source->length - source->at;
	size_t want =
	    source->at == 0 && source->first > 0 ? source->first : source->step;

	*got = want < left ? want : left;
	if (*got > size)
		*got = size;
	memcpy(buffer, source->bytes + source->at, *got);
	source->at += *got;
	return OK;
}

static struct source
make_source(const char *bytes, size_t length)
{
	return (struct source){
		.bytes = bytes, .length = length, .step = SIZE_MAX
	};
}

struct result {
	enum outcome outcome;
	struct refusal refusal;
	struct multipart_file file;
	char *bytes;
	size_t length;
};

/* Everything a handler would do, reading `step` bytes at a time. */
static struct result
take_file(void *mem, struct source *source, size_t step)
{
	struct result result = { .refusal = { .mem = mem } };
	struct multipart *multipart;
	size_t got = step;

	result.bytes = mem_array(mem, char, source->length + step + 1);
	result.outcome = multipart_open(
	    mem, TYPE, next_piece, source, &result.refusal, &multipart);
	assert_int_equal(OK, result.outcome);
	result.outcome = multipart_find_file(multipart, &result.file);
	while (result.outcome == OK && got == step) {
		result.outcome = multipart_read(
		    multipart, result.bytes + result.length, step, &got);
		result.length += got;
	}
	if (result.outcome == OK)
		result.outcome = multipart_close(multipart);
	return result;
}

static void
assert_good(const struct result *result)
{
	assert_int_equal(OK, result->outcome);
	assert_string_equal("a.mp4", result->file.filename);
	assert_string_equal("video/mp4", result->file.content_type);
	assert_int_equal(strlen(content), result->length);
	assert_memory_equal(content, result->bytes, result->length);
}

static void
finds_boundaries_that_are_split_at_any_byte(void **state)
{
	(void)state;
	for (size_t i = 1; i <= strlen(good_body); i++) {
		AUTO_FREE void *mem = mem_context(NULL);
		struct source source =
		    make_source(good_body, strlen(good_body));
		struct result result;

		source.first = i;
		result = take_file(mem, &source, 4096);
		assert_good(&result);
		assert_int_equal(source.length, source.at);
	}
}

static void
takes_a_body_in_pieces_of_any_size(void **state)
{
	(void)state;
	for (size_t i = 1; i <= strlen(good_body); i++) {
		AUTO_FREE void *mem = mem_context(NULL);
		struct source source =
		    make_source(good_body, strlen(good_body));
		struct result result;

		source.step = i;
		result = take_file(mem, &source, 1 + i % 40);
		assert_good(&result);
	}
}

/* A body whose file is so many bytes of a pattern. */
static char *
make_large(void *mem, size_t length, size_t *out)
{
	static const char head[] = "--AaB03x\r\n" FILE_HEAD "\r\n";
	static const char tail[] = "\r\n--AaB03x--";
	size_t before = strlen(head);
	char *body = mem_array(mem, char, before + length + sizeof(tail));

	memcpy(body, head, before);
	for (size_t i = 0; i < length; i++)
		body[before + i] = "\r\n--AaB03"[i % 9];
	memcpy(body + before + length, tail, sizeof(tail));
	*out = before + length + strlen(tail);
	return body;
}

static void
is_not_troubled_by_the_edge_of_its_buffer(void **state)
{
	(void)state;
	for (size_t length = 65536 - 120; length < 65536 + 120; length++) {
		AUTO_FREE void *mem = mem_context(NULL);
		struct source source;
		struct result result;
		char *body;
		size_t size;

		body = make_large(mem, length, &size);
		source = make_source(body, size);
		result = take_file(mem, &source, 7000);
		assert_int_equal(OK, result.outcome);
		assert_int_equal(length, result.length);
		assert_memory_equal(
		    body + size - length - strlen("\r\n--AaB03x--"),
		    result.bytes, length);
	}
}

static void
knows_a_body_that_is_cut_anywhere(void **state)
{
	(void)state;
	for (size_t i = 0; i < CLOSED; i++) {
		AUTO_FREE void *mem = mem_context(NULL);
		struct source source = make_source(good_body, i);
		struct result result = take_file(mem, &source, 4096);

		assert_int_equal(MALFORMED, result.outcome);
		assert_string_equal("body_cut", result.refusal.code);
	}
}

static void
needs_nothing_behind_the_last_boundary(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct source source = make_source(good_body, CLOSED);
	struct result result = take_file(mem, &source, 4096);

	(void)state;
	assert_good(&result);
}

static void
takes_an_empty_file_without_a_name(void **state)
{
	static const char body[] = "--AaB03x\r\n"
				   "Content-Disposition:form-data;name=file\r\n"
				   "\r\n\r\n--AaB03x--";
	AUTO_FREE void *mem = mem_context(NULL);
	struct source source = make_source(body, strlen(body));
	struct result result = take_file(mem, &source, 10);

	(void)state;
	assert_int_equal(OK, result.outcome);
	assert_null(result.file.filename);
	assert_string_equal("", result.file.content_type);
	assert_int_equal(0, result.length);
}

#define PART(head) "--AaB03x\r\n" head "\r\n\r\nx\r\n"
#define FIELD_PART PART("Content-Disposition: form-data; name=\"a\"")
#define FILE_PART                                                              \
	PART("Content-Disposition: form-data; name=\"file\"; filename=\"a\"")
#define OTHER_PART                                                             \
	PART("Content-Disposition: form-data; name=\"b\"; filename=\"b\"")
#define END "--AaB03x--\r\n"

static void
names_what_is_wrong_with_a_body(void **state)
{
	static const struct {
		const char *body, *code;
	} cases[] = {
		{ FIELD_PART END, "file_part_missing" },
		{ END, "file_part_missing" },
		{ OTHER_PART FILE_PART END, "file_part_missing" },
		{ FILE_PART FILE_PART END, "too_many_files" },
		{ FILE_PART FIELD_PART OTHER_PART END, "too_many_files" },
		{ "--AaB03xyz\r\n" FILE_PART END, "boundary_broken" },
		{ "--AaB03x\n" FILE_HEAD "\n\nx" END, "boundary_broken" },
		{ PART("no colon here") END, "part_headers_broken" },
		{ PART("Content-Disposition: form-data; name=\"file\"\r\n"
		       "Content-Transfer-Encoding: base64") END,
		    "transfer_encoding_unsupported" },
		{ "", "body_cut" },
		{ "no boundary at all", "body_cut" },
		{ FILE_PART, "body_cut" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		AUTO_FREE void *mem = mem_context(NULL);
		struct source source =
		    make_source(cases[i].body, strlen(cases[i].body));
		struct result result = take_file(mem, &source, 4096);

		assert_int_equal(MALFORMED, result.outcome);
		assert_string_equal(cases[i].code, result.refusal.code);
	}
}

static void
assert_refused(char *body, enum outcome outcome, const char *code)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct source source = make_source(body, strlen(body));
	struct result result = take_file(mem, &source, 4096);

	assert_int_equal(outcome, result.outcome);
	assert_string_equal(code, result.refusal.code);
}

static void
has_limits_for_all_that_is_not_the_file(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	char *parts = NULL;

	(void)state;
	assert_refused(mem_printf(mem, PART("X: %09000d") FILE_PART END, 0),
	    MALFORMED, "part_headers_too_long");
	assert_refused(
	    mem_printf(mem, PART("X: y\r\n\r\n%01100000d") FILE_PART END, 0),
	    TOO_LARGE, "fields_too_large");
	assert_refused(mem_printf(mem, FILE_PART END "%01300000d", 0),
	    TOO_LARGE, "fields_too_large");
	for (int i = 0; i < 65; i++)
		mem_append(mem, &parts, "%s", FIELD_PART);
	mem_append(mem, &parts, "%s", FILE_PART END);
	assert_refused(parts, MALFORMED, "too_many_parts");
}

static void
needs_a_usable_boundary(void **state)
{
	static const struct {
		const char *type;
		enum outcome outcome;
	} cases[] = {
		{ "multipart/form-data", MALFORMED },
		{ "multipart/form-data; boundary=", MALFORMED },
		{ "multipart/form-data; boundary=\"\"", MALFORMED },
		{ "multipart/form-data; boundary=\"a", MALFORMED },
		{ "multipart/form-data; boundary="
		  "12345678901234567890123456789012345678901234567890123456789"
		  "012345678901",
		    MALFORMED },
		{ "multipart/form-data; boundary="
		  "12345678901234567890123456789012345678901234567890123456789"
		  "01234567890",
		    OK },
		{ "multipart/form-data; charset=x; Boundary=\"a b\"", OK },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		AUTO_FREE void *mem = mem_context(NULL);
		struct refusal refusal = { .mem = mem };
		struct multipart *multipart;

		assert_int_equal(cases[i].outcome,
		    multipart_open(mem, cases[i].type, next_piece, NULL,
			&refusal, &multipart));
		if (cases[i].outcome != OK)
			assert_string_equal("boundary_missing", refusal.code);
	}
}

static enum outcome
fail_later(void *argument, void *buffer, size_t size, size_t *got)
{
	struct source *source = argument;

	if (source->at == source->length)
		return UNAVAILABLE;
	return next_piece(argument, buffer, size, got);
}

static void
passes_on_what_the_source_refuses(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct refusal refusal = { .mem = mem };
	struct source source = make_source(good_body, 60);
	struct multipart *multipart;
	struct multipart_file file;

	(void)state;
	assert_int_equal(OK, multipart_open(mem, TYPE, fail_later, &source,
				 &refusal, &multipart));
	assert_int_equal(UNAVAILABLE, multipart_find_file(multipart, &file));
}

static void
reads_file_names_as_clients_write_them(void **state)
{
	static const struct {
		const char *field, *name;
	} cases[] = {
		{ "form-data; name=\"file\"", NULL },
		{ "form-data; filename=\"plain.mp4\"", "plain.mp4" },
		{ "attachment; filename=token.mp4", "token.mp4" },
		{ "attachment ; FileName = \"a b.mp4\" ; x=y", "a b.mp4" },
		{ "form-data; filename=\"Am\xc3\xa9lie.mp4\"",
		    "Am\xc3\xa9lie.mp4" },
		/* browsers */
		{ "form-data; filename=\"a%22b%0d%0A100%25.mp4\"",
		    "a\"b\xef\xbf\xbd\xef\xbf\xbd"
		    "100%25.mp4" },
		/* curl */
		{ "form-data; filename=\"a\\\"b\\\\c.mp4\"", "c.mp4" },
		{ "form-data; filename=\"a\\\"b.mp4\"", "a\"b.mp4" },
		/* old ones with a whole path */
		{ "form-data; filename=\"C:\\films\\x.mp4\"", "x.mp4" },
		{ "form-data; filename=\"../../etc/x.mp4\"", "x.mp4" },
		{ "form-data; filename=\"a/\"", "" },
		/* a semicolon inside the quotes is no border */
		{ "form-data; name=\"a; filename=b\"; filename=\"c\"", "c" },
		/* RFC 8187 */
		{ "attachment; filename=\"x\"; filename*=UTF-8''%e2%82%ac.mp4",
		    "\xe2\x82\xac.mp4" },
		{ "attachment; filename*=utf-8'en'a%2Fb%22.mp4", "b\".mp4" },
		{ "attachment; filename*=iso-8859-1''%A3.mp4", "\xc2\xa3.mp4" },
		{ "attachment; filename=x; filename*=UTF-8''%ff", "x" },
		{ "attachment; filename=x; filename*=UTF-8''%00", "x" },
		{ "attachment; filename=x; filename*=koi8-r''%c1", "x" },
		{ "attachment; filename=x; filename*=nonsense", "x" },
		/* not UTF-8, control and direction characters */
		{ "form-data; filename=\"a\xff"
		  "b\x01.mp4\"",
		    "a\xef\xbf\xbd"
		    "b\xef\xbf\xbd.mp4" },
		{ "form-data; filename=\"\xe2\x80\xaegpj.mp4\"",
		    "\xef\xbf\xbdgpj.mp4" },
		{ "form-data; filename=\"never closed", NULL },
		{ "form-data; filename=\"ends in backslash\\", NULL },
		{ "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		AUTO_FREE void *mem = mem_context(NULL);
		char *name = disposition_filename(mem, cases[i].field);

		if (cases[i].name == NULL)
			assert_null(name);
		else
			assert_string_equal(cases[i].name, name);
	}
}

/* Small, seeded, and the same everywhere. */
static unsigned int
next_random(unsigned int *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

static size_t
mutate(uint8_t *bytes, size_t length, unsigned int *seed)
{
	static const char *const words[] = { "\r\n", "--", "AaB03x", "\"", ";",
		"\r\n\r\n", "\r\n--AaB03x", "%22", "filename*=UTF-8''", "\\" };

	for (unsigned int i = 1 + next_random(seed) % 4; i > 0; i--) {
		const char *word = words[next_random(seed) % 10];
		size_t at = next_random(seed) % length;

		if (next_random(seed) % 3 == 0)
			length = at + 1;
		else if (at + strlen(word) < length && (at & 1) == 0)
			memcpy(bytes + at, word, strlen(word));
		else
			bytes[at] = (uint8_t)next_random(seed);
	}
	return length;
}

static void
survives_mutations(void **state)
{
	uint8_t bytes[sizeof(good_body) + 1];
	unsigned int seed = 20;

	(void)state;
	for (int i = 0; i < MUTATIONS; i++) {
		size_t length;

		bytes[0] = (uint8_t)next_random(&seed);
		memcpy(bytes + 1, good_body, sizeof(good_body));
		length = mutate(bytes + 1, strlen(good_body), &seed);
		assert_int_equal(0, LLVMFuzzerTestOneInput(bytes, length + 1));
	}
}

/* Reads a form with two fields that are wanted; what came of it. */
static struct result
take_fields(void *mem, const char *body, struct multipart_field *fields)
{
	struct source source = make_source(body, strlen(body));
	struct result result = { .refusal = { .mem = mem } };
	struct multipart *multipart;
	char piece[100];
	size_t got;

	fields[0] = (struct multipart_field){ .name = "title" };
	fields[1] = (struct multipart_field){ .name = "after" };
	source.step = 3;
	assert_int_equal(OK, multipart_open(mem, TYPE, next_piece, &source,
				 &result.refusal, &multipart));
	multipart_want(multipart, fields, 2);
	result.outcome = multipart_find_file(multipart, &result.file);
	if (result.outcome == OK)
		result.outcome =
		    multipart_read(multipart, piece, sizeof(piece), &got);
	if (result.outcome == OK)
		result.outcome = multipart_close(multipart);
	return result;
}

#define FIELD_HEAD(name)                                                       \
	"--AaB03x\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r"  \
	"\n"
#define SMALL_FILE "--AaB03x\r\n" FILE_HEAD "\r\nx\r\n"

static void
keeps_fields_before_and_after_the_file(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct multipart_field fields[2];

	(void)state;
	assert_int_equal(
	    OK, take_fields(mem,
		    FIELD_HEAD("title") "Alien \xc3\xa9\r\n" FIELD_HEAD(
			"other") "no\r\n" SMALL_FILE
			FIELD_HEAD("after") "\r\n--AaB03x--",
		    fields)
		    .outcome);
	assert_string_equal("Alien \xc3\xa9", fields[0].value);
	assert_string_equal("", fields[1].value);
	assert_int_equal(
	    OK, take_fields(mem, SMALL_FILE "--AaB03x--", fields).outcome);
	assert_null(fields[0].value);
}

static void
refuses_fields_that_cannot_be_kept(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct multipart_field fields[2];
	char large[MULTIPART_MAX_FIELD + 2];
	struct result result;

	(void)state;
	result = take_fields(mem,
	    FIELD_HEAD("after") "a\r\n" SMALL_FILE FIELD_HEAD(
		"after") "b\r\n--AaB03x--",
	    fields);
	assert_int_equal(MALFORMED, result.outcome);
	assert_string_equal("field_repeated", result.refusal.code);
	result =
	    take_fields(mem, FIELD_HEAD("title") "\xff\r\n" SMALL_FILE, fields);
	assert_int_equal(MALFORMED, result.outcome);
	assert_string_equal("field_broken", result.refusal.code);
	memset(large, 'x', sizeof(large) - 1);
	large[sizeof(large) - 1] = '\0';
	result = take_fields(mem,
	    mem_printf(mem, FIELD_HEAD("title") "%s\r\n" SMALL_FILE, large),
	    fields);
	assert_int_equal(TOO_LARGE, result.outcome);
	assert_string_equal("fields_too_large", result.refusal.code);
	large[sizeof(large) - 2] = '\0';
	assert_int_equal(
	    OK, take_fields(mem,
		    mem_printf(mem,
			FIELD_HEAD("title") "%s\r\n" SMALL_FILE "--AaB03x--",
			large),
		    fields)
		    .outcome);
	assert_string_equal(large, fields[0].value);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_boundaries_that_are_split_at_any_byte),
		cmocka_unit_test(takes_a_body_in_pieces_of_any_size),
		cmocka_unit_test(is_not_troubled_by_the_edge_of_its_buffer),
		cmocka_unit_test(knows_a_body_that_is_cut_anywhere),
		cmocka_unit_test(needs_nothing_behind_the_last_boundary),
		cmocka_unit_test(takes_an_empty_file_without_a_name),
		cmocka_unit_test(names_what_is_wrong_with_a_body),
		cmocka_unit_test(has_limits_for_all_that_is_not_the_file),
		cmocka_unit_test(needs_a_usable_boundary),
		cmocka_unit_test(passes_on_what_the_source_refuses),
		cmocka_unit_test(reads_file_names_as_clients_write_them),
		cmocka_unit_test(keeps_fields_before_and_after_the_file),
		cmocka_unit_test(refuses_fields_that_cannot_be_kept),
		cmocka_unit_test(survives_mutations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
