/* Some calls exist on x86-64 only; newer architectures have the more general one. */
#include "lab/calls/call-table-linux.h"

#include <sys/syscall.h>

#include "base/array.h"

#define SOCKET_CALL(name, address, is_result, length)                                              \
	{                                                                                          \
#name, SYS_##name, true, false, address, is_result, length                         \
	}
#define FILE_CALL(name, length)                                                                    \
	{                                                                                          \
#name, SYS_##name, true, true, -1, false, length                                   \
	}
#define OTHER_CALL(name)                                                                           \
	{                                                                                          \
#name, SYS_##name, false, false, -1, false, -1                                     \
	}

const struct watched_call watched_calls[] = {
	OTHER_CALL(socket),
	SOCKET_CALL(bind, 1, false, -1),
	SOCKET_CALL(listen, -1, false, -1),
#ifdef SYS_accept
	SOCKET_CALL(accept, 1, true, -1),
#endif
	SOCKET_CALL(accept4, 1, true, -1),
	SOCKET_CALL(connect, 1, false, -1),
	SOCKET_CALL(sendto, 4, false, 2),
	SOCKET_CALL(sendmsg, -1, false, -1),
	SOCKET_CALL(recvfrom, -1, false, 2),
	SOCKET_CALL(recvmsg, -1, false, -1),
	SOCKET_CALL(shutdown, -1, false, -1),
	SOCKET_CALL(setsockopt, -1, false, -1),
	FILE_CALL(read, 2),
	FILE_CALL(write, 2),
	FILE_CALL(readv, -1),
	FILE_CALL(writev, -1),
	FILE_CALL(close, -1),
#ifdef SYS_sendfile
	SOCKET_CALL(sendfile, -1, false, 3),
#endif
#ifdef SYS_poll
	OTHER_CALL(poll),
#endif
	OTHER_CALL(ppoll),
#ifdef SYS_select
	OTHER_CALL(select),
#endif
	OTHER_CALL(pselect6),
#ifdef SYS_epoll_wait
	OTHER_CALL(epoll_wait),
#endif
	OTHER_CALL(epoll_pwait),
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
