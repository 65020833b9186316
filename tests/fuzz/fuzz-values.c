/*
 * `{{…}}` in prose: the input is an expression, and also a source that holds expressions. There are
 * two captures, one of whose names begins with the other's, a connection, and a quoted packet.
 */
#include <string.h>

#include "base/arena.h"
#include "deck/packets/values.h"
#include "dissect/dissect.h"
#include "output-checks.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LINK_TYPE_RAW = 12 };

static const uint8_t syn[] = { 0x45, 0, 0, 44, 0, 1, 0x40, 0, 64, 6, 0, 0, 192, 0, 2, 1, 192, 0, 2,
	2, 0xd8, 0xaa, 0x1f, 0x90, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0x60, 2, 0xfa, 0xf0, 0, 0, 0,
	0, 2, 4, 5, 0xb4 };

static struct tcp_connection connection = {
	.client = { .family = ADDRESS_IPV4, .octets = { 192, 0, 2, 1 } },
	.server = { .family = ADDRESS_IPV4, .octets = { 192, 0, 2, 2 } },
	.client_port = 55466,
	.server_port = 8080,
	.has_client_isn = true,
	.client_isn = UINT32_MAX,
	.client_mss = 1460,
	.packet_count = 1,
	.last_ns = 12300000,
};

static struct talk_capture declared[] = {
	{ .name = "ping", .file = "ping.pcap", .path = "x/ping.pcap" },
	{ .name = "ping.둘", .file = "two.pcap", .path = "x/two.pcap" },
};

static void check_value(const struct captures *captures, const char *expression)
{
	autofinish(text) struct text out = { 0 };
	autofinish(error) struct error error = { 0 };
	if (!values_append(captures, expression, &out, &error)) {
		require(error_is_set(&error), "a value is refused without a sentence");
		require(out.size == 0, "a value is refused, and yet there is one");
		return;
	}
	check_characters(written(&out), false);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	autofinish(arena) struct arena arena = { 0 };
	struct shown_packet packet = { .frame.number = 1, .facts.has_tcp = true };
	dissect_frame(&packet.frame, LINK_TYPE_RAW, (struct bytes){ syn, sizeof(syn) }, sizeof(syn),
		NULL);
	frame_read(&packet.frame, &packet.facts.shown);
	packet.rule = color_rule_for(&packet.frame, &packet.facts);
	struct shown_packet *quoted[] = { &packet };
	struct capture_view views[] = {
		{ .declared = &declared[0],
			.is_read = true,
			.summary = { .packet_count = 3,
				.connections = &connection,
				.connection_count = 1 },
			.quoted = { .packets = quoted, .count = 1, .match_count = 1 } },
		{ .declared = &declared[1] },
	};
	const struct talk talk = { .declared_count = 2 };
	const struct captures captures = { .talk = &talk, .views = views, .count = 2 };

	automem char *expression = xstrndup((const char *)data, size);
	check_value(&captures, expression);
	for (size_t i = 0; i < captures.count; i++) {
		struct frame_range *ranges = NULL;
		size_t count = 0;
		bool asks_calls = false;
		bool is_quoted = values_scan(&captures, &views[i], (struct bytes){ data, size },
			&arena, &ranges, &count, &asks_calls);
		require(is_quoted || count == 0, "frames of what is not quoted");
		for (size_t j = 0; j < count; j++)
			require(ranges[j].first >= 1 && ranges[j].first == ranges[j].last,
				"a quoted frame is none");
	}
	return 0;
}
