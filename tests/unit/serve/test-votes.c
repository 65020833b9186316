/* Votes: one of each visitor, until the answer is shown; who sees the counts; limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "serve/room/votes.h"

static const struct vote_ask who = { "a.html", "who-Ask1", 3 };

static const char *visitor(unsigned number)
{
	static char id[17];
	(void)snprintf(id, sizeof(id), "%016x", number);
	return id;
}

static void expect_seen(struct votes *votes, bool is_speaker, const char *id, const char *wanted)
{
	autofinish(text) struct text said = { 0 };
	uint64_t number = votes_append(votes, "a.html", is_speaker, id, &said);
	assert_string_equal(text_string(&said), wanted);
	assert_int_equal(number, votes_number(votes, "a.html", is_speaker));
}

static void test_one_each(void **state)
{
	(void)state;
	autofree(votes) struct votes *votes = votes_new();
	assert_int_equal(votes_number(votes, "a.html", true), 0);
	expect_seen(votes, true, visitor(1), "[]");
	assert_int_equal(votes_cast(votes, &who, visitor(1), 0), VOTE_COUNTED);
	assert_int_equal(votes_cast(votes, &who, visitor(2), 2), VOTE_COUNTED);
	uint64_t before = votes_number(votes, "a.html", false);
	assert_int_equal(votes_cast(votes, &who, visitor(1), 2), VOTE_COUNTED);
	expect_seen(votes, true, visitor(3),
		"[{\"ask\":\"who-Ask1\",\"shown\":false,\"counts\":[0,0,2]}]");
	/* A vote is no news for listeners, who see their own only. */
	assert_int_equal(votes_number(votes, "a.html", false), before);
	expect_seen(
		votes, false, visitor(1), "[{\"ask\":\"who-Ask1\",\"shown\":false,\"mine\":2}]");
	assert_int_equal(votes_number(votes, "b.html", true), 0);
}

static void test_shown(void **state)
{
	(void)state;
	autofree(votes) struct votes *votes = votes_new();
	assert_int_equal(votes_cast(votes, &who, visitor(1), 1), VOTE_COUNTED);
	uint64_t before = votes_number(votes, "a.html", false);
	assert_true(votes_show(votes, &who));
	assert_true(votes_number(votes, "a.html", false) > before);
	assert_int_equal(votes_cast(votes, &who, visitor(1), 0), VOTE_CLOSED);
	assert_int_equal(votes_cast(votes, &who, visitor(2), 0), VOTE_CLOSED);
	expect_seen(votes, false, visitor(1),
		"[{\"ask\":\"who-Ask1\",\"shown\":true,\"counts\":[0,1,0],\"mine\":1}]");
	assert_true(votes_forget(votes, &who));
	expect_seen(votes, false, visitor(1), "[{\"ask\":\"who-Ask1\",\"shown\":false}]");
	assert_int_equal(votes_cast(votes, &who, visitor(2), 0), VOTE_COUNTED);
	/* The talk was saved with another choice. */
	const struct vote_ask changed = { who.page, who.id, 4 };
	assert_int_equal(votes_cast(votes, &changed, visitor(3), 3), VOTE_COUNTED);
	expect_seen(votes, true, visitor(9),
		"[{\"ask\":\"who-Ask1\",\"shown\":false,\"counts\":[0,0,0,1]}]");
}

static void test_limits(void **state)
{
	(void)state;
	autofree(votes) struct votes *votes = votes_new();
	const struct vote_ask wide = { "a.html", "x", VOTE_CHOICES_MAX + 1 };
	assert_int_equal(votes_cast(votes, &who, visitor(1), 3), VOTE_WRONG);
	assert_int_equal(votes_cast(votes, &who, visitor(1), SIZE_MAX), VOTE_WRONG);
	assert_int_equal(votes_cast(votes, &who, "0", 1), VOTE_WRONG);
	assert_int_equal(votes_cast(votes, &wide, visitor(1), 1), VOTE_WRONG);
	assert_false(votes_show(votes, &wide));
	for (unsigned i = 0; i < VOTE_CHANGES_MAX; i++)
		assert_int_equal(votes_cast(votes, &who, visitor(1), i % 2), VOTE_COUNTED);
	assert_int_equal(votes_cast(votes, &who, visitor(1), 2), VOTE_TOO_MANY);
	for (unsigned i = 1; i < VOTE_VISITORS_MAX; i++)
		assert_int_equal(votes_cast(votes, &who, visitor(i + 1), 0), VOTE_COUNTED);
	assert_int_equal(votes_cast(votes, &who, visitor(99999), 0), VOTE_TOO_MANY);
	for (unsigned i = 1; i < VOTE_ASKS_MAX; i++) {
		char id[16];
		(void)snprintf(id, sizeof(id), "ask%u", i);
		assert_true(votes_show(votes, &(struct vote_ask){ "b.html", id, 2 }));
	}
	assert_false(votes_show(votes, &(struct vote_ask){ "b.html", "one more", 2 }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_each),
		cmocka_unit_test(test_shown),
		cmocka_unit_test(test_limits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
