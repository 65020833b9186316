/*
 * pidfd_getfd(2) gives a tracer a descriptor of the same socket. What TCP knows of it: tcp(7),
 * TCP_INFO; the queues: SIOCINQ, SIOCOUTQ.
 */
#include "lab/sockets/socket-view-linux.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/array.h"

static const char *const state_names[] = {
	[TCP_ESTABLISHED] = "ESTABLISHED",
	[TCP_SYN_SENT] = "SYN-SENT",
	[TCP_SYN_RECV] = "SYN-RECEIVED",
	[TCP_FIN_WAIT1] = "FIN-WAIT-1",
	[TCP_FIN_WAIT2] = "FIN-WAIT-2",
	[TCP_TIME_WAIT] = "TIME-WAIT",
	[TCP_CLOSE] = "CLOSED",
	[TCP_CLOSE_WAIT] = "CLOSE-WAIT",
	[TCP_LAST_ACK] = "LAST-ACK",
	[TCP_LISTEN] = "LISTEN",
	[TCP_CLOSING] = "CLOSING",
};

const char *socket_state_name(unsigned state)
{
	return state < ARRAY_COUNT(state_names) ? state_names[state] : NULL;
}

uint32_t socket_threshold(uint32_t segments)
{
	enum { NO_THRESHOLD = 0x7fffffff };
	return segments < NO_THRESHOLD ? segments : 0;
}

int process_handle_open(pid_t process)
{
	int handle = (int)syscall(SYS_pidfd_open, process, 0);
	return handle < 0 ? -errno : handle;
}

int socket_view_open(int process_handle, int descriptor)
{
	struct stat status;
	int view = process_handle >= 0
		? (int)syscall(SYS_pidfd_getfd, process_handle, descriptor, 0)
		: -1;
	if (process_handle < 0)
		errno = -process_handle;
	if (view >= 0 && (fstat(view, &status) != 0 || !S_ISSOCK(status.st_mode))) {
		(void)close(view);
		errno = ENOTSOCK;
		view = -1;
	}
	return view;
}

void socket_address_describe(const struct sockaddr *address, char out[CALL_ADDRESS_SIZE])
{
	union {
		const struct sockaddr *any;
		const struct sockaddr_in *four;
		const struct sockaddr_in6 *six;
	} of = { .any = address };
	char host[INET6_ADDRSTRLEN];
	if (address->sa_family == AF_INET &&
		inet_ntop(AF_INET, &of.four->sin_addr, host, sizeof(host)))
		(void)snprintf(out, CALL_ADDRESS_SIZE, "%s:%u", host, ntohs(of.four->sin_port));
	if (address->sa_family == AF_INET6 &&
		inet_ntop(AF_INET6, &of.six->sin6_addr, host, sizeof(host)))
		(void)snprintf(out, CALL_ADDRESS_SIZE, "[%s]:%u", host, ntohs(of.six->sin6_port));
}

typedef int read_address(int socket, struct sockaddr *address, socklen_t *size);

static void describe_end(int view, read_address *read, char out[CALL_ADDRESS_SIZE])
{
	union {
		struct sockaddr any;
		struct sockaddr_in6 six;
	} address = { 0 };
	socklen_t size = sizeof(address);
	if (read(view, &address.any, &size) == 0 && size <= sizeof(address))
		socket_address_describe(&address.any, out);
}

static uint32_t queue_of(int view, unsigned long request)
{
	int size = 0;
	return ioctl(view, request, &size) == 0 && size > 0 ? (uint32_t)size : 0;
}

void socket_view_sample(int view, struct socket_sample *sample)
{
	struct tcp_info info = { 0 };
	socklen_t size = sizeof(info);
	if (getsockopt(view, IPPROTO_TCP, TCP_INFO, &info, &size) != 0 ||
		!socket_state_name(info.tcpi_state))
		return;
	bool is_listening = info.tcpi_state == TCP_LISTEN, is_open = info.tcpi_state != TCP_CLOSE;
	*sample = (struct socket_sample){
		.is_taken = true,
		.send_queue = is_open ? queue_of(view, SIOCOUTQ) : 0,
		.unsent = is_open ? queue_of(view, SIOCOUTQNSD) : 0,
		.receive_queue = is_listening ? info.tcpi_unacked : queue_of(view, SIOCINQ),
		.cwnd = info.tcpi_snd_cwnd,
		.ssthresh = socket_threshold(info.tcpi_snd_ssthresh),
		.mss = is_open && !is_listening ? info.tcpi_snd_mss : 0,
		.rtt_us = info.tcpi_rtt,
		.retransmits = info.tcpi_total_retrans,
	};
	(void)snprintf(
		sample->state, sizeof(sample->state), "%s", socket_state_name(info.tcpi_state));
}

void socket_view_describe(int view, struct socket_call *call)
{
	describe_end(view, getsockname, call->local);
	describe_end(view, getpeername, call->peer);
	socket_view_sample(view, &call->sample);
}
