#ifndef LISTING_ARROW_LABEL_H
#define LISTING_ARROW_LABEL_H

/* The words on a packet's arrow in a sequence. Other pictures and remarks name a packet by them. */

#include "base/text.h"
#include "conversation/packet-facts.h"

/* Appends "SYN, ACK", "GET /ping", "200 OK", "ACK". */
void arrow_label_append(
	struct text *out, const struct frame *frame, const struct packet_facts *facts);

#endif
