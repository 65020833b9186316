#ifndef CONVERSATION_SELECTION_H
#define CONVERSATION_SELECTION_H

/*
 * Answers several questions in one pass over a capture: which packets each block of a talk shows
 * (kept, with bytes and fields), and what the whole file contains (connections, counts). Numbers
 * and analysis always come from the whole file; a request only chooses what is kept.
 */

#include "conversation/left-out.h"
#include "conversation/names/capture-notes.h"
#include "conversation/pass.h"
#include "conversation/redact/redact.h"

struct selection_request {
	struct packet_choice choice;
	bool takes_dns_names; /* the summary has names from DNS when any request sets it */
	bool takes_segments; /* the summary has all segments when any request sets it */
};

struct selection {
	struct shown_packet **packets; /* in capture order; several selections may share a packet */
	size_t count;
	/*
	 * What is left out before each packet and after the last: count + 1 elements; NULL:
	 * nothing.
	 */
	const struct left_out *left_out;
	uint64_t match_count; /* exceeds count when the limit was reached */
	uint64_t copy_count; /* copies dropped by `once` */
};

struct recorded_calls;
struct segment_records;

struct capture_summary {
	uint64_t packet_count;
	int64_t first_ns, last_ns;
	struct capture_names names; /* none are given; names from DNS do not count yet */
	bool knows_drops; /* the file has a count of packets dropped during the capture */
	uint64_t dropped;
	/* by stream number; shown connections have states */
	const struct tcp_connection *connections;
	uint32_t connection_count;
	/* The socket calls beside the capture, for who has read them; NULL: none. */
	const struct recorded_calls *calls;
	/* Those of the whole capture, which prove something of the calls; NULL: not taken. */
	const struct segment_records *segments;
};

/*
 * Reads the capture at `path` once. ret_selections has request_count elements. All results are in
 * `arena`. A damaged file is an error that names the last good frame; the results are those of the
 * frames up to it, and summary.packet_count is their number. With other errors it is 0.
 */
bool selection_read(const char *path, const struct selection_request *requests,
	size_t request_count, struct arena *arena, struct selection *ret_selections,
	struct capture_summary *ret_summary, struct error *error);

/*
 * The same, with every kept packet redacted, and the addresses of connections, too. Filters see the
 * original file, which is read twice.
 */
bool selection_read_redacted(const char *path, struct redaction *redaction,
	const struct selection_request *requests, size_t request_count, struct arena *arena,
	struct selection *ret_selections, struct capture_summary *ret_summary, struct error *error);

/*
 * Finds the packet that is frame `number` of the file. Returns false when the selection does not
 * have it. `ret_index` may be NULL.
 */
bool selection_find_frame(const struct selection *selection, uint64_t number, size_t *ret_index);

/*
 * Whether no packet of the selection's conversations is left out right before any of its packets
 * from index `first` to `last`. `last` may be the number of packets: then none is left out after
 * the last one either.
 */
bool selection_is_whole(const struct selection *selection, size_t first, size_t last);

/* Whether the capture shows which end of this TCP stream is the client. */
static inline bool capture_shows_roles(const struct capture_summary *summary, uint32_t stream)
{
	return stream < summary->connection_count &&
		tcp_connection_has_roles(&summary->connections[stream]);
}

#endif
