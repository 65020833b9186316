/*
 * Lays out annotations, the author's and those found in the capture, in a strip at the right, where
 * they cannot cover an arrow, a label or a state. Each annotation has a column for its lines; the
 * words stand behind all columns, at the middle of their lines, but near the end of long ones: a
 * slide shows a few rows of a long sequence, and the end is the row at which an annotation appears.
 * Words that would touch are moved apart, and a thread leads to words that do not stand beside
 * their lines. When there is no room, the drawing becomes higher.
 */
#include "diagram/ladder/ladder-layout.h"

#include <stdlib.h>
#include <string.h>

#include "base/format/markup.h"

enum {
	STRIP_INSET = 12, /* before the first column */
	TRACK_STEP = 16,
	TRACK_STEP_LEAST = 10, /* where labels need the room */
	WORDS_INSET = 14, /* behind the last column */
	STRIP_END = 4,
	WORDS_APART = 6,
	WORDS_WIDTH_MIN = 84,
	WORDS_WIDTH_STEP = 8,
	WORDS_WIDTH_LEAST = 112, /* px of words that are easily read */
	ROW_INSET = 3, /* from the edge of its rows to the end of a bracket */
	ROWS_TO_END = 4, /* the most rows from the middle of words to the end of their lines */
};

int annotations_left(const struct layout *layout)
{
	return layout->ladder->width - layout->annotations_width;
}

/* ---- lines of words ---- */

/* Splits words into lines. Without `lines`, the lines are only counted. */
struct wrapping {
	struct arena *arena;
	int size, width;
	struct text line;
	const char **lines; /* or NULL */
	unsigned count;
	bool breaks_word;
};

static bool fits(const struct wrapping *wrapping, const char *string)
{
	return svg_text_width(string, SVG_FONT_BOLD, wrapping->size) <= wrapping->width;
}

static void end_line(struct wrapping *wrapping)
{
	if (!wrapping->line.size)
		return;
	if (wrapping->lines)
		wrapping->lines[wrapping->count] =
			arena_strdup(wrapping->arena, text_string(&wrapping->line));
	wrapping->count++;
	text_clear(&wrapping->line);
}

/* The end of the last group of an address or a name in a line that a word begins; 0: none. */
static size_t last_group(const char *line)
{
	size_t end = 0;
	for (size_t i = 1; line[i - 1]; i++)
		if (line[i] && strchr(".:-/", line[i - 1]))
			end = i;
	return end;
}

/*
 * Breaks a word that is wider than a line between groups of an address or parts of a name, else
 * between any two letters.
 */
static void break_word(struct wrapping *wrapping, struct bytes word)
{
	wrapping->breaks_word = true;
	while (word.size) {
		size_t size;
		size_t before = wrapping->line.size;
		markup_decode_utf8(word, &size);
		text_append_size(&wrapping->line, (const char *)word.data, size);
		if (before && !fits(wrapping, text_string(&wrapping->line))) {
			text_cut(&wrapping->line, before);
			size_t group = last_group(text_string(&wrapping->line));
			size_t rest = group ? before - group : 0;
			text_cut(&wrapping->line, before - rest);
			end_line(wrapping);
			text_append_size(&wrapping->line, (const char *)word.data - rest,
				size + rest);
		}
		word.data += size;
		word.size -= size;
	}
}

static void add_word(struct wrapping *wrapping, const char *word, size_t size)
{
	size_t before = wrapping->line.size;
	if (before)
		text_append_char(&wrapping->line, ' ');
	text_append_size(&wrapping->line, word, size);
	if (fits(wrapping, text_string(&wrapping->line)))
		return;
	text_cut(&wrapping->line, before);
	end_line(wrapping);
	text_append_size(&wrapping->line, word, size);
	if (fits(wrapping, text_string(&wrapping->line)))
		return;
	text_clear(&wrapping->line);
	break_word(wrapping, (struct bytes){ (const uint8_t *)word, size });
}

static void wrap(struct wrapping *wrapping, const char *words)
{
	while (*words) {
		size_t size = strcspn(words, " ");
		if (size)
			add_word(wrapping, words, size);
		words += size;
		words += *words == ' ';
	}
	end_line(wrapping);
	text_finish(&wrapping->line);
}

static int line_height(const struct layout *layout)
{
	return layout->annotation_size + layout->annotation_size / 4;
}

/* ---- across ---- */

static unsigned row_of(const struct ladder *ladder, size_t packet)
{
	unsigned i = 0;
	while (i + 1 < ladder->row_count && ladder->rows[i + 1].run->first <= packet)
		i++;
	return i;
}

/*
 * Sorts annotations over few rows first: they are nearest to the lanes, inside those over many
 * rows.
 */
static int compare_extent(const void *a, const void *b)
{
	const struct ladder_annotation *first = *(struct ladder_annotation *const *)a;
	const struct ladder_annotation *second = *(struct ladder_annotation *const *)b;
	unsigned rows_a = first->last_row - first->first_row;
	unsigned rows_b = second->last_row - second->first_row;
	if (rows_a != rows_b)
		return rows_a < rows_b ? -1 : 1;
	return first->asked < second->asked ? -1 : first->asked > second->asked;
}

static bool rows_overlap(const struct ladder_annotation *a, const struct ladder_annotation *b)
{
	return a->first_row <= b->last_row && b->first_row <= a->last_row;
}

static bool is_track_taken(struct ladder_annotation *const *order, unsigned index)
{
	for (unsigned i = 0; i < index; i++)
		if (order[i]->track == order[index]->track && rows_overlap(order[i], order[index]))
			return true;
	return false;
}

static void tracks_choose(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	unsigned count = ladder->annotation_count;
	struct ladder_annotation **order =
		arena_alloc_array(layout->arena, count, sizeof(struct ladder_annotation *));
	for (unsigned i = 0; i < count; i++)
		order[i] = &ladder->annotations[i];
	qsort(order, count, sizeof(struct ladder_annotation *), compare_extent);
	for (unsigned i = 0; i < count; i++) {
		while (is_track_taken(order, i))
			order[i]->track++;
		if (layout->annotation_tracks <= order[i]->track)
			layout->annotation_tracks = order[i]->track + 1;
	}
}

static int row_height_guess(const struct layout *layout)
{
	enum { AROUND = 110 }; /* heads, and the space above and below the rows */
	int count = (int)layout->ladder->row_count;
	int height = ((int)layout->options->height - AROUND) / (count ? count : 1);
	int most = row_height_most(layout);
	return height < ROW_HEIGHT_MIN ? ROW_HEIGHT_MIN : height > most ? most : height;
}

/* Two lines are always few enough, and one for words that a wide picture has room for. */
static unsigned lines_free(const struct layout *layout, const char *words)
{
	return !layout_is_narrow(layout) &&
			svg_text_width(words, SVG_FONT_BOLD, layout->annotation_size) <=
				WORDS_WIDTH_LEAST
		? 1
		: 2;
}

/* The y at which words belong, of lines that end at `bottom`. */
static int words_middle(int top, int bottom, int row_height)
{
	int middle = (top + bottom) / 2, first = bottom - ROWS_TO_END * row_height;
	return middle > first ? middle : first;
}

/* Words before the rows have their places. */
struct words_box {
	int middle, height;
};

static int compare_boxes(const void *a, const void *b)
{
	const struct words_box *first = a, *second = b;
	return (first->middle > second->middle) - (first->middle < second->middle);
}

/* Whether words of these heights stay within a row of where they belong when they move apart. */
static bool words_stay(struct words_box *boxes, unsigned count, int row_height)
{
	qsort(boxes, count, sizeof(*boxes), compare_boxes);
	int next = 0;
	for (unsigned i = 0; i < count; i++) {
		int top = boxes[i].middle - boxes[i].height / 2;
		if (next - top > row_height)
			return false;
		next = (top > next ? top : next) + boxes[i].height + WORDS_APART;
	}
	return true;
}

/* Whether words of this width fit beside the rows that they belong to, without breaking a word. */
static bool is_wide_enough(const struct layout *layout, int width, int row_height)
{
	const struct ladder *ladder = layout->ladder;
	autofinish(arena) struct arena arena = { 0 };
	struct words_box *boxes =
		arena_alloc_array(&arena, ladder->annotation_count + 1, sizeof(*boxes));
	int taken = 0;
	for (unsigned i = 0; i < ladder->annotation_count; i++) {
		const struct ladder_annotation *annotation = &ladder->annotations[i];
		struct wrapping wrapping = { .size = layout->annotation_size, .width = width };
		wrap(&wrapping, annotation->asked->words);
		int height = (int)wrapping.count * line_height(layout);
		int rows = (int)(annotation->last_row - annotation->first_row) + 1;
		unsigned free = lines_free(layout, annotation->asked->words);
		bool is_short = wrapping.count <= free || (free > 1 && height <= rows * row_height);
		if (wrapping.breaks_word || !is_short)
			return false;
		taken += height + WORDS_APART;
		int top = (int)annotation->first_row * row_height;
		boxes[i].middle = words_middle(top, top + rows * row_height, row_height);
		boxes[i].height = height;
	}
	return taken <= row_height * (int)ladder->row_count &&
		words_stay(boxes, ladder->annotation_count, row_height);
}

static void annotations_collect(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	const struct ladder_options *options = layout->options;
	unsigned count = (unsigned)options->annotation_count;
	ladder->annotation_count = ladder->row_count ? count : 0;
	ladder->annotations =
		arena_alloc_array(layout->arena, count + 1, sizeof(*ladder->annotations));
	for (unsigned i = 0; i < ladder->annotation_count; i++) {
		struct ladder_annotation *annotation = &ladder->annotations[i];
		unsigned from = row_of(ladder, options->annotations[i].from);
		unsigned to = row_of(ladder, options->annotations[i].to);
		annotation->asked = &options->annotations[i];
		annotation->points_up = to < from;
		annotation->first_row = from < to ? from : to;
		annotation->last_row = from < to ? to : from;
	}
}

static bool breaks_word(const struct layout *layout, int width)
{
	for (unsigned i = 0; i < layout->ladder->annotation_count; i++) {
		struct wrapping wrapping = { .size = layout->annotation_size, .width = width };
		wrap(&wrapping, layout->ladder->annotations[i].asked->words);
		if (wrapping.breaks_word)
			return true;
	}
	return false;
}

void annotations_measure(struct layout *layout)
{
	enum { SMALLER = 2 };
	if (!layout->options->annotation_count)
		return;
	annotations_collect(layout);
	tracks_choose(layout);
	int row_height = row_height_guess(layout);
	bool is_narrow = layout_is_narrow(layout);
	layout->annotation_size = is_narrow || row_height < 50 ? LADDER_FONT_SIZE_MIN
		: row_height < 92                              ? 20
							       : 22;
	int widest = (int)layout->options->width * (is_narrow ? 29 : 21) / 100;
	while (layout->annotation_size > LADDER_FONT_SIZE_MIN && breaks_word(layout, widest))
		layout->annotation_size -= SMALLER;
	int width = WORDS_WIDTH_MIN;
	while (width < widest && !is_wide_enough(layout, width, row_height))
		width = width + WORDS_WIDTH_STEP < widest ? width + WORDS_WIDTH_STEP : widest;
	layout->annotation_words_width = width;
	layout->annotation_step = TRACK_STEP;
	layout->annotations_width = STRIP_INSET + (int)layout->annotation_tracks * TRACK_STEP +
		WORDS_INSET + width + STRIP_END;
}

/*
 * The width of the widest word that stands on a line of its own without being broken; with
 * `breaks`, of the widest group of an address or part of a name.
 */
static int widest_word(const struct layout *layout, bool breaks)
{
	const struct ladder *ladder = layout->ladder;
	int widest = 0;
	for (unsigned i = 0; i < ladder->annotation_count; i++) {
		const char *words = ladder->annotations[i].asked->words;
		while (*words) {
			size_t size = strcspn(words, breaks ? " .:-/" : " ");
			size += breaks && words[size] && words[size] != ' ';
			const char *word = arena_printf(layout->arena, "%.*s", (int)size, words);
			int width = svg_text_width(word, SVG_FONT_BOLD, layout->annotation_size);
			if (width > widest && width <= layout->annotation_words_width)
				widest = width;
			words += size + (words[size] == ' ');
		}
	}
	return widest;
}

bool annotations_give_width(struct layout *layout, int width, enum annotations_gift gift)
{
	if (!layout->annotations_width)
		return false;
	bool gives_all = gift == ANNOTATIONS_GIVE_ALL;
	int least = widest_word(layout, gives_all);
	int usual = gift == ANNOTATIONS_GIVE_SPARE ? WORDS_WIDTH_LEAST : WORDS_WIDTH_MIN;
	int least_step = gift == ANNOTATIONS_GIVE_SPARE ? TRACK_STEP : TRACK_STEP_LEAST;
	if (least < usual)
		least = usual;
	int before = layout->annotations_width;
	int spare = layout->annotation_words_width - least;
	int given = width < spare ? width : spare;
	if (given > 0) {
		layout->annotation_words_width -= given;
		layout->annotations_width -= given;
		width -= given;
	}
	for (; width > 0 && layout->annotation_step > least_step;
		width -= (int)layout->annotation_tracks) {
		layout->annotation_step--;
		layout->annotations_width -= (int)layout->annotation_tracks;
	}
	return layout->annotations_width < before;
}

/* ---- down ---- */

static void lines_place(const struct layout *layout, struct ladder_annotation *annotation)
{
	const struct ladder_row *first = &layout->ladder->rows[annotation->first_row];
	const struct ladder_row *last = &layout->ladder->rows[annotation->last_row];
	bool is_bracket = annotation->asked->kind == ANNOTATION_BRACKET ||
		annotation->first_row == annotation->last_row;
	annotation->x = annotations_left(layout) + STRIP_INSET + LADDER_ANNOTATION_TICK +
		(int)annotation->track * layout->annotation_step;
	annotation->top = is_bracket ? first->top + ROW_INSET : first->y;
	annotation->bottom = is_bracket ? last->bottom - ROW_INSET : last->y;
	annotation->middle =
		words_middle(annotation->top, annotation->bottom, layout->shape.row_height);
}

static void words_make(const struct layout *layout, struct ladder_annotation *annotation)
{
	struct wrapping wrapping = {
		.arena = layout->arena,
		.size = layout->annotation_size,
		.width = layout->annotation_words_width,
	};
	const char *words = annotation->asked->words;
	wrapping.lines = arena_alloc_array(layout->arena, strlen(words) + 1, sizeof(char *));
	wrap(&wrapping, words);
	annotation->line_count = wrapping.count;
	annotation->lines =
		arena_alloc_array(layout->arena, wrapping.count + 1, sizeof(*annotation->lines));
	annotation->words_left = annotations_left(layout) + STRIP_INSET +
		(int)layout->annotation_tracks * layout->annotation_step + WORDS_INSET;
	annotation->words_height = (int)wrapping.count * line_height(layout);
	annotation->words_top = annotation->middle - annotation->words_height / 2;
	for (unsigned i = 0; i < wrapping.count; i++)
		annotation->lines[i] = (struct ladder_text){
			.kind = LADDER_TEXT_ANNOTATION,
			.string = wrapping.lines[i],
			.size = layout->annotation_size,
			.width = svg_text_width(
				wrapping.lines[i], SVG_FONT_BOLD, layout->annotation_size),
			.height = line_height(layout),
			.left = annotation->words_left,
		};
}

static int compare_middle(const void *a, const void *b)
{
	const struct ladder_annotation *first = a, *second = b;
	if (first->middle != second->middle)
		return first->middle < second->middle ? -1 : 1;
	return first->asked < second->asked ? -1 : first->asked > second->asked;
}

/*
 * Moves words apart: first down, away from the words above; then up, away from the end of the
 * lanes.
 */
static void words_part(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	struct ladder_annotation *all = ladder->annotations;
	int next = ladder->head_height + WORDS_APART;
	for (unsigned i = 0; i < ladder->annotation_count; i++) {
		if (all[i].words_top < next)
			all[i].words_top = next;
		next = all[i].words_top + all[i].words_height + WORDS_APART;
	}
	int last = ladder->height - BOTTOM_SPACE / 2;
	for (unsigned i = ladder->annotation_count; i-- > 0;) {
		if (all[i].words_top + all[i].words_height > last)
			all[i].words_top = last - all[i].words_height;
		last = all[i].words_top - WORDS_APART;
	}
	/* words that were moved up too far move down again */
	next = ladder->head_height + WORDS_APART;
	for (unsigned i = 0; i < ladder->annotation_count; i++) {
		if (all[i].words_top < next)
			all[i].words_top = next;
		next = all[i].words_top + all[i].words_height + WORDS_APART;
	}
	if (ladder->height < next)
		ladder->height = next;
}

static const char *title_of(const struct layout *layout, const struct ladder_annotation *annotation)
{
	const struct annotation *asked = annotation->asked;
	struct shown_packet *const *packets = layout->selection->packets;
	unsigned long long from = packets[asked->from]->frame.number;
	unsigned long long to = packets[asked->to]->frame.number;
	if (asked->from == asked->to)
		return arena_printf(layout->arena, "#%llu: %s", from, asked->words);
	return arena_printf(layout->arena,
		asked->kind == ANNOTATION_BRACKET ? "#%llu–#%llu: %s" : "#%llu → #%llu: %s", from,
		to, asked->words);
}

void annotations_place(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	if (!ladder->annotation_count)
		return;
	for (unsigned i = 0; i < ladder->annotation_count; i++) {
		struct ladder_annotation *annotation = &ladder->annotations[i];
		lines_place(layout, annotation);
		words_make(layout, annotation);
		annotation->title = title_of(layout, annotation);
	}
	qsort(ladder->annotations, ladder->annotation_count, sizeof(*ladder->annotations),
		compare_middle);
	words_part(layout);
	for (unsigned i = 0; i < ladder->annotation_count; i++) {
		struct ladder_annotation *annotation = &ladder->annotations[i];
		for (unsigned k = 0; k < annotation->line_count; k++) {
			struct ladder_text *line = &annotation->lines[k];
			line->top = annotation->words_top + (int)k * line_height(layout);
			line->baseline = line->top + layout->annotation_size;
		}
	}
}
