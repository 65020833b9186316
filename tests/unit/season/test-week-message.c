/* The message for the chat, in two languages, and what names may not do in it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/array.h"
#include "season-samples.h"

static void write_message(struct text *out, const char *yaml, const struct season_talk *talks,
	size_t count, const char *today)
{
	autofinish(sample) struct sample sample = { 0 };
	sample_plan(&sample, yaml, talks, count, today);
	struct schedule schedule = { .is_there = true,
		.is_read = true,
		.group = sample.group,
		.turns = sample.turns,
		.talks = talks };
	schedule_append_message(out, &schedule);
}

static void test_messages(void **state)
{
	(void)state;
	static const struct season_talk talks[] = { { "소켓", "지은", NULL, "2026-09-07", NULL, 0,
							    0 },
		{ "DNS", "하늘", "5", NULL, NULL, 0, 0 } };
	static const char korean[] =
		"group: 네트워크 스터디\nmembers: [지은, 민수, 하늘, 도윤, 서연]\n"
		"first: 2026-09-07\ntime: 19:30\nplace: Discord\n"
		"holidays:\n  - 2026-09-28: 추석\n";
	static const struct {
		const char *yaml, *today, *message;
	} rows[] = {
		{ korean, "2026-09-02",
			"**네트워크 스터디: 9월 7일(월) 19:30**, Discord\n- 지은: 소켓\n- 민수\n"
			"9월 14일(월): 하늘, 도윤\n9월 21일(월): 서연, 지은\n" },
		{ korean, "2026-09-28",
			"9월 28일(월): 쉽니다 (추석)\n"
			"**네트워크 스터디: 10월 5일(월) 19:30**, Discord\n- 민수\n- 도윤\n"
			"10월 12일(월): 하늘, 서연\n10월 19일(월): 지은, 민수\n"
			"3주 동안 발표하지 않은 사람: 지은, 하늘, 서연\n" },
		{ "members: [Ann]\nfirst: 2026-09-07\nlast: 2026-09-20\n", "2026-09-08",
			"**Mon, 14 Sep**\n- Ann\n" },
		{ "members: [Ann]\nfirst: 2026-09-07\nlast: 2026-09-20\n", "2026-10-01",
			"No meeting is planned any more\nNot spoken for three weeks: Ann\n" },
		{ "members: [{name: Ann, until: 2026-09-01}]\nfirst: 2026-09-07\nlang: ko\n",
			"2026-09-08",
			"**9월 14일(월)**\n- 발표자가 아직 없습니다\n"
			"9월 21일(월): 미정\n9월 28일(월): 미정\n" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		autofinish(text) struct text out = { 0 };
		write_message(&out, rows[i].yaml, talks, ARRAY_COUNT(talks), rows[i].today);
		assert_string_equal(text_string(&out), rows[i].message);
	}
}

/* A meeting that is moved is told until it is over, and in place of a holiday. */
static void test_moved(void **state)
{
	(void)state;
	static const struct season_talk talks[] = { { "TCP", "Ann", NULL, "2026-09-09", NULL, 0,
							    0 },
		{ "UDP", "Bob", NULL, "2026-09-10", NULL, 0, 0 },
		{ "DNS", "Ann", NULL, "2026-09-16", NULL, 0, 0 } };
	static const char yaml[] =
		"members: [Ann, Bob]\nfirst: 2026-09-07\nlast: 2026-09-14\nholidays: [2026-09-14]\n";
	static const struct {
		const char *today, *message;
	} rows[] = {
		{ "2026-09-10",
			"**Wed, 9 Sep**\n- Ann: TCP\n- Bob: UDP, Thu, 10 Sep\nWed, 16 Sep: Ann\n" },
		{ "2026-09-15", "**Wed, 16 Sep**\n- Ann: DNS\n" },
		{ "2026-09-17", "No meeting is planned any more\n" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		autofinish(text) struct text out = { 0 };
		write_message(&out, yaml, talks, ARRAY_COUNT(talks), rows[i].today);
		assert_string_equal(text_string(&out), rows[i].message);
	}
}

/* Who speaks on a later day of the meeting is not said to be silent. */
static void test_several_days(void **state)
{
	(void)state;
	static const struct season_talk talks[] = { { "TCP", "Ann", NULL, "2026-09-28", NULL, 0,
							    0 },
		{ "UDP", "Bob", NULL, "2026-09-30", NULL, 0, 0 } };
	autofinish(text) struct text out = { 0 };
	write_message(&out, "members: [Ann, Bob, Cid]\nfirst: 2026-09-07\nlast: 2026-09-28\n",
		talks, ARRAY_COUNT(talks), "2026-09-29");
	assert_string_equal(text_string(&out),
		"**Mon, 28 Sep**\n- Ann: TCP\n- Bob: UDP, Wed, 30 Sep\nNot spoken for three weeks: Cid\n");
}

/* Nobody is mentioned, nothing is linked, no line begins, no terminal is steered. */
static void test_hostile(void **state)
{
	(void)state;
	static const struct season_talk talks[] = {
		{ "**x** <@123> https://evil.example\n# y\x1b[2J", "@everyone", NULL, "2026-09-07",
			NULL, 0, 0 }
	};
	autofinish(text) struct text out = { 0 };
	write_message(&out,
		"group: \"@here [a](b)\"\nmembers: [\"@everyone\", \"<@&42>\"]\nplace: \"`x` ||y||\"\nfirst: 2026-09-07\nlast: 2026-09-07\n",
		talks, 1, "2026-09-01");
	assert_string_equal(text_string(&out),
		"**@\xe2\x80\x8bhere \\[a\\]\\(b\\): Mon, 7 Sep**, \\`x\\` \\|\\|y\\|\\|\n"
		"- @\xe2\x80\x8b"
		"everyone: \\*\\*x\\*\\* \\<@\xe2\x80\x8b"
		"123\\> https\\:\\/\\/evil\\.example<br>\\# y\\x1b\\[2J\n"
		"- \\<@\xe2\x80\x8b\\&42\\>\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_messages),
		cmocka_unit_test(test_moved),
		cmocka_unit_test(test_several_days),
		cmocka_unit_test(test_hostile),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
