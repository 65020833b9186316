/* Roles are told of TCP connections, whose client is known. */
#include "diagram/header/packet-origin.h"

#include <inttypes.h>

#include "base/timestamp.h"
#include "explain/words.h"
#include "listing/info/packet-info.h"

static void append_end(struct text *out, const struct shown_packet *packet, bool is_source,
	const struct capture_names *names, bool is_korean)
{
	const struct frame *frame = &packet->frame;
	const struct endpoint end =
		is_source ? endpoint_source(frame) : endpoint_destination(frame);
	if (packet->facts.has_tcp) {
		bool is_client = packet->facts.tcp.is_from_client == is_source;
		text_append(out,
			diagram_word(
				is_client ? DIAGRAM_WORD_CLIENT : DIAGRAM_WORD_SERVER, is_korean));
		text_append_char(out, ' ');
	}
	endpoint_append_named(out, &end, frame->has_ports, names);
}

void packet_origin_append(struct text *out, const struct shown_packet *packet,
	const struct capture_names *names, int64_t start_ns, bool is_korean)
{
	static const struct capture_names none;
	const struct frame *frame = &packet->frame;
	text_append_format(out, "#%" PRIu64 " ", frame->number);
	packet_label_append(out, frame, &packet->facts);
	if (frame->source.family && frame->destination.family) {
		text_append(out, " · ");
		append_end(out, packet, true, names ? names : &none, is_korean);
		text_append(out, " → ");
		append_end(out, packet, false, names ? names : &none, is_korean);
	}
	text_append(out, " · ");
	timestamp_append_duration(out, frame->time_ns - start_ns, text_digit_gap(is_korean));
}
