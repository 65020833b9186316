/*
 * The tables that remember earlier packets, in the order in which a packet meets them. A table is asked
 * only about packets of its protocol, since most of a large capture's packets are no other's than TCP's.
 */
#include "conversation/capture-analysis.h"

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

void capture_analysis_refine(struct frame *copy, const struct frame *frame, struct arena *arena)
{
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
