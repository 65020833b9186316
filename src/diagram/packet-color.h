#ifndef DIAGRAM_PACKET_COLOR_H
#define DIAGRAM_PACKET_COLOR_H

/*
 * The color of a packet in a picture, and the words for the colors that a picture has. A color is
 * its key: the CSS class rule-KEY of templates/deck/base/colors.css sets --chip, --chip-ink and
 * --wire.
 */

#include "base/arena.h"
#include "diagram/packet-kind.h"

enum packet_coloring {
	COLORED_BY_KIND, /* diagram/packet-kind.h */
	COLORED_BY_RULE, /* Wireshark's rules, conversation/color-rules.h */
};

/* The key of the packet's color: "kind-data", "http". */
const char *packet_color(enum packet_coloring coloring, const struct shown_packet *packet);

/* The key of a kind, or of a rule, where it is no packet's own. `rule` is a rule's key. */
const char *packet_color_for(
	enum packet_coloring coloring, enum packet_kind kind, const char *rule);

/* A rule's name in Wireshark; words where no rule fits, for which Wireshark has no name. */
const char *color_rule_words(const struct color_rule *rule, bool is_korean);

/* The colors of a picture. Zeroed, it has none. */
struct color_legend {
	uint32_t has; /* a bit for each color, in the order of the tables */
};

void color_legend_add(struct color_legend *legend, const char *key);

/* Adds the colors of all packets of a selection. */
void color_legend_add_packets(struct color_legend *legend, enum packet_coloring coloring,
	const struct selection *selection);

/*
 * Adds the colors that any segment of TCP may have, and those of the selection's other packets. So
 * the legend does not say which segments are among them.
 */
void color_legend_add_any_segment(struct color_legend *legend, enum packet_coloring coloring,
	const struct selection *selection);

/* The px that a legend takes below a picture of this width; 0 for one without colors. */
int color_legend_height(const struct color_legend *legend, int width, bool is_korean);

/* Appends a <g> whose top is at `top`; nothing for a legend without colors. */
void color_legend_svg(
	struct text *out, const struct color_legend *legend, int top, int width, bool is_korean);

/* Appends the same as a list of HTML; nothing for a legend without colors. */
void color_legend_html(struct text *out, const struct color_legend *legend, bool is_korean);

#endif
