#ifndef DISSECT_FRAME_H
#define DISSECT_FRAME_H

/*
 * One decoded packet: its layers, the facts that analysis and listings need, and, when a field list
 * was passed, every field with its byte span. Pointers into the packet borrow its bytes. The same
 * dissectors fill it for the fast scan (no field list) and for the full view.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "dissect/address.h"
#include "dissect/field.h"

enum protocol {
	PROTOCOL_NONE,
	PROTOCOL_ETHERNET,
	PROTOCOL_VLAN,
	PROTOCOL_LLC,
	PROTOCOL_NULL, /* BSD loopback, host byte order */
	PROTOCOL_LOOP, /* OpenBSD loopback, network byte order */
	PROTOCOL_LINUX_COOKED, /* version 1 */
	PROTOCOL_LINUX_COOKED_2,
	PROTOCOL_ARP,
	PROTOCOL_IPV4,
	PROTOCOL_IPV6,
	PROTOCOL_IPV6_EXTENSION,
	PROTOCOL_ICMP,
	PROTOCOL_ICMPV6,
	PROTOCOL_UDP,
	PROTOCOL_TCP,
	PROTOCOL_HTTP,
	PROTOCOL_DATA, /* payload that no dissector decodes */
	PROTOCOL_RARP,
	PROTOCOL_AH, /* IPsec authentication header */
	PROTOCOL_ESP, /* IPsec encrypted payload: named, not decoded */
	PROTOCOL_DNS,
	PROTOCOL_MDNS,
	PROTOCOL_LLMNR,
	PROTOCOL_TLS,
	PROTOCOL_DHCP,
	PROTOCOL_DHCPV6,
	PROTOCOL_NTP,
	PROTOCOL_IGMP,
	PROTOCOL_GRE,
	PROTOCOL_PPPOE_DISCOVERY,
	PROTOCOL_PPPOE_SESSION,
	PROTOCOL_PPP,
	PROTOCOL_MPLS,
	PROTOCOL_VXLAN,
	PROTOCOL_QUIC,
	PROTOCOL_SSH,
	PROTOCOL_SSDP, /* HTTP syntax over UDP */
	PROTOCOL_CISCO_HDLC,
	PROTOCOL_FRAME_RELAY,
	PROTOCOL_INFINIBAND,
	PROTOCOL_NFLOG,
	PROTOCOL_IPNET,
	PROTOCOL_PKTAP,
	PROTOCOL_TOKEN_RING,
	PROTOCOL_FDDI,
	PROTOCOL_WLAN,
	PROTOCOL_RADIOTAP,
	PROTOCOL_PPI,
	PROTOCOL_PRISM,
	PROTOCOL_GENEVE,
	PROTOCOL_GTP,
	PROTOCOL_L2TP,
	PROTOCOL_MACSEC,
	PROTOCOL_NSH,
	PROTOCOL_TEREDO,
	PROTOCOL_ETHER_IP,
	PROTOCOL_ERSPAN,
	PROTOCOL_REDUNDANCY_TAG, /* IEEE 802.1CB */
	PROTOCOL_ARISTA_TAG,
	PROTOCOL_UDP_LITE,
	PROTOCOL_WEBSOCKET,
	PROTOCOL_HTTP2,
	/*
	 * From here on: protocols that no other code asks for by number. Their rows in
	 * dissect/application/protocols.c determine their numbers.
	 */
	PROTOCOL_COUNT,
};

enum { PROTOCOL_NUMBERS_MAX = 256 }; /* limit of all protocol numbers, those of rows included */

/* The name in Wireshark's protocol column: "TCP", "ICMPv6", "Ethernet". Never NULL. */
const char *protocol_name(enum protocol protocol);

enum decode {
	DECODE_OK,
	DECODE_TRUNCATED, /* cut by the snap length; the captured part is decoded */
	DECODE_MALFORMED, /* complete, but its content is invalid */
	DECODE_UNKNOWN, /* a protocol that no dissector decodes */
};

struct layer {
	enum protocol protocol;
	uint32_t offset; /* of its header, counted from the packet's first byte */
	uint32_t header_size; /* captured bytes of the header */
	uint32_t size; /* captured bytes of header and payload, without lower layers' padding */
};

enum tcp_flag {
	TCP_FIN = 0x01,
	TCP_SYN = 0x02,
	TCP_RST = 0x04,
	TCP_PSH = 0x08,
	TCP_ACK = 0x10,
	TCP_URG = 0x20,
	TCP_ECE = 0x40,
	TCP_CWR = 0x80,
	TCP_AE = 0x100,
};

enum { TCP_SACK_BLOCKS_MAX = 4 };

/* A TCP header (RFC 9293 section 3.1), with options of RFC 7323 and RFC 2018. */
struct tcp_header {
	uint16_t source_port;
	uint16_t destination_port;
	uint32_t sequence; /* raw */
	uint32_t acknowledgment; /* raw; 0 without the ACK flag */
	uint16_t flags; /* enum tcp_flag */
	uint16_t window; /* unscaled */
	uint16_t checksum;
	uint16_t urgent_pointer;
	/* on the wire, by the IP length; in a first fragment only that fragment's part */
	uint32_t payload_size;
	bool is_unmeasured; /* payload_size is unknown: a fragment, a quote, an oversized header */
	bool is_cut; /* the bytes after the window or the options are incomplete */
	bool is_bogus; /* its length is below 20 bytes; is_cut is set, too */
	bool has_wrong_option; /* an option's length is invalid */
	uint8_t multipath; /* one bit for each Multipath TCP subtype present (RFC 8684) */
	bool has_mss, has_window_scale, has_timestamps, is_sack_permitted;
	uint16_t mss;
	uint8_t window_scale; /* the shift count, as sent */
	uint32_t timestamp_value, timestamp_echo;
	uint8_t sack_count;
	struct {
		uint32_t left, right;
	} sack[TCP_SACK_BLOCKS_MAX];
};

/* A UDP header (RFC 768). */
struct udp_header {
	uint16_t length; /* as stated: header and payload */
	uint16_t checksum; /* 0: none */
	uint32_t payload_size; /* on the wire; in a first fragment that of the whole datagram */
};

/* An ARP message (RFC 826) for Ethernet and IPv4. Addresses of other sizes leave ADDRESS_NONE. */
struct arp_message {
	uint16_t operation;
	struct address sender_hardware, sender, target_hardware, target;
};

/* The parts of an ICMP or ICMPv6 message that the Info column shows. */
struct icmp_message {
	uint8_t type, code;
	bool is_echo; /* an echo request or reply */
	bool has_quoted_tcp; /* an error that quotes a TCP header at least up to its window */
	uint16_t identifier, sequence; /* of an echo or an ICMP query */
	uint32_t mtu; /* of "fragmentation needed" and "packet too big", else 0 */
	struct address target; /* of neighbor discovery, or the gateway of a redirect */
	struct address link_address; /* source or target link-layer address option */
};

/* The TCP segment quoted in an ICMP error. */
struct quoted_segment {
	struct address source, destination; /* of the quoted IP header */
	struct tcp_header tcp; /* at least up to its window */
};

enum http_kind { HTTP_NONE, HTTP_REQUEST, HTTP_RESPONSE, HTTP_CONTINUATION };

/* Start line and headers of an HTTP message that begins in this segment (RFC 9112). */
struct http_message {
	uint8_t kind; /* enum http_kind */
	struct bytes method, uri, version, reason, host,
		content_type; /* borrowed; empty when absent */
	uint16_t status; /* 0 when the status is not a number */
	bool has_status;
	bool has_content_length, is_chunked, is_close, is_keep_alive;
	bool has_header_end; /* the blank line is in this segment */
	bool is_websocket_upgrade; /* requested (GET) or accepted (101) */
	uint64_t content_length;
	uint32_t header_size; /* in bytes: start line and headers within this segment */
};

/* Header and first question of a DNS message (RFC 1035). dns_name_append() writes the name. */
struct dns_message {
	bool is_response, has_question;
	uint16_t identification, question_type;
	uint8_t opcode, response_code;
	uint32_t offset, size; /* captured bytes of the message, and their place in the packet */
};

enum { TLS_HANDSHAKES_MAX = 8 };

/* The TLS records that begin in a segment (RFC 5246, RFC 8446). */
struct tls_message {
	uint16_t version; /* the highest agreed or offered: 0x0303, 0x0304 */
	uint16_t server_version; /* decided by a ServerHello; 0: none */
	uint16_t record_version; /* of the first record that is no ClientHello; 0: none */
	uint8_t handshake_count; /* at most TLS_HANDSHAKES_MAX are kept */
	uint8_t handshakes[TLS_HANDSHAKES_MAX]; /* types of the readable messages */
	struct bytes server_name; /* borrowed; empty when absent */
	struct bytes application_protocol; /* the first ALPN entry */
	uint16_t cipher_suite; /* of a ServerHello, else 0 */
	/*
	 * Offset in the packet of the first handshake record whose last message ends in a later
	 * record or segment (0: none), and the type of the first message in that record.
	 */
	uint32_t open_offset;
	/* the segment begins inside a message: `handshakes` has the messages that end here */
	bool is_continued;
	uint32_t open_skip; /* bytes of complete messages in that record, before the open one */
	uint8_t open_type;
};

enum { QUIC_SERVER_NAME_MAX = 255, QUIC_PROTOCOL_MAX = 31, QUIC_ID_MAX = 20 };

/*
 * The hello of a decrypted QUIC Initial packet (RFC 9001). Its handshake messages are in the TLS
 * message. The packet has these bytes only encrypted, so they are copied. The ids come from earlier
 * packets, since the packet alone does not tell them: the id from which the keys are derived, and
 * the length of the id in a short header.
 */
struct quic_message {
	bool is_open;
	bool is_from_server;
	uint8_t key_id_size; /* 0: unknown */
	uint8_t short_id_size;
	uint8_t key_id[QUIC_ID_MAX];
	uint8_t server_name_size, application_protocol_size;
	uint8_t server_name[QUIC_SERVER_NAME_MAX];
	uint8_t application_protocol[QUIC_PROTOCOL_MAX]; /* the first ALPN entry */
};

/* A DHCP message (RFC 2131). */
struct dhcp_message {
	bool is_present;
	uint8_t operation; /* 1: request, 2: reply */
	uint8_t message_type; /* option 53; 0: BOOTP, without that option */
	uint32_t transaction;
	struct address client_hardware;
};

struct stream_item;
struct protocol_description;

/*
 * What earlier segments show about this one, for a protocol whose frames follow each other on a TCP
 * connection. stream_frames_dissect() needs it (dissect/http/stream-frames.h). Items are borrowed.
 */
struct stream_frames {
	enum protocol protocol;
	/*
	 * Offset in the packet of the first frame that begins here; the bytes before it continue an
	 * earlier frame.
	 */
	uint32_t offset;
	bool hides_payload; /* payload stays masked, for a redacted deck */
	const struct stream_item *items;
	size_t item_count;
};

enum { FRAME_LAYERS_MAX = 64 }; /* enough for fifteen nested VXLANs */

/* The decoded transport header, or ARP. A packet has at most one of them. */
enum transport_part {
	PART_NO_TRANSPORT, /* or the header is cut too early */
	PART_TCP,
	PART_UDP,
	PART_ICMP, /* ICMP and ICMPv6 */
	PART_ARP, /* ARP and RARP */
};

/* The decoded application message. */
enum application_part {
	PART_NO_APPLICATION,
	PART_HTTP, /* and SSDP */
	PART_DNS, /* and mDNS, LLMNR */
	PART_TLS,
	PART_QUIC,
	PART_DHCP,
};

/*
 * The parts that only some protocols have. They are not cleared for each packet and may hold data
 * of an earlier one. Only dissect/ accesses them directly; other code calls frame_tcp() and the
 * like, which return NULL unless the frame's tag names the part.
 */
struct frame_parts {
	union {
		struct tcp_header tcp;
		struct udp_header udp;
		struct {
			struct icmp_message message;
			struct quoted_segment quoted; /* valid when message.has_quoted_tcp */
		} icmp;
		struct arp_message arp;
	} transport; /* selected by frame->transport */
	union {
		struct http_message http;
		struct dns_message dns;
		struct dhcp_message dhcp;
		struct {
			struct tls_message message; /* of TLS and QUIC */
			struct quic_message quic; /* of QUIC */
		} tls;
	} application; /* selected by frame->application */
};

/*
 * A decoded packet. The caller sets the members before `length`. dissect_frame() clears and sets
 * those from `length` up to `layers`. Of `layers` only the first layer_count are valid, and of
 * `parts` only those that the two tags name; the others hold an earlier packet's data.
 */
struct frame {
	uint64_t number;
	int64_t time_ns;
	uint32_t interface; /* index in a file with several, for conversation/copies.c */

	uint32_t length; /* the first member that dissect_frame() clears */
	int link_type; /* DLT_ value */
	struct bytes data;
	struct field_list *fields; /* NULL: fields are not described */
	const char *status_text; /* static: "cut inside the TCP header"; NULL when OK */
	const char *protocol_text; /* more exact name of protocol_text_for ("TLSv1.3"), or NULL */
	/* the protocol that named protocol_text last, or NULL */
	const struct protocol_description *named;
	const struct stream_frames *stream; /* set while stream_frames_dissect() runs */
	struct bytes payload; /* captured payload of TCP or UDP */
	uint32_t payload_offset; /* from the packet's first byte */
	enum decode status;
	uint32_t status_offset; /* where decoding stopped, at most data.size */
	enum protocol protocol; /* the topmost one */
	enum protocol protocol_text_for;
	uint32_t ip_identification;
	uint32_t fragment_offset; /* in bytes, valid when is_fragment */
	uint16_t source_port, destination_port; /* valid when has_ports */
	uint16_t ethertype;
	/* headers in the current chain; in a long chain they share a layer */
	uint16_t extension_count;
	struct address source, destination; /* of the innermost IP header; MAC without IP */
	uint8_t ip_protocol; /* of the innermost IP header */
	uint8_t ttl; /* or hop limit */
	uint8_t layer_count;
	uint8_t transport; /* enum transport_part: the tag of parts.transport */
	uint8_t application; /* enum application_part: the tag of parts.application */
	bool is_application_quoted; /* the message is inside the packet that an ICMP error quotes */
	/* the payload is on DNS' port over TCP, whether or not a message begins in it */
	bool is_dns_stream;
	/* the capture lacks payload that is not decoded; the Info column does not mention it */
	bool is_payload_cut;
	bool has_ip, has_ports, is_fragment;
	bool is_later_fragment; /* fragment offset above 0: it has no transport header */
	bool has_more_fragments;
	bool is_quoted; /* set while the quoted packet of an ICMP error is decoded */

	struct layer layers[FRAME_LAYERS_MAX]; /* the first layer_count are set */
	struct frame_parts parts; /* read only through the functions below */
};

/* ---- the parts of a frame; NULL when this packet has none ---- */

static inline const struct tcp_header *frame_tcp(const struct frame *frame)
{
	return frame->transport == PART_TCP ? &frame->parts.transport.tcp : NULL;
}

/*
 * The raw sequence number of a segment's first data byte, present or not. A SYN has the number
 * before it (RFC 9293 section 3.4).
 */
static inline uint32_t tcp_data_sequence(const struct tcp_header *tcp)
{
	return tcp->sequence + (tcp->flags & TCP_SYN ? 1 : 0);
}

static inline const struct udp_header *frame_udp(const struct frame *frame)
{
	return frame->transport == PART_UDP ? &frame->parts.transport.udp : NULL;
}

/* The message of ICMP or ICMPv6. */
static inline const struct icmp_message *frame_icmp(const struct frame *frame)
{
	return frame->transport == PART_ICMP ? &frame->parts.transport.icmp.message : NULL;
}

/* The message of ARP or RARP. */
static inline const struct arp_message *frame_arp(const struct frame *frame)
{
	return frame->transport == PART_ARP ? &frame->parts.transport.arp : NULL;
}

/* The segment that an ICMP error quotes. */
static inline const struct quoted_segment *frame_quoted_segment(const struct frame *frame)
{
	const struct icmp_message *icmp = frame_icmp(frame);
	return icmp && icmp->has_quoted_tcp ? &frame->parts.transport.icmp.quoted : NULL;
}

/* The TCP header that the frame's fields describe: its own, or that of the quoted segment. */
static inline const struct tcp_header *frame_described_tcp(const struct frame *frame)
{
	const struct quoted_segment *quoted = frame_quoted_segment(frame);
	return quoted ? &quoted->tcp : frame_tcp(frame);
}

/* The first HTTP or SSDP message that begins in the segment, by its bytes alone. */
static inline const struct http_message *frame_http(const struct frame *frame)
{
	return frame->application == PART_HTTP ? &frame->parts.application.http : NULL;
}

/* The message of DNS, mDNS or LLMNR. */
static inline const struct dns_message *frame_dns(const struct frame *frame)
{
	return frame->application == PART_DNS ? &frame->parts.application.dns : NULL;
}

static inline const struct dhcp_message *frame_dhcp(const struct frame *frame)
{
	return frame->application == PART_DHCP ? &frame->parts.application.dhcp : NULL;
}

/* The message of TLS, or that in a QUIC Initial packet. */
static inline const struct tls_message *frame_tls(const struct frame *frame)
{
	bool has_tls = frame->application == PART_TLS || frame->application == PART_QUIC;
	return has_tls ? &frame->parts.application.tls.message : NULL;
}

static inline const struct quic_message *frame_quic(const struct frame *frame)
{
	return frame->application == PART_QUIC ? &frame->parts.application.tls.quic : NULL;
}

/*
 * How a frame is interpreted: by its own bytes, or otherwise where earlier packets show that it is
 * something else. Messages are borrowed.
 */
struct frame_reading {
	enum protocol protocol;
	enum decode status;
	uint32_t status_offset;
	uint16_t tls_version; /* 0: unknown */
	uint8_t http_kind; /* enum http_kind, or that of a continuation */
	bool is_dns; /* frame_dns() is a valid message and is shown */
	bool is_payload_cut; /* copied from the frame */
	const char *protocol_text; /* a more exact protocol name, or NULL */
	const char *status_text;
	const struct tls_message *tls; /* of TLS and QUIC */
	const struct quic_message *quic; /* of QUIC */
	const struct stream_frames *stream; /* the frames in the payload, or NULL */
};

/* Interprets the frame as `protocol`. */
static inline void frame_reading_show_as(
	struct frame_reading *reading, const struct frame *frame, enum protocol protocol)
{
	bool is_named = frame->protocol_text && frame->protocol_text_for == protocol;
	reading->protocol = protocol;
	reading->protocol_text = is_named ? frame->protocol_text : NULL;
}

/* Reads the frame's application message, which it has. */
static inline void frame_read_message(const struct frame *frame, struct frame_reading *reading)
{
	const struct http_message *http = frame->is_application_quoted ? NULL : frame_http(frame);
	bool is_quic = frame->protocol == PROTOCOL_QUIC;
	bool is_tls = frame->protocol == PROTOCOL_TLS || is_quic;
	reading->tls = is_tls ? frame_tls(frame) : NULL;
	reading->quic = is_quic ? frame_quic(frame) : NULL;
	reading->tls_version = reading->tls ? reading->tls->version : 0;
	reading->http_kind = http ? http->kind : HTTP_NONE;
	reading->is_dns = frame_dns(frame) != NULL;
}

/* Interprets the frame by its own bytes alone. */
static inline void frame_read(const struct frame *frame, struct frame_reading *ret_reading)
{
	frame_reading_show_as(ret_reading, frame, frame->protocol);
	ret_reading->status = frame->status;
	ret_reading->status_offset = frame->status_offset;
	ret_reading->status_text = frame->status_text;
	ret_reading->tls_version = 0;
	ret_reading->http_kind = HTTP_NONE;
	ret_reading->is_dns = false;
	ret_reading->is_payload_cut = frame->is_payload_cut;
	ret_reading->tls = NULL;
	ret_reading->quic = NULL;
	ret_reading->stream = NULL;
	if (frame->application != PART_NO_APPLICATION)
		frame_read_message(frame, ret_reading);
}

/* The text of the protocol column. */
static inline const char *frame_reading_name(const struct frame_reading *reading)
{
	return reading->protocol_text ? reading->protocol_text : protocol_name(reading->protocol);
}

/* The protocol column of a frame by its own bytes alone. */
static inline const char *frame_protocol_name(const struct frame *frame)
{
	if (frame->protocol_text && frame->protocol_text_for == frame->protocol)
		return frame->protocol_text;
	return protocol_name(frame->protocol);
}

/* Returns the topmost layer of this protocol, or NULL. */
const struct layer *frame_layer(const struct frame *frame, enum protocol protocol);

/* Whether no other code reads this layer: data, or a protocol without a number in the enum. */
static inline bool layer_is_unread(const struct layer *layer)
{
	return layer->protocol == PROTOCOL_DATA || layer->protocol >= PROTOCOL_COUNT;
}

/* Returns the first of the unread layers at the top; NULL when the topmost layer is read. */
const struct layer *frame_unread_layer(const struct frame *frame);

/* The offset of the unread layer, else the end of the topmost header; 0 without layers. */
uint32_t frame_unread_offset(const struct frame *frame);

/*
 * Writes flags as "SYN,ACK". The order is that of the JSON contract:
 * FIN,SYN,RST,PSH,ACK,URG,ECE,CWR.
 */
enum { TCP_FLAGS_TEXT_SIZE = 48 };
size_t tcp_flags_format(uint16_t flags, const char *separator, char *out, size_t size);

#endif
