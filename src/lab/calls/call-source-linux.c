/*
 * A program in Python has frames of Python and of the interpreter. The former are looked at first:
 * its own lines are there.
 */
#include "lab/calls/call-source-linux.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/format/timestamp.h"
#include "lab/calls/native-line-linux.h"
#include "lab/calls/own-source.h"
#include "lab/calls/python-line-linux.h"

enum {
	PROCESSES_MAX = 16, /* that are known at a time */
	STALE_MS = 100, /* between two looks at what a process has loaded */
};

struct known_process {
	pid_t id; /* 0: this place is free */
	struct native_process *native; /* NULL: it could not be opened */
	struct python python;
	int64_t opened_ns;
};

struct call_sources {
	struct own_sources *own;
	struct known_process processes[PROCESSES_MAX];
	size_t next; /* the place that is given up next when all are taken */
};

struct call_sources *call_sources_new(void)
{
	struct own_sources *own = native_lines_load() ? own_sources_new() : NULL;
	if (!own)
		return NULL;
	struct call_sources *sources = xcalloc(1, sizeof(*sources));
	sources->own = own;
	return sources;
}

static void forget(struct known_process *known)
{
	native_process_close(known->native);
	*known = (struct known_process){ 0 };
}

void call_sources_forget(struct call_sources *sources, pid_t process)
{
	for (size_t i = 0; i < PROCESSES_MAX; i++)
		if (sources->processes[i].id == process)
			forget(&sources->processes[i]);
}

void call_sources_free(struct call_sources *sources)
{
	if (!sources)
		return;
	for (size_t i = 0; i < PROCESSES_MAX; i++)
		forget(&sources->processes[i]);
	own_sources_free(sources->own);
	free(sources);
}

static int64_t steady_ns(void)
{
	struct timespec now;
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * NS_PER_S + now.tv_nsec;
}

static void open_process(struct known_process *known, pid_t id)
{
	*known = (struct known_process){
		.id = id,
		.native = native_process_open(id),
		.opened_ns = steady_ns(),
	};
	uint64_t runtime =
		known->native ? native_symbol_find(known->native, "python3", "_PyRuntime") : 0;
	if (runtime)
		known->python = python_recognize(
			id, runtime, native_symbol_find(known->native, "python3", "Py_Version"));
}

static struct known_process *process_of(struct call_sources *sources, pid_t id)
{
	struct known_process *free_place = NULL;
	for (size_t i = 0; i < PROCESSES_MAX; i++) {
		struct known_process *known = &sources->processes[i];
		if (known->id == id)
			return known;
		if (!known->id)
			free_place = known;
	}
	if (!free_place) {
		free_place = &sources->processes[sources->next];
		sources->next = (sources->next + 1) % PROCESSES_MAX;
		forget(free_place);
	}
	open_process(free_place, id);
	return free_place;
}

/* ---- which line is one's own ---- */

struct search {
	struct call_sources *sources;
	pid_t process;
	struct socket_call *call;
};

static bool take_place(struct search *search, const char *folder, const char *path, unsigned line)
{
	char whole[PATH_MAX];
	if (*path != '/') {
		int size = snprintf(whole, sizeof(whole), "%s/%s", folder, path);
		if (*folder != '/' || size < 0 || (size_t)size >= sizeof(whole))
			return false;
		path = whole;
	}
	return own_source_describe(search->sources->own, path, line, search->call->source,
		&search->call->source_digest);
}

static bool take_native(void *context, const char *folder, const char *path, unsigned line)
{
	return take_place(context, folder, path, line);
}

/* A path of Python is relative to the folder where the program was when it began, mostly. */
static bool take_python(void *context, const char *path, unsigned line)
{
	struct search *search = context;
	char link[64], folder[PATH_MAX] = "";
	(void)snprintf(link, sizeof(link), "/proc/%d/cwd", (int)search->process);
	ssize_t size = *path == '/' ? 0 : readlink(link, folder, sizeof(folder) - 1);
	folder[size > 0 ? size : 0] = '\0';
	return *path != '<' && take_place(search, folder, path, line);
}

void call_sources_find(
	struct call_sources *sources, pid_t process, pid_t thread, struct socket_call *call)
{
	struct search search = { sources, process, call };
	for (unsigned round = 0; round < 2; round++) {
		struct known_process *known = process_of(sources, process);
		bool is_stale = false;
		if (python_lines(&known->python, process, thread, take_python, &search) ||
			!known->native ||
			native_lines(known->native, thread, take_native, &search, &is_stale) ||
			!is_stale || steady_ns() - known->opened_ns < (int64_t)STALE_MS * NS_PER_MS)
			return;
		forget(known);
	}
}
