#ifndef DISSECT_SUMMARY_H
#define DISSECT_SUMMARY_H

/*
 * Summaries of application messages, as in Wireshark's Info column. They dissect the message again,
 * so they are for packets that are shown.
 */

#include "base/array.h"
#include "base/text.h"
#include "dissect/frame.h"

/*
 * Appends the summary of the protocol as which the frame is read. False, and nothing appended, when
 * the protocol has none.
 */
bool frame_summary_append(
	const struct frame *frame, const struct frame_reading *reading, struct text *out);

/*
 * Appends the name in the first question, "www.example.org" ("<Root>" for the root); false when
 * there is none.
 */
bool dns_name_append(const struct frame *frame, struct text *out);

/*
 * Calls `function` for each address that a response without an error gives a name to, in its A and
 * AAAA records (RFC 1035, RFC 3596), with the record's owner. A message cut or wrong is read as far
 * as it can be.
 */
typedef void dns_address_function(void *context, const struct address *address, const char *name);
void dns_addresses_visit(const struct frame *frame, dns_address_function *function, void *context);

/*
 * Appends a short summary for places with little room: "A? example.com" for a query, "A example.com
 * 192.0.2.1" for its answer, "DHCP Discover", "DHCPv6 Reply 2001:db8::99", "Initial + Handshake" for
 * a datagram of QUIC, "Alert: Handshake Failure" of TLS. False for messages without such a summary. The type of the question is not
 * said again of its answers; "…" stands for data that has no words.
 */
bool dns_label_append(const struct frame *frame, struct text *out);
bool dhcp_label_append(const struct frame *frame, struct text *out);
bool dhcpv6_label_append(const struct frame *frame, struct text *out);
bool tls_label_append(
	const struct frame *frame, const struct tls_message *message, struct text *out);
bool quic_label_append(
	const struct frame *frame, const struct quic_message *message, struct text *out);

/* The summaries of single protocols. The frame must be read as that protocol. */
void tls_summary_append(
	const struct frame *frame, const struct tls_message *message, struct text *out);
void quic_summary_append(
	const struct frame *frame, const struct quic_message *message, struct text *out);
void websocket_summary_append(
	const struct frame *frame, const struct stream_frames *stream, struct text *out);
void http2_summary_append(
	const struct frame *frame, const struct stream_frames *stream, struct text *out);
void esp_summary_append(const struct frame *frame, struct text *out);
void igmp_summary_append(const struct frame *frame, struct text *out);
void ssh_summary_append(const struct frame *frame, struct text *out);
void wlan_summary_append(const struct frame *frame, struct text *out);
void frame_relay_summary_append(const struct frame *frame, struct text *out);
void pppoe_summary_append(const struct frame *frame, struct text *out);
void ppp_summary_append(const struct frame *frame, struct text *out);
void udp_lite_summary_append(const struct frame *frame, struct text *out);

/*
 * Appends the summary of a message whose protocol is named, not decoded: its kind and subject.
 * False, and nothing appended, when the message is unknown or too short.
 */
bool named_summary_append(
	const struct frame *frame, const struct frame_reading *reading, struct text *out);

struct cursor;

/* The name at this index, or NULL. */
static inline const char *summary_pick_of(const char *const *names, size_t count, unsigned number)
{
	return number < count ? names[number] : NULL;
}
#define summary_pick(names, number) summary_pick_of((names), ARRAY_COUNT(names), (number))

/*
 * Sets a cursor over the bytes of the frame's topmost layer of `protocol`. Positions count from the
 * packet's first byte.
 */
void summary_cursor(const struct frame *frame, enum protocol protocol, struct cursor *ret_cursor);

#endif
