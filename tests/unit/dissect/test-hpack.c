/* HPACK: the examples of RFC 7541 appendix C, and hostile blocks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "dissect/http/hpack.h"

enum { TABLE_MAX = 64 * 1024 };

/* Blocks of one connection with the headers of each, "name: value" a line. */
struct example {
	const char *name;
	struct {
		const char *hex, *says;
	} blocks[3];
};

#define GET_HTTP ":method: GET\n:scheme: http\n:path: /\n:authority: www.example.com\n"
#define DATE_21 "date: Mon, 21 Oct 2013 20:13:21 GMT\n"
#define LOCATION "location: https://www.example.com\n"
#define REPLY_1 ":status: 302\ncache-control: private\n" DATE_21 LOCATION
#define REPLY_2 ":status: 307\ncache-control: private\n" DATE_21 LOCATION
#define REPLY_3                                                                                    \
	":status: 200\ncache-control: private\ndate: Mon, 21 Oct 2013 20:13:22 GMT\n" LOCATION     \
	"content-encoding: gzip\nset-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; "      \
	"version=1\n"
#define HTTPS_3                                                                                    \
	":method: GET\n:scheme: https\n:path: /index.html\n:authority: www.example.com\n"          \
	"custom-key: custom-value\n"

static const struct example examples[] = {
	{ "C.2.1",
		{ { "400a637573746f6d2d6b65790d637573746f6d2d686561646572",
			"custom-key: custom-header\n" } } },
	{ "C.2.2", { { "040c2f73616d706c652f70617468", ":path: /sample/path\n" } } },
	{ "C.2.3", { { "100870617373776f726406736563726574", "password: secret\n" } } },
	{ "C.2.4", { { "82", ":method: GET\n" } } },
	{ "C.3",
		{ { "828684410f7777772e6578616d706c652e636f6d", GET_HTTP },
			{ "828684be58086e6f2d6361636865", GET_HTTP "cache-control: no-cache\n" },
			{ "828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565",
				HTTPS_3 } } },
	{ "C.4",
		{ { "828684418cf1e3c2e5f23a6ba0ab90f4ff", GET_HTTP },
			{ "828684be5886a8eb10649cbf", GET_HTTP "cache-control: no-cache\n" },
			{ "828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf", HTTPS_3 } } },
	/* The first block sets the size of the table to 256. */
	{ "C.5",
		{ { "3fe1014803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a"
		    "31333a323120474d546e1768747470733a2f2f7777772e6578616d706c652e636f6d",
			  REPLY_1 },
			{ "4803333037c1c0bf", REPLY_2 },
			{ "88c1611d4d6f6e2c203231204f637420323031332032303a31333a323220474d54c05a04"
			  "677a6970"
			  "7738666f6f3d4153444a4b48514b425a584f5157454f50495541585157454f49553b206d"
			  "61782d61"
			  "67653d333630303b2076657273696f6e3d31",
				REPLY_3 } } },
	{ "C.6",
		{ { "3fe101488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e"
		    "91"
		    "9d29ad171863c78f0b97c8e9ae82ae43d3",
			  REPLY_1 },
			{ "4883640effc1c0bf", REPLY_2 },
			{ "88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7"
			  "821dd7f2"
			  "e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b106"
			  "3d5007",
				REPLY_3 } } },
};

static size_t from_hex(const char *hex, uint8_t *ret_bytes)
{
	size_t size = strlen(hex) / 2;
	for (size_t i = 0; i < size; i++) {
		unsigned byte = 0;
		assert_int_equal(sscanf(hex + 2 * i, "%2x", &byte), 1);
		ret_bytes[i] = (uint8_t)byte;
	}
	return size;
}

/* Appends the headers of a block; false when it is invalid. */
static bool decode(
	struct hpack *hpack, struct bytes block, struct text *ret_says, size_t *ret_taken)
{
	autofinish(arena) struct arena arena = { 0 };
	struct hpack_field *fields;
	size_t count;
	bool is_sound = hpack_decode(hpack, block, &arena, &fields, &count, ret_taken);
	text_clear(ret_says);
	for (size_t i = 0; i < count; i++) {
		assert_true(fields[i].size > 0);
		assert_true(fields[i].offset + fields[i].size <= block.size);
		if (fields[i].form == HPACK_SIZE_UPDATE)
			continue;
		text_append_size(ret_says, (const char *)fields[i].name.data, fields[i].name.size);
		text_append(ret_says, ": ");
		text_append_size(
			ret_says, (const char *)fields[i].value.data, fields[i].value.size);
		text_append(ret_says, "\n");
	}
	hpack_free_evicted(hpack);
	return is_sound;
}

static void the_examples_say_what_they_should(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(examples); i++) {
		autofree(hpack) struct hpack *hpack = hpack_new();
		for (size_t k = 0; k < 3 && examples[i].blocks[k].hex; k++) {
			autofinish(text) struct text says = { 0 };
			uint8_t bytes[256];
			size_t taken, size = from_hex(examples[i].blocks[k].hex, bytes);
			assert_true(decode(hpack, (struct bytes){ bytes, size }, &says, &taken));
			assert_int_equal(taken, size);
			if (strcmp(text_string(&says), examples[i].blocks[k].says) != 0)
				fail_msg("%s, block %zu: %s", examples[i].name, k + 1,
					text_string(&says));
		}
	}
}

/* An incomplete block is read up to its last complete header; reading continues there. */
static void a_block_may_come_in_two_parts(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(examples); i++) {
		uint8_t bytes[256];
		size_t size = from_hex(examples[i].blocks[0].hex, bytes);
		for (size_t cut = 0; cut <= size; cut++) {
			autofree(hpack) struct hpack *hpack = hpack_new();
			autofinish(text) struct text first = { 0 }, second = { 0 };
			size_t taken, rest;
			uint8_t *part = xmalloc(cut + 1); /* finds a read beyond the end */
			memcpy(part, bytes, cut);
			part = xrealloc(part, cut ? cut : 1);
			assert_true(decode(hpack, (struct bytes){ part, cut }, &first, &taken));
			assert_true(taken <= cut);
			assert_true(decode(hpack, (struct bytes){ bytes + taken, size - taken },
				&second, &rest));
			assert_int_equal(taken + rest, size);
			text_append(&first, text_string(&second));
			assert_string_equal(text_string(&first), examples[i].blocks[0].says);
			free(part);
		}
	}
}

static void damaged_blocks_are_refused(void **state)
{
	(void)state;
	static const struct {
		const char *hex, *why;
	} damaged[] = {
		{ "80", "there is no index 0" },
		{ "be", "an index behind the static table, and nothing in the dynamic one" },
		{ "ffffffffff0f", "an index of 32 bits and more" },
		{ "ffffffffffffffffffff7f", "a number that goes on" },
		{ "ff80808080808080800a", "the same, of zeros" },
		{ "7f80808080808080800a", "a name's index that goes on" },
		{ "7fffffff7f0161", "a name's index that is not there" },
		{ "3fe2ff03", "a table of more than 65536 bytes" },
		{ "3fffffffff0f", "a table of more than 32 bits" },
		{ "00017f7fffffffff7f", "a string of more than is there could be" },
		{ "00ffffffff7f", "a name of more than is there could be" },
		{ "00018181ff", "Huffman: eight bits of padding" },
		{ "000161821fff", "the same behind a letter" },
		{ "000161811e", "padding that is not all ones" },
		{ "00016184ffffffff", "the end of a string, inside of one" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(damaged); i++) {
		autofree(hpack) struct hpack *hpack = hpack_new();
		autofinish(text) struct text says = { 0 };
		uint8_t bytes[64];
		size_t taken, size = from_hex(damaged[i].hex, bytes);
		if (decode(hpack, (struct bytes){ bytes, size }, &says, &taken))
			fail_msg("%s: %s", damaged[i].hex, damaged[i].why);
	}
}

static void put_number(struct text *out, uint8_t pattern, unsigned prefix, size_t number)
{
	size_t most = (1u << prefix) - 1;
	if (number < most) {
		text_append_char(out, (char)(pattern | number));
		return;
	}
	text_append_char(out, (char)(pattern | most));
	for (number -= most; number >= 0x80; number /= 0x80)
		text_append_char(out, (char)(0x80 | number % 0x80));
	text_append_char(out, (char)number);
}

/* A literal header that is added to the table, with the name "n" or that of an index. */
static void put_header(struct text *out, size_t index, char letter, size_t size)
{
	put_number(out, 0x40, 6, index);
	if (!index)
		text_append(out, "\1n");
	put_number(out, 0, 7, size);
	for (size_t i = 0; i < size; i++)
		text_append_char(out, letter);
}

static struct bytes block_of(const struct text *text)
{
	return (struct bytes){ (const uint8_t *)text_string(text), text->size };
}

static void the_oldest_go_when_the_table_is_full(void **state)
{
	(void)state;
	autofree(hpack) struct hpack *hpack = hpack_new();
	autofinish(text) struct text block = { 0 }, says = { 0 };
	size_t taken;
	put_number(&block, 0x20, 5, 100); /* room for two headers of 34 bytes */
	put_header(&block, 0, 'a', 1);
	put_header(&block, 0, 'b', 1);
	put_header(&block, 63, 'c', 1); /* its name is that of a header that is evicted for it */
	text_append(&block, "\xbe\xbf"); /* the newest two */
	assert_true(decode(hpack, block_of(&block), &says, &taken));
	assert_string_equal(text_string(&says), "n: a\nn: b\nn: c\nn: c\nn: b\n");
	assert_false(decode(hpack, (struct bytes){ (const uint8_t *)"\xc0", 1 }, &says, &taken));

	/* A header that is larger than the table empties it, and is still decoded. */
	text_clear(&block);
	put_header(&block, 62, 'd', 70);
	assert_true(decode(hpack, block_of(&block), &says, &taken));
	assert_int_equal(says.size, 70 + strlen("n: \n"));
	assert_false(decode(hpack, (struct bytes){ (const uint8_t *)"\xbe", 1 }, &says, &taken));
}

static void a_smaller_table_forgets(void **state)
{
	(void)state;
	autofree(hpack) struct hpack *hpack = hpack_new();
	autofinish(text) struct text block = { 0 }, says = { 0 };
	size_t taken, empty = hpack_size(hpack);
	put_header(&block, 0, 'a', 1000);
	put_header(&block, 0, 'b', 1000);
	assert_true(decode(hpack, block_of(&block), &says, &taken));
	assert_true(hpack_size(hpack) > empty + 2000);
	text_clear(&block);
	put_number(&block, 0x20, 5, 1100);
	put_number(&block, 0x20, 5, 4096); /* larger again: evicted headers do not come back */
	assert_true(decode(hpack, block_of(&block), &says, &taken));
	assert_true(decode(hpack, (struct bytes){ (const uint8_t *)"\xbe", 1 }, &says, &taken));
	assert_false(decode(hpack, (struct bytes){ (const uint8_t *)"\xbf", 1 }, &says, &taken));
	assert_true(hpack_size(hpack) < empty + 2000);
}

/* A few bytes that expand to many. */
static void what_a_block_becomes_has_a_limit(void **state)
{
	(void)state;
	autofree(hpack) struct hpack *hpack = hpack_new();
	autofinish(text) struct text block = { 0 }, says = { 0 };
	autofinish(arena) struct arena arena = { 0 };
	struct hpack_field *fields;
	size_t count, taken;
	put_number(&block, 0x20, 5, TABLE_MAX);
	put_header(&block, 0, 'x', 60000);
	assert_true(decode(hpack, block_of(&block), &says, &taken));
	text_clear(&block);
	for (unsigned i = 0; i < 4; i++)
		text_append_char(&block, '\xbe');
	assert_true(hpack_decode(hpack, block_of(&block), &arena, &fields, &count, &taken));
	assert_int_equal(count, 4);
	assert_true(arena.size < 1000); /* they are borrowed, not copied */
	text_append_char(&block, '\xbe');
	assert_false(hpack_decode(hpack, block_of(&block), &arena, &fields, &count, &taken));
	assert_true(arena.size < 2000);

	autofree(hpack) struct hpack *other = hpack_new();
	text_clear(&block);
	for (unsigned i = 0; i < 1000; i++)
		text_append_char(&block, '\x82');
	assert_true(decode(other, block_of(&block), &says, &taken));
	text_append_char(&block, '\x82');
	assert_false(decode(other, block_of(&block), &says, &taken));
}

/* Borrowed fields stay readable until hpack_free_evicted(), whatever is evicted meanwhile. */
static void what_is_lent_stays(void **state)
{
	(void)state;
	autofree(hpack) struct hpack *hpack = hpack_new();
	autofinish(text) struct text block = { 0 };
	autofinish(arena) struct arena arena = { 0 };
	struct hpack_field *fields, *others;
	size_t count, other_count, taken;
	put_header(&block, 0, 'a', 5);
	text_append_char(&block, '\xbe');
	assert_true(hpack_decode(hpack, block_of(&block), &arena, &fields, &count, &taken));
	assert_int_equal(count, 2);
	assert_true(hpack_decode(hpack, (struct bytes){ (const uint8_t *)"\x20", 1 }, &arena,
		&others, &other_count, &taken));
	assert_int_equal(fields[1].value.size, 5);
	assert_memory_equal(fields[1].value.data, "aaaaa", 5);
	hpack_free_evicted(hpack);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_examples_say_what_they_should),
		cmocka_unit_test(a_block_may_come_in_two_parts),
		cmocka_unit_test(damaged_blocks_are_refused),
		cmocka_unit_test(the_oldest_go_when_the_table_is_full),
		cmocka_unit_test(a_smaller_table_forgets),
		cmocka_unit_test(what_a_block_becomes_has_a_limit),
		cmocka_unit_test(what_is_lent_stays),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
