/*
 * Dissects a segment again when earlier segments show what it continues. The layers guessed from
 * the payload are removed, except for the reply that switches the protocol. The frames replace
 * them.
 */
#include "dissect/http/stream-frames.h"

#include "dissect/decode.h"

enum { STATUS_SWITCHING = 101 };

/*
 * Returns the index of the first layer after TCP, or after the reply that ends where the first
 * frame begins.
 */
static uint8_t first_layer_behind(const struct frame *frame, bool is_switching)
{
	uint8_t index = 0;
	for (uint8_t i = 0; i < frame->layer_count; i++) {
		enum protocol protocol = frame->layers[i].protocol;
		if (protocol == PROTOCOL_TCP || (is_switching && protocol == PROTOCOL_HTTP))
			index = (uint8_t)(i + 1);
	}
	return index;
}

void stream_frames_dissect(struct frame *frame, const struct stream_frames *stream)
{
	uint32_t start = frame->payload_offset, offset = stream->offset;
	uint32_t end = start + (uint32_t)frame->payload.size;
	struct input in = {
		.cursor = cursor_over(frame->data),
		.wire_end = start + frame_tcp(frame)->payload_size,
	};
	const struct http_message *http = frame_http(frame);
	frame->stream = stream;
	bool is_switching = http && http->kind == HTTP_RESPONSE &&
		http->status == STATUS_SWITCHING && offset > start;
	if (!is_switching)
		frame->application = PART_NO_APPLICATION;
	payload_forget(frame, first_layer_behind(frame, is_switching));
	in.cursor.end = in.cursor.start + end;
	cursor_skip(&in.cursor, is_switching ? offset : start);
	if (offset > end)
		offset = end;
	if (!is_switching && offset > start) {
		struct input before = in;
		input_narrow(&before, offset - start);
		data_dissect(frame, &before);
		cursor_skip(&in.cursor, offset - start);
	}
	if (offset == end)
		data_dissect(frame, &in); /* sets the status when the capture cut the payload */
	else if (stream->protocol == PROTOCOL_HTTP2)
		http2_frames_dissect(frame, &in);
	else
		websocket_frames_dissect(frame, &in);
	/*
	 * A payload that only continues a frame gets the protocol's name if something is known of
	 * the frame.
	 */
	if (stream->item_count)
		frame->protocol = stream->protocol;
	frame->stream = NULL;
}
