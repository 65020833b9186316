/*
 * The speaker notes of an embedded note: they are never on the slide, and always in the talk's
 * speaker notes.
 */
#include "base/array.h"
#include "note-folder.h"

#define EMBED(inner) "<div class=\"embed\">\n" inner "</div>\n"

struct said_case {
	const char *note; /* embedded.md */
	const char *embed; /* the embed in the talk */
	const char *html, *said;
};

static const struct said_case cases[] = {
	{ "seen\n\nnote: unseen **b**\n", "![[embedded]]", EMBED("<p>seen</p>\n"),
		"<p>unseen <strong>b</strong></p>\n--\n" },
	{ "---\ntitle: T\n---\n# S\n\nNOTE: one\n\n---\n\n# U\n\nnote: two\n\n* three\n",
		"![[embedded]]", EMBED("<h1>S</h1>\n<hr>\n<h1>U</h1>\n"),
		"<p>one</p>\n--\n<p>two</p>\n<ul>\n<li>three</li>\n</ul>\n--\n" },
	/* Neither a rule that begins no slide nor a heading below it ends speaker notes. */
	{ "a\n\n---\n\nb\n\nnote: x\n\n***\n\n### y\n\nz\n", "![[embedded]]",
		EMBED("<p>a</p>\n<hr>\n<p>b</p>\n"), "<p>x</p>\n<hr>\n<h3>y</h3>\n<p>z</p>\n--\n" },
	{ "a\n\nnote: x\n\n--\n\nb\n", "![[embedded]]", EMBED("<p>a</p>\n<p>b</p>\n"),
		"<p>x</p>\n--\n" },
	/* Without separators slides begin at headings. */
	{ "# A\n\nnote: x\n\n## B\n\nb\n\nnote: y\n", "![[embedded]]",
		EMBED("<h1>A</h1>\n<h2>B</h2>\n<p>b</p>\n"), "<p>x</p>\n--\n<p>y</p>\n--\n" },
	{ "# A\n\nnote: x\n\n## B\n\nb\n\nnote: y\n", "![[embedded#B]]",
		EMBED("<h2>B</h2>\n<p>b</p>\n"), "<p>y</p>\n--\n" },
	{ "a <!-- c1 --> b\n\n<!--\nc2\n\n- d\n-->\n", "![[embedded]]", EMBED("<p>a  b</p>\n"),
		"<p>c1</p>\n--\n<p>c2</p>\n<ul>\n<li>d</li>\n</ul>\n--\n" },
	{ "<!-- t: 90s -->\n\na %%never%%\n", "![[embedded]]", EMBED("<p>a</p>\n"), "" },
	{ "> q\n> <!-- c -->\n\n```\nnote: code\n```\n", "![[embedded]]",
		EMBED("<blockquote>\n<p>q</p>\n</blockquote>\n<pre><code>note: "
		      "code\n</code></pre>\n"),
		"<p>c</p>\n--\n" },
	{ "a\n\n![[inner]]\n\nnote: x\n", "- ![[embedded]]",
		"<ul>\n<li>" EMBED("<p>a</p>\n" EMBED("<p>in</p>\n")) "</li>\n</ul>\n",
		"<p>said within</p>\n--\n<p>x</p>\n--\n" },
	/* Speaker notes embed a note that has speaker notes. */
	{ "a\n\nnote: before\n\n![[inner]]\n", "![[embedded]]", EMBED("<p>a</p>\n"),
		"<p>said within</p>\n--\n<p>before</p>\n" EMBED("<p>in</p>\n") "--\n" },
};

static void test_said(void **state)
{
	const struct note_folder *folder = *state;
	note_folder_write(folder, "inner.md", markup_bytes_of("in\n\nnote: said within\n"));
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		note_folder_write(folder, "embedded.md", markup_bytes_of(cases[i].note));
		autofinish(text) struct text talk = { 0 };
		text_append_format(&talk, "%s\n", cases[i].embed);
		autofinish(rendered) struct rendered rendered =
			render_talk(folder, text_string(&talk));
		if (!rendered.ok)
			fail_msg("%s\ngave: %s", cases[i].note, error_message(&rendered.error));
		if (strcmp(text_string(&rendered.html), cases[i].html) != 0 ||
			strcmp(text_string(&rendered.said), cases[i].said) != 0)
			fail_msg("%s\nshowed:\n%s\nsaid:\n%s", cases[i].note,
				text_string(&rendered.html), text_string(&rendered.said));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_said, note_folder_make, note_folder_remove),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
