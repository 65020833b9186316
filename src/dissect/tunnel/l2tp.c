/*
 * L2TP version 2 (RFC 2661): PPP over UDP port 1701.
 *
 *   | T 1, L 1, 0 2, S 1, 0 1, O 1, P 1, 0 4, version 4 | [length 2] | tunnel 2 | session 2
 *   | [Ns 2, Nr 2] | [offset 2, padding] | PPP, or attributes of a control message |
 *
 * Control messages are named by their first attribute; version 3 is left as data.
 */
#include "base/array.h"
#include "dissect/application/application.h"
#include "dissect/application/summary.h"
#include "dissect/link/link.h"

static const struct field_spec l2tp_flags =
	FIELD_SPEC_AS(FIELD_ROLE_FLAGS, "l2tp.flags", "Flags", 2);
static const struct field_spec l2tp_type = FIELD_SPEC_BITS("l2tp.type", "Type: control", 2, 0, 1);
static const struct field_spec l2tp_length_bit =
	FIELD_SPEC_BITS("l2tp.length_bit", "Length Bit", 2, 1, 1);
static const struct field_spec l2tp_seq_bit =
	FIELD_SPEC_BITS("l2tp.seq_bit", "Sequence Bit", 2, 4, 1);
static const struct field_spec l2tp_offset_bit =
	FIELD_SPEC_BITS("l2tp.offset_bit", "Offset bit", 2, 6, 1);
static const struct field_spec l2tp_priority =
	FIELD_SPEC_BITS("l2tp.priority", "Priority", 2, 7, 1);
static const struct field_spec l2tp_version = FIELD_SPEC_BITS("l2tp.version", "Version", 2, 12, 4);
static const struct field_spec l2tp_length = FIELD_SPEC("l2tp.length", "Length", 2);
static const struct field_spec l2tp_tunnel = FIELD_SPEC("l2tp.tunnel", "Tunnel ID", 2);
static const struct field_spec l2tp_session = FIELD_SPEC("l2tp.session", "Session ID", 2);
static const struct field_spec l2tp_ns = FIELD_SPEC("l2tp.Ns", "Ns", 2);
static const struct field_spec l2tp_nr = FIELD_SPEC("l2tp.Nr", "Nr", 2);
static const struct field_spec l2tp_offset = FIELD_SPEC("l2tp.offset", "Offset", 2);
static const struct field_spec l2tp_offset_padding =
	FIELD_SPEC("l2tp.offset_padding", "Offset padding", 0);
static const struct field_spec l2tp_trailer = FIELD_SPEC("l2tp.trailer", "Behind the message", 0);

enum {
	FLAG_CONTROL = 0x8000,
	FLAG_LENGTH = 0x4000,
	FLAG_SEQUENCE = 0x0800,
	FLAG_OFFSET = 0x0200,
	FLAG_PRIORITY = 0x0100,
	VERSION = 0x000f,
};

struct l2tp_header {
	uint16_t flags, length, tunnel, session;
};

static void flags_describe(const struct place *at, uint16_t flags)
{
	int32_t parent = field_hex(at, &l2tp_flags, 0, flags);
	struct place below = place_below(at, parent);
	field_flag(&below, &l2tp_type, 0, flags & FLAG_CONTROL);
	field_flag(&below, &l2tp_length_bit, 0, flags & FLAG_LENGTH);
	field_flag(&below, &l2tp_seq_bit, 0, flags & FLAG_SEQUENCE);
	field_flag(&below, &l2tp_offset_bit, 0, flags & FLAG_OFFSET);
	field_flag(&below, &l2tp_priority, 0, flags & FLAG_PRIORITY);
	field_decimal(&below, &l2tp_version, 0, flags & VERSION);
}

/* Reads a number of two bytes, and describes it unless `at` is NULL. */
static uint16_t read_part(
	struct cursor *cursor, const struct place *at, const struct field_spec *spec)
{
	uint32_t offset = at ? place_offset(at, cursor) : 0;
	uint16_t value = cursor_u16(cursor);
	if (at)
		field_decimal(at, spec, offset, value);
	return value;
}

static void read_header(
	struct cursor *cursor, const struct place *at, struct l2tp_header *ret_header)
{
	struct l2tp_header header = { .flags = cursor_u16(cursor) };
	if (at)
		flags_describe(at, header.flags);
	if (header.flags & FLAG_LENGTH)
		header.length = read_part(cursor, at, &l2tp_length);
	header.tunnel = read_part(cursor, at, &l2tp_tunnel);
	header.session = read_part(cursor, at, &l2tp_session);
	if (header.flags & FLAG_SEQUENCE) {
		(void)read_part(cursor, at, &l2tp_ns);
		(void)read_part(cursor, at, &l2tp_nr);
	}
	if (header.flags & FLAG_OFFSET) {
		uint16_t size = read_part(cursor, at, &l2tp_offset);
		uint32_t offset = at ? place_offset(at, cursor) : 0;
		cursor_skip(cursor, size);
		if (at && size)
			field_bytes(at, &l2tp_offset_padding, offset, size);
	}
	*ret_header = header;
}

static void l2tp_dissect(struct frame *frame, struct input *in)
{
	enum { VERSION_2 = 2 };
	struct cursor ahead = in->cursor;
	if ((cursor_u16(&ahead) & VERSION) != VERSION_2 && cursor_ok(&ahead)) {
		data_dissect(frame, in);
		return;
	}
	int layer = layer_begin(frame, PROTOCOL_L2TP, in);
	if (layer < 0)
		return;
	struct place at = { 0 };
	if (frame->fields)
		at = place_in(frame, layer);
	struct l2tp_header header;
	uint32_t whole_size = input_wire_remaining(in);
	read_header(&in->cursor, frame->fields ? &at : NULL, &header);
	if (!cursor_ok(&in->cursor)) {
		LAYER_SHORT(frame, layer, in, "L2TP header");
		return;
	}
	layer_end_header(frame, layer, in);
	uint32_t header_size = frame->layers[layer].header_size;
	struct input payload = *in;
	if (header.flags & FLAG_LENGTH && header.length >= header_size &&
		header.length < whole_size)
		input_narrow(&payload, header.length - header_size);
	uint32_t end = (uint32_t)(payload.cursor.end - payload.cursor.start);
	uint32_t left_over = (uint32_t)(in->cursor.end - payload.cursor.end);
	if (header.flags & FLAG_CONTROL)
		data_dissect(frame, &payload);
	else
		ppp_dissect(frame, &payload);
	if (frame->fields && left_over)
		field_bytes(&at, &l2tp_trailer, end - at.base, left_over);
}

static const char *name_of_message(uint16_t type)
{
	static const char *const names[] = { "Reserved", "Start_Control_Request",
		"Start_Control_Reply", "Start_Control_Connected", "Stop_Control_Notification",
		"Reserved", "Hello", "Outgoing_Call_Request", "Outgoing_Call_Reply",
		"Outgoing_Call_Connected", "Incoming_Call_Request", "Incoming_Call_Reply",
		"Incoming_Call_Connected", "Reserved", "Call_Disconnect_Notification",
		"WAN_Error_Notify", "Set_Link_Info" };
	return type < ARRAY_COUNT(names) ? names[type] : "Unknown";
}

static void l2tp_summary_append(const struct frame *frame, struct text *out)
{
	struct cursor cursor;
	summary_cursor(frame, PROTOCOL_L2TP, &cursor);
	struct l2tp_header header;
	read_header(&cursor, NULL, &header);
	if (!cursor_ok(&cursor))
		return;
	if (!(header.flags & FLAG_CONTROL)) {
		text_append_format(out, "Data Message            (tunnel id=%u, session id=%u)",
			header.tunnel, header.session);
		return;
	}
	/* The first attribute: | flags and size 2 | vendor 2 | attribute 2 | message 2 | */
	cursor_skip(&cursor, 6);
	uint16_t message = cursor_u16(&cursor);
	text_append_format(out, "Control Message - %s (tunnel id=%u, session id=%u)",
		cursor_ok(&cursor) ? name_of_message(message) : "ZLB     ", header.tunnel,
		header.session);
}

const struct protocol_description l2tp_protocol = {
	.name = "L2TP",
	.number = PROTOCOL_L2TP,
	.dissect = l2tp_dissect,
	.append_summary = l2tp_summary_append,
};
