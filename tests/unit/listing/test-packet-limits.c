/*
 * Packets of 64 kB that repeat one small element: time and memory stay in proportion, the Info
 * column stays one line, and fields explain every byte although the list is limited.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "base/array.h"
#include "frame-checks.h"
#include "listing/info/packet-info.h"
#include "listing/packet-json.h"

enum {
	LINK_RAW = 12,
	PACKET_SIZE = 65000,
	IP_HEADER_SIZE = 20,
	SECONDS_MAX = 3, /* of processor time, with sanitizers; without them it takes about 20 ms */
	INFO_SIZE_MAX = 4200,
	JSON_SIZE_MAX = 4 << 20,
};

enum { ICMP = 1, IGMP = 2, TCP = 6, UDP = 17 };

struct part {
	const char *bytes;
	size_t size;
};

#define PART(string)                                                                               \
	{                                                                                          \
		(string), sizeof(string) - 1                                                       \
	}

#define NAME63 "\77aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define LABELS6 "\1a\1b\1c\1d\1e\1f"
#define LABELS30 LABELS6 LABELS6 LABELS6 LABELS6 LABELS6
#define DHCP_HEAD                                                                                  \
	"\1\1\6\0"                                                                                 \
	"0123456789abcdef0123456789abcdef01234567"                                                 \
	"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"                         \
	"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"                         \
	"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"                         \
	"\x63\x82\x53\x63"

static const struct {
	const char *name;
	uint8_t protocol;
	uint16_t source_port, destination_port;
	struct part head, unit;
} cases[] = {
	{ "DNS questions", UDP, 53, 1000, PART("\0\1\0\0\xff\xff\0\0\0\0\0\0"),
		PART("\0\0\1\0\1") },
	{ "DNS long names by pointer", UDP, 53, 1000,
		PART("\0\1\x80\0\0\1\xff\xff\0\0\0\0" NAME63 NAME63 NAME63 "\0\0\1\0\1"),
		PART("\xc0\x0c\0\x0c\0\1\0\0\0\0\0\2\xc0\x0c") },
	{ "DNS names of six labels", UDP, 53, 1000,
		PART("\0\1\x80\0\0\1\xff\xff\0\0\0\0" LABELS6 "\0\0\1\0\1"),
		PART("\xc0\x0c\0\1\0\1\0\0\0\0\0\0") },
	{ "DNS names of many labels", UDP, 53, 1000,
		PART("\0\1\x80\0\0\1\xff\xff\0\0\0\0" LABELS30 LABELS30 LABELS30 LABELS30
		     "\0\0\1\0\1"),
		PART("\xc0\x0c\0\1\0\1\0\0\0\0\0\0") },
	{ "DNS zone of IPv6 addresses", UDP, 53, 1000,
		PART("\0\1\x80\0\0\1\xff\xff\0\0\0\0" LABELS30 "\2ip\0\0\1\0\1"),
		PART("\xc0\x0c\0\x0c\0\1\0\0\0\0\0\2\xc0\x0c") },
	{ "DNS names of many labels in data", UDP, 53, 1000,
		PART("\0\1\x80\0\0\1\xff\xff\0\0\0\0" LABELS30 LABELS30 LABELS30 LABELS30
		     "\0\0\1\0\1"),
		PART("\0\0\x0c\0\1\0\0\0\0\0\2\xc0\x0c") },
	{ "DNS TXT", UDP, 53, 1000, PART("\0\1\x80\0\0\0\0\1\0\0\0\0\0\0\x10\0\1\0\0\0\0\xfd\x60"),
		PART("\0") },
	{ "mDNS questions", UDP, 5353, 5353, PART("\0\0\0\0\xff\xff\0\0\0\0\0\0"),
		PART("\0\0\1\0\1") },
	{ "DNS messages", TCP, 53, 1000, PART(""), PART("\0\x0c\0\1\0\0\0\0\0\0\0\0\0\0") },
	{ "HTTP lines", TCP, 1000, 80, PART("GET / HTTP/1.1\r\n"), PART("a\n") },
	{ "HTTP requests", TCP, 1000, 80, PART(""), PART("GET / HTTP/1.1\r\n\r\n") },
	{ "HTTP chunks", TCP, 80, 1000,
		PART("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"), PART("1\r\na\r\n") },
	{ "TLS alerts", TCP, 443, 1000, PART(""), PART("\x15\3\3\0\2\1\0") },
	{ "TLS handshakes", TCP, 443, 1000, PART(""), PART("\x16\3\3\0\4\0\0\0\0") },
	{ "TLS empty records", TCP, 443, 1000, PART(""), PART("\x16\3\3\0\0") },
	{ "DHCP options", UDP, 68, 67, PART(DHCP_HEAD), PART("\x35\1\1") },
	{ "DHCP padding", UDP, 68, 67, PART(DHCP_HEAD), PART("\0") },
	{ "DHCPv6 options", UDP, 546, 547, PART("\1\0\0\1"), PART("\0\x0e\0\0") },
	{ "QUIC packets", UDP, 1000, 443, PART(""), PART("\xc0\0\0\0\1\0\0\0\0\0") },
	{ "IGMP records", IGMP, 0, 0, PART("\x22\0\0\0\0\0\xff\xff"), PART("\4\0\0\0\xe0\0\0\1") },
	{ "ICMP quoting ICMP", ICMP, 0, 0, PART(""),
		PART("\3\0\0\0\0\0\0\0\x45\0\xfd\0\0\0\0\0\x40\1\0\0\1\2\3\4\5\6\7\x08") },
	{ "IP in IP", 4, 0, 0, PART(""), PART("\x45\0\xfd\0\0\0\0\0\x40\4\0\0\1\2\3\4\5\6\7\x08") },
};

static void put_u16(uint8_t *place, size_t value)
{
	place[0] = (uint8_t)(value >> 8);
	place[1] = (uint8_t)value;
}

static void make_packet(uint8_t packet[PACKET_SIZE], size_t index)
{
	memset(packet, 0, PACKET_SIZE);
	size_t at = IP_HEADER_SIZE;
	packet[0] = 0x45;
	put_u16(packet + 2, PACKET_SIZE);
	packet[8] = 64;
	packet[9] = cases[index].protocol;
	memcpy(packet + 12, "\xc0\0\2\1\xc0\0\2\2", 8);
	bool has_ports = cases[index].protocol == TCP || cases[index].protocol == UDP;
	if (has_ports) {
		put_u16(packet + at, cases[index].source_port);
		put_u16(packet + at + 2, cases[index].destination_port);
	}
	if (cases[index].protocol == UDP) {
		put_u16(packet + at + 4, PACKET_SIZE - IP_HEADER_SIZE);
		at += 8;
	} else if (cases[index].protocol == TCP) {
		packet[at + 12] = 0x50;
		packet[at + 13] = TCP_ACK | TCP_PSH;
		at += 20;
	}
	memcpy(packet + at, cases[index].head.bytes, cases[index].head.size);
	at += cases[index].head.size;
	const struct part *unit = &cases[index].unit;
	for (; at + unit->size <= PACKET_SIZE; at += unit->size)
		memcpy(packet + at, unit->bytes, unit->size);
}

static void check_listings(const uint8_t *packet, const char *name)
{
	struct arena arena = { 0 };
	struct field_list fields = { .arena = &arena };
	struct frame frame = { .number = 1 };
	dissect_frame(
		&frame, LINK_RAW, (struct bytes){ packet, PACKET_SIZE }, PACKET_SIZE, &fields);
	autofinish(text) struct text out = { 0 };
	struct packet_facts alone = packet_facts_of(&frame);
	packet_info_append(&out, &frame, &alone);
	if (out.size > INFO_SIZE_MAX)
		fail_msg("%s: the Info column has %zu bytes", name, out.size);
	text_clear(&out);
	packet_json_append(&out, &frame, &alone, color_rule_for(&frame, &alone));
	if (out.size > JSON_SIZE_MAX)
		fail_msg("%s: %zu bytes of JSON", name, out.size);
	arena_finish(&arena);
}

static void packets_of_one_thing_are_in_proportion(void **state)
{
	(void)state;
	static uint8_t packet[PACKET_SIZE];
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		make_packet(packet, i);
		clock_t start = clock();
		(void)check_bytes(LINK_RAW, packet, PACKET_SIZE, PACKET_SIZE);
		check_listings(packet, cases[i].name);
		clock_t took = clock() - start;
		if (took > SECONDS_MAX * CLOCKS_PER_SEC)
			fail_msg("%s took %ld ms", cases[i].name,
				(long)(took * 1000 / CLOCKS_PER_SEC));
	}
}

/* A list appends to a buffer that already has other lines. */
static void the_column_does_not_depend_on_what_is_before(void **state)
{
	(void)state;
	static uint8_t packet[PACKET_SIZE];
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		make_packet(packet, i);
		struct frame frame = { .number = 1 };
		dissect_frame(
			&frame, LINK_RAW, (struct bytes){ packet, PACKET_SIZE }, PACKET_SIZE, NULL);
		autofinish(text) struct text alone = { 0 };
		autofinish(text) struct text behind = { 0 };
		struct packet_facts facts = packet_facts_of(&frame);
		packet_info_append(&alone, &frame, &facts);
		for (unsigned j = 0; j < 10000; j++)
			text_append_char(&behind, '.');
		packet_info_append(&behind, &frame, &facts);
		assert_string_equal(text_string(&behind) + 10000, text_string(&alone));
	}
}

static size_t index_of(const char *name)
{
	size_t index = 0;
	while (strcmp(cases[index].name, name) != 0)
		index++;
	return index;
}

/*
 * Thousands of long names in one message need more work than any real message, so they are limited.
 */
static void names_of_a_message_are_limited(void **state)
{
	(void)state;
	static uint8_t packet[PACKET_SIZE];
	static const struct {
		const char *name, *status;
	} expected[] = {
		{ "DNS names of six labels", "the DNS message is longer than its packet" },
		{ "DNS zone of IPv6 addresses", "the DNS message is longer than its packet" },
		{ "DNS names of many labels",
			"the names of the DNS message are too many and too long" },
		{ "DNS names of many labels in data", "the DNS message is longer than its packet" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(expected); i++) {
		make_packet(packet, index_of(expected[i].name));
		struct frame frame = { .number = 1 };
		dissect_frame(
			&frame, LINK_RAW, (struct bytes){ packet, PACKET_SIZE }, PACKET_SIZE, NULL);
		assert_string_equal(frame.status_text, expected[i].status);
	}
}

/* Names in the data of records are limited, too; only their fields become fewer. */
static void names_in_data_are_limited(void **state)
{
	(void)state;
	static uint8_t packet[PACKET_SIZE];
	make_packet(packet, index_of("DNS names of many labels in data"));
	struct arena arena = { 0 };
	struct field_list fields = { .arena = &arena };
	struct frame frame = { .number = 1 };
	dissect_frame(
		&frame, LINK_RAW, (struct bytes){ packet, PACKET_SIZE }, PACKET_SIZE, &fields);
	size_t records = 0, names = 0;
	for (size_t i = 0; i < fields.count; i++) {
		records += strcmp(fields.fields[i].spec->name, "dns.resp") == 0;
		names += strcmp(fields.fields[i].spec->name, "dns.ptr.domain_name") == 0;
	}
	assert_in_range(names, 1000, records - 50);
	arena_finish(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(packets_of_one_thing_are_in_proportion),
		cmocka_unit_test(names_of_a_message_are_limited),
		cmocka_unit_test(names_in_data_are_limited),
		cmocka_unit_test(the_column_does_not_depend_on_what_is_before),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
