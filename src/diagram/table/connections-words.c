/* The words in a table of TCP connections, in both languages. */
#include "diagram/table/connections-layout.h"

#include "base/format/timestamp.h"
#include "conversation/names/endpoint-names.h"

static const char *const korean_heads[COLUMN_COUNT] = { "", "클라이언트", "서버", "클라이언트 ISN",
	"서버 ISN", "클라이언트 데이터", "서버 데이터", "시간", "종료" };
static const char *const english_heads[COLUMN_COUNT] = { "", "client", "server", "client ISN",
	"server ISN", "client data", "server data", "time", "end" };

const char *connections_number(struct connections *connections, uint64_t value)
{
	return picture_number(&connections->arena, value, connections->is_korean);
}

static const char *size_words(struct connections *connections, uint64_t size, bool has_fragments)
{
	const char *fragments = !has_fragments ? ""
		: connections->is_korean       ? " + 단편"
					       : " + fragments";
	return arena_printf(&connections->arena,
		connections->is_korean ? "%s바이트%s"
			: size == 1    ? "%s byte%s"
				       : "%s bytes%s",
		connections_number(connections, size), fragments);
}

/*
 * Whether the connection's client is a guess: no SYN of it was captured, and none that the same
 * server was sent.
 */
static bool is_guess(const struct connections *connections, const struct tcp_connection *connection)
{
	bool is_shown = connections->has_roles && !connections->has_many_servers;
	return !is_shown && !tcp_connection_has_roles(connection);
}

static const char *socket_words(struct connections *connections, const struct address *address,
	uint16_t port, bool has_address)
{
	autofinish(text) struct text text = { 0 };
	const struct endpoint endpoint = { *address, port };
	const struct capture_names *names = &connections->summary->names;
	const char *whole = socket_name(names, &endpoint);
	const char *name = whole ? whole : port_name(names, port);
	if (!has_address)
		return name ? name : arena_printf(&connections->arena, ":%u", port);
	endpoint_append_named(&text, &endpoint, true, names);
	return arena_strdup(&connections->arena, text_string(&text));
}

/* An ISN is where counting begins, and no amount: it is not grouped. */
static const char *isn_words(struct connections *connections, bool has_isn, uint32_t isn)
{
	return has_isn ? arena_printf(&connections->arena, "%u", (unsigned)isn) : "-";
}

const char *connections_ending(
	const struct connections *connections, const struct tcp_connection *connection)
{
	switch (connection->ending) {
	case TCP_ENDING_FIN:
		return "FIN";
	case TCP_ENDING_RESET:
		return "RST";
	case TCP_ENDING_REFUSED:
		return connections->is_korean ? "거절(RST)" : "RST refused";
	case TCP_ENDING_OPEN:
		break;
	}
	return connections->is_korean ? "캡처에 없음" : "open";
}

static const char *duration_words(
	struct connections *connections, const struct tcp_connection *connection)
{
	autofinish(text) struct text text = { 0 };
	int64_t duration = connection->last_ns - connection->first_ns;
	/* The column has one unit: milliseconds, or seconds when a connection lasted that long. */
	timestamp_append_column(&text, duration, connections->is_in_seconds,
		text_digit_gap(connections->is_korean));
	return arena_printf(&connections->arena, "%s %s", text_string(&text),
		timestamp_column_unit(connections->is_in_seconds));
}

const char *connections_cell(
	struct connections *connections, const struct tcp_connection *connection, unsigned column)
{
	switch (column) {
	case COLUMN_STREAM:
		return arena_printf(&connections->arena, "%u", connection->stream);
	case COLUMN_CLIENT:
		return arena_printf(&connections->arena, "%s%s",
			!is_guess(connections, connection) ? ""
				: connections->is_korean   ? "(추정) "
							   : "(guess) ",
			socket_words(connections, &connection->client, connection->client_port,
				connections->has_many_clients));
	case COLUMN_SERVER:
		return socket_words(
			connections, &connection->server, connection->server_port, true);
	case COLUMN_CLIENT_ISN:
		return isn_words(connections, connection->has_client_isn, connection->client_isn);
	case COLUMN_SERVER_ISN:
		return isn_words(connections, connection->has_server_isn, connection->server_isn);
	case COLUMN_SENT:
		return size_words(
			connections, connection->client_bytes, connection->client_has_fragments);
	case COLUMN_RECEIVED:
		return size_words(
			connections, connection->server_bytes, connection->server_has_fragments);
	case COLUMN_DURATION:
		return duration_words(connections, connection);
	default:
		return connections_ending(connections, connection);
	}
}

const char *connections_head(const struct connections *connections, unsigned column)
{
	return connections->is_korean ? korean_heads[column] : english_heads[column];
}

const char *connections_short_caption(struct connections *connections)
{
	if (connections->is_korean)
		return arena_printf(&connections->arena, "TCP 연결 %s개",
			connections_number(connections, connections->count));
	return arena_printf(&connections->arena, "%s TCP connection%s",
		connections_number(connections, connections->count),
		connections->count == 1 ? "" : "s");
}

const char *connections_caption(struct connections *connections)
{
	if (!connections->count)
		return connections->is_korean ? "이 패킷들에는 TCP 연결이 없다"
					      : "these packets belong to no TCP connection";
	if (connections->has_many_servers)
		return connections_short_caption(connections);
	const struct tcp_connection *first = connections->items[0];
	const char *server = socket_words(connections, &first->server, first->server_port, true);
	autofinish(text) struct text client = { 0 };
	if (!connections->has_many_clients)
		address_append_named(&client, &first->client, &connections->summary->names);
	const char *from = text_string(&client);
	if (!connections->has_roles) /* neither end is known to be the server */
		return arena_printf(&connections->arena, "%s: %s%s%s",
			connections_short_caption(connections), from, from[0] ? ", " : "", server);
	const char *clients = connections->is_korean ? "클라이언트" : "clients";
	return arena_printf(&connections->arena,
		connections->is_korean ? "%s: %s → 서버 %s" : "%s: %s → server %s",
		connections_short_caption(connections), from[0] ? from : clients, server);
}
