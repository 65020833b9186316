#ifndef DIAGRAM_DESCRIPTORS_H
#define DIAGRAM_DESCRIPTORS_H

/*
 * The descriptors of sockets that each program has at a packet: number, what it is, its addresses
 * and its state, from the recorded calls alone.
 */

#include "diagram/picture.h"

void descriptors_svg(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options);
void descriptors_table(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const char *lang);

#endif
