/*
 * The pingpong server, on libmicrohttpd with a thread per connection, so that a slow reply delays
 * no other. HTTP/1.1 (RFC 9112) with GET and HEAD, and POST to /echo. pingpong-server-endpoints.c
 * has the answers.
 */
#include "lab/endpoints/pingpong-server.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/message.h"
#include "lab/endpoints/pingpong-server-parts.h"
#include "lab/endpoints/segment-limit.h"

enum {
	CONNECTIONS_MAX = 128,
	IDLE_TIMEOUT_S = 60,
	SEND_BUFFER_SIZE = 4 << 20, /* the system may allow less */
	CONNECTION_MEMORY = 32 << 10,
	LISTEN_BACKLOG = 128,
	THREAD_STACK_SIZE = 256 << 10, /* the default of 8 MB may not be available */
	DESCRIPTORS_SPARE = 4, /* both ends of a connection, and one for /abort */
};

/* Keeps libmicrohttpd's first message: no thread for a connection, no descriptor, no memory. */
__attribute__((format(printf, 2, 0))) static void note_trouble(
	void *context, const char *format, va_list arguments)
{
	struct pingpong_server *server = context;
	(void)pthread_mutex_lock(&server->lock);
	char *trouble = server->account->trouble;
	if (!*trouble) {
		(void)vsnprintf(trouble, PINGPONG_TROUBLE_SIZE, format, arguments);
		size_t size = strcspn(trouble, "\r\n");
		while (size && trouble[size - 1] == '.')
			size--;
		trouble[size] = '\0';
	}
	(void)pthread_mutex_unlock(&server->lock);
}

/*
 * Handles a request. libmicrohttpd calls this once for the header, once for each piece of a body,
 * and once for the answer.
 */
static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *url,
	const char *method, const char *version, const char *upload_data, size_t *upload_data_size,
	void **request_context)
{
	(void)version;
	struct upload *upload = *request_context;
	if (!upload) {
		*request_context = xcalloc(1, sizeof(*upload));
		return MHD_YES;
	}
	if (*upload_data_size) {
		pingpong_upload_keep(upload, upload_data, *upload_data_size);
		*upload_data_size = 0;
		return MHD_YES;
	}
	struct pingpong_server *server = context;
	struct exchange exchange = {
		.server = server,
		.http = &server->http,
		.connection = connection,
		.method = method,
		.path = url,
		.upload = upload,
	};
	return pingpong_answer(&exchange);
}

/* libmicrohttpd calls this at the end of each request, however it ended. */
static void forget_request(void *context, struct MHD_Connection *connection, void **request_context,
	enum MHD_RequestTerminationCode code)
{
	(void)context;
	(void)connection;
	(void)code;
	struct upload *upload = *request_context;
	if (upload)
		text_finish(&upload->body);
	free(upload);
	*request_context = NULL;
}

static bool explain_bind(
	const struct pingpong_server_options *options, int number, struct error *error)
{
	unsigned port = options->port;
	if (number == EADDRINUSE)
		return error_set(error,
			"port %u of '%s' is in use: stop the program that listens there, or choose another with --port %u",
			port, options->address, port < UINT16_MAX ? port + 1 : port - 1);
	if (number == EACCES)
		return error_set(error,
			"port %u needs root, as all below 1024: choose another with --port %u",
			port, PINGPONG_PORT);
	if (number == EADDRNOTAVAIL)
		return error_set(error,
			"'%s' is no address of this machine: 127.0.0.1 is for this machine only, 0.0.0.0 for its network too",
			options->address);
	return error_set(error, "cannot listen on '%s' port %u: %s", options->address, port,
		message_of_errno(number));
}

static void set_socket_options(int listener, const struct pingpong_server_options *options)
{
	int yes = 1;
	(void)setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	/*
	 * Accepted sockets inherit the next two options. A send buffer that is already larger is
	 * kept.
	 */
	int size = 0, wanted = SEND_BUFFER_SIZE;
	socklen_t size_size = sizeof(size);
	if (getsockopt(listener, SOL_SOCKET, SO_SNDBUF, &size, &size_size) == 0 && size < wanted)
		(void)setsockopt(listener, SOL_SOCKET, SO_SNDBUF, &wanted, sizeof(wanted));
	segment_limit_prepare(listener, options->maximum_segment);
}

static int listen_on(
	const struct pingpong_server_options *options, uint16_t *ret_port, struct error *error)
{
	struct addrinfo hints = {
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
		.ai_socktype = SOCK_STREAM,
	};
	struct addrinfo *where = NULL;
	struct text digits = { 0 };
	text_append_format(&digits, "%u", options->port);
	automem char *service = text_steal(&digits);
	if (getaddrinfo(options->address, service, &hints, &where) != 0) {
		error_set(
			error, "'%s' is no IP address, such as 127.0.0.1 or ::1", options->address);
		return -1;
	}
	int listener = socket(where->ai_family, SOCK_STREAM, 0);
	bool ok = listener >= 0 && fcntl(listener, F_SETFD, FD_CLOEXEC) == 0;
	if (ok) {
		set_socket_options(listener, options);
		ok = bind(listener, where->ai_addr, where->ai_addrlen) == 0 &&
			listen(listener, LISTEN_BACKLOG) == 0;
	}
	union {
		struct sockaddr any;
		struct sockaddr_in ipv4;
		struct sockaddr_in6 ipv6;
	} bound = { 0 };
	socklen_t bound_size = sizeof(bound);
	ok = ok && getsockname(listener, &bound.any, &bound_size) == 0;
	int number = errno;
	freeaddrinfo(where);
	if (!ok) {
		explain_bind(options, number, error);
		if (listener >= 0)
			(void)close(listener);
		return -1;
	}
	bool is_ipv6 = bound.any.sa_family == AF_INET6;
	*ret_port = ntohs(is_ipv6 ? bound.ipv6.sin6_port : bound.ipv4.sin_port);
	return listener;
}

/*
 * Fails early when descriptors are scarce: a connection that cannot be accepted leaves its client
 * waiting.
 */
static bool check_descriptors(int any, struct error *error)
{
	int copies[DESCRIPTORS_SPARE], count = 0;
	while (count < DESCRIPTORS_SPARE && (copies[count] = fcntl(any, F_DUPFD_CLOEXEC, 0)) >= 0)
		count++;
	int number = errno;
	for (int i = 0; i < count; i++)
		(void)close(copies[i]);
	if (count == DESCRIPTORS_SPARE)
		return true;
	return error_set(error,
		"cannot serve a connection: %s; allow this program more with 'ulimit -n'",
		message_of_errno(number));
}

/* libmicrohttpd calls this for each connection before its first request is read. */
static void note_connection(void *context, struct MHD_Connection *connection, void **socket_context,
	enum MHD_ConnectionNotificationCode code)
{
	struct pingpong_server *server = context;
	(void)socket_context;
	if (code != MHD_CONNECTION_NOTIFY_STARTED)
		return;
	const union MHD_ConnectionInfo *info =
		server->http.get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	if (info)
		segment_limit_apply(info->connect_fd, server->options.maximum_segment);
}

struct pingpong_server *pingpong_server_start(
	const struct pingpong_server_options *options, struct error *error)
{
	autofree(pingpong_server) struct pingpong_server *server = xcalloc(1, sizeof(*server));
	(void)pthread_mutex_init(&server->lock, NULL);
	server->options = *options;
	server->account = options->account ? options->account : &server->own_account;
	server->stop[0] = server->stop[1] = -1;
	if (!microhttpd_load(&server->http, error))
		return NULL;
	if (pipe(server->stop) != 0) {
		error_set(error, "cannot start the pingpong server: %s", message_of_errno(errno));
		return NULL;
	}
	int listener = listen_on(options, &server->port, error);
	if (listener < 0)
		return NULL;
	server->daemon = server->http.start_daemon(
		MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL_INTERNAL_THREAD | MHD_USE_ERROR_LOG, 0,
		NULL, NULL, handle, server, MHD_OPTION_EXTERNAL_LOGGER, note_trouble, server,
		MHD_OPTION_NOTIFY_CONNECTION, note_connection, server, MHD_OPTION_NOTIFY_COMPLETED,
		forget_request, NULL, MHD_OPTION_LISTEN_SOCKET, listener,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MAX,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_TIMEOUT_S,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
		MHD_OPTION_THREAD_STACK_SIZE, (size_t)THREAD_STACK_SIZE, MHD_OPTION_END);
	if (!server->daemon) {
		error_set(error, "cannot start the pingpong server: %s",
			server->account->trouble[0] ? server->account->trouble
						    : message_of("libmicrohttpd refused"));
		(void)close(listener);
		return NULL;
	}
	return check_descriptors(server->stop[0], error) ? steal_pointer(&server) : NULL;
}

uint16_t pingpong_server_port(const struct pingpong_server *server)
{
	return server->port;
}

void pingpong_server_free(struct pingpong_server *server)
{
	if (!server)
		return;
	if (server->stop[1] >= 0)
		(void)close(server->stop[1]);
	if (server->daemon)
		server->http.stop_daemon(server->daemon);
	if (server->stop[0] >= 0)
		(void)close(server->stop[0]);
	(void)pthread_mutex_destroy(&server->lock);
	free(server);
}
