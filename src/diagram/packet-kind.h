#ifndef DIAGRAM_PACKET_KIND_H
#define DIAGRAM_PACKET_KIND_H

/*
 * What a packet does in its conversation. A talk colors packets by it. A kind is of one packet:
 * what it says, and what the packets before it show.
 */

#include "conversation/selection.h"

/* Those of segments of TCP are the first ones, up to PACKET_KIND_TROUBLE. */
enum packet_kind {
	PACKET_KIND_HANDSHAKE, /* opens a connection: of TCP, TLS or QUIC */
	PACKET_KIND_DATA,
	PACKET_KIND_ACK, /* only acknowledges */
	PACKET_KIND_CLOSE, /* FIN, its ACK, and what ends a TLS connection in order */
	PACKET_KIND_RESET,
	PACKET_KIND_TROUBLE, /* TCP's analysis gives it a label of trouble: retransmission */
	PACKET_KIND_REQUEST,
	PACKET_KIND_RESPONSE,
	PACKET_KIND_ANNOUNCEMENT, /* sent without a request */
	PACKET_KIND_ERROR, /* says that something failed */
	PACKET_KIND_OTHER,
	PACKET_KIND_COUNT,
};

/*
 * The kind of a packet. That of a message follows from its fields. Without described fields, a
 * packet other than a TCP segment is data, or other.
 */
enum packet_kind packet_kind_of(const struct shown_packet *packet);

/* The kind of messages of a protocol, or of those whose field has this number. */
struct packet_kind_row {
	const char *protocol; /* as message_protocol_name() returns it */
	const char *field; /* NULL: none decides */
	uint64_t number;
	enum packet_kind kind;
	bool (*holds)(const struct shown_packet *packet); /* NULL: always */
};
extern const struct packet_kind_row packet_kind_rows[];
extern const size_t packet_kind_row_count;

/* Returns the index of the first row that holds for a message; packet_kind_row_count for none. */
size_t packet_kind_row_of(const struct shown_packet *packet);

/* For CSS classes: "kind-handshake". */
const char *packet_kind_key(enum packet_kind kind);

/* "handshake", "핸드셰이크". */
const char *packet_kind_words(enum packet_kind kind, bool is_korean);

#endif
