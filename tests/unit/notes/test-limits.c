/*
 * Hostile texts: each is refused with a sentence, or takes time in proportion to its size. The
 * limit is processor time, with room for sanitizers. Before the fixes these texts took from ten
 * seconds to minutes, without sanitizers.
 */
#include "base/array.h"
#include "notes/markdown/markdown.h"
#include "talk-checks.h"

#include <time.h>

enum { TEXT_SIZE = 200000, SECONDS_MAX = 10 };

static bool render(struct bytes markdown, struct text *out, struct error *error)
{
	autofinish(arena) struct arena arena = { 0 };
	autofinish(findings) struct findings findings = { 0 };
	struct talk talk;
	const struct markdown_resolver resolver = { .value = name_as_value };
	if (!talk_parse("talk.md", markdown, &arena, &talk, &findings, error))
		return false;
	for (size_t i = 0; i < talk.slide_count; i++) {
		for (size_t j = 0; j < talk.slides[i].part_count; j++) {
			const struct slide_part *part = &talk.slides[i].parts[j];
			if (!markdown_render(out, &talk, part->markdown, part->line, &resolver,
				    &findings, error))
				return false;
		}
	}
	if (!findings.error_count)
		return true;
	text_clear(out);
	keep_mistake(out, &findings);
	return error_set(error, "%s", text_string(out));
}

static struct bytes bytes_of(const struct text *text)
{
	return (struct bytes){ (const uint8_t *)text_string(text), text->size };
}

static void append_repeated(struct text *out, const char *unit, size_t count)
{
	for (size_t i = 0; i < count; i++)
		text_append(out, unit);
}

static size_t count_of(const struct text *text, const char *word)
{
	size_t count = 0;
	for (const char *at = text_string(text); (at = strstr(at, word)); at++)
		count++;
	return count;
}

/* ---- in proportion ---- */

static void check_time(const char *name, const struct text *source)
{
	autofinish(text) struct text out = { 0 };
	autofinish(error) struct error error = { 0 };
	clock_t start = clock();
	bool ok = render(bytes_of(source), &out, &error);
	clock_t took = clock() - start;
	assert_true(ok || error_is_set(&error));
	assert_true(out.size < 40 * source->size);
	if (took > SECONDS_MAX * CLOCKS_PER_SEC)
		fail_msg("%s took %ld s", name, (long)(took / CLOCKS_PER_SEC));
}

static void repetitions_are_quick(void **state)
{
	(void)state;
	static const struct {
		const char *head, *unit;
	} cases[] = {
		{ "", "![[]()" },
		{ "", "[[" },
		{ "", "{{" },
		{ "", "*_" },
		{ "# a\n\n", "<!-- a -->\n" },
		{ "|a|a|a|a|a|a|a|a\n|-|-|-|-|-|-|-|-\n", "|\n" },
		{ "---\ntags: [a", ",a" }, /* on one line, without an end */
		{ "---\n", "? " },
		{ "[^a]: x\n\n", "[^a] " },
		{ "> [!note] ", "a *b* " },
		{ "", "> [!note] a\n> b\n\n" },
		{ "", "%% a\n" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(text) struct text source = { 0 };
		text_append(&source, cases[i].head);
		append_repeated(&source, cases[i].unit, TEXT_SIZE / strlen(cases[i].unit));
		check_time(cases[i].unit, &source);
	}
}

static void products_are_quick(void **state)
{
	(void)state;
	enum { SLIDES = 900 };
	autofinish(text) struct text slides = { 0 };
	append_repeated(&slides, "# same\n\n---\n\n", SLIDES);
	check_time("slides of one name", &slides);
	append_repeated(&slides, "<!-- a -->\n", TEXT_SIZE / 11);
	check_time("slides and comments", &slides);

	autofinish(text) struct text definitions = { 0 };
	for (unsigned i = 0; i < TEXT_SIZE / 16; i++)
		text_append_format(&definitions, "[r%u]: /u\n", i);
	text_append(&definitions, "\n");
	append_repeated(&definitions, "| [r1] |\n|---|\n\n", TEXT_SIZE / 16);
	check_time("definitions and tables", &definitions);

	autofinish(text) struct text lists = { 0 };
	for (unsigned i = 0; i < 400; i++)
		text_append_format(&lists, "%*s- a\n", (int)(2 * i), "");
	append_repeated(&lists, "\n", TEXT_SIZE);
	check_time("nested lists and empty lines", &lists);
}

static void keys_of_one_map_are_quick(void **state)
{
	(void)state;
	autofinish(text) struct text source = { 0 };
	text_append(&source, "---\ntags: {");
	for (unsigned i = 0; i < 9000; i++)
		text_append_format(&source, "key%u: a,", i);
	text_append(&source, "} # lost\n---\n# a\n");
	check_time("keys", &source);
}

/* ---- refused ---- */

static void check_refused(const struct text *source, const char *message)
{
	autofinish(text) struct text out = { 0 };
	autofinish(error) struct error error = { 0 };
	assert_false(render(bytes_of(source), &out, &error));
	assert_string_equal(error_message(&error), message);
}

static void lists_are_nested_so_deep(void **state)
{
	(void)state;
	autofinish(text) struct text deep = { 0 };
	for (unsigned i = 0; i < 80; i++)
		text_append_format(&deep, "%*s- a\n", (int)(2 * i), "");
	check_refused(&deep, "talk.md:65: lists and quotes are nested more than 64 deep");

	/* A text that is long, wide and indented is not nested deeply. */
	autofinish(text) struct text flat = { 0 };
	autofinish(text) struct text out = { 0 };
	autofinish(error) struct error error = { 0 };
	for (unsigned i = 1; i < 1200; i++)
		text_append_format(&flat, "%u. a\n   - b\n     > c\n\n", i);
	append_repeated(&flat, "\n        - code\n          - code\n", 200);
	if (!render(bytes_of(&flat), &out, &error))
		fail_msg("%s", error_message(&error));
}

static void paragraphs_have_so_many_images(void **state)
{
	(void)state;
	autofinish(text) struct text source = { 0 };
	text_append(&source, "# a\n\n");
	append_repeated(&source, "![", 1001);
	check_refused(&source,
		"talk.md:3: a paragraph has more than 1000 '![': put an empty line between some");
}

static void footnotes_are_so_long(void **state)
{
	(void)state;
	autofinish(text) struct text source = { 0 };
	text_append(&source, "a[^x]\n\n[^x]: ");
	append_repeated(&source, "word ", 4000);
	check_refused(&source,
		"talk.md:3: with this footnote more than 16384 bytes stand below a text: make a "
		"slide of it");
}

static void short_rows_are_filled(void **state)
{
	(void)state;
	autofinish(text) struct text source = { 0 };
	autofinish(text) struct text out = { 0 };
	autofinish(error) struct error error = { 0 };
	append_repeated(&source, "|a", 60);
	text_append(&source, "\n");
	append_repeated(&source, "|-", 60);
	text_append(&source, "\n");
	append_repeated(&source, "|x\n", 1000);
	assert_true(render(bytes_of(&source), &out, &error));
	assert_int_equal(count_of(&out, "<tr>"), 1001);
	assert_int_equal(count_of(&out, ">x<"), 1000);
	size_t cells = count_of(&out, "<td");
	assert_true(cells > 4096 && cells < 4096 + 1000 + 60);
}

/* ---- usual texts are not refused ---- */

static void check_definition(const char *label, const char *reference)
{
	autofinish(text) struct text source = { 0 };
	autofinish(text) struct text out = { 0 };
	autofinish(error) struct error error = { 0 };
	text_append_format(&source,
		"[a][%s]\n\n---\n\n| b |\n|---|\n| [c][%s] |\n\n---\n\n[%s]: /u\n", reference,
		reference, label);
	assert_true(render(bytes_of(&source), &out, &error));
	if (count_of(&out, "<a href=\"/u\">") != 2)
		fail_msg("[%s] is not [%s]:\n%s", reference, label, text_string(&out));
}

static void definitions_hold_everywhere(void **state)
{
	(void)state;
	check_definition("x", "x");
	check_definition("RFC 9293", "rfc  9293");
	check_definition("순서 번호", "순서 번호");
	check_definition("Приве́т", "ПРИВЕ́Т");
	check_definition("Éa", "éA");
	check_definition("a\\]b", "A\\]B");
	check_definition("**가(나)**", "**가(나)**");
	check_definition("a†", "a†");
}

static void names_of_slides_differ(void **state)
{
	(void)state;
	static const char *const ids[] = { "a", "a-2", "a-3", "a-2-2", "a-4", "slide-6" };
	struct parsed parsed = parse(
		"# a\n\n---\n\n# a\n\n---\n\n# A\n\n---\n\n# a-2\n\n---\n\n# a\n\n---\n\ntext\n");
	assert_true(parsed.ok);
	assert_int_equal(parsed.talk.slide_count, 6);
	for (size_t i = 0; i < 6; i++)
		assert_string_equal(parsed.talk.slides[i].id, ids[i]);
	parsed_finish(&parsed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(repetitions_are_quick),
		cmocka_unit_test(products_are_quick),
		cmocka_unit_test(keys_of_one_map_are_quick),
		cmocka_unit_test(lists_are_nested_so_deep),
		cmocka_unit_test(paragraphs_have_so_many_images),
		cmocka_unit_test(footnotes_are_so_long),
		cmocka_unit_test(short_rows_are_filled),
		cmocka_unit_test(definitions_hold_everywhere),
		cmocka_unit_test(names_of_slides_differ),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
