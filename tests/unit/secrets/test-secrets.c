/* secrets/: an example for each rule; hidden bytes are '*', all others are unchanged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/format/markup.h"
#include "secrets/secrets.h"

struct example {
	const char *text, *hidden;
};

/* `text` with the found secrets hidden. */
static char *covered(const char *text, struct secret_state *state)
{
	struct secret_list list = { 0 };
	char *copy = xstrdup(text);
	secrets_find(markup_bytes_of(text), state, &list);
	for (size_t i = 0; i < list.count; i++)
		memset(copy + list.ranges[i].offset, '*', list.ranges[i].size);
	secret_list_finish(&list);
	return copy;
}

static void check(const struct example *examples, size_t count, struct secret_state known)
{
	for (size_t i = 0; i < count; i++) {
		struct secret_state state = known;
		automem char *got = covered(examples[i].text, &state);
		assert_string_equal(got, examples[i].hidden);
	}
}

#define CHECK(examples, ...)                                                                       \
	check((examples), ARRAY_COUNT(examples), (struct secret_state){ __VA_ARGS__ })

static void hides_headers(void **state)
{
	(void)state;
	static const struct example examples[] = {
		{ "Authorization: Basic YWJj\r\nHost: x\r\n",
			"Authorization: Basic ****\r\nHost: x\r\n" },
		{ "authorization:abc", "authorization:***" },
		{ "PROXY-AUTHORIZATION : Bearer t\n", "PROXY-AUTHORIZATION : Bearer *\n" },
		{ "Cookie: a=b; c\r\n d\r\nX: y", "Cookie: ******\r\n *\r\nX: y" },
		{ "Set-Cookie: a\r\nSet-Cookie: b\r\n\r\n",
			"Set-Cookie: *\r\nSet-Cookie: *\r\n\r\n" },
		{ "X-Api-Key: k\r\nX-CSRF-Token: t\r\n", "X-Api-Key: *\r\nX-CSRF-Token: *\r\n" },
		{ "Sec-WebSocket-Key: k\r\nCookieless: x\r\n",
			"Sec-WebSocket-Key: k\r\nCookieless: x\r\n" },
		{ "GET / HTTP/1.1\r\nTokens: 3\r\n\r\n", "GET / HTTP/1.1\r\nTokens: 3\r\n\r\n" },
	};
	CHECK(examples, .lacks_start = false);
}

static void hides_parameters(void **state)
{
	(void)state;
	static const struct example examples[] = {
		{ "GET /a?token=abc&x=1 HTTP/1.1\r\n", "GET /a?token=***&x=1 HTTP/1.1\r\n" },
		{ "GET /a?key=abc#top HTTP/1.1\r\n", "GET /a?key=******* HTTP/1.1\r\n" },
		{ "user=a&user%5BPass-Word%5D=b%26c&d=e", "user=a&user%5BPass-Word%5D=*****&d=e" },
		{ "p%61ssword=x", "p%61ssword=*" },
		{ "monkey=1&keyboard=2&tokens=3", "monkey=1&keyboard=2&tokens=3" },
		{ "http://u:p@h/ http://u@h:80/", "http://u:*@h/ http://u@h:80/" },
	};
	CHECK(examples, .lacks_start = false);
}

static void hides_members(void **state)
{
	(void)state;
	static const struct example examples[] = {
		{ "{\"password\" : \"a\\\"b\", \"x\": 1}", "{\"password\" : \"****\", \"x\": 1}" },
		{ "{\"otp\":123,\"code\":404}", "{\"otp\":***,\"code\":404}" },
		{ "\"{\\\"token\\\":\\\"ab\\\",\\\"c\\\":1}\"",
			"\"{\\\"token\\\":\\\"**\\\",\\\"c\\\":1}\"" },
		{ "{\"token\":{\"a\":1}}", "{\"token\":{\"a\":*}}" },
		{ "<user>a</user><password>b</password>", "<user>a</user><password>*</password>" },
		{ "Content-Disposition: form-data; name=\"pwd\"\r\nA: b\r\n\r\nx\r\ny\r\n--b",
			"Content-Disposition: form-data; name=\"pwd\"\r\nA: "
			"b\r\n\r\n*********" },
		{ "Content-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--b",
			"Content-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--b" },
		/* A chunk's size between hidden parts. */
		{ "{\"token\":\"**\r\n1f\r\n**\"}", "{\"token\":\"**\r\n1f\r\n**\"}" },
	};
	CHECK(examples, .lacks_start = false);
}

static void hides_tokens(void **state)
{
	(void)state;
	static const struct example examples[] = {
		{ "x eyJhbGciOiJIUzI1NiJ9.e30.c2ln y", "x eyJ************************** y" },
		{ "eyJust a word", "eyJust a word" },
		{ "curl -H 'Bearer abcdef012345'", "curl -H 'Bearer ************'" },
		{ "the bearer authentication of", "the bearer authentication of" },
		{ "ghp_0123456789abcdef,", "ghp_****************," },
		{ "-----BEGIN PRIVATE KEY-----\nab\ncd\n-----END PRIVATE KEY-----\n",
			"-----BEGIN PRIVATE KEY-----\n**\n**\n-----END PRIVATE KEY-----\n" },
	};
	CHECK(examples, .lacks_start = false);
}

static void hides_encoded_bodies(void **state)
{
	(void)state;
	static const struct example examples[] = {
		{ "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
		  "3\r\n\r\nabcHTTP/1.1 200 OK\r\n\r\nd",
			"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
			"3\r\n\r\n***HTTP/1.1 200 OK\r\n\r\nd" },
		{ "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nabc",
			"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n***" },
		/* A reply to HEAD has no body, whatever its header says. */
		{ "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n\r\nHTTP/1.1 "
		  "404 No\r\n\r\n",
			"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
			"9\r\n\r\nHTTP/1.1 404 No\r\n\r\n" },
		{ "HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\n\r\nabc",
			"HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\n\r\nabc" },
	};
	CHECK(examples, .lacks_start = false);
}

/* Bytes are missing before a text. */
static void goes_on_behind_gaps(void **state)
{
	(void)state;
	static const struct example fragments[] = {
		{ "alue\r\nHost: x\r\n", "****\r\nHost: x\r\n" },
		{ "alue\r\n\r\nbody", "****\r\n\r\nbody" },
		{ "GET / HTTP/1.1\r\nHost: x\r\n", "GET / HTTP/1.1\r\nHost: x\r\n" },
		{ "some\r\nlines of text\r\n", "some\r\nlines of text\r\n" },
	};
	CHECK(fragments, .lacks_start = true);

	struct secret_state known = { 0 };
	automem char *before = covered("Cookie: a=", &known);
	assert_string_equal(before, "Cookie: **");
	assert_int_equal(known.open, SECRET_COOKIE);
	known.lacks_start = true;
	automem char *behind = covered("bc\r\nHost: x", &known);
	assert_string_equal(behind, "**\r\nHost: x");
	assert_int_equal(known.open, SECRET_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hides_headers),
		cmocka_unit_test(hides_parameters),
		cmocka_unit_test(hides_members),
		cmocka_unit_test(hides_tokens),
		cmocka_unit_test(hides_encoded_bodies),
		cmocka_unit_test(goes_on_behind_gaps),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
