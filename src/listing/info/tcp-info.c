/*
 * A TCP segment in the Info column, as in Wireshark: labels of the analysis, ports and flags,
 * numbers, and the options in their order (RFC 9293, 7323, 2018, 7413, 5482, 1146, 1644, 2385,
 * 5925, 6994 and 9768). Left out: SCPS, Quick-Start, and the probes of Riverbed's devices.
 */
#include "listing/info/tcp-info.h"

#include "base/array.h"
#include "base/cursor.h"
#include "dissect/application/summary.h"
#include "dissect/transport/tcp-options.h"

/* Identifiers of experimental options (RFC 6994). */
enum experiment {
	EXPERIMENT_ACK_RATE = 0x00ac,
	EXPERIMENT_ACCURATE_ECN_0 = 0xacc0,
	EXPERIMENT_ACCURATE_ECN_1 = 0xacc1,
	EXPERIMENT_FAST_OPEN = 0xf989,
};

enum {
	TCP_HEADER_SIZE = 20,
	TCP_RESERVED_OFFSET = 12,
	TCP_RESERVED_MASK = 0x0e,
	WINDOW_SCALE_MAX = 14,
	USER_TIMEOUT_MASK = 0x7fff, /* without the bit for minutes */
};

/*
 * Appends a name and a number; `name` is like " Seq=". It avoids the formatter, since packet lists
 * consist mostly of such pairs.
 */
static inline void append_pair(struct text *out, const char *name, uint64_t number)
{
	text_append(out, name);
	text_append_number(out, number);
}

void tcp_info_append_labels(struct text *out, const struct tcp_analysis *analysis)
{
	if (!analysis->labels)
		return;
	static const struct {
		uint32_t label;
		const char *text;
	} labels[] = {
		{ TCP_LABEL_ZERO_WINDOW_PROBE_ACK, "[TCP ZeroWindowProbeAck] " },
		{ TCP_LABEL_ZERO_WINDOW, "[TCP ZeroWindow] " },
		{ TCP_LABEL_ZERO_WINDOW_PROBE, "[TCP ZeroWindowProbe] " },
		{ TCP_LABEL_DUP_ACK, NULL },
		{ TCP_LABEL_KEEP_ALIVE_ACK, "[TCP Keep-Alive ACK] " },
		{ TCP_LABEL_KEEP_ALIVE, "[TCP Keep-Alive] " },
		{ TCP_LABEL_WINDOW_FULL, "[TCP Window Full] " },
		{ TCP_LABEL_WINDOW_UPDATE, "[TCP Window Update] " },
		{ TCP_LABEL_ACK_UNSEEN, "[TCP ACKed unseen segment] " },
		{ TCP_LABEL_LOST_SEGMENT, "[TCP Previous segment not captured] " },
		{ TCP_LABEL_OUT_OF_ORDER, "[TCP Out-Of-Order] " },
		{ TCP_LABEL_SPURIOUS_RETRANSMISSION, "[TCP Spurious Retransmission] " },
		{ TCP_LABEL_FAST_RETRANSMISSION, "[TCP Fast Retransmission] " },
		{ TCP_LABEL_RETRANSMISSION, "[TCP Retransmission] " },
		{ TCP_LABEL_PORT_REUSED, "[TCP Port numbers reused] " },
	};
	for (size_t i = 0; i < ARRAY_COUNT(labels); i++) {
		if (!(analysis->labels & labels[i].label))
			continue;
		if (labels[i].text)
			text_append(out, labels[i].text);
		else
			text_append_format(out, "[TCP Dup ACK %llu#%u] ",
				(unsigned long long)analysis->related_frame,
				analysis->dup_ack_number);
	}
}

static void append_sack(struct text *out, struct cursor option, uint32_t base)
{
	while (cursor_remaining(&option) >= 8) {
		uint32_t left = cursor_u32(&option);
		uint32_t right = cursor_u32(&option);
		append_pair(out, " SLE=", left - base);
		append_pair(out, " SRE=", right - base);
	}
}

/* Appends a Fast Open cookie, or the request for one (RFC 7413). */
static void append_fast_open(struct text *out, const struct cursor *option)
{
	text_append(out, cursor_remaining(option) ? " TFO=C" : " TFO=R");
}

static uint32_t take_u24(struct cursor *cursor)
{
	uint32_t high = cursor_u8(cursor);
	return high << 16 | cursor_u16(cursor);
}

/*
 * Appends three byte counters, of which the last may be missing; by the order, that of ECT(0) is
 * first or last.
 */
static void append_accurate_ecn(struct text *out, struct cursor option, bool is_order_0)
{
	const char *const names[] = {
		is_order_0 ? " EE0B=" : " EE1B=", " ECEB=", is_order_0 ? " EE1B=" : " EE0B="
	};
	size_t size = cursor_remaining(&option);
	if (!size)
		text_append(out, " AccECN");
	for (size_t i = 0; size % 3 == 0 && i < size / 3 && i < 3; i++)
		append_pair(out, names[i], take_u24(&option));
}

static void append_ack_rate(struct text *out, struct cursor option)
{
	if (cursor_remaining(&option) == 1)
		append_pair(out, " TARR=", cursor_u8(&option) >> 1);
	else if (!cursor_remaining(&option))
		text_append(out, " TARR");
}

static void append_experiment(struct text *out, struct cursor option)
{
	if (cursor_remaining(&option) < 2)
		return;
	uint16_t experiment = cursor_u16(&option);
	switch (experiment) {
	case EXPERIMENT_FAST_OPEN:
		append_fast_open(out, &option);
		break;
	case EXPERIMENT_ACCURATE_ECN_0:
	case EXPERIMENT_ACCURATE_ECN_1:
		append_accurate_ecn(out, option, experiment == EXPERIMENT_ACCURATE_ECN_0);
		break;
	case EXPERIMENT_ACK_RATE:
		append_ack_rate(out, option);
		break;
	default:
		text_append_format(out, " ExID=%X", experiment);
	}
}

static void append_tcp_option(
	struct text *out, uint8_t kind, struct cursor option, uint32_t acknowledgment_base)
{
	uint32_t value;
	size_t size = cursor_remaining(&option);
	if (kind == TCP_OPTION_MSS && size == 2) {
		append_pair(out, " MSS=", cursor_u16(&option));
	} else if (kind == TCP_OPTION_WINDOW_SCALE && size == 1) {
		value = cursor_u8(&option);
		append_pair(out, " WS=",
			(uint64_t)1 << (value > WINDOW_SCALE_MAX ? WINDOW_SCALE_MAX : value));
	} else if (kind == TCP_OPTION_SACK_PERMITTED) {
		text_append(out, " SACK_PERM");
	} else if (kind == TCP_OPTION_SACK) {
		append_sack(out, option, acknowledgment_base);
	} else if (kind == TCP_OPTION_TIMESTAMPS && size == 8) {
		value = cursor_u32(&option);
		append_pair(out, " TSval=", value);
		value = cursor_u32(&option);
		append_pair(out, " TSecr=", value);
	} else if ((kind == TCP_OPTION_ECHO || kind == TCP_OPTION_ECHO_REPLY) && size == 4) {
		append_pair(out, " ECHO=", cursor_u32(&option));
	} else if (kind >= TCP_OPTION_CC && kind <= TCP_OPTION_CC_ECHO && size == 4) {
		append_pair(out, " CC=", cursor_u32(&option));
	} else if (kind == TCP_OPTION_MD5) {
		text_append(out, " MD5");
	} else if (kind == TCP_OPTION_AUTHENTICATION) {
		text_append(out, "TCP AO"); /* without a hyphen, as in Wireshark */
	} else if (kind == TCP_OPTION_USER_TIMEOUT && size == 2) {
		append_pair(out, " USER_TO=", cursor_u16(&option) & USER_TIMEOUT_MASK);
	} else if (kind == TCP_OPTION_FAST_OPEN) {
		append_fast_open(out, &option);
	} else if (kind == TCP_OPTION_ACCURATE_ECN_0 || kind == TCP_OPTION_ACCURATE_ECN_1) {
		append_accurate_ecn(out, option, kind == TCP_OPTION_ACCURATE_ECN_0);
	} else if (kind == TCP_OPTION_EXPERIMENT_1 || kind == TCP_OPTION_EXPERIMENT_2) {
		append_experiment(out, option);
	}
}

/*
 * Appends the options. With `is_cut`, the captured part of the last one is shown as far as
 * Wireshark shows it.
 */
static void append_tcp_options(
	struct text *out, struct cursor options, bool is_cut, uint32_t acknowledgment_base)
{
	while (cursor_remaining(&options)) {
		uint8_t kind = cursor_u8(&options);
		if (kind == TCP_OPTION_END)
			return;
		if (kind == TCP_OPTION_NOP)
			continue;
		uint8_t size = cursor_u8(&options);
		if (!cursor_ok(&options) || size < 2)
			return;
		if (cursor_remaining(&options) < size - 2u) {
			if (is_cut && kind == TCP_OPTION_SACK)
				append_sack(out, options, acknowledgment_base);
			return;
		}
		append_tcp_option(out, kind, cursor_take(&options, size - 2u), acknowledgment_base);
	}
}

/*
 * Appends the flags. Three of them are a counter when both ends agreed to Accurate ECN (RFC 9768).
 */
static void append_flags(
	struct text *out, const struct tcp_header *tcp, bool has_counter, bool has_reserved_bits)
{
	char flags[TCP_FLAGS_TEXT_SIZE];
	const uint16_t counter_flags = TCP_AE | TCP_CWR | TCP_ECE;
	unsigned shown = has_counter ? tcp->flags & (unsigned)~counter_flags : tcp->flags;
	size_t size = tcp_flags_format((uint16_t)shown, ", ", flags, sizeof(flags));
	if (size)
		text_append_size(out, flags, size);
	else if (!has_counter && !has_reserved_bits)
		text_append(out, "<None>");
	if (has_counter)
		text_append_format(out, ", ACE=%d",
			(tcp->flags & TCP_AE ? 4 : 0) + (tcp->flags & TCP_CWR ? 2 : 0) +
				(tcp->flags & TCP_ECE ? 1 : 0));
	/* The bits that RFC 9293 reserves; only scanners set them. */
	if (has_reserved_bits)
		text_append(out, size || has_counter ? ", Reserved" : "Reserved");
}

void tcp_info_append_ports(struct text *out, const struct frame *frame)
{
	text_append_number(out, frame->source_port);
	text_append(out, " → ");
	text_append_number(out, frame->destination_port);
}

void tcp_info_append(
	struct text *out, const struct frame *frame, const struct tcp_analysis *analysis)
{
	const struct tcp_header *tcp = frame_tcp(frame);
	const struct layer *layer = frame_layer(frame, PROTOCOL_TCP);
	struct cursor header = cursor_over(frame->data);
	cursor_skip(&header, layer ? layer->offset : 0);
	header = cursor_take(&header, layer ? layer->header_size : 0);
	struct cursor options = header;
	cursor_skip(&header, TCP_RESERVED_OFFSET);
	unsigned size_and_reserved = cursor_u8(&header);

	tcp_info_append_ports(out, frame);
	text_append(out, " [");
	append_flags(out, tcp, analysis && analysis->has_ecn_counter,
		size_and_reserved & TCP_RESERVED_MASK);
	text_append_char(out, ']');
	append_pair(out, " Seq=", analysis ? analysis->sequence : tcp->sequence);
	if (tcp->flags & TCP_ACK)
		append_pair(
			out, " Ack=", analysis ? analysis->acknowledgment : tcp->acknowledgment);
	append_pair(out, " Win=", analysis ? analysis->window : tcp->window);
	if (tcp->is_bogus) {
		text_append_format(out, ", bogus TCP header length (%u, must be at least %d)",
			(size_and_reserved >> 4) * 4, TCP_HEADER_SIZE);
		return;
	}
	cursor_skip(&options, TCP_HEADER_SIZE);
	if (layer && !cursor_ok(&options)) /* cut before the options */
		return;
	if (tcp->flags & TCP_URG)
		append_pair(out, " Urg=", tcp->urgent_pointer);
	if (!tcp->is_unmeasured)
		append_pair(out, " Len=", tcp->payload_size);
	append_tcp_options(out, options, tcp->is_cut,
		analysis ? tcp->acknowledgment - analysis->acknowledgment : 0);
}
