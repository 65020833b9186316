/*
 * lab/: the replies of the pingpong server (over loopback, on a free port), how the recording
 * client reads replies, and when a capture is complete. test-evidence.c tests that wrong captures
 * are refused. tests/cli tests recording itself, with the command.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/file/file.h"
#include "base/text.h"
#include "lab/close-watch.h"
#include "lab/endpoints/pingpong-client.h"
#include "lab/endpoints/pingpong-server.h"

/* The server */

static struct pingpong_server *start_server(void)
{
	struct pingpong_server_options options = { .address = "127.0.0.1", .port = 0 };
	autofinish(error) struct error error = { 0 };
	struct pingpong_server *server = pingpong_server_start(&options, &error);
	if (!server)
		fail_msg("%s", error_message(&error));
	return server;
}

static int connect_to(uint16_t port)
{
	int descriptor = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	assert_int_equal(
		connect(descriptor, (const struct sockaddr *)&address, sizeof(address)), 0);
	return descriptor;
}

/* Sends the bytes and reads until the server closes. */
static char *exchange(const struct pingpong_server *server, const char *request)
{
	int descriptor = connect_to(pingpong_server_port(server));
	assert_int_equal(send(descriptor, request, strlen(request), 0), (ssize_t)strlen(request));
	struct text reply = { 0 };
	for (;;) {
		char buffer[4096];
		ssize_t got = recv(descriptor, buffer, sizeof(buffer), 0);
		if (got <= 0)
			break;
		text_append_size(&reply, buffer, (size_t)got);
	}
	(void)close(descriptor);
	return text_steal(&reply);
}

static char *get(const struct pingpong_server *server, const char *target)
{
	struct text request = { 0 };
	text_append_format(&request,
		"GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", target);
	automem char *bytes = text_steal(&request);
	return exchange(server, bytes);
}

static const char *body_of(const char *reply)
{
	const char *end = strstr(reply, "\r\n\r\n");
	assert_non_null(end);
	return end + 4;
}

static void server_answers(void **state)
{
	(void)state;
	static const struct {
		const char *target, *status, *body;
	} cases[] = {
		{ "/ping", "200 OK", "pong\n" },
		{ "/long?bytes=1", "200 OK", "\n" },
		{ "/long?bytes=12", "200 OK", "00000000 po\n" },
		{ "/slow?ms=0", "200 OK", "pong after 0 ms\n" },
		{ "/slow?ms=15", "200 OK", "pong after 15 ms\n" },
		{ "/long?bytes=0", "400 Bad Request",
			"'bytes' is '0', but it must be a number from 1 to 1000000\n" },
		{ "/long?bytes=1000001", "400 Bad Request",
			"'bytes' is '1000001', but it must be a number from 1 to 1000000\n" },
		{ "/long?bytes=99999999999999999999999", "400 Bad Request",
			"'bytes' is '99999999999999999999999', but it must be a number from 1 to "
			"1000000\n" },
		{ "/long?bytes=-5", "400 Bad Request",
			"'bytes' is '-5', but it must be a number from 1 to 1000000\n" },
		{ "/long?bytes", "400 Bad Request",
			"'bytes' is '', but it must be a number from 1 to 1000000\n" },
		{ "/long?byte=5", "400 Bad Request",
			"'byte' is no parameter of '/long', only 'bytes'\n" },
		{ "/long?bytes=5&bytes=x", "400 Bad Request",
			"'bytes' is 'x', but it must be a number from 1 to 1000000\n" },
		{ "/chunked?chunks=101", "400 Bad Request",
			"'chunks' is '101', but it must be a number from 1 to 100\n" },
		{ "/slow?ms=10001", "400 Bad Request",
			"'ms' is '10001', but it must be a number from 0 to 10000\n" },
		{ "/ping?x=1", "400 Bad Request", "'/ping' takes no parameter\n" },
		{ "/ping?%1b%5b2J=1", "400 Bad Request", "'/ping' takes no parameter\n" },
		{ "/long?%1b%5b2J=1", "400 Bad Request",
			"'\xef\xbf\xbd[2J' is no parameter of '/long', only 'bytes'\n" },
	};
	autofree(pingpong_server) struct pingpong_server *server = start_server();
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		automem char *reply = get(server, cases[i].target);
		assert_memory_equal(reply, "HTTP/1.1 ", 9);
		assert_memory_equal(reply + 9, cases[i].status, strlen(cases[i].status));
		assert_string_equal(body_of(reply), cases[i].body);
	}
}

static void chunks_are_framed(void **state)
{
	(void)state;
	autofree(pingpong_server) struct pingpong_server *server = start_server();
	automem char *reply = get(server, "/chunked?chunks=2");
	/* Sizes may have leading zeros (RFC 9112 section 7.1). */
	const char *p = body_of(reply);
	for (int i = 1; i <= 2; i++) {
		char *end;
		assert_int_equal(strtol(p, &end, 16), 13);
		assert_memory_equal(
			end, i == 1 ? "\r\nchunk 1 of 2\n\r\n" : "\r\nchunk 2 of 2\n\r\n", 17);
		p = end + 17;
	}
	assert_string_equal(p, "0\r\n\r\n");
}

static void long_body_shows_its_offsets(void **state)
{
	(void)state;
	autofree(pingpong_server) struct pingpong_server *server = start_server();
	automem char *reply = get(server, "/long");
	assert_non_null(strstr(reply, "Content-Length: 16000\r\n"));
	const char *body = body_of(reply);
	assert_int_equal(strlen(body), 16000);
	for (size_t offset = 0; offset < 16000; offset += 64) {
		assert_int_equal(strtol(body + offset, NULL, 10), (long)offset);
		assert_int_equal(body[offset + 63], '\n');
	}
}

static void unknown_paths_name_the_endpoints(void **state)
{
	(void)state;
	autofree(pingpong_server) struct pingpong_server *server = start_server();
	automem char *reply = get(server, "/pong");
	assert_memory_equal(reply, "HTTP/1.1 404 ", 13);
	assert_non_null(strstr(reply, "there is no '/pong' here"));
	assert_non_null(strstr(reply, "/long?bytes=N"));
	assert_non_null(strstr(reply, "/abort"));
}

static void only_get_and_head(void **state)
{
	(void)state;
	autofree(pingpong_server) struct pingpong_server *server = start_server();
	automem char *posted = exchange(server,
		"POST /ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
		"4\r\n\r\nping");
	assert_memory_equal(posted, "HTTP/1.1 405 ", 13);
	assert_non_null(strstr(posted, "Allow: GET, HEAD\r\n"));
	assert_string_equal(body_of(posted), "'POST' is not allowed, only GET and HEAD\n");

	automem char *head =
		exchange(server, "HEAD /long HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
	assert_memory_equal(head, "HTTP/1.1 200 ", 13);
	assert_non_null(strstr(head, "Content-Length: 16000\r\n"));
	assert_string_equal(body_of(head), "");
}

static void help_suits_who_asks(void **state)
{
	(void)state;
	autofree(pingpong_server) struct pingpong_server *server = start_server();
	automem char *plain = get(server, "/");
	assert_non_null(strstr(plain, "Content-Type: text/plain"));
	automem char *page = exchange(server,
		"GET / HTTP/1.1\r\nHost: x\r\nAccept: text/html,*/*\r\nConnection: close\r\n\r\n");
	assert_non_null(strstr(page, "Content-Type: text/html"));
	assert_non_null(strstr(page, "<a href=\"/long?bytes=16000\">"));
}

/* A client that waits in /slow does not delay the end of the server. */
static void server_stops_at_once(void **state)
{
	(void)state;
	static const char slow[] = "GET /slow?ms=10000 HTTP/1.1\r\nHost: x\r\n\r\n";
	struct pingpong_server *server = start_server();
	int waiting = connect_to(pingpong_server_port(server));
	assert_int_equal(send(waiting, slow, strlen(slow), 0), (ssize_t)strlen(slow));
	automem char *ping = get(server, "/ping");
	time_t started = time(NULL);
	pingpong_server_free(server);
	assert_true(time(NULL) - started < 5);
	(void)close(waiting);
}

static void a_port_in_use_is_explained(void **state)
{
	(void)state;
	autofree(pingpong_server) struct pingpong_server *first = start_server();
	struct pingpong_server_options options = {
		.address = "127.0.0.1",
		.port = pingpong_server_port(first),
	};
	autofinish(error) struct error error = { 0 };
	assert_null(pingpong_server_start(&options, &error));
	assert_non_null(strstr(error_message(&error), "is in use"));
	options.address = "localhost";
	assert_null(pingpong_server_start(&options, &error));
	assert_non_null(strstr(error_message(&error), "is no IP address"));
}

/* The client */

static struct bytes bytes_of(const char *text)
{
	return (struct bytes){ (const uint8_t *)text, text ? strlen(text) : 0 };
}

static void client_takes_every_kind_of_reply(void **state)
{
	(void)state;
	autofree(pingpong_server) struct pingpong_server *server = start_server();
	struct pingpong_client_options options = { .port = pingpong_server_port(server) };
	static const struct {
		const char *method, *target;
		unsigned status;
		uint64_t body_size;
		const char *body;
	} cases[] = {
		{ "GET", "/ping", 200, 5, NULL },
		{ "GET", "/long?bytes=200000", 200, 200000, NULL },
		{ "GET", "/chunked?chunks=100", 200, 9 * 15 + 90 * 16 + 17, NULL },
		{ "HEAD", "/long", 200, 0, NULL },
		{ "GET", "/slow?ms=1", 200, 16, NULL },
		{ "GET", "/nothing", 404, 0, NULL },
		{ "POST", "/ping", 405, 41, NULL },
		{ "POST", "/echo", 200, 11, "hello again" },
		{ "POST", "/echo", 200, 0, NULL },
		{ "GET", "/echo", 405, 0, NULL },
		{ "GET", "/abort", 0, 0, NULL },
		{ "GET", "/ping", 200, 5, NULL },
	};
	enum { CASE_COUNT = ARRAY_COUNT(cases) };
	for (int keep_alive = 0; keep_alive <= 1; keep_alive++) {
		options.keep_alive = keep_alive;
		autofree(pingpong_client) struct pingpong_client *client =
			pingpong_client_new(&options);
		autofinish(error) struct error error = { 0 };
		for (size_t i = 0; i < CASE_COUNT; i++) {
			struct pingpong_reply reply = { 0 };
			const struct client_step step = {
				.method = cases[i].method,
				.target = cases[i].target,
				.body = bytes_of(cases[i].body),
			};
			if (!pingpong_client_ask(client, &step, &reply, &error))
				fail_msg("%s", error_message(&error));
			assert_int_equal(reply.status, cases[i].status);
			assert_int_equal(reply.is_reset, cases[i].status == 0);
			if (cases[i].status == 200)
				assert_int_equal(reply.body_size, cases[i].body_size);
		}
		assert_true(pingpong_client_close(client, &error));
		/* With keep-alive there is a new connection only after a reset. */
		assert_int_equal(pingpong_client_connections(client), keep_alive ? 2 : CASE_COUNT);
	}
}

static void a_reply_is_expected_or_not(void **state)
{
	(void)state;
	static const struct {
		const char *target;
		struct pingpong_reply reply;
		bool is_expected;
	} cases[] = {
		{ "/ping", { .status = 200 }, true },
		{ "/nothing", { .status = 404 }, true },
		{ "/ping", { .status = 503 }, false },
		{ "/ping", { .is_reset = true }, false },
		{ "/abort", { .is_reset = true }, true },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		const struct client_step step = { .method = "GET", .target = cases[i].target };
		assert_int_equal(
			pingpong_reply_is_expected(&step, &cases[i].reply), cases[i].is_expected);
	}
}

/* A server that answers one request with these bytes, and closes. */
struct canned {
	int listener;
	const char *reply;
};

static void *answer_once(void *context)
{
	struct canned *canned = context;
	char buffer[4096];
	int descriptor = accept(canned->listener, NULL, NULL);
	(void)recv(descriptor, buffer, sizeof(buffer), 0);
	(void)send(descriptor, canned->reply, strlen(canned->reply), 0);
	(void)shutdown(descriptor, SHUT_WR);
	while (recv(descriptor, buffer, sizeof(buffer), 0) > 0)
		continue;
	(void)close(descriptor);
	return NULL;
}

static bool ask_canned(const char *bytes, struct pingpong_reply *ret_reply, struct error *error)
{
	struct canned canned = { .listener = socket(AF_INET, SOCK_STREAM, 0), .reply = bytes };
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t size = sizeof(address);
	assert_int_equal(bind(canned.listener, (struct sockaddr *)&address, size), 0);
	assert_int_equal(listen(canned.listener, 1), 0);
	assert_int_equal(getsockname(canned.listener, (struct sockaddr *)&address, &size), 0);
	pthread_t thread;
	assert_int_equal(pthread_create(&thread, NULL, answer_once, &canned), 0);
	struct pingpong_client_options options = { .port = ntohs(address.sin_port) };
	struct pingpong_client *client = pingpong_client_new(&options);
	const struct client_step step = { .method = "GET", .target = "/" };
	bool ok = pingpong_client_ask(client, &step, ret_reply, error);
	pingpong_client_free(client);
	assert_int_equal(pthread_join(thread, NULL), 0);
	(void)close(canned.listener);
	return ok;
}

static void client_survives_any_reply(void **state)
{
	(void)state;
	static const struct {
		const char *bytes;
		int64_t body_size; /* -1: an error */
	} cases[] = {
		{ "HTTP/1.1 200 OK\r\n\r\nuntil the end", 13 },
		{ "HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nabc", 3 },
		{ "HTTP/1.1 204 No Content\r\n\r\n", 0 },
		{ "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
		  "3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: 1\r\n\r\n",
			13 },
		{ "HTTP/1.1 200 OK\nContent-Length: 1\n\nx", 1 },
		{ "", -1 },
		{ "HTTP", -1 },
		{ "SSH-2.0-x\r\n", -1 },
		{ "HTTP/1.1 2\r\n", -1 },
		{ "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", -1 },
		{ "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc", -1 },
		{ "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", -1 },
		{ "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", -1 },
		{ "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", -1 },
		{ "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
			-1 },
		{ "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", -1 },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct pingpong_reply reply = { 0 };
		autofinish(error) struct error error = { 0 };
		bool ok = ask_canned(cases[i].bytes, &reply, &error);
		assert_int_equal(ok, cases[i].body_size >= 0);
		if (ok)
			assert_int_equal(reply.body_size, cases[i].body_size);
		else
			assert_true(error_is_set(&error));
	}
}

static void requests_are_checked(void **state)
{
	(void)state;
	static const struct {
		const char *method, *target, *complaint; /* NULL: none */
	} cases[] = {
		{ "GET", "/ping", NULL },
		{ "M-SEARCH", "/?a=%20&b", NULL },
		{ "", "/ping", "no method" },
		{ "GET /x", "/ping", "no method" },
		{ "GET", "ping", "must begin with '/'" },
		{ "GET", "", "must begin with '/'" },
		{ "GET", "http://other/", "must begin with '/'" },
		{ "GET", "/a b", "written as %20" },
		{ "GET", "/a\r\nEvil: 1", "written as %0D" },
		{ "GET", "/\xed\x95\x9c", "written as %ED" },
		{ "GET", "/#x", "written as %23" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(error) struct error error = { 0 };
		bool ok = pingpong_request_check(cases[i].method, cases[i].target, &error);
		assert_int_equal(ok, !cases[i].complaint);
		if (cases[i].complaint)
			assert_non_null(strstr(error_message(&error), cases[i].complaint));
	}
}

/* Segments, made by hand */

enum { CLIENT_PORT = 40000, SERVER_PORT = 8080 };

struct segment {
	bool is_from_server;
	uint16_t flags;
	uint32_t sequence, acknowledgment, payload_size;
};

static void watch_segment(struct close_watch *watch, uint16_t client_port, struct segment segment)
{
	struct frame frame = {
		.transport = PART_TCP,
		.parts.transport.tcp = {
			.source_port = segment.is_from_server ? SERVER_PORT : client_port,
			.destination_port = segment.is_from_server ? client_port : SERVER_PORT,
			.flags = segment.flags,
			.sequence = segment.sequence,
			.acknowledgment = segment.acknowledgment,
			.payload_size = segment.payload_size,
		},
	};
	close_watch_add(watch, &frame);
}

static void a_connection_ends_with_the_last_ack(void **state)
{
	(void)state;
	autofinish(close_watch) struct close_watch watch = { .server_port = SERVER_PORT };
	/* The sequence numbers wrap around in the middle of the close. */
	const uint32_t c = UINT32_MAX - 1, s = 5000;
	const struct segment segments[] = {
		{ false, TCP_SYN, c - 1, 0, 0 },
		{ true, TCP_SYN | TCP_ACK, s - 1, c, 0 },
		{ false, TCP_ACK, c, s, 0 },
		{ false, TCP_FIN | TCP_ACK, c, s, 1 },
		{ true, TCP_ACK, s, c + 1, 0 }, /* the acknowledgment of the byte, not of the FIN */
		{ true, TCP_FIN | TCP_ACK, s, c + 2, 0 },
		{ false, TCP_ACK, c + 2, s, 0 },
	};
	for (size_t i = 0; i < ARRAY_COUNT(segments); i++) {
		watch_segment(&watch, CLIENT_PORT, segments[i]);
		assert_int_equal(watch.over_count, 0);
	}
	watch_segment(&watch, CLIENT_PORT, (struct segment){ false, TCP_ACK, c + 2, s + 1, 0 });
	assert_int_equal(watch.over_count, 1);
	watch_segment(&watch, CLIENT_PORT, (struct segment){ false, TCP_ACK, c + 2, s + 1, 0 });
	assert_int_equal(watch.over_count, 1);
}

static void a_reset_ends_its_own_connection(void **state)
{
	(void)state;
	autofinish(close_watch) struct close_watch watch = { .server_port = SERVER_PORT };
	watch_segment(&watch, 40000, (struct segment){ false, TCP_SYN, 1, 0, 0 });
	watch_segment(&watch, 40002, (struct segment){ false, TCP_SYN, 1, 0, 0 });
	watch_segment(&watch, 40000, (struct segment){ true, TCP_RST | TCP_ACK, 1, 2, 0 });
	assert_int_equal(watch.count, 2);
	assert_int_equal(watch.over_count, 1);
	watch.server_port = 9000;
	watch_segment(&watch, 40002, (struct segment){ true, TCP_RST, 1, 2, 0 });
	assert_int_equal(watch.over_count, 1);
}

int main(void)
{
	(void)signal(SIGPIPE, SIG_IGN);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(server_answers),
		cmocka_unit_test(chunks_are_framed),
		cmocka_unit_test(long_body_shows_its_offsets),
		cmocka_unit_test(unknown_paths_name_the_endpoints),
		cmocka_unit_test(only_get_and_head),
		cmocka_unit_test(help_suits_who_asks),
		cmocka_unit_test(server_stops_at_once),
		cmocka_unit_test(a_port_in_use_is_explained),
		cmocka_unit_test(client_takes_every_kind_of_reply),
		cmocka_unit_test(a_reply_is_expected_or_not),
		cmocka_unit_test(client_survives_any_reply),
		cmocka_unit_test(requests_are_checked),
		cmocka_unit_test(a_connection_ends_with_the_last_ack),
		cmocka_unit_test(a_reset_ends_its_own_connection),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
