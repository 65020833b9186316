#ifndef CONVERSATION_CONNECTION_TABLE_H
#define CONVERSATION_CONNECTION_TABLE_H

/* Finds the connection of a segment. Known only to the files of this folder. */

#include "conversation/tcp/connection.h"

/* Between whom the segment in frame->tcp went: the packet's addresses, or those of the one it quotes. */
struct segment_ends {
	const struct address *source, *destination;
};

/*
 * The connection of the segment in frame->tcp, found or made, and which of its sockets sent it;
 * *ret_labels is port-reused when the sockets had another connection before, else 0. NULL, with a
 * sentence, at the limit of live connections.
 */
struct connection *connection_find(struct tcp_table *table, const struct frame *frame,
	const struct segment_ends *ends, bool *ret_is_from_low, uint32_t *ret_labels,
	struct error *error);

/* It is over: kept for its last segments, and let go when many others have ended since. */
void connection_close(struct tcp_table *table, struct connection *connection);

/* The next segment of its sockets begins another connection, with a stream number of its own. */
void connection_supersede(struct tcp_table *table, struct connection *connection);

#endif
