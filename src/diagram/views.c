/*
 * The table of views. A deck draws some of them with more (steps, HTML that links fields and bytes);
 * what is here is the picture alone. A view of few packets opens each of them in a deck; one of
 * thousands is a picture of their flow.
 */
#include "diagram/views.h"

#include <string.h>

#include "base/array.h"
#include "diagram/graph/graph.h"
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
		.is_standalone = options->is_standalone,
		.is_unnamed = options->is_unnamed,
	};
	ladder_svg(out, selection, summary, &ladder);
}

static const struct picture_view views[] = {
	{ "sequence", FEW, false, sequence_svg, packet_table_html },
	{ "packet", 1, false, packet_svg, packet_table_html },
	{ "stack", 1, false, stack_svg, stack_table },
	{ "list", FEW, false, list_svg, packet_table_html },
	{ "segments", MANY, false, segments_svg, segments_table },
	{ "stream", MANY, true, stream_svg, packet_table_html },
	{ "connections", MANY, false, connections_svg, connections_table },
	{ "graph", MANY, true, graph_svg, packet_table_html },
};

const struct picture_view *picture_view_at(unsigned index)
{
	return index < ARRAY_COUNT(views) ? &views[index] : NULL;
}

const struct picture_view *picture_view_find(const char *name)
{
	const struct picture_view *view;
	for (unsigned i = 0; (view = picture_view_at(i)); i++)
		if (strcmp(view->name, name) == 0)
			return view;
	return NULL;
}

bool picture_view_skips_fields(const struct picture_view *view)
{
	return view->svg == sequence_svg;
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
		if (!view->svg)
			continue;
		text_append_format(out, "%s%s", separator, view->name);
		separator = ", ";
	}
}
