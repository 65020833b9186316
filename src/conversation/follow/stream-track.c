/*
 * Finds the frames of HTTP/2 and WebSocket over segments (RFC 9113 section 4.1, RFC 6455 section
 * 5.2), and decodes the headers of HTTP/2. Each header block changes the table that the next one
 * needs, so whole blocks are collected, within a limit. Of other frames only the header is kept.
 * Missing bytes inside a frame are counted as part of it. When they hide where the next frame
 * begins, the direction is no longer followed.
 */
#include "conversation/follow/stream-track.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "conversation/connection/segment-order.h"
#include "conversation/connection/sequence-number.h"
#include "dissect/http/stream-frames.h"

enum {
	BLOCK_SIZE_MAX =
		64 * 1024, /* limit for a frame with headers, and for a header that is incomplete */
	CONTINUATIONS_MAX = 64, /* of one block */
	HEADERS_SIZE_MAX = 1 << 20, /* limit of decoded headers per segment */
};

struct direction {
	struct segment_order order;
	uint32_t start; /* where its frames begin, valid when the order has a next number */
	uint8_t preface_left; /* bytes of HTTP/2's preface that are still missing */
	bool is_preface_split; /* the preface began in an earlier segment */
	bool is_lost; /* the start of the next frame is unknown */
	bool is_in_payload;
	bool is_split; /* the frame's header began in an earlier segment */
	/* the part of the current frame's header that was seen */
	uint8_t header[WEBSOCKET_HEADER_MAX];
	uint8_t header_size;
	uint64_t left; /* missing bytes of its payload */
	struct http2_header http2;
	/* For an HTTP/2 frame with headers: */
	struct text payload;
	struct text waiting; /* a header that continues in the next frame */
	unsigned continuation_count;
	struct text words[3]; /* method, path and status from the frames of a block so far */
	bool has_shown_words; /* one of those frames has shown them all */
	struct hpack *hpack; /* NULL when headers can no longer be decoded */
	struct hpack *lost; /* an old table from which the last segment may still borrow */
};

struct stream_track {
	enum protocol protocol;
	struct direction from_low, from_high;
	struct arena lent; /* owns what the last segment's frame borrows */
	struct stream_frames lent_frames;
	size_t held; /* bytes, as connection_hold() knows them */
};

/* The results of one segment. */
struct results {
	struct stream_track *track;
	const struct frame *frame;
	/* offset in the packet of the first frame, or its end when none begins */
	uint32_t first_offset;
	bool has_end; /* a frame or the preface ends here */
	struct stream_item *items;
	size_t count, capacity;
	size_t headers_size; /* of headers */
	/* Of the current frame: offsets in the packet, 0 when it is elsewhere. */
	uint32_t header_offset, payload_offset;
	bool is_named; /* the last item is that of this frame */
};

/* ---- life ---- */

static void direction_finish(struct direction *direction)
{
	segment_order_finish(&direction->order);
	text_finish(&direction->payload);
	text_finish(&direction->waiting);
	for (size_t i = 0; i < 3; i++)
		text_finish(&direction->words[i]);
	hpack_free(direction->hpack);
	hpack_free(direction->lost);
}

/* Frees the results of the last segment. */
static void free_lent(struct direction *direction)
{
	if (direction->hpack)
		hpack_free_evicted(direction->hpack);
	hpack_free(direction->lost);
	direction->lost = NULL;
}

void stream_track_free(struct stream_track *track)
{
	if (!track)
		return;
	direction_finish(&track->from_low);
	direction_finish(&track->from_high);
	arena_finish(&track->lent);
	free(track);
}

static void start_direction(struct direction *direction, enum protocol protocol, bool has_next,
	uint32_t next, bool is_client)
{
	direction->order.has_next = has_next;
	direction->order.next = direction->start = next;
	if (protocol != PROTOCOL_HTTP2)
		return;
	direction->hpack = hpack_new();
	direction->preface_left = is_client ? HTTP2_PREFACE_SIZE : 0;
}

struct stream_track *stream_track_new(const struct stream_start *start)
{
	struct stream_track *track = xcalloc(1, sizeof(*track));
	track->protocol = start->protocol;
	start_direction(&track->from_low, start->protocol, start->has_low, start->low,
		start->is_low_client);
	start_direction(&track->from_high, start->protocol, start->has_high, start->high,
		!start->is_low_client);
	return track;
}

struct stream_track *stream_track_begin(
	const struct connection *connection, const struct frame *frame, bool is_from_low)
{
	const struct flow *sender = is_from_low ? &connection->from_low : &connection->from_high;
	const struct flow *peer = is_from_low ? &connection->from_high : &connection->from_low;
	struct bytes payload = frame->payload;
	uint32_t sequence = tcp_data_sequence(frame_tcp(frame));
	size_t size = payload.size < HTTP2_PREFACE_SIZE ? payload.size : HTTP2_PREFACE_SIZE;
	if (!size || payload.data[0] != 'P' || memcmp(payload.data, http2_preface, size) != 0 ||
		sequence != sender->base + 1)
		return NULL;
	/*
	 * The other side may have sent frames before. It is assumed to begin with its first byte.
	 */
	const struct stream_start start = {
		.protocol = PROTOCOL_HTTP2,
		.has_low = is_from_low || peer->next,
		.has_high = !is_from_low || peer->next,
		.low = is_from_low ? sequence : peer->next,
		.high = is_from_low ? peer->next : sequence,
		.is_low_client = is_from_low,
	};
	struct stream_track *track = stream_track_new(&start);
	if (peer->has_base)
		(is_from_low ? &track->from_high : &track->from_low)->start = peer->base + 1;
	return track;
}

/* ---- items ---- */

static struct stream_item *add_item(struct results *results)
{
	grow_array(&results->items, results->count, &results->capacity, sizeof(*results->items));
	struct stream_item *item = &results->items[results->count++];
	*item = (struct stream_item){ 0 };
	return item;
}

/* Returns the item of the current frame; a frame has one item per segment. */
static struct stream_item *name_frame(struct results *results, const struct direction *direction)
{
	if (results->is_named)
		return &results->items[results->count - 1];
	struct stream_item *item = add_item(results);
	results->is_named = true;
	item->offset = results->header_offset;
	item->type = direction->http2.type;
	item->flags = direction->http2.flags;
	item->stream = direction->http2.stream;
	return item;
}

/* ---- header blocks ---- */

static bool holds_headers(const struct stream_track *track, const struct http2_header *header)
{
	return track->protocol == PROTOCOL_HTTP2 &&
		(header->type == HTTP2_HEADERS || header->type == HTTP2_PUSH_PROMISE ||
			header->type == HTTP2_CONTINUATION);
}

/* Stops decoding headers: after a missed block the next ones cannot be read. */
static void stop_decoding_headers(struct direction *direction)
{
	if (direction->hpack)
		direction->lost = direction->hpack;
	direction->hpack = NULL;
	text_finish(&direction->payload);
	text_finish(&direction->waiting);
}

/* Decodes the waiting part of a block and the frame's part; false when the block is invalid. */
static bool decode_block(struct direction *direction, struct results *results,
	struct stream_item *item, struct bytes *ret_block, size_t *ret_taken)
{
	bool is_end = direction->http2.flags & HTTP2_END_HEADERS;
	struct hpack_field *fields = NULL;
	*ret_block = (struct bytes){ (const uint8_t *)text_string(&direction->waiting),
		direction->waiting.size };
	bool is_sound = direction->continuation_count <= CONTINUATIONS_MAX &&
		ret_block->size <= BLOCK_SIZE_MAX &&
		hpack_decode(direction->hpack, *ret_block, &results->track->lent, &fields,
			&item->field_count, ret_taken) &&
		(!is_end || *ret_taken == ret_block->size);
	for (size_t i = 0; i < item->field_count; i++)
		results->headers_size += fields[i].name.size + fields[i].value.size;
	if (results->headers_size > HEADERS_SIZE_MAX)
		item->field_count = 0;
	item->fields = item->field_count
		? fields
		: NULL; /* of an invalid block, the headers before the fault */
	return is_sound;
}

static void set_word(struct text *kept, struct bytes word)
{
	if (!word.size)
		return;
	text_clear(kept);
	text_append_size(kept, (const char *)word.data, word.size);
}

static struct bytes copy_word(const struct text *kept, struct arena *arena)
{
	return arena_bytes(arena, (struct bytes){ (const uint8_t *)text_string(kept), kept->size });
}

/*
 * Keeps the request or status line of a block that spans frames; it is shown once, in the frame
 * with its last part.
 */
static void collect_words(struct direction *direction, struct stream_item *item, struct arena *lent)
{
	struct http2_words words = { 0 };
	bool is_continued = item->type == HTTP2_CONTINUATION;
	bool is_end = item->flags & HTTP2_END_HEADERS;
	http2_words_read(&words, item->fields, item->field_count);
	for (size_t i = 0; i < 3 && !is_continued; i++)
		text_clear(&direction->words[i]);
	direction->has_shown_words = (is_continued && direction->has_shown_words) ||
		(!is_continued && http2_words_are_whole(&words, is_end));
	if (is_end && !is_continued)
		return;
	set_word(&direction->words[0], words.method);
	set_word(&direction->words[1], words.path);
	set_word(&direction->words[2], words.status);
	if (!is_end || direction->has_shown_words)
		return;
	item->words = (struct http2_words){
		.method = copy_word(&direction->words[0], lent),
		.path = copy_word(&direction->words[1], lent),
		.status = copy_word(&direction->words[2], lent),
	};
}

static void read_headers(struct direction *direction, struct results *results)
{
	const struct http2_header *header = &direction->http2;
	struct bytes all,
		payload = { (const uint8_t *)text_string(&direction->payload),
			direction->payload.size };
	struct bytes block = http2_block_of(header, payload);
	struct stream_item *item = name_frame(results, direction);
	size_t taken = 0;
	bool is_alone = direction->waiting.size == 0;
	bool is_continued = header->type == HTTP2_CONTINUATION;
	direction->continuation_count = is_continued ? direction->continuation_count + 1 : 0;
	text_append_size(&direction->waiting, (const char *)block.data, block.size);
	if (!block.data || !decode_block(direction, results, item, &all, &taken)) {
		stop_decoding_headers(direction);
		return;
	}
	collect_words(direction, item, &results->track->lent);
	if (is_alone && results->payload_offset)
		item->block_offset =
			results->payload_offset + (uint32_t)(block.data - payload.data);
	memmove(direction->waiting.data, direction->waiting.data + taken, all.size - taken);
	direction->waiting.size -= taken;
	text_clear(&direction->payload);
}

/* ---- frames ---- */

static void finish_frame(struct direction *direction, struct results *results)
{
	results->has_end = true;
	direction->is_in_payload = false;
	direction->header_size = 0;
	if (holds_headers(results->track, &direction->http2) && direction->hpack)
		read_headers(direction, results);
	results->is_named = false;
	results->header_offset = results->payload_offset = 0;
}

/* The number of header bytes that a frame needs to be known, or to state its size. */
static uint8_t needed_size(
	const struct direction *direction, enum protocol protocol, struct websocket_header *header)
{
	if (protocol == PROTOCOL_HTTP2)
		return HTTP2_HEADER_SIZE;
	uint8_t needed;
	if (websocket_header_read(
		    (struct bytes){ direction->header, direction->header_size }, header, &needed))
		return direction->header_size;
	return needed;
}

static void begin_payload(struct direction *direction, struct results *results,
	const struct websocket_header *websocket)
{
	bool is_http2 = results->track->protocol == PROTOCOL_HTTP2;
	direction->is_in_payload = true;
	if (is_http2) {
		direction->http2 = http2_header_read(direction->header);
		direction->left = direction->http2.length;
	} else {
		direction->left = websocket->length;
	}
	if (results->header_offset)
		return;
	struct stream_item *item = name_frame(results, direction);
	if (!is_http2) {
		item->type = websocket->opcode;
		item->flags = (uint8_t)(websocket->is_final | websocket->is_masked << 1);
	}
}

static size_t take(struct bytes *bytes, size_t size)
{
	size_t taken = size < bytes->size ? size : bytes->size;
	bytes->data += taken;
	bytes->size -= taken;
	return taken;
}

/* The offset of the bytes in the packet; 0 when they are of an earlier segment. */
static uint32_t place_of(const struct results *results, struct bytes bytes)
{
	const struct bytes *packet = &results->frame->data;
	bool is_here = bytes.data >= packet->data && bytes.data < packet->data + packet->size;
	return is_here ? (uint32_t)(bytes.data - packet->data) : 0;
}

static void note_frame_start(struct results *results, uint32_t offset)
{
	if (offset && offset < results->first_offset)
		results->first_offset = offset;
}

static void feed_header(struct direction *direction, struct results *results, struct bytes *bytes)
{
	struct websocket_header websocket = { 0 };
	if (direction->header_size == 0) {
		results->header_offset = place_of(results, *bytes);
		note_frame_start(results, results->header_offset);
	}
	uint8_t needed = needed_size(direction, results->track->protocol, &websocket);
	while (bytes->size && direction->header_size < needed) {
		direction->header[direction->header_size++] = bytes->data[0];
		(void)take(bytes, 1);
		needed = needed_size(direction, results->track->protocol, &websocket);
	}
	if (direction->header_size < needed)
		return;
	begin_payload(direction, results, &websocket);
	results->payload_offset = bytes->size >= direction->left ? place_of(results, *bytes) : 0;
}

static void feed_payload(struct direction *direction, struct results *results, struct bytes *bytes)
{
	struct bytes before = *bytes;
	size_t size = take(bytes, direction->left < SIZE_MAX ? (size_t)direction->left : SIZE_MAX);
	direction->left -= size;
	if (!holds_headers(results->track, &direction->http2) || !direction->hpack)
		return;
	if (direction->payload.size + size > BLOCK_SIZE_MAX)
		stop_decoding_headers(direction);
	else
		text_append_size(&direction->payload, (const char *)before.data, size);
}

/* Reads the preface; false when the bytes are none. */
static bool feed_preface(struct direction *direction, struct results *results, struct bytes *bytes)
{
	size_t known = HTTP2_PREFACE_SIZE - direction->preface_left;
	uint32_t offset = place_of(results, *bytes);
	size_t size = bytes->size < direction->preface_left ? bytes->size : direction->preface_left;
	if (memcmp(bytes->data, http2_preface + known, size) != 0)
		return false;
	(void)take(bytes, size);
	direction->preface_left -= (uint8_t)size;
	if (direction->preface_left) {
		direction->is_preface_split = true;
		return true;
	}
	results->has_end = true;
	if (direction->is_preface_split)
		add_item(results)->type = HTTP2_PREFACE;
	else
		note_frame_start(results, offset);
	return true;
}

static void feed(struct direction *direction, struct results *results, struct bytes bytes)
{
	while (bytes.size && !direction->is_lost) {
		if (direction->preface_left) {
			direction->is_lost = !feed_preface(direction, results, &bytes);
			continue;
		}
		if (!direction->is_in_payload)
			feed_header(direction, results, &bytes);
		if (direction->is_in_payload)
			feed_payload(direction, results, &bytes);
		if (direction->is_in_payload && !direction->left)
			finish_frame(direction, results);
	}
}

/* Whether the missing bytes are inside a payload. */
static bool is_inside(const struct direction *direction, uint32_t size)
{
	return direction->is_in_payload && direction->left >= size;
}

/* Skips bytes that were sent but not captured. */
static void skip(struct direction *direction, const struct stream_track *track, uint32_t size)
{
	if (!is_inside(direction, size)) {
		direction->is_lost = true;
		stop_decoding_headers(direction);
		return;
	}
	direction->left -= size;
	if (holds_headers(track, &direction->http2))
		stop_decoding_headers(direction);
	if (direction->left)
		return;
	direction->is_in_payload = false;
	direction->header_size = 0;
}

/*
 * Whether a gap may be skipped at once: the missing bytes are not needed, and the place of the next
 * frame is known.
 */
static bool may_skip_gap(
	const struct direction *direction, const struct stream_track *track, uint32_t size)
{
	return is_inside(direction, size) && !direction->order.early_count &&
		(!holds_headers(track, &direction->http2) || !direction->hpack);
}

/* ---- segments ---- */

/* Reads a segment's payload; false when it is too early. */
static bool follow(struct direction *direction, const struct flow *peer, struct results *results)
{
	const struct frame *frame = results->frame;
	struct segment_order *order = &direction->order;
	uint32_t sequence = tcp_data_sequence(frame_tcp(frame));
	if (!order->has_next) {
		order->has_next = true;
		order->next = direction->start = sequence;
	}
	if (sequence_after(sequence, order->next)) {
		bool is_lost = may_skip_gap(direction, results->track, sequence - order->next) ||
			(peer->acknowledgment && !sequence_before(peer->acknowledgment, sequence));
		if (!is_lost && segment_order_keep(order, sequence, frame->payload, frame->number))
			return false;
		segment_order_clear(order);
		skip(direction, results->track, sequence - order->next);
		order->next = sequence;
	}
	feed(direction, results, segment_order_take(order, sequence, frame->payload));
	struct early_segment early;
	while (segment_order_pop(order, &early)) {
		feed(direction, results,
			segment_order_take(order, early.sequence, buffer_bytes(&early.data)));
		buffer_finish(&early.data);
	}
	uint32_t end = sequence + frame_tcp(frame)->payload_size;
	if (frame->payload.size < frame_tcp(frame)->payload_size &&
		sequence_after(end, order->next)) {
		segment_order_clear(order);
		skip(direction, results->track, end - order->next);
		order->next = end;
	}
	return true;
}

/* Wireshark does not dissect segments with these labels. */
static const uint32_t repetition_labels = TCP_LABEL_RETRANSMISSION | TCP_LABEL_OUT_OF_ORDER |
	TCP_LABEL_KEEP_ALIVE | TCP_LABEL_ZERO_WINDOW_PROBE;

/* Sets how the segment's payload is to be dissected. */
static void set_facts(struct results *results, struct packet_facts *facts)
{
	struct stream_track *track = results->track;
	facts->tcp.ends_frame = results->has_end;
	track->lent_frames = (struct stream_frames){
		.protocol = track->protocol,
		.offset = results->first_offset,
		.items = arena_copy(
			&track->lent, results->items, results->count, sizeof(*results->items)),
		.item_count = results->count,
	};
	facts->shown.stream = &track->lent_frames;
}

static size_t kept_size(const struct direction *direction)
{
	return segment_order_size(&direction->order) + direction->payload.capacity +
		direction->waiting.capacity + (direction->hpack ? hpack_size(direction->hpack) : 0);
}

static void limit_kept(struct connection *connection, struct stream_track *track)
{
	size_t size = kept_size(&track->from_low) + kept_size(&track->from_high);
	if (connection_hold(connection, &track->held, size))
		return;
	stop_decoding_headers(&track->from_low);
	stop_decoding_headers(&track->from_high);
	segment_order_clear(&track->from_low.order);
	segment_order_clear(&track->from_high.order);
	size = kept_size(&track->from_low) + kept_size(&track->from_high);
	(void)connection_hold(connection, &track->held, size);
}

static bool is_tentative(const struct direction *direction)
{
	return direction->preface_left && direction->preface_left < HTTP2_PREFACE_SIZE;
}

bool stream_track_segment(
	struct connection *connection, const struct frame *frame, struct packet_facts *facts)
{
	struct tcp_analysis *analysis = &facts->tcp;
	struct stream_track *track = connection->stream;
	bool is_from_low = analysis->is_from_client == connection->is_low_client;
	struct direction *direction = is_from_low ? &track->from_low : &track->from_high;
	const struct flow *peer = is_from_low ? &connection->from_high : &connection->from_low;
	struct results results = { .track = track, .frame = frame };
	bool was_in_preface = direction->preface_left > 0;
	results.first_offset = frame->payload_offset + (uint32_t)frame->payload.size;
	arena_finish(&track->lent);
	free_lent(&track->from_low);
	free_lent(&track->from_high);
	if (frame_tcp(frame)->payload_size)
		(void)follow(direction, peer, &results);
	if (was_in_preface && direction->is_lost) { /* the preface was of another protocol */
		(void)connection_hold(connection, &track->held, 0);
		free(results.items);
		stream_track_free(track);
		connection->stream = NULL;
		return false;
	}
	limit_kept(connection, track);
	bool is_known = !is_tentative(&track->from_low) && !is_tentative(&track->from_high);
	if (is_known)
		analysis->framing = (uint8_t)track->protocol;
	analysis->frames_start = direction->start;
	bool is_repeated = analysis->labels & repetition_labels;
	if (is_known && frame->payload.size && !is_repeated && !direction->is_lost)
		set_facts(&results, facts);
	free(results.items);
	return is_known;
}
