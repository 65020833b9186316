/*
 * Socket calls stand outside the states of their side: where they begin and end in time, between
 * the arrows of the packets around them. Calls get as much room as the row behind them has, and
 * push it down when that is not enough.
 */
#include "diagram/ladder/ladder-layout.h"

#include "diagram/calls/call-words.h"

enum {
	LINE = 24, /* from a call to the next one on its side */
	TURN = 14, /* from a call to the next one on the other side */
	ROW_SPACE = 22, /* the room that the lowest row has for calls before its arrow */
	TRACK = 12,
	BRACKET_SPACE = 6, /* from the states to the first bracket */
	WORDS_SPACE = 14, /* from the last bracket to the words */
	WORDS_SPACE_NARROW = 7,
	STRIP_END = 8, /* behind the words */
	RESULT_DROP = 22, /* from the name of a call to the result below it */
	SPLIT_WIDTH = 1000, /* narrower diagrams have the result of a whole call below its name */
	WORDS_MAX = 200,
	WORDS_MAX_NARROW = 112,
	CALL_SIZE = LADDER_FONT_SIZE_MIN,
};

static struct call_context context_of(const struct layout *layout)
{
	return (struct call_context){
		.arena = layout->arena,
		.selection = layout->selection,
		.summary = layout->summary,
		.is_korean = layout->is_korean,
	};
}

/* The first row that begins with this packet or behind it. */
static unsigned row_behind(const struct ladder *ladder, size_t packet)
{
	unsigned low = 0, high = ladder->row_count;
	while (low < high) {
		unsigned middle = low + (high - low) / 2;
		if (ladder->rows[middle].run->first < packet)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void number_steps(struct ladder *ladder)
{
	unsigned step = 0, call = 0;
	for (unsigned i = 0; i <= ladder->row_count; i++) {
		for (; call < ladder->call_count && ladder->calls[call].before == i; call++)
			ladder->calls[call].step = step++;
		if (i < ladder->row_count)
			ladder->rows[i].step = step++;
	}
}

/* How much further down the next call of its side stands. */
static int drop_of(const struct ladder_call *call)
{
	return call->result.string ? RESULT_DROP : 0;
}

/* Sets `y` of the calls before a row, counted from the first; returns the height of all. */
static int stack_calls(struct ladder *ladder, unsigned row)
{
	int last[2] = { -LINE, -LINE }, next = 0;
	bool has_any = false;
	for (unsigned i = 0; i < ladder->call_count; i++) {
		struct ladder_call *call = &ladder->calls[i];
		if (call->before != row)
			continue;
		int *of_side = &last[call->event->is_of_server];
		call->y = next > *of_side + LINE ? next : *of_side + LINE;
		*of_side = call->y + drop_of(call);
		next = call->y + TURN;
		has_any = true;
	}
	int end = last[0] > last[1] ? last[0] : last[1];
	return has_any ? end + LINE : 0;
}

/* Returns "connect(3)", or "connect 3" where there is no room for the parentheses. */
static const char *name_of(const struct layout *layout, const struct recorded_call *call)
{
	const struct call_context context = context_of(layout);
	if (!layout_is_narrow(layout) || call->call->descriptor < 0)
		return call_words_name(&context, call);
	return arena_printf(layout->arena, "%s %d", call->call->name, call->call->descriptor);
}

static void calls_find(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	const struct call_events *events = layout->options->calls;
	const struct call_context context = context_of(layout);
	ladder->call_count = (unsigned)events->count;
	ladder->calls = arena_alloc_array(layout->arena, events->count + 1, sizeof(*ladder->calls));
	for (unsigned i = 0; i < ladder->call_count; i++) {
		const struct call_event *event = &events->items[i];
		struct ladder_call *call = &ladder->calls[i];
		*call = (struct ladder_call){
			.event = event,
			.before = row_behind(ladder, event->before),
			.is_torn = call_event_is_torn(events, event),
			.text = { .string = call_words_event(&context, event) },
			.title = call_words_title(&context, event->call),
		};
		bool is_split = event->moment == CALL_WHOLE && layout->options->width < SPLIT_WIDTH;
		if (is_split)
			call->result.string = call_words_result(&context, event->call);
		if (is_split || event->moment == CALL_BEGINS)
			call->text.string = name_of(layout, event->call);
	}
	if (events->hidden_count)
		ladder->hidden_calls = (struct ladder_text){
			.kind = LADDER_TEXT_UNRECORDED,
			.string = call_words_hidden(&context, events->hidden_count),
			.size = CALL_SIZE,
		};
	for (unsigned side = CLIENT; side <= SERVER; side++) {
		if (events->is_recorded[side])
			continue;
		ladder->unrecorded[side] = (struct ladder_text){
			.kind = LADDER_TEXT_UNRECORDED,
			.string = call_words_unrecorded(layout->is_korean),
			.size = CALL_SIZE,
		};
	}
}

void calls_collect(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	layout->calls_space = arena_alloc_array(
		layout->arena, ladder->row_count + 1, sizeof(*layout->calls_space));
	if (layout->options->calls)
		calls_find(layout);
	number_steps(ladder);
	for (unsigned i = 0; i <= ladder->row_count && ladder->call_count; i++) {
		int height = stack_calls(ladder, i);
		bool has_row = i > 0 && i < ladder->row_count;
		int space = has_row ? ROW_SPACE : 0;
		layout->calls_space[i] = height > space ? height - space : 0;
		layout->calls_height += layout->calls_space[i];
	}
	if (ladder->hidden_calls.string) {
		layout->calls_space[ladder->row_count] += LINE;
		layout->calls_height += LINE;
	}
}

/* ---- across ---- */

/* The first column in which no call of its side is drawn at the same time. */
static void choose_track(struct layout *layout, unsigned index)
{
	enum { TRACKS_MAX = 6 };
	struct ladder *ladder = layout->ladder;
	struct ladder_call *call = &ladder->calls[index];
	bool is_taken[TRACKS_MAX] = { false };
	for (unsigned i = 0; i < index; i++) {
		const struct ladder_call *other = &ladder->calls[i];
		const struct call_event *end = &layout->options->calls->items[other->event->other];
		bool is_over = other->event->moment != CALL_BEGINS ||
			(other->event->other != i && end < call->event);
		if (!is_over && other->event->is_of_server == call->event->is_of_server)
			is_taken[other->track] = true;
	}
	while (call->track + 1 < TRACKS_MAX && is_taken[call->track])
		call->track++;
}

static void choose_tracks(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	for (unsigned i = 0; i < ladder->call_count; i++) {
		struct ladder_call *call = &ladder->calls[i];
		if (call->event->moment == CALL_ENDS)
			call->track = ladder->calls[call->event->other].track;
		else
			choose_track(layout, i);
		unsigned *tracks = &layout->calls_tracks[call->event->is_of_server];
		*tracks = *tracks > call->track ? *tracks : call->track + 1;
	}
}

static void text_measure(struct layout *layout, struct ladder_text *text, enum svg_font font)
{
	int most = layout_is_narrow(layout) ? WORDS_MAX_NARROW : WORDS_MAX;
	text->string = svg_text_shorten(layout->arena, text->string, font, CALL_SIZE, most);
	text->size = CALL_SIZE;
	text->width = svg_text_width(text->string, font, CALL_SIZE);
	text->height = CALL_SIZE + 4;
}

static void call_text_measure(struct layout *layout, struct ladder_text *text, int *widest)
{
	text_measure(layout, text, SVG_FONT_MONO);
	text->kind = LADDER_TEXT_CALL;
	*widest = *widest > text->width ? *widest : text->width;
}

static void note_measure(struct layout *layout, struct ladder_text *note, int *widest)
{
	if (!note->string)
		return;
	text_measure(layout, note, SVG_FONT_TEXT);
	*widest = note->width > *widest ? note->width : *widest;
}

/* From the states to the words. */
static int words_inset(const struct layout *layout, unsigned side)
{
	return BRACKET_SPACE + (int)layout->calls_tracks[side] * TRACK +
		(layout_is_narrow(layout) ? WORDS_SPACE_NARROW : WORDS_SPACE);
}

void calls_measure(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	int words[2] = { 0, 0 };
	if (!layout->options->calls)
		return;
	choose_tracks(layout);
	for (unsigned i = 0; i < ladder->call_count; i++) {
		struct ladder_call *call = &ladder->calls[i];
		int *widest = &words[call->event->is_of_server];
		call_text_measure(layout, &call->text, widest);
		if (call->result.string)
			call_text_measure(layout, &call->result, widest);
	}
	note_measure(layout, &ladder->hidden_calls, &words[SERVER]);
	for (unsigned side = CLIENT; side <= SERVER; side++) {
		note_measure(layout, &ladder->unrecorded[side], &words[side]);
		int end = layout_is_narrow(layout) ? 0 : STRIP_END;
		if (side == CLIENT && layout_is_narrow(layout))
			/* no time stands beside a call: its words may reach there */
			end = words[side] < layout->time_right ? -words[side] : -layout->time_right;
		layout->calls_width[side] = words_inset(layout, side) + words[side] + end;
	}
}

/* ---- places ---- */

static int words_edge(const struct layout *layout, unsigned side)
{
	int inset = words_inset(layout, side);
	return side == CLIENT ? layout->calls_edge[CLIENT] - inset
			      : layout->calls_edge[SERVER] + inset;
}

static void words_place(const struct layout *layout, struct ladder_text *text, unsigned side, int y)
{
	int edge = words_edge(layout, side);
	text->anchor = side == CLIENT ? SVG_ANCHOR_END : SVG_ANCHOR_START;
	text_place(text, side == CLIENT ? edge - text->width : edge, y + CALL_SIZE / 3);
}

/* The y above which the calls before a row have no place, and below which they have none. */
static void space_of(const struct layout *layout, unsigned row, int *ret_top, int *ret_bottom)
{
	const struct ladder *ladder = layout->ladder;
	*ret_top = row ? ladder->rows[row - 1].y : ladder->head_height;
	*ret_bottom = row < ladder->row_count ? ladder->rows[row].y : ladder->bottom;
}

/* From the first call before a row to the last one. */
static int height_before(const struct ladder *ladder, unsigned row)
{
	int last = 0;
	for (unsigned i = 0; i < ladder->call_count; i++) {
		const struct ladder_call *call = &ladder->calls[i];
		int end = call->y + drop_of(call);
		if (call->before == row && end > last)
			last = end;
	}
	return last;
}

static bool has_pause(const struct ladder *ladder, unsigned row)
{
	return row > 0 && row < ladder->row_count && ladder->rows[row].has_gap;
}

/*
 * Of calls before a row, a pause stands where the most time passed: returns the index of the call
 * behind it; call_count when it is the row that is behind it.
 */
static unsigned call_behind_pause(const struct ladder *ladder, unsigned row)
{
	int64_t last_ns = ladder->rows[row - 1].last->frame.time_ns, longest_ns = -1;
	unsigned behind = ladder->call_count;
	for (unsigned i = 0; i < ladder->call_count; i++) {
		const struct call_event *event = ladder->calls[i].event;
		if (ladder->calls[i].before != row)
			continue;
		if (event->time_ns - last_ns > longest_ns) {
			longest_ns = event->time_ns - last_ns;
			behind = i;
		}
		last_ns = event->time_ns;
	}
	return ladder->rows[row].packet->frame.time_ns - last_ns > longest_ns ? ladder->call_count
									      : behind;
}

static void pause_move(struct ladder_row *row, int y)
{
	row->gap.baseline += y - row->gap_y;
	row->gap.top += y - row->gap_y;
	row->gap_y = y;
}

/* Moves the calls behind a pause down to have room for it, and it between them. */
static void pause_place(struct ladder *ladder, unsigned row, unsigned behind)
{
	int last = ladder->rows[row - 1].y;
	for (unsigned i = 0; i < ladder->call_count; i++) {
		struct ladder_call *call = &ladder->calls[i];
		if (call->before != row)
			continue;
		if (i >= behind)
			call->y += LADDER_GAP_HEIGHT;
		else if (call->y + drop_of(call) > last)
			last = call->y + drop_of(call);
	}
	int next = ladder->calls[behind].y, least = next - LADDER_GAP_HEIGHT;
	pause_move(&ladder->rows[row], least > last ? least : (last + next) / 2);
}

/* Sets `y` of the calls before a row, and of a pause among them. */
static void row_calls_spread(struct layout *layout, unsigned row)
{
	struct ladder *ladder = layout->ladder;
	int top, bottom;
	space_of(layout, row, &top, &bottom);
	int height = height_before(ladder, row), room = bottom - top - height;
	bool has_note = row == ladder->row_count && ladder->hidden_calls.string;
	unsigned behind = ladder->call_count;
	if (has_note)
		room -= LINE;
	if (has_pause(ladder, row)) {
		behind = call_behind_pause(ladder, row);
		room = behind < ladder->call_count
			? room - LADDER_GAP_HEIGHT
			: ladder->rows[row].gap_y - LADDER_GAP_HEIGHT / 2 - top - height;
	}
	int first = top + room / 2;
	if (has_note)
		words_place(layout, &ladder->hidden_calls, SERVER, first + height + LINE);
	for (unsigned i = 0; i < ladder->call_count; i++)
		if (ladder->calls[i].before == row)
			ladder->calls[i].y += first;
	if (behind < ladder->call_count)
		pause_place(ladder, row, behind);
}

static void row_calls_place(struct layout *layout, unsigned row)
{
	struct ladder *ladder = layout->ladder;
	row_calls_spread(layout, row);
	for (unsigned i = 0; i < ladder->call_count; i++) {
		struct ladder_call *call = &ladder->calls[i];
		unsigned side = call->event->is_of_server ? SERVER : CLIENT;
		int inset = BRACKET_SPACE + (int)call->track * TRACK;
		if (call->before != row)
			continue;
		call->x = layout->calls_edge[side] + (side == CLIENT ? -inset : inset);
		words_place(layout, &call->text, side, call->y);
		if (call->result.string)
			words_place(layout, &call->result, side, call->y + RESULT_DROP);
		call->from = call->event->moment == CALL_ENDS ? ladder->calls[call->event->other].y
							      : call->y;
		if (call->event->call->call->is_unfinished)
			call->bottom = ladder->bottom;
	}
}

void calls_place(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	if (!layout->options->calls)
		return;
	for (unsigned i = 0; i <= ladder->row_count; i++)
		row_calls_place(layout, i);
	for (unsigned side = CLIENT; side <= SERVER; side++)
		if (ladder->unrecorded[side].string)
			words_place(layout, &ladder->unrecorded[side], side,
				ladder->head_height + CALL_SIZE);
}
