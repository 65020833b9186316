#ifndef DIAGRAM_CALL_TIMELINE_H
#define DIAGRAM_CALL_TIMELINE_H

/*
 * A connection in four columns, time down: the client's program, its kernel, the server's kernel,
 * its program. Calls are spans in the columns of the programs, and packets go between the kernels.
 *
 *   client program    kernel :40000       kernel :8080    server program
 *   ┌ connect(3) ┐ ──▶ │ ──── SYN ────────▶ │
 *   │            │     │ ◀─── SYN, ACK ──── │
 *   └ = 0        ┘ ◀── │ ──── ACK ────────▶ │ ──▶  ┌ accept(3) = 4 ┐
 */

#include "diagram/picture.h"

void call_timeline_svg(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options);

#endif
