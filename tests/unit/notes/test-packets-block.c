/* The body of a packets block, and the messages for mistakes. */
#include "base/array.h"
#include "talk-checks.h"

#define HEAD "---\ncaptures: {pingpong: a.pcap, 긴-응답: b.pcap}\n---\n\n"
#define ONE "---\ncaptures: {pingpong: a.pcap}\n---\n\n"
#define BLOCK(body) HEAD "```packets pingpong\n" body "```\n" /* its body begins on line 6 */

static const struct packets_block *only_block(const struct parsed *parsed)
{
	assert_string_equal(error_message(&parsed->error), "");
	assert_true(parsed->ok);
	assert_int_equal(parsed->talk.slide_count, 1);
	assert_int_equal(parsed->talk.slides[0].part_count, 1);
	assert_true(parsed->talk.slides[0].parts[0].is_packets);
	return parsed->talk.slides[0].parts[0].packets;
}

static void check_text(struct bytes bytes, const char *wanted)
{
	assert_int_equal(bytes.size, strlen(wanted));
	assert_memory_equal(bytes.data, wanted, bytes.size);
}

static void test_all_keys(void **state)
{
	(void)state;
	struct parsed parsed = parse(BLOCK("filter: tcp port 8080\n"
					   "frames: 1-3,8\n"
					   "stream: 2\n"
					   "show: list\n"
					   "calls: true\n"
					   "step: packet\n"
					   "notes:\n"
					   "  1: \"**SYN**: 시작\"\n"
					   "  GET /ping: 요청\n"
					   "  3: |\n"
					   "    두 줄\n"
					   "    **굵게**\n"));
	const struct packets_block *block = only_block(&parsed);
	assert_string_equal(block->capture, "pingpong");
	assert_string_equal(block->filter, "tcp port 8080");
	assert_int_equal(block->filter_line, 6);
	assert_string_equal(block->frames, "1-3,8");
	assert_int_equal(block->frames_line, 7);
	assert_int_equal(block->stream, 2);
	assert_int_equal(block->stream_line, 8);
	assert_int_equal(block->show, PACKETS_LIST);
	assert_true(block->step_packets);
	assert_true(block->calls);
	assert_int_equal(block->calls_line, 10);
	assert_int_equal(block->line, 5);
	assert_int_equal(block->remark_count, 3);
	assert_int_equal(block->remarks[0].frame, 1);
	assert_int_equal(block->remarks[0].line, 13);
	check_text(block->remarks[0].markdown, "**SYN**: 시작");
	assert_int_equal(block->remarks[1].frame, 0);
	assert_string_equal(block->remarks[1].text, "GET /ping");
	assert_int_equal(block->remarks[2].line, 16);
	check_text(block->remarks[2].markdown, "두 줄\n**굵게**\n");
	parsed_finish(&parsed);
}

static void test_defaults(void **state)
{
	(void)state;
	static const struct {
		const char *source;
		enum packets_view show;
		bool step_packets;
	} cases[] = {
		{ ONE "```packets\n```\n", PACKETS_SEQUENCE, true },
		{ ONE "~~~ packets  pingpong\n~~~\n", PACKETS_SEQUENCE, true },
		{ ONE "```packets\nshow: sequence\nstep: none\n```\n", PACKETS_SEQUENCE, false },
		{ ONE "```packets\nshow: list\n```\n", PACKETS_LIST, false },
		{ ONE "```packets\nframes: 1\nshow: packet\n```\n", PACKETS_PACKET, false },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct parsed parsed = parse(cases[i].source);
		const struct packets_block *block = only_block(&parsed);
		assert_string_equal(block->capture, "pingpong");
		assert_int_equal(block->show, cases[i].show);
		assert_int_equal(block->step_packets, cases[i].step_packets);
		assert_int_equal(block->stream, -1);
		assert_null(block->filter);
		parsed_finish(&parsed);
	}
}

/* A block has the colors of its talk, unless it says others. */
static void test_colors(void **state)
{
	(void)state;
	static const struct {
		const char *source;
		enum packets_colors colors;
	} cases[] = {
		{ BLOCK("stream: 0\n"), PACKETS_COLORS_KIND },
		{ BLOCK("colors: wireshark\n"), PACKETS_COLORS_WIRESHARK },
		{ "---\ncolors: wireshark\ncaptures:\n  p: p.pcap\n---\n```packets p\nstream: 0\n```\n",
			PACKETS_COLORS_WIRESHARK },
		{ "---\ncolors: wireshark\ncaptures:\n  p: p.pcap\n---\n```packets p\ncolors: kind\n```\n",
			PACKETS_COLORS_KIND },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct parsed parsed = parse(cases[i].source);
		assert_int_equal(only_block(&parsed)->colors, cases[i].colors);
		assert_string_equal(text_string(&parsed.said), "");
		parsed_finish(&parsed);
	}
}

/* A misspelt one in the front matter is a warning; Marp's key 'color' means something else. */
static void test_colors_of_a_talk(void **state)
{
	(void)state;
	struct parsed parsed = parse("---\ncolors: wiresharc\ncolor: white\n---\n# a\n");
	assert_int_equal(parsed.talk.colors, PACKETS_COLORS_KIND);
	assert_string_equal(text_string(&parsed.said),
		"talk.md:2: there are no colors 'wiresharc': did you mean 'wireshark'?\n");
	parsed_finish(&parsed);
}

static void test_frames_as_a_list(void **state)
{
	(void)state;
	struct parsed parsed = parse(BLOCK("frames: [1-3, 8]\n"));
	assert_string_equal(only_block(&parsed)->frames, "1-3,8");
	parsed_finish(&parsed);
}

static void test_lost_comment_warns(void **state)
{
	(void)state;
	struct parsed parsed = parse(BLOCK("notes:\n  1: 포트 #8080\n"));
	check_text(only_block(&parsed)->remarks[0].markdown, "포트");
	assert_string_equal(text_string(&parsed.said),
		"talk.md:7: '#8080' is a comment in YAML and is not shown: put the remark in "
		"quotes\n");
	parsed_finish(&parsed);
}

static void test_errors(void **state)
{
	(void)state;
	static const struct error_case cases[] = {
		{ BLOCK("notes:\n  2: **bold**\n"),
			"talk.md:7: '**bold**' begins with '*', which YAML reads as an alias: put "
			"the "
			"text in quotes, or write it indented below '2: |'" },
		{ BLOCK("notes:\n  1: # x\n"),
			"talk.md:7: the remark at '1' is empty, because YAML reads '# x' as a "
			"comment: "
			"put it in quotes, or write it indented below '1: |'" },
		{ BLOCK("notes:\n  1:\n  2: x\n"), "talk.md:7: the remark at '1' is empty: write" },
		{ BLOCK("notes:\n  1: ''\n"), "talk.md:7: the remark at '1' is empty" },
		{ BLOCK("notes:\n  1: Server: nginx\n"),
			"talk.md:7: a colon inside the text of '1' is YAML syntax: put 'Server: "
			"nginx'" },
		{ BLOCK("notes:\n  1: `SYN`\n"), "talk.md:7: '`SYN`' begins with '`'" },
		{ BLOCK("notes:\n  1: \"SYN\" 보냄\n"),
			"talk.md:7: '\"SYN\" 보냄' begins with '\"'" },
		{ BLOCK("notes:\n  1: {{p.x}}\n"), "talk.md:7: " },
		{ BLOCK("notes:\n  1: [[소켓]]\n"),
			"talk.md:7: the remark at '1' begins with '['" },
		{ BLOCK("notes:\n  1: [링크](http://x)\n"),
			"talk.md:7: '[링크](http://x)' begins" },
		{ BLOCK("notes:\n  0: x\n"), "talk.md:7: there is no frame 0: the first is 1" },
		{ BLOCK("notes:\n  1: a\n  1: b\n"), "talk.md:8: '1' stands here a second time" },
		{ BLOCK("notes: x\n"), "talk.md:6: 'notes' must be lines of 'frame: remark'" },
		{ BLOCK("1: x\n"), "talk.md:6: the remark at '1' belongs below 'notes:'" },
		{ BLOCK("stream: 0\nfilt: tcp\n"),
			"talk.md:7: a packets block has no key 'filt': did you mean 'filter'?" },
		{ BLOCK("zzzzzzzz: tcp\n"),
			"talk.md:6: a packets block has no key 'zzzzzzzz': use filter, frames" },
		{ BLOCK("capture: c\n"),
			"talk.md:6: a packets block has no key 'capture': the name of its capture "
			"stands in the line above, as '```packets NAME'" },
		{ BLOCK("fold: yes\n"), "talk.md:6: 'fold: yes' is unknown: use true or false" },
		{ BLOCK("once: 1\n"), "talk.md:6: 'once: 1' is unknown: use true or false" },
		{ BLOCK("onec: true\n"),
			"talk.md:6: a packets block has no key 'onec': did you mean 'once'?" },
		{ BLOCK("expect: {}\n"), "talk.md:6: 'expect' must be a text such as SYN" },
		{ BLOCK("expect: []\n"), "talk.md:6: 'expect' must be a text such as SYN" },
		{ BLOCK("expect: [SYN, [ACK]]\n"), "talk.md:6: 'expect' must be a text" },
		{ BLOCK("expect: GET #2\n"), "talk.md:6: 'expect' must be a text" },
		{ BLOCK("show: zzzzzzzzzz\n"),
			"talk.md:6: there is no view 'zzzzzzzzzz': use sequence, packet, list" },
		{ BLOCK("show: sequense\n"),
			"talk.md:6: there is no view 'sequense': did you mean "
			"'sequence'?" },
		{ BLOCK("colors: wiresharc\n"),
			"talk.md:6: there are no colors 'wiresharc': did you mean 'wireshark'?" },
		{ BLOCK("show: list\ncolors: zzzzzzzzzz\n"),
			"talk.md:7: there are no colors 'zzzzzzzzzz': use kind or wireshark" },
		{ BLOCK("color: kind\n"),
			"talk.md:6: a packets block has no key 'color': did you mean 'colors'?" },
		{ BLOCK("stream: first\n"), "talk.md:6: 'first' is not a stream" },
		{ BLOCK("stream: -1\n"), "talk.md:6: '-1' is not a stream" },
		{ BLOCK("filter:\n"), "talk.md:6: 'filter' must be a text" },
		{ BLOCK("step: slide\n"),
			"talk.md:6: 'step: slide' is unknown: use packet, ask, marks or none" },
		{ BLOCK("just text\n"), "talk.md:6: a packets block is lines of 'key: value'" },
		{ BLOCK("--- \nstream: 0\n---\nstream: 1\n"),
			"talk.md:8: a second YAML document begins here" },
		{ HEAD "```packets pingpnog\n```\n",
			"talk.md:5: the front matter has no capture 'pingpnog': did you mean "
			"'pingpong'?" },
		{ HEAD "```packets zzzzzzzz\n```\n",
			"talk.md:5: the front matter has no capture 'zzzzzzzz': it has pingpong, "
			"긴-응답" },
		{ HEAD "```packets\n```\n",
			"talk.md:5: the block does not say which capture it shows" },
		{ "```packets x\n```\n",
			"talk.md:1: the talk declares no captures: add 'captures:'" },
		{ ONE "```packets\nstream: 0\n",
			"talk.md:5: the packets block that begins here never" },
		{ ONE "- a\n\n  ```packets\n  ```\n",
			"talk.md:7: a packets block must stand at the" },
		{ ONE "> ```packets\n> ```\n",
			"talk.md:5: a packets block must stand at the margin" },
	};
	CHECK_ERRORS(cases);
}

static void test_compare(void **state)
{
	(void)state;
	static const struct {
		const char *source;
		const char *captures[PACKETS_SIDES];
		int64_t streams[PACKETS_SIDES];
	} cases[] = {
		{ HEAD "```packets\ncompare: [pingpong, 긴-응답]\n```\n", { "pingpong", "긴-응답" },
			{ -1, -1 } },
		{ BLOCK("compare: [stream 0, stream 12]\n"), { "pingpong", "pingpong" },
			{ 0, 12 } },
		{ BLOCK("stream: 3\ncompare: [pingpong stream 1, 긴-응답]\nshow: stream\n"),
			{ "pingpong", "긴-응답" }, { 1, 3 } },
		{ ONE "```packets\ncompare:\n  - stream 0\n  - pingpong  stream 1\n```\n",
			{ "pingpong", "pingpong" }, { 0, 1 } },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct parsed parsed = parse(cases[i].source);
		const struct packets_block *block = only_block(&parsed);
		assert_non_null(block->sides);
		assert_string_equal(block->capture, "pingpong");
		for (size_t k = 0; k < PACKETS_SIDES; k++) {
			assert_string_equal(block->sides[k].capture, cases[i].captures[k]);
			assert_int_equal(block->sides[k].stream, cases[i].streams[k]);
			assert_int_equal(block->sides[k].show, block->show);
			assert_false(block->sides[k].step_packets);
			assert_null(block->sides[k].sides);
		}
		parsed_finish(&parsed);
	}
}

static void test_compare_errors(void **state)
{
	(void)state;
	static const struct error_case cases[] = {
		{ BLOCK("compare: pingpong\n"), "talk.md:6: 'compare' takes two" },
		{ BLOCK("compare: [stream 0]\n"), "talk.md:6: 'compare' takes two" },
		{ BLOCK("compare: [a: b, c]\n"), "talk.md:6: 'compare' takes two" },
		{ BLOCK("compare:\n  - stream 0\n  - pingpnog\n"),
			"talk.md:8: 'compare' names the capture 'pingpnog', which the front matter "
			"has "
			"not: did you mean 'pingpong'?" },
		{ BLOCK("compare: [stream x, stream 1]\n"),
			"talk.md:6: 'stream x' in 'compare' is no capture and no stream" },
		{ BLOCK("compare: [stream 4294967296, stream 1]\n"),
			"talk.md:6: 'stream 4294967296' in 'compare' is no capture" },
		{ BLOCK("compare: [pingpong stream 0 1, stream 1]\n"),
			"talk.md:6: 'pingpong stream 0 1' in 'compare' is no capture" },
		{ HEAD "```packets\ncompare: [pingpong, stream 1]\n```\n",
			"talk.md:6: 'stream 1' in 'compare' does not say of which capture" },
		{ BLOCK("step: packet\ncompare: [stream 0, stream 1]\n"),
			"talk.md:7: 'step: packet' with 'compare' needs 'notes'" },
		{ BLOCK("show: packet\ncompare: [stream 0, stream 1]\n"),
			"talk.md:7: 'show: packet' does not go with 'compare'" },
	};
	CHECK_ERRORS(cases);
}

/* Below a graph and below a comparison each remark is a step, whatever the order of the keys. */
static void test_remarks_as_steps(void **state)
{
	(void)state;
	static const struct {
		const char *source;
		bool steps_remarks, step_packets;
	} cases[] = {
		{ BLOCK("notes: {1: a}\nshow: graph\n"), true, false },
		{ BLOCK("show: graph\nnotes: {1: a}\nstep: packet\n"), true, false },
		{ BLOCK("show: graph\nstep: none\nnotes: {1: a}\n"), false, false },
		{ BLOCK("show: graph\n"), false, false },
		{ BLOCK("notes: {1: a}\ncompare: [stream 0, stream 1]\n"), true, false },
		{ BLOCK("notes: {1: a}\nstep: none\ncompare: [stream 0, stream 1]\n"), false,
			false },
		{ BLOCK("show: list\nnotes: {1: a}\ncompare: [stream 0, stream 1]\n"), false,
			false },
		{ BLOCK("notes: {1: a}\n"), false, true },
		{ BLOCK("show: segments\nnotes: {1: a}\n"), false, false },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct parsed parsed = parse(cases[i].source);
		if (!parsed.ok)
			fail_msg("case %zu", i);
		const struct packets_block *block = parsed.talk.slides[0].parts[0].packets;
		assert_int_equal(block->steps_remarks, cases[i].steps_remarks);
		assert_int_equal(block->step_packets, cases[i].step_packets);
		parsed_finish(&parsed);
	}
}

static void test_other_fences_are_code(void **state)
{
	(void)state;
	struct parsed parsed = parse("```packetsx\n{\n```\n\n````\n```packets\n{\n```\n````\n");
	assert_true(parsed.ok);
	assert_int_equal(parsed.talk.slides[0].part_count, 1);
	assert_false(parsed.talk.slides[0].parts[0].is_packets);
	parsed_finish(&parsed);
}

/* A line that YAML cannot read does not hide later lines. */
static void test_all_mistakes(void **state)
{
	(void)state;
	static const char *const told[] = { "talk.md:6: '**a**' begins with '*'",
		"talk.md:7: the remark at '2' is empty", "talk.md:8: '&b' begins with '&'",
		"talk.md:10: '`c`' begins with '`'", "talk.md:11: there is no view 'nope'" };
	struct parsed parsed = parse("---\ncaptures: {p: x.pcap}\n---\n```packets p\nnotes:\n"
				     "  1: **a**\n  2: # x\n  3: &b\n  4: good\n  5: `c`\n"
				     "show: nope\n```\n");
	for (size_t i = 0; i < ARRAY_COUNT(told); i++) {
		if (!strstr(text_string(&parsed.said), told[i]))
			fail_msg("%s\nis not in: %s", told[i], text_string(&parsed.said));
	}
	assert_int_equal(parsed.findings.count, ARRAY_COUNT(told));
	parsed_finish(&parsed);
	/* For a list that never ends, only that mistake is reported. */
	parsed = parse(
		"---\ncaptures: {p: x.pcap}\n---\n```packets p\nframes: [1\nshow: nope\n```\n");
	assert_int_equal(parsed.findings.count, 1);
	parsed_finish(&parsed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_keys),
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_colors),
		cmocka_unit_test(test_colors_of_a_talk),
		cmocka_unit_test(test_frames_as_a_list),
		cmocka_unit_test(test_lost_comment_warns),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_compare),
		cmocka_unit_test(test_compare_errors),
		cmocka_unit_test(test_remarks_as_steps),
		cmocka_unit_test(test_other_fences_are_code),
		cmocka_unit_test(test_all_mistakes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
