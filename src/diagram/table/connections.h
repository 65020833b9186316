#ifndef DIAGRAM_CONNECTIONS_H
#define DIAGRAM_CONNECTIONS_H

/*
 * The TCP connections of a capture, `show: connections`: a row for each, with what is new every
 * time (the client's port, both initial sequence numbers), what it carried, when and how long it
 * lived, and how it ended.
 *
 *   #   client    client ISN     server ISN     → bytes  ← bytes   ms        0 ──────────── 3.9
 *   0   :37626    687 121 203    281 859 550        85      145    3.143     ████             FIN
 *   1   :37642  4 032 877 836  3 094 811 923        97   16 144    0.492         █            FIN
 */

#include "diagram/picture.h"

/*
 * Draws the connections that have a packet in the selection, or all connections when all packets
 * are selected. The numbers are those in the whole capture.
 */
void connections_svg(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options);

/*
 * Adds the colors of the endings to the legend. With COLORED_BY_KIND it adds none, since the plates
 * say "FIN" and "RST".
 */
void connections_colors(struct color_legend *legend, const struct selection *selection,
	const struct capture_summary *summary, enum packet_coloring coloring);

/* The same as an HTML table. */
void connections_table(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const char *lang);

#endif
