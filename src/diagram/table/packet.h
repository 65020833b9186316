#ifndef DIAGRAM_PACKET_H
#define DIAGRAM_PACKET_H

/*
 * Draws one packet's header as the RFCs do, beside its bytes: `--show packet`. In a deck this view
 * is HTML (diagram/header/header-map), in which field, bytes and description are linked.
 */

#include "diagram/picture.h"

/* Draws the first packet of the selection. */
void packet_svg(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options);

#endif
