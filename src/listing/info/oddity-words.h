#ifndef LISTING_ODDITY_WORDS_H
#define LISTING_ODDITY_WORDS_H

/* Oddities of how a packet was captured, in words. */

#include "base/text.h"
#include "conversation/selection.h"

/*
 * Appends an oddity, "captured twice (#7)", or a sentence with the reason: "captured twice: #7
 * again, not sent a second time".
 */
void oddity_append(
	struct text *out, const struct shown_packet *packet, enum oddity kind, bool is_korean);
void oddity_append_reason(
	struct text *out, const struct shown_packet *packet, enum oddity kind, bool is_korean);

/*
 * Whether the oddity is a label on the packet's arrow, or at least a remark beside it. Other
 * oddities apply to very many packets alike.
 */
bool oddity_is_label(enum oddity kind);
bool oddity_is_remark(enum oddity kind);

/*
 * Appends " · captured twice (#7)" to a packet's line in a list, for each oddity that is a label.
 */
void oddity_append_labels(struct text *out, const struct shown_packet *packet, bool is_korean);

/* Appends what `once: true` drops: "3 copies not shown (captured twice)". */
void oddity_append_dropped(struct text *out, uint64_t count, bool is_korean);

#endif
