#ifndef DIAGRAM_GRAPH_H
#define DIAGRAM_GRAPH_H

/*
 * `show: graph`: the time-sequence graph of the direction of a connection that has more data, as
 * Stevens drew it and tcptrace and Wireshark do: time to the right, relative sequence number up.
 *
 *   server :8080 → client :55466   16 144 bytes · tcp.stream 1
 *   | data   ¦R retransmission   ─ acknowledged   ╌ receive window   S SACK block
 *        ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌
 *   2 000|         ¦R |
 *        |      |  ┌────
 *   1 000|   |  ┌──┘
 *        | | ┌──┘
 *       0 ────┴──────────
 *          0.2   0.4   0.6
 *
 * A segment is a stroke from its first sequence number to its last; what a colour says is also said by
 * a dash, a shape or a letter.
 */

#include "base/arena.h"
#include "base/text.h"
#include "diagram/graph/axis.h"
#include "diagram/picture.h"

/*
 * One <svg>. The selection has packets of one connection; of several, the one with the most data is
 * drawn. One that stands beside another has the same axes.
 */
void graph_svg(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options);

enum graph_mark_kind {
	GRAPH_DATA,
	GRAPH_RESENT,
	GRAPH_OUT_OF_ORDER,
	GRAPH_SACK,
	GRAPH_DUP_ACK,
	GRAPH_ZERO_WINDOW,
	GRAPH_SYN_FIN,
	GRAPH_RESET,
	GRAPH_ACK, /* the line */
	GRAPH_WINDOW, /* the line */
	GRAPH_MARK_COUNT,
};

struct graph_mark {
	enum graph_mark_kind kind;
	const struct shown_packet *packet;
	int64_t time_ns; /* since the connection began */
	int64_t first, last; /* relative sequence numbers, `last` exclusive */
	int x, top, bottom; /* px; equal for what is no stroke */
	bool has_letter; /* there is room for it, right of the stroke */
};

/* A line of steps: what is acknowledged, and what may be sent. */
struct graph_point {
	int64_t time_ns, number;
};

struct graph {
	int width, height;
	int left, right, top, bottom; /* of the plot */
	struct axis time, sequence;
	struct graph_mark *marks;
	size_t mark_count;
	struct graph_point *acks, *windows;
	size_t ack_count, window_count;
	bool has_kind[GRAPH_MARK_COUNT];
	bool is_window_above; /* far beyond the data: named, not drawn */
	uint32_t window_min; /* bytes */
	bool is_from_client; /* the direction of the data */
	uint32_t stream;
	uint64_t size; /* bytes of sequence space that the data covers */
	const char *title, *subtitle, *description;
	int legend_bottom;
};

/* Everything but the packets is in `arena`. */
struct graph *graph_layout(struct arena *arena, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options);

/* What the legend says for a kind, in words. */
const char *graph_mark_words(
	struct arena *arena, const struct graph *graph, enum graph_mark_kind kind, bool is_korean);

enum {
	GRAPH_TITLE_SIZE = 22,
	GRAPH_TITLE_BASELINE = 27, /* faces with Korean letters ascend far */
	GRAPH_TEXT_SIZE = 18,
	GRAPH_LINE_HEIGHT = 28,
	GRAPH_SAMPLE_GAP = 26, /* behind one */
};

/* What the sample of a legend entry takes before its words. */
int graph_sample_width(enum graph_mark_kind kind);

/* Where entry `kind` of the legend stands; the legend goes on in the next line when it must. */
struct graph_legend_place {
	int x, y; /* of the sample's left end and its middle */
};
void graph_legend_place(struct arena *arena, const struct graph *graph, bool is_korean,
	struct graph_legend_place ret_places[GRAPH_MARK_COUNT], int *ret_bottom);

#endif
