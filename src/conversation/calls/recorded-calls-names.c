/*
 * The calls that are known by name: what kind each is, and the names that authors may use for it.
 */
#include "conversation/calls/recorded-calls-names.h"

#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/nearest-name.h"

/* `alias`: what authors write for it, too. */
static const struct {
	const char *name, *alias, *family;
	enum call_kind kind;
} known_calls[] = {
	{ "socket", "", "", CALL_KIND_SOCKET },
	{ "bind", "", "", CALL_KIND_BIND },
	{ "listen", "", "", CALL_KIND_LISTEN },
	{ "accept", "", "", CALL_KIND_ACCEPT },
	{ "accept4", "accept", "", CALL_KIND_ACCEPT },
	{ "connect", "", "", CALL_KIND_CONNECT },
	{ "write", "", "send", CALL_KIND_SEND },
	{ "writev", "", "write", CALL_KIND_SEND },
	{ "send", "", "write", CALL_KIND_SEND },
	{ "sendto", "send", "write", CALL_KIND_SEND },
	{ "sendmsg", "send", "write", CALL_KIND_SEND },
	{ "sendmmsg", "send", "write", CALL_KIND_SEND },
	{ "pwritev2", "writev", "write", CALL_KIND_SEND },
	{ "sendfile", "", "write", CALL_KIND_SEND },
	{ "splice", "", "write", CALL_KIND_SEND },
	{ "read", "", "recv", CALL_KIND_RECEIVE },
	{ "readv", "", "read", CALL_KIND_RECEIVE },
	{ "recv", "", "read", CALL_KIND_RECEIVE },
	{ "recvfrom", "recv", "read", CALL_KIND_RECEIVE },
	{ "recvmsg", "recv", "read", CALL_KIND_RECEIVE },
	{ "recvmmsg", "recv", "read", CALL_KIND_RECEIVE },
	{ "preadv2", "readv", "read", CALL_KIND_RECEIVE },
	{ "splice", "", "read", CALL_KIND_RECEIVE },
	{ "shutdown", "", "", CALL_KIND_SHUTDOWN },
	{ "close", "", "", CALL_KIND_CLOSE },
	{ "dup", "", "", CALL_KIND_DUP },
	{ "dup2", "dup", "", CALL_KIND_DUP },
	{ "dup3", "dup2", "dup", CALL_KIND_DUP },
	{ "fcntl", "", "", CALL_KIND_DUP },
	{ "socketpair", "", "", CALL_KIND_PAIR },
	{ "close_range", "", "", CALL_KIND_CLOSE_RANGE },
	{ "exit_group", "", "", CALL_KIND_EXIT },
	{ CALL_NAME_KILLED, "", "", CALL_KIND_EXIT },
	{ "setsockopt", "", "", CALL_KIND_OPTION },
	{ "poll", "", "", CALL_KIND_WAIT },
	{ "ppoll", "poll", "", CALL_KIND_WAIT },
	{ "select", "poll", "", CALL_KIND_WAIT },
	{ "pselect6", "select", "poll", CALL_KIND_WAIT },
	{ "epoll_wait", "poll", "", CALL_KIND_WAIT },
	{ "epoll_pwait", "epoll_wait", "poll", CALL_KIND_WAIT },
	{ "fork", "", "", CALL_KIND_FORK },
	{ "vfork", "fork", "", CALL_KIND_FORK },
	{ "clone", "fork", "", CALL_KIND_FORK },
	{ "clone3", "clone", "fork", CALL_KIND_FORK },
	{ "execve", "", "", CALL_KIND_EXEC },
};

/* Whether the arguments of a call make it one of this kind, which its name says. */
static bool is_of_kind(const struct socket_call *call, enum call_kind kind)
{
	const char *arguments = call->arguments;
	if (kind == CALL_KIND_FORK)
		return !strstr(arguments, "CLONE_THREAD");
	if (strcmp(call->name, "fcntl") == 0)
		return strstr(arguments, "F_DUPFD");
	if (strcmp(call->name, "splice") == 0) {
		size_t size = strlen(CALL_SPLICE_SENDS);
		bool sends = strncmp(arguments, CALL_SPLICE_SENDS, size) == 0;
		return kind == (sends ? CALL_KIND_SEND : CALL_KIND_RECEIVE);
	}
	return true;
}

enum call_kind recorded_call_kind_of(const struct socket_call *call)
{
	for (size_t i = 0; i < ARRAY_COUNT(known_calls); i++) {
		if (strcmp(known_calls[i].name, call->name) == 0 &&
			is_of_kind(call, known_calls[i].kind))
			return known_calls[i].kind;
	}
	return CALL_KIND_OTHER;
}

bool recorded_call_has_name(const struct recorded_call *call, const char *name)
{
	if (strcmp(call->call->name, name) == 0)
		return true;
	for (size_t i = 0; i < ARRAY_COUNT(known_calls); i++) {
		if (strcmp(known_calls[i].name, call->call->name) == 0 &&
			known_calls[i].kind == call->kind &&
			(strcmp(known_calls[i].alias, name) == 0 ||
				strcmp(known_calls[i].family, name) == 0))
			return true;
	}
	return false;
}

bool recorded_call_is_name(const char *name)
{
	for (size_t i = 0; i < ARRAY_COUNT(known_calls); i++) {
		if (strcmp(known_calls[i].name, name) == 0)
			return true;
	}
	return false;
}

const char *recorded_call_nearest_name(const char *name)
{
	const char *names[ARRAY_COUNT(known_calls)];
	for (size_t i = 0; i < ARRAY_COUNT(known_calls); i++)
		names[i] = known_calls[i].name;
	return nearest_name(name, names, ARRAY_COUNT(names));
}
