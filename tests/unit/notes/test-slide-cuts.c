/* Sections that overflow the stage: where they are cut, and what their slides have in common. */
#include "base/array.h"
#include "notes/text/string-map.h"
#include "talk-checks.h"

/* "@" becomes ten lines of text. */
static const char *expand(struct text *out, const char *source)
{
	text_clear(out);
	for (const char *p = source; *p; p++) {
		for (int i = 0; i < 10 && *p == '@'; i++)
			text_append(out, "- a line of the list\n");
		if (*p != '@')
			text_append_char(out, *p);
	}
	return text_string(out);
}

/* "title<section[number of notes" of each slide. */
static void check_slides(const char *source, const char *wanted)
{
	autofinish(text) struct text long_source = { 0 };
	struct parsed parsed = parse(expand(&long_source, source));
	autofinish(text) struct text got = { 0 };
	for (size_t i = 0; i < parsed.talk.slide_count; i++) {
		const struct slide *slide = &parsed.talk.slides[i];
		text_append_format(&got, "%s%s%s%s%s", i ? "|" : "", slide->is_below ? ">" : "",
			slide->title, *slide->section ? "<" : "", slide->section);
		if (slide->note_count)
			text_append_format(&got, "[%zu", slide->note_count);
		if (slide->seconds)
			text_append_format(&got, " %us", slide->seconds);
	}
	if (!parsed.ok)
		text_append(&got, error_message(&parsed.error));
	if (strcmp(text_string(&got), wanted) != 0)
		fail_msg("\n%s\ngave:   %s\nwanted: %s", source, text_string(&got), wanted);
	parsed_finish(&parsed);
}

static void test_where_sections_are_cut(void **state)
{
	(void)state;
	static const struct {
		const char *source, *wanted;
	} cases[] = {
		/* A section that fits stays whole: */
		{ "## A\n\n@\n---\n\n## B\n\n### C\n\ntext\n", "A|B" },
		{ "## A\n\n### B\n\ntext\n\n### C\n\ntext\n\n---\n\n## D\n", "A|D" },
		/* Headings below the title, the highest ones first: */
		{ "## A\n\n### B\n\n@\n### C\n\n@\n---\n\n## D\n", "A|C<A|D" },
		{ "## A\n\n@\n### B\n\n@\n### C\n\n@\n---\n\n## D\n", "A|B<A|C<A|D" },
		{ "## A\n\n@\n### B\n\ntext\n\n#### C\n\ntext\n\n---\n\n## D\n", "A|B<A|D" },
		{ "## A\n\n### B\n\n#### C\n\n@\n#### D\n\n@\n---\n\n## E\n", "A|D<B|E" },
		{ "# A\n\n@\n## B\n\n@\n### C\n\n@\n---\n\n## D\n", "A|B<A|C<B|D" },
		/* Neighbours stay together while they fit: */
		{ "## A\n\n@\n### B\n\nx\n\n### C\n\nx\n\n### D\n\n@\n---\n\n## E\n", "A|C<A|E" },
		/* Without separators the deeper headings cut, too: */
		{ "# T\n\n## A\n\n@\n### B\n\n@\n## C\n", "T|A|B<A|C" },
		/* Without a title: */
		{ "@\n### B\n\n@\n---\n\n## D\n", "|B|D" },
		/* No heading, no cut: */
		{ "## A\n\n@@\n---\n\n## B\n", "A|B" },
		{ "## A\n\n@\n> ### B\n\n@\n---\n\n## D\n", "A|D" },
		{ "## A\n\n@\n```\n### B\n```\n\n@\n---\n\n## D\n", "A|D" },
		{ "## A\n\n@\n<div>\n\n### B\n\n@\n</div>\n\n---\n\n## D\n", "A|D" },
		/* A slide with a layout is not cut: */
		{ "<!-- layout: columns -->\n\n## A\n\n@\n### B\n\n@\n---\n\n## D\n", "A|D" },
		{ "## A\n\n@\n<!-- column -->\n\n### B\n\n@\n---\n\n## D\n", "A|D" },
		{ "---\ntitle: x\ncut: false\n---\n## A\n\n@\n### B\n\n@\n---\n\n## D\n", "A|D" },
		/* Slides below stay below: */
		{ "## A\n\n@\n### B\n\n@\n--\n\n## C\n\n---\n\n## D\n", "A|>B<A|>C|D" },
		/* Notes and time are the section's: */
		{ "<!-- t: 61s -->\n\n## A\n\n@\n### B\n\n@\nnote: said\n\n---\n\n## D\n",
			"A[1 31s|B<A[1 30s|D" },
		{ "## A\n\n@\n<!-- of A -->\n\n### B\n\n@\nnote: all\n\n### no heading\n\n@@\n---\n\n## D\n",
			"A[2|B<A[1|D" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
		check_slides(cases[i].source, cases[i].wanted);
}

static void test_links_lead_to_the_slide_with_the_heading(void **state)
{
	(void)state;
	autofinish(text) struct text source = { 0 };
	struct parsed parsed =
		parse(expand(&source, "## A\n\n@\n### B\n\n@\n- last ^here\n\n---\n\n## B\n"));
	const struct talk *talk = &parsed.talk;
	assert_int_equal(talk->slide_count, 3);
	assert_string_equal(talk->slides[1].id, "b");
	assert_string_equal(talk->slides[2].id, "b-2");
	assert_string_equal(string_map_find(talk->heading_slides, "b"), "b");
	assert_int_equal(talk->slides[0].cut_count, 2);
	assert_int_equal(talk->slides[1].cut_count, 0);
	assert_true(talk->slides[1].line == 14);
	parsed_finish(&parsed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_where_sections_are_cut),
		cmocka_unit_test(test_links_lead_to_the_slide_with_the_heading),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
