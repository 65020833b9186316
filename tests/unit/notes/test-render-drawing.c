/* The parts of a text that are drawn, and the HTML when they cannot be drawn. */
#include "notes/markdown/markdown.h"
#include "talk-checks.h"

#include "base/array.h"
#include "notes/text/lines.h"

/* Draws a source as its text, in brackets that show its form. */
static enum drawn draw_itself(void *context, enum drawing_form form, struct bytes source,
	struct text *out, struct error *error)
{
	static const char *const marks[] = { "m", "d", "svg" };
	(void)context;
	if (bytes_equal(source, "wrong") || bytes_equal(source, "wrong\n")) {
		error_set(error, "it is wrong");
		return DRAWN_WRONG;
	}
	if (bytes_equal(source, "unable")) {
		error_set(error, "nothing draws");
		return DRAWN_UNABLE;
	}
	if (bytes_equal(source, "hostile")) {
		text_append(out, "<math><script></script></math>");
		return DRAWN;
	}
	text_append(out,
		form == DRAWING_MERMAID ? "<svg viewBox=\"-8 0 204.4 729\"><text x=\"" : "<math><mi width=\"");
	text_append(out, marks[form]);
	text_append(out, "\">");
	markup_text_bytes(out, source);
	text_append(out, form == DRAWING_MERMAID ? "</text></svg>" : "</mi></math>");
	return DRAWN;
}

static const struct markdown_resolver resolver = { .draw = draw_itself };

static void render(const char *markdown, struct text *out, struct findings *findings)
{
	autofinish(arena) struct arena arena = { 0 };
	autofinish(error) struct error error = { 0 };
	struct talk talk;
	assert_true(
		talk_parse("talk.md", markup_bytes_of(markdown), &arena, &talk, findings, &error));
	for (size_t i = 0; i < talk.slide_count; i++) {
		for (size_t j = 0; j < talk.slides[i].part_count; j++)
			assert_true(markdown_render(out, &talk, talk.slides[i].parts[j].markdown,
				talk.slides[i].parts[j].line, &resolver, findings, &error));
	}
}

/* The forms and sources that were drawn for a text: "m:x d:y ". */
static void append_drawn(struct text *out, const char *html)
{
	for (const char *at = strstr(html, "<mi width=\""); at;
		at = strstr(at + 1, "<mi width=\"")) {
		const char *source = strstr(at, "\">") + 2;
		text_append_char(out, at[strlen("<mi width=\"")]);
		text_append_char(out, ':');
		text_append_size(out, source, (size_t)(strstr(source, "</mi>") - source));
		text_append_char(out, ' ');
	}
}

static void test_what_is_mathematics(void **state)
{
	(void)state;
	static const struct {
		const char *markdown, *drawn;
	} cases[] = {
		{ "$x$", "m:x " },
		{ "$x_1$ and $y^2$.", "m:x_1 m:y^2 " },
		{ "$n$은 $m$개", "m:n m:m " },
		{ "($x$), \"$y$\"", "m:x m:y " },
		{ "$$x$$", "d:x " },
		{ "$$\nx\n+ y\n$$", "d:x\n+ y " },
		{ "# $x$", "m:x " },
		{ "- $x$\n\n> $y$", "m:x m:y " },
		{ "**$x$** and *$y_1 z_2$*", "m:x m:y_1 z_2 " },
		{ "[$x$](https://example.org)", "m:x " },
		{ "| $a_1$ | $b \\| c$ |\n|---|---|\n| $c$ | $5 |", "m:a_1 m:b | c m:c " },
		{ "$\\$5$", "m:\\$5 " },
		{ "$a$$b$", "" },
		/* amounts, names, code and links are not mathematics */
		{ "$5 and $10", "" },
		{ "it costs $5, not $10.", "" },
		{ "$5-$10", "" },
		{ "5$ and 10$", "" },
		{ "$ x$ and $x $", "" },
		{ "US$5 and US$6", "" },
		{ "$x$5", "" },
		{ "$", "" },
		{ "$$", "" },
		{ "$$$$", "" },
		{ "\\$x$ and $y\\$", "" },
		{ "`$x$` ``$y$``", "" },
		{ "$`x`$", "" },
		{ "```\n$x$\n$$y$$\n```", "" },
		{ "    $x$", "" },
		{ "<!-- $x$ -->", "" },
		{ "[a](https://example.org/$x$)", "" },
		{ "<https://example.org/$x$>", "" },
		{ "$a\nb$", "" },
		{ "$$a\n\nb$$", "" },
		{ "\\(x\\) \\[y\\]", "" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(text) struct text html = { 0 };
		autofinish(text) struct text drawn = { 0 };
		autofinish(findings) struct findings findings = { 0 };
		render(cases[i].markdown, &html, &findings);
		append_drawn(&drawn, text_string(&html));
		if (strcmp(text_string(&drawn), cases[i].drawn) != 0)
			fail_msg("%s\nhas drawn '%s', not '%s':\n%s", cases[i].markdown,
				text_string(&drawn), cases[i].drawn, text_string(&html));
	}
}

static void test_diagrams(void **state)
{
	(void)state;
	autofinish(text) struct text html = { 0 };
	autofinish(findings) struct findings findings = { 0 };
	render("# A\n\n```mermaid\na --> b\n```\n\n```mermaidx\nc\n```\n\n    mermaid\n", &html,
		&findings);
	assert_non_null(strstr(text_string(&html),
		"<figure class=\"drawn\" style=\"--whole:204px\"><svg viewBox=\"-8 0 204.4 729\"><text x=\"svg\">a --&gt; b\n</text></svg></figure>\n"));
	assert_non_null(strstr(text_string(&html), "<code class=\"language-mermaidx\">c\n"));
	assert_int_equal(findings.count, 0);
}

/*
 * If nothing is drawn, the source is shown. A missing tool is reported once, a mistake each time.
 */
static void test_not_drawn(void **state)
{
	(void)state;
	autofinish(text) struct text html = { 0 };
	autofinish(text) struct text told = { 0 };
	autofinish(findings) struct findings findings = { 0 };
	render("# A\n\n$unable$ $unable$ $wrong$\n\n$hostile$\n\n```mermaid\nx\n```\n", &html,
		&findings);
	for (size_t i = 0; i < findings.count; i++) {
		finding_append(&told, &findings.items[i]);
		text_append_char(&told, '\n');
	}
	assert_string_equal(text_string(&told),
		"talk.md:3: mathematics is shown as its source: nothing draws\n"
		"talk.md:3: this is no mathematics, and shown as its source: it is wrong ('\\$' is a dollar that begins none)\n"
		"talk.md:5: this formula is shown as its source: a deck leaves out 'script', which the drawing has\n");
	assert_int_equal(findings.error_count, 0);
	assert_non_null(strstr(text_string(&html),
		"<p><code class=\"math\">unable</code> <code class=\"math\">unable</code> <code class=\"math\">wrong</code></p>\n<p><code class=\"math\">hostile</code></p>"));
}

/* A mistake in a diagram is an error, which the slide shows with the source. */
static void test_wrong_diagram(void **state)
{
	(void)state;
	autofinish(text) struct text html = { 0 };
	autofinish(text) struct text told = { 0 };
	autofinish(findings) struct findings findings = { 0 };
	render("# A\n\n```mermaid\nwrong\n```\n", &html, &findings);
	assert_int_equal(findings.error_count, 1);
	finding_append(&told, &findings.items[0]);
	assert_string_equal(text_string(&told), "talk.md:3: Mermaid cannot draw this: it is wrong");
	assert_non_null(strstr(text_string(&html), "class=\"mistake\""));
	assert_non_null(strstr(
		text_string(&html), "<pre><code class=\"language-mermaid\">wrong\n</code></pre>"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_mathematics),
		cmocka_unit_test(test_diagrams),
		cmocka_unit_test(test_not_drawn),
		cmocka_unit_test(test_wrong_diagram),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
