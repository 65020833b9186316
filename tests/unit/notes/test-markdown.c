/* Markdown to HTML: CommonMark, and the dialect on top of it. */
#include "notes/markdown/markdown.h"
#include "talk-checks.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/file/file.h"
#include "notes/block/vault.h"
#include "notes/html/svg-clean.h"
#include "notes/text/written-path.h"

struct html_case {
	const char *markdown, *html;
};

static bool render(const char *path, struct bytes markdown, struct text *out,
	struct findings *findings, struct error *error)
{
	autofinish(arena) struct arena arena = { 0 };
	struct talk talk;
	const struct markdown_resolver resolver = { .value = name_as_value };
	if (!talk_parse(path, markdown, &arena, &talk, findings, error))
		return false;
	for (size_t i = 0; i < talk.slide_count; i++) {
		for (size_t j = 0; j < talk.slides[i].part_count; j++) {
			const struct slide_part *part = &talk.slides[i].parts[j];
			if (part->is_packets)
				text_append_format(out, "(%s)\n", part->packets->capture);
			else if (!markdown_render(out, &talk, part->markdown, part->line, &resolver,
					 findings, error))
				return false;
		}
	}
	return true;
}

static void check_html(const struct html_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		autofinish(text) struct text out = { 0 };
		autofinish(findings) struct findings findings = { 0 };
		autofinish(error) struct error error = { 0 };
		if (!render("talk.md", markup_bytes_of(cases[i].markdown), &out, &findings,
			    &error)) {
			text_clear(&out);
			text_append(&out, error_message(&error));
		}
		keep_mistake(&out, &findings);
		if (strcmp(text_string(&out), cases[i].html) != 0)
			fail_msg("\n%s\ngave:\n%s\nwanted:\n%s", cases[i].markdown,
				text_string(&out), cases[i].html);
	}
}

#define CHECK_HTML(cases) check_html((cases), ARRAY_COUNT(cases))

static void test_commonmark(void **state)
{
	(void)state;
	static const struct html_case cases[] = {
		{ "# A *b* `c<`\n", "<h1>A <em>b</em> <code>c&lt;</code></h1>\n" },
		{ "a & <b>x</b> &lt;i&gt;\n", "<p>a &amp; <b>x</b> &lt;i&gt;</p>\n" },
		{ "a  \nb\\\nc\n", "<p>a<br>\nb<br>\nc</p>\n" },
		{ "- a\n- b\n", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n" },
		{ "- a\n\n- b\n", "<ul>\n<li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ul>\n" },
		{ "- a\n  - b\n", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>\n" },
		{ "3. a\n4. b\n", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n" },
		{ "> q\n", "<blockquote>\n<p>q</p>\n</blockquote>\n" },
		{ "```c\nif (a < b)\n```\n",
			"<pre><code class=\"language-c\">if (a &lt; b)\n</code></pre>\n" },
		{ "    **x**\n", "<pre><code>**x**\n</code></pre>\n" },
		{ "a\n\n***\n", "<p>a</p>\n<hr>\n" },
		{ "<div>\n\n*a*\n\n</div>\n", "<div>\n<p><em>a</em></p>\n</div>\n" },
		{ "[a][r]\n\n---\n\n[b][r]\n\n[r]: x.html \"t\"\n",
			"<p><a href=\"x.html\" title=\"t\">a</a></p>\n"
			"<p><a href=\"x.html\" title=\"t\">b</a></p>\n" },
	};
	CHECK_HTML(cases);
}

static void test_cjk_emphasis(void **state)
{
	(void)state;
	static const struct html_case cases[] = {
		{ "**마크다운(Markdown)**을\n", "<p><strong>마크다운(Markdown)</strong>을</p>\n" },
		{ "**「중요」**합니다\n", "<p><strong>「중요」</strong>합니다</p>\n" },
		{ "이것은**\"중요\"**하다\n", "<p>이것은<strong>\"중요\"</strong>하다</p>\n" },
		{ "*기울임(x)*은 ***둘(y)***다\n",
			"<p><em>기울임(x)</em>은 <em><strong>둘(y)</strong></em>다</p>\n" },
		{ "**重要です。**次\n", "<p><strong>重要です。</strong>次</p>\n" },
		{ "**`SYN`**을, **[a](b)**를\n",
			"<p><strong><code>SYN</code></strong>을, <strong><a "
			"href=\"b\">a</a></strong>를</p>\n" },
		{ "가**나**다 **라** 마\n",
			"<p>가<strong>나</strong>다 <strong>라</strong> 마</p>\n" },
		{ "~~취소(x)~~는 ==강조(y)==를\n",
			"<p><del>취소(x)</del>는 <mark>강조(y)</mark>를</p>\n" },
		{ "> **가(나)**다\n\n- **가(나)**다\n",
			"<blockquote>\n<p><strong>가(나)</strong>다</p>\n</blockquote>\n"
			"<ul>\n<li><strong>가(나)</strong>다</li>\n</ul>\n" },
		/* No emphasis, and no marks are left: */
		{ "`**가(나)**다`\n", "<p><code>**가(나)**다</code></p>\n" },
		{ "\\**가(나)\\**다\n", "<p>*<em>가(나)*</em>다</p>\n" },
		{ "\\*\\*가(나)\\*\\*다\n", "<p>**가(나)**다</p>\n" },
		{ "가 ** 나 ** 다\n", "<p>가 ** 나 ** 다</p>\n" },
		{ "[가](x**(가)**나)\n", "<p><a href=\"x**(가)**나\">가</a></p>\n" },
		{ "```가**(나)**다\n가**(나)**다\n```\n",
			"<pre><code "
			"class=\"language-가**(나)**다\">가**(나)**다\n</code></pre>\n" },
		{ "<b title=\"가**(나)**다\">x</b>\n", "<p><b title=\"가**(나)**다\">x</b></p>\n" },
		{ "2*3=6, 4*5\n", "<p>2<em>3=6, 4</em>5</p>\n" }, /* CommonMark's own */
		{ "a\xef\xb7\x90\xe2\x80\xa0 b\xef\xb7\x91\n",
			"<p>a\xef\xbf\xbd\xe2\x80\xa0 b\xef\xbf\xbd</p>\n" },
		{ "\xe2\x80\xa0**가**\xe2\x80\xa0\n",
			"<p>\xe2\x80\xa0<strong>가</strong>\xe2\x80\xa0</p>\n" },
	};
	CHECK_HTML(cases);
}

/*
 * Every pair of asterisks around every kind of edge, beside every kind of neighbor. With Korean on
 * the outside, no asterisk may be printed.
 */
static void test_cjk_emphasis_everywhere(void **state)
{
	(void)state;
	static const char *const edges[] = { "가", "a", "(", ")", "\"", "「", "」", ".", "。",
		"`x`", "“", "”", "…", "7", "%", "!" };
	static const char *const stars[] = { "*", "**", "***" };
	enum { EDGES = ARRAY_COUNT(edges) };
	for (size_t i = 0; i < (size_t)EDGES * EDGES * 3; i++) {
		autofinish(text) struct text source = { 0 };
		autofinish(text) struct text out = { 0 };
		autofinish(findings) struct findings findings = { 0 };
		autofinish(error) struct error error = { 0 };
		const char *run = stars[i / (EDGES * EDGES)];
		text_append_format(&source, "앞%s%s중간%s%s뒤\n", run, edges[i % EDGES],
			edges[i / EDGES % EDGES], run);
		assert_true(render("talk.md",
			(struct bytes){ (const uint8_t *)source.data, source.size }, &out,
			&findings, &error));
		if (strchr(text_string(&out), '*'))
			fail_msg("%sgave %s", text_string(&source), text_string(&out));
	}
}

static void test_line_breaks(void **state)
{
	(void)state;
	static const struct html_case cases[] = {
		{ "日本語の\n文章\n", "<p>日本語の文章</p>\n" },
		{ "日本語。\n**文章**\n", "<p>日本語。<strong>文章</strong></p>\n" },
		{ "**日本語**\n文章\n", "<p><strong>日本語</strong>文章</p>\n" },
		{ "日本語\nabc\n", "<p>日本語\nabc</p>\n" },
		{ "한국어는 띄어\n쓴다\n", "<p>한국어는 띄어\n쓴다</p>\n" },
		{ "日本\n한국\n", "<p>日本\n한국</p>\n" },
		{ "日本  \n語\n", "<p>日本<br>\n語</p>\n" },
		{ "日本\n`語`\n", "<p>日本<code>語</code></p>\n" },
	};
	CHECK_HTML(cases);
}

static void test_values(void **state)
{
	(void)state;
	static const struct html_case cases[] = {
		{ "포트 {{p.stream[0].client_port}}에서\n",
			"<p>포트 &lt;p.stream[0].client_port&gt;에서</p>\n" },
		{ "# {{ a }}\n\n- **{{b}}**\n",
			"<h1>&lt;a&gt;</h1>\n<ul>\n<li><strong>&lt;b&gt;</strong></li>\n</ul>\n" },
		{ "\\{\\{a\\}\\} \\=\\=b\\=\\= \\[\\[c\\]\\]\n", "<p>{{a}} ==b== [[c]]</p>\n" },
		{ "`{{a}}` \\{{b}} {{}} {{c\n\n```\n{{d}}\n```\n",
			"<p><code>{{a}}</code> {{b}} {{}} "
			"{{c</p>\n<pre><code>{{d}}\n</code></pre>\n" },
		{ "| {{a}} |\n|---|\n| x |\n",
			"<table>\n<thead>\n<tr>\n<th>&lt;a&gt;</th>\n</tr>\n</"
			"thead>\n<tbody>\n<tr>\n"
			"<td>x</td>\n</tr>\n</tbody>\n</table>\n" },
		{ "a\n\nb\nc {{bad.x}}\n", "talk.md:4: no value 'bad.x'" },
		{ "a\n\n| x |\n|---|\n| y |\n| {{bad}} |\n", "talk.md:6: no value 'bad'" },
		{ "[r]: x\n\n---\n\na\n\n> b\n> {{bad}}\n", "talk.md:8: no value 'bad'" },
		{ "a[^1]\n\n[^1]: b\n\n    {{bad}}\n", "talk.md:5: no value 'bad'" },
	};
	CHECK_HTML(cases);
}

static void test_tables(void **state)
{
	(void)state;
	static const struct html_case cases[] = {
		{ "| a | b |\n|---|:-:|\n| 1 |\n| 2 | 3 | 4 |\n",
			"<table>\n<thead>\n<tr>\n<th>a</th>\n<th style=\"text-align: "
			"center\">b</th>\n"
			"</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n"
			"<td style=\"text-align: center\"></td>\n</tr>\n<tr>\n<td>2</td>\n"
			"<td style=\"text-align: center\">3</td>\n</tr>\n</tbody>\n</table>\n" },
		{ "above\na|b\n-|-\n",
			"<p>above</p>\n<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</"
			"thead>\n"
			"</table>\n" },
		{ "| `a\\|b` | [[x\\|y]] |\n|---|---|\n",
			"<table>\n<thead>\n<tr>\n<th><code>a|b</code></th>\n"
			"<th><span class=\"wikilink\">y</span></th>\n</tr>\n</thead>\n</table>\n" },
		{ "| # a | - b | 1. c |\n|---|---|---|\n| **가(나)**다 | *x | y* |\n",
			"<table>\n<thead>\n<tr>\n<th># a</th>\n<th>- b</th>\n<th>1. c</th>\n</tr>\n"
			"</thead>\n<tbody>\n<tr>\n<td><strong>가(나)</strong>다</td>\n<td>*x</td>\n"
			"<td>y*</td>\n</tr>\n</tbody>\n</table>\n" },
		{ "- | a |\n  |---|\n  | b |\n",
			"<ul>\n<li><table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</"
			"thead>\n<tbody>\n<tr>\n"
			"<td>b</td>\n</tr>\n</tbody>\n</table>\n</li>\n</ul>\n" },
		{ "| a | b |\n|---|\n", "<p>| a | b |\n|---|</p>\n" },
		{ "| a |\n| b |\n", "<p>| a |\n| b |</p>\n" },
		{ "```\n| a |\n|---|\n```\n", "<pre><code>| a |\n|---|\n</code></pre>\n" },
	};
	CHECK_HTML(cases);
}

static void test_callouts(void **state)
{
	(void)state;
	static const struct html_case cases[] = {
		{ "> [!NOTE] 제목 *a*\n> 본문\n",
			"<div class=\"callout callout-note\">\n<p class=\"callout-title\">제목 "
			"<em>a</em></p>\n<p>본문</p>\n</div>\n" },
		{ "> [!faq]-\n> a\n",
			"<details class=\"callout callout-question\">\n"
			"<summary class=\"callout-title\">FAQ</summary>\n<p>a</p>\n</details>\n" },
		{ "> [!tldr]+ T\n",
			"<details class=\"callout callout-abstract\" open>\n"
			"<summary class=\"callout-title\">T</summary>\n</details>\n" },
		{ "> [!Warning]\n> 본문은 한국어\n",
			"<div class=\"callout callout-warning\">\n<p "
			"class=\"callout-title\">주의</p>\n"
			"<p>본문은 한국어</p>\n</div>\n" },
		{ "> [!custom|x] T\n> > [!bug] B\n> > - a\n",
			"<div class=\"callout callout-note\">\n<p class=\"callout-title\">T</p>\n"
			"<div class=\"callout callout-bug\">\n<p class=\"callout-title\">B</p>\n"
			"<ul>\n<li>a</li>\n</ul>\n</div>\n</div>\n" },
		{ "> [!note] T\n> | a |\n> |---|\n> | b |\n",
			"<div class=\"callout callout-note\">\n<p class=\"callout-title\">T</p>\n"
			"<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</"
			"thead>\n<tbody>\n<tr>\n<td>b</td>\n"
			"</tr>\n</tbody>\n</table>\n</div>\n" },
		{ "> \\[!note] T\n", "<blockquote>\n<p>[!note] T</p>\n</blockquote>\n" },
		{ "> [!] T\n", "<blockquote>\n<p>[!] T</p>\n</blockquote>\n" },
	};
	CHECK_HTML(cases);
}

static void test_marks_and_comments(void **state)
{
	(void)state;
	static const struct html_case cases[] = {
		{ "==a **b** c==\n", "<p><mark>a <strong>b</strong> c</mark></p>\n" },
		{ "==a ~~b~~ c== ~~d ==e~~ f==\n",
			"<p><mark>a <del>b</del> c</mark> <del>d ==e</del> f==</p>\n" },
		{ "a == b == c, a==b\n", "<p>a == b == c, a==b</p>\n" },
		{ "===x=== ==y\n", "<p>===x=== ==y</p>\n" },
		{ "`==a==` \\==b== ==c\\==\n", "<p><code>==a==</code> ==b== ==c==</p>\n" },
		{ "a %%b **c**\nd%% e\n", "<p>a\ne</p>\n" },
		{ "%%all%%\n\nb\n", "<p>b</p>\n" },
		{ "a\n\n%%\nb\n\n# c\n\n```\n%% d\n\ne\n", "<p>a</p>\n<p>d</p>\n<p>e</p>\n" },
		{ "`%%a%%` 100%%\n", "<p><code>%%a%%</code> 100%%</p>\n" },
		{ "a <!-- n --> b\n\n<!-- n -->\n\nc\n", "<p>a  b</p>\n<p>c</p>\n" },
		{ "text ^block-1\n\n- item ^b\n\n^alone\n\n2 ^ 8 x^2\n",
			"<p>text</p>\n<ul>\n<li>item</li>\n</ul>\n<p>2 ^ 8 x^2</p>\n" },
	};
	CHECK_HTML(cases);
}

static void test_lists(void **state)
{
	(void)state;
	static const struct html_case cases[] = {
		{ "- [ ] a\n- [x] b\n- [] c\n",
			"<ul>\n<li class=\"task\"><input type=\"checkbox\" disabled> a</li>\n"
			"<li class=\"task\"><input type=\"checkbox\" disabled checked> b</li>\n"
			"<li>[] c</li>\n</ul>\n" },
		{ "+ a\n+ b\n  - c\n",
			"<ul>\n<li class=\"fragment\">a</li>\n<li class=\"fragment\">b\n<ul>\n"
			"<li>c</li>\n</ul>\n</li>\n</ul>\n" },
		{ "> + a\n",
			"<blockquote>\n<ul>\n<li "
			"class=\"fragment\">a</li>\n</ul>\n</blockquote>\n" },
		{ "+ [x] a\n",
			"<ul>\n<li class=\"fragment task\"><input type=\"checkbox\" disabled "
			"checked> "
			"a</li>\n</ul>\n" },
	};
	CHECK_HTML(cases);
}

static void test_links(void **state)
{
	(void)state;
	static const struct html_case cases[] = {
		{ "[a](https://x/?a=b&c=\"d\")\n",
			"<p><a href=\"https://x/?a=b&amp;c=&quot;d&quot;\" target=\"_blank\" "
			"rel=\"noopener noreferrer\">a</a></p>\n" },
		{ "[a](mailto:a@b) [b](c/d.html#e) [f](#g)\n",
			"<p><a href=\"mailto:a@b\">a</a> <a href=\"c/d.html#e\">b</a> "
			"<a href=\"#g\">f</a></p>\n" },
		{ "[a](javascript:alert(1)) [b](JaVaScRiPt:x) [c](&#106;avascript:x) "
		  "[d](<java\tscript:x>) [e](data:text/html,x) [f](file:///etc/passwd) "
		  "[g](//evil/x) [h](vbscript:x) [i](<\x01javascript:x>)\n",
			"<p>a b c d e f g h i</p>\n" },
		{ "http://a.b/c에서 (https://a.b/c_(d)). xhttp://a\n",
			"<p><a href=\"http://a.b/c\" target=\"_blank\" rel=\"noopener noreferrer\">"
			"http://a.b/c</a>에서 (<a href=\"https://a.b/c_(d)\" target=\"_blank\" "
			"rel=\"noopener noreferrer\">https://a.b/c_(d)</a>). xhttp://a</p>\n" },
		{ "[http://a](b) `http://a`\n",
			"<p><a href=\"b\">http://a</a> <code>http://a</code></p>\n" },
		{ "![그림](https://x/y.png) ![](//x/y)\n",
			"<p><a href=\"https://x/y.png\" target=\"_blank\" rel=\"noopener "
			"noreferrer\">"
			"그림</a> x/y</p>\n" },
		{ "[[없는 노트]] [[없는#제목|별*칭]] [[#둘째 장]]\n\n---\n\n## 둘째 장\n",
			"<p><span class=\"wikilink\">없는 노트</span> <span "
			"class=\"wikilink\">별*칭</span> "
			"<a href=\"#/둘째-장\">둘째 장</a></p>\n<h2>둘째 장</h2>\n" },
		{ "\\[[a]] `[[b]]` [[]] [[c\n", "<p>[[a]] <code>[[b]]</code> [[]] [[c</p>\n" },
		{ "a[^x] b[^y]\n\n[^x]: *n*\n\n[^z]: unused\n",
			"<p>a<sup class=\"footnote-mark\">1</sup> b[^y]</p>\n<ol "
			"class=\"footnotes\">\n"
			"<li value=\"1\"><p><em>n</em></p>\n</li>\n</ol>\n" },
	};
	CHECK_HTML(cases);
}

static void test_math(void **state)
{
	(void)state;
	static const struct html_case cases[] = {
		{ "$a_1 b_2$은 **$x*y*z$**다, $\\{x\\} \\| \\frac{{a}}{b}$\n",
			"<p><code class=\"math\">a_1 b_2</code>은 <strong><code "
			"class=\"math\">x*y*z</code></strong>다, <code class=\"math\">\\{x\\} | "
			"\\frac{{a}}{b}</code></p>\n" },
		{ "$==a== ~~b~~ [c](d) [[e]] <b> &amp; %%f%% http://g$\n",
			"<p><code class=\"math\">==a== ~~b~~ [c](d) [[e]] &lt;b&gt; &amp;amp; "
			"%%f%% http://g</code></p>\n" },
		{ "$$\n\\begin{aligned}\n- x_1 &= y*z*w \\\\\n===\n# h <b>\n1. a  \n$$\n",
			"<p><code class=\"math display\">\\begin{aligned}\n- x_1 &amp;= y*z*w "
			"\\\\\n===\n# h &lt;b&gt;\n1. a</code></p>\n" },
		{ "> $$\n> a_1\n> - b_2\n> $$\n\n가 $$x_1*2*$$ 나 $$\ny\n$$\n",
			"<blockquote>\n<p><code class=\"math display\">a_1\n- b_2</code></p>\n"
			"</blockquote>\n<p>가 <code class=\"math display\">x_1*2*</code> 나 <code "
			"class=\"math display\">y</code></p>\n" },
		{ "| $a_1 b_2$ |\n|---|\n| $y |\n",
			"<table>\n<thead>\n<tr>\n<th><code class=\"math\">a_1 b_2</code></th>\n"
			"</tr>\n</thead>\n<tbody>\n<tr>\n<td>$y</td>\n</tr>\n</tbody>\n</"
			"table>\n" },
		/* Prices, variables of a shell, code: */
		{ "$5와 $6, US$7$, $HOME/$USER, `$a` *b* `c$`, \\$x\\$, $ x $, $$ $$, $\n",
			"<p>$5와 $6, US$7$, $HOME/$USER, <code>$a</code> <em>b</em> "
			"<code>c$</code>, $x$, $ x $, $$ $$, $</p>\n" },
		{ "`$a_b$`\n\n```\n$$\n- x_1*\n$$\n```\n\n$$\n*a*\n\nb$$\n",
			"<p><code>$a_b$</code></p>\n<pre><code>$$\n- x_1*\n$$\n</code></pre>\n"
			"<p>$$\n<em>a</em></p>\n<p>b$$</p>\n" },
		{ "[a](x$y_z$w) <b title=\"$a_b$\">x</b>\n",
			"<p><a href=\"x$y_z$w\">a</a> <b title=\"$a_b$\">x</b></p>\n" },
		{ "a $x$ {{bad}}\n\n$$\na\n$$\n", "talk.md:1: no value 'bad'" },
		{ "$$\na\n$$\n{{bad}}\n", "talk.md:4: no value 'bad'" },
	};
	CHECK_HTML(cases);
}

static void test_inline_footnotes(void **state)
{
	(void)state;
	static const struct html_case cases[] = {
		{ "a^[*n* `]` [l](m)] b[^x]\n\n[^x]: two\n",
			"<p>a<sup class=\"footnote-mark\">1</sup> b<sup "
			"class=\"footnote-mark\">2</sup></p>\n<ol class=\"footnotes\">\n"
			"<li value=\"1\"><p><em>n</em> <code>]</code> <a "
			"href=\"m\">l</a></p>\n</li>\n"
			"<li value=\"2\"><p>two</p>\n</li>\n</ol>\n" },
		/*
		 * in the order of the references, not of the definitions; one twice; one in another
		 */
		{ "a[^y] b[^x] c[^y]\n\n[^x]: one[^z]\n\n[^z]: in it\n\n[^y]: two\n",
			"<p>a<sup class=\"footnote-mark\">1</sup> b<sup "
			"class=\"footnote-mark\">2</sup> c<sup "
			"class=\"footnote-mark\">1</sup></p>\n<ol class=\"footnotes\">\n"
			"<li value=\"1\"><p>two</p>\n</li>\n"
			"<li value=\"2\"><p>one<sup class=\"footnote-mark\">3</sup></p>\n</li>\n"
			"<li value=\"3\"><p>in it</p>\n</li>\n</ol>\n" },
		{ "`^[a]` \\^[b] $x^[2]$ ^[] ^[c\n\n```\n^[d]\n```\n",
			"<p><code>^[a]</code> ^[b] <code class=\"math\">x^[2]</code> ^[] "
			"^[c</p>\n<pre><code>^[d]\n</code></pre>\n" },
		{ "a^[b\nc] d {{bad}}\n", "talk.md:2: no value 'bad'" },
		{ "a\n\nb^[{{bad}}]\n", "talk.md:3: no value 'bad'" },
		{ "^[a]: b\n", "<p>^[a]: b</p>\n" },
	};
	CHECK_HTML(cases);
}

/* ---- files ---- */

struct folder {
	char path[64];
};

static int make_folder(void **state)
{
	struct folder *folder = test_calloc(1, sizeof(*folder));
	(void)snprintf(folder->path, sizeof(folder->path), "%s", "test-markdown-XXXXXX");
	*state = folder;
	return mkdtemp(folder->path) ? 0 : -1;
}

static const char *in_folder(const struct folder *folder, const char *name, struct text *path)
{
	text_clear(path);
	text_append_format(path, "%s/%s", folder->path, name);
	return text_string(path);
}

static void write_file(const struct folder *folder, const char *name, const char *data, size_t size)
{
	autofinish(text) struct text path = { 0 };
	autofinish(error) struct error error = { 0 };
	assert_true(file_replace(in_folder(folder, name, &path),
		(struct bytes){ (const uint8_t *)data, size }, &error));
}

static void make_subfolder(const struct folder *folder, const char *name)
{
	autofinish(text) struct text path = { 0 };
	assert_int_equal(mkdir(in_folder(folder, name, &path), 0700), 0);
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *place)
{
	(void)status, (void)type, (void)place;
	return remove(path);
}

static int remove_folder(void **state)
{
	struct folder *folder = *state;
	int result = nftw(folder->path, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
	test_free(folder);
	return result;
}

#define PNG "\x89PNG\r\n\x1a\n"

static void make_vault(const struct folder *folder)
{
	make_subfolder(folder, ".obsidian");
	make_subfolder(folder, "talks");
	make_subfolder(folder, "files");
	write_file(folder, "talks/a.png", PNG, 8);
	write_file(folder, "talks/my image.png", "GIF89a", 6);
	write_file(folder, "talks/text.png", "no image", 8);
	write_file(folder, "talks/other.md", "---\ntitle: Other\n---\n# A b\n", 27);
	write_file(folder, "talks/note.md", "just a note\n", 12);
	write_file(folder, "talks/p.pcap", "x", 1);
	/* as macOS stores it: decomposed, with an extension in capitals */
	write_file(folder, "files/\xe1\x84\x80\xe1\x85\xb3\xe1\x84\x85\xe1\x85\xb5\xe1\x86\xb7.PNG",
		PNG, 8);
	write_file(folder, "files/deep.pcap", "x", 1);
}

/* Renders a talk in talks/ of the folder; removes the folder's name from messages. */
static void check_in_folder(const struct folder *folder, const char *markdown, const char *wanted)
{
	autofinish(text) struct text path = { 0 };
	autofinish(text) struct text out = { 0 };
	autofinish(findings) struct findings findings = { 0 };
	autofinish(error) struct error error = { 0 };
	if (!render(in_folder(folder, "talks/t.md", &path), markup_bytes_of(markdown), &out,
		    &findings, &error)) {
		text_clear(&out);
		text_append(&out, error_message(&error) + strlen(folder->path) + 1);
	}
	keep_mistake(&out, &findings);
	if (!strstr(text_string(&out), wanted))
		fail_msg("\n%s\ngave:\n%s\nwanted:\n%s", markdown, text_string(&out), wanted);
}

static void test_files(void **state)
{
	const struct folder *folder = *state;
	static const struct html_case cases[] = {
		{ "![그림](a.png)\n",
			"<p><img src=\"data:image/png;base64,iVBORw0KGgo=\" alt=\"그림\"></p>\n" },
		{ "![그림|300](a.png)\n", "alt=\"그림\" width=\"300\">" },
		{ "![](my%20image.png)\n",
			"<img src=\"data:image/gif;base64,R0lGODlh\" alt=\"\">" },
		{ "![[a.png]] ![[a.png|100x50]] ![[a.png|말]]\n", "alt=\"a\"> " },
		{ "![[a.png]] ![[a.png|100x50]] ![[a.png|말]]\n",
			"alt=\"a\" width=\"100\" height=\"50\"> " },
		{ "![[a.png]] ![[a.png|100x50]] ![[a.png|말]]\n", "alt=\"말\"></p>" },
		{ "![[그림.png]]\n",
			"<img src=\"data:image/png;base64,iVBORw0KGgo=\" alt=\"그림\">" },
		{ "[[other]] [[other#A b|x]] [[note]]\n",
			"<a href=\"other.html\">other</a> <a href=\"other.html#/a-b\">x</a> "
			"<span class=\"wikilink\">note</span>" },
		{ "# A\n\n![[p.pcap]]\n\n![[deep.pcap]]\n\nb\n",
			"<h1>A</h1>\n(p.pcap)\n(deep.pcap)\n<p>b</p>\n" },
		{ "---\ncaptures: {q: p.pcap}\n---\n![[p.pcap]]\n", "(q)\n" },
		{ "a\n\n![](b.png)\n",
			"talks/t.md:3: there is no image 'b.png': did you mean 'a.png'?" },
		{ "![[aa.png]]\n",
			"talks/t.md:1: there is no image 'aa.png': did you mean 'a.png'?" },
		{ "![[q.pcap]]\n",
			"talks/t.md:1: there is no capture 'q.pcap' beside the talk or in its "
			"vault: did you mean 'p.pcap'?" },
		{ "a ![[p.pcap]]\n", "talks/t.md:1: '![[p.pcap]]' must be a paragraph of its own" },
		{ "a ![[note]]\n",
			"talks/t.md:1: '![[note]]' embeds a note, and must stand on a line" },
		{ "![[x.mp4]]\n", "<p><span class=\"wikilink\">x.mp4</span></p>\n" },
		{ "![[x.bmp]]\n", "talks/t.md:1: '![[x.bmp]]' cannot be embedded" },
		{ "![](text.png)\n", "talks/text.png' is not a PNG, JPEG, GIF, WebP or SVG image" },
		{ "![](.)\n", "talks/t.md:1: there is no image '.'" },
	};
	make_vault(folder);
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
		check_in_folder(folder, cases[i].markdown, cases[i].html);
}

#define NOTE_A                                                                                     \
	"---\ntags: [x]\n---\nwhole[^1] %%c%%\n\n[^1]: n\n\n## One\n\n![](p.png) "                 \
	"{{v}}\n\n---\n\n### In\n\n"                                                               \
	"## Two\n\n```packets x\n```\n"
#define NOTE_B "---\ntitle: Talk\n---\n# B\n\nseen\n\nnote: unseen\n\n--\n\nalso\n"
#define NOTE_C "![[loop]]\n"
#define NOTE_D "a\n\n{{bad}}\n"

static void test_embedded_notes(void **state)
{
	const struct folder *folder = *state;
	static const struct html_case cases[] = {
		{ "a\n![[A]]\nb\n",
			"<p>a</p>\n<div class=\"embed\">\n<p>whole<sup "
			"class=\"footnote-mark\">1</sup></p>\n<h2>One</h2>\n<p><img "
			"src=\"data:image/png;base64,iVBORw0KGgo=\" alt=\"\"> &lt;v&gt;</p>\n"
			"<hr>\n<h3>In</h3>\n<h2>Two</h2>\n<pre><code "
			"class=\"language-packets\"></code></pre>\n<ol class=\"footnotes\">\n<li "
			"value=\"1\"><p>n</p>\n</li>\n</ol>\n</div>\n<p>b</p>\n" },
		{ "![[A#one|x]]\n![[files/a.md#In]]\n",
			"<div class=\"embed\">\n<h2>One</h2>\n<p><img "
			"src=\"data:image/png;base64,iVBORw0KGgo=\" alt=\"\"> &lt;v&gt;</p>\n"
			"<hr>\n<h3>In</h3>\n</div>\n<div class=\"embed\">\n<h3>In</h3>\n</div>\n" },
		{ "- ![[B]]\n",
			"<ul>\n<li><div "
			"class=\"embed\">\n<h1>B</h1>\n<p>seen</p>\n<p>also</p>\n</div>\n</li>" },
		{ "# X\n\n![[#Y]]\n\n# Y\n\ntext\n",
			"<h1>X</h1>\n<div class=\"embed\">\n<h1>Y</h1>\n<p>text</p>\n</div>" },
		{ "a\n\n# Y\n\n![[#Y]]\n", "talks/t.md:5: '![[#Y]]' embeds a note in itself" },
		{ "![[t]]\n", "talks/t.md:1: '![[t]]' embeds a note in itself" },
		{ "![[loop]]\n", "files/loop.md:1: '![[loop]]' embeds a note in itself" },
		{ "![[D]]\n", "files/d.md:3: no value 'bad'" },
		{ "a\n\n![[loops]]\n",
			"talks/t.md:3: there is no note 'loops': did you mean 'loop.md'?" },
		{ "![[A#Tow]]\n", "has no heading 'Tow': did you mean 'Two'?" },
		{ "![[A#^id]]\n", "files/a.md' has no block '^id'" },
	};
	make_subfolder(folder, ".obsidian");
	make_subfolder(folder, "talks");
	make_subfolder(folder, "files");
	write_file(folder, "files/a.md", NOTE_A, sizeof(NOTE_A) - 1);
	write_file(folder, "files/b.md", NOTE_B, sizeof(NOTE_B) - 1);
	write_file(folder, "files/loop.md", NOTE_C, sizeof(NOTE_C) - 1);
	write_file(folder, "files/d.md", NOTE_D, sizeof(NOTE_D) - 1);
	write_file(folder, "files/p.png", PNG, 8);
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		write_file(folder, "talks/t.md", cases[i].markdown, strlen(cases[i].markdown));
		check_in_folder(folder, cases[i].markdown, cases[i].html);
	}
}

/* Each note embeds the next one twice: depth and size end it. */
static void test_embedded_bomb(void **state)
{
	const struct folder *folder = *state;
	make_subfolder(folder, "talks");
	for (int i = 0; i < 8; i++) {
		autofinish(text) struct text name = { 0 };
		autofinish(text) struct text note = { 0 };
		text_append_format(&name, "talks/%d.md", i);
		text_append_format(&note, "![[%d]]\n![[%d]]\n", i + 1, i + 1);
		write_file(folder, text_string(&name), text_string(&note), note.size);
	}
	check_in_folder(folder, "![[0]]\n", "'![[5]]' stands in a note inside 5 others");
	autofinish(text) struct text wide = { 0 };
	autofinish(text) struct text talk = { 0 };
	for (int i = 0; i < 200000; i++)
		text_append(&wide, "x\n");
	for (int i = 0; i < 4; i++)
		text_append(&talk, "![[7]]\n");
	write_file(folder, "talks/7.md", text_string(&wide), wide.size);
	check_in_folder(folder, text_string(&talk), "more than 1048576 bytes of notes");
}

/* Decomposed names of macOS, unpacked on Linux: beside the talk, outside of a vault. */
static void test_decomposed_names_beside_a_talk(void **state)
{
	const struct folder *folder = *state;
#define FOLDER_OF_A_MAC "\xe1\x84\x80\xe1\x85\xb3\xe1\x84\x85\xe1\x85\xb5\xe1\x86\xb7"
#define NAME_OF_A_MAC "\xe1\x84\x82\xe1\x85\xa1.png"
	static const struct html_case cases[] = {
		{ "![](그림/가.png)\n", "<img src=\"data:image/png;base64,iVBORw0KGgo=\"" },
		{ "![[그림/가.png]]\n", "<img src=\"data:image/png;base64,iVBORw0KGgo=\"" },
		{ "![](나.png)\n", "<img src=\"data:image/png;base64,iVBORw0KGgo=\"" },
		{ "![](" NAME_OF_A_MAC ")\n", "<img src=\"data:image/png;base64,iVBORw0KGgo=\"" },
		{ "![](그림/다.png)\n", "talks/t.md:1: there is no image '그림/다.png'" },
	};
	make_subfolder(folder, "talks");
	make_subfolder(folder, "talks/" FOLDER_OF_A_MAC);
	write_file(folder, "talks/" FOLDER_OF_A_MAC "/\xe1\x84\x80\xe1\x85\xa1.png", PNG, 8);
	write_file(folder, "talks/나.png", PNG, 8);
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
		check_in_folder(folder, cases[i].markdown, cases[i].html);
	/*
	 * A new file goes into the existing folder, not into a new one whose name looks the same.
	 */
	autofinish(text) struct text talk = { 0 }, expected = { 0 };
	automem char *made =
		written_path_beside(in_folder(folder, "talks/t.md", &talk), "그림/없다/새.pcap");
	in_folder(folder, "talks/" FOLDER_OF_A_MAC "/없다/새.pcap", &expected);
	assert_string_equal(made, text_string(&expected));
}

static void test_svg(void **state)
{
	const struct folder *folder = *state;
	static const struct html_case cases[] = {
		{ "<svg xmlns=\"http://www.w3.org/2000/svg\"><a href=\"#x\"/></svg>",
			"<img src='data:image/svg+xml,%3Csvg "
			"xmlns=\"http://www.w3.org/2000/svg\"%3E"
			"%3Ca href=\"%23x\"/%3E%3C/svg%3E' alt=\"\">" },
		{ "<?xml version=\"1.0\"?><!-- c --><svg><text>once = on</text></svg>", "<img " },
		{ "<svg><script>if (a < b) c()</script></svg>",
			"is not well-formed at its line 1" },
		{ "<svg>\n<g>\n<path d=></svg>", "is not well-formed at its line 3" },
		{ "<svg><script>x", "is not well-formed at its line 1" },
		{ "<svg/onload=x>", "is not well-formed" },
		{ "<svg><!-- ", "is not well-formed" },
		{ "<svg a=\"<script>\"/>", "is not well-formed" },
		{ "<svg><g></svg>", "is not well-formed" },
		{ "</svg><svg>", "is not well-formed" },
		{ "<svg></svg></g><g>", "is not well-formed" },
		{ "<!DOCTYPE x [<!ENTITY y 'z'>]><svg/>", "declares entities" },
		{ "<?xml version=\"1.0\" encoding=\"ISO-2022-JP\"?><svg/>", "is not in UTF-8" },
		{ "<?xml\tversion='1.0' encoding = 'euc-kr'?><svg/>", "is not in UTF-8" },
		{ "<html></html>", "is not a PNG" },
	};
	make_subfolder(folder, "talks");
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		write_file(folder, "talks/x.svg", cases[i].markdown, strlen(cases[i].markdown));
		check_in_folder(folder, "![](x.svg)\n", cases[i].html);
	}
}

/* Parts that are not needed for drawing are removed; the rest stays byte for byte. */
static void test_svg_is_cleaned(void **state)
{
	(void)state;
	static const struct {
		const char *svg, *cleaned;
		bool has_outside;
	} cases[] = {
		{ "<svg><script>x</script><g/></svg>", "<svg><g/></svg>", false },
		{ "<svg><SCRIPT>x</SCRIPT></svg>", "<svg></svg>", false },
		{ "<svg><script href=\"//x/y.js\"/><g/></svg>", "<svg><g/></svg>", false },
		{ "<svg:svg><svg:script>x</svg:script></svg:svg>", "<svg:svg></svg:svg>", false },
		{ "<svg><script><![CDATA[ '</script>' ]]></script><g/></svg>", "<svg><g/></svg>",
			false },
		{ "<svg><script><script/></script><g/></svg>", "<svg><g/></svg>", false },
		{ "<svg><script><!-- </script> --></script>t</svg>", "<svg>t</svg>", false },
		{ "<svg onload=\"x\" id='i'/>", "<svg id='i'/>", false },
		{ "<svg\nonLoad = 'x'\n>on='1'</svg>", "<svg\n>on='1'</svg>", false },
		{ "<svg><a href=\"JAVASCRIPT:x\">t</a></svg>", "<svg><a>t</a></svg>", false },
		{ "<svg><a xlink:href=\"https://x/\">t</a></svg>", "<svg><a>t</a></svg>", false },
		{ "<svg><use href=\"#x\"/></svg>", "<svg><use href=\"#x\"/></svg>", false },
		{ "<svg><image href=\"http://x/y\"/></svg>", "<svg><image/></svg>", true },
		{ "<svg><image xlink:href = 'x.png'/></svg>", "<svg><image/></svg>", true },
		{ "<svg><image href=\"data:image/png;base64,AA\"/></svg>",
			"<svg><image href=\"data:image/png;base64,AA\"/></svg>", false },
		{ "<svg><style>@font-face{src:url( 'https://x/f')}</style></svg>",
			"<svg><style>@font-face{src:url( 'https://x/f')}</style></svg>", true },
		{ "<svg><g fill=\"url(#a)\" style=\"mask:url(&quot;#b&quot;)\"/></svg>",
			"<svg><g fill=\"url(#a)\" style=\"mask:url(&quot;#b&quot;)\"/></svg>",
			false },
		{ "<svg><foreignObject><p onclick='x'>a</p><iframe "
		  "src='y'>z</iframe></foreignObject>"
		  "</svg>",
			"<svg><foreignObject><p>a</p></foreignObject></svg>", false },
		{ "<svg><style>@IMPORT \"http://x/\";</style></svg>",
			"<svg><style>@IMPORT \"http://x/\";</style></svg>", true },
		{ "<svg><g style=\"mask:URL(http://x/)\"/></svg>",
			"<svg><g style=\"mask:URL(http://x/)\"/></svg>", true },
		{ "<svg><img srcset='x 1x' alt='a'/><video poster='y'/></svg>",
			"<svg><img alt='a'/><video/></svg>", false },
		{ "<svg><set attributeName=\"xlink:href\" to=\"http://x/\"/></svg>",
			"<svg><set to=\"http://x/\"/></svg>", false },
		{ "<!DOCTYPE svg [<!ATTLIST svg a CDATA ''>]><svg/>", "<svg/>", false },
		{ "<?xml\nversion='1.0' encoding='utf-8'?><svg/>",
			"<?xml\nversion='1.0' encoding='utf-8'?><svg/>", false },
		{ "<?xml version=\"1.0\"?><?xml-stylesheet href=\"x\"?><!DOCTYPE svg><!-- c "
		  "--><svg/>",
			"<?xml version=\"1.0\"?><svg/>", false },
		{ "<svg><style><![CDATA[ a > b {} ]]></style></svg>",
			"<svg><style><![CDATA[ a > b {} ]]></style></svg>", false },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(text) struct text out = { 0 };
		autofinish(error) struct error error = { 0 };
		bool has_outside = !cases[i].has_outside;
		struct bytes svg = { (const uint8_t *)cases[i].svg, strlen(cases[i].svg) };
		assert_true(svg_clean(&out, svg, "x.svg", &has_outside, &error));
		assert_string_equal(text_string(&out), cases[i].cleaned);
		assert_int_equal(has_outside, cases[i].has_outside);
	}
}

/* ---- hostile input is answered quickly and without a crash ---- */

static void check_survives(struct bytes source)
{
	autofinish(text) struct text out = { 0 };
	autofinish(findings) struct findings findings = { 0 };
	autofinish(error) struct error error = { 0 };
	bool ok = render("talk.md", source, &out, &findings, &error);
	assert_true(ok || error_is_set(&error));
	assert_null(memmem(text_string(&out), out.size, "\xef\xb7\x90", 3));
	assert_null(memmem(text_string(&out), out.size, "\xef\xb7\x91", 3));
	assert_null(memmem(text_string(&out), out.size, "\xef\xb7\x92", 3));
}

static void test_hostile(void **state)
{
	(void)state;
	static const char *const units[] = { "> ", "- ", "[", "![", "*", "**a ", "`", "{{", "[[",
		"==a ", "~~a", "%%", "| ", "|-", "\\", "<", "<!--", "\xf0\x9f", "\xff", "가*",
		"[^a]", "^a ", "1. ", "\n", "\n\n---\n\n", "&#0;", "http://", "[a]: b\n",
		"[^a]: b\n", "a\n|-|\n", "```packets\n", "note:\n", "> [!a]- \n", "x\r", "\t",
		"]](", "}}", "_a", "|a\n", "$", "$$", "$a", "$$\n", "a\n$$", "^[", "^[a]" };
	enum { UNITS = ARRAY_COUNT(units), REPEATS = 3000 };
	for (size_t i = 0; i < UNITS; i++) {
		autofinish(text) struct text source = { 0 };
		for (int repeat = 0; repeat < REPEATS; repeat++)
			text_append(&source, units[i]);
		check_survives((struct bytes){ (const uint8_t *)source.data, source.size });
		text_append(&source, "\n\nend\n");
		check_survives((struct bytes){ (const uint8_t *)source.data, source.size });
	}
	for (size_t i = 0; i < (size_t)UNITS * UNITS; i++) {
		autofinish(text) struct text source = { 0 };
		for (int repeat = 0; repeat < 8; repeat++) {
			text_append(&source, units[i % UNITS]);
			text_append(&source, units[i / UNITS]);
		}
		check_survives((struct bytes){ (const uint8_t *)source.data, source.size });
	}
}

static void test_nul_and_size(void **state)
{
	(void)state;
	check_survives((struct bytes){ (const uint8_t *)"# a\0b\n\n**\0**가\n", 16 });
	check_survives((struct bytes){ (const uint8_t *)"---\na: \0\n---\n# a\n", 17 });
	size_t size = 10 << 20;
	automem char *long_line = xmalloc(size);
	memset(long_line, 'a', size);
	check_survives((struct bytes){ (const uint8_t *)long_line, size });
	check_survives((struct bytes){ (const uint8_t *)long_line, 1 << 20 });
	/* Mathematics over many lines: it once took minutes. */
	autofinish(text) struct text chain = { 0 };
	for (int i = 0; i < 100000; i++)
		text_append(&chain, "$$a\nb\nc$$ ");
	check_survives((struct bytes){ (const uint8_t *)chain.data, chain.size });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_commonmark),
		cmocka_unit_test(test_cjk_emphasis),
		cmocka_unit_test(test_cjk_emphasis_everywhere),
		cmocka_unit_test(test_line_breaks),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_callouts),
		cmocka_unit_test(test_marks_and_comments),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_links),
		cmocka_unit_test(test_math),
		cmocka_unit_test(test_inline_footnotes),
		cmocka_unit_test_setup_teardown(test_files, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(test_embedded_notes, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(test_embedded_bomb, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(
			test_decomposed_names_beside_a_talk, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(test_svg, make_folder, remove_folder),
		cmocka_unit_test(test_svg_is_cleaned),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_nul_and_size),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
