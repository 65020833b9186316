/*
 * Each form of arguments has a function. Data that is sent or received is not read, only its
 * length. Texts that are too long are cut.
 */
#include "lab/calls/call-arguments-linux.h"

#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>

#include "base/array.h"
#include "lab/calls/call-names-linux.h"
#include "lab/calls/traced-memory-linux.h"

enum {
	VECTOR_MAX = 64,
	POLLED_MAX = 8,
	TYPE_MASK = 0xf,
	CLONE_SIGNAL_MASK = 0xff,
};

struct description {
	pid_t thread;
	const uint64_t *arguments;
	bool is_over, is_address_result;
	struct socket_call *call;
	struct text text;
};

/* The arguments are counted from 1, as in the table. */
static uint64_t argument(const struct description *of, unsigned number)
{
	return of->arguments[number - 1];
}

/* An argument that is an int: the kernel looks at no more than its 32 bits. */
static int int_argument(const struct description *of, unsigned number)
{
	return (int)of->arguments[number - 1];
}

static bool fetch(const struct description *of, uint64_t place, void *out, size_t size)
{
	return traced_memory_read(of->thread, place, out, size) == size;
}

static void append_int(struct description *of, int64_t number)
{
	text_append_format(&of->text, "%lld", (long long)number);
}

/* ---- sockets ---- */

static void describe_socket(struct description *of)
{
	static const char *const types[] = { [SOCK_STREAM] = "SOCK_STREAM",
		[SOCK_DGRAM] = "SOCK_DGRAM",
		[SOCK_RAW] = "SOCK_RAW",
		[SOCK_SEQPACKET] = "SOCK_SEQPACKET" };
	int domain = int_argument(of, 1), protocol = int_argument(of, 3);
	unsigned type = (unsigned)int_argument(of, 2);
	unsigned kind = type & TYPE_MASK, flags = type & ~(unsigned)TYPE_MASK;
	call_name_append(&of->text, NAMES_DOMAIN, domain);
	text_append(&of->text, ", ");
	if (kind < ARRAY_COUNT(types) && types[kind])
		text_append(&of->text, types[kind]);
	else
		text_append_number(&of->text, kind);
	if (flags)
		text_append_char(&of->text, '|');
	if (flags)
		call_flags_append(&of->text, NAMES_TYPE_FLAGS, flags);
	text_append(&of->text, ", ");
	if (domain == AF_INET || domain == AF_INET6)
		call_name_append(&of->text, NAMES_PROTOCOL, protocol);
	else
		append_int(of, protocol);
}

static void describe_socket_pair(struct description *of)
{
	int ends[2];
	describe_socket(of);
	if (of->is_over && fetch(of, argument(of, 4), ends, sizeof(ends)))
		text_append_format(&of->text, ", [%d, %d]", ends[0], ends[1]);
}

static void describe_listen(struct description *of)
{
	append_int(of, int_argument(of, 2));
}

static void describe_accept(struct description *of)
{
	call_flags_append(&of->text, NAMES_TYPE_FLAGS, (uint32_t)argument(of, 4));
}

static void describe_transfer(struct description *of)
{
	call_flags_append(&of->text, NAMES_MESSAGE_FLAGS, (uint32_t)argument(of, 4));
}

static void describe_shutdown(struct description *of)
{
	call_name_append(&of->text, NAMES_SHUTDOWN, int_argument(of, 2));
}

/* The number of bytes for which an array of iovec has room; -1 when no such number is possible. */
static int64_t vector_length(const struct description *of, uint64_t place, uint64_t count)
{
	struct iovec pieces[VECTOR_MAX];
	int64_t length = 0;
	if (count > VECTOR_MAX || !fetch(of, place, pieces, count * sizeof(*pieces)))
		return -1;
	for (uint64_t i = 0; i < count; i++) {
		if (__builtin_add_overflow(length, pieces[i].iov_len, &length))
			return -1;
	}
	return length;
}

static void describe_vector(struct description *of)
{
	of->call->length = vector_length(of, argument(of, 2), argument(of, 3));
}

static void describe_message(struct description *of)
{
	struct msghdr message = { 0 };
	call_flags_append(&of->text, NAMES_MESSAGE_FLAGS, (uint32_t)argument(of, 3));
	if (!fetch(of, argument(of, 2), &message, sizeof(message)))
		return;
	if (!of->is_over)
		of->call->length =
			vector_length(of, (uintptr_t)message.msg_iov, (uint64_t)message.msg_iovlen);
	if (message.msg_namelen && of->is_over == of->is_address_result)
		traced_memory_read_address(
			of->thread, (uintptr_t)message.msg_name, of->call->address);
}

/*
 * The number of messages that there is room for. Their lengths are not told: a program may change
 * them while the kernel reads them, one by one.
 */
static void describe_messages(struct description *of)
{
	text_append_number(&of->text, (uint32_t)argument(of, 3));
	text_append(&of->text, ", ");
	call_flags_append(&of->text, NAMES_MESSAGE_FLAGS, (uint32_t)argument(of, 4));
}

/* One end is the socket, the other one a pipe; its name says in which direction bytes move. */
static void describe_splice(struct description *of)
{
	int in = int_argument(of, 1), out = int_argument(of, 3);
	bool is_sent = of->call->descriptor == out;
	text_append_format(
		&of->text, is_sent ? CALL_SPLICE_SENDS "%d, " : "fd_out=%d, ", is_sent ? in : out);
	call_flags_append(&of->text, NAMES_SPLICE, (uint32_t)argument(of, 6));
}

/* ---- options ---- */

static void append_option_name(struct description *of, int level, int option)
{
	static const struct {
		int level;
		enum name_set set;
	} sets[] = { { SOL_SOCKET, NAMES_SOCKET_OPTION }, { IPPROTO_TCP, NAMES_TCP_OPTION },
		{ IPPROTO_IP, NAMES_IP_OPTION }, { IPPROTO_IPV6, NAMES_IPV6_OPTION } };
	for (size_t i = 0; i < ARRAY_COUNT(sets); i++) {
		if (sets[i].level == level) {
			call_name_append(&of->text, sets[i].set, option);
			return;
		}
	}
	append_int(of, option);
}

/* Times and SO_LINGER are structures. Any other value is a number, or only its size is written. */
static void append_option_value(struct description *of, uint64_t place, int size)
{
	int level = int_argument(of, 2), option = int_argument(of, 3);
	bool is_time = level == SOL_SOCKET && (option == SO_RCVTIMEO || option == SO_SNDTIMEO);
	bool is_linger = level == SOL_SOCKET && option == SO_LINGER;
	struct timeval time;
	struct linger linger;
	int number;
	if (is_time && size == (int)sizeof(time) && fetch(of, place, &time, sizeof(time)))
		text_append_format(&of->text, "{tv_sec=%lld, tv_usec=%lld}", (long long)time.tv_sec,
			(long long)time.tv_usec);
	else if (is_linger && size == (int)sizeof(linger) &&
		fetch(of, place, &linger, sizeof(linger)))
		text_append_format(
			&of->text, "{l_onoff=%d, l_linger=%d}", linger.l_onoff, linger.l_linger);
	else if (size == (int)sizeof(number) && fetch(of, place, &number, sizeof(number)))
		append_int(of, number);
	else
		text_append_format(&of->text, "%d bytes", size);
}

static void append_option(struct description *of)
{
	call_name_append(&of->text, NAMES_LEVEL, int_argument(of, 2));
	text_append(&of->text, ", ");
	append_option_name(of, int_argument(of, 2), int_argument(of, 3));
}

static void describe_set_option(struct description *of)
{
	append_option(of);
	text_append(&of->text, ", ");
	append_option_value(of, argument(of, 4), int_argument(of, 5));
}

static void describe_get_option(struct description *of)
{
	int size = 0;
	append_option(of);
	if (!of->is_over || !fetch(of, argument(of, 5), &size, sizeof(size)))
		return;
	text_append(&of->text, ", ");
	append_option_value(of, argument(of, 4), size);
}

/* The first descriptor is the socket, or no socket takes the number of one. */
static void describe_dup(struct description *of)
{
	int old = int_argument(of, 1), new = int_argument(of, 2);
	if (of->call->descriptor == old)
		append_int(of, new);
	else
		text_append_format(&of->text, CALL_DUP_REPLACES "%d", old);
}

static void describe_dup3(struct description *of)
{
	describe_dup(of);
	text_append(&of->text, ", ");
	call_flags_append(&of->text, NAMES_OPEN, (uint32_t)argument(of, 3));
}

static void describe_close_range(struct description *of)
{
	text_append_format(
		&of->text, "%u, %u, ", (unsigned)argument(of, 1), (unsigned)argument(of, 2));
	call_flags_append(&of->text, NAMES_CLOSE_RANGE, (uint32_t)argument(of, 3));
}

static void describe_fcntl(struct description *of)
{
	int command = int_argument(of, 2);
	uint32_t value = (uint32_t)argument(of, 3);
	bool is_copy = command == F_DUPFD || command == F_DUPFD_CLOEXEC;
	call_name_append(&of->text, NAMES_FCNTL, command);
	if (!is_copy && command != F_SETFD && command != F_SETFL)
		return; /* there is none, or a place in memory */
	text_append(&of->text, ", ");
	if (command == F_SETFD)
		text_append(&of->text, value & FD_CLOEXEC ? "FD_CLOEXEC" : "0");
	else if (command == F_SETFL)
		call_flags_append(&of->text, NAMES_OPEN, value);
	else
		append_int(of, (int)value);
}

static void describe_ioctl(struct description *of)
{
	uint32_t request = (uint32_t)argument(of, 2);
	int value;
	call_name_append(&of->text, NAMES_IOCTL, request);
	if (request == FIONBIO && fetch(of, argument(of, 3), &value, sizeof(value)))
		text_append_format(&of->text, ", [%d]", value);
}

/* ---- waiting ---- */

static void append_polled(struct description *of)
{
	uint64_t count = argument(of, 2), shown = count < POLLED_MAX ? count : POLLED_MAX;
	struct pollfd polled[POLLED_MAX];
	if (!shown || !fetch(of, argument(of, 1), polled, shown * sizeof(*polled))) {
		text_append(&of->text, "[]");
		return;
	}
	for (uint64_t i = 0; i < shown; i++) {
		text_append_format(&of->text, "%s{fd=%d, events=", i ? ", " : "[", polled[i].fd);
		call_flags_append(&of->text, NAMES_POLL, (uint16_t)polled[i].events);
		if (of->is_over && polled[i].revents) {
			text_append(&of->text, ", revents=");
			call_flags_append(&of->text, NAMES_POLL, (uint16_t)polled[i].revents);
		}
		text_append_char(&of->text, '}');
	}
	text_append(&of->text, shown < count ? ", ...]" : "]");
}

/* Appends a struct timespec, or the timeval that looks like it. */
static void append_time(struct description *of, uint64_t place, const char *fraction)
{
	struct timespec time;
	if (place && fetch(of, place, &time, sizeof(time)))
		text_append_format(&of->text, ", {tv_sec=%lld, %s=%lld}", (long long)time.tv_sec,
			fraction, (long long)time.tv_nsec);
	else
		text_append(&of->text, ", NULL");
}

static void describe_poll(struct description *of)
{
	append_polled(of);
	text_append_format(&of->text, ", %d", int_argument(of, 3));
}

static void describe_ppoll(struct description *of)
{
	append_polled(of);
	append_time(of, argument(of, 3), "tv_nsec");
}

static void append_set(struct description *of, uint64_t place, int limit)
{
	fd_set set;
	const char *space = "";
	size_t size = limit < 0 ? 0 : ((size_t)limit + 63) / 64 * sizeof(long);
	if (!place || limit < 0 || size > sizeof(set) || !fetch(of, place, &set, size)) {
		text_append(&of->text, "NULL");
		return;
	}
	text_append_char(&of->text, '[');
	for (int i = 0; i < limit; i++) {
		if (FD_ISSET(i, &set)) {
			text_append_format(&of->text, "%s%d", space, i);
			space = " ";
		}
	}
	text_append_char(&of->text, ']');
}

static void append_sets(struct description *of)
{
	int limit = int_argument(of, 1);
	append_int(of, limit);
	for (unsigned i = 2; i <= 4; i++) {
		text_append(&of->text, ", ");
		append_set(of, argument(of, i), limit);
	}
}

static void describe_select(struct description *of)
{
	append_sets(of);
	append_time(of, argument(of, 5), "tv_usec");
}

static void describe_pselect(struct description *of)
{
	append_sets(of);
	append_time(of, argument(of, 5), "tv_nsec");
}

static void describe_epoll_ctl(struct description *of)
{
	struct epoll_event event;
	call_name_append(&of->text, NAMES_EPOLL_OPERATION, int_argument(of, 2));
	text_append_format(&of->text, ", %d", int_argument(of, 3));
	if (!fetch(of, argument(of, 4), &event, sizeof(event)))
		return;
	text_append(&of->text, ", ");
	call_flags_append(&of->text, NAMES_EPOLL, event.events);
}

static void describe_epoll_wait(struct description *of)
{
	struct epoll_event events[POLLED_MAX];
	int64_t count = of->is_over ? of->call->result : 0;
	size_t shown = count > POLLED_MAX ? POLLED_MAX : count > 0 ? (size_t)count : 0;
	if (!shown || !fetch(of, argument(of, 2), events, shown * sizeof(*events)))
		shown = 0;
	text_append_char(&of->text, '[');
	for (size_t i = 0; i < shown; i++) {
		text_append(&of->text, i ? ", " : "");
		call_flags_append(&of->text, NAMES_EPOLL, events[i].events);
	}
	text_append_format(&of->text, "], %d", int_argument(of, 4));
}

/* ---- processes ---- */

static void append_clone(struct description *of, uint64_t flags, uint64_t signal)
{
	call_flags_append(&of->text, NAMES_CLONE, flags);
	if (signal == SIGCHLD)
		text_append(&of->text, "|SIGCHLD");
}

static void describe_clone(struct description *of)
{
	uint64_t flags = argument(of, 1);
	append_clone(of, flags & ~(uint64_t)CLONE_SIGNAL_MASK, flags & CLONE_SIGNAL_MASK);
}

/* struct clone_args of clone(2): eight bytes each. */
static void describe_clone3(struct description *of)
{
	struct {
		uint64_t flags, pidfd, child_tid, parent_tid, exit_signal;
	} wanted;
	if (fetch(of, argument(of, 1), &wanted, sizeof(wanted)))
		append_clone(of, wanted.flags, wanted.exit_signal);
}

/*
 * Only the name of the program is written: its arguments may hold passwords, and its folders the
 * name of a user. A name that is too long is left out.
 */
static void describe_exec(struct description *of)
{
	char path[PATH_MAX];
	traced_memory_read_string(of->thread, argument(of, 1), path, sizeof(path));
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	if (strlen(name) < sizeof(of->call->address))
		memcpy(of->call->address, name, strlen(name) + 1);
}

static void describe_exit(struct description *of)
{
	append_int(of, int_argument(of, 1));
}

static void (*const describers[FORMS])(struct description *of) = {
	[FORM_SOCKET] = describe_socket,
	[FORM_SOCKET_PAIR] = describe_socket_pair,
	[FORM_LISTEN] = describe_listen,
	[FORM_ACCEPT] = describe_accept,
	[FORM_TRANSFER] = describe_transfer,
	[FORM_MESSAGE] = describe_message,
	[FORM_SHUTDOWN] = describe_shutdown,
	[FORM_SET_OPTION] = describe_set_option,
	[FORM_GET_OPTION] = describe_get_option,
	[FORM_VECTOR] = describe_vector,
	[FORM_SPLICE] = describe_splice,
	[FORM_MESSAGES] = describe_messages,
	[FORM_DUP] = describe_dup,
	[FORM_DUP3] = describe_dup3,
	[FORM_CLOSE_RANGE] = describe_close_range,
	[FORM_FCNTL] = describe_fcntl,
	[FORM_IOCTL] = describe_ioctl,
	[FORM_POLL] = describe_poll,
	[FORM_PPOLL] = describe_ppoll,
	[FORM_SELECT] = describe_select,
	[FORM_PSELECT] = describe_pselect,
	[FORM_EPOLL_CTL] = describe_epoll_ctl,
	[FORM_EPOLL_WAIT] = describe_epoll_wait,
	[FORM_CLONE] = describe_clone,
	[FORM_CLONE3] = describe_clone3,
	[FORM_EXEC] = describe_exec,
	[FORM_EXIT] = describe_exit,
};

/* Whether the kernel wrote an address: recvfrom of a TCP socket sets its size to 0. */
static bool has_address(const struct description *of, const struct watched_call *watched)
{
	uint32_t size = 0;
	return fetch(of, argument(of, watched->address + 1), &size, sizeof(size)) &&
		size >= sizeof(struct sockaddr_in);
}

/* Whether the kernel writes into the arguments of this form, or tells its length before. */
static bool is_described_again(enum call_form form)
{
	return form == FORM_GET_OPTION || form == FORM_POLL || form == FORM_PPOLL ||
		form == FORM_EPOLL_WAIT || form == FORM_MESSAGE || form == FORM_SOCKET_PAIR;
}

void call_arguments_describe(pid_t thread, const struct watched_call *watched,
	const uint64_t *arguments, bool is_over, struct socket_call *call)
{
	struct description of = { .thread = thread,
		.arguments = arguments,
		.is_over = is_over,
		.is_address_result = watched->is_address_result,
		.call = call };
	bool succeeded = is_over && !*call->error;
	if (watched->length && !is_over)
		call->length = (int64_t)arguments[watched->length - 1];
	if (watched->address &&
		(watched->is_address_result ? succeeded && has_address(&of, watched) : !is_over))
		traced_memory_read_address(thread, arguments[watched->address - 1], call->address);
	if (!describers[watched->form] ||
		(is_over && !(succeeded && is_described_again(watched->form))))
		return;
	describers[watched->form](&of);
	(void)snprintf(call->arguments, sizeof(call->arguments), "%s", text_string(&of.text));
	text_finish(&of.text);
}
