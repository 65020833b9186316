/* conversation/redact/redact: the list of hidden values. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "redacted-captures.h"

static const struct ends ends = { .addresses = { 10, 0, 0, 1, 10, 0, 0, 2 } };
static const uint8_t cards[12] = { 2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1 };

static void say(struct built *packet, uint32_t sequence, const char *text)
{
	packet->size = 0;
	put_string(packet, text);
	wrap_tcp(packet, &ends, 50000, 80, sequence, 0x18);
	wrap_ip(packet, &ends, 6);
	wrap_ethernet(packet, cards, 0x0800);
}

static void lists_values(void **state)
{
	(void)state;
	struct built packets[3];
	const char *const texts[] = { "GET /?token=abc&x=1 HTTP/1.1\r\nCookie: sid=1",
		"234; b\r\n c\r\n\r\n", "GET /?token=abc HTTP/1.1\r\nCookie: sid=1234\r\n\r\n" };
	for (uint32_t i = 0, at = 1; i < 3; at += (uint32_t)strlen(texts[i++]))
		say(&packets[i], at, texts[i]);
	char path[] = "/tmp/scrub-values-XXXXXX";
	int file = mkstemp(path);
	assert_true(file >= 0);
	(void)close(file);
	write_capture(path, 1, packets, 3);
	autofree(redaction) struct redaction *redaction = redaction_new(false);
	autofinish(error) struct error error = { 0 };
	assert_true(redaction_search(redaction, path, &error));
	(void)unlink(path);
	static const struct {
		const char *value;
		enum secret kind;
		uint64_t frame;
	} expected[] = {
		{ "abc", SECRET_PARAMETER, 1 },
		{ "sid=1234; bc", SECRET_COOKIE, 1 },
		{ "sid=1234", SECRET_COOKIE, 3 },
	};
	size_t count;
	const struct redacted_value *values = redaction_values(redaction, &count);
	assert_int_equal(count, 3);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(values[i].bytes.size, strlen(expected[i].value));
		assert_memory_equal(values[i].bytes.data, expected[i].value, values[i].bytes.size);
		assert_int_equal(values[i].kind, expected[i].kind);
		assert_int_equal(values[i].frame, expected[i].frame);
	}
}

enum { HEADERS = 54 };

/* A copy that no rule finds, and that no single packet has whole. */
static void hides_copies_across_segments(void **state)
{
	(void)state;
	static const char asked[] = "GET / HTTP/1.1\r\nCookie: sid=4711abcd4711\r\n\r\n";
	struct built packets[3];
	const char *const texts[] = { asked, "your name is 4711a", "bcd4711, remember it" };
	for (uint32_t i = 0, at = 1; i < 3; at += (uint32_t)strlen(texts[i++]))
		say(&packets[i], at, texts[i]);
	struct built redacted[3];
	autofree(redaction) struct redaction *redaction = redaction_new(false);
	assert_true(redaction_packets(redaction, packets, 3, redacted));
	assert_memory_equal(redacted[1].data + HEADERS, "your name is *****", 18);
	assert_memory_equal(redacted[2].data + HEADERS, "*******, remember it", 20);
	assert_int_equal(redaction_report(redaction).secrets[SECRET_COOKIE], 1);
}

/* A server's side of the connection of say(), and which of its two ports is the server's. */
static void reply(
	struct built *packet, uint16_t port, bool is_client, uint32_t sequence, const char *text)
{
	static const struct ends back = { .addresses = { 10, 0, 0, 2, 10, 0, 0, 1 } };
	const struct ends *from = is_client ? &ends : &back;
	packet->size = 0;
	put_string(packet, text);
	wrap_tcp(packet, from, is_client ? 50000 : port, is_client ? port : 50000, sequence, 0x18);
	wrap_ip(packet, from, 6);
	wrap_ethernet(packet, cards, 0x0800);
}

static bool is_hidden(const struct built *packet)
{
	return packet->size > HEADERS && packet->data[HEADERS] == '*';
}

/* What was typed after a prompt is a value, and its copies are hidden everywhere. */
static void remembers_what_was_typed(void **state)
{
	(void)state;
	struct built packets[4], redacted[4];
	reply(&packets[0], 23, false, 1, "password: ");
	reply(&packets[1], 23, true, 1, "tr0ub4dor\r\n");
	reply(&packets[2], 23, false, 11, "welcome\r\n");
	reply(&packets[3], 8888, true, 100, "it was tr0ub4dor\n");
	autofree(redaction) struct redaction *redaction = redaction_new(false);
	assert_true(redaction_packets(redaction, packets, 4, redacted));
	assert_true(is_hidden(&redacted[1]));
	assert_memory_equal(redacted[3].data + HEADERS, "it was *********\n", 17);
	size_t count;
	const struct redacted_value *values = redaction_values(redaction, &count);
	bool is_remembered = false;
	for (size_t i = 0; i < count; i++)
		is_remembered = is_remembered ||
			(values[i].kind == SECRET_LOGIN && values[i].bytes.size == 9 &&
				memcmp(values[i].bytes.data, "tr0ub4dor", 9) == 0);
	assert_true(is_remembered);
}

/* HTTP messages are neither prompts nor answers, whatever their segments end with. */
static void asks_for_nothing_in_http(void **state)
{
	(void)state;
	struct built packets[4], redacted[4];
	reply(&packets[0], 80, true, 1,
		"POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 20\r\n\r\nname=kim&password=");
	reply(&packets[1], 80, false, 1, "HTTP/1.1 100 Continue\r\n\r\n");
	reply(&packets[2], 80, false, 26,
		"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\npassword: ");
	reply(&packets[3], 80, true, 72, "abGET /next HTTP/1.1\r\nHost: h\r\n\r\n");
	autofree(redaction) struct redaction *redaction = redaction_new(false);
	assert_true(redaction_packets(redaction, packets, 4, redacted));
	assert_memory_equal(redacted[1].data + HEADERS, "HTTP/1.1 100", 12);
	assert_memory_equal(redacted[2].data + HEADERS, "HTTP/1.1 200", 12);
	assert_memory_equal(redacted[3].data + HEADERS + 2, "GET /next HTTP/1.1", 18);
	size_t count;
	(void)redaction_values(redaction, &count);
	for (size_t i = 0; i < count; i++)
		assert_null(memmem(redaction_values(redaction, &count)[i].bytes.data,
			redaction_values(redaction, &count)[i].bytes.size, "HTTP", 4));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_values),
		cmocka_unit_test(hides_copies_across_segments),
		cmocka_unit_test(remembers_what_was_typed),
		cmocka_unit_test(asks_for_nothing_in_http),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
