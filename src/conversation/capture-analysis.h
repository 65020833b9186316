#ifndef CONVERSATION_CAPTURE_ANALYSIS_H
#define CONVERSATION_CAPTURE_ANALYSIS_H

/*
 * What the packets of a capture say about those that follow them: the one place that every packet goes
 * through after its dissection, in capture order, whoever reads the file.
 */

#include "base/arena.h"
#include "conversation/copies.h"
#include "conversation/follow/echo-pairs.h"
#include "conversation/follow/quic-track.h"
#include "conversation/packet-facts.h"

struct capture_analysis {
	struct tcp_table *tcp;
	struct quic_track *quic;
	struct echo_pairs *echoes;
	struct copies *copies; /* NULL: they are not looked for */
};

/* With a summary of each connection, for tcp_table_connection(analysis->tcp). */
void capture_analysis_init(struct capture_analysis *analysis);

/* Without: `end` gets each when it is over, as of tcp_table_new_streaming(). */
void capture_analysis_init_streaming(
	struct capture_analysis *analysis, tcp_connection_function *end, void *user);

/* Sets facts->copy_of, too, which takes a tenth of a scan's time. */
void capture_analysis_find_copies(struct capture_analysis *analysis);

void capture_analysis_finish(struct capture_analysis *analysis);
DEFINE_AUTOFINISH(capture_analysis);

/*
 * Dissects the payload as shown->stream says; with fields, what they may borrow lives as long as
 * they do.
 */
void capture_analysis_dissect_frames(struct frame *frame, struct frame_reading *shown);

/* The same, and what follows from it. */
void capture_analysis_add_frames(struct frame *frame, struct packet_facts *facts);

/*
 * Accounts for a frame, and says what the earlier ones say of it. Facts borrow from the frame, and
 * from the analysis up to the next packet. The payload of a connection that changed its protocol is
 * dissected here, when it is known as what; after that nobody changes the frame. False only at the
 * limit of connections, with a sentence.
 */
static inline bool capture_analysis_add(struct capture_analysis *analysis, struct frame *frame,
	struct packet_facts *ret_facts, struct error *error)
{
	packet_facts_begin(ret_facts, frame);
	if (analysis->copies)
		ret_facts->copy_of = copies_find(analysis->copies, frame);
	if (frame->has_tcp) {
		if (!tcp_table_add(analysis->tcp, frame, ret_facts, error))
			return false;
		if (ret_facts->shown.stream)
			capture_analysis_add_frames(frame, ret_facts);
	}
	if (frame->has_udp)
		quic_track_add(analysis->quic, frame, ret_facts);
	if (frame->has_icmp)
		ret_facts->request_frame = echo_pairs_add(analysis->echoes, frame);
	return !frame->has_quoted_tcp || tcp_table_add_quoted(analysis->tcp, frame, error);
}

#endif
