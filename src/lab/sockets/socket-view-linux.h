#ifndef LAB_SOCKET_VIEW_LINUX_H
#define LAB_SOCKET_VIEW_LINUX_H

/* Reads what the kernel knows about a socket of a traced process. */

#include <stdbool.h>
#include <sys/socket.h>
#include <sys/types.h>

#include "calls/socket-call.h"

/* Opens a handle of a process for socket_view_open(), or returns a negative errno. */
int process_handle_open(pid_t process);

/*
 * Opens a second descriptor of another process's socket. Returns -1 with errno when it is no socket
 * (ENOTSOCK), is not open (EBADF), the kernel does not give it, or there is no handle. Close it
 * before the process goes on: it keeps the socket open.
 */
int socket_view_open(int process_handle, int descriptor);

/* Writes addresses and sample of the socket. */
void socket_view_describe(int view, struct socket_call *call);

/* Writes the sample only; nothing when it is no socket of TCP. */
void socket_view_sample(int view, struct socket_sample *sample);

/* The name of a TCP_ state, as RFC 9293 has it: "SYN-SENT"; NULL: it has none. */
const char *socket_state_name(unsigned state);

/* The slow start threshold of TCP_INFO; 0 in place of its "infinite". */
uint32_t socket_threshold(uint32_t segments);

/* Writes "127.0.0.1:8080" or "[::1]:8080"; nothing for other families. */
void socket_address_describe(const struct sockaddr *address, char out[CALL_ADDRESS_SIZE]);

#endif
