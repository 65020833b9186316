#ifndef DIAGRAM_LABEL_REASON_H
#define DIAGRAM_LABEL_REASON_H

/* Why the analysis gave a packet its label, in a few words: "bytes 1 449–2 896 again, 200 ms later". */

#include "base/text.h"
#include "conversation/selection.h"

/* `bit_index` is one of packet->facts.tcp.labels. Numbers are in groups of thin spaces. */
void label_reason_append(
	struct text *out, const struct shown_packet *packet, unsigned bit_index, bool is_korean);

#endif
