/* conversation/color-rules: the limits of Wireshark's default rules, each from both sides. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "conversation/color-rules.h"

enum { TCP_NUMBER = 6, UDP_NUMBER = 17, PIM_NUMBER = 103, OSPF_NUMBER = 89, VRRP_NUMBER = 112 };

static const char *rule_of(const struct frame *frame, uint32_t labels)
{
	struct packet_facts facts = packet_facts_of(frame);
	facts.has_tcp = frame_tcp(frame);
	facts.tcp.labels = labels;
	return color_rule_for(frame, &facts)->name;
}

static struct frame datagram(struct address to, uint8_t ttl)
{
	return (struct frame){
		.protocol = PROTOCOL_UDP,
		.source = { .family = to.family, .octets = { 10, 0, 0, 1 } },
		.destination = to,
		.has_ip = true,
		.transport = PART_UDP,
		.has_ports = true,
		.source_port = 5000,
		.destination_port = 6000,
		.ip_protocol = UDP_NUMBER,
		.ttl = ttl,
	};
}

static void hop_limits(void **state)
{
	(void)state;
	static const char low[] = "IPv6 hop limit low or unexpected";
	static const struct {
		uint8_t first, limit;
		const char *rule;
	} cases[] = {
		{ 0x20, 4, low },
		{ 0x20, 5, "UDP" },
		{ 0x20, 255, "UDP" },
		{ 0xff, 1, "UDP" },
		{ 0xff, 2, low },
		{ 0xff, 63, low },
		{ 0xff, 64, "UDP" },
		{ 0xff, 65, low },
		{ 0xff, 254, low },
		{ 0xff, 255, "UDP" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct address to = { .family = ADDRESS_IPV6, .octets = { cases[i].first, 2 } };
		struct frame frame = datagram(to, cases[i].limit);
		if (strcmp(rule_of(&frame, 0), cases[i].rule) != 0)
			fail_msg("%02x, limit %u: %s", cases[i].first, cases[i].limit,
				rule_of(&frame, 0));
	}
}

static void times_to_live(void **state)
{
	(void)state;
	static const char low[] = "IPv4 TTL low or unexpected";
	static const struct {
		uint8_t to[4];
		uint8_t ttl, protocol;
		uint16_t port;
		const char *rule;
	} cases[] = {
		{ { 10, 0, 0, 2 }, 4, UDP_NUMBER, 6000, low },
		{ { 10, 0, 0, 2 }, 5, UDP_NUMBER, 6000, "UDP" },
		{ { 10, 0, 0, 2 }, 4, PIM_NUMBER, 6000, "UDP" },
		{ { 10, 0, 0, 2 }, 4, OSPF_NUMBER, 6000, "Routing" },
		{ { 224, 0, 0, 5 }, 1, UDP_NUMBER, 6000, "UDP" },
		{ { 224, 0, 0, 5 }, 2, UDP_NUMBER, 6000, low },
		{ { 224, 0, 0, 251 }, 255, UDP_NUMBER, 6000, "UDP" },
		{ { 224, 0, 0, 18 }, 255, VRRP_NUMBER, 6000, "Routing" },
		{ { 224, 0, 0, 9 }, 2, UDP_NUMBER, 520, "UDP" },
		{ { 224, 0, 1, 1 }, 2, UDP_NUMBER, 6000, "UDP" },
		{ { 239, 0, 0, 1 }, 2, UDP_NUMBER, 6000, "UDP" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct address to = { .family = ADDRESS_IPV4 };
		memcpy(to.octets, cases[i].to, sizeof(cases[i].to));
		struct frame frame = datagram(to, cases[i].ttl);
		frame.ip_protocol = cases[i].protocol;
		frame.destination_port = cases[i].port;
		if (strcmp(rule_of(&frame, 0), cases[i].rule) != 0)
			fail_msg("case %zu: %s, not %s", i, rule_of(&frame, 0), cases[i].rule);
	}
}

/* Each label alone; all but three are bad. */
static void labels(void **state)
{
	(void)state;
	struct address to = { .family = ADDRESS_IPV4, .octets = { 10, 0, 0, 2 } };
	struct frame frame = datagram(to, 64);
	frame.transport = PART_TCP;
	frame.protocol = PROTOCOL_TCP;
	frame.ip_protocol = TCP_NUMBER;
	for (unsigned bit = 0; bit < TCP_LABEL_COUNT; bit++) {
		uint32_t label = UINT32_C(1) << bit;
		bool is_harmless = label == TCP_LABEL_WINDOW_UPDATE ||
			label == TCP_LABEL_KEEP_ALIVE || label == TCP_LABEL_KEEP_ALIVE_ACK;
		if (strcmp(rule_of(&frame, label), is_harmless ? "TCP" : "Bad TCP") != 0)
			fail_msg("%s: %s", tcp_label_name(bit), rule_of(&frame, label));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hop_limits),
		cmocka_unit_test(times_to_live),
		cmocka_unit_test(labels),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
