#include "lab/endpoints/responder.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/message.h"
#include "lab/endpoints/dns-message.h"
#include "lab/endpoints/loopback-address.h"

enum {
	STOP, /* the pipe whose other end is closed to end the thread */
	LISTENERS_MAX = 6, /* pings, DNS over UDP, DNS over TCP; twice */
	TCP_WAIT_S = 5,
};

struct responder;

struct listener {
	int file;
	void (*answer)(int file);
};

struct responder {
	struct listener listeners[LISTENERS_MAX];
	size_t count;
	int stop[2];
	pthread_t thread;
	bool is_running;
};

/* ---- answers ---- */

static void answer_ping(int file)
{
	static const char pong[] = "pong\n";
	char ping[512];
	union socket_address client;
	socklen_t size = sizeof(client);
	if (recvfrom(file, ping, sizeof(ping), 0, &client.any, &size) >= 0)
		(void)sendto(file, pong, sizeof(pong) - 1, 0, &client.any, size);
}

static void answer_datagram(int file)
{
	uint8_t query[DNS_DATAGRAM_MAX];
	union socket_address client;
	socklen_t size = sizeof(client);
	ssize_t got = recvfrom(file, query, sizeof(query), 0, &client.any, &size);
	autofinish(text) struct text answer = { 0 };
	if (got < 0)
		return;
	dns_append_answer(&answer, (struct bytes){ query, (size_t)got }, DNS_DATAGRAM_MAX);
	if (answer.size)
		(void)sendto(file, answer.data, answer.size, 0, &client.any, size);
}

/* Answers the first query of a TCP connection (RFC 1035, 4.2.2) and waits for the client's end. */
static void answer_connection(int listener)
{
	struct timeval wait = { .tv_sec = TCP_WAIT_S };
	uint8_t query[2 + DNS_DATAGRAM_MAX];
	int file = accept(listener, NULL, NULL);
	if (file < 0)
		return;
	(void)setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
	ssize_t got = recv(file, query, sizeof(query), 0);
	size_t size = got > 2 ? (size_t)query[0] << 8 | query[1] : 0;
	autofinish(text) struct text answer = { 0 }, framed = { 0 };
	if (size && size + 2 <= (size_t)got)
		dns_append_answer(&answer, (struct bytes){ query + 2, size }, DNS_MESSAGE_MAX);
	if (answer.size) {
		text_append_char(&framed, (char)(answer.size >> 8));
		text_append_char(&framed, (char)answer.size);
		text_append_size(&framed, answer.data, answer.size);
		(void)send(file, framed.data, framed.size, 0);
		(void)recv(file, query, 1, 0);
	}
	(void)close(file);
}

/* ---- the thread ---- */

static void *run(void *context)
{
	const struct responder *responder = context;
	struct pollfd files[LISTENERS_MAX + 1] = { { .fd = responder->stop[0], .events = POLLIN } };
	for (size_t i = 0; i < responder->count; i++)
		files[i + 1] =
			(struct pollfd){ .fd = responder->listeners[i].file, .events = POLLIN };
	while (poll(files, (nfds_t)responder->count + 1, -1) >= 0 || errno == EINTR) {
		if (files[STOP].revents)
			break;
		for (size_t i = 0; i < responder->count; i++) {
			if (files[i + 1].revents)
				responder->listeners[i].answer(responder->listeners[i].file);
		}
	}
	return NULL;
}

/* Adds a socket of the loopback; false and errno when there is none. */
static bool add_listener(struct responder *responder, int type, bool is_ipv6, uint16_t port,
	void (*answer)(int file))
{
	enum { BACKLOG = 16 };
	const union socket_address own = loopback_address(is_ipv6, port);
	int yes = 1, file = socket(own.any.sa_family, type, 0);
	if (file < 0)
		return false;
	bool ok = fcntl(file, F_SETFD, FD_CLOEXEC) == 0 &&
		setsockopt(file, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) == 0 &&
		bind(file, &own.any, loopback_address_size(is_ipv6)) == 0 &&
		(type == SOCK_DGRAM || listen(file, BACKLOG) == 0);
	if (!ok) {
		int cause = errno;
		(void)close(file);
		errno = cause;
		return false;
	}
	responder->listeners[responder->count++] = (struct listener){ file, answer };
	return true;
}

static bool add_listeners(
	struct responder *responder, const struct responder_options *options, struct error *error)
{
	const struct {
		int type;
		uint16_t port;
		void (*answer)(int file);
	} kinds[] = {
		{ SOCK_DGRAM, options->ping_port, answer_ping },
		{ SOCK_DGRAM, options->dns_port, answer_datagram },
		{ SOCK_STREAM, options->dns_port, answer_connection },
	};
	for (size_t i = 0; i < ARRAY_COUNT(kinds); i++) {
		if (!kinds[i].port)
			continue;
		if (!add_listener(responder, kinds[i].type, false, kinds[i].port, kinds[i].answer))
			return error_set(error, "cannot listen on 127.0.0.1 port %u: %s",
				kinds[i].port, message_of_errno(errno));
		(void)add_listener(responder, kinds[i].type, true, kinds[i].port, kinds[i].answer);
	}
	return true;
}

struct responder *responder_start(const struct responder_options *options, struct error *error)
{
	autofree(responder) struct responder *responder = xcalloc(1, sizeof(*responder));
	responder->stop[0] = responder->stop[1] = -1;
	if (!add_listeners(responder, options, error))
		return NULL;
	int cause = pipe(responder->stop) == 0
		? pthread_create(&responder->thread, NULL, run, responder)
		: errno;
	if (cause) {
		error_set(error, "cannot start the responder: %s", message_of_errno(cause));
		return NULL;
	}
	responder->is_running = true;
	return steal_pointer(&responder);
}

void responder_free(struct responder *responder)
{
	if (!responder)
		return;
	if (responder->stop[1] >= 0)
		(void)close(responder->stop[1]);
	if (responder->is_running)
		(void)pthread_join(responder->thread, NULL);
	if (responder->stop[0] >= 0)
		(void)close(responder->stop[0]);
	for (size_t i = 0; i < responder->count; i++)
		(void)close(responder->listeners[i].file);
	free(responder);
}
