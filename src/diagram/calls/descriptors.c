/*
 * A descriptor is in the table from the call that returned it to the call that closed it. Processes
 * of one program have a table each.
 */
#include "diagram/calls/descriptors.h"

#include <stdlib.h>

#include "base/array.h"
#include "conversation/calls/recorded-calls.h"
#include "conversation/names/endpoint-names.h"
#include "explain/words.h"

enum {
	HEAD_SPACE = 14, /* between the name of a program and its first card */
	CARD_SPACE = 10,
	NARROW = 700,
	GAP = 32,
	NUMBER_WIDTH = 64,
	SIZE = 26,
	SIZE_LARGEST = 34, /* where few descriptors leave room */
	SIZE_NARROW = 20,
	ROWS_MAX = 12, /* of one program */
	CARD_LINES = 3,
};

struct table {
	struct arena arena;
	const struct capture_summary *summary;
	bool is_korean;
	int64_t time_ns;
	int size, card_height;
	/* of client and server programs, by process and number; in the arena */
	const struct call_descriptor **rows[2];
	size_t counts[2], hidden[2];
	bool has_processes[2]; /* there are several */
	const char *lines[2][ROWS_MAX][CARD_LINES]; /* of the rows' cards, in a picture */
};

static int compare_rows(const void *a, const void *b)
{
	const struct call_descriptor *first = *(const struct call_descriptor *const *)a;
	const struct call_descriptor *second = *(const struct call_descriptor *const *)b;
	if (first->process != second->process)
		return first->process < second->process ? -1 : 1;
	return first->number < second->number ? -1 : first->number > second->number;
}

static void find_rows_of(struct table *table, unsigned side, const struct recorded_calls *calls)
{
	const struct call_descriptor **rows =
		arena_alloc_array(&table->arena, calls->descriptor_count + 1, sizeof(*rows));
	size_t count = 0;
	for (size_t i = 0; i < calls->descriptor_count; i++) {
		const struct call_descriptor *descriptor = &calls->descriptors[i];
		if ((descriptor->role == CALL_OF_SERVER) == side &&
			descriptor->opened_ns <= table->time_ns &&
			descriptor->closed_ns > table->time_ns)
			rows[count++] = descriptor;
	}
	if (count)
		qsort(rows, count, sizeof(*rows), compare_rows);
	table->rows[side] = rows;
	table->counts[side] = count < ROWS_MAX ? count : ROWS_MAX;
	table->hidden[side] = count - table->counts[side];
	table->has_processes[side] = count && rows[0]->process != rows[count - 1]->process;
}

static void find_rows(struct table *table, const struct selection *selection,
	const struct capture_summary *summary, const char *lang)
{
	static const struct recorded_calls none = { 0 };
	table->summary = summary;
	table->is_korean = diagram_is_korean(lang);
	table->time_ns = selection->packets[0]->frame.time_ns;
	for (unsigned side = 0; side < 2; side++)
		find_rows_of(table, side, summary->calls ? summary->calls : &none);
}

/* The last thing that a call made of the socket. */
static const char *state_of(const struct table *table, const struct call_descriptor *descriptor)
{
	int64_t now = table->time_ns;
	bool is_korean = table->is_korean;
	if (descriptor->shut_ns <= now)
		return is_korean ? "shutdown() 뒤" : "after shutdown()";
	if (descriptor->listening_ns <= now)
		return is_korean ? "listen() 뒤" : "listening";
	if (descriptor->connected_ns <= now)
		return is_korean ? "연결됨" : "connected";
	if (descriptor->failed_ns <= now)
		return is_korean ? "connect() 실패" : "connect() failed";
	if (descriptor->connecting_ns <= now)
		return is_korean ? "connect() 중" : "connecting";
	if (descriptor->bound_ns <= now)
		return is_korean ? "bind() 뒤" : "bound";
	if (!descriptor->has_origin)
		return is_korean ? "기록 없음" : "not recorded";
	return is_korean ? "socket() 뒤" : "after socket()";
}

static const char *kind_of(const struct table *table, const struct call_descriptor *descriptor)
{
	if (descriptor->listening_ns <= table->time_ns)
		return table->is_korean ? "연결을 받는 소켓" : "listening socket";
	if (descriptor->is_accepted)
		return table->is_korean ? "accept()한 소켓" : "accepted socket";
	if (descriptor->is_of_pair)
		return table->is_korean ? "socketpair()의 소켓" : "socket of a pair";
	return table->is_korean ? "소켓" : "socket";
}

static const char *address_of(
	struct table *table, const struct endpoint *endpoint, bool is_known, bool may_have)
{
	autofinish(text) struct text text = { 0 };
	if (!may_have)
		return "–";
	if (!is_known)
		return table->is_korean ? "기록 없음" : "not recorded";
	endpoint_append_named(&text, endpoint, true, &table->summary->names);
	return arena_strdup(&table->arena, text_string(&text));
}

static bool has_begun(const struct table *table, const struct call_descriptor *descriptor)
{
	return descriptor->is_accepted || !descriptor->has_origin ||
		descriptor->connecting_ns <= table->time_ns;
}

static const char *local_of(struct table *table, const struct call_descriptor *descriptor)
{
	bool may_have = has_begun(table, descriptor) || descriptor->bound_ns <= table->time_ns;
	return address_of(table, &descriptor->local, descriptor->has_local, may_have);
}

static const char *peer_of(struct table *table, const struct call_descriptor *descriptor)
{
	bool may_have = has_begun(table, descriptor) && descriptor->listening_ns == INT64_MAX;
	return address_of(table, &descriptor->peer, descriptor->has_peer, may_have);
}

static const char *program_of(const struct table *table, unsigned side)
{
	return diagram_word(side ? DIAGRAM_WORD_SERVER : DIAGRAM_WORD_CLIENT, table->is_korean);
}

/* The process whose rows begin here, where there are several; else NULL. */
static const char *process_of(struct table *table, unsigned side, size_t row)
{
	const struct call_descriptor *const *rows = table->rows[side];
	if (!table->has_processes[side] || (row && rows[row]->process == rows[row - 1]->process))
		return NULL;
	return arena_printf(
		&table->arena, table->is_korean ? "프로세스 %d" : "process %d", rows[row]->process);
}

static const char *hidden_of(struct table *table, unsigned side)
{
	return arena_printf(&table->arena, table->is_korean ? "%s개 더" : "%s more",
		picture_number(&table->arena, table->hidden[side], table->is_korean));
}

/* ---- the picture ---- */

static void write_card(struct table *table, const struct call_descriptor *descriptor,
	const char *ret_lines[CARD_LINES])
{
	ret_lines[0] = arena_printf(
		&table->arena, "%s · %s", kind_of(table, descriptor), state_of(table, descriptor));
	ret_lines[1] = arena_printf(&table->arena, table->is_korean ? "로컬 %s" : "local %s",
		local_of(table, descriptor));
	ret_lines[2] = arena_printf(&table->arena, table->is_korean ? "상대 %s" : "peer %s",
		peer_of(table, descriptor));
}

static void write_cards(struct table *table)
{
	for (unsigned side = 0; side < 2; side++)
		for (size_t i = 0; i < table->counts[side]; i++)
			write_card(table, table->rows[side][i], table->lines[side][i]);
}

static enum svg_font line_font(unsigned line)
{
	return line ? SVG_FONT_MONO : SVG_FONT_BOLD;
}

static int card_space(int width)
{
	return width - NUMBER_WIDTH - 12;
}

static int card_height(int size)
{
	return CARD_LINES * size + size + 20;
}

/* The baseline of a program's name; it leaves room for the tall ascent of Hangul glyphs. */
static int head_baseline(int size)
{
	return (size + 2) * 5 / 4;
}

/* The height of the line above the cards of a process. */
static int process_height(int size)
{
	return size * 3 / 2;
}

static int cards_height(struct table *table, unsigned side, int size)
{
	int height = (int)table->counts[side] * (card_height(size) + CARD_SPACE);
	for (size_t i = 0; i < table->counts[side]; i++)
		height += process_of(table, side, i) ? process_height(size) : 0;
	return height;
}

/* Whether all cards fit into the picture at a size, whole. */
static bool cards_fit(struct table *table, int size, int width, int height)
{
	for (unsigned side = 0; side < 2; side++) {
		int bottom = head_baseline(size) + HEAD_SPACE + cards_height(table, side, size);
		if (table->hidden[side] || bottom > height)
			return false;
		for (size_t i = 0; i < table->counts[side]; i++)
			for (unsigned k = 0; k < CARD_LINES; k++)
				if (svg_text_width(table->lines[side][i][k], line_font(k), size) >
					card_space(width))
					return false;
	}
	return true;
}

static void choose_size(struct table *table, const struct picture_options *options, int column)
{
	table->size = column == (int)options->width ? SIZE_NARROW : SIZE;
	for (int size = SIZE_LARGEST; size > SIZE && column < (int)options->width; size--) {
		if (!cards_fit(table, size, column, (int)options->height))
			continue;
		table->size = size;
		break;
	}
	table->card_height = card_height(table->size);
}

static void draw_card(struct text *out, struct table *table, unsigned side, size_t row, int left,
	int top, int width)
{
	int x = left + NUMBER_WIDTH, space = card_space(width);
	const char *const *lines = table->lines[side][row];
	svg_rect(out, "plate", left, top, width, table->card_height, 8);
	svg_text(out, "mono strong", SVG_ANCHOR_MIDDLE, left + NUMBER_WIDTH / 2,
		top + table->card_height / 2 + table->size / 2, table->size + 10,
		arena_printf(&table->arena, "%d", table->rows[side][row]->number), false);
	for (unsigned i = 0; i < CARD_LINES; i++) {
		svg_text(out, i ? "mono" : "strong", SVG_ANCHOR_START, x,
			top + table->size + 8 + (int)i * (table->size + 9), table->size,
			svg_text_shorten(&table->arena, lines[i], line_font(i), table->size, space),
			false);
	}
}

static int draw_program(
	struct text *out, struct table *table, unsigned side, int left, int top, int width)
{
	svg_text(out, "strong", SVG_ANCHOR_START, left, top + head_baseline(table->size),
		table->size + 2, program_of(table, side), false);
	int y = top + head_baseline(table->size) + HEAD_SPACE;
	if (!table->counts[side]) {
		svg_text(out, "quiet", SVG_ANCHOR_START, left, y + table->size, table->size,
			table->is_korean ? "기록된 파일 디스크립터 없음" : "no descriptor recorded",
			false);
		return y + table->card_height / 2;
	}
	for (size_t i = 0; i < table->counts[side]; i++) {
		const char *process = process_of(table, side, i);
		if (process) {
			svg_text(out, "quiet", SVG_ANCHOR_START, left, y + table->size, table->size,
				process, false);
			y += process_height(table->size);
		}
		draw_card(out, table, side, i, left, y, width);
		y += table->card_height + CARD_SPACE;
	}
	if (table->hidden[side]) {
		svg_text(out, "quiet", SVG_ANCHOR_START, left, y + table->size, table->size,
			hidden_of(table, side), false);
		y += table->size + CARD_SPACE;
	}
	return y;
}

static const char *caption(struct table *table, const struct selection *selection)
{
	return arena_printf(&table->arena,
		table->is_korean ? "패킷 #%s 때의 소켓 파일 디스크립터"
				 : "Socket descriptors at packet #%s",
		picture_number(
			&table->arena, selection->packets[0]->frame.number, table->is_korean));
}

void descriptors_svg(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options)
{
	struct table table = { 0 };
	autofinish(text) struct text body = { 0 };
	int width = (int)options->width, bottom = 0;
	bool is_narrow = width < NARROW;
	find_rows(&table, selection, summary, options->lang);
	write_cards(&table);
	int column = is_narrow ? width : (width - GAP) / 2;
	choose_size(&table, options, column);
	for (unsigned side = 0; side < 2; side++) {
		int left = is_narrow || !side ? 0 : column + GAP;
		int end = draw_program(&body, &table, side, left, is_narrow ? bottom : 0, column);
		bottom = end > bottom ? end : bottom;
	}
	picture_open(out, options, "descriptors", width, bottom, caption(&table, selection));
	text_append_size(out, text_string(&body), body.size);
	picture_close(out);
	arena_finish(&table.arena);
}

static void append_hidden_row(struct text *out, struct table *table, unsigned side)
{
	if (!table->hidden[side])
		return;
	text_append(out, "<tr>");
	picture_table_cell(out, program_of(table, side));
	picture_table_cell(out, hidden_of(table, side));
	text_append(out, "<td></td><td></td><td></td><td></td></tr>\n");
}

void descriptors_table(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const char *lang)
{
	static const char *const heads[][6] = {
		{ "program", "fd", "what it is", "local", "peer", "state" },
		{ "프로그램", "fd", "무엇", "로컬", "상대", "상태" },
	};
	struct table table = { 0 };
	find_rows(&table, selection, summary, lang);
	picture_table_open(out, heads[table.is_korean], ARRAY_COUNT(heads[0]));
	for (unsigned side = 0; side < 2; side++) {
		const char *program = program_of(&table, side), *process;
		for (size_t i = 0; i < table.counts[side]; i++) {
			const struct call_descriptor *descriptor = table.rows[side][i];
			if ((process = process_of(&table, side, i)))
				program = arena_printf(
					&table.arena, "%s, %s", program_of(&table, side), process);
			text_append(out, "<tr>");
			picture_table_cell(out, program);
			picture_table_cell(
				out, arena_printf(&table.arena, "%d", descriptor->number));
			picture_table_cell(out, kind_of(&table, descriptor));
			picture_table_cell(out, local_of(&table, descriptor));
			picture_table_cell(out, peer_of(&table, descriptor));
			picture_table_cell(out, state_of(&table, descriptor));
			text_append(out, "</tr>\n");
		}
		append_hidden_row(out, &table, side);
	}
	picture_table_close(out);
	arena_finish(&table.arena);
}
