/* Each vote that the keeper takes is answered once, and is in the store then. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <pthread.h>

#include "base/file/file.h"
#include "base/file/temporary-folder.h"
#include "serve/feedback/vote-keeper.h"

enum { VOTES = 300 };

struct answers {
	pthread_mutex_t lock;
	unsigned done, kept;
};

static void count(void *context, struct waiting_vote *waiting)
{
	struct answers *answers = context;
	(void)pthread_mutex_lock(&answers->lock);
	answers->done++;
	answers->kept += waiting->is_kept;
	(void)pthread_mutex_unlock(&answers->lock);
}

static void fill(struct waiting_vote *waiting, char (*visitors)[17], struct feedback *store)
{
	for (unsigned i = 0; i < VOTES; i++) {
		(void)snprintf(visitors[i], sizeof(visitors[i]), "%016x", i);
		waiting[i] = (struct waiting_vote){
			.store = store,
			.vote = {
				.round = { .talk = "a.md", .ask = "one-Ask1", .room = "r" },
				.visitor = visitors[i],
				.choice = i % 2,
				.at_s = 1,
			},
		};
	}
}

static void test_all_are_kept(void **state)
{
	(void)state;
	static struct waiting_vote waiting[VOTES];
	static char visitors[VOTES][17];
	struct answers answers = { .lock = PTHREAD_MUTEX_INITIALIZER };
	autofinish(error) struct error error = { 0 };
	autofinish(temporary_folder) struct temporary_folder folder = { 0 };
	autofinish(vote_results) struct vote_results results = { 0 };
	assert_true(temporary_folder_make(NULL, "votes", &folder, &error));
	autofree(feedback) struct feedback *store = feedback_new(folder.path);
	autofree(vote_keeper) struct vote_keeper *keeper = vote_keeper_new(count, &answers);
	fill(waiting, visitors, store);
	for (unsigned i = 0; i < VOTES; i++)
		assert_true(vote_keeper_add(keeper, &waiting[i]));
	vote_keeper_stop(keeper);
	assert_int_equal(answers.done, VOTES);
	assert_int_equal(answers.kept, VOTES);
	assert_false(vote_keeper_add(keeper, &waiting[0]));
	assert_true(feedback_read_votes(store, "a.md", 0, &results, &error));
	assert_int_equal(results.count, 1);
	assert_int_equal(results.items[0].counts[0], VOTES / 2);
	assert_int_equal(results.items[0].counts[1], VOTES / 2);
}

static void test_a_failure_is_told(void **state)
{
	(void)state;
	static struct waiting_vote waiting[VOTES];
	static char visitors[VOTES][17];
	struct answers answers = { .lock = PTHREAD_MUTEX_INITIALIZER };
	autofinish(error) struct error error = { 0 };
	autofinish(temporary_folder) struct temporary_folder folder = { 0 };
	autofinish(text) struct text path = { 0 };
	assert_true(temporary_folder_make(NULL, "votes", &folder, &error));
	text_append_format(&path, "%s/file", folder.path);
	assert_true(file_replace(
		text_string(&path), (struct bytes){ (const uint8_t *)"x", 1 }, &error));
	autofree(feedback) struct feedback *store = feedback_new(text_string(&path));
	autofree(vote_keeper) struct vote_keeper *keeper = vote_keeper_new(count, &answers);
	fill(waiting, visitors, store);
	assert_true(vote_keeper_add(keeper, &waiting[0]));
	assert_true(vote_keeper_add(keeper, &waiting[1]));
	vote_keeper_stop(keeper);
	assert_int_equal(answers.done, 2);
	assert_int_equal(answers.kept, 0);
	for (unsigned i = 0; i < 2; i++) {
		assert_non_null(strstr(error_message(&waiting[i].error), "cannot keep feedback"));
		error_finish(&waiting[i].error);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_are_kept),
		cmocka_unit_test(test_a_failure_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
