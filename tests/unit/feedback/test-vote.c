/* Votes in the store: one of each visitor in each round, and none of who is forgotten. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/file/temporary-folder.h"
#include "feedback/vote.h"

static struct kept_vote vote(const char *ask, unsigned round, const char *visitor, unsigned choice)
{
	return (struct kept_vote){
		.round = { .talk = "a.md", .ask = ask, .room = "r", .number = round },
		.visitor = visitor,
		.choice = choice,
		.at_s = 100,
	};
}

static void test_rounds(void **state)
{
	(void)state;
	autofinish(error) struct error error = { 0 };
	autofinish(temporary_folder) struct temporary_folder folder = { 0 };
	autofinish(vote_results) struct vote_results none = { 0 }, all = { 0 }, later = { 0 };
	assert_true(temporary_folder_make(NULL, "vote", &folder, &error));
	autofree(feedback) struct feedback *store = feedback_new(folder.path);
	assert_true(feedback_read_votes(store, "a.md", 0, &none, &error));
	assert_int_equal(none.count, 0);

	const struct kept_vote votes[] = {
		vote("one-Ask1", 0, "v1", 0), vote("one-Ask1", 0, "v2", 2),
		vote("one-Ask1", 0, "v1", 2), /* in place of the first */
		vote("two-Ask1", 0, "v1", 1), vote("one-Ask1", 1, "v1", 0), /* asked again */
	};
	assert_true(feedback_keep_votes(store, votes, ARRAY_COUNT(votes), &error));
	assert_true(feedback_read_votes(store, "a.md", 0, &all, &error));
	assert_int_equal(all.count, 3);
	assert_string_equal(all.items[0].ask, "one-Ask1");
	assert_int_equal(all.items[0].choice_count, 3);
	assert_int_equal(all.items[0].counts[0], 0);
	assert_int_equal(all.items[0].counts[2], 2);
	assert_string_equal(all.items[1].ask, "two-Ask1");
	assert_int_equal(all.items[2].counts[0], 1);
	assert_true(feedback_read_votes(store, "a.md", 101, &later, &error));
	assert_int_equal(later.count, 0);
}

/* A person is known by the name of what was said from the same browser. */
static void test_forget(void **state)
{
	(void)state;
	autofinish(error) struct error error = { 0 };
	autofinish(temporary_folder) struct temporary_folder folder = { 0 };
	autofinish(vote_results) struct vote_results left = { 0 };
	assert_true(temporary_folder_make(NULL, "vote", &folder, &error));
	autofree(feedback) struct feedback *store = feedback_new(folder.path);
	const struct kept_vote votes[] = { vote("one-Ask1", 0, "v1", 0),
		vote("one-Ask1", 0, "v2", 2) };
	const struct feedback_item said = {
		.place = { .talk = "a.md", .slide = "one", .capture = "" },
		.slide_title = "One",
		.words = "why?",
		.name = "Kim",
		.at_s = 100,
	};
	uint64_t count = 0;
	assert_true(feedback_keep_votes(store, votes, ARRAY_COUNT(votes), &error));
	assert_true(feedback_add(store, &said, "v1", NULL, &error));
	assert_true(feedback_forget(store, "Kim", &count, &error));
	assert_true(feedback_read_votes(store, "a.md", 0, &left, &error));
	assert_int_equal(left.count, 1);
	assert_int_equal(left.items[0].counts[0], 0);
	assert_int_equal(left.items[0].counts[2], 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rounds),
		cmocka_unit_test(test_forget),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
