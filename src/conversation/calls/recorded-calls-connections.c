/*
 * Connections are sorted by the socket of each end and by their begin, since a port may be used by
 * several connections, one after the other.
 */
#include "conversation/calls/recorded-calls-connections.h"

#include <stdlib.h>
#include <string.h>

#include "conversation/calls/recorded-calls.h"

struct endpoint call_connection_client(const struct tcp_connection *connection)
{
	return (struct endpoint){ connection->client, connection->client_port };
}

struct endpoint call_connection_server(const struct tcp_connection *connection)
{
	return (struct endpoint){ connection->server, connection->server_port };
}

static int compare_start(const struct tcp_connection *a, const struct tcp_connection *b)
{
	if (a->first_ns != b->first_ns)
		return a->first_ns < b->first_ns ? -1 : 1;
	return a->stream < b->stream ? -1 : a->stream > b->stream;
}

static int compare_ends(
	const void *a, const void *b, struct endpoint (*end_of)(const struct tcp_connection *))
{
	const struct tcp_connection *first = *(const struct tcp_connection *const *)a;
	const struct tcp_connection *second = *(const struct tcp_connection *const *)b;
	struct endpoint one = end_of(first), other = end_of(second);
	int order = endpoint_compare(&one, &other);
	return order ? order : compare_start(first, second);
}

static int compare_client(const void *a, const void *b)
{
	return compare_ends(a, b, call_connection_client);
}

static int compare_server(const void *a, const void *b)
{
	return compare_ends(a, b, call_connection_server);
}

/* Returns the index of the first connection of a sorted list that is not before this end. */
static uint32_t lower_bound(const struct tcp_connection *const *list, uint32_t count,
	struct endpoint (*end_of)(const struct tcp_connection *), const struct endpoint *end,
	int64_t from_ns)
{
	uint32_t low = 0, high = count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		struct endpoint here = end_of(list[middle]);
		int order = endpoint_compare(&here, end);
		if (order < 0 || (order == 0 && list[middle]->first_ns < from_ns))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

int64_t call_connections_of_client(const struct call_connections *connections,
	const struct endpoint *client, uint16_t server_port, int64_t time_ns)
{
	uint32_t i = lower_bound(connections->by_client, connections->count, call_connection_client,
		client, time_ns);
	for (unsigned tried = 0; i-- > 0 && tried < CALL_CANDIDATES_MAX; tried++) {
		const struct tcp_connection *connection = connections->by_client[i];
		struct endpoint found = call_connection_client(connection);
		if (endpoint_compare(&found, client) != 0)
			break;
		if (!server_port || server_port == connection->server_port)
			return connection->stream;
	}
	return CALL_NO_STREAM;
}

int64_t call_connections_between(const struct call_connections *connections,
	const struct endpoint *client, const struct endpoint *server, int64_t time_ns)
{
	int64_t stream = call_connections_of_client(connections, client, server->port, time_ns);
	if (stream == CALL_NO_STREAM)
		return stream;
	const struct tcp_connection *connection = &connections->items[stream];
	return address_equal(&connection->server, &server->address) ? stream : CALL_NO_STREAM;
}

uint32_t call_connections_first_to(
	const struct call_connections *connections, const struct endpoint *server, int64_t from_ns)
{
	return lower_bound(connections->by_server, connections->count, call_connection_server,
		server, from_ns);
}

/*
 * Replaces an IPv4-mapped IPv6 address (RFC 4291 section 2.5.5.2) by its IPv4 address, which is the
 * one that packets have.
 */
static void unmap(struct address *address)
{
	static const uint8_t prefix[12] = { [10] = 0xff, [11] = 0xff };
	if (address->family != ADDRESS_IPV6 || memcmp(address->octets, prefix, sizeof(prefix)) != 0)
		return;
	struct address four = { .family = ADDRESS_IPV4 };
	memcpy(four.octets, address->octets + sizeof(prefix), 4);
	*address = four;
}

bool call_connections_read(const struct call_connections *connections, const char *address,
	struct endpoint *ret_endpoint)
{
	bool has_port = false;
	*ret_endpoint = (struct endpoint){ 0 };
	if (!*address || !endpoint_parse(address, ret_endpoint, &has_port) || !has_port ||
		ret_endpoint->address.family == ADDRESS_NONE)
		return false;
	unmap(&ret_endpoint->address);
	if (connections->redaction)
		redaction_hide_address(connections->redaction, &ret_endpoint->address);
	return true;
}

static const struct tcp_connection **sorted(const struct tcp_connection *connections,
	uint32_t count, int (*compare)(const void *, const void *), struct arena *arena)
{
	const struct tcp_connection **list = arena_alloc_array(arena, count + 1, sizeof(*list));
	for (uint32_t i = 0; i < count; i++)
		list[i] = &connections[i];
	qsort(list, count, sizeof(*list), compare);
	return list;
}

struct call_connections call_connections_make(const struct tcp_connection *connections,
	uint32_t count, struct redaction *redaction, struct arena *arena)
{
	return (struct call_connections){
		.items = connections,
		.by_client = sorted(connections, count, compare_client, arena),
		.by_server = sorted(connections, count, compare_server, arena),
		.count = count,
		.redaction = redaction,
	};
}
