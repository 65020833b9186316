#ifndef DIAGRAM_LIST_H
#define DIAGRAM_LIST_H

/*
 * Draws Wireshark's packet list, in its colors: `--show list`. In a deck, the list is an HTML table
 * (listing/packet-table), whose text wraps and can be copied.
 */

#include "diagram/picture.h"

void list_svg(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options);

#endif
