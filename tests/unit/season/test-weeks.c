/* `week:` of a talk: which numbers in it are of weeks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/format/day.h"
#include "base/text.h"
#include "season/weeks.h"

static void test_texts(void **state)
{
	(void)state;
	static const struct {
		const char *text, *weeks;
	} rows[] = {
		{ "3", "3" },
		{ " 3 ", "3" },
		{ "03", "3" },
		{ "3주차", "3" },
		{ "제3주차", "3" },
		{ "3 주", "3" },
		{ "3번째 주", "3" },
		{ "3회차", "3" },
		{ "week 2", "2" },
		{ "Week 2: TCP", "2" },
		{ "W2", "2" },
		{ "#2", "2" },
		{ "3rd week", "3" },
		{ "3 (online)", "3" },
		{ "1, 2", "1 2" },
		{ "1,2주차", "1 2" },
		{ "1·2주차", "1 2" },
		{ "1주차, 2주차", "1 2" },
		{ "weeks 1 & 2", "1 2" },
		{ "2주차 (9월 14일)", "2" },
		{ "1기 3주차", "3" },
		{ "2주차, 2부", "2" },
		{ "2주차 3강", "2" },
		{ "3강 (2주차)", "2" },
		{ "3주차 2번째 발표", "3" },
		{ "3~4주차 (2회)", "3 4" },
		{ "1st and 2nd week", "1 2" },
		{ "2nd season, week 3", "3" },
		{ "시즌 2 - 3주차", "3" },
		{ "시즌2 3", "3" },
		{ "Season 2, 3", "3" },
		{ "2026-W38", "2026-09-14" },
		{ "2026-W38, 2026-W39", "2026-09-14 2026-09-21" },
		{ "[[2026-W38]]", "2026-09-14" },
		{ "1~2주차", "1 2" },
		{ "1-2", "1 2" },
		{ "1 - 2주차", "1 2" },
		{ "2~3", "2 3" },
		{ "2–5", "2 3 4 5" },
		{ "2/3주차", "2 3" },
		{ "week 2/3", "2 3" },
		{ "Weeks 3/4", "3 4" },
		{ "가을학기 - 3주차", "3" },
		{ "네트워크: 3주차", "3" },
		{ "Week no. 3", "3" },
		{ "wk. 3", "3" },
		{ "Session 3", "3" },
		{ "세션 3", "3" },
		{ "3강", "3" },
		{ "3 주 차", "3" },
		{ "3.", "3" },
		{ "3: TCP", "3" },
		{ "3 - 2026-09-21", "3" },
		{ "3, 9월 21일", "3" },
		{ "2 and 3", "2 3" },
		{ "2와 3주차", "2 3" },
		{ "1주차와 3주차", "1 3" },
		{ "1주차부터 3주차까지", "1 2 3" },
		{ "1주차, 2", "1 2" },
		{ "1주차~2주차", "1 2" },
		{ "1주차 ~ 3주차", "1 2 3" },
		{ "weeks 1-3", "1 2 3" },
		{ "week 1 - week 3", "1 2 3" },
		{ "제1~제3주차", "1 2 3" },
		{ "W1, W2", "1 2" },
		{ "#1, #2", "1 2" },
		{ "3-1", "3 1" },
		{ "1, 2026-W38", "1 2026-09-14" },
		{ "2026-W38-1", "2026-09-14" },
		{ "2 of 10", "2" },
		{ "HTTP/2, week 3", "3" },
		{ "IPv4 3주차", "3" },
		{ "3 (9/21)", "3" },
		{ "3주차 19:30", "3" },
		{ "2026년 9월 14일 2주차", "2" },
		{ "2026-09-14 2주차", "2" },
		{ "9/14 2주차", "2" },
		{ "2주차 (Sep 14)", "2" },
		{ "3 - 3-way handshake", "3" },
		{ "3째 주", "3" },
		{ "3 (3rd week of September)", "3" },
		{ "3주차 (9월 셋째 주)", "3" },
		{ "9월 셋째 주 (3주차)", "3" },
		{ "9월 셋째 주, 3주차", "3" },
		{ "3주차 (9월 3주차)", "3" },
		{ "3주차: 9월 모임", "3" },
		{ "3주차 (9월 정기 모임)", "3" },
		{ "week 3 (may be moved)", "3" },
		{ "3rd session in the lab", "3" },
		{ "week 3, in the second half", "3" },
		{ "2nd week of the season", "2" },
		{ "9월 (2026-W37)", "2026-09-07" },
		{ "9월 2주차 (2026-W37)", "2026-09-07" },
		{ "Sep 14, week 2", "2" },
		{ "Sep 14: week 2", "2" },
		/* none of a meeting */
		{ "2026-09 3주차", "" },
		{ "2026년 9월 3주차", "of a month" },
		{ "2026 38주차", "" },
		{ "9. 14.", "" },
		{ "9.14", "" },
		{ "09-14", "" },
		{ "Sep 14", "" },
		{ "14 September", "" },
		{ "2부", "" },
		{ "HTTP/2", "" },
		{ "9월 2주차", "of a month" },
		{ "9월2주차", "of a month" },
		{ "9월 둘째 주", "of a month" },
		{ "2026년 38주차", "" },
		{ "2026-38", "" },
		{ "2026-W54", "" },
		{ "2026", "" },
		{ "2026-09-14", "" },
		{ "2026. 9. 14.", "" },
		{ "9/14", "" },
		{ "1기", "" },
		{ "19:30", "" },
		{ "0", "" },
		{ "1234주차", "" },
		{ "99999999999999999999", "" },
		{ "next", "" },
		{ "9월 3강", "of a month" },
		{ "9월의 2주차", "of a month" },
		{ "9월 중 2주차", "of a month" },
		{ "9월, 2주차", "of a month" },
		{ "9월: 2주차", "of a month" },
		{ "9월(2주차)", "of a month" },
		{ "9월 - 제2주차", "of a month" },
		{ "9월 2, 3주차", "of a month" },
		{ "9월 2~3주차", "of a month" },
		{ "9월 2주차와 3주차", "of a month" },
		{ "9월 2주차 ~ 10월 1주차", "of a month" },
		{ "9월 2번째 주", "of a month" },
		{ "9월 2째 주", "of a month" },
		{ "9월 둘째주", "of a month" },
		{ "9월 두 번째 주", "of a month" },
		{ "9월의 마지막 주", "of a month" },
		{ "9월 첫 주", "of a month" },
		{ "구월 둘째 주", "of a month" },
		{ "구월 2주차", "of a month" },
		{ "이번 달 2주차", "of a month" },
		{ "매월 둘째 주", "of a month" },
		{ "9월 2번째 월요일", "of a month" },
		{ "2주차, 9월", "of a month" },
		{ "2주차 (9월)", "of a month" },
		{ "2nd week of September", "of a month" },
		{ "2nd week of Sept.", "of a month" },
		{ "the 2nd week in September 2026", "of a month" },
		{ "2nd week September", "of a month" },
		{ "2nd week, September", "of a month" },
		{ "2nd week of the month", "of a month" },
		{ "2nd week of next month", "of a month" },
		{ "2nd and 3rd week of September", "of a month" },
		{ "week 2 of September", "of a month" },
		{ "Week 2 (September)", "of a month" },
		{ "September week 2", "of a month" },
		{ "September, week 2", "of a month" },
		{ "September 2nd week", "of a month" },
		{ "Sep W2", "of a month" },
		{ "Sept. 2nd week", "of a month" },
		{ "September's 2nd week", "of a month" },
		{ "2nd Monday of September", "of a month" },
		{ "3rd session of September", "of a month" },
		{ "2026-09-14주", "" },
		{ "second week of September", "of a month" },
		{ "last week of may", "of a month" },
		{ "Second week, May", "of a month" },
		{ "14th of September", "" },
		{ "14th September", "" },
		{ "Sept. 14", "" },
		{ "2026년 1, 2주차", "" },
		{ "", "" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		struct week weeks[WEEKS_MAX];
		autofinish(text) struct text out = { 0 };
		bool is_of_month;
		size_t count = weeks_read(rows[i].text, weeks, &is_of_month);
		for (size_t j = 0; j < count; j++) {
			text_append(&out, j ? " " : "");
			if (weeks[j].number)
				text_append_format(&out, "%u", weeks[j].number);
			else
				day_append(&out, weeks[j].monday);
		}
		if (!count && is_of_month)
			text_append(&out, "of a month");
		if (strcmp(text_string(&out), rows[i].weeks) != 0)
			fail_msg("%s: %s", rows[i].text, text_string(&out));
	}
}

/* More than are kept are left out. */
static void test_many(void **state)
{
	(void)state;
	struct week weeks[WEEKS_MAX];
	bool is_of_month;
	assert_int_equal(weeks_read("1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18", weeks,
				 &is_of_month),
		WEEKS_MAX);
	assert_int_equal(weeks[WEEKS_MAX - 1].number, WEEKS_MAX);
	assert_int_equal(weeks_read("2026-W38 1주 2주 3주 4주 5주 6주 7주 8주 9주 10주 11주 12주 "
				    "13주 14주 15주 2026-W39",
				 weeks, &is_of_month),
		WEEKS_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_many),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
