/*
 * TFTP (RFC 1350), options as in RFC 2347.
 *
 *   | opcode 2 | file, 0 | mode, 0 | (option, 0 | value, 0) … |   1, 2: a request
 *   | opcode 2 | block 2 | data … |                              3
 *   | opcode 2 | block 2 |                                       4: an acknowledgment
 *   | opcode 2 | code 2 | message, 0 |                           5: an error
 *   | opcode 2 | (option, 0 | value, 0) … |                      6: options are acknowledged
 *
 * A server answers from another port, so only datagrams from or to port 69 are known to be TFTP.
 */
#include "base/span.h"
#include "dissect/application/application.h"
#include "dissect/application/summary.h"

static const struct field_spec tftp_opcode =
	FIELD_SPEC_AS(FIELD_ROLE_TYPE, "tftp.opcode", "Opcode", 2);
static const struct field_spec tftp_source_file = FIELD_SPEC("tftp.source_file", "Source File", 0);
static const struct field_spec tftp_destination_file =
	FIELD_SPEC("tftp.destination_file", "Destination File", 0);
static const struct field_spec tftp_type = FIELD_SPEC("tftp.type", "Type", 0);
static const struct field_spec tftp_block =
	FIELD_SPEC_AS(FIELD_ROLE_NAME, "tftp.block", "Block", 2);
static const struct field_spec tftp_error_code = FIELD_SPEC("tftp.error.code", "Error code", 2);
static const struct field_spec tftp_error_string =
	FIELD_SPEC("tftp.error.string", "Error message", 0);
static const struct field_spec tftp_option = FIELD_SPEC("tftp.option", "Option", 0);
static const struct field_spec tftp_option_name = FIELD_SPEC("tftp.option.name", "Option name", 0);
static const struct field_spec tftp_option_value =
	FIELD_SPEC("tftp.option.value", "Option value", 0);

enum tftp_opcode {
	TFTP_READ = 1,
	TFTP_WRITE,
	TFTP_DATA,
	TFTP_ACKNOWLEDGMENT,
	TFTP_ERROR,
	TFTP_OPTIONS,
};

enum { NUMBER_SIZE = 2, BLOCK_SIZE = 512 };

/* State of one pass over a message, which describes fields or writes the summary. */
struct tftp_walk {
	struct cursor cursor;
	const struct place *at; /* where to describe fields, or NULL */
	struct text *out; /* where to write the summary, or NULL */
	uint32_t wire_size; /* of the message */
};

static const char *name_of_opcode(uint16_t opcode)
{
	static const char *const names[] = { NULL, "Read Request", "Write Request", "Data Packet",
		"Acknowledgement", "Error Code", "Option Acknowledgement" };
	return summary_pick(names, opcode);
}

static const char *name_of_error(uint16_t code)
{
	static const char *const names[] = { "Not defined", "File not found", "Access violation",
		"Disk full or allocation exceeded", "Illegal TFTP Operation", "Unknown transfer ID",
		"File already exists", "No such user", "Option negotiation failed" };
	return summary_pick(names, code);
}

static uint32_t offset_in(const struct tftp_walk *walk)
{
	return cursor_position(&walk->cursor) - (walk->at ? walk->at->base : 0);
}

/* Reads a text up to its zero. Without a zero the cursor becomes invalid. */
static struct bytes text_take(struct cursor *cursor)
{
	struct bytes rest = cursor_rest(cursor);
	ptrdiff_t size = span_find(rest, '\0');
	if (size == SPAN_NOT_FOUND) {
		cursor_skip(cursor, rest.size + 1);
		return (struct bytes){ 0 };
	}
	cursor_skip(cursor, (size_t)size + 1);
	return span_slice(rest, 0, (size_t)size);
}

static void append_shown_text(const struct tftp_walk *walk, const char *before, struct bytes text)
{
	if (!walk->out)
		return;
	text_append(walk->out, before);
	text_append_size(walk->out, (const char *)text.data, text.size);
}

/* Describes a text and its zero. */
static void text_describe(
	const struct place *at, const struct field_spec *spec, uint32_t offset, struct bytes text)
{
	struct field value = { .kind = FIELD_TEXT, .bytes = text };
	field_add(at, spec, offset, (uint32_t)text.size + 1, &value);
}

static void read_text(struct tftp_walk *walk, const struct field_spec *spec, const char *before)
{
	uint32_t offset = offset_in(walk);
	struct bytes text = text_take(&walk->cursor);
	if (!cursor_ok(&walk->cursor))
		return;
	if (walk->at)
		text_describe(walk->at, spec, offset, text);
	append_shown_text(walk, before, text);
}

static void read_option(struct tftp_walk *walk)
{
	uint32_t offset = offset_in(walk);
	struct bytes name = text_take(&walk->cursor);
	if (!cursor_ok(&walk->cursor))
		return;
	struct bytes value = text_take(&walk->cursor);
	if (!cursor_ok(&walk->cursor))
		return;
	append_shown_text(walk, ", ", name);
	append_shown_text(walk, "=", value);
	if (!walk->at)
		return;
	uint32_t name_size = (uint32_t)name.size + 1, value_size = (uint32_t)value.size + 1;
	uint32_t size = name_size + value_size;
	int32_t parent = field_sized(walk->at, &tftp_option, offset, size, 0, size);
	struct place below = place_below(walk->at, parent);
	text_describe(&below, &tftp_option_name, offset, name);
	text_describe(&below, &tftp_option_value, offset + name_size, value);
}

static void read_options(struct tftp_walk *walk)
{
	while (cursor_ok(&walk->cursor) && cursor_remaining(&walk->cursor) > 0)
		read_option(walk);
}

static void read_block(struct tftp_walk *walk, bool is_data)
{
	uint32_t offset = offset_in(walk);
	uint16_t block = cursor_u16(&walk->cursor);
	if (!cursor_ok(&walk->cursor))
		return;
	if (walk->at)
		field_decimal(walk->at, &tftp_block, offset, block);
	if (!walk->out)
		return;
	text_append_format(walk->out, ", Block: %u", block);
	if (is_data && walk->wire_size < 2 * NUMBER_SIZE + BLOCK_SIZE)
		text_append(walk->out, " (last)");
}

static void read_error(struct tftp_walk *walk)
{
	uint32_t offset = offset_in(walk);
	uint16_t code = cursor_u16(&walk->cursor);
	const char *name = name_of_error(code);
	if (!cursor_ok(&walk->cursor))
		return;
	if (walk->at)
		field_named(walk->at, &tftp_error_code, offset, code, name);
	if (walk->out && name)
		text_append_format(walk->out, ", Code: %s", name);
	else if (walk->out)
		text_append_format(walk->out, ", Code: Unknown (%u)", code);
	read_text(walk, &tftp_error_string, ", Message: ");
}

/* Reads a message; the cursor becomes invalid when a part is missing. The caller reads the data. */
static void read_message(struct tftp_walk *walk)
{
	uint16_t opcode = cursor_u16(&walk->cursor);
	const char *name = name_of_opcode(opcode);
	if (!cursor_ok(&walk->cursor))
		return;
	if (walk->at)
		field_named(walk->at, &tftp_opcode, 0, opcode, name);
	if (walk->out && name)
		text_append(walk->out, name);
	else if (walk->out)
		text_append_format(walk->out, "Unknown (0x%04x)", opcode);
	switch (opcode) {
	case TFTP_READ:
	case TFTP_WRITE:
		read_text(walk, opcode == TFTP_READ ? &tftp_source_file : &tftp_destination_file,
			", File: ");
		read_text(walk, &tftp_type, ", Transfer type: ");
		read_options(walk);
		break;
	case TFTP_DATA:
	case TFTP_ACKNOWLEDGMENT:
		read_block(walk, opcode == TFTP_DATA);
		break;
	case TFTP_ERROR:
		read_error(walk);
		break;
	case TFTP_OPTIONS:
		read_options(walk);
		break;
	default:
		break;
	}
}

static void tftp_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, protocol_number(&tftp_protocol), in);
	if (layer < 0)
		return;
	struct place at = { 0 };
	struct tftp_walk walk = { .cursor = in->cursor };
	if (frame->fields) {
		at = place_in(frame, layer);
		walk.at = &at;
	}
	read_message(&walk);
	in->cursor = walk.cursor;
	if (!cursor_ok(&in->cursor)) {
		LAYER_SHORT(frame, layer, in, "TFTP message");
		return;
	}
	layer_end_header(frame, layer, in);
	data_dissect(frame, in);
}

static void tftp_summary_append(const struct frame *frame, struct text *out)
{
	const struct udp_header *udp = frame_udp(frame);
	struct tftp_walk walk = { .out = out, .wire_size = udp ? udp->payload_size : UINT32_MAX };
	summary_cursor(frame, protocol_number(&tftp_protocol), &walk.cursor);
	read_message(&walk);
}

const struct protocol_description tftp_protocol = {
	.name = "TFTP",
	.dissect = tftp_dissect,
	.append_summary = tftp_summary_append,
	.key_fields = {
		{ .field = "tftp.source_file" },
		{ .field = "tftp.destination_file" },
		{ .field = "tftp.block" },
		{ .field = "tftp.error.code" },
		{ .field = "tftp.error.string" },
		{ .field = "tftp.type" },
		{ .field = "tftp.opcode" },
	},
};
