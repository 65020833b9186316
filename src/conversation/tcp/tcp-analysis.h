#ifndef CONVERSATION_TCP_ANALYSIS_H
#define CONVERSATION_TCP_ANALYSIS_H

/*
 * What the whole capture up to a segment says about that segment: Wireshark's "TCP Analysis"
 * (User's Guide, Advanced Topics), in one pass and capture order. Everything is per connection.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "conversation/tcp/tcp-history.h"
#include "dissect/frame.h"

/* Bits of tcp_analysis.labels, in the order that JSON lists them. */
enum tcp_label {
	TCP_LABEL_RETRANSMISSION = 1 << 0,
	TCP_LABEL_FAST_RETRANSMISSION = 1 << 1,
	TCP_LABEL_SPURIOUS_RETRANSMISSION = 1 << 2,
	TCP_LABEL_OUT_OF_ORDER = 1 << 3,
	TCP_LABEL_LOST_SEGMENT = 1 << 4,
	TCP_LABEL_DUP_ACK = 1 << 5,
	TCP_LABEL_ACK_UNSEEN = 1 << 6,
	TCP_LABEL_ZERO_WINDOW = 1 << 7,
	TCP_LABEL_WINDOW_FULL = 1 << 8,
	TCP_LABEL_WINDOW_UPDATE = 1 << 9,
	TCP_LABEL_KEEP_ALIVE = 1 << 10,
	TCP_LABEL_KEEP_ALIVE_ACK = 1 << 11,
	TCP_LABEL_ZERO_WINDOW_PROBE = 1 << 12,
	TCP_LABEL_ZERO_WINDOW_PROBE_ACK = 1 << 13,
	TCP_LABEL_PORT_REUSED = 1 << 14,
};
enum { TCP_LABEL_COUNT = 15 };

/* "fast-retransmission" for bit index 1; NULL past the end. */
const char *tcp_label_name(unsigned bit_index);

/* What is so although a label's usual reason says otherwise. Bits of tcp_analysis.facts. */
enum tcp_fact {
	TCP_FACT_NO_ROOM = 1 << 0, /* the other side's last window was 0 */
	TCP_FACT_PROBED = 1 << 1, /* the byte that Wireshark misses is a window probe's */
	TCP_FACT_CROSSED = 1 << 2, /* the SYN, ACK of an end that opened with a SYN of its own */
};

/* Where a segment stands in an HTTP message, as Wireshark's reassembly sees it. */
enum http_place {
	HTTP_PLACE_NONE,
	HTTP_PLACE_PART, /* of a message that goes on in later segments: coloured as TCP */
	HTTP_PLACE_LAST, /* the message is complete here: coloured as HTTP */
};

/* Made anew for every segment: smaller is faster. */
struct tcp_analysis {
	uint32_t stream; /* Wireshark's tcp.stream, from 0 */
	uint32_t sequence; /* relative */
	uint32_t acknowledgment; /* relative; 0 without ACK */
	uint32_t window; /* scaled */
	uint32_t labels; /* enum tcp_label */
	uint32_t dup_ack_number; /* n of dup ACK frame#n */
	uint32_t bytes_in_flight; /* 0 when unknown */
	uint8_t http_place; /* enum http_place */
	uint8_t http_kind; /* enum http_kind, of the message that this segment belongs to */
	bool ends_frame; /* a frame of WebSocket or HTTP/2 is complete here: coloured as HTTP */
	bool has_ecn_counter; /* ACE, CWR and ECE are a number (RFC 9768) */
	bool is_from_client; /* by the sender of the SYN; else by port numbers */
	uint8_t framing; /* enum protocol: the direction's bytes are frames of it from `frames_start` on */
	uint8_t completeness; /* of the connection so far: struct tcp_connection has the bits */
	uint8_t facts; /* enum tcp_fact */
	uint32_t frames_start; /* sequence number, raw, when `framing` is set */
	uint64_t related_frame; /* original of a retransmission or dup ACK, 0 when unknown */
	uint64_t acked_frame; /* the segment that this one acknowledges exactly, 0 when none */
	int64_t round_trip_ns; /* to acked_frame, valid when acked_frame is set */
	int64_t initial_round_trip_ns; /* SYN to the handshake's ACK; 0 while unknown */
	int64_t timeout_ns; /* RTO of a retransmission */
	int64_t delta_ns; /* since the connection's previous segment */
	uint64_t http_first_frame; /* where that message began */
};

/* A connection so far, for summaries. */
enum tcp_ending { TCP_ENDING_OPEN, TCP_ENDING_FIN, TCP_ENDING_RESET, TCP_ENDING_REFUSED };

struct tcp_connection {
	uint32_t stream;
	struct address client, server;
	uint16_t client_port, server_port;
	bool has_client_isn, has_server_isn;
	uint32_t client_isn, server_isn; /* raw initial sequence numbers */
	uint16_t client_mss, server_mss; /* as announced; 0 when none was */
	uint64_t first_frame, last_frame;
	uint32_t packet_count;
	int64_t first_ns, last_ns;
	uint64_t client_bytes, server_bytes; /* payload sent, without retransmissions */
	uint32_t largest_client_payload, largest_server_payload;
	uint32_t client_data_segments, server_data_segments;
	uint64_t shown_count, shown_size; /* tcp_table_count_shown() */
	uint8_t completeness; /* SYN 1, SYN-ACK 2, ACK 4, DATA 8, FIN 16, RST 32 */
	uint16_t tls_version; /* that it speaks, 0x0304; 0: no TLS so far */
	enum tcp_ending ending;
	struct tcp_history history[2]; /* of the client and of the server, where it is kept */
};

/*
 * The connections of one capture; memory follows those that live. This one keeps a summary of each,
 * for tcp_table_connection(), and so has a limit of all connections, too.
 */
struct tcp_table *tcp_table_new(void);
void tcp_table_free(struct tcp_table *table);
DEFINE_AUTOFREE(tcp_table);

/*
 * This one keeps none: it calls `end` (or nobody, when NULL) as soon as a connection is let go, and for
 * the others, in their order, in tcp_table_end(). A straggler after that makes a second summary.
 */
typedef void tcp_connection_function(void *user, const struct tcp_connection *connection);
struct tcp_table *tcp_table_new_streaming(tcp_connection_function *end, void *user);
void tcp_table_end(struct tcp_table *table);

/* Adds to shown_count and shown_size of the connection whose segment was added last. */
void tcp_table_count_shown(struct tcp_table *table, uint32_t length);

/*
 * Accounts for a frame with has_tcp; *facts are those of the frame alone (packet_facts_begin()),
 * with copy_of. Sets facts->tcp, and facts->shown where the segments before say that it is to be
 * shown otherwise: as the body of an HTTP message that began earlier, with TLS messages that end
 * here, or plainly as TCP. What that borrows is the table's up to the connection's next segment.
 * When it sets facts->shown.stream, the frame is to be dissected as that says, before
 * tcp_table_add_frames(). False only at the limit of connections, with a sentence.
 */
struct packet_facts;
bool tcp_table_add(struct tcp_table *table, const struct frame *frame, struct packet_facts *facts,
	struct error *error);

/* Reads anew a frame whose payload was dissected as facts->shown.stream says. */
void tcp_table_add_frames(const struct frame *frame, struct packet_facts *facts);

/*
 * Accounts for the segment that an ICMP error quotes, for a frame with has_quoted_tcp. As in Wireshark
 * it finds or begins a connection, which takes a stream number and may say how windows are scaled; it
 * counts as none of its packets. False as above.
 */
bool tcp_table_add_quoted(struct tcp_table *table, const struct frame *frame, struct error *error);

/* How many connections were seen; and the n-th, by stream number. Kept small, for all of them. */
uint32_t tcp_table_count(const struct tcp_table *table);
const struct tcp_connection *tcp_table_connection(const struct tcp_table *table, uint32_t stream);

/*
 * Whether the first block of the segment's SACK tells of bytes that came twice (RFC 2883 section 4):
 * it is acknowledged already, or inside of the second one.
 */
bool tcp_sack_has_duplicate(const struct tcp_header *tcp);

#endif
