/*
 * Finds where HTTP/1.x messages begin and end in a connection (RFC 9112 section 6). Bodies end by
 * Content-Length, by chunks, at once (1xx, 204, 304, replies to HEAD), or when the connection
 * closes. A segment may have several messages, and segments may come in any order. Only headers
 * that span segments and early segments are kept. The dissector reads each segment by itself; this
 * file adds what earlier segments show. After 101, or after 2xx to CONNECT, the bytes are no longer
 * HTTP. Left out: fields of trailers, transfer codings other than chunked, HTTP/0.9.
 */
#include "conversation/follow/http-track.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/format/hex-base64.h"
#include "base/span.h"
#include "base/text.h"
#include "conversation/connection/segment-order.h"
#include "conversation/connection/sequence-number.h"
#include "conversation/follow/http-framing.h"
#include "conversation/follow/stream-track.h"
#include "dissect/names/names.h"

enum {
	HEAD_SIZE_MAX = 64 * 1024,
	REQUESTS_MAX = 64, /* waiting for their reply */
};

enum phase {
	PHASE_START, /* a start line is expected */
	PHASE_HEAD,
	PHASE_LENGTH, /* `remaining` bytes of the body */
	PHASE_CHUNK_LINE,
	PHASE_CHUNK, /* `remaining` bytes of the chunk and its CRLF */
	PHASE_TRAILER,
	PHASE_TO_CLOSE,
	PHASE_OPAQUE, /* no longer HTTP */
};

struct direction {
	uint8_t phase; /* enum phase */
	uint8_t kind; /* enum http_kind of the current message */
	bool has_digit, is_line_extended; /* of a chunk size */
	uint32_t line_size; /* bytes of the current trailer line */
	uint64_t remaining;
	uint64_t first_frame;
	struct text head; /* start line and headers, while they span segments */
	struct segment_order order;
};

struct http_track {
	struct direction from_low, from_high;
	uint64_t head_requests, connect_requests; /* a bit each, oldest lowest */
	unsigned request_count;
	bool has_seen_request;
	/*
	 * The last segment had a reply that changed the protocol to `upgrade`. The members below
	 * are of the bytes after the reply in its direction.
	 */
	enum protocol upgrade;
	bool is_upgrade_from_low;
	uint32_t upgrade_left;
	size_t held; /* bytes, as connection_hold() knows them */
};

/* The results of one segment. */
struct progress {
	uint64_t frame;
	bool has_completed, is_stray;
	uint8_t kind;
	uint64_t first_frame;
};

static void direction_finish(struct direction *direction)
{
	segment_order_finish(&direction->order);
	text_finish(&direction->head);
}

void http_track_free(struct http_track *track)
{
	if (!track)
		return;
	direction_finish(&track->from_low);
	direction_finish(&track->from_high);
	free(track);
}

static void request_push(struct http_track *track, const struct http_framing *framing)
{
	if (track->request_count == REQUESTS_MAX)
		return;
	uint64_t bit = (uint64_t)1 << track->request_count++;
	track->head_requests |= framing->is_head ? bit : 0;
	track->connect_requests |= framing->is_connect ? bit : 0;
}

static void request_pop(struct http_track *track, bool *ret_is_head, bool *ret_is_connect)
{
	*ret_is_head = track->head_requests & 1;
	*ret_is_connect = track->connect_requests & 1;
	if (!track->request_count)
		return;
	track->head_requests >>= 1;
	track->connect_requests >>= 1;
	track->request_count--;
}

static void complete_message(struct direction *direction, struct progress *progress)
{
	progress->has_completed = true;
	progress->kind = direction->kind;
	progress->first_frame = direction->first_frame;
	direction->phase = PHASE_START;
	text_finish(&direction->head);
}

static void begin_sized_body(struct direction *direction, uint64_t size, struct progress *progress)
{
	direction->remaining = size;
	direction->phase = PHASE_LENGTH;
	if (!size)
		complete_message(direction, progress);
}

static void begin_chunk_line(struct direction *direction)
{
	direction->phase = PHASE_CHUNK_LINE;
	direction->remaining = 0;
	direction->has_digit = false;
	direction->is_line_extended = false;
}

/* Chooses how the body ends, by the rules of RFC 9112 section 6.3 in their order. */
static void begin_body(struct http_track *track, struct direction *direction,
	const struct http_framing *framing, struct progress *progress)
{
	bool is_reply_to_head = false, is_reply_to_connect = false;
	unsigned status = framing->status;
	if (direction->kind == HTTP_REQUEST)
		request_push(track, framing);
	else if (status >= 200 || status == 101)
		request_pop(track, &is_reply_to_head, &is_reply_to_connect);

	if (status == 101 || (is_reply_to_connect && status / 100 == 2)) {
		complete_message(direction, progress);
		track->from_low.phase = PHASE_OPAQUE;
		track->from_high.phase = PHASE_OPAQUE;
		track->upgrade = status == 101 ? framing->upgrade : PROTOCOL_NONE;
		track->is_upgrade_from_low = direction == &track->from_low;
	} else if (is_reply_to_head || status / 100 == 1 || status == 204 || status == 304) {
		complete_message(direction, progress);
	} else if (framing->is_chunked) {
		begin_chunk_line(direction);
	} else if (framing->has_length) {
		begin_sized_body(direction, framing->length, progress);
	} else if (direction->kind == HTTP_REQUEST) {
		complete_message(direction, progress);
	} else {
		direction->phase = PHASE_TO_CLOSE;
	}
}

/* The size of a head with its blank line, or 0 when the head does not end here. */
static size_t head_end(struct bytes bytes, size_t from)
{
	while (from < bytes.size) {
		ptrdiff_t end = span_find(span_from(bytes, from), '\n');
		if (end == SPAN_NOT_FOUND)
			return 0;
		from += (size_t)end + 1;
		if (from < bytes.size && bytes.data[from] == '\n')
			return from + 1;
		if (from + 1 < bytes.size && bytes.data[from] == '\r' &&
			bytes.data[from + 1] == '\n')
			return from + 2;
	}
	return 0;
}

/* Takes the bytes that belong to the head; returns their number. */
static size_t feed_head(struct http_track *track, struct direction *direction, struct bytes bytes,
	struct progress *progress)
{
	struct bytes head = bytes;
	size_t before = direction->head.size;
	if (before) { /* the head began in an earlier segment */
		text_append_size(&direction->head, (const char *)bytes.data, bytes.size);
		head = (struct bytes){ (const uint8_t *)direction->head.data,
			direction->head.size };
	}
	size_t end = head_end(head, before > 3 ? before - 3 : 0);
	if (!end) {
		if (!before)
			text_append_size(&direction->head, (const char *)bytes.data, bytes.size);
		if (direction->head.size > HEAD_SIZE_MAX) {
			text_finish(&direction->head);
			direction->phase = PHASE_START;
			progress->is_stray = true;
		}
		return bytes.size;
	}
	head.size = end;
	if (direction->kind == HTTP_CONTINUATION) {
		complete_message(direction, progress);
		return end - before;
	}
	struct http_framing framing = http_framing_read(head, direction->kind);
	begin_body(track, direction, &framing, progress);
	text_finish(&direction->head);
	return end - before;
}

/* Reads one byte of the line with a chunk's size. */
static void feed_chunk_line(struct direction *direction, uint8_t byte, struct progress *progress)
{
	int digit = hex_digit(byte);
	if (byte == '\n') {
		if (!direction->has_digit) {
			direction->phase = PHASE_START; /* not a chunk: the position is lost */
			progress->is_stray = true;
		} else if (direction->remaining) {
			direction->remaining += 2; /* plus the CRLF after it */
			direction->phase = PHASE_CHUNK;
		} else {
			direction->phase = PHASE_TRAILER;
			direction->line_size = 0;
		}
	} else if (!direction->is_line_extended && digit >= 0 &&
		direction->remaining <= UINT32_MAX) {
		direction->remaining = direction->remaining * 16 + (uint64_t)digit;
		direction->has_digit = true;
	} else {
		direction->is_line_extended = true; /* an extension, or the CR */
	}
}

static void feed_trailer(struct direction *direction, uint8_t byte, struct progress *progress)
{
	if (byte == '\n') {
		if (!direction->line_size)
			complete_message(direction, progress);
		direction->line_size = 0;
	} else if (byte != '\r') {
		direction->line_size++;
	}
}

static size_t feed_counted(struct direction *direction, size_t size)
{
	size_t taken = size < direction->remaining ? size : (size_t)direction->remaining;
	direction->remaining -= taken;
	return taken;
}

/* Reads the front of `bytes` by the direction's phase; returns the number of bytes read. */
static size_t feed_front(struct http_track *track, struct direction *direction, struct bytes bytes,
	struct progress *progress)
{
	size_t taken;
	switch ((enum phase)direction->phase) {
	case PHASE_START:
		if (span_starts_with(bytes, "\r\n") &&
			http_message_kind(span_from(bytes, 2)) != HTTP_NONE)
			return 2; /* an empty line before a message is ignored */
		direction->kind = (uint8_t)http_message_kind(bytes);
		if (direction->kind == HTTP_NONE) /* as in Wireshark: skip to the next blank line */
			direction->kind = HTTP_CONTINUATION;
		direction->first_frame = progress->frame;
		direction->phase = PHASE_HEAD;
		return 0;
	case PHASE_HEAD:
		return feed_head(track, direction, bytes, progress);
	case PHASE_LENGTH:
		taken = feed_counted(direction, bytes.size);
		if (!direction->remaining)
			complete_message(direction, progress);
		return taken;
	case PHASE_CHUNK_LINE:
		feed_chunk_line(direction, bytes.data[0], progress);
		return 1;
	case PHASE_CHUNK:
		taken = feed_counted(direction, bytes.size);
		if (!direction->remaining)
			begin_chunk_line(direction);
		return taken;
	case PHASE_TRAILER:
		feed_trailer(direction, bytes.data[0], progress);
		return 1;
	case PHASE_TO_CLOSE:
	case PHASE_OPAQUE:
		break;
	}
	return bytes.size;
}

/* Starts anew at a segment that begins with a message, when the position was lost. */
static void resynchronize(struct direction *direction, struct bytes bytes)
{
	if (direction->phase == PHASE_HEAD && direction->kind == HTTP_CONTINUATION &&
		http_message_kind(bytes) != HTTP_NONE) {
		direction->phase = PHASE_START;
		text_finish(&direction->head);
	}
}

static void feed(struct http_track *track, struct direction *direction, struct bytes bytes,
	struct progress *progress)
{
	resynchronize(direction, bytes);
	while (bytes.size && !track->upgrade)
		bytes = span_from(bytes, feed_front(track, direction, bytes, progress));
	track->upgrade_left += (uint32_t)bytes.size;
}

/* Reads early segments whose bytes come next now. */
static void feed_early_segments(
	struct http_track *track, struct direction *direction, struct progress *progress)
{
	struct early_segment early;
	while (segment_order_pop(&direction->order, &early)) {
		feed(track, direction,
			segment_order_take(
				&direction->order, early.sequence, buffer_bytes(&early.data)),
			progress);
		buffer_finish(&early.data);
	}
}

/*
 * Skips bytes that will not come. A body with a known length goes on; otherwise a new start line is
 * awaited.
 */
static void skip_to(struct direction *direction, uint32_t sequence)
{
	uint32_t gap = sequence - direction->order.next;
	bool is_counted = direction->phase == PHASE_LENGTH || direction->phase == PHASE_CHUNK;
	if (is_counted && gap < direction->remaining)
		direction->remaining -= gap;
	else if (direction->phase != PHASE_TO_CLOSE && direction->phase != PHASE_OPAQUE)
		direction->phase = PHASE_START;
	text_finish(&direction->head);
	direction->order.next = sequence;
}

/* Handles a segment that the snap length cut: the end of its message is unknown. */
static void handle_cut(struct direction *direction, uint32_t end)
{
	segment_order_clear(&direction->order);
	text_finish(&direction->head);
	if (direction->phase != PHASE_OPAQUE)
		direction->phase = PHASE_START;
	if (!direction->order.has_next || sequence_after(end, direction->order.next))
		direction->order.next = end;
	direction->order.has_next = true;
}

/*
 * A fast path for most segments: the middle of a body with known length, in order. The result is
 * the same as from follow().
 */
static bool continue_body(
	struct direction *direction, const struct frame *frame, struct tcp_analysis *analysis)
{
	struct segment_order *order = &direction->order;
	if (direction->phase != PHASE_LENGTH || frame->payload.size >= direction->remaining ||
		frame_tcp(frame)->sequence != order->next || !order->has_next ||
		order->early_count || frame_tcp(frame)->flags & TCP_SYN)
		return false;
	order->next += (uint32_t)frame->payload.size;
	direction->remaining -= frame->payload.size;
	analysis->http_place = HTTP_PLACE_PART;
	analysis->http_kind = direction->kind;
	analysis->http_first_frame = direction->first_frame;
	return true;
}

static size_t kept_size(const struct direction *direction)
{
	return segment_order_size(&direction->order) + direction->head.capacity;
}

/* Frees what is kept when all connections together keep too much. */
static void limit_kept(
	struct connection *connection, struct http_track *track, struct direction *direction)
{
	size_t size = kept_size(&track->from_low) + kept_size(&track->from_high);
	if (connection_hold(connection, &track->held, size))
		return;
	if (direction->phase == PHASE_HEAD)
		direction->phase = PHASE_START;
	segment_order_clear(&direction->order);
	text_finish(&direction->head);
	size = kept_size(&track->from_low) + kept_size(&track->from_high);
	(void)connection_hold(connection, &track->held, size);
}

static void follow(struct http_track *track, struct direction *direction, const struct flow *peer,
	const struct frame *frame, struct tcp_analysis *analysis)
{
	struct progress progress = { .frame = frame->number };
	uint32_t sequence = tcp_data_sequence(frame_tcp(frame));
	if (!direction->order.has_next) {
		direction->order.next = sequence;
		direction->order.has_next = true;
	}
	if (frame->payload.size && sequence_after(sequence, direction->order.next)) {
		bool is_lost =
			peer->acknowledgment && !sequence_before(peer->acknowledgment, sequence);
		if (is_lost ||
			!segment_order_keep(
				&direction->order, sequence, frame->payload, frame->number)) {
			segment_order_clear(&direction->order);
			skip_to(direction, sequence);
		}
	}
	feed(track, direction, segment_order_take(&direction->order, sequence, frame->payload),
		&progress);
	feed_early_segments(track, direction, &progress);
	if (frame_tcp(frame)->flags & TCP_FIN && direction->phase == PHASE_TO_CLOSE)
		complete_message(direction, &progress);

	bool is_complete = progress.has_completed || progress.is_stray;
	if (!is_complete && direction->phase == PHASE_START)
		return; /* only a repetition, or too early: part of no message yet */
	analysis->http_place = is_complete ? HTTP_PLACE_LAST : HTTP_PLACE_PART;
	analysis->http_kind = progress.has_completed ? progress.kind
		: progress.is_stray                  ? HTTP_CONTINUATION
						     : direction->kind;
	analysis->http_first_frame = progress.has_completed ? progress.first_frame
		: progress.is_stray                         ? frame->number
							    : direction->first_frame;
}

static bool is_cut(const struct frame *frame)
{
	return frame->payload.size < frame_tcp(frame)->payload_size;
}

/* Wireshark does not dissect segments with these labels. */
static const uint32_t repetition_labels = TCP_LABEL_RETRANSMISSION | TCP_LABEL_OUT_OF_ORDER |
	TCP_LABEL_KEEP_ALIVE | TCP_LABEL_ZERO_WINDOW_PROBE;

/*
 * Lets the Info column report the cut of a text line on HTTP's ports, as Wireshark does. Wireshark
 * shows other bytes as data, and reports no cut.
 */
static void clear_cut_of_text(const struct frame *frame, struct frame_reading *shown)
{
	struct bytes payload = frame->payload;
	bool is_text = payload.size && payload.data[0] >= 0x20 && payload.data[0] <= 0x7e;
	if (is_text &&
		(is_port_of_http(frame->source_port) || is_port_of_http(frame->destination_port)))
		shown->is_payload_cut = false;
}

/*
 * Begins to follow a connection. A first message makes it HTTP once its start line is complete; on
 * HTTP's own ports even before that, but the segment is then shown as TCP. False when the
 * connection is not HTTP.
 */
static bool begin_track(
	struct connection *connection, const struct frame *frame, struct frame_reading *shown)
{
	if (shown->http_kind == HTTP_NONE)
		return false;
	if (span_find(frame->payload, '\n') == SPAN_NOT_FOUND) {
		frame_reading_show_as(shown, frame, PROTOCOL_TCP);
		if (!is_cut(frame)) /* nothing more will come of a cut line, so it is shown */
			shown->http_kind = HTTP_NONE;
		if (!is_port_of_http(frame->source_port) &&
			!is_port_of_http(frame->destination_port))
			return false;
	}
	connection->http = xcalloc(1, sizeof(*connection->http));
	return true;
}

/*
 * Marks a start line that continues in the next segment as a continuation, as in Wireshark.
 * Wireshark shows none when the requests of the connection were not captured.
 */
static void mark_continuation(const struct http_track *track, bool had_request,
	const struct frame *frame, struct frame_reading *shown)
{
	bool is_http = shown->protocol == PROTOCOL_HTTP;
	if (is_http && shown->http_kind != HTTP_NONE &&
		span_find(frame->payload, '\n') != SPAN_NOT_FOUND)
		return;
	if (is_http && shown->http_kind != HTTP_NONE && is_cut(frame) && !had_request) {
		/* the first line was cut: nothing more will come */
		frame_reading_show_as(shown, frame, PROTOCOL_TCP);
		return;
	}
	if (!is_http && shown->protocol != PROTOCOL_TCP && shown->protocol != PROTOCOL_DATA)
		return;
	if (!track->has_seen_request) {
		shown->http_kind = HTTP_NONE;
		if (is_http)
			frame_reading_show_as(shown, frame, PROTOCOL_TCP);
		return;
	}
	shown->http_kind = HTTP_CONTINUATION;
	frame_reading_show_as(shown, frame, PROTOCOL_HTTP);
}

void http_track_segment(
	struct connection *connection, const struct frame *frame, struct packet_facts *facts)
{
	struct tcp_analysis *analysis = &facts->tcp;
	struct frame_reading *shown = &facts->shown;
	uint32_t size = frame_tcp(frame)->payload_size;
	bool is_end = frame_tcp(frame)->flags & TCP_FIN;
	if ((!size && !is_end) || frame_tcp(frame)->flags & TCP_RST)
		return;
	if (is_cut(frame) && !(analysis->labels & repetition_labels))
		clear_cut_of_text(frame, shown);
	bool is_first = !connection->http;
	if (is_first && (!size || !begin_track(connection, frame, shown)))
		return;
	struct http_track *track = connection->http;
	track->upgrade = PROTOCOL_NONE;
	track->upgrade_left = 0;
	bool is_from_low = analysis->is_from_client == connection->is_low_client;
	struct direction *direction = is_from_low ? &track->from_low : &track->from_high;
	const struct flow *peer = is_from_low ? &connection->from_high : &connection->from_low;

	if (direction->phase == PHASE_OPAQUE) {
		if (shown->http_kind == HTTP_NONE)
			return;
		direction->phase = PHASE_START; /* HTTP through a tunnel */
	}
	if (!size) {
		if (direction->phase == PHASE_TO_CLOSE)
			follow(track, direction, peer, frame, analysis);
		return;
	}
	bool had_request = track->has_seen_request;
	if (shown->http_kind == HTTP_REQUEST)
		track->has_seen_request = true;
	if (!is_first && frame->payload.size)
		mark_continuation(track, had_request, frame, shown);
	if (is_cut(frame)) {
		handle_cut(direction, frame_tcp(frame)->sequence + size);
		analysis->http_place = HTTP_PLACE_LAST;
		analysis->http_kind = shown->http_kind;
		analysis->http_first_frame = frame->number;
	} else {
		if (continue_body(direction, frame, analysis))
			return;
		follow(track, direction, peer, frame, analysis);
	}
	limit_kept(connection, track, direction);
}

bool http_track_upgrades(const struct http_track *track, struct stream_start *ret_start)
{
	const struct segment_order *low = &track->from_low.order, *high = &track->from_high.order;
	if (!track->upgrade)
		return false;
	*ret_start = (struct stream_start){
		.protocol = track->upgrade,
		.has_low = low->has_next,
		.has_high = high->has_next,
		.low = low->next,
		.high = high->next,
		.is_low_client = !track->is_upgrade_from_low,
	};
	if (track->is_upgrade_from_low)
		ret_start->low -= track->upgrade_left;
	else
		ret_start->high -= track->upgrade_left;
	return true;
}
