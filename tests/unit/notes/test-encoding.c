/* notes/text/encoding: the encodings that are read, and the messages for others. */
#include "talk-checks.h"

#include "base/array.h"
#include "base/text.h"
#include "notes/text/encoding.h"

#define LITERAL(string)                                                                            \
	{                                                                                          \
		(const uint8_t *)(string), sizeof(string) - 1                                      \
	}
#define BYTES(string) ((struct bytes)LITERAL(string))

static void append_unit(struct text *out, unsigned unit, bool is_little)
{
	text_append_char(out, (char)(is_little ? unit & 0xff : unit >> 8));
	text_append_char(out, (char)(is_little ? unit >> 8 : unit & 0xff));
}

/* "# 가😀\n" */
static const unsigned units[] = { '#', ' ', 0xac00, 0xd83d, 0xde00, '\n' };

static void test_utf16(void **state)
{
	(void)state;
	for (int is_little = 0; is_little < 2; is_little++) {
		autofinish(text) struct text source = { 0 };
		append_unit(&source, 0xfeff, is_little);
		for (size_t i = 0; i < ARRAY_COUNT(units); i++)
			append_unit(&source, units[i], is_little);
		struct parsed parsed = parse_bytes(
			"talk.md", (struct bytes){ (const uint8_t *)source.data, source.size });
		assert_true(parsed.ok);
		assert_string_equal(parsed.talk.slides[0].title, "가😀");
		assert_string_equal(text_string(&parsed.said), "");
		parsed_finish(&parsed);
	}
}

/* There is no byte order mark, but every second byte is zero. */
static void test_utf16_without_a_mark(void **state)
{
	(void)state;
	static const char words[] = "---\ntitle: Plain\n---\n# A heading\n";
	for (int is_little = 0; is_little < 2; is_little++) {
		autofinish(text) struct text source = { 0 };
		for (const char *p = words; *p; p++)
			append_unit(&source, (unsigned char)*p, is_little);
		struct parsed parsed = parse_bytes(
			"talk.md", (struct bytes){ (const uint8_t *)source.data, source.size });
		assert_true(parsed.ok);
		assert_string_equal(parsed.talk.title, "Plain");
		parsed_finish(&parsed);
	}
}

/* Half a surrogate pair or half a code unit becomes U+FFFD, and nothing beyond the text is read. */
static void test_broken_utf16(void **state)
{
	(void)state;
	static const struct {
		struct bytes source;
		const char *text;
	} cases[] = {
		{ LITERAL("\xff\xfe\x00\xd8"), "\xef\xbf\xbd" },
		{ LITERAL("\xff\xfe\x00\xdc"
			  "a\0"),
			"\xef\xbf\xbd"
			"a" },
		{ LITERAL("\xff\xfe\x00\xd8"
			  "a\0"),
			"\xef\xbf\xbd"
			"a" },
		{ LITERAL("\xfe\xff\0ab"), "a\xef\xbf\xbd" },
		{ LITERAL("\xfe\xff"), "" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(arena) struct arena arena = { 0 };
		autofinish(error) struct error error = { 0 };
		struct plain_text plain;
		unsigned line;
		assert_true(encoding_read(&arena, cases[i].source, &plain, &line, &error));
		assert_int_equal(plain.bytes.size, strlen(cases[i].text));
		assert_memory_equal(plain.bytes.data, cases[i].text, plain.bytes.size);
	}
}

static void test_what_is_no_utf8(void **state)
{
	(void)state;
	static const struct {
		struct bytes source;
		const char *message;
	} cases[] = {
		{ LITERAL("# x\n\n\307\321\261\333 \271\256\274\255\264\302 \277\276\263\257 "
			  "\306\355\301\375\261\342\277\241\274\255\n"),
			"talk.md:3: this is not UTF-8, but looks like CP949 (EUC-KR): save the "
			"file as UTF-8, or convert it with 'iconv -f CP949 -t UTF-8'" },
		{ LITERAL("\307\321\261\333"),
			"talk.md:1: this is not UTF-8, but looks like CP949" },
		{ LITERAL("# x\r\rx\r\n\307\321\261\271\276\356 \371\323\355\256\260\241 "
			  "\301\266\261\335\n"),
			"talk.md:4: this is not UTF-8, but looks like CP949" },
		{ LITERAL("\202\261\202\352\202\315\203e\203X\203g\202\305\202\267\201B\n"),
			"looks like SHIFT_JIS: save" },
		{ LITERAL("\244\263\244\354\244\317\245\306\245\271\245\310\244\307\244\271\n"),
			"looks like EUC-JP: save" },
		{ LITERAL("\325\342\312\307\322\273\270\366\262\342\312\324\316\304\274\376\243\254"
			  "\323\303\300\264\313\265\303\367\261\340\302\353\265\304\316\312\314"
			  "\342"),
			"looks like GBK: save" },
		{ LITERAL("Un caf\351 \340 Gen\350ve, d\351j\340 vu\n"),
			"looks like WINDOWS-1252: save" },
		/* A few letters may be valid in several encodings. */
		{ LITERAL("Die Gr\366\337e\n"), "may be WINDOWS-1252 or GBK: open it" },
		{ LITERAL("le \253caf\351\273 l\340\n"), "looks like WINDOWS-1252: save" },
		{ LITERAL("\317\360\350\342\345\362\n"), "may be GBK or another encoding: open" },
		{ LITERAL("A\277\315B\n"), "may be WINDOWS-1252 or CP949: open it" },
		{ LITERAL("# 한글 문서에\n\n깨진 글\xea\xb8 하나\n"),
			"talk.md:3: the byte 0xEA on this line is not UTF-8: save" },
		{ LITERAL("\xff\xfe\0\0#\0\0\0"), "talk.md:1: this is UTF-32" },
		{ LITERAL("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "talk.md:1: " },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct parsed parsed = parse_bytes("talk.md", cases[i].source);
		assert_false(parsed.ok);
		if (!strstr(error_message(&parsed.error), cases[i].message))
			fail_msg("case %zu: %s", i, error_message(&parsed.error));
		parsed_finish(&parsed);
	}
}

static void test_nul(void **state)
{
	(void)state;
	struct parsed parsed = parse_bytes("talk.md", BYTES("# A\n\nb\0c\n"));
	assert_true(parsed.ok);
	assert_string_equal(text_string(&parsed.said),
		"talk.md:3: a byte 0 stands on this line, which no text has: remove it\n");
	parsed_finish(&parsed);
}

static void test_turned_direction(void **state)
{
	(void)state;
	static const struct {
		const char *line, *point;
	} cases[] = {
		{ "a \u202emoc", "U+202E" },
		{ "a \u202emoc\u202c b", "U+202E" }, /* an override that ends */
		{ "a \u2067b", "U+2067" },
		{ "a \u202bb", "U+202B" },
		{ "a \u2067b\u2069 c", NULL },
		{ "a \u202bb\u202c c", NULL },
		{ "\u0645\u0631\u200f \U0001f9d1\u200d\U0001f680", NULL },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(text) struct text source = { 0 };
		text_append_format(&source, "# A\n\n%s\n", cases[i].line);
		struct parsed parsed = parse_bytes(
			"talk.md", (struct bytes){ (const uint8_t *)source.data, source.size });
		assert_true(parsed.ok);
		if (!cases[i].point)
			assert_string_equal(text_string(&parsed.said), "");
		else if (!strstr(text_string(&parsed.said), "talk.md:3: the invisible character") ||
			!strstr(text_string(&parsed.said), cases[i].point))
			fail_msg("case %zu: %s", i, text_string(&parsed.said));
		parsed_finish(&parsed);
	}
}

/* Invisible characters that web pages have at the start of lines. */
static void test_no_width(void **state)
{
	(void)state;
	struct parsed parsed = parse_bytes("talk.md",
		BYTES("\xe2\x80\x8b# A\n\n\xe2\x81\xa0---\n\nB\xe2\x80\x8b"
		      "C\n"));
	assert_true(parsed.ok);
	assert_int_equal(parsed.talk.slide_count, 2);
	assert_string_equal(parsed.talk.slides[0].title, "A");
	assert_non_null(strstr(
		(const char *)parsed.talk.slides[1].parts[0].markdown.data, "B\xe2\x80\x8b"));
	parsed_finish(&parsed);
}

/* Several files joined to one. */
static void test_marks_inside(void **state)
{
	(void)state;
	struct parsed parsed = parse_bytes("talk.md",
		BYTES("\xef\xbb\xbf\xef\xbb\xbf---\ntitle: B\n---\n# A\n\n\xef\xbb\xbf---\n\n"
		      "\xef\xbb\xbf# C\xef\xbb\xbf\n"));
	assert_true(parsed.ok);
	assert_string_equal(parsed.talk.title, "B");
	assert_int_equal(parsed.talk.slide_count, 2);
	assert_string_equal(parsed.talk.slides[1].id, "c");
	assert_string_equal(text_string(&parsed.said), "");
	parsed_finish(&parsed);
}

static void test_marks_and_line_ends(void **state)
{
	(void)state;
	struct parsed parsed = parse_bytes(
		"talk.md", BYTES("\xef\xbb\xbf---\r\ntitle: B\r---\n# A\r\n\r---\r\r# C\r\n"));
	assert_true(parsed.ok);
	assert_string_equal(parsed.talk.title, "B");
	assert_int_equal(parsed.talk.slide_count, 2);
	assert_int_equal(parsed.talk.slides[1].line, 8);
	parsed_finish(&parsed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_utf16),
		cmocka_unit_test(test_utf16_without_a_mark),
		cmocka_unit_test(test_broken_utf16),
		cmocka_unit_test(test_what_is_no_utf8),
		cmocka_unit_test(test_nul),
		cmocka_unit_test(test_turned_direction),
		cmocka_unit_test(test_marks_inside),
		cmocka_unit_test(test_no_width),
		cmocka_unit_test(test_marks_and_line_ends),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
