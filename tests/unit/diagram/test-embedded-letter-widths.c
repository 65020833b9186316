/*
 * Widths of text. tests/templates/text-width.test.mjs checks the deck's script against the same
 * widths.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/file/file.h"
#include "diagram/svg.h"

enum { ROWS_MAX = 1 << 16 };

static char *rows;

static int read_rows(void **state)
{
	(void)state;
	const char *root = getenv("PCAPDECK_SOURCE_ROOT");
	if (!root)
		return 0;
	struct arena arena = { 0 };
	struct error error = { 0 };
	struct buffer bytes;
	bool is_read = file_read(arena_printf(&arena, "%s/tests/templates/widths.txt", root),
		ROWS_MAX, &bytes, &error);
	arena_finish(&arena);
	if (!is_read)
		return -1;
	rows = strndup((const char *)bytes.data, bytes.size);
	buffer_finish(&bytes);
	return rows ? 0 : -1;
}

static int free_rows(void **state)
{
	(void)state;
	free(rows);
	return 0;
}

static void check_row(char *row)
{
	char *parts[6];
	for (unsigned i = 0; i < 6; i++) {
		parts[i] = strsep(&row, "\t");
		assert_non_null(parts[i]);
	}
	enum svg_font font = strcmp(parts[0], "mono") == 0 ? SVG_FONT_MONO : SVG_FONT_TEXT;
	int size = (int)strtol(parts[1], NULL, 10), width = (int)strtol(parts[2], NULL, 10);
	int room = (int)strtol(parts[3], NULL, 10);
	struct arena arena = { 0 };
	assert_int_equal(svg_text_width(parts[5], font, size), width);
	assert_string_equal(svg_text_shorten(&arena, parts[5], font, size, room), parts[4]);
	arena_finish(&arena);
}

static void test_rows(void **state)
{
	(void)state;
	if (!rows)
		skip();
	unsigned count = 0;
	char *rest = rows, *row;
	while ((row = strsep(&rest, "\n"))) {
		if (!row[0] || row[0] == '#')
			continue;
		check_row(row);
		count++;
	}
	assert_true(count > 20);
}

/* A bold letter is wider than a regular one, unless it is a full em wide. */
static void test_bold(void **state)
{
	(void)state;
	assert_int_equal(svg_text_width("aaaa", SVG_FONT_BOLD, 100) -
			svg_text_width("aaaa", SVG_FONT_TEXT, 100),
		16);
	assert_int_equal(svg_text_width("가", SVG_FONT_BOLD, 100), 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_bold),
	};
	return cmocka_run_group_tests(tests, read_rows, free_rows);
}
