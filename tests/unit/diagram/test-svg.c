/* Tests how texts that are too wide are shortened. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "diagram/svg.h"

enum { SIZE = 18, ROUNDING = 2 }; /* widths are rounded up, piece by piece */

static const char socket_words[] = "203.0.113.100:8080";

static int width_of(const char *words)
{
	return svg_text_width(words, SVG_FONT_MONO, SIZE) + ROUNDING;
}

static const char *shorten(struct arena *arena, int width)
{
	return svg_text_shorten_middle(
		arena, socket_words, strchr(socket_words, ':'), SVG_FONT_MONO, SIZE, width);
}

static void middle_keeps_the_end(void **state)
{
	(void)state;
	struct arena arena = { 0 };
	assert_ptr_equal(shorten(&arena, width_of(socket_words)), socket_words);
	assert_string_equal(shorten(&arena, width_of("203.0.113…:8080")), "203.0.113…:8080");
	assert_string_equal(shorten(&arena, width_of("2…:8080")), "2…:8080");
	arena_finish(&arena);
}

static void without_room_for_more_than_the_end(void **state)
{
	(void)state;
	struct arena arena = { 0 };
	assert_string_equal(shorten(&arena, width_of("203.0…")), "203.0…");
	assert_string_equal(shorten(&arena, 1), "");
	arena_finish(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(middle_keeps_the_end),
		cmocka_unit_test(without_room_for_more_than_the_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
