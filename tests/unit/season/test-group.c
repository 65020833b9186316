/* group.yaml: what is read of it, and what is wrong with it, by line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/array.h"
#include "season-samples.h"

static void test_whole(void **state)
{
	(void)state;
	autofinish(sample) struct sample sample = { 0 };
	const struct group *group = &sample.group;
	assert_true(sample_read(&sample,
		"group: 네트워크 스터디\n"
		"members:\n"
		"  - 지은 # first of all\n"
		"  - name: 도윤\n"
		"    also: [doyun, 이도윤]\n"
		"    from: 2026-10-19\n"
		"    until: 2026년 12월 1일\n"
		"talks-a-week: 3\n"
		"first: 2026-09-01\n"
		"weekday: 금요일\n"
		"last: 2027-06-30\n"
		"time: 19:30\n"
		"timezone: Asia/Seoul\n"
		"duration: 1h30m\n"
		"place: Discord\n"
		"holidays:\n"
		"  - 2026-09-25: 추석\n"
		"  - 2026-W53\n"
		"  - 2027-02-05 ~ 2027-02-12: exams\n"
		"swaps:\n"
		"  - 2026-12-11: [지은, Doyun]\n"
		"  - [2026-12-18, 2026-12-04]\n"
		"given:\n"
		"  - 2026-09-04: 지은\n"
		"  - 2026-09-11: [지은, 도윤]\n"
		"guests: [하늘, 바다]\n"));
	assert_int_equal(sample.findings.count, 0);
	assert_string_equal(group->name, "네트워크 스터디");
	assert_true(group->is_korean);
	assert_int_equal(group->member_count, 2);
	assert_int_equal(group->members[0].from, DAY_NEVER);
	assert_int_equal(group->members[0].until, DAY_FOREVER);
	assert_int_equal(group->members[1].from, day_of("2026-10-19"));
	assert_int_equal(group->members[1].until, day_of("2026-12-01"));
	assert_int_equal(group->members[1].also_count, 2);
	assert_int_equal(group->talks_a_week, 3);
	assert_int_equal(group->first, day_of("2026-09-04"));
	assert_int_equal(group->last, day_of("2027-06-30"));
	assert_int_equal(group->minute, 19 * 60 + 30);
	assert_int_equal(group->zone_min, 540);
	assert_int_equal(group->duration_s, 90 * 60);
	assert_int_equal(group->holiday_count, 3);
	assert_string_equal(group->holidays[0].why, "추석");
	assert_int_equal(group->holidays[1].first, day_of("2026-12-28"));
	assert_int_equal(group->holidays[1].last, day_of("2027-01-03"));
	assert_string_equal(group->holidays[1].why, "");
	assert_int_equal(group->holidays[2].last, day_of("2027-02-12"));
	assert_int_equal(group->swap_count, 2);
	assert_int_equal(group->swaps[0].members[1], 1);
	assert_true(group->swaps[1].is_of_days);
	assert_int_equal(group->swaps[1].day, day_of("2026-12-04"));
	assert_int_equal(group->given_count, 3);
	assert_int_equal(group->guest_count, 2);
	assert_string_equal(group->guests[1], "바다");
}

static void test_least(void **state)
{
	(void)state;
	autofinish(sample) struct sample sample = { 0 };
	assert_true(sample_read(
		&sample, "members: [Ann, Bob]\nfirst: 2026-09-07\nholidays:\nswaps:\nplace:\n"));
	assert_int_equal(sample.group.talks_a_week, 2);
	assert_int_equal(sample.group.last, DAY_FOREVER);
	assert_false(sample.group.is_korean);
	assert_false(sample.group.has_time);
	assert_int_equal(sample.group.zone_min, 0);
}

/* Each file has one mistake, on a line, with words that say what to do. */
static void test_mistakes(void **state)
{
	(void)state;
#define HEAD "members: [지은, 민수]\nfirst: 2026-09-07\n"
	static const struct {
		const char *yaml;
		unsigned line;
		const char *words;
	} rows[] = {
		{ "first: 2026-09-07\n", 1, "needs members" },
		{ "members: [a]\n", 1, "needs the day of its first meeting" },
		{ "first: 2026-09-07\nmembers:\n", 2, "needs members" },
		{ "members: ''\nfirst: 2026-09-07\n", 1, "needs members" },
		{ "members: []\nfirst: 2026-09-07\n", 1, "'members' must be a list" },
		{ "members: a\nfirst: 2026-09-07\n", 1, "'members' must be a list" },
		{ "members:\n  - a\n  - [b]\nfirst: 2026-09-07\n", 3, "one line of text" },
		{ "members:\n  - a\n  - ''\nfirst: 2026-09-07\n", 3, "one line of text" },
		{ "members:\n  - a\n  - \"b\\nc\"\nfirst: 2026-09-07\n", 3, "one line of text" },
		{ "members:\n  - a\n  - A\nfirst: 2026-09-07\n", 3,
			"'A' is a member already (line 2)" },
		{ "members:\n  - {name: a, also: [b]}\n  - b\nfirst: 2026-09-07\n", 3,
			"'b' is a member already" },
		{ "members:\n  - {name: a, untill: 2026-01-01}\nfirst: 2026-09-07\n", 2,
			"did you mean 'until'?" },
		{ "members:\n  - {from: 2026-01-01}\nfirst: 2026-09-07\n", 2, "has no name" },
		{ "members:\n  - {name: a, from: 2026-02-01, until: 2026-01-01}\nfirst: 2026-09-07\n",
			2, "leaves before joining" },
		{ HEAD "hollidays: [2026-10-05]\n", 3, "did you mean 'holidays'?" },
		{ HEAD "talks-a-week: 0\n", 3, "a number from 1 to 20" },
		{ HEAD "talks-a-week: two\n", 3, "a number from 1 to 20" },
		{ HEAD "weekday: mondy\n", 3, "did you mean 'Monday'?" },
		{ HEAD "time: 25:00\n", 3, "such as 19:30" },
		{ HEAD "time: 7pm\n", 3, "such as 19:30" },
		{ HEAD "timezone: Europe/Berlin\n", 3, "write its distance from UTC" },
		{ HEAD "timezone: +15:00\n", 3, "write its distance from UTC" },
		{ HEAD "duration: long\n", 3, "is not a duration" },
		{ HEAD "lang: kr\n", 3, "write ko or en" },
		{ HEAD "last: soon\n", 3, "'last' must be a day" },
		{ HEAD "holidays:\n  - 2026-10-05\n  - 2026-13-01\n", 5, "'2026-13-01' is no day" },
		{ HEAD "holidays:\n  - 2026-10-05 ~ 2026-10-01\n", 4, "is no day" },
		{ HEAD "holidays:\n  - 2027-W53\n", 4, "is no day" },
		{ HEAD "guests:\n  - 하늘\n  - {바다: x}\n", 5, "'guests' must be one line" },
		{ HEAD "swaps:\n  - [지은, 민수]\n", 4, "a swap is two days" },
		{ HEAD "swaps:\n  - 2026-10-05: 지은\n", 4, "a swap is two days" },
		{ HEAD "swaps:\n  - 2026-10-05: [지은, 민소]\n", 4, "'민소' is no member" },
		{ HEAD "swaps:\n  - 2026-10-05: [지은, ['민수']]\n", 4,
			"'swaps' must be one line" },
		{ HEAD "given:\n  - 2026-09-07: ''\n", 4, "'given' must be one line" },
		{ HEAD "given:\n  - 지은\n", 4, "what was given is a day" },
		{ HEAD "given:\n  - 2026-09-07: 하늘\n", 4, "is no member" },
		{ HEAD "time: 19:30\ntime: 20:00\n", 4, "a second time" },
		{ "- 지은\n", 1, "no map of keys" },
		{ HEAD "place: *here\n", 3, "put the text in quotes" },
		{ HEAD "place: \xff\n", 3, "UTF-8" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		autofinish(sample) struct sample sample = { 0 };
		assert_false(sample_read(&sample, rows[i].yaml));
		if (sample.findings.count != 1 || sample.findings.items[0].line != rows[i].line ||
			!strstr(sample.findings.items[0].sentence, rows[i].words))
			fail_msg("%s: %zu findings, line %u: %s", rows[i].yaml,
				sample.findings.count,
				sample.findings.count ? sample.findings.items[0].line : 0,
				sample.findings.count ? sample.findings.items[0].sentence : "");
	}
#undef HEAD
}

/* All mistakes of a file are told in one run. */
static void test_all_mistakes(void **state)
{
	(void)state;
	autofinish(sample) struct sample sample = { 0 };
	assert_false(sample_read(&sample,
		"members: [a, a]\nfirst: never\ntime: 99\nholidays: [x, 2026-01-01, y]\n"));
	assert_int_equal(sample.findings.count, 5);
}

/* As many talks as the rows of a file may name: none is lost. */
static void test_many_given(void **state)
{
	(void)state;
	autofinish(sample) struct sample sample = { 0 };
	autofinish(text) struct text yaml = { 0 };
	text_append(&yaml, "members: [a, b, c]\nfirst: 2026-09-07\ngiven:\n");
	for (size_t i = 0; i < GROUP_ROWS_MAX; i++)
		text_append(&yaml, "  - 2026-09-07: [a, b, c]\n");
	assert_true(sample_read(&sample, text_string(&yaml)));
	assert_int_equal(sample.group.given_count, 3 * GROUP_ROWS_MAX);
	assert_int_equal(sample.group.given[sample.group.given_count - 1].member, 2);
}

/* Names lose what nobody sees, and are compared composed and without case. */
static void test_names(void **state)
{
	(void)state;
	autofinish(sample) struct sample sample = { 0 };
	assert_true(sample_read(&sample,
		"members: [\"\\u202Eevil\\u200B\\e[31m\", \"\\u1112\\u1161\\u1102\\u1173\\u11af\", Ann]\nfirst: 2026-09-07\n"));
	assert_string_equal(sample.group.members[0].name, "evil[31m");
	assert_string_equal(sample.group.members[1].name, "하늘");
	assert_int_equal(group_find_member(&sample.group, markup_bytes_of(" 하늘 ")), 1);
	assert_int_equal(group_find_member(&sample.group, markup_bytes_of("ANN")), 2);
	assert_int_equal(group_find_member(&sample.group, markup_bytes_of("An")), 3);
}

/* Every beginning of a file is read or refused. */
static void test_beginnings(void **state)
{
	(void)state;
	static const char yaml[] = "members:\n  - {name: a, also: [b], from: 2026-09-01}\n  - c\n"
				   "first: 2026-09-07\nholidays: {2026-10-05: x}\n"
				   "swaps: [[2026-10-12, 2026-10-19], 2026-10-26: [a, c]]\n";
	for (size_t size = 0; size < sizeof(yaml); size++) {
		autofinish(sample) struct sample sample = { 0 };
		automem char *cut = xstrndup(yaml, size);
		bool is_read = sample_read(&sample, cut);
		assert_int_equal(is_read, sample.findings.error_count == 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_least),
		cmocka_unit_test(test_mistakes),
		cmocka_unit_test(test_all_mistakes),
		cmocka_unit_test(test_many_given),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_beginnings),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
