/* Which calls of a child are written. tests/cli records the calls of whole programs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/array.h"
#include "lab/calls/call-tracer.h"

#ifdef __linux__
#include <sys/prctl.h>
#include <sys/resource.h>

#include "lab/sockets/socket-view-linux.h"

#define WAIT_OPTIONS __WALL

static bool give_up_privileges(void)
{
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

/*
 * A handle that could not be opened says why. Only a system that forbids it is said to hide
 * sockets.
 */
static void a_missing_handle_has_its_cause(void **state)
{
	(void)state;
	struct rlimit before, none;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	none = before;
	none.rlim_cur = 0;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	int handle = process_handle_open(getpid());
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	if (handle == -ENOSYS || handle == -EPERM)
		skip();
	assert_int_equal(handle, -EMFILE);
	assert_int_equal(socket_view_open(handle, 0), -1);
	assert_int_equal(errno, EMFILE);
}
#else
#define WAIT_OPTIONS 0

static void a_missing_handle_has_its_cause(void **state)
{
	(void)state;
	skip();
}

static bool give_up_privileges(void)
{
	return true;
}
#endif

enum { CALLS = 20 };

/* Makes sockets. */
_Noreturn static void run_calls(int signal_number)
{
	(void)signal_number;
	for (int i = 0; i < CALLS; i++)
		(void)close(socket(AF_INET, SOCK_STREAM, 0));
	_exit(0);
}

/* Opens a socket, of which a child has a copy when a signal ends it. */
_Noreturn static void run_killed(int signal_number)
{
	int status;
	(void)socket(AF_INET, SOCK_STREAM, 0);
	pid_t child = fork();
	if (child == 0) {
		(void)raise(signal_number);
		_exit(0);
	}
	_exit(waitpid(child, &status, 0) != child || !WIFSIGNALED(status));
}

typedef void child_function(int signal_number);

/* Calls it in a child once the tracer watches. */
static pid_t start_child(child_function *run, int signal_number, int *ret_go)
{
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		char word;
		if (read(ends[0], &word, 1) != 1 || !give_up_privileges() || !call_tracer_accept())
			_exit(1);
		run(signal_number);
	}
	(void)close(ends[0]);
	*ret_go = ends[1];
	return child;
}

static off_t size_of(FILE *file)
{
	struct stat status;
	assert_int_equal(fstat(fileno(file), &status), 0);
	return status.st_size;
}

/*
 * The file is judged when the calls are finished: a write that failed later would leave half a line
 * in it.
 */
static void nothing_is_written_behind_the_end(void **state)
{
	(void)state;
	FILE *file = tmpfile();
	assert_non_null(file);
	autofree(call_tracer) struct call_tracer *tracer = call_tracer_new(fileno(file));
	int go, status;
	off_t finished_size = 0;
	pid_t child = start_child(run_calls, 0, &go);
	bool is_watched = call_tracer_watch(tracer, child, CALL_OF_CLIENT);
	if (is_watched)
		assert_int_equal(write(go, "", 1), 1);
	(void)close(go);
	for (;;) {
		pid_t ended = waitpid(child, &status, WAIT_OPTIONS);
		if (ended < 0 && errno == EINTR)
			continue;
		assert_int_equal(ended, child);
		if (!call_tracer_take(tracer, ended, status))
			break;
		if (!finished_size && size_of(file)) {
			call_tracer_finish(tracer);
			finished_size = size_of(file);
		}
	}
	if (!is_watched) {
		(void)fclose(file);
		print_message("this system lets no process watch another one\n");
		skip();
	}
	assert_int_equal(status, 0);
	assert_true(finished_size > 0);
	assert_int_equal(size_of(file), finished_size);
	assert_int_equal(call_tracer_failure(tracer), 0);
	(void)fclose(file);
}

/* How often a text is in the file. */
static unsigned count_in(FILE *file, const char *text)
{
	static char content[16384];
	unsigned count = 0;
	ssize_t size = pread(fileno(file), content, sizeof(content) - 1, 0);
	assert_in_range(size, 0, sizeof(content) - 2);
	content[size] = '\0';
	for (const char *at = content; (at = strstr(at, text)); at++)
		count++;
	return count;
}

/*
 * A process that a signal ends is told once. Its descriptors are still open then, so no packet that
 * the kernel sends when it closes them is before that.
 */
static void a_killed_process_is_told(void **state)
{
	(void)state;
	const int signals[] = { SIGTERM, SIGKILL, SIGRTMIN };
	char no_name[64];
	(void)snprintf(no_name, sizeof(no_name), "\"arguments\":\"signal %d\"", SIGRTMIN);
	const char *const arguments[] = { "\"arguments\":\"SIGTERM\"",
		"\"arguments\":\"SIGKILL\"", no_name };
	for (size_t i = 0; i < ARRAY_COUNT(signals); i++) {
		FILE *file = tmpfile();
		assert_non_null(file);
		autofree(call_tracer) struct call_tracer *tracer = call_tracer_new(fileno(file));
		int go, status, is_killed = 0;
		pid_t child = start_child(run_killed, signals[i], &go), ended;
		bool is_watched = call_tracer_watch(tracer, child, CALL_OF_CLIENT);
		if (is_watched)
			assert_int_equal(write(go, "", 1), 1);
		(void)close(go);
		do {
			ended = waitpid(-1, &status, WAIT_OPTIONS);
			if (ended < 0 && errno == EINTR)
				continue;
			assert_true(ended > 0);
			if (WIFSIGNALED(status)) {
				is_killed++;
				assert_int_equal(count_in(file, "\"call\":\"killed\""), 1);
			}
		} while (call_tracer_take(tracer, ended, status) || ended != child);
		if (!is_watched) {
			(void)fclose(file);
			print_message("this system lets no process watch another one\n");
			skip();
		}
		assert_int_equal(status, 0);
		assert_int_equal(is_killed, 1);
		assert_int_equal(count_in(file, "\"call\":\"killed\""), 1);
		assert_int_equal(count_in(file, arguments[i]), 1);
		assert_int_equal(count_in(file, "\"call\":\"exit_group\""), 1);
		(void)fclose(file);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_written_behind_the_end),
		cmocka_unit_test(a_killed_process_is_told),
		cmocka_unit_test(a_missing_handle_has_its_cause),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
