/* notes/talk/slide-layout: the columns of a slide, also in notes of other programs. */
#include "base/array.h"
#include "notes/text/lines.h"
#include "notes/talk/slide-layout.h"
#include "talk-checks.h"

/* The first slide's layout and parts: "columns: head [ left | right". */
static void write_slide(struct text *out, const struct slide *slide)
{
	text_append_format(out, "%s:", slide_layout_class(slide->layout));
	for (size_t i = 0; i < slide->part_count; i++) {
		const struct slide_part *part = &slide->parts[i];
		struct bytes line = bytes_trim(part->markdown);
		size_t end = bytes_find(line, 0, "\n");
		if (part->is_body_start || part->is_column_start)
			text_append(out, part->is_body_start ? " [" : " |");
		else if (part->is_packets)
			text_append(out, " packets");
		else
			text_append_format(out, " %.*s", (int)end, (const char *)line.data);
	}
}

static void check_slide(const char *source, const char *wanted, const char *finding)
{
	struct parsed parsed = parse(source);
	autofinish(text) struct text got = { 0 }, told = { 0 };
	const struct talk *talk = &parsed.talk;
	if (talk->slide_count)
		write_slide(&got, &talk->slides[talk->slide_count - 1]);
	for (size_t i = 0; i < parsed.findings.count; i++)
		text_append_format(&told, "%s\n", parsed.findings.items[i].sentence);
	bool is_told = finding ? strstr(text_string(&told), finding) != NULL : !told.size;
	if (strcmp(text_string(&got), wanted) != 0 || !is_told)
		fail_msg("\n%s\ngave: %s\ntold: %s", source, text_string(&got), text_string(&told));
	parsed_finish(&parsed);
}

struct layout_case {
	const char *source, *wanted;
	const char *finding; /* a part of the finding; NULL: none */
};

static void check_cases(const struct layout_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++)
		check_slide(cases[i].source, cases[i].wanted, cases[i].finding);
}

static void test_option(void **state)
{
	(void)state;
	static const struct layout_case cases[] = {
		{ "# A\n\nx\n", ": # A", NULL },
		{ "<!-- layout: columns -->\n\n# A\n\nx\n",
			"layout-columns: <!-- layout: columns --> [ x", NULL },
		{ "<!--\nt: 9s\nLayout: Picture\n-->\n\n# A\n\nx\n", "layout-picture: <!-- [ x",
			NULL },
		{ "<!-- layout: picture-left -->\n\nx\n",
			"layout-picture layout-left: [ <!-- layout: picture-left -->", NULL },
		{ "<!-- layout: statement -->\n\nx\n",
			"layout-statement: <!-- layout: statement -->", NULL },
		{ "<!-- layout: section -->\n\n# A\n", "layout-section: <!-- layout: section -->",
			NULL },
		{ "<!-- layout: fact -->\n\n# 9\n", "layout-fact: <!-- layout: fact -->", NULL },
		{ "<!-- layout: colums -->\n\n# A\n", ": <!-- layout: colums -->",
			"there is no layout 'colums': did you mean 'columns'?" },
		{ "<!-- layout: zzzzzz -->\n\n# A\n", ": <!-- layout: zzzzzz -->",
			"there is no layout 'zzzzzz': use columns, picture," },
		{ "<!-- layot: columns -->\n\n# A\n", ": <!-- layot: columns -->",
			"a slide has no option 'layot': use t, class, layout or asked" },
	};
	check_cases(cases, ARRAY_COUNT(cases));
}

static void test_columns(void **state)
{
	(void)state;
	static const struct layout_case cases[] = {
		{ "# A\n\nx\n\n<!-- column -->\n\ny\n", "layout-columns: # A [ x | y", NULL },
		{ "# 0\n\n---\n\n# A\n## B\n\n- x\n<!-- column -->\n- y\n<!--column-->\nz\n",
			"layout-columns: # A [ - x | - y | z", NULL },
		{ "x\n\n<!-- column: 1 -->\n\ny\n", "layout-columns: [ x | y", NULL },
		{ "<!-- column_layout: [1, 1] -->\n\n<!-- column: 0 -->\n\nx\n\n<!-- column: 1 "
		  "-->\n\ny\n",
			"layout-columns: [ <!-- column_layout: [1, 1] --> | y", NULL },
		{ "# A\n\nx\n\nnote: y\n\n<!-- column -->\n", ": # A", NULL },
		{ "# A\n\n```\n<!-- column -->\n```\n", ": # A", NULL },
		{ "# A\n\n> <!-- column -->\n", ": # A", NULL },
		{ "# A\n\n<!-- column of numbers -->\n", ": # A", NULL },
		/* Slidev's, Pandoc's, Quarto's, Marp's */
		{ "# A\n\nx\n\n::right::\n\ny\n", "layout-columns: # A [ x | y", NULL },
		{ "# A\n\n---\nlayout: two-cols\n---\n\n# B\n\nx\n\n::right::\n\ny\n",
			"layout-columns: # B [ x | y", NULL },
		{ "# A\n\n---\nlayout: image-left\n---\n\n# B\n\nx\n",
			"layout-picture layout-left: # B [ x", NULL },
		{ "# A\n\n::: columns\n:::: column\nx\n::::\n:::: column\ny\n::::\n:::\n",
			"layout-columns: # A [ x | y", NULL },
		{ "# A\n\n:::: {.columns}\n\n::: {.column width=\"40%\"}\n\nx\n\n:::\n\n::: "
		  "{.column}\n\ny\n\n:::\n\n::::\n",
			"layout-columns: # A [ x | y", NULL },
		{ "# A\n\n::: column\nx\n:::\n", ": # A", NULL },
		{ "# A\n\nx\n\n![bg right](a.png)\n", "layout-picture: # A [ x", NULL },
		{ "# A\n\n![bg left:40%](a.png)\n\nx\n",
			"layout-picture layout-left: # A [ ![](a.png)", NULL },
		{ "# A\n\n![bg](a.png)\n\nx\n", ": # A",
			"'![bg](a.png)' is an image on the slide" },
	};
	check_cases(cases, ARRAY_COUNT(cases));
}

/* Every name has a class, and is the nearest name to itself. */
static void test_names(void **state)
{
	(void)state;
	static const char *const names[] = { "columns", "picture", "picture-left", "statement",
		"section", "fact", "two-cols", "two-cols-header", "image-right", "image-left" };
	bool is_named[SLIDE_LAYOUT_COUNT] = { [SLIDE_LAYOUT_NONE] = true };
	for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
		enum slide_layout layout = SLIDE_LAYOUT_NONE;
		assert_true(slide_layout_find(names[i], &layout));
		assert_true(slide_layout_class(layout)[0]);
		assert_string_equal(slide_layout_nearest(names[i]), names[i]);
		is_named[layout] = true;
	}
	for (size_t i = 0; i < ARRAY_COUNT(is_named); i++)
		assert_true(is_named[i]);
	enum slide_layout layout;
	assert_false(slide_layout_find("", &layout));
	assert_null(slide_layout_nearest("qqqqqqqq"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_option),
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
