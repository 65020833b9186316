#ifndef CONVERSATION_CHECKSUM_REPAIR_H
#define CONVERSATION_CHECKSUM_REPAIR_H

#include "dissect/frame.h"

/*
 * Adapts the checksums in `data` to how it differs from frame->data, of which it is a changed copy of
 * the same size: what was right stays right, what was wrong stays wrong, and what was left to the
 * network card stays so.
 */
void checksum_repair(const struct frame *frame, uint8_t *data);

#endif
