/*
 * The network service header (RFC 8300), between a tunnel and the packet.
 *
 *   | version 2 bits, O 1, U 1, time to live 6, length 6 (in 4 bytes) |
 *   | U 4, metadata type 4 | next 1 | service path 3 | service index 1 | metadata |
 */
#include "base/array.h"
#include "dissect/link/link.h"
#include "dissect/network/network.h"

static const struct field_spec nsh_version = FIELD_SPEC_BITS("nsh.version", "Version", 2, 0, 2);
static const struct field_spec nsh_obit = FIELD_SPEC_BITS("nsh.Obit", "O Bit", 2, 2, 1);
static const struct field_spec nsh_unassigned =
	FIELD_SPEC_BITS("nsh.unassigned", "Unassigned", 2, 3, 1);
static const struct field_spec nsh_ttl = FIELD_SPEC_BITS("nsh.ttl", "TTL", 2, 4, 6);
static const struct field_spec nsh_length = FIELD_SPEC_BITS("nsh.length", "Length", 2, 10, 6);
static const struct field_spec nsh_mdtype = FIELD_SPEC("nsh.mdtype", "MD Type", 1);
static const struct field_spec nsh_nextproto = FIELD_SPEC("nsh.nextproto", "Next Protocol", 1);
static const struct field_spec nsh_spi = FIELD_SPEC_AS(FIELD_ROLE_NAME, "nsh.spi", "SPI", 3);
static const struct field_spec nsh_si = FIELD_SPEC("nsh.si", "SI", 1);
static const struct field_spec nsh_metadata = FIELD_SPEC("nsh.metadata", "Metadata", 0);

enum { FIXED_SIZE = 8 };

static const struct next_protocol over_nsh[] = {
	{ 1, ipv4_dissect },
	{ 2, ipv6_dissect },
	{ 3, ethernet_dissect },
	{ 4, nsh_dissect },
	{ 5, mpls_dissect },
};

static const char *name_of_next(uint8_t next)
{
	static const char *const names[] = { NULL, "IPv4", "IPv6", "Ethernet", "NSH", "MPLS" };
	return next < ARRAY_COUNT(names) ? names[next] : NULL;
}

void nsh_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_NSH, in);
	if (layer < 0)
		return;
	struct cursor *cursor = &in->cursor;
	uint16_t first = cursor_u16(cursor);
	uint8_t metadata = cursor_u8(cursor);
	uint8_t next = cursor_u8(cursor);
	uint32_t path = cursor_u24(cursor);
	uint8_t index = cursor_u8(cursor);
	uint32_t size = (first & 0x3f) * 4u;
	bool is_wrong = cursor_ok(cursor) && size < FIXED_SIZE;
	if (cursor_ok(cursor) && !is_wrong)
		cursor_skip(cursor, size - FIXED_SIZE);
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		field_decimal(&at, &nsh_version, 0, first >> 14);
		field_flag(&at, &nsh_obit, 0, first & 0x2000);
		field_decimal(&at, &nsh_unassigned, 0, first >> 12 & 1);
		field_decimal(&at, &nsh_ttl, 0, first >> 6 & 0x3f);
		field_decimal(&at, &nsh_length, 0, first & 0x3f);
		field_decimal(&at, &nsh_mdtype, 2, metadata);
		field_named(&at, &nsh_nextproto, 3, next, name_of_next(next));
		field_decimal(&at, &nsh_spi, 4, path);
		field_decimal(&at, &nsh_si, 7, index);
		if (size > FIXED_SIZE)
			field_bytes(&at, &nsh_metadata, FIXED_SIZE, size - FIXED_SIZE);
	}
	if (is_wrong) {
		layer_stop_malformed(
			frame, layer, in, "the network service header is below 8 bytes");
		return;
	}
	if (!cursor_ok(cursor)) {
		LAYER_SHORT(frame, layer, in, "network service header");
		return;
	}
	layer_end_header(frame, layer, in);
	if (!dissect_next(frame, in, next, over_nsh, ARRAY_COUNT(over_nsh)))
		unknown_dissect(frame, in, "a network service payload that is not decoded");
}
