#ifndef DISSECT_DECODE_H
#define DISSECT_DECODE_H

/*
 * What dissectors share, for files of dissect/ only: the bytes that are left, how a layer begins and
 * ends, and how decoding stops. How fields are described is in describe.h.
 *
 * A dissector is `void x_dissect(struct frame *, struct input *)`. It begins a layer, reads its header
 * into a typed struct, describes the fields when frame->fields is there, and hands the rest to the
 * next dissector. It narrows *in when its header says where it ends, so that a link layer sees its
 * padding behind it.
 */

#include <string.h>

#include "base/cursor.h"
#include "dissect/describe.h"

struct input {
	struct cursor cursor; /* captured bytes, positions counted from the packet's first */
	uint32_t
		wire_end; /* position where these bytes end on the wire: beyond the cursor's when cut */
};

static inline uint32_t input_position(const struct input *in)
{
	return cursor_position(&in->cursor);
}

/* Bytes that are left on the wire. */
static inline uint32_t input_wire_remaining(const struct input *in)
{
	uint32_t position = input_position(in);
	return in->wire_end > position ? in->wire_end - position : 0;
}

/* Ends the input after its next `size` bytes, when it is longer. */
static inline void input_narrow(struct input *in, uint32_t size)
{
	if (size >= input_wire_remaining(in))
		return;
	in->wire_end = input_position(in) + size;
	if (cursor_remaining(&in->cursor) > size)
		in->cursor.end = in->cursor.next + size;
}

/* Whether bytes of this input are missing from the capture. */
static inline bool input_is_cut(const struct input *in)
{
	return in->wire_end > (uint32_t)(in->cursor.end - in->cursor.start);
}

/* Only the full view describes fields: kept out of the functions that every packet passes. */
#define FULL_VIEW __attribute__((cold, noinline))

struct next_protocol {
	uint32_t number;
	void (*dissect)(struct frame *frame, struct input *in);
};

/* Calls the dissector for `number`; false when the table has none. Put the usual ones first. */
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

/* Sets the status, unless one is set or the packet is a quoted one. */
void frame_set_status(struct frame *frame, enum decode status, uint32_t offset, const char *text);

/* Begins a layer at the input's position. Its index, or -1 (status set) beyond FRAME_LAYERS_MAX. */
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
 * Begins one header of a chain of `protocol`: a layer of its own, or, of a long chain, more of the layer before, so
 * that what the chain leads to has one. Its fields go to *ret_at. -1 (status set) beyond a limit.
 */
int chain_begin(
	struct frame *frame, enum protocol protocol, const struct input *in, struct place *ret_at);

/* The header ends at the input's position, and the layer where the (narrowed) input does. */
static inline void layer_end_header(struct frame *frame, int index, const struct input *in)
{
	struct layer *layer = &frame->layers[index];
	layer->header_size = input_position(in) - layer->offset;
	layer->size = (uint32_t)(in->cursor.end - in->cursor.start) - layer->offset;
	if (frame->fields)
		layer_explain_left_out(frame, index);
}

/*
 * Stops inside a header that is not all there: truncated when the capture cut it, else malformed. The
 * bytes that no field explains yet become one field.
 */
void layer_stop_short(struct frame *frame, int layer, struct input *in, const char *cut_text,
	const char *malformed_text);
#define LAYER_SHORT(frame, layer, in, what)                                                        \
	layer_stop_short((frame), (layer), (in), "cut inside the " what,                           \
		"the " what " is longer than its packet")

/*
 * Stops a message of a byte stream that goes on in a later segment: no fault, unless the capture cut
 * the segment (then truncated, with `cut_text`).
 */
void layer_stop_continued(struct frame *frame, int layer, struct input *in, const char *cut_text);

/* Stops for a header that cannot be right. */
void layer_stop_malformed(struct frame *frame, int layer, struct input *in, const char *text);

/* Bytes of an option whose length cannot be right. */
void describe_malformed_option(const struct place *at, uint32_t offset, uint32_t size);

/* Gives the topmost protocol a more exact name; NULL leaves it. */
static inline void frame_name_protocol(struct frame *frame, const char *text)
{
	frame->protocol_text = text;
	frame->protocol_text_for = frame->protocol;
}

/* The rest of the input as a PROTOCOL_DATA layer with one field; none when it is empty. */
void data_dissect(struct frame *frame, struct input *in);

/* The same, and the status is unknown, with a static `text`. */
void unknown_dissect(struct frame *frame, struct input *in, const char *text);

/*
 * An address of this family, a constant one, so that the copy's size is known. Written in place:
 * passing addresses around by value costs more than all else that a header of the fast scan does.
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
