#ifndef CONVERSATION_REASSEMBLY_H
#define CONVERSATION_REASSEMBLY_H

/*
 * What the two ends of a TCP connection said to each other, out of the segments of a selection: in
 * the order of sequence numbers, what was sent twice once, and what no segment holds as a gap.
 */

#include "conversation/selection.h"

enum stream_part_kind {
	STREAM_PART_DATA,
	STREAM_PART_MISSING, /* no segment of the selection has these bytes */
	STREAM_PART_CUT, /* a segment has them, but the snap length cut them off */
};

struct stream_part {
	enum stream_part_kind kind;
	bool is_from_client;
	bool begins_message; /* an HTTP start line stands at its first byte */
	struct bytes data; /* borrowed from the selection; empty when not STREAM_PART_DATA */
	uint64_t size; /* bytes of the stream */
	uint64_t first_frame, last_frame; /* 0: none */
};

struct stream_content {
	struct stream_part *parts; /* as they were said */
	size_t count;
	uint64_t client_size, server_size; /* with what is missing */
	bool is_whole; /* every packet of the connection is in the selection: what is missing is missing in the file */
};

/*
 * The content of connection `stream`, in `arena`. It depends on the segments, not on the order in
 * which they were captured: a part follows what its sender had acknowledged by then; where that
 * leaves it open, the earlier frame goes first.
 */
struct stream_content stream_reassemble(const struct selection *selection,
	const struct capture_summary *summary, uint32_t stream, struct arena *arena);

/*
 * How many TCP connections the selection has packets of; *ret_busiest is the one with the most data
 * (the first of equals), left alone when there is none.
 */
size_t selection_streams(const struct selection *selection, uint32_t *ret_busiest);

#endif
