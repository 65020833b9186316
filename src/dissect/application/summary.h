#ifndef DISSECT_SUMMARY_H
#define DISSECT_SUMMARY_H

/*
 * Messages of application protocols in a line of words, as Wireshark's Info column has them. For
 * packets that are shown: the message is read again.
 */

#include "base/array.h"
#include "base/text.h"
#include "dissect/frame.h"

/*
 * Appends what the protocol says as which it is read; false (and nothing appended) for those
 * without a summary.
 */
bool frame_summary_append(
	const struct frame *frame, const struct frame_reading *reading, struct text *out);

/* The first question's name, "www.example.org" ("<Root>" for the root); false when there is none. */
bool dns_name_append(const struct frame *frame, struct text *out);

/*
 * The same without what every message says, for places with little room: "A? example.com" of a query,
 * "A example.com A 192.0.2.1" of an answer, "DHCP Discover". False for messages that say nothing else.
 */
bool dns_label_append(const struct frame *frame, struct text *out);
bool dhcp_label_append(const struct frame *frame, struct text *out);

/* Of one protocol each, as which the frame is read. */
void tls_summary_append(
	const struct frame *frame, const struct tls_message *message, struct text *out);
void quic_summary_append(
	const struct frame *frame, const struct quic_message *message, struct text *out);
void websocket_summary_append(
	const struct frame *frame, const struct stream_frames *stream, struct text *out);
void http2_summary_append(
	const struct frame *frame, const struct stream_frames *stream, struct text *out);
void dns_summary_append(const struct frame *frame, struct text *out);
void dhcp_summary_append(const struct frame *frame, struct text *out);
void dhcpv6_summary_append(const struct frame *frame, struct text *out);
void ntp_summary_append(const struct frame *frame, struct text *out);
void esp_summary_append(const struct frame *frame, struct text *out);
void igmp_summary_append(const struct frame *frame, struct text *out);
void ssh_summary_append(const struct frame *frame, struct text *out);
void wlan_summary_append(const struct frame *frame, struct text *out);
void frame_relay_summary_append(const struct frame *frame, struct text *out);
void l2tp_summary_append(const struct frame *frame, struct text *out);
void pppoe_summary_append(const struct frame *frame, struct text *out);
void ppp_summary_append(const struct frame *frame, struct text *out);
void udp_lite_summary_append(const struct frame *frame, struct text *out);

/*
 * What a message says whose protocol is named and not decoded: what it is and about whom. False, and
 * nothing appended, when nothing is known of it, or it is shorter than that.
 */
bool named_summary_append(
	const struct frame *frame, const struct frame_reading *reading, struct text *out);

/* Of one protocol each; false when the message is none. What it has then appended means nothing. */
struct cursor;
bool netbios_words_append(struct text *out, struct cursor cursor);
bool stun_words_append(struct text *out, struct cursor cursor);
bool ike_words_append(struct text *out, struct cursor cursor);
bool eapol_words_append(struct text *out, struct cursor cursor);

/* The name with this number, or NULL. */
static inline const char *summary_pick_of(const char *const *names, size_t count, unsigned number)
{
	return number < count ? names[number] : NULL;
}
#define summary_pick(names, number) summary_pick_of((names), ARRAY_COUNT(names), (number))

/* A cursor over the bytes of the frame's topmost layer of `protocol`; positions are the packet's. */
void summary_cursor(const struct frame *frame, enum protocol protocol, struct cursor *ret_cursor);

#endif
