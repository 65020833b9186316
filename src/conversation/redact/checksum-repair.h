#ifndef CONVERSATION_CHECKSUM_REPAIR_H
#define CONVERSATION_CHECKSUM_REPAIR_H

#include "dissect/frame.h"

/*
 * Updates the checksums in `data`, a changed copy of frame->data with the same size. A right
 * checksum stays right, a wrong one stays wrong, and one that was left to the network card stays
 * so.
 */
void checksum_repair(const struct frame *frame, uint8_t *data);

#endif
