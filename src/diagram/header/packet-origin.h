#ifndef DIAGRAM_PACKET_ORIGIN_H
#define DIAGRAM_PACKET_ORIGIN_H

/* Which packet a picture of one packet shows, from whom to whom, and when. */

#include "conversation/selection.h"

/*
 * Appends "#2 SYN, ACK · server 127.0.0.1:8080 → client 127.0.0.1:40001 · 0.023 ms". The time
 * counts from the capture's first packet. Roles are left out where no captured SYN shows them, and
 * names stand in the place of what they name. Without a `summary` (NULL) there are neither, and the
 * time is 0. What the packet does not say is left out.
 */
void packet_origin_append(struct text *out, const struct shown_packet *packet,
	const struct capture_summary *summary, bool is_korean);

#endif
