#ifndef DIAGRAM_HEADER_MAP_H
#define DIAGRAM_HEADER_MAP_H

/*
 * One packet for `show: packet`: crumbs of its layers, one header to scale in 32-bit rows as the RFC
 * draws it with the real values, the flags as bits, its bytes in hex, and the field table.
 *
 *   [Ethernet 14] [IPv4 20] [TCP 40]
 *     0   4   8      16           31     00 00 00 00 00 00 00 00  ········
 *   0 | Source Port  | Destination Port   |  ...
 *   4 | Sequence Number                   |  sentence about the field under the pointer
 *
 * HTML around inline SVG. Fields carry data-field="index" (into the packet's field list) for the deck's
 * script, which draws the bytes anew to link both, and the same picture over a slide when a packet is
 * opened; without it all of this still reads.
 */

#include "base/text.h"
#include "conversation/selection.h"

struct header_map_options {
	const char *id;
	const char *lang;
	const struct capture_summary *summary; /* for what the whole capture knows; or NULL */
	enum protocol protocol; /* whose header is drawn first; PROTOCOL_NONE: the transport's */
	bool is_unnamed; /* without a title, as struct picture_options has it */
};

void header_map_html(struct text *out, const struct shown_packet *packet,
	const struct header_map_options *options);

/*
 * The drawing of the header alone, as an <svg> that stands inside of another picture; its fields line
 * by line when it is text, or too long. Returns its height; *ret_layer is the layer that was chosen.
 * The packet has layers.
 */
int header_map_drawing(struct text *out, const struct shown_packet *packet,
	const struct header_map_options *options, unsigned *ret_layer);

/* A field's share of a header, in bits from the header's first; `last` is exclusive. */
struct header_cell {
	const struct field *field;
	uint32_t first, last;
};

enum { HEADER_BITS_PER_ROW = 32 };

/*
 * The fields that make up the header of a layer, each bit at most once; options stand for
 * themselves. The array is malloc()ed; NULL with *ret_count 0 when nothing describes the header.
 */
struct header_cell *header_cells(
	const struct shown_packet *packet, unsigned layer, size_t *ret_count);

#endif
