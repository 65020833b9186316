/* The four columns of programs and kernels: each call is a span, in the order of time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "conversation/calls/call-events.h"
#include "diagram/calls/call-timeline.h"
#include "diagram/calls/call-words.h"
#include "recorded-exchange.h"

static void draw(const struct recorded_exchange *exchange, const char *lang, unsigned width,
	struct text *out)
{
	const struct picture_options options = { .id = "d",
		.lang = lang,
		.title = "",
		.width = width,
		.height = 540,
		.opens_packets = true };
	call_timeline_svg(out, &exchange->selection, &exchange->summary, &options);
}

static void make_table(struct recorded_exchange *exchange, bool is_korean, struct text *out)
{
	struct call_events events;
	const struct call_context context = {
		.arena = &exchange->arena,
		.selection = &exchange->selection,
		.summary = &exchange->summary,
		.is_korean = is_korean,
	};
	call_events_find(&events, &exchange->selection, &exchange->summary, true, CALLS_DRAWN_MAX,
		&exchange->arena);
	call_table_append(out, &events, &context);
}

/* The y of the text element that shows this. */
static long y_of(const struct text *drawn, const char *words)
{
	const char *found = strstr(text_string(drawn), words);
	if (!found)
		fail_msg("'%s' is not drawn", words);
	while (found > text_string(drawn) && strncmp(found, " y=\"", 4) != 0)
		found--;
	return strtol(found + 4, NULL, 10);
}

static void make(struct recorded_exchange *exchange)
{
	exchange_make(exchange);
	for (size_t i = 0; i < EXCHANGE_PACKETS; i++)
		exchange->packets[i].rule =
			color_rule_for(&exchange->packets[i].frame, &exchange->packets[i].facts);
}

static void calls_stand_around_their_packets(void **state)
{
	(void)state;
	static const unsigned widths[] = { 1152, 500 };
	autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
	make(&exchange);
	for (size_t i = 0; i < 2; i++) {
		autofinish(text) struct text drawn = { 0 };
		draw(&exchange, "en", widths[i], &drawn);
		const char *connect = i ? ">connect 5<" : ">connect(5)<";
		const char *accept = i ? ">accept4 3<" : ">accept4(3)<";
		assert_true(y_of(&drawn, accept) < y_of(&drawn, connect));
		assert_true(y_of(&drawn, connect) < y_of(&drawn, ">SYN<"));
		assert_true(y_of(&drawn, ">SYN, ACK<") < y_of(&drawn, ">= 4<"));
		assert_non_null(strstr(text_string(&drawn), "5 packets"));
		assert_null(strstr(text_string(&drawn), "not recorded"));
		assert_non_null(
			strstr(text_string(&drawn), "call-box open")); /* it did not return */
	}
}

/* A packet whose color says that it has data, or a fault, says so in words, too. */
static void colors_have_words(void **state)
{
	(void)state;
	autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
	autofinish(text) struct text drawn = { 0 }, narrow = { 0 };
	make(&exchange);
	exchange.packets[3].facts.tcp.labels = TCP_LABEL_WINDOW_FULL | TCP_LABEL_RETRANSMISSION;
	draw(&exchange, "ko", 1152, &drawn);
	assert_non_null(strstr(text_string(&drawn), ">재전송 · 윈도우 가득 참 · len 50</text>"));
	assert_null(strstr(text_string(&drawn), "len 0"));
	draw(&exchange, "ko", 390, &narrow);
	assert_null(strstr(text_string(&narrow), "len 50"));
}

static void who_was_not_recorded_is_said(void **state)
{
	(void)state;
	autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
	autofinish(text) struct text drawn = { 0 }, table = { 0 };
	make(&exchange);
	exchange.summary.calls = NULL;
	draw(&exchange, "ko", 1152, &drawn);
	assert_non_null(strstr(text_string(&drawn), "호출 기록 없음"));
	make_table(&exchange, false, &table);
	assert_non_null(strstr(text_string(&table), "calls not recorded"));
}

/* A picture has room for some calls; it and its table say how many more there are. */
static void more_calls_are_counted(void **state)
{
	(void)state;
	enum { MANY = CALLS_DRAWN_MAX + 7 };
	autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
	autofinish(text) struct text drawn = { 0 }, table = { 0 };
	make(&exchange);
	struct socket_call *calls = xcalloc(MANY + 1, sizeof(*calls));
	calls[0] = exchange.calls[3]; /* connect */
	for (int i = 0; i < MANY; i++) {
		calls[i + 1] = exchange.calls[4]; /* sendto */
		calls[i + 1].begin_ns += i;
	}
	const struct socket_calls all = { .items = calls, .count = MANY + 1 };
	recorded_calls_find(
		&exchange.recorded, &all, &exchange.connection, 1, NULL, &exchange.arena);
	draw(&exchange, "en", 1152, &drawn);
	make_table(&exchange, true, &table);
	free(calls);
	assert_non_null(strstr(text_string(&drawn), ">8 more calls</text>"));
	assert_non_null(strstr(text_string(&table), "<td>호출 8개 더</td>"));
}

/* A deck draws a picture more than once, and finds its calls once. */
static void calls_that_were_found_are_drawn(void **state)
{
	(void)state;
	autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
	autofinish(text) struct text drawn = { 0 };
	struct call_events events;
	make(&exchange);
	call_events_find(
		&events, &exchange.selection, &exchange.summary, true, 2, &exchange.arena);
	const struct picture_options options = {
		.id = "d", .lang = "en", .title = "", .width = 1152, .height = 540, .calls = &events
	};
	call_timeline_svg(&drawn, &exchange.selection, &exchange.summary, &options);
	assert_non_null(strstr(text_string(&drawn), ": 2 calls and"));
	assert_non_null(strstr(text_string(&drawn), " more calls</text>"));
}

/*
 * Packets 1 to 3 are left out, among which the receive begins: the lanes are torn there, and its
 * box is cut off at its top. A call behind them stands below the tear.
 */
static void lanes_are_torn_where_packets_are_left_out(void **state)
{
	(void)state;
	autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
	autofinish(text) struct text drawn = { 0 }, narrow = { 0 }, korean = { 0 };
	make(&exchange);
	exchange.calls[1].end_ns = 112 * EXCHANGE_US; /* accept4 */
	exchange.calls[5].begin_ns = 115 * EXCHANGE_US; /* the receive of the server */
	exchange_find(&exchange);
	struct left_out left_out[EXCHANGE_PACKETS + 1] = { { 3, 1, 3, NULL } };
	exchange.selection.packets += 3;
	exchange.selection.count -= 3;
	exchange.selection.left_out = left_out;
	draw(&exchange, "en", 1152, &drawn);
	long tear = y_of(&drawn, "packets 1–3 not shown (3)");
	assert_true(tear < y_of(&drawn, ">recvfrom(4)<"));
	assert_true(y_of(&drawn, ">recvfrom(4)<") < y_of(&drawn, ">sendto(5)"));
	assert_true(tear < y_of(&drawn, ">ACK<"));
	const char *box = strstr(text_string(&drawn), "<title>recvfrom(4)");
	assert_non_null(box);
	const char *cut = strstr(box, "\"ground\""), *wire = strstr(box, "call-wire");
	assert_true(cut && wire && cut < wire);
	/* There is one thin arrow, from the kernel: the call returns here, and does not begin. */
	enum { KERNEL_X = 1152 - 1152 * 24 / 100 - 70 };
	assert_int_equal(strtol(strstr(wire, "x1=\"") + 4, NULL, 10), KERNEL_X + 2);
	draw(&exchange, "en", 390, &narrow);
	assert_non_null(strstr(text_string(&narrow), ">3 not shown<"));
	left_out[0].count = 0;
	left_out[2] = (struct left_out){ 1, 3, 3, NULL };
	draw(&exchange, "ko", 1152, &korean);
	assert_true(y_of(&korean, ">ACK<") < y_of(&korean, "3번 패킷 생략"));
}

static void the_table_has_each_call_once(void **state)
{
	(void)state;
	autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
	autofinish(text) struct text table = { 0 };
	make(&exchange);
	make_table(&exchange, false, &table);
	const char *found = strstr(text_string(&table), "connect(5, 127.0.0.1:8080) = 0");
	assert_non_null(found);
	assert_null(strstr(found + 1, "connect(5"));
	assert_non_null(strstr(text_string(&table), "recvfrom(5) = -1 EAGAIN"));
	assert_non_null(strstr(text_string(&table), "read(5): did not return"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(calls_stand_around_their_packets),
		cmocka_unit_test(colors_have_words),
		cmocka_unit_test(who_was_not_recorded_is_said),
		cmocka_unit_test(more_calls_are_counted),
		cmocka_unit_test(calls_that_were_found_are_drawn),
		cmocka_unit_test(lanes_are_torn_where_packets_are_left_out),
		cmocka_unit_test(the_table_has_each_call_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
