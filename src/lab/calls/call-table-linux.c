/* Some calls exist on x86-64 only; newer architectures have the more general one. */
#include "lab/calls/call-table-linux.h"

#include <sys/syscall.h>

#include "base/array.h"

#define CALL(call, ...)                                                                            \
	{                                                                                          \
		.name = #call, .number = SYS_##call, __VA_ARGS__                                   \
	}
#define WAIT .waits = true
#define ON_SOCKET .has_descriptor = true
#define ON_ANY_FILE .has_descriptor = true, .is_of_any_file = true

const struct watched_call watched_calls[] = {
	CALL(socket, .makes_socket = true),
	CALL(bind, ON_SOCKET, .address = 2),
	CALL(listen, ON_SOCKET),
#ifdef SYS_accept
	CALL(accept, ON_SOCKET, .address = 2, .is_address_result = true, .makes_socket = true),
#endif
	CALL(accept4, ON_SOCKET, .address = 2, .is_address_result = true, .makes_socket = true),
	CALL(connect, ON_SOCKET, .address = 2),
	CALL(sendto, ON_SOCKET, .address = 5, .length = 3),
	CALL(sendmsg, ON_SOCKET),
	CALL(recvfrom, ON_SOCKET, .length = 3),
	CALL(recvmsg, ON_SOCKET),
	CALL(shutdown, ON_SOCKET),
	CALL(setsockopt, ON_SOCKET),
	CALL(read, ON_ANY_FILE, .length = 3),
	CALL(write, ON_ANY_FILE, .length = 3),
	CALL(readv, ON_ANY_FILE),
	CALL(writev, ON_ANY_FILE),
	CALL(close, ON_ANY_FILE),
#ifdef SYS_sendfile
	CALL(sendfile, ON_SOCKET, .length = 4),
#endif
#ifdef SYS_poll
	CALL(poll, WAIT),
#endif
	CALL(ppoll, WAIT),
#ifdef SYS_select
	CALL(select, WAIT),
#endif
	CALL(pselect6, WAIT),
#ifdef SYS_epoll_wait
	CALL(epoll_wait, WAIT),
#endif
	CALL(epoll_pwait, WAIT),
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
