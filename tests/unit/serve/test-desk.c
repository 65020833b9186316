/* Stores by folder, how often a browser may say something, and who is told of a change. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "serve/feedback/desk.h"

static void test_stores(void **state)
{
	(void)state;
	autofree(desk) struct desk *desk = desk_new();
	struct feedback *store = desk_store(desk, "talks/a.md");
	assert_ptr_equal(desk_store(desk, "talks/b.md"), store);
	assert_ptr_not_equal(desk_store(desk, "talks/week2/a.md"), store);
	assert_ptr_equal(desk_store(desk, "talks/a.md"), store);
	assert_ptr_not_equal(desk_store(desk, "a.md"), store);
}

static unsigned said_by(struct desk *desk, const char *visitor, unsigned times)
{
	unsigned said = 0;
	for (unsigned i = 0; i < times; i++)
		said += desk_has_time(desk, visitor);
	return said;
}

static void test_rates(void **state)
{
	(void)state;
	autofree(desk) struct desk *desk = desk_new();
	unsigned said = said_by(desk, "one", 100);
	assert_true(said >= 10 && said <= 12); /* one more for each second that this takes */
	assert_true(said_by(desk, "two", 5) == 5);

	/* Somebody who makes up browsers. */
	unsigned all = 0;
	for (unsigned i = 0; i < 2000; i++) {
		autofinish(text) struct text name = { 0 };
		text_append_format(&name, "made up %u", i);
		all += desk_has_time(desk, text_string(&name));
	}
	assert_true(all >= 580 && all < 2000);
}

static void test_changes(void **state)
{
	(void)state;
	autofree(desk) struct desk *desk = desk_new();
	assert_int_equal(desk_number(desk, "a.html", true), 0);
	desk_changed(desk, "a.html", false);
	uint64_t mark = desk_number(desk, "a.html", true);
	assert_true(mark > 0);
	assert_int_equal(desk_number(desk, "a.html", false), 0); /* marks are for the speaker */
	desk_changed(desk, "a.html", true);
	assert_true(desk_number(desk, "a.html", true) > mark);
	assert_true(desk_number(desk, "a.html", false) > 0);
	assert_int_equal(desk_number(desk, "b.html", true), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stores),
		cmocka_unit_test(test_rates),
		cmocka_unit_test(test_changes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
