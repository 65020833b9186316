/* The descriptors of both programs at a packet, from the recorded calls. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

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
		cmocka_unit_test(nothing_recorded_is_said),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
