/*
 * Words on the plot of buffers: each only where nothing else is, and left out where there is no
 * room.
 */
#include "base/array.h"
#include "diagram/graph/buffers-layout.h"

enum { TEXT_HEIGHT = 24, TEXT_ASCENT = 18 };

/* What stands on the plot, so that nothing else is put there. */
struct words {
	struct text *out;
	const struct buffers *buffers;
	struct buffers_box boxes[16];
	size_t count;
};

static bool overlap(struct buffers_box one, struct buffers_box other)
{
	return one.left < other.right && one.right > other.left && one.top < other.bottom &&
		one.bottom > other.top;
}

/* Whether the bar of a sample is in the box. */
static bool has_sample(const struct buffers *buffers, struct buffers_box box)
{
	enum { CAP = 6, SPACE = 2 };
	for (size_t i = 0; i < buffers->sample_count; i++) {
		const struct buffers_sample *sample = &buffers->samples[i];
		if (!buffers_is_drawn(buffers, sample))
			continue;
		int x = buffers_x(buffers, sample->time_ns);
		const struct buffers_box bar = { x - CAP, buffers_y(buffers, sample->high) - SPACE,
			x + CAP, buffers_y(buffers, sample->low) + SPACE };
		if (overlap(box, bar))
			return true;
	}
	return false;
}

/* Whether the number, the ring or a guide of a remark, or the edge of a hatching, is in the box. */
static bool has_mark(const struct buffers *buffers, struct buffers_box box)
{
	enum { SPACE = 4 };
	const struct graph *graph = buffers->graph;
	for (size_t i = 0; i < graph->remark_count; i++) {
		const struct graph_remark *remark = &graph->remarks[i];
		const struct buffers_box disc = { remark->disc_x - GRAPH_DISC,
			remark->disc_y - GRAPH_DISC, remark->disc_x + GRAPH_DISC,
			remark->disc_y + GRAPH_DISC };
		const struct buffers_box ring = { remark->x - GRAPH_RING, remark->top - GRAPH_RING,
			remark->x + GRAPH_RING, remark->bottom + GRAPH_RING };
		const struct buffers_box across = { graph->left, remark->bottom - SPACE, remark->x,
			remark->bottom + SPACE };
		const struct buffers_box down = { remark->x - SPACE, remark->bottom,
			remark->x + SPACE, graph->bottom };
		if (overlap(box, disc) || overlap(box, ring) || overlap(box, across) ||
			overlap(box, down))
			return true;
	}
	for (size_t i = 0; i < buffers->hold_count; i++) {
		const struct buffers_hold *hold = &buffers->holds[i];
		int y = buffers_y(buffers, hold->high);
		const struct buffers_box edge = { buffers_x(buffers, hold->from_ns), y - SPACE,
			buffers_x(buffers, hold->to_ns), y + SPACE };
		if (overlap(box, edge))
			return true;
	}
	return false;
}

static bool is_free(const struct words *words, struct buffers_box box)
{
	const struct graph *graph = words->buffers->graph;
	for (size_t i = 0; i < words->count; i++)
		if (overlap(box, words->boxes[i]))
			return false;
	return !has_mark(words->buffers, box) && !has_sample(words->buffers, box) &&
		box.left >= graph->left && box.right <= graph->right && box.top >= graph->top &&
		box.bottom <= graph->bottom &&
		graph_box_is_free(
			graph, box.left, box.top, box.right - box.left, box.bottom - box.top);
}

static bool write_words(
	struct words *words, const char *class_name, const char *string, int left, int top)
{
	int width = svg_text_width(string, SVG_FONT_BOLD, GRAPH_TEXT_SIZE);
	struct buffers_box box = { left, top, left + width, top + TEXT_HEIGHT };
	if (words->count == ARRAY_COUNT(words->boxes) || !is_free(words, box))
		return false;
	words->boxes[words->count++] = box;
	svg_text(words->out, class_name, SVG_ANCHOR_START, left, top + TEXT_ASCENT, GRAPH_TEXT_SIZE,
		string, false);
	return true;
}

/* Writes into a box, as near to its middle as there is room; to the side before up and down. */
static void write_within(struct words *words, const char *class_name, const char *string,
	const struct buffers_box *box)
{
	enum { STEP = 12, EDGE = 8 };
	int width = svg_text_width(string, SVG_FONT_BOLD, GRAPH_TEXT_SIZE);
	int left = (box->left + box->right - width) / 2;
	int top = (box->top + box->bottom - TEXT_HEIGHT) / 2;
	for (int down = 0; top + down + TEXT_HEIGHT <= box->bottom; down += STEP)
		for (int away = 0; left - away >= box->left + EDGE; away += STEP)
			if (write_words(words, class_name, string, left - away, top + down) ||
				write_words(words, class_name, string, left + away, top + down) ||
				write_words(words, class_name, string, left - away, top - down) ||
				write_words(words, class_name, string, left + away, top - down))
				return;
}

/* Writes how long each window of 0 lasted, as high as there is room. */
static void write_zero_windows(struct words *words)
{
	enum { STEP = 6 };
	const struct graph *graph = words->buffers->graph;
	for (size_t i = 0; i < graph->zero_window_count; i++) {
		const char *string = words->buffers->zero_window_words[i];
		for (int top = graph->top + STEP; string[0] && top + TEXT_HEIGHT < graph->bottom;
			top += STEP)
			if (write_words(words, "letter rule-kind-trouble", string,
				    graph->zero_windows[i].words_x, top))
				break;
	}
}

/*
 * Writes what is in the receive buffer into its widest part, where all that was sent is
 * acknowledged: there the packets tell it to the byte.
 */
static void write_received(struct words *words)
{
	const struct buffers *buffers = words->buffers;
	const struct buffers_line *sent = &buffers->lines[BUFFERS_SENT];
	struct buffers_band band = buffers_band_start(
		buffers, &buffers->lines[BUFFERS_READ], &buffers->lines[BUFFERS_ACKNOWLEDGED]);
	struct buffers_band_part part, best = { 0 };
	struct buffers_box box = { 0 };
	while (buffers_band_next(&band, &part)) {
		part.to_ns = buffers_next_change(sent, part.from_ns, part.to_ns);
		struct buffers_box place = buffers_box_of(buffers, &part);
		if (place.right - place.left <= box.right - box.left ||
			buffers_at(sent, part.from_ns) != part.high)
			continue;
		best = part;
		box = place;
	}
	const char *string = arena_printf(buffers->arena, "%s %s",
		buffers_key_words(BUFFERS_KEY_RECEIVED, buffers->is_korean),
		picture_bytes(
			buffers->arena, (uint64_t)(best.high - best.low), buffers->is_korean));
	write_within(words, "letter reader", string, &box);
}

/* Writes into the longest hatching that nothing was measured there. */
static void write_hold(struct words *words)
{
	const struct buffers *buffers = words->buffers;
	struct buffers_box best = { 0 };
	for (size_t i = 0; i < buffers->hold_count; i++) {
		const struct buffers_hold *hold = &buffers->holds[i];
		struct buffers_box box = { buffers_x(buffers, hold->from_ns),
			buffers_y(buffers, hold->high), buffers_x(buffers, hold->to_ns),
			buffers_y(buffers, hold->low) };
		if (box.right - box.left > best.right - best.left)
			best = box;
	}
	write_within(words, "letter writer",
		buffers_key_words(BUFFERS_KEY_HOLD, buffers->is_korean), &best);
}

/* Writes the number of a queue beside its bar or, where that has no room, above it. */
static bool write_queue(struct words *words, const struct buffers_sample *sample)
{
	enum { SPACE = 12, STEP = 16, ABOVE = 4 };
	const struct buffers *buffers = words->buffers;
	const char *class_name = sample->is_of_writer ? "letter writer" : "letter reader";
	const char *string = picture_number(buffers->arena, sample->queue, buffers->is_korean);
	int width = svg_text_width(string, SVG_FONT_BOLD, GRAPH_TEXT_SIZE);
	int x = buffers_x(buffers, sample->time_ns);
	int top = buffers_y(buffers, sample->high), bottom = buffers_y(buffers, sample->low);
	for (int y = (top + bottom - TEXT_HEIGHT) / 2; y <= bottom; y += STEP)
		if (write_words(words, class_name, string, x - SPACE - width, y) ||
			write_words(words, class_name, string, x + SPACE, y))
			return true;
	return write_words(words, class_name, string, x - width / 2, top - TEXT_HEIGHT - ABOVE);
}

/* Writes the number of the fullest queue of a side, where it was first or measured again. */
static void write_fullest(struct words *words, bool is_of_writer)
{
	const struct buffers *buffers = words->buffers;
	uint32_t most = 0;
	for (size_t i = 0; i < buffers->sample_count; i++) {
		const struct buffers_sample *sample = &buffers->samples[i];
		if (sample->is_of_writer == is_of_writer && buffers_is_drawn(buffers, sample) &&
			sample->queue > most)
			most = sample->queue;
	}
	for (size_t i = 0; most && i < buffers->sample_count; i++) {
		const struct buffers_sample *sample = &buffers->samples[i];
		if (sample->is_of_writer == is_of_writer && buffers_is_drawn(buffers, sample) &&
			sample->queue == most && write_queue(words, sample))
			return;
	}
}

void buffers_draw_words(struct text *out, const struct buffers *buffers)
{
	struct words words = { .out = out, .buffers = buffers };
	write_zero_windows(&words);
	write_received(&words);
	write_hold(&words);
	write_fullest(&words, true);
	write_fullest(&words, false);
	text_append_char(out, '\n');
}
