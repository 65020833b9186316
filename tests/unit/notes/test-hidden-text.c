/* Text that listeners do not see: Obsidian's comments, and HTML comments anywhere. */
#include "base/array.h"
#include "slide-texts.h"

#include <time.h>

#define NEVER_ENDS ": the comment '%%' that begins here never ends: it is shown\n"

struct hidden_case {
	const char *source, *wanted, *said;
};

static void check(const struct hidden_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct parsed parsed = parse(cases[i].source);
		autofinish(text) struct text shown = { 0 };
		append_slides(&shown, &parsed);
		if (strcmp(text_string(&shown), cases[i].wanted) != 0 ||
			strcmp(text_string(&parsed.said), cases[i].said) != 0)
			fail_msg("\n%s\ngave:\n%s\nwanted:\n%s\nsaid:\n%s", cases[i].source,
				text_string(&shown), cases[i].wanted, text_string(&parsed.said));
		parsed_finish(&parsed);
	}
}

static void test_obsidian_comments(void **state)
{
	(void)state;
	static const struct hidden_case cases[] = {
		/* behind a list marker, a task, words */
		{ "# A\n\n1. %%\n   no\n   %%\n\nyes\n\n%%\nno\n%%\n\nend\n",
			"<h1>A</h1> <ol> <li></li> </ol> <p>yes</p> <p>end</p> ", "" },
		{ "# A\n\n- [ ] do %%\n  no\n  %%\n\nyes\n\n%%\nno\n%%\n",
			"<h1>A</h1> <ul> <li class=\"task\"><input type=\"checkbox\" disabled> "
			"do</li> </ul> <p>yes</p> ",
			"" },
		{ "# A\n\nb %% no\n%% c\n\nyes\n\n%%\nno\n%%\n",
			"<h1>A</h1> <p>b c</p> <p>yes</p> ", "" },
		{ "# A\n\nb %%\nno\n%%\n\nyes\n", "<h1>A</h1> <p>b</p> <p>yes</p> ", "" },
		{ "# A\n\nb %% no\nno\nno %% c\nd\n", "<h1>A</h1> <p>b c d</p> ", "" },
		{ "# A\n\nb %%\n\nno\n\n%%\n\nyes\n", "<h1>A</h1> <p>b</p> <p>yes</p> ", "" },
		{ "# A\n\n- %%no%%\n- b\n", "<h1>A</h1> <ul> <li></li> <li>b</li> </ul> ", "" },
		{ "# A\n\n%%\nno\n%% b\n", "<h1>A</h1> <p>b</p> ", "" },
		/* in quotes, also over an empty line; in cells; where Markdown would end a block */
		{ "# A\n\n> b\n>\n> %%\n> no\n>\n> no\n> %%\n> c\n",
			"<h1>A</h1> <blockquote> <p>b</p> <p>c</p> </blockquote> ", "" },
		{ "# A\n\n| a | b |\n|---|---|\n| x %% no | no %% y |\n",
			"<h1>A</h1> <table> <thead> <tr> <th>a</th> <th>b</th> </tr> </thead> "
			"<tbody> <tr> <td>x</td> <td>y</td> </tr> </tbody> </table> ",
			"" },
		{ "# A\n\nb %% *no %% c* [d %%no](x)%%\n", "<h1>A</h1> <p>b  c* [d</p> ", "" },
		{ "# A\n\n==b %%no%%==\n", "<h1>A</h1> <p><mark>b</mark></p> ", "" },
		{ "<div>\n%%no%%\nyes\n</div>\n", "<div> yes </div> ", "" },
		/* code, mathematics, escapes, comments */
		{ "# A\n\n`%%` and `%%`\n\n```\n%%\n```\n\n\\%% b\n",
			"<h1>A</h1> <p><code>%%</code> and <code>%%</code></p> "
			"<pre><code>%% </code></pre> <p>%% b</p> ",
			"" },
		{ "# A\n\nb <!-- %% --> c\n", "<h1>A</h1> <p>b  c</p> (%%) ", "" },
		/* slides that are commented out */
		{ "# A\n\n%%\nno\n\n---\n\n# No\n%%\n\n---\n\n# B\n", "<h1>A</h1> | <h1>B</h1> ",
			"" },
		{ "# A\n\n%%\nno\n\n---\n\nno %%\n\nb\n", "<h1>A</h1> <p>b</p> ", "" },
		{ "# A %%\n\nyes\n\n%%\nno\n%%\n\n50%% b\n\n%%\nno\n%%\n",
			"<h1>A %%</h1> <p>yes</p> <p>50%% b</p> ",
			"talk.md:1" NEVER_ENDS "talk.md:9" NEVER_ENDS },
		/* an accidental mark removes nothing */
		{ "# A\n\nit is 100%% so\n\n---\n\n# B\n\n%%\nno\n%%\n\nc %%no%%\n",
			"<h1>A</h1> <p>it is 100%% so</p> | <h1>B</h1> <p>c</p> ",
			"talk.md:3" NEVER_ENDS },
		{ "# A\n\n100%% so\n\nyes\n\n%%\nno\n%%\n",
			"<h1>A</h1> <p>100%% so</p> <p>yes</p> ", "talk.md:3" NEVER_ENDS },
		{ "# A\n\n100%% so\n\nyes\n\n200%% so\n",
			"<h1>A</h1> <p>100%% so</p> <p>yes</p> <p>200%% so</p> ",
			"talk.md:3" NEVER_ENDS "talk.md:7" NEVER_ENDS },
		{ "# A\n\n%%\nx\n\n---\n\n# B\n\n%%no%%\n\n%%\nno\n%%\n",
			"<h1>A</h1> <p>%% x</p> | <h1>B</h1> ", "talk.md:3" NEVER_ENDS },
	};
	check(cases, ARRAY_COUNT(cases));
}

static void test_html_comments(void **state)
{
	(void)state;
	static const struct hidden_case cases[] = {
		/* the first "-->" ends them, whatever is before it */
		{ "# A\n\nb <!-- 1 -- 2 --> c\n", "<h1>A</h1> <p>b  c</p> (1 -- 2) ", "" },
		{ "# A\n\n- b <!--- x --->\n", "<h1>A</h1> <ul> <li>b </li> </ul> (- x -) ", "" },
		{ "# A\n\n> b <!-- 1\n> -- 2 --> c\n",
			"<h1>A</h1> <blockquote> <p>b  c</p> </blockquote> (1 -- 2) ", "" },
		{ "# A\n\nb <!-- > --> c\n", "<h1>A</h1> <p>b  c</p> (>) ", "" },
		/* over empty lines */
		{ "# A\n\nb <!-- 1\n\n2 --> c\n", "<h1>A</h1> <p>b  c</p> (1 2) ", "" },
		{ "# A\n\n- b <!-- 1\n\n  2 -->\n- c\n",
			"<h1>A</h1> <ul> <li><p>b </p> </li> <li><p>c</p> </li> </ul> (1 2) ", "" },
		{ "# A\n\n> b <!-- 1\n>\n> 2 -->\n",
			"<h1>A</h1> <blockquote> <p>b </p> </blockquote> (1 2) ", "" },
		{ "# A\n\nb <!-- 1\n\n---\n\n2 -->\n\nc\n",
			"<h1>A</h1> <p>b </p> <p>c</p> (1 --- 2) ", "" },
		/* over lines that would begin a block */
		{ "# A\n\nb <!--\n- 1\n---\n2\n-->\nc\n",
			"<h1>A</h1> <p>b </p> <p>c</p> (- 1 --- 2) ", "" },
		/* one without an end ends with its paragraph */
		{ "# A\n\nb <!-- 1\n2\n\nc\n\n---\n\n# B\n",
			"<h1>A</h1> <p>b </p> <p>c</p> (1 2) | <h1>B</h1> ",
			"talk.md:3: the comment that begins here never ends: add '-->'\n" },
		/* code */
		{ "# A\n\n`<!--` b\n\n```\n<!--\n```\n\n---\n\n`-->`\n",
			"<h1>A</h1> <p><code>&lt;!--</code> b</p> <pre><code>&lt;!-- </code></pre> "
			"| <p><code>--&gt;</code></p> ",
			"" },
		{ "# A\n\n| `<!--` |\n|---|\n| `-->` |\n",
			"<h1>A</h1> <table> <thead> <tr> <th><code>&lt;!--</code></th> </tr> "
			"</thead> <tbody> <tr> <td><code>--&gt;</code></td> </tr> </tbody> "
			"</table> ",
			"" },
	};
	check(cases, ARRAY_COUNT(cases));
}

static void test_speaker_notes(void **state)
{
	(void)state;
	static const struct hidden_case cases[] = {
		{ "# A\n\nNote : x\n", "<h1>A</h1> ( x ) ", "" },
		{ "# A\n\n발표자 노트 : x\n", "<h1>A</h1> ( x ) ", "" },
		{ "# A\n\nnotes：x\n", "<h1>A</h1> (x ) ", "" },
		{ "# A\n\n노트:\n\nx\n", "<h1>A</h1> ( x ) ", "" },
		{ "# A\n\n ???\nx\n", "<h1>A</h1> ( x ) ", "" },
		{ "# A\n\n<div class=\"notes\">\nx\n\ny\n</div>\n\nz\n",
			"<h1>A</h1> <p>z</p> (x y) ", "" },
		/* with nested elements of the same name */
		{ "# A\n\n<div class=\"notes\">x <div>y</div> z</div> b\n",
			"<h1>A</h1> <p> b </p> (x <div>y</div> z) ", "" },
		{ "# A\n\n<DIV class=\"notes\">\n\nx\n\n<div>y</div>\n\n`</div>`\n\n</Div >\n\nb\n",
			"<h1>A</h1> <p>b</p> (x <div>y</div> `</div>`) ", "" },
		{ "# A\n\n<aside class=\"notes\">x <aside>y</aside> z</aside>\n\nb\n",
			"<h1>A</h1> <p>b</p> (x <aside>y</aside> z) ", "" },
		/* one that is not closed ends with its slide, even if a later one is closed */
		{ "# A\n\n<aside class=\"notes\">x\n\n---\n\n# B\n\n<aside "
		  "class=\"notes\">y</aside>\n",
			"<h1>A</h1> (x) | <h1>B</h1> (y) ",
			"talk.md:3: the speaker notes that begin with '<aside class=\"notes\">' "
			"never end: they go on to the next slide\n" },
		{ "# A\n\n<p class=\"notes\">x</p>\n", "<h1>A</h1> (x) ", "" },
		{ "# A\n\n{/* x */}\n\nb\n", "<h1>A</h1> <p>b</p> (x) ", "" },
		{ "# A\n\n{/*\nx\n\ny\n*/}\n\nb\n", "<h1>A</h1> <p>b</p> (x y) ", "" },
		/* no notes */
		{ "# A\n\nnotes of a song : x\n\n`{/* x */}`\n",
			"<h1>A</h1> <p>notes of a song : x</p> <p><code>{/* x */}</code></p> ",
			"" },
	};
	check(cases, ARRAY_COUNT(cases));
}

/* Text that is not shown does not make a slide. */
static void test_no_empty_slides(void **state)
{
	(void)state;
	static const struct hidden_case cases[] = {
		{ "<!-- markdownlint-disable -->\n\n# A\n\nb\n\n## C\n",
			"<h1>A</h1> <p>b</p> | <h2>C</h2> ", "" },
		{ "[toc]: x\n\n%% c %%\n\n<!-- d -->\n\n# A\n\n## C\n",
			"<h1>A</h1> (d) | <h2>C</h2> ", "" },
		{ "b\n\n# A\n\n## C\n", "<p>b</p> | <h1>A</h1> | <h2>C</h2> ", "" },
		{ "# A\n\n---\nsrc: ./b.md\nhide: false\n---\n\n---\nclass: x\n---\n\n# C\n",
			"<h1>A</h1> | .x<h1>C</h1> ",
			"talk.md:4: this looks like Slidev: 'src: ./b.md' is left out: the slides "
			"of "
			"other files are not taken in, and '![[note]]' shows the text of one\n" },
	};
	check(cases, ARRAY_COUNT(cases));
}

static void test_paths_of_headings(void **state)
{
	(void)state;
	static const struct hidden_case cases[] = {
		{ "# A\n\n[[#A#In|x]] [[#B#In|y]] [[#No#In|z]]\n\n---\n\n# In\n\n---\n\n# B\n\n"
		  "---\n\n# In\n",
			"<h1>A</h1> <p><a href=\"#/in\">x</a> <a href=\"#/in-2\">y</a> "
			"<span class=\"wikilink\">z</span></p> | <h1>In</h1> | <h1>B</h1> | "
			"<h1>In</h1> ",
			"" },
	};
	check(cases, ARRAY_COUNT(cases));
}

static void test_repetitions_are_quick(void **state)
{
	(void)state;
	enum { SIZE = 400000, SECONDS_MAX = 10 };
	static const char *const units[] = { "%%", "%%\n\n", "a %%\n\n", "%%\n\n---\n\n", "a <!-- ",
		"a <!--\n\n", "a <!-- -- ", "`%% ", "> %%\n", "a <!--\n---\n", "<!-- --->\n" };
	for (size_t i = 0; i < ARRAY_COUNT(units); i++) {
		autofinish(text) struct text source = { 0 };
		while (source.size < SIZE)
			text_append(&source, units[i]);
		clock_t start = clock();
		struct parsed parsed = parse(text_string(&source));
		clock_t took = clock() - start;
		assert_true(parsed.ok || error_is_set(&parsed.error));
		if (took > SECONDS_MAX * CLOCKS_PER_SEC)
			fail_msg("%s took %ld s", units[i], (long)(took / CLOCKS_PER_SEC));
		parsed_finish(&parsed);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_obsidian_comments),
		cmocka_unit_test(test_html_comments),
		cmocka_unit_test(test_speaker_notes),
		cmocka_unit_test(test_no_empty_slides),
		cmocka_unit_test(test_paths_of_headings),
		cmocka_unit_test(test_repetitions_are_quick),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
