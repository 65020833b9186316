#ifndef LISTING_TCP_INFO_H
#define LISTING_TCP_INFO_H

/* The Info column of a TCP segment. Used only by this folder. */

#include "base/text.h"
#include "conversation/tcp/tcp-analysis.h"

/* Appends the labels, "[TCP Retransmission] ", one after the other; nothing when there are none. */
void tcp_info_append_labels(struct text *out, const struct tcp_analysis *analysis);

/* Appends "55466 → 8080". */
void tcp_info_append_ports(struct text *out, const struct frame *frame);

/*
 * Appends the rest of the line, for a frame with a TCP header. The numbers are raw when `analysis`
 * is NULL.
 */
void tcp_info_append(
	struct text *out, const struct frame *frame, const struct tcp_analysis *analysis);

#endif
