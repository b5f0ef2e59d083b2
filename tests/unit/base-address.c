/* base/address: who may, by network address. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/address.h"
#include "base/outcome.h"

struct case_of {
	const char *rule, *address;
	bool is_allowed;
};

static const struct case_of cases[] = {
	{ "all", "203.0.113.9", true },
	{ "all", NULL, true },
	{ "all", "rubbish", true },
	{ "off", "127.0.0.1", false },
	{ "off", "/run/web.sock", false },
	{ "off", NULL, false },
	{ "loopback", "127.0.0.1", true },
	{ "loopback", "127.255.3.4", true },
	{ "loopback", "::1", true },
	{ "loopback", "::ffff:127.0.0.1", true },
	{ "loopback", "/run/web.sock", true },
	{ "loopback", "128.0.0.1", false },
	{ "loopback", "::2", false },
	{ "loopback", "127.0.0.1.example.org", false },
	{ "loopback", "127.0.0.1 ", false },
	{ "loopback", "", false },
	{ "loopback", NULL, false },
	{ "192.0.2.7", "192.0.2.7", true },
	{ "192.0.2.7", "::ffff:192.0.2.7", true },
	{ "192.0.2.7", "192.0.2.8", false },
	{ "192.0.2.0/24", "192.0.2.255", true },
	{ "192.0.2.0/24", "192.0.3.0", false },
	{ "192.0.2.0/25", "192.0.2.127", true },
	{ "192.0.2.0/25", "192.0.2.128", false },
	{ "192.0.2.0/31", "192.0.2.1", true },
	{ "192.0.2.0/31", "192.0.2.2", false },
	{ "0.0.0.0/0", "203.0.113.9", true },
	{ "0.0.0.0/0", "2001:db8::1", false },
	{ "::/0", "2001:db8::1", true },
	{ "2001:db8::/32", "2001:db8:ffff::1", true },
	{ "2001:db8::/32", "2001:db9::1", false },
	{ "2001:db8::/33", "2001:db8:8000::1", false },
	{ "2001:db8::1", "2001:DB8:0:0::1", true },
	{ "192.0.2.7", "/run/web.sock", false },
	{ "192.0.2.7", NULL, false },
};

static void
lets_in_whom_the_rule_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct case_of *at = &cases[i];
		char rule[64];
		char *items[] = { rule };
		struct text_list rules = { .items = items, .count = 1 };

		assert_true(address_is_rule(at->rule));
		snprintf(rule, sizeof(rule), "%s", at->rule);
		if (address_is_allowed(&rules, at->address) != at->is_allowed)
			fail_msg("%s by %s", at->address, at->rule);
	}
}

static void
lets_nobody_in_without_a_rule(void **state)
{
	struct text_list none = { 0 };

	(void)state;
	assert_false(address_is_allowed(&none, "127.0.0.1"));
	assert_false(address_is_allowed(&none, "/run/web.sock"));
	assert_false(address_is_allowed(&none, NULL));
}

static void
knows_what_is_no_rule(void **state)
{
	static const char *const wrong[] = { "", "everybody", "Loopback",
		"192.0.2", "192.0.2.0/33", "192.0.2.0/", "192.0.2.0/-1",
		"192.0.2.0/24/1", "2001:db8::/129", "2001:db8::g", "/24",
		"192.0.2.7 ",
		"00000000000000000000000000000000000000000000000000000000000"
		"0000000001.2.3" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		if (address_is_rule(wrong[i]))
			fail_msg("%s is taken for a rule", wrong[i]);
	}
}

struct place {
	const char *address;
	bool is_public;
};

static const struct place places[] = {
	{ "8.8.8.8", true },
	{ "1.0.0.1", true },
	{ "100.63.255.255", true },
	{ "100.128.0.0", true },
	{ "172.15.255.255", true },
	{ "172.32.0.0", true },
	{ "192.0.1.0", true },
	{ "198.17.255.255", true },
	{ "198.20.0.0", true },
	{ "223.255.255.255", true },
	{ "2606:4700:4700::1111", true },
	{ "2a00:1450:4001:81b::200e", true },
	{ "2001:4860:4860::8888", true },
	{ "0.0.0.0", false },
	{ "0.1.2.3", false },
	{ "10.0.0.0", false },
	{ "10.255.255.255", false },
	{ "100.64.0.1", false },
	{ "100.127.255.255", false },
	{ "127.0.0.1", false },
	{ "127.8.8.8", false },
	{ "169.254.169.254", false },
	{ "172.16.0.1", false },
	{ "172.31.255.255", false },
	{ "192.0.0.8", false },
	{ "192.0.2.1", false },
	{ "192.88.99.1", false },
	{ "192.168.0.1", false },
	{ "198.18.0.1", false },
	{ "198.19.255.255", false },
	{ "198.51.100.1", false },
	{ "203.0.113.1", false },
	{ "224.0.0.1", false },
	{ "239.255.255.255", false },
	{ "240.0.0.1", false },
	{ "255.255.255.255", false },
	{ "::", false },
	{ "::1", false },
	{ "::7f00:1", false },
	{ "::8.8.8.8", false },
	{ "::ffff:127.0.0.1", false },
	{ "::ffff:8.8.8.8", false },
	{ "64:ff9b::127.0.0.1", false },
	{ "64:ff9b::8.8.8.8", false },
	{ "64:ff9b:1::1", false },
	{ "100::1", false },
	{ "2001::1", false },
	{ "2001:0:4136:e378::1", false },
	{ "2001:db8::1", false },
	{ "2002:7f00:1::1", false },
	{ "3fff::1", false },
	{ "fc00::1", false },
	{ "fd12:3456::1", false },
	{ "fe80::1", false },
	{ "fec0::1", false },
	{ "ff02::1", false },
	{ "ff0e::1", false },
	{ "4000::1", false },
	{ "", false },
	{ "8.8.8.8 ", false },
	{ "fe80::1%lo", false },
	{ "134744072", false },
	{ "example.org", false },
};

static void
knows_the_public_internet(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		if (address_is_public(places[i].address) != places[i].is_public)
			fail_msg("%s", places[i].address);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lets_in_whom_the_rule_names),
		cmocka_unit_test(lets_nobody_in_without_a_rule),
		cmocka_unit_test(knows_what_is_no_rule),
		cmocka_unit_test(knows_the_public_internet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
