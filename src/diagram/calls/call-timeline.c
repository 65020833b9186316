/*
 * Everything stands in the order of time. Two things in different columns may stand closer than two
 * in one column. All distances grow with the height that is left.
 */
#include "diagram/calls/call-timeline.h"

#include "base/array.h"
#include "diagram/calls/call-words.h"
#include "explain/words.h"
#include "listing/info/arrow-label.h"
#include "listing/info/left-out-words.h"

enum {
	HEAD_HEIGHT = 62,
	BOTTOM_SPACE = 8,
	NARROW = 700,
	SIZE = PICTURE_FONT_SIZE_MIN,
	CALL_STEP = 28, /* from a call to the next one of its column */
	RESULT_STEP = 24, /* more, when the result stands below the name */
	PACKET_STEP = 34,
	TEAR_STEP = 30, /* from a tear to what is below it */
	TURN = 16, /* from an item to the next one, when that is in another column */
	HALF = 14, /* half of the height of a call in which nothing happens */
	PADDING = 10,
	STRETCH_MAX = 180, /* percent */
};

enum zone { ZONE_CLIENT, ZONE_PACKETS, ZONE_SERVER, ZONE_COUNT };

struct item {
	/* one of these */
	const struct call_event *event;
	const struct shown_packet *packet;
	const struct left_out *left_out; /* a tear */
	int y;
};

struct timeline {
	struct text *out;
	struct arena arena;
	const struct picture_options *options;
	const struct selection *selection;
	const struct capture_summary *summary;
	struct call_context context;
	const struct call_events *events;
	struct item *items; /* in the order of time */
	size_t count;
	size_t *item_of; /* the index of the item of each event */
	size_t *tear_of; /* the index of the tear before each packet */
	int program_width, lane[2]; /* x of the kernels */
	int bottom, height;
	bool is_narrow;
};

static enum zone zone_of(const struct item *item)
{
	if (!item->event)
		return ZONE_PACKETS;
	return item->event->is_of_server ? ZONE_SERVER : ZONE_CLIENT;
}

/* Whether the result of a whole call stands below its name. */
static bool is_split(const struct timeline *timeline, const struct item *item)
{
	return timeline->is_narrow && item->event && item->event->moment == CALL_WHOLE;
}

/* Of events beside a tear, all are above it but those behind it, and those that begin at it. */
static bool is_below_tear(const struct timeline *timeline, const struct call_event *event)
{
	return event->gap == CALL_BEHIND_GAP ||
		(event->moment == CALL_BEGINS && call_event_is_torn(timeline->events, event));
}

/* Adds the events before a packet that are below the tear there, or those above it. */
static void collect_events(struct timeline *timeline, size_t first, size_t packet, bool is_below)
{
	const struct call_events *events = timeline->events;
	for (size_t i = first; i < events->count && events->items[i].before == packet; i++) {
		if (is_below_tear(timeline, &events->items[i]) != is_below)
			continue;
		timeline->item_of[i] = timeline->count;
		timeline->items[timeline->count++].event = &events->items[i];
	}
}

static void collect(struct timeline *timeline)
{
	const struct selection *selection = timeline->selection;
	const struct call_events *events = timeline->events;
	size_t event = 0;
	timeline->items = arena_alloc_array(&timeline->arena,
		2 * selection->count + events->count + 1, sizeof(*timeline->items));
	timeline->item_of =
		arena_alloc_array(&timeline->arena, events->count + 1, sizeof(*timeline->item_of));
	timeline->tear_of = arena_alloc_array(
		&timeline->arena, selection->count + 1, sizeof(*timeline->tear_of));
	for (size_t i = 0; i <= selection->count; i++) {
		collect_events(timeline, event, i, false);
		if (selection->left_out && selection->left_out[i].count) {
			timeline->tear_of[i] = timeline->count;
			timeline->items[timeline->count++].left_out = &selection->left_out[i];
		}
		collect_events(timeline, event, i, true);
		while (event < events->count && events->items[event].before == i)
			event++;
		if (i < selection->count && selection->packets[i]->facts.has_tcp)
			timeline->items[timeline->count++].packet = selection->packets[i];
	}
}

/* ---- places ---- */

static int step_of(const struct timeline *timeline, const struct item *item)
{
	return zone_of(item) == ZONE_PACKETS ? PACKET_STEP
		: is_split(timeline, item)   ? CALL_STEP + RESULT_STEP
					     : CALL_STEP;
}

/* Sets `y` from 0 on, with distances of so many percent; returns where the next one would be. */
static int stack(struct timeline *timeline, int percent)
{
	int free[ZONE_COUNT] = { HALF, PACKET_STEP, HALF }, next = HALF, end = 0;
	for (size_t i = 0; i < timeline->count; i++) {
		struct item *item = &timeline->items[i];
		if (item->left_out) { /* all columns go on below it */
			item->y = i ? (next > end ? next : end) : HALF;
			bool is_last = i + 1 == timeline->count;
			next = end = item->y + (is_last ? HALF : TEAR_STEP * percent / 100);
			for (unsigned zone = 0; zone < ZONE_COUNT; zone++)
				free[zone] = end + (zone == ZONE_PACKETS ? TURN : 0);
			continue;
		}
		enum zone zone = zone_of(item);
		item->y = next > free[zone] ? next : free[zone];
		free[zone] = item->y + step_of(timeline, item) * percent / 100;
		next = item->y + TURN * percent / 100;
		end = free[zone] > end ? free[zone] : end;
	}
	return end;
}

static void place(struct timeline *timeline)
{
	const struct picture_options *options = timeline->options;
	int width = (int)options->width, space = (int)options->height - HEAD_HEIGHT - BOTTOM_SPACE;
	int percent = STRETCH_MAX;
	timeline->is_narrow = width < NARROW;
	timeline->program_width = timeline->is_narrow ? width * 27 / 100 : width * 24 / 100;
	timeline->lane[0] = timeline->program_width + (timeline->is_narrow ? 22 : 70);
	timeline->lane[1] = width - timeline->lane[0];
	while (percent > 100 && stack(timeline, percent) > space)
		percent--;
	int end = stack(timeline, percent);
	for (size_t i = 0; i < timeline->count; i++)
		timeline->items[i].y += HEAD_HEIGHT;
	timeline->bottom = HEAD_HEIGHT + end;
	timeline->height =
		timeline->bottom + BOTTOM_SPACE + (timeline->events->hidden_count ? CALL_STEP : 0);
}

/* ---- drawing ---- */

static const struct tcp_connection *connection_of(const struct timeline *timeline)
{
	for (size_t i = 0; i < timeline->selection->count; i++) {
		const struct shown_packet *packet = timeline->selection->packets[i];
		if (packet->facts.has_tcp &&
			packet->facts.tcp.stream < timeline->summary->connection_count)
			return &timeline->summary->connections[packet->facts.tcp.stream];
	}
	return NULL;
}

static void draw_head(struct timeline *timeline, int left, int width, const char *const lines[2])
{
	svg_rect(timeline->out, "call-head", left, 0, width, HEAD_HEIGHT - 12, 8);
	for (unsigned i = 0; i < 2; i++) {
		const char *line = svg_text_shorten(
			&timeline->arena, lines[i], SVG_FONT_BOLD, SIZE, width - 8);
		svg_text(timeline->out, "call-head-text strong", SVG_ANCHOR_MIDDLE,
			left + width / 2, 20 + (int)i * 22, SIZE, line, false);
	}
}

static void draw_heads(struct timeline *timeline)
{
	const struct tcp_connection *connection = connection_of(timeline);
	bool is_korean = timeline->context.is_korean;
	const char *program = is_korean ? "프로그램" : "program";
	const char *kernel = is_korean ? "커널" : "kernel";
	int gap = timeline->lane[1] - timeline->lane[0];
	int kernel_width = timeline->is_narrow ? 84 : 130;
	/*
	 * Draws the heads over the rest and on a ground of their own, since a tall drawing scrolls
	 * below them.
	 */
	text_append(timeline->out, "<g class=\"heads\">");
	svg_rect(timeline->out, "ground", 0, -20, (int)timeline->options->width, HEAD_HEIGHT + 14,
		0);
	for (unsigned side = 0; side < 2; side++) {
		unsigned port = !connection ? 0
			: side              ? connection->server_port
					    : connection->client_port;
		const char *const of_program[2] = {
			diagram_word(side ? DIAGRAM_WORD_SERVER : DIAGRAM_WORD_CLIENT, is_korean),
			program
		};
		const char *const of_kernel[2] = { kernel,
			arena_printf(&timeline->arena, ":%u", port) };
		int width = kernel_width < gap - 8 ? kernel_width : gap - 8;
		int left = timeline->lane[side] - width / 2;
		int edge = (int)timeline->options->width - timeline->program_width;
		int most = side ? edge - 4 - width : timeline->program_width + 4;
		if (side ? left > most : left < most)
			left = most;
		draw_head(timeline, side ? edge : 0, timeline->program_width, of_program);
		draw_head(timeline, left, width, of_kernel);
	}
	text_append(timeline->out, "</g>\n");
}

static void draw_kernels(struct timeline *timeline)
{
	for (unsigned side = 0; side < 2; side++)
		svg_line(timeline->out, "call-kernel", timeline->lane[side], HEAD_HEIGHT - 12,
			timeline->lane[side], timeline->bottom);
}

static void draw_arrow(
	struct timeline *timeline, const char *class_name, int from, int to, int y, bool is_thin)
{
	int direction = from < to ? 1 : -1, length = is_thin ? 8 : 13, half = is_thin ? 5 : 7;
	svg_line(timeline->out, class_name, from, y, to - direction * (length - 2), y);
	svg_path(timeline->out, is_thin ? "call-tip" : "packet-tip", "M%d %dl%d %dv%dz", to, y,
		-direction * length, -half, 2 * half);
}

/*
 * What stands beside the chip: what the analysis says of the packet, and its size, as far as there
 * is room. So a color is never without words.
 */
static const char *details_of(
	struct timeline *timeline, const struct shown_packet *packet, int room)
{
	bool is_korean = timeline->context.is_korean;
	uint32_t labels = packet->facts.tcp.labels, size = frame_tcp(&packet->frame)->payload_size;
	autofinish(text) struct text words = { 0 }, all = { 0 };
	for (unsigned i = 0; i < TCP_LABEL_COUNT; i++)
		if (labels & 1U << i)
			text_append_format(&words, "%s%s", words.size ? " · " : "",
				diagram_label_words(i, is_korean));
	text_append(&all, text_string(&words));
	if (size)
		text_append_format(&all, "%slen %s", all.size ? " · " : "",
			picture_number(&timeline->arena, size, is_korean));
	const char *const forms[] = { text_string(&all), text_string(&words) };
	for (size_t i = 0; i < ARRAY_COUNT(forms); i++)
		if (svg_text_width(forms[i], SVG_FONT_TEXT, SIZE) <= room)
			return arena_strdup(&timeline->arena, forms[i]);
	return "";
}

static void draw_packet(struct timeline *timeline, const struct item *item)
{
	enum { CHIP_SPACE = 16, DETAILS_SPACE = 10 };
	const struct shown_packet *packet = item->packet;
	unsigned from = packet->facts.tcp.is_from_client ? 0 : 1;
	int width = timeline->lane[1] - timeline->lane[0];
	autofinish(text) struct text label = { 0 };
	arrow_label_append(&label, &packet->frame, &packet->facts);
	picture_open_packet(timeline->out, timeline->options, packet, "");
	picture_title(timeline->out, timeline->options,
		arena_printf(&timeline->arena, "#%llu · %s",
			(unsigned long long)packet->frame.number, text_string(&label)));
	svg_rect(timeline->out, "hit", timeline->lane[0] + 4, item->y - 26, width - 8, 34, 6);
	const char *words = svg_text_shorten(
		&timeline->arena, text_string(&label), SVG_FONT_BOLD, SIZE, width - 40);
	int text_width = svg_text_width(words, SVG_FONT_BOLD, SIZE);
	const char *details = details_of(timeline, packet,
		width - 2 * CHIP_SPACE - text_width - CHIP_SPACE - DETAILS_SPACE);
	int beside = *details ? svg_text_width(details, SVG_FONT_TEXT, SIZE) + DETAILS_SPACE : 0;
	int left = (timeline->lane[0] + timeline->lane[1] - text_width - CHIP_SPACE - beside) / 2;
	svg_rect(
		timeline->out, "chip", left, item->y - 27, text_width + CHIP_SPACE, 23, 5);
	svg_text(timeline->out, "chip-ink strong", SVG_ANCHOR_MIDDLE,
		left + (text_width + CHIP_SPACE) / 2, item->y - 9, SIZE, words, false);
	if (*details)
		svg_text(timeline->out, "quiet", SVG_ANCHOR_START,
			left + text_width + CHIP_SPACE + DETAILS_SPACE, item->y - 9, SIZE, details,
			false);
	draw_arrow(timeline, "wire", timeline->lane[from] + (from ? -3 : 3),
		timeline->lane[1 - from] + (from ? 3 : -3), item->y, false);
	text_append(timeline->out, "</g>\n");
}

/* Where a call ends in the picture. One that did not return ends with it. */
static int end_of(const struct timeline *timeline, const struct item *item)
{
	const struct call_event *event = item->event;
	if (event->moment == CALL_WHOLE)
		return item->y + (is_split(timeline, item) ? RESULT_STEP : 0);
	const struct item *other = &timeline->items[timeline->item_of[event->other]];
	return event->call->call->is_unfinished ? timeline->bottom : other->y;
}

/* The y of the tear at which a torn call begins or ends. */
static int tear_y(const struct timeline *timeline, const struct call_event *event)
{
	return timeline->items[timeline->tear_of[event->before]].y;
}

static const char *name_of(struct timeline *timeline, const struct recorded_call *call)
{
	if (!timeline->is_narrow || call->call->descriptor < 0)
		return call_words_name(&timeline->context, call);
	return arena_printf(&timeline->arena, "%s %d", call->call->name, call->call->descriptor);
}

static void draw_words(struct timeline *timeline, const char *words, int left, int y)
{
	const char *shown = svg_text_shorten(
		&timeline->arena, words, SVG_FONT_MONO, SIZE, timeline->program_width - PADDING);
	svg_text(timeline->out, "mono call-words", SVG_ANCHOR_START, left + PADDING, y + SIZE / 3,
		SIZE, shown, false);
}

/*
 * Returns the number of calls of the same side that are open where it begins. It is drawn so far
 * inside of them.
 */
static int depth_of(const struct timeline *timeline, const struct call_event *event)
{
	int depth = 0;
	for (const struct call_event *other = timeline->events->items; other < event; other++) {
		const struct call_event *end = &timeline->events->items[other->other];
		depth += other->moment == CALL_BEGINS &&
			other->is_of_server == event->is_of_server && (end == other || end > event);
	}
	return depth < 4 ? depth : 4;
}

/* Cuts a box off at a tear: its outline ends there, as the lanes do. */
static void draw_cut(struct timeline *timeline, int left, int width, int from, int to)
{
	svg_rect(timeline->out, "ground", left - 2, from, width + 4, to - from, 0);
}

static void draw_box(struct timeline *timeline, const struct item *item, int left, int width)
{
	enum { CUT = 8 }; /* more than the radius of a corner */
	const struct call_event *event = item->event;
	const struct call_event *last = &timeline->events->items[event->other];
	bool is_unfinished = event->call->call->is_unfinished;
	const bool is_open[2] = { call_event_is_torn(timeline->events, event),
		last != event && call_event_is_torn(timeline->events, last) };
	int top = is_open[0] ? tear_y(timeline, event) - CUT : item->y - HALF + 2;
	int bottom =
		is_open[1] ? tear_y(timeline, last) + CUT : end_of(timeline, item) + HALF - 2;
	svg_rect(timeline->out, is_unfinished ? "call-box open" : "call-box", left, top, width,
		bottom - top, 6);
	if (is_open[0])
		draw_cut(timeline, left, width, top - 2, top + CUT);
	if (is_open[1])
		draw_cut(timeline, left, width, bottom - CUT, bottom + 2);
}

static void draw_tear(struct timeline *timeline, const struct item *item)
{
	enum { REACH = 8, RISE = 4, APART = 5, SPACE = 16 };
	struct text *out = timeline->out;
	autofinish(text) struct text words = { 0 }, few = { 0 };
	int middle = (timeline->lane[0] + timeline->lane[1]) / 2;
	int width = timeline->lane[1] - timeline->lane[0] - 2 * SPACE;
	left_out_append(&words, item->left_out, timeline->context.is_korean);
	left_out_append_short(&few, item->left_out, timeline->context.is_korean);
	bool is_long = svg_text_width(text_string(&words), SVG_FONT_TEXT, SIZE) <= width;
	text_append(out, "<g class=\"tear\">");
	picture_title(out, timeline->options, text_string(&words));
	for (unsigned side = 0; side < 2; side++) {
		int x = timeline->lane[side], y = item->y;
		svg_rect(out, "ground", x - 4, y - APART, 8, 2 * APART, 0);
		for (int edge = y - APART; edge <= y + APART; edge += 2 * APART)
			svg_line(out, "call-wire", x - REACH, edge + RISE, x + REACH, edge - RISE);
	}
	svg_text(out, "quiet", SVG_ANCHOR_MIDDLE, middle, item->y + SIZE / 3, SIZE,
		text_string(is_long ? &words : &few), false);
	text_append(out, "</g>\n");
}

static void draw_call(struct timeline *timeline, const struct item *item)
{
	enum { INSET = 14 };
	const struct call_event *event = item->event;
	int width = (int)timeline->options->width;
	int left = event->is_of_server ? width - timeline->program_width : 0;
	int edge = event->is_of_server ? left : timeline->program_width;
	int lane = timeline->lane[event->is_of_server], end = end_of(timeline, item);
	int inset = depth_of(timeline, event) * INSET;
	bool has_end = !event->call->call->is_unfinished;
	const struct call_event *last = &timeline->events->items[event->other];
	const char *name = event->moment == CALL_WHOLE && !is_split(timeline, item)
		? call_words_event(&timeline->context, event)
		: name_of(timeline, event->call);
	text_append_format(timeline->out, "<g class=\"call-span %s\">",
		event->is_of_server ? "server" : "client");
	picture_title(timeline->out, timeline->options,
		call_words_title(&timeline->context, event->call));
	draw_box(timeline, item, left + inset + 1, timeline->program_width - inset - 2);
	draw_words(timeline, name, left + inset, item->y);
	if (has_end && end > item->y)
		draw_words(timeline, call_words_result(&timeline->context, event->call),
			left + inset, end);
	if (!call_event_is_torn(timeline->events, event))
		draw_arrow(timeline, "call-wire", edge, lane + (event->is_of_server ? 2 : -2),
			item->y - (end > item->y ? 0 : 4), true);
	if (has_end && !call_event_is_torn(timeline->events, last))
		draw_arrow(timeline, "call-wire", lane + (event->is_of_server ? 2 : -2), edge,
			end + (end > item->y ? 0 : 6), true);
	text_append(timeline->out, "</g>\n");
}

static void draw_unrecorded(struct timeline *timeline)
{
	for (unsigned side = 0; side < 2; side++) {
		int left = side ? (int)timeline->options->width - timeline->program_width : 0;
		if (timeline->events->is_recorded[side])
			continue;
		const char *words = svg_text_shorten(&timeline->arena,
			call_words_unrecorded(timeline->context.is_korean), SVG_FONT_TEXT, SIZE,
			timeline->program_width);
		svg_text(timeline->out, "quiet", SVG_ANCHOR_MIDDLE,
			left + timeline->program_width / 2, HEAD_HEIGHT + 20, SIZE, words, false);
	}
}

static void draw_hidden(struct timeline *timeline)
{
	if (timeline->events->hidden_count)
		svg_text(timeline->out, "quiet", SVG_ANCHOR_MIDDLE,
			(int)timeline->options->width / 2,
			timeline->bottom + CALL_STEP / 2 + SIZE / 3, SIZE,
			call_words_hidden(&timeline->context, timeline->events->hidden_count),
			false);
}

/* A call is drawn once, where it begins. */
static void draw_items(struct timeline *timeline)
{
	for (size_t i = 0; i < timeline->count; i++) {
		const struct item *item = &timeline->items[i];
		const struct call_event *event = item->event;
		if (item->left_out)
			draw_tear(timeline, item);
		else if (!event)
			draw_packet(timeline, item);
		else if (event->moment != CALL_ENDS)
			draw_call(timeline, item);
	}
}

static const char *description(struct timeline *timeline)
{
	bool is_korean = timeline->context.is_korean;
	uint64_t calls = 0;
	for (size_t i = 0; i < timeline->events->count; i++)
		calls += timeline->events->items[i].moment != CALL_ENDS;
	return arena_printf(&timeline->arena,
		is_korean ? "프로그램, 커널, 커널, 프로그램: 호출 %s개와 패킷 %s개"
			  : "Program, kernel, kernel, program: %s calls and %s packets",
		picture_number(&timeline->arena, calls, is_korean),
		picture_number(&timeline->arena, timeline->selection->count, is_korean));
}

static const struct call_events *find_events(struct timeline *timeline)
{
	struct call_events *events = arena_new(&timeline->arena, struct call_events);
	call_events_find(events, timeline->selection, timeline->summary, true, CALLS_DRAWN_MAX,
		&timeline->arena);
	return events;
}

void call_timeline_svg(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options)
{
	struct timeline timeline = {
		.out = out,
		.options = options,
		.selection = selection,
		.summary = summary,
	};
	timeline.context = (struct call_context){
		.arena = &timeline.arena,
		.selection = selection,
		.summary = summary,
		.is_korean = diagram_is_korean(options->lang),
	};
	timeline.events = options->calls ? options->calls : find_events(&timeline);
	collect(&timeline);
	place(&timeline);
	picture_open(out, options, "calls", (int)options->width, timeline.height,
		description(&timeline));
	draw_kernels(&timeline);
	draw_items(&timeline);
	draw_unrecorded(&timeline);
	draw_hidden(&timeline);
	draw_heads(&timeline);
	picture_close(out);
	arena_finish(&timeline.arena);
}
