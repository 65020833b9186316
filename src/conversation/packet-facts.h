#ifndef CONVERSATION_PACKET_FACTS_H
#define CONVERSATION_PACKET_FACTS_H

/*
 * What other packets of the capture show about a packet. capture_analysis_add() sets it as a whole
 * for each packet; it is small, since a scan makes millions. The frame stays as the dissectors made
 * it.
 */

#include "base/arena.h"
#include "base/bytes.h"
#include "conversation/connection/tcp-facts.h"

struct packet_facts {
	struct frame_reading shown; /* borrows from the frame and the analysis */
	bool has_tcp;
	struct tcp_analysis tcp; /* all zero unless has_tcp */
	uint64_t copy_of; /* the frame with the first copy of this packet; 0: none */
	uint64_t request_frame; /* the frame of the ping that it answers; 0: none */
};

/* Sets the facts of a packet by its frame alone. */
static inline void packet_facts_begin(struct packet_facts *facts, const struct frame *frame)
{
	frame_read(frame, &facts->shown);
	facts->has_tcp = false;
	bytes_clear(&facts->tcp, sizeof(facts->tcp));
	facts->copy_of = facts->request_frame = 0;
}

static inline struct packet_facts packet_facts_of(const struct frame *frame)
{
	struct packet_facts facts;
	packet_facts_begin(&facts, frame);
	return facts;
}

/* NULL for a packet without a TCP segment. */
static inline const struct tcp_analysis *packet_facts_tcp(const struct packet_facts *facts)
{
	return facts->has_tcp ? &facts->tcp : NULL;
}

/*
 * Returns an edge of a SACK block in the relative sequence numbers of the diagram, as Wireshark has
 * it; as it was sent when the connection or the segment's acknowledgment is unknown.
 */
uint32_t packet_facts_sack_edge(
	const struct packet_facts *facts, const struct frame *frame, uint32_t edge);

/*
 * Makes facts independent of later packets: copies what they borrow from the analysis into `arena`.
 */
void packet_facts_keep(struct packet_facts *facts, struct arena *arena);

/* Copies the description of frames into `arena`. */
const struct stream_frames *stream_frames_keep(
	const struct stream_frames *stream, struct arena *arena);

/*
 * Returns the facts for `frame`, which decodes other bytes in place of the packet's, since some of
 * those are hidden. Captured text is left out. When the packet's payload was dissected as frames,
 * the payload of `frame` is, too; `frame` must not be changed afterwards.
 */
struct packet_facts packet_facts_for_hidden(
	const struct packet_facts *facts, struct frame *frame, struct arena *arena);

#endif
