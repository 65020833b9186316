/*
 * Finds the connection of a segment: a hash table over socket pairs.
 *
 * Memory grows with the live connections: some 600 bytes each, plus their unacknowledged segments
 * and incomplete messages, which have a common limit (a capture of one direction acknowledges
 * nothing). A closed connection stays until enough others have closed. Then its slot remembers only
 * the hash and the initial sequence numbers, which suffice to report a later SYN as a reuse of the
 * ports, and to give a late segment its stream number. The slot is cleared when so many streams
 * have begun since that two hosts could have used all ports twice. Summaries of all connections are
 * kept on request only.
 */
#include "conversation/tcp/connection-table.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/digest.h"
#include "conversation/follow/dns-track.h"
#include "conversation/follow/http-track.h"
#include "conversation/follow/stream-track.h"
#include "conversation/follow/tls-track.h"
#include "conversation/tcp/tcp-table.h"

enum {
	CONNECTIONS_LIVE_MAX = 250000,
	CONNECTIONS_CLOSED_MAX = 1024,
	CONNECTIONS_RECORDED_MAX = 500000, /* 200 MB of summaries and states */
	STREAMS_REMEMBERED = 40000, /* exceeds Linux' 28232 ephemeral ports */
	SLOTS_FIRST = 256, /* a power of two */
};

/*
 * A slot with open addressing: a live connection, or the rest of one that was released (connection
 * NULL).
 */
struct slot {
	uint64_t hash; /* 0: empty */
	struct connection *connection;
	uint32_t stream;
	uint32_t base_low, base_high; /* for late segments */
	bool is_low_client;
	uint8_t completeness;
};

/* A summary to be returned later; while the connection lives, it is the connection's own. */
struct record {
	struct connection *live;
	struct tcp_connection summary;
};

struct tcp_table {
	uint64_t seed;
	struct slot *slots;
	size_t slot_count, used_count;
	size_t live_count, closed_count;
	uint32_t stream_count;
	struct held held;
	struct connection *oldest_closed, *newest_closed;
	struct connection *last; /* the connection of the previous segment */
	/* the connection that replaces `last`, begun by that segment */
	struct connection *superseded;
	bool has_records;
	struct record *records; /* by stream number; used with has_records */
	size_t record_capacity;
	tcp_connection_function *end; /* used without has_records */
	void *user;
};

/* ---- the table ---- */

struct tcp_table *tcp_table_new(void)
{
	struct tcp_table *table = tcp_table_new_streaming(NULL, NULL);
	table->has_records = true;
	return table;
}

struct tcp_table *tcp_table_new_streaming(tcp_connection_function *end, void *user)
{
	struct tcp_table *table = xcalloc(1, sizeof(*table));
	table->slot_count = SLOTS_FIRST;
	table->slots = xcalloc(table->slot_count, sizeof(*table->slots));
	table->seed = hash_seed(table);
	table->end = end;
	table->user = user;
	return table;
}

static void connection_free(struct connection *connection)
{
	connection->held->bytes -= connection->held_bytes;
	unacked_finish(&connection->from_low.unacked, connection->held);
	unacked_finish(&connection->from_high.unacked, connection->held);
	http_track_free(connection->http);
	tls_track_free(connection->tls);
	dns_track_free(connection->dns);
	stream_track_free(connection->stream);
	free(connection);
}

void tcp_table_free(struct tcp_table *table)
{
	if (!table)
		return;
	for (uint32_t i = 0; table->has_records && i < table->stream_count; i++) {
		struct record *record = &table->records[i];
		struct tcp_connection *summary =
			record->live ? &record->live->summary : &record->summary;
		tcp_history_finish(&summary->history[0]);
		tcp_history_finish(&summary->history[1]);
	}
	for (size_t i = 0; i < table->slot_count; i++)
		if (table->slots[i].connection)
			connection_free(table->slots[i].connection);
	free(table->slots);
	free(table->records);
	free(table);
}

static int by_stream(const void *a, const void *b)
{
	uint32_t first = (*(struct connection *const *)a)->summary.stream;
	uint32_t second = (*(struct connection *const *)b)->summary.stream;
	return first < second ? -1 : first > second;
}

void tcp_table_end(struct tcp_table *table)
{
	struct connection **live = xcalloc(table->live_count, sizeof(struct connection *));
	size_t count = 0;
	for (size_t i = 0; i < table->slot_count; i++)
		if (table->slots[i].connection)
			live[count++] = table->slots[i].connection;
	qsort(live, count, sizeof(struct connection *), by_stream);
	for (size_t i = 0; table->end && i < count; i++)
		if (live[i]->summary.packet_count) /* others were only quoted */
			table->end(table->user, &live[i]->summary);
	free(live);
}

uint32_t tcp_table_count(const struct tcp_table *table)
{
	return table->stream_count;
}

const struct tcp_connection *tcp_table_connection(const struct tcp_table *table, uint32_t stream)
{
	if (!table->has_records || stream >= table->stream_count)
		return NULL;
	const struct record *record = &table->records[stream];
	return record->live ? &record->live->summary : &record->summary;
}

void tcp_table_count_shown(struct tcp_table *table, uint32_t length)
{
	struct connection *connection = table->last ? table->last : table->superseded;
	if (!connection)
		return;
	connection->summary.shown_count++;
	connection->summary.shown_size += length;
}

/* ---- slots ---- */

/* Reads the socket pair of a segment; true when the source is the low socket. */
static bool read_sockets(
	const struct tcp_header *tcp, const struct segment_ends *ends, struct socket_pair *ret_pair)
{
	uint64_t source[2] = { 0 }, destination[2] = { 0 };
	if (ends->source->family == ADDRESS_IPV4) {
		source[0] = bytes_u32(ends->source->octets);
		destination[0] = bytes_u32(ends->destination->octets);
	} else {
		memcpy(source, ends->source->octets, sizeof(source));
		memcpy(destination, ends->destination->octets, sizeof(destination));
	}
	bool is_from_low = source[0] != destination[0] ? source[0] < destination[0]
		: source[1] != destination[1]          ? source[1] < destination[1]
						       : tcp->source_port < tcp->destination_port;
	uint64_t low_port = is_from_low ? tcp->source_port : tcp->destination_port;
	uint64_t high_port = is_from_low ? tcp->destination_port : tcp->source_port;
	uint64_t ports = low_port << 32 | high_port << 16 | ends->source->family;
	if (is_from_low) {
		*ret_pair = (struct socket_pair){ { source[0], source[1], destination[0],
			destination[1], ports } };
	} else {
		*ret_pair = (struct socket_pair){ { destination[0], destination[1], source[0],
			source[1], ports } };
	}
	return is_from_low;
}

static bool sockets_equal(const struct socket_pair *a, const struct socket_pair *b)
{
	uint64_t difference = 0;
	for (unsigned i = 0; i < 5; i++)
		difference |= a->words[i] ^ b->words[i];
	return difference == 0;
}

static uint64_t hash_sockets(const struct tcp_table *table, const struct socket_pair *pair)
{
	const uint64_t *words = pair->words;
	uint64_t hash = table->seed;
	if ((uint8_t)words[4] == ADDRESS_IPV4) { /* both addresses fit into one word */
		hash = hash_mix(hash, words[0] << 32 | words[2]);
	} else {
		hash = hash_mix(hash, words[0]);
		hash = hash_mix(hash, words[1]);
		hash = hash_mix(hash, words[2]);
		hash = hash_mix(hash, words[3]);
	}
	hash = hash_mix(hash, words[4]);
	return hash ? hash : 1;
}

/* Returns the slot of these sockets, or the empty one where they belong. */
static struct slot *find_slot(
	const struct tcp_table *table, uint64_t hash, const struct socket_pair *sockets)
{
	size_t mask = table->slot_count - 1;
	for (size_t i = hash & mask;; i = (i + 1) & mask) {
		struct slot *slot = &table->slots[i];
		if (!slot->hash)
			return slot;
		if (slot->hash != hash)
			continue;
		if (!slot->connection || sockets_equal(&slot->connection->sockets, sockets))
			return slot;
	}
}

static bool is_remembered(const struct tcp_table *table, const struct slot *slot)
{
	return slot->connection ||
		(slot->hash && table->stream_count - slot->stream <= STREAMS_REMEMBERED);
}

/* Makes room for more slots, by clearing old ones if that is enough. */
static void rebuild_slots(struct tcp_table *table)
{
	struct slot *before = table->slots;
	size_t count = table->slot_count, kept = 0;
	for (size_t i = 0; i < count; i++)
		kept += is_remembered(table, &before[i]);
	while (kept * 3 > table->slot_count)
		table->slot_count *= 2;
	table->slots = xcalloc(table->slot_count, sizeof(*table->slots));
	table->used_count = kept;
	for (size_t i = 0; i < count; i++) {
		if (!is_remembered(table, &before[i]))
			continue;
		size_t mask = table->slot_count - 1;
		size_t at = before[i].hash & mask;
		while (table->slots[at].hash)
			at = (at + 1) & mask;
		table->slots[at] = before[i];
	}
	free(before);
}

/* ---- closing connections ---- */

void connection_close(struct tcp_table *table, struct connection *connection)
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
	table->closed_count--;
}

/* Frees a connection; its slot keeps what late segments need. */
static void release_connection(struct tcp_table *table, struct connection *connection)
{
	struct slot *slot = find_slot(table, connection->hash, &connection->sockets);
	if (connection->is_closed)
		closed_unlink(table, connection);
	slot->connection = NULL;
	slot->base_low = connection->from_low.base;
	slot->base_high = connection->from_high.base;
	slot->is_low_client = connection->is_low_client;
	slot->completeness = connection->summary.completeness;
	if (table->has_records)
		table->records[slot->stream] = (struct record){ NULL, connection->summary };
	else if (table->end && connection->summary.packet_count)
		table->end(table->user, &connection->summary);
	if (table->last == connection)
		table->last = NULL;
	if (table->superseded == connection)
		table->superseded = NULL;
	table->live_count--;
	connection_free(connection);
}

void connection_supersede(struct tcp_table *table, struct connection *connection)
{
	connection->is_superseded = true;
	table->superseded = connection;
	table->last = NULL;
}

/* ---- opening connections ---- */

static bool is_syn(const struct tcp_header *tcp)
{
	return (tcp->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN;
}

/*
 * Whether the source is the client, as far as this segment shows: it sent the SYN, or has the
 * higher port.
 */
static bool source_is_client(const struct tcp_header *tcp)
{
	if (tcp->flags & TCP_SYN)
		return !(tcp->flags & TCP_ACK);
	return tcp->source_port >= tcp->destination_port;
}

static void flow_start(struct flow *flow)
{
	flow->window = UINT32_MAX;
	flow->scale = WINDOW_SCALE_UNKNOWN;
	flow->is_flight_known = true;
}

/* A segment and the keys to find its connection. */
struct arrival {
	const struct frame *frame;
	const struct segment_ends *ends;
	struct socket_pair sockets;
	uint64_t hash; /* of the socket pair */
	bool is_from_low;
};

static struct connection *connection_new(struct tcp_table *table, const struct arrival *arrival)
{
	const struct frame *frame = arrival->frame;
	struct connection *connection = xcalloc(1, sizeof(*connection));
	connection->held = &table->held;
	connection->sockets = arrival->sockets;
	connection->hash = arrival->hash;
	connection->is_low_client = source_is_client(arrival->ends->tcp) == arrival->is_from_low;
	connection->last_ns = frame->time_ns;
	flow_start(&connection->from_low);
	flow_start(&connection->from_high);
	return connection;
}

static void start_summary(struct tcp_connection *summary, const struct frame *frame,
	const struct segment_ends *ends, bool is_from_client)
{
	const struct tcp_header *tcp = ends->tcp;
	summary->client = is_from_client ? *ends->source : *ends->destination;
	summary->server = is_from_client ? *ends->destination : *ends->source;
	summary->client_port = is_from_client ? tcp->source_port : tcp->destination_port;
	summary->server_port = is_from_client ? tcp->destination_port : tcp->source_port;
	summary->first_frame = frame->number;
	summary->first_ns = frame->time_ns;
}

/* Reopens a released connection for a late segment; its numbers continue. */
static void reopen_connection(
	struct tcp_table *table, struct connection *connection, const struct slot *slot)
{
	connection->is_low_client = slot->is_low_client;
	connection->from_low.base = slot->base_low;
	connection->from_high.base = slot->base_high;
	connection->from_low.has_base = true;
	connection->from_high.has_base = true;
	connection->is_reopened = true;
	tcp_state_give_up(&connection->from_low.end);
	tcp_state_give_up(&connection->from_high.end);
	connection->summary.completeness = slot->completeness;
	if (table->has_records)
		connection->summary = table->records[slot->stream].summary;
	connection_close(table, connection); /* nothing will close it again */
}

static void keep_record(struct tcp_table *table, struct connection *connection)
{
	uint32_t stream = connection->summary.stream;
	bool is_low_client = connection->is_low_client;
	if (!table->has_records)
		return;
	if (stream == table->stream_count)
		grow_array(
			&table->records, stream, &table->record_capacity, sizeof(*table->records));
	table->records[stream].live = connection;
	connection->from_low.end.history = &connection->summary.history[!is_low_client];
	connection->from_high.end.history = &connection->summary.history[is_low_client];
}

/* Opens a connection. `is_new`: it is no late segment, even if it looks like one. */
static struct connection *open_connection(
	struct tcp_table *table, const struct arrival *arrival, bool is_new, struct error *error)
{
	const struct frame *frame = arrival->frame;
	if (table->live_count >= CONNECTIONS_LIVE_MAX) {
		error_set(error,
			"more than %d connections are open at frame %llu, which looks like a SYN flood: select fewer packets, for instance with 'tcpdump -r FILE -w PART FILTER'",
			CONNECTIONS_LIVE_MAX, (unsigned long long)frame->number);
		return NULL;
	}
	if (table->has_records && table->stream_count >= CONNECTIONS_RECORDED_MAX) {
		error_set(error,
			"there are more than %d connections up to frame %llu, too many to keep what is said of each: save a part with 'pcapdeck packets FILE FILTER -w PART'",
			CONNECTIONS_RECORDED_MAX, (unsigned long long)frame->number);
		return NULL;
	}
	while (table->closed_count > CONNECTIONS_CLOSED_MAX)
		release_connection(table, table->oldest_closed);
	if ((table->used_count + 1) * 2 > table->slot_count)
		rebuild_slots(table);
	struct slot *slot = find_slot(table, arrival->hash, &arrival->sockets);
	bool is_straggler = slot->hash && !is_new && !(arrival->ends->tcp->flags & TCP_SYN);
	struct connection *connection = connection_new(table, arrival);
	if (is_straggler)
		reopen_connection(table, connection, slot);
	uint32_t stream = is_straggler ? slot->stream : table->stream_count;
	connection->summary.stream = stream;
	if (!connection->summary.packet_count)
		start_summary(&connection->summary, frame, arrival->ends,
			arrival->is_from_low == connection->is_low_client);
	keep_record(table, connection);
	if (!is_straggler)
		table->stream_count++;
	if (!slot->hash)
		table->used_count++;
	*slot = (struct slot){ .hash = arrival->hash, .connection = connection, .stream = stream };
	table->live_count++;
	return connection;
}

/* Looks up a connection that is not the one of the previous segment. */
static struct connection *find_or_open_connection(struct tcp_table *table,
	const struct arrival *arrival, uint32_t *ret_labels, struct error *error)
{
	const struct slot *slot = find_slot(table, arrival->hash, &arrival->sockets);
	struct connection *connection = slot->connection;
	if (!connection) {
		if (slot->hash && is_syn(arrival->ends->tcp))
			*ret_labels = TCP_LABEL_PORT_REUSED;
		connection = open_connection(table, arrival, false, error);
	} else if (connection->is_superseded) {
		release_connection(table, connection);
		connection = open_connection(table, arrival, true, error);
		if (connection)
			connection->is_vnc = true;
	}
	if (!connection || !is_syn(arrival->ends->tcp))
		return connection;
	struct flow *sender = arrival->is_from_low ? &connection->from_low : &connection->from_high;
	if (sender->has_base && arrival->ends->tcp->sequence != sender->base) {
		*ret_labels = TCP_LABEL_PORT_REUSED;
		release_connection(table, connection);
		return open_connection(table, arrival, true, error);
	}
	/* the same SYN again: a RST in between may have moved `next` too far */
	if (sender->has_base)
		sender->next = sender->contiguous;
	return connection;
}

struct connection *connection_find(struct tcp_table *table, const struct frame *frame,
	const struct segment_ends *ends, bool *ret_is_from_low, uint32_t *ret_labels,
	struct error *error)
{
	struct arrival arrival;
	arrival.is_from_low = *ret_is_from_low = read_sockets(ends->tcp, ends, &arrival.sockets);
	*ret_labels = 0;

	/* Segments come in bursts, so the previous segment's connection is tried first. */
	if (table->last && sockets_equal(&table->last->sockets, &arrival.sockets) &&
		!is_syn(ends->tcp))
		return table->last;

	arrival.frame = frame;
	arrival.ends = ends;
	arrival.hash = hash_sockets(table, &arrival.sockets);
	table->superseded = NULL;
	table->last = find_or_open_connection(table, &arrival, ret_labels, error);
	return table->last;
}
