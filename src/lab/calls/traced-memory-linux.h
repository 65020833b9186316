#ifndef LAB_TRACED_MEMORY_LINUX_H
#define LAB_TRACED_MEMORY_LINUX_H

/* Reads the memory of a stopped thread. */

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "calls/socket-call.h"

/* Reads at most `size` bytes from `place`; returns how many were there. */
size_t traced_memory_read(pid_t thread, uint64_t place, void *out, size_t size);

/* Reads a string of less than `size` bytes, or its beginning; "" when there is none. */
void traced_memory_read_string(pid_t thread, uint64_t place, char *out, size_t size);

/* Describes a socket's address: "127.0.0.1:8080". Writes nothing for other families. */
void traced_memory_read_address(pid_t thread, uint64_t place, char out[CALL_ADDRESS_SIZE]);

#endif
