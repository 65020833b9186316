/*
 * The table of views, one for each name in notes/talk/packets-views.h. A deck adds steps or links
 * to some of them. In a deck, a view of few packets opens each packet; a view of thousands shows
 * only their flow.
 */
#include "diagram/views.h"

#include <string.h>

#include "base/array.h"
#include "diagram/calls/call-timeline.h"
#include "diagram/calls/descriptors.h"
#include "diagram/graph/buffers.h"
#include "diagram/graph/graph.h"
#include "diagram/header/header-map.h"
#include "diagram/ladder/ladder.h"
#include "diagram/segments/segments.h"
#include "diagram/stack/stack.h"
#include "diagram/stream/stream.h"
#include "diagram/table/connections.h"
#include "diagram/table/list.h"
#include "diagram/table/packet.h"
#include "listing/packet-table.h"

enum { FEW = 500, MANY = 5000 };

static void sequence_svg(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options)
{
	const struct ladder_options ladder = {
		.id = options->id,
		.lang = options->lang,
		.title = options->title,
		.width = options->width,
		.height = options->height,
		.calls = options->calls,
		.coloring = options->coloring,
		.legend = options->legend,
		.is_standalone = options->is_standalone,
		.is_unnamed = options->is_unnamed,
	};
	ladder_svg(out, selection, summary, &ladder);
}

static void sequence_colors(struct color_legend *legend, const struct selection *selection,
	const struct capture_summary *summary, enum packet_coloring coloring)
{
	(void)summary;
	ladder_colors(legend, selection, NULL, 0, coloring);
}

static void all_colors(struct color_legend *legend, const struct selection *selection,
	const struct capture_summary *summary, enum packet_coloring coloring)
{
	(void)summary;
	color_legend_add_packets(legend, coloring, selection);
}

static void packet_html(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options)
{
	const struct header_map_options header = {
		.id = options->id,
		.lang = options->lang,
		.summary = summary,
		.protocol = PROTOCOL_NONE,
		.fields = options->fields,
		.height = options->height,
	};
	header_map_html(out, selection->packets[0], &header);
}

static void list_html(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options)
{
	packet_table_html(out, selection, summary, options->lang);
}

const struct picture_view picture_view_sequence = {
	.name = "sequence",
	.packets_max = FEW,
	.has_steps = true,
	.svg = sequence_svg,
	.colors = sequence_colors,
	.table = packet_table_html,
};

const struct picture_view picture_view_packet = {
	.name = "packet",
	.packets_max = 1,
	.svg = packet_svg,
	.html = packet_html,
	.table = packet_table_html,
};

const struct picture_view picture_view_stack = {
	.name = "stack",
	.packets_max = 1,
	.svg = stack_svg,
	.colors = all_colors,
	.table = stack_table,
};

const struct picture_view picture_view_list = {
	.name = "list",
	.packets_max = FEW,
	.svg = list_svg,
	.html = list_html,
	.table = packet_table_html,
};

const struct picture_view picture_view_segments = {
	.name = "segments",
	.packets_max = MANY,
	.svg = segments_svg,
	.colors = segments_colors,
	.table = segments_table,
};

const struct picture_view picture_view_stream = {
	.name = "stream",
	.packets_max = MANY,
	.is_of_one_stream = true,
	.svg = stream_svg,
	.html = stream_html,
	.table = packet_table_html,
};

const struct picture_view picture_view_connections = {
	.name = "connections",
	.packets_max = MANY,
	.svg = connections_svg,
	.colors = connections_colors,
	.table = connections_table,
};

const struct picture_view picture_view_graph = {
	.name = "graph",
	.packets_max = MANY,
	.is_of_one_stream = true,
	.svg = graph_svg,
	.table = packet_table_html,
};

const struct picture_view picture_view_calls = {
	.name = "calls",
	.packets_max = FEW,
	.is_of_one_stream = true,
	.needs_calls = true,
	.colors = all_colors,
	.svg = call_timeline_svg,
	.table = packet_table_html,
};

const struct picture_view picture_view_buffers = {
	.name = "buffers",
	.packets_max = MANY,
	.is_of_one_stream = true,
	.needs_calls = true,
	.svg = buffers_svg,
	.table = buffers_table,
};

const struct picture_view picture_view_descriptors = {
	.name = "descriptors",
	.packets_max = 1,
	.needs_calls = true,
	.svg = descriptors_svg,
	.table = descriptors_table,
};

static const struct picture_view *const views[] = {
	&picture_view_sequence,
	&picture_view_packet,
	&picture_view_stack,
	&picture_view_list,
	&picture_view_segments,
	&picture_view_stream,
	&picture_view_connections,
	&picture_view_graph,
	&picture_view_calls,
	&picture_view_buffers,
	&picture_view_descriptors,
};

const struct picture_view *picture_view_at(unsigned index)
{
	return index < ARRAY_COUNT(views) ? views[index] : NULL;
}

const struct picture_view *picture_view_find(const char *name)
{
	const struct picture_view *view;
	for (unsigned i = 0; (view = picture_view_at(i)); i++)
		if (strcmp(view->name, name) == 0)
			return view;
	return NULL;
}

bool picture_view_can_draw(const struct picture_view *view, const struct selection *selection,
	const struct capture_summary *summary)
{
	return selection->match_count <= view->packets_max ||
		(view->svg == connections_svg && selection->match_count == summary->packet_count);
}

void picture_view_names_append(struct text *out)
{
	const struct picture_view *view;
	const char *separator = "";
	for (unsigned i = 0; (view = picture_view_at(i)); i++) {
		text_append_format(out, "%s%s", separator, view->name);
		separator = ", ";
	}
}
