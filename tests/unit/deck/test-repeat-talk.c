/* The front matter that repeats the recipes of a deck: no recipe reaches beyond its capture. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/array.h"
#include "base/format/markup.h"
#include "deck/repeat/repeat-talk.h"
#include "notes/slide/talk-parse.h"

/* Two captures of a deck; the first one's packets are there, too. */
static void set_recipes(
	struct deck_file *file, struct repeat_pair *pairs, const char *first, const char *second)
{
	file->title = "x";
	file->recipe_count = 2;
	file->recipes[0] = (struct deck_recipe){ .name = "a", .record = first };
	file->recipes[1] = (struct deck_recipe){ .name = "b", .record = second };
	pairs[0] = (struct repeat_pair){ .recipe = &file->recipes[0],
		.kept = { .count = 1 },
		.deck_path = "x/deck-1.pcap",
		.own_path = "x/mine-1.pcap" };
	pairs[1] = (struct repeat_pair){ .recipe = &file->recipes[1],
		.deck_path = "x/deck-2.pcap",
		.own_path = "x/mine-2.pcap" };
}

static bool is_as_written(const char *head, struct deck_file *file, const struct repeat_pair *pairs,
	size_t *ret_count)
{
	autofinish(arena) struct arena arena = { 0 };
	autofinish(findings) struct findings findings = { 0 };
	autofinish(error) struct error error = { 0 };
	struct talk talk;
	assert_true(
		talk_parse("x/talk.md", markup_bytes_of(head), &arena, &talk, &findings, &error));
	*ret_count = talk.capture_count;
	return repeat_talk_is_as_written(&talk, file, pairs);
}

static void test_recipes(void **state)
{
	(void)state;
	static const struct {
		const char *first, *second;
		bool is_whole;
	} rows[] = {
		{ "[GET /ping]", "[GET /ping]", true },
		{ "[GET /ping] # first", "[\"GET /\xed\x95\x9c\"]", true },
		{ "[jump]", "[GET /ping]", true }, /* a mistake of its own capture */
		{ "{run: [curl, x], server: y}", "[GET /ping]", true },
		{ "\"x", "\"", false },
		{ "'x", "'", false },
		{ "[GET /ping, ", "]", false },
		{ "[GET /ping, \"", "\"]", false },
		{ "[GET /ping]\xe2\x80\xa8  extra:\xe2\x80\xa8    file: y.pcap", "[GET /ping]",
			false },
		{ "[GET /ping]\xe2\x80\xa9    interface: '1'", "[GET /ping]", false },
		{ "[GET /ping]\xe2\x80\xa8  mine-2:\xe2\x80\xa8    file: y.pcap\xe2\x80\xa8"
		  "    record: [GET /ping]\xe2\x80\xa8  y: \"",
			"\"", false },
	};
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		autofinish(deck_file) struct deck_file file = { 0 };
		autofinish(text) struct text head = { 0 };
		struct repeat_pair pairs[2];
		size_t count;
		set_recipes(&file, pairs, rows[i].first, rows[i].second);
		repeat_talk_head(&head, &file, pairs, false);
		bool is_whole = is_as_written(text_string(&head), &file, pairs, &count);
		if (is_whole != rows[i].is_whole || (is_whole && count != 3))
			fail_msg("%s, %s: %zu captures", rows[i].first, rows[i].second, count);
	}
}

/* What the recipes do not say, wherever it comes from. */
static void test_captures(void **state)
{
	(void)state;
	static const char start[] = "---\ntitle: x\ncaptures:\n";
	static const char deck[] = "  deck-1: {file: deck-1.pcap}\n";
	static const char first[] = "  mine-1: {file: mine-1.pcap, record: [GET /]}\n";
	static const char second[] = "  mine-2: {file: mine-2.pcap, record: [GET /]}\n";
	static const struct {
		const char *captures[3];
		bool is_whole;
	} rows[] = {
		{ { deck, first, second }, true },
		{ { deck, first, "" }, false },
		{ { deck, "", second }, false },
		{ { deck, first, "  mine-2: {file: mine-2.pcap}\n  mine-3: {file: y.pcap}\n" },
			false },
		{ { deck, first, "  mine-2: {file: /y.pcap, record: [GET /]}\n" }, false },
		{ { deck, first, "  mine-3: {file: mine-2.pcap, record: [GET /]}\n" }, false },
		{ { deck, "  mine-1: {file: mine-1.pcap, record: {run: [y]}}\n", second }, false },
		{ { deck, "  mine-1: {file: mine-1.pcap, record: {server: y}}\n", second }, false },
		{ { "  deck-1: {file: deck-1.pcap, record: [GET /]}\n", first, second }, false },
		{ { "  deck-1: {file: deck-1.pcap, record: {run: [y]}}\n", first, second }, false },
		{ { "  deck-1: {file: ../deck-1.pcap}\n", first, second }, false },
	};
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		autofinish(deck_file) struct deck_file file = { 0 };
		autofinish(text) struct text head = { 0 };
		struct repeat_pair pairs[2];
		size_t count;
		set_recipes(&file, pairs, "[GET /]", "[GET /]");
		text_append_format(&head, "%s%s%s%s---\n", start, rows[i].captures[0],
			rows[i].captures[1], rows[i].captures[2]);
		if (is_as_written(text_string(&head), &file, pairs, &count) != rows[i].is_whole)
			fail_msg("%s", text_string(&head));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_recipes),
		cmocka_unit_test(test_captures),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
