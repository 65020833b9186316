/*
 * The endpoints of the pingpong server: their table, and what each answers. Header and body of a
 * reply are sent in one call, so the kernel alone decides where segments are cut. libmicrohttpd
 * does that for replies from a buffer, and the socket's send buffer is large enough for a whole
 * reply. Only /chunked is written piece by piece, which is its purpose.
 *
 * Bodies are the same in every run. Those of /long are lines of 64 bytes that begin with their own
 * offset, so that a hex dump of any segment shows its place in the body.
 */
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/format/markup.h"
#include "base/message.h"
#include "lab/endpoints/pingpong-server-parts.h"

enum {
	LINE_SIZE = 64, /* of a long body */
	CHUNK_SIZE_MAX = 64,
	UPLOAD_SIZE_MAX = 1000000,
};

struct endpoint {
	const char *path;
	const char *parameter; /* NULL: the endpoint has no parameter */
	uint64_t least, most, normal;
	const char *summary;
	bool is_post; /* POST, in place of GET and HEAD */
	enum MHD_Result (*answer)(const struct exchange *exchange);
};

static enum MHD_Result answer_help(const struct exchange *exchange);
static enum MHD_Result answer_ping(const struct exchange *exchange);
static enum MHD_Result answer_long(const struct exchange *exchange);
static enum MHD_Result answer_chunked(const struct exchange *exchange);
static enum MHD_Result answer_slow(const struct exchange *exchange);
static enum MHD_Result answer_abort(const struct exchange *exchange);
static enum MHD_Result answer_echo(const struct exchange *exchange);

static const struct endpoint endpoints[] = {
	{ "/", NULL, 0, 0, 0, MESSAGE("this help"), false, answer_help },
	{ "/ping", NULL, 0, 0, 0, MESSAGE("\"pong\": a reply that fits into one segment"), false,
		answer_ping },
	{ "/long", "bytes", 1, 1000000, 16000,
		MESSAGE("a body of N bytes, which TCP cuts into segments"), false, answer_long },
	{ "/chunked", "chunks", 1, 100, 3,
		MESSAGE("a body in N chunks, its length unknown at the start"), false,
		answer_chunked },
	{ "/slow", "ms", 0, 10000, 1000, MESSAGE("\"pong\", N milliseconds late"), false,
		answer_slow },
	{ "/abort", NULL, 0, 0, 0, MESSAGE("no reply: the connection is reset (RST)"), false,
		answer_abort },
	{ "/echo", NULL, 0, 0, 0, MESSAGE("the body of a POST request, sent back"), true,
		answer_echo },
};

enum { ENDPOINT_COUNT = ARRAY_COUNT(endpoints) };

/* Appends the range of N: "1 to 100; 3 without it". */
static void append_limits(struct text *out, const struct endpoint *endpoint, bool is_reply)
{
	static const char limits[] = MESSAGE(" (%llu to %llu; %llu without it)");
	text_append_format(out, is_reply ? limits : message_of(limits),
		(unsigned long long)endpoint->least, (unsigned long long)endpoint->most,
		(unsigned long long)endpoint->normal);
}

/*
 * Appends the list of endpoints. A reply is always in English, so that recordings are alike
 * everywhere.
 */
static void append_endpoints(struct text *out, bool is_reply)
{
	for (size_t i = 0; i < ENDPOINT_COUNT; i++) {
		const struct endpoint *endpoint = &endpoints[i];
		autofinish(text) struct text usage = { 0 };
		text_append(&usage, endpoint->path);
		if (endpoint->parameter)
			text_append_format(&usage, "?%s=N", endpoint->parameter);
		text_append_format(out, "%-17s %s", text_string(&usage),
			is_reply ? endpoint->summary : message_of(endpoint->summary));
		if (endpoint->parameter)
			append_limits(out, endpoint, is_reply);
		text_append_char(out, '\n');
	}
}

void pingpong_append_endpoints(struct text *out)
{
	append_endpoints(out, false);
}

/*
 * Counts an answer. Call it before the answer is sent, so that a client that has the answer finds
 * it counted.
 */
static void count_answer(struct pingpong_server *server, unsigned status)
{
	(void)pthread_mutex_lock(&server->lock);
	server->account->answer_count++;
	server->account->last_status = status;
	(void)pthread_mutex_unlock(&server->lock);
}

/* Logs a request and its outcome as a line for the terminal. */
static void log_exchange(const struct exchange *exchange, const char *outcome)
{
	const struct pingpong_server_options *options = &exchange->server->options;
	if (!options->log)
		return;
	const union MHD_ConnectionInfo *info = exchange->http->get_connection_info(
		exchange->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	char host[NI_MAXHOST] = "?", port[NI_MAXSERV] = "?";
	if (info && info->client_addr) {
		bool is_ipv6 = info->client_addr->sa_family == AF_INET6;
		socklen_t size = is_ipv6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);
		(void)getnameinfo(info->client_addr, size, host, sizeof(host), port, sizeof(port),
			NI_NUMERICHOST | NI_NUMERICSERV);
	}
	autofinish(text) struct text line = { 0 };
	text_append_format(&line, "%s:%s ", host, port);
	markup_utf8(&line, markup_bytes_of(exchange->method));
	text_append_char(&line, ' ');
	markup_utf8(&line, markup_bytes_of(exchange->path));
	if (exchange->endpoint && exchange->endpoint->parameter)
		text_append_format(&line, "?%s=%llu", exchange->endpoint->parameter,
			(unsigned long long)exchange->number);
	text_append_format(&line, " %s", outcome);
	options->log(options->log_context, text_string(&line));
}

/* The methods of the endpoint as a header field lists them. */
static const char *allowed_methods(const struct exchange *exchange)
{
	return exchange->endpoint && exchange->endpoint->is_post ? "POST" : "GET, HEAD";
}

/* Queues the response and releases it. */
static enum MHD_Result queue(const struct exchange *exchange, unsigned status,
	const char *content_type, struct MHD_Response *response)
{
	if (!response)
		return MHD_NO;
	(void)exchange->http->add_response_header(
		response, MHD_HTTP_HEADER_SERVER, "pcapdeck/" PCAPDECK_VERSION);
	(void)exchange->http->add_response_header(
		response, MHD_HTTP_HEADER_CONTENT_TYPE, content_type);
	if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
		(void)exchange->http->add_response_header(
			response, MHD_HTTP_HEADER_ALLOW, allowed_methods(exchange));
	count_answer(exchange->server, status);
	enum MHD_Result result =
		exchange->http->queue_response(exchange->connection, status, response);
	exchange->http->destroy_response(response);
	char outcome[] = { (char)('0' + status / 100), (char)('0' + status / 10 % 10),
		(char)('0' + status % 10), '\0' };
	log_exchange(exchange, outcome);
	return result;
}

/* Queues a reply; `body` is empty afterwards. */
static enum MHD_Result reply(const struct exchange *exchange, unsigned status,
	const char *content_type, struct text *body)
{
	size_t size = body->size;
	char *data = text_steal(body);
	struct MHD_Response *response =
		exchange->http->create_response_from_buffer(size, data, MHD_RESPMEM_MUST_FREE);
	if (!response)
		free(data);
	return queue(exchange, status, content_type, response);
}

static enum MHD_Result reply_plain(
	const struct exchange *exchange, unsigned status, struct text *body)
{
	return reply(exchange, status, "text/plain; charset=utf-8", body);
}

/* Appends the list of endpoints for browsers: each has a link with its usual number. */
static void append_help_page(struct text *out)
{
	text_append(out,
		"<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width\">\n"
		"<title>pingpong</title>\n<h1>pingpong</h1>\n<ul>\n");
	for (size_t i = 0; i < ENDPOINT_COUNT; i++) {
		const struct endpoint *endpoint = &endpoints[i];
		if (endpoint->is_post)
			continue; /* a link sends GET */
		autofinish(text) struct text target = { 0 };
		text_append(&target, endpoint->path);
		if (endpoint->parameter)
			text_append_format(&target, "?%s=%llu", endpoint->parameter,
				(unsigned long long)endpoint->normal);
		text_append_format(out, "<li><a href=\"%s\">", text_string(&target));
		text_append_format(out, "%s</a> ", text_string(&target));
		markup_text(out, endpoint->summary);
		text_append(out, "</li>\n");
	}
	text_append(out, "</ul>\n</html>\n");
}

static enum MHD_Result answer_help(const struct exchange *exchange)
{
	const char *accept = exchange->http->lookup_connection_value(
		exchange->connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_ACCEPT);
	struct text body = { 0 };
	if (accept && strstr(accept, "text/html")) {
		append_help_page(&body);
		return reply(exchange, MHD_HTTP_OK, "text/html; charset=utf-8", &body);
	}
	text_append(&body, "pingpong\n\n");
	append_endpoints(&body, true);
	return reply_plain(exchange, MHD_HTTP_OK, &body);
}

static enum MHD_Result answer_ping(const struct exchange *exchange)
{
	struct text body = { 0 };
	text_append(&body, "pong\n");
	return reply_plain(exchange, MHD_HTTP_OK, &body);
}

static void append_long_body(struct text *out, size_t size)
{
	while (out->size < size) {
		text_append_format(out, "%08zu", out->size);
		while (out->size % LINE_SIZE < LINE_SIZE - 1)
			text_append(out, " pong");
		text_append_char(out, '\n');
	}
	if (size) {
		out->data[size - 1] = '\n';
		out->size = size;
	}
}

static enum MHD_Result answer_long(const struct exchange *exchange)
{
	struct text body = { 0 };
	append_long_body(&body, (size_t)exchange->number);
	return reply_plain(exchange, MHD_HTTP_OK, &body);
}

struct chunk_source {
	uint64_t count, next;
};

/* Returns the next chunk; libmicrohttpd sends each returned piece as a chunk. */
static ssize_t next_chunk(void *context, uint64_t position, char *out, size_t capacity)
{
	(void)position;
	struct chunk_source *source = context;
	if (source->next == source->count)
		return MHD_CONTENT_READER_END_OF_STREAM;
	int size = snprintf(out, capacity, "chunk %llu of %llu\n",
		(unsigned long long)source->next + 1, (unsigned long long)source->count);
	if (size < 0 || (size_t)size >= capacity)
		return MHD_CONTENT_READER_END_WITH_ERROR;
	source->next++;
	return size;
}

static enum MHD_Result answer_chunked(const struct exchange *exchange)
{
	struct chunk_source *source = xcalloc(1, sizeof(*source));
	source->count = exchange->number;
	struct MHD_Response *response = exchange->http->create_response_from_callback(
		MHD_SIZE_UNKNOWN, CHUNK_SIZE_MAX, next_chunk, source, free);
	if (!response)
		free(source);
	return queue(exchange, MHD_HTTP_OK, "text/plain; charset=utf-8", response);
}

static enum MHD_Result answer_slow(const struct exchange *exchange)
{
	struct pollfd stopped = { .fd = exchange->server->stop[0], .events = POLLIN };
	if (exchange->number && poll(&stopped, 1, (int)exchange->number) != 0)
		return MHD_NO;
	struct text body = { 0 };
	text_append_format(&body, "pong after %llu ms\n", (unsigned long long)exchange->number);
	return reply_plain(exchange, MHD_HTTP_OK, &body);
}

/*
 * Resets the connection. libmicrohttpd shuts a connection down before it closes it, which would
 * send a FIN first. So another socket is put in its place with dup2(), which closes it. SO_LINGER
 * with 0 makes that close a reset (socket(7)).
 */
static enum MHD_Result answer_abort(const struct exchange *exchange)
{
	const union MHD_ConnectionInfo *info = exchange->http->get_connection_info(
		exchange->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	int unconnected = socket(AF_INET, SOCK_STREAM, 0);
	if (info && unconnected >= 0) {
		struct linger at_once = { .l_onoff = 1, .l_linger = 0 };
		log_exchange(exchange, "RST");
		count_answer(exchange->server, 0);
		(void)setsockopt(
			info->connect_fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
		(void)dup2(unconnected, info->connect_fd);
	}
	if (unconnected >= 0)
		(void)close(unconnected);
	return MHD_NO;
}

static enum MHD_Result answer_echo(const struct exchange *exchange)
{
	struct text body = exchange->upload->body;
	exchange->upload->body = (struct text){ 0 };
	return reply_plain(exchange, MHD_HTTP_OK, &body);
}

static enum MHD_Result answer_mistake(
	const struct exchange *exchange, unsigned status, struct text *sentence)
{
	text_append_char(sentence, '\n');
	return reply_plain(exchange, status, sentence);
}

static enum MHD_Result answer_unknown(const struct exchange *exchange)
{
	struct text body = { 0 };
	text_append(&body, "there is no '");
	markup_utf8(&body, markup_bytes_of(exchange->path));
	text_append(&body, "' here; there are:\n\n");
	append_endpoints(&body, true);
	return reply_plain(exchange, MHD_HTTP_NOT_FOUND, &body);
}

static enum MHD_Result answer_wrong_method(const struct exchange *exchange)
{
	struct text body = { 0 };
	text_append_char(&body, '\'');
	markup_utf8(&body, markup_bytes_of(exchange->method));
	text_append(&body,
		exchange->endpoint && exchange->endpoint->is_post
			? "' is not allowed here, only POST"
			: "' is not allowed, only GET and HEAD");
	return answer_mistake(exchange, MHD_HTTP_METHOD_NOT_ALLOWED, &body);
}

/* The checked query of a request; only its first mistake is kept, as a sentence. */
struct query {
	const struct endpoint *endpoint;
	uint64_t number;
	struct text mistake;
};

static bool parse_number(const char *text, uint64_t most, uint64_t *ret_number)
{
	uint64_t number = 0;
	if (!*text)
		return false;
	for (const char *p = text; *p; p++) {
		unsigned digit = (unsigned)((unsigned char)*p - '0');
		if (digit > 9)
			return false;
		number = number * 10 + digit;
		if (number > most)
			return false;
	}
	*ret_number = number;
	return true;
}

static enum MHD_Result check_parameter(
	void *context, enum MHD_ValueKind kind, const char *name, const char *value)
{
	(void)kind;
	struct query *query = context;
	const struct endpoint *endpoint = query->endpoint;
	struct text *mistake = &query->mistake;
	if (!endpoint->parameter) {
		text_append_format(mistake, "'%s' takes no parameter", endpoint->path);
		return MHD_NO;
	}
	if (strcmp(name, endpoint->parameter) != 0) {
		text_append_char(mistake, '\'');
		markup_utf8(mistake, markup_bytes_of(name));
		text_append_format(mistake, "' is no parameter of '%s', only '%s'", endpoint->path,
			endpoint->parameter);
		return MHD_NO;
	}
	uint64_t number;
	if (parse_number(value ? value : "", endpoint->most, &number) &&
		number >= endpoint->least) {
		query->number = number;
		return MHD_YES;
	}
	text_append_format(mistake, "'%s' is '", endpoint->parameter);
	markup_utf8(mistake, markup_bytes_of(value ? value : ""));
	text_append_format(mistake, "', but it must be a number from %llu to %llu",
		(unsigned long long)endpoint->least, (unsigned long long)endpoint->most);
	return MHD_NO;
}

static bool is_allowed(const struct exchange *exchange)
{
	if (exchange->endpoint && exchange->endpoint->is_post)
		return strcmp(exchange->method, MHD_HTTP_METHOD_POST) == 0;
	return strcmp(exchange->method, MHD_HTTP_METHOD_GET) == 0 ||
		strcmp(exchange->method, MHD_HTTP_METHOD_HEAD) == 0;
}

static enum MHD_Result answer_too_large(const struct exchange *exchange)
{
	struct text body = { 0 };
	text_append_format(&body, "a body may have at most %d bytes", UPLOAD_SIZE_MAX);
	return answer_mistake(exchange, MHD_HTTP_CONTENT_TOO_LARGE, &body);
}

enum MHD_Result pingpong_answer(struct exchange *exchange)
{
	const struct endpoint *endpoint = NULL;
	for (size_t i = 0; i < ENDPOINT_COUNT && !endpoint; i++) {
		if (strcmp(endpoints[i].path, exchange->path) == 0)
			endpoint = &endpoints[i];
	}
	exchange->endpoint = endpoint;
	if (!is_allowed(exchange))
		return answer_wrong_method(exchange);
	if (!endpoint)
		return answer_unknown(exchange);

	struct query query = { .endpoint = endpoint, .number = endpoint->normal };
	(void)exchange->http->get_connection_values(
		exchange->connection, MHD_GET_ARGUMENT_KIND, check_parameter, &query);
	if (query.mistake.size)
		return answer_mistake(exchange, MHD_HTTP_BAD_REQUEST, &query.mistake);
	if (exchange->upload->is_too_large)
		return answer_too_large(exchange);
	exchange->number = query.number;
	return endpoint->answer(exchange);
}

void pingpong_upload_keep(struct upload *upload, const char *data, size_t size)
{
	upload->is_too_large = upload->is_too_large || size > UPLOAD_SIZE_MAX - upload->body.size;
	if (upload->is_too_large)
		text_finish(&upload->body);
	else
		text_append_size(&upload->body, data, size);
}
