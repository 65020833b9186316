/* serve/public-url: the address of a tunnel or proxy, and which Host headers name it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/array.h"
#include "serve/public-url.h"

static void addresses_become_origins(void **state)
{
	(void)state;
	static const struct {
		const char *text, *origin;
	} cases[] = {
		{ "https://talks.example", "https://talks.example" },
		{ "https://talks.example/", "https://talks.example" },
		{ "HTTPS://Talks.Example", "https://talks.example" },
		{ "https://talks.example:443/", "https://talks.example" },
		{ "https://talks.example:8443", "https://talks.example:8443" },
		{ "https://192.0.2.7:8443", "https://192.0.2.7:8443" },
		{ "https://[2001:DB8::1]/", "https://[2001:db8::1]" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(public_url) struct public_url url = { 0 };
		autofinish(error) struct error error = { 0 };
		assert_true(public_url_parse(cases[i].text, &url, &error));
		assert_string_equal(url.origin, cases[i].origin);
		assert_string_equal(url.host, cases[i].origin + 8);
	}
}

static void other_texts_are_refused(void **state)
{
	(void)state;
	static const char *const texts[] = { "", "https://", "https:///", "talks.example",
		"http://talks.example", "https://talks.example/talks", "https://talks.example?x",
		"https://me@talks.example",
		"https://talks.example:", "https://talks.example:123456", "https://[::1",
		"https://[]", "https://a b", "https://a\r\nX: y", "https://a;b" };
	for (size_t i = 0; i < ARRAY_COUNT(texts); i++) {
		struct public_url url = { 0 };
		autofinish(error) struct error error = { 0 };
		assert_false(public_url_parse(texts[i], &url, &error));
		assert_null(url.origin);
		assert_true(error_is_set(&error));
	}
}

static void hosts_are_compared_whole(void **state)
{
	(void)state;
	static const struct {
		const char *text, *host;
		bool is_it;
	} cases[] = {
		{ "https://talks.example", "talks.example", true },
		{ "https://talks.example", "TALKS.example", true },
		{ "https://talks.example", "talks.example:443", true },
		{ "https://talks.example", "talks.example:80", false },
		{ "https://talks.example", "talks.example.evil", false },
		{ "https://talks.example", "evil.talks.example", false },
		{ "https://talks.example", "talks.exampl", false },
		{ "https://talks.example", "", false },
		{ "https://talks.example", NULL, false },
		{ "https://talks.example:8443", "talks.example:8443", true },
		{ "https://talks.example:8443", "talks.example", false },
		{ "https://talks.example:8443", "talks.example:8443:443", false },
		{ "https://[2001:db8::1]", "[2001:db8::1]:443", true },
		{ "https://[2001:db8::1]:8443", "[2001:db8::1]:8443", true },
		{ "https://[2001:db8::1]:8443", "[2001:db8::1]:8443:443", false },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(public_url) struct public_url url = { 0 };
		autofinish(error) struct error error = { 0 };
		assert_true(public_url_parse(cases[i].text, &url, &error));
		assert_int_equal(public_url_has_host(&url, cases[i].host), cases[i].is_it);
	}
	assert_false(public_url_has_host(&(struct public_url){ 0 }, "talks.example"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_become_origins),
		cmocka_unit_test(other_texts_are_refused),
		cmocka_unit_test(hosts_are_compared_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
