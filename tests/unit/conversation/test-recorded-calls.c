/* Which connection a recorded call belongs to, and what packets prove of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/array.h"
#include "conversation/calls/call-events.h"
#include "conversation/calls/call-facts.h"
#include "conversation/calls/recorded-calls-table.h"
#include "recorded-exchange.h"

enum { US = 1000, CALLS = 32 };

static struct tcp_connection connection_at(
	uint32_t stream, uint16_t client_port, uint16_t server_port, int64_t first_us)
{
	const struct address here = { ADDRESS_IPV4, { 127, 0, 0, 1 } };
	return (struct tcp_connection){
		.stream = stream,
		.client = here,
		.server = here,
		.client_port = client_port,
		.server_port = server_port,
		.has_client_isn = true,
		.first_ns = first_us * US,
		.first_frame = 1,
		.last_frame = 100,
	};
}

struct script {
	struct arena arena;
	struct socket_call items[CALLS];
	size_t count;
	struct recorded_calls calls;
};

static void script_finish(struct script *script)
{
	arena_finish(&script->arena);
}
DEFINE_AUTOFINISH(script);

static struct socket_call *add_call(struct script *script, enum call_role role, const char *name,
	int descriptor, int64_t result, int64_t begin_us, int64_t end_us)
{
	struct socket_call *call = &script->items[script->count++];
	exchange_call_set(call, role, name, descriptor, result, begin_us, end_us);
	return call;
}

static void with_address(struct socket_call *call, const char *address)
{
	(void)snprintf(call->address, sizeof(call->address), "%s", address);
}

static void find(struct script *script, const struct tcp_connection *connections, uint32_t count)
{
	const struct socket_calls calls = { .items = script->items, .count = script->count };
	recorded_calls_find(&script->calls, &calls, connections, count, NULL, &script->arena);
}

/* The n-th call of that name, in the order in which they began. */
static const struct recorded_call *call_of(
	const struct script *script, const char *name, unsigned number)
{
	for (size_t i = 0; i < script->calls.count; i++) {
		if (strcmp(script->calls.items[i].call->name, name) == 0 && number-- == 0)
			return &script->calls.items[i];
	}
	fail_msg("there is no %s", name);
	return NULL;
}

/* A server that takes one connection, and its client. */
static void add_exchange(struct script *script, const char *bound, const char *accepted)
{
	const enum call_role S = CALL_OF_SERVER, C = CALL_OF_CLIENT;
	add_call(script, S, "socket", -1, 3, 0, 1);
	with_address(add_call(script, S, "bind", 3, 0, 2, 3), bound);
	add_call(script, S, "listen", 3, 0, 4, 5);
	with_address(add_call(script, S, "accept4", 3, 4, 6, 130), accepted);
	add_call(script, C, "socket", -1, 5, 90, 91);
	with_address(add_call(script, C, "connect", 5, 0, 95, 125), "127.0.0.1:8080");
	add_call(script, C, "sendto", 5, 50, 200, 210);
	add_call(script, S, "recvfrom", 4, 50, 140, 230);
	add_call(script, S, "close", 4, 0, 300, 301);
	add_call(script, C, "close", 5, 0, 310, 311);
}

static void both_ends_find_their_connection(void **state)
{
	(void)state;
	static const char *const sockets[][2] = { { "127.0.0.1:8080", "127.0.0.1:40000" },
		{ "[::]:8080", "[::ffff:127.0.0.1]:40000" } };
	const struct tcp_connection connections[] = {
		connection_at(0, 40000, 9090, 100), connection_at(1, 40000, 8080, 100),
		connection_at(2, 40000, 8080, 900), /* the port again */
	};
	for (size_t i = 0; i < ARRAY_COUNT(sockets); i++) {
		autofinish(script) struct script script = { 0 };
		add_exchange(&script, sockets[i][0], sockets[i][1]);
		find(&script, connections, ARRAY_COUNT(connections));
		static const char *const names[] = { "accept4", "connect", "sendto", "recvfrom",
			"close" };
		for (size_t k = 0; k < ARRAY_COUNT(names); k++)
			assert_int_equal(call_of(&script, names[k], 0)->stream, 1);
		assert_int_equal(call_of(&script, "listen", 0)->stream, CALL_NO_STREAM);
		assert_int_equal(script.calls.descriptor_count, 3);
	}
}

/* Two calls that ran at once, and two SYNs meanwhile: which is whose is not known. */
static void what_is_not_known_belongs_to_none(void **state)
{
	(void)state;
	const struct tcp_connection connections[] = { connection_at(0, 40000, 8080, 100),
		connection_at(1, 40001, 8080, 110), connection_at(2, 40002, 8080, 300) };
	autofinish(script) struct script script = { 0 };
	with_address(add_call(&script, CALL_OF_CLIENT, "connect", 5, 0, 95, 125), "127.0.0.1:8080");
	with_address(add_call(&script, CALL_OF_CLIENT, "connect", 6, 0, 96, 126), "127.0.0.1:8080");
	with_address(
		add_call(&script, CALL_OF_CLIENT, "connect", 7, 0, 290, 310), "127.0.0.1:8080");
	with_address(
		add_call(&script, CALL_OF_CLIENT, "connect", 8, 0, 500, 510), "127.0.0.1:8080");
	find(&script, connections, ARRAY_COUNT(connections));
	assert_int_equal(call_of(&script, "connect", 0)->stream, CALL_NO_STREAM);
	assert_int_equal(call_of(&script, "connect", 1)->stream, CALL_NO_STREAM);
	assert_int_equal(call_of(&script, "connect", 2)->stream, 2);
	assert_int_equal(call_of(&script, "connect", 3)->stream, CALL_NO_STREAM);
}

/* With the addresses of the socket, they are known all the same. */
static void addresses_tell_which(void **state)
{
	(void)state;
	const struct tcp_connection connections[] = { connection_at(0, 40000, 8080, 100),
		connection_at(1, 40001, 8080, 110) };
	autofinish(script) struct script script = { 0 };
	for (int i = 0; i < 2; i++) {
		struct socket_call *call =
			add_call(&script, CALL_OF_CLIENT, "connect", 5 + i, 0, 95 + i, 125 + i);
		with_address(call, "127.0.0.1:8080");
		(void)snprintf(call->local, sizeof(call->local), "127.0.0.1:%d", 40001 - i);
		(void)snprintf(call->peer, sizeof(call->peer), "127.0.0.1:8080");
	}
	find(&script, connections, ARRAY_COUNT(connections));
	assert_int_equal(call_of(&script, "connect", 0)->stream, 1);
	assert_int_equal(call_of(&script, "connect", 1)->stream, 0);
}

/* A number that was closed and returned again is another descriptor; a child has its parent's. */
static void numbers_are_used_again(void **state)
{
	(void)state;
	static const char *const makers[] = { "fork", "vfork", "clone", "clone3" };
	const struct tcp_connection connections[] = { connection_at(0, 40000, 8080, 100),
		connection_at(1, 40001, 8080, 400) };
	for (size_t i = 0; i < ARRAY_COUNT(makers); i++) {
		autofinish(script) struct script script = { 0 };
		add_exchange(&script, "127.0.0.1:8080", "127.0.0.1:40000");
		with_address(add_call(&script, CALL_OF_SERVER, "accept4", 3, 4, 310, 420),
			"127.0.0.1:40001");
		add_call(&script, CALL_OF_SERVER, makers[i], -1, 9, 430, 455);
		add_call(&script, CALL_OF_SERVER, "close", 4, 0, 440, 441);
		add_call(&script, CALL_OF_SERVER, "write", 4, 10, 450, 451)->process = 9;
		add_call(&script, CALL_OF_SERVER, "write", 4, 10, 460, 461);
		add_call(&script, CALL_OF_SERVER, "write", 4, 10, 470, 471)->process = 9;
		find(&script, connections, ARRAY_COUNT(connections));
		assert_int_equal(call_of(&script, "recvfrom", 0)->stream, 0);
		assert_int_equal(call_of(&script, "accept4", 1)->stream, 1);
		assert_int_equal(call_of(&script, "write", 0)->stream, 1);
		assert_int_equal(call_of(&script, "write", 1)->stream, CALL_NO_STREAM);
		/* The child's stays open when the parent closes its own. */
		assert_int_equal(call_of(&script, "write", 2)->descriptor,
			call_of(&script, "write", 0)->descriptor);
	}
}

/* Another program does not get what is close-on-exec; one that was not found changes nothing. */
static void only_a_program_that_runs_changes_descriptors(void **state)
{
	(void)state;
	const struct tcp_connection connections[] = { connection_at(0, 40000, 8080, 100) };
	for (int is_found = 0; is_found < 2; is_found++) {
		autofinish(script) struct script script = { 0 };
		struct socket_call *accept =
			add_call(&script, CALL_OF_SERVER, "accept4", 3, 4, 6, 130);
		with_address(accept, "127.0.0.1:40000");
		(void)snprintf(accept->arguments, sizeof(accept->arguments), "SOCK_CLOEXEC");
		add_call(&script, CALL_OF_SERVER, "clone", -1, 9, 140, 141);
		struct socket_call *exec = add_call(
			&script, CALL_OF_SERVER, "execve", -1, is_found ? 0 : -1, 150, 151);
		exec->process = 9;
		add_call(&script, CALL_OF_SERVER, "write", 4, 10, 160, 161)->process = 9;
		add_call(&script, CALL_OF_SERVER, "execve", -1, is_found ? 0 : -1, 170, 171);
		add_call(&script, CALL_OF_SERVER, "read", 4, 10, 180, 181);
		find(&script, connections, ARRAY_COUNT(connections));
		int64_t wanted = is_found ? CALL_NO_STREAM : 0;
		assert_int_equal(call_of(&script, "write", 0)->stream, wanted);
		assert_int_equal(call_of(&script, "read", 0)->stream, wanted);
	}
}

/* ---- the table of a process ---- */

struct step {
	const char *name, *arguments;
	int process, descriptor;
	int64_t result; /* INT64_MIN: the call did not return */
	const char *error;
	int64_t begin_us;
};

#define TCP_SOCKET "AF_INET, SOCK_STREAM, IPPROTO_TCP"
#define TCP_CLOEXEC "AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_TCP"

/* Writes the numbers that a process has open: "3 4". */
static void describe_table(
	const struct script *script, int process, int64_t time_us, struct text *out)
{
	bool is_open[16] = { false };
	for (size_t i = 0; i < script->calls.descriptor_count; i++) {
		const struct call_descriptor *row = &script->calls.descriptors[i];
		if (row->process != process || row->opened_ns > time_us * US ||
			row->closed_ns <= time_us * US)
			continue;
		assert_in_range(row->number, 0, 15);
		if (is_open[row->number])
			text_append(out, "twice ");
		is_open[row->number] = true;
	}
	for (int i = 0; i < 16; i++)
		if (is_open[i])
			text_append_format(out, "%d ", i);
}

/* Each number once, from the call that opened it to the call that closed it, of whatever name. */
static void tables_are_true(void **state)
{
	(void)state;
	static const struct {
		const char *what;
		struct step steps[8];
		const char *tables[4]; /* of process 3 at 5, 105, 205 and 305 us */
		const char *of_child; /* of process 9 at 305 us */
	} cases[] = {
		{ "a pair twice",
			{ { "socketpair", "AF_UNIX, SOCK_STREAM, 0, [4, 5]", 3, -1, 0, "", 10 },
				{ "write", "", 3, 5, 1, "", 20 }, { "close", "", 3, 4, 0, "", 30 },
				{ "close", "", 3, 5, 0, "", 40 },
				{ "socketpair", "AF_UNIX, SOCK_STREAM, 0, [5, 4]", 3, -1, 0, "",
					110 },
				{ "read", "", 3, 4, 1, "", 120 },
				{ "close", "", 3, 5, 0, "", 210 } },
			{ "", "", "4 5 ", "4 " }, "" },
		{ "unknown sockets, one after the other",
			{ { "write", "", 3, 4, 1, "", 10 }, { "close", "", 3, 4, 0, "", 110 },
				{ "read", "", 3, 4, 1, "", 210 },
				{ "close", "", 3, 4, 0, "", 220 } },
			{ "4 ", "4 ", "4 ", "" }, "" },
		{ "copies by fcntl()",
			{ { "socket", TCP_SOCKET, 3, -1, 4, "", 10 },
				{ "fcntl", "F_DUPFD_CLOEXEC, 0", 3, 4, 5, "", 20 },
				{ "close", "", 3, 4, 0, "", 110 },
				{ "fcntl", "F_DUPFD, 0", 3, 5, 4, "", 210 } },
			{ "", "4 5 ", "5 ", "4 5 " }, "" },
		{ "a file takes the number",
			{ { "socket", TCP_SOCKET, 3, -1, 4, "", 10 },
				{ "socket", TCP_SOCKET, 3, -1, 5, "", 20 },
				{ "dup3", "oldfd=0, O_CLOEXEC", 3, 4, 4, "", 110 },
				{ "dup2", "oldfd=99", 3, 5, -1, "EBADF", 210 } },
			{ "", "4 5 ", "5 ", "5 " }, "" },
		{ "a socket takes the number",
			{ { "socket", TCP_SOCKET, 3, -1, 4, "", 10 },
				{ "socket", TCP_SOCKET, 3, -1, 5, "", 20 },
				{ "dup2", "5", 3, 4, 5, "", 110 },
				{ "close", "", 3, 5, 0, "", 210 } },
			{ "", "4 5 ", "4 5 ", "4 " }, "" },
		{ "close_range()",
			{ { "socket", TCP_SOCKET, 3, -1, 4, "", 10 },
				{ "socket", TCP_SOCKET, 3, -1, 5, "", 20 },
				{ "close_range", "5, 4, 0", 3, -1, -1, "EINVAL", 30 },
				{ "close_range", "5, 4294967295, 0", 3, -1, 0, "", 110 },
				{ "socket", TCP_SOCKET, 3, -1, 5, "", 210 } },
			{ "", "4 5 ", "4 ", "4 5 " }, "" },
		{ "a number that came back without a word",
			{ { "socket", TCP_SOCKET, 3, -1, 4, "", 10 },
				{ "socket", TCP_SOCKET, 3, -1, 4, "", 110 } },
			{ "", "4 ", "4 ", "4 " }, "" },
		{ "what is no socket",
			{ { "epoll_wait", "[], -1", 3, 4, 0, "", 10 },
				{ "getpeername", "", 3, 0, -1, "ENOTSOCK", 20 },
				{ "sendto", "0", 3, 7, -1, "EBADF", 30 } },
			{ "", "", "", "" }, "" },
		{ "another program",
			{ { "socket", TCP_SOCKET, 3, -1, 4, "", 10 },
				{ "socket", TCP_CLOEXEC, 3, -1, 5, "", 20 },
				{ "socket", TCP_SOCKET, 3, -1, 6, "", 30 },
				{ "fcntl", "F_SETFD, FD_CLOEXEC", 3, 6, 0, "", 40 },
				{ "execve", "", 3, -1, 0, "", 110 } },
			{ "", "4 5 6 ", "4 ", "4 " }, "" },
		{ "close-on-exec by close_range()",
			{ { "socket", TCP_SOCKET, 3, -1, 4, "", 10 },
				{ "close_range", "0, 9, CLOSE_RANGE_CLOEXEC", 3, -1, 0, "", 20 },
				{ "execve", "", 3, -1, 0, "", 110 } },
			{ "", "4 ", "", "" }, "" },
		{ "a child and its end",
			{ { "socket", TCP_SOCKET, 3, -1, 4, "", 10 },
				{ "fork", "", 3, -1, 9, "", 110 },
				{ "close", "", 9, 4, 0, "", 120 },
				{ "socket", TCP_SOCKET, 9, -1, 5, "", 130 },
				{ "close", "", 3, 4, 0, "", 210 } },
			{ "", "4 ", "4 ", "" }, "5 " },
		{ "a child that uses nothing",
			{ { "socket", TCP_SOCKET, 3, -1, 4, "", 10 },
				{ "fork", "", 3, -1, 9, "", 110 },
				{ "exit_group", "0", 3, -1, INT64_MIN, "", 210 } },
			{ "", "4 ", "4 ", "" }, "4 " },
		{ "a child's end, and another one of its number",
			{ { "socket", TCP_SOCKET, 3, -1, 4, "", 10 },
				{ "fork", "", 3, -1, 9, "", 20 },
				{ "exit_group", "0", 9, -1, INT64_MIN, "", 30 },
				{ "socket", TCP_SOCKET, 3, -1, 5, "", 110 },
				{ "close", "", 3, 4, 0, "", 120 },
				{ "clone", "SIGCHLD", 3, -1, 9, "", 210 } },
			{ "", "4 ", "5 ", "5 " }, "5 " },
		{ "a thread has no table",
			{ { "socket", TCP_SOCKET, 3, -1, 4, "", 10 },
				{ "clone3", "CLONE_VM|CLONE_THREAD", 3, -1, 9, "", 20 } },
			{ "", "4 ", "4 ", "4 " }, "" },
		{ "a call that failed",
			{ { "socket", TCP_SOCKET, 3, -1, -1, "EMFILE", 10 },
				{ "socket", TCP_CLOEXEC, 3, -1, 4, "", 20 },
				{ "fork", "", 3, -1, -1, "EAGAIN", 30 },
				{ "execve", "", 3, -1, -1, "ENOENT", 110 },
				{ "dup", "", 3, 4, -1, "EMFILE", 120 },
				{ "accept4", "", 3, 4, -1, "EINVAL", 210 } },
			{ "", "4 ", "4 ", "4 " }, "" },
		{ "a copy of its own number",
			{ { "socket", TCP_SOCKET, 3, -1, 4, "", 10 },
				{ "dup2", "4", 3, 4, 4, "", 110 } },
			{ "", "4 ", "4 ", "4 " }, "" },
		{ "close-on-exec, on and off",
			{ { "socket", TCP_CLOEXEC, 3, -1, 4, "", 10 },
				{ "socket", TCP_SOCKET, 3, -1, 5, "", 20 },
				{ "socket", TCP_CLOEXEC, 3, -1, 6, "", 30 },
				{ "fcntl", "F_SETFD, 0", 3, 4, 0, "", 40 },
				{ "ioctl", "FIOCLEX", 3, 5, 0, "", 50 },
				{ "ioctl", "FIONCLEX", 3, 6, 0, "", 60 },
				{ "execve", "", 3, -1, 0, "", 110 } },
			{ "", "4 5 6 ", "4 6 ", "4 6 " }, "" },
		{ "copies and close-on-exec",
			{ { "socket", TCP_CLOEXEC, 3, -1, 4, "", 10 },
				{ "dup", "", 3, 4, 5, "", 20 },
				{ "dup3", "O_CLOEXEC", 3, 5, 6, "", 30 },
				{ "accept4", "SOCK_CLOEXEC", 3, 5, 7, "", 40 },
				{ "accept", "", 3, 5, 8, "", 50 },
				{ "execve", "", 3, -1, 0, "", 110 } },
			{ "", "4 5 6 7 8 ", "5 8 ", "5 8 " }, "" },
		{ "a process that a signal ends",
			{ { "socket", TCP_SOCKET, 3, -1, 4, "", 10 },
				{ "fork", "", 3, -1, 9, "", 20 },
				{ "read", "", 3, 4, INT64_MIN, "", 30 },
				{ "killed", "SIGKILL", 3, -1, INT64_MIN, "", 110 } },
			{ "", "4 ", "", "" }, "4 " },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(script) struct script script = { 0 };
		for (const struct step *step = cases[i].steps; step->name; step++) {
			struct socket_call *call = add_call(&script, CALL_OF_SERVER, step->name,
				step->descriptor, step->result, step->begin_us, step->begin_us + 1);
			call->process = step->process;
			call->is_unfinished = step->result == INT64_MIN;
			(void)snprintf(
				call->arguments, sizeof(call->arguments), "%s", step->arguments);
			(void)snprintf(call->error, sizeof(call->error), "%s", step->error);
		}
		find(&script, NULL, 0);
		for (unsigned k = 0; k < 5; k++) {
			autofinish(text) struct text table = { 0 };
			describe_table(&script, k < 4 ? 3 : 9, k < 4 ? 5 + 100 * k : 305, &table);
			const char *wanted = k < 4 ? cases[i].tables[k] : cases[i].of_child;
			if (strcmp(text_string(&table), wanted) != 0)
				fail_msg("%s, %u: '%s', not '%s'", cases[i].what, k,
					text_string(&table), wanted);
		}
	}
}

/*
 * Calls that are made to take long end all the same: each fork() would copy all that is open, and
 * each close_range() look at it. Behind the limit nothing is closed.
 */
static void many_copies_end(void **state)
{
	(void)state;
	enum {
		OPEN = 4000,
		FORKS = 1000,
		CLOSES = CALL_STEPS_MAX / OPEN,
		COUNT = OPEN + FORKS + CLOSES + 1
	};
	static const struct {
		int closes;
		bool is_closed; /* by the last call */
	} cases[] = { { 10, true }, { CLOSES, false } };
	struct socket_call *items = xcalloc(COUNT, sizeof(*items));
	for (int i = 0; i < COUNT; i++) {
		const char *name = i < OPEN ? "socket" : i < OPEN + FORKS ? "fork" : "close_range";
		exchange_call_set(
			&items[i], CALL_OF_SERVER, name, -1, i < OPEN + FORKS ? i : 0, i, i + 1);
		(void)snprintf(items[i].arguments, sizeof(items[i].arguments), "9999, 9999, 0");
	}
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(arena) struct arena arena = { 0 };
		const struct socket_calls calls = { .items = items,
			.count = (size_t)(OPEN + FORKS + cases[i].closes + 1) };
		struct socket_call *last = &items[calls.count - 1];
		struct recorded_calls found;
		(void)snprintf(last->arguments, sizeof(last->arguments), "0, 4294967295, 0");
		recorded_calls_find(&found, &calls, NULL, 0, NULL, &arena);
		(void)snprintf(last->arguments, sizeof(last->arguments), "9999, 9999, 0");
		assert_int_equal(found.descriptor_count, OPEN + CALL_COPIES_MAX);
		assert_int_equal(
			found.descriptors[0].closed_ns == last->begin_ns, cases[i].is_closed);
	}
	free(items);
}

static void names_have_families(void **state)
{
	(void)state;
	autofinish(script) struct script script = { 0 };
	add_exchange(&script, "127.0.0.1:8080", "127.0.0.1:40000");
	find(&script, NULL, 0);
	const struct recorded_call *accept = call_of(&script, "accept4", 0);
	const struct recorded_call *sendto = call_of(&script, "sendto", 0);
	assert_true(recorded_call_has_name(accept, "accept4"));
	assert_true(recorded_call_has_name(accept, "accept"));
	assert_false(recorded_call_has_name(accept, "connect"));
	assert_true(recorded_call_has_name(sendto, "send"));
	assert_true(recorded_call_has_name(sendto, "write"));
	assert_false(recorded_call_has_name(sendto, "read"));
	assert_string_equal(recorded_call_nearest_name("conect"), "connect");
}

/* A thread is made by the same call as a process, which fork() is not. */
static void a_thread_is_no_process(void **state)
{
	(void)state;
	autofinish(script) struct script script = { 0 };
	struct socket_call *thread = add_call(&script, CALL_OF_SERVER, "clone3", -1, 9, 10, 11);
	(void)snprintf(thread->arguments, sizeof(thread->arguments), "CLONE_VM|CLONE_THREAD");
	add_call(&script, CALL_OF_SERVER, "clone", -1, 10, 20, 21);
	find(&script, NULL, 0);
	assert_true(recorded_call_has_name(call_of(&script, "clone3", 0), "clone3"));
	assert_false(recorded_call_has_name(call_of(&script, "clone3", 0), "fork"));
	assert_true(recorded_call_has_name(call_of(&script, "clone", 0), "fork"));
}

/* ---- packets ---- */

struct packets {
	struct shown_packet items[8];
	struct shown_packet *pointers[8];
	struct selection selection;
};

static void add_packet(struct packets *packets, int64_t time_us, bool is_from_client,
	unsigned flags, uint32_t sequence, uint32_t acknowledgment, uint32_t size)
{
	size_t index = packets->selection.count++;
	struct shown_packet *packet = &packets->items[index];
	packets->pointers[index] = packet;
	packets->selection.packets = packets->pointers;
	exchange_packet_set(
		packet, index + 1, time_us, is_from_client, flags, sequence, acknowledgment, size);
}

static struct call_facts facts_of(
	const struct script *script, const struct packets *packets, const char *name)
{
	struct segment_record records[ARRAY_COUNT(packets->items)];
	struct segment_records segments = { .items = records };
	for (size_t i = 0; i < packets->selection.count; i++)
		segments.count += segment_record_of(&packets->items[i].frame,
			&packets->items[i].facts, &records[segments.count]);
	return call_facts_find(call_of(script, name, 0), &script->calls, &segments);
}

static void check_fact(const struct script *script, const struct packets *packets, const char *name,
	enum call_fact fact, uint64_t frame)
{
	const struct call_facts found = facts_of(script, packets, name);
	assert_int_equal(found.fact, fact);
	assert_int_equal(found.frame, frame);
}

static void add_handshake_and_request(struct packets *packets)
{
	add_packet(packets, 100, true, TCP_SYN, 0, 0, 0);
	add_packet(packets, 110, false, TCP_SYN | TCP_ACK, 0, 1, 0);
	add_packet(packets, 120, true, TCP_ACK, 1, 1, 0);
	add_packet(packets, 205, true, TCP_ACK, 1, 1, 50);
	add_packet(packets, 250, false, TCP_ACK, 1, 51, 0);
}

static void packets_prove(void **state)
{
	(void)state;
	const struct tcp_connection connections[] = { connection_at(0, 40000, 8080, 100) };
	autofinish(script) struct script script = { 0 };
	struct packets packets = { 0 };
	add_exchange(&script, "127.0.0.1:8080", "127.0.0.1:40000");
	find(&script, connections, 1);
	add_handshake_and_request(&packets);
	check_fact(&script, &packets, "connect", CALL_FACT_HANDSHAKE, 2);
	check_fact(&script, &packets, "accept4", CALL_FACT_FINISHED, 3);
	check_fact(&script, &packets, "sendto", CALL_FACT_BEFORE_ACK, 5);
	check_fact(&script, &packets, "recvfrom", CALL_FACT_WAITED, 4);
	check_fact(&script, &packets, "close", CALL_FACT_NONE, 0);
	packets.items[4].frame.time_ns = 208 * US;
	check_fact(&script, &packets, "sendto", CALL_FACT_AFTER_ACK, 5);
	/* Without the SYN, bytes cannot be counted. */
	packets.items[0].facts.tcp.stream = packets.items[1].facts.tcp.stream = 7;
	check_fact(&script, &packets, "sendto", CALL_FACT_NONE, 0);
}

/* Calls before the receive: arguments that say whether it can have waited. */
static void what_does_not_wait_is_not_said_to_wait(void **state)
{
	(void)state;
	static const struct {
		const char *accepted, *call, *arguments, *received;
		bool waits;
	} cases[] = {
		{ "SOCK_CLOEXEC", "fcntl", "F_SETFL, O_RDWR", "0", true },
		{ "SOCK_NONBLOCK", "getsockopt", "SOL_SOCKET, SO_ERROR", "0", false },
		{ "SOCK_NONBLOCK", "ioctl", "FIONBIO, [0]", "0", true },
		{ "0", "ioctl", "FIONBIO, [1]", "0", false },
		{ "0", "fcntl", "F_SETFL, O_RDWR|O_NONBLOCK", "0", false },
		{ "0", "fcntl", "F_GETFL", "MSG_DONTWAIT", false },
	};
	const struct tcp_connection connections[] = { connection_at(0, 40000, 8080, 100) };
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(script) struct script script = { 0 };
		struct packets packets = { 0 };
		add_exchange(&script, "127.0.0.1:8080", "127.0.0.1:40000");
		struct socket_call *accept = &script.items[3], *receive = &script.items[7];
		struct socket_call *call =
			add_call(&script, CALL_OF_SERVER, cases[i].call, 4, 0, 132, 133);
		(void)snprintf(
			accept->arguments, sizeof(accept->arguments), "%s", cases[i].accepted);
		(void)snprintf(call->arguments, sizeof(call->arguments), "%s", cases[i].arguments);
		(void)snprintf(
			receive->arguments, sizeof(receive->arguments), "%s", cases[i].received);
		find(&script, connections, 1);
		add_handshake_and_request(&packets);
		check_fact(&script, &packets, "recvfrom",
			cases[i].waits ? CALL_FACT_WAITED : CALL_FACT_NONE, cases[i].waits ? 4 : 0);
	}
}

/* O_NONBLOCK belongs to the open file description, which dup() and fork() share. */
static void copies_share_whether_they_wait(void **state)
{
	(void)state;
	static const struct {
		const char *maker;
		bool sets_copy, sets_before; /* on the copy; before the copy is made */
		const char *flags;
		bool waits;
	} cases[] = {
		{ "dup", true, false, "F_SETFL, O_RDWR|O_NONBLOCK", false },
		{ "dup", false, false, "F_SETFL, O_RDWR|O_NONBLOCK", false },
		{ "dup", false, true, "F_SETFL, O_RDWR|O_NONBLOCK", false },
		{ "fork", true, false, "F_SETFL, O_RDWR|O_NONBLOCK", false },
		{ "fork", false, false, "F_SETFL, O_RDWR|O_NONBLOCK", false },
		{ "dup", true, false, "F_SETFL, O_RDWR", true },
	};
	const struct tcp_connection connections[] = { connection_at(0, 40000, 8080, 100) };
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(script) struct script script = { 0 };
		struct packets packets = { 0 };
		bool is_dup = strcmp(cases[i].maker, "dup") == 0;
		add_exchange(&script, "127.0.0.1:8080", "127.0.0.1:40000");
		add_call(&script, CALL_OF_SERVER, cases[i].maker, is_dup ? 4 : -1, is_dup ? 6 : 33,
			133, 134);
		struct socket_call *set = add_call(&script, CALL_OF_SERVER, "fcntl",
			is_dup && cases[i].sets_copy ? 6 : 4, 0, cases[i].sets_before ? 131 : 135,
			cases[i].sets_before ? 132 : 136);
		(void)snprintf(set->arguments, sizeof(set->arguments), "%s", cases[i].flags);
		if (!is_dup && cases[i].sets_copy)
			set->process = 33;
		struct socket_call *receive = &script.items[7];
		if (is_dup && !cases[i].sets_copy)
			receive->descriptor = 6;
		if (!is_dup && !cases[i].sets_copy)
			receive->process = 33;
		find(&script, connections, 1);
		add_handshake_and_request(&packets);
		check_fact(&script, &packets, "recvfrom",
			cases[i].waits ? CALL_FACT_WAITED : CALL_FACT_NONE, cases[i].waits ? 4 : 0);
	}
}

/* Which of the two facts it is depends on the moment at which the receive begins. */
static void data_may_be_there_already(void **state)
{
	(void)state;
	static const struct {
		int64_t begin_us;
		enum call_fact fact;
	} cases[] = { { 204, CALL_FACT_WAITED }, { 205, CALL_FACT_THERE },
		{ 206, CALL_FACT_THERE } };
	const struct tcp_connection connections[] = { connection_at(0, 40000, 8080, 100) };
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(script) struct script script = { 0 };
		struct packets packets = { 0 };
		add_exchange(&script, "127.0.0.1:8080", "127.0.0.1:40000");
		script.items[7].begin_ns = cases[i].begin_us * US;
		find(&script, connections, 1);
		add_handshake_and_request(&packets);
		check_fact(&script, &packets, "recvfrom", cases[i].fact, 4);
	}
}

/* A receive of no bytes returns 0 whether or not FIN came. */
static void nothing_asked_for_is_no_end(void **state)
{
	(void)state;
	const struct tcp_connection connections[] = { connection_at(0, 40000, 8080, 100) };
	for (int64_t length = 0; length < 2; length++) {
		autofinish(script) struct script script = { 0 };
		struct packets packets = { 0 };
		add_exchange(&script, "127.0.0.1:8080", "127.0.0.1:40000");
		add_call(&script, CALL_OF_SERVER, "read", 4, 0, 270, 280)->length = length;
		find(&script, connections, 1);
		add_handshake_and_request(&packets);
		add_packet(&packets, 260, true, TCP_FIN | TCP_ACK, 51, 1, 0);
		check_fact(&script, &packets, "read", length ? CALL_FACT_END : CALL_FACT_NONE,
			length ? 6 : 0);
	}
}

/*
 * The facts are those of the whole capture: what a slide leaves out changes none. A packet that the
 * capture itself lacks may be the first that came: those behind it prove nothing.
 */
static void what_is_behind_a_gap_proves_nothing(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		size_t proved_by;
	} facts[] = { { "connect", 1 }, { "accept4", 2 }, { "recvfrom", 3 }, { "sendto", 4 } };
	const struct tcp_connection connections[] = { connection_at(0, 40000, 8080, 100) };
	autofinish(script) struct script script = { 0 };
	struct packets packets = { 0 };
	add_exchange(&script, "127.0.0.1:8080", "127.0.0.1:40000");
	find(&script, connections, 1);
	add_handshake_and_request(&packets);
	struct left_out left_out[ARRAY_COUNT(packets.items) + 1] = { { 1, 9, 9, NULL } };
	packets.selection.left_out = left_out;
	for (size_t gap = 0; gap <= packets.selection.count; gap++) {
		static const uint32_t labels[] = { TCP_LABEL_LOST_SEGMENT, TCP_LABEL_ACK_UNSEEN };
		packets.items[gap].facts.tcp.labels = labels[gap % ARRAY_COUNT(labels)];
		for (size_t i = 0; i < ARRAY_COUNT(facts); i++)
			assert_int_equal(facts_of(&script, &packets, facts[i].name).frame,
				facts[i].proved_by < gap ? facts[i].proved_by + 1 : 0);
		packets.items[gap].facts.tcp.labels = 0;
	}
	packets.selection.count -= 2; /* SYN and SYN-ACK were not captured */
	memmove(packets.items, packets.items + 2,
		packets.selection.count * sizeof(*packets.items));
	check_fact(&script, &packets, "recvfrom", CALL_FACT_NONE, 0);
	check_fact(&script, &packets, "sendto", CALL_FACT_NONE, 0);
	assert_int_equal(
		call_facts_find(call_of(&script, "connect", 0), &script.calls, NULL).frame, 0);
}

/* The numbers of a fragment are raw, and it may be what a later packet seems to be. */
static void what_is_behind_a_fragment_proves_nothing(void **state)
{
	(void)state;
	static const char *const names[] = { "connect", "accept4", "recvfrom", "sendto" };
	const struct tcp_connection connections[] = { connection_at(0, 40000, 8080, 100) };
	autofinish(script) struct script script = { 0 };
	struct packets packets = { 0 };
	add_exchange(&script, "127.0.0.1:8080", "127.0.0.1:40000");
	find(&script, connections, 1);
	add_handshake_and_request(&packets);
	packets.items[0].frame.parts.transport.tcp.is_unmeasured = true;
	for (size_t i = 0; i < ARRAY_COUNT(names); i++)
		check_fact(&script, &packets, names[i], CALL_FACT_NONE, 0);
}

/* A side whose calls are at another time has not been left unrecorded. */
static void a_side_without_calls_here_was_recorded(void **state)
{
	(void)state;
	const struct tcp_connection connections[] = { connection_at(0, 40000, 8080, 100) };
	autofinish(script) struct script script = { 0 };
	struct packets packets = { 0 };
	struct call_events events;
	add_exchange(&script, "127.0.0.1:8080", "127.0.0.1:40000");
	find(&script, connections, 1);
	const struct capture_summary summary = {
		.connections = connections, .connection_count = 1, .calls = &script.calls
	};
	add_packet(&packets, 133, true, TCP_ACK, 1, 1, 50);
	add_packet(&packets, 135, true, TCP_ACK, 1, 1, 50);
	for (size_t i = 0; i < 2; i++)
		packets.items[i].frame.number = 50 + i;
	call_events_find(&events, &packets.selection, &summary, false, 99, &script.arena);
	assert_int_equal(events.count, 0);
	assert_true(events.is_recorded[0] && events.is_recorded[1]);
}

static void events_are_in_order(void **state)
{
	(void)state;
	const struct tcp_connection connections[] = { connection_at(0, 40000, 8080, 100) };
	autofinish(script) struct script script = { 0 };
	struct packets packets = { 0 };
	struct call_events events;
	add_exchange(&script, "127.0.0.1:8080", "127.0.0.1:40000");
	find(&script, connections, 1);
	const struct capture_summary summary = {
		.connections = connections, .connection_count = 1, .calls = &script.calls
	};
	add_packet(&packets, 100, true, TCP_SYN, 0, 0, 0);
	add_packet(&packets, 220, true, TCP_ACK, 1, 1, 50);
	call_events_find(&events, &packets.selection, &summary, false, 99, &script.arena);
	static const struct {
		const char *name;
		enum call_moment moment;
		size_t before;
	} wanted[] = {
		{ "accept4", CALL_BEGINS, 0 },
		{ "connect", CALL_BEGINS, 0 },
		{ "connect", CALL_ENDS, 1 },
		{ "accept4", CALL_ENDS, 1 },
		{ "recvfrom", CALL_BEGINS, 1 },
		{ "sendto", CALL_WHOLE, 1 },
	};
	for (size_t i = 0; i < ARRAY_COUNT(wanted); i++) {
		assert_string_equal(events.items[i].call->call->name, wanted[i].name);
		assert_int_equal(events.items[i].moment, wanted[i].moment);
		assert_int_equal(events.items[i].before, wanted[i].before);
	}
	assert_int_equal(events.items[0].other, 3);
	/* Frame 2 is not the last of the connection, so calls behind it are not of the picture. */
	assert_int_equal(events.count, ARRAY_COUNT(wanted) + 1);
	assert_true(events.is_recorded[0] && events.is_recorded[1]);
	call_events_find(&events, &packets.selection, &summary, true, 99, &script.arena);
	assert_string_equal(events.items[0].call->call->name, "socket");
}

/* Of many calls the first ones are taken, and the others are counted. */
static void the_first_calls_are_taken(void **state)
{
	(void)state;
	const struct tcp_connection connections[] = { connection_at(0, 40000, 8080, 100) };
	autofinish(script) struct script script = { 0 };
	struct packets packets = { 0 };
	struct call_events events;
	add_exchange(&script, "127.0.0.1:8080", "127.0.0.1:40000");
	add_call(&script, CALL_OF_SERVER, "poll", -1, 1, 100, 240);
	find(&script, connections, 1);
	const struct capture_summary summary = {
		.connections = connections, .connection_count = 1, .calls = &script.calls
	};
	add_handshake_and_request(&packets);
	const size_t all = 9; /* those that close are behind the packets */
	for (size_t most = 0; most <= all; most++) {
		call_events_find(&events, &packets.selection, &summary, true, most, &script.arena);
		assert_int_equal(events.hidden_count, all - most);
		assert_true(events.is_recorded[0] && events.is_recorded[1]);
		size_t begins = 0;
		for (size_t i = 0; i < events.count; i++) {
			const struct call_event *event = &events.items[i];
			begins += event->moment != CALL_ENDS;
			assert_ptr_equal(events.items[event->other].call, event->call);
			assert_int_equal(events.items[event->other].other, i);
			assert_int_equal(
				event->moment == CALL_WHOLE || event->call->call->is_unfinished,
				event->other == i);
		}
		assert_int_equal(begins, most);
	}
}

/* ---- bytes ---- */

/* A call that passes bytes at the client's end, whose connect() returned 5. */
struct passage {
	const char *name, *arguments;
	int descriptor;
	int64_t result, begin_us, end_us; /* 0: it did not return */
	uint64_t before;
};

static void check_passages(const struct passage *passages, size_t count)
{
	const struct tcp_connection connections[] = { connection_at(0, 40000, 8080, 100) };
	autofinish(script) struct script script = { 0 };
	add_exchange(&script, "127.0.0.1:8080", "127.0.0.1:40000");
	script.count -= 2; /* no close */
	for (size_t i = 0; i < count; i++) {
		const struct passage *one = &passages[i];
		struct socket_call *call = add_call(&script, CALL_OF_CLIENT, one->name,
			one->descriptor, one->result, one->begin_us, one->end_us);
		call->is_unfinished = !one->end_us;
		(void)snprintf(call->arguments, sizeof(call->arguments), "%s", one->arguments);
	}
	find(&script, connections, 1);
	for (size_t i = 0; i < count; i++) {
		const struct recorded_call *call = NULL;
		for (size_t k = 0; k < script.calls.count && !call; k++) {
			bool is_it =
				script.calls.items[k].call->begin_ns == passages[i].begin_us * US;
			call = is_it ? &script.calls.items[k] : NULL;
		}
		assert_non_null(call);
		if (call->bytes_before != passages[i].before)
			fail_msg("%s at %d: %llu", passages[i].name, (int)passages[i].begin_us,
				(unsigned long long)call->bytes_before);
	}
}

/* The exchange sent 50 bytes before. */
static void bytes_are_counted_through_the_calls(void **state)
{
	(void)state;
	static const struct passage sent[] = {
		{ "write", "", 5, 10, 400, 410, 50 },
		{ "dup2", "6", 5, 6, 420, 421, 0 },
		{ "fcntl", "F_DUPFD_CLOEXEC, 3", 5, 7, 422, 423, 0 },
		{ "sendto", "MSG_NOSIGNAL", 6, 20, 430, 440, 60 },
		{ "write", "", 7, -1, 450, 451, 80 },
		{ "writev", "", 7, 5, 460, 461, 80 },
		{ "send", "", 5, 1, 470, 471, 85 },
		{ "sendfile", "", 5, 100, 480, 481, 86 },
		{ "splice", "fd_in=8, SPLICE_F_MOVE", 5, 7, 490, 491, 186 },
		{ "pwritev2", "", 5, 2, 500, 501, 193 },
		{ "splice", "fd_out=8, SPLICE_F_MOVE", 5, 1000, 510, 511, 0 },
		{ "write", "", 5, 1, 520, 521, 195 },
	};
	static const struct passage received[] = {
		{ "recvfrom", "MSG_PEEK", 5, 30, 400, 410, 0 },
		{ "recvmsg", "MSG_ERRQUEUE", 5, 12, 420, 421, 0 },
		{ "recvfrom", "0", 5, 30, 430, 440, 0 },
		{ "read", "", 5, 0, 450, 460, 30 },
		{ "splice", "fd_out=8, 0", 5, 9, 470, 471, 30 },
		{ "preadv2", "", 5, 1, 480, 481, 39 },
	};
	check_passages(sent, ARRAY_COUNT(sent));
	check_passages(received, ARRAY_COUNT(received));
}

/* splice() sends or receives: which of the two, its arguments say. */
static void splice_has_two_names(void **state)
{
	(void)state;
	static const struct {
		const char *arguments, *name;
		enum call_kind kind;
	} cases[] = { { "fd_in=7, SPLICE_F_MOVE", "write", CALL_KIND_SEND },
		{ "fd_out=7, 0", "read", CALL_KIND_RECEIVE } };
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(script) struct script script = { 0 };
		struct socket_call *call = add_call(&script, CALL_OF_CLIENT, "splice", 5, 10, 1, 2);
		(void)snprintf(call->arguments, sizeof(call->arguments), "%s", cases[i].arguments);
		find(&script, NULL, 0);
		const struct recorded_call *found = call_of(&script, "splice", 0);
		assert_int_equal(found->kind, cases[i].kind);
		assert_true(recorded_call_has_name(found, "splice"));
		for (size_t k = 0; k < ARRAY_COUNT(cases); k++)
			assert_int_equal(recorded_call_has_name(found, cases[k].name), i == k);
	}
}

static void what_cannot_be_counted_is_not_known(void **state)
{
	(void)state;
	const uint64_t unknown = CALL_BYTES_UNKNOWN;
	const struct passage messages[] = {
		{ "sendmmsg", "", 5, 2, 400, 410, unknown },
		{ "write", "", 5, 1, 420, 430, unknown },
	};
	const struct passage at_once[] = {
		{ "write", "", 5, 10, 400, 410, 50 },
		{ "write", "", 5, 10, 420, 440, unknown },
		{ "write", "", 5, 10, 430, 435, unknown },
		{ "write", "", 5, 10, 450, 460, 80 },
	};
	const struct passage urgent[] = {
		{ "recvfrom", "MSG_OOB", 5, 1, 400, 410, unknown },
		{ "recvfrom", "0", 5, 1, 420, 430, unknown },
	};
	const struct passage huge[] = {
		{ "write", "", 5, INT64_MAX, 400, 410, 50 },
		{ "write", "", 5, INT64_MAX, 420, 430, (uint64_t)INT64_MAX + 50 },
		{ "write", "", 5, 1, 440, 450, unknown },
	};
	const struct passage unfinished[] = {
		{ "write", "", 5, 10, 400, 0, unknown },
		{ "write", "", 5, 10, 420, 430, unknown },
	};
	check_passages(messages, ARRAY_COUNT(messages));
	check_passages(at_once, ARRAY_COUNT(at_once));
	check_passages(urgent, ARRAY_COUNT(urgent));
	check_passages(huge, ARRAY_COUNT(huge));
	check_passages(unfinished, ARRAY_COUNT(unfinished));
}

/* Samples and calls have the addresses that were recorded, packets those that stand for them. */
static void anonymized_connections_are_found(void **state)
{
	(void)state;
	static const char client[] = "192.168.7.10:40000", server[] = "192.168.7.11:8080";
	for (int is_hidden = 0; is_hidden < 2; is_hidden++) {
		autofree(redaction) struct redaction *redaction =
			is_hidden ? redaction_new(true) : NULL;
		autofinish(arena) struct arena arena = { 0 };
		struct tcp_connection connection = connection_at(0, 40000, 8080, 100);
		connection.client = (struct address){ ADDRESS_IPV4, { 192, 168, 7, 10 } };
		connection.server = (struct address){ ADDRESS_IPV4, { 192, 168, 7, 11 } };
		struct address recorded = connection.client;
		if (is_hidden) {
			redaction_hide_address(redaction, &connection.client);
			redaction_hide_address(redaction, &connection.server);
		}
		assert_int_equal(address_equal(&recorded, &connection.client), !is_hidden);
		struct socket_call call;
		exchange_call_set(&call, CALL_OF_CLIENT, "sendto", 5, 50, 200, 210);
		(void)snprintf(call.local, sizeof(call.local), "%s", client);
		(void)snprintf(call.peer, sizeof(call.peer), "%s", server);
		struct packet_sample samples[2] = { { .time_ns = 300 * US },
			{ .time_ns = 310 * US } };
		for (size_t i = 0; i < ARRAY_COUNT(samples); i++) {
			(void)snprintf(samples[i].local, sizeof(samples[i].local), "%s",
				i ? server : client);
			(void)snprintf(samples[i].peer, sizeof(samples[i].peer), "%s",
				i ? client : server);
		}
		const struct socket_calls calls = { .items = &call,
			.count = 1,
			.samples = samples,
			.sample_count = ARRAY_COUNT(samples) };
		struct recorded_calls found;
		recorded_calls_find(&found, &calls, &connection, 1, redaction, &arena);
		assert_int_equal(found.items[0].stream, 0);
		assert_int_equal(found.sample_count, 2);
		assert_false(found.samples[0].is_of_server);
		assert_true(found.samples[1].is_of_server);
	}
}

/* ---- the file ---- */

static void bad_lines_are_named(void **state)
{
	(void)state;
	static const char *const lines[] = {
		"{\"role\":\"client\",\"process\":1,\"thread\":1,\"call\":\"<b>\",\"result\":0,\"begin\":\"1.000000000\",\"end\":\"2.000000000\"}",
		"{\"role\":\"client\",\"process\":1,\"thread\":1,\"call\":\"read\",\"result\":0,\"begin\":\"3.000000000\",\"end\":\"2.000000000\"}",
		"{\"role\":\"client\",\"process\":1,\"thread\":1,\"call\":\"read\",\"result\":-1,\"error\":\"\\u001b[2J\",\"begin\":\"1.000000000\",\"end\":\"2.000000000\"}",
		"no JSON",
	};
	char folder[] = "/tmp/recorded-calls-XXXXXX", capture[64], path[64];
	assert_non_null(mkdtemp(folder));
	(void)snprintf(capture, sizeof(capture), "%s/x.pcap", folder);
	(void)snprintf(path, sizeof(path), "%s/x.calls.jsonl", folder);
	for (size_t i = 0; i < ARRAY_COUNT(lines); i++) {
		autofinish(arena) struct arena arena = { 0 };
		autofinish(error) struct error error = { 0 };
		FILE *file = fopen(path, "w");
		assert_non_null(file);
		(void)fprintf(file, "%s\n%s\n",
			"{\"role\":\"client\",\"process\":1,\"thread\":1,\"call\":\"read\",\"begin\":\"1.000000000\"}",
			lines[i]);
		(void)fclose(file);
		assert_null(recorded_calls_read(capture, NULL, 0, NULL, &arena, &error));
		char wanted[96];
		(void)snprintf(wanted, sizeof(wanted), "%s:2: this line is no socket call", path);
		assert_memory_equal(error_message(&error), wanted, strlen(wanted));
	}
	autofinish(arena) struct arena arena = { 0 };
	autofinish(error) struct error error = { 0 };
	(void)remove(path);
	assert_null(recorded_calls_read(capture, NULL, 0, NULL, &arena, &error));
	assert_false(error_is_set(&error));
	(void)rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_ends_find_their_connection),
		cmocka_unit_test(what_is_not_known_belongs_to_none),
		cmocka_unit_test(addresses_tell_which),
		cmocka_unit_test(numbers_are_used_again),
		cmocka_unit_test(only_a_program_that_runs_changes_descriptors),
		cmocka_unit_test(tables_are_true),
		cmocka_unit_test(many_copies_end),
		cmocka_unit_test(names_have_families),
		cmocka_unit_test(a_thread_is_no_process),
		cmocka_unit_test(packets_prove),
		cmocka_unit_test(what_does_not_wait_is_not_said_to_wait),
		cmocka_unit_test(copies_share_whether_they_wait),
		cmocka_unit_test(data_may_be_there_already),
		cmocka_unit_test(nothing_asked_for_is_no_end),
		cmocka_unit_test(what_is_behind_a_gap_proves_nothing),
		cmocka_unit_test(what_is_behind_a_fragment_proves_nothing),
		cmocka_unit_test(a_side_without_calls_here_was_recorded),
		cmocka_unit_test(events_are_in_order),
		cmocka_unit_test(the_first_calls_are_taken),
		cmocka_unit_test(bytes_are_counted_through_the_calls),
		cmocka_unit_test(splice_has_two_names),
		cmocka_unit_test(what_cannot_be_counted_is_not_known),
		cmocka_unit_test(anonymized_connections_are_found),
		cmocka_unit_test(bad_lines_are_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
