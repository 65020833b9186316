/*
 * Logins whose beginning is missing: wherever the text begins before the credentials, exactly these
 * are hidden. They are between two marks, \375 and \374, which are removed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "secrets/login/logins.h"

#define B(text) text, sizeof(text) - 1
enum { TEXT_MAX = 256, SHORTEST = 2 };

/* A login as a binary protocol sends it. */
struct late_login {
	const char *name;
	const char *text;
	size_t size;
	uint16_t port;
	bool has_any_start; /* else its first byte is that of the text */
};

static const struct late_login logins[] = {
	{ "SOCKS5", B("\1\4\375anna\374\6\375geheim\374"), 1080, false },
	{ "SOCKS5 of one byte each", B("\1\1\375a\374\1\375b\374"), 9050, false },
	{ "SOCKS5 and a request", B("\1\4\375anna\374\6\375geheim\374\5\1\0\1\x0a\0\0\1\0\x50"),
		1080, false },
	{ "LDAP", B("\x30\x19\2\1\1\x60\x14\2\1\3\4\7cn=anna\x80\6\375geheim\374"), 389, true },
	{ "LDAP, one byte", B("\x30\x14\2\1\1\x60\x0f\2\1\3\4\7cn=anna\x80\1\375g\374"), 389,
		true },
	{ "LDAP, global catalog", B("\x30\x12\2\1\1\x60\x0d\2\1\3\4\0\x80\6\375geheim\374"), 3268,
		true },
};

/* Removes the marks: returns the text, its secret bytes, and the start of the last secret. */
static size_t unmark(
	const struct late_login *login, uint8_t *text, bool *is_secret, size_t *ret_credentials)
{
	size_t size = 0;
	bool inside = false;
	for (size_t i = 0; i < login->size; i++) {
		uint8_t c = (uint8_t)login->text[i];
		if (c == 0375 || c == 0374) {
			inside = c == 0375;
			*ret_credentials = inside ? size : *ret_credentials;
			continue;
		}
		text[size] = c;
		is_secret[size++] = inside;
	}
	return size;
}

static void check_from(const struct late_login *login, const uint8_t *text, const bool *is_secret,
	size_t size, size_t start)
{
	struct secret_list list = { 0 };
	struct login_state state = { 0 };
	bool hidden[TEXT_MAX] = { false };
	const struct login_source source = {
		.text = { text + start, size - start },
		.source_port = 50000,
		.destination_port = login->port,
		.lacks_start = true,
	};
	(void)logins_find(&source, &state, &list);
	for (size_t i = 0; i < list.count; i++) {
		assert_true(list.ranges[i].offset + list.ranges[i].size <= size - start);
		memset(hidden + start + list.ranges[i].offset, true, list.ranges[i].size);
	}
	for (size_t at = start; at < size; at++) {
		if (hidden[at] != is_secret[at])
			fail_msg("%s, from byte %zu on: byte %zu (%02x) is %s", login->name, start,
				at, text[at], hidden[at] ? "hidden" : "not hidden");
	}
	secret_list_finish(&list);
}

static void credentials_alone_are_hidden(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(logins); i++) {
		uint8_t text[TEXT_MAX];
		bool is_secret[TEXT_MAX];
		size_t credentials = 0, size = unmark(&logins[i], text, is_secret, &credentials);
		/* The tag and the size in front of the credentials identify them. */
		size_t last = logins[i].has_any_start ? credentials - SHORTEST : 0;
		for (size_t start = 0; start <= last; start++)
			check_from(&logins[i], text, is_secret, size, start);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(credentials_alone_are_hidden),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
