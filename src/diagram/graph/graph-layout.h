#ifndef DIAGRAM_GRAPH_LAYOUT_H
#define DIAGRAM_GRAPH_LAYOUT_H

/*
 * A graph while it is laid out. Private to graph*.c and buffers*.c, which have axes, remarks and
 * windows in common.
 */

#include "diagram/calls/call-words.h"
#include "diagram/graph/graph.h"

struct grapher {
	struct arena *arena;
	const struct selection *selection;
	struct graph *graph;
	const struct capture_summary *summary;
	const struct capture_names *names;
	bool is_korean;
	bool has_roles; /* the capture shows which end is the client */
	uint32_t stream;
	int64_t start_ns;
	/* Sequence numbers are unwrapped around this one, since they may wrap. */
	bool has_reference;
	uint32_t reference;
	uint32_t raw_reference; /* its raw number */
	int64_t data_first_ns, data_last_ns; /* data and acknowledgments */
	int64_t all_first_ns, all_last_ns;
	int64_t low, high; /* sequence numbers of the data */
	size_t data_count;
};

/*
 * Chooses the connection and the direction of its data, and gathers marks, acknowledgments, windows
 * and remarks, which have no place yet. `graph` must be empty.
 */
struct grapher grapher_start(struct arena *arena, struct graph *graph,
	const struct picture_beside *shown, const struct picture_options *options);

/* Writes title and subtitle: both ends and the size of the data. */
void grapher_name_ends(struct grapher *grapher);

/*
 * Whether the packet belongs to the connection. A packet that was captured twice was sent once, so
 * its copy does not.
 */
bool grapher_has(const struct grapher *grapher, const struct shown_packet *packet);

/* Whether the packet is in the direction of the data. */
bool grapher_is_data(const struct grapher *grapher, const struct shown_packet *packet);

/* Returns a relative number in the data's direction, continued beyond 2^32. */
int64_t grapher_number(struct grapher *grapher, uint32_t relative);

/*
 * Returns the ns since the connection began. The number is limited, since a damaged clock may be
 * centuries off.
 */
int64_t grapher_time(const struct grapher *grapher, const struct shown_packet *packet);

/* ---- socket calls of the connection (graph-calls.c) ---- */

/* The ns since the connection began, limited as grapher_time() is. */
int64_t grapher_since(const struct grapher *grapher, int64_t time_ns);

/* The connection; NULL: there is none. */
const struct tcp_connection *grapher_connection(const struct grapher *grapher);

/* Whether the call, one of the connection, was made by the end that sends the data. */
bool grapher_is_call_of_sender(const struct grapher *grapher, const struct recorded_call *call);

/* ---- what the kernel told (graph-measures.c) ---- */

enum graph_occasion { GRAPH_AT_CALL, GRAPH_DURING_CALL, GRAPH_BEHIND_PACKET };

/* A sample of a socket of the connection. */
struct graph_measure {
	const struct socket_sample *sample;
	enum graph_occasion occasion;
	const struct recorded_call *call; /* or NULL */
	const struct packet_sample *behind; /* or NULL */
	const struct shown_packet *packet; /* the one that it is behind; NULL: it is not shown */
	bool is_of_sender; /* the socket is that of the end that sends the data */
	int64_t time_ns; /* since the connection began */
};

/* Returns all of the connection, in the order of time. */
const struct graph_measure *graph_measures_find(const struct grapher *grapher, size_t *ret_count);

/*
 * When that was: "sendto(5) = 50", "sendto(5) = 50 · during the call", "0.021 ms after packet #12". In the
 * arena.
 */
const char *graph_measure_words(
	const struct call_context *context, const struct graph_measure *measure);

/* ---- the congestion window (graph-congestion.c) ---- */

/* Finds what the kernel told of it, up to the last packet. The packets are gathered. */
void graph_congestion_find(struct grapher *grapher);

/*
 * Makes its axis, as high as that of the graph beside it (or NULL) when both have the same unit;
 * congestion_top is set.
 */
void graph_congestion_place(struct graph *graph, const struct graph *beside);

void graph_draw_congestion(struct text *out, const struct graph *graph,
	const struct call_context *context, const struct picture_options *options);

/* Appends a number with gaps between its digits: "16 144". */
void graph_append_number(struct text *out, int64_t number, bool is_korean);

/* ---- drawing (graph-svg.c) ---- */

void graph_draw_title(struct text *out, struct arena *arena, const struct graph *graph);
void graph_draw_zero_windows(struct text *out, const struct graph *graph);
void graph_draw_zero_window_sample(struct text *out, int x, int y);
void graph_draw_remark(struct text *out, const struct graph *graph,
	const struct graph_remark *remark, const struct picture_options *options);

/* ---- packets that an author remarks on (graph-remarks.c) ---- */

/* Finds time and numbers of the packets. Those of another connection are left out. */
void graph_remarks_find(
	struct grapher *grapher, const struct picture_point *points, size_t point_count);

/* Places rings and numbers; axes and marks have their places. */
void graph_remarks_place(struct graph *graph);

/* ---- a window of 0 (graph-zero-window.c) ---- */

/* Notes the window that a packet of the receiver has. Packets come in the order of time. */
void graph_zero_window_add(struct grapher *grapher, const struct shown_packet *packet);

/* Packets are left out behind the one that was added last: the window there is not known. */
void graph_zero_window_lose(struct grapher *grapher);

/* Places the spans and their words; axes and marks have their places. */
void graph_zero_window_place(struct arena *arena, struct graph *graph, bool is_korean);

/* Whether a box of this size, with this left upper corner, has no mark in it. */
bool graph_box_is_free(const struct graph *graph, int left, int top, int width, int height);

#endif
