#ifndef DIAGRAM_BUFFERS_H
#define DIAGRAM_BUFFERS_H

/*
 * `show: buffers`: the send buffer of the writer and the receive buffer of the reader, in the
 * direction of a connection that has more data. Time goes to the right, bytes of the stream go up.
 *
 *   server :8080 → client :42688   22 528 bytes · tcp.stream 0
 *   server  [ sendto(4, 20 480) = 20 480                  ]      what the writing program did
 *   20 000   ////////////////////////////////////////////┌────
 *            ////////////////////////////////////////////│ send buffer
 *   10 000   ////////////////////////////////////////////│ ┌──  acknowledged
 *        0 ──┴─────── receive buffer ────────────────────┴─┘    read
 *   client                                        [recv][recv]   what the reading program did
 *          0      2 ms  ⫽  256  ⫽  467  ⫽  1 051     1 052 ms
 *
 * Four numbers rise: bytes that were written, sent, acknowledged and read. What was written and not
 * acknowledged is in the send buffer; what was acknowledged and not read is in the receive buffer.
 * Writes and reads count when their calls return, and packets when they were captured; between,
 * nothing is guessed: what a call that lasts has handed over is hatched. A queue that the kernel
 * told at a call is a bar of its own.
 */

#include "diagram/picture.h"

/* Draws one <svg>. The selection must have packets of a connection. */
void buffers_svg(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options);

/* Appends a row for each packet, and for each call at which a queue was measured. */
void buffers_table(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const char *lang);

#endif
