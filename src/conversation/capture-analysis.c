/*
 * Passes each packet to the tables that remember earlier packets, in a fixed order. A table gets
 * only packets of its protocol, since most packets of a large capture are TCP.
 */
#include "conversation/capture-analysis.h"

#include "conversation/tcp/tcp-analysis.h"
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

void capture_analysis_dissect_frames(struct frame *frame, struct frame_reading *shown)
{
	if (frame->fields)
		shown->stream = stream_frames_keep(shown->stream, frame->fields->arena);
	stream_frames_dissect(frame, shown->stream);
}

__attribute__((noinline)) void capture_analysis_add_frames(
	struct frame *frame, struct packet_facts *facts)
{
	capture_analysis_dissect_frames(frame, &facts->shown);
	tcp_table_add_frames(frame, facts);
}

__attribute__((noinline)) bool capture_analysis_add_other(struct capture_analysis *analysis,
	struct frame *frame, struct packet_facts *facts, struct error *error)
{
	if (frame_udp(frame))
		quic_track_add(analysis->quic, frame, facts);
	if (frame_icmp(frame))
		facts->request_frame = echo_pairs_add(analysis->echoes, frame);
	return !frame_quoted_segment(frame) || tcp_table_add_quoted(analysis->tcp, frame, error);
}
