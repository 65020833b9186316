#ifndef LISTING_PACKET_INFO_H
#define LISTING_PACKET_INFO_H

/* A packet as one line of words, as in Wireshark's Info column. */

#include "base/text.h"
#include "conversation/packet-facts.h"

/* Appends "55466 → 8080 [SYN] Seq=0 Win=64240 Len=0 MSS=1460 …". */
void packet_info_append(
	struct text *out, const struct frame *frame, const struct packet_facts *facts);

#endif
