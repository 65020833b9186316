#ifndef CONVERSATION_RECORDED_CALLS_TABLE_H
#define CONVERSATION_RECORDED_CALLS_TABLE_H

/*
 * The descriptors of each process while its calls are followed in the order of time. A number names
 * at most one open descriptor of a process. fork() copies all of them, execve() closes those that
 * are close-on-exec, and the end of the process closes the rest.
 */

#include "conversation/calls/recorded-calls.h"

enum {
	CALL_COPIES_MAX = 1 << 18, /* descriptors that fork() copies, of one file of calls */
	CALL_STEPS_MAX = 1 << 24, /* descriptors that are looked at to close or copy them */
};

/* The place of a descriptor, or of what else is known of a process; see recorded-calls-table.c. */
struct call_slot {
	int process, number;
	bool is_taken;
	size_t value;
};

struct call_table {
	struct recorded_calls *calls; /* its descriptors grow; they are malloc()ed meanwhile */
	size_t capacity;
	/* by descriptor: the next one that its process has open; malloc()ed */
	size_t *next;
	size_t next_capacity;
	struct call_slot *slots; /* malloc()ed */
	size_t slot_count, taken_count;
	size_t copy_count, step_count; /* so far, for the limits */
};

/* Begins with no process. `calls` is borrowed. */
void call_table_init(struct call_table *table, struct recorded_calls *calls);
void call_table_finish(struct call_table *table);

/*
 * Adds the descriptor that the process has got at `opened_ns`. Another one of that number was
 * closed before. The pointer is valid until the next one is added.
 */
struct call_descriptor *call_table_open(
	struct call_table *table, enum call_role role, int process, int number, int64_t opened_ns);

/*
 * Returns the index of the descriptor that the call uses. One that no recorded call has opened is
 * added: it was open since the last one of that number was closed, or since the process began.
 */
size_t call_table_find(struct call_table *table, const struct socket_call *call);

/* Closes those with numbers from `first` to `last`, or makes them close-on-exec. */
void call_table_close(struct call_table *table, int process, unsigned first, unsigned last,
	bool only_on_exec, int64_t time_ns);

/* Copies those of a process into the one that the call with this index has made. */
void call_table_fork(struct call_table *table, size_t index);

/* Closes those that another program does not get. */
void call_table_exec(struct call_table *table, const struct socket_call *call);

#endif
