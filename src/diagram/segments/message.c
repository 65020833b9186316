/*
 * A message is found in three steps: the direction of a connection that sent most, the message in
 * it, and every segment that carried a byte of the message, retransmissions too. Sequence numbers
 * are distances from the message's first byte, so they may wrap. Messages of more than 2 GB are not
 * expected on a slide.
 */
#include "diagram/segments/message.h"

#include <stdlib.h>
#include <string.h>

#include "conversation/connection/sequence-number.h"

enum { DEFAULT_MSS_IPV4 = 536, DEFAULT_MSS_IPV6 = 1220 };

/* The size of one direction's data in the selection. */
struct flow_size {
	uint32_t stream;
	bool is_from_client;
	uint64_t size;
};

/* The HTTP message that begins in the packet; NULL when none does. */
static const struct http_message *head_of(const struct shown_packet *packet)
{
	uint8_t kind = packet->facts.shown.http_kind;
	return kind == HTTP_REQUEST || kind == HTTP_RESPONSE ? frame_http(&packet->frame) : NULL;
}

/* A fragment shows neither the size of its segment nor a relative number. */
static bool has_data(const struct shown_packet *packet)
{
	return packet_has_numbers(packet) && frame_tcp(&packet->frame)->payload_size > 0;
}

static bool is_of_flow(const struct shown_packet *packet, uint32_t stream, bool is_from_client)
{
	return has_data(packet) && packet->facts.tcp.stream == stream &&
		packet->facts.tcp.is_from_client == is_from_client;
}

/* Whether the packet's bytes are not new: it was sent again, or captured twice. */
static bool is_resent(const struct shown_packet *packet)
{
	return packet->facts.copy_of || packet->facts.tcp.labels & TCP_LABELS_RESENT;
}

/* The direction with the most bytes; its size is 0 when there is none. */
static struct flow_size largest_flow(struct arena *arena, const struct selection *selection)
{
	/* as many as there can be */
	struct flow_size *flows = arena_alloc_array(arena, selection->count, sizeof(*flows));
	size_t count = 0, largest = 0;
	for (size_t i = 0; i < selection->count; i++) {
		const struct shown_packet *packet = selection->packets[i];
		size_t k = count;
		if (!has_data(packet))
			continue;
		/*
		 * Packets of a connection are close together, so the latest flow is compared first.
		 */
		while (k > 0 &&
			!is_of_flow(packet, flows[k - 1].stream, flows[k - 1].is_from_client))
			k--;
		if (k == 0) {
			flows[count++] = (struct flow_size){ packet->facts.tcp.stream,
				packet->facts.tcp.is_from_client, 0 };
			k = count;
		}
		flows[k - 1].size +=
			is_resent(packet) ? 1 : frame_tcp(&packet->frame)->payload_size;
	}
	for (size_t i = 1; i < count; i++)
		if (flows[i].size > flows[largest].size)
			largest = i;
	return count ? flows[largest] : (struct flow_size){ 0 };
}

/*
 * Whether `packet` continues the message that began with `first`. `has_answer`: the other side
 * spoke between them.
 */
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
		size += is_resent(packet) ? 0 : frame_tcp(&packet->frame)->payload_size;
		if (!largest || size > largest_size) {
			largest = first;
			largest_size = size;
		}
	}
	return largest;
}

/*
 * Returns the end of the message as a distance from its first byte. *ret_start is where it begins:
 * below 0 when a segment before `first` was captured late.
 */
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
			sequence_difference(packet_data_number(packet), packet_data_number(first));
		if (from + frame_tcp(&packet->frame)->payload_size > end)
			end = from + frame_tcp(&packet->frame)->payload_size;
		/* Without HTTP, the beginning is not known: a late segment may be the first. */
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
	uint32_t base = packet_data_number(message->first);
	message->pieces = arena_alloc_array(arena, selection->count, sizeof(*message->pieces));
	for (size_t i = 0; i < selection->count; i++) {
		const struct shown_packet *packet = selection->packets[i];
		if (!is_of_flow(packet, message->stream, message->is_from_client))
			continue;
		int64_t from = sequence_difference(packet_data_number(packet), base);
		int64_t to = from + frame_tcp(&packet->frame)->payload_size;
		from = from < start ? start : from;
		to = to > end ? end : to;
		if (from >= to)
			continue;
		bool is_again = was_sent(message, (uint64_t)(from - start), (uint64_t)(to - start));
		if (is_again && packet->facts.copy_of)
			continue; /* captured twice, but sent once */
		message->pieces[message->piece_count++] = (struct message_piece){
			.packet = packet,
			.offset = (uint64_t)(from - start),
			.size = (uint32_t)(to - from),
			.is_again = is_again,
		};
	}
}

/* Finds the size that most new segments have, if at least two have it. */
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

/* The place in an HTTP message of the segment with the last byte of this message. */
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

/*
 * Whether the end of the connection ends the response (RFC 9112, 6.3): it has no length and is not
 * chunked.
 */
static bool ends_with_connection(const struct http_message *http)
{
	return http && http->kind == HTTP_RESPONSE && http->has_header_end &&
		!http->has_content_length && !http->is_chunked;
}

/* Whether the sender's FIN directly follows the message's last byte. */
static bool has_fin_behind(const struct selection *selection, const struct capture_summary *summary,
	const struct message *message)
{
	uint32_t end = message->sequence + (uint32_t)message->size;
	for (size_t i = 0; i < selection->count; i++) {
		const struct shown_packet *packet = selection->packets[i];
		const struct tcp_header *tcp = frame_tcp(&packet->frame);
		if (tcp && tcp->flags & TCP_FIN && packet->facts.has_tcp &&
			packet->facts.tcp.stream == message->stream &&
			packet->facts.tcp.is_from_client == message->is_from_client &&
			packet_data_number(packet) + tcp->payload_size == end)
			return true;
	}
	/*
	 * The FIN is not in the selection, but both ends sent one, and this one sent no more bytes.
	 */
	if (message->stream >= summary->connection_count)
		return false;
	const struct tcp_connection *connection = &summary->connections[message->stream];
	bool has_first =
		message->is_from_client ? connection->has_client_isn : connection->has_server_isn;
	uint64_t sent =
		message->is_from_client ? connection->client_bytes : connection->server_bytes;
	return connection->ending == TCP_ENDING_FIN && has_first && (uint32_t)sent + 1 == end;
}

/*
 * Finds missing bytes, and whether the message is longer than its selected part, as HTTP's length
 * and place say.
 */
static void find_lacking(struct arena *arena, const struct selection *selection,
	const struct capture_summary *summary, struct message *message)
{
	const struct http_message *http = head_of(message->first);
	enum http_place last_place = last_place_of(message);
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
	if (is_bounded)
		message->goes_on = message->size < http->header_size + http->content_length &&
			last_place != HTTP_PLACE_LAST;
	else if (ends_with_connection(http))
		message->is_endless = last_place == HTTP_PLACE_PART &&
			!has_fin_behind(selection, summary, message);
	else
		message->goes_on = last_place == HTTP_PLACE_PART;
}

static void find_limit(const struct capture_summary *summary, struct message *message)
{
	const struct shown_packet *first = message->first;
	const struct layer *layer = frame_layer(&first->frame, PROTOCOL_TCP);
	if (layer && layer->header_size > 20 && !frame_tcp(&first->frame)->is_cut)
		message->options_size = layer->header_size - 20;
	/* RFC 7323, appendix A: padded with two NOPs, the option has 12 bytes. */
	message->has_only_timestamps =
		frame_tcp(&first->frame)->has_timestamps && message->options_size == 12;
	if (message->stream >= summary->connection_count)
		return;
	const struct tcp_connection *connection = &summary->connections[message->stream];
	uint16_t receiver =
		message->is_from_client ? connection->server_mss : connection->client_mss;
	uint16_t sender = message->is_from_client ? connection->client_mss : connection->server_mss;
	/*
	 * RFC 9293, 3.7.1: the limit is what the other side accepts, or what the sender's own
	 * network carries. The sender's own MSS tells the latter when full segments have just that
	 * size.
	 */
	bool lacks_mss = message->is_from_client ? connection->server_lacks_mss
						 : connection->client_lacks_mss;
	if (lacks_mss)
		message->default_mss = first->frame.source.family == ADDRESS_IPV6
			? DEFAULT_MSS_IPV6
			: DEFAULT_MSS_IPV4;
	bool is_senders = sender && !lacks_mss && message->full_size &&
		message->full_size + message->options_size == sender;
	message->mss = is_senders ? sender : receiver;
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
	message.sequence = packet_data_number(message.first) + (uint32_t)start;
	message.size = (uint64_t)(end - start);
	const struct http_message *http = head_of(message.first);
	if (http && http->has_header_end && http->header_size <= message.size)
		message.header_size = http->header_size;
	collect_pieces(arena, selection, &message, start, end);
	find_full_size(&message);
	find_lacking(arena, selection, summary, &message);
	find_limit(summary, &message);
	*ret_message = message;
	return message.piece_count > 0 && message.size > 0;
}
