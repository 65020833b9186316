/* The lines that a deck copies for a chat: as they are written, as chats show them, and changed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/array.h"
#include "base/format/markup.h"
#include "feedback/lines.h"

#define HEAD "pcapdeck feedback: a.md · 0123456789abcdef · Kim\n"

static struct feedback_lines read_lines(struct arena *arena, const char *text)
{
	return feedback_lines_read(arena, markup_bytes_of(text), "a.md");
}

static void test_whole(void **state)
{
	(void)state;
	static const char text[] = "민지 — 오늘 21:04\n"
				   "```\n"
				   "pcapdeck 의견: a.md · 0123456789abcdef · 민지\n"
				   "[four] 놓쳤어요\n"
				   "[four · 단계 2 · ping #3] 질문: 왜 1인가요? ⏎ 둘째 줄\n"
				   "[마지막] 배운 것: 많다\n"
				   "```\n"
				   "> pcapdeck feedback: a.md · fedcba9876543210\r\n"
				   "> [four · #12] question: [x](http://evil.example)\r\n";
	autofinish(arena) struct arena arena = { 0 };
	struct feedback_lines lines = read_lines(&arena, text);
	assert_int_equal(lines.count, 4);
	assert_int_equal(lines.unknown_count, 0);
	assert_int_equal(lines.items[0].mark, MARK_LOST_ME);
	assert_string_equal(lines.items[0].item.place.slide, "four");
	assert_string_equal(lines.items[0].item.name, "민지");
	assert_string_equal(lines.items[0].visitor, "0123456789abcdef");
	const struct feedback_item *asked = &lines.items[1].item;
	assert_int_equal(lines.items[1].mark, MARK_NONE);
	assert_int_equal(asked->kind, FEEDBACK_QUESTION);
	assert_int_equal(asked->place.step, 2);
	assert_int_equal(asked->place.frame, 3);
	assert_string_equal(asked->place.capture, "ping");
	assert_string_equal(asked->words, "왜 1인가요?\n둘째 줄");
	assert_int_equal(lines.items[2].item.kind, FEEDBACK_LEARNED);
	assert_string_equal(lines.items[2].item.place.slide, "마지막");
	assert_string_equal(lines.items[3].visitor, "fedcba9876543210");
	assert_string_equal(lines.items[3].item.name, "");
	assert_int_equal(lines.items[3].item.place.frame, 12);
	assert_string_equal(lines.items[3].item.words, "[x](http://evil.example)");
}

/* Each is left out, and the line after it is read. */
static void test_unknown(void **state)
{
	(void)state;
	static const char *const wrong[] = {
		"[four] nonsense",
		"[four] question:",
		"[four question: why?",
		"[] lost me",
		"[four · step x] lost me",
		"[four · step 99999999999999999999] lost me",
		"[four · #] question: why?",
		"[four · nothing] question: why?",
	};
	for (size_t i = 0; i < ARRAY_COUNT(wrong); i++) {
		autofinish(arena) struct arena arena = { 0 };
		autofinish(text) struct text text = { 0 };
		text_append_format(&text, HEAD "%s\n[four] clear\n", wrong[i]);
		struct feedback_lines lines = read_lines(&arena, text_string(&text));
		assert_int_equal(lines.count, 1);
		assert_int_equal(lines.items[0].mark, MARK_CLEAR);
		assert_int_equal(lines.unknown_count, 1);
		assert_int_equal(lines.unknown[0], 2);
	}
}

static void test_headers(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		size_t count, other_count;
		bool has_header;
	} rows[] = {
		{ "[four] clear\n", 0, 0, false },
		{ "pcapdeck feedback: a.md\n[four] clear\n", 0, 0, false },
		{ "pcapdeck feedback: b.md · 0123456789abcdef\n[four] clear\n", 0, 1, true },
		{ "pcapdeck feedback: b.md · 0123456789abcdef\n[four] clear\n" HEAD
		  "[four] clear\n",
			1, 1, true },
		{ "pcapdeck feedback: ../x/a.md · 0123456789abcdef\n[four] clear\n", 1, 0, true },
		{ HEAD "hello\n* [four] clear\n", 0, 0, true },
		{ "", 0, 0, false },
	};
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		autofinish(arena) struct arena arena = { 0 };
		struct feedback_lines lines = read_lines(&arena, rows[i].text);
		assert_int_equal(lines.count, rows[i].count);
		assert_int_equal(lines.other_count, rows[i].other_count);
		assert_int_equal(lines.has_header, rows[i].has_header);
	}
}

/* What a form would not keep is not kept. */
static void test_cleaned(void **state)
{
	(void)state;
	autofinish(arena) struct arena arena = { 0 };
	struct feedback_lines lines = read_lines(&arena,
		HEAD "[four] question: a\x1b[31mb \xe2\x80\xae"
		     "c `\xe2\x80\x8b`\xe2\x80\x8b`\n");
	assert_int_equal(lines.count, 1);
	assert_string_equal(lines.items[0].item.words, "a[31mb c ```");
}

/* Whoever reads less than the text says so. */
static void test_cut(void **state)
{
	(void)state;
	for (size_t more = 0; more < 2; more++) {
		autofinish(arena) struct arena arena = { 0 };
		autofinish(text) struct text text = { 0 };
		text_append(&text, HEAD);
		for (size_t i = 1; i < FEEDBACK_LINES_MAX + more; i++)
			text_append(&text, "[four] clear\n");
		struct feedback_lines lines = read_lines(&arena, text_string(&text));
		assert_int_equal(lines.count, FEEDBACK_LINES_MAX - 1);
		assert_int_equal(lines.is_cut, more);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_headers),
		cmocka_unit_test(test_cleaned),
		cmocka_unit_test(test_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
