/* Addresses, ports and sockets as authors write them, and what they are called. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/array.h"
#include "conversation/names/endpoint-names.h"

static struct endpoint endpoint_of(const char *text, bool *ret_has_port)
{
	struct endpoint endpoint;
	assert_true(endpoint_parse(text, &endpoint, ret_has_port));
	return endpoint;
}

static void test_written(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum address_family family;
		bool has_port;
		uint16_t port;
	} cases[] = {
		{ "192.0.2.1", ADDRESS_IPV4, false, 0 },
		{ "192.0.2.1:0", ADDRESS_IPV4, true, 0 },
		{ "192.0.2.1:65535", ADDRESS_IPV4, true, 65535 },
		{ "2001:db8::1", ADDRESS_IPV6, false, 0 },
		{ "::80", ADDRESS_IPV6, false, 0 },
		{ "[2001:db8::1]:80", ADDRESS_IPV6, true, 80 },
		{ "02:00:00:00:00:0A", ADDRESS_MAC, false, 0 },
		{ ":8080", ADDRESS_NONE, true, 8080 },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		bool has_port;
		const struct endpoint endpoint = endpoint_of(cases[i].text, &has_port);
		assert_int_equal(endpoint.address.family, cases[i].family);
		assert_int_equal(has_port, cases[i].has_port);
		assert_int_equal(endpoint.port, cases[i].port);
	}
}

static void test_not_written(void **state)
{
	(void)state;
	static const char *const texts[] = { "", ":", "laptop", "8080", "192.0.2", "192.0.2.256",
		"192.0.2.1:", "192.0.2.1:65536", "192.0.2.1:99999999999999999999", "192.0.2.1:-1",
		"10.0.0.0/8", "[192.0.2.1]:80", "[2001:db8::1]", "2001:db8::1]:80", "[]:80",
		"[2001:db8::1:80", "02:00:00:00:00:0a:80", "0200:0000:000a", " 192.0.2.1",
		"[2001:db8:1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb:cccc]:80" };
	for (size_t i = 0; i < ARRAY_COUNT(texts); i++) {
		struct endpoint endpoint;
		bool has_port;
		assert_false(endpoint_parse(texts[i], &endpoint, &has_port));
	}
}

static void expect_name(const struct capture_names *names, const char *text, const char *expected)
{
	bool has_port;
	autofinish(text) struct text name = { 0 };
	const struct endpoint endpoint = endpoint_of(text, &has_port);
	endpoint_append_named(&name, &endpoint, has_port, names);
	assert_string_equal(text_string(&name), expected);
}

static void test_names(void **state)
{
	(void)state;
	bool has_port;
	const struct given_name given[] = {
		{ endpoint_of("192.0.2.1:80", &has_port), true, "the socket" },
		{ endpoint_of(":80", &has_port), true, "web" },
		{ endpoint_of("192.0.2.2", &has_port), false, "mine" },
		{ endpoint_of("192.0.2.2", &has_port), false, "of the talk" },
		{ endpoint_of("2001:db8::1", &has_port), false, "six" },
	};
	const struct capture_name items[] = {
		{ endpoint_of("192.0.2.2", &has_port).address, "captured", NULL, false },
		{ endpoint_of("192.0.2.3", &has_port).address, "captured", NULL, false },
		{ endpoint_of("192.0.2.4", &has_port).address, "of dns", NULL, true },
		{ endpoint_of("192.0.2.5", &has_port).address, "one", "other", true },
	};
	struct capture_names names = {
		.items = items,
		.count = ARRAY_COUNT(items),
		.given = given,
		.given_count = ARRAY_COUNT(given),
	};
	expect_name(&names, "192.0.2.1:80", "the socket");
	expect_name(&names, "192.0.2.1:81", "192.0.2.1:81");
	expect_name(&names, "192.0.2.1", "192.0.2.1");
	expect_name(&names, "192.0.2.2:80", "web (mine)");
	expect_name(&names, "192.0.2.3:1", "captured:1");
	expect_name(&names, "192.0.2.4", "192.0.2.4");
	names.takes_dns = true;
	expect_name(&names, "192.0.2.4", "of dns");
	expect_name(&names, "192.0.2.5", "192.0.2.5");
	expect_name(&names, "[2001:db8::1]:1", "six:1");
	expect_name(&names, "[2001:db8::2]:80", "web (2001:db8::2)");
	const struct endpoint port_80 = endpoint_of("192.0.2.9:80", &has_port);
	const struct endpoint port_81 = endpoint_of("192.0.2.9:81", &has_port);
	assert_true(endpoint_is_named(&names, &port_80));
	assert_false(endpoint_is_named(&names, &port_81));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_written),
		cmocka_unit_test(test_not_written),
		cmocka_unit_test(test_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
