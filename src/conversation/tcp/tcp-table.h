#ifndef CONVERSATION_TCP_TABLE_H
#define CONVERSATION_TCP_TABLE_H

/* The connections of a capture; tcp-analysis.h analyses their segments. */

#include "base/arena.h"
#include "base/cleanup.h"
#include "conversation/connection/tcp-facts.h"

/*
 * Makes a table that keeps a summary of each connection, for tcp_table_connection(). So it has a
 * limit of all connections, not only of live ones.
 */
struct tcp_table *tcp_table_new(void);
void tcp_table_free(struct tcp_table *table);
DEFINE_AUTOFREE(tcp_table);

/*
 * Makes a table without summaries. It calls `end` (may be NULL) with each connection that is let
 * go, and in tcp_table_end() with the others, in order. A late segment after that makes a second
 * summary.
 */
typedef void tcp_connection_function(void *user, const struct tcp_connection *connection);
struct tcp_table *tcp_table_new_streaming(tcp_connection_function *end, void *user);
void tcp_table_end(struct tcp_table *table);

/* Adds to shown_count and shown_size of the last segment's connection. */
void tcp_table_count_shown(struct tcp_table *table, uint32_t length);

/* The number of connections, and the connection with this stream number. */
uint32_t tcp_table_count(const struct tcp_table *table);
const struct tcp_connection *tcp_table_connection(const struct tcp_table *table, uint32_t stream);

#endif
