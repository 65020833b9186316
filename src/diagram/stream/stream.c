/*
 * Lays out a conversation. Turns alternate between the two ends, and an HTTP message begins a new
 * turn. Text is split into lines here, with widths estimated on the wide side, so that the browser
 * needs no more lines. The largest text size that fits is chosen: first with everything shown, then
 * with long bodies folded, then with every turn folded. If none fits, the picture becomes taller.
 * Gaps in the data are never folded.
 */
#include "diagram/stream/stream.h"

#include <inttypes.h>
#include <limits.h>
#include <string.h>

#include "base/array.h"
#include "base/format/markup.h"
#include "base/format/printable.h"
#include "conversation/endpoint.h"
#include "explain/words.h"
#include "listing/info/left-out-words.h"

enum {
	RUN_SIZE_MAX = 16 * 1024, /* bytes of one run that can be unfolded */
	HIDDEN_LINES_MAX = 80, /* lines kept in a fold */
	HEX_COLUMNS_MAX = 16,
	BINARY_LINE = 256, /* bytes treated as a line when no line end comes before */
};

/* A part of a turn: contiguous bytes, or a gap. */
struct run {
	enum stream_part_kind kind;
	struct bytes data; /* at most RUN_SIZE_MAX bytes */
	uint64_t size; /* the whole size */
	bool begins_message;
	size_t text_size; /* the size of the text before data that looks binary */
	/* the size of the headers with their blank line; 0: no message begins here */
	size_t head_size;
};

struct turn_runs {
	struct run *runs;
	size_t count;
};

struct layouter {
	struct arena *arena;
	bool is_korean;
	bool has_roles; /* the capture shows which end is the client */
	struct endpoint ends[2]; /* of server and client */
	const struct capture_names *names;
	struct stream_content content;
	struct stream_layout *layout;
	struct turn_runs *runs; /* indexed by turn */
	struct text shown; /* scratch space for one character */
};

/* A text size, with the number of lines of a body and of a run that are shown. */
struct candidate {
	int size;
	size_t body_lines, run_lines;
};

size_t stream_character(struct bytes bytes, struct text *ret_shown, bool *ret_is_escaped)
{
	size_t size;
	(void)markup_decode_utf8(bytes, &size);
	text_clear(ret_shown);
	printable_append(ret_shown, (struct bytes){ bytes.data, size });
	*ret_is_escaped =
		ret_shown->size != size || memcmp(text_string(ret_shown), bytes.data, size) != 0;
	return size;
}

void stream_hex_append(struct text *out, const struct stream_line *line, int columns)
{
	text_append_format(out, "%04" PRIx64 " ", line->offset);
	for (int i = 0; i < columns; i++) {
		text_append(out, i == 8 ? "  " : " ");
		if ((size_t)i < line->data.size)
			text_append_format(out, "%02x", line->data.data[i]);
		else
			text_append(out, "  ");
	}
	text_append(out, "  ");
	for (size_t i = 0; i < line->data.size; i++) {
		uint8_t byte = line->data.data[i];
		text_append_char(out, byte >= 0x20 && byte < 0x7f ? (char)byte : '.');
	}
}

/* ---- turns and runs ---- */

static struct bytes join_parts(struct arena *arena, const struct stream_part *parts, size_t count)
{
	size_t size = 0;
	for (size_t i = 0; i < count && size < RUN_SIZE_MAX; i++)
		size += parts[i].data.size;
	if (count == 1 || size == 0)
		return (struct bytes){ parts->data.data,
			parts->data.size < RUN_SIZE_MAX ? parts->data.size : RUN_SIZE_MAX };
	if (size > RUN_SIZE_MAX)
		size = RUN_SIZE_MAX;
	uint8_t *joined = arena_alloc(arena, size);
	size_t filled = 0;
	for (size_t i = 0; i < count && filled < size; i++) {
		size_t taken = parts[i].data.size;
		if (taken > size - filled)
			taken = size - filled;
		if (taken)
			memcpy(joined + filled, parts[i].data.data, taken);
		filled += taken;
	}
	return (struct bytes){ joined, size };
}

/* Whether the line is binary: it has a NUL, or many bytes that are neither printable nor UTF-8. */
static bool is_binary_line(struct bytes line)
{
	size_t bad = 0;
	for (size_t i = 0; i < line.size;) {
		size_t size;
		struct bytes rest = { line.data + i, line.size - i };
		uint32_t point = markup_decode_utf8(rest, &size);
		bool is_invalid = size == 1 && line.data[i] >= 0x80;
		bool is_control = point < 0x20 && point != '\t' && point != '\n' && point != '\r' &&
			point != 0x1b;
		if (point == 0 && !is_invalid)
			return true;
		/* A character cut by the artificial end of the line is not an error. */
		bad += (is_invalid && rest.size > 3) || is_control;
		i += size;
	}
	return bad * 6 > line.size;
}

static size_t text_size_of(struct bytes data)
{
	size_t size = 0;
	while (size < data.size) {
		size_t left = data.size - size;
		size_t look = left < BINARY_LINE ? left : BINARY_LINE;
		const uint8_t *feed = memchr(data.data + size, '\n', look);
		size_t line = feed ? (size_t)(feed - data.data) - size + 1 : look;
		if (is_binary_line((struct bytes){ data.data + size, line }))
			return size;
		size += line;
	}
	return size;
}

static struct run run_of(struct arena *arena, const struct stream_part *parts, size_t count)
{
	struct run run = { .kind = parts->kind, .begins_message = parts->begins_message };
	for (size_t i = 0; i < count; i++)
		run.size += parts[i].size;
	if (run.kind != STREAM_PART_DATA)
		return run;
	run.data = join_parts(arena, parts, count);
	run.text_size = text_size_of(run.data);
	if (run.begins_message) {
		const uint8_t *blank = memmem(run.data.data, run.data.size, "\r\n\r\n", 4);
		run.head_size = blank ? (size_t)(blank - run.data.data) + 4 : run.data.size;
	}
	return run;
}

static size_t turn_length(const struct stream_part *parts, size_t count)
{
	size_t length = 1;
	while (length < count && parts[length].is_from_client == parts[0].is_from_client &&
		!parts[length].begins_message)
		length++;
	return length;
}

static struct turn_runs runs_of(struct arena *arena, const struct stream_part *parts, size_t count)
{
	struct turn_runs turn = { .runs = arena_alloc_array(arena, count, sizeof(*turn.runs)) };
	for (size_t i = 0; i < count;) {
		size_t end = i + 1;
		while (end < count && parts[end].kind == parts[i].kind)
			end++;
		turn.runs[turn.count++] = run_of(arena, parts + i, end - i);
		i = end;
	}
	return turn;
}

static const struct shown_packet *packet_at(const struct selection *selection, uint64_t frame)
{
	size_t index;
	return selection_find_frame(selection, frame, &index) ? selection->packets[index] : NULL;
}

static void append_bytes(struct text *out, uint64_t size, bool is_korean)
{
	text_append_grouped(out, size, text_digit_gap(is_korean));
	text_append(out, is_korean ? "바이트" : size == 1 ? " byte" : " bytes");
}

static void append_end(struct text *out, const struct layouter *layouter, bool is_client)
{
	picture_end_append(out, &layouter->ends[is_client], layouter->names, layouter->has_roles,
		is_client, layouter->is_korean);
}

static void name_turn(struct layouter *layouter, struct stream_turn *turn)
{
	bool is_client = turn->is_from_client;
	autofinish(text) struct text who = { 0 };
	text_append(&who, is_client ? "" : "← ");
	append_end(&who, layouter, is_client);
	text_append(&who, is_client ? " →" : "");
	turn->who = arena_strdup(layouter->arena, text_string(&who));
	autofinish(text) struct text what = { 0 };
	append_bytes(&what, turn->size, layouter->is_korean);
	if (turn->first_frame) {
		text_append_format(&what, " · #%" PRIu64, turn->first_frame);
		if (turn->last_frame != turn->first_frame)
			text_append_format(&what, "–%" PRIu64, turn->last_frame);
	}
	turn->what = arena_strdup(layouter->arena, text_string(&what));
}

static void make_turns(struct layouter *layouter, const struct selection *selection)
{
	const struct stream_content *content = &layouter->content;
	struct stream_layout *layout = layouter->layout;
	layout->turns = arena_alloc_array(layouter->arena, content->count, sizeof(*layout->turns));
	layouter->runs =
		arena_alloc_array(layouter->arena, content->count, sizeof(*layouter->runs));
	for (size_t i = 0; i < content->count;) {
		const struct stream_part *parts = &content->parts[i];
		size_t length = turn_length(parts, content->count - i);
		struct stream_turn *turn = &layout->turns[layout->turn_count];
		turn->is_from_client = parts->is_from_client;
		for (size_t k = 0; k < length; k++) {
			turn->size += parts[k].size;
			if (!parts[k].first_frame)
				continue;
			if (!turn->first_frame || parts[k].first_frame < turn->first_frame)
				turn->first_frame = parts[k].first_frame;
			if (parts[k].last_frame > turn->last_frame)
				turn->last_frame = parts[k].last_frame;
		}
		turn->packet = packet_at(selection, turn->first_frame);
		layouter->runs[layout->turn_count] = runs_of(layouter->arena, parts, length);
		name_turn(layouter, turn);
		layout->turn_count++;
		i += length;
	}
}

/* ---- lines ---- */

struct lines {
	struct stream_line *lines;
	size_t count, capacity;
};

static void add_line(struct lines *lines, const struct stream_line *line)
{
	grow_array(&lines->lines, lines->count, &lines->capacity, sizeof(*lines->lines));
	lines->lines[lines->count++] = *line;
}

/* The size of the first text line in `rest`; *ret_end is its line end. */
static size_t line_size(struct bytes rest, const char **ret_end, size_t *ret_end_size)
{
	const uint8_t *feed = memchr(rest.data, '\n', rest.size);
	*ret_end = "";
	*ret_end_size = 0;
	if (!feed)
		return rest.size;
	size_t size = (size_t)(feed - rest.data);
	bool has_return = size > 0 && feed[-1] == '\r';
	*ret_end = has_return ? "\\r\\n" : "\\n";
	*ret_end_size = has_return ? 2 : 1;
	return size - has_return;
}

/* Splits a text line into the lines that it needs. `width` is in thousandths of an em. */
static void wrap_line(struct layouter *layouter, struct lines *lines, struct bytes text,
	const char *line_end, int64_t width, bool is_start)
{
	struct stream_line line = { .kind = STREAM_LINE_TEXT,
		.data = { text.data, 0 },
		.line_end = "",
		.is_start = is_start };
	int64_t used = 0;
	while (text.size) {
		bool is_escaped;
		size_t size = stream_character(text, &layouter->shown, &is_escaped);
		int64_t needed = svg_text_width(text_string(&layouter->shown), SVG_FONT_MONO, 1000);
		if (used && used + needed > width) {
			add_line(lines, &line);
			line.data = (struct bytes){ text.data, 0 };
			used = 0;
		}
		used += needed;
		line.data.size += size;
		text.data += size;
		text.size -= size;
	}
	int64_t end_width = svg_text_width(line_end, SVG_FONT_MONO, 1000);
	if (used && used + end_width > width) {
		add_line(lines, &line);
		line.data = (struct bytes){ text.data, 0 };
	}
	line.line_end = line_end;
	line.is_last = true;
	add_line(lines, &line);
}

static void add_text(
	struct layouter *layouter, struct lines *lines, const struct run *run, int64_t width)
{
	struct bytes rest = { run->data.data, run->text_size };
	bool is_start = run->begins_message;
	while (rest.size) {
		const char *line_end;
		size_t end_size;
		size_t size = line_size(rest, &line_end, &end_size);
		wrap_line(layouter, lines, (struct bytes){ rest.data, size }, line_end, width,
			is_start);
		is_start = false;
		rest.data += size + end_size;
		rest.size -= size + end_size;
	}
}

static void add_dump(struct lines *lines, const struct run *run, int columns)
{
	for (size_t i = run->text_size; i < run->data.size; i += (size_t)columns) {
		size_t left = run->data.size - i;
		const struct stream_line line = {
			.kind = STREAM_LINE_HEX,
			.data = { run->data.data + i,
				left < (size_t)columns ? left : (size_t)columns },
			.line_end = "",
			.offset = i - run->text_size,
			.is_last = true,
		};
		add_line(lines, &line);
	}
}

/* The number of the run's lines that belong to the head of a message. */
static size_t head_lines(const struct run *run, const struct stream_line *lines, size_t count)
{
	size_t head = 0;
	while (head < count && lines[head].data.data < run->data.data + run->head_size)
		head++;
	return head;
}

static void add_rest(struct layouter *layouter, struct lines *lines, const struct run *run,
	const struct lines *all, size_t shown)
{
	const uint8_t *from =
		shown < all->count ? all->lines[shown].data.data : run->data.data + run->data.size;
	autofinish(text) struct text words = { 0 };
	text_append(&words, "… ");
	append_bytes(&words, run->size - (uint64_t)(from - run->data.data), layouter->is_korean);
	size_t kept = all->count - shown < HIDDEN_LINES_MAX ? all->count - shown : HIDDEN_LINES_MAX;
	struct stream_line *hidden = arena_copy(
		layouter->arena, kept ? all->lines + shown : NULL, kept, sizeof(*hidden));
	const struct stream_line line = {
		.kind = STREAM_LINE_REST,
		.line_end = "",
		.words = arena_strdup(layouter->arena, text_string(&words)),
		.is_last = true,
		.hidden = hidden,
		.hidden_count = kept,
	};
	add_line(lines, &line);
}

static void add_run(struct layouter *layouter, struct lines *lines, const struct run *run,
	const struct candidate *candidate, int64_t width)
{
	struct lines all = { 0 };
	add_text(layouter, &all, run, width);
	add_dump(&all, run, layouter->layout->columns);
	size_t shown = head_lines(run, all.lines, all.count) + candidate->body_lines;
	if (shown > candidate->run_lines)
		shown = candidate->run_lines;
	/* The line "… left out" must replace more than one line. */
	if (shown + 1 >= all.count && run->data.size == run->size)
		shown = all.count;
	if (shown > all.count)
		shown = all.count;
	for (size_t i = 0; i < shown; i++)
		add_line(lines, &all.lines[i]);
	if (shown < all.count || run->data.size < run->size)
		add_rest(layouter, lines, run, &all, shown);
	free(all.lines);
}

static void add_gap(struct layouter *layouter, struct lines *lines, const struct run *run)
{
	static const char *const words[2][3] = {
		{ "missing in capture file", "cut by the snap length", "not shown here" },
		{ "캡처 파일에 없음", "캡처할 때 잘림", "여기에 표시 안 함" },
	};
	unsigned reason = run->kind == STREAM_PART_CUT ? 1 : layouter->content.is_whole ? 0 : 2;
	autofinish(text) struct text text = { 0 };
	text_append(&text, "[");
	append_bytes(&text, run->size, layouter->is_korean);
	text_append_format(&text, " %s]", words[layouter->is_korean][reason]);
	const struct stream_line line = {
		.kind = STREAM_LINE_GAP,
		.line_end = "",
		.words = arena_strdup(layouter->arena, text_string(&text)),
		.is_last = true,
	};
	add_line(lines, &line);
}

static void place_turn(struct layouter *layouter, size_t index, const struct candidate *candidate)
{
	struct stream_layout *layout = layouter->layout;
	struct stream_turn *turn = &layout->turns[index];
	struct lines lines = { 0 };
	int64_t width = (int64_t)(layout->plate_width - 2 * STREAM_SIDE) * 1000000 / layout->size;
	width /= 1000;
	for (size_t i = 0; i < layouter->runs[index].count; i++) {
		const struct run *run = &layouter->runs[index].runs[i];
		if (run->kind == STREAM_PART_DATA)
			add_run(layouter, &lines, run, candidate, width);
		else
			add_gap(layouter, &lines, run);
	}
	turn->lines = arena_copy(layouter->arena, lines.lines, lines.count, sizeof(*turn->lines));
	turn->line_count = lines.count;
	free(lines.lines);
	turn->top = layout->height + STREAM_LABEL_HEIGHT;
	turn->height = (int)turn->line_count * layout->line_height + 2 * STREAM_PADDING;
	turn->left = turn->is_from_client ? 0 : layout->width - layout->plate_width;
	layout->height = turn->top + turn->height + STREAM_GAP;
}

/*
 * The bytes in a line of a hex dump that fit, 16, 8 or 4. A line is "0000 ", and " 00" and a letter
 * for each byte.
 */
static int dump_columns(int width, int size)
{
	int columns = HEX_COLUMNS_MAX;
	while (columns > 4 &&
		svg_text_width("0", SVG_FONT_MONO, size * 100) * (8 + columns * 4) > width * 100)
		columns /= 2;
	return columns;
}

static void place_turns(struct layouter *layouter, const struct candidate *candidate)
{
	struct stream_layout *layout = layouter->layout;
	layout->size = candidate->size;
	layout->line_height = candidate->size * 7 / 5;
	layout->columns = dump_columns(layout->plate_width - 2 * STREAM_SIDE, layout->size);
	layout->height = 0;
	for (size_t i = 0; i < layout->turn_count; i++)
		place_turn(layouter, i, candidate);
	layout->height -= layout->turn_count ? STREAM_GAP : 0;
	layout->height += layout->note[0] ? STREAM_LABEL_HEIGHT : 0;
}

/* Chooses the first candidate that fits, with a text size of at most `size_max`. */
static void choose_size(struct layouter *layouter, int height, int size_max)
{
	enum { ALL = RUN_SIZE_MAX };
	static const struct candidate candidates[] = {
		{ 27, ALL, ALL },
		{ 24, ALL, ALL },
		{ 22, ALL, ALL },
		{ 20, ALL, ALL },
		{ 22, 8, ALL },
		{ 22, 4, ALL },
		{ 22, 2, ALL },
		{ 20, 4, ALL },
		{ 20, 2, ALL },
		{ 19, 2, ALL },
		{ 18, 2, ALL },
		{ 20, 1, 8 },
		{ 18, 1, 12 },
		{ 18, 1, 9 },
		{ 18, 1, 7 },
		{ 18, 1, 5 },
		{ 18, 1, 3 },
		{ 18, 1, 2 },
	};
	for (size_t i = 0; i < ARRAY_COUNT(candidates); i++) {
		if (candidates[i].size > size_max)
			continue;
		place_turns(layouter, &candidates[i]);
		if (layouter->layout->height <= height)
			return;
	}
}

/* ---- the whole picture ---- */

static const char *stream_describe(
	const struct layouter *layouter, uint32_t stream, const struct stream_content *content)
{
	uint64_t missing = 0;
	for (size_t i = 0; i < content->count; i++)
		if (content->parts[i].kind != STREAM_PART_DATA)
			missing += content->parts[i].size;
	autofinish(text) struct text text = { 0 };
	bool is_korean = layouter->is_korean;
	text_append_format(&text,
		is_korean ? "TCP 연결 %u의 내용: " : "What was said on TCP stream %u: ", stream);
	for (int is_client = 1; is_client >= 0; is_client--) {
		text_append(&text, is_korean || !layouter->has_roles ? "" : "the ");
		if (layouter->has_roles)
			text_append(&text,
				diagram_word(is_client ? DIAGRAM_WORD_CLIENT : DIAGRAM_WORD_SERVER,
					is_korean));
		else
			endpoint_append_named(
				&text, &layouter->ends[is_client], true, layouter->names);
		text_append(&text, is_korean ? " 쪽에서 " : is_client ? " sent " : " ");
		append_bytes(
			&text, is_client ? content->client_size : content->server_size, is_korean);
		text_append(&text, is_client ? ", " : is_korean ? "를 보냈다" : "");
	}
	if (missing) {
		text_append(&text, is_korean ? ". 그중 " : "; of them ");
		append_bytes(&text, missing, is_korean);
		text_append(&text, is_korean ? "는 여기에 없다" : " are not there");
	}
	if (layouter->layout->note[0])
		text_append_format(&text, ". %s", layouter->layout->note);
	return arena_strdup(layouter->arena, text_string(&text));
}

/* Finds the sockets of server and client, indexed by is_from_client. */
static void find_ends(
	const struct selection *selection, uint32_t stream, struct endpoint ret_ends[2])
{
	for (size_t i = 0; i < selection->count; i++) {
		const struct shown_packet *packet = selection->packets[i];
		if (!packet->facts.has_tcp || packet->facts.tcp.stream != stream)
			continue;
		bool is_client = packet->facts.tcp.is_from_client;
		ret_ends[is_client] = endpoint_source(&packet->frame);
		ret_ends[!is_client] = endpoint_destination(&packet->frame);
		return;
	}
}

/* The text size of the picture beside, if there is one; this picture's is at most as large. */
static int size_beside(struct arena *arena, const struct picture_options *options)
{
	const struct picture_beside *beside = options->beside;
	struct picture_options alone = *options;
	alone.beside = NULL;
	return beside ? stream_layout(arena, beside->selection, beside->summary, &alone)->size
		      : INT_MAX;
}

struct stream_layout *stream_layout(struct arena *arena, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options)
{
	struct stream_layout *layout = arena_new(arena, struct stream_layout);
	struct layouter layouter = {
		.arena = arena, .is_korean = diagram_is_korean(options->lang), .layout = layout
	};
	uint32_t stream = 0;
	(void)selection_streams(selection, &stream);
	find_ends(selection, stream, layouter.ends);
	layouter.names = &summary->names;
	layouter.has_roles = capture_shows_roles(summary, stream);
	layouter.content = stream_reassemble(selection, summary, stream, arena);
	layout->width = (int)options->width;
	layout->plate_width = layout->width - layout->width / 10;
	make_turns(&layouter, selection);
	autofinish(text) struct text note = { 0 };
	left_out_append_all(&note, selection->left_out, selection->count, layouter.is_korean);
	layout->note = arena_strdup(arena, text_string(&note));
	choose_size(&layouter, (int)options->height, size_beside(arena, options));
	layout->description = stream_describe(&layouter, stream, &layouter.content);
	text_finish(&layouter.shown);
	return layout;
}
