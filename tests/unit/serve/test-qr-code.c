/*
 * serve/room/qr-code: both forms have the same modules, with the three corners that a camera looks
 * for and the code's own margin.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "serve/room/qr-code.h"

enum { MARGIN = 2, WIDTH_MAX = 64 };

static const char words[] = "http://192.0.2.7:8000/join/0123456789abcdef0123456789abcdef";

/* The modules of a path, by row and column; true: dark. */
struct modules {
	bool dark[WIDTH_MAX][WIDTH_MAX];
	unsigned width;
};

static void read_path(struct modules *ret_modules)
{
	autofinish(text) struct text path = { 0 };
	autofinish(error) struct error error = { 0 };
	*ret_modules = (struct modules){ 0 };
	assert_true(qr_code_append_path(&path, words, &ret_modules->width, &error));
	assert_in_range(ret_modules->width, 21, WIDTH_MAX);
	for (const char *p = text_string(&path); *p;) {
		int x, y, size, size_back, read = 0;
		assert_int_equal(
			sscanf(p, "M%d %dh%dv1h-%dz%n", &x, &y, &size, &size_back, &read), 4);
		assert_int_equal(size, size_back);
		assert_in_range(x + size, 1, ret_modules->width);
		for (int i = 0; i < size; i++)
			ret_modules->dark[y][x + i] = true;
		p += read;
	}
}

static void corners_are_where_cameras_look(void **state)
{
	(void)state;
	struct modules modules;
	read_path(&modules);
	static const char *const corner[] = { "#######", "#     #", "# ### #", "# ### #", "# ### #",
		"#     #", "#######" };
	unsigned far = modules.width - 7;
	const unsigned places[][2] = { { 0, 0 }, { far, 0 }, { 0, far } };
	for (size_t i = 0; i < 3; i++) {
		for (unsigned y = 0; y < 7; y++) {
			for (unsigned x = 0; x < 7; x++)
				assert_int_equal(modules.dark[places[i][1] + y][places[i][0] + x],
					corner[y][x] == '#');
		}
	}
}

/* The two modules of a character; the upper one in bit 0. Moves *p behind it. */
static unsigned take_block(const char **p)
{
	static const char *const blocks[] = { " ", "\xe2\x96\x80", "\xe2\x96\x84", "\xe2\x96\x88" };
	for (unsigned i = 0; i < 4; i++) {
		size_t size = strlen(blocks[i]);
		if (strncmp(*p, blocks[i], size) == 0) {
			*p += size;
			return i;
		}
	}
	fail_msg("no block: %.8s", *p);
	return 0;
}

static void lines_have_the_modules_of_the_path(void **state)
{
	(void)state;
	struct modules modules;
	read_path(&modules);
	for (unsigned has_color = 0; has_color < 2; has_color++) {
		autofinish(text) struct text lines = { 0 };
		autofinish(error) struct error error = { 0 };
		assert_true(qr_code_append_lines(&lines, words, has_color, &error));
		const char *p = text_string(&lines);
		int width = (int)modules.width, end = width + MARGIN;
		for (int y = -MARGIN; y < end; y += 2) {
			p += has_color ? strlen("\x1b[30;107m") : 0;
			for (int x = -MARGIN; x < end; x++) {
				unsigned block = take_block(&p);
				for (int half = 0; half < 2; half++) {
					int row = y + half;
					bool is_inside =
						x >= 0 && x < width && row >= 0 && row < width;
					bool is_dark = is_inside && modules.dark[row][x];
					assert_int_equal(
						block >> half & 1, is_dark == (bool)has_color);
				}
			}
			p += has_color ? strlen("\x1b[0m") : 0;
			assert_int_equal(*p++, '\n');
		}
		assert_int_equal(*p, '\0');
	}
}

static void what_is_too_long_is_an_error(void **state)
{
	(void)state;
	char long_words[4000];
	memset(long_words, 'a', sizeof(long_words) - 1);
	long_words[sizeof(long_words) - 1] = '\0';
	autofinish(text) struct text out = { 0 };
	autofinish(error) struct error error = { 0 };
	assert_false(qr_code_append_lines(&out, long_words, false, &error));
	assert_true(error_is_set(&error));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(corners_are_where_cameras_look),
		cmocka_unit_test(lines_have_the_modules_of_the_path),
		cmocka_unit_test(what_is_too_long_is_an_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
