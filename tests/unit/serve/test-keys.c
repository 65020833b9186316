/* serve/room/keys: keys differ, only a whole one has its role. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "serve/room/keys.h"

static void keys_are_hexadecimal_and_differ(void **state)
{
	(void)state;
	autofinish(error) struct error error = { 0 };
	struct keys one, other;
	assert_true(keys_make(&one, &error) && keys_make(&other, &error));
	const char *const all[] = { one.listener, one.presenter, other.listener, other.presenter };
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(strlen(all[i]), KEY_SIZE);
		assert_int_equal(strspn(all[i], "0123456789abcdef"), KEY_SIZE);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(all[i], all[j]);
	}
}

static void only_a_whole_key_has_a_role(void **state)
{
	(void)state;
	autofinish(error) struct error error = { 0 };
	struct keys keys;
	assert_true(keys_make(&keys, &error));
	assert_int_equal(keys_role(&keys, keys.listener, KEY_SIZE), VISITOR_LISTENER);
	assert_int_equal(keys_role(&keys, keys.presenter, KEY_SIZE), VISITOR_PRESENTER);
	for (size_t size = 0; size < KEY_SIZE; size++)
		assert_int_equal(keys_role(&keys, keys.presenter, size), VISITOR_NONE);
	for (size_t i = 0; i < KEY_SIZE; i++) {
		char wrong[KEY_SIZE + 1];
		memcpy(wrong, keys.presenter, sizeof(wrong));
		wrong[i] = wrong[i] == '0' ? '1' : '0';
		assert_int_equal(keys_role(&keys, wrong, KEY_SIZE), VISITOR_NONE);
	}
	/* Keys that were never made let nobody in. */
	struct keys none = { 0 };
	const char zeros[KEY_SIZE] = { 0 };
	assert_int_equal(keys_role(&none, zeros, 0), VISITOR_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_are_hexadecimal_and_differ),
		cmocka_unit_test(only_a_whole_key_has_a_role),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
