/* Socket calls beside the lanes cover nothing, and stand between the packets around them. */
#include <stdio.h>

#include "conversation/calls/recorded-calls.h"
#include "ladder-checks.h"

enum { CALLS = 24 };

static size_t add_call(struct socket_call *calls, size_t count, enum call_role role,
	const char *name, int descriptor, int64_t begin_us, int64_t end_us)
{
	struct socket_call *call = &calls[count];
	*call = (struct socket_call){
		.role = role,
		.process = role == CALL_OF_SERVER ? 3 : 7,
		.descriptor = descriptor,
		.length = -1,
		.begin_ns = begin_us * US,
		.end_ns = end_us * US,
	};
	(void)snprintf(call->name, sizeof(call->name), "%s", name);
	if (role == CALL_OF_CLIENT && strcmp(name, "connect") == 0)
		(void)snprintf(call->address, sizeof(call->address), "127.0.0.1:8080");
	return count + 1;
}

/* The calls of both ends of add_ping(), whose packets stand 80 us apart from 80 us on. */
static size_t add_calls(struct socket_call *calls)
{
	const enum call_role S = CALL_OF_SERVER, C = CALL_OF_CLIENT;
	size_t count = add_call(calls, 0, S, "accept4", 3, 1, 260);
	calls[0].result = 4;
	(void)snprintf(calls[0].address, sizeof(calls[0].address), "127.0.0.1:55000");
	count = add_call(calls, count, C, "connect", 5, 70, 250);
	count = add_call(calls, count, C, "getsockname", 5, 251, 252);
	count = add_call(calls, count, C, "setsockopt", 5, 253, 254);
	count = add_call(calls, count, C, "sendto", 5, 310, 330);
	count = add_call(calls, count, S, "recvfrom", 4, 265, 390);
	count = add_call(calls, count, S, "sendto", 4, 395, 396);
	count = add_call(calls, count, S, "shutdown", 4, 397, 398);
	count = add_call(calls, count, S, "recvfrom", 4, 399, 900);
	calls[count - 1].thread = 5;
	count = add_call(calls, count, C, "recvfrom", 5, 391, 500);
	count = add_call(calls, count, C, "close", 5, 601, 602);
	count = add_call(calls, count, S, "close", 4, 950, 951);
	calls[count - 1].is_unfinished = true;
	return count;
}

struct drawn {
	struct exchange exchange;
	struct socket_call calls[CALLS];
	struct recorded_calls recorded;
	struct call_events events;
	size_t most; /* calls that are drawn; 0: all */
};

static void drawn_finish(struct drawn *drawn)
{
	exchange_finish(&drawn->exchange);
}
DEFINE_AUTOFINISH(drawn);

/* Finds the calls of add_ping(), whose packets are there. */
static void find(struct drawn *drawn, size_t call_count)
{
	struct exchange *exchange = &drawn->exchange;
	struct tcp_connection *connection = &exchange->connections[0];
	connection->client = connection->server =
		(struct address){ .family = ADDRESS_IPV4, .octets = { 127, 0, 0, 1 } };
	connection->client_port = 55000;
	connection->server_port = 8080;
	connection->first_frame = 1;
	connection->first_ns = exchange->packets[0].frame.time_ns;
	const struct socket_calls calls = { .items = drawn->calls, .count = call_count };
	recorded_calls_find(
		&drawn->recorded, &calls, exchange->connections, 1, NULL, &exchange->arena);
	exchange->summary.calls = &drawn->recorded;
	call_events_find(&drawn->events, &exchange->selection, &exchange->summary, false,
		drawn->most ? drawn->most : CALLS_DRAWN_MAX, &exchange->arena);
}

static void make(struct drawn *drawn)
{
	add_ping(&drawn->exchange, 0);
	find(drawn, add_calls(drawn->calls));
}

static void check_call(const struct ladder *ladder, const struct ladder_call *call)
{
	bool is_of_server = call->event->is_of_server;
	for (unsigned i = 0; i < ladder->lane_count; i++)
		assert_true(
			is_of_server ? call->x > ladder->lanes[i].x : call->x < ladder->lanes[i].x);
	assert_true(is_of_server ? call->text.left > call->x
				 : call->text.left + call->text.width < call->x);
	/* Between the arrows of the packets before and behind it. */
	if (call->before > 0)
		assert_true(call->y > ladder->rows[call->before - 1].y);
	if (call->before < ladder->row_count)
		assert_true(call->y < ladder->rows[call->before].y);
	if (call->event->moment == CALL_ENDS)
		assert_int_equal(call->from, ladder->calls[call->event->other].y);
}

static void nothing_overlaps(void **state)
{
	(void)state;
	static const unsigned sizes[][2] = { { 780, 540 }, { 780, 240 }, { 1152, 540 },
		{ 500, 680 } };
	for (size_t i = 0; i < ARRAY_COUNT(sizes); i++) {
		autofinish(drawn) struct drawn drawn = { 0 };
		make(&drawn);
		struct ladder_options options = options_of(sizes[i][0], sizes[i][1]);
		options.calls = &drawn.events;
		const struct ladder *ladder = ladder_layout(&drawn.exchange.arena,
			&drawn.exchange.selection, &drawn.exchange.summary, &options);
		check_ladder(ladder);
		assert_int_equal(ladder->call_count, drawn.events.count);
		assert_true(ladder->width <= (int)sizes[i][0]);
		for (unsigned k = 0; k < ladder->call_count; k++)
			check_call(ladder, &ladder->calls[k]);
	}
}

/* A second passes in which nothing happens, between these calls and their packets. */
static void a_pause_stands_where_time_passed(void **state)
{
	(void)state;
	enum { PAUSED = 5, PAUSE = 1000000 };
	static const struct {
		unsigned before, behind; /* calls */
	} cases[] = { { 0, 1 }, { 1, 0 }, { 1, 1 }, { 3, 3 }, { 0, 4 }, { 4, 0 } };
	static const unsigned sizes[][2] = { { 780, 540 }, { 780, 240 }, { 1152, 540 } };
	for (size_t i = 0; i < ARRAY_COUNT(cases) * ARRAY_COUNT(sizes); i++) {
		autofinish(drawn) struct drawn drawn = { 0 };
		const unsigned *size = sizes[i % ARRAY_COUNT(sizes)];
		unsigned before = cases[i / ARRAY_COUNT(sizes)].before;
		unsigned behind = cases[i / ARRAY_COUNT(sizes)].behind;
		add_ping(&drawn.exchange, 0);
		for (size_t k = PAUSED; k < drawn.exchange.selection.count; k++)
			drawn.exchange.packets[k].frame.time_ns += (int64_t)PAUSE * US;
		size_t count = add_call(drawn.calls, 0, CALL_OF_CLIENT, "connect", 5, 70, 250);
		for (unsigned k = 0; k < before + behind; k++) {
			int64_t at_us = k < before ? 410 + 5 * k : PAUSE + 440 + 5 * k;
			count = add_call(drawn.calls, count, CALL_OF_CLIENT, "getsockname", 5,
				at_us, at_us + 1);
		}
		find(&drawn, count);
		struct ladder_options options = options_of(size[0], size[1]);
		options.calls = &drawn.events;
		const struct ladder *ladder = ladder_layout(&drawn.exchange.arena,
			&drawn.exchange.selection, &drawn.exchange.summary, &options);
		check_ladder(ladder);
		const struct ladder_row *row = &ladder->rows[PAUSED];
		assert_true(row->has_gap);
		assert_true(row->gap_y > row[-1].y && row->gap_y < row->y);
		assert_in_range(row->gap.baseline, row->gap_y, row->gap_y + row->gap.size);
		for (unsigned k = 0, seen = 0; k < ladder->call_count; k++) {
			const struct ladder_call *call = &ladder->calls[k];
			check_call(ladder, call);
			if (call->before != PAUSED)
				continue;
			if (seen++ < before)
				assert_true(call->y < row->gap_y);
			else
				assert_true(call->y > row->gap_y);
		}
	}
}

/* Each packet and each event is a step, and no step is taken twice. */
static void steps_are_in_order(void **state)
{
	(void)state;
	autofinish(drawn) struct drawn drawn = { 0 };
	make(&drawn);
	struct ladder_options options = options_of(780, 540);
	options.calls = &drawn.events;
	const struct ladder *ladder = ladder_layout(&drawn.exchange.arena,
		&drawn.exchange.selection, &drawn.exchange.summary, &options);
	unsigned count = ladder->row_count + ladder->call_count;
	int64_t times[64] = { 0 };
	for (unsigned i = 0; i < ladder->row_count; i++)
		times[ladder->rows[i].step] = ladder->rows[i].packet->frame.time_ns;
	for (unsigned i = 0; i < ladder->call_count; i++)
		times[ladder->calls[i].step] = ladder->calls[i].event->time_ns;
	for (unsigned i = 0; i < count; i++)
		assert_true(times[i] > (i ? times[i - 1] : 0));
}

/* What has no room is counted below the rest, and covers nothing there. */
static void hidden_calls_are_counted(void **state)
{
	(void)state;
	static const unsigned widths[] = { 1152, 780, 500 };
	for (size_t i = 0; i < ARRAY_COUNT(widths); i++) {
		autofinish(drawn) struct drawn drawn = { .most = 9 };
		make(&drawn);
		struct ladder_options options = options_of(widths[i], 540);
		options.calls = &drawn.events;
		const struct ladder *ladder = ladder_layout(&drawn.exchange.arena,
			&drawn.exchange.selection, &drawn.exchange.summary, &options);
		check_ladder(ladder);
		assert_string_equal(ladder->hidden_calls.string, "호출 2개 더");
		assert_true(
			ladder->hidden_calls.baseline > ladder->calls[ladder->call_count - 1].y);
		assert_true(ladder->hidden_calls.baseline < ladder->height);
		assert_true(
			ladder->hidden_calls.left + ladder->hidden_calls.width <= ladder->width);
		autofinish(text) struct text out = { 0 };
		ladder_svg(&out, &drawn.exchange.selection, &drawn.exchange.summary, &options);
		assert_non_null(strstr(text_string(&out), "호출 2개 더"));
	}
}

/* Who recorded nothing is said to have recorded nothing. */
static void an_unrecorded_side_says_so(void **state)
{
	(void)state;
	autofinish(drawn) struct drawn drawn = { 0 };
	make(&drawn);
	size_t count = 0;
	for (size_t i = 0; i < drawn.events.count; i++)
		if (!drawn.events.items[i].is_of_server)
			drawn.events.items[count++] = drawn.events.items[i];
	drawn.events.count = count;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < count; k++)
			if (drawn.events.items[i].call == drawn.events.items[k].call && i != k)
				drawn.events.items[i].other = k;
	drawn.events.is_recorded[1] = false;
	struct ladder_options options = options_of(780, 540);
	options.calls = &drawn.events;
	const struct ladder *ladder = ladder_layout(&drawn.exchange.arena,
		&drawn.exchange.selection, &drawn.exchange.summary, &options);
	check_ladder(ladder);
	assert_null(ladder->unrecorded[0].string);
	assert_string_equal(ladder->unrecorded[1].string, "호출 기록 없음");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_overlaps),
		cmocka_unit_test(a_pause_stands_where_time_passed),
		cmocka_unit_test(steps_are_in_order),
		cmocka_unit_test(hidden_calls_are_counted),
		cmocka_unit_test(an_unrecorded_side_says_so),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
