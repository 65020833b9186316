/* diagram/packet-kind: the kind of each packet, and diagram/packet-color: the words for it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <pcap/dlt.h>

#include "base/array.h"
#include "diagram/packet-color.h"
#include "explain/message/message-fields.h"
#include "packet-samples.h"
#include "sample-checks.h"

/* ---- segments ---- */

struct segment_case {
	unsigned flags;
	uint32_t size;
	uint32_t labels; /* enum tcp_label */
	unsigned facts; /* enum tcp_fact */
	enum packet_kind kind;
};

static struct shown_packet segment_of(const struct segment_case *segment)
{
	struct shown_packet packet = { .frame = {
					       .transport = PART_TCP, .protocol = PROTOCOL_TCP } };
	packet.frame.parts.transport.tcp.flags = (uint16_t)segment->flags;
	packet.frame.parts.transport.tcp.payload_size = segment->size;
	packet.facts = packet_facts_of(&packet.frame);
	packet.facts.has_tcp = true;
	packet.facts.tcp.labels = segment->labels;
	packet.facts.tcp.facts = (uint8_t)segment->facts;
	packet.rule = color_rule_for(&packet.frame, &packet.facts);
	return packet;
}

static void test_segments(void **state)
{
	(void)state;
	enum { S = TCP_SYN, A = TCP_ACK, F = TCP_FIN, R = TCP_RST };
	static const struct segment_case cases[] = {
		{ S, 0, 0, 0, PACKET_KIND_HANDSHAKE },
		{ S | A, 0, 0, TCP_FACT_ACKS_SYN, PACKET_KIND_HANDSHAKE },
		{ A, 0, 0, TCP_FACT_ACKS_SYN, PACKET_KIND_HANDSHAKE },
		{ A, 85, 0, TCP_FACT_ACKS_SYN, PACKET_KIND_DATA },
		{ A, 85, 0, 0, PACKET_KIND_DATA },
		{ A, 0, 0, 0, PACKET_KIND_ACK },
		{ F | A, 0, 0, 0, PACKET_KIND_CLOSE },
		{ F | A, 85, 0, 0, PACKET_KIND_CLOSE },
		{ A, 0, 0, TCP_FACT_ACKS_FIN, PACKET_KIND_CLOSE },
		{ A, 85, 0, TCP_FACT_ACKS_FIN, PACKET_KIND_DATA },
		{ R, 0, 0, 0, PACKET_KIND_RESET },
		{ R | A, 0, TCP_LABEL_ACK_UNSEEN, 0, PACKET_KIND_RESET },
		{ S, 0, TCP_LABEL_RETRANSMISSION, 0, PACKET_KIND_TROUBLE },
		{ F | A, 0, TCP_LABEL_RETRANSMISSION, 0, PACKET_KIND_TROUBLE },
		{ A, 0, TCP_LABEL_DUP_ACK, 0, PACKET_KIND_TROUBLE },
		{ A, 85, TCP_LABEL_OUT_OF_ORDER, 0, PACKET_KIND_TROUBLE },
		{ A, 0, TCP_LABEL_WINDOW_UPDATE, 0, PACKET_KIND_ACK },
		{ A, 0, TCP_LABEL_KEEP_ALIVE, 0, PACKET_KIND_ACK },
		{ A, 1, TCP_LABEL_KEEP_ALIVE, 0, PACKET_KIND_DATA },
		{ A, 0, TCP_LABEL_WINDOW_UPDATE | TCP_LABEL_DUP_ACK, 0, PACKET_KIND_TROUBLE },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct shown_packet packet = segment_of(&cases[i]);
		if (packet_kind_of(&packet) != cases[i].kind)
			fail_msg("case %zu is %s", i, packet_kind_key(packet_kind_of(&packet)));
	}
}

/* ---- messages ---- */

/* A sample, in which the byte at `offset` has another value; offset 0: as it is. */
struct message_case {
	const char *name, *hex;
	size_t offset;
	uint8_t value;
	enum packet_kind kind;
};

static enum packet_kind message_kind_of(const struct message_case *message)
{
	struct decoded decoded;
	decode(&decoded, message->hex, DLT_EN10MB);
	if (message->offset) {
		decoded.bytes.data[message->offset] = message->value;
		decoded.fields = (struct field_list){ .arena = &decoded.arena };
		dissect_frame(&decoded.frame, DLT_EN10MB,
			(struct bytes){ decoded.bytes.data, decoded.bytes.size },
			(uint32_t)decoded.bytes.size, &decoded.fields);
	}
	struct shown_packet packet = { .frame = decoded.frame, .fields = decoded.fields };
	packet.facts = packet_facts_of(&packet.frame);
	packet.facts.has_tcp = frame_tcp(&packet.frame) != NULL;
	enum packet_kind kind = packet_kind_of(&packet);
	arena_finish(&decoded.arena);
	return kind;
}

static void test_messages(void **state)
{
	(void)state;
	enum { ETHERNET = 14, OVER_IPV4 = 34, OVER_IPV6 = 54, OVER_UDP = 42 };
	static const struct message_case cases[] = {
		{ "ARP asks", arp, 0, 0, PACKET_KIND_REQUEST },
		{ "ARP answers", arp, ETHERNET + 7, 2, PACKET_KIND_RESPONSE },
		{ "ARP of its own", arp, ETHERNET + 27, 1, PACKET_KIND_ANNOUNCEMENT },
		{ "ping", icmp_echo, 0, 0, PACKET_KIND_REQUEST },
		{ "ping's answer", icmp_echo, OVER_IPV4, 0, PACKET_KIND_RESPONSE },
		{ "a better router", icmp_echo, OVER_IPV4, 5, PACKET_KIND_ANNOUNCEMENT },
		{ "unknown ICMP", icmp_echo, OVER_IPV4, 200, PACKET_KIND_OTHER },
		{ "unreachable", icmp_unreachable, 0, 0, PACKET_KIND_ERROR },
		{ "time exceeded", icmp_unreachable, OVER_IPV4, 11, PACKET_KIND_ERROR },
		{ "a neighbor asks", icmpv6_ns, 0, 0, PACKET_KIND_REQUEST },
		{ "a neighbor tells", icmpv6_ns, OVER_IPV6, 136, PACKET_KIND_ANNOUNCEMENT },
		{ "a router tells", icmpv6_ra, 0, 0, PACKET_KIND_ANNOUNCEMENT },
		{ "listens", icmpv6_mld2, 0, 0, PACKET_KIND_ANNOUNCEMENT },
		{ "unreachable 6", icmpv6_unreachable, 0, 0, PACKET_KIND_ERROR },
		{ "DNS asks", dns_query, 0, 0, PACKET_KIND_REQUEST },
		{ "DNS answers", dns_response, 0, 0, PACKET_KIND_RESPONSE },
		{ "no such name", dns_response, OVER_UDP + 3, 0x83, PACKET_KIND_ERROR },
		{ "DNS fails by the upper bits", dns_bad_version, 0, 0, PACKET_KIND_ERROR },
		{ "DNS over TCP", dns_tcp, 0, 0, PACKET_KIND_REQUEST },
		{ "mDNS tells", mdns, 0, 0, PACKET_KIND_ANNOUNCEMENT },
		{ "mDNS asks", mdns_query, 0, 0, PACKET_KIND_REQUEST },
		{ "BOOTP asks", bootp, 0, 0, PACKET_KIND_REQUEST },
		{ "BOOTP answers", bootp, OVER_UDP, 2, PACKET_KIND_RESPONSE },
		{ "groups are asked for", igmp_query, 0, 0, PACKET_KIND_REQUEST },
		{ "a group is joined", igmp_2, 0, 0, PACKET_KIND_ANNOUNCEMENT },
		{ "Client Hello", tls_client_hello, 0, 0, PACKET_KIND_HANDSHAKE },
		{ "Server Hello", tls_server_hello, 0, 0, PACKET_KIND_HANDSHAKE },
		{ "QUIC begins", quic, 0, 0, PACKET_KIND_HANDSHAKE },
		{ "QUIC 0-RTT", quic, OVER_UDP, 0xd0, PACKET_KIND_DATA },
		{ "QUIC 2 begins", quic_version_2, 0, 0, PACKET_KIND_HANDSHAKE },
		{ "QUIC 2 0-RTT", quic_version_2, OVER_UDP, 0xe0, PACKET_KIND_DATA },
		{ "QUIC 2 Retry", quic_version_2, OVER_UDP, 0xc0, PACKET_KIND_HANDSHAKE },
		{ "SSH's version", ssh, 0, 0, PACKET_KIND_HANDSHAKE },
		{ "HTTP", http_request, 0, 0, PACKET_KIND_DATA },
		{ "a datagram", udp_vlan_qinq, 0, 0, PACKET_KIND_DATA },
		{ "a fragment", ipv4_fragment_later, 0, 0, PACKET_KIND_DATA },
		{ "spanning tree", stp, 0, 0, PACKET_KIND_OTHER },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		enum packet_kind kind = message_kind_of(&cases[i]);
		if (kind != cases[i].kind)
			fail_msg("%s: is %s", cases[i].name, packet_kind_key(kind));
	}
}

/* ---- every row of the table decides about some packet ---- */

/* A sample, after fields of it got other numbers, one after the other: "icmpv6.type=136 …". */
struct seed {
	const char *hex, *changes;
};

static const struct seed seeds[] = {
	{ arp, "" },
	{ arp, "arp.dst.proto_ipv4=3221225985" }, /* the sender's own */
	{ rarp, "" },
	{ icmp_echo, "" },
	{ icmpv6_ns, "" },
	{ icmpv6_ns, "icmpv6.type=136 icmpv6.nd.na.flag.s=1" },
	{ igmp_2, "" },
	{ igmp_query, "" },
	{ dns_query, "" },
	{ dns_response, "" },
	{ dns_bad_version, "" },
	{ mdns, "" },
	{ llmnr, "" },
	{ llmnr, "dns.flags.response=1 dns.flags.rcode=3" },
	{ dhcp, "" },
	{ bootp, "" },
	{ dhcpv6, "" },
	{ ntp, "" },
	{ tftp, "" },
	{ ssdp, "" },
	{ tls_alert, "" },
	{ tls_alert, "tls.alert_message.level=1" },
	{ tls_client_hello, "" },
	{ quic, "" },
	{ ssh, "" },
};

static void dissect_again(struct decoded *decoded)
{
	decoded->fields = (struct field_list){ .arena = &decoded->arena };
	dissect_frame(&decoded->frame, DLT_EN10MB,
		(struct bytes){ decoded->bytes.data, decoded->bytes.size },
		(uint32_t)decoded->bytes.size, &decoded->fields);
}

/* Gives a field another number, as its bits count from the most significant. */
static void set_number(struct decoded *decoded, const struct field *field, uint64_t number)
{
	unsigned bits = field->bit_size ? field->bit_size : field->size * 8;
	unsigned first = field->bit_size ? field->bit_offset : 0;
	for (unsigned i = 0; i < bits; i++) {
		unsigned at = first + i;
		uint8_t *byte = &decoded->bytes.data[field->offset + at / 8];
		uint8_t mask = (uint8_t)(0x80 >> at % 8);
		*byte = (uint8_t)(number >> (bits - 1 - i) & 1 ? *byte | mask : *byte & ~mask);
	}
	dissect_again(decoded);
}

static struct shown_packet shown_of(const struct decoded *decoded)
{
	struct shown_packet packet = { .frame = decoded->frame, .fields = decoded->fields };
	packet.facts = packet_facts_of(&packet.frame);
	return packet;
}

static void plant(struct decoded *decoded, const struct seed *seed)
{
	char name[64];
	int size;
	unsigned number;
	decode(decoded, seed->hex, DLT_EN10MB);
	for (const char *at = seed->changes; sscanf(at, "%63[^=]=%u%n", name, &number, &size) == 2;
		at += size + (at[size] == ' '))
		set_number(decoded, find_field(decoded, name), number);
}

/* Marks the row that decides about the seed when its field has the number of the row. */
static void grow(const struct seed *seed, const struct packet_kind_row *row, bool *has_decided)
{
	struct decoded decoded;
	plant(&decoded, seed);
	struct shown_packet packet = shown_of(&decoded);
	const struct field *field = row->field ? message_field(&packet, row->field) : NULL;
	if (field && field->number != row->number) {
		set_number(&decoded, field, row->number);
		packet = shown_of(&decoded);
	}
	size_t found = packet_kind_row_of(&packet);
	if (found < packet_kind_row_count)
		has_decided[found] = true;
	arena_finish(&decoded.arena);
}

/* Answers to a search and notices of SSDP, and frames of a WebSocket, whose stream decides. */
static void grow_others(bool *has_decided)
{
	static const char *const lines[] = { "HTTP/1.1 200 Found.\r\n", "NOTIFY /ab HTTP/1.1\r\n" };
	for (size_t i = 0; i < ARRAY_COUNT(lines); i++) {
		struct decoded decoded;
		decode(&decoded, ssdp, DLT_EN10MB);
		memcpy(decoded.bytes.data + 42, lines[i], strlen(lines[i]));
		dissect_again(&decoded);
		struct shown_packet packet = shown_of(&decoded);
		has_decided[packet_kind_row_of(&packet)] = true;
		arena_finish(&decoded.arena);
	}
	static const struct field_spec opcode = { .name = "websocket.opcode" };
	for (unsigned number = 8; number <= 10; number++) {
		struct field field = { .spec = &opcode, .number = number };
		const struct shown_packet packet = {
			.facts.shown.protocol = PROTOCOL_WEBSOCKET,
			.fields = { .fields = &field, .count = 1 },
		};
		has_decided[packet_kind_row_of(&packet)] = true;
	}
}

static void test_every_row_decides(void **state)
{
	(void)state;
	bool has_decided[256] = { false };
	assert_true(packet_kind_row_count < ARRAY_COUNT(has_decided));
	for (size_t i = 0; i < ARRAY_COUNT(seeds); i++)
		for (size_t k = 0; k < packet_kind_row_count; k++)
			grow(&seeds[i], &packet_kind_rows[k], has_decided);
	grow_others(has_decided);
	for (size_t k = 0; k < packet_kind_row_count; k++) {
		const struct packet_kind_row *row = &packet_kind_rows[k];
		if (!has_decided[k])
			fail_msg("no packet of %s has the kind of row %zu, %s = %u", row->protocol,
				k, row->field ? row->field : "-", (unsigned)row->number);
	}
}

/* ---- words and legends ---- */

static void test_words(void **state)
{
	(void)state;
	for (unsigned i = 0; i < PACKET_KIND_COUNT; i++) {
		enum packet_kind kind = (enum packet_kind)i;
		assert_int_equal(strncmp(packet_kind_key(kind), "kind-", 5), 0);
		assert_true(*packet_kind_words(kind, true) && *packet_kind_words(kind, false));
		for (unsigned other = 0; other < i; other++) {
			enum packet_kind before = (enum packet_kind)other;
			assert_string_not_equal(packet_kind_key(kind), packet_kind_key(before));
			assert_string_not_equal(
				packet_kind_words(kind, true), packet_kind_words(before, true));
		}
	}
}

static void test_legend(void **state)
{
	(void)state;
	static const struct segment_case cases[] = {
		{ TCP_RST, 0, 0, 0, PACKET_KIND_RESET },
		{ TCP_SYN, 0, 0, 0, PACKET_KIND_HANDSHAKE },
		{ TCP_SYN, 0, 0, 0, PACKET_KIND_HANDSHAKE },
	};
	struct shown_packet packets[ARRAY_COUNT(cases)], *pointers[ARRAY_COUNT(cases)];
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		packets[i] = segment_of(&cases[i]);
		pointers[i] = &packets[i];
	}
	const struct selection selection = { .packets = pointers, .count = ARRAY_COUNT(cases) };
	struct color_legend kinds = { 0 }, rules = { 0 };
	autofinish(text) struct text out = { 0 };
	color_legend_add_packets(&kinds, COLORED_BY_KIND, &selection);
	color_legend_html(&out, &kinds, false);
	assert_string_equal(text_string(&out),
		"<ul class=\"color-legend\" aria-label=\"What the colors mean\">"
		"<li class=\"rule-kind-handshake\">handshake</li>"
		"<li class=\"rule-kind-reset\">reset</li></ul>\n");
	text_clear(&out);
	color_legend_add_packets(&rules, COLORED_BY_RULE, &selection);
	color_legend_html(&out, &rules, true);
	assert_string_equal(text_string(&out),
		"<ul class=\"color-legend\" aria-label=\"색의 뜻\">"
		"<li class=\"rule-rst\">TCP RST</li>"
		"<li class=\"rule-syn-fin\">TCP SYN/FIN</li></ul>\n");
}

static void test_no_colors(void **state)
{
	(void)state;
	const struct color_legend none = { 0 };
	autofinish(text) struct text out = { 0 };
	color_legend_html(&out, &none, false);
	assert_int_equal(out.size, 0);
	assert_int_equal(color_legend_height(&none, 500, false), 0);
}

/* In a narrow picture the plates of a legend take several lines, and none leaves it. */
static void test_narrow_legend(void **state)
{
	(void)state;
	enum { WIDTH = 200 };
	struct color_legend all = { 0 };
	for (unsigned i = 0; i < PACKET_KIND_COUNT; i++)
		color_legend_add(&all, packet_kind_key((enum packet_kind)i));
	int narrow = color_legend_height(&all, WIDTH, false);
	assert_true(narrow > 2 * color_legend_height(&all, 5000, false));
	autofinish(text) struct text out = { 0 };
	color_legend_svg(&out, &all, 100, WIDTH, false);
	unsigned plates = 0;
	for (const char *at = text_string(&out); (at = strstr(at, "<rect")); at++, plates++) {
		int x, y, width, height;
		const char *place = strstr(at, " x=\"");
		assert_int_equal(sscanf(place, " x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"", &x,
					 &y, &width, &height),
			4);
		assert_true(x >= 0 && x + width <= WIDTH);
		assert_true(y >= 100 && y + height <= 100 + narrow);
	}
	assert_int_equal(plates, PACKET_KIND_COUNT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_segments),
		cmocka_unit_test(test_messages),
		cmocka_unit_test(test_every_row_decides),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_legend),
		cmocka_unit_test(test_no_colors),
		cmocka_unit_test(test_narrow_legend),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
