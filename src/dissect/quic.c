/*
 * QUIC's long headers (RFC 9000 section 17.2, invariants RFC 8999): version and connection ids, and for
 * version 1 and 2 (RFC 9369) the packet type, the token and the length. Everything behind is
 * protected, the packet number too; a client's initial packet is opened for what its hello says. Short
 * headers say nothing about themselves and are not recognised, nor are further packets of a datagram.
 *
 *   | 1 1 type reserved 1 | version 4 | size 1, destination id | size 1, source id |
 *   initial: | token size, token | length | protected packet number and payload |
 */
#include <string.h>

#include "dissect/application.h"
#include "dissect/names.h"
#include "dissect/quic-initial.h"
#include "dissect/summary.h"
#include "dissect/tls.h"

enum {
	LONG_HEADER = 0x80,
	FIXED_BIT = 0x40,
	CONNECTION_ID_MAX = 20,
	TYPE_INITIAL = 0,
	TYPE_RETRY = 3,
};

static const uint32_t VERSION_1 = 1, VERSION_2 = 0x6b3343cf;

struct quic_header {
	uint8_t first;
	uint32_t version;
	struct bytes destination_id, source_id;
	uint64_t token_size, length;
	uint32_t token_at, length_at; /* positions of the two sizes, 0 when absent */
	struct bytes token;
};

/* RFC 9000 section 16: the first two bits say how many bytes. */
static uint64_t variable_integer(struct cursor *cursor)
{
	uint8_t first = cursor_u8(cursor);
	uint64_t value = first & 0x3f;
	for (unsigned i = 1; i < 1u << (first >> 6); i++)
		value = value << 8 | cursor_u8(cursor);
	return value;
}

static bool is_known_version(uint32_t version)
{
	/* Drafts, what Facebook made of them, and the numbers that ask for a negotiation. */
	return version == VERSION_1 || version == VERSION_2 || version >> 8 == 0xff0000 ||
		version >> 4 == 0xfaceb00 || (version & 0x0f0f0f0f) == 0x0a0a0a0a;
}

/* The type as version 1 numbers it. */
static uint8_t packet_type(const struct quic_header *header)
{
	uint8_t type = header->first >> 4 & 3;
	return header->version == VERSION_2 ? (type + 3) & 3 : type;
}

static bool header_read(struct cursor *cursor, struct quic_header *header)
{
	header->first = cursor_u8(cursor);
	header->version = cursor_u32(cursor);
	uint8_t size = cursor_u8(cursor);
	if (size > CONNECTION_ID_MAX)
		return false;
	header->destination_id = cursor_bytes(cursor, size);
	size = cursor_u8(cursor);
	if (size > CONNECTION_ID_MAX)
		return false;
	header->source_id = cursor_bytes(cursor, size);
	if (header->version == 0 || packet_type(header) == TYPE_RETRY)
		return cursor_ok(cursor);
	if (packet_type(header) == TYPE_INITIAL) {
		header->token_at = cursor_position(cursor);
		header->token_size = variable_integer(cursor);
		if (header->token_size > cursor_remaining(cursor))
			return false;
		header->token = cursor_bytes(cursor, (size_t)header->token_size);
	}
	header->length_at = cursor_position(cursor);
	header->length = variable_integer(cursor);
	return cursor_ok(cursor);
}

/* Whether a known version's long header, or a version negotiation, begins here. */
static bool is_quic(const struct frame *frame, struct cursor cursor)
{
	uint8_t first = cursor_u8(&cursor);
	uint32_t version = cursor_u32(&cursor);
	if (!cursor_ok(&cursor) || !(first & LONG_HEADER))
		return false;
	if (version == 0)
		return frame->source_port == PORT_HTTPS || frame->destination_port == PORT_HTTPS;
	return (first & FIXED_BIT) && is_known_version(version);
}

static const char *name_of_packet(const struct quic_header *header)
{
	static const char *const names[] = { "Initial", "0-RTT", "Handshake", "Retry" };
	return header->version == 0 ? "Version Negotiation" : names[packet_type(header)];
}

static const char *name_of_version(uint32_t version)
{
	if (version == VERSION_1)
		return "1";
	if (version == VERSION_2)
		return "2";
	return version == 0 ? "negotiation" : "draft";
}

static void describe_id(const struct place *at, const char *size_name, const char *name,
	const char *size_label, const char *label, uint32_t offset, uint32_t size)
{
	field_decimal(at, size_name, size_label, offset, 1, size);
	if (size)
		field_bytes(at, name, label, offset + 1, size);
}

static void describe(struct frame *frame, int layer, const struct quic_header *header, uint32_t end)
{
	struct place at = place_in(frame, layer);
	uint32_t destination = (uint32_t)header->destination_id.size;
	uint32_t source = (uint32_t)header->source_id.size;
	field_flag(&at, "quic.header_form", "Header Form", 0, 1, 0, true);
	field_flag(&at, "quic.fixed_bit", "Fixed Bit", 0, 1, 1, header->first & FIXED_BIT);
	field_bits(&at, "quic.long.packet_type", "Packet Type", 0, 1, 2, 2, header->first >> 4 & 3,
		name_of_packet(header));
	field_bits(&at, "quic.protected", "Protected bits", 0, 1, 4, 4, header->first & 15, NULL);
	field_format(&at, "quic.version", "Version", 1, 4, header->version, "%s (0x%08x)",
		name_of_version(header->version), header->version);
	describe_id(&at, "quic.dcil", "quic.dcid", "Destination Connection ID Length",
		"Destination Connection ID", 5, destination);
	describe_id(&at, "quic.scil", "quic.scid", "Source Connection ID Length",
		"Source Connection ID", 6 + destination, source);
	if (header->token_at) {
		uint32_t size = header->length_at - header->token_at - (uint32_t)header->token.size;
		uint32_t offset = header->token_at - at.base;
		field_decimal(
			&at, "quic.token_length", "Token Length", offset, size, header->token_size);
		if (header->token.size)
			field_bytes(&at, "quic.token", "Token", offset + size,
				(uint32_t)header->token.size);
	}
	if (header->length_at)
		field_decimal(&at, "quic.length", "Length", header->length_at - at.base,
			end - header->length_at, header->length);
}

/* Opens the packet that begins at `start` and whose header ends at `cursor`; false when it cannot. */
static bool packet_open(const struct quic_header *header, struct cursor start,
	const struct cursor *cursor, struct quic_frames *ret_frames, struct text *words)
{
	if (header->version == 0 || packet_type(header) != TYPE_INITIAL ||
		header->length > cursor_remaining(cursor))
		return false;
	uint32_t number_offset = cursor_position(cursor) - cursor_position(&start);
	struct quic_initial initial = {
		.packet = cursor_bytes(&start, number_offset + (size_t)header->length),
		.number_offset = number_offset,
		.version = header->version,
		.destination_id = header->destination_id,
		.source_id = header->source_id,
	};
	return quic_initial_open(&initial, ret_frames, words);
}

static uint8_t copy_name(struct bytes name, uint8_t *ret_copy, size_t limit)
{
	if (name.size == 0 || name.size > limit)
		return 0;
	memcpy(ret_copy, name.data, name.size);
	return (uint8_t)name.size;
}

/* The messages of the handshake that are whole in this packet. */
static void read_handshake(struct frame *frame, const struct quic_frames *frames)
{
	struct tls_message *tls = &frame->tls;
	struct quic_message *quic = &frame->quic;
	struct cursor cursor = cursor_over((struct bytes){ frames->crypto, frames->crypto_size });
	*tls = (struct tls_message){ .is_present = true };
	while (cursor_remaining(&cursor) > 0) {
		uint8_t type = cursor_u8(&cursor);
		uint32_t size = cursor_u24(&cursor);
		struct bytes body = cursor_bytes(&cursor, size);
		if (!cursor_ok(&cursor))
			break;
		tls_handshake_add(type, body, tls);
	}
	quic->is_open = true;
	quic->server_name_size =
		copy_name(tls->server_name, quic->server_name, sizeof(quic->server_name));
	quic->application_protocol_size = copy_name(tls->application_protocol,
		quic->application_protocol, sizeof(quic->application_protocol));
	tls->server_name = tls->application_protocol = (struct bytes){ 0 };
}

bool quic_dissect(struct frame *frame, struct input *in)
{
	if (!is_quic(frame, in->cursor))
		return false;
	struct cursor start = in->cursor, ahead = in->cursor;
	struct quic_header header = { 0 };
	bool is_sound = header_read(&ahead, &header);
	if (!is_sound && !input_is_cut(in))
		return false;
	int layer = layer_begin(frame, PROTOCOL_QUIC, in);
	if (layer < 0)
		return false;
	frame->quic.is_open = false;
	if (!is_sound) {
		LAYER_SHORT(frame, layer, in, "QUIC header");
		return true;
	}
	in->cursor = ahead;
	layer_end_header(frame, layer, in);
	if (frame->fields)
		describe(frame, layer, &header, input_position(in));
	struct quic_frames frames;
	if (packet_open(&header, start, &in->cursor, &frames, NULL))
		read_handshake(frame, &frames);
	data_dissect(frame, in);
	return true;
}

static void append_id(struct text *out, const char *name, struct bytes id)
{
	struct cursor cursor = cursor_over(id);
	if (id.size == 0)
		return;
	text_append_format(out, ", %s=", name);
	for (size_t i = 0; i < id.size; i++)
		text_append_format(out, "%02x", cursor_u8(&cursor));
}

void quic_summary_append(const struct frame *frame, struct text *out)
{
	struct cursor cursor;
	summary_cursor(frame, PROTOCOL_QUIC, &cursor);
	struct quic_header header = { 0 };
	struct cursor start = cursor;
	if (!header_read(&cursor, &header))
		return;
	text_append(out, name_of_packet(&header));
	append_id(out, "DCID", header.destination_id);
	append_id(out, "SCID", header.source_id);
	autofinish(text) struct text words = { 0 };
	struct quic_frames frames;
	if (frame->quic.is_open && packet_open(&header, start, &cursor, &frames, &words))
		text_append_format(out, ", PKN: %u, %s", frames.packet_number, text_string(&words));
}
