/* notes/html/slide-kind: how a slide of words is laid out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/format/markup.h"
#include "notes/html/slide-kind.h"

static const char *kind(const char *html)
{
	const char *found = slide_kind(markup_bytes_of(html));
	return found ? found : "none";
}

static void headings_alone(void **state)
{
	(void)state;
	assert_string_equal(kind("<h2>Why?</h2>\n"), "heading");
	assert_string_equal(kind("<h1>A</h1>\n<h4>B <em>c</em><br>d</h4>\n"), "heading");
	assert_string_equal(
		kind("<h2>Why?</h2>\n<aside class=\"notes\">\n<p>slowly</p></aside>"), "heading");
	assert_string_equal(kind("<h2>Why?</h2>\n<h5>small</h5>\n"), "none");
	assert_string_equal(kind("<h2>Why?</h2>\n<hr>\n"), "none");
}

static void a_last_slide_has_one_line(void **state)
{
	(void)state;
	assert_string_equal(kind("<h1>Thanks</h1>\n<p>See <b>you</b></p>\n"), "closing");
	assert_string_equal(kind("<h1>Thanks</h1>\n<p>One</p>\n<p>Two</p>\n"), "none");
	assert_string_equal(kind("<h2>Thanks</h2>\n<p>One</p>\n"), "none");
	assert_string_equal(kind("<p>One</p>\n<h1>Thanks</h1>\n"), "none");
	assert_string_equal(kind("<h1>Thanks</h1>\n<p>One</p>\n<ul><li>x</li></ul>"), "none");
}

static void only_outermost_headings_count(void **state)
{
	(void)state;
	assert_string_equal(kind(""), "untitled");
	assert_string_equal(kind("<blockquote>\n<h2>Quoted</h2>\n</blockquote>\n"), "untitled");
	assert_string_equal(kind("<p><img src=\"a.png\" alt=\"<h2>\"></p>\n"), "untitled");
	assert_string_equal(
		kind("<svg><path d=\"M0 0\"/><g><title>t</title></g></svg><p>x</p>"), "untitled");
	assert_string_equal(kind("<p><input type=\"checkbox\"> <img></p><h2>Late</h2>"), "none");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headings_alone),
		cmocka_unit_test(a_last_slide_has_one_line),
		cmocka_unit_test(only_outermost_headings_count),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
