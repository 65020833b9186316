/*
 * TCP states (RFC 9293 section 3.3.2) beside the lanes, per connection: a bar for each stretch from
 * one row's arrow to the next, and the name where a state begins. The states are those of the whole
 * file. Packets that are not shown change them too, where the lane is torn. Connections that exist
 * at the same time on one lane stand side by side.
 */
#include "diagram/ladder/ladder-layout.h"

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
 * The state of one side of a connection after a frame of the capture, which may be another
 * connection's.
 */
static enum tcp_state state_at(
	const struct layout *layout, uint32_t stream, unsigned side, uint64_t frame)
{
	if (stream >= layout->summary->connection_count)
		return TCP_STATE_UNKNOWN;
	return tcp_history_state(&layout->summary->connections[stream].history[side], frame);
}

static enum tcp_state state_after(const struct layout *layout, unsigned row,
	const struct ladder_connection *connection, unsigned side)
{
	return state_at(
		layout, connection->stream, side, layout->ladder->rows[row].last->frame.number);
}

static enum tcp_state state_before(const struct layout *layout, unsigned row,
	const struct ladder_connection *connection, unsigned side)
{
	return state_at(layout, connection->stream, side,
		layout->ladder->rows[row].packet->frame.number - 1);
}

static bool state_is_shown(enum tcp_state state)
{
	return state != TCP_STATE_UNKNOWN && state != TCP_STATE_CLOSED;
}

/* Whether its lane is shared by sockets of other connections, and shows the states of none. */
static bool is_merged(
	const struct layout *layout, const struct ladder_connection *connection, unsigned side)
{
	return layout->ladder->lanes[connection->lane[side]].is_merged;
}

static void connections_find(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	layout->connections = arena_alloc_array(
		layout->arena, ladder->row_count + 1, sizeof(*layout->connections));
	for (unsigned i = 0; i < ladder->row_count; i++) {
		const struct ladder_row *row = &ladder->rows[i];
		const struct tcp_analysis *tcp = &row->packet->facts.tcp;
		if (!row->packet->facts.has_tcp || connection_of(layout, tcp->stream))
			continue;
		struct ladder_connection *connection =
			&layout->connections[layout->connection_count++];
		connection->stream = tcp->stream;
		connection->first_row = i;
		connection->end_row = ladder->row_count;
		connection->lane[CLIENT] = tcp->is_from_client ? row->from : row->to;
		connection->lane[SERVER] = tcp->is_from_client ? row->to : row->from;
	}
}

/* Ends a connection's states where a later connection of the same two sockets begins. */
static void ends_find(struct layout *layout)
{
	for (unsigned i = 0; i < layout->connection_count; i++) {
		struct ladder_connection *connection = &layout->connections[i];
		for (unsigned k = 0; k < i; k++) {
			struct ladder_connection *other = &layout->connections[k];
			bool is_same_pair = other->lane[CLIENT] == connection->lane[CLIENT] &&
				other->lane[SERVER] == connection->lane[SERVER];
			if (is_same_pair && other->stream < connection->stream &&
				other->end_row > connection->first_row)
				other->end_row = connection->first_row;
		}
	}
}

static void activity_find(struct layout *layout, struct ladder_connection *connection)
{
	for (unsigned side = CLIENT; side <= SERVER; side++) {
		unsigned last = connection->first_row;
		for (unsigned i = last; i < connection->end_row; i++) {
			if (state_is_shown(state_after(layout, i, connection, side)))
				last = i + 1;
		}
		connection->last_row[side] = last;
	}
}

/* Assigns tracks: connections that exist at the same time on one lane stand side by side. */
static void tracks_assign(struct layout *layout, unsigned side)
{
	struct ladder *ladder = layout->ladder;
	for (unsigned i = 0; i < layout->connection_count; i++) {
		struct ladder_connection *connection = &layout->connections[i];
		unsigned track = 0;
		for (unsigned k = 0; k < i && track + 1 < LADDER_TRACKS_MAX; k++) {
			const struct ladder_connection *other = &layout->connections[k];
			if (other->lane[side] == connection->lane[side] &&
				other->last_row[side] > connection->first_row &&
				other->track[side] >= track)
				track = other->track[side] + 1;
		}
		if (track >= LADDER_TRACKS_MAX)
			track = LADDER_TRACKS_MAX - 1;
		connection->track[side] = track;
		struct ladder_lane *lane = &ladder->lanes[connection->lane[side]];
		if (!lane->is_merged && lane->track_count < track + 1)
			lane->track_count = track + 1;
	}
}

/* The words for a state: its name, or a sign when the state is no longer known. */
static const char *state_words(enum tcp_state state)
{
	return state == TCP_STATE_UNKNOWN ? "?" : tcp_state_name(state);
}

static int widest_state(const struct layout *layout, unsigned side)
{
	unsigned seen = 0;
	int widest = 0;
	for (unsigned i = 0; i < layout->ladder->row_count; i++) {
		const struct shown_packet *packet = layout->ladder->rows[i].packet;
		if (!packet->facts.has_tcp)
			continue;
		uint64_t frame = packet->frame.number;
		seen |= 1U << state_at(layout, packet->facts.tcp.stream, side, frame);
		seen |= 1U << state_at(layout, packet->facts.tcp.stream, side, frame - 1);
	}
	for (unsigned state = TCP_STATE_UNKNOWN + 1; seen >> state; state++) {
		int width = svg_text_width(tcp_state_name((enum tcp_state)state), SVG_FONT_MONO,
			layout->size.side_size);
		if ((seen >> state & 1) && widest < width)
			widest = width;
	}
	return widest;
}

void connections_collect(struct layout *layout)
{
	connections_find(layout);
	ends_find(layout);
	for (unsigned i = 0; i < layout->connection_count; i++)
		activity_find(layout, &layout->connections[i]);
	tracks_assign(layout, CLIENT);
	tracks_assign(layout, SERVER);
}

void states_measure(struct layout *layout)
{
	for (unsigned side = CLIENT; side <= SERVER; side++)
		layout->states_width[side] = widest_state(layout, side);
}

int states_width(const struct layout *layout, unsigned side)
{
	return layout->states_width[side];
}

/* Places the name of a state outside the lanes, at the height of an arrow or of a tear. */
static void state_place(const struct layout *layout, struct ladder_text *text, unsigned side,
	enum tcp_state state, int y)
{
	const struct ladder *ladder = layout->ladder;
	const struct ladder_lane *lane =
		&ladder->lanes[side == CLIENT ? 0 : ladder->lane_count - 1];
	int tracks = lane->track_count ? (int)lane->track_count - 1 : 0;
	*text = (struct ladder_text){
		.kind = state == TCP_STATE_ESTABLISHED ? LADDER_TEXT_STATE_ESTABLISHED
						       : LADDER_TEXT_STATE,
		.string = state_words(state),
		.size = layout->size.side_size,
		.height = layout->size.side_size + 4,
	};
	y += text->size / 3;
	text->width = svg_text_width(text->string, SVG_FONT_MONO, text->size);
	if (side == CLIENT) {
		text->anchor = SVG_ANCHOR_END;
		text_place(text, lane->x - STATE_SPACE - text->width, y);
	} else {
		text_place(text, lane->x + STATE_SPACE + tracks * TRACK_SPACE, y);
	}
}

static void row_state_place(
	struct layout *layout, struct ladder_row *row, unsigned side, enum tcp_state state)
{
	if (!layout->shows_state[side])
		return;
	state_place(layout,
		row_text_add(row, LADDER_TEXT_STATE, state_words(state), layout->size.side_size),
		side, state, row->y);
}

static int bar_x(
	const struct layout *layout, const struct ladder_connection *connection, unsigned side)
{
	int offset = (int)connection->track[side] * TRACK_SPACE;
	int x = layout->ladder->lanes[connection->lane[side]].x;
	return side == CLIENT ? x - offset : x + offset;
}

/* Adds a bar: a stretch of a lane in the connection's current state. */
static void bar_add(const struct layout *layout, struct ladder_row *row,
	const struct ladder_connection *connection, unsigned side, int top, int bottom)
{
	if (!state_is_shown(connection->state[side]) || is_merged(layout, connection, side))
		return;
	row->bars[row->bar_count++] = (struct ladder_bar){
		.lane = connection->lane[side],
		.x = bar_x(layout, connection, side),
		.top = top,
		.bottom = bottom,
		.state = connection->state[side],
	};
}

/* ---- a row ---- */

/*
 * The half height of a tear in a connection's bars. They have a gap at a tear in their own lanes,
 * and continue past tears of other lanes.
 */
static int tear_half(
	const struct layout *layout, unsigned index, const struct ladder_connection *connection)
{
	const struct left_out *left_out = row_left_out(layout, index);
	return left_out && tear_is_of(layout, left_out, connection->stream) ? TEAR_HALF : 0;
}

/* The bottom of the stretch from this row's arrow: the next row's arrow, or the tear before it. */
static int stretch_bottom(const struct layout *layout, unsigned index,
	const struct ladder_connection *connection, unsigned side)
{
	const struct ladder *ladder = layout->ladder;
	const struct ladder_tear *tear =
		index + 1 < ladder->row_count ? ladder->rows[index + 1].tear : ladder->last_tear;
	int half = tear_half(layout, index + 1, connection);
	if (tear && (half || index + 1 < ladder->row_count))
		return tear->y - half;
	if (index + 1 == ladder->row_count)
		return ladder->bottom;
	bool changes = index + 1 < connection->end_row &&
		state_after(layout, index + 1, connection, side) != connection->state[side];
	return ladder->rows[index + 1].y - (changes ? BAR_BREAK : 0);
}

/* Adds the bars and names of one connection between a tear and its row. */
static void bars_after_tear(struct layout *layout, unsigned index,
	struct ladder_connection *connection, unsigned named[2])
{
	struct ladder_row *row = &layout->ladder->rows[index];
	bool is_first = connection->first_row == index;
	int half = tear_half(layout, index, connection);
	for (unsigned side = CLIENT; side <= SERVER; side++) {
		enum tcp_state state = state_before(layout, index, connection, side);
		bool begins =
			is_first ? half && state_is_shown(state) : state != connection->state[side];
		connection->state[side] = state;
		if (begins && !is_merged(layout, connection, side) && !named[side]++ &&
			layout->shows_state[side])
			state_place(layout, &row->tear->states[row->tear->state_count++], side,
				state, row->tear->y);
		bool changes = state != state_after(layout, index, connection, side);
		if (!is_first || half)
			bar_add(layout, row, connection, side, row->tear->y + half,
				row->y - (changes ? BAR_BREAK : 0));
	}
}

static void at_row(struct layout *layout, unsigned index, struct ladder_connection *connection)
{
	struct ladder_row *row = &layout->ladder->rows[index];
	for (unsigned side = CLIENT; side <= SERVER; side++) {
		enum tcp_state state = state_after(layout, index, connection, side);
		bool is_closed = connection->first_row == index && state == TCP_STATE_CLOSED;
		bool begins = state != connection->state[side];
		connection->state[side] = state;
		if ((begins || is_closed) && !is_merged(layout, connection, side))
			row_state_place(layout, row, side, state);
		if (!layout->shows_state[side] && !is_merged(layout, connection, side) &&
			row->packet->facts.tcp.stream == connection->stream)
			row->hidden_states[side] = state_words(state);
		bar_add(layout, row, connection, side, row->y + (begins ? BAR_BREAK : 0),
			stretch_bottom(layout, index, connection, side));
	}
}

void row_states_place(struct layout *layout, struct ladder_row *row, unsigned index)
{
	/* The space is shared by all rows, since only few connections are active at each row. */
	if (!layout->bar_scratch)
		layout->bar_scratch = arena_alloc_array(layout->arena,
			4 * (size_t)layout->connection_count + 1, sizeof(*row->bars));
	row->bars = layout->bar_scratch;
	unsigned named[2] = { 0, 0 }; /* counts the names on each side; there is room for one */
	for (unsigned i = 0; i < layout->connection_count; i++) {
		struct ladder_connection *connection = &layout->connections[i];
		if (connection->first_row > index || connection->end_row <= index)
			continue;
		if (connection->first_row == index) {
			for (unsigned side = CLIENT; side <= SERVER; side++)
				connection->state[side] =
					state_before(layout, index, connection, side);
		}
		if (row->tear)
			bars_after_tear(layout, index, connection, named);
		at_row(layout, index, connection);
	}
	row->bars =
		arena_copy(layout->arena, layout->bar_scratch, row->bar_count, sizeof(*row->bars));
}

/* ---- before the first row ---- */

/* Whether the server listened and no packet of the connection is left out before its first row. */
static bool was_listening(const struct layout *layout, const struct ladder_connection *connection)
{
	unsigned row = connection->first_row;
	return state_before(layout, row, connection, SERVER) == TCP_STATE_LISTEN &&
		!tear_half(layout, row, connection);
}

/* The first connection to the server on this lane; NULL: there is none. */
static const struct ladder_connection *first_served(const struct layout *layout, unsigned lane)
{
	for (unsigned i = 0; i < layout->connection_count; i++) {
		if (layout->connections[i].lane[SERVER] == lane)
			return &layout->connections[i];
	}
	return NULL;
}

bool listens_first(const struct layout *layout)
{
	unsigned lane = layout->ladder->lane_count - 1;
	const struct ladder_connection *connection =
		layout->shows_state[SERVER] ? first_served(layout, lane) : NULL;
	return connection && !is_merged(layout, connection, SERVER) &&
		was_listening(layout, connection);
}

void listening_place(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	int size = layout->size.side_size;
	ladder->first_bars = arena_alloc_array(
		layout->arena, ladder->lane_count + 1, sizeof(*ladder->first_bars));
	ladder->first_texts = arena_alloc_array(
		layout->arena, ladder->lane_count + 1, sizeof(*ladder->first_texts));
	for (unsigned lane = 0; lane < ladder->lane_count; lane++) {
		const struct ladder_connection *connection = first_served(layout, lane);
		if (!connection)
			continue;
		const struct ladder_row *row = &ladder->rows[connection->first_row];
		if (!was_listening(layout, connection) || ladder->lanes[lane].is_merged)
			continue;
		bool changes = state_after(layout, connection->first_row, connection, SERVER) !=
			TCP_STATE_LISTEN;
		const char *name = tcp_state_name(TCP_STATE_LISTEN);
		bool is_named = lane + 1 == ladder->lane_count && layout->shows_state[SERVER];
		unsigned n = ladder->first_count++;
		ladder->first_bars[n] = (struct ladder_bar){
			.lane = lane,
			.x = ladder->lanes[lane].x,
			.top = ladder->head_height,
			.bottom = row->y - (changes ? BAR_BREAK : 0),
			.state = TCP_STATE_LISTEN,
		};
		ladder->first_texts[n] = (struct ladder_text){
			.kind = LADDER_TEXT_STATE,
			.string = is_named ? name : "",
			.size = size,
			.width = svg_text_width(name, SVG_FONT_MONO, size),
			.height = size + 4,
		};
		text_place(&ladder->first_texts[n], ladder->lanes[lane].x + STATE_SPACE,
			ladder->head_height + size + 1);
	}
}
