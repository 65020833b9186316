/* Rows of the sequence diagram can be read, and a few rows get large type. */
#include "ladder-checks.h"

#include "diagram/ladder/ladder-strips.h"

enum { ROW_HEIGHT_LEAST = 42, TIP_HALF = 8 };

static const struct ladder_text *text_of(const struct ladder_row *row, enum ladder_text_kind kind)
{
	for (unsigned i = 0; i < row->text_count; i++)
		if (row->texts[i].kind == kind)
			return &row->texts[i];
	return NULL;
}

static const struct ladder *layout_first(
	struct exchange *exchange, size_t count, unsigned width, unsigned height)
{
	add_ping(exchange, 0);
	exchange->selection.count = count;
	for (size_t i = 0; i < count; i++) {
		exchange->packets[i].facts.tcp.sequence = i < 2 ? 0 : 1;
		exchange->packets[i].facts.tcp.acknowledgment = 1;
	}
	const struct ladder_options options = options_of(width, height);
	return ladder_layout(&exchange->arena, &exchange->selection, &exchange->summary, &options);
}

static void type_grows_with_the_space(void **state)
{
	(void)state;
	static const struct {
		size_t count;
		unsigned width;
		int chip, detail, time; /* the least sizes */
	} cases[] = {
		{ 1, 1152, 26, 26, 26 },
		{ 3, 1152, 26, 26, 26 },
		{ 1, 780, 26, 22, 22 },
		{ 3, 780, 26, 22, 20 },
		{ 5, 780, 24, 20, 20 },
		{ 8, 780, 18, 18, 18 },
		{ 11, 780, 18, 18, 18 },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(exchange) struct exchange exchange = { 0 };
		const struct ladder *ladder =
			layout_first(&exchange, cases[i].count, cases[i].width, 540);
		check_ladder(ladder);
		assert_true(ladder->height <= 540);
		for (unsigned k = 0; k < ladder->row_count; k++) {
			const struct ladder_row *row = &ladder->rows[k];
			if (text_of(row, LADDER_TEXT_CHIP)->size < cases[i].chip ||
				text_of(row, LADDER_TEXT_DETAIL)->size < cases[i].detail ||
				text_of(row, LADDER_TEXT_TIME)->size < cases[i].time)
				fail_msg("%zu packets in %u px: %d, %d and %d px", cases[i].count,
					cases[i].width, text_of(row, LADDER_TEXT_CHIP)->size,
					text_of(row, LADDER_TEXT_DETAIL)->size,
					text_of(row, LADDER_TEXT_TIME)->size);
		}
	}
}

/* A few rows fill the available height. With many rows the drawing becomes higher. */
static void rows_fill_the_height(void **state)
{
	(void)state;
	for (size_t count = 2; count <= 11; count++) {
		autofinish(exchange) struct exchange exchange = { 0 };
		const struct ladder *ladder = layout_first(&exchange, count, 780, 540);
		assert_true(ladder->height > 500);
	}
}

/* What is cut into strips has as few of them as with the lowest rows, and fills them. */
static void rows_fill_the_strips(void **state)
{
	(void)state;
	static const struct {
		unsigned connections, height;
	} cases[] = { { 1, 400 }, { 1, 300 }, { 2, 540 }, { 3, 540 }, { 6, 540 } };
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(exchange) struct exchange exchange = { 0 };
		for (unsigned k = 0; k < cases[i].connections; k++)
			add_ping(&exchange, k);
		struct ladder_options options = options_of(1152, cases[i].height);
		options.has_steps = false;
		unsigned lowest = 0, count = 0;
		const struct ladder *low = ladder_layout(
			&exchange.arena, &exchange.selection, &exchange.summary, &options);
		(void)ladder_strips(low, (int)options.height, &exchange.arena, &lowest);
		options.is_cut = true;
		const struct ladder *ladder = ladder_layout(
			&exchange.arena, &exchange.selection, &exchange.summary, &options);
		const struct ladder_strip *strips = ladder_strips(
			ladder, (int)options.height, &exchange.arena, &count);
		check_ladder(ladder);
		assert_true(lowest > 1);
		assert_int_equal(count, lowest);
		int room = (int)options.height - ladder->head_height, most = 0;
		for (unsigned k = 0; k < count; k++)
			if (most < strips[k].bottom - strips[k].top)
				most = strips[k].bottom - strips[k].top;
		if (most > room || most + LADDER_GAP_HEIGHT + (int)ladder->row_count < room)
			fail_msg("%u connections in %u px: %d of %d px", cases[i].connections,
				cases[i].height, most, room);
	}
}

/* Text does not touch the row above: the arrow there, with its tip, ends before the text. */
static void no_word_stands_on_an_arrow(void **state)
{
	(void)state;
	static const unsigned sizes[][2] = { { 780, 540 }, { 780, 240 }, { 1152, 540 },
		{ 500, 680 }, { 552, 500 } };
	for (size_t i = 0; i < ARRAY_COUNT(sizes); i++) {
		for (size_t count = 2; count <= 11; count++) {
			autofinish(exchange) struct exchange exchange = { 0 };
			const struct ladder *ladder =
				layout_first(&exchange, count, sizes[i][0], sizes[i][1]);
			for (unsigned k = 1; k < ladder->row_count; k++) {
				const struct ladder_row *row = &ladder->rows[k];
				assert_true(row->y - row[-1].y >= ROW_HEIGHT_LEAST);
				assert_true(
					text_of(row, LADDER_TEXT_CHIP)->top > row[-1].y + TIP_HALF);
				assert_true(text_of(row, LADDER_TEXT_CHIP)->top >= row->top);
			}
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(type_grows_with_the_space),
		cmocka_unit_test(rows_fill_the_height),
		cmocka_unit_test(rows_fill_the_strips),
		cmocka_unit_test(no_word_stands_on_an_arrow),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
