/* serve/watch/file-watch: reports an event once, and reports nothing without one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/text.h"
#include "serve/watch/file-watch.h"

static bool is_ready(const struct file_watch *watch, int milliseconds)
{
	struct pollfd source = { .fd = file_watch_descriptor(watch), .events = POLLIN };
	return poll(&source, 1, milliseconds) > 0;
}

static void events_are_taken_once(void **state)
{
	(void)state;
	char folder[] = "/tmp/test-file-watch-XXXXXX";
	assert_non_null(mkdtemp(folder));
	autofinish(text) struct text path = { 0 };
	text_append_format(&path, "%s/talk.md", folder);
	const char *const paths[] = { text_string(&path) };
	autofinish(error) struct error error = { 0 };
	autofree(file_watch) struct file_watch *watch = file_watch_new(&error);
	assert_non_null(watch);
	assert_true(file_watch_set(watch, paths, 1, &error));
	assert_false(file_watch_drain(watch));

	FILE *file = fopen(paths[0], "w");
	assert_non_null(file);
	assert_true(fputs("# A talk\n", file) >= 0);
	assert_int_equal(fclose(file), 0);
	assert_true(is_ready(watch, 5000));
	assert_true(file_watch_drain(watch));
	assert_false(is_ready(watch, 0));
	assert_false(file_watch_drain(watch));
	assert_int_equal(unlink(paths[0]), 0);
	assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(events_are_taken_once) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
