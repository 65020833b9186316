/*
 * Appends the summary of a frame's protocol. The words are Wireshark's, in English only, as there.
 */
#include "dissect/application/summary.h"

#include "dissect/application/protocol.h"

/* Protocols below UDP and TCP, and those over them that are recognized by their bytes. */
static void (*const appenders[PROTOCOL_COUNT])(const struct frame *, struct text *) = {
	[PROTOCOL_ESP] = esp_summary_append,
	[PROTOCOL_IGMP] = igmp_summary_append,
	[PROTOCOL_SSH] = ssh_summary_append,
	[PROTOCOL_PPPOE_DISCOVERY] = pppoe_summary_append,
	[PROTOCOL_PPP] = ppp_summary_append,
	[PROTOCOL_WLAN] = wlan_summary_append,
	[PROTOCOL_FRAME_RELAY] = frame_relay_summary_append,
	[PROTOCOL_UDP_LITE] = udp_lite_summary_append,
};

static void append_described(const struct frame *frame, enum protocol number, struct text *out)
{
	const struct protocol_description *protocol = protocol_find(number);
	if ((unsigned)number < PROTOCOL_COUNT && appenders[number])
		appenders[number](frame, out);
	else if (protocol && protocol->append_summary)
		protocol->append_summary(frame, out);
}

bool frame_summary_append(
	const struct frame *frame, const struct frame_reading *reading, struct text *out)
{
	size_t before = out->size;
	switch (reading->protocol) {
	case PROTOCOL_TCP: /* first, since most packets are TCP, which has no summary here */
	case PROTOCOL_HTTP:
		break;
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
		append_described(frame, reading->protocol, out);
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
	const struct protocol_description *named = frame->named;
	if (!named || reading->protocol_text != named->name || !named->append_words ||
		reading->status == DECODE_MALFORMED)
		return false;
	size_t size = out->size;
	struct cursor cursor;
	summary_cursor(frame, PROTOCOL_DATA, &cursor);
	if (named->append_words(out, cursor))
		return true;
	text_cut(out, size); /* an unfinished summary would mislead */
	return false;
}
