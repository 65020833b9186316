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
 * A segment is a stroke from its first sequence number to its last; what a color says is also said
 * by a dash, a shape or a letter. While the window is 0, a span of the plot is shaded and says so.
 * With socket calls, the congestion window has a strip of its own above the plot.
 */

#include "base/arena.h"
#include "base/text.h"
#include "diagram/graph/axis.h"
#include "diagram/picture.h"

/*
 * Draws one <svg>. The selection must have packets of a connection; with several, the one with the
 * most data is drawn. A graph with `beside` gets the same axes as the other.
 */
void graph_svg(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options);

/*
 * Whether a graph that shows calls has a congestion window: a call of the end that sends was
 * recorded with what its kernel knew. Its table has a row for each such call.
 */
bool graph_has_congestion(const struct selection *selection, const struct capture_summary *summary);
void graph_congestion_table(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const char *lang);

/* Whether the graph of the selection shows this packet of it, as one of its connection. */
bool graph_shows(const struct selection *selection, const struct shown_packet *packet);

enum graph_mark_kind {
	GRAPH_DATA,
	GRAPH_RESENT,
	GRAPH_OUT_OF_ORDER,
	GRAPH_SACK,
	GRAPH_DUP_ACK,
	GRAPH_ZERO_WINDOW,
	GRAPH_SYN_FIN,
	GRAPH_RESET,
	GRAPH_ACK, /* drawn as a line */
	GRAPH_WINDOW, /* drawn as a line */
	GRAPH_CONGESTION, /* drawn as a line in its own strip */
	GRAPH_THRESHOLD, /* … of slow start, beside it */
	GRAPH_MARK_COUNT,
};

struct graph_mark {
	enum graph_mark_kind kind;
	const struct shown_packet *packet;
	int64_t time_ns; /* since the connection began */
	int64_t first, last; /* relative sequence numbers, `last` exclusive */
	int x, top, bottom; /* px; top equals bottom when the mark is not a stroke */
	bool has_letter; /* there is room for a letter right of the stroke */
};

/* A packet that an author remarks on: a ring around it, lines to both axes, and the number. */
struct graph_remark {
	const struct shown_packet *packet;
	unsigned number;
	int64_t time_ns, first, last; /* as of a mark */
	int x, top, bottom; /* px */
	int disc_x, disc_y; /* the middle of the number */
};

/* A span of time in which the receiver's window is 0. */
struct graph_zero_window {
	int64_t from_ns, to_ns;
	bool is_open; /* the capture does not show that it ended */
	bool is_lost; /* it was 0 until to_ns, and packets behind that are left out */
	int left, right; /* px */
	const char *words; /* "" when there is no room for them */
	int words_x, words_y; /* px; the baseline's start */
};

/* A point of a step line: the acknowledged number, or the end of the receive window. */
struct graph_point {
	int64_t time_ns, number;
};

/* The congestion window of the end that sends, as its kernel told it. */
struct graph_congestion_point {
	const struct graph_measure *measure; /* graph-layout.h */
	int64_t time_ns;
	int64_t window, threshold; /* in bytes or segments; a threshold of 0: none */
};

struct graph {
	struct instants instants;
	int width, height;
	int left, right, top, bottom; /* of the plot */
	struct axis time, sequence;
	struct graph_mark *marks;
	size_t mark_count;
	struct graph_point *acks, *windows;
	size_t ack_count, window_count;
	struct graph_remark *remarks;
	size_t remark_count;
	struct graph_zero_window *zero_windows;
	size_t zero_window_count;
	bool has_kind[GRAPH_MARK_COUNT];
	bool is_window_above; /* the window is far above the data: written, not drawn */
	uint32_t window_min; /* bytes */
	struct graph_congestion_point *congestion; /* in the order of time */
	size_t congestion_count;
	bool is_congestion_in_bytes; /* else in segments, whose size was not recorded each time */
	int64_t congestion_max, threshold_max; /* that of the axis, and of all thresholds */
	bool is_threshold_above; /* it is far above the window: written, not drawn */
	struct axis congestion_axis;
	int64_t congestion_end_ns; /* of the last packet */
	int congestion_top; /* px, of its strip */
	bool is_from_client; /* direction of the data */
	uint32_t stream;
	uint64_t size; /* sequence space of the data, in bytes */
	const char *title, *subtitle, *description;
	int legend_bottom;
};

/* The result lives in `arena`, except for the packets. */
struct graph *graph_layout(struct arena *arena, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options);

/* The words for a kind in the legend. */
const char *graph_mark_words(
	struct arena *arena, const struct graph *graph, enum graph_mark_kind kind, bool is_korean);

enum {
	GRAPH_RING = 13, /* px from the mark of a remark to its ring */
	GRAPH_DISC = 14, /* px, the radius of a number's disc */
	GRAPH_CONGESTION_HEIGHT = 66, /* px, of the strip of the congestion window */
};

enum {
	GRAPH_TITLE_SIZE = 22,
	GRAPH_TITLE_BASELINE = 27, /* leaves room for the tall ascent of Hangul glyphs */
	GRAPH_TEXT_SIZE = 18,
	GRAPH_LINE_HEIGHT = 28,
	GRAPH_SAMPLE_GAP = 26, /* space behind a legend entry's sample */
};

/* The width of a legend entry's sample, with the space before the words. */
int graph_sample_width(enum graph_mark_kind kind);

/* The position of a legend entry. The legend wraps to the next line. */
struct graph_legend_place {
	int x, y; /* the left end and the middle of the sample */
};
void graph_legend_place(struct arena *arena, const struct graph *graph, bool is_korean,
	struct graph_legend_place ret_places[GRAPH_MARK_COUNT], int *ret_bottom);

#endif
