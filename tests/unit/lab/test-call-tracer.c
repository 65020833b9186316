/* Which calls of a child are written. tests/cli records the calls of whole programs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab/calls/call-tracer.h"

#ifdef __linux__
#include <sys/prctl.h>

#define WAIT_OPTIONS __WALL

static bool give_up_privileges(void)
{
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}
#else
#define WAIT_OPTIONS 0

static bool give_up_privileges(void)
{
	return true;
}
#endif

enum { CALLS = 20 };

/* Makes sockets once the tracer watches. */
_Noreturn static void run_child(int go)
{
	char word;
	if (read(go, &word, 1) != 1 || !give_up_privileges() || !call_tracer_accept())
		_exit(1);
	for (int i = 0; i < CALLS; i++)
		(void)close(socket(AF_INET, SOCK_STREAM, 0));
	_exit(0);
}

static pid_t start_child(int *ret_go)
{
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0)
		run_child(ends[0]);
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
	pid_t child = start_child(&go);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_written_behind_the_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
