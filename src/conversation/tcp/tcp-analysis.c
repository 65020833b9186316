/*
 * Analyzes a segment in its connection: relative numbers, the scaled window (RFC 9293, RFC 7323),
 * and the connection's summary. connection-table.c finds the connection, tcp-labels.c sets the
 * labels, tcp-state.c the states, and http-track.c follows HTTP.
 */
#include "conversation/tcp/tcp-analysis.h"

#include <string.h>

#include "base/cursor.h"
#include "conversation/connection/sequence-number.h"
#include "conversation/follow/dns-track.h"
#include "conversation/follow/http-track.h"
#include "conversation/follow/stream-track.h"
#include "conversation/follow/tls-track.h"
#include "conversation/packet-facts.h"
#include "conversation/tcp/connection-table.h"
#include "dissect/names/names.h"

enum { WINDOW_SCALE_MAX = 14 }; /* RFC 7323 section 2.3 */
enum { VNC_VERSION_SIZE = 12 };

enum completeness {
	COMPLETENESS_SYN = 1,
	COMPLETENESS_SYN_ACK = 2,
	COMPLETENESS_ACK = 4,
	COMPLETENESS_DATA = 8,
	COMPLETENESS_FIN = 16,
	COMPLETENESS_RST = 32,
};

/*
 * Segments with these labels repeat or precede other bytes. They are shown as TCP, not as a
 * message.
 */
static const uint32_t undissected_labels = TCP_LABEL_RETRANSMISSION | TCP_LABEL_OUT_OF_ORDER |
	TCP_LABEL_KEEP_ALIVE | TCP_LABEL_ZERO_WINDOW_PROBE;

/* The relative base for a SYN-ACK whose number differs from its side's earlier one. */
static uint32_t restart_base(struct flow *sender, const struct segment *segment)
{
	if ((segment->flags & (TCP_SYN | TCP_ACK)) != (TCP_SYN | TCP_ACK) || !sender->has_base ||
		segment->sequence == sender->base)
		return 0;
	sender->base = segment->sequence;
	sender->unacked.is_measured = false;
	return TCP_LABEL_PORT_REUSED;
}

static void set_bases(struct flow *sender, struct flow *receiver, const struct segment *segment)
{
	if (!sender->has_base) {
		/* a stream without its SYN begins at 1, as if the SYN had been seen */
		sender->base = segment->flags & TCP_SYN ? segment->sequence : segment->sequence - 1;
		sender->has_base = true;
	}
	if (!receiver->has_base && segment->flags & TCP_ACK) {
		receiver->base = segment->acknowledgment - 1;
		receiver->has_base = true;
	}
}

/*
 * Learns window scaling: both sides must offer the option, else neither scales (RFC 7323 section
 * 2.2).
 */
static void learn_scale(struct flow *sender, struct flow *receiver, const struct tcp_header *tcp)
{
	if (tcp->has_window_scale)
		sender->scale = (int8_t)(tcp->window_scale > WINDOW_SCALE_MAX ? WINDOW_SCALE_MAX
									      : tcp->window_scale);
	if (!(tcp->flags & TCP_SYN) || tcp->is_cut) /* the option may be in the missing part */
		return;
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
			return 0; /* a capture that begins in the middle stays incomplete */
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

/*
 * The number of payload bytes not counted before: those beyond the stream's end, and those that
 * fill a gap.
 */
static uint32_t new_bytes(
	struct flow *sender, const struct segment *segment, uint32_t next_before, uint32_t labels)
{
	uint32_t end = segment->sequence + segment->size + (segment->flags & TCP_SYN ? 1 : 0);
	if (!segment->size || labels & TCP_LABEL_KEEP_ALIVE)
		return 0;
	if (!next_before || !sequence_before(segment->sequence, next_before))
		return segment->size;
	/* the segment overlaps the end */
	uint32_t beyond = sequence_after(end, next_before) ? end - next_before : 0;
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
	bool is_known = !tcp->is_cut && !tcp->has_wrong_option;
	bool lacks_mss = !tcp->has_mss && is_known;
	const struct tcp_offer offer = {
		.is_known = is_known,
		.has_scale = tcp->has_window_scale,
		.has_timestamps = tcp->has_timestamps,
		.is_sack_permitted = tcp->is_sack_permitted,
		.scale = tcp->window_scale,
		.window = tcp->window,
	};
	if (is_from_client) {
		summary->has_client_isn = true;
		summary->client_isn = tcp->sequence;
		summary->client_mss = mss;
		summary->client_lacks_mss = lacks_mss;
		summary->client_offer = offer;
	} else {
		summary->has_server_isn = true;
		summary->server_isn = tcp->sequence;
		summary->server_mss = mss;
		summary->server_lacks_mss = lacks_mss;
		summary->server_offer = offer;
	}
}

/*
 * Whether an RST of the server answers a captured SYN, which nothing else answered (RFC 9293
 * section 3.10.7.1). An RST of the client refuses nothing.
 */
static bool refuses(
	const struct tcp_connection *summary, bool is_from_client, const struct segment *segment)
{
	const struct tcp_header *tcp = segment->header;
	const unsigned all = COMPLETENESS_SYN | COMPLETENESS_SYN_ACK | COMPLETENESS_DATA;
	return !is_from_client && (summary->completeness & all) == COMPLETENESS_SYN &&
		summary->has_client_isn && tcp->flags & TCP_ACK &&
		tcp->acknowledgment == summary->client_isn + 1;
}

static void count_ending(struct tcp_connection *summary, const struct connection *connection,
	const struct segment *segment, bool is_from_client)
{
	if (summary->ending != TCP_ENDING_OPEN)
		return;
	if (segment->flags & TCP_RST)
		summary->ending = refuses(summary, is_from_client, segment) ? TCP_ENDING_REFUSED
									    : TCP_ENDING_RESET;
	else if (connection->from_low.end.has_fin && connection->from_high.end.has_fin)
		summary->ending = TCP_ENDING_FIN;
}

static bool is_done(const struct flow *flow)
{
	return flow->end.state == TCP_STATE_CLOSED || flow->end.state == TCP_STATE_TIME_WAIT ||
		flow->end.state == TCP_STATE_LISTEN; /* after a reset */
}

static bool is_over(const struct connection *connection)
{
	return is_done(&connection->from_low) && is_done(&connection->from_high);
}

static uint32_t scaled_window(const struct flow *sender, const struct tcp_header *tcp)
{
	if (tcp->flags & TCP_SYN || sender->scale <= 0) /* a SYN's window is never scaled */
		return tcp->window;
	return (uint32_t)tcp->window << sender->scale;
}

/*
 * The acknowledgment field of the header. Without the ACK flag it has no meaning but is compared.
 */
static uint32_t acknowledgment_field(const struct frame *frame, const struct tcp_header *tcp)
{
	if (tcp->flags & TCP_ACK)
		return tcp->acknowledgment;
	const struct layer *layer = frame_layer(frame, PROTOCOL_TCP);
	if (!layer)
		return 0;
	struct cursor cursor = cursor_over(frame->data);
	cursor_skip(&cursor, layer->offset + 8);
	return cursor_u32(&cursor);
}

/* Learns Accurate ECN from the three flags of the handshake (RFC 9768 section 3.1). */
static void learn_ecn(struct connection *connection, unsigned flags)
{
	if (flags & TCP_ACK)
		connection->is_syn_ack_accurate = (flags & (TCP_AE | TCP_CWR)) == TCP_CWR ||
			(flags & (TCP_AE | TCP_ECE)) == TCP_AE;
	else
		connection->is_syn_accurate =
			(flags & TCP_AE) && (flags & TCP_CWR) && (flags & TCP_ECE);
	connection->has_ecn_counter =
		connection->is_syn_accurate && connection->is_syn_ack_accurate;
}

/* Measures Wireshark's initial round trip: from the SYN to the first segment with only an ACK. */
static void time_handshake(
	struct connection *connection, struct flow *sender, const struct segment *segment)
{
	if (!(segment->flags & TCP_SYN)) {
		if (!(segment->flags & TCP_ACK))
			return;
		sender->is_window_unscaled = false;
		if (connection->syn_ns && !connection->handshake_ns)
			connection->handshake_ns = segment->time_ns - connection->syn_ns;
		return;
	}
	sender->is_window_unscaled = true;
	learn_ecn(connection, segment->flags);
	if (!(segment->flags & TCP_ACK))
		connection->syn_ns = segment->time_ns;
}

/* Counts a segment that shows nothing else about the connection. */
static void count_segment_only(struct connection *connection, const struct segment *segment)
{
	connection->summary.packet_count++;
	connection->summary.last_frame = segment->frame;
	connection->summary.last_ns = connection->last_ns = segment->time_ns;
}

/* Learns what any header shows, whether or not its size is known. */
static void observe_unmeasured(struct connection *connection, struct flow *sender,
	struct flow *receiver, const struct segment *segment)
{
	sender->sack_count = 0;
	time_handshake(connection, sender, segment);
	learn_scale(sender, receiver, segment->header);
}

/*
 * Adds a segment with an unknown payload size: a fragment, or a header longer than its packet. Its
 * numbers allow no conclusions and stay raw, as in Wireshark.
 */
static void add_unmeasured(struct connection *connection, struct flow *sender,
	struct flow *receiver, const struct segment *segment, bool is_fragment,
	struct tcp_analysis *ret_analysis)
{
	const struct tcp_header *tcp = segment->header;
	ret_analysis->sequence = tcp->sequence;
	ret_analysis->acknowledgment = tcp->acknowledgment;
	ret_analysis->window = tcp->window;
	if (ret_analysis->is_from_client)
		connection->summary.client_has_fragments |= is_fragment;
	else
		connection->summary.server_has_fragments |= is_fragment;
	observe_unmeasured(connection, sender, receiver, segment);
	count_segment_only(connection, segment);
}

/*
 * Whether this is VNC's first message (RFC 6143 section 7.1.1) on another port. Wireshark 4.0
 * recognizes VNC by it, and begins a new conversation there with its own stream number and relative
 * numbers.
 */
static bool begins_vnc(const struct connection *connection, const struct frame *frame)
{
	enum { DOT_AT = 7 };
	const uint8_t *bytes = frame->payload.data;
	uint16_t low = connection->sockets.words[4] >> 32 & 0xffff;
	uint16_t high = connection->sockets.words[4] >> 16 & 0xffff;
	bool is_own_port = low == 5500 || low == 5501 || low == 5900 || low == 5901 ||
		high == 5500 || high == 5501 || high == 5900 || high == 5901;
	return frame->payload.size == VNC_VERSION_SIZE && !connection->is_vnc && !is_own_port &&
		!memcmp(bytes, "RFB ", 4) && bytes[DOT_AT] == '.' &&
		(bytes[VNC_VERSION_SIZE - 1] == '\n' || bytes[VNC_VERSION_SIZE - 1] == '\0');
}

static void begin_analysis(const struct connection *connection, const struct segment *segment,
	bool is_from_low, struct tcp_analysis *analysis)
{
	analysis->stream = connection->summary.stream;
	analysis->has_ecn_counter = connection->has_ecn_counter && !(segment->flags & TCP_SYN);
	analysis->is_from_client = is_from_low == connection->is_low_client;
	analysis->completeness = connection->summary.completeness;
	if (connection->summary.packet_count)
		analysis->delta_ns = segment->time_ns - connection->last_ns;
}

/*
 * Which of the other side's SYN and FIN the segment is the first to acknowledge. A copy is of the
 * same kind as its original.
 */
static uint8_t first_acknowledged(
	struct flow *sender, const struct flow *receiver, const struct segment *segment)
{
	if (segment->copy_of)
		return segment->copy_of == sender->acks_frame ? sender->acks_facts : 0;
	uint8_t facts = tcp_state_first_acknowledged(&sender->end, &receiver->end, segment);
	if (facts) {
		sender->acks_frame = segment->frame;
		sender->acks_facts = facts;
	}
	return facts;
}

/* Sets numbers, labels, window and states. False when nothing else can be analysed. */
static bool measure(struct connection *connection, struct flow *sender, struct flow *receiver,
	const struct segment *segment, struct tcp_analysis *analysis)
{
	const struct tcp_header *tcp = segment->header;
	set_bases(sender, receiver, segment);
	analysis->sequence = tcp->sequence - sender->base;
	if (tcp->flags & TCP_ACK)
		analysis->acknowledgment = tcp->acknowledgment - receiver->base;
	analysis->window = scaled_window(sender, tcp);
	tcp_label_segment(connection, sender, receiver, segment, analysis);
	if (sender->scale == 0 && !(tcp->flags & TCP_SYN))
		analysis->facts |= TCP_FACT_SCALE_ZERO;
	if (tcp->is_cut) { /* as in Wireshark, since a SACK block may be missing */
		analysis->labels = 0;
		if (tcp->is_bogus) {
			count_segment_only(connection, segment);
			return false;
		}
	}
	time_handshake(connection, sender, segment);
	analysis->initial_round_trip_ns = connection->handshake_ns;
	learn_scale(sender, receiver, tcp);
	analysis->facts |= first_acknowledged(sender, receiver, segment);
	if (tcp_state_acknowledges_fin(&receiver->end, segment))
		analysis->facts |= TCP_FACT_HAS_ALL;
	if (!segment->copy_of)
		tcp_state_advance(&sender->end, &receiver->end, segment, analysis->labels);
	return true;
}

/* Adds a segment to its connection's summary; `fresh_size` is the payload not counted before. */
static void count_segment(struct connection *connection, const struct segment *segment,
	uint32_t fresh_size, struct tcp_analysis *analysis)
{
	struct tcp_connection *summary = &connection->summary;
	bool is_first = summary->packet_count == 0 && !connection->is_reopened;
	if (is_first) { /* an ICMP error may have quoted it before */
		summary->first_frame = segment->frame;
		summary->first_ns = segment->time_ns;
	}
	summary->completeness = completeness_after(summary->completeness, segment, is_first);
	analysis->completeness = summary->completeness;
	summary->packet_count++;
	summary->last_frame = segment->frame;
	summary->last_ns = connection->last_ns = segment->time_ns;
	count_payload(summary, analysis->is_from_client, segment->size, fresh_size);
	if (segment->flags & TCP_SYN)
		count_syn(summary, analysis->is_from_client, segment->header);
	count_ending(summary, connection, segment, analysis->is_from_client);
}

/*
 * Whether Wireshark assumes the protocol of a port (HTTP's and AJP's). TLS is not recognized by its
 * bytes there, except after HTTP (CONNECT). The lower port is checked first.
 */
static bool has_taken_port(const struct frame *frame)
{
	enum { PORT_AJP = 8009, USER_PORTS = 1024 };
	uint16_t low = frame->source_port, high = frame->destination_port;
	if (low > high) {
		low = frame->destination_port;
		high = frame->source_port;
	}
	return is_port_of_http(low) || low == PORT_AJP ||
		(low >= USER_PORTS && (is_port_of_http(high) || high == PORT_AJP));
}

/*
 * Reclassifies the segment as plain TCP when earlier segments show that it does not begin a
 * message. Not inline, since few segments need it.
 */
__attribute__((cold, noinline)) static void show_as_tcp(
	const struct frame *frame, struct frame_reading *shown)
{
	frame_reading_show_as(shown, frame, PROTOCOL_TCP);
	shown->http_kind = HTTP_NONE;
	shown->is_dns = false;
	shown->is_payload_cut = true;
	if (shown->status_offset < frame->payload_offset)
		return; /* the fault is in a header */
	if (shown->status == DECODE_TRUNCATED) {
		shown->status_offset = (uint32_t)frame->data.size;
		shown->status_text = "cut inside the payload";
	} else {
		shown->status = DECODE_OK;
		shown->status_offset = 0;
		shown->status_text = NULL;
	}
}

static void show_repetition_as_tcp(const struct frame *frame, struct packet_facts *facts)
{
	if (facts->tcp.labels & undissected_labels && facts->shown.protocol != PROTOCOL_TCP)
		show_as_tcp(frame, &facts->shown);
}

/*
 * Follows the frames of a protocol to which the connection changed or changes now. False when it
 * has none.
 */
static bool follow_frames(
	struct connection *connection, const struct frame *frame, struct packet_facts *facts)
{
	struct stream_start start;
	bool is_from_low = facts->tcp.is_from_client == connection->is_low_client;
	if (!connection->stream && connection->http &&
		http_track_upgrades(connection->http, &start))
		connection->stream = stream_track_new(&start);
	else if (!connection->stream && !connection->http)
		connection->stream = stream_track_begin(connection, frame, is_from_low);
	return connection->stream && stream_track_segment(connection, frame, facts);
}

/* Follows the messages of which the segment carries a part. */
static void follow_messages(
	struct connection *connection, const struct frame *frame, struct packet_facts *facts)
{
	struct frame_reading *shown = &facts->shown;
	bool is_framed = connection->stream && follow_frames(connection, frame, facts);
	if (!is_framed)
		http_track_segment(connection, frame, facts);
	if (is_framed || (!connection->stream && follow_frames(connection, frame, facts)))
		;
	else if (shown->protocol == PROTOCOL_TLS && !connection->http && has_taken_port(frame))
		frame_reading_show_as(shown, frame, PROTOCOL_TCP);
	else if (connection->summary.tls_version || connection->tls ||
		shown->protocol == PROTOCOL_TLS)
		tls_track_segment(connection, frame, facts);
	else if (frame->is_dns_stream &&
		dns_track_segment(
			connection, frame, facts->tcp.is_from_client == connection->is_low_client))
		show_as_tcp(frame, shown);
	show_repetition_as_tcp(frame, facts);
}

void tcp_table_add_frames(const struct frame *frame, struct packet_facts *facts)
{
	const struct stream_frames *stream = facts->shown.stream;
	frame_read(frame, &facts->shown);
	facts->shown.stream = stream;
	show_repetition_as_tcp(frame, facts);
}

/* The connection of a segment, and the directions of its sender and of the other side. */
struct sides {
	struct connection *connection;
	struct flow *sender, *receiver;
	bool is_from_low;
	uint32_t labels; /* port-reused, or 0 */
};

/* Finds or makes the connection. False, with a message, at the limit of live connections. */
static bool find_sides(struct tcp_table *table, const struct frame *frame,
	const struct segment_ends *ends, struct sides *ret_sides, struct error *error)
{
	struct connection *connection = connection_find(
		table, frame, ends, &ret_sides->is_from_low, &ret_sides->labels, error);
	if (!connection)
		return false;
	struct flow *low = &connection->from_low, *high = &connection->from_high;
	ret_sides->connection = connection;
	ret_sides->sender = ret_sides->is_from_low ? low : high;
	ret_sides->receiver = ret_sides->is_from_low ? high : low;
	return true;
}

bool tcp_table_add(struct tcp_table *table, const struct frame *frame, struct packet_facts *facts,
	struct error *error)
{
	struct tcp_analysis *analysis = &facts->tcp;
	const struct tcp_header *tcp = frame_tcp(frame);
	const struct segment_ends ends = { &frame->source, &frame->destination, tcp };
	struct sides sides;
	if (!find_sides(table, frame, &ends, &sides, error))
		return false;
	struct connection *connection = sides.connection;
	struct flow *sender = sides.sender, *receiver = sides.receiver;
	struct segment segment = {
		.frame = frame->number,
		.time_ns = frame->time_ns,
		.sequence = tcp->sequence,
		.acknowledgment = acknowledgment_field(frame, tcp),
		.window = tcp->window,
		.size = tcp->payload_size,
		.flags = tcp->flags,
		.is_plain = !(tcp->flags & (TCP_SYN | TCP_FIN | TCP_RST)),
		.copy_of = facts->copy_of,
		.header = tcp,
	};
	facts->has_tcp = true;
	begin_analysis(connection, &segment, sides.is_from_low, analysis);
	analysis->labels = sides.labels | restart_base(sender, &segment);
	if (tcp->is_unmeasured) {
		if (tcp->is_cut)
			analysis->labels = 0;
		add_unmeasured(
			connection, sender, receiver, &segment, frame->is_fragment, analysis);
		return true;
	}
	uint32_t next_before = sender->next;
	if (!measure(connection, sender, receiver, &segment, analysis))
		return true;
	count_segment(connection, &segment,
		new_bytes(sender, &segment, next_before, analysis->labels), analysis);
	follow_messages(connection, frame, facts);
	if (!connection->is_closed && is_over(connection))
		connection_close(table, connection);
	if (segment.size == VNC_VERSION_SIZE && !(analysis->labels & undissected_labels) &&
		begins_vnc(connection, frame))
		connection_supersede(table, connection);
	return true;
}

bool tcp_table_add_quoted(struct tcp_table *table, const struct frame *frame, struct error *error)
{
	const struct quoted_segment *quoted = frame_quoted_segment(frame);
	const struct tcp_header *tcp = &quoted->tcp;
	const struct segment_ends ends = { &quoted->source, &quoted->destination, tcp };
	struct sides sides;
	if (!find_sides(table, frame, &ends, &sides, error))
		return false;
	struct segment segment = {
		.time_ns = frame->time_ns,
		.sequence = tcp->sequence,
		.flags = tcp->flags,
		.header = tcp,
	};
	restart_base(sides.sender, &segment);
	if (!tcp->is_bogus)
		observe_unmeasured(sides.connection, sides.sender, sides.receiver, &segment);
	return true;
}
