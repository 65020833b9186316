/*
 * A message is found in three steps: the direction of a connection that sent most, the message
 * within it, and every segment that carried a byte of it (also again). Sequence numbers are taken
 * as distances from the message's first byte, so they may wrap; what lies beyond 2 GB is not met on
 * a slide.
 */
#include "diagram/segments/message.h"

#include <stdlib.h>
#include <string.h>

#include "conversation/tcp/sequence-number.h"

/* Data of one direction, as far as it was selected. */
struct flow_size {
	uint32_t stream;
	bool is_from_client;
	uint64_t size;
};

/* What an HTTP message that begins in the packet says at its front; NULL when none does. */
static const struct http_message *head_of(const struct shown_packet *packet)
{
	uint8_t kind = packet->facts.shown.http_kind;
	return kind == HTTP_REQUEST || kind == HTTP_RESPONSE ? &packet->frame.http : NULL;
}

static bool has_data(const struct shown_packet *packet)
{
	return packet->facts.has_tcp && packet->frame.has_tcp && packet->frame.tcp.payload_size > 0;
}

static bool is_of_flow(const struct shown_packet *packet, uint32_t stream, bool is_from_client)
{
	return has_data(packet) && packet->facts.tcp.stream == stream &&
		packet->facts.tcp.is_from_client == is_from_client;
}

/* Or captured twice: its bytes are no new ones. */
static bool is_resent(const struct shown_packet *packet)
{
	return packet->facts.copy_of ||
		packet->facts.tcp.labels &
		(TCP_LABEL_RETRANSMISSION | TCP_LABEL_FAST_RETRANSMISSION |
			TCP_LABEL_SPURIOUS_RETRANSMISSION);
}

/* The direction with most bytes; size 0 when there is none. */
static struct flow_size largest_flow(struct arena *arena, const struct selection *selection)
{
	struct flow_size *flows =
		arena_alloc_array(arena, selection->count, sizeof(*flows)); /* at most */
	size_t count = 0, largest = 0;
	for (size_t i = 0; i < selection->count; i++) {
		const struct shown_packet *packet = selection->packets[i];
		size_t k = count;
		if (!has_data(packet))
			continue;
		/* Packets of a connection stand close together: look at the latest first. */
		while (k > 0 &&
			!is_of_flow(packet, flows[k - 1].stream, flows[k - 1].is_from_client))
			k--;
		if (k == 0) {
			flows[count++] = (struct flow_size){ packet->facts.tcp.stream,
				packet->facts.tcp.is_from_client, 0 };
			k = count;
		}
		flows[k - 1].size += is_resent(packet) ? 1 : packet->frame.tcp.payload_size;
	}
	for (size_t i = 1; i < count; i++)
		if (flows[i].size > flows[largest].size)
			largest = i;
	return count ? flows[largest] : (struct flow_size){ 0 };
}

/* Whether `packet` goes on with what began at `first`; `has_answer`: the other side spoke between. */
static bool is_same_message(
	const struct shown_packet *first, const struct shown_packet *packet, bool has_answer)
{
	if (first->facts.tcp.http_first_frame || packet->facts.tcp.http_first_frame)
		return first->facts.tcp.http_first_frame == packet->facts.tcp.http_first_frame ||
			(is_resent(packet) && !packet->facts.tcp.http_first_frame);
	return !has_answer;
}

/* The first segment of the largest message of the flow. */
static const struct shown_packet *largest_message(
	const struct selection *selection, const struct flow_size *flow)
{
	const struct shown_packet *first = NULL, *largest = NULL;
	uint64_t size = 0, largest_size = 0;
	bool has_answer = false;
	for (size_t i = 0; i < selection->count; i++) {
		const struct shown_packet *packet = selection->packets[i];
		if (is_of_flow(packet, flow->stream, !flow->is_from_client))
			has_answer = true;
		if (!is_of_flow(packet, flow->stream, flow->is_from_client))
			continue;
		if (!first || !is_same_message(first, packet, has_answer)) {
			first = packet;
			size = 0;
		}
		has_answer = false;
		size += is_resent(packet) ? 0 : packet->frame.tcp.payload_size;
		if (!largest || size > largest_size) {
			largest = first;
			largest_size = size;
		}
	}
	return largest;
}

/* Where the message ends, as a distance from its first byte. */
static int64_t message_end(
	const struct selection *selection, const struct message *message, int64_t *ret_start)
{
	const struct shown_packet *first = message->first;
	int64_t end = 0;
	bool is_in = false, has_answer = false;
	*ret_start = 0;
	for (size_t i = 0; i < selection->count; i++) {
		const struct shown_packet *packet = selection->packets[i];
		if (is_of_flow(packet, message->stream, !message->is_from_client))
			has_answer = true;
		if (!is_of_flow(packet, message->stream, message->is_from_client))
			continue;
		is_in = is_in || packet == first;
		if (!is_in || (packet != first && !is_same_message(first, packet, has_answer)))
			continue;
		has_answer = false;
		int64_t from =
			sequence_difference(packet->facts.tcp.sequence, first->facts.tcp.sequence);
		if (from + packet->frame.tcp.payload_size > end)
			end = from + packet->frame.tcp.payload_size;
		/* Without HTTP to say where it begins, a segment that came late may be the first. */
		if (from < *ret_start && !first->facts.tcp.http_first_frame)
			*ret_start = from;
	}
	const struct http_message *http = head_of(first);
	bool is_bounded = http && http->has_header_end && http->has_content_length &&
		http->content_length < (uint64_t)INT32_MAX;
	if (is_bounded && http->header_size + (int64_t)http->content_length < end)
		end = http->header_size + (int64_t)http->content_length;
	return end;
}

/* Whether one earlier segment had all of these bytes. */
static bool was_sent(const struct message *message, uint64_t offset, uint64_t end)
{
	for (size_t i = message->piece_count; i-- > 0;) {
		const struct message_piece *piece = &message->pieces[i];
		if (piece->offset <= offset && piece->offset + piece->size >= end)
			return true;
	}
	return false;
}

static void collect_pieces(struct arena *arena, const struct selection *selection,
	struct message *message, int64_t start, int64_t end)
{
	uint32_t base = message->first->facts.tcp.sequence;
	message->pieces = arena_alloc_array(arena, selection->count, sizeof(*message->pieces));
	for (size_t i = 0; i < selection->count; i++) {
		const struct shown_packet *packet = selection->packets[i];
		if (!is_of_flow(packet, message->stream, message->is_from_client))
			continue;
		int64_t from = sequence_difference(packet->facts.tcp.sequence, base);
		int64_t to = from + packet->frame.tcp.payload_size;
		from = from < start ? start : from;
		to = to > end ? end : to;
		if (from >= to)
			continue;
		bool is_again = was_sent(message, (uint64_t)(from - start), (uint64_t)(to - start));
		if (is_again && packet->facts.copy_of)
			continue; /* captured twice, sent once */
		message->pieces[message->piece_count++] = (struct message_piece){
			.packet = packet,
			.offset = (uint64_t)(from - start),
			.size = (uint32_t)(to - from),
			.is_again = is_again,
		};
	}
}

/* The size that most new segments have, if more than one of them has it. */
static void find_full_size(struct message *message)
{
	for (size_t i = 0; i < message->piece_count; i++) {
		const struct message_piece *piece = &message->pieces[i];
		size_t count = 0;
		if (piece->offset + piece->size == message->size)
			message->last_size = piece->size;
		if (piece->is_again)
			continue;
		message->new_count++;
		message->new_size += piece->size;
		if (piece->size == message->full_size)
			continue;
		for (size_t k = i; k < message->piece_count; k++)
			count += !message->pieces[k].is_again &&
				message->pieces[k].size == piece->size;
		if (count > message->full_count) {
			message->full_count = count;
			message->full_size = piece->size;
		}
	}
	if (message->full_count < 2)
		message->full_size = 0;
}

static int by_offset(const void *a, const void *b)
{
	const struct message_piece *left = a, *right = b;
	return left->offset < right->offset ? -1 : left->offset > right->offset;
}

/* Holes, and whether the message is longer than what there is of it; HTTP says so. */
static void find_lacking(struct arena *arena, struct message *message, enum http_place last_place)
{
	const struct http_message *http = head_of(message->first);
	uint64_t covered = 0;
	struct message_piece *pieces =
		arena_copy(arena, message->pieces, message->piece_count, sizeof(*message->pieces));
	qsort(pieces, message->piece_count, sizeof(*pieces), by_offset);
	for (size_t i = 0; i < message->piece_count; i++) {
		if (pieces[i].offset > covered)
			message->lacking_size += pieces[i].offset - covered;
		uint64_t end = pieces[i].offset + pieces[i].size;
		covered = end > covered ? end : covered;
	}
	uint64_t begins_at = message->first->facts.tcp.http_first_frame;
	message->begins_before = begins_at && begins_at < message->first->frame.number;
	bool is_bounded = http && http->has_header_end && http->has_content_length;
	message->goes_on = is_bounded ? message->size < http->header_size + http->content_length &&
			last_place != HTTP_PLACE_LAST
				      : last_place == HTTP_PLACE_PART;
}

/* Where the segment with the message's last byte stands in it. */
static enum http_place last_place_of(const struct message *message)
{
	enum http_place place = HTTP_PLACE_NONE;
	for (size_t i = 0; i < message->piece_count; i++) {
		const struct message_piece *piece = &message->pieces[i];
		if (piece->offset + piece->size == message->size && !piece->is_again)
			place = (enum http_place)piece->packet->facts.tcp.http_place;
	}
	return place;
}

static void find_limit(const struct capture_summary *summary, struct message *message)
{
	const struct shown_packet *first = message->first;
	const struct layer *layer = frame_layer(&first->frame, PROTOCOL_TCP);
	if (layer && layer->header_size > 20 && !first->frame.tcp.is_cut)
		message->options_size = layer->header_size - 20;
	/* RFC 7323, appendix A: two NOPs and ten bytes. */
	message->has_only_timestamps =
		first->frame.tcp.has_timestamps && message->options_size == 12;
	if (message->stream >= summary->connection_count)
		return;
	const struct tcp_connection *connection = &summary->connections[message->stream];
	uint16_t receiver =
		message->is_from_client ? connection->server_mss : connection->client_mss;
	uint16_t sender = message->is_from_client ? connection->client_mss : connection->server_mss;
	/*
	 * RFC 9293, 3.7.1: what the other side takes, but no more than the own network carries, which
	 * the sender's own announcement tells where the segments are of just that size.
	 */
	bool is_senders = sender && message->full_size &&
		message->full_size + message->options_size == sender;
	message->mss = is_senders || !receiver ? sender : receiver;
}

bool message_find(struct arena *arena, const struct selection *selection,
	const struct capture_summary *summary, struct message *ret_message)
{
	const struct flow_size flow = largest_flow(arena, selection);
	if (flow.size == 0)
		return false;
	struct message message = {
		.first = largest_message(selection, &flow),
		.stream = flow.stream,
		.is_from_client = flow.is_from_client,
	};
	int64_t start, end = message_end(selection, &message, &start);
	message.sequence = message.first->facts.tcp.sequence + (uint32_t)start;
	message.size = (uint64_t)(end - start);
	const struct http_message *http = head_of(message.first);
	if (http && http->has_header_end && http->header_size <= message.size)
		message.header_size = http->header_size;
	collect_pieces(arena, selection, &message, start, end);
	find_full_size(&message);
	find_lacking(arena, &message, last_place_of(&message));
	find_limit(summary, &message);
	*ret_message = message;
	return message.piece_count > 0 && message.size > 0;
}
