/* Days as numbers, held against the C library's calendar in UTC. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <time.h>

#include "base/array.h"
#include "base/format/day.h"

enum { DAY_S = 24 * 60 * 60 };

/* Every day from 1900 to 2999: its date, its weekday, and back. */
static void test_every_day(void **state)
{
	(void)state;
	int32_t first, last;
	assert_true(day_of_date((struct civil_date){ DAY_YEAR_MIN, 1, 1 }, &first));
	assert_true(day_of_date((struct civil_date){ DAY_YEAR_MAX, 12, 31 }, &last));
	for (int32_t day = first; day <= last; day++) {
		struct tm tm;
		time_t seconds = (time_t)day * DAY_S;
		assert_non_null(gmtime_r(&seconds, &tm));
		const struct civil_date date = day_date(day);
		int32_t back;
		assert_int_equal(date.year, tm.tm_year + 1900);
		assert_int_equal(date.month, tm.tm_mon + 1);
		assert_int_equal(date.day, tm.tm_mday);
		assert_int_equal(day_weekday(day), (tm.tm_wday + 6) % 7);
		assert_true(day_of_date(date, &back));
		assert_int_equal(back, day);
	}
}

static void test_no_such_day(void **state)
{
	(void)state;
	static const struct civil_date none[] = { { 2026, 2, 29 }, { 2100, 2, 29 }, { 2026, 4, 31 },
		{ 2026, 13, 1 }, { 2026, 0, 1 }, { 2026, 1, 0 }, { 2026, 1, 32 }, { 1899, 12, 31 },
		{ 3000, 1, 1 } };
	int32_t day;
	for (size_t i = 0; i < ARRAY_COUNT(none); i++)
		assert_false(day_of_date(none[i], &day));
	assert_true(day_of_date((struct civil_date){ 2000, 2, 29 }, &day));
}

static void test_reading(void **state)
{
	(void)state;
	static const struct {
		const char *text, *day, *rest; /* day NULL: it is no date */
	} rows[] = {
		{ "2026-11-30", "2026-11-30", "" },
		{ "2026-1-3", "2026-01-03", "" },
		{ "2026. 11. 30.", "2026-11-30", "" },
		{ "2026/11/30 19:00", "2026-11-30", " 19:00" },
		{ "2026년 11월 30일(월)", "2026-11-30", "(월)" },
		{ "2026-11-30T19:30", "2026-11-30", "T19:30" },
		{ "2026-11-31", NULL, NULL },
		{ "2026-11-300", NULL, NULL },
		{ "26-11-30", NULL, NULL },
		{ "12026-11-30", NULL, NULL },
		{ "2026-11", NULL, NULL },
		{ "2026--11-30", NULL, NULL },
		{ "20261130", NULL, NULL },
		{ "", NULL, NULL },
	};
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		autofinish(text) struct text out = { 0 };
		const char *p = rows[i].text;
		int32_t day;
		assert_int_equal(day_take(&p, &day), rows[i].day != NULL);
		if (!rows[i].day)
			continue;
		day_append(&out, day);
		assert_string_equal(text_string(&out), rows[i].day);
		assert_string_equal(p, rows[i].rest);
	}
}

/* A whole text, and its first second; a day that there is not is none. */
static void test_whole_texts(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t at_s; /* -1: no date */
	} rows[] = {
		{ "1970-01-01", 0 },
		{ "2000-02-29", 951782400 },
		{ "2026-11-29", 1795910400 },
		{ "2026. 11. 29.", 1795910400 },
		{ "2026-02-31", -1 },
		{ "2026-13-01", -1 },
		{ "2026-00-01", -1 },
		{ "2026-11-29 ", -1 },
		{ "yesterday", -1 },
		{ "", -1 },
	};
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		int32_t day = DAY_NEVER;
		assert_int_equal(day_read(rows[i].text, &day), rows[i].at_s >= 0);
		if (rows[i].at_s < 0)
			assert_int_equal(day, DAY_NEVER);
		else
			assert_int_equal(day_start_s(day), rows[i].at_s);
	}
}

/* Seconds of any number: no calendar has most of them. */
static void test_seconds(void **state)
{
	(void)state;
	static const struct {
		int64_t seconds;
		const char *day;
	} rows[] = {
		{ 0, "1970-01-01" },
		{ -1, "1969-12-31" },
		{ 1795910400 + DAY_S - 1, "2026-11-29" },
		{ INT64_C(32503679999), "2999-12-31" },
		{ INT64_C(32503680000), "" },
		{ INT64_MAX, "" },
		{ INT64_MIN, "" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		autofinish(text) struct text out = { 0 };
		day_append_at(&out, rows[i].seconds);
		assert_string_equal(text_string(&out), rows[i].day);
	}
}

static void test_words(void **state)
{
	(void)state;
	const char *p = "2026-11-30", *q = "2027-01-04";
	int32_t day, other = DAY_NEVER;
	autofinish(text) struct text out = { 0 };
	assert_true(day_take(&p, &day) && day_take(&q, &other));
	day_append_words(&out, day, day, true);
	text_append(&out, "; ");
	day_append_words(&out, other, day, true);
	text_append(&out, "; ");
	day_append_words(&out, day, day, false);
	text_append(&out, "; ");
	day_append_words(&out, other, day, false);
	assert_string_equal(text_string(&out),
		"11월 30일(월); 2027년 1월 4일(월); Mon, 30 Nov; Mon, 4 Jan 2027");
}

/* ISO 8601: 2026 has 53 weeks, 2027 has 52, and the first may begin in the year before. */
static void test_weeks(void **state)
{
	(void)state;
	static const struct {
		int32_t year;
		unsigned week;
		const char *monday;
	} rows[] = { { 2026, 1, "2025-12-29" }, { 2026, 53, "2026-12-28" },
		{ 2027, 1, "2027-01-04" }, { 2027, 53, NULL }, { 2027, 0, NULL },
		{ 2026, 54, NULL }, { 1800, 1, NULL } };
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		autofinish(text) struct text out = { 0 };
		int32_t monday;
		assert_int_equal(
			day_of_week(rows[i].year, rows[i].week, &monday), rows[i].monday != NULL);
		if (!rows[i].monday)
			continue;
		day_append(&out, monday);
		assert_string_equal(text_string(&out), rows[i].monday);
	}
}

static void test_reading_weeks(void **state)
{
	(void)state;
	static const struct {
		const char *text, *monday, *rest; /* monday NULL: it is no week */
	} rows[] = {
		{ "2026-W53", "2026-12-28", "" },
		{ "2026-W38, x", "2026-09-14", ", x" },
		{ "2027-W53", NULL, NULL },
		{ "2026-W380", NULL, NULL },
		{ "2026-W3", NULL, NULL },
		{ "2026-38", NULL, NULL },
		{ "26-W38", NULL, NULL },
		{ "2026-", NULL, NULL },
		{ "", NULL, NULL },
	};
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		autofinish(text) struct text out = { 0 };
		const char *p = rows[i].text;
		int32_t monday = 0;
		assert_int_equal(day_take_week(&p, &monday), rows[i].monday != NULL);
		assert_string_equal(p, rows[i].monday ? rows[i].rest : rows[i].text);
		day_append(&out, monday);
		assert_string_equal(
			text_string(&out), rows[i].monday ? rows[i].monday : "1970-01-01");
	}
}

static void test_zones(void **state)
{
	(void)state;
	assert_int_equal(day_at(0, 0), 0);
	assert_int_equal(day_at(DAY_S - 1, 0), 0);
	assert_int_equal(day_at(DAY_S - 1, 1), 1);
	assert_int_equal(day_at(15 * 60 * 60, 540), 1); /* midnight in Seoul */
	assert_int_equal(day_at(15 * 60 * 60 - 1, 540), 0);
	assert_int_equal(day_at(0, -1), -1);
	assert_int_equal(day_at(-1, 0), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_day),
		cmocka_unit_test(test_no_such_day),
		cmocka_unit_test(test_reading),
		cmocka_unit_test(test_whole_texts),
		cmocka_unit_test(test_seconds),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_weeks),
		cmocka_unit_test(test_reading_weeks),
		cmocka_unit_test(test_zones),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
