/* Media that a deck does not contain are named or linked; they never stop a build. */
#include "note-folder.h"

#include "base/array.h"
#include "notes/block/media.h"

#define NAME(name) "<p><span class=\"wikilink\">" name "</span></p>\n"
#define LINK(url, words)                                                                           \
	"<p><a href=\"" url "\" target=\"_blank\" rel=\"noopener noreferrer\">" words "</a></p>\n"
#define PNG "\x89PNG\r\n\x1a\n"
#define SRC "src=\"data:image/png;base64,iVBORw0KGgo=\""

struct media_case {
	const char *markdown, *html;
	const char *finding; /* a part; NULL: none */
};

static const struct media_case cases[] = {
	{ "![[a.mp4]]", NAME("a.mp4"), "talk.md:1: a deck cannot show 'a.mp4'" },
	{ "![[폴더/소리.M4A]]", NAME("소리.M4A"), "'소리.M4A'" },
	{ "![[문서.pdf#page=3]]", NAME("문서.pdf"), "'문서.pdf'" },
	{ "![[b.pdf|말]]", NAME("말"), "'b.pdf'" },
	{ "![[b.pdf|300]]", NAME("b.pdf"), "'b.pdf'" },
	{ "![[x.base]]", NAME("x.base"), "'x.base'" },
	{ "![[x.canvas]]", NAME("x.canvas"), "'x.canvas'" },
	{ "![[Drawing 2024-01-01.excalidraw]]", NAME("Drawing 2024-01-01.excalidraw"),
		"excalidraw'" },
	{ "![[Drawing.excalidraw.md|600]]", NAME("Drawing.excalidraw.md"), "excalidraw.md'" },
	{ "a ![[a.webm]] b", "<p>a <span class=\"wikilink\">a.webm</span> b</p>\n", "'a.webm'" },
	{ "![](a.mp4)", NAME("a.mp4"), "'a.mp4'" },
	{ "![말](../x/my%20film.mov)", NAME("말"), "'my film.mov'" },
	{ "![](file:///home/me/a.png)", NAME("a.png"), "'a.png'" },
	{ "![](C:\\\\Users\\\\me\\\\a.mp4)", NAME("a.mp4"), "'a.mp4'" },
	{ "![](data:text/html,x)", NAME("html,x"), "cannot show" },
	{ "![](https://www.youtube.com/watch?v=abc)",
		LINK("https://www.youtube.com/watch?v=abc", "youtube.com/watch?v=abc"),
		"the remote image" },
	{ "![](https://twitter.com/a/status/1)",
		LINK("https://twitter.com/a/status/1", "twitter.com/a/status/1"),
		"becomes a link" },
	{ "![](http://h/x/%EA%B7%B8%EB%A6%BC%201.png?raw=1#y)",
		LINK("http://h/x/%EA%B7%B8%EB%A6%BC%201.png?raw=1#y", "그림 1.png"), "becomes" },
	{ "![](http://h.example)", LINK("http://h.example", "h.example"), "becomes" },
	{ "![](http://h.example/)", LINK("http://h.example/", "h.example/"), "becomes" },
	{ "![말](http://h/x.png)", LINK("http://h/x.png", "말"), "becomes" },
	{ "![](//h/x.png)", "<p>x.png</p>\n", "becomes" },
	{ "[![](http://h/x.png)](b)", "<p><a href=\"b\">x.png</a></p>\n", "becomes" },
	/* Sizes in the syntax of other programs. */
	{ "![300](a.png)", "<p><img " SRC " alt=\"\" width=\"300\"></p>\n", NULL },
	{ "![300x20](a.png)", "<p><img " SRC " alt=\"\" width=\"300\" height=\"20\"></p>\n", NULL },
	{ "![w|300](a.png)", "<p><img " SRC " alt=\"w\" width=\"300\"></p>\n", NULL },
	{ "![2x speed](a.png)", "<p><img " SRC " alt=\"2x speed\"></p>\n", NULL },
	{ "![x](a.png =300x)", "<p><img " SRC " alt=\"x\" width=\"300\"></p>\n", NULL },
	{ "a ![](a.png =x20) b", "<p>a <img " SRC " alt=\"\" height=\"20\"> b</p>\n", NULL },
	{ "![x](my a.png =30x20)", "<p><img " SRC " alt=\"x\" width=\"30\" height=\"20\"></p>\n",
		NULL },
	{ "![x](http://h/a.png =3x)", LINK("http://h/a.png", "x"), "becomes" },
	{ "![x](a.png =y)", "<p>![x](a.png =y)</p>\n", NULL },
	{ "![x](nope.png =3x)", NULL, "there is no image 'nope.png'" },
};

static void test_media(void **state)
{
	const struct note_folder *folder = *state;
	note_folder_write(folder, "a.png", (struct bytes){ (const uint8_t *)PNG, 8 });
	note_folder_write(folder, "my a.png", (struct bytes){ (const uint8_t *)PNG, 8 });
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(text) struct text talk = { 0 };
		text_append_format(&talk, "%s\n", cases[i].markdown);
		autofinish(rendered) struct rendered rendered =
			render_talk(folder, text_string(&talk));
		if (!rendered.ok)
			fail_msg("%s\ngave: %s", cases[i].markdown, error_message(&rendered.error));
		const char *told = text_string(&rendered.findings);
		const char *html = text_string(&rendered.html);
		if (cases[i].html && strcmp(html, cases[i].html) != 0)
			fail_msg("%s\ngave: %s", cases[i].markdown, html);
		if (cases[i].finding ? !strstr(told, cases[i].finding) : *told)
			fail_msg("%s\ntold: %s", cases[i].markdown, told);
		if (cases[i].html &&
			(strstr(html, "/home/") || strstr(told, "/home/") || strstr(html, "Users")))
			fail_msg("%s\ntells where it is: %s%s", cases[i].markdown, html, told);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_media, note_folder_make, note_folder_remove),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
