/* What browsers, and others, send as a form. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/array.h"
#include "base/format/markup.h"
#include "serve/feedback/form.h"

static void test_values(void **state)
{
	(void)state;
	static const struct {
		const char *body, *value;
	} rows[] = {
		{ "words=why%3F", "why?" },
		{ "a=b&words=one+two%0D%0Athree&words=again", "one two\r\nthree" },
		{ "words=%ec%99%9c", "왜" },
		{ "words=100%", "100%" },
		{ "words=%4", "%4" },
		{ "words=%zz%41", "%zzA" },
		{ "words", "" },
		{ "words=a=b", "a=b" },
		{ "%77ords=named", "named" },
		{ "&&=x&words=there", "there" },
		{ "Words=no", "" },
		{ "", "" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		autofinish(arena) struct arena arena = { 0 };
		const struct form form = form_read(&arena, markup_bytes_of(rows[i].body));
		struct bytes value = form_value(&form, "words");
		assert_int_equal(value.size, strlen(rows[i].value));
		assert_memory_equal(value.data, rows[i].value, value.size);
	}
}

static void test_numbers(void **state)
{
	(void)state;
	static const struct {
		const char *body;
		int64_t number;
	} rows[] = {
		{ "n=0", 0 },
		{ "n=42", 42 },
		{ "n=100", 100 },
		{ "n=101", -1 },
		{ "n=99999999999999999999999999", -1 },
		{ "n=-1", -1 },
		{ "n=4x", -1 },
		{ "n=", -1 },
		{ "m=4", -1 },
	};
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		autofinish(arena) struct arena arena = { 0 };
		const struct form form = form_read(&arena, markup_bytes_of(rows[i].body));
		assert_int_equal(form_number(&form, "n", 100, -1), rows[i].number);
	}
}

static void test_many(void **state)
{
	(void)state;
	autofinish(arena) struct arena arena = { 0 };
	autofinish(text) struct text body = { 0 };
	for (unsigned i = 0; i < 100; i++)
		text_append_format(&body, "f%u=v&", i);
	const struct form form = form_read(&arena, markup_bytes_of(text_string(&body)));
	assert_int_equal(form.count, FORM_FIELDS_MAX);
	assert_int_equal(form_value(&form, "f0").size, 1);
	assert_int_equal(form_value(&form, "f99").size, 0);
	/* A NUL ends neither the body nor its memory. */
	const struct form nul = form_read(&arena, markup_bytes_of("words=a%00b"));
	assert_int_equal(form_value(&nul, "words").size, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_many),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
