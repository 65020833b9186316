#ifndef CONVERSATION_SELECTION_H
#define CONVERSATION_SELECTION_H

/*
 * One pass over a capture that answers several questions: which packets each block of a talk shows
 * (kept, with bytes and fields), and what the whole file says (connections, counts). Numbers and
 * analysis always come from the whole file; a request only chooses what is kept.
 */

#include "base/arena.h"
#include "conversation/capture-notes.h"
#include "conversation/color-rules.h"
#include "conversation/left-out.h"
#include "conversation/oddities.h"
#include "conversation/redact/scrub.h"
#include "conversation/tcp/tcp-analysis.h"

struct shown_packet {
	struct frame frame; /* with bytes and fields owned by the arena */
	bool has_tcp_analysis;
	struct tcp_analysis tcp; /* a copy of another packet has no labels: they would not be true */
	struct packet_oddities oddities;
	const struct color_rule *rule;
	struct field_list fields;
	const char *comment; /* that the capture has of it; "" when there is none */
	/* Its decode before it was scrubbed, for what the author calls it; NULL when that is the same. */
	const struct frame *original;
};

struct frame_range {
	uint64_t first, last; /* inclusive */
};

struct selection_request {
	const char *filter; /* libpcap's, NULL for all */
	const struct frame_range *ranges; /* none: all */
	size_t range_count;
	int64_t stream; /* -1: all */
	const char *interface; /* the number or the name of one; NULL: all */
	size_t limit; /* more matches than this are counted, not kept; 0: no limit */
	bool once; /* of a packet that was captured several times only the first that matches */
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

/* "1-3,8,10-" → ranges in the arena; a sentence when it is none ("-" at the end: to the last frame). */
bool frame_ranges_parse(const char *text, struct arena *arena, struct frame_range **ret_ranges,
	size_t *ret_count, struct error *error);

#endif
