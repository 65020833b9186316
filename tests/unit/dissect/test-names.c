/* dissect/names: names that follow a rule, for every number. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "dissect/names/names.h"

/*
 * RFC 2474: the value of a class is eight times its number. RFC 2597: a class, and its drop
 * precedence.
 */
static void every_class_of_traffic_has_its_name(void **state)
{
	(void)state;
	char name[32];
	for (unsigned class = 1; class < 8; class ++) {
		(void)snprintf(name, sizeof(name), "Class Selector %u", class);
		const char *got = name_of_dscp((uint8_t)(8 * class));
		assert_non_null(got);
		assert_string_equal(got, name);
	}
	for (unsigned class = 1; class <= 4; class ++) {
		for (unsigned drop = 1; drop <= 3; drop++) {
			(void)snprintf(name, sizeof(name), "AF%u%u", class, drop);
			const char *got = name_of_dscp((uint8_t)(8 * class + 2 * drop));
			if (!got || strcmp(got, name) != 0)
				fail_msg("%s is %s", name, got ? got : "nothing");
		}
	}
	assert_string_equal(name_of_dscp(0), "Default");
	assert_string_equal(name_of_dscp(46), "Expedited Forwarding");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_class_of_traffic_has_its_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
