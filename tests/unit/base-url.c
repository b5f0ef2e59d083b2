/* base/url: which addresses we could be told to call. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/url.h"

struct good {
	const char *text, *host;
	bool is_https, is_address;
};

static const struct good good[] = {
	{ "https://example.org", "example.org", true, false },
	{ "HTTPS://Example.ORG/hook?key=1&x=a@b", "example.org", true, false },
	{ "http://example.org:8080/", "example.org", false, false },
	{ "https://my_host.local?x", "my_host.local", true, false },
	{ "https://localhost/", "localhost", true, false },
	{ "https://1.example/", "1.example", true, false },
	{ "https://a1/", "a1", true, false },
	{ "https://0xyz/", "0xyz", true, false },
	{ "https://192.0.2.7/x", "192.0.2.7", true, true },
	{ "https://[2001:DB8::1]:8443/x", "2001:db8::1", true, true },
	{ "http://[::ffff:127.0.0.1]/", "::ffff:127.0.0.1", false, true },
};

struct bad {
	const char *text, *words; /* a part of what is said of it */
};

static const struct bad bad[] = {
	{ "", "begin" },
	{ "example.org/hook", "begin" },
	{ "ftp://example.org/", "begin" },
	{ "file:///etc/passwd", "begin" },
	{ "https:/example.org", "begin" },
	{ " https://example.org/", "visible" },
	{ "https://example.org/a b", "visible" },
	{ "https://example.org/\n", "visible" },
	{ "https://ex\xc3\xa4mple.org/", "visible" },
	{ "https://example.org\\@evil.example/", "visible" },
	{ "https://user@example.org/", "no user" },
	{ "https://user:word@example.org/", "no user" },
	{ "https://@example.org/", "no user" },
	{ "https://example.org/#part", "fragment" },
	{ "https://", "no host" },
	{ "https:///path", "no host" },
	{ "https://:443/", "no host" },
	{ "https://.example.org/", "no host" },
	{ "https://example.org./", "no host" },
	{ "https://exa%6dple.org/", "no host" },
	{ "https://-a.org/", "no host" },
	{ "https://[::1", "no host" },
	{ "https://[::1%25lo]/", "no host" },
	{ "https://[v1.x]/", "no host" },
	{ "https://[127.0.0.1]/", "no host" },
	{ "https://::1/", "no host" },
	{ "https://[::1]x/", "port" },
	{ "https://example.org:/", "port" },
	{ "https://example.org:0/", "port" },
	{ "https://example.org:65536/", "port" },
	{ "https://example.org:80a/", "port" },
	{ "https://2130706433/", "decimal" },
	{ "https://0x7f000001/", "decimal" },
	{ "https://0x7F.1/", "decimal" },
	{ "https://0x/", "decimal" },
	{ "https://017700000001/", "decimal" },
	{ "https://0177.0.0.1/", "decimal" },
	{ "https://127.1/", "decimal" },
	{ "https://127.0.0.1.5/", "decimal" },
	{ "https://127.0.0.0x1/", "decimal" },
	{ "https://256.0.0.1/", "decimal" },
	{ "https://example.1/", "decimal" },
};

static void
reads_what_everybody_reads_alike(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		const char *fault;
		struct url url;

		fault = url_read(mem, good[i].text, &url);
		if (fault != NULL)
			fail_msg("%s %s", good[i].text, fault);
		assert_string_equal(url.host, good[i].host);
		assert_int_equal(url.is_https, good[i].is_https);
		assert_int_equal(url.is_address, good[i].is_address);
	}
}

static void
says_what_is_wrong_with_the_rest(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		const char *fault;
		struct url url;

		fault = url_read(mem, bad[i].text, &url);
		if (fault == NULL || strstr(fault, bad[i].words) == NULL)
			fail_msg("\"%s\": %s", bad[i].text,
			    fault != NULL ? fault : "taken");
	}
}

static void
takes_two_thousand_bytes_and_no_more(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	char text[URL_MAX + 2];
	struct url url;

	(void)state;
	memset(text, 'a', sizeof(text));
	memcpy(text, "https://a/", strlen("https://a/"));
	text[URL_MAX] = '\0';
	assert_null(url_read(mem, text, &url));
	text[URL_MAX] = 'a';
	text[URL_MAX + 1] = '\0';
	assert_non_null(url_read(mem, text, &url));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_everybody_reads_alike),
		cmocka_unit_test(says_what_is_wrong_with_the_rest),
		cmocka_unit_test(takes_two_thousand_bytes_and_no_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
