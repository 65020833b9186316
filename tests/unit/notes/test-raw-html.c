/*
 * Raw HTML in notes. Tests the HTML of each element. No element may reach out of its slide, in any
 * notation and at any place: the number of slides and the next slide stay the same, and all tags
 * are listed ones and are closed.
 */
#include "note-folder.h"

#include "../../fuzz/output-checks.h"
#include "base/array.h"
#include "notes/html/html-attribute.h"
#include "notes/html/html-element.h"
#include "notes/html/html-style.h"

struct html_case {
	const char *markdown, *html;
	const char *finding; /* a part of the finding; NULL: none */
};

static void check_cases(
	const struct note_folder *folder, const struct html_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		autofinish(rendered) struct rendered rendered =
			render_talk(folder, cases[i].markdown);
		if (!rendered.ok)
			fail_msg("%s\ngave: %s", cases[i].markdown, error_message(&rendered.error));
		const char *told = text_string(&rendered.findings);
		if (strcmp(text_string(&rendered.html), cases[i].html) != 0)
			fail_msg("\n%s\ngave:\n%s\nwanted:\n%s", cases[i].markdown,
				text_string(&rendered.html), cases[i].html);
		if (cases[i].finding ? !strstr(told, cases[i].finding) : *told)
			fail_msg("\n%s\ntold:\n%s\nwanted:\n%s", cases[i].markdown, told,
				cases[i].finding ? cases[i].finding : "nothing");
		check_note_markup(written(&rendered.html));
	}
}

#define CHECK(folder, cases) check_cases(folder, cases, ARRAY_COUNT(cases))

/* ---- references ---- */

/*
 * References that only HTML resolves may name the characters of invisible marks, which no result
 * contains.
 */
static void test_references_to_marks(void **state)
{
	static const struct html_case cases[] = {
		{ "<table><tr><td>a &#xfdd0 b&#64977c&#xFDD2;</td></tr></table>\n",
			"<table><tbody><tr><td>a  bc</td></tr></tbody></table>\n", NULL },
		{ "<p title=\"a&#xfdd0x&#xfdd1\">x</p>\n", "<p title=\"ax\">x</p>\n", NULL },
		{ "<p><a href=\"https://a.example/&#xfdd0\" title=\"&#xfdd1\">x</a></p>\n",
			"<p><a href=\"https://a.example/\" target=\"_blank\" "
			"rel=\"noopener noreferrer\">x</a></p>\n",
			NULL },
	};
	CHECK(*state, cases);
}

/* ---- what stays ---- */

static void test_kept(void **state)
{
	(void)state;
	static const struct html_case cases[] = {
		{ "<kbd>Ctrl</kbd>+H<sub>2</sub>O<br>x<sup>2</sup> <u>u</u> <mark>m</mark>\n",
			"<p><kbd>Ctrl</kbd>+H<sub>2</sub>O<br>x<sup>2</sup> <u>u</u> "
			"<mark>m</mark></p>\n",
			NULL },
		{ "<ruby>漢<rp>(</rp><rt>한</rt></ruby> <abbr title=\"a&quot;b\">x</abbr>\n",
			"<p><ruby>漢<rp>(</rp><rt>한</rt></ruby> <abbr "
			"title=\"a&quot;b\">x</abbr></p>\n",
			NULL },
		{ "<B>x</b> <br/> <BR> </br> <wbr>\n", "<p><b>x</b> <br> <br> <br> <wbr></p>\n",
			NULL },
		{ "<span style=\"color:red;text-align: center;\">x</span>\n",
			"<p><span style=\"color: red; text-align: center\">x</span></p>\n", NULL },
		{ "<font color=red size=+1>x</font>\n",
			"<p><font color=\"red\" size=\"+1\">x</font></p>\n", NULL },
		{ "<b>==x== [[y]] {{v}} **z**</b>\n",
			"<p><b><mark>x</mark> <span class=\"wikilink\">y</span> &lt;v&gt; "
			"<strong>z</strong></b></p>\n",
			NULL },
		/* Elements over several blocks, with Markdown between their tags. */
		{ "<details>\n<summary>답 &amp; x</summary>\n\n- **a**\n\n</details>\n\nb\n",
			"<details>\n<summary>답 &amp; "
			"x</summary>\n<ul>\n<li><strong>a</strong></li>\n"
			"</ul>\n</details>\n<p>b</p>\n",
			NULL },
		{ "<div align=center>\n\n*a*\n\n</div>\n",
			"<div align=\"center\">\n<p><em>a</em></p>\n</div>\n", NULL },
		{ "<center>\n\n# A\n\n</center>\n", "<center>\n<h1>A</h1>\n</center>\n", NULL },
		{ "<table>\n<tr>\n<td>\n\n**a**\n\n</td>\n<td>b</td>\n</tr>\n</table>\n",
			"<table>\n<tbody><tr>\n<td>\n<p><strong>a</strong></p>\n</td>\n<td>b</td>\n"
			"</tr>\n</tbody></table>\n",
			NULL },
		{ "<ul><li>a<li>b</ul>\n\n<p>c<p>d\n",
			"<ul><li>a</li><li>b</li></ul>\n<p>c</p>\n<p>d\n</p>\n", NULL },
		/* A paragraph contains no block. Its empty rest beside a block is dropped. */
		{ "<p align=\"center\">\n\na\n\n</p>\n", "<p>a</p>\n", NULL },
		{ "<p>\n<ul><li>a</li></ul>\n</p>\n", "<ul><li>a</li></ul>\n", NULL },
		{ "a *b* <div>c **d**</div> e <ul><li>f</li></ul>\n",
			"<p>a <em>b</em> </p>\n<div>c <strong>d</strong></div>\n<p> e </p>\n"
			"<ul><li>f</li></ul>\n",
			NULL },
		{ "a <p>b</p> c\n", "<p>a </p>\n<p>b</p>\n<p> c</p>\n", NULL },
		{ "> a <h3>b</h3>\n", "<blockquote>\n<p>a </p>\n<h3>b</h3>\n</blockquote>\n",
			NULL },
		{ "- a <div>b</div>\n\n- c\n",
			"<ul>\n<li><p>a </p>\n<div>b</div>\n</li>\n<li><p>c</p>\n</li>\n</ul>\n",
			NULL },
		{ "- a <div>b</div>\n- c\n", "<ul>\n<li>a <div>b</div></li>\n<li>c</li>\n</ul>\n",
			NULL },
		{ "*a <div>b</div>* **<ul><li>c</li></ul>**\n",
			"<p><em>a b</em> <strong>c</strong></p>\n", NULL },
		{ "# a <h2>b</h2>\n", "<h1>a b</h1>\n", NULL },
		{ "<figure>\n<figcaption>a</figcaption>\n</figure>\n",
			"<figure>\n<figcaption>a</figcaption>\n</figure>\n", NULL },
		{ "<h3 align=right>x</h3>\n<hr>\n", "<h3 align=\"right\">x</h3>\n<hr>\n", NULL },
		{ "<pre>\n a < b <b>x</b>\n\n  y\n</pre>\n",
			"<pre>\n a &lt; b <b>x</b>\n\n  y\n</pre>\n", NULL },
		{ "<pre>\n\nx</pre>\n", "<pre>\n\nx</pre>\n", NULL },
		{ "| a |\n|---|\n| <ul><li>x</li><li>y</li></ul> |\n",
			"<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>"
			"<ul><li>x</li><li>y</li></ul></td>\n</tr>\n</tbody>\n</table>\n",
			NULL },
		{ "- <b>a</b>\n- <details><summary>s</summary>\n  t\n  </details>\n",
			"<ul>\n<li><b>a</b></li>\n<li><details><summary>s</summary>\n"
			"t\n</details>\n</li>\n</ul>\n",
			NULL },
		/* Text outside of any element becomes a paragraph. */
		{ "<!-- c -->\n\n<div>a</div> b <i>c</i>\n", "<div>a</div>\n<p> b <i>c</i></p>\n",
			NULL },
		{ "<br>\n", "<p><br></p>\n", NULL },
		/* Anchors have no effect in a deck, and are invisible. */
		{ "a<a name=\"x\"></a>b <a id=x/>c</a>\n", "<p>ab c</p>\n", NULL },
		{ "## <a id=\"x\"></a>A\n", "<h2>A</h2>\n", NULL },
		{ "<div id=\"one\" class=\"fragment my-box\" data-x=\"1\" aria-label=x>a</div>\n",
			"<div class=\"fragment my-box\">a</div>\n", NULL },
		{ "&copy; &lt;b&gt; <i>&copy;</i>\n\n<div>&copy; &lt;b&gt;</div>\n",
			"<p>© &lt;b&gt; <i>©</i></p>\n<div>© &lt;b&gt;</div>\n", NULL },
		{ "a <!-- said --> b\n", "<p>a  b</p>\n", NULL },
		/* A name with tags inside is the name without them. */
		{ "[[#<font color=\"#f00\">A</font>|x]]\n\n---\n\n# A\n",
			"<p><a href=\"#/a\">x</a></p>\n=====\n<h1>A</h1>\n", NULL },
	};
	CHECK(NULL, cases);
}

/* ---- what is shown as it is written ---- */

static void test_written(void **state)
{
	(void)state;
	static const struct html_case cases[] = {
		{ "HTML의 <title> 태그\n", "<p>HTML의 &lt;title&gt; 태그</p>\n",
			"no-such-folder/talk.md:1: '<title>' is no element that a deck has" },
		{ "a\n\n굵게는 <b> 태그, 색은 <font color=red> 태그다\n",
			"<p>a</p>\n<p>굵게는 &lt;b&gt; 태그, 색은 &lt;font color=red&gt; "
			"태그다</p>\n",
			"talk.md:3: '<b>' has no end tag beside it" },
		{ "List<String>, Map<K, List<V>> 이다\n",
			"<p>List&lt;String&gt;, Map&lt;K, List&lt;V&gt;&gt; 이다</p>\n",
			"'<String>' is no element of HTML" },
		{ "Function<Object, String> List<object> 도\n",
			"<p>Function&lt;Object, String&gt; List&lt;object&gt; 도</p>\n",
			"'<object>' is no element that a deck has" },
		{ "a </section> b </div> c\n", "<p>a &lt;/section&gt; b &lt;/div&gt; c</p>\n",
			"'</div>' ends nothing that begins here" },
		{ "</div>\n\n</section>\n", "<p>&lt;/div&gt;\n</p>\n<p>&lt;/section&gt;\n</p>\n",
			"'</div>' ends nothing" },
		{ "> a\n> </blockquote>\n",
			"<blockquote>\n<p>a</p>\n<p>&lt;/blockquote&gt;\n</p>\n"
			"</blockquote>\n",
			"'</blockquote>' ends nothing" },
		{ "<td>x</td> <li>y</li> <summary>z</summary>\n",
			"<p>&lt;td&gt;x&lt;/td&gt; &lt;li&gt;y&lt;/li&gt; "
			"&lt;summary&gt;z&lt;/summary&gt;\n</p>\n",
			"'<td>' stands outside of what it belongs to" },
		{ "<div> 태그는 상자다\n\nb\n", "<p>&lt;div&gt; 태그는 상자다\n</p>\n<p>b</p>\n",
			"'<div>' has no end tag beside it" },
		{ "<p> 태그는 문단이다\n", "<p>&lt;p&gt; 태그는 문단이다\n</p>\n",
			"'<p>' has no end tag beside it" },
		{ "목록은 <ul>과 <li>\n", "<p>목록은 &lt;ul&gt;과 &lt;li&gt;</p>\n",
			"'<ul>' has no end tag" },
		{ "그림은 <img> 태그\n", "<p>그림은 &lt;img&gt; 태그</p>\n",
			"'<img>' is no element" },
		{ "<!DOCTYPE html> <?php x ?> <![CDATA[ y ]]>\n",
			"<p>&lt;!DOCTYPE html&gt; &lt;?php x ?&gt; &lt;![CDATA[ y ]]&gt;\n</p>\n",
			"'<!DOCTYPE html>' is no element of HTML" },
		{ "<form action=x><input type=image src=y><button>b</button></form>\n",
			"<p>&lt;form action=x&gt;&lt;input type=image src=y&gt;&lt;button&gt;b"
			"&lt;/button&gt;&lt;/form&gt;\n</p>\n",
			"'<form action=x>' is no element" },
		{ "<svg> 그림\n", "<p>&lt;svg&gt; 그림</p>\n", "'<svg>' is no element" },
		{ "<script> 태그와 </script> 태그\n",
			"<p>&lt;script&gt; 태그와 &lt;/script&gt; 태그\n</p>\n", "'<script>' is" },
		{ "# A <title> b\n\nc\n", "<h1>A &lt;title&gt; b</h1>\n<p>c</p>\n", "talk.md:1: " },
		{ "**<b>x**</b>\n", "<p><strong>&lt;b&gt;x</strong>&lt;/b&gt;</p>\n", "'<b>' has" },
	};
	CHECK(NULL, cases);
}

/* ---- what goes ---- */

static void test_left_out(void **state)
{
	(void)state;
	static const struct html_case cases[] = {
		{ "a\n\n<script>\nif (a<b) c()\n\nd</script>\n\nb\n", "<p>a</p>\n<p>b</p>\n",
			"talk.md:3: '<script>' is left out" },
		{ "<script src=\"http://x/y.js\"></script>\n\nb\n", "<p>b</p>\n", "is left out" },
		{ "<style>\nsection { color: red }\n</style>\n\nb\n", "<p>b</p>\n",
			"by 'theme: NAME.css'" },
		{ "a <svg viewBox=\"0 0 1 1\"><path d=\"x\"/></svg> b\n", "<p>a  b</p>\n",
			"save the drawing as a file" },
		{ "<div onclick=\"x()\">a</div>\n", "<div>a</div>\n", "'onclick' is left out" },
		{ "<div style=\"background:url(http://x/y)\">a</div>\n", "<div>a</div>\n",
			"the style 'background:url(http://x/y)' is left out" },
		{ "<table background=\"http://x/y\"><tr><td>a</table>\n",
			"<table><tbody><tr><td>a</td></tr></tbody></table>\n",
			"'background' is left out" },
		{ "<div class=\"slides fragment\">a</div>\n", "<div class=\"fragment\">a</div>\n",
			"the class 'slides' is left out" },
		{ "<iframe src=\"https://a.example/b?c=1&amp;d=2\"></iframe>\n",
			"<p><a href=\"https://a.example/b?c=1&amp;d=2\" target=\"_blank\" "
			"rel=\"noopener noreferrer\">a.example/b?c=1&amp;d=2</a></p>\n",
			"'<iframe src=" },
		{ "<iframe src=\"file:///home/me/secret.txt\"></iframe>\n",
			"<p><span class=\"wikilink\">secret.txt</span></p>\n",
			"is not in the deck" },
		{ "x <video controls><source src=\"C:\\me\\a.mp4\">no</video> y\n",
			"<p>x <span class=\"wikilink\">a.mp4</span> y</p>\n",
			"'<video controls>'" },
		{ "<object data=\"a.pdf\"><p>no</p></object>\n",
			"<p><span class=\"wikilink\">a.pdf</span></p>\n", "'<object data=" },
		{ "<a href=\"javascript&colon;alert(1)\">x</a> <a "
		  "href=\"&#1;java&Tab;script:x\">y</a> "
		  "<a href=\"data:text/html,x\">z</a> <a href=\"//h/x\">w</a>\n",
			"<p>x y z w</p>\n", "the link to 'javascript:alert(1)' is left out" },
		{ "[<a href=\"b\">x</a>](a) <a href=\"a\">[x](b) https://c.example</a>\n",
			"<p><a href=\"a\">x</a> <a href=\"a\">x https://c.example</a></p>\n",
			NULL },
		{ "<picture><source srcset=\"http://x/y.png\"><img "
		  "src=\"http://x/z.png\"></picture>\n",
			"<p><a href=\"http://x/z.png\" target=\"_blank\" rel=\"noopener "
			"noreferrer\">z.png</a></p>\n",
			"the remote image" },
	};
	CHECK(NULL, cases);
}

/* ---- images ---- */

#define PNG "\x89PNG\r\n\x1a\n"
#define SRC "src=\"data:image/png;base64,iVBORw0KGgo=\""

static void test_images(void **state)
{
	const struct note_folder *folder = *state;
	static const struct html_case cases[] = {
		{ "<img src=\"a.png\" width=\"200\">\n",
			"<p><img " SRC " alt=\"\" width=\"200\"></p>\n", NULL },
		{ "<img src='a.png' width=50% alt=\"그&#47548;\" height=30px>\n",
			"<p><img " SRC " alt=\"그림\" width=\"50%\" height=\"30px\"></p>\n", NULL },
		{ "| <img src=a.png width=1> |\n|---|\n",
			"<table>\n<thead>\n<tr>\n<th><img " SRC
			" alt=\"\" width=\"1\"></th>\n</tr>\n</thead>\n</table>\n",
			NULL },
		{ "- <img src=a.png>\n- [<img src=a.png>](b)\n",
			"<ul>\n<li><img " SRC " alt=\"\"></li>\n<li><a href=\"b\"><img " SRC
			" alt=\"\"></a></li>\n</ul>\n",
			NULL },
		{ "<p align=\"center\"><a href=\"http://x\"><img src=\"my%20image.png\" "
		  "style=\"width:20%;position:fixed\"></a></p>\n",
			"<p align=\"center\"><a href=\"http://x\" target=\"_blank\" rel=\"noopener "
			"noreferrer\"><img " SRC " alt=\"\" style=\"width: 20%\"></a></p>\n",
			"'position:fixed' is left out" },
		{ "<figure>\n<img src=\"a.png\" onerror=\"x\">\n</figure>\n",
			"<figure>\n<img " SRC " alt=\"\">\n</figure>\n", "'onerror' is left out" },
		{ "<img src=\"a.png\" width=\"99999\" height=\"1e3\">\n",
			"<p><img " SRC " alt=\"\"></p>\n", NULL },
		{ "<img src=\"data:image/png;base64,AAAA\" width=3>\n",
			"<p><img src=\"data:image/png;base64,AAAA\" alt=\"\" width=\"3\"></p>\n",
			NULL },
	};
	note_folder_write(folder, "a.png", (struct bytes){ (const uint8_t *)PNG, 8 });
	note_folder_write(folder, "my image.png", (struct bytes){ (const uint8_t *)PNG, 8 });
	CHECK(folder, cases);
}

/* ---- styles and attributes ---- */

static void test_styles(void **state)
{
	(void)state;
	static const struct {
		const char *style, *kept;
		bool is_whole;
	} cases[] = {
		{ "color: red", "color: red", true },
		{ " COLOR : #F00 ; ", "COLOR: #F00", true },
		{ "color: rgb(1, 2, 3); background: hsl(1 2% 3% / 50%) ",
			"color: rgb(1, 2, 3); "
			"background: hsl(1 2% 3% / 50%)",
			true },
		{ "width:50%;max-height:20em!important", "width: 50%; max-height: 20em", true },
		{ "text-align:center;position:fixed", "text-align: center", false },
		{ "z-index:9", "", false },
		{ "top:0", "", false },
		{ "background:url(x)", "", false },
		{ "background:\\75rl(x)", "", false },
		{ "background:u/**/rl(x)", "", false },
		{ "background-image:image-set('x' 1x)", "", false },
		{ "color:expression(alert(1))", "", false },
		{ "width:calc(1px)", "", false },
		{ "behavior:x", "", false },
		{ "-moz-binding:x", "", false },
		{ "margin-left:-9999px", "", false },
		{ "width:99999px", "", false },
		{ "font-family:'x'", "", false },
		{ "color:red}</style>", "", false },
		{ "--x:red", "", false },
		{ "color", "", false },
		{ "content:x", "", false },
		{ "color:var(--x)", "", false },
		{ "color:rgb(url(x))", "", false },
		{ "transform:scale(9)", "", false },
		{ "animation:x 1s", "", false },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(text) struct text out = { 0 };
		struct bytes refused;
		bool is_whole = html_style_append(&out, cases[i].style, &refused);
		if (strcmp(text_string(&out), cases[i].kept) != 0 || is_whole != cases[i].is_whole)
			fail_msg("'%s' gave '%s'", cases[i].style, text_string(&out));
	}
}

static void test_elements_are_sorted(void **state)
{
	(void)state;
	for (size_t i = 0; html_element_at(i); i++) {
		const struct html_element *element = html_element_at(i);
		assert_ptr_equal(html_element_find(markup_bytes_of(element->name)), element);
		assert_true(!i || strcmp(html_element_at(i - 1)->name, element->name) < 0);
	}
}

/* ---- nothing leaves its slide ---- */

#define NEXT "=====\n<h1>Next</h1>\n<p>text <em>two</em></p>\n"

static const char *const forms[] = { "<%s>", "</%s>", "<%s/>", "<%s a=b c='d' e=\"f\">",
	"<%s>x</%s>", "<%s", "<%s x=\"", "<%s>\n", "\n<%s>\n\n", "<%s src=x href=y data=z>",
	"<%s/%s>", "</%s ", "<%s><!--</%s>", "<%s>\n\n</%s>\n" };

static const char *const places[] = { "a %s b", "%s", "- %s\n- c", "> %s\n> c",
	"| %s |\n|---|\n| %s |", "# A %s", "> [!note] %s\n> c %s", "[a %s b](c)", "*a %s* **%s**",
	"![%s](http://x/y)", "1. a\n\n   %s\n\n   c", "a[^1]\n\n[^1]: b %s", "    %s", "`%s`",
	"+ %s", "<div>%s", "<table><tr><td>%s", "<details><summary>%s", "==a %s==", "a\n%s\nb" };

/* Replaces each %s by `word`. */
static void append_with(struct text *out, const char *format, const char *word)
{
	for (const char *at = format; *at;) {
		size_t size = strcspn(at, "%");
		text_append_size(out, at, size);
		at += size;
		if (*at) {
			text_append(out, word);
			at += 2;
		}
	}
}

static void check_next_slide(const char *form, const char *place, const char *name)
{
	autofinish(text) struct text tag = { 0 };
	autofinish(text) struct text markdown = { 0 };
	append_with(&tag, form, name);
	append_with(&markdown, place, text_string(&tag));
	text_append(&markdown, "\n\n---\n\n# Next\n\ntext *two*\n");
	autofinish(rendered) struct rendered rendered = render_talk(NULL, text_string(&markdown));
	if (!rendered.ok)
		fail_msg("%s\ngave: %s", text_string(&markdown), error_message(&rendered.error));
	const char *html = text_string(&rendered.html);
	size_t size = strlen(html), next = strlen(NEXT);
	if (size < next || strcmp(html + size - next, NEXT) != 0 ||
		strstr(html, "=====") + next != html + size)
		fail_msg("\n%s\ngave:\n%s", text_string(&markdown), html);
	check_note_markup(written(&rendered.html));
}

static void test_next_slide(void **state)
{
	(void)state;
	static const char *const more[] = { "String", "panel", "x-y", "svg:svg", "h7" };
	enum { FORMS = ARRAY_COUNT(forms), PLACES = ARRAY_COUNT(places) };
	for (size_t i = 0; i < (size_t)FORMS * PLACES; i++) {
		for (size_t j = 0; html_element_at(j); j++)
			check_next_slide(
				forms[i % FORMS], places[i / FORMS], html_element_at(j)->name);
		for (size_t j = 0; j < ARRAY_COUNT(more); j++)
			check_next_slide(forms[i % FORMS], places[i / FORMS], more[j]);
	}
}

/* Text outside of elements: comments, instructions, and end tags without a start. */
static void test_next_slide_of_others(void **state)
{
	(void)state;
	static const char *const texts[] = { "<!--", "<!-- x", "<!--- x", "<!-->", "<!--->", "-->",
		"<!", "<!x", "<!DOCTYPE html", "<?", "<?xml ?", "?>", "<![CDATA[", "<![CDATA[ x",
		"]]>", "<", "</", "</>", "<>", "< b>", "<b", "<b\n", "<b a='", "<b a=\"'>",
		"<b <i>", "<%", "&", "&lt;", "&#0;", "&#x110000;", "<b\xef\xb7\x90>",
		"\xef\xb7\x91<b>" };
	for (size_t i = 0; i < ARRAY_COUNT(texts); i++) {
		for (size_t j = 0; j < ARRAY_COUNT(places); j++)
			check_next_slide("%s", places[j], texts[i]);
	}
}

/* ---- blocks that continue over empty lines, and slides ---- */

static void test_long_blocks(void **state)
{
	(void)state;
	static const struct {
		const char *markdown;
		size_t slides;
	} cases[] = {
		{ "<textarea> a\n\n---\n\nb </textarea>\n", 2 },
		{ "<script>\n\n---\n\nb\n\n</script>\n", 2 },
		{ "<style>\n\n--\n\nb\n", 2 },
		{ "<pre>\n\n---\n\nb</pre>\n", 2 },
		{ "<?\n\n---\n\n?>\n", 2 },
		{ "<!X\n\n---\n\n> q\n", 2 },
		{ "<![CDATA[\n\n---\n\n]]>\n", 2 },
		{ "   <pre> a\n\n---\n\n   <PRE>\n\n---\n\nb\n", 3 },
		{ "<!-- a\n\n---\n\nb\n", 2 },
		{ "<!-- a\n\n---\n\nb\n\n<!-- c -->\n", 2 },
		{ "<!-- a\n\n---\n\nb -->\n\nc\n", 1 },
		{ "# A\n\n<!-- a\n\n# B\n\nb\n", 2 },
		{ "```\n<!-- a\n```\n\n---\n\nb\n", 2 },
		{ "```\n<pre>\n```\n\n---\n\nb\n", 2 },
		{ "<pre>\n---\n</pre>\n", 1 },
		{ "<div>\n\n---\n\n</div>\n", 2 },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct parsed parsed = parse(cases[i].markdown);
		if (!parsed.ok || parsed.talk.slide_count != cases[i].slides)
			fail_msg("%s\nhas %zu slides", cases[i].markdown, parsed.talk.slide_count);
		parsed_finish(&parsed);
	}
}

/* ---- from part to part of a slide ---- */

#define HEAD "---\ncaptures: {x: x.pcap}\n---\n"
#define PACKETS "\n\n```packets x\n```\n\n"

static void test_parts(void **state)
{
	(void)state;
	static const struct html_case cases[] = {
		{ HEAD "<div align=center>" PACKETS "a\n\n</div>\n\nb\n",
			"<div align=\"center\">\n(packets)\n<p>a</p>\n</div>\n<p>b</p>\n", NULL },
		{ HEAD "<details>\n<summary>s</summary>\n\n<div>" PACKETS "</div>\n</details>\n",
			"<details>\n<summary>s</summary>\n<div>\n(packets)\n</div>\n</details>\n",
			NULL },
		{ HEAD "<div>" PACKETS "a" PACKETS "b\n",
			"<div>\n(packets)\n<p>a</p>\n(packets)\n<p>b</p>\n</div>\n",
			"talk.md:4: '<div>' has no end tag" },
		{ HEAD "<div>" PACKETS "a <b>x</b>\n\n<br>\n",
			"<div>\n(packets)\n<p>a <b>x</b></p>\n<br>\n</div>\n",
			"talk.md:4: '<div>' has no end tag" },
		{ HEAD "<div>" PACKETS "---\n\nb\n", "<div>\n(packets)\n</div>\n=====\n<p>b</p>\n",
			"'<div>' has no end tag" },
		{ HEAD "<ul><li>" PACKETS "</ul>\n",
			"<ul><li>\n</li></ul>\n(packets)\n<p>&lt;/ul&gt;\n</p>\n",
			"'<ul>' has no end tag" },
	};
	CHECK(NULL, cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_references_to_marks),
		cmocka_unit_test(test_kept),
		cmocka_unit_test(test_written),
		cmocka_unit_test(test_left_out),
		cmocka_unit_test_setup_teardown(test_images, note_folder_make, note_folder_remove),
		cmocka_unit_test(test_styles),
		cmocka_unit_test(test_elements_are_sorted),
		cmocka_unit_test(test_next_slide),
		cmocka_unit_test(test_next_slide_of_others),
		cmocka_unit_test(test_long_blocks),
		cmocka_unit_test(test_parts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
