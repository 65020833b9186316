/*
 * Tests deck/leak-check/missed-secret: whether what the rules find in a redacted text is hidden,
 * even when quotes were hidden with it. A '|' in a text marks the end of a packet and is removed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "deck/leak-check/missed-secret.h"

struct text_case {
	const char *text;
	bool lacks_start;
	uint16_t port; /* port of the server; 0: a datagram */
	enum secret expected;
};

#define GET "GET / HTTP/1.1\r\nHost: h\r\n"

static const struct text_case cases[] = {
	/* Nothing is hidden. */
	{ GET "Cookie: a=b1c2d3\r\n\r\n", false, 80, SECRET_COOKIE },
	{ GET "Cookie: x\r\n\r\n", false, 80, SECRET_COOKIE },
	{ GET "Authorization: Basic YTpi\r\n\r\n", false, 80, SECRET_AUTHORIZATION },
	{ "GET /?token=abcdef HTTP/1.1\r\n\r\n", true, 80, SECRET_PARAMETER },
	{ "hello=1&password=ab1", false, 0, SECRET_PARAMETER },
	{ "hello=1&password=hunter", false, 0, SECRET_PARAMETER },
	{ "USER anna\r\nPASS geheim\r\n", true, 21, SECRET_LOGIN },
	{ "*2\r\n$4\r\nAUTH\r\n$6\r\ngeheim\r\n", false, 6379, SECRET_LOGIN },
	{ "-----BEGIN PRIVATE KEY-----\r\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\r\n", false, 0,
		SECRET_TOKEN },
	/* Something was not hidden. */
	{ GET "Cookie: a=b1|c2d3e4\r\nA: b\r\n\r\n", false, 80, SECRET_COOKIE },
	{ GET "Cookie: ******|c2d3e4f5\r\nA: b\r\n\r\n", false, 80, SECRET_COOKIE },
	{ GET "Cookie: abcdef|********\r\nA: b\r\n\r\n", false, 80, SECRET_COOKIE },
	{ "a=1&password=****|4711abc", false, 80, SECRET_PARAMETER },
	{ "-----BEGIN PRIVATE KEY-----\r\n****\r\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\r\n", false, 80,
		SECRET_TOKEN },
	/* All is hidden, and a quote with it. */
	{ GET "Cookie: *\r\nA: b\r\n\r\n", false, 80, SECRET_NONE },
	{ GET "Authorization: Bearer ******\r\n\r\n", false, 80, SECRET_NONE },
	{ "a: b\npassword: \"****\nc: \"hello world\"\nd: e\n", false, 80, SECRET_NONE },
	{ "password='****; hello='some more words'\n", false, 80, SECRET_NONE },
	{ "{\"password\":\"*****,\"x\":\"hello world\"}", false, 80, SECRET_NONE },
	{ "<password>****/password><c>hello world</c>", false, 80, SECRET_NONE },
	{ "machine h login anna password ****h:5432:db:anna:****\n", false, 80, SECRET_NONE },
	{ GET "Authorization: *|earer ****\r\n\r\n", false, 80, SECRET_NONE },
	{ "x LOGIN anna password=****\r\n", false, 143, SECRET_NONE },
	{ "USER anna\r\nPASS ******\r\nLIST\r\n", false, 21, SECRET_NONE },
	{ "AUTH LOGIN\r\n****\r\n****\r\nDATA\r\nQUIT\r\n", false, 25, SECRET_NONE },
	/* The packets begin or end in the middle. */
	{ "GET / HTTP/1.1\r\nAuthorization: Nego", true, 80, SECRET_NONE },
	{ "EHLO a\r\nAUTH PLA", true, 25, SECRET_NONE },
	{ "ser\":\"anna\",\"x\":\"y\"}", true, 80, SECRET_NONE },
	{ "er=anna&a=b", true, 80, SECRET_NONE },
	{ "en: abcdefgh\r\nHost: h\r\n\r\n", true, 80, SECRET_NONE },
};

static void tells_what_is_open(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		const struct text_case *one = &cases[i];
		size_t borders[8], count = 0, size = 0, offset = 0;
		uint8_t bytes[256];
		for (const char *at = one->text; *at; at++) {
			if (*at == '|')
				borders[count++] = size;
			else
				bytes[size++] = (uint8_t)*at;
		}
		const struct redacted_text text = {
			.bytes = { bytes, size },
			.borders = borders,
			.border_count = count,
			.source_port = one->port ? 50000 : 0,
			.destination_port = one->port,
			.is_datagram = !one->port,
			.lacks_start = one->lacks_start,
		};
		size_t found_size = 0;
		enum secret found = missed_secret_find(&text, &offset, &found_size);
		if (found != one->expected)
			fail_msg("'%s' in: %s", secret_name(found, false), one->text);
		assert_true(found == SECRET_NONE || offset + found_size <= size);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_what_is_open),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
