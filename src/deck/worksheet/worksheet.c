/*
 * Each sequence that shows TCP becomes a table, in the talk's order, unless it is a part of
 * another. Ports stand where a connection begins and where it is first answered; raw numbers where
 * a SYN is sent and first acknowledged. Remarks are left out, since they tell what is asked for.
 */
#include "deck/worksheet/worksheet.h"

#include <string.h>

#include "base/format/markup.h"
#include "conversation/names/endpoint-names.h"
#include "deck/worksheet/blanks.h"

struct sheet {
	struct text *out;
	struct text answers;
	bool is_korean;
	unsigned blank_count;
};

struct table {
	struct blank_row rows[BLANK_ROWS_MAX];
	size_t count;
	bool is_cut; /* the selection has more segments */
	bool has_streams; /* of more than one connection */
};

struct heading {
	const char *korean, *english;
};

static const struct heading headings[CELL_COUNT] = {
	[CELL_SOURCE_PORT] = { "출발지 포트", "source port" },
	[CELL_DESTINATION_PORT] = { "목적지 포트", "destination port" },
	[CELL_SEQUENCE] = { "순서 번호", "seq" },
	[CELL_ACKNOWLEDGMENT] = { "확인 응답 번호", "ack" },
	[CELL_LENGTH] = { "길이", "length" },
	[CELL_ISN] = { "ISN", "ISN" },
	[CELL_RAW_ACKNOWLEDGMENT] = { "확인 응답 번호 (원래 값)", "raw ack" },
};

static const char *in_language(const struct sheet *sheet, const char *korean, const char *english)
{
	return sheet->is_korean ? korean : english;
}

static void append_number(struct text *out, const struct sheet *sheet, uint32_t number)
{
	text_append_grouped(out, number, text_digit_gap(sheet->is_korean));
}

/* Ports and raw numbers are names, and are written without groups. */
static void append_value(
	struct text *out, const struct sheet *sheet, enum blank_cell cell, uint32_t value)
{
	bool is_name = cell == CELL_SOURCE_PORT || cell == CELL_DESTINATION_PORT ||
		cell == CELL_ISN || cell == CELL_RAW_ACKNOWLEDGMENT;
	if (is_name)
		text_append_number(out, value);
	else
		append_number(out, sheet, value);
}

/* ---- the rows ---- */

static void set_value(struct blank_row *row, enum blank_cell cell, uint32_t value)
{
	row->has[cell] = true;
	row->values[cell] = value;
}

/* Whether an earlier row of the connection has this direction. */
static bool has_before(const struct table *table, const struct blank_row *row, bool is_from_client)
{
	for (size_t i = 0; i < table->count; i++) {
		if (table->rows[i].stream == row->stream &&
			table->rows[i].is_from_client == is_from_client)
			return true;
	}
	return false;
}

static bool has_cell_before(
	const struct table *table, const struct blank_row *row, enum blank_cell cell, bool is_same)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct blank_row *at = &table->rows[i];
		if (at->stream == row->stream && at->has[cell] &&
			(at->is_from_client == row->is_from_client) == is_same)
			return true;
	}
	return false;
}

static void add_row(struct table *table, const struct shown_packet *packet,
	const struct capture_summary *summary)
{
	const struct tcp_header *tcp = frame_tcp(&packet->frame);
	const struct tcp_analysis *facts = packet_facts_tcp(&packet->facts);
	if (!tcp || !facts || packet->facts.copy_of || tcp->is_bogus)
		return;
	if (table->count == BLANK_ROWS_MAX) {
		table->is_cut = true;
		return;
	}
	struct blank_row row = { .frame = packet->frame.number,
		.stream = facts->stream,
		.is_from_client = facts->is_from_client,
		.has_roles = capture_shows_roles(summary, facts->stream),
		.flags = tcp->flags };
	bool is_begun = has_before(table, &row, true) || has_before(table, &row, false);
	if (!is_begun || !has_before(table, &row, row.is_from_client)) {
		set_value(&row, CELL_SOURCE_PORT, tcp->source_port);
		set_value(&row, CELL_DESTINATION_PORT, tcp->destination_port);
	}
	set_value(&row, CELL_SEQUENCE, facts->sequence);
	if (!tcp->is_unmeasured)
		set_value(&row, CELL_LENGTH, tcp->payload_size);
	if (tcp->flags & TCP_ACK)
		set_value(&row, CELL_ACKNOWLEDGMENT, facts->acknowledgment);
	if (tcp->flags & TCP_SYN)
		set_value(&row, CELL_ISN, tcp->sequence);
	if (tcp->flags & TCP_ACK && has_cell_before(table, &row, CELL_ISN, false) &&
		!has_cell_before(table, &row, CELL_RAW_ACKNOWLEDGMENT, true))
		set_value(&row, CELL_RAW_ACKNOWLEDGMENT, tcp->acknowledgment);
	table->has_streams |= table->count && table->rows[0].stream != row.stream;
	table->rows[table->count++] = row;
}

static void read_rows(struct table *table, const struct block_view *view)
{
	for (size_t i = 0; i < view->selection.count; i++)
		add_row(table, view->selection.packets[i], &view->capture->summary);
}

static bool has_blank(const struct table *table)
{
	for (size_t row = 0; row < table->count; row++) {
		for (enum blank_cell cell = 0; cell < CELL_COUNT; cell++) {
			if (table->rows[row].is_blank[cell])
				return true;
		}
	}
	return false;
}

/* ---- the table ---- */

static bool has_column(const struct table *table, enum blank_cell cell)
{
	bool has_one = false;
	for (size_t row = 0; row < table->count && !has_one; row++)
		has_one = table->rows[row].has[cell];
	return has_one;
}

static void append_head(struct sheet *sheet, const struct table *table)
{
	text_append_format(sheet->out,
		"<div class=\"sheet\"><table>\n<thead><tr><th>%s</th>%s<th class=\"words\">%s</th><th class=\"words\">%s</th>",
		in_language(sheet, "번호", "no."),
		!table->has_streams ? "" : in_language(sheet, "<th>연결</th>", "<th>stream</th>"),
		in_language(sheet, "방향", "direction"), in_language(sheet, "플래그", "flags"));
	for (enum blank_cell cell = 0; cell < CELL_COUNT; cell++) {
		if (has_column(table, cell))
			text_append_format(sheet->out, "<th>%s</th>",
				in_language(sheet, headings[cell].korean, headings[cell].english));
	}
	text_append(sheet->out, "</tr></thead>\n<tbody>\n");
}

static void append_cell(struct sheet *sheet, const struct blank_row *row, enum blank_cell cell)
{
	struct text *out = sheet->out;
	if (!row->has[cell]) {
		text_append(out, "<td class=\"none\"></td>");
	} else if (row->is_blank[cell]) {
		text_append_format(
			out, "<td class=\"blank\"><b>(%u)</b></td>", ++sheet->blank_count);
	} else {
		text_append(out, "<td>");
		append_value(out, sheet, cell, row->values[cell]);
		text_append(out, "</td>");
	}
}

/* Appends an end by its name, which keeps the port, or by its role. */
static void append_end(struct text *out, const struct sheet *sheet,
	const struct capture_names *names, const struct endpoint *end, bool is_client)
{
	bool says_port;
	autofinish(text) struct text name = { 0 };
	if (endpoint_append_name(&name, end, true, names, &says_port))
		markup_text(out, text_string(&name));
	else
		text_append(out,
			is_client ? in_language(sheet, "클라이언트", "client")
				  : in_language(sheet, "서버", "server"));
}

/* Where no SYN shows who asked, A is the end that the table shows first. */
static void append_direction(const struct sheet *sheet, const struct table *table,
	const struct blank_row *row, const struct block_view *view)
{
	const struct blank_row *first = table->rows;
	size_t at;
	if (row->has_roles && selection_find_frame(&view->selection, row->frame, &at)) {
		const struct frame *frame = &view->selection.packets[at]->frame;
		const struct endpoint from = endpoint_source(frame),
				      to = endpoint_destination(frame);
		append_end(sheet->out, sheet, &view->names, &from, row->is_from_client);
		text_append(sheet->out, " → ");
		append_end(sheet->out, sheet, &view->names, &to, !row->is_from_client);
		return;
	}
	while (first->stream != row->stream)
		first++;
	text_append(sheet->out, first->is_from_client == row->is_from_client ? "A → B" : "B → A");
}

/* Appends who A and B are, of each connection that has them. */
static void append_sides(
	struct sheet *sheet, const struct table *table, const struct block_view *view)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct blank_row *row = &table->rows[i];
		size_t first = 0, at;
		while (table->rows[first].stream != row->stream)
			first++;
		if (row->has_roles || first != i ||
			!selection_find_frame(&view->selection, row->frame, &at))
			continue;
		const struct frame *frame = &view->selection.packets[at]->frame;
		const struct endpoint from = endpoint_source(frame),
				      to = endpoint_destination(frame);
		autofinish(text) struct text words = { 0 };
		text_append(&words, "A = ");
		endpoint_append_named(&words, &from, true, &view->names);
		text_append(&words, ", B = ");
		endpoint_append_named(&words, &to, true, &view->names);
		text_append(sheet->out, "<p class=\"how\">");
		if (table->has_streams)
			text_append_format(sheet->out,
				"%s %u: ", in_language(sheet, "연결", "stream"),
				(unsigned)row->stream);
		markup_text(sheet->out, text_string(&words));
		text_append(sheet->out, "</p>\n");
	}
}

static void append_row(struct sheet *sheet, const struct table *table, const struct blank_row *row,
	const struct block_view *view)
{
	char flags[64];
	(void)tcp_flags_format(row->flags, ", ", flags, sizeof(flags));
	text_append_format(sheet->out, "<tr><td>%llu</td>", (unsigned long long)row->frame);
	if (table->has_streams)
		text_append_format(sheet->out, "<td>%u</td>", (unsigned)row->stream);
	text_append(sheet->out, "<td class=\"words\">");
	append_direction(sheet, table, row, view);
	text_append(sheet->out, "</td><td class=\"words\">");
	markup_text(sheet->out, flags);
	text_append(sheet->out, "</td>");
	for (enum blank_cell cell = 0; cell < CELL_COUNT; cell++) {
		if (has_column(table, cell))
			append_cell(sheet, row, cell);
	}
	text_append(sheet->out, "</tr>\n");
}

/* ---- the answers ---- */

static void append_ends(struct sheet *sheet, const struct blank_row *from)
{
	struct text *out = &sheet->answers;
	append_number(out, sheet, from->values[CELL_SEQUENCE]);
	text_append(out, " + ");
	append_number(out, sheet, from->values[CELL_LENGTH]);
	if (from->flags & TCP_SYN)
		text_append(out, " + 1 (SYN)");
	if (from->flags & TCP_FIN)
		text_append(out, " + 1 (FIN)");
}

/* Appends the reason for a number: the row from which it follows. */
static void append_why(struct sheet *sheet, const struct blank_row *row, enum blank_cell cell,
	const struct blank_row *from)
{
	struct text *out = &sheet->answers;
	unsigned long long number = from->frame;
	const char *format = NULL;
	switch (cell) {
	case CELL_SOURCE_PORT:
	case CELL_DESTINATION_PORT:
		format =
			in_language(sheet, "반대 방향인 %llu번과 출발지, 목적지 포트가 서로 바뀐다",
				"the ports of packet %llu, the other way round");
		break;
	case CELL_SEQUENCE:
		format = in_language(sheet, "같은 방향의 앞 패킷 %llu번이 끝난 곳부터다: ",
			"packet %llu, the one before in this direction, ends there: ");
		break;
	case CELL_ACKNOWLEDGMENT:
		format = from->flags & TCP_FIN
			? in_language(sheet, "상대의 FIN인 %llu번까지 다 받았다: ",
				  "all was received up to packet %llu, the other side's FIN: ")
			: in_language(sheet, "%llu번까지 받았고, 다음에 받을 번호다: ",
				  "the next number expected after packet %llu: ");
		break;
	case CELL_LENGTH:
		format = in_language(sheet, "다음 패킷 %llu번이 시작하는 번호까지다: ",
			"up to where packet %llu, the next one, begins: ");
		break;
	case CELL_ISN:
		format = in_language(sheet, "%llu번이 확인 응답한 번호(원래 값)보다 1 작다",
			"one less than the raw ack of packet %llu");
		break;
	case CELL_RAW_ACKNOWLEDGMENT:
		format = in_language(sheet, "%llu번의 ISN보다 1 크다: SYN도 번호를 하나 쓴다",
			"one more than the ISN of packet %llu, since SYN takes a number");
		break;
	case CELL_COUNT:
		return;
	}
	const char *place = strstr(format, "%llu");
	text_append_size(out, format, (size_t)(place - format));
	text_append_number(out, number);
	text_append(out, place + strlen("%llu"));
	if (cell == CELL_SEQUENCE || cell == CELL_ACKNOWLEDGMENT)
		append_ends(sheet, from);
	if (cell != CELL_LENGTH)
		return;
	append_number(out, sheet, from->values[CELL_SEQUENCE]);
	text_append(out, " − ");
	append_number(out, sheet, row->values[CELL_SEQUENCE]);
	text_append(out, row->flags & TCP_SYN ? " − 1 (SYN)" : "");
	text_append(out, row->flags & TCP_FIN ? " − 1 (FIN)" : "");
}

static void append_answers(struct sheet *sheet, const struct table *table, const char *title)
{
	struct blank_answer answers[BLANK_ROWS_MAX][CELL_COUNT];
	struct text *out = &sheet->answers;
	unsigned blank = sheet->blank_count;
	(void)blanks_solve(table->rows, table->count, answers);
	text_append(out, "<h2>");
	markup_text(out, title);
	text_append_format(out,
		"</h2>\n<table>\n<thead><tr><th></th><th>%s</th><th class=\"words\">%s</th></tr></thead>\n<tbody>\n",
		in_language(sheet, "정답", "answer"), in_language(sheet, "이유", "why"));
	for (size_t row = 0; row < table->count; row++) {
		for (enum blank_cell cell = 0; cell < CELL_COUNT; cell++) {
			if (!table->rows[row].is_blank[cell])
				continue;
			text_append_format(out, "<tr><td>(%u)</td><td>", ++blank);
			append_value(out, sheet, cell, answers[row][cell].value);
			text_append(out, "</td><td class=\"words why\">");
			append_why(sheet, &table->rows[row], cell,
				&table->rows[answers[row][cell].from]);
			text_append(out, "</td></tr>\n");
		}
	}
	text_append(out, "</tbody></table>\n");
}

/* ---- the whole ---- */

static void append_instructions(struct sheet *sheet)
{
	text_append_format(sheet->out, "<p class=\"how\">%s</p>\n",
		in_language(sheet,
			"비어 있는 칸을 채워 보십시오. 모두 표에 남은 숫자로 알아낼 수 있습니다. 순서 번호와 확인 응답 번호는 방향마다 0부터 센 값입니다. 정답은 맨 뒤에 있습니다.",
			"Fill in the blanks: each follows from the numbers that stay. seq and ack are relative: each direction begins at 0. The answers are at the end."));
}

static void append_table(
	struct sheet *sheet, struct table *table, const struct block_view *view, const char *title)
{
	if (!sheet->blank_count)
		append_instructions(sheet);
	append_answers(sheet, table, title);
	text_append(sheet->out, "<h2>");
	markup_text(sheet->out, title);
	text_append(sheet->out, "</h2>\n");
	append_sides(sheet, table, view);
	append_head(sheet, table);
	for (size_t i = 0; i < table->count; i++)
		append_row(sheet, table, &table->rows[i], view);
	text_append(sheet->out, "</tbody></table></div>\n");
	if (table->is_cut)
		text_append_format(sheet->out, "<p class=\"how\">%s: %d</p>\n",
			in_language(sheet, "앞부분의 패킷만 실었습니다",
				"only the first segments are here"),
			BLANK_ROWS_MAX);
}

/* Whether the other block shows all packets of this one. */
static bool is_within(const struct block_view *view, const struct block_view *other)
{
	if (view->capture != other->capture || view->selection.count > other->selection.count)
		return false;
	for (size_t i = 0; i < view->selection.count; i++) {
		if (!selection_find_frame(
			    &other->selection, view->selection.packets[i]->frame.number, NULL))
			return false;
	}
	return true;
}

static bool is_sequence(const struct block_view *view)
{
	return !view->is_broken && view->drawn == &picture_view_sequence;
}

/*
 * Leaves out a sequence that is a part of another: it would show the answers of that one, and ask
 * the same questions again.
 */
static bool is_wanted(const struct captures *captures, const struct block_view *view)
{
	if (!view || !is_sequence(view))
		return false;
	for (size_t i = 0; i < captures->block_count; i++) {
		const struct block_view *at = &captures->blocks[i];
		bool is_first = at < view || at->selection.count > view->selection.count;
		if (at != view && is_sequence(at) && is_first && is_within(view, at))
			return false;
	}
	return true;
}

static void append_block(struct sheet *sheet, const struct captures *captures,
	const struct slide_part *part, const char *title)
{
	const struct block_view *view =
		part->packets->sides ? NULL : captures_block(captures, part->packets);
	if (!is_wanted(captures, view))
		return;
	struct table *table = xcalloc(1, sizeof(*table));
	read_rows(table, view);
	blanks_choose(table->rows, table->count);
	if (has_blank(table))
		append_table(sheet, table, view, title);
	free(table);
}

void worksheet_append(struct text *out, const struct captures *captures)
{
	const struct talk *talk = captures->talk;
	struct sheet sheet = { .out = out, .is_korean = strncmp(talk->lang, "ko", 2) == 0 };
	for (size_t i = 0; i < talk->slide_count; i++) {
		const struct slide *slide = &talk->slides[i];
		for (size_t j = 0; j < slide->part_count; j++) {
			if (slide->parts[j].is_packets && !slide->parts[j].packets->ask)
				append_block(&sheet, captures, &slide->parts[j],
					slide->title[0] ? slide->title : talk->title);
		}
	}
	if (sheet.blank_count)
		text_append_format(out, "<section class=\"answers\">\n<h1>%s</h1>\n%s</section>\n",
			in_language(&sheet, "정답", "Answers"), text_string(&sheet.answers));
	text_finish(&sheet.answers);
}
