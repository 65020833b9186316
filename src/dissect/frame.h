#ifndef DISSECT_FRAME_H
#define DISSECT_FRAME_H

/*
 * One decoded packet: its layers, the facts that analysis and listings need, and (when a field list
 * was passed) every field with its byte span. Everything that points into the packet borrows its
 * bytes. The same dissectors fill it for the fast scan (no field list) and for the full view.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "dissect/field.h"

enum protocol {
	PROTOCOL_NONE,
	PROTOCOL_ETHERNET,
	PROTOCOL_VLAN,
	PROTOCOL_LLC,
	PROTOCOL_NULL, /* BSD loopback, host byte order */
	PROTOCOL_LOOP, /* OpenBSD loopback, network byte order */
	PROTOCOL_LINUX_COOKED, /* v1 */
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
	PROTOCOL_DATA, /* payload that nothing here decodes */
	PROTOCOL_RARP,
	PROTOCOL_AH, /* IPsec authentication header */
	PROTOCOL_ESP, /* IPsec encrypted payload: named, never decoded */
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
	PROTOCOL_SSDP, /* HTTP's syntax over UDP */
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
	PROTOCOL_COUNT, /* new protocols go before this line */
};

/* As Wireshark's protocol column names it: "TCP", "ICMPv6", "Ethernet". Never NULL. */
const char *protocol_name(enum protocol protocol);

enum decode {
	DECODE_OK,
	DECODE_TRUNCATED, /* cut by the snap length: what there is was shown */
	DECODE_MALFORMED, /* complete, but lying about itself */
	DECODE_UNKNOWN, /* a protocol that nothing here decodes */
};

struct layer {
	enum protocol protocol;
	uint32_t offset; /* of its header, from the packet's first byte */
	uint32_t header_size; /* captured bytes of the header */
	uint32_t size; /* captured bytes of header and payload, without padding of a lower layer */
};

enum address_family { ADDRESS_NONE, ADDRESS_MAC, ADDRESS_IPV4, ADDRESS_IPV6 };

struct address {
	uint8_t family; /* enum address_family */
	uint8_t octets[16]; /* the first 6, 4 or 16 */
};

/* RFC 5952 for IPv6, "aa:bb:cc:dd:ee:ff" for MAC; `out` has at least ADDRESS_TEXT_SIZE bytes. */
enum { ADDRESS_TEXT_SIZE = 46 };
size_t address_format(const struct address *address, char *out); /* its length */
bool address_equal(const struct address *a, const struct address *b);

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

/* RFC 9293 section 3.1, options RFC 7323 and RFC 2018. */
struct tcp_header {
	uint16_t source_port;
	uint16_t destination_port;
	uint32_t sequence; /* raw */
	uint32_t acknowledgment; /* raw; 0 without ACK */
	uint16_t flags; /* enum tcp_flag */
	uint16_t window; /* unscaled */
	uint16_t checksum;
	uint16_t urgent_pointer;
	uint32_t
		payload_size; /* on the wire, from the IP length; of the fragment in a first fragment */
	bool is_unmeasured; /* a fragment, a quote, or a header that is too long: no payload_size */
	bool is_cut; /* options, or what stands behind the window, are not all there */
	bool is_bogus; /* its length is below 20 bytes; then is_cut, too */
	bool has_wrong_option; /* with a length that cannot be right */
	uint8_t multipath; /* a bit per subtype of its Multipath TCP options (RFC 8684) */
	bool has_mss, has_window_scale, has_timestamps, is_sack_permitted;
	uint16_t mss;
	uint8_t window_scale; /* the shift, as sent */
	uint32_t timestamp_value, timestamp_echo;
	uint8_t sack_count;
	struct {
		uint32_t left, right;
	} sack[TCP_SACK_BLOCKS_MAX];
};

/* RFC 768. */
struct udp_header {
	uint16_t length; /* as it says itself: header and payload */
	uint16_t checksum; /* 0: none */
	uint32_t payload_size; /* on the wire; of the whole datagram in a first fragment */
};

/* RFC 826, for Ethernet and IPv4 (other address sizes leave ADDRESS_NONE). */
struct arp_message {
	struct address sender_hardware, sender, target_hardware, target;
};

/* ICMP and ICMPv6: what the Info column needs. */
struct icmp_message {
	bool is_echo; /* request or reply: identifier and sequence are set */
	uint32_t mtu; /* of "fragmentation needed" and "packet too big", else 0 */
	struct address target; /* of neighbor discovery, or the gateway of a redirect */
	struct address link_address; /* source or target link-layer address option */
};

enum http_kind { HTTP_NONE, HTTP_REQUEST, HTTP_RESPONSE, HTTP_CONTINUATION };

/* What the first line and the headers of a message that begins in this segment say (RFC 9112). */
struct http_message {
	uint8_t kind; /* enum http_kind */
	struct bytes method, uri, version, reason, host,
		content_type; /* borrowed; empty when absent */
	uint16_t status; /* 0 for words */
	bool has_status;
	bool has_content_length, is_chunked, is_close, is_keep_alive;
	bool has_header_end; /* the blank line is in this segment */
	bool is_websocket_upgrade; /* asked for (GET), or agreed to (101) */
	uint64_t content_length;
	uint32_t header_size; /* bytes of start line and headers in this segment */
};

/* RFC 1035: what the header and the first question say. Names: dns_name_append(). */
struct dns_message {
	bool is_present, is_response, has_question;
	bool is_stream; /* the payload of DNS' port over TCP, whether a message begins in it or not */
	uint16_t identification, question_type;
	uint8_t opcode, response_code;
	uint32_t offset, size; /* of the message in the packet, captured bytes */
};

enum { TLS_HANDSHAKES_MAX = 8 };

/* RFC 5246 and RFC 8446: the records that begin in a segment. */
struct tls_message {
	uint16_t version; /* the highest that is agreed or offered: 0x0303, 0x0304 */
	uint16_t server_version; /* that a server hello decides on; 0: there is none */
	uint16_t record_version; /* of the first record that is no client hello; 0: none */
	uint8_t handshake_count; /* at most TLS_HANDSHAKES_MAX are kept */
	uint8_t handshakes[TLS_HANDSHAKES_MAX]; /* types of the messages that can be read */
	struct bytes server_name; /* borrowed; empty when absent */
	struct bytes application_protocol; /* the first of ALPN */
	uint16_t cipher_suite; /* of a server hello, else 0 */
	/*
	 * The first handshake record with a message that ends in a later record or segment, counted from
	 * the packet's first byte (0: none), and the type of the first message in it.
	 */
	uint32_t open_offset;
	bool is_continued; /* it begins inside a message: handshakes are what ends here, wherever it began */
	uint32_t open_skip; /* bytes of that record's content that are whole messages before it */
	uint8_t open_type;
};

enum { QUIC_SERVER_NAME_MAX = 255, QUIC_PROTOCOL_MAX = 31, QUIC_ID_MAX = 20 };

/*
 * What the hello of an opened initial packet says (RFC 9001); its handshakes are in the TLS message. It
 * stands in the packet only encrypted, so this is a copy. Ids are those that the packets before
 * said, which the dissector does not know: the one that the keys follow from, and how long an id a
 * short header has.
 */
struct quic_message {
	bool is_open;
	bool is_from_server;
	uint8_t key_id_size; /* 0: not known */
	uint8_t short_id_size;
	uint8_t key_id[QUIC_ID_MAX];
	uint8_t server_name_size, application_protocol_size;
	uint8_t server_name[QUIC_SERVER_NAME_MAX];
	uint8_t application_protocol[QUIC_PROTOCOL_MAX]; /* the first of ALPN */
};

/* RFC 2131. */
struct dhcp_message {
	bool is_present;
	uint8_t operation; /* 1 request, 2 reply */
	uint8_t message_type; /* option 53; 0 is BOOTP without it */
	uint32_t transaction;
	struct address client_hardware;
};

struct stream_item;

/*
 * What the segments before say of this one, on a connection whose frames follow each other: what
 * stream_frames_dissect() has to know (dissect/http/stream-frames.h). Items are borrowed.
 */
struct stream_frames {
	enum protocol protocol;
	/*
	 * In the packet, where the first frame begins that begins here; what stands before it goes
	 * on.
	 */
	uint32_t offset;
	bool hides_payload; /* nothing is unmasked, for a deck that is scrubbed */
	const struct stream_item *items;
	size_t item_count;
};

enum { FRAME_LAYERS_MAX = 64 }; /* fifteen VXLANs in each other */

/*
 * What every packet clears and sets is small and comes first; what only some protocols have, and the
 * layers, are as the last packet left them unless a flag or a count says otherwise.
 */
struct frame {
	/* set by the caller */
	uint64_t number;
	int64_t time_ns;
	uint32_t interface; /* of a file with several, for conversation/copies.c */
	/* set by dissect_frame() */
	uint32_t length;
	int link_type; /* DLT_ value */
	struct bytes data;
	struct field_list *fields; /* NULL: nothing is described */
	const char *status_text; /* static: "cut inside the TCP header"; NULL when OK */
	const char *protocol_text; /* a more exact name for protocol_text_for: "TLSv1.3"; or NULL */
	const struct stream_frames *stream; /* while stream_frames_dissect() is at work */
	struct bytes payload; /* of TCP or UDP, as captured */
	struct address source, destination; /* IP (innermost), or MAC without IP */

	enum decode status; /* the first of what dissect_frame() clears */
	uint32_t status_offset; /* byte where decoding stopped, at most data.size */
	enum protocol protocol; /* topmost */
	enum protocol protocol_text_for;
	uint32_t payload_offset; /* from the packet's first byte */
	uint32_t ip_identification;
	uint32_t fragment_offset; /* bytes, when is_fragment */
	uint16_t source_port, destination_port;
	uint16_t icmp_identifier, icmp_sequence; /* of an echo */
	uint16_t arp_operation;
	uint16_t ethertype;
	uint16_t extension_count; /* headers in a chain of them, which share a layer when there are many */
	uint8_t layer_count;
	bool is_payload_cut; /* a payload is not decoded: of what lacks there the line says nothing */
	bool has_ip, has_tcp, has_udp, has_ports, has_arp, has_icmp, is_fragment;
	bool is_later_fragment; /* fragment offset above 0: no transport header */
	bool has_more_fragments;
	bool is_quoted; /* while the packet is decoded that an ICMP error quotes */
	bool has_quoted_tcp; /* `tcp` is the header that it quotes, up to its window at least */
	uint8_t ip_protocol; /* of the innermost IP header */
	uint8_t ttl; /* or hop limit */
	uint8_t icmp_type, icmp_code; /* ICMP and ICMPv6 */
	struct dns_message dns; /* when is_present; the last of what dissect_frame() clears */

	struct tcp_header tcp; /* when has_tcp, or has_quoted_tcp */
	struct udp_header udp; /* when has_udp */
	struct icmp_message icmp; /* more of it, when has_icmp */
	struct address quoted_source, quoted_destination; /* when has_quoted_tcp */
	struct arp_message arp; /* when has_arp: ARP and RARP */
	struct http_message http; /* kind HTTP_NONE when absent */
	struct tls_message tls; /* when there is a layer of it, as with DHCP */
	struct quic_message quic;
	struct dhcp_message dhcp;
	struct layer layers[FRAME_LAYERS_MAX]; /* the first layer_count are set */
};

/*
 * How a frame is read: as its own bytes say, or otherwise where the packets before it know better.
 * Messages are borrowed.
 */
struct frame_reading {
	enum protocol protocol;
	enum decode status;
	uint32_t status_offset;
	uint16_t tls_version; /* 0: not known */
	uint8_t http_kind; /* enum http_kind: that of frame->http, but for a continuation */
	bool is_dns; /* frame->dns is a message */
	bool is_payload_cut; /* as of the frame */
	const char *protocol_text; /* a more exact name for the protocol, or NULL */
	const char *status_text;
	const struct tls_message *tls; /* of TLS and QUIC */
	const struct quic_message *quic; /* of QUIC */
	const struct stream_frames *stream; /* as which the payload is to be dissected, or NULL */
};

/* Reads it as `protocol`. */
static inline void frame_reading_show_as(
	struct frame_reading *reading, const struct frame *frame, enum protocol protocol)
{
	bool is_named = frame->protocol_text && frame->protocol_text_for == protocol;
	reading->protocol = protocol;
	reading->protocol_text = is_named ? frame->protocol_text : NULL;
}

/* As its own bytes say. */
static inline void frame_read(const struct frame *frame, struct frame_reading *ret_reading)
{
	bool is_quic = frame->protocol == PROTOCOL_QUIC;
	bool is_tls = frame->protocol == PROTOCOL_TLS || is_quic;
	frame_reading_show_as(ret_reading, frame, frame->protocol);
	ret_reading->status = frame->status;
	ret_reading->status_offset = frame->status_offset;
	ret_reading->status_text = frame->status_text;
	ret_reading->tls_version = is_tls ? frame->tls.version : 0;
	ret_reading->http_kind = frame->http.kind;
	ret_reading->is_dns = frame->dns.is_present;
	ret_reading->is_payload_cut = frame->is_payload_cut;
	ret_reading->tls = is_tls ? &frame->tls : NULL;
	ret_reading->quic = is_quic ? &frame->quic : NULL;
	ret_reading->stream = NULL;
}

/* The protocol column. */
static inline const char *frame_reading_name(const struct frame_reading *reading)
{
	return reading->protocol_text ? reading->protocol_text : protocol_name(reading->protocol);
}

/* The same of a frame by itself. */
static inline const char *frame_protocol_name(const struct frame *frame)
{
	if (frame->protocol_text && frame->protocol_text_for == frame->protocol)
		return frame->protocol_text;
	return protocol_name(frame->protocol);
}

/* The layer of this protocol that is nearest to the top, or NULL. */
const struct layer *frame_layer(const struct frame *frame, enum protocol protocol);

/* Flags as "SYN,ACK" in Wireshark's order of the JSON contract (FIN,SYN,RST,PSH,ACK,URG,ECE,CWR). */
enum { TCP_FLAGS_TEXT_SIZE = 48 };
size_t tcp_flags_format(uint16_t flags, const char *separator, char *out, size_t size);

#endif
