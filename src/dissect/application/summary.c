/*
 * Picks the summary of the protocol as which a frame is read. The words are Wireshark's, in English
 * as there.
 */
#include "dissect/application/summary.h"

#include <string.h>

#include "base/array.h"
#include "base/cursor.h"

bool frame_summary_append(
	const struct frame *frame, const struct frame_reading *reading, struct text *out)
{
	static void (*const appenders[PROTOCOL_COUNT])(const struct frame *, struct text *) = {
		[PROTOCOL_DNS] = dns_summary_append,
		[PROTOCOL_MDNS] = dns_summary_append,
		[PROTOCOL_LLMNR] = dns_summary_append,
		[PROTOCOL_DHCP] = dhcp_summary_append,
		[PROTOCOL_DHCPV6] = dhcpv6_summary_append,
		[PROTOCOL_NTP] = ntp_summary_append,
		[PROTOCOL_ESP] = esp_summary_append,
		[PROTOCOL_IGMP] = igmp_summary_append,
		[PROTOCOL_SSH] = ssh_summary_append,
		[PROTOCOL_PPPOE_DISCOVERY] = pppoe_summary_append,
		[PROTOCOL_PPP] = ppp_summary_append,
		[PROTOCOL_WLAN] = wlan_summary_append,
		[PROTOCOL_FRAME_RELAY] = frame_relay_summary_append,
		[PROTOCOL_L2TP] = l2tp_summary_append,
		[PROTOCOL_UDP_LITE] = udp_lite_summary_append,
	};
	size_t before = out->size;
	switch (reading->protocol) {
	case PROTOCOL_TLS:
		tls_summary_append(frame, reading->tls, out);
		break;
	case PROTOCOL_QUIC:
		quic_summary_append(frame, reading->quic, out);
		break;
	case PROTOCOL_WEBSOCKET:
		websocket_summary_append(frame, reading->stream, out);
		break;
	case PROTOCOL_HTTP2:
		http2_summary_append(frame, reading->stream, out);
		break;
	default:
		if (appenders[reading->protocol])
			appenders[reading->protocol](frame, out);
	}
	return out->size > before;
}

void summary_cursor(const struct frame *frame, enum protocol protocol, struct cursor *ret_cursor)
{
	const struct layer *layer = frame_layer(frame, protocol);
	*ret_cursor = cursor_over(frame->data);
	if (!layer) {
		ret_cursor->end = ret_cursor->next;
		return;
	}
	cursor_skip(ret_cursor, layer->offset);
	*ret_cursor = cursor_take(ret_cursor, layer->size);
}

bool named_summary_append(
	const struct frame *frame, const struct frame_reading *reading, struct text *out)
{
	static const struct {
		const char *protocol;
		bool (*append)(struct text *out, struct cursor cursor);
	} named[] = {
		{ "NBNS", netbios_words_append },
		{ "STUN", stun_words_append },
		{ "ISAKMP", ike_words_append },
		{ "EAPOL", eapol_words_append },
		{ "EAP", eapol_words_append },
	};
	if (!reading->protocol_text || reading->status == DECODE_MALFORMED)
		return false;
	for (size_t i = 0; i < ARRAY_COUNT(named); i++) {
		if (strcmp(reading->protocol_text, named[i].protocol) != 0)
			continue;
		size_t size = out->size;
		struct cursor cursor;
		summary_cursor(frame, PROTOCOL_DATA, &cursor);
		if (named[i].append(out, cursor))
			return true;
		text_cut(out, size); /* half of it is nothing */
		return false;
	}
	return false;
}
