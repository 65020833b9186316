/*
 * Estimates the height of remarks from their Markdown, in letters of sizes that the panel gives
 * them (templates/deck/picture/panel-room.js, side-panel.css). A remark is shown alone with its
 * step; without steps those of a slide are below each other.
 */
#include "deck/panel/panel-room.h"

#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "diagram/svg.h"

enum {
	BESIDE_TEXT = 68, /* px of a column beside its text: the gap, the border, the padding */
	SMALLEST = 18, /* px of letters */
	READABLE = 20, /* px of letters for which the panel becomes wider */
	LINE_PERCENT = 135,
	WIDTH_PERCENT = 95, /* of the most that words may be wide (svg_text_width()) */
	HEADING = 34, /* px of the line that names the packet, and of the space below it */
	PARAGRAPH_SPACE = 8,
	REMARK_SPACE = 18,
	EDGES = 16, /* px above and below all remarks */
	SHORT = 240, /* bytes of a remark that fits into any panel */
};

/* The next word from `*at` on. Sets *ret_lines to the number of line ends before it. */
static struct bytes next_word(struct bytes markdown, size_t *at, unsigned *ret_lines)
{
	*ret_lines = 0;
	while (*at < markdown.size && strchr(" \t\r\n", markdown.data[*at]))
		*ret_lines += markdown.data[(*at)++] == '\n';
	size_t start = *at;
	while (*at < markdown.size && !strchr(" \t\r\n", markdown.data[*at]))
		(*at)++;
	return (struct bytes){ markdown.data + start, *at - start };
}

static int word_width(struct bytes word, int size)
{
	enum { WORD_MAX = 200 };
	char letters[WORD_MAX + 1];
	size_t count = word.size < WORD_MAX ? word.size : WORD_MAX;
	memcpy(letters, word.data, count);
	letters[count] = '\0';
	return svg_text_width(letters, SVG_FONT_TEXT, size) * WIDTH_PERCENT / 100;
}

static bool begins_item(struct bytes word)
{
	return word.size == 1 && strchr("-+*", word.data[0]);
}

static unsigned remark_height(struct bytes markdown, int size, unsigned width)
{
	int space = (int)(width - BESIDE_TEXT), blank = svg_text_width(" ", SVG_FONT_TEXT, size);
	unsigned lines = 1, paragraphs = 1, ends;
	int x = 0;
	for (size_t at = 0; at < markdown.size;) {
		struct bytes word = next_word(markdown, &at, &ends);
		if (!word.size)
			break;
		int taken = word_width(word, size);
		bool is_new = x && (ends > 1 || (ends && begins_item(word)));
		paragraphs += x && ends > 1;
		if (is_new || (x && x + blank + taken > space)) {
			lines++;
			x = 0;
		}
		x += (x ? blank : 0) + taken;
		lines += (unsigned)(x / space);
		x %= space;
	}
	return HEADING + lines * (unsigned)size * LINE_PERCENT / 100 +
		(paragraphs - 1) * PARAGRAPH_SPACE;
}

static bool stand_together(const struct panel_remarks *remarks, size_t one, size_t other)
{
	return remarks->slides ? remarks->slides[one] == remarks->slides[other]
			       : remarks->are_together;
}

/* The first remark that has no room in a column of this width, in letters of this size. */
static const struct packets_remark *overfull(
	const struct panel_remarks *remarks, int size, unsigned width)
{
	const struct packets_block *block = remarks->block;
	const bool are_alone = !remarks->slides && !remarks->are_together;
	autofinish(arena) struct arena arena = { 0 };
	unsigned *heights = arena_alloc_array(&arena, block->remark_count + 1, sizeof(*heights));
	for (size_t i = 0; i < block->remark_count; i++) {
		const struct packets_remark *remark = &block->remarks[i];
		if (are_alone && remark->markdown.size <= SHORT)
			continue;
		heights[i] = remark_height(remark->markdown, size, width);
		unsigned taken = EDGES + heights[i];
		for (size_t before = 0; before < i; before++)
			if (stand_together(remarks, before, i))
				taken += heights[before] + REMARK_SPACE;
		if (taken > remarks->height)
			return remark;
	}
	return NULL;
}

const struct packets_remark *panel_overfull(const struct panel_remarks *remarks, unsigned width)
{
	return overfull(remarks, SMALLEST, width);
}

unsigned panel_width(const struct panel_remarks *remarks)
{
	static const unsigned widths[] = { PANEL_WIDTH, 442, 512 };
	size_t i = 0;
	while (i + 1 < ARRAY_COUNT(widths) && overfull(remarks, READABLE, widths[i]))
		i++;
	return widths[i];
}
