#ifndef LAB_CALL_TABLE_LINUX_H
#define LAB_CALL_TABLE_LINUX_H

/* The system calls that are watched, by their numbers on this machine. */

#include <stdbool.h>
#include <stddef.h>

/* Of arguments the number is given, from 1; 0: there is none. */
struct watched_call {
	const char *name;
	int number;
	bool has_descriptor; /* its first argument is one */
	bool is_of_any_file; /* read and the like: watched on sockets only */
	bool waits; /* on several descriptors: poll */
	bool makes_socket; /* its result is a descriptor of a new one */
	bool is_address_result; /* the kernel writes the address: accept */
	unsigned address; /* a socket's address */
	unsigned length; /* a number of bytes */
};

extern const struct watched_call watched_calls[];
extern const size_t watched_call_count;

/* The row of a number, or NULL. */
const struct watched_call *watched_call_of(int number);

#endif
