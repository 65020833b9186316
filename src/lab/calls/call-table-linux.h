#ifndef LAB_CALL_TABLE_LINUX_H
#define LAB_CALL_TABLE_LINUX_H

/* The system calls that are watched, by their numbers on this machine. */

#include <stdbool.h>
#include <stddef.h>

enum call_form {
	FORM_NONE,
	FORM_SOCKET,
	FORM_SOCKET_PAIR,
	FORM_LISTEN,
	FORM_ACCEPT,
	FORM_TRANSFER,
	FORM_MESSAGE,
	FORM_SHUTDOWN,
	FORM_SET_OPTION,
	FORM_GET_OPTION,
	FORM_VECTOR,
	FORM_SPLICE,
	FORM_MESSAGES,
	FORM_DUP,
	FORM_DUP3,
	FORM_CLOSE_RANGE,
	FORM_FCNTL,
	FORM_IOCTL,
	FORM_POLL,
	FORM_PPOLL,
	FORM_SELECT,
	FORM_PSELECT,
	FORM_EPOLL_CTL,
	FORM_EPOLL_WAIT,
	FORM_CLONE,
	FORM_CLONE3,
	FORM_EXEC,
	FORM_EXIT,
	FORM_RESTART, /* of the call that was interrupted */
	FORMS,
};

/* Of arguments the number is given, from 1; 0: there is none. */
struct watched_call {
	const char *name;
	int number;
	enum call_form form; /* what its other arguments are */
	bool has_descriptor; /* its first argument is one */
	bool is_of_any_file; /* read and the like: watched on sockets only */
	unsigned other_descriptor; /* another argument that may be the socket */
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
