/*
 * The tables that remember earlier packets, in the order in which a packet meets them. A table is asked
 * only about packets of its protocol, since most of a large capture's packets are no other's than TCP's.
 */
#include "conversation/capture-analysis.h"

#include "dissect/http/stream-frames.h"

void capture_analysis_init(struct capture_analysis *analysis)
{
	*analysis = (struct capture_analysis){
		.tcp = tcp_table_new(),
		.quic = quic_track_new(),
		.echoes = echo_pairs_new(),
	};
}

void capture_analysis_init_streaming(
	struct capture_analysis *analysis, tcp_connection_function *end, void *user)
{
	*analysis = (struct capture_analysis){
		.tcp = tcp_table_new_streaming(end, user),
		.quic = quic_track_new(),
		.echoes = echo_pairs_new(),
	};
}

void capture_analysis_find_copies(struct capture_analysis *analysis)
{
	analysis->copies = copies_new();
}

void capture_analysis_finish(struct capture_analysis *analysis)
{
	tcp_table_free(analysis->tcp);
	quic_track_free(analysis->quic);
	echo_pairs_free(analysis->echoes);
	copies_free(analysis->copies);
	*analysis = (struct capture_analysis){ 0 };
}

static struct hpack_field *copy_fields(const struct stream_item *item, struct arena *arena)
{
	struct hpack_field *fields =
		arena_copy(arena, item->fields, item->field_count, sizeof(*fields));
	for (size_t i = 0; i < item->field_count; i++) {
		fields[i].name = arena_bytes(arena, fields[i].name);
		fields[i].value = arena_bytes(arena, fields[i].value);
	}
	return fields;
}

static void copy_words(struct stream_item *item, struct arena *arena)
{
	if (item->field_count)
		item->fields = copy_fields(item, arena);
	item->words.method = arena_bytes(arena, item->words.method);
	item->words.path = arena_bytes(arena, item->words.path);
	item->words.status = arena_bytes(arena, item->words.status);
}

/* The same frames as in the first decode; without an arena, what was compressed or masked is not told. */
static void refine_stream(struct frame *copy, const struct frame *frame, struct arena *arena)
{
	copy->stream_protocol = frame->stream_protocol;
	copy->stream = (struct stream_frames){
		.offset = frame->stream.offset,
		.hides_payload = !arena,
	};
	if (arena && frame->stream.item_count) {
		struct stream_item *items = arena_copy(
			arena, frame->stream.items, frame->stream.item_count, sizeof(*items));
		for (size_t i = 0; i < frame->stream.item_count; i++)
			copy_words(&items[i], arena);
		copy->stream.items = items;
		copy->stream.item_count = frame->stream.item_count;
	}
	stream_frames_dissect(copy);
}

void capture_analysis_refine(struct frame *copy, const struct frame *frame, struct arena *arena)
{
	if (frame->stream_protocol)
		refine_stream(copy, frame, arena);
	http_message_set_kind(&copy->http, frame->http.kind);
	copy->protocol = frame->protocol;
	copy->copy_of = frame->copy_of;
	copy->is_payload_cut = frame->is_payload_cut;
	copy->status = frame->status;
	copy->status_offset = frame->status_offset;
	copy->status_text = frame->status_text;
	copy->dns.is_present = frame->dns.is_present;
	if (frame->has_icmp)
		copy->icmp.request_frame = frame->icmp.request_frame;
	if (frame->protocol == PROTOCOL_QUIC) {
		copy->quic = frame->quic;
		copy->tls = frame->tls;
	}
	if (frame->protocol != PROTOCOL_TLS)
		return;
	struct bytes nothing = { 0 };
	copy->tls = frame->tls;
	copy->tls.server_name = arena ? arena_bytes(arena, frame->tls.server_name) : nothing;
	copy->tls.application_protocol =
		arena ? arena_bytes(arena, frame->tls.application_protocol) : nothing;
	copy->protocol_text = frame->protocol_text;
	copy->protocol_text_for = frame->protocol_text_for;
}
