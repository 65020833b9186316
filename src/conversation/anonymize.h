#ifndef CONVERSATION_ANONYMIZE_H
#define CONVERSATION_ANONYMIZE_H

/*
 * Addresses that stand for others: each real one gets one of the ranges kept for documentation (RFC
 * 5737, RFC 3849; of RFC 2544 when those are used up), always the same, in the order in which they are
 * met. Addresses that identify nobody stay: loopback, unspecified, broadcast, multicast.
 */

#include "base/arena.h"
#include "dissect/frame.h"

struct anonymizer;
struct anonymizer *anonymizer_new(void);
void anonymizer_free(struct anonymizer *anonymizer);
DEFINE_AUTOFREE(anonymizer);

void anonymize_address(struct anonymizer *anonymizer, struct address *address);

/*
 * Replaces the addresses in the bytes of a packet, wherever a dissector finds one, and then every
 * other copy of a network card's address that is known by now. `fields` are those of the packet.
 */
void anonymize_packet(struct anonymizer *anonymizer, const struct field_list *fields,
	struct bytes original, uint8_t *data);

/* How many addresses stand for others. */
size_t anonymizer_count(const struct anonymizer *anonymizer);

#endif
