/* The body of an ask block, and the messages for mistakes. */
#include "base/array.h"
#include "talk-checks.h"

#define HEAD "---\ncaptures: {pingpong: a.pcap, 긴-응답: b.pcap}\n---\n\n"
#define BLOCK(body) HEAD "```ask pingpong\n" body "```\n" /* its body begins on line 6 */
#define QUESTION "question: 누가 먼저 FIN을 보내는가?\n"
#define CHOICES "choices: [클라이언트, 서버]\n"
#define ANSWER "answer: 서버\n"

static const struct packets_block *only_block(const struct parsed *parsed)
{
	assert_string_equal(text_string(&parsed->said), "");
	assert_true(parsed->ok);
	assert_int_equal(parsed->talk.slides[0].part_count, 1);
	assert_true(parsed->talk.slides[0].parts[0].is_packets);
	return parsed->talk.slides[0].parts[0].packets;
}

static void test_all_keys(void **state)
{
	(void)state;
	struct parsed parsed = parse(
		BLOCK("question: |\n  **누가** 먼저?\n\nchoices:\n  - 클라이언트\n  - '  서버 '\n"
		      "  - \"#1\"\nanswer: 서버\nframe: 8-9\nshow: stack\nstream: 2\n"
		      "notes: {8: FIN}\n"));
	const struct packets_block *block = only_block(&parsed);
	const struct ask_block *ask = block->ask;
	assert_non_null(ask);
	assert_string_equal(ask->question.markdown, "**누가** 먼저?");
	assert_int_equal(ask->question.line, 7);
	assert_int_equal(ask->choice_count, 3);
	assert_string_equal(ask->choices[1].markdown, "서버");
	assert_int_equal(ask->choices[1].line, 11);
	assert_string_equal(ask->choices[2].markdown, "#1");
	assert_int_equal(ask->answer, 1);
	assert_string_equal(block->capture, "pingpong");
	assert_string_equal(block->frames, "8-9");
	assert_int_equal(block->frames_line, 14);
	assert_int_equal(block->show, PACKETS_STACK);
	assert_int_equal(block->stream, 2);
	assert_int_equal(block->remark_count, 1);
	assert_false(block->step_packets);
	assert_false(block->is_broken);
	parsed_finish(&parsed);
}

static void test_fences(void **state)
{
	(void)state;
	static const char *const others[] = {
		HEAD "```asking\nquestion: x\n```\n",
		HEAD "```\nask\n```\n",
	};
	for (size_t i = 0; i < ARRAY_COUNT(others); i++) {
		struct parsed parsed = parse(others[i]);
		assert_string_equal(text_string(&parsed.said), "");
		assert_false(parsed.talk.slides[0].parts[0].is_packets);
		parsed_finish(&parsed);
	}
	/* The only capture of a talk needs no name, and neither key is one of a packets block. */
	struct parsed parsed =
		parse("---\ncaptures: {p: a.pcap}\n---\n\n~~~ask\n" QUESTION CHOICES ANSWER
		      "frame: 8\n~~~\n");
	assert_string_equal(only_block(&parsed)->capture, "p");
	parsed_finish(&parsed);
	parsed = parse(HEAD "```packets pingpong\nframe: 8\n```\n");
	assert_non_null(strstr(text_string(&parsed.said), "did you mean 'frames'?"));
	parsed_finish(&parsed);
}

static void test_mistakes(void **state)
{
	(void)state;
	static const struct {
		const char *source, *wanted;
	} cases[] = {
		{ BLOCK(CHOICES ANSWER "frame: 8\n"),
			"talk.md:5: this ask block has no 'question': it needs a question" },
		{ BLOCK(QUESTION ANSWER "frame: 8\n"),
			"talk.md:5: this ask block has no 'choices'" },
		{ BLOCK(QUESTION CHOICES "frame: 8\n"),
			"talk.md:5: this ask block has no 'answer'" },
		{ BLOCK(QUESTION CHOICES ANSWER), "talk.md:5: this ask block has no 'frame'" },
		{ BLOCK(QUESTION "choices: [하나]\nanswer: 하나\nframe: 8\n"),
			"talk.md:7: 'choices' must be a list of 2 to 6 texts" },
		{ BLOCK(QUESTION "choices: [1, 2, 3, 4, 5, 6, 7]\nanswer: 1\nframe: 8\n"),
			"talk.md:7: 'choices' must be a list of 2 to 6 texts" },
		{ BLOCK(QUESTION "choices: 서버\n" ANSWER "frame: 8\n"),
			"talk.md:7: 'choices' must be a list of 2 to 6 texts" },
		{ BLOCK(QUESTION "choices:\n  - 하나\n  - [둘]\nanswer: 하나\nframe: 8\n"),
			"talk.md:9: this choice is not a text" },
		{ BLOCK(QUESTION "choices:\n  - 하나\n  - #2\nanswer: 하나\nframe: 8\n"),
			"talk.md:9: this choice is not a text" },
		{ BLOCK(QUESTION "choices:\n  - 하나\n  - 둘\n  - ' 하나'\nanswer: 둘\nframe: 8\n"),
			"talk.md:10: the choice '하나' is there twice" },
		{ BLOCK(QUESTION CHOICES "answer: 섭\nframe: 8\n"),
			"talk.md:8: the answer '섭' is not among the choices" },
		{ BLOCK(QUESTION "choices: [client, server]\nanswer: sever\nframe: 8\n"),
			"talk.md:8: the answer 'sever' is not among the choices: did you mean 'server'?" },
		{ BLOCK("question: []\n" CHOICES ANSWER "frame: 8\n"),
			"talk.md:6: 'question' must be a text" },
		{ BLOCK(QUESTION CHOICES "answer: [서버]\nframe: 8\n"),
			"talk.md:8: 'answer' must be one of the choices" },
		{ BLOCK(QUESTION CHOICES ANSWER "frame: []\n"),
			"talk.md:9: 'frame' must be the number of the packet" },
		{ BLOCK(QUESTION CHOICES ANSWER "frames: 8\n"),
			"talk.md:9: an ask block has no key 'frames': did you mean 'frame'?" },
		{ BLOCK(QUESTION CHOICES ANSWER "frame: 8\nstep: packet\n"),
			"talk.md:10: an ask block has no key 'step': use question, choices, answer, frame, and" },
		{ BLOCK(QUESTION CHOICES ANSWER "frame: 8\nlive: true\n"),
			"talk.md:10: an ask block has no key 'live'" },
		{ BLOCK(QUESTION CHOICES ANSWER "frame: 8\ncompare: [stream 0, stream 1]\n"),
			"talk.md:10: an ask block has no key 'compare'" },
		{ BLOCK("anwser: 서버\n"),
			"talk.md:6: an ask block has no key 'anwser': did you mean 'answer'?" },
		{ BLOCK(QUESTION CHOICES ANSWER "frame: 8\nshow: packet\n"),
			"talk.md:5: 'show: packet' needs the whole slide" },
		{ HEAD "```ask pingpnog\n" QUESTION "```\n", "did you mean 'pingpong'?" },
		{ HEAD "- x\n\n  ```ask pingpong\n  " QUESTION "  ```\n",
			"an ask block must stand at the margin" },
		{ HEAD "```ask pingpong\n" QUESTION, "the ask block that begins here never ends" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct parsed parsed = parse(cases[i].source);
		if (!strstr(text_string(&parsed.said), cases[i].wanted))
			fail_msg("%s\nsaid: %s\nwanted: %s", cases[i].source,
				text_string(&parsed.said), cases[i].wanted);
		for (size_t j = 0; j < parsed.talk.slides[0].part_count; j++) {
			const struct slide_part *part = &parsed.talk.slides[0].parts[j];
			assert_true(!part->is_packets || part->packets->is_broken);
		}
		parsed_finish(&parsed);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_keys),
		cmocka_unit_test(test_fences),
		cmocka_unit_test(test_mistakes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
