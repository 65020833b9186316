#ifndef LISTING_ODDITY_WORDS_H
#define LISTING_ODDITY_WORDS_H

/* What is odd about how a packet was captured, in words. */

#include "base/text.h"
#include "conversation/selection.h"

/* "captured twice (#7)"; and a sentence that says why: "captured twice: #7 again, not sent a second time". */
void oddity_append(
	struct text *out, const struct shown_packet *packet, enum oddity kind, bool is_korean);
void oddity_append_reason(
	struct text *out, const struct shown_packet *packet, enum oddity kind, bool is_korean);

/* Whether it belongs on the packet's arrow; or beside it, at least. The others are of very many packets alike. */
bool oddity_is_label(enum oddity kind);
bool oddity_is_remark(enum oddity kind);

/* " · captured twice (#7)" behind what a list says of the packet, for each that is a label. */
void oddity_append_labels(struct text *out, const struct shown_packet *packet, bool is_korean);

/* What `once: true` drops: "3 copies not shown (captured twice)". */
void oddity_append_dropped(struct text *out, uint64_t count, bool is_korean);

#endif
