#ifndef CONVERSATION_CONNECTION_H
#define CONVERSATION_CONNECTION_H

/* The state of one live connection. Known only to the files of this folder. */

#include "conversation/tcp/tcp-analysis.h"
#include "conversation/tcp/tcp-state.h"

/* A segment that took sequence space and was not acknowledged yet. */
struct unacked_segment {
	uint64_t frame;
	int64_t time_ns;
	uint32_t sequence, end;
};

/* The most that are remembered in a direction; a capture that never shows ACKs has no more. */
enum { UNACKED_MAX = 10000 };

struct unacked_list {
	struct unacked_segment *segments; /* the live ones are [start, start + count) */
	size_t start, count, capacity;
	bool has_disorder; /* not ascending and apart: an ACK may have to walk all of it */
	/* Of a list with disorder, so that not every segment has to: */
	bool is_measured; /* the rest holds */
	bool is_wrapped; /* the distances of a segment from the base are no distances of each other */
	uint32_t lowest, highest; /* sequence, end, relative */
	int32_t nearest, farthest; /* the same, from the base in either direction */
};

enum window_scale { WINDOW_SCALE_UNKNOWN = -1, WINDOW_SCALE_NONE = -2 };

/* As in Wireshark, 0 in `next`, `contiguous` and `acknowledgment` says that none was seen. */
struct flow {
	uint32_t base; /* initial sequence number, raw; relative numbers count from it */
	bool has_base;
	bool is_window_unscaled; /* `window` came from a SYN */
	bool is_flight_known;
	bool has_probed; /* probe_end holds */
	bool has_opened; /* with a SYN that acknowledged nothing */
	int8_t scale; /* shift, or enum window_scale */
	uint8_t sack_count;
	uint8_t multipath; /* the connection's, before its last segment */
	uint32_t next; /* highest end seen */
	uint32_t contiguous; /* end of the run without a gap */
	uint32_t acknowledgment, window; /* of the last segment, raw; UINT32_MAX: none */
	uint32_t last_labels;
	uint32_t dup_ack_count;
	uint32_t probe_end; /* behind the last byte that was sent to probe a window of 0 */
	uint32_t missing; /* bytes below `next` that were not seen */
	uint64_t next_frame, dup_ack_base;
	int64_t next_ns, ack_ns;
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

/* What all connections of a table keep, beyond their own size: it has limits in all, too. */
struct held {
	size_t segments; /* that there is room for in lists of unacknowledged ones */
	size_t bytes; /* of messages that are not whole, and of segments that came early */
};

/*
 * The two sockets of a connection as words that are compared and hashed at once: the addresses of the
 * low and of the high one, two words each, and the ports (low, high) with the address family. Which of
 * the two is the low one says only that it is always the same.
 */
struct socket_pair {
	uint64_t words[5];
};

struct connection {
	struct socket_pair sockets;
	uint64_t hash; /* of them */
	bool is_low_client;
	bool is_closed; /* by RST, or by both FINs and their ACKs */
	bool is_revived; /* by a straggler, after it was let go */
	bool is_vnc; /* it began so, after the first message */
	bool is_superseded; /* the next segment of its sockets begins another one */
	bool is_syn_accurate, is_syn_ack_accurate; /* it asks for, or agrees to, RFC 9768 */
	bool has_ecn_counter; /* both do */
	uint8_t multipath; /* all that tcp_header.multipath had so far */
	int64_t syn_ns; /* of the last SYN; 0: none, as in Wireshark */
	int64_t handshake_ns; /* initial round trip, 0 while unknown */
	int64_t last_ns;
	struct flow from_low, from_high;
	struct held *held; /* the table's */
	size_t held_bytes; /* of held->bytes */
	struct http_track *http; /* NULL until HTTP was seen */
	struct dns_track *dns; /* NULL until a message over TCP was left open */
	struct tls_track *tls; /* NULL but while a handshake message is open */
	struct stream_track *stream; /* NULL until it changed to WebSocket or HTTP/2 */
	struct connection *newer, *older; /* among the closed ones */
	struct tcp_connection summary; /* so far */
};

/* One segment, as the parts of the analysis take it. */
struct segment {
	uint64_t frame;
	int64_t time_ns;
	uint32_t sequence, acknowledgment, window; /* raw */
	uint32_t size; /* payload on the wire */
	uint16_t flags;
	bool is_plain; /* none of SYN, FIN, RST */
	bool is_copy; /* it was sent once, and captured before */
	const struct tcp_header *header;
};

/* tcp-labels.c: labels, round trips, bytes in flight; moves both flows on. */
void tcp_label_segment(struct connection *connection, struct flow *sender, struct flow *receiver,
	const struct segment *segment, struct tcp_analysis *analysis);

void unacked_finish(struct unacked_list *list, struct held *held);

/*
 * One who follows messages keeps `now` bytes for the connection, instead of *held. False when that is too
 * much for all connections together: then it lets go of them and says so.
 */
bool connection_hold(struct connection *connection, size_t *held, size_t now);

#endif
