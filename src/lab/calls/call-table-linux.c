/* Some calls exist on x86-64 only; newer architectures have the more general one. */
#include "lab/calls/call-table-linux.h"

#include <sys/syscall.h>

#include "base/array.h"

#define CALL(call, ...)                                                                            \
	{                                                                                          \
		.name = #call, .number = SYS_##call, __VA_ARGS__                                   \
	}
#define FORM(kind) .form = FORM_##kind
#define ON_SOCKET .has_descriptor = true
#define ON_ANY_FILE .has_descriptor = true, .is_of_any_file = true

const struct watched_call watched_calls[] = {
	CALL(socket, FORM(SOCKET), .makes_socket = true),
	CALL(socketpair, FORM(SOCKET_PAIR)),
	CALL(bind, ON_SOCKET, .address = 2),
	CALL(listen, ON_SOCKET, FORM(LISTEN)),
#ifdef SYS_accept
	CALL(accept, ON_SOCKET, .address = 2, .is_address_result = true, .makes_socket = true),
#endif
	CALL(accept4, ON_SOCKET, FORM(ACCEPT), .address = 2, .is_address_result = true,
		.makes_socket = true),
	CALL(connect, ON_SOCKET, .address = 2),
	CALL(getsockname, ON_SOCKET, .address = 2, .is_address_result = true),
	CALL(getpeername, ON_SOCKET, .address = 2, .is_address_result = true),
	CALL(sendto, ON_SOCKET, FORM(TRANSFER), .address = 5, .length = 3),
	CALL(sendmsg, ON_SOCKET, FORM(MESSAGE)),
	CALL(recvfrom, ON_SOCKET, FORM(TRANSFER), .address = 5, .is_address_result = true,
		.length = 3),
	CALL(recvmsg, ON_SOCKET, FORM(MESSAGE), .is_address_result = true),
	CALL(sendmmsg, ON_SOCKET, FORM(MESSAGES)),
	CALL(recvmmsg, ON_SOCKET, FORM(MESSAGES)),
	CALL(shutdown, ON_SOCKET, FORM(SHUTDOWN)),
	CALL(setsockopt, ON_SOCKET, FORM(SET_OPTION)),
	CALL(getsockopt, ON_SOCKET, FORM(GET_OPTION)),
	CALL(read, ON_ANY_FILE, .length = 3),
	CALL(write, ON_ANY_FILE, .length = 3),
	CALL(readv, ON_ANY_FILE, FORM(VECTOR)),
	CALL(writev, ON_ANY_FILE, FORM(VECTOR)),
	CALL(preadv2, ON_ANY_FILE, FORM(VECTOR)),
	CALL(pwritev2, ON_ANY_FILE, FORM(VECTOR)),
	CALL(close, ON_ANY_FILE),
	CALL(dup, ON_ANY_FILE, .makes_socket = true),
#ifdef SYS_dup2
	CALL(dup2, ON_ANY_FILE, FORM(DUP), .other_descriptor = 2, .makes_socket = true),
#endif
	CALL(dup3, ON_ANY_FILE, FORM(DUP3), .other_descriptor = 2, .makes_socket = true),
	CALL(close_range, FORM(CLOSE_RANGE)),
	CALL(fcntl, ON_ANY_FILE, FORM(FCNTL)),
	CALL(ioctl, ON_ANY_FILE, FORM(IOCTL)),
	CALL(sendfile, ON_ANY_FILE, .length = 4),
	CALL(splice, ON_ANY_FILE, FORM(SPLICE), .other_descriptor = 3, .length = 5),
#ifdef SYS_poll
	CALL(poll, FORM(POLL)),
#endif
	CALL(ppoll, FORM(PPOLL)),
#ifdef SYS_select
	CALL(select, FORM(SELECT)),
#endif
	CALL(pselect6, FORM(PSELECT)),
	CALL(epoll_ctl, .has_descriptor = true, FORM(EPOLL_CTL)),
#ifdef SYS_epoll_wait
	CALL(epoll_wait, .has_descriptor = true, FORM(EPOLL_WAIT)),
#endif
	CALL(epoll_pwait, .has_descriptor = true, FORM(EPOLL_WAIT)),
#ifdef SYS_fork
	CALL(fork, FORM(NONE)),
	CALL(vfork, FORM(NONE)),
#endif
	CALL(clone, FORM(CLONE)),
	CALL(clone3, FORM(CLONE3)),
	CALL(execve, FORM(EXEC)),
	CALL(exit_group, FORM(EXIT)),
	CALL(restart_syscall, FORM(RESTART)),
};
const size_t watched_call_count = ARRAY_COUNT(watched_calls);

const struct watched_call *watched_call_of(int number)
{
	for (size_t i = 0; i < watched_call_count; i++) {
		if (watched_calls[i].number == number)
			return &watched_calls[i];
	}
	return NULL;
}
