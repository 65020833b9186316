/*
 * Lays out a time-sequence graph of the direction with more data. The time axis covers the data and
 * its acknowledgments. Handshake and close are included when they are near; otherwise a client that
 * waits for a minute would squeeze the transfer into a line. The sequence axis covers the data. The
 * receive window is drawn when the data still gets most of the height; otherwise only its size is
 * written.
 */
#include "diagram/graph/graph.h"

#include <inttypes.h>
#include <string.h>

#include "conversation/connection/sequence-number.h"
#include "conversation/endpoint.h"
#include "conversation/reassembly.h"
#include "diagram/graph/graph-layout.h"
#include "explain/words.h"
#include "listing/info/left-out-words.h"

bool grapher_has(const struct grapher *grapher, const struct shown_packet *packet)
{
	return packet_has_numbers(packet) && packet->facts.tcp.stream == grapher->stream &&
		!(packet->facts.copy_of &&
			selection_find_frame(grapher->selection, packet->facts.copy_of, NULL));
}

bool graph_shows(const struct selection *selection, const struct shown_packet *packet)
{
	struct grapher grapher = { .selection = selection };
	(void)selection_streams(selection, &grapher.stream);
	return grapher_has(&grapher, packet);
}

bool grapher_is_data(const struct grapher *grapher, const struct shown_packet *packet)
{
	return packet->facts.tcp.is_from_client == grapher->graph->is_from_client;
}

static void choose_direction(struct grapher *grapher)
{
	uint64_t sizes[2] = { 0, 0 };
	for (size_t i = 0; i < grapher->selection->count; i++) {
		const struct shown_packet *packet = grapher->selection->packets[i];
		if (grapher_has(grapher, packet))
			sizes[packet->facts.tcp.is_from_client] +=
				frame_tcp(&packet->frame)->payload_size;
	}
	grapher->graph->is_from_client = sizes[1] > sizes[0];
}

int64_t grapher_number(struct grapher *grapher, uint32_t relative)
{
	if (!grapher->has_reference) {
		grapher->has_reference = true;
		grapher->reference = relative;
	}
	return (int64_t)grapher->reference + sequence_difference(relative, grapher->reference);
}

static int64_t raw_number_of(const struct grapher *grapher, uint32_t raw)
{
	return (int64_t)grapher->reference + sequence_difference(raw, grapher->raw_reference);
}

static void add_mark(struct grapher *grapher, enum graph_mark_kind kind,
	const struct shown_packet *packet, int64_t first, int64_t last)
{
	struct graph *graph = grapher->graph;
	graph->marks[graph->mark_count++] = (struct graph_mark){
		.kind = kind,
		.packet = packet,
		.time_ns = grapher_time(grapher, packet),
		.first = first,
		.last = last,
	};
	graph->has_kind[kind] = true;
}

static void extend_data_range(struct grapher *grapher, int64_t time_ns, int64_t first, int64_t last)
{
	if (!grapher->data_count++) {
		grapher->data_first_ns = grapher->data_last_ns = time_ns;
		grapher->low = first;
		grapher->high = last;
	}
	if (time_ns < grapher->data_first_ns)
		grapher->data_first_ns = time_ns;
	if (time_ns > grapher->data_last_ns)
		grapher->data_last_ns = time_ns;
	if (first < grapher->low)
		grapher->low = first;
	if (last > grapher->high)
		grapher->high = last;
}

static void add_data(struct grapher *grapher, const struct shown_packet *packet)
{
	const struct tcp_header *tcp = frame_tcp(&packet->frame);
	int64_t number = grapher_number(grapher, packet->facts.tcp.sequence);
	int64_t first = grapher_number(grapher, packet_data_number(packet));
	int64_t last = first + tcp->payload_size;
	grapher->raw_reference = tcp->sequence - (packet->facts.tcp.sequence - grapher->reference);
	if (tcp->flags & TCP_RST)
		add_mark(grapher, GRAPH_RESET, packet, number, number);
	if (tcp->flags & TCP_SYN)
		add_mark(grapher, GRAPH_SYN_FIN, packet, number, number);
	if (tcp->payload_size) {
		add_mark(grapher,
			packet->facts.tcp.labels & TCP_LABELS_RESENT ? GRAPH_RESENT
				: packet->facts.tcp.labels & TCP_LABEL_OUT_OF_ORDER
				? GRAPH_OUT_OF_ORDER
				: GRAPH_DATA,
			packet, first, last);
		extend_data_range(grapher, grapher_time(grapher, packet), first, last);
	}
	if (tcp->flags & TCP_FIN)
		add_mark(grapher, GRAPH_SYN_FIN, packet, last, last);
}

static void add_sacks(struct grapher *grapher, const struct shown_packet *packet)
{
	const struct tcp_header *tcp = frame_tcp(&packet->frame);
	for (unsigned i = 0; i < tcp->sack_count; i++) {
		int64_t left = raw_number_of(grapher, tcp->sack[i].left);
		int64_t right = raw_number_of(grapher, tcp->sack[i].right);
		if (left < right)
			add_mark(grapher, GRAPH_SACK, packet, left, right);
	}
}

static void add_acknowledgment(struct grapher *grapher, const struct shown_packet *packet)
{
	struct graph *graph = grapher->graph;
	const struct tcp_header *tcp = frame_tcp(&packet->frame);
	/* The acknowledgment number of a reset may be arbitrary. */
	if (!(tcp->flags & TCP_ACK) || (tcp->flags & TCP_RST))
		return;
	int64_t number = grapher_number(grapher, packet->facts.tcp.acknowledgment);
	int64_t time_ns = grapher_time(grapher, packet);
	graph_zero_window_add(grapher, packet);
	grapher->raw_reference =
		tcp->acknowledgment - (packet->facts.tcp.acknowledgment - grapher->reference);
	bool is_progress = !graph->ack_count || number > graph->acks[graph->ack_count - 1].number;
	if (grapher->data_count && is_progress && time_ns > grapher->data_last_ns &&
		number <= grapher->high)
		grapher->data_last_ns = time_ns;
	graph->acks[graph->ack_count++] = (struct graph_point){ time_ns, number };
	graph->windows[graph->window_count++] =
		(struct graph_point){ time_ns, number + packet->facts.tcp.window };
	if (graph->window_count == 1 || packet->facts.tcp.window < graph->window_min)
		graph->window_min = packet->facts.tcp.window;
	graph->has_kind[GRAPH_ACK] = graph->has_kind[GRAPH_WINDOW] = true;
	if (packet->facts.tcp.labels & TCP_LABEL_DUP_ACK)
		add_mark(grapher, GRAPH_DUP_ACK, packet, number, number);
	if (packet->facts.tcp.labels & TCP_LABEL_ZERO_WINDOW) {
		add_mark(grapher, GRAPH_ZERO_WINDOW, packet, number, number);
		extend_data_range(grapher, time_ns, number, number);
	}
	add_sacks(grapher, packet);
}

static void gather(struct grapher *grapher)
{
	const struct selection *selection = grapher->selection;
	struct graph *graph = grapher->graph;
	/*
	 * The most marks: a packet is a segment with a mark on either end, or an ACK with its SACK
	 * blocks.
	 */
	graph->marks = arena_alloc_array(grapher->arena,
		selection->count * (TCP_SACK_BLOCKS_MAX + 2), sizeof(*graph->marks));
	graph->acks = arena_alloc_array(grapher->arena, selection->count, sizeof(*graph->acks));
	graph->windows =
		arena_alloc_array(grapher->arena, selection->count, sizeof(*graph->windows));
	graph->zero_windows =
		arena_alloc_array(grapher->arena, selection->count, sizeof(*graph->zero_windows));
	bool is_first = true;
	for (size_t i = 0; i < selection->count; i++) {
		const struct shown_packet *packet = selection->packets[i];
		if (!grapher_has(grapher, packet))
			continue;
		int64_t time_ns = grapher_time(grapher, packet);
		if (is_first || time_ns < grapher->all_first_ns)
			grapher->all_first_ns = time_ns;
		if (is_first || time_ns > grapher->all_last_ns)
			grapher->all_last_ns = time_ns;
		if (!is_first && !selection_is_whole(selection, i, i))
			graph_zero_window_lose(grapher);
		is_first = false;
		if (grapher_is_data(grapher, packet))
			add_data(grapher, packet);
		else
			add_acknowledgment(grapher, packet);
	}
}

/* ---- the axes ---- */

struct range {
	int64_t low, high;
};

static struct range time_range(const struct grapher *grapher)
{
	enum { NEAR = 2 }; /* the time before or after the data may be at most half of the data's */
	int64_t first = grapher->all_first_ns, last = grapher->all_last_ns;
	if (grapher->data_count) {
		int64_t span = grapher->data_last_ns - grapher->data_first_ns;
		if (span && grapher->data_first_ns - first > span / NEAR)
			first = grapher->data_first_ns - span / 25;
		if (span && last - grapher->data_last_ns > span / NEAR)
			last = grapher->data_last_ns + span / 25;
	}
	for (size_t i = 0; i < grapher->graph->remark_count; i++) {
		int64_t time_ns = grapher->graph->remarks[i].time_ns;
		first = time_ns < first ? time_ns : first;
		last = time_ns > last ? time_ns : last;
	}
	return (struct range){ first, last > first ? last : first + 1000 };
}

static struct range data_range(const struct grapher *grapher)
{
	int64_t low = grapher->has_reference ? grapher->reference : 0, high = low + 1;
	if (grapher->data_count) {
		low = grapher->low;
		high = grapher->high;
	}
	for (size_t i = 0; i < grapher->graph->remark_count; i++) {
		const struct graph_remark *remark = &grapher->graph->remarks[i];
		low = remark->first < low ? remark->first : low;
		high = remark->last > high ? remark->last : high;
	}
	int64_t range = high > low ? high - low : 1;
	if (low >= 0 && low <= range / 8)
		low = 0; /* the SYN's sequence number is visible */
	else
		low -= range / 25;
	return (struct range){ low, high };
}

/* Extends the range to the receive window, unless that would squeeze the data. */
static struct range with_window(struct graph *graph, struct range data)
{
	int64_t range = data.high > data.low ? data.high - data.low : 1;
	int64_t most = data.high + range * 3 / 5;
	int64_t lowest = INT64_MAX, highest = data.high;
	for (size_t i = 0; i < graph->window_count; i++) {
		int64_t edge = graph->windows[i].number;
		if (edge < lowest)
			lowest = edge;
		if (edge <= most && edge > highest)
			highest = edge;
	}
	graph->is_window_above = graph->window_count > 0 && lowest > most;
	/* A margin keeps the highest stroke off the edge. */
	return (struct range){ data.low, highest + (highest - data.low) / 25 + 1 };
}

/*
 * Gives both ranges the same axis, so that slopes can be compared. When the two are far apart, as
 * when one client asked a minute after connecting, only the lengths are made equal.
 */
static void equalize_ranges(struct range *one, struct range *other)
{
	int64_t length = one->high - one->low, other_length = other->high - other->low;
	int64_t longest = length > other_length ? length : other_length;
	int64_t low = one->low < other->low ? one->low : other->low;
	int64_t high = one->high > other->high ? one->high : other->high;
	if (high - low <= length + other_length + longest) {
		*one = *other = (struct range){ low, high };
		return;
	}
	one->high = one->low + longest;
	other->high = other->low + longest;
}

static const char *end_words(
	const struct grapher *grapher, const struct endpoint *end, bool is_client)
{
	autofinish(text) struct text text = { 0 };
	picture_end_append(
		&text, end, grapher->names, grapher->has_roles, is_client, grapher->is_korean);
	return arena_strdup(grapher->arena, text_string(&text));
}

static void append_bytes(struct text *out, uint64_t size, bool is_korean)
{
	text_append_grouped(out, size, text_digit_gap(is_korean));
	text_append(out, is_korean ? "바이트" : size == 1 ? " byte" : " bytes");
}

void grapher_name_ends(struct grapher *grapher)
{
	struct graph *graph = grapher->graph;
	struct endpoint ends[2] = { 0 }; /* by is_from_client */
	for (size_t i = 0; i < grapher->selection->count; i++) {
		const struct shown_packet *packet = grapher->selection->packets[i];
		if (!grapher_has(grapher, packet))
			continue;
		ends[packet->facts.tcp.is_from_client] = endpoint_source(&packet->frame);
		ends[!packet->facts.tcp.is_from_client] = endpoint_destination(&packet->frame);
	}
	bool from = graph->is_from_client;
	graph->title = arena_printf(grapher->arena, "%s → %s",
		end_words(grapher, &ends[from], from), end_words(grapher, &ends[!from], !from));
	autofinish(text) struct text subtitle = { 0 };
	graph->size = grapher->data_count ? (uint64_t)(grapher->high - grapher->low) : 0;
	append_bytes(&subtitle, graph->size, grapher->is_korean);
	const struct selection *selection = grapher->selection;
	text_append(&subtitle, selection->left_out ? " · " : "");
	left_out_append_total(&subtitle, selection->left_out, selection->count, grapher->is_korean);
	int space =
		graph->width - 14 - svg_text_width(graph->title, SVG_FONT_BOLD, GRAPH_TITLE_SIZE);
	autofinish(text) struct text long_subtitle = { 0 };
	text_append_format(
		&long_subtitle, "%s · tcp.stream %" PRIu32, text_string(&subtitle), graph->stream);
	if (svg_text_width(text_string(&long_subtitle), SVG_FONT_TEXT, GRAPH_TEXT_SIZE) <= space) {
		text_clear(&subtitle);
		text_append(&subtitle, text_string(&long_subtitle));
	}
	graph->subtitle = arena_strdup(grapher->arena, text_string(&subtitle));
}

static void graph_describe(struct grapher *grapher)
{
	const struct graph *graph = grapher->graph;
	size_t counts[GRAPH_MARK_COUNT] = { 0 };
	for (size_t i = 0; i < graph->mark_count; i++)
		counts[graph->marks[i].kind]++;
	autofinish(text) struct text text = { 0 };
	text_append(
		&text, grapher->is_korean ? "시간-순서 번호 그래프, " : "Time-sequence graph, ");
	text_append_format(&text, "%s, %s", graph->title, graph->subtitle);
	for (unsigned kind = 0; kind < GRAPH_ACK; kind++)
		if (counts[kind])
			text_append_format(&text, ", %s: %zu",
				graph_mark_words(grapher->arena, graph, (enum graph_mark_kind)kind,
					grapher->is_korean),
				counts[kind]);
	grapher->graph->description = arena_strdup(grapher->arena, text_string(&text));
}

static int widest_number(const struct axis *axis, bool is_korean)
{
	int widest = 0;
	for (int64_t tick = axis_first_tick(axis); tick <= axis->high; tick += axis->step) {
		autofinish(text) struct text label = { 0 };
		text_append_grouped(
			&label, (uint64_t)(tick < 0 ? -tick : tick), text_digit_gap(is_korean));
		int width = svg_text_width(text_string(&label), SVG_FONT_MONO, GRAPH_TEXT_SIZE);
		if (width > widest)
			widest = width;
	}
	return widest;
}

/* Removes marks outside the axes, so they are not in the legend either. */
static void drop_outside(struct graph *graph, struct range numbers, struct range time)
{
	size_t kept = 0;
	for (unsigned kind = 0; kind < GRAPH_ACK; kind++)
		graph->has_kind[kind] = false;
	for (size_t i = 0; i < graph->mark_count; i++) {
		const struct graph_mark *mark = &graph->marks[i];
		if (mark->time_ns < time.low || mark->time_ns > time.high ||
			mark->last < numbers.low || mark->first > numbers.high)
			continue;
		graph->has_kind[mark->kind] = true;
		graph->marks[kept++] = *mark;
	}
	graph->mark_count = kept;
}

/* Finds the ranges of the axes; for a comparison, the ranges of both graphs together. */
static void find_ranges(struct grapher *grapher, struct grapher *beside, struct range *ret_time,
	struct range *ret_numbers)
{
	struct range time = time_range(grapher), numbers = data_range(grapher);
	if (beside) {
		struct range other_time = time_range(beside), other_numbers = data_range(beside);
		equalize_ranges(&time, &other_time);
		equalize_ranges(&numbers, &other_numbers);
		other_numbers = with_window(beside->graph, other_numbers);
		drop_outside(beside->graph, other_numbers, other_time);
		numbers = with_window(grapher->graph, numbers);
		equalize_ranges(&numbers, &other_numbers);
	} else {
		numbers = with_window(grapher->graph, numbers);
	}
	drop_outside(grapher->graph, numbers, time);
	*ret_time = time;
	*ret_numbers = numbers;
}

static int legend_bottom(const struct grapher *grapher)
{
	struct graph_legend_place places[GRAPH_MARK_COUNT];
	int bottom;
	graph_legend_place(grapher->arena, grapher->graph, grapher->is_korean, places, &bottom);
	return bottom;
}

static void make_axes(
	struct grapher *grapher, struct grapher *beside, const struct picture_options *options)
{
	enum {
		TICK_HEIGHT = 58, /* px of the sequence axis for each tick, at least */
		TICK_WIDTH = 120,
		BOTTOM = 60, /* px below the plot, for ticks and the axis's name */
		NAME = 34, /* px above the plot, for the name of the sequence axis */
		STRIP_SPACE = 12, /* px below the strip of the congestion window */
		PLOT_HEIGHT_MIN = 120,
	};
	struct graph *graph = grapher->graph;
	struct range time, numbers;
	find_ranges(grapher, beside, &time, &numbers);
	graph->legend_bottom = legend_bottom(grapher);
	if (beside && legend_bottom(beside) > graph->legend_bottom)
		graph->legend_bottom = legend_bottom(beside);
	graph->congestion_top = graph->legend_bottom + NAME;
	bool has_strip = graph->congestion_count || (beside && beside->graph->congestion_count);
	graph->top = graph->legend_bottom + NAME +
		(has_strip ? GRAPH_CONGESTION_HEIGHT + STRIP_SPACE + NAME : 0);
	graph->height = (int)options->height;
	if (graph->height < graph->top + PLOT_HEIGHT_MIN + BOTTOM)
		graph->height = graph->top + PLOT_HEIGHT_MIN + BOTTOM;
	graph->bottom = graph->height - BOTTOM;
	int ticks = (graph->bottom - graph->top) / TICK_HEIGHT;
	graph->sequence = axis_make(numbers.low, numbers.high, graph->bottom, graph->top,
		(unsigned)(ticks > 2 ? ticks : 2));
	graph_congestion_place(graph, beside ? beside->graph : NULL);
	int left = widest_number(&graph->sequence, grapher->is_korean);
	int other = graph->congestion_count
		? widest_number(&graph->congestion_axis, grapher->is_korean)
		: 0;
	graph->left = (left > other ? left : other) + 14;
	graph->right = graph->width - 44; /* half the width of the last tick's label */
	ticks = (graph->right - graph->left) / TICK_WIDTH;
	graph->time = axis_make(time.low, time.high, graph->left + 8, graph->right - 8,
		(unsigned)(ticks > 2 ? ticks : 2));
}

/* ---- positions ---- */

static bool has_letter(enum graph_mark_kind kind)
{
	return kind == GRAPH_RESENT || kind == GRAPH_OUT_OF_ORDER || kind == GRAPH_SACK ||
		kind == GRAPH_ZERO_WINDOW;
}

struct letter_box {
	int x, y;
};

/*
 * Whether the box, right of `box.x` and around `box.y`, overlaps no stroke and no letter placed
 * before.
 */
static bool is_free(const struct graph *graph, struct letter_box box,
	const struct letter_box *taken, size_t taken_count)
{
	enum { WIDTH = 16, HEIGHT = 19 };
	if (box.x + WIDTH > graph->width)
		return false;
	for (size_t i = 0; i < taken_count; i++)
		if (abs(taken[i].x - box.x) < WIDTH && abs(taken[i].y - box.y) < HEIGHT)
			return false;
	for (size_t i = 0; i < graph->remark_count; i++) {
		const struct graph_remark *remark = &graph->remarks[i];
		if (remark->disc_x + GRAPH_DISC > box.x &&
			remark->disc_x - GRAPH_DISC < box.x + WIDTH &&
			abs(remark->disc_y - box.y) < GRAPH_DISC + HEIGHT / 2)
			return false;
	}
	for (size_t i = 0; i < graph->mark_count; i++) {
		const struct graph_mark *mark = &graph->marks[i];
		if (mark->x >= box.x && mark->x < box.x + WIDTH && mark->top < box.y + HEIGHT / 2 &&
			mark->bottom > box.y - HEIGHT / 2)
			return false;
	}
	return true;
}

/* Whether words beside the mark say the same as its letter. */
static bool is_worded(const struct graph *graph, const struct graph_mark *mark)
{
	for (size_t i = 0; i < graph->zero_window_count && mark->kind == GRAPH_ZERO_WINDOW; i++) {
		const struct graph_zero_window *span = &graph->zero_windows[i];
		if (mark->time_ns >= span->from_ns && mark->time_ns <= span->to_ns)
			return span->words[0];
	}
	return false;
}

static void place_marks(struct grapher *grapher)
{
	enum { LETTERS_MAX = 60 };
	struct graph *graph = grapher->graph;
	struct letter_box boxes[LETTERS_MAX];
	size_t box_count = 0;
	for (size_t i = 0; i < graph->mark_count; i++) {
		struct graph_mark *mark = &graph->marks[i];
		mark->x = axis_place(&graph->time, mark->time_ns);
		mark->bottom = axis_place(&graph->sequence, mark->first);
		mark->top = axis_place(&graph->sequence, mark->last);
		if (mark->top < graph->top)
			mark->top = graph->top;
		if (mark->bottom > graph->bottom)
			mark->bottom = graph->bottom;
	}
	graph_zero_window_place(grapher->arena, graph, grapher->is_korean);
	graph_remarks_place(graph);
	for (size_t i = 0; i < graph->mark_count; i++) {
		struct graph_mark *mark = &graph->marks[i];
		if (!has_letter(mark->kind) || box_count == LETTERS_MAX || is_worded(graph, mark))
			continue;
		struct letter_box box = { mark->x + 6, (mark->top + mark->bottom) / 2 };
		mark->has_letter = is_free(graph, box, boxes, box_count);
		if (mark->has_letter)
			boxes[box_count++] = box;
	}
}

int graph_sample_width(enum graph_mark_kind kind)
{
	if (kind >= GRAPH_ACK || kind == GRAPH_DUP_ACK || kind == GRAPH_ZERO_WINDOW)
		return 34;
	return has_letter(kind) ? 30 : 22;
}

void graph_legend_place(struct arena *arena, const struct graph *graph, bool is_korean,
	struct graph_legend_place ret_places[GRAPH_MARK_COUNT], int *ret_bottom)
{
	int x = 0, y = GRAPH_TITLE_BASELINE + 8 + GRAPH_LINE_HEIGHT / 2;
	for (unsigned i = 0; i < GRAPH_MARK_COUNT; i++) {
		if (!graph->has_kind[i])
			continue;
		const char *words =
			graph_mark_words(arena, graph, (enum graph_mark_kind)i, is_korean);
		int width = graph_sample_width((enum graph_mark_kind)i) +
			svg_text_width(words, SVG_FONT_TEXT, GRAPH_TEXT_SIZE);
		if (x && x + width > graph->width) {
			x = 0;
			y += GRAPH_LINE_HEIGHT;
		}
		ret_places[i] = (struct graph_legend_place){ x, y };
		x += width + GRAPH_SAMPLE_GAP;
	}
	*ret_bottom = y + GRAPH_LINE_HEIGHT / 2;
}

/* The words for a threshold that is too high for the picture. */
static const char *threshold_words(struct arena *arena, const struct graph *graph, bool is_korean)
{
	uint64_t number = (uint64_t)graph->threshold_max;
	const char *size = graph->is_congestion_in_bytes
		? picture_bytes(arena, number, is_korean)
		: arena_printf(arena, is_korean ? "%s세그먼트" : "%s segments",
			  picture_number(arena, number, is_korean));
	return arena_printf(arena,
		is_korean ? "ssthresh: %s까지(그래프 범위 밖)"
			  : "ssthresh: above the picture, up to %s",
		size);
}

const char *graph_mark_words(
	struct arena *arena, const struct graph *graph, enum graph_mark_kind kind, bool is_korean)
{
	static const char *const words[GRAPH_MARK_COUNT][2] = {
		[GRAPH_DATA] = { "data", "데이터" },
		[GRAPH_RESENT] = { "retransmission", "재전송" },
		[GRAPH_OUT_OF_ORDER] = { "out of order", "순서 바뀜" },
		[GRAPH_SACK] = { "SACK block", "SACK 블록" },
		[GRAPH_DUP_ACK] = { "duplicate ACK", "중복 ACK" },
		[GRAPH_ZERO_WINDOW] = { "zero window", "제로 윈도우" },
		[GRAPH_SYN_FIN] = { "SYN, FIN", "SYN, FIN" },
		[GRAPH_RESET] = { "RST", "RST" },
		[GRAPH_ACK] = { "acknowledged", "확인 응답된 위치(ACK)" },
		[GRAPH_WINDOW] = { "receive window", "수신 윈도우" },
		[GRAPH_CONGESTION] = { "congestion window", "혼잡 윈도우(cwnd)" },
		[GRAPH_THRESHOLD] = { "ssthresh", "ssthresh" },
	};
	if (kind == GRAPH_THRESHOLD && graph->is_threshold_above)
		return threshold_words(arena, graph, is_korean);
	if (kind != GRAPH_WINDOW || !graph->is_window_above)
		return words[kind][is_korean];
	autofinish(text) struct text text = { 0 };
	text_append_format(
		&text, is_korean ? "%s: " : "%s: above the picture, ", words[kind][is_korean]);
	append_bytes(&text, graph->window_min, is_korean);
	text_append(&text, is_korean ? " 이상(그래프 범위 밖)" : "");
	return arena_strdup(arena, text_string(&text));
}

struct grapher grapher_start(struct arena *arena, struct graph *graph,
	const struct picture_beside *shown, const struct picture_options *options)
{
	const struct selection *selection = shown->selection;
	const struct capture_summary *summary = shown->summary;
	struct grapher grapher = {
		.arena = arena,
		.selection = selection,
		.summary = summary,
		.graph = graph,
		.names = &summary->names,
		.is_korean = diagram_is_korean(options->lang),
		.start_ns = summary->first_ns,
	};
	(void)selection_streams(selection, &grapher.stream);
	if (grapher.stream < summary->connection_count)
		grapher.start_ns = summary->connections[grapher.stream].first_ns;
	grapher.has_roles = capture_shows_roles(summary, grapher.stream);
	graph->instants = picture_instants(selection, summary);
	graph->stream = grapher.stream;
	graph->width = (int)options->width;
	choose_direction(&grapher);
	gather(&grapher);
	graph_remarks_find(&grapher, shown->points, shown->point_count);
	if (options->shows_calls)
		graph_congestion_find(&grapher);
	return grapher;
}

struct graph *graph_layout(struct arena *arena, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options)
{
	struct graph *graph = arena_new(arena, struct graph);
	const struct picture_beside shown = { selection, summary, options->points,
		options->point_count };
	struct grapher grapher = grapher_start(arena, graph, &shown, options);
	struct grapher beside = { 0 };
	if (options->beside)
		beside = grapher_start(
			arena, arena_new(arena, struct graph), options->beside, options);
	grapher_name_ends(&grapher);
	make_axes(&grapher, grapher.data_count && beside.data_count ? &beside : NULL, options);
	place_marks(&grapher);
	graph_describe(&grapher);
	return graph;
}
