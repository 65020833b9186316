#ifndef CONVERSATION_SELECTION_H
#define CONVERSATION_SELECTION_H

/*
 * One pass over a capture that answers several questions: which packets each block of a talk shows
 * (kept, with bytes and fields), and what the whole file says (connections, counts). Numbers and
 * analysis always come from the whole file; a request only chooses what is kept.
 */

#include "conversation/capture-notes.h"
#include "conversation/left-out.h"
#include "conversation/pass.h"
#include "conversation/redact/scrub.h"

struct selection_request {
	struct packet_choice choice;
	bool skips_fields; /* when all requests do, shown_packet.fields stays empty */
};

struct selection {
	struct shown_packet **packets; /* in capture order; a packet of two selections is shared */
	size_t count;
	/* Before each of them, and after the last: count + 1 elements; NULL: nothing of them is left out. */
	const struct left_out *left_out;
	uint64_t match_count; /* more than count when the limit was reached */
	uint64_t copy_count; /* with `once`: how many were dropped */
};

struct capture_summary {
	uint64_t packet_count;
	int64_t first_ns, last_ns;
	struct capture_names names;
	bool knows_drops; /* the file says how many packets were dropped while it was captured */
	uint64_t dropped;
	const struct tcp_connection *connections; /* by stream number; with states, where shown */
	uint32_t connection_count;
};

/*
 * Reads the capture at `path` once. ret_selections has request_count elements. Everything lives in
 * `arena`. A damaged file is an error that says after which frame.
 */
bool selection_read(const char *path, const struct selection_request *requests,
	size_t request_count, struct arena *arena, struct selection *ret_selections,
	struct capture_summary *ret_summary, struct error *error);

/*
 * The same, but every packet that is kept is scrubbed first, and so are the addresses of connections;
 * filters see what the file says. The file is read twice.
 */
bool selection_read_scrubbed(const char *path, struct scrub *scrub,
	const struct selection_request *requests, size_t request_count, struct arena *arena,
	struct selection *ret_selections, struct capture_summary *ret_summary, struct error *error);

/* Whether that frame is among the packets of a selection. */
bool selection_has_frame(const struct selection *selection, uint64_t number);

#endif
