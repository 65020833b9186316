/*
 * base/: the functions on which every layer above relies, with hostile bytes where bytes come in.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/cursor.h"
#include "base/error.h"
#include "base/file/file.h"
#include "base/format/hex-base64.h"
#include "base/format/json.h"
#include "base/format/markup.h"
#include "base/format/timestamp.h"
#include "base/nearest-name.h"
#include "base/text.h"

#define BYTES_OF(literal)                                                                          \
	{                                                                                          \
		(const uint8_t *)(literal), sizeof(literal) - 1                                    \
	}
#define BYTES(literal) ((struct bytes)BYTES_OF(literal))

/* --- cursor --- */

static void cursor_reads_network_order(void **state)
{
	(void)state;
	struct cursor cursor = cursor_over(
		BYTES("\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12"
		      "\x01\x02\x03\x04"));
	assert_int_equal(cursor_u8(&cursor), 0x01);
	assert_int_equal(cursor_u16(&cursor), 0x0203);
	assert_int_equal(cursor_u24(&cursor), 0x040506);
	assert_int_equal(cursor_u32(&cursor), 0x0708090a);
	assert_int_equal(cursor_u64(&cursor), 0x0b0c0d0e0f101112);
	assert_int_equal(cursor_position(&cursor), 18);
	assert_int_equal(cursor_u32_le(&cursor), 0x04030201);
	assert_true(cursor_ok(&cursor));
	assert_int_equal(cursor_remaining(&cursor), 0);
}

static void cursor_latches_short_reads(void **state)
{
	(void)state;
	for (size_t size = 0; size < 8; size++) {
		struct cursor cursor =
			cursor_over((struct bytes){ (const uint8_t *)"\1\2\3\4\5\6\7", size });
		assert_int_equal(cursor_u64(&cursor), 0);
		assert_false(cursor_ok(&cursor));
		assert_int_equal(cursor_remaining(&cursor), 0);
		assert_int_equal(cursor_u8(&cursor), 0);
		assert_int_equal(cursor_bytes(&cursor, 1).size, 0);
	}
	struct cursor cursor = cursor_over(BYTES("abc"));
	cursor_skip(&cursor, SIZE_MAX);
	assert_false(cursor_ok(&cursor));
}

static void cursor_takes_what_there_is(void **state)
{
	(void)state;
	struct cursor cursor = cursor_over(BYTES("abcdef"));
	cursor_skip(&cursor, 1);
	struct cursor part = cursor_take(&cursor, 3);
	assert_int_equal(cursor_position(&part), 1);
	assert_memory_equal(cursor_rest(&part).data, "bcd", 3);
	assert_int_equal(cursor_remaining(&part), 3);
	struct cursor cut = cursor_take(&cursor, 100);
	assert_int_equal(cursor_remaining(&cut), 2);
	assert_true(cursor_ok(&cut) && cursor_ok(&cursor));
}

static void cursor_over_nothing_is_empty(void **state)
{
	(void)state;
	struct cursor cursor = cursor_over((struct bytes){ 0 });
	struct cursor part = cursor_take(&cursor, 5);
	assert_int_equal(cursor_remaining(&part), 0);
	assert_int_equal(cursor_bytes(&cursor, 0).size, 0);
	assert_true(cursor_ok(&cursor));
	assert_int_equal(cursor_u8(&cursor), 0);
	assert_false(cursor_ok(&cursor));
}

/* --- arena, text --- */

/* Across blocks, and in an arena that was empty. */
static void what_came_since_a_mark_is_taken_back(void **state)
{
	(void)state;
	autofinish(arena) struct arena arena = { 0 };
	const struct arena_mark empty = arena_mark(&arena);
	char *kept = arena_strdup(&arena, "kept");
	const struct arena_mark mark = arena_mark(&arena);
	for (size_t size = 1; size < 1 << 20; size *= 3) {
		memset(arena_alloc(&arena, size), 0xa5, size);
		char *first = arena_alloc(&arena, 8);
		*first = 'x';
		if (size > 1000)
			arena_rewind(&arena, mark);
	}
	arena_rewind(&arena, mark);
	assert_int_equal(arena.size, mark.size);
	assert_string_equal(kept, "kept");
	const char *again = arena_alloc(&arena, 64);
	for (size_t i = 0; i < 64; i++)
		assert_int_equal(again[i], 0);
	arena_rewind(&arena, empty);
	assert_int_equal(arena.size, 0);
	assert_null(arena.blocks);
}

static void arena_memory_is_zeroed_and_aligned(void **state)
{
	(void)state;
	autofinish(arena) struct arena arena = { 0 };
	for (size_t size = 0; size < 5000; size = size * 2 + 1) {
		unsigned char *memory = arena_alloc(&arena, size);
		assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(memory[i], 0);
		memset(memory, 0xff, size);
	}
	assert_string_equal(arena_printf(&arena, "%s-%d", "a", 5), "a-5");
	assert_string_equal(arena_strndup(&arena, "abcdef", 3), "abc");
	assert_string_equal(arena_strndup(&arena, NULL, 0), "");
	assert_int_equal(arena_bytes(&arena, (struct bytes){ 0 }).size, 0);
	assert_non_null(arena_alloc(&arena, 3 << 20));
}

static void arrays_grow(void **state)
{
	(void)state;
	size_t capacity = 0;
	int *items = NULL;
	for (size_t i = 0; i < 1000; i++) {
		grow_array(&items, i, &capacity, sizeof(*items));
		items[i] = (int)i;
	}
	assert_int_equal(items[999], 999);
	free(items);
}

static void text_grows(void **state)
{
	(void)state;
	autofinish(text) struct text text = { 0 };
	assert_string_equal(text_string(&text), "");
	text_append_size(&text, NULL, 0);
	assert_string_equal(text_string(&text), "");
	for (int i = 0; i < 1000; i++)
		text_append_format(&text, "%03d,", i);
	assert_int_equal(text.size, 4000);
	assert_string_equal(text.data + 3996, "999,");
	text_clear(&text);
	text_append_size(&text, "a\0b", 3);
	assert_int_equal(text.size, 3);
	char *stolen = text_steal(&text);
	assert_memory_equal(stolen, "a\0b", 4);
	free(stolen);
	assert_int_equal(text.size, 0);
}

/* Numbers of each length, with the limits of each length and of 32 bits. */
static void numbers_are_written_in_decimal(void **state)
{
	(void)state;
	uint64_t power = 1;
	for (unsigned i = 0; i < 84; i++) {
		uint64_t number = i < 20 ? power : UINT64_C(1) << (i - 20);
		power *= 10;
		for (uint64_t near = number - 1; near <= number; near++) {
			autofinish(text) struct text text = { 0 };
			char expected[64];
			text_append_number(&text, near);
			text_append_digits(&text, near, 1 + i % 22);
			(void)snprintf(expected, sizeof(expected), "%llu%0*llu",
				(unsigned long long)near, 1 + (int)i % 22,
				(unsigned long long)near);
			assert_string_equal(text_string(&text), expected);
		}
	}
}

static void numbers_are_grouped(void **state)
{
	(void)state;
	static const struct {
		uint64_t number;
		const char *expected;
	} cases[] = {
		{ 0, "0" },
		{ 999, "999" },
		{ 1000, "1,000" },
		{ 12345678, "12,345,678" },
		{ UINT64_MAX, "18,446,744,073,709,551,615" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(text) struct text text = { 0 };
		text_append_grouped(&text, cases[i].number, ",");
		assert_string_equal(text_string(&text), cases[i].expected);
	}
}

/* RFC 4648, section 10. */
static void base64_has_the_vectors_of_its_rfc(void **state)
{
	(void)state;
	static const char *const expected[] = { "", "Zg==", "Zm8=", "Zm9v",
		"Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy" };
	for (size_t size = 0; size < ARRAY_COUNT(expected); size++) {
		autofinish(text) struct text text = { 0 };
		text_append_base64(&text, (struct bytes){ (const uint8_t *)"foobar", size });
		assert_string_equal(text_string(&text), expected[size]);
		autofinish(buffer) struct buffer bytes = { 0 };
		base64_decode((struct bytes){ (const uint8_t *)text.data, text.size }, &bytes);
		assert_int_equal(bytes.size, size);
		assert_memory_equal(bytes.data, "foobar", size);
	}
	autofinish(text) struct text text = { 0 };
	text_append_base64(&text, BYTES("\xff\xef\xbe"));
	assert_string_equal(text_string(&text), "/+++");
}

/* Quotes are ignored as in a JSON string; invalid base64 gives an empty result. */
static void base64_is_read_in_quotes(void **state)
{
	(void)state;
	static const struct {
		const char *string, *expected;
	} cases[] = {
		{ "\"Zm9v\"", "foo" },
		{ "\"Zg==\"", "f" },
		{ "\"\"", "" },
		{ "", "" },
		{ "\"", "" },
		{ "\"Zm*v\"", "" },
		{ "\"Zm9v\\n\"", "" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(buffer) struct buffer bytes = { 0 };
		base64_decode(
			(struct bytes){ (const uint8_t *)cases[i].string, strlen(cases[i].string) },
			&bytes);
		assert_int_equal(bytes.size, strlen(cases[i].expected));
		assert_memory_equal(bytes.data, cases[i].expected, bytes.size);
	}
}

static void hexadecimal_digits_are_known_in_both_cases(void **state)
{
	(void)state;
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";
	int known = 0;
	for (int letter = 0; letter < 256; letter++)
		known += hex_digit((uint8_t)letter) >= 0;
	assert_int_equal(known, 22);
	for (int i = 0; i < 32; i++)
		assert_int_equal(hex_digit((uint8_t)digits[i]), i % 16);
}

/* --- error --- */

static void errors_carry_their_place(void **state)
{
	(void)state;
	autofinish(error) struct error error = { 0 };
	assert_false(error_is_set(&error));
	assert_false(error_set(&error, "no capture '%s'", "x"));
	assert_false(error_set(&error, "again: %s", error_message(&error)));
	error_prefix(&error, "cannot build: ");
	error_at(&error, "a.md", 4);
	assert_string_equal(error_message(&error), "a.md:4: cannot build: again: no capture 'x'");
	error_set(&error, "b");
	error_at(&error, "a.md", 0);
	assert_string_equal(error_message(&error), "a.md: b");
}

static void nearest_word_is_a_plausible_typo(void **state)
{
	(void)state;
	static const char *const words[] = { "record", "build", "serve", "packets", "pingpong",
		"tcp", "tls" };
	static const struct {
		const char *typed, *expected;
	} cases[] = {
		{ "recrod", "record" },
		{ "biuld", "build" },
		{ "PACKETS", "packets" },
		{ "packet", "packets" },
		{ "ping", NULL },
		{ "zzzzzz", NULL },
		{ "tsl", "tls" }, /* letters that changed places are one mistake */
		{ "x", NULL },
		{ "", NULL },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		const char *got = nearest_name(cases[i].typed, words, ARRAY_COUNT(words));
		if (cases[i].expected)
			assert_string_equal(got, cases[i].expected);
		else
			assert_null(got);
	}
	char long_a[300], long_b[300];
	memset(long_a, 'a', sizeof(long_a));
	memset(long_b, 'b', sizeof(long_b));
	long_a[299] = long_b[299] = '\0';
	const char *const candidates[] = { long_b };
	assert_null(nearest_name(long_a, candidates, 1));
}

/* --- markup --- */

typedef void escape_function(struct text *out, struct bytes bytes);

static void each_context_escapes_its_own(void **state)
{
	(void)state;
	static const struct {
		escape_function *escape;
		struct bytes in;
		const char *expected;
	} cases[] = {
		{ markup_text_bytes, BYTES_OF("<script>&\"'"), "&lt;script&gt;&amp;\"'" },
		{ markup_attribute_bytes, BYTES_OF("\"><x a='&"), "&quot;&gt;&lt;x a=&#39;&amp;" },
		{ markup_json, BYTES_OF("a\"\\/\n\r\t\x01\x7f<"),
			"\"a\\\"\\\\/\\n\\r\\t\\u0001\\u007f<\"" },
		{ markup_json, BYTES_OF("\xc2\x9b"), "\"\\u009b\"" },
		{ markup_json, BYTES_OF("a\u202eb\u2069\u061c"), "\"a\\u202eb\\u2069\\u061c\"" },
		{ markup_script_json, BYTES_OF("</script><!--&\xe2\x80\xa8\xe2\x80\xa9"),
			"\"\\u003c/script\\u003e\\u003c!--\\u0026\\u2028\\u2029\"" },
		{ markup_text_bytes, BYTES_OF("a\tb\nc\rd\x1b[31m\0z"),
			"a\tb\nc\xef\xbf\xbd"
			"d\xef\xbf\xbd[31m\xef\xbf\xbdz" },
		{ markup_text_bytes, BYTES_OF("\xed\x95\x9c\xea\xb8\x80 \xf0\x9f\x90\xa7"),
			"\xed\x95\x9c\xea\xb8\x80 \xf0\x9f\x90\xa7" },
		{ markup_utf8, BYTES_OF("<\xff>"), "<\xef\xbf\xbd>" },
		{ markup_text_bytes, { NULL, 0 }, "" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(text) struct text text = { 0 };
		cases[i].escape(&text, cases[i].in);
		assert_string_equal(text_string(&text), cases[i].expected);
		assert_int_equal(text.size, strlen(cases[i].expected));
	}
}

static void url_paths_are_percent_encoded(void **state)
{
	(void)state;
	autofinish(text) struct text text = { 0 };
	markup_url_path(&text, "a/\xed\x95\x9c b?%#\"'<:~-_.html");
	assert_string_equal(text_string(&text), "a/%ED%95%9C%20b%3F%25%23%22%27%3C%3A~-_.html");
}

static void bad_utf8_becomes_replacement_characters(void **state)
{
	(void)state;
	static const struct {
		struct bytes in;
		size_t replacements;
	} cases[] = {
		{ BYTES_OF("\x80"), 1 }, /* continuation alone */
		{ BYTES_OF("\xc0\xbc"), 2 }, /* overlong '<' */
		{ BYTES_OF("\xe0\x80\xbc"), 3 }, /* overlong '<', three bytes */
		{ BYTES_OF("\xf0\x80\x80\xbc"), 4 }, /* overlong '<', four bytes */
		{ BYTES_OF("\xed\xa0\x80"), 3 }, /* surrogate */
		{ BYTES_OF("\xf4\x90\x80\x80"), 4 }, /* above U+10FFFF */
		{ BYTES_OF("\xe2\x82"), 2 }, /* cut */
		{ BYTES_OF("\xf8\x88\x80\x80\x80"), 5 }, /* five-byte form */
		{ BYTES_OF("\xfe\xff"), 2 },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(text) struct text text = { 0 };
		markup_text_bytes(&text, cases[i].in);
		assert_int_equal(text.size, cases[i].replacements * 3);
		for (size_t j = 0; j < text.size; j += 3)
			assert_memory_equal(text.data + j, "\xef\xbf\xbd", 3);
	}
	/* A cut multibyte sequence must not consume the '<' after it. */
	autofinish(text) struct text text = { 0 };
	markup_text_bytes(&text, BYTES("\xe2<b>"));
	assert_string_equal(text_string(&text), "\xef\xbf\xbd&lt;b&gt;");
}

/* The grammar of RFC 3629 section 4, written independently of the decoder under test. */
static bool is_valid_utf8(const char *string, size_t size)
{
	static const struct {
		unsigned char low, high, second_low, second_high, tails;
	} rows[] = {
		{ 0x00, 0x7f, 0, 0, 0 },
		{ 0xc2, 0xdf, 0x80, 0xbf, 1 },
		{ 0xe0, 0xe0, 0xa0, 0xbf, 2 },
		{ 0xe1, 0xec, 0x80, 0xbf, 2 },
		{ 0xed, 0xed, 0x80, 0x9f, 2 },
		{ 0xee, 0xef, 0x80, 0xbf, 2 },
		{ 0xf0, 0xf0, 0x90, 0xbf, 3 },
		{ 0xf1, 0xf3, 0x80, 0xbf, 3 },
		{ 0xf4, 0xf4, 0x80, 0x8f, 3 },
	};
	const unsigned char *p = (const unsigned char *)string, *end = p + size;
	while (p < end) {
		size_t row = 0;
		while (row < ARRAY_COUNT(rows) && (*p < rows[row].low || *p > rows[row].high))
			row++;
		if (row == ARRAY_COUNT(rows) || end - p <= rows[row].tails)
			return false;
		for (int i = 1; i <= rows[row].tails; i++) {
			unsigned char low = i == 1 ? rows[row].second_low : 0x80;
			unsigned char high = i == 1 ? rows[row].second_high : 0xbf;
			if (p[i] < low || p[i] > high)
				return false;
		}
		p += rows[row].tails + 1;
	}
	return true;
}

static void any_bytes_come_out_as_safe_utf8(void **state)
{
	(void)state;
	static const struct {
		escape_function *escape;
		const char *forbidden;
	} contexts[] = {
		{ markup_text_bytes, "<>" },
		{ markup_attribute_bytes, "<>\"'" },
		{ markup_script_json, "<>&\n" },
		{ markup_json, "\n\r\x1b" },
		{ markup_utf8, "\x1b\r\x7f" },
	};
	/* Bytes that matter to UTF-8 and to HTML, in every order a small generator finds. */
	static const unsigned char alphabet[] = { 0x00, 0x1b, '\r', '\n', '"', '\'', '&', '<', '>',
		'a', 0x7f, 0x80, 0x9b, 0xa0, 0xbf, 0xc0, 0xc2, 0xe0, 0xe2, 0xed, 0xef, 0xf0, 0xf4,
		0xf5, 0xff };
	uint32_t seed = 1;
	for (int round = 0; round < 4000; round++) {
		uint8_t data[12];
		for (size_t i = 0; i < sizeof(data); i++) {
			seed = seed * 1664525 + 1013904223;
			data[i] = alphabet[(seed >> 16) % sizeof(alphabet)];
		}
		for (size_t i = 0; i < ARRAY_COUNT(contexts); i++) {
			autofinish(text) struct text text = { 0 };
			contexts[i].escape(&text, (struct bytes){ data, sizeof(data) });
			assert_true(is_valid_utf8(text.data, text.size));
			assert_int_equal(strlen(text.data), text.size);
			char *inner = text.data;
			if (inner[0] == '"') {
				inner[text.size - 1] = '\0';
				inner++;
			}
			assert_null(strpbrk(inner, contexts[i].forbidden));
		}
	}
}

/* --- json --- */

static void json_nests_with_commas(void **state)
{
	(void)state;
	autofinish(text) struct text text = { 0 };
	struct json json = { .out = &text };
	json_begin_object(&json, NULL);
	json_string(&json, "a", "x");
	json_begin_array(&json, "b");
	json_number(&json, NULL, INT64_MIN);
	json_begin_object(&json, NULL);
	json_end_object(&json);
	json_begin_object(&json, NULL);
	json_bool(&json, "c", false);
	json_end_object(&json);
	json_end_array(&json);
	json_literal(&json, "d", "1.5");
	json_end_object(&json);
	assert_string_equal(text_string(&text),
		"{\"a\":\"x\",\"b\":[-9223372036854775808,{},{\"c\":false}],\"d\":1.5}");
}

/* --- timestamp --- */

static void times_are_written_with_integers(void **state)
{
	(void)state;
	static const struct {
		int64_t time_ns;
		unsigned decimals;
		const char *expected;
	} cases[] = {
		{ 1700000000123456789, 9, "1700000000.123456789" },
		{ 1700000000123456789, 6, "1700000000.123456" },
		{ 1999999999, 0, "1" },
		{ 5, 9, "0.000000005" },
		{ -5, 9, "-0.000000005" },
		{ -5, 6, "0.000000" },
		{ -1500000000, 3, "-1.500" },
		{ 0, 9, "0.000000000" },
		{ INT64_MIN, 9, "-9223372036.854775808" },
		{ 1, 99, "0.000000001" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(text) struct text text = { 0 };
		timestamp_append_decimals(&text, cases[i].time_ns, cases[i].decimals);
		assert_string_equal(text_string(&text), cases[i].expected);
	}
}

static void columns_have_one_unit(void **state)
{
	(void)state;
	static const struct {
		int64_t time_ns;
		const char *milliseconds, *seconds;
	} cases[] = {
		{ 0, "0.000", "0.000" },
		{ 1996196499, "1,996.196", "1.996" },
		{ 1996196500, "1,996.197", "1.996" },
		{ 999999999, "1,000.000", "1.000" },
		{ -499, "0.000", "0.000" },
		{ -500, "-0.001", "0.000" },
		{ INT64_MIN, "-9,223,372,036,854.776", "-9,223,372,036.855" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(text) struct text ms = { 0 }, s = { 0 };
		timestamp_append_column(&ms, cases[i].time_ns, false, ",");
		timestamp_append_column(&s, cases[i].time_ns, true, ",");
		assert_string_equal(text_string(&ms), cases[i].milliseconds);
		assert_string_equal(text_string(&s), cases[i].seconds);
	}
}

static void expect_instant(int64_t time_ns, const struct instants *instants, const char *expected)
{
	autofinish(text) struct text text = { 0 };
	timestamp_append_instant(&text, time_ns, instants, ",");
	assert_string_equal(text_string(&text), expected);
}

/* One clock has one unit and one precision, by its latest instant and its nearest neighbors. */
static void instants_of_a_clock_are_alike(void **state)
{
	(void)state;
	struct instants instants = { 0 };
	const int64_t first = 255056000, near = first + 12000, late = 92238763000,
		      again = late + 400;
	expect_instant(first, &instants, "255.056 ms");
	expect_instant(late, &instants, "92.239 s");
	instants_add(&instants, first, NULL);
	instants_add(&instants, 9999999000, &first);
	expect_instant(first, &instants, "255.056 ms");
	expect_instant(9999999000, &instants, "9,999.999 ms");
	instants_add(&instants, late, &first);
	instants_add(&instants, again, &late); /* less than is ever shown */
	expect_instant(first, &instants, "0.255 s");
	expect_instant(late, &instants, "92.239 s");
	struct instants others = { 0 };
	instants_add(&others, first, NULL);
	instants_add(&others, near, &first);
	expect_instant(near, &others, "255.068 ms");
	instants_join(&instants, &others);
	expect_instant(near, &instants, "0.255068 s");
	expect_instant(-late, &instants, "-92.238763 s");
}

static void durations_are_for_people(void **state)
{
	(void)state;
	static const struct {
		int64_t duration_ns;
		const char *expected;
	} cases[] = {
		{ 0, "0.000 ms" },
		{ 74000, "0.074 ms" },
		{ 381499, "0.381 ms" },
		{ 381500, "0.382 ms" },
		{ 1996196000, "2.00 s" },
		{ 12345678, "12.3 ms" },
		{ 12350000, "12.4 ms" },
		{ 200000000, "200 ms" },
		{ 1494999999, "1.49 s" },
		{ 1495000000, "1.50 s" },
		/* the form is chosen by the rounded number */
		{ 9999499, "9.999 ms" },
		{ 9999500, "10.0 ms" },
		{ 99949999, "99.9 ms" },
		{ 99950000, "100 ms" },
		{ 999499999, "999 ms" },
		{ 999500000, "1.00 s" },
		{ 999960000, "1.00 s" },
		{ -999960000, "-1.00 s" },
		{ -74000, "-0.074 ms" },
		{ -499, "0.000 ms" },
		{ -500, "-0.001 ms" },
		{ INT64_MIN, "-9,223,372,036.85 s" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(text) struct text text = { 0 };
		timestamp_append_duration(&text, cases[i].duration_ns, ",");
		assert_string_equal(text_string(&text), cases[i].expected);
	}
	autofinish(text) struct text joined = { 0 };
	timestamp_append_joined_duration(&joined, 12395678, ",");
	timestamp_append_joined_duration(&joined, 1500000000, ",");
	assert_string_equal(text_string(&joined), "12.4\xc2\xa0ms1.50\xc2\xa0s");
}

/* --- file --- */

static int make_folder(void **state)
{
	char *folder = xstrdup("/tmp/test-base-XXXXXX");
	if (!mkdtemp(folder) || chdir(folder) != 0) {
		free(folder);
		return -1;
	}
	*state = folder;
	return 0;
}

static int remove_folder(void **state)
{
	static const char *const made[] = { "a.txt", "pipe", "root/in.txt", "root/out",
		"root/sub/x", "secret", "root/sub", "root" };
	for (size_t i = 0; i < ARRAY_COUNT(made); i++)
		(void)remove(made[i]);
	int result = chdir("/") == 0 ? rmdir(*state) : -1;
	free(*state);
	return result;
}

static void files_appear_whole_or_not_at_all(void **state)
{
	(void)state;
	autofinish(error) struct error error = { 0 };
	assert_true(file_replace("a.txt", BYTES("one"), &error));
	{
		autofinish(file_replacement) struct file_replacement file = { 0 };
		assert_true(file_begin("a.txt", &file, &error));
		assert_int_equal(write(file.descriptor, "half", 4), 4);
	}
	struct buffer bytes;
	assert_true(file_read("a.txt", 3, &bytes, &error));
	assert_memory_equal(bytes.data, "one", 4);
	buffer_finish(&bytes);
	assert_false(file_read("a.txt", 2, &bytes, &error));
	assert_non_null(strstr(error_message(&error), "larger than"));
	assert_false(file_read(".", 100, &bytes, &error));
	assert_false(file_read("missing", 100, &bytes, &error));
	assert_string_equal(
		error_message(&error), "cannot open 'missing': No such file or directory");
	assert_false(file_replace("no/such/folder", BYTES("x"), &error));
	assert_false(file_replace(".", BYTES("x"), &error));
}

/* How many files of the current folder have names that begin like this. */
static unsigned names_beginning_with(const char *start)
{
	unsigned count = 0;
	const struct dirent *entry;
	DIR *folder = opendir(".");
	assert_non_null(folder);
	while ((entry = readdir(folder)))
		count += strncmp(entry->d_name, start, strlen(start)) == 0;
	(void)closedir(folder);
	return count;
}

static void unfinished_files_are_discarded_by_a_signal(void **state)
{
	(void)state;
	autofinish(error) struct error error = { 0 };
	autofinish(file_replacement) struct file_replacement file = { 0 };
	assert_true(file_begin("b.txt", &file, &error));
	assert_true(file_exists(file.temporary));
	assert_true(file_write_all(file.descriptor, BYTES("x")));
	file_discard_all();
	assert_int_equal(names_beginning_with("b.txt"), 0);
}

static void devices_and_pipes_stay_what_they_are(void **state)
{
	(void)state;
	autofinish(error) struct error error = { 0 };
	assert_true(file_replace("/dev/null", BYTES("x"), &error));
	struct stat status;
	assert_int_equal(stat("/dev/null", &status), 0);
	assert_true(S_ISCHR(status.st_mode));
}

static void paths_are_taken_apart(void **state)
{
	(void)state;
	static const struct {
		const char *path, *folder, *name, *stem;
	} cases[] = {
		{ "slides/01-x.md", "slides", "01-x.md", "01-x" },
		{ "x", ".", "x", "x" },
		{ "/x.md", "/", "x.md", "x" },
		{ "a.b/c", "a.b", "c", "c" },
		{ ".hidden", ".", ".hidden", ".hidden" },
		{ "a/b.tar.gz", "a", "b.tar.gz", "b.tar" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		automem char *folder = file_folder(cases[i].path);
		automem char *name = file_name(cases[i].path);
		automem char *stem = file_stem(cases[i].path);
		assert_string_equal(folder, cases[i].folder);
		assert_string_equal(name, cases[i].name);
		assert_string_equal(stem, cases[i].stem);
	}
	automem char *beside = file_beside("slides/a.md", "../x.pcap");
	automem char *absolute = file_beside("slides/a.md", "/x.pcap");
	automem char *here = file_beside("a.md", "x.pcap");
	assert_string_equal(beside, "slides/../x.pcap");
	assert_string_equal(absolute, "/x.pcap");
	assert_string_equal(here, "x.pcap");
	static const char *const below[][2] = { { "", "b" }, { ".", "b" }, { "/", "/b" },
		{ "a", "a/b" }, { "a/", "a/b" }, { "..", "../b" } };
	for (size_t i = 0; i < ARRAY_COUNT(below); i++) {
		automem char *path = file_below(below[i][0], "b");
		assert_string_equal(path, below[i][1]);
	}
}

static void a_root_cannot_be_left(void **state)
{
	autofinish(error) struct error error = { 0 };
	assert_int_equal(mkdir("root", 0700), 0);
	assert_int_equal(mkdir("root/sub", 0700), 0);
	assert_true(file_replace("secret", BYTES("s"), &error));
	assert_true(file_replace("root/in.txt", BYTES("i"), &error));
	assert_int_equal(symlink("../secret", "root/out"), 0);
	automem char *inside = file_resolve_under("root", "sub/../in.txt");
	assert_non_null(inside);
	assert_non_null(strstr(inside, *state));
	static const char *const outside[] = { "../secret", "sub/../../secret", "out",
		"/etc/passwd", "/in.txt", "missing", "in.txt\n", "sub/\x01", "../root-other" };
	for (size_t i = 0; i < ARRAY_COUNT(outside); i++)
		assert_null(file_resolve_under("root", outside[i]));
	assert_null(file_resolve_under("no-root", "in.txt"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cursor_reads_network_order),
		cmocka_unit_test(cursor_latches_short_reads),
		cmocka_unit_test(cursor_takes_what_there_is),
		cmocka_unit_test(cursor_over_nothing_is_empty),
		cmocka_unit_test(arena_memory_is_zeroed_and_aligned),
		cmocka_unit_test(what_came_since_a_mark_is_taken_back),
		cmocka_unit_test(arrays_grow),
		cmocka_unit_test(text_grows),
		cmocka_unit_test(numbers_are_written_in_decimal),
		cmocka_unit_test(numbers_are_grouped),
		cmocka_unit_test(base64_has_the_vectors_of_its_rfc),
		cmocka_unit_test(base64_is_read_in_quotes),
		cmocka_unit_test(hexadecimal_digits_are_known_in_both_cases),
		cmocka_unit_test(errors_carry_their_place),
		cmocka_unit_test(nearest_word_is_a_plausible_typo),
		cmocka_unit_test(each_context_escapes_its_own),
		cmocka_unit_test(url_paths_are_percent_encoded),
		cmocka_unit_test(bad_utf8_becomes_replacement_characters),
		cmocka_unit_test(any_bytes_come_out_as_safe_utf8),
		cmocka_unit_test(json_nests_with_commas),
		cmocka_unit_test(times_are_written_with_integers),
		cmocka_unit_test(columns_have_one_unit),
		cmocka_unit_test(instants_of_a_clock_are_alike),
		cmocka_unit_test(durations_are_for_people),
		cmocka_unit_test_setup_teardown(
			files_appear_whole_or_not_at_all, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(
			unfinished_files_are_discarded_by_a_signal, make_folder, remove_folder),
		cmocka_unit_test(devices_and_pipes_stay_what_they_are),
		cmocka_unit_test(paths_are_taken_apart),
		cmocka_unit_test_setup_teardown(a_root_cannot_be_left, make_folder, remove_folder),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
