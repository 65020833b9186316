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

static void write_file(const char *path)
{
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs("# A talk\n", file) >= 0);
	assert_int_equal(fclose(file), 0);
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
	assert_int_equal(file_watch_drain(watch), FILE_EVENTS_NONE);

	write_file(paths[0]);
	assert_true(is_ready(watch, 5000));
	assert_int_not_equal(file_watch_drain(watch), FILE_EVENTS_NONE);
	assert_false(is_ready(watch, 0));
	assert_int_equal(file_watch_drain(watch), FILE_EVENTS_NONE);
	assert_int_equal(unlink(paths[0]), 0);
	assert_int_equal(rmdir(folder), 0);
}

#ifdef __linux__
static void a_save_ends_with_the_file_of_its_name(void **state)
{
	(void)state;
	char folder[] = "/tmp/test-file-watch-XXXXXX";
	assert_non_null(mkdtemp(folder));
	autofinish(text) struct text path = { 0 }, backup = { 0 };
	text_append_format(&path, "%s/talk.md", folder);
	text_append_format(&backup, "%s/talk.md~", folder);
	const char *const paths[] = { text_string(&path) }, *other = text_string(&backup);
	autofinish(error) struct error error = { 0 };
	autofree(file_watch) struct file_watch *watch = file_watch_new(&error);
	assert_non_null(watch);
	assert_true(file_watch_set(watch, paths, 1, &error));

	write_file(other);
	assert_int_equal(file_watch_drain(watch), FILE_EVENTS_OTHERS);
	assert_int_equal(rename(other, paths[0]), 0);
	assert_int_equal(file_watch_drain(watch), FILE_EVENTS_SAVED);
	/* An editor that keeps the old file as its backup. */
	assert_int_equal(rename(paths[0], other), 0);
	assert_int_equal(file_watch_drain(watch), FILE_EVENTS_HALF);
	write_file(paths[0]);
	assert_int_equal(unlink(other), 0);
	assert_int_equal(file_watch_drain(watch), FILE_EVENTS_SAVED);
	assert_int_equal(unlink(paths[0]), 0);
	assert_int_equal(file_watch_drain(watch), FILE_EVENTS_HALF);
	assert_int_equal(rmdir(folder), 0);
}
#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_are_taken_once),
#ifdef __linux__
		cmocka_unit_test(a_save_ends_with_the_file_of_its_name),
#endif
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
