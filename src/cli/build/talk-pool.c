/*
 * A socket to each process carries a job there and its result back. A process that reads the end of
 * its socket ends, so none stays when this one is killed.
 */
#include "cli/build/talk-pool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file/file.h"

struct order {
	int what;
	size_t job;
};

struct process {
	pid_t id; /* 0: none */
	int socket;
	unsigned number; /* no two processes of a pool have the same */
	bool is_busy;
	size_t job;
};

struct talk_pool {
	struct talk_pool_worker worker;
	struct process *processes;
	unsigned count, started;
};

struct talk_pool *talk_pool_new(unsigned count, const struct talk_pool_worker *worker)
{
	struct talk_pool *pool = xcalloc(1, sizeof(*pool));
	pool->worker = *worker;
	pool->count = count ? count : 1;
	pool->processes = xcalloc(pool->count, sizeof(*pool->processes));
	return pool;
}

/* ---- in a process ---- */

static bool read_all(int socket, void *place, size_t size)
{
	char *at = place;
	while (size) {
		ssize_t got = read(socket, at, size);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		at += got;
		size -= (size_t)got;
	}
	return true;
}

static void process_run(struct talk_pool *pool, int socket)
{
	struct order order;
	while (read_all(socket, &order, sizeof(order))) {
		int result = pool->worker.work(pool->worker.context, order.what, order.job);
		const struct bytes bytes = { (const uint8_t *)&result, sizeof(result) };
		if (!file_write_all(socket, bytes))
			return;
	}
}

/* ---- in the pool ---- */

static void process_end(struct process *process)
{
	(void)close(process->socket);
	while (waitpid(process->id, NULL, 0) < 0 && errno == EINTR)
		continue;
	*process = (struct process){ 0 };
}

/* Makes a socket to a process, which no program that either side starts inherits. */
static bool make_socket(int ret_ends[2])
{
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ret_ends) != 0)
		return false;
	for (size_t i = 0; i < 2; i++)
		(void)fcntl(ret_ends[i], F_SETFD, FD_CLOEXEC);
	return true;
}

static bool process_start(struct talk_pool *pool, struct process *process)
{
	int ends[2];
	(void)fflush(stdout);
	if (!make_socket(ends))
		return false;
	pid_t id = fork();
	if (id == 0) {
		(void)close(ends[0]);
		for (unsigned i = 0; i < pool->count; i++) {
			if (pool->processes[i].id)
				(void)close(pool->processes[i].socket);
		}
		process_run(pool, ends[1]);
		pool->worker.end(pool->worker.context);
		(void)fflush(stdout);
		_exit(0);
	}
	(void)close(ends[1]);
	if (id < 0) {
		(void)close(ends[0]);
		return false;
	}
	*process = (struct process){ .id = id, .socket = ends[0], .number = ++pool->started };
	return true;
}

static bool write_order(const struct process *process, const struct order *order)
{
	return file_write_all(
		process->socket, (struct bytes){ (const uint8_t *)order, sizeof(*order) });
}

/* Gives the job to a process that is idle. Returns false when none is, nor can be made. */
static bool give(struct talk_pool *pool, int what, size_t job)
{
	const struct order order = { what, job };
	for (unsigned i = 0; i < pool->count; i++) {
		struct process *process = &pool->processes[i];
		if (process->is_busy || (!process->id && !process_start(pool, process)))
			continue;
		process->is_busy = true;
		process->job = job;
		(void)write_order(process, &order);
		return true;
	}
	return false;
}

/* Waits for results, and hands them over. */
static unsigned take(struct talk_pool *pool, talk_pool_done *done, void *context)
{
	struct pollfd *sockets = xcalloc(pool->count, sizeof(*sockets));
	unsigned taken = 0;
	for (unsigned i = 0; i < pool->count; i++)
		sockets[i] = (struct pollfd){
			.fd = pool->processes[i].is_busy ? pool->processes[i].socket : -1,
			.events = POLLIN,
		};
	while (poll(sockets, pool->count, -1) < 0 && errno == EINTR)
		continue;
	for (unsigned i = 0; i < pool->count; i++) {
		struct process *process = &pool->processes[i];
		int result = -1;
		if (!sockets[i].revents)
			continue;
		size_t job = process->job;
		unsigned number = process->number;
		process->is_busy = false;
		if (!read_all(process->socket, &result, sizeof(result))) {
			process_end(process);
			result = -1;
		}
		done(context, job, result, number);
		taken++;
	}
	free(sockets);
	return taken;
}

void talk_pool_run(struct talk_pool *pool, int what, const size_t *jobs, size_t count,
	talk_pool_done *done, void *context)
{
	/* A process that died is known when its result is read, not when it gets a job. */
	void (*before)(int) = signal(SIGPIPE, SIG_IGN);
	size_t given = 0, running = 0;
	while (given < count || running) {
		while (given < count && give(pool, what, jobs[given])) {
			given++;
			running++;
		}
		if (!running) { /* no process can be made: this one does the job */
			size_t job = jobs[given++];
			done(context, job, pool->worker.work(pool->worker.context, what, job), 0);
			continue;
		}
		running -= take(pool, done, context);
	}
	(void)signal(SIGPIPE, before);
}

int talk_pool_each(struct talk_pool *pool, int what)
{
	void (*before)(int) = signal(SIGPIPE, SIG_IGN);
	const struct order order = { what, 0 };
	int greatest = 0;
	for (unsigned i = 0; i < pool->count; i++) {
		struct process *process = &pool->processes[i];
		int result = -1;
		if (!process->id)
			continue;
		if (!write_order(process, &order) ||
			!read_all(process->socket, &result, sizeof(result)))
			process_end(process);
		greatest = result > greatest ? result : greatest;
	}
	(void)signal(SIGPIPE, before);
	return greatest;
}

bool talk_pool_has(const struct talk_pool *pool, unsigned worker)
{
	for (unsigned i = 0; i < pool->count; i++) {
		if (worker && pool->processes[i].id && pool->processes[i].number == worker)
			return true;
	}
	return false;
}

void talk_pool_free(struct talk_pool *pool)
{
	if (!pool)
		return;
	for (unsigned i = 0; i < pool->count; i++) {
		if (pool->processes[i].id)
			process_end(&pool->processes[i]);
	}
	free(pool->processes);
	free(pool);
}
