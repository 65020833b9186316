/*
 * Chooses the colors of packets and says what they mean. In a legend each color is a plate as on
 * the arrows, with its words on it, so that a listener compares like with like:
 *
 *    [handshake] [data] [only ACK] [close]
 */
#include "diagram/packet-color.h"

#include <string.h>

#include "base/array.h"
#include "base/format/markup.h"
#include "conversation/color-rules.h"
#include "diagram/svg.h"

enum {
	PLATE_HEIGHT = 30,
	PLATE_PADDING = 10,
	PLATE_SPACE = 10, /* between neighbors, and between lines */
	LEGEND_SPACE = 14, /* above the first line */
};

const char *packet_color(enum packet_coloring coloring, const struct shown_packet *packet)
{
	return coloring == COLORED_BY_RULE ? packet->rule->key
					   : packet_kind_key(packet_kind_of(packet));
}

const char *packet_color_for(enum packet_coloring coloring, enum packet_kind kind, const char *rule)
{
	return coloring == COLORED_BY_RULE ? rule : packet_kind_key(kind);
}

/* ---- the table of all colors: kinds, then rules ---- */

static const char *key_at(unsigned index)
{
	if (index < PACKET_KIND_COUNT)
		return packet_kind_key((enum packet_kind)index);
	const struct color_rule *rule = color_rule_at(index - PACKET_KIND_COUNT);
	return rule ? rule->key : NULL;
}

const char *color_rule_words(const struct color_rule *rule, bool is_korean)
{
	if (strcmp(rule->key, "none") == 0)
		return is_korean ? "맞는 규칙 없음" : "no rule";
	return rule->name;
}

static const char *words_at(unsigned index, bool is_korean)
{
	if (index < PACKET_KIND_COUNT)
		return packet_kind_words((enum packet_kind)index, is_korean);
	return color_rule_words(color_rule_at(index - PACKET_KIND_COUNT), is_korean);
}

/* ---- a legend ---- */

static bool has(const struct color_legend *legend, unsigned index)
{
	return legend->has >> index & 1;
}

void color_legend_add(struct color_legend *legend, const char *key)
{
	for (unsigned i = 0; key_at(i); i++)
		if (strcmp(key_at(i), key) == 0)
			legend->has |= 1U << i;
}

void color_legend_add_packets(struct color_legend *legend, enum packet_coloring coloring,
	const struct selection *selection)
{
	for (size_t i = 0; i < selection->count; i++)
		color_legend_add(legend, packet_color(coloring, selection->packets[i]));
}

void color_legend_add_any_segment(struct color_legend *legend, enum packet_coloring coloring,
	const struct selection *selection)
{
	static const char *const rules[] = { "bad-tcp", "rst", "http", "syn-fin", "tcp" };
	for (unsigned i = 0; coloring == COLORED_BY_RULE && i < ARRAY_COUNT(rules); i++)
		color_legend_add(legend, rules[i]);
	for (unsigned i = 0; coloring == COLORED_BY_KIND && i <= PACKET_KIND_TROUBLE; i++)
		color_legend_add(legend, packet_kind_key((enum packet_kind)i));
	for (size_t i = 0; i < selection->count; i++) {
		const struct shown_packet *packet = selection->packets[i];
		if (!packet->facts.has_tcp)
			color_legend_add(legend, packet_color(coloring, packet));
	}
}

static int plate_width(unsigned index, bool is_korean)
{
	return svg_text_width(words_at(index, is_korean), SVG_FONT_BOLD, SVG_FONT_SIZE) +
		2 * PLATE_PADDING;
}

/* Where a plate stands, in px of the legend. */
struct place {
	int left, top, width;
};

/* Moves to the next plate, on a line of its own where the one before has no room. */
static void advance(struct place *place, unsigned index, int width, bool is_korean)
{
	place->left += place->width ? place->width + PLATE_SPACE : 0;
	place->width = plate_width(index, is_korean);
	if (!place->left || place->left + place->width <= width)
		return;
	place->left = 0;
	place->top += PLATE_HEIGHT + PLATE_SPACE;
}

int color_legend_height(const struct color_legend *legend, int width, bool is_korean)
{
	struct place place = { 0, LEGEND_SPACE, 0 };
	for (unsigned i = 0; key_at(i); i++)
		if (has(legend, i))
			advance(&place, i, width, is_korean);
	return place.width ? place.top + PLATE_HEIGHT : 0;
}

void color_legend_svg(
	struct text *out, const struct color_legend *legend, int top, int width, bool is_korean)
{
	enum { BASELINE = 21, RADIUS = 6 };
	struct place place = { 0, top + LEGEND_SPACE, 0 };
	if (!legend->has)
		return;
	text_append(out, "<g class=\"color-legend\">");
	unsigned i = 0;
	for (const char *key; (key = key_at(i)) != NULL; i++) {
		if (!has(legend, i))
			continue;
		advance(&place, i, width, is_korean);
		text_append_format(out, "<g class=\"rule-%s\">", key);
		svg_rect(out, "chip", place.left, place.top, place.width, PLATE_HEIGHT, RADIUS);
		svg_text(out, "chip-text chip-ink strong", SVG_ANCHOR_MIDDLE,
			place.left + place.width / 2, place.top + BASELINE, SVG_FONT_SIZE,
			words_at(i, is_korean), false);
		text_append(out, "</g>");
	}
	text_append(out, "</g>\n");
}

void color_legend_html(struct text *out, const struct color_legend *legend, bool is_korean)
{
	if (!legend->has)
		return;
	text_append_format(out, "<ul class=\"color-legend\" aria-label=\"%s\">",
		is_korean ? "색의 뜻" : "What the colors mean");
	unsigned i = 0;
	for (const char *key; (key = key_at(i)) != NULL; i++) {
		if (!has(legend, i))
			continue;
		text_append_format(out, "<li class=\"rule-%s\">", key);
		markup_text(out, words_at(i, is_korean));
		text_append(out, "</li>");
	}
	text_append(out, "</ul>\n");
}
