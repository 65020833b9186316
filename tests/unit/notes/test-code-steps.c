/* notes/block/code-steps: the lines of code that a fence names, and their HTML. */
#include "note-folder.h"

#include "base/array.h"
#include "base/format/markup.h"
#include "notes/block/code-steps.h"
#include "notes/text/lines.h"

/* "1,3-4|all|": lines, "all" and "none" of each step. */
static void write_steps(struct text *out, const struct code_steps *steps)
{
	for (size_t i = 0; i < steps->count; i++) {
		const struct code_step *step = &steps->steps[i];
		if (step->is_all)
			text_append(out, "all");
		else if (!step->line_count)
			text_append(out, "none");
		for (unsigned line = 1; line <= 12; line++) {
			if (code_step_has(step, line))
				text_append_format(out, "%u,", line);
		}
		text_append(out, "|");
	}
}

static void test_parse(void **state)
{
	(void)state;
	static const struct {
		const char *info, *steps, *written;
	} cases[] = {
		{ " {2|4-6}", "2,|4,5,6,|", "{2|4-6}" },
		{ "{1,3-4|5}", "1,3,4,|5,|", "{1,3-4|5}" },
		{ " { 1 , 3 | all | * | none | hide | | 12 }", "1,3,|all|all|none|none|all|12,|",
			"{ 1 , 3 | all | * | none | hide | | 12 }" },
		{ " {3}", "3,|", "{3}" },
		{ " [1|2-3]", "1,|2,3,|", "[1|2-3]" },
		{ " {2|3}{maxHeight:'100px'}", "2,|3,|", "{2|3}" },
		{ " {maxHeight:'100px'} [4]", "4,|", "[4]" },
		{ "", "", "" },
		{ " {}", "", "" },
		{ " {all}", "", "" },
		{ " {0}", "", "" },
		{ " {3-2}", "", "" },
		{ " {1-}", "", "" },
		{ " {-1}", "", "" },
		{ " {1,,2}", "", "" },
		{ " {1;2}", "", "" },
		{ " {1 2}", "", "" },
		{ " {a}", "", "" },
		{ " {2|x}", "", "" },
		{ " {2", "", "" },
		{ " 2|3}", "", "" },
		{ " {99999}", "|", "{99999}" },
		{ " {100000}", "", "" },
		{ " {4294967297}", "", "" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(arena) struct arena arena = { 0 };
		autofinish(text) struct text text = { 0 };
		struct code_steps steps = code_steps_parse(markup_bytes_of(cases[i].info), &arena);
		write_steps(&text, &steps);
		if (strcmp(text_string(&text), cases[i].steps) != 0 ||
			(!steps.mistake && !bytes_equal(steps.written, cases[i].written)))
			fail_msg("'%s' gave '%s'", cases[i].info, text_string(&text));
	}
}

static void test_mistakes(void **state)
{
	(void)state;
	static const struct {
		const char *info;
		enum code_steps_mistake mistake;
	} cases[] = {
		{ " {0|99999999999}", CODE_STEPS_NO_LINE },
		{ " {1|0}", CODE_STEPS_NO_LINE },
		{ " [0]", CODE_STEPS_NO_LINE },
		{ " {5-2}", CODE_STEPS_BACKWARDS },
		{ " {1-99999999999}", CODE_STEPS_TOO_FAR },
		{ " {1|100000}", CODE_STEPS_TOO_FAR },
		{ " {1-}", CODE_STEPS_UNREADABLE },
		{ " {1,,2}", CODE_STEPS_UNREADABLE },
		{ " {1 2}", CODE_STEPS_UNREADABLE },
		{ " {-1|all}", CODE_STEPS_UNREADABLE },
		{ " {0} [2]", CODE_STEPS_RIGHT }, /* the second brackets are taken */
		{ " {maxHeight:'100px'}", CODE_STEPS_RIGHT },
		{ " {all}", CODE_STEPS_RIGHT },
		{ " {-}", CODE_STEPS_RIGHT },
		{ " [!NOTE]", CODE_STEPS_RIGHT },
		{ " {1;2}", CODE_STEPS_RIGHT },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(arena) struct arena arena = { 0 };
		struct code_steps steps = code_steps_parse(markup_bytes_of(cases[i].info), &arena);
		if (steps.mistake != cases[i].mistake)
			fail_msg("'%s' gave %d", cases[i].info, (int)steps.mistake);
	}
}

static void test_limits(void **state)
{
	(void)state;
	static const enum code_steps_mistake mistakes[2][2] = { { CODE_STEPS_RIGHT,
									CODE_STEPS_RIGHT },
		{ CODE_STEPS_TOO_MANY, CODE_STEPS_TOO_MANY_RANGES } };
	for (unsigned is_too_many = 0; is_too_many < 2; is_too_many++) {
		autofinish(arena) struct arena arena = { 0 };
		autofinish(text) struct text bars = { 0 }, commas = { 0 };
		text_append(&bars, "{1");
		text_append(&commas, "{1");
		for (unsigned i = 1; i < CODE_STEPS_MAX + is_too_many; i++)
			text_append(&bars, "|1");
		for (unsigned i = 1; i < CODE_STEP_RANGES_MAX + is_too_many; i++)
			text_append(&commas, ",1");
		text_append(&bars, "}");
		text_append(&commas, "}");
		assert_int_equal(
			code_steps_parse(markup_bytes_of(text_string(&bars)), &arena).count,
			is_too_many ? 0 : CODE_STEPS_MAX);
		assert_int_equal(
			code_steps_parse(markup_bytes_of(text_string(&commas)), &arena).count,
			is_too_many ? 0 : 1);
		assert_int_equal(
			code_steps_parse(markup_bytes_of(text_string(&bars)), &arena).mistake,
			mistakes[is_too_many][0]);
		assert_int_equal(
			code_steps_parse(markup_bytes_of(text_string(&commas)), &arena).mistake,
			mistakes[is_too_many][1]);
	}
}

static void test_written(void **state)
{
	static const struct {
		const char *markdown, *html, *finding;
	} cases[] = {
		{ "```c {2|1,3|all}\na\n<b>\n\n```\n",
			"<pre class=\"code-steps\" data-whole=\"2\"><code class=\"language-c\">"
			"<span class=\"code-line\" data-steps=\"1\">a\n</span>"
			"<span class=\"code-line\" data-steps=\"0\">&lt;b&gt;\n</span>"
			"<span class=\"code-line\" data-steps=\"1\">\n</span></code>"
			"<span class=\"fragment code-step\"></span>"
			"<span class=\"fragment code-step\"></span></pre>\n",
			NULL },
		{ "```{1}\na\n```\n",
			"<pre class=\"code-steps\"><code><span class=\"code-line\" "
			"data-steps=\"0\">a\n</span></code></pre>\n",
			NULL },
		{ "```c {1|9}\na\n```\n",
			"<pre class=\"code-steps\"><code class=\"language-c\"><span "
			"class=\"code-line\" data-steps=\"0\">a\n</span></code><span "
			"class=\"fragment code-step\"></span></pre>\n",
			"the steps '{1|9}' name a line that the code does not have" },
		{ "```c {1|0}\na\n```\n", "<pre><code class=\"language-c\">a\n</code></pre>\n",
			"the steps '{1|0}' name line 0: lines count from 1" },
		{ "```c {5-2}\na\n```\n", "<pre><code class=\"language-c\">a\n</code></pre>\n",
			"the steps '{5-2}' have a range that goes backwards" },
		{ "```js {monaco}\na\n```\n", "<pre><code class=\"language-js\">a\n</code></pre>\n",
			NULL },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(rendered) struct rendered rendered =
			render_talk(*state, cases[i].markdown);
		assert_true(rendered.ok);
		assert_string_equal(text_string(&rendered.html), cases[i].html);
		const char *told = text_string(&rendered.findings);
		if (cases[i].finding)
			assert_non_null(strstr(told, cases[i].finding));
		else
			assert_string_equal(told, "");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_mistakes),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_written),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
