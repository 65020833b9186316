#ifndef LISTING_ICMP_INFO_H
#define LISTING_ICMP_INFO_H

/* The Info column of a message of ICMP or ICMPv6. Used only by this folder. */

#include "base/text.h"
#include "conversation/packet-facts.h"

enum icmp_type {
	ICMP_ECHO_REPLY = 0,
	ICMP_UNREACHABLE = 3,
	ICMP_ECHO_REQUEST = 8,
	ICMP_ROUTER_ADVERTISEMENT = 9,
};

enum icmpv6_type {
	ICMPV6_UNREACHABLE = 1,
	ICMPV6_ECHO_REQUEST = 128,
	ICMPV6_ECHO_REPLY = 129,
	ICMPV6_ROUTER_SOLICITATION = 133,
	ICMPV6_ROUTER_ADVERTISEMENT = 134,
	ICMPV6_NEIGHBOR_SOLICITATION = 135,
	ICMPV6_NEIGHBOR_ADVERTISEMENT = 136,
};

/* Append "Echo (ping) request  id=0x0001, seq=1/256, ttl=64" and the like. */
void icmp_info_append(
	struct text *out, const struct frame *frame, const struct packet_facts *facts);
void icmpv6_info_append(
	struct text *out, const struct frame *frame, const struct packet_facts *facts);

#endif
