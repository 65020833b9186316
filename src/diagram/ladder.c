/*
 * Where everything in a sequence diagram stands: numbers and words only, no markup. From left to
 * right: frame number (when there is room), time, client states, client lanes, the wide gap that
 * carries the labels, server lanes, server states.
 *
 *   |<num>|<time>|<--states-->|  |  |<-------- gap -------->|  |<--states-->|
 *                          lanes of clients            lanes of servers
 *
 * Rows are as high as the stage allows, from ROW_HEIGHT_MAX down to ROW_HEIGHT_MIN; below that the
 * drawing grows. Room is also what decides which words are shown: a label is shortened, details
 * (seq, ack, len) are left out from the least telling on, and everything is in the row's title.
 * What a state means follows RFC 9293 section 3.3.2, as conversation/ derives it.
 */
#include "diagram/ladder.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/timestamp.h"
#include "diagram/words.h"
#include "listing/packet-info.h"

enum {
	ROW_HEIGHT_MIN = 34,
	ROW_HEIGHT_MAX = 116,
	GAP_ROW_HEIGHT = 32,
	HEAD_LINE_HEIGHT = 26,
	HEAD_PADDING = 9,
	LABEL_INSET = 16, /* from a lane to its label */
	LABEL_RISE = 6, /* from a label to its arrow */
	LABEL_SPACE = 12, /* between chip, badge and details */
	LABEL_GAP_MIN = 290, /* the least room for labels … */
	LABEL_GAP_WANTED = 384, /* … and the most that is taken from states for them */
	LANE_SPACE = 14, /* between the heads of neighbours */
	STATE_SPACE = 14, /* from a lane to its state */
	TRACK_SPACE = 10, /* between connections on one lane */
	BAR_BREAK = 6, /* above and below an arrow that changes the state */
	BOTTOM_SPACE = 12,
	PAUSE_RATIO = 10, /* a gap is that many times the median pause … */
	PAUSE_MIN_NS = NS_PER_MS, /* … and at least that long */
	NUMBER_COLUMN_FROM = 900, /* width from which frame numbers are shown */
	HEAD_SIZE = 20,
	HEAD_WORD_SPACE = 7,
	HEAD_INSET = 16,
	PORT_INSET = 12,
};

/* A connection among the rows; lanes by index, states as they run. */
struct ladder_connection {
	uint32_t stream;
	unsigned lane[2]; /* client, server */
	unsigned track[2];
	unsigned first_row, last_row[2]; /* of activity, for the tracks */
	enum tcp_state state[2];
	unsigned latest_row;
	bool is_unknown_since; /* packets that are not shown came after latest_row */
};

enum { CLIENT, SERVER };

/* One of the sizes that labels come in, largest first. */
struct label_size {
	int row_height; /* from which it may be used */
	int chip_size, chip_height, detail_size;
};

static const struct label_size label_sizes[] = {
	{ 92, 26, 39, 22 },
	{ 72, 24, 36, 20 },
	{ 58, 22, 32, 19 },
	{ 50, 20, 29, 18 },
	{ 0, LADDER_FONT_SIZE_MIN, 24, LADDER_FONT_SIZE_MIN },
};

enum { DETAILS_MAX = 4, LABEL_SIZE_COUNT = sizeof(label_sizes) / sizeof(label_sizes[0]) };

/* The words of a row, before it is known which fit. */
struct row_words {
	const char *chip, *badge;
	const char *details[DETAILS_MAX]; /* fullest first */
	unsigned detail_count;
	unsigned wanted_detail; /* one that says enough */
};

struct layout {
	struct arena *arena;
	struct ladder *ladder;
	const struct selection *selection;
	const struct capture_summary *summary;
	const struct ladder_options *options;
	bool is_korean, has_many_addresses;
	struct ladder_connection *connections;
	unsigned connection_count;
	struct row_words *words;
	struct label_size size;
	bool is_in_seconds;
	bool shows_state[2];
	int number_right, time_right; /* edges of the columns at the left */
	int gap_left, gap_right; /* lanes on both sides of the labels */
	unsigned client_lane_count;
	unsigned *head_of_lane; /* index of the plate above it */
};

static const char *text_in(struct arena *arena, struct text *text)
{
	const char *copy = arena_strdup(arena, text_string(text));
	text_clear(text);
	return copy;
}

/* ---- lanes ---- */

struct socket {
	struct address address;
	uint16_t port;
	bool has_port;
};

static bool lane_is(const struct ladder_lane *lane, const struct socket *socket)
{
	return lane->has_port == socket->has_port && lane->port == socket->port &&
		address_equal(&lane->address, &socket->address);
}

static unsigned lane_find(const struct ladder *ladder, const struct socket *socket)
{
	unsigned i = 0;
	while (i < ladder->lane_count && !lane_is(&ladder->lanes[i], socket))
		i++;
	return i;
}

static void lane_add(
	struct ladder *ladder, const struct socket *socket, bool is_server, bool is_tcp)
{
	if (lane_find(ladder, socket) < ladder->lane_count)
		return;
	ladder->lanes[ladder->lane_count++] = (struct ladder_lane){
		.address = socket->address,
		.port = socket->port,
		.has_port = socket->has_port,
		.is_server = is_server,
		.is_tcp = is_tcp,
	};
}

static struct socket socket_of(const struct frame *frame, bool is_source)
{
	return (struct socket){
		.address = is_source ? frame->source : frame->destination,
		.has_port = frame->has_ports,
		.port = !frame->has_ports ? 0
			: is_source       ? frame->source_port
					  : frame->destination_port,
	};
}

/* Who asked: TCP knows; else a well-known port answers, else whoever spoke first asked. */
static bool is_from_client(const struct shown_packet *packet)
{
	const struct frame *frame = &packet->frame;
	if (packet->has_tcp_analysis)
		return packet->tcp.is_from_client;
	if (frame->has_ports && (frame->source_port < 1024) != (frame->destination_port < 1024))
		return frame->destination_port < 1024;
	return true;
}

/* Clients first, each kind in the order of appearance. */
static void lanes_sort(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	struct ladder_lane *sorted =
		arena_alloc_array(layout->arena, ladder->lane_count + 1, sizeof(*sorted));
	unsigned count = 0;
	for (unsigned is_server = 0; is_server < 2; is_server++) {
		for (unsigned i = 0; i < ladder->lane_count; i++) {
			if (ladder->lanes[i].is_server == is_server)
				sorted[count++] = ladder->lanes[i];
		}
		if (!is_server)
			layout->client_lane_count = count;
	}
	ladder->lanes = sorted;
}

static void lanes_collect(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	const struct selection *selection = layout->selection;
	ladder->lanes =
		arena_alloc_array(layout->arena, 2 * selection->count + 1, sizeof(*ladder->lanes));
	for (size_t i = 0; i < selection->count; i++) {
		const struct shown_packet *packet = selection->packets[i];
		struct socket source = socket_of(&packet->frame, true);
		struct socket destination = socket_of(&packet->frame, false);
		bool from_client = is_from_client(packet);
		lane_add(ladder, &source, !from_client, packet->has_tcp_analysis);
		lane_add(ladder, &destination, from_client, packet->has_tcp_analysis);
	}
	lanes_sort(layout);
	for (unsigned i = 1; i < ladder->lane_count; i++) {
		if (!address_equal(&ladder->lanes[i].address, &ladder->lanes[0].address))
			layout->has_many_addresses = true;
	}
}

/* ---- rows: packets, connections, words ---- */

static struct ladder_connection *connection_of(struct layout *layout, uint32_t stream)
{
	for (unsigned i = 0; i < layout->connection_count; i++) {
		if (layout->connections[i].stream == stream)
			return &layout->connections[i];
	}
	return NULL;
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
	const struct shown_packet *packet = ladder->rows[index].packet;
	for (unsigned i = index + 1; i < ladder->row_count; i++) {
		const struct shown_packet *next = ladder->rows[i].packet;
		if (next->has_tcp_analysis && next->tcp.stream == packet->tcp.stream)
			return next->frame.time_ns - packet->frame.time_ns != next->tcp.delta_ns;
	}
	const struct capture_summary *summary = layout->summary;
	return packet->tcp.stream < summary->connection_count &&
		summary->connections[packet->tcp.stream].last_frame > packet->frame.number;
}

static void connections_collect(struct layout *layout)
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
			goes_on && state_is_shown(tcp->client_state) ? ladder->row_count : i;
		connection->last_row[SERVER] =
			goes_on && state_is_shown(tcp->server_state) ? ladder->row_count : i;
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

static void append_count(struct text *out, const char *word, uint64_t number)
{
	text_append_format(out, "%s%s ", out->size ? "\xc2\xa0 " : "", word);
	text_append_grouped(out, number, SVG_THIN_SPACE);
}

enum detail { DETAIL_SEQUENCE = 1, DETAIL_ACKNOWLEDGMENT = 2, DETAIL_LENGTH = 4, DETAIL_ISN = 8 };

static const char *detail_words(
	struct arena *arena, const struct shown_packet *packet, unsigned details)
{
	autofinish(text) struct text text = { 0 };
	const struct tcp_header *header = &packet->frame.tcp;
	if (details & DETAIL_SEQUENCE)
		append_count(&text, "seq", packet->tcp.sequence);
	if ((details & DETAIL_ISN) && (header->flags & TCP_SYN))
		append_count(&text, "ISN", header->sequence);
	if ((details & DETAIL_ACKNOWLEDGMENT) && (header->flags & TCP_ACK))
		append_count(&text, "ack", packet->tcp.acknowledgment);
	if ((details & DETAIL_LENGTH) && header->payload_size > 0)
		append_count(&text, "len", header->payload_size);
	return arena_strdup(arena, text_string(&text));
}

static void row_details(
	struct layout *layout, const struct shown_packet *packet, struct row_words *words)
{
	static const unsigned of_syn[] = { DETAIL_SEQUENCE | DETAIL_ISN | DETAIL_ACKNOWLEDGMENT,
		DETAIL_ISN | DETAIL_ACKNOWLEDGMENT, DETAIL_ISN,
		DETAIL_SEQUENCE | DETAIL_ACKNOWLEDGMENT };
	static const unsigned of_data[] = { DETAIL_SEQUENCE | DETAIL_ACKNOWLEDGMENT | DETAIL_LENGTH,
		DETAIL_SEQUENCE | DETAIL_LENGTH, DETAIL_LENGTH };
	static const unsigned of_ack[] = { DETAIL_SEQUENCE | DETAIL_ACKNOWLEDGMENT,
		DETAIL_ACKNOWLEDGMENT };
	if (!packet->has_tcp_analysis) {
		words->details[0] = arena_printf(layout->arena, "%u %s", packet->frame.length,
			diagram_word(DIAGRAM_WORD_BYTES, layout->is_korean));
		words->detail_count = 1;
		return;
	}
	bool is_syn = packet->frame.tcp.flags & TCP_SYN;
	bool is_data = packet->frame.tcp.payload_size > 0;
	const unsigned *details = is_syn ? of_syn : is_data ? of_data : of_ack;
	words->detail_count = is_syn ? 4 : is_data ? 3 : 2;
	words->wanted_detail = is_syn ? 1 : 0;
	for (unsigned i = 0; i < words->detail_count; i++)
		words->details[i] = detail_words(layout->arena, packet, details[i]);
}

/* The analysis labels in words: "! dup ACK #2". */
static const char *badge_words(struct layout *layout, const struct shown_packet *packet)
{
	if (!packet->has_tcp_analysis || !packet->tcp.labels)
		return NULL;
	autofinish(text) struct text text = { 0 };
	for (unsigned i = 0; i < TCP_LABEL_COUNT; i++) {
		if (!(packet->tcp.labels & (1U << i)))
			continue;
		text_append(&text, text.size ? ", " : "! ");
		text_append(&text, diagram_label_words(i, layout->is_korean));
		if ((1U << i) == TCP_LABEL_DUP_ACK)
			text_append_format(&text, " #%u", packet->tcp.dup_ack_number);
	}
	return text_in(layout->arena, &text);
}

/* What Wireshark's "Bad TCP" rule leaves out is no trouble. */
static bool is_trouble(const struct shown_packet *packet)
{
	const uint32_t harmless =
		TCP_LABEL_WINDOW_UPDATE | TCP_LABEL_KEEP_ALIVE | TCP_LABEL_KEEP_ALIVE_ACK;
	return packet->has_tcp_analysis && (packet->tcp.labels & ~harmless);
}

/* A TCP socket's role is enough where the ports are in the info; the head has its address. */
static const char *end_words(const struct layout *layout, unsigned lane)
{
	const struct ladder_lane *end = &layout->ladder->lanes[lane];
	if (!end->is_tcp)
		return end->name;
	return diagram_word(
		end->is_server ? DIAGRAM_WORD_SERVER : DIAGRAM_WORD_CLIENT, layout->is_korean);
}

static const char *row_title(struct layout *layout, const struct ladder_row *row)
{
	const struct shown_packet *packet = row->packet;
	autofinish(text) struct text text = { 0 };
	text_append_format(&text, "#%llu · ", (unsigned long long)packet->frame.number);
	timestamp_append_duration(&text, packet->frame.time_ns - layout->summary->first_ns);
	text_append_format(
		&text, " · %s → %s · ", end_words(layout, row->from), end_words(layout, row->to));
	packet_info_append(&text, &packet->frame, packet->has_tcp_analysis ? &packet->tcp : NULL);
	const char *badge = badge_words(layout, packet);
	if (badge)
		text_append_format(&text, " · %s", badge);
	text_append_format(&text, " · Wireshark: %s", packet->rule->name);
	return text_in(layout->arena, &text);
}

static void rows_collect(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	ladder->row_count = (unsigned)layout->selection->count;
	ladder->rows =
		arena_alloc_array(layout->arena, ladder->row_count + 1, sizeof(*ladder->rows));
	layout->words =
		arena_alloc_array(layout->arena, ladder->row_count + 1, sizeof(*layout->words));
	for (unsigned i = 0; i < ladder->row_count; i++) {
		const struct shown_packet *packet = layout->selection->packets[i];
		struct ladder_row *row = &ladder->rows[i];
		struct socket source = socket_of(&packet->frame, true);
		struct socket destination = socket_of(&packet->frame, false);
		row->packet = packet;
		row->from = lane_find(ladder, &source);
		row->to = lane_find(ladder, &destination);
		row->is_bad = is_trouble(packet);
		row->is_data = !packet->frame.has_tcp || packet->frame.tcp.payload_size > 0;
		row->is_resent = packet->has_tcp_analysis &&
			(packet->tcp.labels &
				(TCP_LABEL_RETRANSMISSION | TCP_LABEL_FAST_RETRANSMISSION |
					TCP_LABEL_SPURIOUS_RETRANSMISSION));
		if (packet->frame.has_tcp && (packet->frame.tcp.flags & (TCP_SYN | TCP_FIN)))
			row->tail_mark = LADDER_MARK_DIAMOND;
		if (packet->frame.has_tcp && (packet->frame.tcp.flags & TCP_RST))
			row->head_mark = LADDER_MARK_CROSS;

		autofinish(text) struct text label = { 0 };
		packet_label_append(
			&label, &packet->frame, packet->has_tcp_analysis ? &packet->tcp : NULL);
		layout->words[i].chip = text_in(layout->arena, &label);
		layout->words[i].badge = badge_words(layout, packet);
		row_details(layout, packet, &layout->words[i]);
	}
}

/* ---- names of lanes ---- */

static const char *lane_role(const struct layout *layout, const struct ladder_lane *lane)
{
	if (!lane->is_tcp)
		return "";
	return diagram_word(
		lane->is_server ? DIAGRAM_WORD_SERVER : DIAGRAM_WORD_CLIENT, layout->is_korean);
}

static const char *lane_address(const struct layout *layout, const struct ladder_lane *lane)
{
	char address[ADDRESS_TEXT_SIZE];
	address_format(&lane->address, address);
	return arena_strdup(layout->arena, address);
}

static void lane_name(struct layout *layout, struct ladder_lane *lane)
{
	const char *role = lane_role(layout, lane);
	const char *address = lane_address(layout, lane);
	bool is_ipv6 = lane->address.family == ADDRESS_IPV6;
	autofinish(text) struct text text = { 0 };
	text_append_format(&text, "%s%s", role, role[0] ? " " : "");
	text_append_format(&text, is_ipv6 && lane->has_port ? "[%s]" : "%s", address);
	if (lane->has_port)
		text_append_format(&text, ":%u", lane->port);
	lane->name = text_in(layout->arena, &text);
}

/* A socket's port as heads show it; "" without one. */
static const char *lane_port(const struct layout *layout, const struct ladder_lane *lane)
{
	return lane->has_port ? arena_printf(layout->arena, ":%u", lane->port) : "";
}

static struct ladder_text head_text(const struct layout *layout, enum ladder_text_kind kind,
	const char *string, const char *tail)
{
	enum { WIDTH_MAX = 250 };
	enum svg_font font = kind == LADDER_TEXT_HEAD ? SVG_FONT_BOLD : SVG_FONT_MONO;
	struct ladder_text text = {
		.kind = kind,
		.string = svg_text_shorten(layout->arena, string, font, HEAD_SIZE, WIDTH_MAX),
		.tail = tail && tail[0] ? tail : NULL,
		.size = HEAD_SIZE,
		.height = HEAD_LINE_HEIGHT,
		.anchor = SVG_ANCHOR_MIDDLE,
	};
	text.width = svg_text_width(text.string, font, HEAD_SIZE);
	if (text.tail)
		text.width += HEAD_WORD_SPACE + svg_text_width(text.tail, SVG_FONT_MONO, HEAD_SIZE);
	return text;
}

static bool group_has_one_address(const struct ladder *ladder, unsigned first, unsigned count)
{
	for (unsigned i = 1; i < count; i++) {
		if (!address_equal(
			    &ladder->lanes[first].address, &ladder->lanes[first + i].address))
			return false;
	}
	return true;
}

/* What the words of a head take to each side of the middle. */
static int half_of(const struct ladder_head *head, unsigned first_text, unsigned count, int inset)
{
	int widest = 0;
	for (unsigned i = first_text; i < first_text + count; i++) {
		if (widest < head->texts[i].width)
			widest = head->texts[i].width;
	}
	return (widest + 1) / 2 + inset;
}

/* Role and port on one line, the address below where lanes differ in it. */
static void head_of_lane(struct layout *layout, unsigned index)
{
	struct ladder_lane *lane = &layout->ladder->lanes[index];
	struct ladder_head *head = &layout->ladder->heads[layout->ladder->head_count++];
	const char *role = lane_role(layout, lane);
	const char *address = lane_address(layout, lane);
	const char *port = lane_port(layout, lane);
	head->name = lane->name;
	head->texts = arena_alloc_array(layout->arena, 2, sizeof(*head->texts));
	if (role[0])
		head->texts[head->text_count++] = head_text(layout, LADDER_TEXT_HEAD, role, port);
	if (!role[0])
		head->texts[head->text_count++] =
			head_text(layout, LADDER_TEXT_HEAD_MONO, address, port);
	else if (layout->has_many_addresses)
		head->texts[head->text_count++] =
			head_text(layout, LADDER_TEXT_HEAD_MONO, address, NULL);
	lane->half_width = half_of(head, 0, head->text_count, HEAD_INSET);
	layout->head_of_lane[index] = (unsigned)(head - layout->ladder->heads);
}

/* Several sockets of one host under one plate. */
static void head_of_group(struct layout *layout, unsigned first, unsigned count)
{
	struct ladder *ladder = layout->ladder;
	struct ladder_head *head = &ladder->heads[ladder->head_count++];
	const struct ladder_lane *lane = &ladder->lanes[first];
	const char *role = lane_role(layout, lane);
	const char *address = lane_address(layout, lane);
	bool shows_address = layout->has_many_addresses || !role[0];
	head->texts = arena_alloc_array(layout->arena, count + 1, sizeof(*head->texts));
	head->texts[head->text_count++] = role[0]
		? head_text(layout, LADDER_TEXT_HEAD, role, shows_address ? address : NULL)
		: head_text(layout, LADDER_TEXT_HEAD_MONO, address, NULL);
	head->name = arena_printf(layout->arena, "%s%s%s", role, role[0] ? " " : "", address);
	int half = 0;
	for (unsigned i = 0; i < count; i++) {
		head->texts[head->text_count] = head_text(layout, LADDER_TEXT_HEAD_MONO,
			lane_port(layout, &ladder->lanes[first + i]), NULL);
		int one = half_of(head, head->text_count++, 1, PORT_INSET);
		if (half < one)
			half = one;
	}
	int needed = head->texts[0].width + 2 * HEAD_INSET;
	if (half * 2 * (int)count < needed)
		half = (needed + 2 * (int)count - 1) / (2 * (int)count);
	for (unsigned i = 0; i < count; i++) {
		ladder->lanes[first + i].half_width = half;
		layout->head_of_lane[first + i] = ladder->head_count - 1;
	}
}

static void heads_collect(struct layout *layout, unsigned first, unsigned count)
{
	struct ladder *ladder = layout->ladder;
	if (count > 1 && ladder->lanes[first].has_port &&
		group_has_one_address(ladder, first, count)) {
		head_of_group(layout, first, count);
		return;
	}
	for (unsigned i = 0; i < count; i++)
		head_of_lane(layout, first + i);
}

/* ---- across ---- */

static int times_width(struct layout *layout)
{
	int widest = 0;
	for (unsigned i = 0; i < layout->ladder->row_count; i++) {
		int width = layout->ladder->rows[i].texts[0].width;
		if (widest < width)
			widest = width;
	}
	return widest;
}

/* A piece of text in its row; left, top and baseline are set when the row has its place. */
static struct ladder_text *row_text(
	struct ladder_row *row, enum ladder_text_kind kind, const char *string, int size)
{
	assert(row->text_count < LADDER_ROW_TEXTS_MAX);
	struct ladder_text *text = &row->texts[row->text_count++];
	enum svg_font font = kind == LADDER_TEXT_CHIP || kind == LADDER_TEXT_BADGE ? SVG_FONT_BOLD
										   : SVG_FONT_MONO;
	*text = (struct ladder_text){
		.kind = kind,
		.string = string,
		.size = size,
		.width = svg_text_width(string, font, size),
		.height = size + 4,
	};
	return text;
}

/* Milliseconds with microseconds for exchanges of up to ten seconds, else seconds. */
static void times_collect(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	for (unsigned i = 0; i < ladder->row_count; i++) {
		int64_t time = ladder->rows[i].packet->frame.time_ns - layout->summary->first_ns;
		if (time >= (int64_t)10 * NS_PER_S)
			layout->is_in_seconds = true;
	}
	for (unsigned i = 0; i < ladder->row_count; i++) {
		int64_t time = ladder->rows[i].packet->frame.time_ns - layout->summary->first_ns;
		autofinish(text) struct text text = { 0 };
		if (layout->is_in_seconds) {
			timestamp_append_decimals(&text, time, 3);
		} else {
			/* Rounded, as durations elsewhere on the slide are. */
			int64_t us = (time + (time < 0 ? -500 : 500)) / NS_PER_US;
			text_append_format(&text, "%s%lld.%03lld", us < 0 ? "-" : "",
				llabs(us / 1000), llabs(us % 1000));
		}
		row_text(&ladder->rows[i], LADDER_TEXT_TIME, text_in(layout->arena, &text),
			LADDER_FONT_SIZE_MIN)
			->anchor = SVG_ANCHOR_END;
	}
}

static void columns_place(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	times_collect(layout);
	int left = 8;
	if ((int)layout->options->width >= NUMBER_COLUMN_FROM && ladder->row_count > 0) {
		uint64_t last = ladder->rows[ladder->row_count - 1].packet->frame.number;
		const char *longest = arena_printf(layout->arena, "%llu", (unsigned long long)last);
		left += svg_text_width(longest, SVG_FONT_MONO, LADDER_FONT_SIZE_MIN);
		layout->number_right = left;
		left += 16;
	}
	layout->time_right = left + times_width(layout);
}

/* The widest name of a state that one side takes; 0 when it takes none. */
static int states_width(const struct layout *layout, unsigned side)
{
	int widest = 0;
	for (unsigned i = 0; i < layout->ladder->row_count; i++) {
		const struct shown_packet *packet = layout->ladder->rows[i].packet;
		if (!packet->has_tcp_analysis)
			continue;
		enum tcp_state state =
			side == CLIENT ? packet->tcp.client_state : packet->tcp.server_state;
		if (state == TCP_STATE_UNKNOWN)
			continue;
		int width =
			svg_text_width(tcp_state_name(state), SVG_FONT_MONO, LADDER_FONT_SIZE_MIN);
		if (widest < width)
			widest = width;
	}
	return widest;
}

/* Between two neighbours: those under one plate stand close. */
static int lane_distance(const struct layout *layout, unsigned left)
{
	const struct ladder_lane *lanes = layout->ladder->lanes;
	bool is_shared = layout->head_of_lane[left] == layout->head_of_lane[left + 1];
	return lanes[left].half_width + lanes[left + 1].half_width + (is_shared ? 0 : LANE_SPACE);
}

/* From the first to the last lane of one kind. */
static int lanes_span(const struct layout *layout, unsigned first, unsigned count)
{
	int span = 0;
	for (unsigned i = first; i + 1 < first + count; i++)
		span += lane_distance(layout, i);
	return span;
}

static int margin_of(const struct layout *layout, unsigned side, const struct ladder_lane *lane)
{
	int margin = lane->half_width;
	int states = states_width(layout, side);
	if (layout->shows_state[side] && states > 0) {
		int needed = states + STATE_SPACE + 2 +
			(int)(lane->track_count ? lane->track_count - 1 : 0) * TRACK_SPACE;
		if (margin < needed)
			margin = needed;
	}
	return margin;
}

static int words_width(const struct row_words *words, const struct label_size *size);

/* The room that the labels would like at their smallest. */
static int gap_wanted(const struct layout *layout)
{
	int widest = LABEL_GAP_MIN;
	for (unsigned i = 0; i < layout->ladder->row_count; i++) {
		int width = 2 * LABEL_INSET +
			words_width(&layout->words[i], &label_sizes[LABEL_SIZE_COUNT - 1]);
		if (widest < width)
			widest = width;
	}
	return widest < LABEL_GAP_WANTED ? widest : LABEL_GAP_WANTED;
}

static void lanes_place(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	if (ladder->lane_count == 0)
		return;
	unsigned clients = layout->client_lane_count;
	unsigned servers = ladder->lane_count - clients;
	int left_span = lanes_span(layout, 0, clients);
	int right_span = lanes_span(layout, clients, servers);
	struct ladder_lane *first = &ladder->lanes[0];
	struct ladder_lane *last = &ladder->lanes[ladder->lane_count - 1];
	int left, right, gap;
	int wanted = gap_wanted(layout);
	layout->shows_state[CLIENT] = layout->shows_state[SERVER] = true;
	for (;;) {
		left = layout->time_right + 12 + margin_of(layout, CLIENT, first);
		right = margin_of(layout, SERVER, last) + 2;
		gap = (int)layout->options->width - left - left_span - right_span - right;
		if (gap >= wanted)
			break;
		if (layout->shows_state[CLIENT] && (clients > 1 || gap < LABEL_GAP_MIN))
			layout->shows_state[CLIENT] = false;
		else if (layout->shows_state[SERVER] && (clients > 1 || gap < LABEL_GAP_MIN))
			layout->shows_state[SERVER] = false;
		else
			break;
	}
	if (gap < LABEL_GAP_MIN)
		gap = LABEL_GAP_MIN;
	int x = left;
	for (unsigned i = 0; i < ladder->lane_count; i++) {
		if (i > 0 && i == clients)
			x += gap;
		else if (i > 0)
			x += lane_distance(layout, i - 1);
		ladder->lanes[i].x = x;
	}
	layout->gap_left = clients > 0 ? ladder->lanes[clients - 1].x : left;
	layout->gap_right = servers > 0 && clients > 0 ? ladder->lanes[clients].x : last->x + gap;
	ladder->width = last->x + right;
	if (servers == 0 || clients == 0)
		ladder->width = layout->gap_right + right;
	if (ladder->width < (int)layout->options->width)
		ladder->width = (int)layout->options->width;
	ladder->plot_left = 0;
	ladder->plot_right = ladder->width;
}

/* ---- down ---- */

static int compare_times(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a;
	int64_t right = *(const int64_t *)b;
	return (left > right) - (left < right);
}

/* A pause is shown when it is much longer than the usual one. */
static unsigned gaps_find(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	if (ladder->row_count < 3)
		return 0;
	unsigned count = ladder->row_count - 1;
	int64_t *pauses = arena_alloc_array(layout->arena, count, sizeof(*pauses));
	for (unsigned i = 0; i < count; i++)
		pauses[i] = ladder->rows[i + 1].packet->frame.time_ns -
			ladder->rows[i].packet->frame.time_ns;
	int64_t *sorted = arena_alloc_array(layout->arena, count, sizeof(*sorted));
	memcpy(sorted, pauses, count * sizeof(*sorted));
	qsort(sorted, count, sizeof(*sorted), compare_times);
	int64_t median = sorted[(count - 1) / 2];
	unsigned gaps = 0;
	for (unsigned i = 0; i < count; i++) {
		if (pauses[i] < PAUSE_MIN_NS || pauses[i] / PAUSE_RATIO < median)
			continue;
		autofinish(text) struct text text = { 0 };
		text_append(&text, "+");
		timestamp_append_duration(&text, pauses[i]);
		struct ladder_row *row = &ladder->rows[i + 1];
		row->has_gap = true;
		row->gap = (struct ladder_text){
			.kind = LADDER_TEXT_GAP,
			.string = text_in(layout->arena, &text),
			.size = LADDER_FONT_SIZE_MIN,
			.height = LADDER_FONT_SIZE_MIN + 4,
		};
		row->gap.width = svg_text_width(row->gap.string, SVG_FONT_MONO, row->gap.size);
		gaps++;
	}
	return gaps;
}

/* One line when every plate has but one. */
static int heads_height(const struct layout *layout)
{
	const struct ladder *ladder = layout->ladder;
	int lines = 1;
	for (unsigned i = 0; i < ladder->head_count; i++) {
		if (ladder->heads[i].text_count > 1)
			lines = 2;
	}
	return lines * HEAD_LINE_HEIGHT + 2 * HEAD_PADDING;
}

/* Where labels of a row may stand: its part of the gap, or all of a short arrow. */
static void label_region(
	const struct layout *layout, const struct ladder_row *row, int *ret_left, int *ret_right)
{
	const struct ladder_lane *lanes = layout->ladder->lanes;
	int a = lanes[row->from].x;
	int b = lanes[row->to].x;
	*ret_left = a < b ? a : b;
	*ret_right = a < b ? b : a;
	if (a == b)
		*ret_right = a == layout->gap_right || a != layout->gap_left ? a + LABEL_GAP_MIN
									     : layout->gap_right;
	else if (*ret_left <= layout->gap_left && *ret_right >= layout->gap_right) {
		*ret_left = layout->gap_left;
		*ret_right = layout->gap_right;
	}
	*ret_left += LABEL_INSET;
	*ret_right -= LABEL_INSET;
	if (a == b && *ret_right > layout->ladder->width)
		*ret_right = layout->ladder->width;
}

static int chip_width(const char *string, int size)
{
	return svg_text_width(string, SVG_FONT_BOLD, size) + 2 * (size / 3 + 2);
}

/* The room that enough words take at a size. */
static int words_width(const struct row_words *words, const struct label_size *size)
{
	int width = chip_width(words->chip, size->chip_size);
	if (words->badge)
		width += LABEL_SPACE + chip_width(words->badge, size->detail_size);
	const char *detail = words->details[words->wanted_detail];
	if (detail && detail[0])
		width += LABEL_SPACE + svg_text_width(detail, SVG_FONT_MONO, size->detail_size);
	return width;
}

/* The largest labels that the row height allows and that let every row say enough. */
static void size_choose(struct layout *layout, int row_height)
{
	for (unsigned i = 0; i < LABEL_SIZE_COUNT; i++) {
		layout->size = label_sizes[i];
		if (row_height < label_sizes[i].row_height)
			continue;
		unsigned k = 0;
		for (; k < layout->ladder->row_count; k++) {
			int left, right;
			label_region(layout, &layout->ladder->rows[k], &left, &right);
			if (words_width(&layout->words[k], &label_sizes[i]) > right - left)
				break;
		}
		if (k == layout->ladder->row_count)
			break;
	}
	layout->ladder->is_dense = row_height < label_sizes[LABEL_SIZE_COUNT - 2].row_height;
}

static void rows_place(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	int gap_count = (int)gaps_find(layout);
	int row_count = (int)ladder->row_count;
	ladder->head_height = heads_height(layout);
	int available = (int)layout->options->height - ladder->head_height - 8 - BOTTOM_SPACE -
		gap_count * GAP_ROW_HEIGHT;
	int row_height = row_count > 0 ? available / row_count : ROW_HEIGHT_MAX;
	if (row_height > ROW_HEIGHT_MAX)
		row_height = ROW_HEIGHT_MAX;
	if (row_height < ROW_HEIGHT_MIN)
		row_height = ROW_HEIGHT_MIN;
	size_choose(layout, row_height);
	int content = layout->size.chip_height + LABEL_RISE + 8;
	int padding = (row_height - content) / 2;
	int inset = padding < 0 ? 0 : padding > 10 ? padding - 10 : 0;
	ladder->row_height = row_height - 2 * inset;
	int y = ladder->head_height + 8;
	for (unsigned i = 0; i < ladder->row_count; i++) {
		struct ladder_row *row = &ladder->rows[i];
		if (row->has_gap) {
			row->gap_y = y + GAP_ROW_HEIGHT / 2;
			y += GAP_ROW_HEIGHT;
		}
		row->top = y + inset;
		row->bottom = row->top + ladder->row_height;
		row->y = y + padding + layout->size.chip_height + LABEL_RISE;
		y += row_height;
	}
	ladder->bottom = y + BOTTOM_SPACE / 2;
	ladder->height = y + BOTTOM_SPACE;
}

/* ---- words in their places ---- */

static void text_place(struct ladder_text *text, int left, int baseline)
{
	text->left = left;
	text->baseline = baseline;
	if (text->kind != LADDER_TEXT_CHIP && text->kind != LADDER_TEXT_BADGE)
		text->top = baseline - text->size;
}

/* Puts the next piece of a label beside those before it, from the sender's side. */
static void label_next(struct layout *layout, struct ladder_row *row, struct ladder_text *text,
	bool from_left, int *left, int *right)
{
	const struct label_size *size = &layout->size;
	int chip_top = row->y - LABEL_RISE - size->chip_height;
	int baseline = chip_top + (size->chip_height + size->chip_size * 7 / 10) / 2;
	text_place(text, from_left ? *left : *right - text->width, baseline);
	if (text->kind == LADDER_TEXT_CHIP || text->kind == LADDER_TEXT_BADGE) {
		text->top = chip_top;
		text->height = size->chip_height;
		text->anchor = SVG_ANCHOR_MIDDLE;
	} else {
		text->anchor = from_left ? SVG_ANCHOR_START : SVG_ANCHOR_END;
	}
	if (from_left)
		*left += text->width + LABEL_SPACE;
	else
		*right -= text->width + LABEL_SPACE;
}

static void label_place(
	struct layout *layout, struct ladder_row *row, const struct row_words *words)
{
	const struct label_size *size = &layout->size;
	enum { BADGE_WIDTH_MIN = 80 };
	int left, right;
	label_region(layout, row, &left, &right);
	bool from_left = layout->ladder->lanes[row->from].x <= layout->ladder->lanes[row->to].x;
	int padding = chip_width("", size->chip_size);
	const char *chip = svg_text_shorten(
		layout->arena, words->chip, SVG_FONT_BOLD, size->chip_size, right - left - padding);
	struct ladder_text *text = row_text(row, LADDER_TEXT_CHIP, chip, size->chip_size);
	text->width += padding;
	label_next(layout, row, text, from_left, &left, &right);
	if (words->badge && right - left >= BADGE_WIDTH_MIN) {
		padding = chip_width("", size->detail_size);
		const char *badge = svg_text_shorten(layout->arena, words->badge, SVG_FONT_BOLD,
			size->detail_size, right - left - padding);
		text = row_text(row, LADDER_TEXT_BADGE, badge, size->detail_size);
		text->width += padding;
		label_next(layout, row, text, from_left, &left, &right);
	}
	for (unsigned i = 0; i < words->detail_count; i++) {
		int width = svg_text_width(words->details[i], SVG_FONT_MONO, size->detail_size);
		if (width > right - left || !words->details[i][0])
			continue;
		text = row_text(row, LADDER_TEXT_DETAIL, words->details[i], size->detail_size);
		label_next(layout, row, text, from_left, &left, &right);
		break;
	}
}

static void arrow_place(const struct layout *layout, struct ladder_row *row)
{
	enum { FROM_LANE = 7 };
	int from = layout->ladder->lanes[row->from].x;
	int to = layout->ladder->lanes[row->to].x;
	int direction = (from < to) - (from > to);
	row->tail_x = from + direction * FROM_LANE;
	row->head_x = to - direction * FROM_LANE;
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
	struct ladder_text *text = row_text(row,
		state == TCP_STATE_ESTABLISHED ? LADDER_TEXT_STATE_ESTABLISHED : LADDER_TEXT_STATE,
		tcp_state_name(state), LADDER_FONT_SIZE_MIN);
	if (side == CLIENT) {
		text->anchor = SVG_ANCHOR_END;
		text_place(text, lane->x - STATE_SPACE - text->width, row->y + 6);
	} else {
		text_place(text, lane->x + STATE_SPACE + tracks * TRACK_SPACE, row->y + 6);
	}
}

static void row_words_place(struct layout *layout, struct ladder_row *row, unsigned index)
{
	text_place(&row->texts[0], layout->time_right - row->texts[0].width, row->y + 6);
	if (layout->number_right > 0) {
		const char *number = arena_printf(
			layout->arena, "%llu", (unsigned long long)row->packet->frame.number);
		struct ladder_text *text =
			row_text(row, LADDER_TEXT_NUMBER, number, LADDER_FONT_SIZE_MIN);
		text->anchor = SVG_ANCHOR_END;
		text_place(text, layout->number_right - text->width, row->y + 6);
	}
	label_place(layout, row, &layout->words[index]);
	if (row->has_gap)
		text_place(&row->gap, (layout->gap_left + layout->gap_right - row->gap.width) / 2,
			row->gap_y + 6);
	row->title = row_title(layout, row);
}

/* ---- states ---- */

static int bar_x(
	const struct layout *layout, const struct ladder_connection *connection, unsigned side)
{
	int offset = (int)connection->track[side] * TRACK_SPACE;
	int x = layout->ladder->lanes[connection->lane[side]].x;
	return side == CLIENT ? x - offset : x + offset;
}

static enum tcp_state state_after(const struct ladder_row *row, unsigned side)
{
	return side == CLIENT ? row->packet->tcp.client_state : row->packet->tcp.server_state;
}

/* Does this row change the state of that side of that connection? */
static bool row_changes(
	const struct ladder_row *row, const struct ladder_connection *connection, unsigned side)
{
	return row->packet->has_tcp_analysis && row->packet->tcp.stream == connection->stream &&
		state_after(row, side) != connection->state[side];
}

static void bar_add(const struct layout *layout, struct ladder_row *row, unsigned index,
	const struct ladder_connection *connection, unsigned side, bool begins)
{
	const struct ladder *ladder = layout->ladder;
	int bottom = ladder->bottom;
	if (index + 1 < ladder->row_count) {
		const struct ladder_row *next = &ladder->rows[index + 1];
		bottom = next->y - (row_changes(next, connection, side) ? BAR_BREAK : 0);
	}
	row->bars[row->bar_count++] = (struct ladder_bar){
		.lane = connection->lane[side],
		.x = bar_x(layout, connection, side),
		.top = row->y + (begins ? BAR_BREAK : 0),
		.bottom = bottom,
		.state = connection->state[side],
	};
}

static void row_states(struct layout *layout, struct ladder_row *row, unsigned index)
{
	row->bars = arena_alloc_array(
		layout->arena, 2 * (size_t)layout->connection_count + 1, sizeof(*row->bars));
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
			bool begins = row_changes(row, connection, side);
			if (begins) {
				connection->state[side] = state_after(row, side);
				state_place(layout, row, side, connection->state[side]);
			}
			bool is_known =
				connection->latest_row == index || !connection->is_unknown_since;
			if (is_known && state_is_shown(connection->state[side]))
				bar_add(layout, row, index, connection, side, begins);
		}
	}
}

/* A server that answers the first SYN was listening. */
static void listening_place(struct layout *layout)
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
		if (row->packet->tcp.server_state != TCP_STATE_SYN_RECEIVED ||
			(row->packet->frame.tcp.flags & TCP_ACK))
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

static void head_text_place(struct ladder_text *text, int middle, int top)
{
	text->left = middle - text->width / 2;
	text->top = top;
	text->baseline = top + 20;
}

/* The first text on the first line; those below on the second, in the middle of their lanes. */
static void head_place(struct layout *layout, unsigned index)
{
	struct ladder *ladder = layout->ladder;
	struct ladder_head *head = &ladder->heads[index];
	const struct ladder_lane *first = NULL, *last = NULL;
	int height = (head->text_count > 1 ? 2 : 1) * HEAD_LINE_HEIGHT;
	int top = (ladder->head_height - height) / 2;
	unsigned text = 1;
	for (unsigned i = 0; i < ladder->lane_count; i++) {
		if (layout->head_of_lane[i] != index)
			continue;
		last = &ladder->lanes[i];
		first = first ? first : last;
		if (text < head->text_count)
			head_text_place(&head->texts[text++], last->x, top + HEAD_LINE_HEIGHT);
	}
	head->left = first->x - first->half_width;
	head->width = last->x + last->half_width - head->left;
	head_text_place(&head->texts[0], (first->x + last->x) / 2, top);
}

static void heads_place(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	for (unsigned i = 0; i < ladder->head_count; i++)
		head_place(layout, i);
	const char *unit = layout->is_in_seconds ? "s" : "ms";
	ladder->unit = (struct ladder_text){
		.kind = LADDER_TEXT_TIME,
		.string = unit,
		.size = LADDER_FONT_SIZE_MIN,
		.width = svg_text_width(unit, SVG_FONT_MONO, LADDER_FONT_SIZE_MIN),
		.height = LADDER_FONT_SIZE_MIN + 4,
		.anchor = SVG_ANCHOR_END,
	};
	text_place(&ladder->unit, layout->time_right - ladder->unit.width,
		ladder->head_height / 2 + 6);
}

static void describe(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	autofinish(text) struct text text = { 0 };
	text_append_format(
		&text, layout->is_korean ? "패킷 %u개" : "%u packets", ladder->row_count);
	for (unsigned i = 0; i < ladder->lane_count && i < 8; i++)
		text_append_format(&text, "%s%s", i ? ", " : ": ", ladder->lanes[i].name);
	if (layout->selection->match_count > layout->selection->count)
		text_append_format(&text, layout->is_korean ? " (전체 %llu개 중)" : " (of %llu)",
			(unsigned long long)layout->selection->match_count);
	ladder->description = text_in(layout->arena, &text);
}

struct ladder *ladder_layout(struct arena *arena, const struct selection *selection,
	const struct capture_summary *summary, const struct ladder_options *options)
{
	struct layout layout = {
		.arena = arena,
		.ladder = arena_new(arena, struct ladder),
		.selection = selection,
		.summary = summary,
		.options = options,
		.is_korean = diagram_is_korean(options->lang),
	};
	struct ladder *ladder = layout.ladder;
	lanes_collect(&layout);
	for (unsigned i = 0; i < ladder->lane_count; i++)
		lane_name(&layout, &ladder->lanes[i]);
	ladder->heads = arena_alloc_array(arena, ladder->lane_count + 1, sizeof(*ladder->heads));
	layout.head_of_lane =
		arena_alloc_array(arena, ladder->lane_count + 1, sizeof(*layout.head_of_lane));
	heads_collect(&layout, 0, layout.client_lane_count);
	heads_collect(
		&layout, layout.client_lane_count, ladder->lane_count - layout.client_lane_count);
	rows_collect(&layout);
	connections_collect(&layout);
	tracks_assign(&layout, CLIENT);
	tracks_assign(&layout, SERVER);
	columns_place(&layout);
	lanes_place(&layout);
	rows_place(&layout);
	listening_place(&layout);
	for (unsigned i = 0; i < ladder->row_count; i++) {
		arrow_place(&layout, &ladder->rows[i]);
		row_words_place(&layout, &ladder->rows[i], i);
		row_states(&layout, &ladder->rows[i], i);
	}
	heads_place(&layout);
	describe(&layout);
	return ladder;
}
