/* Every code point is written as the decoder reads it; sizes change where RFC 3629 says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/format/markup.h"
#include "base/format/utf8.h"

static void every_character_is_read_back(void **state)
{
	(void)state;
	for (uint32_t point = 0; point < 0x110000; point++) {
		uint8_t bytes[UTF8_SIZE_MAX];
		size_t size = utf8_encode(point, bytes), read;
		if (point >= 0xd800 && point < 0xe000)
			continue;
		assert_int_equal(markup_decode_utf8((struct bytes){ bytes, size }, &read), point);
		assert_int_equal(read, size);
	}
}

static void sizes_change_at_their_limits(void **state)
{
	(void)state;
	static const struct {
		uint32_t point;
		const char *bytes;
	} cases[] = {
		{ 0x7f, "\x7f" },
		{ 0x80, "\xc2\x80" },
		{ 0x7ff, "\xdf\xbf" },
		{ 0x800, "\xe0\xa0\x80" },
		{ 0xac00, "\xea\xb0\x80" },
		{ 0xffff, "\xef\xbf\xbf" },
		{ 0x10000, "\xf0\x90\x80\x80" },
		{ 0x10ffff, "\xf4\x8f\xbf\xbf" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(text) struct text text = { 0 };
		utf8_append(&text, cases[i].point);
		assert_string_equal(text_string(&text), cases[i].bytes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_character_is_read_back),
		cmocka_unit_test(sizes_change_at_their_limits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
