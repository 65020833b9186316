#ifndef LAB_CLOSE_WATCH_H
#define LAB_CLOSE_WATCH_H

/*
 * Detects when a capture is complete: every connection that was opened has ended, by a reset or by
 * two FINs and their acknowledgments. A recording waits for that, never for a fixed time.
 */

#include <stdbool.h>
#include <stdint.h>

#include "dissect/frame.h"

struct close_watch_side {
	bool has_fin, is_fin_acked;
	uint32_t fin_end; /* the sequence number after the FIN */
};

struct close_watch_connection {
	uint16_t client_port;
	bool is_over;
	struct close_watch_side client, server;
};

struct close_watch {
	uint16_t server_port;
	/* malloc()ed, in order of their first packets */
	struct close_watch_connection *connections;
	size_t count, capacity;
	size_t over_count; /* the number of connections that have ended */
};

/* Looks at a packet. Packets of other ports are ignored. */
void close_watch_add(struct close_watch *watch, const struct frame *frame);
void close_watch_finish(struct close_watch *watch);
DEFINE_AUTOFINISH(close_watch);

#endif
