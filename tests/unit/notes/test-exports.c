/*
 * Syntax that Notion, Jekyll, Slidev and Obsidian leave in a note: the HTML of the slide, and the
 * findings. An image a.png is beside the talk.
 */
#include "base/array.h"
#include "note-folder.h"

static const struct {
	const char *markdown;
	const char *html; /* a part of the HTML, or NULL */
	const char *finding; /* a part of the finding; NULL: none */
} rows[] = {
	/* Notion: a callout is `<aside>`, and the alternative text of an icon is its URL. */
	{ "<aside>\n💡 **a**\n\n- b\n</aside>\n\nc\n",
		"<blockquote>\n<p>💡 <strong>a</strong></p>\n<ul>\n<li>b</li>\n</ul>\n</blockquote>"
		"\n<p>c</p>",
		NULL },
	{ "a\n\n<aside>b\n</aside>\n", "&lt;aside&gt;b", "'<aside>' is no element" },
	{ "<aside>\nno end\n", "&lt;aside&gt;", "'<aside>' is no element" },
	{ "![https://x.example/a/b.svg](https://x.example/a/b.svg)\n", ">b.svg</a>",
		"the remote image" },
	/* Jekyll and Hugo: the URLs of images begin with the site's base URL. */
	{ "![x]({{ site.baseurl }}/a.png)\n", "<img src=\"data:image/png", NULL },
	{ "![x]({{site.url}}{{ site.baseurl }}/a.png){: width=\"30\"}\n",
		" alt=\"x\" width=\"30\">", NULL },
	{ "[x]({{ .Site.BaseURL }}/b.html)\n", "<a href=\"/b.html\">x</a>", NULL },
	{ "`![x]({{ site.baseurl }}/a.png)`\n", "{{ site.baseurl }}", NULL },
	/* An end tag on another slide does not count. */
	{ "# A\n\n<aside>\n\n---\n\n# B\n\n---\n\n# C\n\n</aside>\n",
		"=====\n<h1>B</h1>\n=====\n<h1>C</h1>", "'<aside>' is no element that a deck has" },
	/* Slidev: a slide with `hide: true` is shown, which is reported. */
	{ "# A\n\n---\nlayout: center\nhide: true\n---\n\n# B\n", "=====\n<h1>B</h1>",
		"'hide: true' is left out, and the slide is shown" },
	{ "# A\n\n---\nhide: false\n---\n\n# B\n", "=====\n<h1>B</h1>", NULL },
	{ "# A\n\n---\nsrc: ./b.md\n---\n\n# B\n", NULL, "'src: ./b.md' is left out: the slides" },
	/* `---` directly below a table is a separator, as in all other programs. */
	{ "# A\n\n| a |\n|---|\n| 1 |\n---\n# B\n", "</table>\n=====\n<h1>B</h1>", NULL },
	{ "# A\n\na | b\n:-:|---\n1 | 2\n---\n\nB\n", "</table>\n=====\n<p>B</p>", NULL },
	{ "# A\n\n---\n\na\nb\n---\n\nB\n", "<h2>a\nb</h2>", "this '---' makes a heading" },
	/* An unclosed fence contains the slides behind it, which is reported. */
	{ "# A\n\n```c\nx\n\n---\n\n# B\n", "# B\n</code>", "talk.md:3: the code that begins" },
	{ "# A\n\n~~~\nx\n\n## B\n\ny\n", NULL, "talk.md:3: the code that begins" },
	{ "# A\n\n```yaml\na: b\n\n---\n\nc: d\n```\n\nB\n", "<p>B</p>", NULL },
	{ "# A\n\n````\n```\n\n---\n\n# B\n````\n", NULL, NULL },
	{ "# A\n\n```\nx\n", "x\n</code>", NULL },
	/* Values of captures in raw HTML, with the line of an unknown one; code is not changed. */
	{ "<div>\n{{a.b}} &amp; {{ c }}\n</div>\n", "<div>\n&lt;a.b&gt; &amp; &lt;c&gt;\n</div>",
		NULL },
	{ "<table><tr><td>{{a}}</td></tr></table>\n", "<td>&lt;a&gt;</td>", NULL },
	{ "<div>\n\nx\n\n</div>\n\n<p>\na\n{{a}} b\n{{bad}}</p>\n", "&lt;a&gt; b",
		"talk.md:10: no value 'bad'" },
	{ "<pre>{{bad}}</pre> <code>{{bad}}</code> <p><code><b>{{bad}}</b></code></p>\n", "{{bad}}",
		NULL },
	{ "<div>{{ a {{</div>\n", "<div>{{ a {{</div>", NULL },
	/* GitHub: an element around a heading is on the heading's slide. */
	{ "<div align=\"center\">\n\n# A\n\nx\n\n</div>\n\n## B\n\ny\n",
		"<div align=\"center\">\n<h1>A</h1>\n<p>x</p>\n</div>\n=====\n<h2>B</h2>", NULL },
	{ "# A\n\n<details>\n<summary>s</summary>\n\n## B\n\n## C\n\n</details>\n\n# D\n",
		"<h1>A</h1>\n=====\n<details>\n<summary>s</summary>\n<h2>B</h2>\n<h2>C</h2>\n</"
		"details>\n"
		"=====\n<h1>D</h1>",
		NULL },
	{ "<DIV><div>\n\n# A\n\n</div>\n\n# B\n\n</DIV>\n\n# C\n",
		"<h1>B</h1>\n</div>\n=====\n<h1>C", NULL },
	{ "# A\n\n<div>\n\n# B\n", "</h1>\n<div>\n</div>\n=====\n<h1>B</h1>",
		"'<div>' has no end tag" },
	{ "<div>\n\n# A\n\n# B\n\n# C\n\n# D\n\n</div>\n", "=====\n<h1>B</h1>", "has no end tag" },
	{ "```html\n<div>\n```\n\n# A\n\n# B\n\n```html\n</div>\n```\n", "=====\n<h1>B</h1>",
		NULL },
	/* A capture is not an image. */
	{ "![x](a.pcap)\n", "This could not be made", "write '![[a.pcap]]' as a paragraph" },
	/* Names of properties match in any case, as in Obsidian. */
	{ "---\nTitle: T\nPresenter: P\nLANG: ko\n---\n\na\n", NULL, NULL },
	{ "---\nlang: kr\n---\n\na\n", NULL, "'kr' is not a language: write ko or en" },
};

static const uint8_t png[] = "\x89PNG\r\n\x1a\n";

static void test_rows(void **state)
{
	const struct note_folder *folder = *state;
	note_folder_write(folder, "a.png", (struct bytes){ png, 8 });
	note_folder_write(folder, "a.pcap", (struct bytes){ png, 8 });
	note_folder_write(folder, ".git", (struct bytes){ png, 0 });
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		autofinish(rendered) struct rendered rendered =
			render_talk(folder, rows[i].markdown);
		const char *html = text_string(&rendered.html);
		const char *told = text_string(&rendered.findings);
		bool is_told = rows[i].finding ? strstr(told, rows[i].finding) != NULL : !*told;
		if (!rendered.ok || !is_told || (rows[i].html && !strstr(html, rows[i].html)))
			fail_msg("%s\ngave: %s\ntold: %s", rows[i].markdown, html, told);
	}
}

static void test_properties(void **state)
{
	(void)state;
	struct parsed parsed =
		parse("---\nTitle: T\nPresenter: P\nDuration: 12m\nLANG: ko\n---\n\na\n");
	assert_string_equal(parsed.talk.title, "T");
	assert_string_equal(parsed.talk.presenter, "P");
	assert_string_equal(parsed.talk.lang, "ko");
	assert_int_equal(parsed.talk.duration_s, 12 * 60);
	parsed_finish(&parsed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_rows, note_folder_make, note_folder_remove),
		cmocka_unit_test(test_properties),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
