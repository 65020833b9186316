#ifndef LAB_CALL_TABLE_LINUX_H
#define LAB_CALL_TABLE_LINUX_H

/* The system calls that are watched, by their numbers on this machine. */

#include <stdbool.h>
#include <stddef.h>

struct watched_call {
	const char *name;
	int number;
	bool has_descriptor; /* its first argument is one */
	bool is_of_any_file; /* read and the like: watched on sockets only */
	int address; /* index of the argument with a socket's address; -1: none */
	bool is_address_result; /* the kernel writes that address: accept */
	int length; /* index of the argument with a number of bytes; -1: none */
};

extern const struct watched_call watched_calls[];
extern const size_t watched_call_count;

/* The row of a number, or NULL. */
const struct watched_call *watched_call_of(int number);

#endif
