#ifndef CONVERSATION_TCP_FACTS_H
#define CONVERSATION_TCP_FACTS_H

/* The results of TCP analysis, for a segment and for a connection. */

#include <stdbool.h>
#include <stdint.h>

#include "conversation/connection/tcp-history.h"
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
enum {
	TCP_LABEL_COUNT = 15,
	TCP_LABELS_RESENT = TCP_LABEL_RETRANSMISSION | TCP_LABEL_FAST_RETRANSMISSION |
		TCP_LABEL_SPURIOUS_RETRANSMISSION,
};

/* "fast-retransmission" for bit index 1; NULL past the end. */
const char *tcp_label_name(unsigned bit_index);

/*
 * What labels do not tell: facts that make their usual explanation untrue, and which of the
 * handshake and the close a segment belongs to. Bits of tcp_analysis.facts.
 */
enum tcp_fact {
	TCP_FACT_NO_ROOM = 1 << 0, /* the other side's last window was 0 */
	TCP_FACT_PROBED = 1 << 1, /* the byte that Wireshark misses belongs to a window probe */
	TCP_FACT_CROSSED = 1 << 2, /* an answer in a simultaneous open */
	/* It is the first to acknowledge the other side's SYN or FIN, which the capture shows. */
	TCP_FACT_ACKS_SYN = 1 << 3,
	TCP_FACT_ACKS_FIN = 1 << 4,
	/*
	 * It has the label of a retransmission only because a segment with a later time stands
	 * before it in the file.
	 */
	TCP_FACT_DISORDER = 1 << 5,
	TCP_FACT_SCALE_ZERO = 1 << 6, /* its window is scaled by 2^0; not in a SYN */
	/* It acknowledges all up to the other side's FIN, behind which nothing comes. */
	TCP_FACT_HAS_ALL = 1 << 7,
};

/* The place of a segment in an HTTP message, as in Wireshark's reassembly. */
enum http_place {
	HTTP_PLACE_NONE,
	HTTP_PLACE_PART, /* the message continues in later segments: colored as TCP */
	HTTP_PLACE_LAST, /* the message ends here: colored as HTTP */
};

/* The analysis of a segment. It is made for every segment, so it is kept small. */
struct tcp_analysis {
	uint32_t stream; /* Wireshark's tcp.stream, from 0 */
	uint32_t sequence; /* relative */
	uint32_t acknowledgment; /* relative; 0 without ACK */
	uint32_t window; /* scaled */
	uint32_t labels; /* enum tcp_label */
	uint32_t dup_ack_number; /* n in "Dup ACK frame#n" */
	uint32_t dup_ack_copies; /* of dup_ack_number, those that were captured before */
	uint32_t bytes_in_flight; /* 0 when unknown */
	uint8_t http_place; /* enum http_place */
	uint8_t http_kind; /* enum http_kind, of the message that this segment belongs to */
	bool ends_frame; /* a WebSocket or HTTP/2 frame ends here: colored as HTTP */
	bool has_ecn_counter; /* ACE, CWR and ECE are a counter (RFC 9768) */
	bool is_from_client; /* the sender sent the SYN, or has the client's port */
	/* enum protocol: from `frames_start` on the direction carries frames of this protocol */
	uint8_t framing;
	uint8_t completeness; /* of the connection so far; see struct tcp_connection */
	uint8_t facts; /* enum tcp_fact */
	uint32_t frames_start; /* raw sequence number, valid with `framing` */
	uint64_t related_frame; /* the original of a retransmission or dup ACK; 0: unknown */
	uint64_t acked_frame; /* the segment acknowledged exactly; 0: none */
	int64_t round_trip_ns; /* to acked_frame, valid when acked_frame is set */
	int64_t initial_round_trip_ns; /* from SYN to the handshake's ACK; 0: unknown */
	int64_t timeout_ns; /* RTO of a retransmission */
	int64_t delta_ns; /* since the connection's previous segment */
	uint64_t http_first_frame; /* the first frame of that message */
};

/*
 * The summary of a connection so far. TCP_ENDING_REFUSED: an RST of the server is the only answer
 * to the SYN.
 */
enum tcp_ending { TCP_ENDING_OPEN, TCP_ENDING_FIN, TCP_ENDING_RESET, TCP_ENDING_REFUSED };

/* What the SYN of one side announces (RFC 9293, RFC 7323, RFC 2018). */
struct tcp_offer {
	bool is_known; /* the SYN was captured with all of its options */
	bool has_scale, has_timestamps, is_sack_permitted;
	uint8_t scale; /* the shift count, as sent */
	uint16_t window; /* never scaled */
};

struct tcp_connection {
	uint32_t stream;
	struct address client, server;
	uint16_t client_port, server_port;
	bool has_client_isn, has_server_isn;
	uint32_t client_isn, server_isn; /* raw initial sequence numbers */
	uint16_t client_mss, server_mss; /* as announced; 0: none */
	/* The SYN was captured whole and has no MSS option: the default of RFC 9293 holds. */
	bool client_lacks_mss, server_lacks_mss;
	struct tcp_offer client_offer, server_offer;
	uint64_t first_frame, last_frame;
	uint32_t packet_count;
	int64_t first_ns, last_ns;
	uint64_t client_bytes, server_bytes; /* payload sent, without retransmissions */
	/* Segments came in IP fragments; the bytes do not count their payload. */
	bool client_has_fragments, server_has_fragments;
	uint32_t largest_client_payload, largest_server_payload;
	uint32_t client_data_segments, server_data_segments;
	uint64_t shown_count, shown_size; /* set by tcp_table_count_shown() */
	uint8_t completeness; /* SYN 1, SYN-ACK 2, ACK 4, DATA 8, FIN 16, RST 32 */
	uint16_t tls_version; /* 0x0304 for TLS 1.3; 0: no TLS so far */
	enum tcp_ending ending;
	struct tcp_history history[2]; /* of client and server, where it is kept */
};

/*
 * Whether a captured SYN shows which end is the client. Without one, `client` and `server` are only
 * guessed from the ports, and no slide may name the ends so.
 */
static inline bool tcp_connection_has_roles(const struct tcp_connection *connection)
{
	return connection->has_client_isn || connection->has_server_isn;
}

#endif
