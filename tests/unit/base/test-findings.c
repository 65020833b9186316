/* base/findings: the order, findings reported once, and the limit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/findings.h"

static void check_lines(const struct findings *findings, const char *wanted)
{
	autofinish(text) struct text got = { 0 };
	for (size_t i = 0; i < findings->count; i++) {
		finding_append(&got, &findings->items[i]);
		text_append_char(&got, '\n');
	}
	assert_string_equal(text_string(&got), wanted);
}

static void test_order(void **state)
{
	(void)state;
	autofinish(findings) struct findings findings = { 0 };
	findings_add(&findings, FINDING_REMARK, "b.md", 2, "later file");
	findings_add(&findings, FINDING_ERROR, "a.md", 10, "ten");
	findings_add(&findings, FINDING_WARNING, "a.md", 9, "nine %d", 9);
	findings_add(&findings, FINDING_ERROR, "a.md", 10, "ten");
	findings_add(&findings, FINDING_ERROR, "a.md", 10, "other");
	findings_add(&findings, FINDING_WARNING, "a.md", 0, "whole");
	assert_int_equal(findings.error_count, 3);
	findings_sort(&findings);
	assert_int_equal(findings.error_count, 2); /* one stood there twice */
	check_lines(&findings,
		"a.md: whole\na.md:9: nine 9\na.md:10: other\na.md:10: ten\nb.md:2: later file\n");
}

static void test_once(void **state)
{
	(void)state;
	autofinish(findings) struct findings findings = { 0 };
	for (unsigned line = 1; line <= 3; line++) {
		findings_add_once(&findings, "x", FINDING_WARNING, "a.md", line, "first x");
		findings_add_once(&findings, "y", FINDING_WARNING, "a.md", line, "first y");
		findings_add_once(&findings, "x", FINDING_WARNING, "b.md", line, "first x");
	}
	findings_sort(&findings);
	check_lines(&findings, "a.md:1: first x\na.md:1: first y\nb.md:1: first x\n");
}

static void test_places_of_errors(void **state)
{
	(void)state;
	static const struct {
		const char *message, *line;
	} cases[] = {
		{ "a.md:12: too much", "a.md:12: too much\n" },
		{ "a.md: no text", "a.md: no text\n" },
		{ "cannot read 'a.md'", "a.md: cannot read 'a.md'\n" },
		{ "a.mdx:1: x", "a.md: a.mdx:1: x\n" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(findings) struct findings findings = { 0 };
		autofinish(error) struct error error = { 0 };
		error_set(&error, "%s", cases[i].message);
		assert_false(findings_add_placed(&findings, "a.md", &error));
		assert_false(error_is_set(&error));
		check_lines(&findings, cases[i].line);
	}
}

static void test_too_many(void **state)
{
	(void)state;
	autofinish(findings) struct findings findings = { 0 };
	for (unsigned line = 1; line <= FINDINGS_MAX + 5; line++)
		findings_add(&findings, FINDING_ERROR, "a.md", line, "x");
	findings_sort(&findings);
	assert_int_equal(findings.count, FINDINGS_MAX);
	assert_string_equal(findings.items[FINDINGS_MAX - 1].sentence,
		"6 more findings are not listed: correct these first");
	assert_true(findings.error_count > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_once),
		cmocka_unit_test(test_places_of_errors),
		cmocka_unit_test(test_too_many),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
