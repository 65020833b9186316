/*
 * Teredo (RFC 4380): IPv6 through NAT, over UDP port 3544. Up to two indications precede the
 * packet.
 *
 *   | 0 1, 1 1 | client size 1 | authentication size 1 | … | nonce 8 | confirmation 1 |
 *   | 0 1, 0 1 | port 2 | address 4 |
 *
 * Anything else on the port is left as data.
 */
#include "dissect/application/application.h"
#include "dissect/network/network.h"

static const struct field_spec teredo_auth = FIELD_SPEC("teredo.auth", "Authentication", 0);
static const struct field_spec teredo_orig = FIELD_SPEC("teredo.orig", "Origin indication", 0);

enum { AUTHENTICATION = 1, ORIGIN = 0, ORIGIN_SIZE = 8, AUTHENTICATION_FIXED_SIZE = 13 };

/* The size of the indication at the front; 0 when there is none. */
static uint32_t indication_size(struct cursor cursor)
{
	uint16_t kind = cursor_u16(&cursor);
	uint8_t client = cursor_u8(&cursor);
	uint8_t authentication = cursor_u8(&cursor);
	if (!cursor_ok(&cursor) || kind > AUTHENTICATION)
		return 0;
	return kind == ORIGIN ? ORIGIN_SIZE
			      : AUTHENTICATION_FIXED_SIZE + (uint32_t)client + authentication;
}

static void teredo_dissect(struct frame *frame, struct input *in)
{
	struct cursor ahead = in->cursor;
	uint32_t first = indication_size(ahead);
	cursor_skip(&ahead, first);
	uint32_t second = first == ORIGIN_SIZE || !first ? 0 : indication_size(ahead);
	cursor_skip(&ahead, second);
	struct cursor nibble = ahead;
	if (cursor_u8(&nibble) >> 4 != 6) {
		data_dissect(frame, in);
		return;
	}
	int layer = layer_begin(frame, PROTOCOL_TEREDO, in);
	if (layer < 0)
		return;
	in->cursor = ahead;
	layer_end_header(frame, layer, in);
	if (frame->fields && first) {
		struct place at = place_in(frame, layer);
		field_bytes(&at, first == ORIGIN_SIZE ? &teredo_orig : &teredo_auth, 0, first);
		if (second)
			field_bytes(&at, &teredo_orig, first, second);
	}
	ipv6_dissect(frame, in);
}

const struct protocol_description teredo_protocol = {
	.name = "Teredo",
	.number = PROTOCOL_TEREDO,
	.dissect = teredo_dissect,
};
