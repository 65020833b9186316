/* What all dissectors share: layers, and the end of decoding. */
#include "dissect/decode.h"

enum {
	CHAIN_MAX = 500, /* about Wireshark's own limit */
	LAYERS_BEHIND_CHAIN = 24,
};

static const struct field_spec ws_short = FIELD_SPEC("_ws.short", "Cut by the snap length", 0);
static const struct field_spec ws_unreassembled =
	FIELD_SPEC("_ws.unreassembled", "Continues in a later segment", 0);
static const struct field_spec data_data = FIELD_SPEC("data.data", "Data", 0);
static const struct field_spec ws_malformed = FIELD_SPEC("_ws.malformed", "Malformed", 0);

/* ---- layers ---- */

void frame_set_status(struct frame *frame, enum decode status, uint32_t offset, const char *text)
{
	/*
	 * An ICMP error quotes only a part of a packet, so a cut quote is no fault of this packet.
	 */
	if (frame->is_quoted || frame->status != DECODE_OK)
		return;
	frame->status = status;
	frame->status_offset = offset < frame->data.size ? offset : (uint32_t)frame->data.size;
	frame->status_text = text;
}

int chain_begin(
	struct frame *frame, enum protocol protocol, const struct input *in, struct place *ret_at)
{
	uint32_t start = input_position(in);
	if (++frame->extension_count > CHAIN_MAX) {
		frame_set_status(frame, DECODE_MALFORMED, start,
			"a longer chain of extension headers than the limit of 500");
		return -1;
	}
	int index = frame->layer_count - 1;
	bool is_long = frame->layer_count >= FRAME_LAYERS_MAX - LAYERS_BEHIND_CHAIN;
	if (!is_long || frame->layers[index].protocol != protocol ||
		frame->layers[index].offset + frame->layers[index].header_size != start)
		index = layer_begin(frame, protocol, in);
	if (index < 0)
		return -1;
	frame->layers[index].size =
		(uint32_t)(in->cursor.end - in->cursor.start) - frame->layers[index].offset;
	*ret_at = place_in(frame, index);
	ret_at->base = start;
	return index;
}

static void layer_stop(struct frame *frame, int index, struct input *in)
{
	in->cursor.next = in->cursor.end;
	layer_end_header(frame, index, in);
}

void layer_stop_short(struct frame *frame, int layer, struct input *in, const char *cut_text,
	const char *malformed_text)
{
	bool is_cut = input_is_cut(in);
	layer_stop(frame, layer, in);
	frame_set_status(frame, is_cut ? DECODE_TRUNCATED : DECODE_MALFORMED, input_position(in),
		is_cut ? cut_text : malformed_text);
	if (is_cut)
		layer_explain_rest(frame, layer, &ws_short);
	else
		layer_explain_rest(frame, layer, &ws_malformed);
}

void layer_stop_continued(struct frame *frame, int layer, struct input *in, const char *cut_text)
{
	bool is_cut = input_is_cut(in);
	layer_stop(frame, layer, in);
	if (is_cut) {
		frame_set_status(frame, DECODE_TRUNCATED, input_position(in), cut_text);
		layer_explain_rest(frame, layer, &ws_short);
	} else {
		layer_explain_rest(frame, layer, &ws_unreassembled);
	}
}

void layer_stop_malformed(struct frame *frame, int layer, struct input *in, const char *text)
{
	frame_set_status(frame, DECODE_MALFORMED, input_position(in), text);
	layer_stop(frame, layer, in);
	layer_explain_rest(frame, layer, &ws_malformed);
}

void malformed_option_describe(const struct place *at, uint32_t offset, uint32_t size)
{
	field_set_label(at, field_bytes(at, &ws_malformed, offset, size), "Malformed option");
}

void payload_forget(struct frame *frame, uint8_t layer)
{
	struct field_list *list = frame->fields;
	frame->layer_count = layer;
	frame->protocol = layer ? frame->layers[layer - 1].protocol : PROTOCOL_NONE;
	while (list && list->count && list->fields[list->count - 1].layer >= layer)
		list->count--;
	frame->is_payload_cut = false;
	if (frame->status_offset < frame->payload_offset || frame->status == DECODE_OK)
		return;
	frame->status = DECODE_OK;
	frame->status_offset = 0;
	frame->status_text = NULL;
}

void data_dissect(struct frame *frame, struct input *in)
{
	if (input_is_cut(in) && frame->status == DECODE_OK && !frame->is_quoted) {
		frame->is_payload_cut = true;
		frame_set_status(frame, DECODE_TRUNCATED,
			(uint32_t)(in->cursor.end - in->cursor.start), "cut inside the payload");
	}
	uint32_t size = (uint32_t)cursor_remaining(&in->cursor);
	if (size == 0)
		return;
	int layer = layer_begin(frame, PROTOCOL_DATA, in);
	if (layer < 0)
		return;
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		struct field value = { .kind = FIELD_AMOUNT, .amount = size, .unit = UNIT_BYTES };
		field_add(&at, &data_data, 0, size, &value);
	}
	in->cursor.next = in->cursor.end;
	layer_end_header(frame, layer, in);
}

void unknown_dissect(struct frame *frame, struct input *in, const char *text)
{
	frame_set_status(frame, DECODE_UNKNOWN, input_position(in), text);
	data_dissect(frame, in);
}
