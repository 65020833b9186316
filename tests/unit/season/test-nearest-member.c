/* Whom a misspelt presenter means: only a name that differs in one letter, or one jamo. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/array.h"
#include "season-samples.h"
#include "season/nearest-member.h"

static void test_names(void **state)
{
	(void)state;
	static const struct {
		const char *name, *nearest; /* NULL: none is near */
	} rows[] = {
		{ "김철스", "김철수" }, /* another vowel */
		{ "김철술", "김철수" }, /* a letter more */
		{ "김처수", "김철수" }, /* a letter less */
		{ "김찰수", "김철수" },
		{ "민소", "민수" },
		{ "Alexx", "Alex" },
		{ "alxe", NULL }, /* two letters */
		{ "aley", "Alex" },
		{ "doyum", "doyun" }, /* another name of a member */
		{ "김철", NULL },
		{ "김민수", NULL },
		{ "민지", NULL }, /* of 민수 they differ in two letters: another person */
		{ "박하늘", NULL },
		{ "Eva", NULL },
		{ "Al", NULL },
		{ "Ji", NULL }, /* too short to say */
		{ "李雷", NULL },
		{ "王小红", NULL }, /* another ideograph: another person */
		{ "王小", NULL },
		{ "小明", NULL },
		{ "王明小", NULL },
		{ "王小明x", "王小明" },
		{ "はなこ", NULL },
		{ "Zoéy", "Zoëy" }, /* another accent */
		{ "Zoħx", NULL }, /* U+0127 is U+00EB and 60: two letters, still */
		{ "ZOëYX", "Zoëy" },
		{ "", NULL },
	};
	autofinish(sample) struct sample sample = { 0 };
	assert_true(sample_read(&sample,
		"members: [김철수, 민수, Alex, Jo, {name: 도윤, also: [doyun]}, 王小明, はなえ, Zoëy]\nfirst: 2026-09-07\n"));
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		const char *nearest = nearest_member(&sample.group, rows[i].name);
		bool is_right = rows[i].nearest && nearest ? strcmp(rows[i].nearest, nearest) == 0
							   : rows[i].nearest == nearest;
		if (!is_right)
			fail_msg("%s: %s", rows[i].name, nearest ? nearest : "none");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
