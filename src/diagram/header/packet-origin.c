/*
 * Names client and server only in TCP connections whose SYN was captured, and not where an author's
 * name says who that is.
 */
#include "diagram/header/packet-origin.h"

#include <inttypes.h>

#include "base/format/timestamp.h"
#include "conversation/names/endpoint-names.h"
#include "explain/words.h"
#include "listing/info/arrow-label.h"

static void append_end(struct text *out, const struct shown_packet *packet, bool is_source,
	const struct capture_summary *summary, bool is_korean)
{
	const struct frame *frame = &packet->frame;
	const struct endpoint end =
		is_source ? endpoint_source(frame) : endpoint_destination(frame);
	static const struct capture_names none;
	const struct capture_names *names = summary ? &summary->names : &none;
	if (packet->facts.has_tcp && summary && !endpoint_is_named(names, &end) &&
		capture_shows_roles(summary, packet->facts.tcp.stream)) {
		bool is_client = packet->facts.tcp.is_from_client == is_source;
		text_append(out,
			diagram_word(
				is_client ? DIAGRAM_WORD_CLIENT : DIAGRAM_WORD_SERVER, is_korean));
		text_append_char(out, ' ');
	}
	endpoint_append_named(out, &end, frame->has_ports, names);
}

void packet_origin_append(struct text *out, const struct shown_packet *packet,
	const struct capture_summary *summary, bool is_korean)
{
	int64_t start_ns = summary ? summary->first_ns : packet->frame.time_ns;
	const struct frame *frame = &packet->frame;
	text_append_format(out, "#%" PRIu64 " ", frame->number);
	arrow_label_append(out, frame, &packet->facts);
	if (frame->source.family && frame->destination.family) {
		text_append(out, " · ");
		append_end(out, packet, true, summary, is_korean);
		text_append(out, " → ");
		append_end(out, packet, false, summary, is_korean);
	}
	text_append(out, " · ");
	timestamp_append_duration(out, frame->time_ns - start_ns, text_digit_gap(is_korean));
}
