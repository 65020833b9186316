/* A deck that anybody may have made, read back: recipes, packets, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/file/file.h"
#include "base/file/temporary-folder.h"
#include "base/format/hex-base64.h"
#include "base/format/markup.h"
#include "deck/page/packed-parts.h"
#include "deck/repeat/deck-file.h"

#define FRAME(number, stream)                                                                      \
	"\"" number "\":{\"time\":\"0.000000001\",\"length\":14,\"stream\":" stream                \
	",\"bytes\":\"AAECAwQFBgcICQoLDA0=\"}"
#define RECIPE "\"packets\":2,\"streams\":[1,1],\"recipe\":\"[\\\"GET /ping\\\"]\""

static struct temporary_folder folder;

static const char *place(struct arena *arena, const char *name)
{
	return arena_printf(arena, "%s/%s", folder.path, name);
}

static void write_page(const char *path, const char *island, size_t size)
{
	autofinish(error) struct error error = { 0 };
	autofinish(text) struct text page = { 0 };
	text_append(&page,
		"<!doctype html>\n<html lang=\"ko\" data-duration=\"0\">\n<title>A &amp; &lt;b&gt;</title>\n"
		"<script type=\"text/plain\" id=\"packet-data\">");
	text_append_size(&page, island, size);
	text_append(&page, "</script>\n");
	assert_true(file_replace(path, markup_bytes_of(text_string(&page)), &error));
}

/* Reads a deck with this packet data. */
static bool read_data(struct arena *arena, const char *data, struct deck_file *file)
{
	autofinish(error) struct error error = { 0 };
	autofinish(text) struct text island = { 0 };
	struct text_pieces none = { 0 };
	const char *path = place(arena, "deck.html");
	packed_parts_append(&island, arena, markup_bytes_of(data), (struct bytes){ 0 }, &none);
	text_pieces_finish(&none);
	write_page(path, text_string(&island), island.size);
	bool is_read = deck_file_read(path, file, &error);
	assert_int_equal(is_read, !error_is_set(&error));
	return is_read;
}

static void test_read(void **state)
{
	(void)state;
	autofinish(arena) struct arena arena = { 0 };
	autofinish(deck_file) struct deck_file file = { 0 };
	autofinish(error) struct error error = { 0 };
	assert_true(read_data(&arena,
		"{\"captures\":{\"ping\":{\"file\":\"p.pcap\"," RECIPE
		",\"keepAlive\":true,\"link\":1,\"start\":\"1700000000000000000\",\"frames\":{" FRAME(
			"1", "0") "," FRAME("2", "1") "}},\"other\":{\"frames\":{}}}}",
		&file));
	assert_string_equal(file.title, "A & <b>");
	assert_true(file.is_korean);
	assert_int_equal(file.recipe_count, 1);
	const struct deck_recipe *recipe = &file.recipes[0];
	assert_string_equal(recipe->name, "ping");
	assert_string_equal(recipe->record, "[\"GET /ping\"]");
	assert_true(recipe->keep_alive);
	assert_int_equal(recipe->stream_count, 2);
	struct deck_packets_kept kept;
	const char *path = place(&arena, "a.pcap");
	assert_true(deck_file_write_capture(&file, recipe, path, &kept, &error));
	assert_true(kept.is_whole && kept.has_stream[0] && kept.has_stream[1]);
	assert_int_equal(kept.count, 2);
	autofinish(buffer) struct buffer pcap = { 0 };
	assert_true(file_read(path, 1 << 20, &pcap, &error));
	assert_int_equal(pcap.size, 24 + 2 * (16 + 14));
	static const uint8_t first[] = { 0x4d, 0x3c, 0xb2, 0xa1, 2, 0, 4, 0 };
	assert_memory_equal(pcap.data, first, sizeof(first));
	static const uint8_t record[] = { 0x00, 0xf1, 0x53, 0x65, 1, 0, 0, 0, 14, 0, 0, 0, 14, 0, 0,
		0, 0, 1, 2, 3 };
	assert_memory_equal(pcap.data + 24, record, sizeof(record));
}

/* Of a stream that the deck has in part, no packet is written: others would seem to be lost. */
static void test_parts(void **state)
{
	(void)state;
	static const struct {
		const char *frames, *counts;
		size_t count;
	} rows[] = {
		{ FRAME("1", "0") "," FRAME("2", "1"), "\"packets\":3,\"streams\":[1,2]", 1 },
		{ FRAME("1", "0") "," FRAME("2", "1"), "\"packets\":9,\"streams\":[3,3]", 0 },
		{ FRAME("1", "7"), "\"packets\":9,\"streams\":[1]", 0 },
		{ FRAME("1", "-1"), "\"packets\":1,\"streams\":[]", 1 },
		{ FRAME("1", "0"), "\"packets\":1,\"streams\":[0]", 0 }, /* contradicts itself */
		{ FRAME("1", "-1"), "\"packets\":2,\"streams\":[]", 0 },
		{ FRAME("1", "0"), "\"streams\":[x,1]", 0 },
		{ FRAME("1", "0"), "\"streams\":[99999999999999999999]", 0 },
		{ FRAME("1", "0"), "\"streams\":\"[1]\"", 0 },
		{ "\"1\":{\"time\":\"x\",\"length\":14,\"stream\":0,\"bytes\":\"AAEC\"}",
			"\"packets\":1,\"streams\":[1]", 0 },
		{ "\"1\":{\"time\":\"0.000000000\",\"length\":2,\"stream\":0,\"bytes\":\"AAEC\"}",
			"\"packets\":1,\"streams\":[1]", 0 },
		{ "\"1\":{\"time\":\"0.000000000\",\"length\":99999999,\"stream\":0,\"bytes\":\"AAEC\"}",
			"\"packets\":1,\"streams\":[1]", 0 },
		{ "\"1\":{\"time\":\"0.000000000\",\"length\":3,\"link\":113,\"stream\":0,\"bytes\":\"AAEC\"}",
			"\"packets\":1,\"streams\":[1]", 0 },
		{ "\"1\":7,\"2\":[],\"3\":\"x\"", "\"packets\":1,\"streams\":[1]", 0 },
	};
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		autofinish(arena) struct arena arena = { 0 };
		autofinish(deck_file) struct deck_file file = { 0 };
		autofinish(error) struct error error = { 0 };
		struct deck_packets_kept kept;
		assert_true(read_data(&arena,
			arena_printf(&arena,
				"{\"captures\":{\"a\":{%s,\"recipe\":\"[GET /]\",\"link\":1,\"start\":\"1\",\"frames\":{%s}}}}",
				rows[i].counts, rows[i].frames),
			&file));
		assert_true(deck_file_write_capture(
			&file, &file.recipes[0], place(&arena, "part.pcap"), &kept, &error));
		if (kept.count != rows[i].count)
			fail_msg("%s, %s: %llu", rows[i].frames, rows[i].counts,
				(unsigned long long)kept.count);
		assert_true(kept.count || !kept.is_whole);
	}
}

/* A recipe cannot leave its line in the front matter. */
static void test_recipes(void **state)
{
	(void)state;
	static const struct {
		const char *capture;
		bool is_kept;
	} rows[] = {
		{ "\"recipe\":\"[GET /]\",\"frames\":{}", true },
		{ "\"recipe\":\"[GET /]\\n    run: [sh]\",\"frames\":{}", false },
		{ "\"recipe\":\"[GET /]\\r\",\"frames\":{}", false },
		{ "\"recipe\":\"[GET /]\\u0085    run: [sh]\",\"frames\":{}", false },
		{ "\"recipe\":\"[GET /]\\u2028    run: [sh]\",\"frames\":{}", false },
		{ "\"recipe\":\"[GET /]\\u2029    run: [sh]\",\"frames\":{}", false },
		{ "\"recipe\":\"[GET /]\xc2\x85\",\"frames\":{}", false },
		{ "\"recipe\":\"[GET /]\xe2\x80\xa8\",\"frames\":{}", false },
		{ "\"recipe\":\"[GET /]\xe2\x80\xa9\",\"frames\":{}", false },
		{ "\"recipe\":\"[GET /\xed\x95\x9c]\",\"frames\":{}", true },
		{ "\"recipe\":\"\\u0000\",\"frames\":{}", false },
		{ "\"recipe\":\"\",\"frames\":{}", false },
		{ "\"recipe\":[\"GET /\"],\"frames\":{}", false },
		{ "\"recipe\":\"[GET /]\"", false },
		{ "\"frames\":{}", false },
	};
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		autofinish(arena) struct arena arena = { 0 };
		autofinish(deck_file) struct deck_file file = { 0 };
		bool is_read = read_data(&arena,
			arena_printf(&arena, "{\"captures\":{\"a\":{%s}}}", rows[i].capture),
			&file);
		if (is_read != rows[i].is_kept)
			fail_msg("%s", rows[i].capture);
	}
}

/* Sizes that are a lie, cut islands, and pages that are no deck. */
static void test_damage(void **state)
{
	(void)state;
	autofinish(arena) struct arena arena = { 0 };
	autofinish(text) struct text island = { 0 }, many = { 0 };
	struct text_pieces none = { 0 };
	const char *path = place(&arena, "cut.html");
	packed_parts_append(&island, &arena,
		markup_bytes_of("{\"captures\":{\"a\":{\"recipe\":\"[GET /]\",\"frames\":{}}}}"),
		(struct bytes){ 0 }, &none);
	text_pieces_finish(&none);
	for (size_t size = 0; size < island.size - 2; size++) {
		autofinish(deck_file) struct deck_file file = { 0 };
		autofinish(error) struct error error = { 0 };
		write_page(path, text_string(&island), size);
		assert_false(deck_file_read(path, &file, &error));
	}
	static const uint8_t liars[][9] = { { 0xff, 0xff, 0xff, 0xff, 0x1f, 'a', 1, 0, 255 },
		{ 0xff, 0xff, 0xff, 0x0f, 0x1f, 'a', 1, 0, 255 },
		{ 0, 0, 0, 0, 0x10, 'a', 0, 0, 0 }, { 9, 0, 0, 0, 0x10, 'a', 9, 0, 0 } };
	for (size_t i = 0; i < ARRAY_COUNT(liars); i++) {
		autofinish(deck_file) struct deck_file file = { 0 };
		autofinish(error) struct error error = { 0 };
		autofinish(text) struct text base64 = { 0 };
		text_append_base64(&base64, (struct bytes){ liars[i], sizeof(liars[i]) });
		write_page(path, text_string(&base64), base64.size);
		assert_false(deck_file_read(path, &file, &error));
	}
	text_append(&many, "{\"captures\":{");
	for (unsigned i = 0; i < 100; i++)
		text_append_format(
			&many, "%s\"c%u\":{\"recipe\":\"[GET /]\",\"frames\":{}}", i ? "," : "", i);
	text_append(&many, "}}");
	autofinish(deck_file) struct deck_file file = { 0 };
	assert_true(read_data(&arena, text_string(&many), &file));
	assert_int_equal(file.recipe_count, DECK_RECIPES_MAX);
}

static int make_folder(void **state)
{
	(void)state;
	autofinish(error) struct error error = { 0 };
	return temporary_folder_make(NULL, "test", &folder, &error) ? 0 : -1;
}

static int remove_folder(void **state)
{
	(void)state;
	temporary_folder_finish(&folder);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_recipes),
		cmocka_unit_test(test_damage),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
