#ifndef CONVERSATION_CONNECTION_H
#define CONVERSATION_CONNECTION_H

/* The state of one live connection. Used only by connection/, follow/ and tcp/. */

#include "conversation/connection/tcp-facts.h"
#include "conversation/connection/tcp-state.h"

/* A segment that took sequence space and is not acknowledged yet. */
struct unacked_segment {
	uint64_t frame;
	int64_t time_ns;
	uint32_t sequence, end;
};

/*
 * The limit of remembered segments per direction; a capture without ACKs would have no end of them.
 */
enum { UNACKED_MAX = 10000 };

struct unacked_list {
	struct unacked_segment *segments; /* the live ones are [start, start + count) */
	size_t start, count, capacity;
	bool has_disorder; /* segments overlap or are not ascending: an ACK may have to check all */
	/* The measures of a list with disorder, so that not every ACK checks every segment: */
	bool is_measured; /* the members below are valid */
	/* distances from the base cannot be compared with each other */
	bool is_wrapped;
	uint32_t lowest, highest; /* relative: lowest number, highest end */
	int32_t nearest, farthest; /* distances from the base, in either direction */
};

enum window_scale { WINDOW_SCALE_UNKNOWN = -1, WINDOW_SCALE_NONE = -2 };

/*
 * One direction of a connection. As in Wireshark, 0 in `next`, `contiguous` and `acknowledgment`
 * means that none was seen.
 */
struct flow {
	uint32_t base; /* initial sequence number, raw; relative numbers count from it */
	bool has_base;
	bool is_window_unscaled; /* `window` came from a SYN */
	bool is_flight_known;
	bool has_probed; /* probe_end is valid */
	bool has_opened; /* it sent a SYN without ACK */
	int8_t scale; /* shift, or enum window_scale */
	uint8_t sack_count;
	uint8_t multipath; /* Multipath TCP subtypes before its last segment */
	uint32_t next; /* the highest sequence number seen, plus 1 */
	uint32_t contiguous; /* end of the run without a gap */
	uint32_t acknowledgment, window; /* of the last segment, raw; UINT32_MAX: none */
	uint32_t last_labels;
	uint32_t dup_ack_count, dup_ack_copies;
	uint32_t probe_end; /* after the last byte sent as a zero window probe */
	uint32_t missing; /* bytes below `next` that were not seen */
	uint64_t next_frame, dup_ack_base;
	int64_t next_ns, ack_ns;
	/* the last frame that was the first to acknowledge a SYN or FIN; 0: none so far */
	uint64_t acks_frame;
	uint8_t acks_facts; /* what that frame acknowledged: enum tcp_fact */
	struct tcp_endpoint end;
	struct unacked_list unacked;
	struct {
		uint32_t left, right;
	} sack[TCP_SACK_BLOCKS_MAX];
};

struct dns_track;
struct http_track;
struct tls_track;
struct stream_track;

/* Memory that all connections of a table keep beyond their own size; it is limited. */
struct held {
	size_t segments; /* capacity of the lists of unacknowledged segments */
	size_t bytes; /* of incomplete messages and early segments */
};

/*
 * The two sockets of a connection as words for comparison and hashing: the addresses of the low and
 * the high socket, two words each, then the ports (low, high) with the address family. The order is
 * arbitrary, but the same for both directions.
 */
struct socket_pair {
	uint64_t words[5];
};

struct connection {
	struct socket_pair sockets;
	uint64_t hash; /* of `words` */
	bool is_low_client;
	bool is_closed; /* by RST, or by both FINs and their ACKs */
	bool is_reopened; /* a late segment reopened it after it was released */
	bool is_vnc; /* its first message was VNC's, so a new stream began after it */
	bool is_superseded; /* the next segment of its sockets begins a new connection */
	bool is_syn_accurate, is_syn_ack_accurate; /* requests or accepts Accurate ECN (RFC 9768) */
	bool has_ecn_counter; /* both sides agreed to Accurate ECN */
	uint8_t multipath; /* all Multipath TCP subtypes so far */
	int64_t syn_ns; /* of the last SYN; 0: none, as in Wireshark */
	int64_t handshake_ns; /* initial round trip, 0 while unknown */
	int64_t last_ns;
	struct flow from_low, from_high;
	struct held *held; /* the table's */
	size_t held_bytes; /* of held->bytes */
	struct http_track *http; /* NULL until HTTP was seen */
	struct dns_track *dns; /* NULL until a message over TCP was left open */
	struct tls_track *tls; /* NULL unless a handshake message is open */
	struct stream_track *stream; /* NULL until it changes to WebSocket or HTTP/2 */
	struct connection *newer, *older; /* neighbors in the list of closed connections */
	struct tcp_connection summary; /* as of the last segment */
};

/*
 * Sets labels, round trips and bytes in flight of a segment, and updates both flows (tcp-labels.c).
 */
void tcp_label_segment(struct connection *connection, struct flow *sender, struct flow *receiver,
	const struct segment *segment, struct tcp_analysis *analysis);

void unacked_finish(struct unacked_list *list, struct held *held);

/*
 * Reserves `now` bytes of memory for a follower of messages, which had *held before. False when all
 * connections together keep too much: the follower must then free its data and report that.
 */
bool connection_hold(struct connection *connection, size_t *held, size_t now);

#endif
