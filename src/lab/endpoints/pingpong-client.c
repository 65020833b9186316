/*
 * A small HTTP/1.1 client (RFC 9112): content-length, chunked and close-delimited bodies, HEAD, and
 * resets. It sends a request in one call, and asks for neither redirects nor compression. Every
 * wait has a deadline.
 */
#include "lab/endpoints/pingpong-client.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/message.h"
#include "base/text.h"
#include "lab/endpoints/loopback-address.h"
#include "lab/endpoints/segment-limit.h"

#ifndef TCP_KEEPIDLE
#define TCP_KEEPIDLE TCP_KEEPALIVE /* macOS's name */
#endif

enum {
	WAIT_S = 15, /* longer than /slow may take */
	READ_SIZE = 64 << 10,
	HEADER_SIZE_MAX = 32 << 10,
	CHUNK_LINE_SIZE_MAX = 256,
	TARGET_SIZE_MAX = 4096,
};

struct pingpong_client {
	struct pingpong_client_options options;
	int socket; /* -1: not connected */
	uint32_t connection_count;
	struct pingpong_connection now; /* the open connection, or the last one */
	uint8_t *buffer; /* READ_SIZE bytes; [start, end) is unread */
	size_t start, end;
};

enum arrival { ARRIVAL_DATA, ARRIVAL_END, ARRIVAL_RESET, ARRIVAL_ERROR };

/* The framing of a reply's body, from its header. */
struct reply_header {
	unsigned status;
	bool has_length, is_chunked, is_close;
	uint64_t length;
};

static bool is_token_character(char c)
{
	return isalnum((unsigned char)c) || (c && strchr("!#$%&'*+-.^_`|~", c));
}

bool pingpong_request_check(const char *method, const char *target, struct error *error)
{
	const char *p = method;
	while (is_token_character(*p))
		p++;
	if (*p || p == method)
		return error_set(error, "'%s' is no method, such as GET", method);
	if (target[0] != '/')
		return error_set(error, "'%s' must begin with '/', such as /ping", target);
	size_t size = strlen(target);
	if (size > TARGET_SIZE_MAX)
		return error_set(error, "the path '%.20s...' is longer than %d bytes", target,
			TARGET_SIZE_MAX);
	for (p = target; *p; p++) {
		if ((unsigned char)*p <= ' ' || (unsigned char)*p >= 0x7f || *p == '#')
			return error_set(error,
				"'%s' has the character 0x%02x, which must be written as %%%02X",
				target, (unsigned char)*p, (unsigned char)*p);
	}
	return true;
}

struct pingpong_client *pingpong_client_new(const struct pingpong_client_options *options)
{
	struct pingpong_client *client = xcalloc(1, sizeof(*client));
	client->options = *options;
	client->socket = -1;
	client->buffer = xmalloc(READ_SIZE);
	return client;
}

uint32_t pingpong_client_connections(const struct pingpong_client *client)
{
	return client->connection_count;
}

static void drop_connection(struct pingpong_client *client)
{
	if (client->socket >= 0) {
		(void)close(client->socket);
		if (client->options.connections && client->connection_count)
			client->options.connections[client->connection_count - 1] = client->now;
	}
	client->socket = -1;
	client->start = client->end = 0;
}

void pingpong_client_free(struct pingpong_client *client)
{
	if (!client)
		return;
	drop_connection(client);
	free(client->buffer);
	free(client);
}

static bool set_option(int socket, int level, int name, int value)
{
	return setsockopt(socket, level, name, &value, sizeof(value)) == 0;
}

/* Keep-alive probes after so many seconds without a segment, and as often from then on. */
static bool set_keepalive(int socket, uint32_t seconds)
{
	return set_option(socket, SOL_SOCKET, SO_KEEPALIVE, 1) &&
		set_option(socket, IPPROTO_TCP, TCP_KEEPIDLE, (int)seconds) &&
		set_option(socket, IPPROTO_TCP, TCP_KEEPINTVL, (int)seconds);
}

static uint16_t maximum_segment(
	const struct pingpong_client *client, const struct client_step *step)
{
	return step->maximum_segment ? (uint16_t)step->maximum_segment
				     : client->options.maximum_segment;
}

static bool set_socket_options(
	const struct pingpong_client *client, const struct client_step *step, struct error *error)
{
	struct timeval wait = { .tv_sec = WAIT_S };
	int file = client->socket;
	bool ok = fcntl(file, F_SETFD, FD_CLOEXEC) == 0 &&
		setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait)) == 0 &&
		setsockopt(file, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait)) == 0 &&
		(step->leaves_nagle || set_option(file, IPPROTO_TCP, TCP_NODELAY, 1)) &&
		(!step->receive_buffer ||
			set_option(file, SOL_SOCKET, SO_RCVBUF, (int)step->receive_buffer)) &&
		(!step->send_buffer ||
			set_option(file, SOL_SOCKET, SO_SNDBUF, (int)step->send_buffer)) &&
		(!client->options.lends_port || step->same_port ||
			set_option(file, SOL_SOCKET, SO_REUSEADDR, 1)) &&
		(!step->keepalive_s || set_keepalive(file, step->keepalive_s));
	if (!ok)
		return error_set(error, "cannot prepare a socket: %s", message_of_errno(errno));
	segment_limit_prepare(file, maximum_segment(client, step));
	return true;
}

static bool make_socket(
	struct pingpong_client *client, const struct client_step *step, struct error *error)
{
	client->start = client->end = 0;
	client->socket = socket(step->is_ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM, 0);
	if (client->socket < 0)
		return error_set(error, "cannot open a socket: %s", message_of_errno(errno));
	return set_socket_options(client, step, error);
}

/*
 * Binds the client's end. While the port's last connection is in TIME_WAIT, the first bind() fails,
 * as it would for any program; with SO_REUSEADDR (socket(7)) it does not.
 */
static bool bind_own_port(const struct pingpong_client *client, const struct client_step *step,
	uint16_t own_port, struct error *error)
{
	const union socket_address own = loopback_address(step->is_ipv6, own_port);
	socklen_t size = loopback_address_size(step->is_ipv6);
	if (bind(client->socket, &own.any, size) == 0 ||
		(errno == EADDRINUSE && set_option(client->socket, SOL_SOCKET, SO_REUSEADDR, 1) &&
			bind(client->socket, &own.any, size) == 0))
		return true;
	return error_set(error, "cannot bind the client's end to port %u: %s", own_port,
		message_of_errno(errno));
}

/*
 * Connects. From a port in TIME_WAIT a system may refuse that (EADDRNOTAVAIL) until the timestamps
 * of a new connection are certain to be later (RFC 6191); that is tried again.
 */
static bool connect_to(struct pingpong_client *client, const struct client_step *step,
	uint16_t own_port, struct error *error)
{
	enum { PAUSE_MS = 250, TRIES = WAIT_S * 1000 / PAUSE_MS };
	const union socket_address server = loopback_address(step->is_ipv6, client->options.port);
	for (int i = 0; i < TRIES; i++) {
		if (connect(client->socket, &server.any, loopback_address_size(step->is_ipv6)) == 0)
			return true;
		if (!own_port || (errno != EADDRNOTAVAIL && errno != EADDRINUSE))
			break;
		(void)poll(NULL, 0, PAUSE_MS);
	}
	return error_set(error, "cannot connect to %s port %u: %s",
		loopback_address_text(step->is_ipv6), client->options.port,
		message_of_errno(errno));
}

static bool open_connection(struct pingpong_client *client, const struct client_step *step,
	uint16_t own_port, struct error *error)
{
	if (!make_socket(client, step, error) ||
		(own_port && !bind_own_port(client, step, own_port, error)) ||
		!connect_to(client, step, own_port, error))
		return false;
	segment_limit_apply(client->socket, maximum_segment(client, step));
	union socket_address own = { .ipv6 = { 0 } };
	socklen_t own_size = sizeof(own);
	if (getsockname(client->socket, &own.any, &own_size) != 0)
		return error_set(
			error, "cannot read the client's port: %s", message_of_errno(errno));
	client->connection_count++;
	client->now = (struct pingpong_connection){
		.client_port = ntohs(step->is_ipv6 ? own.ipv6.sin6_port : own.ipv4.sin_port),
		.sent_digest = DIGEST_NOTHING,
		.received_digest = DIGEST_NOTHING,
	};
	return true;
}

/* Waits for more bytes and appends them to the unread ones. */
static enum arrival read_more(struct pingpong_client *client, struct error *error)
{
	if (client->start) {
		memmove(client->buffer, client->buffer + client->start,
			client->end - client->start);
		client->end -= client->start;
		client->start = 0;
	}
	if (client->end == READ_SIZE) {
		error_set(error, "a line of the reply is longer than %d bytes", READ_SIZE);
		return ARRIVAL_ERROR;
	}
	ssize_t got;
	do
		got = recv(
			client->socket, client->buffer + client->end, READ_SIZE - client->end, 0);
	while (got < 0 && errno == EINTR);
	int number = errno;
	if (client->options.progress &&
		!client->options.progress(client->options.progress_context, error))
		return ARRIVAL_ERROR;
	if (got > 0) {
		struct bytes arrived = { client->buffer + client->end, (size_t)got };
		client->now.received_size += arrived.size;
		client->now.received_digest = digest_add(client->now.received_digest, arrived);
		client->end += (size_t)got;
		return ARRIVAL_DATA;
	}
	if (got == 0)
		return ARRIVAL_END;
	if (number == ECONNRESET) {
		client->now.is_reset = true;
		return ARRIVAL_RESET;
	}
	if (number == EAGAIN || number == EWOULDBLOCK)
		error_set(error, "no answer within %d seconds", WAIT_S);
	else
		error_set(error, "cannot read the reply: %s", message_of_errno(number));
	return ARRIVAL_ERROR;
}

static bool send_request(
	struct pingpong_client *client, const struct client_step *step, struct error *error)
{
	autofinish(text) struct text request = { 0 };
	text_append_format(&request,
		"%s %s HTTP/1.1\r\n"
		"Host: %s:%u\r\n"
		"User-Agent: pcapdeck/" PCAPDECK_VERSION "\r\n"
		"Accept: */*\r\n",
		step->method, step->target, step->is_ipv6 ? "[::1]" : "127.0.0.1",
		client->options.port);
	if (step->body.size)
		text_append_format(&request,
			"Content-Type: text/plain; charset=utf-8\r\nContent-Length: %zu\r\n",
			step->body.size);
	text_append(&request, "\r\n");
	text_append_size(&request, (const char *)step->body.data, step->body.size);
	for (size_t sent = 0; sent < request.size;) {
		ssize_t got = send(client->socket, request.data + sent, request.size - sent, 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return error_set(
				error, "cannot send the request: %s", message_of_errno(errno));
		sent += (size_t)got;
	}
	struct bytes bytes = { (const uint8_t *)request.data, request.size };
	client->now.sent_size += bytes.size;
	client->now.sent_digest = digest_add(client->now.sent_digest, bytes);
	return true;
}

/* The index after the first "\n" of the unread bytes, or 0. */
static size_t find_line_end(const struct pingpong_client *client)
{
	const uint8_t *from = client->buffer + client->start;
	const uint8_t *newline = memchr(from, '\n', client->end - client->start);
	return newline ? (size_t)(newline - client->buffer) + 1 : 0;
}

/* Reads a line, without its end and NUL-terminated in place. */
static enum arrival read_line(
	struct pingpong_client *client, size_t limit, char **ret_line, struct error *error)
{
	size_t line_end;
	while (!(line_end = find_line_end(client))) {
		if (client->end - client->start > limit) {
			error_set(error, "a line of the reply is longer than %zu bytes", limit);
			return ARRIVAL_ERROR;
		}
		enum arrival arrival = read_more(client, error);
		if (arrival != ARRIVAL_DATA)
			return arrival;
	}
	char *line = (char *)client->buffer + client->start;
	size_t size = line_end - client->start - 1;
	if (size && line[size - 1] == '\r')
		size--;
	line[size] = '\0';
	client->start = line_end;
	*ret_line = line;
	return ARRIVAL_DATA;
}

static bool parse_decimal(const char *text, uint64_t *ret_number)
{
	uint64_t number = 0;
	if (!isdigit((unsigned char)*text))
		return false;
	for (; isdigit((unsigned char)*text); text++) {
		if (number > UINT64_MAX / 10 - 1)
			return false;
		number = number * 10 + (uint64_t)(*text - '0');
	}
	*ret_number = number;
	return !*text;
}

static bool parse_status_line(const char *line, struct reply_header *header, struct error *error)
{
	bool ok = strncmp(line, "HTTP/1.", 7) == 0 && isdigit((unsigned char)line[7]) &&
		line[8] == ' ';
	for (size_t i = 9; ok && i < 12; i++)
		ok = isdigit((unsigned char)line[i]);
	if (!ok)
		return error_set(error, "the reply is no HTTP/1.1: '%.40s'", line);
	header->status = (unsigned)((line[9] - '0') * 100 + (line[10] - '0') * 10 + line[11] - '0');
	header->is_close = line[7] == '0';
	return true;
}

static bool parse_field(char *line, struct reply_header *header, struct error *error)
{
	char *colon = strchr(line, ':');
	if (!colon)
		return error_set(error, "a header of the reply has no colon: '%.40s'", line);
	*colon = '\0';
	const char *value = colon + 1 + strspn(colon + 1, " \t");
	if (strcasecmp(line, "Content-Length") == 0) {
		header->has_length = true;
		if (!parse_decimal(value, &header->length))
			return error_set(error, "the reply's Content-Length is '%.40s'", value);
	} else if (strcasecmp(line, "Transfer-Encoding") == 0) {
		header->is_chunked = strcasecmp(value, "chunked") == 0;
	} else if (strcasecmp(line, "Connection") == 0) {
		header->is_close = strcasecmp(value, "close") == 0;
	}
	return true;
}

static enum arrival read_header(
	struct pingpong_client *client, struct reply_header *header, struct error *error)
{
	char *line;
	enum arrival arrival = read_line(client, HEADER_SIZE_MAX, &line, error);
	if (arrival != ARRIVAL_DATA)
		return arrival;
	if (!parse_status_line(line, header, error))
		return ARRIVAL_ERROR;
	for (;;) {
		arrival = read_line(client, HEADER_SIZE_MAX, &line, error);
		if (arrival != ARRIVAL_DATA || !*line)
			return arrival;
		if (!parse_field(line, header, error))
			return ARRIVAL_ERROR;
	}
}

/* Reads and drops `size` bytes of body. */
static enum arrival skip_body(struct pingpong_client *client, uint64_t size, struct error *error)
{
	for (;;) {
		size_t here = client->end - client->start;
		if (here >= size) {
			client->start += (size_t)size;
			return ARRIVAL_DATA;
		}
		size -= here;
		client->start = client->end = 0;
		enum arrival arrival = read_more(client, error);
		if (arrival != ARRIVAL_DATA)
			return arrival;
	}
}

static bool parse_chunk_size(const char *line, uint64_t *ret_size, struct error *error)
{
	uint64_t size = 0;
	const char *p = line;
	for (; isxdigit((unsigned char)*p) && size <= UINT32_MAX; p++) {
		unsigned digit = isdigit((unsigned char)*p)
			? (unsigned)(*p - '0')
			: (unsigned)(tolower((unsigned char)*p) - 'a') + 10;
		size = size * 16 + digit;
	}
	if (p == line || (*p && *p != ';' && *p != ' '))
		return error_set(error, "a chunk of the reply has the size '%.40s'", line);
	*ret_size = size;
	return true;
}

/* Reads a chunked body (RFC 9112 section 7.1). Trailers are read and ignored. */
static enum arrival read_chunks(
	struct pingpong_client *client, uint64_t *ret_size, struct error *error)
{
	for (;;) {
		char *line;
		uint64_t size = 0;
		enum arrival arrival = read_line(client, CHUNK_LINE_SIZE_MAX, &line, error);
		if (arrival != ARRIVAL_DATA)
			return arrival;
		if (!parse_chunk_size(line, &size, error))
			return ARRIVAL_ERROR;
		if (!size)
			break;
		*ret_size += size;
		arrival = skip_body(client, size, error);
		if (arrival == ARRIVAL_DATA)
			arrival = read_line(client, CHUNK_LINE_SIZE_MAX, &line, error);
		if (arrival != ARRIVAL_DATA)
			return arrival;
	}
	for (;;) {
		char *line;
		enum arrival arrival = read_line(client, HEADER_SIZE_MAX, &line, error);
		if (arrival != ARRIVAL_DATA || !*line)
			return arrival;
	}
}

static enum arrival read_until_close(
	struct pingpong_client *client, uint64_t *ret_size, struct error *error)
{
	for (;;) {
		*ret_size += client->end - client->start;
		client->start = client->end = 0;
		enum arrival arrival = read_more(client, error);
		if (arrival != ARRIVAL_DATA)
			return arrival == ARRIVAL_END ? ARRIVAL_DATA : arrival;
	}
}

static enum arrival read_reply(struct pingpong_client *client, bool is_head,
	struct reply_header *header, uint64_t *ret_size, struct error *error)
{
	enum arrival arrival = read_header(client, header, error);
	if (arrival != ARRIVAL_DATA)
		return arrival;
	if (is_head || header->status == 204 || header->status == 304)
		return ARRIVAL_DATA;
	if (header->is_chunked)
		return read_chunks(client, ret_size, error);
	if (header->has_length) {
		*ret_size = header->length;
		return skip_body(client, header->length, error);
	}
	header->is_close = true;
	return read_until_close(client, ret_size, error);
}

bool pingpong_client_close(struct pingpong_client *client, struct error *error)
{
	if (client->socket < 0)
		return true;
	(void)shutdown(client->socket, SHUT_WR);
	enum arrival arrival;
	do {
		client->start = client->end = 0;
		arrival = read_more(client, error);
	} while (arrival == ARRIVAL_DATA);
	drop_connection(client);
	if (arrival == ARRIVAL_ERROR)
		return error_prefix(error, "closing the connection: ");
	return true;
}

static bool prefix_with(const struct client_step *step, struct error *error)
{
	return error_prefix(error, "'%s %s': ", step->method, step->target);
}

bool pingpong_client_send(struct pingpong_client *client, const struct client_step *step,
	uint16_t own_port, struct error *error)
{
	if (client->socket < 0 && !open_connection(client, step, own_port, error))
		return false;
	if (!send_request(client, step, error))
		return prefix_with(step, error);
	if (step->half_close)
		(void)shutdown(client->socket, SHUT_WR);
	return true;
}

bool pingpong_client_receive(struct pingpong_client *client, const struct client_step *step,
	struct pingpong_reply *ret_reply, struct error *error)
{
	struct reply_header header = { 0 };
	uint64_t body_size = 0;
	enum arrival arrival =
		read_reply(client, strcmp(step->method, "HEAD") == 0, &header, &body_size, error);
	if (arrival == ARRIVAL_END)
		error_set(error, "the connection was closed before the reply was complete");
	if (arrival == ARRIVAL_END || arrival == ARRIVAL_ERROR)
		return prefix_with(step, error);
	bool is_over = header.is_close || step->half_close || !client->options.keep_alive;
	if (arrival == ARRIVAL_RESET)
		drop_connection(client);
	else if (is_over && !step->idle_ms && !pingpong_client_close(client, error))
		return prefix_with(step, error);
	*ret_reply = (struct pingpong_reply){
		.status = header.status,
		.body_size = body_size,
		.is_reset = arrival == ARRIVAL_RESET,
	};
	return true;
}

bool pingpong_reply_is_expected(const struct client_step *step, const struct pingpong_reply *reply)
{
	enum { SERVER_ERROR = 500 };
	static const char abort_path[] = "/abort";
	bool asks_for_reset = strncmp(step->target, abort_path, sizeof(abort_path) - 1) == 0;
	return reply->is_reset ? asks_for_reset : reply->status < SERVER_ERROR;
}

bool pingpong_client_ask(struct pingpong_client *client, const struct client_step *step,
	struct pingpong_reply *ret_reply, struct error *error)
{
	return pingpong_client_send(client, step, 0, error) &&
		pingpong_client_receive(client, step, ret_reply, error);
}

void pingpong_client_abort(struct pingpong_client *client)
{
	struct linger at_once = { .l_onoff = 1, .l_linger = 0 };
	if (client->socket >= 0)
		(void)setsockopt(client->socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
	drop_connection(client);
}

uint16_t pingpong_client_port(const struct pingpong_client *client)
{
	return client->now.client_port;
}
