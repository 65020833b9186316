#ifndef DIAGRAM_HEADER_MAP_H
#define DIAGRAM_HEADER_MAP_H

/*
 * One packet for `show: packet`: crumbs of its layers, one header to scale in 32-bit rows as the
 * RFC draws it with the real values, the flags as bits, its bytes in hex, and the field table.
 *
 *   [Ethernet 14] [IPv4 20] [TCP 40]
 *     0   4   8      16           31     00 00 00 00 00 00 00 00  ········
 *   0 | Source Port  | Destination Port   |  ...
 *   4 | Sequence Number                   |  sentence about the field under the pointer
 *
 * HTML around inline SVG. Fields carry data-field="index" (into the packet's field list) for the
 * deck's script, which draws the bytes anew to link both, and the same picture over a slide when a
 * packet is opened; without it all of this still reads.
 */

#include "base/text.h"
#include "conversation/selection.h"
#include "diagram/picture.h"

struct header_map_options {
	const char *id;
	const char *lang;
	const struct capture_summary *summary; /* for facts about the whole capture; or NULL */
	enum protocol protocol; /* whose header is drawn; PROTOCOL_NONE: the transport's */
	const struct picture_fields *fields; /* chosen by the author; or NULL */
	bool is_unnamed; /* without titles, as in struct picture_options */
	unsigned height; /* px for all of it on a slide; 0: as much as a slide has */
};

void header_map_html(struct text *out, const struct shown_packet *packet,
	const struct header_map_options *options);

/*
 * Draws only the header, as an <svg> inside another picture. A header that is text, or too long, is
 * listed. Returns the height; *ret_layer is the chosen layer. The packet must have layers.
 */
int header_map_drawing(struct text *out, const struct shown_packet *packet,
	const struct header_map_options *options, unsigned *ret_layer);

/*
 * The layer to draw: the requested one, else the topmost header that was sent (what an ICMP error
 * quotes was not), else the first layer.
 */
unsigned header_map_layer(const struct frame *frame, enum protocol protocol);

#endif
