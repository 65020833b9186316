#ifndef DIAGRAM_HEADER_MAP_H
#define DIAGRAM_HEADER_MAP_H

/*
 * One packet for `show: packet`: crumbs of its layers, the topmost header to scale in 32-bit rows as the
 * RFC draws it with the real values, the flags as bits, its bytes in hex, and the field table. HTML
 * around inline SVG. Fields and hex bytes carry data-field="index", for linking by the deck's script.
 */

#include "base/text.h"
#include "conversation/selection.h"

struct header_map_options {
	const char *id;
	const char *lang;
	enum protocol protocol; /* whose header is drawn first; PROTOCOL_NONE: the transport's */
};

void header_map_html(struct text *out, const struct shown_packet *packet,
	const struct header_map_options *options);

#endif
