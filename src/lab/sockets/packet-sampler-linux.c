/*
 * Uses sock_diag(7): a request over netlink names one socket by its two addresses, and the kernel
 * answers with what ss(8) shows of it. That needs no privilege and no descriptor, and takes some
 * microseconds. The kernel works on a request inside of send(), so nothing else runs on this CPU
 * between question and answer, unless the process is interrupted: such an answer is dropped and the
 * question is asked again.
 */
#include "lab/sockets/packet-sampler.h"

#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/format/timestamp.h"
#include "calls/socket-call.h"
#include "lab/sockets/socket-view-linux.h"

enum {
	ENDS = 2,
	PAUSE_LEAST_NS = 1000000, /* between two questions about a connection */
	PAUSE_PART = 1024, /* later the 1024th part of its age: 9,000 questions of an hour */
	ANSWER_LONGEST_NS = 200000, /* a slower one was interrupted */
	TRIES = 3,
	ANSWER_SIZE = 4096,
	LINE_SIZE_MAX = 1024,
};

struct socket_end {
	struct address address;
	uint16_t port;
};

struct sampled_connection {
	struct socket_end ends[ENDS];
	int64_t after_ns; /* the timestamp of its last packet */
	/* when its first packet came, and when it may be asked for again; CLOCK_MONOTONIC */
	int64_t first_ns, next_ns;
	bool is_due; /* packets came since it was asked for */
};

struct packet_sampler {
	int netlink;
	uint32_t questions;
	struct sampled_connection *connections; /* malloc()ed */
	size_t count, capacity;
	size_t due_count;
	size_t sample_count;
	struct text lines;
};

struct packet_sampler *packet_sampler_new(void)
{
	int netlink = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	if (netlink < 0)
		return NULL;
	struct packet_sampler *sampler = xcalloc(1, sizeof(*sampler));
	sampler->netlink = netlink;
	return sampler;
}

static int64_t now_ns(clockid_t clock)
{
	struct timespec now;
	(void)clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * NS_PER_S + now.tv_nsec;
}

/* ---- connections ---- */

static bool is_end(const struct socket_end *end, const struct address *address, uint16_t port)
{
	return end->port == port && address_equal(&end->address, address);
}

static struct sampled_connection *find_connection(
	struct packet_sampler *sampler, const struct frame *frame)
{
	/* Active connections are the newest, so the search begins at the end. */
	for (size_t i = sampler->count; i-- > 0;) {
		struct sampled_connection *connection = &sampler->connections[i];
		for (unsigned source = 0; source < ENDS; source++)
			if (is_end(&connection->ends[source], &frame->source, frame->source_port) &&
				is_end(&connection->ends[!source], &frame->destination,
					frame->destination_port))
				return connection;
	}
	grow_array(&sampler->connections, sampler->count, &sampler->capacity,
		sizeof(*sampler->connections));
	struct sampled_connection *connection = &sampler->connections[sampler->count++];
	*connection = (struct sampled_connection){
		.ends = { { frame->source, frame->source_port },
			{ frame->destination, frame->destination_port } },
		.first_ns = now_ns(CLOCK_MONOTONIC),
	};
	return connection;
}

void packet_sampler_note(struct packet_sampler *sampler, const struct frame *frame)
{
	if (!sampler || !frame_tcp(frame) || !frame->has_ip)
		return;
	struct sampled_connection *connection = find_connection(sampler, frame);
	connection->after_ns = frame->time_ns;
	sampler->due_count += !connection->is_due;
	connection->is_due = true;
}

/* ---- question and answer ---- */

static void write_address(uint32_t words[4], const struct address *address)
{
	memcpy(words, address->octets, address->family == ADDRESS_IPV4 ? 4 : sizeof(uint32_t[4]));
}

static bool send_question(struct packet_sampler *sampler, const struct socket_end *local,
	const struct socket_end *peer)
{
	struct {
		struct nlmsghdr header;
		struct inet_diag_req_v2 request;
	} message = {
		.header = { .nlmsg_len = sizeof(message),
			.nlmsg_type = SOCK_DIAG_BY_FAMILY,
			.nlmsg_flags = NLM_F_REQUEST,
			.nlmsg_seq = ++sampler->questions },
		.request = { .sdiag_family =
				     local->address.family == ADDRESS_IPV4 ? AF_INET : AF_INET6,
			.sdiag_protocol = IPPROTO_TCP,
			.idiag_ext = 1 << (INET_DIAG_INFO - 1),
			.idiag_states = UINT32_MAX,
			.id = { .idiag_sport = htons(local->port),
				.idiag_dport = htons(peer->port),
				.idiag_cookie = { INET_DIAG_NOCOOKIE, INET_DIAG_NOCOOKIE } } },
	};
	write_address(message.request.id.idiag_src, &local->address);
	write_address(message.request.id.idiag_dst, &peer->address);
	return send(sampler->netlink, &message, sizeof(message), 0) == (ssize_t)sizeof(message);
}

/* Whether the other end has sent its FIN, which the kernel counts as a byte until it is read. */
static bool has_fin_of_peer(const char *state)
{
	return strcmp(state, "CLOSE-WAIT") == 0 || strcmp(state, "LAST-ACK") == 0 ||
		strcmp(state, "CLOSING") == 0;
}

static void read_answer(const struct inet_diag_msg *answer, const struct tcp_info *info,
	struct socket_sample *ret_sample)
{
	const char *state = socket_state_name(answer->idiag_state);
	/* A SYN is no byte that was written. */
	bool is_open = strcmp(state, "SYN-SENT") != 0;
	uint32_t received = answer->idiag_rqueue;
	*ret_sample = (struct socket_sample){
		.is_taken = true,
		.send_queue = is_open ? answer->idiag_wqueue : 0,
		.unsent = is_open ? info->tcpi_notsent_bytes : 0,
		.receive_queue = received && has_fin_of_peer(state) ? received - 1 : received,
		.cwnd = info->tcpi_snd_cwnd,
		.ssthresh = socket_threshold(info->tcpi_snd_ssthresh),
		.mss = info->tcpi_snd_mss,
		.rtt_us = info->tcpi_rtt,
		.retransmits = info->tcpi_total_retrans,
	};
	(void)snprintf(ret_sample->state, sizeof(ret_sample->state), "%s", state);
}

/*
 * Takes the answer. The sample stays untaken when there is no such socket (any more), or one that
 * has no queues: it listens, waits in TIME-WAIT, or has not seen the end of the handshake.
 */
static bool receive_answer(const struct packet_sampler *sampler, struct socket_sample *sample)
{
	_Alignas(struct nlmsghdr) char buffer[ANSWER_SIZE];
	ssize_t size = recv(sampler->netlink, buffer, sizeof(buffer), MSG_DONTWAIT);
	const struct nlmsghdr *header = (const void *)buffer;
	const struct inet_diag_msg *answer = NLMSG_DATA(header);
	if (size < (ssize_t)sizeof(*header) || header->nlmsg_len > (size_t)size ||
		header->nlmsg_seq != sampler->questions)
		return false;
	if (header->nlmsg_type != SOCK_DIAG_BY_FAMILY ||
		header->nlmsg_len < NLMSG_LENGTH(sizeof(*answer)) || !answer->id.idiag_dport ||
		!socket_state_name(answer->idiag_state))
		return true;
	struct rtattr part;
	size_t size_of_part = 0;
	for (size_t at = NLMSG_LENGTH(sizeof(*answer)); at + sizeof(part) <= header->nlmsg_len;
		at += RTA_ALIGN(size_of_part)) {
		struct tcp_info info = { 0 };
		memcpy(&part, buffer + at, sizeof(part));
		size_of_part = part.rta_len;
		if (size_of_part < sizeof(part) || size_of_part > header->nlmsg_len - at)
			break;
		size_t length = size_of_part - RTA_LENGTH(0);
		if (part.rta_type != INET_DIAG_INFO)
			continue;
		memcpy(&info, buffer + at + RTA_LENGTH(0),
			length < sizeof(info) ? length : sizeof(info));
		read_answer(answer, &info, sample);
	}
	return true;
}

static void describe_end(const struct socket_end *end, char out[CALL_ADDRESS_SIZE])
{
	union {
		struct sockaddr any;
		struct sockaddr_in four;
		struct sockaddr_in6 six;
	} place = { 0 };
	if (end->address.family == ADDRESS_IPV4) {
		place.four.sin_family = AF_INET;
		place.four.sin_port = htons(end->port);
		memcpy(&place.four.sin_addr, end->address.octets, sizeof(place.four.sin_addr));
	} else {
		place.six.sin6_family = AF_INET6;
		place.six.sin6_port = htons(end->port);
		memcpy(&place.six.sin6_addr, end->address.octets, sizeof(place.six.sin6_addr));
	}
	socket_address_describe(&place.any, out);
}

/* Asks for one end and appends what the kernel tells. */
static void ask_for_end(
	struct packet_sampler *sampler, const struct sampled_connection *connection, unsigned index)
{
	const struct socket_end *local = &connection->ends[index];
	const struct socket_end *peer = &connection->ends[!index];
	struct packet_sample sample = { .after_ns = connection->after_ns };
	int64_t asked_ns = 0;
	for (unsigned tried = 0; tried < TRIES; tried++) {
		sample.sample.is_taken = false;
		asked_ns = now_ns(CLOCK_REALTIME);
		if (!send_question(sampler, local, peer) ||
			!receive_answer(sampler, &sample.sample))
			return;
		sample.time_ns = now_ns(CLOCK_REALTIME);
		if (sample.time_ns - asked_ns <= ANSWER_LONGEST_NS)
			break;
	}
	/* The clock may be set back between packet and answer. */
	if (sample.time_ns - asked_ns > ANSWER_LONGEST_NS || sample.time_ns < sample.after_ns ||
		sampler->sample_count == PACKET_SAMPLES_MAX ||
		sampler->lines.size > PACKET_SAMPLES_SIZE_MAX - LINE_SIZE_MAX)
		return;
	describe_end(local, sample.local);
	describe_end(peer, sample.peer);
	packet_sample_append(&sampler->lines, &sample);
	sampler->sample_count += sample.sample.is_taken;
}

void packet_sampler_ask(struct packet_sampler *sampler)
{
	if (!sampler || !sampler->due_count)
		return;
	for (size_t i = sampler->count; i-- > 0 && sampler->due_count;) {
		struct sampled_connection *connection = &sampler->connections[i];
		int64_t time_ns = now_ns(CLOCK_MONOTONIC);
		if (!connection->is_due || connection->next_ns > time_ns)
			continue;
		for (unsigned end = 0; end < ENDS; end++)
			ask_for_end(sampler, connection, end);
		int64_t pause_ns = (time_ns - connection->first_ns) / PAUSE_PART;
		connection->next_ns =
			time_ns + (pause_ns > PAUSE_LEAST_NS ? pause_ns : PAUSE_LEAST_NS);
		connection->is_due = false;
		sampler->due_count--;
	}
}

int packet_sampler_wait_ms(const struct packet_sampler *sampler)
{
	int64_t next_ns = INT64_MAX;
	if (!sampler || !sampler->due_count)
		return -1;
	for (size_t i = 0; i < sampler->count; i++)
		if (sampler->connections[i].is_due && sampler->connections[i].next_ns < next_ns)
			next_ns = sampler->connections[i].next_ns;
	int64_t left_ns = next_ns - now_ns(CLOCK_MONOTONIC);
	return left_ns <= 0 ? 0 : (int)(left_ns / NS_PER_MS) + 1;
}

const struct text *packet_sampler_lines(const struct packet_sampler *sampler)
{
	return &sampler->lines;
}

void packet_sampler_free(struct packet_sampler *sampler)
{
	if (!sampler)
		return;
	(void)close(sampler->netlink);
	free(sampler->connections);
	text_finish(&sampler->lines);
	free(sampler);
}
