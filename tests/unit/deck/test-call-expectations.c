/* What `expect:` says of socket calls: what holds, what does not, and what is said then. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "deck/packets/expect.h"
#include "recorded-exchange.h"

static const struct talk_capture declared = { .name = "ping", .path = "x/ping.pcap" };

static bool check(const struct recorded_exchange *exchange, const char *expected, struct text *said)
{
	const struct packets_expectation expectation = { .text = expected, .line = 7 };
	const struct packets_block block = { .expectations = &expectation, .expectation_count = 1 };
	const struct capture_view capture = { .declared = &declared, .summary = exchange->summary };
	const struct block_view view = {
		.block = &block,
		.capture = &capture,
		.selection = exchange->selection,
	};
	autofinish(findings) struct findings findings = { 0 };
	bool is_met = expectations_check(&view, "talk.md", &findings);
	if (findings.count)
		finding_append(said, &findings.items[0]);
	return is_met;
}

static void what_is_so_is_met(void **state)
{
	(void)state;
	static const char *const cases[] = { "accept() >= 1", "accept4() == 1", "connect() == 1",
		"read()>=2", "close() == 0", "socket() == 1", "write() returns before ACK",
		"sendto()  returns before ACK", "recvfrom() waits for data" };
	autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
	exchange_make(&exchange);
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(text) struct text said = { 0 };
		if (!check(&exchange, cases[i], &said))
			fail_msg("%s: %s", cases[i], text_string(&said));
	}
}

static void what_is_not_so_is_said(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{ "accept() >= 2",
			"talk.md:7: 'accept() >= 2' is expected, and around the packets of this block it was called 1 times" },
		{ "write() returns after ACK",
			"and frame 5 shows a call of which that is not true" },
		{ "close() returns before ACK", "show it of no call" },
		{ "acept() >= 1", "knows no call 'acept()': did you mean 'accept()'?" },
		{ "frobnicate() >= 1", "knows no call 'frobnicate()'" },
		{ "write() returns", "says nothing of calls" },
		{ "write() >= x", "says nothing of calls" },
	};
	autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
	exchange_make(&exchange);
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(text) struct text said = { 0 };
		assert_false(check(&exchange, cases[i][0], &said));
		if (!strstr(text_string(&said), cases[i][1]))
			fail_msg("%s: %s", cases[i][0], text_string(&said));
	}
	autofinish(text) struct text said = { 0 };
	exchange.summary.calls = NULL;
	assert_false(check(&exchange, "accept() >= 1", &said));
	assert_non_null(strstr(text_string(&said),
		"talk.md:7: the socket calls of 'x/ping.pcap' are not recorded"));
}

/* A count is not that of a picture, which has room for some. */
static void many_are_counted(void **state)
{
	(void)state;
	enum { MANY = 1000 };
	autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
	autofinish(text) struct text said = { 0 };
	exchange_make(&exchange);
	struct socket_call *calls = xcalloc(EXCHANGE_CALLS + MANY, sizeof(*calls));
	memcpy(calls, exchange.calls, exchange.call_count * sizeof(*calls));
	for (size_t i = 0; i < MANY; i++)
		calls[exchange.call_count + i] = (struct socket_call){
			.role = CALL_OF_CLIENT,
			.process = 7,
			.name = "setsockopt",
			.descriptor = 5,
			.begin_ns = 130 * EXCHANGE_US + (int64_t)i,
			.end_ns = 130 * EXCHANGE_US + (int64_t)i,
		};
	const struct socket_calls all = { .items = calls, .count = exchange.call_count + MANY };
	recorded_calls_find(
		&exchange.recorded, &all, &exchange.connection, 1, NULL, &exchange.arena);
	bool is_met = check(&exchange, "setsockopt() == 1000", &said);
	free(calls);
	if (!is_met)
		fail_msg("%s", text_string(&said));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_so_is_met),
		cmocka_unit_test(what_is_not_so_is_said),
		cmocka_unit_test(many_are_counted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
