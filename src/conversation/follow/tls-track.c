/*
 * Reassembles TLS handshake messages that span segments. A message may span records (RFC 8446
 * section 5.1), and a record may span segments: a hello with a post-quantum key share fills two
 * segments, and a certificate chain three. The dissector says where the first such record begins;
 * this file follows the direction's records from there to the end of the message. Only hellos are
 * kept, within a limit; of other messages only the size counts. Left out: a hello whose second
 * segment was captured before its first, and everything after the change to encryption.
 */
#include "conversation/follow/tls-track.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "conversation/connection/segment-order.h"
#include "conversation/connection/sequence-number.h"
#include "dissect/names/names.h"
#include "dissect/tls/tls.h"

enum {
	HELLO_SIZE_MAX = 64 * 1024,
	MESSAGE_SIZE_MAX = 1 << 20,
};

struct direction {
	bool is_open; /* a message or its record is incomplete */
	struct segment_order order;
	uint8_t record_header[TLS_RECORD_HEADER_SIZE];
	/* bytes of the record header so far; fewer than all: between records */
	uint8_t record_header_size;
	uint32_t record_left;
	uint32_t skip; /* bytes that the dissector has read already */
	uint8_t header[TLS_HANDSHAKE_HEADER_SIZE];
	uint8_t header_size; /* bytes of the message header so far */
	uint32_t message_left;
	struct text hello; /* the body so far */
	/* Complete messages in an incomplete record; they count where the record ends. */
	struct tls_message waiting;
	struct text waiting_hello; /* the names of `waiting` are borrowed from it */
};

struct tls_track {
	struct direction from_low, from_high;
	/* The messages of the last segment, and the hello from which they borrow. */
	struct tls_message message;
	bool has_messages;
	struct text lent_hello;
	size_t held; /* bytes, as connection_hold() knows them */
};

/* The messages that one segment completes. */
struct results {
	struct tls_track *track;
	struct tls_message message;
};

static void close_direction(struct direction *direction)
{
	direction->is_open = false;
	segment_order_finish(&direction->order);
	text_finish(&direction->hello);
	text_finish(&direction->waiting_hello);
}

void tls_track_free(struct tls_track *track)
{
	if (!track)
		return;
	close_direction(&track->from_low);
	close_direction(&track->from_high);
	text_finish(&track->lent_hello);
	free(track);
}

static bool is_hello(const struct direction *direction)
{
	return direction->header[0] == TLS_CLIENT_HELLO || direction->header[0] == TLS_SERVER_HELLO;
}

static void finish_message(struct direction *direction)
{
	struct tls_message *waiting = &direction->waiting;
	struct bytes body = { 0 };
	if (is_hello(direction)) {
		text_finish(&direction->waiting_hello);
		direction->waiting_hello = direction->hello;
		direction->hello = (struct text){ 0 };
		body.data = (const uint8_t *)text_string(&direction->waiting_hello);
		body.size = direction->waiting_hello.size;
		waiting->server_name = (struct bytes){ 0 }; /* only the last hello is kept */
		waiting->application_protocol = (struct bytes){ 0 };
	}
	tls_handshake_add(direction->header[0], body, waiting);
	direction->header_size = 0;
}

/* Appends the messages of *more to *message; of names and versions, the last ones count. */
static void add_messages(struct tls_message *message, const struct tls_message *more)
{
	for (unsigned i = 0; i < more->handshake_count; i++)
		if (message->handshake_count < TLS_HANDSHAKES_MAX)
			message->handshakes[message->handshake_count++] = more->handshakes[i];
	if (more->server_name.size)
		message->server_name = more->server_name;
	if (more->application_protocol.size)
		message->application_protocol = more->application_protocol;
	if (more->cipher_suite)
		message->cipher_suite = more->cipher_suite;
	if (more->version > message->version)
		message->version = more->version;
	if (more->server_version)
		message->server_version = more->server_version;
}

static void finish_record(struct direction *direction, struct results *results)
{
	direction->record_header_size = 0;
	if (!direction->waiting.handshake_count)
		return;
	if (direction->waiting_hello.size) {
		text_finish(&results->track->lent_hello);
		results->track->lent_hello = direction->waiting_hello;
		direction->waiting_hello = (struct text){ 0 };
		results->message.server_name = (struct bytes){ 0 };
		results->message.application_protocol = (struct bytes){ 0 };
	}
	add_messages(&results->message, &direction->waiting);
	direction->waiting = (struct tls_message){ 0 };
}

/*
 * Begins a message once its header is complete. False when it is not a message that can be
 * followed.
 */
static bool begin_message(struct direction *direction)
{
	const uint8_t *header = direction->header;
	uint32_t size = (uint32_t)header[1] << 16 | (uint32_t)header[2] << 8 | header[3];
	direction->message_left = size;
	return name_of_tls_handshake(header[0]) &&
		size <= (is_hello(direction) ? HELLO_SIZE_MAX : MESSAGE_SIZE_MAX);
}

static size_t take(struct bytes *bytes, size_t size, const uint8_t **ret_data)
{
	size_t taken = size < bytes->size ? size : bytes->size;
	*ret_data = bytes->data;
	bytes->data += taken;
	bytes->size -= taken;
	return taken;
}

/* Reads the content of handshake records. False when it is invalid or encrypted. */
static bool feed_messages(struct direction *direction, struct bytes content)
{
	const uint8_t *data;
	direction->skip -= (uint32_t)take(&content, direction->skip, &data);
	while (content.size ||
		(direction->header_size == sizeof(direction->header) && !direction->message_left)) {
		if (direction->header_size < sizeof(direction->header)) {
			direction->header[direction->header_size++] = content.data[0];
			(void)take(&content, 1, &data);
			if (direction->header_size == sizeof(direction->header) &&
				!begin_message(direction))
				return false;
			continue;
		}
		size_t size = take(&content, direction->message_left, &data);
		direction->message_left -= (uint32_t)size;
		if (size && is_hello(direction))
			text_append_size(&direction->hello, (const char *)data, size);
		if (!direction->message_left)
			finish_message(direction);
	}
	return true;
}

/* Reads bytes in order. False where the handshake ends, or when it was none. */
static bool feed(struct direction *direction, struct bytes bytes, struct results *results)
{
	while (bytes.size) {
		const uint8_t *data;
		if (direction->record_header_size < sizeof(direction->record_header)) {
			uint8_t type;
			uint16_t length;
			(void)take(&bytes, 1, &data);
			direction->record_header[direction->record_header_size++] = data[0];
			if (direction->record_header_size < sizeof(direction->record_header))
				continue;
			if (!tls_record_header_read(direction->record_header, &type, &length) ||
				type != TLS_CONTENT_HANDSHAKE)
				return false;
			direction->record_left = length;
			continue;
		}
		size_t size = take(&bytes, direction->record_left, &data);
		direction->record_left -= (uint32_t)size;
		if (!feed_messages(direction, (struct bytes){ data, size }))
			return false;
		if (!direction->record_left)
			finish_record(direction, results);
	}
	return true;
}

/* Whether a record and a message end here, so that nothing stays open. */
static bool is_between_messages(const struct direction *direction)
{
	return !direction->record_header_size && !direction->header_size &&
		!direction->order.early_count;
}

static void follow(struct direction *direction, const struct flow *peer, uint32_t sequence,
	const struct frame *frame, struct bytes data, struct results *results)
{
	if (sequence_after(sequence, direction->order.next)) {
		bool is_lost =
			peer->acknowledgment && !sequence_before(peer->acknowledgment, sequence);
		if (is_lost ||
			!segment_order_keep(&direction->order, sequence, data, frame->number))
			close_direction(direction);
		return;
	}
	bool is_handshake =
		feed(direction, segment_order_take(&direction->order, sequence, data), results);
	struct early_segment early;
	while (segment_order_pop(&direction->order, &early)) {
		struct bytes turn = segment_order_take(
			&direction->order, early.sequence, buffer_bytes(&early.data));
		is_handshake = is_handshake && feed(direction, turn, results);
		buffer_finish(&early.data);
	}
	if (!is_handshake || is_between_messages(direction))
		close_direction(direction);
}

/* Begins with the record that the dissector left open. */
static void begin(struct direction *direction, const struct frame *frame, struct results *results)
{
	uint32_t offset = frame_tls(frame)->open_offset - frame->payload_offset;
	uint32_t sequence = tcp_data_sequence(frame_tcp(frame)) + offset;
	close_direction(direction);
	if (offset > frame->payload.size)
		return;
	*direction = (struct direction){
		.is_open = true,
		.order = { .has_next = true, .next = sequence },
		.skip = frame_tls(frame)->open_skip,
	};
	struct bytes rest = { frame->payload.data + offset, frame->payload.size - offset };
	bool is_handshake =
		feed(direction, segment_order_take(&direction->order, sequence, rest), results);
	if (!is_handshake || is_between_messages(direction))
		close_direction(direction);
}

/* The message of a segment that only continues a record. */
static const struct tls_message continued = { .is_continued = true };

/* Shows the segment as TLS unless it is shown as another protocol. False otherwise. */
static bool continue_record(const struct frame *frame, struct frame_reading *shown)
{
	if (shown->protocol != PROTOCOL_TCP && shown->protocol != PROTOCOL_DATA)
		return false;
	frame_reading_show_as(shown, frame, PROTOCOL_TLS);
	shown->tls = &continued;
	shown->tls_version = 0;
	return true;
}

/* Appends the completed messages to those of the dissector. */
static void show_messages(struct tls_track *track, const struct frame *frame,
	struct frame_reading *shown, const struct tls_message *message)
{
	if (!message->handshake_count)
		return;
	if (shown->protocol != PROTOCOL_TLS && !continue_record(frame, shown))
		return;
	track->has_messages = true;
	track->message = *shown->tls;
	track->message.version = shown->tls_version;
	add_messages(&track->message, message);
	shown->tls = &track->message;
	shown->tls_version = track->message.version;
}

static size_t kept_size(const struct direction *direction)
{
	return segment_order_size(&direction->order) + direction->hello.capacity +
		direction->waiting_hello.capacity;
}

static bool count_held(struct connection *connection, struct tls_track *track)
{
	size_t size = kept_size(&track->from_low) + kept_size(&track->from_high);
	return connection_hold(connection, &track->held, size + track->lent_hello.capacity);
}

/* Sets the TLS version of the connection from now on, and of this segment. */
static void name_version(
	struct connection *connection, const struct frame *frame, struct frame_reading *shown)
{
	uint16_t *known = &connection->summary.tls_version;
	if (shown->protocol != PROTOCOL_TLS) {
		if (!*known || !frame->payload.size || !continue_record(frame, shown))
			return;
	} else if (shown->tls->server_version) {
		*known = shown->tls->server_version;
	} else if (!*known) {
		*known = shown->tls->record_version;
	}
	if (*known)
		tls_name_version(shown, *known);
}

static void follow_handshake(
	struct connection *connection, const struct frame *frame, struct packet_facts *facts)
{
	const struct tcp_analysis *analysis = &facts->tcp;
	struct frame_reading *shown = &facts->shown;
	bool is_cut = frame->payload.size < frame_tcp(frame)->payload_size;
	const struct tls_message *found = frame_tls(frame);
	bool opens = shown->protocol == PROTOCOL_TLS && found && found->open_offset && !is_cut;
	struct tls_track *track = connection->tls;
	if (!track && !opens)
		return;
	if (!track)
		track = connection->tls = xcalloc(1, sizeof(*track));
	text_finish(&track->lent_hello);
	track->has_messages = false;
	bool is_from_low = analysis->is_from_client == connection->is_low_client;
	struct direction *direction = is_from_low ? &track->from_low : &track->from_high;
	const struct flow *peer = is_from_low ? &connection->from_high : &connection->from_low;
	struct results results = { .track = track };
	uint32_t sequence = tcp_data_sequence(frame_tcp(frame));

	if (is_cut || frame_tcp(frame)->flags & TCP_RST) {
		close_direction(direction);
	} else if (direction->is_open && frame->payload.size) {
		/* The segment looks like new messages, but continues one. */
		if (shown->protocol == PROTOCOL_TLS && sequence == direction->order.next)
			shown->tls = &continued;
		follow(direction, peer, sequence, frame, frame->payload, &results);
	} else if (opens) {
		begin(direction, frame, &results);
	}
	show_messages(track, frame, shown, &results.message);
	if (!count_held(connection, track)) { /* all connections together keep too much */
		close_direction(direction);
		(void)count_held(connection, track);
	}
	if (!track->from_low.is_open && !track->from_high.is_open && !track->lent_hello.size &&
		!track->has_messages) {
		(void)connection_hold(connection, &track->held, 0);
		tls_track_free(track);
		connection->tls = NULL;
	}
}

void tls_track_segment(
	struct connection *connection, const struct frame *frame, struct packet_facts *facts)
{
	follow_handshake(connection, frame, facts);
	name_version(connection, frame, &facts->shown);
}
