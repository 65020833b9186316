/* conversation/redact/scrub: the values that it hides, as a list. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scrubbed-captures.h"

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
	autofree(scrub) struct scrub *scrub = scrub_new(false);
	autofinish(error) struct error error = { 0 };
	assert_true(scrub_search(scrub, path, &error));
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
	const struct hidden_value *values = scrub_values(scrub, &count);
	assert_int_equal(count, 3);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(values[i].bytes.size, strlen(expected[i].value));
		assert_memory_equal(values[i].bytes.data, expected[i].value, values[i].bytes.size);
		assert_int_equal(values[i].kind, expected[i].kind);
		assert_int_equal(values[i].frame, expected[i].frame);
	}
}

/* A copy that no rule knows, and that no packet has whole. */
static void hides_copies_across_segments(void **state)
{
	(void)state;
	static const char asked[] = "GET / HTTP/1.1\r\nCookie: sid=4711abcd4711\r\n\r\n";
	struct built packets[3];
	const char *const texts[] = { asked, "your name is 4711a", "bcd4711, remember it" };
	for (uint32_t i = 0, at = 1; i < 3; at += (uint32_t)strlen(texts[i++]))
		say(&packets[i], at, texts[i]);
	struct built scrubbed[3];
	autofree(scrub) struct scrub *scrub = scrub_new(false);
	assert_true(scrub_packets(scrub, packets, 3, scrubbed));
	enum { HEADERS = 54 };
	assert_memory_equal(scrubbed[1].data + HEADERS, "your name is *****", 18);
	assert_memory_equal(scrubbed[2].data + HEADERS, "*******, remember it", 20);
	assert_int_equal(scrub_report(scrub).secrets[SECRET_COOKIE], 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_values),
		cmocka_unit_test(hides_copies_across_segments),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
