/* Syntax of other programs: what is translated, and what is reported. */
#include "slide-texts.h"

#include <time.h>

#include "base/array.h"
#include "notes/dialect/dialect-translator.h"

#define NBSP "\xc2\xa0"

/* ---- what is told ---- */

/* A note for each kind of finding, with a part of its message, which is about the last line. */
static const struct {
	const char *before, *line, *after, *said;
} kinds[DIALECT_KIND_COUNT] = {
	[DIALECT_MARP] = { "# A\n\n", "<!-- _paginate: false -->", "\n",
		"'_paginate: false' is left" },
	[DIALECT_MARP_BACKGROUND] = { "# A\n\n", "![bg](#123456)", "\n",
		"Marp: '![bg](#123456)' is an image on the slide" },
	[DIALECT_SLIDEV_OPTIONS] = { "# A\n\n---\n", "layout: iframe", "\n---\n\n# B\n",
		"Slidev: of a slide's options only 'class', 't' and some layouts are known here, "
		"and 'layout' is" },
	[DIALECT_SLIDEV_SLOT] = { "# A\n\n", "::default::", "\n",
		"Slidev: '::default::' is left out" },
	[DIALECT_SLIDEV_TAG] = { "# A\n\n", "<v-click at=\"2\">", "\n\nx\n",
		"Slidev: '<v-click at=\"2\">' is left out" },
	[DIALECT_SLIDEV_INCLUDE] = { "# A\n\n", "<<< @/snippets/a.ts#x", "\n",
		"'<<< @/snippets/a.ts#x' is shown as it is written" },
	[DIALECT_SLIDEV_SOURCE] = { "# A\n\n---\n", "src: ./b.md", "\n---\n\n# B\n",
		"Slidev: 'src: ./b.md' is left out" },
	[DIALECT_SLIDEV_HIDDEN] = { "# A\n\n---\n", "hide: true", "\n---\n\n# B\n",
		"Slidev: 'hide: true' is left out, and the slide is shown" },
	[DIALECT_ADVANCED_TAG] = { "# A\n\n", "<split even gap=\"2\">", "\n\nx\n",
		"Advanced Slides: '<split even gap=\"2\">' is left out" },
	[DIALECT_CONTAINER] = { "# A\n\n", "::: tip Title", "\nx\n",
		"'::: tip Title' is left out, and what it encloses is shown" },
	[DIALECT_NOTES_OPEN] = { "# A\n\n", "<aside class=\"notes\">", "\nx\n",
		"'<aside class=\"notes\">' never end" },
	[DIALECT_REVEAL_SLIDE] = { "# A\n\n", "<!-- .slide: data-background=\"#f00\" -->", "\n",
		"reveal.js: of '.slide: data-background=\"#f00\"' only class names" },
	[DIALECT_REVEAL_ELEMENT] = { "# A\n\n", "- x <!-- .element: style=\"color:red\" -->", "\n",
		"reveal.js: of '.element: style=\"color:red\"' only class=\"fragment\"" },
	[DIALECT_ATTRIBUTES] = { "", "# A {#a .unnumbered}", "\n",
		"the attributes '{#a .unnumbered}' are left out" },
	[DIALECT_PRESENTERM] = { "# A\n\n", "<!-- pause -->", "\n",
		"presenterm: 'pause' is left out" },
	[DIALECT_REMARK_OPTIONS] = { "# A\n\n---\n", "template: inverse", "\n\n# B\n",
		"remark: of a slide's options only 'class' is known here, and 'template' is" },
	[DIALECT_REMARK_STEPS] = { "# A\n\n???\nx\n\n", "--", "\n\n# B\n",
		"remark: '--' begins a slide below" },
	[DIALECT_REMARK_CLASS] = { "# A\n\n", ".left-column[", "\nx\n]\n",
		"remark: '.left-column[' is left out, and what it encloses is shown" },
	[DIALECT_PAUSE] = { "# A\n\n", ". . .", "\n", "the pause '. . .' is left out" },
	[DIALECT_TITLE_LINES] = { "", "Title: My talk", "\nAuthor: X\n\n# A\n",
		"'Title: My talk' looks like a title of MultiMarkdown or Pandoc" },
	[DIALECT_TOML] = { "", "+++", "\ntitle = \"x\"\n+++\n\n# A\n",
		"front matter between lines '+++'" },
	[DIALECT_CONTENTS] = { "# A\n\n", "[[_TOC_]]", "\n", "'[[_TOC_]]' is left out: key 'o'" },
	[DIALECT_PAGE_BREAK] = { "# A\n\n", "\\newpage", "\n", "'\\newpage' is left out" },
	[DIALECT_ADMONITION] = { "# A\n\n", "!!! note \"Title\"", "\n",
		"'!!! note \"Title\"' is shown as it is written: a callout is" },
	[DIALECT_SHORTCODE] = { "# A\n\n", "{% include x.html %}", "\n",
		"'{% include x.html %}' is shown as it is written" },
	[DIALECT_EMOJI] = { "# A\n\n", "go :rocket: go", "\n",
		"':rocket:' is shown as it is written" },
	[DIALECT_HEADING_BLANK] = { "# A\n\n", "##두번째 제목", "\n",
		"'##두번째 제목' is no heading" },
	[DIALECT_HARD_BLANK] = { "# A\n\n", "##" NBSP "B", "\n",
		"the blank behind '##' is one that" },
	[DIALECT_SETEXT] = { "# A\n\n---\n\nB\n", "---", "\n\nC\n",
		"this '---' makes a heading of the" },
	[DIALECT_RULE] = { "# A\n", "---", "\n# B\n", "this '---' is a rule on the slide" },
	[DIALECT_INDENTED_LIST] = { "# A\n\n", "\t- item", "\n", "'- item' is code, since a tab" },
	[DIALECT_NEAR_FENCE] = { "# A\n\n", "```packet ping", "\n```\n",
		"the block 'packet ping' is" },
	[DIALECT_DIAGRAM] = { "# A\n\n", "```dot", "\nx\n```\n", "the diagram in 'dot' is shown" },
	[DIALECT_QUERY] = { "# A\n\n", "```dataview", "\nx\n```\n",
		"the block 'dataview' is shown as" },
	[DIALECT_OPEN_FENCE] = { "# A\n\n", "```c", "\nx\n\n---\n\n# B\n",
		"the code that begins with '```c' never ends" },
};

static unsigned line_count(const char *text)
{
	unsigned count = 0;
	for (; *text; text++)
		count += *text == '\n';
	return count;
}

static void test_each_kind_is_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(kinds); i++) {
		if (!kinds[i].line)
			fail_msg("kind %zu has no case", i);
		autofinish(text) struct text source = { 0 };
		text_append_format(
			&source, "%s%s%s", kinds[i].before, kinds[i].line, kinds[i].after);
		struct parsed parsed = parse(text_string(&source));
		autofinish(text) struct text place = { 0 };
		text_append_format(&place, "talk.md:%u: ", line_count(kinds[i].before) + 1);
		const char *at = strstr(text_string(&parsed.said), text_string(&place));
		if (!parsed.ok || !at || !strstr(at, kinds[i].said))
			fail_msg("kind %zu\n%s\ngave: %swanted: %s%s", i, text_string(&source),
				text_string(&parsed.said), text_string(&place), kinds[i].said);
		parsed_finish(&parsed);
	}
}

static size_t count_of(const char *text, const char *word)
{
	size_t count = 0;
	for (; (text = strstr(text, word)); text++)
		count++;
	return count;
}

/* A note with ten findings of a kind gets one report. */
static void test_each_kind_is_told_once(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(kinds); i++) {
		autofinish(text) struct text source = { 0 };
		bool is_head = i == DIALECT_TITLE_LINES || i == DIALECT_TOML;
		for (int j = 0; j < 10; j++)
			text_append_format(&source, "%s%s%s\n\n---\n\n", kinds[i].before,
				kinds[i].line, kinds[i].after);
		struct parsed parsed = parse(text_string(&source));
		if (count_of(text_string(&parsed.said), kinds[i].said) != 1 && !is_head)
			fail_msg("kind %zu\n%s", i, text_string(&parsed.said));
		parsed_finish(&parsed);
	}
}

/* In code all of this syntax is text. */
static void test_code_is_left_alone(void **state)
{
	(void)state;
	static const struct {
		const char *open, *close;
	} fences[] = { { "~~~~~~text\n", "~~~~~~\n" }, { "- a\n\n  ~~~~~~\n  ", "  ~~~~~~\n" },
		{ "<!--\n", "\n-->\n" } };
	for (size_t i = 0; i < ARRAY_COUNT(kinds); i++) {
		for (size_t j = 0; j < ARRAY_COUNT(fences); j++) {
			autofinish(text) struct text source = { 0 };
			bool is_comment = j == 2;
			if (is_comment && strstr(kinds[i].line, "-->"))
				continue;
			text_append_format(&source, "# A\n\n%s%s\n%s", fences[j].open,
				kinds[i].line, fences[j].close);
			struct parsed parsed = parse(text_string(&source));
			if (!parsed.ok || parsed.said.size ||
				(!is_comment && parsed.talk.slide_count != 1))
				fail_msg("kind %zu\n%s\ngave: %s", i, text_string(&source),
					text_string(&parsed.said));
			parsed_finish(&parsed);
		}
	}
}

/* Prose that looks like this syntax. */
static void test_words_are_words(void **state)
{
	(void)state;
	static const char *const notes[] = {
		"#태그\n",
		"# A\n\n#태그 #network/tcp 본문\n",
		"# A\n\n#123 is an issue\n",
		"# A\n\n10:20:30, a:b:c, std::vector, `:smile:`, http://x:80:/ 시:분:초\n",
		"# A\n\n| a | b |\n|:---:|:--|\n| 1 | 2 |\n",
		"# A\n\n---\n\n## B\n\nkey: value\nother: value\n",
		"# A\n\nkey: value\n\n---\n\n# B\n",
		"# A\n\n---\n제목: 값\n\n# B\n",
		"# A\n\n---\nTCP: a protocol\n\n# B\n",
		"A\n===\n\nB\n---\n\ntext\n",
		"# A\n\na ::: b\n\nx: y\n",
		"# A\n\n{a, b} and {x} $x_{1}$ `{.x}` f(x){y}\n",
		"# A\n\n![그림](none-here.png \"제목\")\n\n[a](b){c}\n",
		"# A\n\n<!-- remember: smile -->\n\n<!-- 슬라이드를 넘긴다 -->\n",
		"# A\n\n<!-- prettier-ignore -->\n\n<!-- markdownlint-disable MD013 -->\n",
		"# A\n\n- item\n\n      code\n",
		"# A\n\n    int x = 1;\n",
		"# A\n\n```text\nx\n```\n\n```c\nx\n```\n\n```json {.x}\n```\n",
		"# A\n\n+ one\n+ two\n\n--\n\n# B\n\n----\n\n# C\n",
		"# A\n\nNotes: said\n",
		"# A\n\n---\n\n# B\n\n<!-- class: center -->\n",
		"# A\n\nWhat??? Really!!! :)\n",
		"# A\n\n.gitignore and .env [x]\n",
		"# A\n\n<div>\n\nx\n\n</div>\n",
	};
	for (size_t i = 0; i < ARRAY_COUNT(notes); i++) {
		struct parsed parsed = parse(notes[i]);
		if (!parsed.ok || parsed.said.size)
			fail_msg("%s\ngave: %s", notes[i], text_string(&parsed.said));
		parsed_finish(&parsed);
	}
}

/* ---- what is understood ---- */

static void test_slides(void **state)
{
	(void)state;
	static const struct {
		const char *source, *wanted;
	} cases[] = {
		/* separators */
		{ "# A\n\n----\n\n# B\n", "<h1>A</h1> | ><h1>B</h1> " },
		{ "# A\n\n<!-- slide -->\n\n# B\n\n<!-- slide vertical=true -->\n\n# C\n",
			"<h1>A</h1> | <h1>B</h1> | ><h1>C</h1> " },
		{ "# A\n\n---\n\n# B\n\n<!-- slide bg=\"red\" class=\"x y\" -->\n",
			"<h1>A</h1> | .x y<h1>B</h1> " },
		{ "A\n===\n\nx\n<!-- end_slide -->\ny\n", "<h1>A</h1> <p>x</p> | <p>y</p> " },
		{ "---\nseparator: <!--s-->\nverticalSeparator: <!--v-->\n---\n# "
		  "A\n\n<!--v-->\n\n# B\n\n"
		  "<!--s-->\n\n# C\n\n---\n\nx\n",
			"<h1>A</h1> | ><h1>B</h1> | <h1>C</h1> <hr> <p>x</p> " },
		{ "---\nseparator: '^\\r?\\n===\\r?\\n$'\n---\n# A\n\n===\n\n# B\n",
			"<h1>A</h1> | <h1>B</h1> " },
		{ "---\nseparator: \"\\n---\\n\"\n---\n# A\n\n---\n\n# B\n",
			"<h1>A</h1> | <h1>B</h1> " },
		/* options at the head of a slide */
		{ "# A\n\n---\nlayout: center\nclass: text-center big\nt: 90s\n---\n\n# B\n",
			"<h1>A</h1> | .text-center big 90s<h1>B</h1> " },
		{ "text\n---\nlayout: two-cols\n---\n\n# B\n", "<p>text</p> | <h1>B</h1> " },
		{ "# A\n\n---\nimage: a.png\nlist:\n  - x\n# a comment\n---\n# B\n",
			"<h1>A</h1> | <h1>B</h1> " },
		{ "# A\n\n---\nsrc: a.md\n---\n\n---\nlayout: end\n---\n\n# B\n",
			"<h1>A</h1> | <h1>B</h1> " },
		{ "name: x\nclass: center, middle\n---\n# A\n\n---\nclass: inverse\n\n# "
		  "B\n\n--\ncount: false\n\n# C\n",
			"<h1>A</h1> | .inverse<h1>B</h1> | ><h1>C</h1> " },
		{ "# A\n\n<!-- _class: lead invert -->\n\n---\n\n<!--\nclass: big\npaginate: "
		  "true\n-->\n# B\n",
			".lead invert<h1>A</h1> | .big<h1>B</h1> " },
		{ "# A\n\n<!-- .slide: class=\"x<y z\" data-x=\"1\" -->\n", ".z<h1>A</h1> " },
		/* speaker notes */
		{ "# A\n\nNotes: a\nb\n", "<h1>A</h1> ( a b ) " },
		{ "# A\n\nx\n\n???\n\na\n\n---\n\n# B\n",
			"<h1>A</h1> <p>x</p> ( a ) | <h1>B</h1> " },
		{ "# A\n\n발표자 노트: a\n", "<h1>A</h1> ( a ) " },
		{ "# A\n\n<aside class=\"notes\">\n\na **b**\n\n</aside>\n\nx\n",
			"<h1>A</h1> <p>x</p> (a **b**) " },
		{ "# A\n\n<aside class='x notes'>a</aside> x\n", "<h1>A</h1> <p> x </p> (a) " },
		{ "# A\n\n<aside class=\"notes\">\na --> b\n</aside>\n\nx\n",
			"<h1>A</h1> <p>x</p> (a - -> b) " },
		{ "# A\n\n<ASIDE CLASS=\"notes\">\na\n\n---\n\n# B\n",
			"<h1>A</h1> (a) | <h1>B</h1> " },
		{ "# A\n\n::: notes\na\n\nb\n:::\n\nx\n", "<h1>A</h1> <p>x</p> (a b) " },
		{ "# A\n\n::: {.notes}\na\n\n---\n\n# B\n", "<h1>A</h1> (a) | <h1>B</h1> " },
		{ "# A\n\n<!-- speaker_note: a -->\n\n<!-- b -->\n", "<h1>A</h1> (a) (b) " },
		{ "# A\n\n<!-- pause -->\n\n<!-- prettier-ignore -->\n\n<!-- fit -->\n\n"
		  "<!-- _paginate: false -->\n\n<!-- .element: class=\"x\" -->\n\n<!-- column: 0 "
		  "-->\n",
			"<h1>A</h1> " },
		/* steps */
		{ "- a <!-- .element: class=\"fragment\" -->\n- b\n",
			"<ul> <li class=\"fragment\">a </li> <li>b</li> </ul> " },
		{ "1. a <!-- element class=\"fragment\" -->\n",
			"<ol> <li class=\"fragment\">a </li> </ol> " },
		{ "- a {.fragment}\n- b {: .fragment}\n- c {.other}\n",
			"<ul> <li class=\"fragment\">a </li> <li class=\"fragment\">b </li> "
			"<li>c</li> </ul> " },
		{ "a <!-- .element: class=\"fragment\" data-x=\"1\" -->\n",
			"<p class=\"fragment\">a </p> " },
		/* removed syntax */
		{ "<split even>\n\na\n\nb\n\n</split>\n\n<v-clicks>\n\n- c\n\n</v-clicks>\n",
			"<p>a</p> <p>b</p> <ul> <li>c</li> </ul> " },
		{ "<split even>\n왼쪽\n\n**b**\n</split>\n",
			"<p>왼쪽</p> <p><strong>b</strong></p> " },
		{ "::: columns\n:::: column\na\n::::\n:::: {.column width=\"50%\"}\nb\n::::\n:::\n",
			"<p>a</p> <p>b</p> " },
		{ "a\n\n::right::\n\nb\n", "<p>a</p> <p>b</p> " },
		{ ".left[\na\n]\n.right[\nb\n]\n.footnote[c]\n", "<p>a</p> <p>b</p> <p>c</p> " },
		{ "# A {#id}\n\n## B ##\n\n### C {.x data-y=\"z\"}\n",
			"<h1>A</h1> | <h2>B</h2> <h3>C</h3> " },
		{ "# A\n\n. . .\n\n[TOC]\n\n{{TOC}}\n\nb\n", "<h1>A</h1> <p>b</p> " },
		{ "Title: T\nAuthor: A\n    B\n\n# A\n", "<h1>A</h1> " },
		{ "% T\n% A\n\n# A\n", "<h1>A</h1> " },
		{ "+++\ntitle = 1\n+++\n# A\n", "<h1>A</h1> " },
		/* blanks */
		{ "#" NBSP "A\n\n-" NBSP "b\n-\xe3\x80\x80"
		  "c\n1." NBSP "d\n",
			"<h1>A</h1> <ul> <li>b</li> <li>c</li> </ul> <ol> <li>d</li> </ol> " },
		/* text that only looks like front matter */
		{ "---\n\n# A\n\n---\n\n# B\n", "<h1>A</h1> | <h1>B</h1> " },
		{ "---\ntext\n---\n\n# B\n", "<p>text</p> | <h1>B</h1> " },
		{ "---\n# A\n", "<h1>A</h1> " },
		{ "---\n\nThree words: prose\n\n---\n\n# B\n",
			"<p>Three words: prose</p> | <h1>B</h1> " },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct parsed parsed = parse(cases[i].source);
		autofinish(text) struct text got = { 0 };
		assert_true(parsed.ok);
		append_slides(&got, &parsed);
		if (strcmp(text_string(&got), cases[i].wanted) != 0)
			fail_msg("\n%s\ngave:   %s\nwanted: %s", cases[i].source, text_string(&got),
				cases[i].wanted);
		parsed_finish(&parsed);
	}
}

/* For a missing image the slide shows the name that the author wrote. */
static void test_images(void **state)
{
	(void)state;
	static const char uri[] = "data:image/png;base64,AAAA";
	static const struct {
		const char *alt, *behind_url, *behind, *alt_wanted, *wanted;
	} cases[] = {
		{ "w:300", "", "", "", " width=\"300\"" },
		{ "w:300px h:200 a cat", "", "", "a cat", " width=\"300\" height=\"200\"" },
		{ "height:200px", "", "", "", " height=\"200\"" },
		{ "bg right:40% a", "", "", "a", "" },
		{ "bg w:50%", "", "", "", " width=\"576\"" },
		{ "a", " =300x200", "", "a", " width=\"300\" height=\"200\"" },
		{ "a", " =300x", "", "a", " width=\"300\"" },
		{ "a", " =x200", "", "a", " height=\"200\"" },
		{ "a", "", "{width=300}", "a", " width=\"300\"" },
		{ "a", "", "{width=\"50%\" .x}", "a", " width=\"576\"" },
		{ "a", "", "{: height=200px}", "a", " height=\"200\"" },
		{ "100", "", "", "", " width=\"100\"" },
		{ "100x50", "", "", "", " width=\"100\" height=\"50\"" },
		{ "a|100x50", "", "", "a", " width=\"100\" height=\"50\"" },
		{ "1", "", "", "1", "" },
		{ "2024", "", "", "", " width=\"2024\"" },
		{ "a w: b", "", "", "a b", "" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(text) struct text source = { 0 };
		autofinish(text) struct text wanted = { 0 };
		autofinish(text) struct text got = { 0 };
		text_append_format(&source, "x ![%s](%s%s)%s y\n", cases[i].alt, uri,
			cases[i].behind_url, cases[i].behind);
		text_append_format(
			&wanted, "alt=\"%s\"%s> y</p> ", cases[i].alt_wanted, cases[i].wanted);
		struct parsed parsed = parse(text_string(&source));
		append_slides(&got, &parsed);
		if (!strstr(text_string(&got), text_string(&wanted)))
			fail_msg("\n%s\ngave:   %s\nwanted: %s", text_string(&source),
				text_string(&got), text_string(&wanted));
		parsed_finish(&parsed);
	}
}

/* ---- front matter ---- */

static void test_foreign_front_matter(void **state)
{
	(void)state;
	static const struct {
		const char *lines, *title, *said;
	} cases[] = {
		{ "title: {{title}}\n", "{{title}}", "" },
		{ "title: \"{{title}}\"\n{{date}}: 1\n", "{{title}}", "" },
		{ "title: <% tp.file.title %>\ndate: <% tp.date.now(\"YYYY-MM-DD HH:mm\") %>\n",
			"<% tp.file.title %>", "" },
		{ "title: {% now %}\ntags: [{{tag}}]\n", "{% now %}", "" },
		{ "title: A: B\n", "A: B", "talk.md:2: a colon inside the text of 'title'" },
		{ "title: [초안] 소켓\n", "[초안] 소켓",
			"talk.md:2: '[초안] 소켓' begins with '['" },
		{ "title: x\ndescription: a: b\nbad: [\nalso: *alias\n", "x", "" },
		{ "title: x\ndefaults: &a {b: 1}\nother: *a\ncreated: !!str 2024\n", "x", "" },
		{ "title: x\nrating: 7\nname: y\nauthor: z\nheader: h\nsource: s\nstatus: done\n",
			"x", "" },
		{ "title: x\nlayout: post\nweight: 3\ndraft: true\ndata: 1\nland: kr\nrank: "
		  "1\nday: 1\n",
			"x", "" },
		{ "title: x\npresent: 1\nlangs: [a]\nthemes: a\npresented: yes\nweeks: 2\nlong: "
		  "1\n",
			"x", "" },
		{ "titel: x\n", "",
			"talk.md:2: the key 'titel' means nothing to a talk: did you mean "
			"'title'?" },
		{ "title: x\ncaptuers: {}\n", "x", "did you mean 'captures'?" },
		{ "title: x\npresentor: y\n", "x", "did you mean 'presenter'?" },
		{ "title: x\ndurration: 12m\n", "x", "did you mean 'duration'?" },
		{ "title: x\ncapture: a\n", "x", "did you mean 'captures'?" },
		{ "title: x\ntheme: gaia\n", "x", "talk.md:3: the theme 'gaia' is none of a deck" },
		{ "title: x\ntheme:\n  name: dark\n", "x",
			"talk.md:3: the theme that is described here is" },
		{ "title: x\ntheme: {{theme}}\n", "x", "talk.md:3: the theme '{{theme}}' is none" },
		{ "title: x\npresenter: dev\n", "x", "" },
		{ "title: x\nduration: soon\n", "x", "talk.md:3: 'soon' is not a duration" },
		{ "title: x\nlang: zh_CN\n", "x", "talk.md:3: 'zh_CN' is not a language" },
		{ "marp: true\ntitle: x\nfooter: f\n", "x",
			"talk.md:4: this looks like Marp: 'footer' and" },
		{ "title: x\nfooter: f\n", "x", "" },
		{ "title: x\nseparator: '(a|b)+'\n", "x",
			"talk.md:3: the separator '(a|b)+' is a pattern" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(text) struct text source = { 0 };
		text_append_format(&source, "---\n%scaptures: {p: a.pcap}\n---\n# A\n",
			strstr(cases[i].lines, "captuers") ? "" : cases[i].lines);
		if (strstr(cases[i].lines, "captuers")) {
			text_clear(&source);
			text_append_format(
				&source, "---\n%s---\n# A\n\n![[p.pcap]]\n", cases[i].lines);
		}
		struct parsed parsed = parse(text_string(&source));
		bool is_right = *cases[i].said
			? strstr(text_string(&parsed.said), cases[i].said) != NULL
			: parsed.said.size == 0;
		if (!parsed.ok || !is_right || strcmp(parsed.talk.title, cases[i].title) != 0)
			fail_msg("%s\ngave: '%s'\n%s", text_string(&source), parsed.talk.title,
				text_string(&parsed.said));
		/* nothing else was removed */
		if (!strstr(cases[i].lines, "captuers"))
			assert_int_equal(parsed.talk.capture_count, 1);
		parsed_finish(&parsed);
	}
}

static void test_presenters(void **state)
{
	(void)state;
	struct parsed parsed = parse("---\npresenter: [지은, 민수]\nweek: [1, 2]\n---\n# A\n");
	assert_string_equal(parsed.talk.presenter, "지은, 민수");
	assert_string_equal(parsed.talk.week, "1, 2");
	assert_string_equal(text_string(&parsed.said), "");
	parsed_finish(&parsed);
}

/* A value that cannot be read means that addresses are hidden. */
static void test_anonymize_is_on_the_safe_side(void **state)
{
	(void)state;
	static const char *const sources[] = { "---\nanonymize: perhaps\n---\n# A\n",
		"---\nanonymize: *x\n---\n# A\n", "---\nanonymize: [true]\nx: [\n---\n# A\n" };
	for (size_t i = 0; i < ARRAY_COUNT(sources); i++) {
		struct parsed parsed = parse(sources[i]);
		assert_true(parsed.talk.anonymize);
		parsed_finish(&parsed);
	}
}

/* ---- hostile notes take time in proportion to their size ---- */

static void test_repetitions_are_quick(void **state)
{
	(void)state;
	enum { SIZE = 400000, SECONDS_MAX = 10 };
	static const char *const units[] = { "![", "![a](", "![](data:", "`a``b",
		"::: notes\n\n---\n\n", "::: notes\n", "<aside class=\"notes\">\n\n",
		"<aside class=\"notes\"> x -->\n", "{", "{.", "{.x ", ":a", "---\nlayout: x\n",
		"---\n\n", "---\nk: v\n---\n", "^a\n", "[[#^a]] ", "Note: x\n", "<split>\n",
		"<v-click", ".a[\n", "]\n", "<!-- slide -->\n", "#a ", "##a\n", "- a {.fragment}\n",
		"x\n---\n", "\xc2\xa0", "?\?\?\n", "class: x\n" };
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
		cmocka_unit_test(test_each_kind_is_told),
		cmocka_unit_test(test_each_kind_is_told_once),
		cmocka_unit_test(test_code_is_left_alone),
		cmocka_unit_test(test_words_are_words),
		cmocka_unit_test(test_slides),
		cmocka_unit_test(test_images),
		cmocka_unit_test(test_foreign_front_matter),
		cmocka_unit_test(test_repetitions_are_quick),
		cmocka_unit_test(test_presenters),
		cmocka_unit_test(test_anonymize_is_on_the_safe_side),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
