#ifndef SERVE_CLIENT_CONNECTIONS_H
#define SERVE_CLIENT_CONNECTIONS_H

/*
 * The connections of a web server, limited so that no client can lock out others. Their number is
 * limited, and a whole request has to arrive in time, however often its client sends a byte. A
 * connection that exceeds its time is shut down; the web server then sees that the client has gone.
 * Every function may be called from any thread.
 */

#include <stdbool.h>

#include "base/error.h"

struct client_connections;
struct client_connection;

/*
 * Keeps at most `limit` connections that follow no page; one more ends the oldest. A request has
 * `timeout_ms`, or up to a tenth more, counted from the connection or from the last answer. Returns
 * NULL, with an error, when no thread or pipe can be made.
 */
struct client_connections *client_connections_new(
	unsigned limit, int timeout_ms, struct error *error);
void client_connections_free(struct client_connections *connections);

/* A connection lives until client_connections_remove(). Call that before the socket is closed. */
struct client_connection *client_connections_add(
	struct client_connections *connections, int socket);
void client_connections_remove(
	struct client_connections *connections, struct client_connection *connection);

/* The request of the connection is being answered: no time limit. */
void client_connections_begin_answer(
	struct client_connections *connections, struct client_connection *connection);

/* The request was answered, and another one may come. */
void client_connections_end_answer(
	struct client_connections *connections, struct client_connection *connection);

/* The connection follows a page: it has no time limit and does not count. */
void client_connections_exempt(
	struct client_connections *connections, struct client_connection *connection);

#endif
