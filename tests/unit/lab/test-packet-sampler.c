/* The kernel is asked for both sockets of a connection after packets, and not too often. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#ifdef __linux__
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#endif

#include "base/format/markup.h"
#include "base/format/timestamp.h"
#include "calls/socket-call.h"
#include "lab/sockets/packet-sampler.h"

enum { WRITTEN = 1000 };

/* A connection over the loopback: the client has written, the server has read nothing. */
struct pair {
	int listening, client, server;
	uint16_t client_port, server_port;
};

static uint16_t port_of(int socket)
{
	struct sockaddr_in address = { 0 };
	socklen_t size = sizeof(address);
	assert_int_equal(getsockname(socket, (struct sockaddr *)(void *)&address, &size), 0);
	return ntohs(address.sin_port);
}

static struct pair make_pair(void)
{
	static const char bytes[WRITTEN];
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	const struct sockaddr *place = (const struct sockaddr *)(const void *)&address;
	struct pair pair = { .listening = socket(AF_INET, SOCK_STREAM, 0),
		.client = socket(AF_INET, SOCK_STREAM, 0) };
	assert_int_equal(bind(pair.listening, place, sizeof(address)), 0);
	assert_int_equal(listen(pair.listening, 1), 0);
	pair.server_port = port_of(pair.listening);
	address.sin_port = htons(pair.server_port);
	assert_int_equal(connect(pair.client, place, sizeof(address)), 0);
	pair.client_port = port_of(pair.client);
	pair.server = accept(pair.listening, NULL, NULL);
	assert_true(pair.server >= 0);
	assert_int_equal(send(pair.client, bytes, sizeof(bytes), 0), WRITTEN);
	return pair;
}

static void close_pair(const struct pair *pair)
{
	(void)close(pair->client);
	(void)close(pair->server);
	(void)close(pair->listening);
}

/* The packet with the bytes, as it was captured. */
static struct frame packet_of(const struct pair *pair)
{
	struct timespec now;
	(void)clock_gettime(CLOCK_REALTIME, &now);
	const struct address here = { ADDRESS_IPV4, { 127, 0, 0, 1 } };
	return (struct frame){
		.time_ns = (int64_t)now.tv_sec * NS_PER_S + now.tv_nsec,
		.transport = PART_TCP,
		.has_ip = true,
		.has_ports = true,
		.source = here,
		.destination = here,
		.source_port = pair->client_port,
		.destination_port = pair->server_port,
	};
}

static size_t count_lines(const struct packet_sampler *sampler)
{
	size_t count = 0;
	const char *p = text_string(packet_sampler_lines(sampler));
	while ((p = strchr(p, '\n'))) {
		count++;
		p++;
	}
	return count;
}

/* Asks for all sockets of TCP: whether the kernel has an answer to such questions at all. */
#ifdef __linux__
static bool kernel_answers(void)
{
	struct {
		struct nlmsghdr head;
		struct inet_diag_req_v2 request;
	} question = {
		.head = { .nlmsg_len = sizeof(question),
			.nlmsg_type = SOCK_DIAG_BY_FAMILY,
			.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
		.request = { .sdiag_family = AF_INET,
			.sdiag_protocol = IPPROTO_TCP,
			.idiag_states = ~0U },
	};
	static union {
		struct nlmsghdr head;
		char bytes[32768];
	} answer;
	int netlink = socket(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG);
	ssize_t size =
		netlink < 0 || send(netlink, &question, sizeof(question), 0) != sizeof(question)
		? -1
		: recv(netlink, &answer, sizeof(answer), 0);
	if (netlink >= 0)
		(void)close(netlink);
	return size >= (ssize_t)sizeof(answer.head) &&
		answer.head.nlmsg_type == SOCK_DIAG_BY_FAMILY;
}
#else
static bool kernel_answers(void)
{
	return false;
}
#endif

/*
 * A sampler that has told of both ends of the pair. A late answer is dropped: then another tries.
 */
static struct packet_sampler *make_sampler(const struct pair *pair)
{
	enum { TRIES = 1000 };
	if (!kernel_answers()) {
		close_pair(pair);
		skip(); /* macOS, or a kernel without sock_diag(7) for TCP */
	}
	for (int i = 0; i < TRIES; i++) {
		struct packet_sampler *sampler = packet_sampler_new();
		assert_non_null(sampler);
		struct frame frame = packet_of(pair);
		packet_sampler_note(sampler, &frame);
		packet_sampler_ask(sampler);
		if (count_lines(sampler) == 2)
			return sampler;
		packet_sampler_free(sampler);
	}
	fail_msg("the kernel tells nothing of both ends");
	return NULL;
}

static void tells_of_both_ends(void **state)
{
	(void)state;
	struct pair pair = make_pair();
	autofree(packet_sampler) struct packet_sampler *sampler = make_sampler(&pair);
	autofinish(socket_calls) struct socket_calls calls = { 0 };
	autofinish(error) struct error error = { 0 };
	autofinish(arena) struct arena arena = { 0 };
	assert_true(socket_calls_parse(markup_bytes_of(text_string(packet_sampler_lines(sampler))),
		"x", &arena, &calls, &error));
	assert_int_equal(calls.sample_count, 2);
	const struct packet_sample *client = &calls.samples[0], *server = &calls.samples[1];
	assert_string_equal(client->local, server->peer);
	assert_string_equal(client->peer, server->local);
	assert_string_equal(client->sample.state, "ESTABLISHED");
	assert_string_equal(server->sample.state, "ESTABLISHED");
	assert_int_equal(client->sample.unsent, 0);
	assert_true(client->sample.cwnd > 0 && client->sample.mss > 0);
	assert_int_equal(server->sample.receive_queue, WRITTEN);
	assert_int_equal(server->sample.send_queue, 0);
	assert_true(client->time_ns >= client->after_ns);
	close_pair(&pair);
}

/* A FIN is no byte that can be read. */
static void a_fin_is_no_byte(void **state)
{
	(void)state;
	struct pair pair = make_pair();
	assert_int_equal(shutdown(pair.client, SHUT_WR), 0);
	autofree(packet_sampler) struct packet_sampler *sampler = make_sampler(&pair);
	assert_non_null(strstr(text_string(packet_sampler_lines(sampler)),
		"\"state\":\"CLOSE-WAIT\",\"send_queue\":0,\"unsent\":0,\"receive_queue\":1000,"));
	close_pair(&pair);
}

static void asks_once_a_millisecond(void **state)
{
	(void)state;
	struct pair pair = make_pair();
	autofree(packet_sampler) struct packet_sampler *sampler = make_sampler(&pair);
	struct timespec before, after;
	(void)clock_gettime(CLOCK_MONOTONIC, &before);
	for (int i = 0; i < 2000; i++) {
		struct frame frame = packet_of(&pair);
		packet_sampler_note(sampler, &frame);
		packet_sampler_ask(sampler);
	}
	(void)clock_gettime(CLOCK_MONOTONIC, &after);
	int64_t passed_ns =
		(after.tv_sec - before.tv_sec) * NS_PER_S + after.tv_nsec - before.tv_nsec;
	assert_true(count_lines(sampler) <= 2 * (size_t)(passed_ns / NS_PER_MS + 2));
	close_pair(&pair);
}

/* The last packets of a burst are asked for, too, when it is time again. */
static void waits_for_what_is_due(void **state)
{
	(void)state;
	struct pair pair = make_pair();
	autofree(packet_sampler) struct packet_sampler *sampler = make_sampler(&pair);
	assert_int_equal(packet_sampler_wait_ms(sampler), -1);
	struct frame frame = packet_of(&pair);
	packet_sampler_note(sampler, &frame);
	assert_in_range(packet_sampler_wait_ms(sampler), 0, 2);
	(void)nanosleep(&(struct timespec){ .tv_nsec = 3 * NS_PER_MS }, NULL);
	packet_sampler_ask(sampler);
	assert_int_equal(count_lines(sampler), 4);
	assert_int_equal(packet_sampler_wait_ms(sampler), -1);
	close_pair(&pair);
}

static void says_nothing_of_sockets_that_are_gone(void **state)
{
	(void)state;
	struct pair pair = make_pair();
	autofree(packet_sampler) struct packet_sampler *sampler = make_sampler(&pair);
	struct frame frame = packet_of(&pair), of_udp = frame;
	close_pair(&pair);
	of_udp.transport = PART_UDP;
	packet_sampler_note(sampler, &of_udp);
	assert_int_equal(packet_sampler_wait_ms(sampler), -1);
	frame.source_port = 1; /* the listening socket is not the other end of it */
	packet_sampler_note(sampler, &frame);
	packet_sampler_ask(sampler);
	assert_int_equal(count_lines(sampler), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_of_both_ends),
		cmocka_unit_test(a_fin_is_no_byte),
		cmocka_unit_test(asks_once_a_millisecond),
		cmocka_unit_test(waits_for_what_is_due),
		cmocka_unit_test(says_nothing_of_sockets_that_are_gone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
