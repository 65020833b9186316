/*
 * Copies facts for packets that are kept: facts borrow from the trackers of their connection, which
 * change with the next packet.
 */
#include "conversation/packet-facts.h"

#include "dissect/http/stream-frames.h"
#include "dissect/tls/quic.h"

uint32_t packet_facts_sack_edge(
	const struct packet_facts *facts, const struct frame *frame, uint32_t edge)
{
	const struct tcp_header *tcp = frame_tcp(frame);
	if (!tcp || !facts->has_tcp || !(tcp->flags & TCP_ACK))
		return edge;
	return edge - tcp->acknowledgment + facts->tcp.acknowledgment;
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

const struct stream_frames *stream_frames_keep(
	const struct stream_frames *stream, struct arena *arena)
{
	struct stream_frames *copy = arena_new(arena, struct stream_frames);
	*copy = *stream;
	if (!stream->item_count)
		return copy;
	struct stream_item *items =
		arena_copy(arena, stream->items, stream->item_count, sizeof(*items));
	for (size_t i = 0; i < stream->item_count; i++)
		copy_words(&items[i], arena);
	copy->items = items;
	return copy;
}

static struct tls_message *keep_tls(struct frame_reading *shown, struct arena *arena)
{
	struct tls_message *tls = arena_copy(arena, shown->tls, 1, sizeof(*tls));
	shown->tls = tls;
	if (shown->quic)
		shown->quic = arena_copy(arena, shown->quic, 1, sizeof(*shown->quic));
	return tls;
}

void packet_facts_keep(struct packet_facts *facts, struct arena *arena)
{
	struct frame_reading *shown = &facts->shown;
	if (shown->stream)
		shown->stream = stream_frames_keep(shown->stream, arena);
	if (!shown->tls)
		return;
	struct tls_message *tls = keep_tls(shown, arena);
	tls->server_name = arena_bytes(arena, tls->server_name);
	tls->application_protocol = arena_bytes(arena, tls->application_protocol);
}

/* Keeps where frames begin, but not their content. */
static const struct stream_frames *hide_frames(
	const struct stream_frames *stream, struct arena *arena)
{
	struct stream_frames *hidden = arena_new(arena, struct stream_frames);
	*hidden = (struct stream_frames){
		.protocol = stream->protocol,
		.offset = stream->offset,
		.hides_payload = true,
	};
	return hidden;
}

struct packet_facts packet_facts_for_hidden(
	const struct packet_facts *facts, struct frame *frame, struct arena *arena)
{
	struct packet_facts hidden = *facts;
	struct frame_reading *shown = &hidden.shown;
	if (hidden.has_tcp && !frame_tcp(frame)) { /* the header is hidden */
		hidden.has_tcp = false;
		hidden.tcp = (struct tcp_analysis){ 0 };
		shown->stream = NULL;
	}
	if (shown->stream) {
		shown->stream = hide_frames(shown->stream, arena);
		stream_frames_dissect(frame, shown->stream);
	}
	if (shown->quic && frame_udp(frame) && !frame_layer(frame, PROTOCOL_QUIC))
		quic_short_dissect(frame, shown->quic);
	bool begins_message = shown->http_kind == HTTP_REQUEST || shown->http_kind == HTTP_RESPONSE;
	if (begins_message && !frame_http(frame)) /* the start line is hidden */
		shown->http_kind = HTTP_CONTINUATION;
	shown->is_dns = shown->is_dns && frame_dns(frame);
	if (shown->protocol != PROTOCOL_TLS)
		frame_reading_show_as(shown, frame, shown->protocol);
	if (shown->tls) {
		struct tls_message *tls = keep_tls(shown, arena);
		tls->server_name = tls->application_protocol = (struct bytes){ 0 };
	}
	return hidden;
}
