#ifndef LISTING_FAULT_INFO_H
#define LISTING_FAULT_INFO_H

/*
 * The Info column of packets whose topmost header is cut or invalid, and of UDP. Used only by this
 * folder.
 */

#include "base/text.h"
#include "dissect/frame.h"

/* Whether the topmost header is cut or invalid, so that only its own bytes are known. */
bool fault_info_is_stopped(const struct frame *frame, const struct frame_reading *shown);

/* Appends the header's values and its fault. True when "[Malformed Packet]" need not follow. */
bool fault_info_append(
	struct text *out, const struct frame *frame, const struct frame_reading *shown);

/*
 * Appends "[Malformed Packet]" or "[Packet size limited during capture]", if Wireshark says so at
 * the end of the line.
 */
void fault_info_append_status(
	struct text *out, const struct frame *frame, const struct frame_reading *shown);

/* Appends "50000 → 53 Len=40", for a frame with a UDP header. */
void udp_info_append(struct text *out, const struct frame *frame);

/* Whether the length of a datagram exceeds its packet. */
bool udp_info_is_too_long(const struct frame *frame);

#endif
