/*
 * QUIC long headers (RFC 9000 section 17.2, invariants RFC 8999): version and connection ids, and
 * in version 1 and 2 (RFC 9369) the packet type, token and length. The rest is encrypted, and so is
 * the packet number. A client's Initial packet is decrypted, to show its hello. Short headers do
 * not tell their connection; conversation/follow/quic-track.c finds it.
 *
 *   | 1 1 type reserved 1 | version 4 | size 1, destination id | size 1, source id |
 *   initial: | token size, token | length | protected packet number and payload |
 *   retry:   | token | integrity tag 16 |
 */
#include "dissect/tls/quic.h"

#include <string.h>

#include "dissect/application/application.h"
#include "dissect/application/summary.h"
#include "dissect/names/names.h"
#include "dissect/tls/tls.h"

static const struct field_spec quic_header_form =
	FIELD_SPEC_BITS("quic.header_form", "Header Form", 1, 0, 1);
static const struct field_spec quic_fixed_bit =
	FIELD_SPEC_BITS("quic.fixed_bit", "Fixed Bit", 1, 1, 1);
static const struct field_spec quic_long_packet_type =
	FIELD_SPEC_BITS("quic.long.packet_type", "Packet Type", 1, 2, 2);
static const struct field_spec quic_protected =
	FIELD_SPEC_BITS("quic.protected", "Protected bits", 1, 4, 4);
static const struct field_spec quic_unused = FIELD_SPEC_BITS("quic.unused", "Unused", 1, 4, 4);
static const struct field_spec quic_token_length =
	FIELD_SPEC_IN(UNIT_BYTES, "quic.token_length", "Token Length", 0);
static const struct field_spec quic_dcil =
	FIELD_SPEC("quic.dcil", "Destination Connection ID Length", 1);
static const struct field_spec quic_dcid = FIELD_SPEC("quic.dcid", "Destination Connection ID", 0);
static const struct field_spec quic_scil =
	FIELD_SPEC("quic.scil", "Source Connection ID Length", 1);
static const struct field_spec quic_scid = FIELD_SPEC("quic.scid", "Source Connection ID", 0);
static const struct field_spec quic_token = FIELD_SPEC("quic.token", "Token", 0);
static const struct field_spec quic_retry_token = FIELD_SPEC("quic.retry_token", "Retry Token", 0);
static const struct field_spec quic_retry_integrity_tag =
	FIELD_SPEC("quic.retry_integrity_tag", "Retry Integrity Tag", 16);
static const struct field_spec quic_length = FIELD_SPEC_IN(UNIT_BYTES, "quic.length", "Length", 0);
static const struct field_spec quic_version = FIELD_SPEC("quic.version", "Version", 4);

enum {
	QUIC_PORT = 443,
	LONG_HEADER = 0x80,
	FIXED_BIT = 0x40,
	CONNECTION_ID_MAX = 20,
};

static const uint32_t VERSION_1 = 1, VERSION_2 = 0x6b3343cf;

struct quic_header {
	uint8_t first;
	uint32_t version;
	struct bytes destination_id, source_id;
	bool has_ids; /* both ids were captured */
	uint64_t token_size, length;
	uint32_t token_at, length_at; /* positions of the two sizes; 0 when absent */
	struct bytes token;
};

/* Reads a variable-length integer: its first two bits give its size (RFC 9000 section 16). */
static uint64_t variable_integer(struct cursor *cursor)
{
	uint8_t first = cursor_u8(cursor);
	uint64_t value = first & 0x3f;
	for (unsigned i = 1; i < 1u << (first >> 6); i++)
		value = value << 8 | cursor_u8(cursor);
	return value;
}

bool quic_version_is_reserved(uint32_t version)
{
	return (version & 0x0f0f0f0f) == 0x0a0a0a0a;
}

static bool is_known_version(uint32_t version)
{
	/*
	 * Version 1 and 2, drafts, the versions of Facebook and Google, and those that force a
	 * negotiation.
	 */
	return version == VERSION_1 || version == VERSION_2 || version >> 8 == 0xff0000 ||
		version >> 4 == 0xfaceb00 || version >> 1 == 0x54303530 >> 1 ||
		quic_version_is_reserved(version);
}

enum quic_type quic_type_of(uint32_t version, uint8_t bits)
{
	if (version == 0)
		return QUIC_NEGOTIATION;
	return (enum quic_type)(version == VERSION_2 ? (bits + 3) & 3 : bits & 3);
}

static enum quic_type packet_type(const struct quic_header *header)
{
	return quic_type_of(header->version, header->first >> 4 & 3);
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
	header->has_ids = cursor_ok(cursor);
	if (packet_type(header) >= QUIC_RETRY) /* or a negotiation */
		return cursor_ok(cursor);
	if (packet_type(header) == QUIC_INITIAL) {
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

/* Whether a long header of a known version, or a version negotiation, begins here. */
static bool is_quic(const struct frame *frame, struct cursor cursor)
{
	uint8_t first = cursor_u8(&cursor);
	uint32_t version = cursor_u32(&cursor);
	if (!cursor_ok(&cursor) || !(first & LONG_HEADER))
		return false;
	if (version == 0)
		return frame->source_port == QUIC_PORT || frame->destination_port == QUIC_PORT;
	return (first & FIXED_BIT) && is_known_version(version);
}

/* A Retry and a version negotiation have no header protection (RFC 9000 section 17.2). */
static bool has_protected_bits(const struct quic_header *header)
{
	return packet_type(header) < QUIC_RETRY;
}

static const char *name_of_packet(const struct quic_header *header)
{
	static const char *const names[] = { "Initial", "0-RTT", "Handshake", "Retry",
		"Version Negotiation" };
	return names[packet_type(header)];
}

static const char *name_of_version(uint32_t version)
{
	if (version == VERSION_1)
		return "1";
	if (version == VERSION_2)
		return "2";
	if (quic_version_is_reserved(version))
		return "reserved";
	return version == 0 ? "negotiation" : "draft";
}

static void id_describe(const struct place *at, const struct field_spec *size_spec,
	const struct field_spec *spec, uint32_t offset, uint32_t size)
{
	field_decimal(at, size_spec, offset, size);
	if (size)
		field_bytes(at, spec, offset + 1, size);
}

static void quic_describe(
	struct frame *frame, int layer, const struct quic_header *header, uint32_t end)
{
	struct place at = place_in(frame, layer);
	uint32_t destination = (uint32_t)header->destination_id.size;
	uint32_t source = (uint32_t)header->source_id.size;
	field_named(&at, &quic_header_form, 0, 1, "Long header");
	field_flag(&at, &quic_fixed_bit, 0, header->first & FIXED_BIT);
	field_word(&at, &quic_long_packet_type, 0, header->first >> 4 & 3, name_of_packet(header));
	field_decimal(&at, has_protected_bits(header) ? &quic_protected : &quic_unused, 0,
		header->first & 15);
	field_named_hex(&at, &quic_version, 1, header->version, name_of_version(header->version));
	id_describe(&at, &quic_dcil, &quic_dcid, 5, destination);
	id_describe(&at, &quic_scil, &quic_scid, 6 + destination, source);
	if (header->token_at) {
		uint32_t size = header->length_at - header->token_at - (uint32_t)header->token.size;
		uint32_t offset = header->token_at - at.base;
		field_decimal_of(&at, &quic_token_length, offset, size, header->token_size);
		if (header->token.size)
			field_bytes(&at, &quic_token, offset + size, (uint32_t)header->token.size);
	}
	if (header->length_at)
		field_decimal_of(&at, &quic_length, header->length_at - at.base,
			end - header->length_at, header->length);
}

/* Whether a Retry of that version ends with a tag. Drafts before 25 have none. */
static bool has_retry_tag(uint32_t version)
{
	static const uint32_t draft_25 = 0xff000019;
	return version == VERSION_1 || version == VERSION_2 ||
		(version >= draft_25 && version >> 8 == draft_25 >> 8);
}

/* A Retry ends with the datagram. What was cut off could be a part of its token or its tag. */
static void retry_read(struct frame *frame, int layer, struct input *in)
{
	uint32_t tag_size = quic_retry_integrity_tag.size;
	uint32_t size = (uint32_t)cursor_remaining(&in->cursor);
	if (size < tag_size || input_is_cut(in))
		return;
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		uint32_t offset = input_position(in) - at.base;
		uint32_t token_size = size - tag_size;
		if (token_size)
			field_bytes(&at, &quic_retry_token, offset, token_size);
		field_bytes(&at, &quic_retry_integrity_tag, offset + token_size, tag_size);
	}
	cursor_skip(&in->cursor, size);
	layer_end_header(frame, layer, in);
}

bool quic_packet_take(struct bytes *rest, struct quic_packet *ret_packet)
{
	struct cursor start = cursor_over(*rest), cursor = start;
	struct quic_header header = { 0 };
	if (rest->size == 0 || !(rest->data[0] & LONG_HEADER) || !header_read(&cursor, &header))
		return false;
	*ret_packet = (struct quic_packet){
		.type = packet_type(&header),
		.initial = {
			.number_offset = cursor_position(&cursor),
			.version = header.version,
			.destination_id = header.destination_id,
			.source_id = header.source_id,
		},
	};
	size_t size = rest->size; /* a retry or a negotiation takes the rest of the datagram */
	if (ret_packet->type < QUIC_RETRY) {
		if (header.length > cursor_remaining(&cursor)) {
			*rest = (struct bytes){ 0 };
			return true;
		}
		size = cursor_position(&cursor) + (size_t)header.length;
	}
	ret_packet->initial.packet = cursor_bytes(&start, size);
	*rest = (struct bytes){ rest->data + size, rest->size - size };
	return true;
}

static uint8_t copy_name(struct bytes name, uint8_t *ret_copy, size_t limit)
{
	if (name.size == 0 || name.size > limit)
		return 0;
	memcpy(ret_copy, name.data, name.size);
	return (uint8_t)name.size;
}

size_t quic_handshake_add(struct quic_message *quic, struct tls_message *tls, struct bytes crypto)
{
	struct cursor cursor = cursor_over(crypto);
	size_t taken = 0;
	while (cursor_remaining(&cursor) > 0) {
		uint8_t type = cursor_u8(&cursor);
		uint32_t size = cursor_u24(&cursor);
		struct bytes body = cursor_bytes(&cursor, size);
		if (!cursor_ok(&cursor))
			break;
		tls_handshake_add(type, body, tls);
		taken = cursor_position(&cursor);
	}
	if (tls->server_name.size)
		quic->server_name_size =
			copy_name(tls->server_name, quic->server_name, sizeof(quic->server_name));
	if (tls->application_protocol.size)
		quic->application_protocol_size = copy_name(tls->application_protocol,
			quic->application_protocol, sizeof(quic->application_protocol));
	tls->server_name = tls->application_protocol = (struct bytes){ 0 };
	return taken;
}

static bool quic_dissect(struct frame *frame, struct input *in)
{
	if (!is_quic(frame, in->cursor))
		return false;
	struct cursor start = in->cursor, ahead = in->cursor;
	struct quic_header header = { 0 };
	bool is_sound = header_read(&ahead, &header);
	if (!is_sound && !(header.has_ids && input_is_cut(in)))
		return false;
	int layer = layer_begin(frame, PROTOCOL_QUIC, in);
	if (layer < 0)
		return false;
	frame->application = PART_QUIC;
	struct tls_message *tls = &frame->parts.application.tls.message;
	struct quic_message *quic = &frame->parts.application.tls.quic;
	*tls = (struct tls_message){ 0 };
	*quic = (struct quic_message){ 0 };
	if (!is_sound) {
		LAYER_SHORT(frame, layer, in, "QUIC header");
		return true;
	}
	in->cursor = ahead;
	layer_end_header(frame, layer, in);
	if (frame->fields)
		quic_describe(frame, layer, &header, input_position(in));
	if (packet_type(&header) == QUIC_RETRY && has_retry_tag(header.version))
		retry_read(frame, layer, in);
	struct bytes rest = { start.next, cursor_remaining(&start) };
	struct quic_packet packet;
	struct quic_frames frames;
	if (quic_packet_take(&rest, &packet) && packet.type == QUIC_INITIAL &&
		quic_initial_open(&packet.initial, &frames, NULL)) {
		quic->is_open = true;
		(void)quic_handshake_add(
			quic, tls, (struct bytes){ frames.crypto, frames.crypto_size });
	}
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

/*
 * Appends the summary of a short header (RFC 9000 section 17.3). After the first byte comes the id
 * that the receiver chose, if any.
 */
static void summarize_short(const struct quic_message *quic, struct bytes packet, struct text *out)
{
	text_append(out, "Protected Payload (KP0)"); /* the real key phase is encrypted */
	if (quic->short_id_size && packet.size > quic->short_id_size)
		append_id(out, "DCID", (struct bytes){ packet.data + 1, quic->short_id_size });
}

static void summarize_long(
	const struct quic_message *quic, struct quic_packet *packet, struct text *out)
{
	static const char *const names[] = { "Initial", "0-RTT", "Handshake", "Retry",
		"Version Negotiation" };
	struct quic_initial *initial = &packet->initial;
	text_append(out, names[packet->type]);
	append_id(out, "DCID", initial->destination_id);
	append_id(out, "SCID", initial->source_id);
	if (packet->type != QUIC_INITIAL || !initial->packet.size)
		return;
	initial->key_id = (struct bytes){ quic->key_id, quic->key_id_size };
	initial->is_from_server = quic->is_from_server;
	autofinish(text) struct text words = { 0 };
	struct quic_frames frames;
	if (quic_initial_open(initial, &frames, &words))
		text_append_format(out, ", PKN: %u, %s", frames.packet_number, text_string(&words));
}

/*
 * Appends the summary of the datagram's last packet, as in Wireshark. A packet belongs to the
 * datagram when it has the first packet's id.
 */
void quic_summary_append(
	const struct frame *frame, const struct quic_message *quic, struct text *out)
{
	struct bytes rest = frame->payload, id = { 0 };
	bool is_first = true;
	autofinish(text) struct text words = { 0 };
	while (rest.size) {
		struct bytes here = rest;
		struct quic_packet packet;
		if (!(rest.data[0] & LONG_HEADER)) {
			bool is_other = !is_first &&
				(rest.size <= id.size ||
					(id.size && memcmp(rest.data + 1, id.data, id.size) != 0));
			if (is_other)
				break;
			words.size = 0;
			summarize_short(quic, here, &words);
			break;
		}
		if (!quic_packet_take(&rest, &packet))
			break;
		struct bytes other = packet.initial.destination_id;
		if (is_first)
			id = other;
		else if (other.size != id.size ||
			(id.size && memcmp(other.data, id.data, id.size) != 0))
			break;
		words.size = 0;
		summarize_long(quic, &packet, &words);
		is_first = false;
	}
	text_append(out, text_string(&words));
}

const struct protocol_description quic_protocol = {
	.name = "QUIC",
	.number = PROTOCOL_QUIC,
	.dissect_if = quic_dissect,
	.key_fields = {
		{ .field = "quic.long.packet_type" },
		{ .field = "quic.dcid" },
		{ .field = "quic.header_form" },
	},
};
