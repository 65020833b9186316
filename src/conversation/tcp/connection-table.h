#ifndef CONVERSATION_CONNECTION_TABLE_H
#define CONVERSATION_CONNECTION_TABLE_H

/* Finds the connection of a segment. Used only by the files of this folder. */

#include "base/error.h"
#include "conversation/connection/connection.h"
#include "conversation/tcp/tcp-table.h"

/* A segment and its addresses: of the packet, or of the packet that it quotes. */
struct segment_ends {
	const struct address *source, *destination;
	const struct tcp_header *tcp;
};

/*
 * Finds or makes the connection of the segment in ends->tcp, and tells which of its sockets sent
 * it. *ret_labels is port-reused when the sockets had another connection before, else 0. NULL, with
 * a message, at the limit of live connections.
 */
struct connection *connection_find(struct tcp_table *table, const struct frame *frame,
	const struct segment_ends *ends, bool *ret_is_from_low, uint32_t *ret_labels,
	struct error *error);

/*
 * Marks a connection as closed. It is kept for late segments, and freed when many others have
 * closed since.
 */
void connection_close(struct tcp_table *table, struct connection *connection);

/* Makes the next segment of its sockets begin a new connection with its own stream number. */
void connection_supersede(struct tcp_table *table, struct connection *connection);

#endif
