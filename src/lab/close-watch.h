#ifndef LAB_CLOSE_WATCH_H
#define LAB_CLOSE_WATCH_H

/*
 * Says when a capture is complete: when every connection that was opened has been seen to end, by a
 * reset or by two FINs and their acknowledgments. A recording waits for that, never for a time.
 */

#include <stdbool.h>
#include <stdint.h>

#include "dissect/frame.h"

struct close_watch_side {
	bool has_fin, is_fin_acked;
	uint32_t fin_end; /* the sequence number behind the FIN */
};

struct close_watch_connection {
	uint16_t client_port;
	bool is_over;
	struct close_watch_side client, server;
};

struct close_watch {
	uint16_t server_port;
	struct close_watch_connection *connections; /* malloc()ed, by first packet */
	size_t count, capacity;
	size_t over_count; /* how many have ended */
};

/* Packets of other ports are passed over. */
void close_watch_add(struct close_watch *watch, const struct frame *frame);
void close_watch_finish(struct close_watch *watch);
DEFINE_AUTOFINISH(close_watch);

#endif
