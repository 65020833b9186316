/* Rehearsals: the times of a run are replaced by newer ones, and runs come newest first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/file/file.h"
#include "base/file/temporary-folder.h"
#include "feedback/rehearsal.h"

static void keep(struct feedback *store, const char *talk, const char *run, int64_t at_s,
	const char *slide, int step, uint64_t ms)
{
	autofinish(error) struct error error = { 0 };
	const struct rehearsal_step one = { slide, step, ms };
	assert_true(rehearsal_keep(store, talk, run, at_s, &one, 1, &error));
}

static void test_runs(void **state)
{
	(void)state;
	autofinish(error) struct error error = { 0 };
	autofinish(temporary_folder) struct temporary_folder folder = { 0 };
	autofinish(rehearsals) struct rehearsals none = { 0 }, all = { 0 }, last = { 0 };
	autofinish(text) struct text path = { 0 };
	assert_true(temporary_folder_make(NULL, "rehearsal", &folder, &error));
	autofree(feedback) struct feedback *store = feedback_new(folder.path);
	text_append_format(&path, "%s/.pcapdeck", folder.path);
	assert_true(rehearsals_read(store, "a.md", 9, &none, &error));
	assert_int_equal(none.count, 0);
	assert_false(file_exists(text_string(&path)));

	keep(store, "a.md", "r1", 100, "one", -1, 5000);
	keep(store, "a.md", "r1", 170, "one", -1, 7000); /* in place of the time before */
	keep(store, "a.md", "r1", 170, "one", 0, 1000);
	keep(store, "a.md", "r1", 170, "two", -1, UINT64_MAX);
	keep(store, "b.md", "r1", 180, "one", -1, 1);
	keep(store, "a.md", "r2", 200, "two", -1, 3000);
	assert_true(rehearsals_read(store, "a.md", 9, &all, &error));
	assert_int_equal(all.count, 2);
	assert_int_equal(all.runs[0].at_s, 200);
	assert_int_equal(rehearsal_ms(&all.runs[0]), 3000);
	assert_int_equal(rehearsal_slide_ms(&all.runs[0], "one"), 0);
	assert_int_equal(all.runs[1].at_s, 100); /* when it began */
	assert_int_equal(all.runs[1].count, 3);
	assert_int_equal(all.runs[1].steps[0].step, -1);
	assert_int_equal(rehearsal_slide_ms(&all.runs[1], "one"), 8000);
	assert_int_equal(rehearsal_slide_ms(&all.runs[1], "two"), REHEARSAL_MS_MAX);
	assert_true(rehearsals_read(store, "a.md", 1, &last, &error));
	assert_int_equal(last.count, 1);
}

/* All times of a request are kept, or none. */
static void test_all_or_nothing(void **state)
{
	(void)state;
	autofinish(error) struct error error = { 0 };
	autofinish(temporary_folder) struct temporary_folder folder = { 0 };
	autofinish(text) struct text path = { 0 };
	assert_true(temporary_folder_make(NULL, "rehearsal", &folder, &error));
	text_append_format(&path, "%s/file", folder.path);
	assert_true(file_replace(
		text_string(&path), (struct bytes){ (const uint8_t *)"x", 1 }, &error));
	autofree(feedback) struct feedback *store = feedback_new(text_string(&path));
	const struct rehearsal_step one = { "one", 0, 5 };
	assert_false(rehearsal_keep(store, "a.md", "r", 1, &one, 1, &error));
	assert_non_null(strstr(error_message(&error), "cannot keep feedback"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_runs),
		cmocka_unit_test(test_all_or_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
