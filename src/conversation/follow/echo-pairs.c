/*
 * Pairs of ICMP and ICMPv6 echo messages (RFC 792, RFC 4443 section 4), found as on Wireshark's
 * first pass: same addresses, identifier and sequence number, and the same data, which follows from
 * the checksums of request and reply. A request is forgotten when another one takes its place in
 * the table.
 */
#include "conversation/follow/echo-pairs.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cursor.h"
#include "dissect/icmp-types.h"

enum {
	PLACES = 4096, /* a power of two */
};

struct echo {
	struct address asker, asked;
	uint16_t identifier, sequence, checksum; /* of the request */
	uint64_t frame; /* 0: none, or answered */
};

struct echo_pairs {
	struct echo *places; /* NULL until the first request */
};

struct echo_pairs *echo_pairs_new(void)
{
	return xcalloc(1, sizeof(struct echo_pairs));
}

void echo_pairs_free(struct echo_pairs *pairs)
{
	if (!pairs)
		return;
	free(pairs->places);
	free(pairs);
}

/* The checksum after a word of the message grew by `by` (RFC 1624). */
static uint16_t checksum_after(uint16_t checksum, uint16_t by)
{
	uint32_t sum = (uint32_t)(uint16_t)~checksum + by;
	return (uint16_t) ~((sum & 0xffff) + (sum >> 16));
}

static uint16_t checksum_of(const struct frame *frame, enum protocol protocol)
{
	const struct layer *layer = frame_layer(frame, protocol);
	struct cursor cursor = cursor_over(frame->data);
	if (!layer)
		return 0;
	cursor_skip(&cursor, layer->offset + 2);
	return cursor_u16(&cursor);
}

static struct echo *place_of(const struct echo_pairs *pairs, const struct echo *echo)
{
	uint32_t hash = (uint32_t)echo->identifier << 16 | echo->sequence;
	size_t size = echo->asker.family == ADDRESS_IPV6 ? 16 : 4;
	for (size_t i = 0; i < size; i++)
		hash = (hash ^ echo->asker.octets[i] ^ (uint32_t)echo->asked.octets[i] << 8) *
			0x01000193u;
	return &pairs->places[(hash ^ hash >> 16) & (PLACES - 1)];
}

static bool is_same(const struct echo *a, const struct echo *b)
{
	return a->identifier == b->identifier && a->sequence == b->sequence &&
		a->checksum == b->checksum && address_equal(&a->asker, &b->asker) &&
		address_equal(&a->asked, &b->asked);
}

uint64_t echo_pairs_add(struct echo_pairs *pairs, const struct frame *frame)
{
	const struct icmp_message *icmp = frame_icmp(frame);
	if (!icmp->is_echo || !frame->has_ip)
		return 0;
	bool is_v6 = frame->source.family == ADDRESS_IPV6;
	bool is_request = icmp->type == (is_v6 ? ICMPV6_ECHO_REQUEST : ICMP_ECHO_REQUEST);
	struct echo echo = {
		.asker = is_request ? frame->source : frame->destination,
		.asked = is_request ? frame->destination : frame->source,
		.identifier = icmp->identifier,
		.sequence = icmp->sequence,
		.checksum = checksum_of(frame, is_v6 ? PROTOCOL_ICMPV6 : PROTOCOL_ICMP),
		.frame = frame->number,
	};
	if (is_request) {
		if (!pairs->places)
			pairs->places = xcalloc(PLACES, sizeof(*pairs->places));
		*place_of(pairs, &echo) = echo;
		return 0;
	}
	if (!pairs->places)
		return 0;
	/* The type is the high byte of the first word; this is its change from reply to request. */
	uint16_t growth =
		is_v6 ? 0xfeff : ICMP_ECHO_REQUEST << 8; /* -0x100, as a sum of ones' complement */
	echo.checksum = checksum_after(echo.checksum, growth);
	struct echo *request = place_of(pairs, &echo);
	if (!request->frame || !is_same(request, &echo))
		return 0;
	uint64_t frame_number = request->frame;
	request->frame = 0;
	return frame_number;
}
