/* Where slides begin and end, their names, options and notes. */
#include "base/array.h"
#include "talk-checks.h"

/* "line title|line title", with a '>' before vertical slides. */
static void check_slides(const char *source, const char *wanted)
{
	struct parsed parsed = parse(source);
	autofinish(text) struct text got = { 0 };
	for (size_t i = 0; i < parsed.talk.slide_count; i++) {
		const struct slide *slide = &parsed.talk.slides[i];
		text_append_format(&got, "%s%s%u %s", i ? "|" : "", slide->is_below ? ">" : "",
			slide->line, slide->title);
	}
	if (!parsed.ok)
		text_append(&got, error_message(&parsed.error));
	if (strcmp(text_string(&got), wanted) != 0)
		fail_msg("\n%s\ngave:   %s\nwanted: %s", source, text_string(&got), wanted);
	parsed_finish(&parsed);
}

static void test_where_slides_begin(void **state)
{
	(void)state;
	static const struct {
		const char *source, *wanted;
	} cases[] = {
		{ "# A\n\n---\n\n# B\n", "1 A|5 B" },
		{ "# A\n\n---\n# B\n", "1 A|4 B" },
		{ "# A\n\n---   \n# B\n", "1 A|4 B" },
		{ "# A\n\n--\n\n# B\n\n---\n\n# C\n", "1 A|>5 B|9 C" },
		{ "# A\n\n--\ntext\n", "1 A|>4 " },
		{ "# A\n\n--\nB\n---\ntext\n", "1 A|>4 B" },
		{ "---\ntitle: x\n---\n# A\n\n---\n\n# B\n", "4 A|8 B" },
		/* A rule, not a slide: */
		{ "# A\n---\ntext\n", "1 A" },
		{ "A\n---\n", "1 A" },
		{ "# A\n\n***\n\n___\n\n- - -\n\n----\n", "1 A" },
		{ "# A\n\n ---\n", "1 A" },
		{ "text\n--\ntext\n", "1 text" },
		{ "# A\n\n- item\n\n  ---\n\n  --\n", "1 A" },
		{ "# A\n\n> ---\n>\n> --\n", "1 A" },
		/* Inside of another block: */
		{ "# A\n\n```\n\n---\n\n--\n\n```\n", "1 A" },
		{ "# A\n\n~~~~\n~~~\n\n---\n\n~~~~\n", "1 A" },
		{ "# A\n\n<!--\n\n---\n\n-->\n", "1 A" },
		{ "# A\n\n<script>\n\n---\n\n</script>\n", "1 A|7 " } /* no tag hides a slide */,
		{ "# A\n\n%%\n\n---\n\n%%\n", "1 A" },
		/* At top level again: */
		{ "# A\n\n- item\n\n---\n\n# B\n", "1 A|7 B" },
		{ "# A\n\n- ```\n  code\n\n---\n\n# B\n", "1 A|8 B" },
		{ "# A\n\n<div>\n\n---\n\n# B\n", "1 A|7 B" },
		/* Empty slides are left out: */
		{ "---\ntitle: x\n---\n\n---\n\n# A\n\n---\n", "7 A" },
		{ "# A\n\n---\n\n---\n\n# B\n", "1 A|7 B" },
		{ "--\n\n# A\n", "3 A" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
		check_slides(cases[i].source, cases[i].wanted);
}

/* A note without a separator is cut at its headings. */
static void test_headings_begin_slides(void **state)
{
	(void)state;
	static const struct {
		const char *source, *wanted;
	} cases[] = {
		{ "# A\n\n## B\n\ntext\n\n## C\n", "1 A|3 B|7 C" },
		{ "# A\n\n# B\n\n## C\n\n### D\n", "1 A|3 B|5 C" },
		{ "before\n\n## A\n\n## B\n", "1 |3 A|5 B" },
		{ "# A\n\n### B\n\n### C\n\n#### D\n", "1 A|3 B|5 C" },
		{ "A\n===\n\nB\n---\n", "1 A|4 B" },
		{ "---\ntitle: x\n---\n# A\n# B\n", "4 A|5 B" },
		{ "# A\n\n> # quoted\n\n```\n# code\n```\n", "1 A" },
		{ "# A\n", "1 A" },
		/* With one separator, only separators begin slides: */
		{ "# A\n\n## B\n\n---\n\n# C\n\n## D\n", "1 A|7 C" },
		{ "# A\n\n## B\n\n--\n\n# C\n\n## D\n", "1 A|>7 C" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
		check_slides(cases[i].source, cases[i].wanted);
}

static void test_ids(void **state)
{
	(void)state;
	static const struct {
		const char *heading, *id;
	} cases[] = {
		{ "# 네트워크란 무엇인가?", "네트워크란-무엇인가" },
		{ "# TCP/IP: **3-way** `handshake`", "tcp-ip-3-way-handshake" },
		{ "## ==표시== ~~취소~~ [[a b|별칭]] %%숨김%%", "표시-취소-별칭" },
		{ "# [링크](http://x) & <b>HTML</b>", "링크-html" },
		{ "# 2024", "slide-2024" },
		{ "# !?", "slide-1" },
		{ "text", "slide-1" },
		{ "# Cafe\xcc\x81 "
		  "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab\xe1\x84\x80\xe1\x85\xb3\xe1\x86\xaf",
			"caf\xc3\xa9-한글" },
		{ "# 日本語、テスト。", "日本語-テスト" },
		{ "# \"><script>", "slide-1" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct parsed parsed = parse(cases[i].heading);
		assert_true(parsed.ok);
		assert_string_equal(parsed.talk.slides[0].id, cases[i].id);
		parsed_finish(&parsed);
	}
}

static void test_ids_are_unique(void **state)
{
	(void)state;
	struct parsed parsed = parse("# A\n\n---\n\n# A\n\n---\n\n# A-2\n\n---\n\n# a\n");
	assert_true(parsed.ok);
	assert_string_equal(parsed.talk.slides[0].id, "a");
	assert_string_equal(parsed.talk.slides[1].id, "a-2");
	assert_string_equal(parsed.talk.slides[2].id, "a-2-2");
	assert_string_equal(parsed.talk.slides[3].id, "a-3");
	parsed_finish(&parsed);
}

static void check_note(const struct slide *slide, size_t index, unsigned line, const char *wanted)
{
	assert_true(index < slide->note_count);
	assert_int_equal(slide->note_lines[index], line);
	assert_int_equal(slide->notes[index].size, strlen(wanted));
	assert_memory_equal(slide->notes[index].data, wanted, strlen(wanted));
}

static void test_notes(void **state)
{
	(void)state;
	struct parsed parsed = parse("# A\n"
				     "\n"
				     "text <!-- 안쪽 --> more\n"
				     "\n"
				     "<!--\n"
				     "여러\n"
				     "\n"
				     "줄 -->\n"
				     "\n"
				     "Note: 말할 것\n"
				     "- 하나\n"
				     "\n"
				     "---\n"
				     "\n"
				     "# B\n"
				     "\n"
				     "```\n"
				     "note: code\n"
				     "```\n"
				     "not a note: x\n");
	assert_true(parsed.ok);
	const struct slide *slides = parsed.talk.slides;
	assert_int_equal(slides[0].note_count, 3);
	check_note(&slides[0], 0, 3, "안쪽");
	check_note(&slides[0], 1, 6, "여러\n\n줄");
	check_note(&slides[0], 2, 10, " 말할 것\n- 하나\n\n");
	assert_int_equal(slides[0].part_count, 1);
	assert_int_equal(slides[1].note_count, 0);
	parsed_finish(&parsed);
}

static void test_options(void **state)
{
	(void)state;
	struct parsed parsed =
		parse("<!--\nt: 90s\nclass: center big\n-->\n\n# A\n\n---\n\n"
		      "<!-- T: 2m -->\n# B\n\n---\n\n# C\n\n<!-- t: 5s -->\n\n---\n\n"
		      "<!-- 기억: 웃기 -->\n# D\n\n---\n\n<!-- remember: smile -->\n# E\n");
	assert_string_equal(error_message(&parsed.error), "");
	assert_true(parsed.ok);
	const struct slide *slides = parsed.talk.slides;
	assert_int_equal(slides[0].seconds, 90);
	assert_string_equal(slides[0].class_names, "center big");
	assert_int_equal(slides[0].note_count, 0);
	assert_int_equal(slides[1].seconds, 120);
	assert_int_equal(slides[2].seconds, 0); /* not leading: a note */
	assert_int_equal(slides[2].note_count, 1);
	assert_int_equal(slides[3].note_count, 1);
	assert_int_equal(slides[4].note_count, 1);
	parsed_finish(&parsed);
}

static void test_parts(void **state)
{
	(void)state;
	struct parsed parsed = parse("---\ncaptures: {p: a.pcap}\n---\n"
				     "# A\n\n```packets\n```\n\n<!-- only a note -->\n\n"
				     "```packets\nstream: 1\n```\ntext\n\nnote: x\n");
	assert_true(parsed.ok);
	const struct slide *slide = &parsed.talk.slides[0];
	assert_int_equal(slide->part_count, 4);
	assert_false(slide->parts[0].is_packets);
	assert_int_equal(slide->parts[0].line, 4);
	assert_true(slide->parts[1].is_packets);
	assert_true(slide->parts[2].is_packets);
	assert_int_equal(slide->parts[2].line, 11);
	assert_false(slide->parts[3].is_packets);
	assert_int_equal(slide->parts[3].line, 14);
	parsed_finish(&parsed);
}

static void test_packets_in_notes_warn(void **state)
{
	(void)state;
	struct parsed parsed =
		parse("---\ncaptures: {p: a.pcap}\n---\n# A\n\nnote: x\n\n```packets\n```\n");
	assert_true(parsed.ok);
	assert_int_equal(parsed.talk.slides[0].part_count, 1);
	assert_non_null(strstr(
		text_string(&parsed.said), "talk.md:8: these packets stand in the speaker notes"));
	parsed_finish(&parsed);
}

static void test_errors(void **state)
{
	(void)state;
	static const struct error_case cases[] = {
		{ "# A\n\n<!-- open\n", "talk.md:3: the comment that begins here never ends: add" },
		{ "<!-- t: 90 -->\n# A\n", "talk.md:1: '90' is not a duration" },
		{ "<!--\nt: 90s\nclas: x\n-->\n# A\n", "talk.md:3: a slide has no option 'clas'" },
		{ "<!-- class: a\"b -->\n# A\n", "talk.md:1: 'a\"b' is not a list of class names" },
		{ "", "talk.md:1: the talk has no slides" },
		{ "\n\n---\n\n---\n", "talk.md:1: " },
		{ "# A\n\n![[nothing-here.pcap]]\n",
			"talk.md:3: there is no capture 'nothing-here" },
	};
	CHECK_ERRORS(cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_where_slides_begin),
		cmocka_unit_test(test_headings_begin_slides),
		cmocka_unit_test(test_ids),
		cmocka_unit_test(test_ids_are_unique),
		cmocka_unit_test(test_notes),
		cmocka_unit_test(test_options),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_packets_in_notes_warn),
		cmocka_unit_test(test_errors),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
