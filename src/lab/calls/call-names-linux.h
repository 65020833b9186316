#ifndef LAB_CALL_NAMES_LINUX_H
#define LAB_CALL_NAMES_LINUX_H

/* The names of numbers in arguments, as strace(1) and the manuals have them. */

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

enum name_set {
	NAMES_DOMAIN,
	NAMES_PROTOCOL,
	NAMES_SHUTDOWN,
	NAMES_LEVEL,
	NAMES_SOCKET_OPTION,
	NAMES_TCP_OPTION,
	NAMES_IP_OPTION,
	NAMES_IPV6_OPTION,
	NAMES_EPOLL_OPERATION,
	NAMES_FCNTL,
	NAMES_IOCTL,
	/* of these several are joined with '|' */
	NAMES_TYPE_FLAGS,
	NAMES_MESSAGE_FLAGS,
	NAMES_POLL,
	NAMES_EPOLL,
	NAMES_CLONE,
	NAMES_OPEN,
	NAMES_SPLICE,
	NAMES_CLOSE_RANGE,
	NAME_SETS,
};

/* Appends the name of a number, or the number. */
void call_name_append(struct text *out, enum name_set set, int64_t number);

/* Appends the names of the bits: "MSG_PEEK|MSG_DONTWAIT", "0". Unknown bits are hexadecimal. */
void call_flags_append(struct text *out, enum name_set set, uint64_t flags);

#endif
