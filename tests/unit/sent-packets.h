#ifndef TESTS_UNIT_SENT_PACKETS_H
#define TESTS_UNIT_SENT_PACKETS_H

/* Decoded packets with their bytes, in which a test sets only the members that it checks. */

#include <string.h>

#include "base/format/timestamp.h"
#include "dissect/dissect.h"

enum { BUILT_SIZE_MAX = 2048, BUILT_TCP = 6, BUILT_UDP = 17, BUILT_ICMP = 1 };

/* A member that is 0 has a usual value. */
struct sent {
	int64_t at_us;
	bool is_answer; /* from the server */
	bool is_v6;
	uint8_t protocol; /* 0: TCP */
	uint16_t identification;
	uint8_t hops; /* routers passed, of the TTL of 64 */
	uint8_t link; /* last byte of the MAC addresses */
	uint16_t vlan; /* VLAN tag; 0: no tag */
	uint8_t address; /* last byte of the server's address; 0: 2 */
	uint16_t port; /* the client's port; 0: 50000 */
	uint32_t interface;
	uint16_t flags;
	uint32_t sequence, acknowledgment;
	const char *payload; /* NULL: none */
	uint32_t size; /* that many zeros instead of a payload */
	uint16_t checksum;
	uint16_t mss; /* the MSS option; 0: none */
	uint16_t captured; /* the snap length; 0: all bytes */
	uint8_t flow; /* flow label of IPv6 */
};

struct built {
	uint8_t bytes[BUILT_SIZE_MAX];
	size_t size;
	struct frame frame;
};

static inline void put(struct built *built, const void *bytes, size_t size)
{
	memcpy(built->bytes + built->size, bytes, size);
	built->size += size;
}

static inline void put_u16(struct built *built, unsigned number)
{
	const uint8_t bytes[] = { (uint8_t)(number >> 8), (uint8_t)number };
	put(built, bytes, sizeof(bytes));
}

static inline void put_u32(struct built *built, uint32_t number)
{
	put_u16(built, number >> 16);
	put_u16(built, number & 0xffff);
}

static inline void put_address(struct built *built, const struct sent *sent, bool is_server)
{
	uint8_t octets[16] = { 0x20, 1, 0x0d, 0xb8 };
	const uint8_t v4[4] = { 192, 0, 2, 0 };
	size_t size = sent->is_v6 ? 16 : 4;
	if (!sent->is_v6)
		memcpy(octets, v4, sizeof(v4));
	octets[size - 1] = is_server ? (sent->address ? sent->address : 2) : 1;
	put(built, octets, size);
}

static inline void put_link(struct built *built, const struct sent *sent)
{
	const uint8_t mac[] = { 2, 0, 0, 0, 0, sent->link };
	put(built, mac, sizeof(mac));
	put(built, mac, sizeof(mac));
	if (sent->vlan) {
		put_u16(built, 0x8100);
		put_u16(built, sent->vlan);
	}
	put_u16(built, sent->is_v6 ? 0x86dd : 0x0800);
}

static inline void put_ip(
	struct built *built, const struct sent *sent, uint8_t protocol, size_t size)
{
	const uint8_t ttl = (uint8_t)(64 - sent->hops);
	if (sent->is_v6) {
		put_u32(built, 6U << 28 | sent->flow);
		put_u16(built, (unsigned)size);
		put_u16(built, (unsigned)protocol << 8 | ttl);
	} else {
		put_u16(built, 0x4500);
		put_u16(built, (unsigned)size + 20);
		put_u16(built, sent->identification);
		put_u16(built, 0x4000);
		put_u16(built, (unsigned)ttl << 8 | protocol);
		put_u16(built, 0x1234U + sent->hops); /* any value */
	}
	put_address(built, sent, sent->is_answer);
	put_address(built, sent, !sent->is_answer);
}

static inline void put_tcp(struct built *built, const struct sent *sent, unsigned options)
{
	put_u32(built, sent->sequence);
	put_u32(built, sent->acknowledgment);
	put_u16(built, (20 + options) / 4 << 12 | sent->flags);
	put_u16(built, 64000);
	put_u16(built, sent->checksum);
	put_u16(built, 0);
	if (sent->mss) {
		put_u16(built, 0x0204);
		put_u16(built, sent->mss);
	}
}

static inline void put_transport(
	struct built *built, const struct sent *sent, uint8_t protocol, size_t payload)
{
	unsigned client = sent->port ? sent->port : 50000, server = 8080;
	if (protocol == BUILT_ICMP) {
		put_u16(built, 0x0800);
		put_u16(built, sent->checksum);
		put_u32(built, sent->sequence);
		return;
	}
	put_u16(built, sent->is_answer ? server : client);
	put_u16(built, sent->is_answer ? client : server);
	if (protocol == BUILT_TCP) {
		put_tcp(built, sent, sent->mss ? 4 : 0);
	} else {
		put_u16(built, 8 + (unsigned)payload);
		put_u16(built, sent->checksum);
	}
}

static inline void build(struct built *built, const struct sent *sent, uint64_t number)
{
	static const uint8_t zeros[BUILT_SIZE_MAX];
	uint8_t protocol = sent->protocol ? sent->protocol : BUILT_TCP;
	size_t payload = sent->payload ? strlen(sent->payload) : sent->size;
	size_t header = protocol == BUILT_TCP ? (sent->mss ? 24 : 20) : 8;
	memset(built, 0, sizeof(*built));
	put_link(built, sent);
	put_ip(built, sent, protocol, header + payload);
	put_transport(built, sent, protocol, payload);
	put(built, sent->payload ? (const void *)sent->payload : zeros, payload);
	size_t captured =
		sent->captured && sent->captured < built->size ? sent->captured : built->size;
	built->frame.number = number;
	built->frame.time_ns = sent->at_us * NS_PER_US;
	built->frame.interface = sent->interface;
	dissect_frame(&built->frame, 1, (struct bytes){ built->bytes, captured },
		(uint32_t)built->size, NULL);
}

#endif
