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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lets_in_whom_the_rule_names),
		cmocka_unit_test(lets_nobody_in_without_a_rule),
		cmocka_unit_test(knows_what_is_no_rule),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
