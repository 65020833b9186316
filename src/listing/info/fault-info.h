#ifndef LISTING_FAULT_INFO_H
#define LISTING_FAULT_INFO_H

/* The Info column of packets that stop in a header, and that of UDP. Known only to this folder. */

#include "base/text.h"
#include "dissect/frame.h"

/* Whether the topmost header is cut or wrong, so that nothing is known but what it says itself. */
bool fault_info_is_stopped(const struct frame *frame, const struct frame_reading *shown);

/* What it says, and what is wrong with it; true when that needs no "[Malformed Packet]" behind it. */
bool fault_info_append(
	struct text *out, const struct frame *frame, const struct frame_reading *shown);

/* "50000 → 53 Len=40", for a frame with has_udp. */
void udp_info_append(struct text *out, const struct frame *frame);

/* Whether the length of a datagram goes beyond its packet. */
bool udp_info_is_too_long(const struct frame *frame);

#endif
