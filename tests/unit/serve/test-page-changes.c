/* serve/page-changes: a page gets the slides and the packets that it does not have. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/array.h"
#include "serve/page-changes.h"

static const struct deck_slide slides[] = {
	{ .id = "a\"", .line = 3, .html = { 0, 9 }, .digest = 1 },
	{ .id = "b", .line = 7, .is_below = true, .html = { 9, 11 }, .digest = 0xabc },
};

static void a_page_gets_what_it_does_not_have(void **state)
{
	(void)state;
	static const struct {
		const char *had, *first, *second, *data;
	} cases[] = {
		{ "", ",\"html\":\"<p>1</p>\\n\"", ",\"html\":\"<p>\\\"2\\\"</p>\\n\"",
			",\"data\":{}" },
		{ "0000000000000001", "", ",\"html\":\"<p>\\\"2\\\"</p>\\n\"", ",\"data\":{}" },
		{ "00000000000000ff.0000000000000abc.0000000000000001", "", "", "" },
		/* no list of hashes */
		{ "000000000000000", ",\"html\":\"<p>1</p>\\n\"",
			",\"html\":\"<p>\\\"2\\\"</p>\\n\"", ",\"data\":{}" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(text) struct text expected = { 0 }, json = { 0 };
		struct deck deck = { .shell_digest = 2, .packets_digest = 0xff };
		struct page_changes changes = { 0 };
		text_append(&deck.slides, "<p>1</p>\n<p>\"2\"</p>\n");
		text_append(&deck.packet_data, "{}");
		page_changes_take(&changes, &deck);
		deck_finish(&deck);
		page_changes_append(
			&changes, slides, ARRAY_COUNT(slides), 0x1f, cases[i].had, &json);
		text_append_format(&expected,
			"{\"version\":\"000000000000001f\",\"shell\":\"0000000000000002\",\"slides\":["
			"{\"id\":\"a\\\"\",\"line\":3,\"below\":false,\"digest\":\"0000000000000001\"%s},"
			"{\"id\":\"b\",\"line\":7,\"below\":true,\"digest\":\"0000000000000abc\"%s}],"
			"\"packets\":\"00000000000000ff\"%s}",
			cases[i].first, cases[i].second, cases[i].data);
		assert_string_equal(text_string(&json), text_string(&expected));
		page_changes_finish(&changes);
	}
}

static void a_copy_of_a_slide_is_sent(void **state)
{
	(void)state;
	static const struct deck_slide copies[] = {
		{ .id = "b", .html = { 0, 1 }, .digest = 1 },
		{ .id = "c", .html = { 1, 1 }, .digest = 2 },
		{ .id = "b-2", .html = { 0, 1 }, .digest = 1 },
	};
	autofinish(text) struct text json = { 0 };
	struct page_changes changes = { 0 };
	text_append(&changes.slides, "BC");
	page_changes_append(&changes, copies, ARRAY_COUNT(copies), 3,
		"0000000000000000.0000000000000001.0000000000000002", &json);
	assert_string_equal(text_string(&json),
		"{\"version\":\"0000000000000003\",\"shell\":\"0000000000000000\",\"slides\":["
		"{\"id\":\"b\",\"line\":0,\"below\":false,\"digest\":\"0000000000000001\"},"
		"{\"id\":\"c\",\"line\":0,\"below\":false,\"digest\":\"0000000000000002\"},"
		"{\"id\":\"b-2\",\"line\":0,\"below\":false,\"digest\":\"0000000000000001\","
		"\"html\":\"B\"}],\"packets\":\"0000000000000000\"}");
	page_changes_finish(&changes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_gets_what_it_does_not_have),
		cmocka_unit_test(a_copy_of_a_slide_is_sent),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
