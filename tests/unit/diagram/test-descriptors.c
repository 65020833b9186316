/* The descriptors of both programs at a packet, from the recorded calls. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "diagram/calls/call-words.h"
#include "diagram/calls/descriptors.h"
#include "recorded-exchange.h"

/* The table at the n-th packet, from 0. */
static void draw_at(
	const struct recorded_exchange *exchange, size_t packet, const char *lang, struct text *out)
{
	const struct selection selection = {
		.packets = exchange->selection.packets + packet, .count = 1, .match_count = 1
	};
	descriptors_table(out, &selection, &exchange->summary, lang);
	const struct picture_options options = {
		.id = "d", .lang = lang, .title = "", .width = 500, .height = 600
	};
	descriptors_svg(out, &selection, &exchange->summary, &options);
}

static void rows_follow_the_calls(void **state)
{
	(void)state;
	autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
	autofinish(text) struct text first = { 0 }, fourth = { 0 };
	exchange_make(&exchange);
	draw_at(&exchange, 0, "en", &first);
	assert_non_null(strstr(text_string(&first),
		"<td>client</td><td>5</td><td>socket</td><td>127.0.0.1:40000</td><td>127.0.0.1:8080</td><td>connecting</td>"));
	assert_non_null(strstr(text_string(&first), "listening socket"));
	/* bind() was not recorded */
	assert_non_null(strstr(text_string(&first), "<td>not recorded</td>"));
	assert_null(strstr(text_string(&first), "accepted socket"));
	draw_at(&exchange, 3, "en", &fourth);
	assert_non_null(strstr(text_string(&fourth), "<td>4</td><td>accepted socket</td>"));
	assert_non_null(strstr(text_string(&fourth), "<td>connected</td>"));
}

/* A connect() that does not wait, by what later calls show; and one more behind one that failed. */
static void connecting_ends(void **state)
{
	(void)state;
	static const struct {
		const char *error, *later, *state,
			*shown[3]; /* before, behind the later call, again */
	} cases[] = {
		{ "EINPROGRESS", "getsockopt", "ESTABLISHED",
			{ "connecting", "connected", "connected" } },
		{ "EINPROGRESS", "getsockopt", "CLOSED",
			{ "connecting", "connect() failed", "connecting" } },
		{ "EINPROGRESS", "getsockopt", "SYN-SENT",
			{ "connecting", "connecting", "connecting" } },
		{ "EINPROGRESS", "read", "", { "connecting", "connected", "connected" } },
		{ "ECONNREFUSED", "close", "", { "connect() failed", NULL, NULL } },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
		exchange_make(&exchange);
		exchange.call_count = 0;
		struct socket_call *call =
			exchange_call(&exchange, CALL_OF_CLIENT, "connect", 5, -1, 10, 105);
		(void)snprintf(call->address, sizeof(call->address), "127.0.0.1:8080");
		(void)snprintf(call->error, sizeof(call->error), "%s", cases[i].error);
		call = exchange_call(&exchange, CALL_OF_CLIENT, cases[i].later, 5, 1, 112, 115);
		call->sample.is_taken = *cases[i].state;
		(void)snprintf(
			call->sample.state, sizeof(call->sample.state), "%s", cases[i].state);
		call = exchange_call(&exchange, CALL_OF_CLIENT, "connect", 5, 0, 200, 210);
		(void)snprintf(call->address, sizeof(call->address), "127.0.0.1:8080");
		exchange_find(&exchange);
		for (size_t k = 0; k < 3; k++) {
			autofinish(text) struct text drawn = { 0 };
			char state_cell[32];
			draw_at(&exchange, k + 1, "en", &drawn);
			(void)snprintf(state_cell, sizeof(state_cell), "<td>%s</td></tr>",
				cases[i].shown[k] ? cases[i].shown[k] : "-");
			if (!strstr(text_string(&drawn), state_cell) == (cases[i].shown[k] != NULL))
				fail_msg("%s %s at #%zu: %s", cases[i].error, cases[i].state, k + 2,
					text_string(&drawn));
		}
	}
}

/* It is in the table up to its close(), and the same number is another one afterwards. */
static void a_closed_descriptor_is_gone(void **state)
{
	(void)state;
	static const char *const states[] = { "connected", NULL, "after socket()" };
	autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
	exchange_make(&exchange);
	exchange.call_count = 0;
	struct socket_call *call =
		exchange_call(&exchange, CALL_OF_CLIENT, "connect", 5, 0, 95, 105);
	(void)snprintf(call->address, CALL_ADDRESS_SIZE, "127.0.0.1:8080");
	exchange_call(&exchange, CALL_OF_CLIENT, "close", 5, 0, 115, 116);
	exchange_call(&exchange, CALL_OF_CLIENT, "socket", -1, 5, 200, 201);
	exchange_find(&exchange);
	for (size_t i = 0; i < ARRAY_COUNT(states); i++) {
		autofinish(text) struct text drawn = { 0 };
		draw_at(&exchange, i + 1, "en", &drawn);
		bool has_row = strstr(text_string(&drawn), "<td>client</td><td>5</td>");
		assert_int_equal(has_row, states[i] != NULL);
		if (states[i])
			assert_non_null(strstr(text_string(&drawn), states[i]));
	}
}

/* bind() asks, and the kernel chooses; a listening socket's address is not that of a connection. */
static void addresses_are_the_kernels(void **state)
{
	(void)state;
	autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
	autofinish(text) struct text drawn = { 0 };
	exchange_make(&exchange);
	exchange.call_count = 0;
	struct socket_call *calls[] = {
		exchange_call(&exchange, CALL_OF_SERVER, "bind", 3, 0, 1, 2),
		exchange_call(&exchange, CALL_OF_SERVER, "listen", 3, 0, 3, 4),
		exchange_call(&exchange, CALL_OF_SERVER, "accept4", 3, 4, 6, 130),
		exchange_call(&exchange, CALL_OF_CLIENT, "bind", 5, 0, 80, 81),
		exchange_call(&exchange, CALL_OF_CLIENT, "connect", 5, 0, 95, 125),
		exchange_call(&exchange, CALL_OF_CLIENT, "read", 5, 0, 300, 310),
	};
	static const char *const addresses[][2] = { { "0.0.0.0:0", "0.0.0.0:8080" }, { "", "" },
		{ "127.0.0.1:40000", "0.0.0.0:8080" }, { "127.0.0.1:0", "127.0.0.1:40000" },
		{ "127.0.0.1:8080", "127.0.0.1:40000" }, { "", "127.0.0.1:0" } };
	for (size_t i = 0; i < ARRAY_COUNT(calls); i++) {
		(void)snprintf(calls[i]->address, CALL_ADDRESS_SIZE, "%s", addresses[i][0]);
		(void)snprintf(calls[i]->local, CALL_ADDRESS_SIZE, "%s", addresses[i][1]);
	}
	exchange_find(&exchange);
	draw_at(&exchange, 3, "en", &drawn);
	static const char *const rows[] = {
		"<td>3</td><td>listening socket</td><td>0.0.0.0:8080</td>",
		"<td>4</td><td>accepted socket</td><td>127.0.0.1:8080</td><td>127.0.0.1:40000</td>",
		"<td>5</td><td>socket</td><td>127.0.0.1:40000</td><td>127.0.0.1:8080</td>",
	};
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++)
		if (!strstr(text_string(&drawn), rows[i]))
			fail_msg("%s: %s", rows[i], text_string(&drawn));
	/* What a call was given is said as it was given. */
	const struct call_context context = { &exchange.arena, &exchange.selection,
			&exchange.summary, false };
	assert_string_equal(
		call_words_full(&context, &exchange.recorded.items[0]), "bind(3, 0.0.0.0:0) = 0");
}

/* A call begins and ends at times; those that have the same words are said once. */
static void times_of_a_call(void **state)
{
	(void)state;
	static const struct {
		int64_t begin_ns, end_ns;
		const char *words;
	} cases[] = {
		{ 12000, 101000, "0.012 – 0.101 ms (0.089 ms)" },
		{ 3882000000, 3882313000,
			"3" TEXT_THIN_SPACE "882.000 – 3" TEXT_THIN_SPACE "882.313 ms (0.313 ms)" },
		{ 3882000000, 3882000400, "3" TEXT_THIN_SPACE "882.000 ms (0.000 ms)" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
		exchange_make(&exchange);
		struct socket_call call = { .name = "write",
			.descriptor = 3,
			.begin_ns = exchange.summary.first_ns + cases[i].begin_ns,
			.end_ns = exchange.summary.first_ns + cases[i].end_ns };
		const struct recorded_call recorded = { .call = &call };
		const struct call_context context = { &exchange.arena, &exchange.selection,
			&exchange.summary, false };
		assert_string_equal(call_words_time(&context, &recorded), cases[i].words);
	}
}

/* A table has room for twelve of a program; picture and table say how many more there are. */
static void more_rows_are_counted(void **state)
{
	(void)state;
	enum { OPEN = 15 };
	autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
	autofinish(text) struct text drawn = { 0 };
	struct socket_call calls[OPEN];
	exchange_make(&exchange);
	for (int i = 0; i < OPEN; i++)
		calls[i] = (struct socket_call){ .role = CALL_OF_SERVER,
			.process = 3,
			.name = "socket",
			.descriptor = CALL_NO_DESCRIPTOR,
			.result = 3 + i,
			.begin_ns = i,
			.end_ns = i };
	const struct socket_calls all = { .items = calls, .count = OPEN };
	recorded_calls_find(
		&exchange.recorded, &all, &exchange.connection, 1, NULL, &exchange.arena);
	draw_at(&exchange, 0, "en", &drawn);
	assert_non_null(strstr(text_string(&drawn), "<td>server</td><td>3 more</td>"));
	assert_non_null(strstr(text_string(&drawn), ">3 more</text>"));
}

/* Processes of one program have descriptors of their own; their numbers tell them apart. */
static void processes_are_told_apart(void **state)
{
	(void)state;
	static const char *const rows[][3] = {
		{ "<td>server, process 3</td><td>3</td><td>listening socket</td>",
			"<td>server, process 3</td><td>4</td><td>accepted socket</td>",
			"<td>server, process 9</td><td>4</td><td>accepted socket</td>" },
		{ "<td>서버, 프로세스 9</td><td>6</td><td>socketpair()의 소켓</td><td>–</td><td>–</td><td>연결됨</td>",
			">프로세스 3</text>", ">프로세스 9</text>" },
	};
	autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
	exchange_make(&exchange);
	exchange.call_count = 0;
	struct socket_call *calls[] = {
		exchange_call(&exchange, CALL_OF_SERVER, "listen", 3, 0, 3, 4),
		exchange_call(&exchange, CALL_OF_SERVER, "accept", 3, 4, 6, 90),
		exchange_call(&exchange, CALL_OF_SERVER, "fork", -1, 9, 91, 92),
		exchange_call(&exchange, CALL_OF_SERVER, "close", 3, 0, 93, 94),
		exchange_call(&exchange, CALL_OF_SERVER, "socketpair", -1, 0, 95, 96),
	};
	calls[3]->process = calls[4]->process = 9;
	(void)snprintf(calls[4]->arguments, CALL_ARGUMENTS_SIZE, "AF_UNIX, SOCK_STREAM, 0, [6, 7]");
	exchange_find(&exchange);
	for (size_t korean = 0; korean < ARRAY_COUNT(rows); korean++) {
		autofinish(text) struct text drawn = { 0 };
		draw_at(&exchange, 0, korean ? "ko" : "en", &drawn);
		for (size_t i = 0; i < ARRAY_COUNT(rows[korean]); i++)
			if (!strstr(text_string(&drawn), rows[korean][i]))
				fail_msg("%s: %s", rows[korean][i], text_string(&drawn));
		assert_null(strstr(text_string(&drawn), "9</td><td>3</td>"));
	}
}

static void nothing_recorded_is_said(void **state)
{
	(void)state;
	autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
	autofinish(text) struct text drawn = { 0 };
	exchange_make(&exchange);
	exchange.summary.calls = NULL;
	draw_at(&exchange, 0, "ko", &drawn);
	assert_non_null(strstr(text_string(&drawn), "기록된 파일 디스크립터 없음"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_follow_the_calls),
		cmocka_unit_test(connecting_ends),
		cmocka_unit_test(a_closed_descriptor_is_gone),
		cmocka_unit_test(addresses_are_the_kernels),
		cmocka_unit_test(times_of_a_call),
		cmocka_unit_test(more_rows_are_counted),
		cmocka_unit_test(processes_are_told_apart),
		cmocka_unit_test(nothing_recorded_is_said),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
