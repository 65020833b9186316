/* Who speaks when: the rota, what was given, holidays, swaps, and members who come and go. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/array.h"
#include "season-samples.h"

/* Meetings are on Mondays: 2026-09-07, 14, 21, 28, 10-05, 12, 19, 26, 11-02, 09, 16, 23, 30. */
#define FOUR "members: [a, b, c, d]\nfirst: 2026-09-07\n"
#define FIVE "members: [a, b, c, d, e]\nfirst: 2026-09-07\n"

/* Writes "09-07 a b; 09-14 -; 09-21 off: why" for the meetings from `from` on, `count` of them. */
static void write_turns(struct text *out, const struct turns *turns, size_t from, size_t count)
{
	for (size_t i = from; i < turns->count && i < from + count; i++) {
		const struct meeting *meeting = &turns->meetings[i];
		const struct civil_date date = day_date(meeting->day);
		text_append_format(out, "%s%02u-%02u", i > from ? "; " : "", date.month, date.day);
		if (!meeting->number)
			text_append_format(out, " off");
		for (size_t j = 0; j < meeting->turn_count; j++)
			text_append_format(out, " %s", meeting->turns[j].name);
	}
}

static void expect_turns(const struct turns *turns, size_t from, size_t count, const char *wanted)
{
	autofinish(text) struct text out = { 0 };
	write_turns(&out, turns, from, count);
	assert_string_equal(text_string(&out), wanted);
}

static void test_begin(void **state)
{
	(void)state;
	autofinish(sample) struct sample sample = { 0 };
	sample_plan(&sample, FIVE, NULL, 0, "2026-09-01");
	expect_turns(&sample.turns, 0, 4, "09-07 a b; 09-14 c d; 09-21 e a; 09-28 b c");
	assert_int_equal(sample.turns.next, 0);
	assert_int_equal(sample.turns.count, TURNS_AHEAD_MIN);
	assert_int_equal(sample.turns.members[3].next, day_of("2026-09-14"));
	assert_int_equal(sample.turns.members[3].last, DAY_NEVER);
}

/* What was given decides, not what was planned; who gave nothing is next. */
static void test_given(void **state)
{
	(void)state;
	static const struct season_talk talks[] = {
		{ "One", "d", NULL, "2026-09-07", NULL, 0, 0 },
		{ "Two", "A", "2", NULL, NULL, 0, 0 }, /* week 2 is 09-14 */
		{ "Three", "[[b]]", "9", "2026-09-16", NULL, 0,
			0 }, /* the date decides; two days later */
		{ "No day", "c", NULL, NULL, NULL, 0, 0 },
		{ "Guest", "someone", NULL, "2026-09-14", NULL, 0, 0 },
	};
	autofinish(sample) struct sample sample = { 0 };
	sample_plan(&sample, FIVE, talks, ARRAY_COUNT(talks), "2026-09-21");
	expect_turns(
		&sample.turns, 0, 5, "09-07 d; 09-14 a b someone; 09-21 c e; 09-28 d a; 10-05 b c");
	assert_int_equal(sample.turns.next, 2);
	assert_int_equal(sample.turns.members[1].last, day_of("2026-09-16"));
	assert_int_equal(sample.turns.meetings[1].turns[1].talk, 2);
	assert_int_equal(sample.turns.meetings[1].turns[2].member, TURN_GUEST);
}

/* The same talk twice has two dates; two presenters have a turn each; notes may be missing. */
static void test_ways_to_give(void **state)
{
	(void)state;
	static const struct season_talk talks[] = {
		{ "Again", "a", NULL, "2026-09-07, 2026. 9. 21.", NULL, 0, 0 },
		{ "Both", "b & c", "week 2", "soon", NULL, 0, 0 },
		{ "Dots", "b·d", NULL, "2026년 9월 21일", NULL, 0, 0 },
		{ "Before", "e", NULL, "2026-08-31", NULL, 0, 0 },
	};
	autofinish(sample) struct sample sample = { 0 };
	sample_plan(&sample, FIVE "given:\n  - 2026-09-14: d\n  - 2026-09-01: d\n", talks,
		ARRAY_COUNT(talks), "2026-09-28");
	expect_turns(&sample.turns, 0, 4, "09-07 a; 09-14 b c d; 09-21 a b d; 09-28 e c");
	assert_int_equal(sample.turns.members[4].last, day_of("2026-08-31"));
}

/* A talk that names a person or a meeting twice is one turn; two talks of a person are two. */
static void test_given_once(void **state)
{
	(void)state;
	static const struct season_talk talks[] = {
		{ "Two days", "a", NULL, "2026-09-14 ~ 2026-09-16", NULL, 0, 0 },
		{ "Two names", "b, B & x, x", NULL, "2026-09-14", NULL, 0, 0 },
		{ "Two weeks", "c", "2, 2", NULL, NULL, 0, 0 },
		{ "Another", "a", "2", NULL, NULL, 0, 0 },
	};
	autofinish(sample) struct sample sample = { 0 };
	sample_plan(&sample, FIVE, talks, ARRAY_COUNT(talks), "2026-09-21");
	expect_turns(&sample.turns, 1, 1, "09-14 a b x c a");
}

/* A talk that names several days of a meeting is on the usual one, or the first; all count. */
static void test_given_twice(void **state)
{
	(void)state;
	static const struct {
		const char *date, *today;
		size_t next;
		const char *held, *ends;
	} rows[] = {
		{ "2026-09-16, 2026-09-14", "2026-09-15", 1, "2026-09-14", "2026-09-16" },
		{ "2026-09-14 ~ 2026-09-16", "2026-09-15", 1, "2026-09-14", "2026-09-16" },
		{ "2026-09-14 ~ 2026-09-16", "2026-09-16", 1, "2026-09-14", "2026-09-16" },
		{ "2026-09-14 ~ 2026-09-16", "2026-09-17", 2, "2026-09-21", "2026-09-21" },
		{ "2026-09-12, 2026-09-14", "2026-09-12", 1, "2026-09-14", "2026-09-14" },
		{ "2026-09-17, 2026-09-16", "2026-09-15", 1, "2026-09-16", "2026-09-17" },
		{ "2026-09-12, 2026-09-13", "2026-09-13", 1, "2026-09-12", "2026-09-13" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		const struct season_talk talk = { "Both", "a", NULL, rows[i].date, NULL, 0, 0 };
		autofinish(sample) struct sample sample = { 0 };
		sample_plan(&sample, FIVE, &talk, 1, rows[i].today);
		const struct meeting *next = &sample.turns.meetings[sample.turns.next];
		if (sample.turns.next != rows[i].next || next->held != day_of(rows[i].held) ||
			next->ends != day_of(rows[i].ends))
			fail_msg("row %zu", i);
		const struct meeting *second = &sample.turns.meetings[1];
		assert_int_equal(second->turns[0].day, second->held);
	}
}

/* Who has left by the day to which a meeting is moved has no turn at it; who has come has one. */
static void test_moved_members(void **state)
{
	(void)state;
	static const struct season_talk talks[] = { { "Moved", "x", NULL, "2026-09-16", NULL, 0,
		0 } };
	autofinish(sample) struct sample sample = { 0 };
	sample_plan(&sample,
		"members: [{name: c, until: 2026-09-15}, {name: d, from: 2026-09-16}]\nfirst: 2026-09-07\n",
		talks, 1, "2026-09-12");
	expect_turns(&sample.turns, 1, 1, "09-14 x d");
}

/* A meeting that is moved in its week is to come until its last talk is over. */
static void test_moved(void **state)
{
	(void)state;
	static const struct season_talk talks[] = {
		{ "Moved", "a", NULL, "2026-09-16", NULL, 0, 0 },
		{ "Moved, too", "b", NULL, "2026-09-17", NULL, 0, 0 },
		{ "Earlier", "c", NULL, "2026-09-25", NULL, 0, 0 }, /* of the 28th */
		{ "Usual", "d", NULL, "2026-10-05", NULL, 0, 0 },
		{ "Later", "e", NULL, "2026-10-06", NULL, 0, 0 },
		{ "Instead", "x", NULL, "2026-10-14", NULL, 0, 0 }, /* of a holiday */
	};
	static const struct {
		const char *today;
		size_t next;
		const char *held, *ends;
	} rows[] = {
		{ "2026-09-15", 1, "2026-09-16", "2026-09-17" },
		{ "2026-09-17", 1, "2026-09-16", "2026-09-17" },
		{ "2026-09-18", 2, "2026-09-21", "2026-09-21" },
		{ "2026-09-25", 3, "2026-09-25", "2026-09-25" },
		{ "2026-09-26", 4, "2026-10-05", "2026-10-06" },
		{ "2026-10-06", 4, "2026-10-05", "2026-10-06" },
		{ "2026-10-13", 5, "2026-10-14", "2026-10-14" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		autofinish(sample) struct sample sample = { 0 };
		sample_plan(&sample, FIVE "holidays: [2026-10-12]\n", talks, ARRAY_COUNT(talks),
			rows[i].today);
		const struct meeting *next = &sample.turns.meetings[sample.turns.next];
		assert_int_equal(sample.turns.next, rows[i].next);
		assert_int_equal(next->held, day_of(rows[i].held));
		assert_int_equal(next->ends, day_of(rows[i].ends));
		assert_true(meeting_is_held(next));
		assert_int_equal(
			sample.turns.members[0].last, i >= 1 ? day_of("2026-09-16") : DAY_NEVER);
	}
}

/* At a meeting on several days, each member has the day of their own talk. */
static void test_several_days(void **state)
{
	(void)state;
	static const struct season_talk talks[] = {
		{ "First", "a", NULL, "2026-09-28", NULL, 0, 0 },
		{ "Second", "b", NULL, "2026-09-30", NULL, 0, 0 },
	};
	static const struct {
		const char *today;
		size_t member;
		const char *last, *next; /* NULL: none is known; the next one is planned */
		bool is_silent;
	} rows[] = {
		{ "2026-09-28", 0, NULL, "2026-09-28", true },
		{ "2026-09-28", 1, NULL, "2026-09-30", true },
		{ "2026-09-29", 0, "2026-09-28", NULL, false },
		{ "2026-09-30", 0, "2026-09-28", NULL, false },
		{ "2026-09-30", 1, NULL, "2026-09-30", true },
		{ "2026-10-20", 0, "2026-09-28", NULL, true },
		{ "2026-10-20", 1, "2026-09-30", NULL, false },
		{ "2026-10-21", 1, "2026-09-30", NULL, true },
	};
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		autofinish(sample) struct sample sample = { 0 };
		sample_plan(&sample, FIVE, talks, ARRAY_COUNT(talks), rows[i].today);
		const struct member_turns *member = &sample.turns.members[rows[i].member];
		int32_t last = rows[i].last ? day_of(rows[i].last) : DAY_NEVER;
		bool is_next = rows[i].next ? member->next == day_of(rows[i].next)
					    : member->next > day_of("2026-09-30");
		if (member->last != last || !is_next || member->is_silent != rows[i].is_silent)
			fail_msg("row %zu", i);
	}
}

/* A week of the calendar is that of the meeting in it; a number of a month is of no meeting. */
static void test_weeks(void **state)
{
	(void)state;
	static const struct season_talk talks[] = {
		{ "Two", "a", "9월 2주차", NULL, NULL, 0, 0 },
		{ "Of the calendar", "b", "2026-W39", NULL, NULL, 0, 0 }, /* 09-21 */
		{ "Both", "c", "1, 2주차", NULL, NULL, 0, 0 },
	};
	autofinish(sample) struct sample sample = { 0 };
	sample_plan(&sample, FIVE, talks, ARRAY_COUNT(talks), "2026-09-28");
	expect_turns(&sample.turns, 0, 3, "09-07 c; 09-14 c; 09-21 b");
}

/* A presenter with nearly the name of a member is asked about, once a talk, at its line. */
static void test_misspelt(void **state)
{
	(void)state;
	static const struct season_talk talks[] = {
		{ "One", "김철스", NULL, "2026-09-07, 2026-09-14", "one.md", 3, 0 },
		{ "Two", "하늘, 김찰수 & 박민지", NULL, NULL, "two.md", 4, 0 },
		{ "Three", "김철술, 김철수", NULL, "2026-09-14", "three.md", 5, 0 },
		{ "Four", "김철스", NULL, "2026-09-14", NULL, 0, 0 },
	};
	autofinish(sample) struct sample sample = { 0 };
	sample_plan(&sample, "members: [김철수, 하늘]\nguests: [김철술]\nfirst: 2026-09-07\n",
		talks, ARRAY_COUNT(talks), "2026-09-10");
	const struct findings *findings = &sample.findings;
	assert_int_equal(findings->count, 2);
	assert_int_equal(findings->error_count, 0);
	assert_string_equal(findings->items[0].path, "one.md");
	assert_int_equal(findings->items[0].line, 3);
	assert_non_null(strstr(findings->items[0].sentence,
		"'김철스' is no member in group.yaml: did you mean '김철수'?"));
	assert_string_equal(findings->items[1].path, "two.md");
	assert_non_null(strstr(findings->items[1].sentence, "'김찰수'"));
}

/* A `week:` that has a number, and none of a meeting, is told at its line; a date decides. */
static void test_unread_week(void **state)
{
	(void)state;
	static const struct season_talk talks[] = {
		{ "One", "a", "9월 2주차", NULL, "one.md", 3, 4 },
		{ "Two", "b", "2주차", NULL, "two.md", 3, 4 },
		{ "Three", "c", "soon", NULL, "three.md", 3, 4 },
		{ "Four", "d", "2026-09", "2026-09-14", "four.md", 3, 4 },
		{ "Five", "e", "2026-09", NULL, NULL, 0, 0 },
		{ "Six", "e", "2, 7", NULL, "six.md", 3, 4 },
		{ "Seven", "e", "7", NULL, "seven.md", 3, 5 }, /* behind the last one */
		{ "Eight", "e", "2026-W20", NULL, "eight.md", 3, 4 }, /* of another season */
		{ "Nine", "a", "second week of September", NULL, "nine.md", 3, 6 },
		{ "Ten", "a", "35", NULL, "ten.md", 3, 7 },
	};
	autofinish(sample) struct sample sample = { 0 };
	sample_plan(&sample, FIVE "last: 2026-10-12\n", talks, ARRAY_COUNT(talks), "2026-09-10");
	const struct findings *findings = &sample.findings;
	static const struct {
		const char *path, *sentence;
		unsigned line;
	} expected[] = {
		{ "one.md", "this 'week:' is one of a month", 4 },
		{ "seven.md", "no number of this 'week:' is a meeting's", 5 },
		{ "nine.md", "this 'week:' is one of a month", 6 },
		{ "ten.md", "no number of this 'week:' is a meeting's", 7 },
	};
	assert_int_equal(findings->count, ARRAY_COUNT(expected));
	assert_int_equal(findings->error_count, 0);
	for (size_t i = 0; i < ARRAY_COUNT(expected); i++) {
		assert_string_equal(findings->items[i].path, expected[i].path);
		assert_int_equal(findings->items[i].line, expected[i].line);
		assert_non_null(strstr(findings->items[i].sentence, expected[i].sentence));
	}
}

/* A talk that is there already has its turn, and its speaker no other one before it. */
static void test_announced(void **state)
{
	(void)state;
	static const struct season_talk talks[] = {
		{ "Later", "a", NULL, "2026-09-21", NULL, 0, 0 },
		{ "Soon", "d", NULL, "2026-09-14", NULL, 0, 0 },
		{ "Guest", "x, y, z", NULL, "2026-10-05", NULL, 0, 0 },
	};
	autofinish(sample) struct sample sample = { 0 };
	sample_plan(&sample, FIVE, talks, ARRAY_COUNT(talks), "2026-09-07");
	expect_turns(
		&sample.turns, 0, 5, "09-07 b c; 09-14 d e; 09-21 a b; 09-28 c d; 10-05 x y z");
	assert_int_equal(sample.turns.meetings[1].turns[0].talk, 1);
}

/* Each talk that is there keeps its speaker from an earlier turn, not only the first one. */
static void test_announced_twice(void **state)
{
	(void)state;
	static const struct season_talk talks[] = {
		{ "First", "a", NULL, "2026-09-07", NULL, 0, 0 },
		{ "Second", "a", NULL, "2026-10-12", NULL, 0, 0 },
	};
	autofinish(sample) struct sample sample = { 0 };
	sample_plan(&sample, "members: [a, b, c, d]\ntalks-a-week: 1\nfirst: 2026-09-07\n", talks,
		ARRAY_COUNT(talks), "2026-09-07");
	expect_turns(&sample.turns, 0, 6, "09-07 a; 09-14 b; 09-21 c; 09-28 d; 10-05 b; 10-12 a");
}

/* Speakers of a holiday move on; weeks are counted without it. */
static void test_holidays(void **state)
{
	(void)state;
	static const struct season_talk talks[] = { { "Third", "e", "3", NULL, NULL, 0, 0 } };
	autofinish(sample) struct sample sample = { 0 };
	sample_plan(&sample, FIVE "holidays: {2026-09-14: x, 2026-W39: y}\n", talks,
		ARRAY_COUNT(talks), "2026-09-07");
	expect_turns(&sample.turns, 0, 6, "09-07 a b; 09-14 off; 09-21 off; 09-28 c d; 10-05 e a");
	assert_int_equal(sample.turns.meetings[3].number, 2);
	assert_string_equal(sample.turns.meetings[2].why, "y");
}

static void test_come_and_go(void **state)
{
	(void)state;
	autofinish(sample) struct sample sample = { 0 };
	sample_plan(&sample,
		"members: [{name: a, until: 2026-09-13}, b, {name: c, from: 2026-09-21}, d]\nfirst: 2026-09-07\n",
		NULL, 0, "2026-09-07");
	expect_turns(&sample.turns, 0, 4, "09-07 a b; 09-14 d b; 09-21 c b; 09-28 d b");
	assert_int_equal(sample.turns.members[0].next, day_of("2026-09-07"));
}

/* A swap means the same before its day, between its two days, and when both are over. */
static void test_swap_of_members(void **state)
{
	(void)state;
	/* Without it: a b; c d; e a; b c. So e takes the turn of a, and a the next one of e. */
	static const char swapped[] = FIVE "swaps:\n  - 2026-09-07: [a, e]\n";
	static const struct season_talk talks[] = { { "One", "e, b", NULL, "2026-09-07", NULL, 0,
							    0 },
		{ "Two", "c, d", NULL, "2026-09-14", NULL, 0, 0 },
		{ "Three", "a, b", NULL, "2026-09-21", NULL, 0, 0 } };
	autofinish(sample) struct sample before = { 0 }, between = { 0 }, without = { 0 },
					 after = { 0 };
	sample_plan(&before, swapped, NULL, 0, "2026-09-01");
	expect_turns(&before.turns, 0, 4, "09-07 e b; 09-14 c d; 09-21 a b; 09-28 e c");
	assert_int_equal(before.findings.count, 0);
	sample_plan(&between, swapped, talks, 1, "2026-09-10");
	expect_turns(&between.turns, 0, 4, "09-07 e b; 09-14 c d; 09-21 a b; 09-28 e c");
	/* Who has given nothing would be next. */
	sample_plan(&without, FIVE, talks, 1, "2026-09-10");
	expect_turns(&without.turns, 1, 1, "09-14 a c");
	sample_plan(&after, swapped, talks, 3, "2026-09-28");
	expect_turns(&after.turns, 3, 3, "09-28 e c; 10-05 d a; 10-12 b c");
}

static void test_swap_of_days(void **state)
{
	(void)state;
	static const char swapped[] = FIVE "swaps:\n  - [2026-09-21, 2026-09-07]\n";
	static const struct season_talk talks[] = { { "One", "e, a", NULL, "2026-09-07", NULL, 0,
		0 } };
	autofinish(sample) struct sample before = { 0 }, between = { 0 };
	/* Without it: a b; c d; e a; b c. So a speaks on both days, and stays on the first. */
	sample_plan(&before, FOUR "swaps:\n  - [2026-09-14, 2026-09-07]\n", NULL, 0, "2026-09-01");
	expect_turns(&before.turns, 0, 3, "09-07 c d; 09-14 a b; 09-21 c d");
	sample_plan(&between, swapped, talks, 1, "2026-09-10");
	expect_turns(&between.turns, 0, 3, "09-07 e a; 09-14 c d; 09-21 b a");
}

/* A swap may name the usual day of a meeting or the one to which it is moved. */
static void test_swap_of_moved(void **state)
{
	(void)state;
	/* Without a swap: a b; c x; d e; a b. */
	static const struct {
		const char *swap, *turns;
	} rows[] = {
		{ "2026-09-14: [c, a]", "09-14 x a; 09-21 d e; 09-28 c b" },
		{ "2026-09-16: [c, a]", "09-14 x a; 09-21 d e; 09-28 c b" },
		{ "[2026-09-07, 2026-09-14]", "09-14 x a b" },
		{ "[2026-09-07, 2026-09-16]", "09-14 x a b" },
	};
	static const struct season_talk talks[] = { { "Moved", "x", NULL, "2026-09-16", NULL, 0,
		0 } };
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		autofinish(sample) struct sample sample = { 0 };
		autofinish(text) struct text yaml = { 0 }, out = { 0 };
		text_append_format(&yaml, FIVE "swaps:\n  - %s\n", rows[i].swap);
		sample_plan(&sample, text_string(&yaml), talks, 1, "2026-09-01");
		write_turns(&out, &sample.turns, 1, 3);
		if (sample.findings.count ||
			strncmp(text_string(&out), rows[i].turns, strlen(rows[i].turns)) != 0)
			fail_msg("%s: %s", rows[i].swap, text_string(&out));
	}
}

/* Swaps that change nothing are told, if they are to come. */
static void test_idle_swaps(void **state)
{
	(void)state;
	static const struct {
		const char *swap;
		size_t count;
	} rows[] = {
		{ "2026-09-21: [a, b]", 1 }, /* both speak on it */
		{ "2026-09-22: [a, c]", 1 }, /* no meeting */
		{ "2026-09-28: [a, b]", 1 }, /* neither speaks on it */
		{ "[2026-09-21, 2026-09-30]", 1 },
		{ "2026-09-14: [a, b]", 0 }, /* it is over */
		{ "2026-09-21: [a, c]", 0 },
	};
	static const struct season_talk talks[] = { { "One", "c, d", NULL, "2026-09-14", NULL, 0,
		0 } };
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		autofinish(sample) struct sample sample = { 0 };
		automem char *yaml = NULL;
		autofinish(text) struct text text = { 0 };
		text_append_format(&text, FOUR "swaps:\n  - %s\n", rows[i].swap);
		yaml = text_steal(&text);
		sample_plan(&sample, yaml, talks, ARRAY_COUNT(talks), "2026-09-20");
		if (sample.findings.count != rows[i].count)
			fail_msg("%s: %zu", rows[i].swap, sample.findings.count);
		if (rows[i].count)
			assert_int_equal(sample.findings.items[0].line, 4);
	}
}

static void test_silent(void **state)
{
	(void)state;
	static const struct season_talk talks[] = { { "One", "a", NULL, "2026-09-28", NULL, 0, 0 },
		{ "Two", "b", NULL, "2026-09-21", NULL, 0, 0 } };
	static const struct {
		const char *today;
		bool a, b, c, d;
	} rows[] = {
		{ "2026-09-01", false, false, false, false }, /* before the season */
		{ "2026-09-27", false, false, false, false },
		{ "2026-09-28", true, false, true,
			false }, /* since the first day; a speaks today */
		{ "2026-10-12", false, true, true, false },
		{ "2026-10-19", true, true, true, true }, /* d joined three weeks ago */
	};
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		autofinish(sample) struct sample sample = { 0 };
		sample_plan(&sample,
			"members: [a, b, c, {name: d, from: 2026-09-28}, {name: e, until: 2026-09-20}]\nfirst: 2026-09-07\n",
			talks, ARRAY_COUNT(talks), rows[i].today);
		const bool wanted[] = { rows[i].a, rows[i].b, rows[i].c, rows[i].d, false };
		for (size_t j = 0; j < ARRAY_COUNT(wanted); j++) {
			if (sample.turns.members[j].is_silent != wanted[j])
				fail_msg("%s: %c", rows[i].today, (char)('a' + (int)j));
		}
	}
}

/* The season ends with `last:`, and the plan when each has a turn. */
static void test_ends(void **state)
{
	(void)state;
	autofinish(sample) struct sample over = { 0 }, many = { 0 }, far = { 0 };
	sample_plan(&over, FOUR "last: 2026-09-20\n", NULL, 0, "2026-10-01");
	assert_int_equal(over.turns.count, 2);
	assert_int_equal(over.turns.next, 2);
	autofinish(text) struct text yaml = { 0 };
	text_append(&yaml, "first: 2026-09-07\ntalks-a-week: 1\nmembers:\n");
	for (unsigned i = 0; i < GROUP_MEMBERS_MAX; i++)
		text_append_format(&yaml, "  - m%u\n", i);
	sample_plan(&many, text_string(&yaml), NULL, 0, "2026-09-07");
	assert_int_equal(many.turns.count, TURNS_AHEAD_MAX);
	sample_plan(&far, FOUR, NULL, 0, "2900-01-01");
	assert_int_equal(far.turns.count, far.turns.next);
}

/*
 * Over a year and a half with holidays, a guest now and then, and speakers who are ill, nobody
 * waits more than three weeks longer than a round takes, and all have given nearly as many talks.
 */
static void test_fair(void **state)
{
	(void)state;
	enum { MEMBERS = 8, WEEKS = 80, ROUND_WEEKS = 4 };
	static const char yaml[] = "members: [a, b, c, d, e, f, g, h]\nfirst: 2026-09-07\n"
				   "holidays: [2026-W40, 2026-W53, 2027-W20]\n";
	struct season_talk talks[3 * WEEKS];
	char dates[3 * WEEKS][11];
	autofinish(arena) struct arena arena = { 0 };
	size_t count = 0, given[MEMBERS] = { 0 }, least = SIZE_MAX, most = 0;
	int32_t day = day_of("2026-09-07"), spoken[MEMBERS];
	for (size_t i = 0; i < MEMBERS; i++)
		spoken[i] = day;
	for (unsigned week = 0; week < WEEKS; week++, day += 7) {
		autofinish(sample) struct sample sample = { 0 };
		autofinish(text) struct text today = { 0 };
		day_append(&today, day);
		if (week % 9 == 4) {
			memcpy(dates[count], text_string(&today), sizeof(dates[count]));
			talks[count] = (struct season_talk){ "T", "guest", NULL, dates[count], NULL,
				0, 0 };
			count++;
		}
		sample_plan(&sample, yaml, talks, count, text_string(&today));
		const struct meeting *meeting = &sample.turns.meetings[sample.turns.next];
		assert_int_equal(meeting->day, day);
		for (size_t i = 0; meeting->number && i < meeting->turn_count; i++) {
			size_t member = meeting->turns[i].member;
			if (member == TURN_GUEST)
				continue;
			if (week % 5 == 3 && i)
				continue; /* somebody is ill */
			assert_in_range(day - spoken[member], 0, 7 * (ROUND_WEEKS + 3));
			spoken[member] = day;
			given[member]++;
			memcpy(dates[count], text_string(&today), sizeof(dates[count]));
			talks[count] = (struct season_talk){ "T",
				arena_strdup(&arena, meeting->turns[i].name), NULL, dates[count],
				NULL, 0, 0 };
			count++;
		}
	}
	for (size_t i = 0; i < MEMBERS; i++) {
		least = given[i] < least ? given[i] : least;
		most = given[i] > most ? given[i] : most;
	}
	assert_in_range(least, 14, most);
	assert_in_range(most - least, 0, 2);
}

/* 2,000 talks of members on one day, and as many swaps as a file may have, take no long time. */
static void test_limits(void **state)
{
	(void)state;
	enum { TALKS = 2000, EACH = 8, PLACES = 20 };
	struct season_talk *talks = test_calloc(TALKS, sizeof(*talks));
	autofinish(arena) struct arena arena = { 0 };
	autofinish(sample) struct sample sample = { 0 };
	autofinish(text) struct text yaml = { 0 };
	for (size_t i = 0; i < TALKS; i++) {
		autofinish(text) struct text names = { 0 };
		for (size_t j = 0; j < EACH; j++)
			text_append_format(
				&names, "%sm%zu", j ? "," : "", (EACH * i + j) % GROUP_MEMBERS_MAX);
		talks[i] = (struct season_talk){ "T", arena_strdup(&arena, text_string(&names)),
			NULL, "2026-09-07, 2026-09-21", "t.md", 1, 0 };
	}
	text_append(&yaml, "first: 2026-09-07\ntalks-a-week: 20\nmembers:\n");
	for (unsigned i = 0; i < GROUP_MEMBERS_MAX; i++)
		text_append_format(&yaml, "  - m%u\n", i);
	text_append(&yaml, "swaps:\n");
	for (unsigned i = 0; i < GROUP_ROWS_MAX; i++)
		text_append_format(&yaml, "  - 2026-09-14: [m%u, m%u]\n", i % 20, 20 + i % 100);
	sample_plan(&sample, text_string(&yaml), talks, TALKS, "2026-09-10");
	const struct meeting *meetings = sample.turns.meetings;
	assert_int_equal(meetings[0].turn_count, TALKS * EACH);
	assert_int_equal(meetings[2].turn_count, TALKS * EACH);
	/* All have a talk at the next meeting, so nobody is needed before it. */
	assert_int_equal(meetings[1].turn_count, 0);
	/* Then there are places for others in turn, none of them twice. */
	assert_int_equal(sample.turns.count, 1 + TURNS_AHEAD_MIN);
	bool is_there[GROUP_MEMBERS_MAX] = { false };
	for (size_t i = 3; i < sample.turns.count; i++) {
		assert_int_equal(meetings[i].turn_count, PLACES);
		for (size_t j = 0; j < PLACES; j++) {
			assert_false(is_there[meetings[i].turns[j].member]);
			is_there[meetings[i].turns[j].member] = true;
		}
	}
	test_free(talks);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_begin),
		cmocka_unit_test(test_given),
		cmocka_unit_test(test_ways_to_give),
		cmocka_unit_test(test_given_once),
		cmocka_unit_test(test_given_twice),
		cmocka_unit_test(test_moved),
		cmocka_unit_test(test_moved_members),
		cmocka_unit_test(test_several_days),
		cmocka_unit_test(test_weeks),
		cmocka_unit_test(test_misspelt),
		cmocka_unit_test(test_unread_week),
		cmocka_unit_test(test_announced),
		cmocka_unit_test(test_announced_twice),
		cmocka_unit_test(test_holidays),
		cmocka_unit_test(test_come_and_go),
		cmocka_unit_test(test_swap_of_members),
		cmocka_unit_test(test_swap_of_days),
		cmocka_unit_test(test_swap_of_moved),
		cmocka_unit_test(test_idle_swaps),
		cmocka_unit_test(test_silent),
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_fair),
		cmocka_unit_test(test_limits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
