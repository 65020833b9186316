#ifndef BASE_FILE_TRACE_H
#define BASE_FILE_TRACE_H

/*
 * Notes what a result is made from: files that were read, paths that were looked at, folders that
 * were listed. Whoever keeps the result can then tell whether it would be the same now. The
 * functions that read files call file_trace_add(); without a trace it does nothing. There is one
 * trace at a time, and only in a process with one thread.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

enum file_trace_kind {
	FILE_TRACE_BYTES, /* of a file */
	FILE_TRACE_PRESENCE, /* whether there is a file, a folder or nothing */
	FILE_TRACE_NAMES, /* in a folder, without hidden ones */
	FILE_TRACE_CHANGES, /* always taken for changed */
};

struct file_trace_item {
	enum file_trace_kind kind;
	const char *path; /* as it was asked for */
	uint64_t digest; /* of what was there before it was read */
};

/* A zeroed trace is empty. */
struct file_trace {
	struct arena arena;
	struct file_trace_item *items;
	size_t count, capacity;
};

/* Begins to fill the trace, until file_trace_end(). */
void file_trace_begin(struct file_trace *trace);
void file_trace_end(void);

/*
 * Stops the trace and returns it, until it goes on: what the program keeps for itself is no
 * dependency of the result.
 */
struct file_trace *file_trace_pause(void);
void file_trace_go_on(struct file_trace *trace);
void file_trace_finish(struct file_trace *trace);

/* Notes what is at the path now, once for each path and kind. */
void file_trace_add(enum file_trace_kind kind, const char *path);

/*
 * Says that this process made the file, for this result: that it and its folders were not there
 * before is forgotten.
 */
void file_trace_made(const char *path);

/* What is at the path now, as a digest. */
uint64_t file_trace_look(enum file_trace_kind kind, const char *path);

#endif
