/* Addresses in text (GFM 6.9), with Korean in and behind them, and links with blanks. */
#include "base/array.h"
#include "note-folder.h"

struct link_case {
	/* The only link of the text, and the text behind it in its paragraph. */
	const char *markdown, *href, *rest;
};

static const struct link_case cases[] = {
	{ "www.commonmark.org", "http://www.commonmark.org", "" },
	{ "Visit www.commonmark.org/help for", "http://www.commonmark.org/help", " for" },
	{ "Visit www.commonmark.org.", "http://www.commonmark.org", "." },
	{ "www.commonmark.org/a.b.", "http://www.commonmark.org/a.b", "." },
	{ "www.google.com/search?q=Markup+(business)",
		"http://www.google.com/search?q=Markup+(business)", "" },
	{ "www.google.com/search?q=Markup+(business)))",
		"http://www.google.com/search?q=Markup+(business)", "))" },
	{ "(www.google.com/search?q=Markup+(business))",
		"http://www.google.com/search?q=Markup+(business)", ")" },
	{ "www.google.com/search?q=(business))+ok", "http://www.google.com/search?q=(business))+ok",
		"" },
	{ "www.commonmark.org/he<lp", "http://www.commonmark.org/he", "&lt;lp" },
	{ "http://commonmark.org", "http://commonmark.org", "" },
	{ "(Visit https://encrypted.google.com/search?q=Markup+(business))",
		"https://encrypted.google.com/search?q=Markup+(business)", ")" },
	{ "https://ko.wikipedia.org/wiki/한국어", "https://ko.wikipedia.org/wiki/한국어", "" },
	{ "https://ko.wikipedia.org/wiki/TCP_세그먼트 는",
		"https://ko.wikipedia.org/wiki/TCP_세그먼트", " 는" },
	{ "https://a.example/C언어#구조", "https://a.example/C언어#구조", "" },
	{ "https://a.example에서 본다", "https://a.example", "에서 본다" },
	{ "https://a.example/ping에서 본다", "https://a.example/ping", "에서 본다" },
	{ "https://a.example/을 본다", "https://a.example/", "을 본다" },
	{ "https://a.example/b입니다.", "https://a.example/b", "입니다." },
	{ "https://a.example/b에서, 그리고", "https://a.example/b", "에서, 그리고" },
	{ "http://localhost:8080/에서", "http://localhost:8080/", "에서" },
	/* a path that begins with Korean is not cut, even if its word may be a particle */
	{ "https://a.example/가", "https://a.example/가", "" },
	{ "https://a.example/도 본다", "https://a.example/도", " 본다" },
	{ "(https://a.example/가)", "https://a.example/가", ")" },
	{ "https://ko.wiktionary.org/wiki/를", "https://ko.wiktionary.org/wiki/를", "" },
	{ "https://a.example/가/를.", "https://a.example/가/를", "." },
	{ "www.a.example/나", "http://www.a.example/나", "" },
	{ "[a](<my url>)", "my%20url", "" },
	{ "[a](<b c/d e#f g>)", "b%20c/d%20e#f%20g", "" },
};

static void test_links(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(text) struct text talk = { 0 };
		autofinish(text) struct text wanted = { 0 };
		text_append_format(&talk, "%s\n", cases[i].markdown);
		autofinish(rendered) struct rendered rendered =
			render_talk(NULL, text_string(&talk));
		text_append_format(&wanted, "<a href=\"%s\"", cases[i].href);
		const char *html = text_string(&rendered.html);
		const char *end = strstr(html, "</a>");
		if (!strstr(html, text_string(&wanted)) || !end ||
			strncmp(end + 4, cases[i].rest, strlen(cases[i].rest)) != 0 ||
			strncmp(end + 4 + strlen(cases[i].rest), "</p>", 4) != 0)
			fail_msg("%s\ngave: %s", cases[i].markdown, html);
	}
}

static void test_no_links(void **state)
{
	(void)state;
	static const char *const texts[] = { "awww.x.y", "www.", "www.x", "http://", "`www.a.b`",
		"[a](< javascript:x>)", "[a](<java script:x>)" };
	for (size_t i = 0; i < ARRAY_COUNT(texts); i++) {
		autofinish(text) struct text talk = { 0 };
		text_append_format(&talk, "%s\n", texts[i]);
		autofinish(rendered) struct rendered rendered =
			render_talk(NULL, text_string(&talk));
		if (strstr(text_string(&rendered.html), "<a "))
			fail_msg("%s\ngave: %s", texts[i], text_string(&rendered.html));
	}
}

/* The definition on one slide, and what `[a]` on another becomes. */
static void test_definitions(void **state)
{
	(void)state;
	static const struct {
		const char *definition, *link;
	} rows[] = {
		{ "[a]: /u", "<a href=\"/u\">a</a>" },
		{ "   [a]: /u \"t\"", "<a href=\"/u\" title=\"t\">a</a>" },
		{ "[a]:\n  /u\n  't'", "<a href=\"/u\" title=\"t\">a</a>" },
		{ "[\na\n]: /u\n\"one\ntwo\"", "<a href=\"/u\" title=\"one\ntwo\">a</a>" },
		{ "[b]: /b\n\"b\"\n[a]: <u v>\n(t)\n[c]: /c",
			"<a href=\"u%20v\" title=\"t\">a</a>" },
		{ "# b\n[a]: /u", "<a href=\"/u\">a</a>" },
		{ "[a]: /u\nmore", "<a href=\"/u\">a</a>" },
		{ "[a]: /u\n\"no title\" here", "<a href=\"/u\">a</a>" },
		{ "[a]: /u\n\n\"no title\"", "<a href=\"/u\">a</a>" },
		{ "[a]: /one\n[a]: /two", "<a href=\"/one\">a</a>" },
		/*
		 * Not a definition: it would interrupt a paragraph, is cut, or is something else.
		 */
		{ "b\n[a]: /u", "<p>[a]</p>" },
		{ "- b\n[a]: /u", "<p>[a]</p>" },
		{ "> b\n[a]: /u", "<p>[a]</p>" },
		{ "[a]:\n\n/u", "<p>[a]</p>" },
		{ "```\n[a]: /u\n```", "<p>[a]</p>" },
		{ "    [a]: /u", "<p>[a]</p>" },
		{ "\\[a]: /u", "<p>[a]</p>" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		autofinish(text) struct text talk = { 0 };
		text_append_format(&talk, "[a]\n\n---\n\n%s\n", rows[i].definition);
		autofinish(rendered) struct rendered rendered =
			render_talk(NULL, text_string(&talk));
		if (!strstr(text_string(&rendered.html), rows[i].link))
			fail_msg("%s\ngave: %s", rows[i].definition, text_string(&rendered.html));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_definitions),
		cmocka_unit_test(test_links),
		cmocka_unit_test(test_no_links),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
