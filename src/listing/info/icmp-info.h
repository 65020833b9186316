#ifndef LISTING_ICMP_INFO_H
#define LISTING_ICMP_INFO_H

/* The Info column of a message of ICMP or ICMPv6. Used only by this folder. */

#include "base/text.h"
#include "conversation/packet-facts.h"
#include "dissect/icmp-types.h"

/* Append "Echo (ping) request  id=0x0001, seq=1/256, ttl=64" and the like. */
void icmp_info_append(
	struct text *out, const struct frame *frame, const struct packet_facts *facts);
void icmpv6_info_append(
	struct text *out, const struct frame *frame, const struct packet_facts *facts);

#endif
