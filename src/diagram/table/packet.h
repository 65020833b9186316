#ifndef DIAGRAM_PACKET_H
#define DIAGRAM_PACKET_H

/*
 * One packet's header as the RFCs draw it, beside its bytes: `--show packet`. In a deck this view is
 * HTML (diagram/header/header-map), where field, bytes and sentence are linked; this is the picture alone.
 */

#include "diagram/picture.h"

/* The first packet of the selection. */
void packet_svg(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options);

#endif
