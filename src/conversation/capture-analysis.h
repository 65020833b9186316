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
#include "conversation/tcp/tcp-analysis.h"

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

/* Sets frame->copy_of, too, which takes a tenth of a scan's time. */
void capture_analysis_find_copies(struct capture_analysis *analysis);

void capture_analysis_finish(struct capture_analysis *analysis);
DEFINE_AUTOFINISH(capture_analysis);

/*
 * Accounts for a frame, and sets in it what the earlier ones say of it; *ret_tcp is filled for a frame
 * with has_tcp, else left alone. False only at the limit of connections, with a sentence. Inline, since
 * another call costs a scan of millions of packets a hundredth of its time.
 */
static inline bool capture_analysis_add(struct capture_analysis *analysis, struct frame *frame,
	struct tcp_analysis *ret_tcp, struct error *error)
{
	if (analysis->copies)
		frame->copy_of = copies_find(analysis->copies, frame);
	if (frame->has_tcp && !tcp_table_add(analysis->tcp, frame, ret_tcp, error))
		return false;
	if (frame->has_udp)
		quic_track_add(analysis->quic, frame);
	if (frame->has_icmp)
		echo_pairs_add(analysis->echoes, frame);
	return !frame->has_quoted_tcp || tcp_table_add_quoted(analysis->tcp, frame, error);
}

/*
 * Puts what capture_analysis_add() set in `frame` into `copy`, another decode of the same packet;
 * names are copied into `arena`, or left out when it is NULL.
 */
void capture_analysis_refine(struct frame *copy, const struct frame *frame, struct arena *arena);

#endif
