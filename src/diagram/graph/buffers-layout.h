#ifndef DIAGRAM_BUFFERS_LAYOUT_H
#define DIAGRAM_BUFFERS_LAYOUT_H

/* The buffers of a connection while they are laid out. Private to buffers*.c. */

#include "conversation/calls/call-events.h"
#include "diagram/calls/call-words.h"
#include "diagram/graph/buffers.h"
#include "diagram/graph/graph-layout.h"

/*
 * Numbers are relative sequence numbers, as packets have them: that of the first byte is 1, and
 * behind n bytes it is n + 1.
 */
#define BUFFERS_UNKNOWN INT64_MIN

enum buffers_line_kind {
	BUFFERS_WRITTEN, /* by calls that have returned */
	BUFFERS_SENT,
	BUFFERS_ACKNOWLEDGED,
	BUFFERS_READ, /* by calls that have returned */
	BUFFERS_LINE_COUNT,
};

/* A number holds from its point to the next one. */
struct buffers_line {
	struct graph_point *points; /* in the order of time; the number may be BUFFERS_UNKNOWN */
	size_t count;
};

/* A call that hands bytes over, from its begin to its return. */
struct buffers_hold {
	int64_t from_ns, to_ns; /* INT64_MAX: it did not return */
	int64_t low, high; /* numbers */
};

/* A queue that the kernel told. */
struct buffers_sample {
	const struct graph_measure *measure;
	bool is_of_writer; /* its send queue; else the receive queue of the reader */
	bool is_left_out; /* it is in the table, and has no place on the plot */
	int64_t time_ns;
	uint32_t queue, unsent; /* bytes */
	/*
	 * The first byte in the queue, and behind its last. BUFFERS_UNKNOWN: the calls do not tell
	 * where it stands.
	 */
	int64_t low, high;
};

/* What a program did: a call from its begin to its return. */
struct buffers_bar {
	const struct recorded_call *call;
	bool is_of_writer;
	int64_t from_ns, to_ns; /* within the axis */
	bool is_open; /* it ends behind the axis, or did not return */
};

enum buffers_key {
	BUFFERS_KEY_WRITTEN,
	BUFFERS_KEY_SENT,
	BUFFERS_KEY_ACKNOWLEDGED,
	BUFFERS_KEY_READ,
	BUFFERS_KEY_UNSENT,
	BUFFERS_KEY_FLIGHT,
	BUFFERS_KEY_RECEIVED,
	BUFFERS_KEY_SAMPLE,
	BUFFERS_KEY_HOLD,
	BUFFERS_KEY_ZERO_WINDOW,
	BUFFERS_KEY_COUNT,
};

struct buffers {
	struct arena *arena;
	struct grapher grapher;
	struct graph *graph; /* its numbers are on the axis; `acks` and `windows` are lines */
	struct call_context context;
	bool is_korean;
	bool is_writer_server;
	int64_t from_ns, to_ns; /* what is shown, since the connection began */
	struct buffers_line lines[BUFFERS_LINE_COUNT];
	struct buffers_hold *holds;
	size_t hold_count;
	struct buffers_sample *samples; /* in the order of time */
	size_t sample_count;
	struct buffers_bar *bars;
	size_t bar_count;
	bool is_recorded[2]; /* calls of the reader, of the writer */
	bool is_partial[2]; /* packets prove that their calls are not all recorded */
	bool has_key[BUFFERS_KEY_COUNT];
	const char **zero_window_words; /* by the graph's windows of 0; "" where there is no room */
	int lane[2]; /* px, the upper edges of the lanes of reader and writer */
	int legend_bottom;
};

enum {
	BUFFERS_LANE_HEIGHT = 26,
	BUFFERS_NARROW = 700,
};

/* ---- what packets and calls tell (buffers-lines.c) ---- */

/* Finds lines, holds, samples and bars. The grapher has gathered its packets. */
void buffers_find(struct buffers *buffers);

/* The number of points of a line up to a time. */
size_t buffers_count_until(const struct buffers_line *line, int64_t time_ns);

/* The number of a line at a time, or BUFFERS_UNKNOWN. */
int64_t buffers_at(const struct buffers_line *line, int64_t time_ns);

/* A part of a band in which neither edge changes. */
struct buffers_band_part {
	int64_t from_ns, to_ns, low, high;
};

/* Walks over the parts of the band between two lines. */
struct buffers_band {
	const struct buffers *buffers;
	const struct buffers_line *lower, *upper;
	size_t lower_next, upper_next; /* the points that come next */
	int64_t at_ns;
};

struct buffers_band buffers_band_start(const struct buffers *buffers,
	const struct buffers_line *lower, const struct buffers_line *upper);

/* Takes the next part that has a height. Returns false at the end. */
bool buffers_band_next(struct buffers_band *band, struct buffers_band_part *ret_part);

/* The number that holds before a line's point with this index, or BUFFERS_UNKNOWN. */
int64_t buffers_number_before(const struct buffers_line *line, size_t next);

/* Returns the next time after `time_ns` at which the line changes, at most `until_ns`. */
int64_t buffers_next_change(const struct buffers_line *line, int64_t time_ns, int64_t until_ns);

/* ---- layout (buffers.c) ---- */

/* The result lives in `arena`, except for packets and calls. */
struct buffers *buffers_layout(struct arena *arena, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options);

const char *buffers_key_words(enum buffers_key key, bool is_korean);

/* The width of a key's sample, with the space before its words. */
enum { BUFFERS_SAMPLE_WIDTH = 34 };
void buffers_legend_place(const struct buffers *buffers,
	struct graph_legend_place ret_places[BUFFERS_KEY_COUNT], int *ret_bottom);

/* Px of a time that is cut to the axis, and of a number. */
int buffers_x(const struct buffers *buffers, int64_t time_ns);
int buffers_y(const struct buffers *buffers, int64_t number);

struct buffers_box {
	int left, top, right, bottom; /* px */
};
struct buffers_box buffers_box_of(
	const struct buffers *buffers, const struct buffers_band_part *part);

/* Whether a span of time is at least partly shown. */
bool buffers_shows(const struct buffers *buffers, int64_t from_ns, int64_t to_ns);

/* Whether a sample has a place on the plot. */
bool buffers_is_drawn(const struct buffers *buffers, const struct buffers_sample *sample);

/* ---- parts of the drawing (buffers-axes.c, buffers-words.c) ---- */

void buffers_draw_axes(struct text *out, const struct buffers *buffers);

/* Two strokes through the axis of time wherever it is cut. */
void buffers_draw_cuts(struct text *out, const struct buffers *buffers);

/* Draw them last: they avoid everything else. */
void buffers_draw_words(struct text *out, const struct buffers *buffers);

#endif
