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
		{ "2026-W38", "2026-09-14" },
		{ "2026-W38, 2026-W39", "2026-09-14 2026-09-21" },
		{ "[[2026-W38]]", "2026-09-14" },
		/* none of a meeting */
		{ "9월 2주차", "" },
		{ "9월2주차", "" },
		{ "9월 둘째 주", "" },
		{ "2026년 38주차", "" },
		{ "2026-38", "" },
		{ "2026-W54", "" },
		{ "2026", "" },
		{ "2026-09-14", "" },
		{ "2026. 9. 14.", "" },
		{ "9/14", "" },
		{ "1기", "" },
		{ "2 of 10", "" },
		{ "19:30", "" },
		{ "0", "" },
		{ "1234주차", "" },
		{ "99999999999999999999", "" },
		{ "next", "" },
		{ "", "" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		struct week weeks[WEEKS_MAX];
		autofinish(text) struct text out = { 0 };
		size_t count = weeks_read(rows[i].text, weeks);
		for (size_t j = 0; j < count; j++) {
			text_append(&out, j ? " " : "");
			if (weeks[j].number)
				text_append_format(&out, "%u", weeks[j].number);
			else
				day_append(&out, weeks[j].monday);
		}
		if (strcmp(text_string(&out), rows[i].weeks) != 0)
			fail_msg("%s: %s", rows[i].text, text_string(&out));
	}
}

/* More than are kept are left out. */
static void test_many(void **state)
{
	(void)state;
	struct week weeks[WEEKS_MAX];
	assert_int_equal(
		weeks_read("1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18", weeks), WEEKS_MAX);
	assert_int_equal(weeks[WEEKS_MAX - 1].number, WEEKS_MAX);
	assert_int_equal(weeks_read("2026-W38 1주 2주 3주 4주 5주 6주 7주 8주 9주 10주 11주 12주 "
				    "13주 14주 15주 2026-W39",
				 weeks),
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
