/* `columns:` of a list in YAML, and the messages for mistakes. */
#include <stdio.h>

#include "base/array.h"
#include "talk-checks.h"

#define ONE "---\ncaptures: {pingpong: a.pcap}\n---\n\n"
#define BLOCK(body) ONE "```packets\nshow: list\n" body "```\n" /* its body begins on line 6 */

static const struct packets_annotations *annotations_of(const struct parsed *parsed)
{
	assert_string_equal(text_string(&parsed->said), "");
	return &parsed->talk.slides[0].parts[0].packets->annotations;
}

static void test_lists(void **state)
{
	(void)state;
	struct parsed parsed =
		parse(BLOCK("columns:\n  - no\n  - {tcp.window_size: 창}\n  - tcp.seq: 번호\n"));
	const struct packets_annotations *annotations = annotations_of(&parsed);
	assert_int_equal(annotations->column_count, 3);
	assert_string_equal(annotations->columns[0].name, "no");
	assert_null(annotations->columns[0].heading);
	assert_int_equal(annotations->columns[0].line, 8);
	assert_string_equal(annotations->columns[1].name, "tcp.window_size");
	assert_string_equal(annotations->columns[1].heading, "창");
	assert_string_equal(annotations->columns[2].heading, "번호");
	parsed_finish(&parsed);
	parsed = parse(BLOCK("columns: info\n"));
	assert_int_equal(annotations_of(&parsed)->column_count, 1);
	parsed_finish(&parsed);
}

static void test_mistakes(void **state)
{
	(void)state;
	static const struct {
		const char *body, *message;
	} cases[] = {
		{ "columns: []\n", "'columns' must be a list such as [no, time, source" },
		{ "columns: ''\n", "'columns' must be a list such as [no, time, source" },
		{ "columns: [[no]]\n", "an element of 'columns' is no column" },
		{ "columns: [{a: b, c: d}]\n", "an element of 'columns' is no column" },
		{ "columns: [{a: ''}]\n", "the heading of the column 'a' is no text" },
		{ "columns: [{time: [1]}]\n",
			"the heading of the column 'time' is no text: write it like {time: heading}" },
		{ "columns: [{}]\n", "an element of 'columns' is no column" },
		{ "columns: [a, '']\n", "an element of 'columns' is no column" },
		{ "columns: [a, a, a, a, a, a, a, a, a, a, a, a, a]\n",
			"'columns' has 13 of them, and a list has at most 12" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		char source[256];
		snprintf(source, sizeof(source), BLOCK("%s"), cases[i].body);
		struct parsed parsed = parse(source);
		if (!strstr(text_string(&parsed.said), "talk.md:7: ") ||
			!strstr(text_string(&parsed.said), cases[i].message))
			fail_msg("%s: %s", cases[i].body, text_string(&parsed.said));
		parsed_finish(&parsed);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_mistakes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
