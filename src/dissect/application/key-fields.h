#ifndef DISSECT_KEY_FIELDS_H
#define DISSECT_KEY_FIELDS_H

/*
 * The most important fields of a message. A protocol over UDP or TCP lists them in its description;
 * key-fields.c lists those of other protocols.
 */

#include "dissect/frame.h"

/* Returns the list of a protocol, which ends with a NULL name; or NULL when it has no list. */
const struct key_field *protocol_key_fields(enum protocol protocol);

/*
 * Returns the name of the protocol that the frame is read as: "DNS", or "SNMP" for one that is
 * named but not decoded. It has no version; frame_reading_name() may have one.
 */
const char *message_protocol_name(const struct frame *frame, const struct frame_reading *reading);

#endif
