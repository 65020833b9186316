/*
 * The list starts with the oldest connection. A thread checks it from time to time while it is not
 * empty. libmicrohttpd's own timeout counts from the last byte, so a client that sends one byte a
 * second would never reach it.
 */
#include "serve/guests.h"

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

struct guest {
	struct guest *next;
	int socket;
	int64_t since_ms; /* since when its request is awaited; 0: it is being answered */
	/* is_shown_out: its socket was shut down; may_stay: it follows a page */
	bool is_disconnected, may_stay;
};

struct guests {
	pthread_mutex_t lock; /* guards all members below */
	struct guest *oldest;
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

static void disconnect(struct guest *guest)
{
	guest->is_disconnected = true;
	(void)shutdown(guest->socket, SHUT_RDWR);
}

static void disconnect_late(struct guests *guests)
{
	int64_t oldest_ms = now_ms() - guests->timeout_ms;
	for (struct guest *guest = guests->oldest; guest; guest = guest->next) {
		bool is_late = guest->since_ms && guest->since_ms < oldest_ms;
		if (is_late && !guest->is_disconnected && !guest->may_stay)
			disconnect(guest);
	}
}

static void *watch(void *context)
{
	struct guests *guests = context;
	for (bool has_guests = false;;) {
		struct pollfd wake = { .fd = guests->wake[0], .events = POLLIN };
		if (poll(&wake, 1, has_guests ? guests->timeout_ms / 10 : -1) > 0) {
			char bytes[64];
			(void)!read(guests->wake[0], bytes, sizeof(bytes));
		}
		(void)pthread_mutex_lock(&guests->lock);
		disconnect_late(guests);
		has_guests = guests->oldest != NULL;
		bool is_stopping = guests->is_stopping;
		(void)pthread_mutex_unlock(&guests->lock);
		if (is_stopping)
			return NULL;
	}
}

/* Wakes the thread. When the pipe is full, the thread wakes without this byte. */
static void wake(const struct guests *guests)
{
	(void)!write(guests->wake[1], "", 1);
}

/* Starts the thread with all signals blocked, since the main thread handles them. */
static bool start_thread(struct guests *guests)
{
	sigset_t all, before;
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	guests->has_thread = pthread_create(&guests->thread, NULL, watch, guests) == 0;
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return guests->has_thread;
}

struct guests *guests_new(unsigned limit, int timeout_ms, struct error *error)
{
	struct guests *guests = xcalloc(1, sizeof(*guests));
	(void)pthread_mutex_init(&guests->lock, NULL);
	guests->limit = limit;
	guests->timeout_ms = timeout_ms;
	guests->wake[0] = guests->wake[1] = -1;
	if (pipe(guests->wake) != 0) {
		error_set(error, "cannot make a pipe: %s", message_of_errno(errno));
		guests_free(guests);
		return NULL;
	}
	for (int i = 0; i < 2; i++) {
		(void)fcntl(guests->wake[i], F_SETFD, FD_CLOEXEC);
		(void)fcntl(guests->wake[i], F_SETFL, O_NONBLOCK);
	}
	if (!start_thread(guests)) {
		error_set(error, "cannot start a thread");
		guests_free(guests);
		return NULL;
	}
	return guests;
}

void guests_free(struct guests *guests)
{
	if (!guests)
		return;
	if (guests->has_thread) {
		(void)pthread_mutex_lock(&guests->lock);
		guests->is_stopping = true;
		(void)pthread_mutex_unlock(&guests->lock);
		wake(guests);
		(void)pthread_join(guests->thread, NULL);
	}
	for (int i = 0; i < 2; i++) {
		if (guests->wake[i] >= 0)
			(void)close(guests->wake[i]);
	}
	for (struct guest *guest = guests->oldest, *next; guest; guest = next) {
		next = guest->next;
		free(guest);
	}
	(void)pthread_mutex_destroy(&guests->lock);
	free(guests);
}

static void disconnect_oldest(struct guests *guests)
{
	unsigned count = 0;
	for (const struct guest *guest = guests->oldest; guest; guest = guest->next)
		count += !guest->is_disconnected && !guest->may_stay;
	for (struct guest *guest = guests->oldest; guest && count > guests->limit;
		guest = guest->next) {
		if (guest->is_disconnected || guest->may_stay)
			continue;
		disconnect(guest);
		count--;
	}
}

struct guest *guests_add(struct guests *guests, int socket)
{
	struct guest *guest = xcalloc(1, sizeof(*guest));
	guest->socket = socket;
	guest->since_ms = now_ms();
	(void)pthread_mutex_lock(&guests->lock);
	bool was_empty = !guests->oldest;
	struct guest **end = &guests->oldest;
	while (*end)
		end = &(*end)->next;
	*end = guest;
	disconnect_oldest(guests);
	(void)pthread_mutex_unlock(&guests->lock);
	if (was_empty)
		wake(guests);
	return guest;
}

void guests_remove(struct guests *guests, struct guest *gone)
{
	(void)pthread_mutex_lock(&guests->lock);
	for (struct guest **place = &guests->oldest; *place; place = &(*place)->next) {
		if (*place == gone) {
			*place = gone->next;
			free(gone);
			break;
		}
	}
	(void)pthread_mutex_unlock(&guests->lock);
}

void guests_begin_answer(struct guests *guests, struct guest *guest)
{
	(void)pthread_mutex_lock(&guests->lock);
	guest->since_ms = 0;
	(void)pthread_mutex_unlock(&guests->lock);
}

void guests_end_answer(struct guests *guests, struct guest *guest)
{
	(void)pthread_mutex_lock(&guests->lock);
	guest->since_ms = now_ms();
	(void)pthread_mutex_unlock(&guests->lock);
}

void guests_exempt(struct guests *guests, struct guest *guest)
{
	(void)pthread_mutex_lock(&guests->lock);
	guest->may_stay = true;
	(void)pthread_mutex_unlock(&guests->lock);
}
