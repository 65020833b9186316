#ifndef CONVERSATION_RECORDED_CALLS_CONNECTIONS_H
#define CONVERSATION_RECORDED_CALLS_CONNECTIONS_H

/* Finds connections by the sockets that recorded calls name. */

#include "base/arena.h"
#include "conversation/connection/tcp-facts.h"
#include "conversation/endpoint.h"
#include "conversation/redact/redact.h"

enum { CALL_CANDIDATES_MAX = 64 }; /* connections between the same sockets that are looked at */

struct call_connections {
	const struct tcp_connection *items; /* by stream */
	const struct tcp_connection **by_client, **by_server; /* sorted, and by their begin */
	uint32_t count;
	struct redaction *redaction; /* has changed their addresses; or NULL */
};

/* Borrows the connections. */
struct call_connections call_connections_make(const struct tcp_connection *connections,
	uint32_t count, struct redaction *redaction, struct arena *arena);

struct endpoint call_connection_client(const struct tcp_connection *connection);
struct endpoint call_connection_server(const struct tcp_connection *connection);

/* Reads "127.0.0.1:8080"; false when it is no address and port. It is redacted as packets are. */
bool call_connections_read(const struct call_connections *connections, const char *address,
	struct endpoint *ret_endpoint);

/*
 * Returns the stream of the last connection of this client's socket that began before `time_ns` and
 * went to this port of the server; CALL_NO_STREAM when there is none. With port 0 it may have gone
 * to any port.
 */
int64_t call_connections_of_client(const struct call_connections *connections,
	const struct endpoint *client, uint16_t server_port, int64_t time_ns);

/* The same, where both ends are known. */
int64_t call_connections_between(const struct call_connections *connections,
	const struct endpoint *client, const struct endpoint *server, int64_t time_ns);

/* The index in `by_server` of the first connection to it that began at `from_ns` or later. */
uint32_t call_connections_first_to(
	const struct call_connections *connections, const struct endpoint *server, int64_t from_ns);

#endif
