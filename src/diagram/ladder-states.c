/*
 * TCP states (RFC 9293 section 3.3.2) beside the lanes, per connection: a bar for each stretch from
 * one row's arrow to the next, and the name where a state begins. Connections that live at the same
 * time on one lane stand side by side. After packets that the picture leaves out no state is claimed.
 */
#include "diagram/ladder-layout.h"

#include <string.h>

static struct ladder_connection *connection_of(struct layout *layout, uint32_t stream)
{
	for (unsigned i = 0; i < layout->connection_count; i++) {
		if (layout->connections[i].stream == stream)
			return &layout->connections[i];
	}
	return NULL;
}

/*
 * The state of one side after this row's packets. The analysis takes a SYN to be received; whether
 * anybody listened there, only the answer shows.
 */
static enum tcp_state state_after(
	const struct layout *layout, const struct ladder_row *row, unsigned side)
{
	enum { SYN_SEEN = 1, SYN_ACK_SEEN = 2 };
	const struct tcp_analysis *tcp = &row->packet->tcp;
	enum tcp_state state = side == CLIENT ? tcp->client_state : tcp->server_state;
	if (side == CLIENT || state != TCP_STATE_SYN_RECEIVED ||
		tcp->stream >= layout->summary->connection_count)
		return state;
	const struct tcp_connection *connection = &layout->summary->connections[tcp->stream];
	if (connection->ending == TCP_ENDING_REFUSED)
		return TCP_STATE_CLOSED;
	if ((connection->completeness & (SYN_SEEN | SYN_ACK_SEEN)) == SYN_SEEN)
		return TCP_STATE_UNKNOWN;
	return state;
}

static bool state_is_shown(enum tcp_state state)
{
	return state != TCP_STATE_UNKNOWN && state != TCP_STATE_CLOSED;
}

/*
 * Whether packets of this row's connection that are not shown come before its next shown one: then
 * nobody can say from the picture which state it is in.
 */
static bool has_hidden_after(const struct layout *layout, unsigned index)
{
	const struct ladder *ladder = layout->ladder;
	const struct shown_packet *packet = ladder->rows[index].last;
	for (unsigned i = index + 1; i < ladder->row_count; i++) {
		const struct shown_packet *next = ladder->rows[i].packet;
		if (next->has_tcp_analysis && next->tcp.stream == packet->tcp.stream)
			return next->frame.time_ns - packet->frame.time_ns != next->tcp.delta_ns;
	}
	const struct capture_summary *summary = layout->summary;
	return packet->tcp.stream < summary->connection_count &&
		summary->connections[packet->tcp.stream].last_frame > packet->frame.number;
}

static void connections_find(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	layout->connections = arena_alloc_array(
		layout->arena, ladder->row_count + 1, sizeof(*layout->connections));
	for (unsigned i = 0; i < ladder->row_count; i++) {
		const struct ladder_row *row = &ladder->rows[i];
		if (!row->packet->has_tcp_analysis)
			continue;
		const struct tcp_analysis *tcp = &row->packet->tcp;
		struct ladder_connection *connection = connection_of(layout, tcp->stream);
		if (!connection) {
			connection = &layout->connections[layout->connection_count++];
			connection->stream = tcp->stream;
			connection->first_row = i;
			connection->lane[CLIENT] = tcp->is_from_client ? row->from : row->to;
			connection->lane[SERVER] = tcp->is_from_client ? row->to : row->from;
		}
		bool goes_on = !has_hidden_after(layout, i);
		connection->last_row[CLIENT] =
			goes_on && state_is_shown(state_after(layout, row, CLIENT))
			? ladder->row_count
			: i;
		connection->last_row[SERVER] =
			goes_on && state_is_shown(state_after(layout, row, SERVER))
			? ladder->row_count
			: i;
	}
}

/* Connections that live at the same time on one lane stand side by side. */
static void tracks_assign(struct layout *layout, unsigned side)
{
	struct ladder *ladder = layout->ladder;
	for (unsigned i = 0; i < layout->connection_count; i++) {
		struct ladder_connection *connection = &layout->connections[i];
		unsigned track = 0;
		for (unsigned k = 0; k < i && track + 1 < LADDER_TRACKS_MAX; k++) {
			const struct ladder_connection *other = &layout->connections[k];
			if (other->lane[side] == connection->lane[side] &&
				other->last_row[side] >= connection->first_row &&
				other->track[side] >= track)
				track = other->track[side] + 1;
		}
		if (track >= LADDER_TRACKS_MAX)
			track = LADDER_TRACKS_MAX - 1;
		connection->track[side] = track;
		struct ladder_lane *lane = &ladder->lanes[connection->lane[side]];
		if (lane->track_count < track + 1)
			lane->track_count = track + 1;
	}
}

static int states_measure(const struct layout *layout, unsigned side)
{
	unsigned seen = 0;
	int widest = 0;
	for (unsigned i = 0; i < layout->ladder->row_count; i++) {
		const struct ladder_row *row = &layout->ladder->rows[i];
		if (row->packet->has_tcp_analysis)
			seen |= 1U << state_after(layout, row, side);
	}
	for (unsigned state = TCP_STATE_UNKNOWN + 1; seen >> state; state++) {
		int width = svg_text_width(
			tcp_state_name((enum tcp_state)state), SVG_FONT_MONO, LADDER_FONT_SIZE_MIN);
		if ((seen >> state & 1) && widest < width)
			widest = width;
	}
	return widest;
}

void connections_collect(struct layout *layout)
{
	connections_find(layout);
	tracks_assign(layout, CLIENT);
	tracks_assign(layout, SERVER);
	for (unsigned side = CLIENT; side <= SERVER; side++)
		layout->states_width[side] = states_measure(layout, side);
}

int states_width(const struct layout *layout, unsigned side)
{
	return layout->states_width[side];
}

/* The name of a state that this row brought about, outside the lanes. */
static void state_place(
	struct layout *layout, struct ladder_row *row, unsigned side, enum tcp_state state)
{
	if (!layout->shows_state[side] || state == TCP_STATE_UNKNOWN)
		return;
	const struct ladder *ladder = layout->ladder;
	const struct ladder_lane *lane =
		&ladder->lanes[side == CLIENT ? 0 : ladder->lane_count - 1];
	int tracks = lane->track_count ? (int)lane->track_count - 1 : 0;
	struct ladder_text *text = row_text_add(row,
		state == TCP_STATE_ESTABLISHED ? LADDER_TEXT_STATE_ESTABLISHED : LADDER_TEXT_STATE,
		tcp_state_name(state), LADDER_FONT_SIZE_MIN);
	if (side == CLIENT) {
		text->anchor = SVG_ANCHOR_END;
		text_place(text, lane->x - STATE_SPACE - text->width, row->y + 6);
	} else {
		text_place(text, lane->x + STATE_SPACE + tracks * TRACK_SPACE, row->y + 6);
	}
}

static int bar_x(
	const struct layout *layout, const struct ladder_connection *connection, unsigned side)
{
	int offset = (int)connection->track[side] * TRACK_SPACE;
	int x = layout->ladder->lanes[connection->lane[side]].x;
	return side == CLIENT ? x - offset : x + offset;
}

/* Does this row change the state of that side of that connection? */
static bool row_changes(const struct layout *layout, const struct ladder_row *row,
	const struct ladder_connection *connection, unsigned side)
{
	return row->packet->has_tcp_analysis && row->packet->tcp.stream == connection->stream &&
		state_after(layout, row, side) != connection->state[side];
}

static void bar_add(const struct layout *layout, struct ladder_row *row, unsigned index,
	const struct ladder_connection *connection, unsigned side, bool begins)
{
	const struct ladder *ladder = layout->ladder;
	int bottom = ladder->bottom;
	if (index + 1 < ladder->row_count) {
		const struct ladder_row *next = &ladder->rows[index + 1];
		bottom = next->y - (row_changes(layout, next, connection, side) ? BAR_BREAK : 0);
	}
	row->bars[row->bar_count++] = (struct ladder_bar){
		.lane = connection->lane[side],
		.x = bar_x(layout, connection, side),
		.top = row->y + (begins ? BAR_BREAK : 0),
		.bottom = bottom,
		.state = connection->state[side],
	};
}

void row_states_place(struct layout *layout, struct ladder_row *row, unsigned index)
{
	/* Of all connections few are alive at a row. */
	if (!layout->bar_room)
		layout->bar_room = arena_alloc_array(layout->arena,
			2 * (size_t)layout->connection_count + 1, sizeof(*row->bars));
	row->bars = layout->bar_room;
	for (unsigned i = 0; i < layout->connection_count; i++) {
		struct ladder_connection *connection = &layout->connections[i];
		if (connection->first_row > index)
			continue;
		if (row->packet->has_tcp_analysis &&
			row->packet->tcp.stream == connection->stream) {
			connection->latest_row = index;
			connection->is_unknown_since = has_hidden_after(layout, index);
		}
		for (unsigned side = CLIENT; side <= SERVER; side++) {
			bool begins = row_changes(layout, row, connection, side);
			if (begins) {
				connection->state[side] = state_after(layout, row, side);
				state_place(layout, row, side, connection->state[side]);
			}
			bool is_known =
				connection->latest_row == index || !connection->is_unknown_since;
			if (is_known && state_is_shown(connection->state[side]))
				bar_add(layout, row, index, connection, side, begins);
		}
	}
	row->bars = arena_copy(layout->arena, layout->bar_room, row->bar_count, sizeof(*row->bars));
}

static bool was_listening(const struct layout *layout, const struct ladder_row *row)
{
	return state_after(layout, row, SERVER) == TCP_STATE_SYN_RECEIVED &&
		!(row->packet->frame.tcp.flags & TCP_ACK);
}

bool listens_first(const struct layout *layout)
{
	if (!layout->shows_state[SERVER] || layout->connection_count == 0)
		return false;
	const struct ladder_connection *connection = &layout->connections[0];
	return connection->first_row == 0 &&
		connection->lane[SERVER] + 1 == layout->ladder->lane_count &&
		was_listening(layout, &layout->ladder->rows[0]);
}

void listening_place(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	ladder->first_bars = arena_alloc_array(
		layout->arena, ladder->lane_count + 1, sizeof(*ladder->first_bars));
	ladder->first_texts = arena_alloc_array(
		layout->arena, ladder->lane_count + 1, sizeof(*ladder->first_texts));
	for (unsigned lane = 0; lane < ladder->lane_count; lane++) {
		unsigned i = 0;
		while (i < layout->connection_count && layout->connections[i].lane[SERVER] != lane)
			i++;
		if (i == layout->connection_count)
			continue;
		const struct ladder_row *row = &ladder->rows[layout->connections[i].first_row];
		if (!was_listening(layout, row))
			continue;
		const char *name = tcp_state_name(TCP_STATE_LISTEN);
		bool is_named = lane + 1 == ladder->lane_count && layout->shows_state[SERVER];
		unsigned n = ladder->first_count++;
		ladder->first_bars[n] = (struct ladder_bar){
			.lane = lane,
			.x = ladder->lanes[lane].x,
			.top = ladder->head_height,
			.bottom = row->y - BAR_BREAK,
			.state = TCP_STATE_LISTEN,
		};
		ladder->first_texts[n] = (struct ladder_text){
			.kind = LADDER_TEXT_STATE,
			.string = is_named ? name : "",
			.size = LADDER_FONT_SIZE_MIN,
			.width = svg_text_width(name, SVG_FONT_MONO, LADDER_FONT_SIZE_MIN),
			.height = LADDER_FONT_SIZE_MIN + 4,
		};
		text_place(&ladder->first_texts[n], ladder->lanes[lane].x + STATE_SPACE,
			ladder->head_height + LADDER_FONT_SIZE_MIN + 1);
	}
}
