#ifndef DISSECT_DISSECT_H
#define DISSECT_DISSECT_H

/* The entry point of all dissectors: from a link type and bytes to a struct frame. */

#include "dissect/frame.h"

/*
 * Decodes `data` (the captured bytes of a packet that had `length` on the wire) into *frame, whose
 * number and time_ns stay as they are and everything else is set. With `fields` every field is
 * appended to it. Never fails: frame->status says truncated, malformed or unknown, and where.
 */
void dissect_frame(struct frame *frame, int link_type, struct bytes data, uint32_t length,
	struct field_list *fields);

#endif
