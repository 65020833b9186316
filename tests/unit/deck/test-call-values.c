/* Values of socket calls, and what is said of those that are not there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "deck/packets/values.h"
#include "recorded-exchange.h"

static const struct talk_capture declared = { .name = "ping", .path = "x/ping.pcap" };
static const struct talk talk = { .declared_count = 1, .lang = "en" };

static bool append(const struct recorded_exchange *exchange, const char *expression,
	struct text *out, struct error *error)
{
	struct capture_view view = {
		.declared = &declared, .is_read = true, .summary = exchange->summary
	};
	const struct captures captures = { .talk = &talk, .views = &view, .count = 1 };
	return values_append(&captures, expression, out, error);
}

static void values_are_of_calls(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{ "ping.call[connect].duration", "0.030 ms" },
		{ "ping.call[connect].begin", "-0.005 ms" },
		{ "ping.call[connect].end", "0.025 ms" },
		{ "ping.call[connect].fd", "5" },
		{ "ping.call[connect].result", "0" },
		{ "ping.call[accept].result", "4" },
		{ "ping.call[write].result", "50" },
		{ "ping.call[socket].result", "5" },
		{ "ping.call[recv][0].result", "50" },
		{ "ping.call[recvfrom][1].errno", "EAGAIN" },
		{ "ping.call[recvfrom][1].result", "-1" },
	};
	autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
	exchange_make(&exchange);
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(text) struct text out = { 0 };
		autofinish(error) struct error error = { 0 };
		if (!append(&exchange, cases[i][0], &out, &error))
			fail_msg("%s: %s", cases[i][0], error_message(&error));
		assert_string_equal(text_string(&out), cases[i][1]);
	}
}

static void what_is_not_there_is_said(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{ "ping.call[conect].duration",
			"there is no call 'conect': did you mean 'connect'?" },
		{ "ping.call[shutdown].fd", "'shutdown' was not called" },
		{ "ping.call[connect][1].fd", "has 1 calls of 'connect', counted from 0" },
		{ "ping.call[connect].errno", "has no 'errno'" },
		{ "ping.call[read][2].end", "has no 'end'" },
		{ "ping.call[connect].durration",
			"a call has no 'durration'; did you mean 'duration'?" },
		{ "ping.call[connect].frame[1].time", "a call has no 'frame[1].time'" },
		{ "ping.call[connect].stream[0].client", "a call has no 'stream[0].client'" },
		{ "ping.call[connect].", "is not understood" },
		{ "ping.call[].fd", "is not understood" },
		{ "ping.call[connect.fd", "is not understood" },
	};
	autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
	exchange_make(&exchange);
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(text) struct text out = { 0 };
		autofinish(error) struct error error = { 0 };
		assert_false(append(&exchange, cases[i][0], &out, &error));
		if (!strstr(error_message(&error), cases[i][1]))
			fail_msg("%s: %s", cases[i][0], error_message(&error));
	}
	autofinish(text) struct text out = { 0 };
	autofinish(error) struct error error = { 0 };
	exchange.summary.calls = NULL;
	assert_false(append(&exchange, "ping.call[connect].fd", &out, &error));
	assert_non_null(strstr(error_message(&error), "are not recorded: record it with"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_of_calls),
		cmocka_unit_test(what_is_not_there_is_said),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
