#ifndef EXPLAIN_OPENED_PACKET_H
#define EXPLAIN_OPENED_PACKET_H

/*
 * One packet in full for a terminal: `packets --show packet`. It prints headers, fields, bits,
 * sentences and bytes as text; a deck shows the same as a page (diagram/header/header-map).
 */

#include "conversation/selection.h"
#include "listing/terminal-color.h"

struct opened_packet_options {
	const char *lang; /* language of the sentences: "ko", else English */
	enum color_depth depth;
};

/*
 * Appends the packet as lines, each with a line end. Captured control characters become printable.
 */
void opened_packet_append(struct text *out, const struct shown_packet *packet,
	const struct capture_summary *summary, const struct opened_packet_options *options);

#endif
