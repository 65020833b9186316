#ifndef DISSECT_KEY_FIELDS_H
#define DISSECT_KEY_FIELDS_H

/*
 * Which fields of a message matter most. A protocol over UDP or TCP lists them in its description;
 * those of the others stand in key-fields.c.
 */

#include "dissect/frame.h"

/* Returns the list of a protocol, whose end is a NULL name; or NULL without one. */
const struct key_field *protocol_key_fields(enum protocol protocol);

/*
 * Returns the name of the protocol as which the frame is read: "DNS", also "SNMP" of one that is
 * named and not decoded. It is without a version, which frame_reading_name() may have.
 */
const char *message_protocol_name(const struct frame *frame, const struct frame_reading *reading);

#endif
