#include "lab/endpoints/non-http-client.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "base/message.h"
#include "lab/endpoints/dns-message.h"
#include "lab/endpoints/loopback-address.h"

enum { WAIT_S = 5 };

static const char ping[] = "ping\n";

/* Returns a socket with a deadline, connected to the loopback's port; -1 and errno without one. */
static int connected_socket(int type, bool is_ipv6, uint16_t port)
{
	const union socket_address server = loopback_address(is_ipv6, port);
	struct timeval wait = { .tv_sec = WAIT_S };
	int file = socket(server.any.sa_family, type, 0);
	if (file < 0)
		return -1;
	if (fcntl(file, F_SETFD, FD_CLOEXEC) == 0 &&
		setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait)) == 0 &&
		connect(file, &server.any, loopback_address_size(is_ipv6)) == 0)
		return file;
	int cause = errno;
	(void)close(file);
	errno = cause;
	return -1;
}

static bool send_all(int file, struct bytes bytes)
{
	ssize_t sent;
	do
		sent = send(file, bytes.data, bytes.size, 0);
	while (sent < 0 && errno == EINTR);
	return sent == (ssize_t)bytes.size;
}

/* Returns recv()'s result, never for EINTR. */
static ssize_t receive(int file, uint8_t *out, size_t size)
{
	ssize_t got;
	do
		got = recv(file, out, size, 0);
	while (got < 0 && errno == EINTR);
	return got;
}

static bool set_no_answer(const char *what, struct error *error)
{
	if (errno == EAGAIN || errno == EWOULDBLOCK)
		return error_set(error, "'%s': no answer within %d seconds", what, WAIT_S);
	return error_set(error, "'%s': %s", what, message_of_errno(errno));
}

bool client_port_check(const struct client_step *step, struct error *error)
{
	int type = step->kind == CLIENT_UDP_PING ? SOCK_DGRAM : SOCK_STREAM;
	const union socket_address own = loopback_address(step->is_ipv6, step->port);
	int file = socket(own.any.sa_family, type, 0);
	bool ok = file >= 0 && bind(file, &own.any, loopback_address_size(step->is_ipv6)) == 0;
	int cause = errno;
	if (file >= 0)
		(void)close(file);
	/* A port below 1024 may be free, but only root may find out. */
	return ok ||
		error_set(error,
			"port %u cannot be shown to be free (%s): outside of a private network, a step reaches no port of another program",
			step->port, message_of_errno(cause));
}

bool client_ping(const struct client_step *step, uint16_t port, struct error *error)
{
	uint8_t answer[sizeof(ping)];
	int file = connected_socket(SOCK_DGRAM, step->is_ipv6, step->port ? step->port : port);
	if (file < 0)
		return set_no_answer("udp ping", error);
	bool ok = (send_all(file, (struct bytes){ (const uint8_t *)ping, sizeof(ping) - 1 }) &&
			  receive(file, answer, sizeof(answer)) >= 0) ||
		errno == ECONNREFUSED || set_no_answer("udp ping", error);
	(void)close(file);
	return ok;
}

bool client_connect(const struct client_step *step, uint16_t port, struct error *error)
{
	int file = connected_socket(SOCK_STREAM, step->is_ipv6, step->port ? step->port : port);
	if (file < 0)
		return errno == ECONNREFUSED || set_no_answer("connect", error);
	uint8_t nothing;
	(void)shutdown(file, SHUT_WR);
	while (receive(file, &nothing, sizeof(nothing)) > 0)
		continue;
	(void)close(file);
	return true;
}

/* ---- DNS ---- */

static bool query_udp(const struct client_step *step, uint16_t id, struct bytes query,
	bool *ret_is_truncated, struct error *error)
{
	uint8_t answer[DNS_DATAGRAM_MAX];
	int file = connected_socket(SOCK_DGRAM, step->is_ipv6, DNS_PORT);
	if (file < 0 || !send_all(file, query)) {
		set_no_answer("dns", error);
		if (file >= 0)
			(void)close(file);
		return false;
	}
	ssize_t got = receive(file, answer, sizeof(answer));
	if (got < 0)
		set_no_answer("dns", error);
	(void)close(file);
	if (got < 0)
		return false;
	struct bytes message = { answer, (size_t)got };
	*ret_is_truncated = dns_is_truncated(message);
	return dns_is_answer(message, id) ||
		error_set(error, "'dns': the answer is to another query");
}

/* Reads so many bytes of a stream. */
static bool receive_all(int file, uint8_t *out, size_t size)
{
	for (size_t had = 0; had < size;) {
		ssize_t got = receive(file, out + had, size - had);
		if (got <= 0) {
			errno = got ? errno : ECONNRESET;
			return false;
		}
		had += (size_t)got;
	}
	return true;
}

/* Over TCP each message is preceded by its length in two octets (RFC 1035, 4.2.2). */
static bool query_tcp(
	const struct client_step *step, uint16_t id, struct bytes query, struct error *error)
{
	uint8_t answer[DNS_MESSAGE_MAX], length[2];
	autofinish(text) struct text framed = { 0 };
	text_append_char(&framed, (char)(query.size >> 8));
	text_append_char(&framed, (char)query.size);
	text_append_size(&framed, (const char *)query.data, query.size);
	int file = connected_socket(SOCK_STREAM, step->is_ipv6, DNS_PORT);
	size_t size = 0;
	bool ok = file >= 0 &&
		send_all(file, (struct bytes){ (const uint8_t *)framed.data, framed.size }) &&
		receive_all(file, length, sizeof(length));
	if (ok) {
		size = (size_t)length[0] << 8 | length[1];
		errno = EMSGSIZE;
		ok = size <= sizeof(answer) && receive_all(file, answer, size);
	}
	if (!ok)
		set_no_answer("dns", error);
	if (file >= 0)
		(void)close(file);
	return ok &&
		(dns_is_answer((struct bytes){ answer, size }, id) ||
			error_set(error, "'dns': the answer is to another query"));
}

/* The clock's nanoseconds serve as the id: nobody else answers on this loopback. */
static uint16_t new_id(void)
{
	struct timespec now;
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint16_t)(now.tv_nsec ^ now.tv_nsec >> 16);
}

bool client_query(const struct client_step *step, struct error *error)
{
	uint16_t id = new_id();
	bool is_truncated = false;
	autofinish(text) struct text query = { 0 };
	dns_append_query(&query, id, step->method, step->target);
	struct bytes bytes = { (const uint8_t *)query.data, query.size };
	return query_udp(step, id, bytes, &is_truncated, error) &&
		(!is_truncated || query_tcp(step, id, bytes, error));
}
