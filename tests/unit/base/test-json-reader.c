/*
 * base/format/json-reader: what is found in a JSON text, and that no prefix of one is read past its
 * end.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/format/json-reader.h"

#include <stdio.h>
#include "base/format/markup.h"

static const char answer[] =
	"{\"id\":7, \"result\" : {\"a\":[1,{\"data\":\"no\"},\"}\"],\"skip\":\"\\\"}{\",\n"
	"\"data\":\"\\u0041\\ud55c\\ud83d\\ude00\\n\\/\",\"count\":-12,\"rate\":1.5},"
	"\"error\":null}";

static void finds_members(void **state)
{
	(void)state;
	struct bytes json = markup_bytes_of(answer), value;
	int64_t number;
	assert_true(json_member(json, "id", &value));
	assert_true(json_integer(value, &number));
	assert_int_equal(number, 7);
	assert_true(json_path(json, &value, "result", "count", NULL));
	assert_true(json_integer(value, &number));
	assert_int_equal(number, -12);
	assert_true(json_path(json, &value, "result", "rate", NULL));
	assert_false(json_integer(value, &number));
	assert_true(json_member(json, "error", &value));
	assert_int_equal(value.size, 4);
	assert_false(json_member(json, "data", &value));
	assert_false(json_path(json, &value, "id", "data", NULL));
	assert_false(json_path(json, &value, "result", "dat", NULL));
}

/* What json_members_find() finds is what json_member() finds. */
static void finds_members_that_were_read(void **state)
{
	(void)state;
	static const char *const objects[] = { answer, " {\"a\":1,\"b\":2,\"a\":3}", "{}",
		"{\"a\":1,\"b\"", "{\"a\":1 7}", "[\"a\",1]", "\"a\"", "", ",\"a\":1" };
	static const char *const keys[] = { "a", "b", "id", "error", "data", "" };
	for (size_t i = 0; i < ARRAY_COUNT(objects); i++) {
		struct bytes object = markup_bytes_of(objects[i]);
		struct json_members members;
		bool is_object = objects[i][strspn(objects[i], " ")] == '{';
		assert_int_equal(json_members_read(object, &members), is_object);
		for (size_t j = 0; j < ARRAY_COUNT(keys); j++) {
			struct bytes one = { 0 }, other = { 0 };
			assert_int_equal(json_members_find(&members, keys[j], &one),
				json_member(object, keys[j], &other));
			assert_ptr_equal(one.data, other.data);
			assert_int_equal(one.size, other.size);
		}
	}
}

/* Members for which there is no room are found, too. */
static void finds_members_behind_many(void **state)
{
	(void)state;
	for (unsigned count = JSON_MEMBERS_MAX - 1; count <= 3 * JSON_MEMBERS_MAX; count++) {
		autofinish(text) struct text object = { 0 };
		struct json_members members;
		for (unsigned i = 0; i < count; i++)
			text_append_format(&object, "%c\"k%u\":%u", i ? ',' : '{', i, i);
		text_append_char(&object, '}');
		struct bytes json = markup_bytes_of(text_string(&object));
		assert_true(json_members_read(json, &members));
		for (unsigned i = 0; i <= count; i++) {
			char key[16];
			struct bytes value;
			int64_t number = -1;
			(void)snprintf(key, sizeof(key), "k%u", i);
			assert_int_equal(json_members_find(&members, key, &value), i < count);
			assert_true(i == count || json_integer(value, &number));
			assert_int_equal(number, i < count ? (int64_t)i : -1);
		}
	}
}

static void reads_strings(void **state)
{
	(void)state;
	struct bytes json = markup_bytes_of(answer), value;
	autofinish(text) struct text text = { 0 };
	assert_true(json_path(json, &value, "result", "data", NULL));
	assert_true(json_string_append(value, &text));
	assert_string_equal(text_string(&text), "A한😀\n/");
	assert_true(json_path(json, &value, "result", "skip", NULL));
	text_clear(&text);
	assert_true(json_string_append(value, &text));
	assert_string_equal(text_string(&text), "\"}{");
	assert_true(json_string_equals(markup_bytes_of("\"abc\""), "abc"));
	assert_false(json_string_equals(markup_bytes_of("\"abc\""), "ab"));
	assert_false(json_string_equals(markup_bytes_of("abc"), "b"));

	static const char *const wrong[] = { "\"\\q\"", "\"\\u12\"", "\"\\u12G4\"", "\"\\\"", "\"",
		"", "7" };
	for (size_t i = 0; i < ARRAY_COUNT(wrong); i++)
		assert_false(json_string_append(markup_bytes_of(wrong[i]), &text));
	text_clear(&text);
	assert_true(json_string_append(markup_bytes_of("\"\\ud800x\\udc00\""), &text));
	assert_string_equal(text_string(&text), "\xef\xbf\xbdx\xef\xbf\xbd");
}

/* Copied to its exact size, so that a sanitizer sees a read past the end. */
static void survives_every_prefix(void **state)
{
	(void)state;
	for (size_t size = 0; size < sizeof(answer); size++) {
		uint8_t *copy = malloc(size + !size);
		assert_non_null(copy);
		memcpy(copy, answer, size);
		struct bytes json = { copy, size }, value;
		autofinish(text) struct text text = { 0 };
		if (json_path(json, &value, "result", "data", NULL))
			assert_true(json_string_append(value, &text));
		(void)json_string_append(json, &text);
		(void)json_member(json, "nothing", &value);
		struct json_members members;
		(void)json_members_read(json, &members);
		free(copy);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_members),
		cmocka_unit_test(finds_members_that_were_read),
		cmocka_unit_test(finds_members_behind_many),
		cmocka_unit_test(reads_strings),
		cmocka_unit_test(survives_every_prefix),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
