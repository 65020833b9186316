/* base/: the smallest promises that every layer above leans on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cursor.h"

static void cursor_latches_short_reads(void **state)
{
	(void)state;
	const uint8_t data[] = { 0x12, 0x34, 0x56 };
	struct cursor cursor = cursor_over((struct bytes){ data, sizeof(data) });
	assert_int_equal(cursor_u16(&cursor), 0x1234);
	assert_true(cursor_ok(&cursor));
	assert_int_equal(cursor_u16(&cursor), 0);
	assert_false(cursor_ok(&cursor));
	assert_int_equal(cursor_remaining(&cursor), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cursor_latches_short_reads),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
