/*
 * Packets that an author remarks on. A segment has its place where its stroke stands; a packet of
 * the receiver where the line of acknowledgments is at its time. The number stands beside the
 * ring, where it covers as little as possible.
 */
#include "diagram/graph/graph-layout.h"

#include <stdlib.h>

#include "base/array.h"

/* The number that was acknowledged last, for a packet that acknowledges nothing itself. */
static int64_t acknowledged_at(const struct grapher *grapher, int64_t time_ns)
{
	const struct graph *graph = grapher->graph;
	int64_t number = grapher->data_count ? grapher->low : 0;
	for (size_t i = 0; i < graph->ack_count && graph->acks[i].time_ns <= time_ns; i++)
		number = graph->acks[i].number;
	return number;
}

static void find_numbers(struct grapher *grapher, struct graph_told *told)
{
	const struct tcp_header *tcp = frame_tcp(&told->packet->frame);
	bool acknowledges = (tcp->flags & TCP_ACK) && !(tcp->flags & TCP_RST);
	if (grapher_is_data(grapher, told->packet)) {
		told->first = grapher_number(grapher, told->packet->facts.tcp.sequence);
		told->last = told->first + tcp->payload_size;
		return;
	}
	told->first = acknowledges ? grapher_number(grapher, told->packet->facts.tcp.acknowledgment)
				   : acknowledged_at(grapher, told->time_ns);
	told->last = told->first;
}

void graph_told_find(
	struct grapher *grapher, const struct picture_point *points, size_t point_count)
{
	struct graph *graph = grapher->graph;
	graph->told = arena_alloc_array(grapher->arena, point_count + 1, sizeof(*graph->told));
	for (size_t i = 0; i < point_count; i++) {
		const struct shown_packet *packet = grapher->selection->packets[points[i].packet];
		if (!grapher_has(grapher, packet))
			continue;
		struct graph_told *told = &graph->told[graph->told_count++];
		*told = (struct graph_told){
			.packet = packet,
			.number = points[i].number,
			.time_ns = grapher_time(grapher, packet),
		};
		find_numbers(grapher, told);
	}
}

static bool is_over_disc(const struct graph *graph, size_t count, int x, int y)
{
	for (size_t i = 0; i < count; i++) {
		if (abs(graph->told[i].disc_x - x) < 2 * GRAPH_DISC + 2 &&
			abs(graph->told[i].disc_y - y) < 2 * GRAPH_DISC + 2)
			return true;
	}
	return false;
}

/* Whether the disc of a ring before this one stands in the way. */
static bool is_over_ring(const struct graph *graph, int x, int y)
{
	for (size_t i = 0; i < graph->told_count; i++) {
		const struct graph_told *told = &graph->told[i];
		if (abs(told->x - x) < GRAPH_DISC + GRAPH_RING &&
			y > told->top - GRAPH_RING - GRAPH_DISC &&
			y < told->bottom + GRAPH_RING + GRAPH_DISC)
			return true;
	}
	return false;
}

static bool is_on_picture(const struct graph *graph, int x, int y)
{
	return x - GRAPH_DISC >= graph->left && x + GRAPH_DISC <= graph->width &&
		y - GRAPH_DISC >= graph->top - GRAPH_RING &&
		y + GRAPH_DISC <= graph->bottom + GRAPH_RING;
}

/*
 * Puts the disc at the nearest place around the ring where nothing is. Where everything is full, it
 * covers a mark, or at last another disc.
 */
static void place_disc(struct graph *graph, size_t index)
{
	enum { AWAY = GRAPH_RING + GRAPH_DISC + 1, TURNS = 4 };
	static const struct {
		int x, y; /* -1, 0, 1; y from the ring's upper end, or with 1 from its lower one */
	} ways[] = { { 1, -1 }, { -1, -1 }, { 1, 1 }, { -1, 1 }, { 0, -1 }, { 0, 1 }, { 1, 0 },
		{ -1, 0 } };
	struct graph_told *told = &graph->told[index];
	int best = 4;
	for (int turn = 0; turn < TURNS && best; turn++) {
		int away = AWAY + turn * 2 * GRAPH_DISC;
		for (unsigned i = 0; i < ARRAY_COUNT(ways) && best; i++) {
			int x = told->x + ways[i].x * away;
			int y = ways[i].y < 0 ? told->top - away
				: ways[i].y   ? told->bottom + away
					      : (told->top + told->bottom) / 2;
			if (!is_on_picture(graph, x, y))
				continue;
			int cost = is_over_disc(graph, index, x, y) ? 3
				: is_over_ring(graph, x, y)
				? 2
				: !graph_box_is_free(graph, x - GRAPH_DISC, y - GRAPH_DISC,
					  2 * GRAPH_DISC, 2 * GRAPH_DISC);
			if (cost >= best)
				continue;
			best = cost;
			told->disc_x = x;
			told->disc_y = y;
		}
	}
}

void graph_told_place(struct graph *graph)
{
	for (size_t i = 0; i < graph->told_count; i++) {
		struct graph_told *told = &graph->told[i];
		told->x = axis_place(&graph->time, told->time_ns);
		told->bottom = axis_place(&graph->sequence, told->first);
		told->top = axis_place(&graph->sequence, told->last);
		told->disc_x = told->x;
		told->disc_y = told->bottom;
	}
	for (size_t i = 0; i < graph->told_count; i++)
		place_disc(graph, i);
}
