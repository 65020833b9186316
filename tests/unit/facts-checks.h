#ifndef TESTS_FACTS_CHECKS_H
#define TESTS_FACTS_CHECKS_H

#include "conversation/packet-facts.h"
#include "conversation/tcp/tcp-analysis.h"
#include "dissect/http/stream-frames.h"

/* Does the same as capture_analysis_add(), but only for connections. */
static inline bool add_segment(struct tcp_table *table, struct frame *frame,
	struct packet_facts *ret_facts, struct error *error)
{
	packet_facts_begin(ret_facts, frame);
	if (!tcp_table_add(table, frame, ret_facts, error))
		return false;
	if (ret_facts->shown.stream) {
		stream_frames_dissect(frame, ret_facts->shown.stream);
		tcp_table_add_frames(frame, ret_facts);
	}
	return true;
}

#endif
