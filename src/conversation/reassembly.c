/*
 * Reassembles segments into the two byte streams of a connection (RFC 9293). Each direction is
 * sorted by sequence number, counted from its SYN, or from its lowest segment when the capture
 * began later. Where segments overlap, the one that begins first counts, as in a receiver. Bytes in
 * no segment are a gap: between segments, before a FIN, and up to what the other side acknowledged.
 *
 * The two directions are merged by their acknowledgments: the sender of a segment that acknowledges
 * byte n has read it, whatever the order in the capture. Content is not decoded: no chunks, no
 * compression. Streams of more than 2 GB between two shown segments are ambiguous.
 */
#include "conversation/reassembly.h"

#include <string.h>

#include "conversation/connection/sequence-number.h"

/* The place of a segment in its direction; offsets count from the first byte of data. */
struct stretch {
	int64_t start, end; /* captured bytes */
	int64_t wire_end; /* including what the snap length cut off */
	uint64_t acknowledged; /* offset in the other direction */
	bool has_acknowledged, begins_message;
	uint64_t frame;
	const uint8_t *data;
};

struct direction {
	struct stretch *stretches; /* sorted by start, then frame */
	size_t count;
	bool has_base;
	uint32_t base; /* raw sequence number of offset 0 */
	bool has_fin;
	int64_t fin; /* offset of the FIN */
	int64_t acknowledged; /* offset that the other side acknowledged */
	struct stream_part *parts;
	uint64_t *part_acknowledged; /* for each part: what its sender had read by then */
	int64_t *part_starts;
	size_t part_count;
};

static bool is_of_stream(const struct shown_packet *packet, uint32_t stream)
{
	return frame_tcp(&packet->frame) && packet->facts.has_tcp &&
		packet->facts.tcp.stream == stream;
}

/*
 * Whether a segment has data. A keep-alive repeats an acknowledged byte and may have any content.
 */
static bool carries_data(const struct shown_packet *packet)
{
	return frame_tcp(&packet->frame)->payload_size > 0 &&
		!(packet->facts.tcp.labels & TCP_LABEL_KEEP_ALIVE);
}

static void find_bases(
	struct direction directions[2], const struct selection *selection, uint32_t stream)
{
	bool has_syn[2] = { false, false };
	for (size_t i = 0; i < selection->count; i++) {
		const struct shown_packet *packet = selection->packets[i];
		if (!is_of_stream(packet, stream))
			continue;
		bool is_client = packet->facts.tcp.is_from_client;
		struct direction *direction = &directions[is_client];
		const struct tcp_header *tcp = frame_tcp(&packet->frame);
		bool is_syn = (tcp->flags & TCP_SYN) != 0;
		if (has_syn[is_client] || (!is_syn && !carries_data(packet)))
			continue;
		uint32_t sequence = tcp_data_sequence(frame_tcp(&packet->frame));
		if (!direction->has_base || is_syn || sequence_before(sequence, direction->base))
			direction->base = sequence;
		direction->has_base = true;
		has_syn[is_client] = is_syn;
	}
}

static int64_t offset_of(const struct direction *direction, uint32_t sequence)
{
	return direction->has_base ? sequence_difference(sequence, direction->base) : 0;
}

/* Whether a message begins in the segment, possibly after the end of another one. */
static bool begins_message(const struct shown_packet *packet)
{
	const struct frame *frame = &packet->frame;
	const struct http_message *http = frame_http(frame);
	uint8_t kind = packet->facts.shown.http_kind;
	return (kind == HTTP_REQUEST && http->method.data == frame->payload.data) ||
		(kind == HTTP_RESPONSE && http->version.data == frame->payload.data);
}

static void add_stretch(
	struct direction *own, const struct direction *other, const struct shown_packet *packet)
{
	const struct frame *frame = &packet->frame;
	int64_t start = offset_of(own, tcp_data_sequence(frame_tcp(frame)));
	size_t captured = frame->payload.size;
	if (captured > frame_tcp(frame)->payload_size)
		captured = frame_tcp(frame)->payload_size;
	bool has_ack = (frame_tcp(frame)->flags & TCP_ACK) != 0 && other->has_base;
	int64_t acknowledged = has_ack ? offset_of(other, frame_tcp(frame)->acknowledgment) : 0;
	own->stretches[own->count++] = (struct stretch){
		.start = start,
		.end = start + (int64_t)captured,
		.wire_end = start + (int64_t)frame_tcp(frame)->payload_size,
		.acknowledged = acknowledged > 0 ? (uint64_t)acknowledged : 0,
		.has_acknowledged = has_ack,
		.begins_message = begins_message(packet),
		.frame = frame->number,
		.data = frame->payload.data,
	};
}

static void note_marks(
	struct direction *own, struct direction *other, const struct shown_packet *packet)
{
	const struct tcp_header *tcp = frame_tcp(&packet->frame);
	if ((tcp->flags & TCP_FIN) && own->has_base) {
		own->has_fin = true;
		own->fin = offset_of(own, tcp_data_sequence(frame_tcp(&packet->frame))) +
			tcp->payload_size;
	}
	/* The acknowledgment of a reset may have any value. */
	if ((tcp->flags & TCP_ACK) && !(tcp->flags & TCP_RST) && other->has_base) {
		int64_t acknowledged = offset_of(other, tcp->acknowledgment);
		if (acknowledged > other->acknowledged)
			other->acknowledged = acknowledged;
	}
}

static int compare_stretches(const void *left, const void *right)
{
	const struct stretch *a = left, *b = right;
	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return (a->frame > b->frame) - (a->frame < b->frame);
}

static void gather(struct direction directions[2], const struct selection *selection,
	uint32_t stream, struct arena *arena)
{
	size_t counts[2] = { 0, 0 };
	for (size_t i = 0; i < selection->count; i++) {
		const struct shown_packet *packet = selection->packets[i];
		if (is_of_stream(packet, stream) && carries_data(packet))
			counts[packet->facts.tcp.is_from_client]++;
	}
	for (unsigned side = 0; side < 2; side++)
		directions[side].stretches =
			arena_alloc_array(arena, counts[side], sizeof(struct stretch));
	for (size_t i = 0; i < selection->count; i++) {
		const struct shown_packet *packet = selection->packets[i];
		if (!is_of_stream(packet, stream))
			continue;
		bool is_client = packet->facts.tcp.is_from_client;
		note_marks(&directions[is_client], &directions[!is_client], packet);
		if (carries_data(packet))
			add_stretch(&directions[is_client], &directions[!is_client], packet);
	}
	for (unsigned side = 0; side < 2; side++)
		if (directions[side].count)
			qsort(directions[side].stretches, directions[side].count,
				sizeof(struct stretch), compare_stretches);
}

static void add_part(struct direction *direction, int64_t start, uint64_t acknowledged,
	const struct stream_part *part)
{
	size_t index = direction->part_count++;
	direction->parts[index] = *part;
	direction->part_starts[index] = start;
	/* What a sender has read never decreases. */
	if (index && direction->part_acknowledged[index - 1] > acknowledged)
		acknowledged = direction->part_acknowledged[index - 1];
	direction->part_acknowledged[index] = acknowledged;
}

/* Returns how far cut segments reach from `offset` on; stretches are sorted by start. */
static int64_t cut_until(const struct direction *direction, int64_t offset)
{
	int64_t until = offset;
	for (size_t i = 0; i < direction->count && direction->stretches[i].start <= until; i++)
		if (direction->stretches[i].wire_end > until)
			until = direction->stretches[i].wire_end;
	return until;
}

static int64_t next_start(const struct direction *direction, int64_t offset, int64_t limit)
{
	for (size_t i = 0; i < direction->count; i++)
		if (direction->stretches[i].start > offset)
			return direction->stretches[i].start < limit ? direction->stretches[i].start
								     : limit;
	return limit;
}

/* Adds gaps from `from` to `to`: bytes that were cut off, and bytes in no segment. */
static void add_gap(struct direction *direction, bool is_client, int64_t from, int64_t to)
{
	while (from < to) {
		int64_t until = cut_until(direction, from);
		bool is_cut = until > from;
		if (!is_cut)
			until = next_start(direction, from, to);
		if (until > to)
			until = to;
		const struct stream_part part = {
			.kind = is_cut ? STREAM_PART_CUT : STREAM_PART_MISSING,
			.is_from_client = is_client,
			.size = (uint64_t)(until - from),
		};
		add_part(direction, from, 0, &part);
		from = until;
	}
}

/* The least end of a direction: its FIN, or what the other side acknowledged. */
static int64_t known_end(const struct direction *direction, int64_t end)
{
	if (direction->has_fin)
		return direction->fin > end ? direction->fin : end;
	/*
	 * An acknowledgment of one byte beyond the data is of a FIN that is not in the selection.
	 */
	return direction->acknowledged > end + 1 ? direction->acknowledged : end;
}

static void put_in_order(struct direction *direction, bool is_client, struct arena *arena)
{
	/*
	 * Each stretch leads to at most one part and two gaps before it; one gap follows at the
	 * end.
	 */
	size_t most = direction->count * 3 + 2;
	direction->parts = arena_alloc_array(arena, most, sizeof(*direction->parts));
	direction->part_acknowledged =
		arena_alloc_array(arena, most, sizeof(*direction->part_acknowledged));
	direction->part_starts = arena_alloc_array(arena, most, sizeof(*direction->part_starts));
	int64_t place = 0, wire_end = 0;
	for (size_t i = 0; i < direction->count; i++) {
		const struct stretch *stretch = &direction->stretches[i];
		if (stretch->wire_end > wire_end)
			wire_end = stretch->wire_end;
		if (stretch->end <= place || stretch->end == stretch->start)
			continue;
		if (stretch->start > place) {
			add_gap(direction, is_client, place, stretch->start);
			place = stretch->start;
		}
		size_t known = (size_t)(place - stretch->start);
		const struct stream_part part = {
			.kind = STREAM_PART_DATA,
			.is_from_client = is_client,
			.begins_message = stretch->begins_message && known == 0,
			.data = { stretch->data + known, (size_t)(stretch->end - place) },
			.size = (uint64_t)(stretch->end - place),
			.first_frame = stretch->frame,
			.last_frame = stretch->frame,
		};
		add_part(direction, place, stretch->acknowledged, &part);
		place = stretch->end;
	}
	int64_t end = known_end(direction, wire_end > place ? wire_end : place);
	if (end > place)
		add_gap(direction, is_client, place, end);
}

/* Whether part `c` of the client comes before part `s` of the server. */
static bool is_client_first(
	const struct direction *client, size_t c, const struct direction *server, size_t s)
{
	bool server_has_read = server->part_acknowledged[s] > (uint64_t)client->part_starts[c];
	bool client_has_read = client->part_acknowledged[c] > (uint64_t)server->part_starts[s];
	if (server_has_read != client_has_read)
		return server_has_read;
	const struct stream_part *a = &client->parts[c], *b = &server->parts[s];
	/* It is unknown what a gap's sender had read, so captured data comes first. */
	if (a->kind != STREAM_PART_DATA || b->kind != STREAM_PART_DATA)
		return b->kind != STREAM_PART_DATA;
	return a->first_frame <= b->first_frame;
}

static void merge(
	struct stream_content *content, const struct direction directions[2], struct arena *arena)
{
	const struct direction *server = &directions[0], *client = &directions[1];
	content->parts = arena_alloc_array(
		arena, client->part_count + server->part_count, sizeof(*content->parts));
	size_t c = 0, s = 0;
	while (c < client->part_count || s < server->part_count) {
		bool takes_client = s == server->part_count ||
			(c < client->part_count && is_client_first(client, c, server, s));
		const struct stream_part *part =
			takes_client ? &client->parts[c++] : &server->parts[s++];
		*(takes_client ? &content->client_size : &content->server_size) += part->size;
		content->parts[content->count++] = *part;
	}
}

struct stream_content stream_reassemble(const struct selection *selection,
	const struct capture_summary *summary, uint32_t stream, struct arena *arena)
{
	struct stream_content content = { 0 };
	struct direction directions[2] = { 0 }; /* indexed by is_from_client */
	uint64_t packets = 0;
	for (size_t i = 0; i < selection->count; i++)
		packets += is_of_stream(selection->packets[i], stream);
	content.is_whole = stream < summary->connection_count &&
		packets == summary->connections[stream].packet_count;
	find_bases(directions, selection, stream);
	gather(directions, selection, stream, arena);
	for (unsigned side = 0; side < 2; side++)
		put_in_order(&directions[side], side == 1, arena);
	merge(&content, directions, arena);
	return content;
}

size_t selection_streams(const struct selection *selection, uint32_t *ret_busiest)
{
	struct stream_size {
		uint32_t stream;
		uint64_t size;
	} *sizes = NULL;
	size_t count = 0, capacity = 0, busiest = 0, last = 0;
	for (size_t i = 0; i < selection->count; i++) {
		const struct shown_packet *packet = selection->packets[i];
		if (!packet->facts.has_tcp)
			continue;
		/* Neighboring packets are often of the same connection. */
		size_t at =
			last < count && sizes[last].stream == packet->facts.tcp.stream ? last : 0;
		while (at < count && sizes[at].stream != packet->facts.tcp.stream)
			at++;
		if (at == count) {
			grow_array(&sizes, count, &capacity, sizeof(*sizes));
			sizes[count++] = (struct stream_size){ packet->facts.tcp.stream, 0 };
		}
		sizes[at].size += frame_tcp(&packet->frame)->payload_size;
		last = at;
	}
	for (size_t i = 1; i < count; i++)
		if (sizes[i].size > sizes[busiest].size)
			busiest = i;
	if (count)
		*ret_busiest = sizes[busiest].stream;
	free(sizes);
	return count;
}
