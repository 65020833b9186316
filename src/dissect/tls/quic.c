/*
 * QUIC long headers (RFC 9000 section 17.2, invariants RFC 8999): version and connection ids, and
 * in version 1 and 2 (RFC 9369) the packet type, token and length. The rest is encrypted, and so is
 * the packet number. A client's Initial packet is decrypted, to show its hello. Short headers do
 * not tell their connection; conversation/follow/quic-track.c finds it.
 *
 *   | 1 1 type reserved 1 | version 4 | size 1, destination id | size 1, source id |
 *   initial: | token size, token | length | protected packet number and payload |
 *   retry:   | token | integrity tag 16 |
 *   short:   | 0 1 spin protected 5 | destination id | protected packet number and payload |
 *
 * Each packet of a datagram has a layer. It extends to the end of the datagram, as if it contained
 * the packets behind it.
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
static const struct field_spec quic_spin_bit =
	FIELD_SPEC_BITS("quic.spin_bit", "Spin Bit", 1, 2, 1);
static const struct field_spec quic_short_protected =
	FIELD_SPEC_BITS("quic.short.protected", "Protected bits", 1, 3, 5);
static const struct field_spec quic_remaining_payload =
	FIELD_SPEC("quic.remaining_payload", "Protected Payload", 0);
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
	SPIN_BIT = 0x20,
	CONNECTION_ID_MAX = 20,
	LAYERS_MAX = 8, /* packets of a datagram that have a layer */
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

/* The names of RFC 9000. */
static const char *name_of_type(enum quic_type type)
{
	static const char *const names[QUIC_TYPE_COUNT] = { "Initial", "0-RTT", "Handshake",
		"Retry", "Version Negotiation", "1-RTT" };
	return names[type];
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
	field_word(&at, &quic_long_packet_type, 0, header->first >> 4 & 3,
		name_of_type(packet_type(header)));
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

/* ---- the packets of a datagram ---- */

/* Where the walk through a datagram stands. */
struct quic_walk {
	struct bytes rest, id; /* the first packet's destination id */
	uint8_t short_id_size; /* of an id in a short header that begins the datagram */
	bool is_behind; /* a packet was taken already */
};

static bool has_other_id(const struct quic_walk *walk, struct bytes id)
{
	return id.size != walk->id.size ||
		(id.size && memcmp(id.data, walk->id.data, id.size) != 0);
}

/* A short header extends to the end. Behind another packet it has that one's id. */
static bool walk_short(struct quic_walk *walk, struct quic_packet *ret_packet)
{
	struct bytes packet = walk->rest, id = { packet.data + 1, walk->id.size };
	if (walk->is_behind) {
		if (packet.size <= id.size || has_other_id(walk, id))
			return false;
	} else {
		id.size = packet.size > walk->short_id_size ? walk->short_id_size : 0;
	}
	*ret_packet = (struct quic_packet){ .type = QUIC_ONE_RTT,
		.initial = { .packet = packet, .destination_id = id } };
	walk->rest = (struct bytes){ 0 };
	return true;
}

/*
 * Takes the next packet. A packet belongs to the datagram when it has the first one's id, as in
 * Wireshark.
 */
static bool walk_next(struct quic_walk *walk, struct quic_packet *ret_packet)
{
	if (!walk->rest.size)
		return false;
	bool is_long = walk->rest.data[0] & LONG_HEADER;
	if (is_long ? !quic_packet_take(&walk->rest, ret_packet) : !walk_short(walk, ret_packet))
		return false;
	struct bytes id = ret_packet->initial.destination_id;
	if (!walk->is_behind)
		walk->id = id;
	else if (has_other_id(walk, id))
		return false;
	walk->is_behind = true;
	return true;
}

static void describe_short(struct frame *frame, int layer, const struct quic_packet *packet)
{
	struct place at = place_in(frame, layer);
	struct bytes bytes = packet->initial.packet;
	field_named(&at, &quic_header_form, 0, 0, "Short header");
	field_flag(&at, &quic_fixed_bit, 0, bytes.data[0] & FIXED_BIT);
	field_flag(&at, &quic_spin_bit, 0, bytes.data[0] & SPIN_BIT);
	field_decimal(&at, &quic_short_protected, 0, bytes.data[0] & 31);
	if (packet->initial.destination_id.size)
		field_bytes(&at, &quic_dcid, 1, (uint32_t)packet->initial.destination_id.size);
}

/* Makes a layer of a short header. */
static int short_header_dissect(
	struct frame *frame, struct input *in, const struct quic_packet *packet)
{
	int layer = layer_begin(frame, PROTOCOL_QUIC, in);
	if (layer < 0)
		return layer;
	cursor_skip(&in->cursor, 1 + packet->initial.destination_id.size);
	layer_end_header(frame, layer, in);
	if (frame->fields)
		describe_short(frame, layer, packet);
	return layer;
}

/* Makes a layer of a long header that was captured whole; in->cursor stands at its beginning. */
static int long_header_dissect(
	struct frame *frame, struct input *in, const struct quic_header *header, uint32_t size)
{
	int layer = layer_begin(frame, PROTOCOL_QUIC, in);
	if (layer < 0)
		return layer;
	cursor_skip(&in->cursor, size);
	layer_end_header(frame, layer, in);
	if (frame->fields)
		quic_describe(frame, layer, header, input_position(in));
	if (packet_type(header) == QUIC_RETRY && has_retry_tag(header->version))
		retry_read(frame, layer, in);
	return layer;
}

static int next_header_dissect(
	struct frame *frame, struct input *in, const struct quic_packet *packet)
{
	if (packet->type == QUIC_ONE_RTT)
		return short_header_dissect(frame, in, packet);
	struct cursor ahead = in->cursor;
	struct quic_header header = { 0 };
	uint32_t start = cursor_position(&ahead);
	(void)header_read(&ahead, &header);
	return long_header_dissect(frame, in, &header, cursor_position(&ahead) - start);
}

/* Dissects the packets behind the first one, and the payload of the last one. */
static void coalesced_dissect(
	struct frame *frame, struct input *in, int layer, struct quic_walk *walk)
{
	for (unsigned count = 1; count < LAYERS_MAX && layer >= 0; count++) {
		struct bytes here = walk->rest;
		struct quic_packet packet;
		if (!walk_next(walk, &packet))
			break;
		uint32_t size = (uint32_t)(here.data - in->cursor.next);
		if (frame->fields && size) {
			struct place at = place_in(frame, layer);
			uint32_t offset = input_position(in) - at.base;
			field_sized(&at, &quic_remaining_payload, offset, size, size, size);
		}
		cursor_skip(&in->cursor, size);
		layer = next_header_dissect(frame, in, &packet);
	}
	data_dissect(frame, in);
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
	if (!is_sound) {
		int layer = layer_begin(frame, PROTOCOL_QUIC, in);
		if (layer < 0)
			return false;
		LAYER_SHORT(frame, layer, in, "QUIC header");
	}
	frame->application = PART_QUIC;
	struct tls_message *tls = &frame->parts.application.tls.message;
	struct quic_message *quic = &frame->parts.application.tls.quic;
	*tls = (struct tls_message){ 0 };
	*quic = (struct quic_message){ 0 };
	if (!is_sound)
		return true;
	int layer = long_header_dissect(
		frame, in, &header, cursor_position(&ahead) - cursor_position(&start));
	if (layer < 0)
		return false;
	struct quic_walk walk = { .rest = { start.next, cursor_remaining(&start) } };
	struct quic_packet packet;
	struct quic_frames frames;
	if (walk_next(&walk, &packet) && packet.type == QUIC_INITIAL &&
		quic_initial_open(&packet.initial, &frames, NULL)) {
		quic->is_open = true;
		(void)quic_handshake_add(
			quic, tls, (struct bytes){ frames.crypto, frames.crypto_size });
	}
	coalesced_dissect(frame, in, layer, &walk);
	return true;
}

void quic_short_dissect(struct frame *frame, const struct quic_message *quic)
{
	uint32_t start = frame->payload_offset;
	struct input in = {
		.cursor = cursor_over(frame->data),
		.wire_end = start + frame_udp(frame)->payload_size,
	};
	struct quic_walk walk = { .rest = frame->payload, .short_id_size = quic->short_id_size };
	struct quic_packet packet;
	uint8_t layer = 0;
	for (uint8_t i = 0; i < frame->layer_count; i++)
		if (frame->layers[i].protocol == PROTOCOL_UDP)
			layer = (uint8_t)(i + 1);
	frame->application = PART_NO_APPLICATION;
	payload_forget(frame, layer);
	in.cursor.end = in.cursor.start + start + frame->payload.size;
	cursor_skip(&in.cursor, start);
	if (walk_next(&walk, &packet))
		(void)short_header_dissect(frame, &in, &packet);
	data_dissect(frame, &in);
}

/* ---- words ---- */

static void append_id(struct text *out, const char *name, struct bytes id)
{
	struct cursor cursor = cursor_over(id);
	if (id.size == 0)
		return;
	text_append_format(out, ", %s=", name);
	for (size_t i = 0; i < id.size; i++)
		text_append_format(out, "%02x", cursor_u8(&cursor));
}

/* Appends the words for a packet of the datagram, as in Wireshark. */
static void summarize(const struct quic_message *quic, struct quic_packet *packet, struct text *out)
{
	struct quic_initial *initial = &packet->initial;
	if (packet->type == QUIC_ONE_RTT)
		text_append(out, "Protected Payload (KP0)"); /* the real key phase is encrypted */
	else
		text_append(out, name_of_type(packet->type));
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

static struct quic_walk walk_of(const struct frame *frame, const struct quic_message *quic)
{
	return (struct quic_walk){ .rest = frame->payload, .short_id_size = quic->short_id_size };
}

/* Appends the summary of the datagram's last packet, as in Wireshark. */
void quic_summary_append(
	const struct frame *frame, const struct quic_message *quic, struct text *out)
{
	struct quic_walk walk = walk_of(frame, quic);
	struct quic_packet packet, last;
	bool has_one = false;
	while (walk_next(&walk, &packet)) {
		last = packet;
		has_one = true;
	}
	if (has_one)
		summarize(quic, &last, out);
}

static bool has_type(const struct quic_datagram *datagram, enum quic_type type)
{
	for (unsigned i = 0; i < datagram->type_count; i++)
		if (datagram->types[i] == type)
			return true;
	return false;
}

struct quic_datagram quic_datagram_of(const struct frame *frame, const struct quic_message *quic)
{
	struct quic_datagram datagram = { 0 };
	struct quic_walk walk = walk_of(frame, quic);
	struct quic_packet packet;
	while (walk_next(&walk, &packet)) {
		datagram.packet_count++;
		if (!has_type(&datagram, packet.type))
			datagram.types[datagram.type_count++] = packet.type;
	}
	return datagram;
}

bool quic_label_append(const struct frame *frame, const struct quic_message *quic, struct text *out)
{
	struct quic_datagram datagram = quic_datagram_of(frame, quic);
	for (unsigned i = 0; i < datagram.type_count; i++)
		text_append_format(out, "%s%s", i ? " + " : "", name_of_type(datagram.types[i]));
	return datagram.type_count;
}

const struct protocol_description quic_protocol = {
	.name = "QUIC",
	.number = PROTOCOL_QUIC,
	.dissect_if = quic_dissect,
	.key_fields = {
		{ .field = "quic.header_form", .when = "quic.header_form", .is = 0 },
		{ .field = "quic.long.packet_type" },
		{ .field = "quic.long.packet_type", .is_next = true },
		{ .field = "quic.header_form", .is_next = true },
		{ .field = "quic.dcid" },
		{ .field = "quic.scid" },
	},
};
