/* fcgi/tus_head: what clients of tus say in headers, and what others try. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "fcgi/tus_head.h"
#include "tests/fuzz/fuzz.h"

#define MUTATIONS 30000
#define SUM "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0="

static const char *const good_headers[] = {
	"filename d29ybGRfZG9taW5hdGlvbi5tcDQ=,is_confidential",
	"filename QQ==, filetype dmlkZW8vbXA0",
	SUM,
	"sha256 uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=",
};

static enum outcome
read_metadata(void *mem, const char *header, struct tus_metadata *out)
{
	struct refusal refusal = { .mem = mem };
	enum outcome rc = tus_metadata_read(mem, header, out, &refusal);

	if (rc != OK)
		assert_string_equal(refusal.code, "malformed_metadata");
	return rc;
}

static void
reads_the_name_and_the_type_of_a_file(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct tus_metadata said;

	(void)state;
	assert_int_equal(
	    read_metadata(mem,
		"relativePath bnVsbA==,filename d29ybGRfZG9taW5hdGlvbi5tcDQ=,"
		"filetype dmlkZW8vbXA0,is_confidential",
		&said),
	    OK);
	assert_string_equal(said.file_name, "world_domination.mp4");
	assert_int_equal(said.file_name_length, 20);
	assert_string_equal(said.file_type, "video/mp4");
}

static void
takes_base64_without_padding_and_blanks_around_commas(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct tus_metadata said;

	(void)state;
	assert_int_equal(
	    read_metadata(mem, " filename QQ , filetype dmlkZW8vbXA0 ", &said),
	    OK);
	assert_string_equal(said.file_name, "A");
	assert_string_equal(said.file_type, "video/mp4");
}

static void
an_empty_type_is_one_that_is_not_said(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct tus_metadata said;

	(void)state;
	assert_int_equal(
	    read_metadata(mem, "filename QQ==,filetype ", &said), OK);
	assert_null(said.file_type);
	assert_int_equal(read_metadata(mem, "filename", &said), OK);
	assert_int_equal(said.file_name_length, 0);
}

static void
keeps_a_nul_in_a_name_for_the_rule_of_names(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct tus_metadata said;

	(void)state;
	assert_int_equal(
	    read_metadata(mem, "filename YQBiLm1wNA==", &said), OK);
	assert_int_equal(said.file_name_length, 7);
	assert_memory_equal(said.file_name, "a\0b.mp4", 8);
}

static void
refuses_metadata_that_is_none(void **state)
{
	static const char *const headers[] = { "", ",", "filename QQ==,",
		"filename QQ==,,a", "filename !", "filename QQ== x",
		"filename QQ==,filename QQ==", "a,a", "filename Q",
		"filename QQ=", "filename\tQQ==", "filetype AGE=",
		"filetype YQ1i",
		"filetype w6k=", "f\xc3\xa9 QQ==", "filename QQ==\x7f",
		"filename  QQ==" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(headers); i++) {
		AUTO_FREE void *mem = mem_context(NULL);
		struct tus_metadata said;

		if (read_metadata(mem, headers[i], &said) == OK)
			fail_msg("was taken: %s", headers[i]);
	}
}

static void
refuses_more_metadata_than_is_kept(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	char header[TUS_METADATA_MAX + 2] = "";
	struct tus_metadata said;
	char *many = mem_text(mem, "k0");

	(void)state;
	memset(header, 'k', TUS_METADATA_MAX);
	assert_int_equal(read_metadata(mem, header, &said), OK);
	header[TUS_METADATA_MAX] = 'k';
	assert_int_equal(read_metadata(mem, header, &said), MALFORMED);
	for (int i = 1; i < 32; i++)
		mem_append(mem, &many, ",k%d", i);
	assert_int_equal(read_metadata(mem, many, &said), OK);
	mem_append(mem, &many, ",one");
	assert_int_equal(read_metadata(mem, many, &said), MALFORMED);
}

static void
reads_a_checksum(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct refusal refusal = { .mem = mem };
	unsigned char found[DIGEST_MAX];
	struct tus_checksum sum;
	struct digest *digest;

	(void)state;
	assert_int_equal(tus_checksum_read(SUM, &sum, &refusal), OK);
	assert_int_equal(sum.kind, DIGEST_SHA1);
	assert_int_equal(digest_new(mem, DIGEST_SHA1, &digest), OK);
	digest_add(digest, "hello", 5);
	digest_add(digest, " world", 6);
	digest_end(digest, found);
	assert_memory_equal(found, sum.bytes, digest_size(DIGEST_SHA1));
}

static void
refuses_a_checksum_of_another_kind_or_length(void **state)
{
	static const struct {
		const char *header, *code;
	} cases[] = {
		{ "", "unsupported_checksum" },
		{ "md5 XrY7u+Ae7tCTyyK7j1rNww==", "unsupported_checksum" },
		{ "SHA1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=", "unsupported_checksum" },
		{ "sha1", "malformed_checksum" },
		{ "sha1 ", "malformed_checksum" },
		{ "sha1 Kq5s", "malformed_checksum" },
		{ "sha1 !", "malformed_checksum" },
		{ "sha256 Kq5sNclPz7QV2+lfQIuc6R7oRu0=", "malformed_checksum" },
		{ SUM "x", "malformed_checksum" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		AUTO_FREE void *mem = mem_context(NULL);
		struct refusal refusal = { .mem = mem };
		struct tus_checksum sum;

		assert_int_equal(
		    tus_checksum_read(cases[i].header, &sum, &refusal),
		    MALFORMED);
		assert_string_equal(refusal.code, cases[i].code);
	}
}

static void
writes_a_date_as_http_does(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);

	(void)state;
	assert_string_equal(
	    tus_date(mem, 784111777000), "Sun, 06 Nov 1994 08:49:37 GMT");
	assert_string_equal(
	    tus_date(mem, 4102444799999), "Thu, 31 Dec 2099 23:59:59 GMT");
}

/* A good header with some bytes changed, doubled or cut. */
static size_t
mutate(uint8_t *bytes, size_t room, unsigned int *seed)
{
	const char *good =
	    good_headers[(unsigned int)rand_r(seed) % ARRAY_SIZE(good_headers)];
	size_t length = strlen(good);

	memcpy(bytes, good, length);
	for (int i = rand_r(seed) % 6; i > 0 && length > 0; i--) {
		size_t at = (unsigned int)rand_r(seed) % length;

		if (rand_r(seed) % 4 == 0)
			length = at;
		else if (rand_r(seed) % 4 == 0 && 2 * length < room) {
			memmove(bytes + length, bytes, length);
			length *= 2;
		} else
			bytes[at] = (uint8_t)rand_r(seed);
	}
	return length;
}

static void
no_header_breaks_the_parsers(void **state)
{
	unsigned int seed = 20;
	uint8_t bytes[512];

	(void)state;
	for (int i = 0; i < MUTATIONS; i++)
		assert_int_equal(LLVMFuzzerTestOneInput(bytes,
				     mutate(bytes, sizeof(bytes), &seed)),
		    0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_the_name_and_the_type_of_a_file),
		cmocka_unit_test(
		    takes_base64_without_padding_and_blanks_around_commas),
		cmocka_unit_test(an_empty_type_is_one_that_is_not_said),
		cmocka_unit_test(keeps_a_nul_in_a_name_for_the_rule_of_names),
		cmocka_unit_test(refuses_metadata_that_is_none),
		cmocka_unit_test(refuses_more_metadata_than_is_kept),
		cmocka_unit_test(reads_a_checksum),
		cmocka_unit_test(refuses_a_checksum_of_another_kind_or_length),
		cmocka_unit_test(writes_a_date_as_http_does),
		cmocka_unit_test(no_header_breaks_the_parsers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
