/* notes/text/characters: names that are equal in any Unicode form. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/format/markup.h"
#include "base/text.h"
#include "notes/text/characters.h"
#include "notes/text/compositions.h"

/* Up to U+FFFF. */
static void append_point(struct text *out, uint32_t point)
{
	if (point < 0x80) {
		text_append_char(out, (char)point);
	} else if (point < 0x800) {
		text_append_char(out, (char)(0xc0 | point >> 6));
		text_append_char(out, (char)(0x80 | (point & 0x3f)));
	} else {
		text_append_char(out, (char)(0xe0 | point >> 12));
		text_append_char(out, (char)(0x80 | (point >> 6 & 0x3f)));
		text_append_char(out, (char)(0x80 | (point & 0x3f)));
	}
}

static void each_row_of_the_table_is_found(void **state)
{
	(void)state;
	assert_true(composition_count > 800);
	for (size_t i = 0; i < composition_count; i++) {
		const struct composition *row = &compositions[i];
		const struct composition *before = i ? row - 1 : NULL;
		if (before)
			assert_true(before->base < row->base ||
				(before->base == row->base && before->mark < row->mark));
		autofinish(text) struct text parts = { 0 };
		autofinish(text) struct text whole = { 0 };
		autofinish(text) struct text composed = { 0 };
		append_point(&parts, row->base);
		append_point(&parts, row->mark);
		append_point(&whole, row->composed);
		text_append_composed(&composed, markup_bytes_of(text_string(&parts)));
		assert_string_equal(text_string(&composed), text_string(&whole));
		assert_true(text_is_same_composed(text_string(&parts), text_string(&whole)));
	}
}

static void names_are_one_or_not(void **state)
{
	(void)state;
	static const struct {
		const char *a, *b;
		bool is_same;
	} cases[] = {
		{ "x.html", "x.html", true },
		{ "x.html", "y.html", false },
		{ "\u1112\u1161\u11ab.html", "\ud55c.html", true },
		{ "\u1112\u1161\u11ab.html", "\ud558.html", false },
		{ "Cafe\u0301", "Caf\u00e9", true },
		{ "Cafe\u0300", "Caf\u00e9", false },
		{ "Cafe", "Caf\u00e9", false },
		{ "Tie\u0302\u0301ng", "Ti\u1ebfng", true },
		{ "\u304b\u3099", "\u304c", true },
		{ "\u0301", "\u0301", true },
		{ "x\u0301", "x\u0301", true },
		{ "", "", true },
		{ "\xcc", "\xcc", true },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		assert_int_equal(text_is_same_composed(cases[i].a, cases[i].b), cases[i].is_same);
		assert_int_equal(text_is_same_composed(cases[i].b, cases[i].a), cases[i].is_same);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_row_of_the_table_is_found),
		cmocka_unit_test(names_are_one_or_not),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
