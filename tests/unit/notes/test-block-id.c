/* notes/slide/block-id: the lines that an id names; the id itself is not shown. */
#include "talk-checks.h"

#include "base/array.h"
#include "notes/slide/block-id.h"

#define NOTE                                                                                       \
	"# Note\n"                                                                                 \
	"\n"                                                                                       \
	"one\nparagraph ^para\n"                                                                   \
	"\n"                                                                                       \
	"> a quote\n> of lines ^Quote\n"                                                           \
	"\n"                                                                                       \
	"> alone\n> ^in-quote\n"                                                                   \
	"\n"                                                                                       \
	"- first\n"                                                                                \
	"- second ^item\n"                                                                         \
	"  - below\n"                                                                              \
	"    - deep ^deep\n"                                                                       \
	"      goes on\n"                                                                          \
	"  - beside\n"                                                                             \
	"- third\n"                                                                                \
	"  ^third\n"                                                                               \
	"\n"                                                                                       \
	"^list\n"                                                                                  \
	"\n"                                                                                       \
	"| a | b |\n|---|---|\n| 1 | 2 |\n"                                                        \
	"\n"                                                                                       \
	"^table\n"                                                                                 \
	"\n"                                                                                       \
	"```c\nint x; ^code-inside\n```\n"                                                         \
	"^code\n"                                                                                  \
	"\n"                                                                                       \
	"1. number ^one\n"                                                                         \
	"2. two\n"                                                                                 \
	"\n"                                                                                       \
	"x^2 and 2^8\n"                                                                            \
	"\n"                                                                                       \
	"## Heading ^head\n"

static void test_blocks(void **state)
{
	(void)state;
	static const struct {
		const char *id;
		unsigned line; /* 0: there is none */
		const char *markdown;
	} cases[] = {
		{ "para", 3, "one\nparagraph \n" },
		{ "PARA", 3, "one\nparagraph \n" },
		{ "quote", 6, "> a quote\n> of lines \n" },
		{ "in-quote", 9, "> alone\n" },
		{ "item", 13,
			"- second \n  - below\n    - deep ^deep\n      goes on\n  - beside\n" },
		{ "deep", 15, "- deep \n  goes on\n" },
		{ "third", 18, "- third\n  \n" },
		{ "list", 12,
			"- first\n- second ^item\n  - below\n    - deep ^deep\n      goes on\n"
			"  - beside\n- third\n  ^third\n" },
		{ "table", 23, "| a | b |\n|---|---|\n| 1 | 2 |\n" },
		{ "code", 29, "```c\nint x; ^code-inside\n```\n" },
		{ "one", 34, "1. number \n" },
		{ "head", 39, "## Heading \n" },
		{ "code-inside", 0, "" },
		{ "2", 0, "" },
		{ "8", 0, "" },
		{ "", 0, "" },
		{ "nothing", 0, "" },
	};
	autofinish(arena) struct arena arena = { 0 };
	autofinish(error) struct error error = { 0 };
	struct lines lines = lines_split(&arena, markup_bytes_of(NOTE));
	struct outline outline;
	unsigned error_line;
	assert_true(markdown_outline(&lines, &arena, &outline, &error_line, &error));
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct found_block block;
		bool found = block_find(&lines, &outline, cases[i].id, &arena, &block);
		if (found != (cases[i].line > 0) ||
			(found &&
				(block.first_line != cases[i].line ||
					!bytes_equal(block.markdown, cases[i].markdown))))
			fail_msg("'%s': line %u\n%.*s", cases[i].id, found ? block.first_line : 0,
				found ? (int)block.markdown.size : 0,
				found ? (const char *)block.markdown.data : "");
	}
	struct found_block block;
	assert_false(block_find(&lines, &outline, "tabel", &arena, &block));
	assert_string_equal(block.nearest, "table");
}

/* Puts every id at every edge of a text: nothing beyond the text is read. */
static void test_edges(void **state)
{
	(void)state;
	static const char *const texts[] = { "^a", "a ^a", "\n^a", "^a\n\n", "> ^a", "- ^a",
		"-\n^a", "  ^a\n", "^a\n^a\n", "\t^a", "```\n```\n^a", "| a |\n^a", "<div>\n\n^a" };
	for (size_t i = 0; i < ARRAY_COUNT(texts); i++) {
		autofinish(arena) struct arena arena = { 0 };
		autofinish(error) struct error error = { 0 };
		struct lines lines = lines_split(&arena, markup_bytes_of(texts[i]));
		struct outline outline;
		struct found_block block;
		unsigned error_line;
		assert_true(markdown_outline(&lines, &arena, &outline, &error_line, &error));
		if (block_find(&lines, &outline, "a", &arena, &block) &&
			(block.first_line < 1 || block.first_line > lines.count))
			fail_msg("%s: line %u", texts[i], block.first_line);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_edges),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
