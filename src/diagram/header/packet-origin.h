#ifndef DIAGRAM_PACKET_ORIGIN_H
#define DIAGRAM_PACKET_ORIGIN_H

/* Which packet a picture of one packet shows, from whom to whom, and when. */

#include "conversation/names/endpoint-names.h"
#include "conversation/selection.h"

/*
 * Appends "#2 SYN, ACK · server 127.0.0.1:8080 → client 127.0.0.1:40001 · 0.023 ms". The time
 * counts from `start_ns`. Names, unless they are NULL, stand in the place of what they name. What
 * the packet does not say is left out.
 */
void packet_origin_append(struct text *out, const struct shown_packet *packet,
	const struct capture_names *names, int64_t start_ns, bool is_korean);

#endif
