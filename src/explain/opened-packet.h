#ifndef DIAGRAM_OPENED_PACKET_H
#define DIAGRAM_OPENED_PACKET_H

/*
 * One packet in full, for a terminal: `packets --show packet`. What a deck shows as a page
 * (diagram/header/header-map) is text here: headers, fields, bits, sentences, bytes.
 */

#include "conversation/selection.h"
#include "listing/terminal-color.h"

struct opened_packet_options {
	const char *lang; /* of sentences: "ko", else English */
	enum color_depth depth;
};

/* Lines that end in a newline each. Nothing captured can reach the terminal as a control character. */
void opened_packet_append(struct text *out, const struct shown_packet *packet,
	const struct capture_summary *summary, const struct opened_packet_options *options);

#endif
