/* serve/request: which requests of a hostile browser are allowed, and for which host names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/format/markup.h"
#include "serve/request.h"

static void paths_decode_once(void **state)
{
	(void)state;
	static const struct {
		const char *raw, *expected;
	} cases[] = {
		{ "/", "" },
		{ "/01-x.html", "01-x.html" },
		{ "/%ED%95%9C%EA%B8%80.html", "\xed\x95\x9c\xea\xb8\x80.html" },
		{ "/a%20b.html", "a b.html" },
		{ "/a+b.html", "a+b.html" },
		{ "/sub/x.pcap", "sub/x.pcap" },
		{ "/a%252e", "a%2e" },
		{ "/...", "..." },
		{ "/.hidden", ".hidden" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		automem char *name = request_path_decode(cases[i].raw);
		assert_non_null(name);
		assert_string_equal(name, cases[i].expected);
	}
}

static void strange_paths_are_refused(void **state)
{
	(void)state;
	static const char *const raw[] = { "", "x", "*", "http://evil/", "//evil", "/a//b", "/a/",
		"/.", "/..", "/../x", "/a/../b", "/%2e%2e/x", "/..%2fx", "/%2E%2E%2Fx", "/a/%2e",
		"/a%00b", "/a%0d%0ab", "/a\x7f", "/a%1b", "/a%c2%9b", "/a%5cb", "/a\\b", "/%",
		"/%4", "/%zz", "/%ff", "/%c0%ae%c0%ae/x", "/%ed%a0%80" };
	for (size_t i = 0; i < ARRAY_COUNT(raw); i++)
		assert_null(request_path_decode(raw[i]));
}

/* A decoded path never leaves its folder, and encodes to the same path again. */
static void decoded_names_never_climb(void **state)
{
	(void)state;
	static const char *const pieces[] = { "/", ".", "..", "%2e", "%2f", "%00", "a", "%ED%95%9C",
		"\xed\x95", "%", "\\", "%5C", " " };
	uint32_t seed = 7;
	for (int round = 0; round < 20000; round++) {
		autofinish(text) struct text raw = { 0 };
		text_append_char(&raw, '/');
		for (int i = 0; i < 6; i++) {
			seed = seed * 1664525 + 1013904223;
			text_append(&raw, pieces[(seed >> 16) % ARRAY_COUNT(pieces)]);
		}
		automem char *name = request_path_decode(text_string(&raw));
		if (!name)
			continue;
		autofinish(text) struct text framed = { 0 };
		text_append_format(&framed, "/%s/", name);
		assert_null(strstr(framed.data, "/../"));
		assert_null(strstr(framed.data, "/./"));
		assert_null(*name ? strstr(framed.data, "//") : NULL);
		autofinish(text) struct text encoded = { 0 };
		text_append_char(&encoded, '/');
		markup_url_path(&encoded, name);
		automem char *again = request_path_decode(text_string(&encoded));
		assert_non_null(again);
		assert_string_equal(again, name);
	}
}

static void only_names_of_this_machine_are_local(void **state)
{
	(void)state;
	static const struct {
		const char *host;
		uint16_t port;
		bool expected;
	} cases[] = {
		{ "127.0.0.1:8000", 8000, true },
		{ "localhost:8000", 8000, true },
		{ "LocalHost:8000", 8000, true },
		{ "[::1]:8000", 8000, true },
		{ "localhost", 80, true },
		{ "localhost", 8000, false },
		{ "localhost:8001", 8000, false },
		{ "localhost:80000", 8000, false },
		{ "localhost.evil.example:8000", 8000, false },
		{ "127.0.0.1.evil.example:8000", 8000, false },
		{ "evil.example:8000", 8000, false },
		{ "evil.example", 80, false },
		{ "localhost:8000 ", 8000, false },
		{ "user@localhost:8000", 8000, false },
		{ "0.0.0.0:8000", 8000, false },
		{ "", 8000, false },
		{ NULL, 8000, false },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
		assert_int_equal(
			request_host_is_local(cases[i].host, cases[i].port), cases[i].expected);
}

/*
 * Anybody can have a host name resolve to this machine, so names except localhost are refused.
 * Addresses are not.
 */
static void addresses_are_no_names(void **state)
{
	(void)state;
	static const struct {
		const char *host;
		bool expected;
	} cases[] = {
		{ "127.0.0.1:8000", true },
		{ "192.0.2.7:9000", true },
		{ "192.0.2.7", true },
		{ "localhost:1", true },
		{ "LOCALHOST", true },
		{ "[::1]:8000", true },
		{ "[2001:db8::1]", true },
		{ "[::ffff:192.0.2.1]:80", true },
		{ "evil.example:8000", false },
		{ "192.0.2.7.evil.example", false },
		{ "localhost.evil.example", false },
		{ "evil.localhost", false },
		{ "192.0.2.7:8000:9", false },
		{ "192.0.2.7:", false },
		{ "192.0.2.7:123456", false },
		{ "192.0.2.7:80 ", false },
		{ "192.0.2.7@evil.example", false },
		{ "192.0.2", false },
		{ "3221225991", false },
		{ "0300.0.2.7", false },
		{ "2001:db8::1", false },
		{ "[2001:db8::1", false },
		{ "[2001:db8::1]x", false },
		{ "[fe80::1%25eth0]", false },
		{ "[192.0.2.7]", false },
		{ "[localhost]", false },
		{ "[]", false },
		{ ":80", false },
		{ "", false },
		{ NULL, false },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		if (request_host_is_address(cases[i].host) != cases[i].expected)
			fail_msg("'%s'", cases[i].host ? cases[i].host : "NULL");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_decode_once),
		cmocka_unit_test(strange_paths_are_refused),
		cmocka_unit_test(decoded_names_never_climb),
		cmocka_unit_test(only_names_of_this_machine_are_local),
		cmocka_unit_test(addresses_are_no_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
