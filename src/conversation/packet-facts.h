#ifndef CONVERSATION_PACKET_FACTS_H
#define CONVERSATION_PACKET_FACTS_H

/*
 * What the other packets of a capture say of a packet. Made whole for each one by
 * capture_analysis_add(), and small, since a scan does so for millions. Its frame stays as the
 * dissectors made it.
 */

#include "base/arena.h"
#include "conversation/tcp/tcp-analysis.h"

struct packet_facts {
	struct frame_reading shown; /* borrows from the frame and the analysis */
	bool has_tcp;
	struct tcp_analysis tcp; /* all zero without has_tcp */
	uint64_t copy_of; /* the frame that has this packet, too; 0: none */
	uint64_t request_frame; /* of the ping that it answers; 0: none */
};

/* Of a packet of which no other says anything. */
static inline void packet_facts_begin(struct packet_facts *facts, const struct frame *frame)
{
	frame_read(frame, &facts->shown);
	facts->has_tcp = false;
	facts->tcp = (struct tcp_analysis){ 0 };
	facts->copy_of = facts->request_frame = 0;
}

static inline struct packet_facts packet_facts_of(const struct frame *frame)
{
	struct packet_facts facts;
	packet_facts_begin(&facts, frame);
	return facts;
}

/* NULL for a packet without a segment. */
static inline const struct tcp_analysis *packet_facts_tcp(const struct packet_facts *facts)
{
	return facts->has_tcp ? &facts->tcp : NULL;
}

/*
 * Makes facts that are to be kept independent of the packets that follow: what they borrow from the
 * analysis is copied into `arena`.
 */
void packet_facts_keep(struct packet_facts *facts, struct arena *arena);

/* A copy of what is told of frames, in `arena`. */
const struct stream_frames *stream_frames_keep(
	const struct stream_frames *stream, struct arena *arena);

/*
 * The facts of a packet for `frame`, the decode of other bytes that stand in its place because some
 * of its own are hidden. They say nothing that the packet said in words. When the payload was
 * dissected as frames, so is that of `frame`, which is not to be changed after that.
 */
struct packet_facts packet_facts_for_hidden(
	const struct packet_facts *facts, struct frame *frame, struct arena *arena);

#endif
