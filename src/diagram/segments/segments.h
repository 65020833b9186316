#ifndef DIAGRAM_SEGMENTS_H
#define DIAGRAM_SEGMENTS_H

/*
 * One message, cut into its segments, `show: segments`: the message as one bar, and below it the
 * cut pieces to scale, each where its bytes belong and with the sequence number where it begins. A
 * piece that was sent again is a row of its own.
 *
 *   [200 OK]  server :8080 → client :60624           16 144 = 11 × 1 448 + 216
 *   MSS 1 460 − 12 bytes of timestamps = 1 448 bytes a segment
 *      #     seq    len   ▐ header ▐ body                                  ▐
 *     16       1  1 448   ▐████▌
 *     17   1 449  1 448   ¦    ▐████▌
 */

#include "diagram/picture.h"

void segments_svg(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options);

/* The colors of the message and of its segments. */
void segments_colors(struct color_legend *legend, const struct selection *selection,
	const struct capture_summary *summary, enum packet_coloring coloring);

/* The same as an HTML table with a row for each segment. */
void segments_table(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const char *lang);

#endif
