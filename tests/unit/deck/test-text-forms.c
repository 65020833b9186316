/*
 * Tests deck/leak-check/text-forms: the search for hidden values covers everything that a reader
 * of the page sees.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/array.h"
#include "deck/leak-check/text-forms.h"

static bool is_read(const char *html, size_t size, const char *words)
{
	autofinish(plain_text) struct plain_text plain = { 0 };
	plain_text_add_html(&plain, (struct bytes){ (const uint8_t *)html, size }, HTML_AS_READ);
	return strstr(text_string(&plain.text), words) != NULL;
}

/*
 * Only some characters after '<' begin a tag or a comment; before all others '<' is text (WHATWG
 * HTML, 13.2.5.6).
 */
static void a_sign_that_begins_no_tag_hides_nothing(void **state)
{
	(void)state;
	for (unsigned c = 1; c < 256; c++) {
		char html[] = "if a < 7geheim7, then";
		html[6] = (char)c;
		bool begins_tag = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '/' ||
			c == '!' || c == '?';
		if (is_read(html, strlen(html), "7geheim7") == begins_tag)
			fail_msg("'<' and byte %02x: the words behind are %s", c,
				begins_tag ? "text" : "lost");
	}
	assert_true(is_read("geheim <", 8, "geheim <"));
}

static void what_follows_a_tag_is_read(void **state)
{
	static const char *const tags[] = { "<b>", "</b>", "<p class=\"a>b\">", "<p class='a>b'>",
		"<!-- a > b -->", "<!doctype html>", "<?xml version='1.0'?>", "<br/>", "<a\nb>" };
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(tags); i++) {
		autofinish(text) struct text html = { 0 };
		text_append(&html, "before");
		text_append(&html, tags[i]);
		text_append(&html, "geheim");
		if (!is_read(text_string(&html), html.size, "geheim") ||
			is_read(text_string(&html), html.size, "class") ||
			is_read(text_string(&html), html.size, " b"))
			fail_msg("%s", tags[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sign_that_begins_no_tag_hides_nothing),
		cmocka_unit_test(what_follows_a_tag_is_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
