/*
 * No data of a packet may be readable after another one is decoded into the same struct frame:
 * every accessor is called after every packet, for every earlier packet.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/array.h"
#include "dissect/dissect.h"

enum { LINK_ETHERNET = 1, PACKET_MAX = 256, FILLING = 0xa5 };

/* A bit per accessor. */
enum part {
	TCP = 1,
	UDP = 2,
	ICMP = 4,
	QUOTED = 8,
	ARP = 16,
	HTTP = 32,
	DNS = 64,
	TLS = 128,
	QUIC = 256,
	DHCP = 512,
};

static unsigned parts_of(const struct frame *frame)
{
	const struct {
		const void *part;
		unsigned bit;
	} parts[] = {
		{ frame_tcp(frame), TCP },
		{ frame_udp(frame), UDP },
		{ frame_icmp(frame), ICMP },
		{ frame_quoted_segment(frame), QUOTED },
		{ frame_arp(frame), ARP },
		{ frame_http(frame), HTTP },
		{ frame_dns(frame), DNS },
		{ frame_tls(frame), TLS },
		{ frame_quic(frame), QUIC },
		{ frame_dhcp(frame), DHCP },
	};
	unsigned bits = 0;
	for (size_t i = 0; i < ARRAY_COUNT(parts); i++)
		bits |= parts[i].part ? parts[i].bit : 0;
	return bits;
}

#define LINK "\2\0\0\0\0\2\2\0\0\0\0\1"
#define ADDRESSES "\12\0\0\1\12\0\0\2"
/* An IPv4 header whose total length is 0: the packet extends to the end. */
#define IP(protocol) LINK "\x08\0\x45\0\0\0\0\7\0\0\x40" protocol "\0\0" ADDRESSES
#define FRAGMENT LINK "\x08\0\x45\0\0\0\0\7\0\4\x40\6\0\0" ADDRESSES
#define SEGMENT(ports) ports "\0\0\0\1\0\0\0\1\x50\x18\1\0\0\0\0\0"
#define TO_8080 SEGMENT("\xc3\x50\x1f\x90")
#define DATAGRAM(ports) ports "\0\0\0\0"
#define DNS_QUERY "\0\7\1\0\0\1\0\0\0\0\0\0\1a\0\0\1\0\1"

static const struct {
	const char *bytes;
	size_t size;
	unsigned parts;
} packets[] = {
#define PACKET(bytes, parts)                                                                       \
	{                                                                                          \
		bytes, sizeof(bytes) - 1, parts                                                    \
	}
	PACKET(IP("\6") TO_8080, TCP),
	PACKET(IP("\6") TO_8080 "GET / HTTP/1.1\r\nHost: a\r\n\r\n", TCP | HTTP),
	PACKET(IP("\6") TO_8080 "\x16\3\1\0\4\0\0\0\0", TCP | TLS),
	PACKET(IP("\6") TO_8080 "\x17\3\3\0\1x", TCP | TLS),
	PACKET(IP("\6") SEGMENT("\xc3\x50\0\x35") "\0\x13" DNS_QUERY, TCP | DNS),
	PACKET(IP("\6") SEGMENT("\xc3\x50\0\x35") "\0\1", TCP),
	PACKET(IP("\6") "\xc3\x50\x1f\x90\0\0", 0), /* cut in the header */
	PACKET(FRAGMENT TO_8080, 0), /* a later fragment: it has no header */
	PACKET(IP("\x11") DATAGRAM("\xc3\x50\xc3\x51") "text", UDP),
	PACKET(IP("\x11") DATAGRAM("\xc3\x50\0\x35") DNS_QUERY, UDP | DNS),
	PACKET(IP("\x11") DATAGRAM("\xc3\x50\0\x35") "\0\7", UDP),
	PACKET(IP("\x11") DATAGRAM("\0\x44\0\x43") "\1\1\6\0\0\0\0\7", UDP | DHCP),
	PACKET(IP("\x11") DATAGRAM("\xc3\x50\1\xbb") "\xc0\0\0\0\1\x08"
						     "12345678\0\0\x41\2\0\0\0\0",
		UDP | TLS | QUIC),
	PACKET(IP("\1") "\x08\0\0\0\0\7\0\1ping", ICMP),
	PACKET(IP("\1") "\3\1\0\0\0\0\0\0\x45\0\0\0\0\7\0\0\x40\6\0\0" ADDRESSES TO_8080,
		ICMP | QUOTED),
	/* the name of a quoted packet is kept */
	PACKET(IP("\1") "\3\3\0\0\0\0\0\0\x45\0\0\0\0\7\0\0\x40\x11\0\0" ADDRESSES DATAGRAM(
		       "\xc3\x50\0\x35") DNS_QUERY,
		ICMP | DNS),
	PACKET(IP("\1") "\3", 0),
	PACKET(IP("\2") "\x16\0\0\0\340\0\0\7", 0), /* IGMP */
	PACKET(LINK "\x08\6\0\1\x08\0\6\4\0\1\2\0\0\0\0\1\12\0\0\1\0\0\0\0\0\0\12\0\0\2", ARP),
	PACKET(LINK "\x08\6\0\1\x08\0\6\4\0\1", 0),
	PACKET(LINK "\x88\xb5", 0),
	PACKET("", 0),
};

static void decode(struct frame *frame, size_t index)
{
	static uint8_t copy[PACKET_MAX];
	assert_true(packets[index].size <= sizeof(copy));
	memcpy(copy, packets[index].bytes, packets[index].size);
	dissect_frame(frame, LINK_ETHERNET, (struct bytes){ copy, packets[index].size },
		(uint32_t)packets[index].size, NULL);
}

static void only_parts_of_the_packet_can_be_read(void **state)
{
	(void)state;
	static struct frame frame;
	for (size_t before = 0; before < ARRAY_COUNT(packets); before++) {
		for (size_t i = 0; i < ARRAY_COUNT(packets); i++) {
			memset(&frame, FILLING, sizeof(frame));
			decode(&frame, before);
			decode(&frame, i);
			if (parts_of(&frame) != packets[i].parts)
				fail_msg("packet %zu after %zu has the parts %x instead of %x", i,
					before, parts_of(&frame), packets[i].parts);
		}
	}
}

/* frame_read() must return only parts of this packet. */
static void a_reading_has_only_what_the_packet_has(void **state)
{
	(void)state;
	static struct frame frame;
	for (size_t i = 0; i < ARRAY_COUNT(packets); i++) {
		memset(&frame, FILLING, sizeof(frame));
		decode(&frame, i);
		struct frame_reading reading;
		frame_read(&frame, &reading);
		unsigned parts = packets[i].parts;
		assert_int_equal(reading.tls != NULL, (parts & TLS) != 0);
		assert_int_equal(reading.quic != NULL, (parts & QUIC) != 0);
		assert_int_equal(reading.is_dns, (parts & DNS) != 0);
		assert_int_equal(reading.http_kind != HTTP_NONE, (parts & HTTP) != 0);
	}
}

/* The head of the frame does not depend on the memory that it had before. */
static void the_head_is_cleared_whole(void **state)
{
	(void)state;
	static struct frame zeros, filled;
	enum { HEAD = offsetof(struct frame, length), LAYERS = offsetof(struct frame, layers) };
	for (size_t i = 0; i < ARRAY_COUNT(packets); i++) {
		memset(&zeros, 0, sizeof(zeros));
		memset(&filled, FILLING, sizeof(filled));
		decode(&zeros, i);
		decode(&filled, i);
		assert_memory_equal((char *)&zeros + HEAD, (char *)&filled + HEAD, LAYERS - HEAD);
		assert_memory_equal(
			zeros.layers, filled.layers, zeros.layer_count * sizeof(zeros.layers[0]));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_parts_of_the_packet_can_be_read),
		cmocka_unit_test(a_reading_has_only_what_the_packet_has),
		cmocka_unit_test(the_head_is_cleared_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
