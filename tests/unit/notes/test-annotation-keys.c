/* The keys in YAML with which an author draws on a sequence, and the messages for mistakes. */
#include <stdio.h>

#include "base/array.h"
#include "talk-checks.h"

#define ONE "---\ncaptures: {pingpong: a.pcap}\n---\n\n"
#define BLOCK(body) ONE "```packets\n" body "```\n" /* its body begins on line 6 */
#define MARK(line) BLOCK("marks:\n  " line "\n")

static const struct packets_annotations *annotations_of(const struct parsed *parsed)
{
	assert_string_equal(text_string(&parsed->said), "");
	return &parsed->talk.slides[0].parts[0].packets->annotations;
}

/* A place in every notation that people use. */
static void test_places(void **state)
{
	(void)state;
	static const struct {
		const char *key;
		uint64_t from, to;
		bool is_relation;
	} cases[] = {
		{ "1-3", 1, 3, false },
		{ "1–3", 1, 3, false },
		{ "1 - 3", 1, 3, false },
		{ "'#1-#3'", 1, 3, false },
		{ "7", 7, 7, false },
		{ "7-7", 7, 7, false },
		{ "4→5", 4, 5, true },
		{ "4->5", 4, 5, true },
		{ "4 -> 5", 4, 5, true },
		{ "4=>5", 4, 5, true },
		{ "5→4", 5, 4, true },
		{ "4 <- 5", 5, 4, true },
		{ "4←5", 5, 4, true },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		char source[256];
		snprintf(source, sizeof(source), MARK("%s: words"), cases[i].key);
		struct parsed parsed = parse(source);
		const struct packets_annotations *annotations = annotations_of(&parsed);
		assert_int_equal(annotations->mark_count, 1);
		assert_int_equal(annotations->marks[0].from, cases[i].from);
		assert_int_equal(annotations->marks[0].to, cases[i].to);
		assert_int_equal(annotations->marks[0].is_relation, cases[i].is_relation);
		assert_string_equal(annotations->marks[0].words, "words");
		assert_int_equal(annotations->marks[0].line, 7);
		parsed_finish(&parsed);
	}
}

static void test_fields(void **state)
{
	(void)state;
	struct parsed parsed = parse(BLOCK("show: packet\nlayer: ip#2\nfields: [seq, ack]\n"));
	const struct packets_annotations *annotations = annotations_of(&parsed);
	assert_string_equal(annotations->layer, "ip#2");
	assert_int_equal(annotations->field_count, 2);
	assert_string_equal(annotations->fields[1].name, "ack");
	assert_int_equal(annotations->fields[1].line, 8);
	assert_true(annotations->steps_fields);
	parsed_finish(&parsed);
	static const char *const wrong[][2] = {
		{ BLOCK("field: [seq, ack]\n"), "'field' is one name" },
		{ BLOCK("field: seq\nfields: [ack]\n"), "'field' or 'fields', not both" },
		{ BLOCK("fields: []\n"), "'fields' are names" },
		{ BLOCK("fields: {seq: 1}\n"), "'fields' are names" },
		{ BLOCK("layer: [tcp]\n"), "'layer' is the name" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(wrong); i++) {
		struct parsed refused = parse(wrong[i][0]);
		assert_non_null(strstr(text_string(&refused.said), wrong[i][1]));
		parsed_finish(&refused);
	}
}

static void test_words(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{ MARK("5→6: \"{duration}, the server thinks\""), "{duration}, the server thinks" },
		{ MARK("1-3: \"{{pingpong.stream[0].client_port}} {SYN, ACK} {}\""),
			"{{pingpong.stream[0].client_port}} {SYN, ACK} {}" },
		{ MARK("1-3: |\n    두 줄에\n    쓴 말"), "두 줄에 쓴 말" },
		{ MARK("1-3: \"  a  b \""), "a b" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct parsed parsed = parse(cases[i][0]);
		assert_string_equal(annotations_of(&parsed)->marks[0].words, cases[i][1]);
		parsed_finish(&parsed);
	}
}

static void test_highlights(void **state)
{
	(void)state;
	enum { SEQ = PACKETS_PART_SEQ, LEN = PACKETS_PART_LEN, FLAGS = PACKETS_PART_FLAGS };
	static const struct {
		const char *source;
		uint64_t frame;
		unsigned parts;
	} cases[] = {
		{ BLOCK("highlight: [seq, len]\n"), 0, SEQ | LEN },
		{ BLOCK("highlight: seq\n"), 0, SEQ },
		{ BLOCK("highlight: seq, len\n"), 0, SEQ | LEN },
		{ BLOCK("highlight: {4: [seq, len]}\n"), 4, SEQ | LEN },
		{ BLOCK("highlight:\n  4: flags\n"), 4, FLAGS },
		{ BLOCK("marks:\n  highlight: [seq, len]\n"), 0, SEQ | LEN },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct parsed parsed = parse(cases[i].source);
		const struct packets_annotations *annotations = annotations_of(&parsed);
		assert_int_equal(annotations->highlight_count, 1);
		assert_int_equal(annotations->highlights[0].frame, cases[i].frame);
		assert_int_equal(annotations->highlights[0].parts, cases[i].parts);
		parsed_finish(&parsed);
	}
}

/* `highlight:` may stand inside `marks:` and beside it in one block. */
static void test_highlights_join(void **state)
{
	(void)state;
	enum { SEQ = PACKETS_PART_SEQ, ACK = PACKETS_PART_ACK };
	static const struct {
		const char *source;
		struct packets_highlight first, second;
	} cases[] = {
		{ BLOCK("marks:\n  highlight: seq\nhighlight: {4: ack}\n"), { 0, SEQ, 7 },
			{ 4, ACK, 8 } },
		{ BLOCK("highlight: {4: ack}\nmarks:\n  1-3: x\n  highlight: seq\n"), { 4, ACK, 6 },
			{ 0, SEQ, 9 } },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct parsed parsed = parse(cases[i].source);
		const struct packets_annotations *annotations = annotations_of(&parsed);
		assert_int_equal(annotations->highlight_count, 2);
		assert_memory_equal(
			&annotations->highlights[0], &cases[i].first, sizeof(cases[i].first));
		assert_memory_equal(
			&annotations->highlights[1], &cases[i].second, sizeof(cases[i].second));
		parsed_finish(&parsed);
	}
}

static void test_too_many_highlights(void **state)
{
	(void)state;
	for (unsigned count = 999; count <= 1000; count++) {
		autofinish(text) struct text source = { 0 };
		text_append(&source, ONE "```packets\nmarks:\n  highlight: seq\nhighlight:\n");
		for (unsigned i = 1; i <= count; i++)
			text_append_format(&source, "  %u: ack\n", i);
		text_append(&source, "```\n");
		struct parsed parsed = parse(text_string(&source));
		bool is_refused =
			strstr(text_string(&parsed.said),
				"talk.md:8: 'highlight' has more than 1000 lines") != NULL;
		assert_int_equal(is_refused, count == 1000);
		parsed_finish(&parsed);
	}
}

static void test_steps(void **state)
{
	(void)state;
	struct parsed parsed = parse(BLOCK("step: marks\nmarks: {1-3: handshake}\n"));
	assert_true(annotations_of(&parsed)->steps_marks);
	assert_false(parsed.talk.slides[0].parts[0].packets->step_packets);
	parsed_finish(&parsed);
}

static void test_errors(void **state)
{
	(void)state;
	static const struct error_case cases[] = {
		{ MARK("abc: x"), "talk.md:7: the mark at 'abc' does not say where it stands" },
		{ MARK("1-: x"), "talk.md:7: the mark at '1-' does not say where it stands" },
		{ MARK("1-2-3: x"), "talk.md:7: the mark at '1-2-3' does not say where" },
		{ MARK("'': x"), "talk.md:7: the mark at '' does not say where it stands" },
		{ MARK("99999999999999999999: x"), "talk.md:7: the mark at '9999999" },
		{ MARK("0-3: x"), "talk.md:7: there is no frame 0" },
		{ MARK("3-1: x"),
			"talk.md:7: the mark at '3-1' goes backwards: write 1-3 for a bracket, 3→1 for an arrow" },
		{ MARK("4→4: x"), "talk.md:7: the mark at '4→4' goes from a packet to itself" },
		{ MARK("4: '{duration}'"),
			"talk.md:7: the mark at '4' has one packet, and no time passes in it: name two for {duration}, such as 4-5" },
		{ MARK("1-3:"), "talk.md:7: the mark at '1-3' says nothing" },
		{ MARK("1-3: ''"), "talk.md:7: the mark at '1-3' says nothing" },
		{ MARK("1-3: [a]"), "talk.md:7: the mark at '1-3' begins with '['" },
		{ MARK("1-3: {duration}"), "talk.md:7: the mark at '1-3' begins with '{'" },
		{ MARK("1-3: '{time}'"),
			"talk.md:7: a mark cannot fill in '{time}': the time between its packets is {duration}" },
		{ BLOCK("marks: handshake\n"), "talk.md:6: 'marks' must be lines such as" },
		{ BLOCK("marks: [1-3]\n"), "talk.md:6: 'marks' must be lines such as" },
		{ BLOCK("marks:\n"), "talk.md:6: 'marks' must be lines such as" },
		{ BLOCK("mark: {1-3: x}\n"),
			"talk.md:6: a packets block has no key 'mark': did you mean 'marks'?" },
		{ BLOCK("hilight: seq\n"),
			"talk.md:6: a packets block has no key 'hilight': did you mean 'highlight'?" },
		{ BLOCK("highlight: [seqq]\n"),
			"talk.md:6: 'highlight' knows no 'seqq': did you mean 'seq'?" },
		{ BLOCK("highlight: [checksum]\n"),
			"talk.md:6: 'highlight' knows no 'checksum': use seq, ack, len, isn, flags" },
		{ BLOCK("highlight: []\n"), "talk.md:6: 'highlight' is names such as" },
		{ BLOCK("highlight: ', ,'\n"), "talk.md:6: 'highlight' names nothing" },
		{ BLOCK("highlight: [[seq]]\n"), "talk.md:6: 'highlight' is names such as" },
		{ BLOCK("highlight: {x: seq}\n"), "talk.md:6: 'highlight' has no packet 'x'" },
		{ BLOCK("highlight: {0: seq}\n"), "talk.md:6: there is no frame 0" },
		{ BLOCK("why: maybe\n"), "talk.md:6: 'why' is true, to draw what caused" },
		{ BLOCK("why: [true]\n"), "talk.md:6: 'why' is true, to draw what caused" },
		{ BLOCK("step: mark\n"),
			"talk.md:6: 'step: mark' is unknown: use packet, ask, marks or none" },
		{ BLOCK("compare: [stream 0, stream 1]\nmarks: {1-2: x}\n"),
			"talk.md:6: 'marks', 'why' and 'highlight' do not go with 'compare'" },
	};
	check_errors(cases, ARRAY_COUNT(cases));
}

/* One mistake hides neither the next mistake nor the correct marks. */
static void test_each_mistake_is_told(void **state)
{
	(void)state;
	struct parsed parsed =
		parse(BLOCK("marks:\n  1-3: handshake\n  x: y\n  5→6:\n  4→5: acknowledges\n"));
	assert_non_null(strstr(text_string(&parsed.said), "talk.md:8: the mark at 'x'"));
	assert_non_null(strstr(text_string(&parsed.said), "talk.md:9: the mark at '5→6'"));
	parsed_finish(&parsed);
}

static void test_too_many(void **state)
{
	(void)state;
	autofinish(text) struct text marks = { 0 };
	autofinish(text) struct text fields = { 0 };
	text_append(&marks, ONE "```packets\nmarks:\n");
	text_append(&fields, ONE "```packets\nshow: packet\nfields: [");
	for (unsigned i = 1; i <= 41; i++) {
		text_append_format(&marks, "  %u-%u: x\n", i, i + 1);
		text_append_format(&fields, "%sa%u", i > 1 ? ", " : "", i);
	}
	text_append(&marks, "```\n");
	text_append(&fields, "]\n```\n");
	struct parsed parsed = parse(text_string(&marks));
	assert_non_null(strstr(text_string(&parsed.said), "'marks' has 41 lines"));
	parsed_finish(&parsed);
	parsed = parse(text_string(&fields));
	assert_non_null(strstr(text_string(&parsed.said), "'fields' has 41 names"));
	parsed_finish(&parsed);
}

static void test_each_part_is_told(void **state)
{
	(void)state;
	struct parsed parsed = parse(BLOCK("highlight: [nope, seq, other]\n"));
	assert_non_null(strstr(text_string(&parsed.said), "'highlight' knows no 'nope'"));
	assert_non_null(strstr(text_string(&parsed.said), "'highlight' knows no 'other'"));
	parsed_finish(&parsed);
}

static void test_long_words(void **state)
{
	(void)state;
	for (unsigned letters = 160; letters <= 161; letters++) {
		autofinish(text) struct text source = { 0 };
		text_append(&source, ONE "```packets\nmarks:\n  1-3: ");
		for (unsigned i = 0; i < letters; i++)
			text_append(&source, "가");
		text_append(&source, "\n```\n");
		struct parsed parsed = parse(text_string(&source));
		bool is_refused = strstr(text_string(&parsed.said), "has 161 letters") != NULL;
		assert_int_equal(is_refused, letters == 161);
		parsed_finish(&parsed);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_each_part_is_told),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_highlights),
		cmocka_unit_test(test_highlights_join),
		cmocka_unit_test(test_too_many_highlights),
		cmocka_unit_test(test_steps),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_each_mistake_is_told),
		cmocka_unit_test(test_long_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
