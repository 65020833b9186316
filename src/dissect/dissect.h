#ifndef DISSECT_DISSECT_H
#define DISSECT_DISSECT_H

/* The entry point of all dissectors: from link type and bytes to a struct frame. */

#include "dissect/frame.h"

/*
 * Decodes `data`, the captured bytes of a packet of `length` bytes on the wire, into *frame. The
 * caller has set frame->number and time_ns; everything else is set here. When `fields` is not NULL,
 * every field is appended to it. It never fails: frame->status says truncated, malformed or
 * unknown, and frame->status_offset says where.
 */
void dissect_frame(struct frame *frame, int link_type, struct bytes data, uint32_t length,
	struct field_list *fields);

#endif
