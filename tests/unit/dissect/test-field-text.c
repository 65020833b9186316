/* The text of fields of every kind, in both languages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/array.h"
#include "dissect/dissect.h"
#include "dissect/field-text.h"

#define BYTES(string)                                                                              \
	{                                                                                          \
		(const uint8_t *)(string), sizeof(string) - 1                                      \
	}

static const struct field_header host = { BYTES("Host"), BYTES("a\tb") };

static const struct field_spec ours = FIELD_SPEC("igmp.test", "Test", 2);

static const struct {
	const char *english, *korean;
	struct field field;
} cases[] = {
	{ "8080", "8,080", { .kind = FIELD_DECIMAL, .number = 8080 } },
	{ "0x01f0", "0x01f0", { .kind = FIELD_HEX, .size = 2, .number = 0x1f0 } },
	{ "0x1f0", "0x1f0", { .kind = FIELD_HEX, .size = 2, .bit_size = 9, .number = 0x1f0 } },
	{ "Set", "켜짐", { .kind = FIELD_FLAG, .number = 4 } },
	{ "Not set", "꺼짐", { .kind = FIELD_FLAG } },
	{ "permitted", "허용", { .kind = FIELD_WORD, .word = "permitted" } },
	{ "Egress", "Egress", { .kind = FIELD_WORD, .word = "Egress" } },
	{ "request (1)", "요청 (1)", { .kind = FIELD_NAMED, .number = 1, .word = "request" } },
	{ "Long header (1)", "긴 헤더 (1)",
		{ .kind = FIELD_NAMED, .number = 1, .word = "Long header" } },
	{ "link-layer address (3)", "링크 계층 주소 (3)",
		{ .kind = FIELD_NAMED, .number = 3, .word = "link-layer address" } },
	{ "Unknown (7)", "알 수 없음 (7)", { .kind = FIELD_NAMED, .number = 7 } },
	{ "IPv4 (0x0800)", "IPv4 (0x0800)",
		{ .kind = FIELD_NAMED_HEX, .size = 2, .number = 0x800, .word = "IPv4" } },
	{ "IP (0x0021)", "IP (0x0021)",
		{ .kind = FIELD_NAMED_HEX, .size = 1, .digits = 4, .number = 0x21, .word = "IP" } },
	{ "1 (primary reference)", "1 (1차 기준)",
		{ .kind = FIELD_REMARKED, .number = 1, .word = "primary reference" } },
	{ "-42", "-42", { .kind = FIELD_SIGNED, .number = 214 } },
	{ "10 (2 to the power of 10: 1024 seconds)", "10 (2의 10제곱 초: 1,024초)",
		{ .kind = FIELD_SECONDS_POWER, .number = 10 } },
	{ "0 (2 to the power of 0: 1 second)", "0 (2의 0제곱 초: 1초)",
		{ .kind = FIELD_SECONDS_POWER, .number = 0 } },
	{ "-20 (2 to the power of -20: about 953 ns)", "-20 (2의 -20제곱 초: 약 953 ns)",
		{ .kind = FIELD_SECONDS_POWER, .number = 0xec } },
	{ "127 (2 to the power of 127 seconds)", "127 (2의 127제곱 초)",
		{ .kind = FIELD_SECONDS_POWER, .number = 127 } },
	{ "604800", "604,800초",
		{ .kind = FIELD_DECIMAL, .number = 604800, .unit = UNIT_SECONDS } },
	{ "30000", "30,000 ms",
		{ .kind = FIELD_DECIMAL, .number = 30000, .unit = UNIT_MILLISECONDS } },
	{ "64240", "64,240", { .kind = FIELD_DECIMAL, .number = 64240, .unit = UNIT_COUNT } },
	{ "1490970238", "1,490,970,238", { .kind = FIELD_DECIMAL, .number = 1490970238 } },
	{ "7 (0x0007)", "7 (0x0007)", { .kind = FIELD_DECIMAL_HEX, .size = 2, .number = 7 } },
	{ "0x0007 (7)", "0x0007 (7)", { .kind = FIELD_HEX_DECIMAL, .size = 2, .number = 7 } },
	{ "0x8180 response", "0x8180 응답",
		{ .kind = FIELD_HEX_WORD, .size = 2, .number = 0x8180, .word = "response" } },
	{ "0x000 (none)", "0x000 (없음)", { .kind = FIELD_TCP_FLAGS, .size = 2, .bit_size = 12 } },
	{ "0x012 (SYN, ACK)", "0x012 (SYN, ACK)",
		{ .kind = FIELD_TCP_FLAGS, .size = 2, .bit_size = 12, .number = 0x12 } },
	{ "1460 bytes", "1,460바이트",
		{ .kind = FIELD_AMOUNT, .amount = 1460, .unit = UNIT_BYTES } },
	{ "1 byte", "1바이트", { .kind = FIELD_AMOUNT, .amount = 1, .unit = UNIT_BYTES } },
	{ "1 byte", "1바이트", { .kind = FIELD_AMOUNT, .amount = 1, .unit = UNIT_BYTES } },
	{ "2 bytes", "2바이트", { .kind = FIELD_AMOUNT, .amount = 2, .unit = UNIT_BYTES } },
	{ "225 seconds", "225초", { .kind = FIELD_AMOUNT, .amount = 225, .unit = UNIT_SECONDS } },
	{ "1 block", "1구간", { .kind = FIELD_AMOUNT, .amount = 1, .unit = UNIT_BLOCKS } },
	{ "2 blocks", "2구간", { .kind = FIELD_AMOUNT, .amount = 2, .unit = UNIT_BLOCKS } },
	{ "9 bytes, not all here", "9바이트, 일부만 있음",
		{ .kind = FIELD_AMOUNT, .amount = 9, .unit = UNIT_BYTES, .is_part = true } },
	{ "20 bytes (5)", "20바이트 (5)",
		{ .kind = FIELD_AMOUNT_RAW, .amount = 20, .number = 5, .unit = UNIT_BYTES } },
	{ "0 (8 bytes)", "0 (8바이트)",
		{ .kind = FIELD_RAW_AMOUNT, .amount = 8, .number = 0, .unit = UNIT_BYTES } },
	{ "7 (multiply by 128)", "7 (×128)",
		{ .kind = FIELD_RAW_AMOUNT, .amount = 128, .number = 7, .unit = UNIT_TIMES } },
	{ "Alert, 2 bytes", "Alert, 2바이트",
		{ .kind = FIELD_WORD_AMOUNT, .word = "Alert", .amount = 2, .unit = UNIT_BYTES } },
	{ "Indexed", "Indexed", { .kind = FIELD_WORD_INDEX, .word = "Indexed" } },
	{ "Indexed, index 2", "Indexed, 인덱스 2",
		{ .kind = FIELD_WORD_INDEX, .word = "Indexed", .amount = 2 } },
	{ "Stream 9, 22 bytes, not all here", "스트림 9, 22바이트, 일부만 있음",
		{ .kind = FIELD_STREAM, .first = 9, .second = 22, .is_part = true } },
	{ "class 0x0102, type 0x80", "클래스 0x0102, 타입 0x80",
		{ .kind = FIELD_CLASS_TYPE, .first = 0x102, .second = 0x80 } },
	{ "44, fragment 1", "44, 단편 1",
		{ .kind = FIELD_SEQUENCE_FRAGMENT, .number = 44 << 4 | 1 } },
	{ "TSval 5, TSecr 4", "TSval 5, TSecr 4",
		{ .kind = FIELD_TIMESTAMPS, .first = 5, .second = 4 } },
	{ "2.5 seconds", "2.5초", { .kind = FIELD_TENTHS, .number = 25 } },
	{ "1.015625 seconds", "1.015625초", { .kind = FIELD_SECONDS_16_16, .number = 0x10400 } },
	{ "NULL", "NULL", { .kind = FIELD_NTP_TIME } },
	{ "2026-11-28 00:00:00.500000000 UTC", "2026-11-28 00:00:00.500000000 UTC",
		{ .kind = FIELD_NTP_TIME, .number = UINT64_C(0xeeb4980080000000) } },
	{ "192.0.2.1", "192.0.2.1", { .kind = FIELD_ADDRESS, .bytes = BYTES("\xc0\0\2\1") } },
	{ "02:00:00:00:00:01", "02:00:00:00:00:01",
		{ .kind = FIELD_ADDRESS, .bytes = BYTES("\2\0\0\0\0\1") } },
	{ "0aff", "0aff", { .kind = FIELD_BYTES, .bytes = BYTES("\x0a\xff") } },
	{ "Set\\x00", "Set\\x00", { .kind = FIELD_TEXT, .bytes = BYTES("Set\0") } },
	{ "\\u{202e}moc.\\u{200b}x", "\\u{202e}moc.\\u{200b}x",
		{ .kind = FIELD_TEXT, .bytes = BYTES("\u202emoc.\u200bx") } },
	{ "\\u{202e}moc.e", "\\u{202e}moc.e",
		{ .kind = FIELD_NAME, .bytes = BYTES("\u202emoc.e") } },
	{ "\\u{2066}é: type A", "\\u{2066}é: A 레코드",
		{ .kind = FIELD_RECORD, .number = 1, .bytes = BYTES("\u2066é") } },
	{ "a.example", "a.example", { .kind = FIELD_NAME, .bytes = BYTES("a.example") } },
	{ "Set: type A: type AAAA", "Set: type A: AAAA 레코드",
		{ .kind = FIELD_RECORD, .number = 28, .bytes = BYTES("Set: type A") } },
	{ "a\\x09b", "a\\x09b", { .kind = FIELD_HEADER, .header = &host } },
};

static void every_kind_is_shown(void **state)
{
	(void)state;
	uint64_t kinds = 0;
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct field field = cases[i].field;
		autofinish(text) struct text english = { 0 }, korean = { 0 };
		field.spec = &ours;
		field_text_append(&english, &field, false);
		field_text_append_grouped(&korean, &field, true);
		assert_string_equal(text_string(&english), cases[i].english);
		assert_string_equal(text_string(&korean), cases[i].korean);
		kinds |= UINT64_C(1) << field.kind;
	}
	assert_int_equal(kinds, (UINT64_C(1) << (FIELD_HEADER + 1)) - 1);
}

/* Wireshark's digits have no groups; ours have, but those of a name, such as a port. */
static void counts_are_grouped(void **state)
{
	(void)state;
	static const struct field_spec port = FIELD_SPEC_AS(FIELD_ROLE_PORT, "t.port", "Port", 2);
	static const struct field_spec name = FIELD_SPEC_AS(FIELD_ROLE_NAME, "t.id", "ID", 4);
	static const struct {
		const struct field_spec *spec;
		enum field_unit unit;
		const char *plain, *english, *korean;
	} counts[] = {
		{ &ours, UNIT_NONE, "65160", "65\u202f160", "65,160" },
		{ &ours, UNIT_BYTES, "65160", "65\u202f160", "65,160바이트" },
		{ &port, UNIT_NONE, "65160", "65160", "65160" },
		{ &name, UNIT_NONE, "65160", "65160", "65160" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(counts); i++) {
		const struct field field = { .spec = counts[i].spec,
			.kind = FIELD_DECIMAL,
			.number = 65160,
			.unit = (uint8_t)counts[i].unit };
		autofinish(text) struct text plain = { 0 }, english = { 0 }, korean = { 0 };
		field_text_append(&plain, &field, false);
		field_text_append_grouped(&english, &field, false);
		field_text_append_grouped(&korean, &field, true);
		assert_string_equal(text_string(&plain), counts[i].plain);
		assert_string_equal(text_string(&english), counts[i].english);
		assert_string_equal(text_string(&korean), counts[i].korean);
	}
	const struct field size = {
		.spec = &ours, .kind = FIELD_AMOUNT, .amount = 1500, .unit = UNIT_BYTES
	};
	autofinish(text) struct text plain = { 0 }, grouped = { 0 };
	field_text_append(&plain, &size, true);
	field_text_append_grouped(&grouped, &size, false);
	assert_string_equal(text_string(&plain), "1500바이트");
	assert_string_equal(text_string(&grouped), "1\u202f500 bytes");
}

static void long_bytes_and_texts_are_cut(void **state)
{
	(void)state;
	static uint8_t many[5000];
	memset(many, 'a', sizeof(many));
	struct field field = { .spec = &ours, .kind = FIELD_BYTES, .bytes = { many, 33 } };
	autofinish(text) struct text words = { 0 };
	field_text_append(&words, &field, false);
	assert_int_equal(words.size, 2 * 32 + strlen("…"));
	text_clear(&words);
	field.kind = FIELD_TEXT;
	field.bytes.size = sizeof(many);
	field_text_append(&words, &field, false);
	assert_int_equal(words.size, 4096 + strlen("…"));
}

static void labels_are_the_name_of_the_field(void **state)
{
	(void)state;
	autofinish(arena) struct arena arena = { 0 };
	struct field field = { .spec = &ours, .kind = FIELD_DECIMAL };
	assert_string_equal(field_label(&field, &arena), "Test");
	field.label = "Another";
	assert_string_equal(field_label(&field, &arena), "Another");
	field.kind = FIELD_HEADER;
	field.header = &host;
	assert_string_equal(field_label(&field, &arena), "Host");
	assert_true(field_header_is(&field, "host"));
	assert_false(field_header_is(&field, "hos"));
}

static void only_addresses_are_read_as_such(void **state)
{
	(void)state;
	struct address address;
	struct field field = { .kind = FIELD_BYTES, .bytes = BYTES("\xc0\0\2\1") };
	assert_false(field_read_address(&field, &address));
	field.kind = FIELD_ADDRESS;
	assert_true(field_read_address(&field, &address));
	assert_int_equal(address.family, ADDRESS_IPV4);
	assert_int_equal(address.octets[3], 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_is_shown),
		cmocka_unit_test(counts_are_grouped),
		cmocka_unit_test(long_bytes_and_texts_are_cut),
		cmocka_unit_test(labels_are_the_name_of_the_field),
		cmocka_unit_test(only_addresses_are_read_as_such),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
