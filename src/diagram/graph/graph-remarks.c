/*
 * Packets that an author remarks on. The ring of a segment is around its stroke. The ring of a
 * packet of the receiver is on the line of acknowledgments, at the packet's time. The number is in
 * a disc beside the ring, where it covers as little as possible.
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

static void find_numbers(struct grapher *grapher, struct graph_remark *remark)
{
	const struct tcp_header *tcp = frame_tcp(&remark->packet->frame);
	bool acknowledges = (tcp->flags & TCP_ACK) && !(tcp->flags & TCP_RST);
	if (grapher_is_data(grapher, remark->packet)) {
		remark->first = grapher_number(grapher, packet_data_number(remark->packet));
		remark->last = remark->first + tcp->payload_size;
		return;
	}
	remark->first = acknowledges
		? grapher_number(grapher, remark->packet->facts.tcp.acknowledgment)
		: acknowledged_at(grapher, remark->time_ns);
	remark->last = remark->first;
}

void graph_remarks_find(
	struct grapher *grapher, const struct picture_point *points, size_t point_count)
{
	struct graph *graph = grapher->graph;
	graph->remarks =
		arena_alloc_array(grapher->arena, point_count + 1, sizeof(*graph->remarks));
	for (size_t i = 0; i < point_count; i++) {
		const struct shown_packet *packet = grapher->selection->packets[points[i].packet];
		if (!grapher_has(grapher, packet))
			continue;
		struct graph_remark *remark = &graph->remarks[graph->remark_count++];
		*remark = (struct graph_remark){
			.packet = packet,
			.number = points[i].number,
			.time_ns = grapher_time(grapher, packet),
		};
		find_numbers(grapher, remark);
	}
}

static bool is_over_disc(const struct graph *graph, size_t count, int x, int y)
{
	for (size_t i = 0; i < count; i++) {
		if (abs(graph->remarks[i].disc_x - x) < 2 * GRAPH_DISC + 2 &&
			abs(graph->remarks[i].disc_y - y) < 2 * GRAPH_DISC + 2)
			return true;
	}
	return false;
}

/* Whether a disc at (x, y) would cover a ring of any remark. */
static bool is_over_ring(const struct graph *graph, int x, int y)
{
	for (size_t i = 0; i < graph->remark_count; i++) {
		const struct graph_remark *remark = &graph->remarks[i];
		if (abs(remark->x - x) < GRAPH_DISC + GRAPH_RING &&
			y > remark->top - GRAPH_RING - GRAPH_DISC &&
			y < remark->bottom + GRAPH_RING + GRAPH_DISC)
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
		/* x: -1 left, 0 middle, 1 right; y: -1 above the ring, 0 middle, 1 below it */
		int x, y;
	} ways[] = { { 1, -1 }, { -1, -1 }, { 1, 1 }, { -1, 1 }, { 0, -1 }, { 0, 1 }, { 1, 0 },
		{ -1, 0 } };
	struct graph_remark *remark = &graph->remarks[index];
	int best = 4;
	for (int turn = 0; turn < TURNS && best; turn++) {
		int away = AWAY + turn * 2 * GRAPH_DISC;
		for (unsigned i = 0; i < ARRAY_COUNT(ways) && best; i++) {
			int x = remark->x + ways[i].x * away;
			int y = ways[i].y < 0 ? remark->top - away
				: ways[i].y   ? remark->bottom + away
					      : (remark->top + remark->bottom) / 2;
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
			remark->disc_x = x;
			remark->disc_y = y;
		}
	}
}

void graph_remarks_place(struct graph *graph)
{
	for (size_t i = 0; i < graph->remark_count; i++) {
		struct graph_remark *remark = &graph->remarks[i];
		remark->x = axis_place(&graph->time, remark->time_ns);
		remark->bottom = axis_place(&graph->sequence, remark->first);
		remark->top = axis_place(&graph->sequence, remark->last);
		remark->disc_x = remark->x;
		remark->disc_y = remark->bottom;
	}
	for (size_t i = 0; i < graph->remark_count; i++)
		place_disc(graph, i);
}
