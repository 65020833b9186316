/*
 * Tests deck/packets/values: `{{...}}` in prose, with a hand-made capture, broken expressions and
 * hostile sources.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/format/json-reader.h"
#include "base/format/markup.h"
#include "conversation/capture-analysis.h"
#include "deck/packets/values.h"
#include "listing/packet-json.h"
#include "listing/packet-keys.h"
#include "notes/text/lines.h"
#include "packet-samples.h"
#include "sample-checks.h"

static struct tcp_connection connection = {
	.client = { .family = ADDRESS_IPV4, .octets = { 192, 0, 2, 1 } },
	.server = { .family = ADDRESS_IPV4, .octets = { 192, 0, 2, 2 } },
	.client_port = 55466,
	.server_port = 8080,
	.has_client_isn = true,
	.client_isn = 4294967295U,
	.client_mss = 1460,
	.server_mss = 1400,
	.client_bytes = 85,
	.server_bytes = 16000,
	.packet_count = 42,
	.first_frame = 12345,
	.first_ns = 1700000000000000000,
	.last_ns = 1700000000012300000,
};

static struct talk_capture declared[] = {
	{ .name = "ping", .file = "ping.pcap", .path = "x/ping.pcap" },
	{ .name = "ping.two", .file = "two.pcap", .path = "x/two.pcap" },
};

static struct capture_view views[] = {
	{
		.declared = &declared[0],
		.is_read = true,
		.summary = { .packet_count = 42,
			.connections = &connection,
			.connection_count = 1 },
	},
	{ .declared = &declared[1], .is_read = true, .summary = { .packet_count = 7 } },
};

static struct talk talk = { .declared_count = ARRAY_COUNT(views) };
static const struct captures captures = {
	.talk = &talk,
	.views = views,
	.count = ARRAY_COUNT(views),
};

/*
 * Counts are in groups of digits as the talk's language writes them; numbers that one looks up are
 * not.
 */
static void values_are_plain_text(void **state)
{
	(void)state;
	static const struct {
		const char *expression, *english, *korean;
	} cases[] = {
		{ "ping.file", "ping.pcap", "ping.pcap" },
		{ "ping.packets", "42", "42" },
		{ "ping.two.packets", "7", "7" }, /* the longest name that fits counts */
		{ "ping.connections", "1", "1" },
		{ "ping.stream[0].client_port", "55466", "55466" },
		{ "ping.stream[0].client", "192.0.2.1", "192.0.2.1" },
		{ "ping.stream[0].client_isn", "4294967295", "4294967295" },
		{ "ping.stream[0].bytes.raw", "16085", "16085" },
		{ "ping.stream[0].client_port.raw", "55466", "55466" },
		{ "ping.two.packets.raw", "7", "7" },
		{ "ping.stream[0].mss", "1\u202f400", "1,400" },
		{ "ping.stream[0].bytes", "16\u202f085", "16,085" },
		{ "ping.stream[0].first_frame", "12345", "12345" },
		{ "ping.stream[0].duration", "12.3 ms", "12.3 ms" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		for (unsigned is_korean = 0; is_korean < 2; is_korean++) {
			autofinish(text) struct text out = { 0 };
			autofinish(error) struct error error = { 0 };
			talk.lang = is_korean ? "ko" : "en";
			assert_true(values_append(&captures, cases[i].expression, &out, &error));
			assert_string_equal(
				text_string(&out), is_korean ? cases[i].korean : cases[i].english);
		}
	}
}

static void mistakes_are_sentences(void **state)
{
	(void)state;
	static const struct {
		const char *expression, *part;
	} cases[] = {
		{ "", "there is no capture ''" },
		{ "ping", "is not understood" },
		{ "ping.", "is not understood" },
		{ ".", "there is no capture ''" },
		{ "pong.packets", "did you mean 'ping'?" },
		{ "ping.packet", "did you mean 'packets'?" },
		{ "ping.stream[].client", "is not understood" },
		{ "ping.stream[0]", "is not understood" },
		{ "ping.stream[0]client", "is not understood" },
		{ "ping.stream[-1].client", "is not understood" },
		{ "ping.stream[18446744073709551616].client", "is not understood" },
		{ "ping.stream[1].client", "has 1 connection, counted from 0" },
		{ "ping.stream[0].server_isn", "it has no 'server_isn'" },
		{ "ping.stream[0].color", "only client_port, server_port" },
		{ "ping.frame[43].seq", "has 42 packets, counted from 1" },
		{ "ping.two.stream[0].client", "has 0 connections" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(text) struct text out = { 0 };
		autofinish(error) struct error error = { 0 };
		assert_false(values_append(&captures, cases[i].expression, &out, &error));
		if (!strstr(error_message(&error), cases[i].part))
			fail_msg("'%s': %s", cases[i].expression, error_message(&error));
		assert_string_equal(text_string(&out), "");
	}
	char expression[1000];
	memset(expression, 'a', sizeof(expression) - 1);
	expression[sizeof(expression) - 1] = '\0';
	autofinish(text) struct text out = { 0 };
	autofinish(error) struct error error = { 0 };
	assert_false(values_append(&captures, expression, &out, &error));
	assert_true(strlen(error_message(&error)) < 200);
}

/* A heading gets its values; braces that hold none stay, also where the line ends in them. */
static void a_line_is_filled_in(void **state)
{
	(void)state;
	static const struct {
		const char *line, *filled;
	} cases[] = {
		{ "", "" },
		{ "Two packets", "Two packets" },
		{ "Port {{ping.stream[0].client_port}}", "Port 55466" },
		{ "{{ ping.packets }} and {{ping.two.packets}}.", "42 and 7." },
		{ "{{{ping.packets}}}", "{42}" },
		{ "{{pong.packets}} {{ping.packets}}", "{{pong.packets}} 42" },
		{ "{{ping.packets}", "{{ping.packets}" },
		{ "{{ping.packets", "{{ping.packets" },
		{ "{{", "{{" },
		{ "}} {{}}", "}} {{}}" },
	};
	talk.lang = "en";
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(arena) struct arena arena = { 0 };
		assert_string_equal(values_fill(&captures, cases[i].line, &arena), cases[i].filled);
	}
}

/* The source is scanned before it is parsed, and any prefix of it must be safe to scan. */
static void quoted_frames_are_found(void **state)
{
	(void)state;
	static const char source[] =
		"a {{ping.frame[3].seq}} {{ ping.frame[12].ack }} {{{ping.frame[7].seq}} "
		"{{ping.frame[0].seq}} {{ping.two.frame[9].seq}} {{ping.frame[x].seq}} {{";
	static const uint64_t expected[] = { 3, 12 };
	autofinish(arena) struct arena arena = { 0 };
	struct frame_range *ranges;
	size_t count;
	assert_true(values_scan(&captures, &views[0], markup_bytes_of(source), &arena, &ranges,
		&count, &(bool){ false }));
	assert_true(count >= ARRAY_COUNT(expected));
	for (size_t i = 0; i < ARRAY_COUNT(expected); i++) {
		assert_int_equal(ranges[i].first, expected[i]);
		assert_int_equal(ranges[i].last, expected[i]);
	}
	for (size_t i = 0; i < count; i++)
		assert_true(ranges[i].first != 0 && ranges[i].first != 9);

	assert_true(values_scan(&captures, &views[1], markup_bytes_of(source), &arena, &ranges,
		&count, &(bool){ false }));
	assert_int_equal(count, 1);
	assert_int_equal(ranges[0].first, 9);

	for (size_t size = 0; size < sizeof(source); size++) {
		uint8_t *prefix = malloc(size ? size : 1);
		assert_non_null(prefix);
		memcpy(prefix, source, size);
		(void)values_scan(&captures, &views[0], (struct bytes){ prefix, size }, &arena,
			&ranges, &count, &(bool){ false });
		free(prefix);
	}
}

/*
 * Marks the keys that JSON has for a packet. Each must be in the table, and a value if it can be.
 */
static void check_keys(const struct shown_packet *packet, bool is_written[PACKET_KEY_COUNT])
{
	autofinish(text) struct text json = { 0 };
	packet_json_append(&json, &packet->frame, &packet->facts, packet->rule);
	struct bytes rest = markup_bytes_of(text_string(&json)), name, value;
	while (json_next_member(&rest, &name, &value)) {
		enum packet_key key = PACKET_KEY_NUMBER;
		while (key < PACKET_KEY_COUNT && !bytes_equal(name, packet_key_name(key)))
			key++;
		if (key == PACKET_KEY_COUNT)
			fail_msg("'%.*s' is not in packet-keys.h", (int)name.size,
				(const char *)name.data);
		is_written[key] = true;
		autofinish(text) struct text expression = { 0 }, out = { 0 };
		autofinish(error) struct error error = { 0 };
		text_append_format(&expression, "ping.frame[%llu].%s",
			(unsigned long long)packet->frame.number, packet_key_name(key));
		bool is_value = values_append(&captures, text_string(&expression), &out, &error);
		if (is_value != (key < PACKET_KEY_VALUES))
			fail_msg("%s: %s", text_string(&expression), error_message(&error));
	}
}

/* A key that only one of `packets --json` and {{frame[N].KEY}} has is found here. */
static void packets_have_the_keys_of_json(void **state)
{
	(void)state;
	static const char *const hex[] = { tcp_syn, http_request, http_response, dns_query };
	enum { COUNT = ARRAY_COUNT(hex), ETHERNET = 1 };
	static struct decoded decoded[COUNT];
	static struct shown_packet packets[COUNT];
	struct shown_packet *quoted[COUNT];
	bool is_written[PACKET_KEY_COUNT] = { false };
	autofinish(capture_analysis) struct capture_analysis capture;
	autofinish(error) struct error error = { 0 };
	capture_analysis_init(&capture);
	for (size_t i = 0; i < COUNT; i++) {
		decode(&decoded[i], hex[i], ETHERNET);
		packets[i].frame = decoded[i].frame;
		packets[i].frame.number = i + 1;
		assert_true(capture_analysis_add(
			&capture, &packets[i].frame, &packets[i].facts, &error));
		packets[i].rule = color_rule_for(&packets[i].frame, &packets[i].facts);
		quoted[i] = &packets[i];
	}
	views[0].quoted = (struct selection){ .packets = quoted, .count = COUNT };
	for (size_t i = 0; i < COUNT; i++)
		check_keys(&packets[i], is_written);
	views[0].quoted = (struct selection){ 0 };
	for (unsigned key = 0; key < PACKET_KEY_VALUES; key++) {
		if (!is_written[key])
			fail_msg("no packet has '%s'", packet_key_name((enum packet_key)key));
	}
	for (size_t i = 0; i < COUNT; i++)
		arena_finish(&decoded[i].arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_plain_text),
		cmocka_unit_test(packets_have_the_keys_of_json),
		cmocka_unit_test(mistakes_are_sentences),
		cmocka_unit_test(a_line_is_filled_in),
		cmocka_unit_test(quoted_frames_are_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
