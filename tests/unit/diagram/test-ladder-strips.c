/* diagram/ladder/ladder-strips: where tall diagrams are cut. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/array.h"
#include "diagram/ladder/ladder-strips.h"

enum { HEADS = 60, FIRST = 68, ROW = 50, ROWS_MAX = 20 };

struct drawn {
	struct arena arena;
	struct ladder_row rows[ROWS_MAX];
	struct ladder ladder;
	struct ladder_tear tear;
};

/* Rows of 50 px below heads of 60 px; `tears` has a bit for each row after packets left out. */
static void draw(struct drawn *drawn, unsigned count, unsigned tears)
{
	*drawn = (struct drawn){ .ladder.row_count = count };
	drawn->ladder.rows = drawn->rows;
	drawn->ladder.head_height = HEADS;
	for (unsigned i = 0; i < count; i++) {
		drawn->rows[i].step = i;
		drawn->rows[i].top = FIRST + (int)i * ROW;
		drawn->rows[i].bottom = drawn->rows[i].top + ROW;
		drawn->rows[i].tear = tears & 1U << i ? &drawn->tear : NULL;
	}
}

static void assert_rows(struct drawn *drawn, int room, const unsigned *firsts, unsigned expected)
{
	unsigned count;
	struct ladder_strip *strips = ladder_strips(&drawn->ladder, room, &drawn->arena, &count);
	assert_int_equal(count, expected);
	for (unsigned i = 0; i < count; i++)
		assert_int_equal(strips[i].first_step, firsts[i]);
	arena_finish(&drawn->arena);
}

static void strips_are_about_equal(void **state)
{
	(void)state;
	struct drawn drawn;
	draw(&drawn, 5, 0);
	assert_rows(&drawn, 360, (const unsigned[]){ 0 }, 1);
	draw(&drawn, 7, 0);
	assert_rows(&drawn, 410, (const unsigned[]){ 0, 4 }, 2);
	draw(&drawn, 13, 0);
	assert_rows(&drawn, 410, (const unsigned[]){ 0, 5, 10 }, 3);
	draw(&drawn, 0, 0);
	assert_rows(&drawn, 410, NULL, 0);
}

static void a_row_takes_along_the_gap_above_it(void **state)
{
	(void)state;
	struct drawn drawn;
	unsigned count;
	draw(&drawn, 20, 1U << 3 | 1U << 7 | 1U << 8);
	drawn.ladder.last_tear = &drawn.tear;
	drawn.ladder.bottom = drawn.rows[19].bottom + 40;
	struct ladder_strip *strips = ladder_strips(&drawn.ladder, 410, &drawn.arena, &count);
	assert_true(count > 2);
	assert_int_equal(strips[0].top, HEADS);
	for (unsigned i = 0; i < count; i++) {
		const struct ladder_row *row = &drawn.rows[strips[i].first_step];
		assert_true(strips[i].bottom - strips[i].top <= 410 - HEADS);
		assert_true(i == 0 || strips[i].top <= row->top - (row->tear ? 40 : 8));
	}
	assert_int_equal(strips[count - 1].bottom, drawn.ladder.bottom);
	arena_finish(&drawn.arena);
}

static void a_tear_is_below_the_last_call(void **state)
{
	(void)state;
	struct drawn drawn;
	struct ladder_call call = { .step = 3, .y = FIRST + 3 * ROW + 10 };
	unsigned count;
	draw(&drawn, 3, 0);
	drawn.ladder.calls = &call;
	drawn.ladder.call_count = 1;
	drawn.ladder.last_tear = &drawn.tear;
	drawn.ladder.bottom = call.y + LADDER_CALL_HALF + 40;
	struct ladder_strip *strips = ladder_strips(&drawn.ladder, 410, &drawn.arena, &count);
	assert_int_equal(count, 1);
	assert_int_equal(strips[0].bottom, drawn.ladder.bottom);
	arena_finish(&drawn.arena);
}

static void a_note_on_copies_is_in_the_last_strip(void **state)
{
	(void)state;
	struct drawn drawn;
	unsigned count;
	draw(&drawn, 3, 0);
	drawn.ladder.note.string = "2 copies not shown";
	drawn.ladder.bottom = drawn.rows[2].bottom + 40;
	struct ladder_strip *strips = ladder_strips(&drawn.ladder, 410, &drawn.arena, &count);
	assert_int_equal(count, 1);
	assert_int_equal(strips[0].bottom, drawn.ladder.bottom);
	arena_finish(&drawn.arena);
}

static void a_call_that_ends_above_a_row_leaves_the_row_whole(void **state)
{
	(void)state;
	struct drawn drawn;
	struct ladder_call call = { .step = 3, .y = FIRST + 2 * ROW };
	unsigned count;
	draw(&drawn, 3, 0);
	drawn.ladder.calls = &call;
	drawn.ladder.call_count = 1;
	struct ladder_strip *strips = ladder_strips(&drawn.ladder, 410, &drawn.arena, &count);
	assert_int_equal(count, 1);
	assert_int_equal(strips[0].bottom, drawn.rows[2].bottom);
	arena_finish(&drawn.arena);
}

static void a_row_that_is_too_tall_is_alone(void **state)
{
	(void)state;
	struct drawn drawn;
	draw(&drawn, 3, 0);
	assert_rows(&drawn, HEADS + 20, (const unsigned[]){ 0, 1, 2 }, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strips_are_about_equal),
		cmocka_unit_test(a_row_takes_along_the_gap_above_it),
		cmocka_unit_test(a_tear_is_below_the_last_call),
		cmocka_unit_test(a_note_on_copies_is_in_the_last_strip),
		cmocka_unit_test(a_call_that_ends_above_a_row_leaves_the_row_whole),
		cmocka_unit_test(a_row_that_is_too_tall_is_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
