#ifndef DISSECT_DECODE_H
#define DISSECT_DECODE_H

/*
 * Shared by dissectors, for files of dissect/ only: the remaining input, how a layer begins and
 * ends, and how decoding stops. describe.h describes fields.
 *
 * A dissector is `void x_dissect(struct frame *, struct input *)`. It begins a layer, reads its
 * header into a typed struct, describes the fields when frame->fields is set, and passes the rest
 * to the next dissector. When its header states a length, it shortens *in to it, so that the link
 * layer finds its padding after it.
 */

#include <string.h>

#include "base/cursor.h"
#include "dissect/describe.h"

struct input {
	struct cursor cursor; /* captured bytes; positions count from the packet's first byte */
	/*
	 * position where this input ends on the wire; beyond the cursor's end when the
	 * packet was cut
	 */
	uint32_t wire_end;
};

static inline uint32_t input_position(const struct input *in)
{
	return cursor_position(&in->cursor);
}

/* The remaining bytes on the wire. */
static inline uint32_t input_wire_remaining(const struct input *in)
{
	uint32_t position = input_position(in);
	return in->wire_end > position ? in->wire_end - position : 0;
}

/* Shortens the input to its next `size` bytes. */
static inline void input_narrow(struct input *in, uint32_t size)
{
	if (size >= input_wire_remaining(in))
		return;
	in->wire_end = input_position(in) + size;
	if (cursor_remaining(&in->cursor) > size)
		in->cursor.end = in->cursor.next + size;
}

/* Whether the capture lacks bytes of this input. */
static inline bool input_is_cut(const struct input *in)
{
	return in->wire_end > (uint32_t)(in->cursor.end - in->cursor.start);
}

/*
 * Marks functions that only the full view calls, to keep them out of those that every packet
 * passes.
 */
#define FULL_VIEW __attribute__((cold, noinline))

struct next_protocol {
	uint32_t number;
	void (*dissect)(struct frame *frame, struct input *in);
};

/*
 * Calls the dissector for `number`; false when the table has none. The search is linear, so the
 * usual numbers come first.
 */
static inline bool dissect_next(struct frame *frame, struct input *in, uint32_t number,
	const struct next_protocol *table, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (table[i].number == number) {
			table[i].dissect(frame, in);
			return true;
		}
	}
	return false;
}

/*
 * Sets the status. A status that is set already stays, and within a quoted packet nothing is set.
 */
void frame_set_status(struct frame *frame, enum decode status, uint32_t offset, const char *text);

/*
 * Makes the frame an ICMP or ICMPv6 message and returns the message: type and code are set, the
 * rest is zero.
 */
static inline struct icmp_message *frame_begin_icmp(struct frame *frame, uint8_t type, uint8_t code)
{
	struct icmp_message *message = &frame->parts.transport.icmp.message;
	*message = (struct icmp_message){ .type = type, .code = code };
	frame->transport = PART_ICMP;
	return message;
}

/*
 * Begins a layer at the input's position. Returns its index, or -1 (with a status) beyond
 * FRAME_LAYERS_MAX.
 */
static inline int layer_begin(struct frame *frame, enum protocol protocol, const struct input *in)
{
	if (frame->layer_count == FRAME_LAYERS_MAX) {
		frame_set_status(frame, DECODE_MALFORMED, input_position(in),
			"more nested headers than the limit of 64");
		return -1;
	}
	int index = frame->layer_count++;
	frame->layers[index] = (struct layer){
		.protocol = protocol,
		.offset = input_position(in),
		.size = (uint32_t)cursor_remaining(&in->cursor),
	};
	if (protocol != PROTOCOL_DATA)
		frame->protocol = protocol;
	return index;
}

/*
 * Begins one header in a chain of headers of `protocol`. It gets a layer of its own; in a long
 * chain it becomes part of the previous layer, so that enough layers are left for the protocols
 * above. *ret_at is the place for its fields. Returns the layer, or -1 (with a status) beyond a
 * limit.
 */
int chain_begin(
	struct frame *frame, enum protocol protocol, const struct input *in, struct place *ret_at);

/* Ends the header at the input's position, and the layer at the end of the (shortened) input. */
static inline void layer_end_header(struct frame *frame, int index, const struct input *in)
{
	struct layer *layer = &frame->layers[index];
	layer->header_size = input_position(in) - layer->offset;
	layer->size = (uint32_t)(in->cursor.end - in->cursor.start) - layer->offset;
	if (frame->fields)
		layer_explain_left_out(frame, index);
}

/*
 * Stops inside an incomplete header: truncated when the capture cut it, else malformed. The bytes
 * without a field become one field.
 */
void layer_stop_short(struct frame *frame, int layer, struct input *in, const char *cut_text,
	const char *malformed_text);
#define LAYER_SHORT(frame, layer, in, what)                                                        \
	layer_stop_short((frame), (layer), (in), "cut inside the " what,                           \
		"the " what " is longer than its packet")

/*
 * Stops in a message of a byte stream that continues in a later segment. That is no fault; only a
 * segment that the capture cut becomes truncated, with `cut_text`.
 */
void layer_stop_continued(struct frame *frame, int layer, struct input *in, const char *cut_text);

/* Stops at a header that is invalid. */
void layer_stop_malformed(struct frame *frame, int layer, struct input *in, const char *text);

/* Describes the bytes of an option whose length is invalid. */
void malformed_option_describe(const struct place *at, uint32_t offset, uint32_t size);

/* Sets a more exact name for the topmost protocol; NULL changes nothing. */
static inline void frame_name_protocol(struct frame *frame, const char *text)
{
	frame->protocol_text = text;
	frame->protocol_text_for = frame->protocol;
}

/*
 * Removes the layers from `layer` on, with their fields, and the status that they set: earlier
 * packets show that the payload is something else, and it is dissected again.
 */
void payload_forget(struct frame *frame, uint8_t layer);

/* Makes the rest of the input a PROTOCOL_DATA layer with one field; nothing when it is empty. */
void data_dissect(struct frame *frame, struct input *in);

/* The same as data_dissect(), and sets the status to unknown with a static `text`. */
void unknown_dissect(struct frame *frame, struct input *in, const char *text);

/*
 * Reads an address. The family is a constant in each call, so the compiler knows the size of the
 * copy.
 */
static inline void address_read(
	const uint8_t *from, enum address_family family, struct address *ret_address)
{
	size_t size = family == ADDRESS_IPV4 ? 4 : family == ADDRESS_IPV6 ? 16 : 6;
	*ret_address = (struct address){ .family = (uint8_t)family };
	memcpy(ret_address->octets, from, size);
}

static inline void cursor_read_address(
	struct cursor *cursor, enum address_family family, struct address *ret_address)
{
	static const uint8_t zeros[16] = { 0 };
	size_t size = family == ADDRESS_IPV4 ? 4 : family == ADDRESS_IPV6 ? 16 : 6;
	const uint8_t *from = cursor_advance(cursor, size);
	address_read(from ? from : zeros, family, ret_address);
}

static inline struct address cursor_address(struct cursor *cursor, enum address_family family)
{
	struct address address;
	cursor_read_address(cursor, family, &address);
	return address;
}

#endif
