/* house/sign: one address, one spelling, one end. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/token.h"
#include "house/sign.h"

#define KEY "0123456789abcdef0123456789abcdef"
#define OTHER "fedcba9876543210fedcba9876543210"
#define NOW INT64_C(1700000000)

static const struct uuid media = { "0199c1f2-6a3b-7c4d-8e5f-0a1b2c3d4e5f" };

static struct settings
keys(const char *key, const char *previous, void *mem)
{
	return (struct settings){ .playback = PLAYBACK_SIGNED,
		.playback_key = mem_text(mem, key),
		.playback_key_previous = mem_text(mem, previous) };
}

/* RFC 4231 section 4.3, test case 2. */
static void
makes_the_mac_of_the_standard(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);

	(void)state;
	assert_string_equal(
	    token_mac(mem, "Jefe", "what do ya want for nothing?"),
	    "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM");
	assert_string_equal(
	    token_mac_hex(mem, "Jefe", "what do ya want for nothing?"),
	    "5bdcc146bf60754e6a042426089575c7"
	    "5a003f089d2739839dec58b964ec3843");
}

static void
opens_the_film_it_was_made_for(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct settings settings = keys(KEY, NULL, mem);
	char *prefix = sign_prefix(mem, &settings, &media, NOW + 1);

	(void)state;
	assert_int_equal(
	    sign_check(&settings, mem_printf(mem, "%s/7/v0.m3u8", prefix), NOW),
	    OK);
	assert_int_equal(
	    sign_check(
		&settings, mem_printf(mem, "%s/7/thumbs/001.jpg", prefix), NOW),
	    OK);
	assert_int_equal(
	    sign_check(
		&settings, mem_printf(mem, "%s/7/v0.m3u8?a=/..", prefix), NOW),
	    OK);
}

static void
opens_one_folder_and_no_other(void **state)
{
	static const char *const names[] = { "thumbs/", "thumbs//001.jpg",
		"thumbs/.001.jpg", "thumbs/thumbs/001.jpg", "thumbs/../v0.mp4",
		"Thumbs/001.jpg", "thumb/001.jpg", "v0/001.jpg" };
	AUTO_FREE void *mem = mem_context(NULL);
	struct settings settings = keys(KEY, NULL, mem);
	char *prefix = sign_prefix(mem, &settings, &media, NOW + 1);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		assert_int_equal(
		    sign_check(&settings,
			mem_printf(mem, "%s/7/%s", prefix, names[i]), NOW),
		    DENIED);
}

static void
ends_at_its_second(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct settings settings = keys(KEY, NULL, mem);
	char *address = mem_printf(
	    mem, "%s/7/v0.mp4", sign_prefix(mem, &settings, &media, NOW));

	(void)state;
	assert_int_equal(sign_check(&settings, address, NOW - 1), OK);
	assert_int_equal(sign_check(&settings, address, NOW), DENIED);
	assert_int_equal(sign_check(&settings, address, INT64_MAX), DENIED);
}

static void
knows_two_keys_and_no_third(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct settings old = keys(OTHER, NULL, mem);
	struct settings rotated = keys(KEY, OTHER, mem);
	struct settings forgotten = keys(KEY, NULL, mem);
	struct settings none = keys(NULL, NULL, mem);
	char *address = mem_printf(
	    mem, "%s/7/v0.mp4", sign_prefix(mem, &old, &media, NOW + 1));

	(void)state;
	assert_int_equal(sign_check(&rotated, address, NOW), OK);
	assert_int_equal(sign_check(&forgotten, address, NOW), DENIED);
	assert_int_equal(sign_check(&none, address, NOW), DENIED);
}

/* Every address that differs in one byte, or stops before its name. */
static void
refuses_whatever_was_altered(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct settings settings = keys(KEY, NULL, mem);
	char *prefix = sign_prefix(mem, &settings, &media, NOW + 1);
	char *address = mem_printf(mem, "%s/7/v0.mp4", prefix);

	(void)state;
	for (size_t i = 0; i < strlen(prefix) + strlen("/7/"); i++) {
		char kept = address[i];

		for (int byte = 1; byte < 256; byte++) {
			bool is_revision = i == strlen(prefix) + 1 &&
					   byte >= '0' && byte <= '9';

			address[i] = (char)byte;
			if (address[i] != kept && !is_revision)
				assert_int_equal(
				    sign_check(&settings, address, NOW),
				    DENIED);
		}
		address[i] = '\0';
		assert_int_equal(sign_check(&settings, address, NOW), DENIED);
		address[i] = kept;
	}
	assert_int_equal(sign_check(&settings, address, NOW), OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(makes_the_mac_of_the_standard),
		cmocka_unit_test(opens_the_film_it_was_made_for),
		cmocka_unit_test(opens_one_folder_and_no_other),
		cmocka_unit_test(ends_at_its_second),
		cmocka_unit_test(knows_two_keys_and_no_third),
		cmocka_unit_test(refuses_whatever_was_altered),
	};

	token_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
