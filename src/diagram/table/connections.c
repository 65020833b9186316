/*
 * Draws the table of connections. At the right, a bar for each connection shows its lifetime on one
 * time scale.
 */
#include "diagram/table/connections-layout.h"

#include <string.h>

#include "base/format/timestamp.h"
#include "explain/words.h"

enum { BAR_HEIGHT = 16 };

static bool is_right_aligned(unsigned column)
{
	return column == COLUMN_STREAM ||
		(column >= COLUMN_CLIENT_ISN && column <= COLUMN_DURATION);
}

static void draw_heads(struct connections *connections)
{
	int baseline = CONNECTIONS_CAPTION_HEIGHT + CONNECTIONS_HEAD_HEIGHT - 14;
	const char *words = connections_caption(connections);
	if (svg_text_width(words, SVG_FONT_BOLD, 24) > connections->width)
		words = connections_short_caption(connections);
	svg_text(connections->out, "strong", SVG_ANCHOR_START, 0, 27, 24, words, false);
	for (unsigned column = 0; column < COLUMN_COUNT; column++) {
		int width = connections->column_width[column];
		bool is_right = is_right_aligned(column);
		if (width && connections_head(connections, column)[0])
			svg_text(connections->out, "quiet",
				is_right ? SVG_ANCHOR_END : SVG_ANCHOR_START,
				connections->left[column] + (is_right ? width : 0), baseline,
				connections_head_size(connections),
				connections_head(connections, column), false);
	}
	svg_line(connections->out, "rule", 0, connections->top - 1, connections->width,
		connections->top - 1);
	if (!connections->time_width)
		return;
	autofinish(text) struct text span = { 0 };
	timestamp_append_column(&span, connections->last_ns - connections->first_ns,
		connections->is_in_seconds, text_digit_gap(connections->is_korean));
	text_append_format(&span, " %s", timestamp_column_unit(connections->is_in_seconds));
	if (svg_text_width(text_string(&span), SVG_FONT_MONO, PICTURE_FONT_SIZE_MIN) + 30 <=
		connections->time_width)
		svg_text(connections->out, "quiet mono", SVG_ANCHOR_START, connections->time_left,
			baseline, PICTURE_FONT_SIZE_MIN, "0", false);
	svg_text(connections->out, "quiet mono", SVG_ANCHOR_END,
		connections->time_left + connections->time_width, baseline, PICTURE_FONT_SIZE_MIN,
		text_string(&span), false);
}

/*
 * Draws a bar from the first to the last segment. The mark at its end shows how the connection
 * ended.
 */
static void draw_life(
	struct connections *connections, const struct tcp_connection *connection, int middle)
{
	enum { WIDTH_MIN = 6 };
	int half = connections_scaled(connections, BAR_HEIGHT / 2);
	bool is_backwards = connection->last_ns < connection->first_ns;
	int left = connections_x(
		connections, is_backwards ? connection->last_ns : connection->first_ns);
	int right = connections_x(
		connections, is_backwards ? connection->first_ns : connection->last_ns);
	int edge = connections->time_left + connections->time_width;
	if (right - left < WIDTH_MIN)
		right = left + WIDTH_MIN;
	if (right > edge) {
		left -= right - edge;
		right = edge;
	}
	svg_line(connections->out, "rail", connections->time_left, middle, edge, middle);
	svg_rect(connections->out,
		connection->ending == TCP_ENDING_RESET || connection->ending == TCP_ENDING_REFUSED
			? "life cut-off"
			: "life",
		left, middle - half, right - left, 2 * half, 3);
}

static const char *ending_color(
	const struct tcp_connection *connection, enum packet_coloring coloring)
{
	return connection->ending == TCP_ENDING_FIN
		? packet_color_for(coloring, PACKET_KIND_CLOSE, "syn-fin")
		: packet_color_for(coloring, PACKET_KIND_RESET, "rst");
}

static void draw_ending(struct connections *connections, const struct tcp_connection *connection,
	int middle, int baseline)
{
	const char *words = connections_ending(connections, connection);
	int left = connections->left[COLUMN_ENDING];
	int width = svg_text_width(words, SVG_FONT_BOLD, connections->size) + 20;
	int height = connections->size + 12;
	bool is_open = connection->ending == TCP_ENDING_OPEN;
	if (!connections->is_tall && height > connections->row_height - 6)
		height = connections->row_height - 6;
	text_append_format(connections->out, "<g class=\"rule-%s\">",
		is_open ? "none" : ending_color(connection, connections->options->coloring));
	svg_rect(connections->out, is_open ? "open" : "chip", left + 1, middle - height / 2,
		width - 2, height, 6);
	svg_text(connections->out, is_open ? "strong" : "strong chip-ink", SVG_ANCHOR_MIDDLE,
		left + width / 2, baseline, connections->size, words, false);
	text_append(connections->out, "</g>");
}

static const struct shown_packet *first_shown(
	const struct connections *connections, const struct tcp_connection *connection)
{
	for (size_t i = 0; i < connections->selection->count; i++) {
		const struct shown_packet *packet = connections->selection->packets[i];
		if (packet->facts.has_tcp && packet->facts.tcp.stream == connection->stream)
			return packet;
	}
	return NULL;
}

static const char *row_describe(
	struct connections *connections, const struct tcp_connection *connection)
{
	autofinish(text) struct text text = { 0 };
	for (unsigned column = 0; column < COLUMN_COUNT; column++) {
		const char *name = column != COLUMN_STREAM ? connections_head(connections, column)
			: connections->is_korean           ? "연결"
							   : "stream";
		if (column != COLUMN_SERVER || connections->has_many_servers)
			text_append_format(&text, "%s%s %s", column ? ", " : "", name,
				connections_cell(connections, connection, column));
	}
	return arena_strdup(&connections->arena, text_string(&text));
}

/* Draws the second line of a high row, and a third one where the picture is narrow. */
static void draw_cells(
	struct connections *connections, const struct tcp_connection *connection, int top)
{
	int name = connections_scaled(connections, 20),
	    value = connections_scaled(connections, 50); /* the baselines */
	for (unsigned column = COLUMN_CLIENT_ISN; column <= COLUMN_RECEIVED; column++) {
		int index = (int)column - COLUMN_CLIENT_ISN;
		int left = index % connections->cells_per_line * connections->cell_width;
		int y = top +
			index / connections->cells_per_line *
				connections_scaled(connections, CONNECTIONS_CELLS_HEIGHT);
		svg_text(connections->out, "quiet", SVG_ANCHOR_START, left, y + name,
			connections_head_size(connections), connections_head(connections, column),
			false);
		svg_text(connections->out, "mono", SVG_ANCHOR_START, left, y + value,
			connections->cell_size, connections_cell(connections, connection, column),
			false);
	}
}

/* Returns the words of a cell as they fit into `width` px: a socket keeps its port. */
static const char *fitted_cell(struct connections *connections,
	const struct tcp_connection *connection, unsigned column, int width)
{
	const char *words = connections_cell(connections, connection, column);
	const char *port = strrchr(words, ':');
	return svg_text_shorten_middle(&connections->arena, words, port ? port : "", SVG_FONT_MONO,
		connections->size, width);
}

static void draw_row(struct connections *connections, size_t row)
{
	const struct tcp_connection *connection = connections->items[row];
	const struct shown_packet *packet = first_shown(connections, connection);
	int top = connections->top + (int)row * connections->row_height;
	int lines = connections->is_tall ? 4 / connections->cells_per_line : 0;
	int first = connections->row_height -
		lines * connections_scaled(connections, CONNECTIONS_CELLS_HEIGHT) -
		(lines ? connections_scaled(connections, CONNECTIONS_CELLS_SPACE) : 0);
	int middle = top + first / 2;
	int baseline = middle + connections->size * 36 / 100;
	if (packet)
		picture_open_packet(connections->out, connections->options, packet, "");
	else
		text_append(connections->out, "<g>");
	picture_title(
		connections->out, connections->options, row_describe(connections, connection));
	svg_rect(connections->out, "hit", 0, top + 1, connections->width,
		connections->row_height - 2, 8);
	for (unsigned column = 0; column < COLUMN_ENDING; column++) {
		int width = connections->column_width[column];
		bool is_right = is_right_aligned(column);
		if (!width)
			continue;
		svg_text(connections->out,
			column == COLUMN_STREAM           ? "mono quiet"
				: column == COLUMN_CLIENT ? "mono strong"
							  : "mono",
			is_right ? SVG_ANCHOR_END : SVG_ANCHOR_START,
			connections->left[column] + (is_right ? width : 0), baseline,
			connections->size,
			fitted_cell(connections, connection, column, width),
			false);
	}
	if (connections->time_width)
		draw_life(connections, connection, middle);
	draw_ending(connections, connection, middle, baseline);
	if (connections->is_tall)
		draw_cells(connections, connection, top + first);
	text_append(connections->out, "</g>");
	svg_line(connections->out, "rule", 0, top + connections->row_height - 1, connections->width,
		top + connections->row_height - 1);
	text_append_char(connections->out, '\n');
}

static void draw_rest(struct connections *connections)
{
	size_t rest = connections->count - (connections->row_count - 1);
	int top = connections->top + (int)(connections->row_count - 1) * connections->row_height;
	svg_text(connections->out, "quiet", SVG_ANCHOR_START, connections->left[COLUMN_CLIENT],
		top + connections->row_height / 2 + connections->size * 36 / 100, connections->size,
		arena_printf(&connections->arena,
			connections->is_korean ? "… %s개 더" : "… %s more",
			connections_number(connections, rest)),
		false);
}

void connections_svg(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options)
{
	struct connections connections = {
		.out = out,
		.options = options,
		.selection = selection,
		.summary = summary,
		.is_korean = diagram_is_korean(options->lang),
	};
	connections_find(&connections);
	const char *words = connections_caption(&connections);
	if (!connections.count) {
		picture_open(out, options, "connections", (int)options->width, 60, words);
		svg_text(out, "quiet", SVG_ANCHOR_START, 0, 36, 24, words, false);
	} else {
		connections_lay_out(&connections);
		picture_open(
			out, options, "connections", connections.width, connections.height, words);
		draw_heads(&connections);
		bool has_rest = connections.row_count < connections.count;
		for (size_t row = 0; row < connections.row_count - has_rest; row++)
			draw_row(&connections, row);
		if (has_rest)
			draw_rest(&connections);
	}
	picture_close(out);
	arena_finish(&connections.arena);
}

void connections_colors(struct color_legend *legend, const struct selection *selection,
	const struct capture_summary *summary, enum packet_coloring coloring)
{
	struct connections connections = { .selection = selection, .summary = summary };
	if (coloring == COLORED_BY_KIND)
		return; /* "FIN" and "RST" stand on the plates, below the column's heading */
	connections_find(&connections);
	for (size_t i = 0; i < connections.count; i++)
		if (connections.items[i]->ending != TCP_ENDING_OPEN)
			color_legend_add(legend, ending_color(connections.items[i], coloring));
	arena_finish(&connections.arena);
}

void connections_table(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const char *lang)
{
	struct connections connections = {
		.selection = selection,
		.summary = summary,
		.is_korean = diagram_is_korean(lang),
		.has_many_clients = true,
	};
	const char *heads[COLUMN_COUNT];
	for (unsigned column = 0; column < COLUMN_COUNT; column++)
		heads[column] = column == COLUMN_STREAM
			? (connections.is_korean ? "연결" : "stream")
			: connections_head(&connections, column);
	connections_find(&connections);
	picture_table_open(out, heads, COLUMN_COUNT);
	for (size_t i = 0; i < connections.count; i++) {
		text_append(out, "<tr>");
		for (unsigned column = 0; column < COLUMN_COUNT; column++)
			picture_table_cell(
				out, connections_cell(&connections, connections.items[i], column));
		text_append(out, "</tr>\n");
	}
	picture_table_close(out);
	arena_finish(&connections.arena);
}
