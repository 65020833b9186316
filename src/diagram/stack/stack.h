#ifndef DIAGRAM_STACK_H
#define DIAGRAM_STACK_H

/*
 * One packet as nested boxes, `show: stack`: what each layer adds and what it carries, so that each
 * sum is a part of the one around it.
 *
 *   ▐14▐20▐32▐ HTTP 144 ▐ Data 1 304                      ▐  the packet to scale
 *   ┌ Ethernet   Destination  Source  Type        14 + 1 500 = 1 514 ┐
 *   │ ┌ IPv4   Source  Destination  Protocol    20 + 1 480 = 1 500 ┐ │
 *   │ │ ┌ TCP  Source port  …                 32 + 1 448 = 1 480 ┐ │ │
 *   │ │ │  HTTP/1.1 200 OK …                                     │ │ │
 */

#include "diagram/picture.h"

/* Draws the first packet of the selection. */
void stack_svg(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options);

/* The same as an HTML table with a row for each layer. */
void stack_table(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const char *lang);

#endif
