/*
 * Connections of a web server: a connection that waits too long is shut down; one that is being
 * answered or follows a page is not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "serve/client-connections.h"

enum { TIMEOUT_MS = 400, PATIENCE_MS = 20000, DRIP_MS = 20 };

/* A client's socket, and the server's socket for it. */
struct client {
	int own, servers;
	struct client_connection *connection;
};

static struct client connect_client(struct client_connections *connections)
{
	int ends[2];
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	return (struct client){ ends[0], ends[1], client_connections_add(connections, ends[1]) };
}

static void leave(struct client_connections *connections, struct client *client)
{
	client_connections_remove(connections, client->connection);
	(void)close(client->own);
	(void)close(client->servers);
}

/* Whether the server's end was shut down within the time. */
static bool is_gone(const struct client *client, int timeout_ms)
{
	struct pollfd end = { .fd = client->own, .events = POLLIN };
	char byte;
	return poll(&end, 1, timeout_ms) > 0 && recv(client->own, &byte, 1, 0) == 0;
}

/* Sends a byte now and then while the server accepts it. Returns whether the server ends that. */
static bool is_drip_ended(const struct client *client)
{
	for (int spent_ms = 0; spent_ms < PATIENCE_MS; spent_ms += DRIP_MS) {
		if (is_gone(client, DRIP_MS))
			return true;
		(void)send(client->own, "a", 1, MSG_DONTWAIT);
	}
	return false;
}

static void test_late(void **state)
{
	(void)state;
	struct error error = { 0 };
	struct client_connections *connections = client_connections_new(10, TIMEOUT_MS, &error);
	struct client answered = connect_client(connections);
	struct client follower = connect_client(connections);
	client_connections_begin_answer(connections, answered.connection);
	client_connections_exempt(connections, follower.connection);
	struct client drip = connect_client(connections);
	assert_true(is_drip_ended(&drip));
	assert_false(is_gone(&answered, 0));
	assert_false(is_gone(&follower, 0));
	/* The time for the next request begins with the answer. */
	client_connections_end_answer(connections, answered.connection);
	assert_true(is_drip_ended(&answered));
	assert_false(is_gone(&follower, 0));
	leave(connections, &answered);
	leave(connections, &follower);
	leave(connections, &drip);
	client_connections_free(connections);
}

static void test_crowd(void **state)
{
	(void)state;
	enum { LIMIT = 3, COUNT = 7 };
	struct error error = { 0 };
	struct client_connections *connections = client_connections_new(LIMIT, PATIENCE_MS, &error);
	struct client follower = connect_client(connections), clients[COUNT];
	client_connections_exempt(connections, follower.connection);
	for (int i = 0; i < COUNT; i++)
		clients[i] = connect_client(connections);
	for (int i = 0; i < COUNT; i++)
		assert_int_equal(is_gone(&clients[i], 0), i < COUNT - LIMIT);
	assert_false(is_gone(&follower, 0));
	leave(connections, &clients[0]);
	leave(connections, &clients[COUNT - 1]);
	struct client more = connect_client(connections);
	assert_false(is_gone(&clients[COUNT - 2], 0));
	assert_false(is_gone(&more, 0));
	leave(connections, &more);
	for (int i = 1; i < COUNT - 1; i++)
		leave(connections, &clients[i]);
	leave(connections, &follower);
	client_connections_free(connections);
}

/* Many connections come and go, and the server ends while some are open. */
static void test_coming_and_going(void **state)
{
	(void)state;
	struct error error = { 0 };
	for (int round = 0; round < 20; round++) {
		struct client_connections *connections = client_connections_new(4, 10, &error);
		struct client last = { 0 };
		for (int i = 0; i < 30; i++) {
			struct client client = connect_client(connections);
			client_connections_begin_answer(connections, client.connection);
			client_connections_end_answer(connections, client.connection);
			if (i < 29)
				leave(connections, &client);
			else
				last = client;
		}
		client_connections_free(connections);
		(void)close(last.own);
		(void)close(last.servers);
	}
}

int main(void)
{
	(void)signal(SIGPIPE, SIG_IGN);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_late),
		cmocka_unit_test(test_crowd),
		cmocka_unit_test(test_coming_and_going),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
