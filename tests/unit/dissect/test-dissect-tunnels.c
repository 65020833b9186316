/* Tunnels in tunnels, chains of headers longer than a frame has layers, and UDP-Lite. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "dissect/application/summary.h"
#include "sample-checks.h"
#include "tunnel-samples.h"

enum { LINK_ETHERNET = 1 };

static const struct sample samples[] = {
	{ "udp_lite", udp_lite, LINK_ETHERNET, DECODE_OK, PROTOCOL_UDP_LITE, "192.0.2.1",
		"192.0.2.2", 0 },
	{ "udp_lite_dns", udp_lite_dns, LINK_ETHERNET, DECODE_OK, PROTOCOL_DNS, "192.0.2.1",
		"192.0.2.2", 0 },
	{ "vxlan_reserved", vxlan_reserved, LINK_ETHERNET, DECODE_OK, PROTOCOL_UDP, "10.0.0.1",
		"10.0.0.2", 0 },
	{ "vxlan_nested", vxlan_nested, LINK_ETHERNET, DECODE_OK, PROTOCOL_UDP, "10.0.0.1",
		"10.0.0.2", 0 },
	{ "vxlan_generic", vxlan_generic, LINK_ETHERNET, DECODE_OK, PROTOCOL_UDP, "10.0.0.1",
		"10.0.0.2", 0 },
	{ "erspan_1", erspan_1, LINK_ETHERNET, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "erspan_2", erspan_2, LINK_ETHERNET, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "erspan_3", erspan_3, LINK_ETHERNET, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "erspan_3_ip", erspan_3_ip, LINK_ETHERNET, DECODE_OK, PROTOCOL_UDP, "10.0.0.1",
		"10.0.0.2", 0 },
	{ "erspan_other", erspan_other, LINK_ETHERNET, DECODE_UNKNOWN, PROTOCOL_ERSPAN, "192.0.2.1",
		"192.0.2.2", 0 },
	{ "ipv6_chain", ipv6_chain, LINK_ETHERNET, DECODE_OK, PROTOCOL_UDP, "2001:db8::1",
		"2001:db8::2", 0 },
	{ "ipv6_mixed_chain", ipv6_mixed_chain, LINK_ETHERNET, DECODE_OK, PROTOCOL_UDP,
		"2001:db8::1", "2001:db8::2", 0 },
	{ "ah_chain", ah_chain, LINK_ETHERNET, DECODE_OK, PROTOCOL_UDP, "2001:db8::1",
		"2001:db8::2", 0 },
};

static void whole_packets(void **state)
{
	(void)state;
	check_samples(samples, ARRAY_COUNT(samples));
}

static void each_prefix_is_truncated(void **state)
{
	(void)state;
	check_prefixes(samples, ARRAY_COUNT(samples));
}

static void short_packets_are_malformed(void **state)
{
	(void)state;
	check_short_packets(samples, ARRAY_COUNT(samples));
}

static void changed_bytes(void **state)
{
	(void)state;
	check_changed_bytes(samples, ARRAY_COUNT(samples));
}

static void fields_have_their_values(void **state)
{
	(void)state;
	static const struct {
		const char *hex, *name, *value;
		uint32_t offset, size;
	} fields[] = {
		{ udp_lite, "udp.srcport", "32768", 34, 2 },
		{ udp_lite, "udp.dstport", "1234", 36, 2 },
		{ udp_lite, "udp.checksum_coverage", "8", 38, 2 },
		{ vxlan_reserved, "vxlan.flags", "0xf7ff", 42, 2 },
		{ vxlan_reserved, "vxlan.flag_g", "Set", 42, 2 },
		{ vxlan_reserved, "vxlan.flag_i", "Not set", 42, 2 },
		{ vxlan_reserved, "vxlan.gbp", "65535", 44, 2 },
		{ vxlan_reserved, "vxlan.vni", "258", 46, 3 },
		{ vxlan_reserved, "vxlan.reserved8", "255", 49, 1 },
		{ vxlan_generic, "vxlan.next_proto", "3", 45, 1 },
		{ erspan_2, "erspan.version", "Type II (1)", 42, 2 },
		{ erspan_2, "erspan.vlan", "100", 42, 2 },
		{ erspan_2, "erspan.spanid", "5", 44, 2 },
		{ erspan_2, "erspan.index", "7", 46, 4 },
		{ erspan_3, "erspan.timestamp", "7", 46, 4 },
		{ erspan_3, "erspan.direction", "Egress", 52, 2 },
		{ erspan_3, "erspan.platid", "0000000000000000", 54, 8 },
	};
	for (size_t i = 0; i < ARRAY_COUNT(fields); i++) {
		struct decoded decoded;
		decode(&decoded, fields[i].hex, LINK_ETHERNET);
		assert_field(&decoded, fields[i].name, fields[i].value, fields[i].offset,
			fields[i].size);
		arena_finish(&decoded.arena);
	}
}

/* Every header of a long chain has its fields, although some share a layer. */
static void a_long_chain_is_described_whole(void **state)
{
	(void)state;
	struct decoded decoded;
	decode(&decoded, ipv6_chain, LINK_ETHERNET);
	unsigned count = 0, layers = 0;
	for (size_t i = 0; i < decoded.fields.count; i++) {
		const struct field *field = &decoded.fields.fields[i];
		if (strcmp(field->spec->name, "ipv6.dstopts.nxt") == 0)
			assert_int_equal(field->offset, 54 + 8 * count++);
	}
	for (unsigned i = 0; i < decoded.frame.layer_count; i++)
		layers += decoded.frame.layers[i].protocol == PROTOCOL_IPV6_EXTENSION;
	assert_int_equal(count, 100);
	assert_true(layers > 30 && layers < 60);
	assert_int_equal(decoded.frame.source_port, 12345);
	arena_finish(&decoded.arena);
}

/* A chain as long as a packet stops at a limit, and quickly. */
static void an_endless_chain_ends(void **state)
{
	(void)state;
	enum { HEADERS_SIZE = 54, COUNT = 8000, SIZE = HEADERS_SIZE + 8 * COUNT };
	static const uint8_t kinds[] = { 0, 43, 44, 60 };
	for (size_t kind = 0; kind < sizeof(kinds); kind++) {
		uint8_t *data = calloc(SIZE, 1);
		assert_non_null(data);
		memcpy(data + 12, "\x86\xdd\x60", 3);
		data[18] = (8 * COUNT) >> 8;
		data[19] = (8 * COUNT) & 0xff;
		data[20] = kinds[kind];
		for (size_t i = HEADERS_SIZE; i < SIZE; i += 8)
			data[i] = kinds[kind];
		struct frame frame = { 0 };
		dissect_frame(&frame, LINK_ETHERNET, (struct bytes){ data, SIZE }, SIZE, NULL);
		assert_int_equal(frame.status, DECODE_MALFORMED);
		assert_non_null(strstr(frame.status_text, "longer chain"));
		free(data);
	}
}

static void udp_lite_says_what_its_checksum_covers(void **state)
{
	(void)state;
	static const struct {
		uint8_t coverage, checksum;
		const char *info;
	} cases[] = {
		{ 8, 1, "32768 → 1234 Len=12" },
		{ 0, 1, "32768 → 1234 Len=12" },
		{ 20, 1, "32768 → 1234 Len=12" },
		{ 7, 1,
			"32768 → 1234 [BAD LIGHTWEIGHT UDP CHECKSUM COVERAGE LENGTH 7 < 8 or > 20] "
			"Len=12" },
		{ 21, 1,
			"32768 → 1234 [BAD LIGHTWEIGHT UDP CHECKSUM COVERAGE LENGTH 21 < 8 or > "
			"20] "
			"Len=12" },
		{ 8, 0, "32768 → 1234 Len=12 [ILLEGAL CHECKSUM (0)]" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct packet_bytes bytes = unhex(udp_lite);
		bytes.data[39] = cases[i].coverage;
		bytes.data[40] = 0;
		bytes.data[41] = cases[i].checksum;
		struct frame frame = { 0 };
		dissect_frame(&frame, LINK_ETHERNET, (struct bytes){ bytes.data, bytes.size },
			(uint32_t)bytes.size, NULL);
		autofinish(text) struct text info = { 0 };
		struct frame_reading reading;
		frame_read(&frame, &reading);
		assert_true(frame_summary_append(&frame, &reading, &info));
		assert_string_equal(text_string(&info), cases[i].info);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_packets),
		cmocka_unit_test(each_prefix_is_truncated),
		cmocka_unit_test(short_packets_are_malformed),
		cmocka_unit_test(changed_bytes),
		cmocka_unit_test(fields_have_their_values),
		cmocka_unit_test(a_long_chain_is_described_whole),
		cmocka_unit_test(an_endless_chain_ends),
		cmocka_unit_test(udp_lite_says_what_its_checksum_covers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
