#ifndef CONVERSATION_CAPTURE_ANALYSIS_H
#define CONVERSATION_CAPTURE_ANALYSIS_H

/*
 * The analysis of a capture: what earlier packets say about a later one. Every packet goes through
 * it after its dissection, in capture order, whoever reads the file.
 */

#include "base/arena.h"
#include "conversation/copies.h"
#include "conversation/follow/echo-pairs.h"
#include "conversation/follow/quic-track.h"
#include "conversation/packet-facts.h"
#include "conversation/tcp/tcp-analysis.h"

struct capture_analysis {
	struct tcp_table *tcp;
	struct quic_track *quic;
	struct echo_pairs *echoes;
	struct copies *copies; /* NULL: copies are not looked for */
};

/* Keeps a summary of each connection, for tcp_table_connection(analysis->tcp). */
void capture_analysis_init(struct capture_analysis *analysis);

/*
 * Keeps no summaries: `end` is called with each connection that is over, as in
 * tcp_table_new_streaming().
 */
void capture_analysis_init_streaming(
	struct capture_analysis *analysis, tcp_connection_function *end, void *user);

/* Also sets facts->copy_of, which takes a tenth of a scan's time. */
void capture_analysis_find_copies(struct capture_analysis *analysis);

void capture_analysis_finish(struct capture_analysis *analysis);
DEFINE_AUTOFINISH(capture_analysis);

/*
 * Dissects the payload as the frames in shown->stream. The bytes that described fields borrow live
 * as long as the fields.
 */
void capture_analysis_dissect_frames(struct frame *frame, struct frame_reading *shown);

/*
 * Parts of capture_analysis_add(), which is inline for the segments that most packets are. Dissects
 * the frames and updates the facts from them.
 */
void capture_analysis_add_frames(struct frame *frame, struct packet_facts *facts);

/* Adds a packet without a TCP header, which may quote one. False as in capture_analysis_add(). */
bool capture_analysis_add_other(struct capture_analysis *analysis, struct frame *frame,
	struct packet_facts *facts, struct error *error);

/*
 * Adds a frame to the analysis and sets *facts. Facts borrow from the frame, and from the analysis
 * until the next packet. When the connection has changed its protocol, or the datagram is one of
 * QUIC that only earlier ones explain, the payload is dissected here; afterwards nobody changes the
 * frame. Returns false, with a message, only at the limit of connections.
 */
static inline bool capture_analysis_add(struct capture_analysis *analysis, struct frame *frame,
	struct packet_facts *ret_facts, struct error *error)
{
	packet_facts_begin(ret_facts, frame);
	if (analysis->copies)
		ret_facts->copy_of = copies_find(analysis->copies, frame);
	if (!frame_tcp(frame))
		return capture_analysis_add_other(analysis, frame, ret_facts, error);
	if (!tcp_table_add(analysis->tcp, frame, ret_facts, error))
		return false;
	if (ret_facts->shown.stream)
		capture_analysis_add_frames(frame, ret_facts);
	return true;
}

#endif
