/*
 * The connections of a capture: which one a segment belongs to, what its relative numbers and its
 * scaled window are (RFC 9293, RFC 7323), and what is kept about each connection for summaries. The
 * labels themselves are in tcp-labels.c, the states in tcp-state.c, HTTP in http-track.c.
 *
 * Memory: a live connection costs some 600 bytes and its unacknowledged segments. Closed ones stay
 * as long as few others were closed since; then only their summary and a hash of their endpoints
 * remain, enough to call a later SYN a reuse of the ports and to give a straggler its stream number.
 */
#include "conversation/tcp-analysis.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cursor.h"
#include "conversation/connection.h"
#include "conversation/http-track.h"
#include "conversation/sequence-number.h"

enum {
	CONNECTIONS_LIVE_MAX = 250000,
	CONNECTIONS_CLOSED_MAX = 1024,
	SLOTS_FIRST = 256, /* a power of two */
	WINDOW_SCALE_MAX = 14, /* RFC 7323 section 2.3 */
};

enum completeness {
	COMPLETENESS_SYN = 1,
	COMPLETENESS_SYN_ACK = 2,
	COMPLETENESS_ACK = 4,
	COMPLETENESS_DATA = 8,
	COMPLETENESS_FIN = 16,
	COMPLETENESS_RST = 32,
};

/* An open-addressing slot: a live connection, or what is left of one (connection NULL). */
struct slot {
	uint64_t hash; /* 0: empty */
	struct connection *connection;
	uint32_t stream;
};

struct record {
	struct tcp_connection summary;
	uint32_t base_low, base_high; /* for stragglers of a connection that was let go */
};

struct tcp_table {
	uint64_t seed;
	struct slot *slots;
	size_t slot_count, used_count, live_count, closed_count;
	struct connection *oldest_closed, *newest_closed;
	struct connection *last; /* most segments follow one of their own connection */
	struct record *records; /* by stream */
	size_t record_count, record_capacity;
};

/* What repeats or precedes other bytes is shown as TCP, not as the message that it is a part of. */
static const uint32_t undissected_labels = TCP_LABEL_RETRANSMISSION | TCP_LABEL_OUT_OF_ORDER |
	TCP_LABEL_KEEP_ALIVE | TCP_LABEL_ZERO_WINDOW_PROBE;

struct tcp_table *tcp_table_new(void)
{
	struct tcp_table *table = xcalloc(1, sizeof(*table));
	table->slot_count = SLOTS_FIRST;
	table->slots = xcalloc(table->slot_count, sizeof(*table->slots));
	/* where the table lies is not for a capture to know, so it cannot aim at one slot */
	table->seed = (uint64_t)(uintptr_t)table * 0x9e3779b97f4a7c15u;
	return table;
}

static void connection_free(struct connection *connection)
{
	unacked_finish(&connection->from_low.unacked);
	unacked_finish(&connection->from_high.unacked);
	http_track_free(connection->http);
	free(connection);
}

void tcp_table_free(struct tcp_table *table)
{
	if (!table)
		return;
	for (size_t i = 0; i < table->slot_count; i++)
		if (table->slots[i].connection)
			connection_free(table->slots[i].connection);
	free(table->slots);
	free(table->records);
	free(table);
}

static uint64_t hash_mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * 0xff51afd7ed558ccdu;
	return hash ^ hash >> 32;
}

static uint64_t hash_endpoint(uint64_t hash, const struct endpoint *endpoint)
{
	uint64_t words[2];
	memcpy(words, endpoint->address.octets, sizeof(words));
	hash = hash_mix(hash, words[0]);
	if (endpoint->address.family == ADDRESS_IPV6)
		hash = hash_mix(hash, words[1]);
	return hash_mix(hash, (uint64_t)endpoint->port << 8 | endpoint->address.family);
}

static uint64_t hash_endpoints(
	const struct tcp_table *table, const struct endpoint *low, const struct endpoint *high)
{
	uint64_t hash = hash_endpoint(hash_endpoint(table->seed, low), high);
	return hash ? hash : 1;
}

/* The slot of these endpoints, or the empty one where they belong. */
static struct slot *find_slot(const struct tcp_table *table, uint64_t hash,
	const struct endpoint *low, const struct endpoint *high)
{
	size_t mask = table->slot_count - 1;
	for (size_t i = hash & mask;; i = (i + 1) & mask) {
		struct slot *slot = &table->slots[i];
		if (!slot->hash)
			return slot;
		if (slot->hash != hash)
			continue;
		if (!slot->connection ||
			(!endpoint_compare(&slot->connection->low, low) &&
				!endpoint_compare(&slot->connection->high, high)))
			return slot;
	}
}

static void grow_slots(struct tcp_table *table)
{
	struct slot *before = table->slots;
	size_t count = table->slot_count;
	table->slot_count *= 2;
	table->slots = xcalloc(table->slot_count, sizeof(*table->slots));
	for (size_t i = 0; i < count; i++) {
		if (!before[i].hash)
			continue;
		size_t mask = table->slot_count - 1;
		size_t at = before[i].hash & mask;
		while (table->slots[at].hash)
			at = (at + 1) & mask;
		table->slots[at] = before[i];
	}
	free(before);
}

static void closed_unlink(struct tcp_table *table, struct connection *connection)
{
	if (connection->older)
		connection->older->newer = connection->newer;
	else
		table->oldest_closed = connection->newer;
	if (connection->newer)
		connection->newer->older = connection->older;
	else
		table->newest_closed = connection->older;
	connection->older = connection->newer = NULL;
	connection->is_closed = false;
	table->closed_count--;
}

static void closed_append(struct tcp_table *table, struct connection *connection)
{
	connection->is_closed = true;
	connection->older = table->newest_closed;
	connection->newer = NULL;
	if (table->newest_closed)
		table->newest_closed->newer = connection;
	else
		table->oldest_closed = connection;
	table->newest_closed = connection;
	table->closed_count++;
}

/* Frees the connection; its slot keeps the hash and the stream number. */
static void let_go(struct tcp_table *table, struct connection *connection)
{
	struct slot *slot = find_slot(table, connection->hash, &connection->low, &connection->high);
	if (connection->is_closed)
		closed_unlink(table, connection);
	struct record *record = &table->records[connection->stream];
	record->base_low = connection->from_low.base;
	record->base_high = connection->from_high.base;
	if (table->last == connection)
		table->last = NULL;
	slot->connection = NULL;
	slot->stream = connection->stream;
	table->live_count--;
	connection_free(connection);
}

static uint32_t add_record(struct tcp_table *table)
{
	grow_array(&table->records, table->record_count, &table->record_capacity,
		sizeof(*table->records));
	struct record *record = &table->records[table->record_count];
	*record = (struct record){ .summary.stream = (uint32_t)table->record_count };
	return (uint32_t)table->record_count++;
}

static void flow_start(struct flow *flow)
{
	flow->window = UINT32_MAX;
	flow->scale = WINDOW_SCALE_UNKNOWN;
	flow->is_flight_known = true;
}

/* Who is the client, as far as this segment tells: sender of the SYN, else the higher port. */
static bool source_is_client(const struct frame *frame)
{
	if (frame->tcp.flags & TCP_SYN)
		return !(frame->tcp.flags & TCP_ACK);
	return frame->source_port >= frame->destination_port;
}

static struct connection *connection_new(const struct frame *frame, const struct endpoint *low,
	const struct endpoint *high, uint64_t hash, bool is_from_low)
{
	struct connection *connection = xcalloc(1, sizeof(*connection));
	connection->low = *low;
	connection->high = *high;
	connection->hash = hash;
	connection->is_low_client = source_is_client(frame) == is_from_low;
	connection->last_ns = frame->time_ns;
	flow_start(&connection->from_low);
	flow_start(&connection->from_high);
	if ((frame->tcp.flags & (TCP_SYN | TCP_ACK)) == TCP_SYN) {
		struct flow *client = is_from_low ? &connection->from_low : &connection->from_high;
		struct flow *server = is_from_low ? &connection->from_high : &connection->from_low;
		client->state = TCP_STATE_CLOSED;
		server->state = TCP_STATE_LISTEN;
	}
	return connection;
}

static void start_record(
	struct tcp_table *table, const struct connection *connection, const struct frame *frame)
{
	struct tcp_connection *summary = &table->records[connection->stream].summary;
	const struct endpoint *client =
		connection->is_low_client ? &connection->low : &connection->high;
	const struct endpoint *server =
		connection->is_low_client ? &connection->high : &connection->low;
	summary->client = client->address;
	summary->client_port = client->port;
	summary->server = server->address;
	summary->server_port = server->port;
	summary->first_frame = frame->number;
	summary->first_ns = frame->time_ns;
}

/* A late segment of a connection that was let go: its numbers go on where they were. */
static void revive(const struct tcp_table *table, struct connection *connection)
{
	const struct record *record = &table->records[connection->stream];
	connection->from_low.base = record->base_low;
	connection->from_high.base = record->base_high;
	connection->from_low.has_base = true;
	connection->from_high.has_base = true;
}

static struct connection *open_connection(struct tcp_table *table, const struct frame *frame,
	bool is_from_low, uint64_t hash, const struct endpoint *low, const struct endpoint *high,
	struct error *error)
{
	if (table->live_count >= CONNECTIONS_LIVE_MAX) {
		error_set(error,
			"more than %d connections are open at frame %llu, which looks like a SYN "
			"flood: select fewer packets, for instance with 'tcpdump -r FILE -w PART "
			"FILTER'",
			CONNECTIONS_LIVE_MAX, (unsigned long long)frame->number);
		return NULL;
	}
	while (table->closed_count > CONNECTIONS_CLOSED_MAX) {
		struct connection *oldest = table->oldest_closed;
		closed_unlink(table, oldest);
		let_go(table, oldest);
	}
	if ((table->used_count + 1) * 2 > table->slot_count)
		grow_slots(table);
	struct slot *slot = find_slot(table, hash, low, high);
	bool is_straggler = slot->hash && !(frame->tcp.flags & TCP_SYN);
	struct connection *connection = connection_new(frame, low, high, hash, is_from_low);
	if (is_straggler) {
		connection->stream = slot->stream;
		connection->is_low_client =
			table->records[slot->stream].summary.client_port == low->port &&
			address_equal(&table->records[slot->stream].summary.client, &low->address);
		revive(table, connection);
	} else {
		connection->stream = add_record(table);
		start_record(table, connection, frame);
	}
	if (!slot->hash)
		table->used_count++;
	*slot = (struct slot){ hash, connection, connection->stream };
	table->live_count++;
	return connection;
}

static struct connection *replace_connection(struct tcp_table *table, struct connection *connection,
	const struct frame *frame, bool is_from_low, struct error *error)
{
	struct endpoint low = connection->low, high = connection->high;
	uint64_t hash = connection->hash;
	let_go(table, connection);
	return open_connection(table, frame, is_from_low, hash, &low, &high, error);
}

static bool is_syn(const struct frame *frame)
{
	return (frame->tcp.flags & (TCP_SYN | TCP_ACK)) == TCP_SYN;
}

/* The connection of these endpoints, found or made; port-reused when they had one that is gone. */
static struct connection *look_up(struct tcp_table *table, const struct frame *frame,
	const struct endpoint *low, const struct endpoint *high, bool is_from_low,
	uint32_t *ret_labels, struct error *error)
{
	struct connection *last = table->last;
	if (last && !endpoint_compare(&last->low, low) && !endpoint_compare(&last->high, high))
		return last;
	uint64_t hash = hash_endpoints(table, low, high);
	const struct slot *slot = find_slot(table, hash, low, high);
	if (slot->connection)
		return slot->connection;
	if (slot->hash && is_syn(frame))
		*ret_labels = TCP_LABEL_PORT_REUSED;
	return open_connection(table, frame, is_from_low, hash, low, high, error);
}

/* The connection of a segment; sets port-reused when the endpoints had another one before. */
static struct connection *find_connection(struct tcp_table *table, const struct frame *frame,
	bool *ret_is_from_low, uint32_t *ret_labels, struct error *error)
{
	struct endpoint source = endpoint_source(frame);
	struct endpoint destination = endpoint_destination(frame);
	bool is_from_low = endpoint_compare(&source, &destination) < 0;
	const struct endpoint *low = is_from_low ? &source : &destination;
	const struct endpoint *high = is_from_low ? &destination : &source;
	*ret_is_from_low = is_from_low;
	*ret_labels = 0;

	struct connection *connection =
		look_up(table, frame, low, high, is_from_low, ret_labels, error);
	if (connection && is_syn(frame)) {
		struct flow *sender = is_from_low ? &connection->from_low : &connection->from_high;
		if (sender->has_base && frame->tcp.sequence != sender->base) {
			*ret_labels = TCP_LABEL_PORT_REUSED;
			connection =
				replace_connection(table, connection, frame, is_from_low, error);
		} else if (sender->has_base) {
			/* the same SYN again: a RST in between may have moved the stream too far */
			sender->next = sender->contiguous;
		}
	}
	table->last = connection;
	return connection;
}

static void set_bases(
	struct flow *sender, struct flow *receiver, const struct segment *segment, uint32_t *labels)
{
	bool is_syn_ack = (segment->flags & (TCP_SYN | TCP_ACK)) == (TCP_SYN | TCP_ACK);
	if (is_syn_ack && sender->has_base && segment->sequence != sender->base) {
		sender->base = segment->sequence;
		*labels |= TCP_LABEL_PORT_REUSED;
	}
	if (!sender->has_base) {
		/* a stream that begins without its SYN begins at 1, as if it had been seen */
		sender->base = segment->flags & TCP_SYN ? segment->sequence : segment->sequence - 1;
		sender->has_base = true;
	}
	if (!receiver->has_base && segment->flags & TCP_ACK) {
		receiver->base = segment->acknowledgment - 1;
		receiver->has_base = true;
	}
}

/* Both sides must offer the option, else neither scales (RFC 7323 section 2.2). */
static void learn_scale(struct flow *sender, struct flow *receiver, const struct tcp_header *tcp)
{
	if (tcp->has_window_scale)
		sender->scale = (int8_t)(tcp->window_scale > WINDOW_SCALE_MAX ? WINDOW_SCALE_MAX
									      : tcp->window_scale);
	if (!(tcp->flags & TCP_SYN))
		return;
	if (sender->scale == WINDOW_SCALE_UNKNOWN && tcp->is_cut)
		return; /* the option may be among those that were not captured */
	if (sender->scale == WINDOW_SCALE_UNKNOWN) {
		sender->scale = WINDOW_SCALE_NONE;
		receiver->scale = WINDOW_SCALE_NONE;
	} else if (tcp->flags & TCP_ACK && receiver->scale == WINDOW_SCALE_NONE) {
		sender->scale = WINDOW_SCALE_NONE;
	}
}

static uint8_t completeness_after(uint8_t before, const struct segment *segment, bool is_first)
{
	uint8_t bits = before;
	unsigned flags = segment->flags;
	if (is_first) {
		if ((flags & (TCP_SYN | TCP_ACK)) != TCP_SYN)
			return 0; /* a capture that begins in the middle is never complete */
		return (uint8_t)(COMPLETENESS_SYN | (segment->size ? COMPLETENESS_DATA : 0));
	}
	if ((flags & (TCP_SYN | TCP_ACK)) == (TCP_SYN | TCP_ACK))
		bits |= COMPLETENESS_SYN_ACK;
	if ((flags & (TCP_SYN | TCP_ACK)) == TCP_ACK)
		bits |= segment->size ? COMPLETENESS_DATA : COMPLETENESS_ACK;
	if ((flags & (TCP_FIN | TCP_ACK)) == (TCP_FIN | TCP_ACK))
		bits |= COMPLETENESS_FIN;
	if (flags & TCP_RST)
		bits |= COMPLETENESS_RST;
	return bits;
}

/* Payload that was not counted yet: what moves the stream on, and what fills a hole. */
static uint32_t new_bytes(
	struct flow *sender, const struct segment *segment, uint32_t next_before, uint32_t labels)
{
	uint32_t end = segment->sequence + segment->size + (segment->flags & TCP_SYN ? 1 : 0);
	if (!segment->size || labels & TCP_LABEL_KEEP_ALIVE)
		return 0;
	if (!next_before || !sequence_before(segment->sequence, next_before))
		return segment->size;
	uint32_t beyond = sequence_after(end, next_before) ? end - next_before : 0; /* an overlap */
	uint32_t repeated = segment->size - (beyond < segment->size ? beyond : segment->size);
	uint32_t filled = repeated < sender->missing ? repeated : sender->missing;
	sender->missing -= filled;
	return segment->size - repeated + filled;
}

static void count_payload(
	struct tcp_connection *summary, bool is_from_client, uint32_t size, uint32_t fresh_size)
{
	if (!size)
		return;
	uint64_t *bytes = is_from_client ? &summary->client_bytes : &summary->server_bytes;
	uint32_t *largest = is_from_client ? &summary->largest_client_payload
					   : &summary->largest_server_payload;
	uint32_t *segments =
		is_from_client ? &summary->client_data_segments : &summary->server_data_segments;
	*bytes += fresh_size;
	*segments += 1;
	if (size > *largest)
		*largest = size;
}

static void count_syn(
	struct tcp_connection *summary, bool is_from_client, const struct tcp_header *tcp)
{
	uint16_t mss = tcp->has_mss ? tcp->mss : 0;
	if (is_from_client) {
		summary->has_client_isn = true;
		summary->client_isn = tcp->sequence;
		summary->client_mss = mss;
	} else {
		summary->has_server_isn = true;
		summary->server_isn = tcp->sequence;
		summary->server_mss = mss;
	}
}

static void count_ending(struct tcp_connection *summary, const struct connection *connection,
	const struct segment *segment)
{
	if (summary->ending != TCP_ENDING_OPEN)
		return;
	if (segment->flags & TCP_RST)
		summary->ending = summary->completeness & COMPLETENESS_SYN &&
				!(summary->completeness &
					(COMPLETENESS_SYN_ACK | COMPLETENESS_DATA))
			? TCP_ENDING_REFUSED
			: TCP_ENDING_RESET;
	else if (connection->from_low.has_fin && connection->from_high.has_fin)
		summary->ending = TCP_ENDING_FIN;
}

static bool is_over(const struct connection *connection)
{
	enum tcp_state low = connection->from_low.state, high = connection->from_high.state;
	bool is_low_done = low == TCP_STATE_CLOSED || low == TCP_STATE_TIME_WAIT;
	bool is_high_done = high == TCP_STATE_CLOSED || high == TCP_STATE_TIME_WAIT;
	return is_low_done && is_high_done;
}

static uint32_t scaled_window(const struct flow *sender, const struct tcp_header *tcp)
{
	if (tcp->flags & TCP_SYN || sender->scale <= 0) /* a SYN's window is never scaled */
		return tcp->window;
	return (uint32_t)tcp->window << sender->scale;
}

/* The field as it stands in the header: without the ACK flag it means nothing, but is compared. */
static uint32_t acknowledgment_field(const struct frame *frame)
{
	if (frame->tcp.flags & TCP_ACK)
		return frame->tcp.acknowledgment;
	const struct layer *layer = frame_layer(frame, PROTOCOL_TCP);
	if (!layer)
		return 0;
	struct cursor cursor = cursor_over(frame->data);
	cursor_skip(&cursor, layer->offset + 8);
	return cursor_u32(&cursor);
}

bool tcp_table_add(struct tcp_table *table, struct frame *frame, struct tcp_analysis *ret_analysis,
	struct error *error)
{
	const struct tcp_header *tcp = &frame->tcp;
	bool is_from_low;
	uint32_t labels;
	struct connection *connection = find_connection(table, frame, &is_from_low, &labels, error);
	if (!connection)
		return false;
	struct flow *sender = is_from_low ? &connection->from_low : &connection->from_high;
	struct flow *receiver = is_from_low ? &connection->from_high : &connection->from_low;
	struct segment segment = {
		.frame = frame->number,
		.time_ns = frame->time_ns,
		.sequence = tcp->sequence,
		.acknowledgment = acknowledgment_field(frame),
		.window = tcp->window,
		.size = tcp->payload_size,
		.flags = tcp->flags,
		.is_plain = !(tcp->flags & (TCP_SYN | TCP_FIN | TCP_RST)),
		.header = tcp,
	};
	struct tcp_connection *summary = &table->records[connection->stream].summary;
	bool is_from_client = is_from_low == connection->is_low_client;

	if (!frame->is_fragment)
		set_bases(sender, receiver, &segment, &labels);
	*ret_analysis = (struct tcp_analysis){
		.stream = connection->stream,
		.is_from_client = is_from_client,
		.sequence = tcp->sequence - sender->base,
		.acknowledgment = tcp->flags & TCP_ACK ? tcp->acknowledgment - receiver->base : 0,
		.window = scaled_window(sender, tcp),
		.labels = labels,
		.delta_ns = summary->packet_count ? frame->time_ns - connection->last_ns : 0,
	};
	if (frame->is_fragment) { /* its size is not known: nothing can be concluded, as in Wireshark */
		ret_analysis->client_state = is_from_client ? sender->state : receiver->state;
		ret_analysis->server_state = is_from_client ? receiver->state : sender->state;
		summary->packet_count++;
		summary->last_frame = frame->number;
		summary->last_ns = connection->last_ns = frame->time_ns;
		return true;
	}
	uint32_t next_before = sender->next;
	tcp_label_segment(connection, sender, receiver, &segment, ret_analysis);
	if (tcp->is_cut) /* Wireshark says nothing there either: a SACK block may be missing */
		ret_analysis->labels = 0;
	learn_scale(sender, receiver, tcp);
	tcp_state_advance(sender, receiver, &segment);
	enum tcp_state sender_state = sender->state, receiver_state = receiver->state;
	ret_analysis->client_state = is_from_client ? sender_state : receiver_state;
	ret_analysis->server_state = is_from_client ? receiver_state : sender_state;

	summary->completeness =
		completeness_after(summary->completeness, &segment, summary->packet_count == 0);
	ret_analysis->completeness = summary->completeness;
	summary->packet_count++;
	summary->last_frame = frame->number;
	summary->last_ns = connection->last_ns = frame->time_ns;
	count_payload(summary, is_from_client, segment.size,
		new_bytes(sender, &segment, next_before, ret_analysis->labels));
	if (tcp->flags & TCP_SYN)
		count_syn(summary, is_from_client, tcp);
	count_ending(summary, connection, &segment);

	http_track_segment(connection, frame, ret_analysis);
	if (ret_analysis->labels & undissected_labels && frame->protocol != PROTOCOL_TCP) {
		frame->protocol = PROTOCOL_TCP;
		frame->http.kind = HTTP_NONE;
	}
	if (!connection->is_closed && is_over(connection))
		closed_append(table, connection);
	return true;
}

uint32_t tcp_table_count(const struct tcp_table *table)
{
	return (uint32_t)table->record_count;
}

const struct tcp_connection *tcp_table_connection(const struct tcp_table *table, uint32_t stream)
{
	return stream < table->record_count ? &table->records[stream].summary : NULL;
}
