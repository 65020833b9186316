/* What was said, as Markdown that has no effect of its own, and back with ticked boxes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/array.h"
#include "base/format/markup.h"
#include "feedback/report.h"

static const struct feedback_slide slides[] = { { "four", "Four", 7 }, { "last", "Last", 20 } };

static struct feedback_item item(int64_t id, const char *slide, const char *words)
{
	return (struct feedback_item){
		.id = id,
		.place = { .talk = "a.md", .slide = slide, .capture = "", .step = -1 },
		.slide_title = "As it was",
		.words = words,
		.name = "",
		.at_s = 1764374400, /* 2025-11-29 */
	};
}

static void write_items(struct text *out, struct feedback_item *items, size_t count)
{
	struct feedback_counts counts[] = { { .slide = "four", .marks = { 0, 5, 2, 1 } },
		{ .slide = "g_one", .marks = { 0, 0, 1, 0 } } };
	const struct feedback_list list = {
		.items = items, .count = count, .slides = counts, .slide_count = ARRAY_COUNT(counts)
	};
	const struct feedback_report report = { "a.md", "A talk", slides, ARRAY_COUNT(slides),
		&list, NULL };
	feedback_report_markdown(out, &report);
}

static void test_order(void **state)
{
	(void)state;
	autofinish(text) struct text out = { 0 };
	struct feedback_item items[] = { item(1, "gone", "homeless"), item(2, "four", "second"),
		item(3, "four", "wanted"), item(4, "last", "end") };
	items[2].upvotes = 3;
	items[2].name = "Kim";
	items[2].place.frame = 12;
	items[3].kind = FEEDBACK_LEARNED;
	items[3].is_done = true;
	write_items(&out, items, ARRAY_COUNT(items));
	assert_string_equal(text_string(&out),
		"# Feedback: A talk\n"
		"\n## Four\n\n"
		"clear 5, lost 2, too fast 1\n\n"
		"- [ ] **Asked** \\#12: wanted (Kim, 2025-11-29, ▲ 3) ^feedback-3\n"
		"- [ ] **Asked**: second (2025-11-29) ^feedback-2\n"
		"\n## Last\n\n"
		"- [x] **Learned**: end (2025-11-29) ^feedback-4\n"
		"\n## Slides that are gone\n\n"
		"- g\\_one: clear 0, lost 1, too fast 0\n"
		"- [ ] **Asked** (As it was): homeless (2025-11-29) ^feedback-1\n");
}

static void test_hostile(void **state)
{
	(void)state;
	static const struct {
		const char *words, *written;
	} rows[] = {
		{ "왜 1인가요?", "왜 1인가요?" },
		{ "<img src=x onerror=a()>", "\\<img src\\=x onerror\\=a\\(\\)\\>" },
		{ "![x](http://evil.example)", "\\!\\[x\\]\\(http\\:\\/\\/evil\\.example\\)" },
		{ "[[note]] #tag %%c%% $x$", "\\[\\[note\\]\\] \\#tag \\%\\%c\\%\\% \\$x\\$" },
		{ "```\ncode\n```", "\\`\\`\\`<br>code<br>\\`\\`\\`" },
		{ "one\n- [x] two ^feedback-9", "one<br>\\- \\[x\\] two \\^feedback\\-9" },
		{ "@everyone",
			"@\xe2\x80\x8b"
			"everyone" },
		{ "\x1b[31mred", "\\\\x1b\\[31mred" }, /* of a file that was changed by hand */
	};
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		autofinish(text) struct text out = { 0 };
		autofinish(text) struct text line = { 0 };
		struct feedback_item one = item(1, "four", rows[i].words);
		write_items(&out, &one, 1);
		text_append_format(
			&line, "- [ ] **Asked**: %s (2025-11-29) ^feedback-1\n", rows[i].written);
		const char *found = strstr(text_string(&out), "- [ ]");
		assert_non_null(found);
		const char *end = strstr(found, "\n\n"); /* what follows is about other slides */
		assert_non_null(end);
		autofinish(text) struct text items = { 0 };
		text_append_format(&items, "%.*s", (int)(end + 1 - found), found);
		if (i + 1 < ARRAY_COUNT(rows))
			assert_string_equal(text_string(&items), text_string(&line));
		assert_null(strchr(text_string(&out), '\x1b'));
	}
}

static void test_ticked(void **state)
{
	(void)state;
	static const char notes[] = "# Mine\n"
				    "- [x] **Asked**: a (2025-11-29) ^feedback-3\n"
				    "- [ ] **Asked**: b ^feedback-4\n"
				    "  * [X] indented ^feedback-5\r\n"
				    "- [x] one of mine\n"
				    "- [x] of others ^feedback-\n"
				    "- [x] too long ^feedback-9999999999999999999999\n"
				    "- [x] moved ^feedback-6 and written on\n"
				    "x ^feedback-7\n"
				    "- [x]";
	autofinish(arena) struct arena arena = { 0 };
	size_t count;
	const int64_t *ids = feedback_report_ticked(&arena, markup_bytes_of(notes), &count);
	assert_int_equal(count, 2);
	assert_int_equal(ids[0], 3);
	assert_int_equal(ids[1], 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_ticked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
