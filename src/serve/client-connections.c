/*
 * The list starts with the oldest connection. A thread checks it from time to time while it is not
 * empty. libmicrohttpd's own timeout counts from the last byte, so a client that sends one byte a
 * second would never reach it.
 */
#include "serve/client-connections.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/message.h"

struct client_connection {
	struct client_connection *next;
	int socket;
	int64_t since_ms; /* since when its request is awaited; 0: it is being answered */
	/* is_disconnected: its socket was shut down; may_stay: it follows a page */
	bool is_disconnected, may_stay;
};

struct client_connections {
	pthread_mutex_t lock; /* guards all members below */
	struct client_connection *oldest;
	unsigned limit;
	int timeout_ms;
	bool is_stopping;
	pthread_t thread;
	bool has_thread;
	/* a pipe that wakes the thread: the empty list got an entry, or the list is freed */
	int wake[2];
};

static int64_t now_ms(void)
{
	struct timespec now;
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void disconnect(struct client_connection *connection)
{
	connection->is_disconnected = true;
	(void)shutdown(connection->socket, SHUT_RDWR);
}

static void disconnect_late(struct client_connections *connections)
{
	int64_t oldest_ms = now_ms() - connections->timeout_ms;
	for (struct client_connection *connection = connections->oldest; connection;
		connection = connection->next) {
		bool is_late = connection->since_ms && connection->since_ms < oldest_ms;
		if (is_late && !connection->is_disconnected && !connection->may_stay)
			disconnect(connection);
	}
}

static void *watch(void *context)
{
	struct client_connections *connections = context;
	for (bool has_connections = false;;) {
		struct pollfd wake = { .fd = connections->wake[0], .events = POLLIN };
		if (poll(&wake, 1, has_connections ? connections->timeout_ms / 10 : -1) > 0) {
			char bytes[64];
			(void)!read(connections->wake[0], bytes, sizeof(bytes));
		}
		(void)pthread_mutex_lock(&connections->lock);
		disconnect_late(connections);
		has_connections = connections->oldest != NULL;
		bool is_stopping = connections->is_stopping;
		(void)pthread_mutex_unlock(&connections->lock);
		if (is_stopping)
			return NULL;
	}
}

/* Wakes the thread. When the pipe is full, the thread wakes without this byte. */
static void wake(const struct client_connections *connections)
{
	(void)!write(connections->wake[1], "", 1);
}

/* Starts the thread with all signals blocked, since the main thread handles them. */
static bool start_thread(struct client_connections *connections)
{
	sigset_t all, before;
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	connections->has_thread =
		pthread_create(&connections->thread, NULL, watch, connections) == 0;
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return connections->has_thread;
}

struct client_connections *client_connections_new(
	unsigned limit, int timeout_ms, struct error *error)
{
	struct client_connections *connections = xcalloc(1, sizeof(*connections));
	(void)pthread_mutex_init(&connections->lock, NULL);
	connections->limit = limit;
	connections->timeout_ms = timeout_ms;
	connections->wake[0] = connections->wake[1] = -1;
	if (pipe(connections->wake) != 0) {
		error_set(error, "cannot make a pipe: %s", message_of_errno(errno));
		client_connections_free(connections);
		return NULL;
	}
	for (int i = 0; i < 2; i++) {
		(void)fcntl(connections->wake[i], F_SETFD, FD_CLOEXEC);
		(void)fcntl(connections->wake[i], F_SETFL, O_NONBLOCK);
	}
	if (!start_thread(connections)) {
		error_set(error, "cannot start a thread");
		client_connections_free(connections);
		return NULL;
	}
	return connections;
}

void client_connections_free(struct client_connections *connections)
{
	if (!connections)
		return;
	if (connections->has_thread) {
		(void)pthread_mutex_lock(&connections->lock);
		connections->is_stopping = true;
		(void)pthread_mutex_unlock(&connections->lock);
		wake(connections);
		(void)pthread_join(connections->thread, NULL);
	}
	for (int i = 0; i < 2; i++) {
		if (connections->wake[i] >= 0)
			(void)close(connections->wake[i]);
	}
	for (struct client_connection *connection = connections->oldest, *next; connection;
		connection = next) {
		next = connection->next;
		free(connection);
	}
	(void)pthread_mutex_destroy(&connections->lock);
	free(connections);
}

static void disconnect_oldest(struct client_connections *connections)
{
	unsigned count = 0;
	for (const struct client_connection *connection = connections->oldest; connection;
		connection = connection->next)
		count += !connection->is_disconnected && !connection->may_stay;
	for (struct client_connection *connection = connections->oldest;
		connection && count > connections->limit; connection = connection->next) {
		if (connection->is_disconnected || connection->may_stay)
			continue;
		disconnect(connection);
		count--;
	}
}

struct client_connection *client_connections_add(struct client_connections *connections, int socket)
{
	struct client_connection *connection = xcalloc(1, sizeof(*connection));
	connection->socket = socket;
	connection->since_ms = now_ms();
	(void)pthread_mutex_lock(&connections->lock);
	bool was_empty = !connections->oldest;
	struct client_connection **end = &connections->oldest;
	while (*end)
		end = &(*end)->next;
	*end = connection;
	disconnect_oldest(connections);
	(void)pthread_mutex_unlock(&connections->lock);
	if (was_empty)
		wake(connections);
	return connection;
}

void client_connections_remove(
	struct client_connections *connections, struct client_connection *gone)
{
	(void)pthread_mutex_lock(&connections->lock);
	for (struct client_connection **place = &connections->oldest; *place;
		place = &(*place)->next) {
		if (*place == gone) {
			*place = gone->next;
			free(gone);
			break;
		}
	}
	(void)pthread_mutex_unlock(&connections->lock);
}

void client_connections_begin_answer(
	struct client_connections *connections, struct client_connection *connection)
{
	(void)pthread_mutex_lock(&connections->lock);
	connection->since_ms = 0;
	(void)pthread_mutex_unlock(&connections->lock);
}

void client_connections_end_answer(
	struct client_connections *connections, struct client_connection *connection)
{
	(void)pthread_mutex_lock(&connections->lock);
	connection->since_ms = now_ms();
	(void)pthread_mutex_unlock(&connections->lock);
}

void client_connections_exempt(
	struct client_connections *connections, struct client_connection *connection)
{
	(void)pthread_mutex_lock(&connections->lock);
	connection->may_stay = true;
	(void)pthread_mutex_unlock(&connections->lock);
}
