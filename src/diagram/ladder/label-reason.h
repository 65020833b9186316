#ifndef DIAGRAM_LABEL_REASON_H
#define DIAGRAM_LABEL_REASON_H

/*
 * Says in a few words why the analysis gave a packet its label: "bytes 1 449–2 896 again, 200 ms
 * later".
 */

#include "base/text.h"
#include "conversation/selection.h"

/*
 * Appends the reason. `bit_index` is the index of a set bit of packet->facts.tcp.labels. Digits of
 * numbers are grouped as the language does it.
 */
void label_reason_append(
	struct text *out, const struct shown_packet *packet, unsigned bit_index, bool is_korean);

#endif
