#ifndef LISTING_TCP_INFO_H
#define LISTING_TCP_INFO_H

/* The Info column of a TCP segment. Known only to this folder. */

#include "base/text.h"
#include "conversation/tcp/tcp-analysis.h"

/* "[TCP Retransmission] ", one after the other; nothing when there is none. */
void tcp_info_append_labels(struct text *out, const struct tcp_analysis *analysis);

/* "55466 → 8080" */
void tcp_info_append_ports(struct text *out, const struct frame *frame);

/* The rest of the line, for a frame with has_tcp; raw numbers when `analysis` is NULL. */
void tcp_info_append(
	struct text *out, const struct frame *frame, const struct tcp_analysis *analysis);

#endif
