/* Annotations cover nothing, wrap, and stand at the rows of their packets. */
#include <stdio.h>

#include "base/array.h"
#include "ladder-checks.h"

static const char long_words[] =
	"연결을 끊는다. 양쪽이 따로 FIN을 보내고, 따로 ACK을 받는다. and then a Donaudampfschifffahrtsgesellschaft waits";

static const struct ladder_annotation *annotation_of(
	const struct ladder *ladder, const struct annotation *asked)
{
	for (unsigned i = 0; i < ladder->annotation_count; i++) {
		if (ladder->annotations[i].asked == asked)
			return &ladder->annotations[i];
	}
	fail_msg("an annotation is lost");
	return NULL;
}

static void check_lines(const struct ladder *ladder, const struct ladder_annotation *annotation)
{
	const struct ladder_row *first = &ladder->rows[annotation->first_row];
	const struct ladder_row *last = &ladder->rows[annotation->last_row];
	assert_true(annotation->top >= first->top && annotation->top <= first->bottom);
	assert_true(annotation->bottom >= last->top && annotation->bottom <= last->bottom);
	assert_true(annotation->x < annotation->words_left);
	for (unsigned i = 0; i < ladder->annotation_count; i++) {
		const struct ladder_annotation *other = &ladder->annotations[i];
		if (other != annotation && other->x == annotation->x)
			assert_true(
				other->bottom < annotation->top || other->top > annotation->bottom);
	}
}

/* check_ladder() compares the positions of the words with all other text. */
static void check_annotations(const struct ladder *ladder, size_t count)
{
	check_ladder(ladder);
	assert_int_equal(ladder->annotation_count, count);
	for (unsigned i = 0; i < ladder->annotation_count; i++) {
		const struct ladder_annotation *annotation = &ladder->annotations[i];
		check_lines(ladder, annotation);
		assert_true(annotation->line_count > 0);
		for (unsigned k = 0; k < ladder->lane_count; k++)
			assert_true(ladder->lanes[k].x < annotation->x - 8);
		for (unsigned k = 0; k < ladder->row_count; k++)
			assert_true(ladder->rows[k].head_x < annotation->x - 8 &&
				ladder->rows[k].tail_x < annotation->x - 8);
	}
}

static void test_nothing_overlaps(void **state)
{
	(void)state;
	static const unsigned sizes[][2] = { { 780, 540 }, { 780, 240 }, { 1152, 540 },
		{ 500, 680 }, { 320, 200 } };
	static const struct annotation asked[] = {
		{ ANNOTATION_BRACKET, 0, 2, "handshake", false },
		{ ANNOTATION_ARROW, 3, 4, "acknowledges", false },
		{ ANNOTATION_ARROW, 6, 5, "받았다고 알린다", false },
		{ ANNOTATION_TIME, 4, 5, "0.057\xc2\xa0ms, the server thinks", false },
		{ ANNOTATION_BRACKET, 0, 10, "all of it", false },
		{ ANNOTATION_BRACKET, 7, 10, long_words, false },
		{ ANNOTATION_BRACKET, 9, 9, "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
			false },
	};
	for (size_t i = 0; i < ARRAY_COUNT(sizes); i++) {
		for (unsigned clients = 1; clients <= 6; clients++) {
			for (size_t count = 1; count <= ARRAY_COUNT(asked); count++) {
				autofinish(exchange) struct exchange exchange = { 0 };
				for (unsigned k = 0; k < clients; k++)
					add_ping(&exchange, k);
				struct ladder_options options =
					options_of(sizes[i][0], sizes[i][1]);
				options.annotations = asked;
				options.annotation_count = count;
				check_annotations(
					ladder_layout(&exchange.arena, &exchange.selection,
						&exchange.summary, &options),
					count);
			}
		}
	}
}

/* Labels take room from the words, but never so much that a word is broken. */
static void test_words_are_whole(void **state)
{
	(void)state;
	static const struct annotation asked[] = {
		{ ANNOTATION_ARROW, 3, 4, "acknowledges", false },
		{ ANNOTATION_TIME, 4, 5, "0.055\xc2\xa0ms, the server thinks", false },
	};
	for (unsigned width = 680; width <= 1152; width += 8) {
		autofinish(exchange) struct exchange exchange = { 0 };
		add_ping(&exchange, 0);
		struct ladder_options options = options_of(width, 540);
		options.annotations = asked;
		options.annotation_count = ARRAY_COUNT(asked);
		const struct ladder *ladder = ladder_layout(
			&exchange.arena, &exchange.selection, &exchange.summary, &options);
		const struct ladder_annotation *first = annotation_of(ladder, &asked[0]);
		assert_int_equal(first->line_count, 1);
		assert_string_equal(first->lines[0].string, "acknowledges");
	}
}

/* Few packets have large type, which is smaller where a word would be broken. */
static void test_large_words_are_whole(void **state)
{
	(void)state;
	static const struct annotation asked[] = {
		{ ANNOTATION_ARROW, 0, 1, "acknowledges #1", false },
		{ ANNOTATION_ARROW, 1, 2, "acknowledges #2", false },
	};
	for (unsigned width = 680; width <= 1152; width += 4) {
		autofinish(exchange) struct exchange exchange = { 0 };
		add_ping(&exchange, 0);
		exchange.selection.count = 3;
		struct ladder_options options = options_of(width, 540);
		options.annotations = asked;
		options.annotation_count = ARRAY_COUNT(asked);
		const struct ladder *ladder = ladder_layout(
			&exchange.arena, &exchange.selection, &exchange.summary, &options);
		check_annotations(ladder, ARRAY_COUNT(asked));
		const struct ladder_annotation *first = annotation_of(ladder, &asked[0]);
		assert_string_equal(first->lines[0].string,
			first->line_count == 1 ? "acknowledges #1" : "acknowledges");
	}
}

static const char *text_of(const struct ladder_row *row, enum ladder_text_kind kind)
{
	for (unsigned i = 0; i < row->text_count; i++)
		if (row->texts[i].kind == kind)
			return row->texts[i].string;
	return "";
}

/*
 * The head of the last lane stands above annotations, so that labels beside a panel have the room
 * for all numbers, and the client for its states. The server's are data.
 */
static void test_labels_and_states_have_room(void **state)
{
	(void)state;
	static const struct annotation asked[] = {
		{ ANNOTATION_BRACKET, 0, 2, "handshake", false },
		{ ANNOTATION_ARROW, 3, 4, "acknowledges", false },
	};
	autofinish(exchange) struct exchange exchange = { 0 };
	add_ping(&exchange, 0);
	struct ladder_options options = options_of(780, 540);
	options.annotations = asked;
	options.annotation_count = ARRAY_COUNT(asked);
	options.has_steps = true;
	const struct ladder *ladder =
		ladder_layout(&exchange.arena, &exchange.selection, &exchange.summary, &options);
	check_annotations(ladder, ARRAY_COUNT(asked));
	const struct ladder_head *last = &ladder->heads[1];
	assert_true(last->left + last->width > ladder->annotations[0].x);
	/* as much as "GET /ping  seq 1  ack 1  len 85" needs */
	assert_true(ladder->lanes[1].x - ladder->lanes[0].x >= 370);
	assert_string_equal(text_of(&ladder->rows[0], LADDER_TEXT_STATE), "SYN_SENT");
	assert_null(ladder->rows[0].hidden_states[0]);
	assert_string_equal(ladder->rows[0].hidden_states[1], "SYN_RECEIVED");
	assert_string_equal(ladder->rows[5].hidden_states[1], "ESTABLISHED");
	autofinish(text) struct text svg = { 0 };
	ladder_draw(&svg, ladder, &options);
	assert_non_null(strstr(text_string(&svg), " data-server-state=\"SYN_RECEIVED\""));
	assert_null(strstr(text_string(&svg), " data-client-state="));
}

/* More annotations than fit make the drawing higher; their words do not overlap. */
static void test_many_make_it_higher(void **state)
{
	(void)state;
	struct annotation asked[40];
	autofinish(exchange) struct exchange exchange = { 0 };
	add_ping(&exchange, 0);
	for (size_t i = 0; i < ARRAY_COUNT(asked); i++)
		asked[i] = (struct annotation){ ANNOTATION_BRACKET, i % 11, i % 11, long_words,
			false };
	struct ladder_options options = options_of(780, 540);
	options.annotations = asked;
	options.annotation_count = ARRAY_COUNT(asked);
	const struct ladder *ladder =
		ladder_layout(&exchange.arena, &exchange.selection, &exchange.summary, &options);
	check_annotations(ladder, ARRAY_COUNT(asked));
	assert_true(ladder->height > 540);
}

/* Where labels have too little room, annotations give what their longest words do not need. */
static void test_labels_have_more_room(void **state)
{
	(void)state;
	static const struct annotation asked[] = {
		{ ANNOTATION_BRACKET, 0, 2, "handshake", false },
		{ ANNOTATION_BRACKET, 1, 9, "all the rest of it", false },
		{ ANNOTATION_ARROW, 1, 2, "acknowledges", false },
		{ ANNOTATION_ARROW, 2, 5, "acknowledges", false },
		{ ANNOTATION_ARROW, 0, 6, "follows", false },
	};
	autofinish(exchange) struct exchange exchange = { 0 };
	add_ping(&exchange, 0);
	add_ping(&exchange, 1);
	struct ladder_options options = options_of(780, 540);
	options.annotations = asked;
	options.annotation_count = ARRAY_COUNT(asked);
	const struct ladder *usual =
		ladder_layout(&exchange.arena, &exchange.selection, &exchange.summary, &options);
	options.packs_annotations = true;
	const struct ladder *packed =
		ladder_layout(&exchange.arena, &exchange.selection, &exchange.summary, &options);
	check_annotations(packed, ARRAY_COUNT(asked));
	assert_true(packed->rows[1].missing < usual->rows[1].missing);
	assert_true(packed->width <= 780);
}

/*
 * Six lanes beside many annotations are no wider than their place. An address breaks only where
 * its groups end.
 */
static void test_many_lanes_stay_in_their_place(void **state)
{
	(void)state;
	enum { PLACE = 740 };
	struct annotation asked[9];
	autofinish(exchange) struct exchange exchange = { 0 };
	for (unsigned i = 0; i < 6; i++)
		add_ping(&exchange, i);
	for (size_t i = 0; i < ARRAY_COUNT(asked); i++)
		asked[i] = (struct annotation){ ANNOTATION_ARROW, i, 20 + i,
			"connects to 199.181.133.161, an address", true };
	struct ladder_options options = options_of(PLACE, 540);
	options.annotations = asked;
	options.annotation_count = ARRAY_COUNT(asked);
	options.packs_lanes = true;
	const struct ladder *ladder =
		ladder_layout(&exchange.arena, &exchange.selection, &exchange.summary, &options);
	check_annotations(ladder, ARRAY_COUNT(asked));
	assert_true(ladder->width <= PLACE);
	const struct ladder_annotation *first = annotation_of(ladder, &asked[0]);
	bool is_broken = false;
	for (unsigned i = 0; i < first->line_count; i++) {
		const char *line = first->lines[i].string;
		assert_true(first->lines[i].left + first->lines[i].width <= PLACE);
		is_broken |= line[strlen(line) - 1] == '.';
	}
	assert_true(is_broken);
}

/* A row without room for all numbers of a SYN, ACK shows some. */
static void test_a_syn_ack_says_something(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	for (unsigned i = 0; i < 3; i++)
		add_ping(&exchange, i);
	for (unsigned width = 500; width <= 800; width += 10) {
		struct ladder_options options = options_of(width, 540);
		const struct ladder *ladder = ladder_layout(
			&exchange.arena, &exchange.selection, &exchange.summary, &options);
		check_ladder(ladder);
		assert_string_not_equal(text_of(&ladder->rows[1], LADDER_TEXT_DETAIL), "");
	}
}

static void test_rows(void **state)
{
	(void)state;
	static const struct annotation asked[] = {
		{ ANNOTATION_ARROW, 6, 5, "back", false },
		{ ANNOTATION_BRACKET, 4, 9, "fold", false },
	};
	autofinish(exchange) struct exchange exchange = { 0 };
	add_ping(&exchange, 0);
	/* Packets 4 to 6 share a row. */
	struct packet_run runs[9];
	for (size_t i = 0; i < ARRAY_COUNT(runs); i++)
		runs[i] = (struct packet_run){ i < 4 ? i : i + 2, 1, i < 4 ? i : i + 2 };
	runs[4] = (struct packet_run){ 4, 3, 5 };
	struct ladder_options options = options_of(780, 540);
	options.annotations = asked;
	options.annotation_count = ARRAY_COUNT(asked);
	const struct ladder *alone =
		ladder_layout(&exchange.arena, &exchange.selection, &exchange.summary, &options);
	assert_true(annotation_of(alone, &asked[0])->points_up);
	assert_int_equal(annotation_of(alone, &asked[0])->first_row, 5);
	assert_string_equal(annotation_of(alone, &asked[0])->title, "#7 → #6: back");
	options.runs = runs;
	options.run_count = ARRAY_COUNT(runs);
	const struct ladder *folded =
		ladder_layout(&exchange.arena, &exchange.selection, &exchange.summary, &options);
	check_annotations(folded, 2);
	assert_int_equal(annotation_of(folded, &asked[1])->first_row, 4);
	assert_int_equal(annotation_of(folded, &asked[1])->last_row, 7);
	assert_string_equal(annotation_of(folded, &asked[1])->title, "#5–#10: fold");
}

static void test_words_are_no_markup(void **state)
{
	(void)state;
	static const struct annotation asked[] = {
		{ ANNOTATION_BRACKET, 0, 2, "<script>&\"'", false },
		{ ANNOTATION_BRACKET, 3, 3, "\xff\xfe", false },
	};
	autofinish(exchange) struct exchange exchange = { 0 };
	autofinish(text) struct text svg = { 0 };
	add_ping(&exchange, 0);
	struct ladder_options options = options_of(780, 540);
	options.annotations = asked;
	options.annotation_count = ARRAY_COUNT(asked);
	ladder_svg(&svg, &exchange.selection, &exchange.summary, &options);
	assert_null(strstr(text_string(&svg), "<script"));
	assert_non_null(strstr(text_string(&svg), "&lt;script&gt;&amp;"));
	assert_null(strchr(text_string(&svg), '\xff'));
}

static const struct ladder_text *detail_of(const struct ladder_row *row)
{
	for (unsigned i = 0; i < row->text_count; i++) {
		if (row->texts[i].kind == LADDER_TEXT_DETAIL)
			return &row->texts[i];
	}
	return NULL;
}

/* Highlighted parts are never left out for lack of room. */
static void test_highlights_stay(void **state)
{
	(void)state;
	static const unsigned sizes[][2] = { { 1152, 540 }, { 780, 540 }, { 780, 240 } };
	unsigned highlights[11] = { 0 };
	highlights[1] = LABEL_PART_ACK;
	highlights[3] = LABEL_PART_LEN | LABEL_PART_ACK;
	highlights[5] = LABEL_PART_FLAGS;
	for (size_t i = 0; i < ARRAY_COUNT(sizes); i++) {
		autofinish(exchange) struct exchange exchange = { 0 };
		autofinish(text) struct text svg = { 0 };
		add_ping(&exchange, 0);
		struct ladder_options options = options_of(sizes[i][0], sizes[i][1]);
		options.highlights = highlights;
		const struct ladder *ladder = ladder_layout(
			&exchange.arena, &exchange.selection, &exchange.summary, &options);
		check_ladder(ladder);
		assert_non_null(strstr(detail_of(&ladder->rows[1])->string, "ack 87"));
		assert_non_null(strstr(detail_of(&ladder->rows[3])->string, "ack 87"));
		assert_non_null(strstr(detail_of(&ladder->rows[3])->string, "len 85"));
		ladder_svg(&svg, &exchange.selection, &exchange.summary, &options);
		assert_non_null(strstr(text_string(&svg), "<tspan class=\"lit\">len <tspan"));
		assert_non_null(strstr(text_string(&svg), "class=\"chip lit\""));
		assert_null(strstr(text_string(&svg), "<tspan class=\"lit\">seq"));
	}
}

/* A label of the author's is never highlighted, whatever its words are. */
static void test_labels_are_not_lit(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	autofinish(text) struct text svg = { 0 };
	struct author_label labels[11] = { 0 };
	unsigned highlights[11] = { 0 };
	labels[3] = (struct author_label){ "seq 9", "9" };
	highlights[3] = LABEL_PART_SEQ;
	add_ping(&exchange, 0);
	struct ladder_options options = options_of(1152, 540);
	options.highlights = highlights;
	options.labels = labels;
	ladder_svg(&svg, &exchange.selection, &exchange.summary, &options);
	assert_non_null(strstr(text_string(&svg),
		">seq <tspan class=\"n\">9</tspan>" DETAIL_GAP "<tspan class=\"lit\">seq <tspan"));
}

/* Where names have no room, the values of an author's label are there, and whole. */
static void test_values_are_whole(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	struct author_label labels[11] = { 0 };
	labels[3] = (struct author_label){ "a_field_with_a_long_name 65160", "65160" };
	add_ping(&exchange, 0);
	static const struct {
		unsigned width;
		const char *shown;
	} cases[] = { { 1152, "a_field_with_a_long_name 65160" }, { 480, "65160" } };
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct ladder_options options = options_of(cases[i].width, 540);
		options.labels = labels;
		const struct ladder *ladder = ladder_layout(
			&exchange.arena, &exchange.selection, &exchange.summary, &options);
		check_ladder(ladder);
		assert_ptr_equal(strstr(detail_of(&ladder->rows[3])->string, cases[i].shown),
			detail_of(&ladder->rows[3])->string);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_overlaps),
		cmocka_unit_test(test_words_are_whole),
		cmocka_unit_test(test_large_words_are_whole),
		cmocka_unit_test(test_labels_and_states_have_room),
		cmocka_unit_test(test_many_make_it_higher),
		cmocka_unit_test(test_labels_have_more_room),
		cmocka_unit_test(test_many_lanes_stay_in_their_place),
		cmocka_unit_test(test_a_syn_ack_says_something),
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_words_are_no_markup),
		cmocka_unit_test(test_highlights_stay),
		cmocka_unit_test(test_labels_are_not_lit),
		cmocka_unit_test(test_values_are_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
