/* Limits the memory that all connections of a table keep together. */
#include "conversation/connection/connection.h"

enum { HELD_BYTES_MAX = 64 << 20 };

bool connection_hold(struct connection *connection, size_t *held, size_t now)
{
	connection->held->bytes += now - *held;
	connection->held_bytes += now - *held;
	bool has_more = now > *held;
	*held = now;
	return !has_more || connection->held->bytes <= HELD_BYTES_MAX;
}
