/*
 * Follows connections to their end (RFC 9293 section 3.6) by the packets of both directions. It
 * looks at nothing else of TCP; conversation/ analyses the finished file.
 */
#include "lab/close-watch.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/cleanup.h"

/* Finds the port's connection. A SYN of the client begins another one when that is over. */
static struct close_watch_connection *find_connection(
	struct close_watch *watch, uint16_t port, bool is_first_syn)
{
	/* Active connections are the newest, so the search begins at the end. */
	for (size_t i = watch->count; i-- > 0;) {
		if (watch->connections[i].client_port != port)
			continue;
		if (watch->connections[i].is_over && is_first_syn)
			break;
		return &watch->connections[i];
	}
	grow_array(
		&watch->connections, watch->count, &watch->capacity, sizeof(*watch->connections));
	struct close_watch_connection *connection = &watch->connections[watch->count++];
	*connection = (struct close_watch_connection){ .client_port = port };
	return connection;
}

static void note_segment(const struct tcp_header *tcp, struct close_watch_side *sender,
	struct close_watch_side *receiver)
{
	if (tcp->flags & TCP_FIN) {
		sender->has_fin = true;
		sender->fin_end = tcp->sequence + tcp->payload_size + 1;
	}
	if ((tcp->flags & TCP_ACK) && receiver->has_fin &&
		(int32_t)(tcp->acknowledgment - receiver->fin_end) >= 0)
		receiver->is_fin_acked = true;
}

void close_watch_add(struct close_watch *watch, const struct frame *frame)
{
	if (!frame_tcp(frame))
		return;
	const struct tcp_header *tcp = frame_tcp(frame);
	bool is_from_server = tcp->source_port == watch->server_port;
	if (!is_from_server && tcp->destination_port != watch->server_port)
		return;

	struct close_watch_connection *connection =
		find_connection(watch, is_from_server ? tcp->destination_port : tcp->source_port,
			(tcp->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN);
	if (connection->is_over)
		return;
	if (is_from_server)
		note_segment(tcp, &connection->server, &connection->client);
	else
		note_segment(tcp, &connection->client, &connection->server);
	bool is_closed = connection->client.is_fin_acked && connection->server.is_fin_acked;
	if (is_closed || (tcp->flags & TCP_RST)) {
		connection->is_over = true;
		watch->over_count++;
	}
}

void close_watch_finish(struct close_watch *watch)
{
	if (!watch)
		return;
	free(watch->connections);
	*watch = (struct close_watch){ 0 };
}
