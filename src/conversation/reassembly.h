#ifndef CONVERSATION_REASSEMBLY_H
#define CONVERSATION_REASSEMBLY_H

/*
 * Reassembles what both ends of a TCP connection sent, from the segments of a selection: in the
 * order of sequence numbers, without repetitions, and with gaps where no segment has the bytes.
 */

#include "conversation/selection.h"

enum stream_part_kind {
	STREAM_PART_DATA,
	STREAM_PART_MISSING, /* no segment of the selection has these bytes */
	STREAM_PART_CUT, /* a segment had them, but the snap length cut them off */
};

struct stream_part {
	enum stream_part_kind kind;
	bool is_from_client;
	bool begins_message; /* an HTTP start line is at its first byte */
	struct bytes data; /* borrowed from the selection; empty when not STREAM_PART_DATA */
	uint64_t size; /* bytes of the stream */
	uint64_t first_frame, last_frame; /* 0: unknown */
};

struct stream_content {
	struct stream_part *parts; /* in the order of the conversation */
	size_t count;
	uint64_t client_size, server_size; /* including gaps */
	/* the selection has all packets of the connection: gaps are gaps of the file */
	bool is_whole;
};

/*
 * Reassembles connection `stream` in `arena`. The order depends on the segments, not on when they
 * were captured: a part follows what its sender had acknowledged by then. Where that leaves the
 * order open, the earlier frame is first.
 */
struct stream_content stream_reassemble(const struct selection *selection,
	const struct capture_summary *summary, uint32_t stream, struct arena *arena);

/*
 * Counts the TCP connections with packets in the selection. *ret_busiest is the one with the most
 * data (the first of several); unchanged when there is none.
 */
size_t selection_streams(const struct selection *selection, uint32_t *ret_busiest);

#endif
