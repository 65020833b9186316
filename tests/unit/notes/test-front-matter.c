/*
 * Front matter: the keys that are read, the keys that are ignored, and the message for every
 * mistake.
 */
#include "talk-checks.h"

#include "base/array.h"
#include "notes/talk/duration.h"

static void test_all_keys(void **state)
{
	(void)state;
	struct parsed parsed = parse("---\n"
				     "title: 네트워크란 무엇인가?\n"
				     "presenter: \"지은: 첫 발표\"\n"
				     "date: 2024-05-06\n"
				     "week: 1\n"
				     "lang: en\n"
				     "duration: 12m30s\n"
				     "theme: my.css\n"
				     "tags: [network, tcp]\n"
				     "aliases:\n  - 첫 주\n"
				     "cssclasses: []\n"
				     "publish: false\n"
				     "captures:\n"
				     "  pingpong:\n"
				     "    file: ../pcaps/pingpong.pcap\n"
				     "    record: [GET /ping, GET /long?bytes=16000]\n"
				     "    keep-alive: true\n"
				     "  방화벽: /tmp/x.pcap\n"
				     "---\n# A\n");
	assert_string_equal(error_message(&parsed.error), "");
	assert_true(parsed.ok);
	const struct talk *talk = &parsed.talk;
	assert_string_equal(talk->title, "네트워크란 무엇인가?");
	assert_string_equal(talk->presenter, "지은: 첫 발표");
	assert_string_equal(talk->date, "2024-05-06");
	assert_string_equal(talk->week, "1");
	assert_string_equal(talk->lang, "en");
	assert_string_equal(talk->theme, "my.css");
	assert_int_equal(talk->duration_s, 750);
	assert_int_equal(talk->capture_count, 2);
	assert_string_equal(talk->captures[0].name, "pingpong");
	assert_string_equal(talk->captures[0].path, "../pcaps/pingpong.pcap");
	assert_int_equal(talk->captures[0].step_count, 2);
	assert_string_equal(talk->captures[0].steps[1].method, "GET");
	assert_string_equal(talk->captures[0].steps[1].target, "/long?bytes=16000");
	assert_true(talk->captures[0].keep_alive);
	assert_int_equal(talk->captures[0].line, 15);
	assert_string_equal(talk->captures[1].path, "/tmp/x.pcap");
	assert_string_equal(text_string(&parsed.said), "");
	assert_int_equal(talk->slides[0].line, 21);
	parsed_finish(&parsed);
}

static void test_none(void **state)
{
	(void)state;
	struct parsed parsed = parse("# Just text\n");
	assert_true(parsed.ok);
	assert_string_equal(parsed.talk.title, "");
	assert_string_equal(parsed.talk.lang, "en");
	assert_int_equal(parsed.talk.duration_s, 0);
	parsed_finish(&parsed);
}

static void test_path_is_beside_the_talk(void **state)
{
	(void)state;
	struct parsed parsed = parse_bytes("slides/a.md",
		markup_bytes_of("---\ncaptures: {p: {file: ../p.pcap}}\n---\n\n# A\n"));
	assert_true(parsed.ok);
	assert_string_equal(parsed.talk.captures[0].path, "slides/../p.pcap");
	parsed_finish(&parsed);
}

static void test_windows_and_mac_files(void **state)
{
	(void)state;
	struct parsed parsed =
		parse("\xef\xbb\xbf---\r\ntitle: A\r\n---\r\n\r\n# B\r\n\r\n---\r\n\r\n# C\r\n");
	assert_true(parsed.ok);
	assert_string_equal(parsed.talk.title, "A");
	assert_int_equal(parsed.talk.slide_count, 2);
	assert_string_equal(parsed.talk.slides[1].title, "C");
	assert_int_equal(parsed.talk.slides[1].line, 9);
	parsed_finish(&parsed);
}

static void test_lang(void **state)
{
	(void)state;
	static const struct {
		const char *source, *lang;
	} cases[] = {
		{ "# 제목\n\nHello there\n", "ko" },
		{ "# Title\n\nText by 김지은, and much more of it, and more\n", "en" },
		{ "---\ntitle: 소켓\n---\n```\nint main(void) { return socket(AF_INET); }\n```\n",
			"ko" },
		{ "---\nlang: ko\n---\n# Title\n", "ko" },
		{ "---\nlang: en\n---\n# 제목\n", "en" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct parsed parsed = parse(cases[i].source);
		assert_true(parsed.ok);
		assert_string_equal(parsed.talk.lang, cases[i].lang);
		parsed_finish(&parsed);
	}
}

static void test_warnings(void **state)
{
	(void)state;
	struct parsed parsed =
		parse("---\ntitel: x\nauthor: y\nmy own property: 1\ncreated: 2024\n---\n# A\n");
	assert_true(parsed.ok);
	assert_string_equal(text_string(&parsed.said),
		"talk.md:2: the key 'titel' means nothing to a talk: did you mean 'title'?\n");
	parsed_finish(&parsed);
}

static void test_errors(void **state)
{
	(void)state;
	static const struct error_case cases[] = {
		{ "---\ntitle: x\n\n# A\n", "talk.md:1: the front matter that begins here never" },
		{ "---\ntitle: a: b\n---\n# A\n",
			"talk.md:2: a colon inside the text of 'title' is YAML syntax: put 'a: b' "
			"in" },
		{ "---\nweek: 1\ntitle: [초안] 소켓\n---\n# A\n",
			"talk.md:3: '[초안] 소켓' begins with '[', which YAML reads as a list" },
		{ "---\ntitle: *x*\n---\n# A\n", "talk.md:2: '*x*' begins with '*', which YAML" },
		{ "---\ntitle: &x y\n---\n# A\n", "talk.md:2: '&x y' begins with '&'" },
		{ "---\ntitle: !x y\n---\n# A\n", "talk.md:2: '!x y' begins with '!'" },
		{ "---\ntitle: x\n\tpresenter: y\n---\n# A\n", "talk.md:3: a tab cannot indent" },
		{ "---\ntitle: {a: b}\n---\n# A\n", "talk.md:2: 'title' must be a text" },
		{ "---\ntitle: a\nweek: 1\ntitle: b\n---\n# A\n",
			"talk.md:4: 'title' stands here a second time (first on line 2)" },
		{ "---\nduration: soon\n---\n# A\n", "talk.md:2: 'soon' is not a duration: write" },
		{ "---\nlang: 한국어\n---\n# A\n", "talk.md:2: '한국어' is not a language" },
		{ "---\ncaptures: [a]\n---\n# A\n", "talk.md:2: 'captures' must be a map" },
		{ "---\ncaptures:\n  a b: {file: x}\n---\n# A\n", "talk.md:3: 'a b' cannot name" },
		{ "---\ncaptures:\n  a:\n    record: [GET /]\n---\n# A\n",
			"talk.md:3: the capture 'a' names no file: add 'file: ../pcaps/a.pcap'" },
		{ "---\ncaptures:\n  a:\n    fiel: x\n---\n# A\n",
			"talk.md:4: a capture has no key 'fiel': did you mean 'file'?" },
		{ "---\ncaptures:\n  a:\n    file: x\n    record: [GET]\n---\n# A\n",
			"talk.md:5: 'GET' is not a request: write a method and a path" },
		{ "---\ncaptures:\n  a:\n    file: x\n    record:\n      - GET /ok\n      - get "
		  "/x\n"
		  "---\n# A\n",
			"talk.md:7: 'get /x' is not a request" },
		{ "---\ncaptures:\n  a:\n    file: x\n    keep-alive: maybe\n---\n# A\n",
			"talk.md:5: 'keep-alive' must be true or false" },
		{ "---\ncaptures:\n  a:\n    file: x\n    record: {run: []}\n---\n# A\n",
			"talk.md:5: 'run' must be a program and its arguments" },
		{ "---\ncaptures:\n  a:\n    file: x\n    record: {run: [[a]]}\n---\n# A\n",
			"talk.md:5: 'run' must be a program and its arguments" },
		{ "---\ncaptures:\n  a:\n    file: x\n    record: {server: x}\n---\n# A\n",
			"talk.md:5: 'record' names no program: add 'run:" },
		{ "---\ncaptures:\n  a:\n    file: x\n    record: {ran: [x]}\n---\n# A\n",
			"talk.md:5: 'record' has no key 'ran': did you mean 'run'?" },
		{ "---\ncaptures:\n  a:\n    file: x\n    record: {run: [a], timout: 3}\n---\n# A\n",
			"talk.md:5: 'record' has no key 'timout': did you mean 'timeout'?" },
		{ "---\ncaptures:\n  a:\n    file: x\n    record: {run: [a], timeout: 0}\n---\n# A\n",
			"talk.md:5: 'timeout' must be a number of seconds from 1 to 3600" },
		{ "---\ncaptures:\n  a:\n    file: x\n    record: {run: [a], timeout: 2h}\n---\n# A\n",
			"talk.md:5: 'timeout' must be a number of seconds from 1 to 3600" },
		{ "---\ncaptures:\n  a:\n    file: x\n    record: {run: [a], timeout: -3}\n---\n# A\n",
			"talk.md:5: 'timeout' must be a number of seconds from 1 to 3600" },
		{ "---\ncaptures:\n  a:\n    file: x\n    record: {run: [a], timeout: soon}\n---\n# A\n",
			"talk.md:5: 'timeout' must be a number of seconds from 1 to 3600" },
		{ "---\ncaptures:\n  a:\n    file: x\n    record: {run: [a], listen-timeout: 9}\n---\n# A\n",
			"talk.md:5: 'listen-timeout' is for a server of yours: add 'server:'" },
		{ "---\ncaptures: [[[[[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]]]]\n---\n# A\n",
			"talk.md:2: YAML nested deeper than 16 levels" },
		{ "---\ntitle: x\n---\n", "talk.md:1: the talk has no slides" },
	};
	CHECK_ERRORS(cases);
}

static void test_durations(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		unsigned seconds; /* 0: refused */
	} cases[] = {
		{ "12m", 720 },
		{ "90s", 90 },
		{ "12m30s", 750 },
		{ "1h", 3600 },
		{ "1h2m3s", 3723 },
		{ "24h", 86400 },
		{ "35min", 2100 },
		{ "35 Min.", 2100 },
		{ " 10 minutes ", 600 },
		{ "1 hour 30 minutes", 5400 },
		{ "2 hrs", 7200 },
		{ "1.5h", 5400 },
		{ "0.25 h", 900 },
		{ "15분", 900 },
		{ "1시간 5분", 3900 },
		{ "12분 30초", 750 },
		{ "15分", 900 },
		{ "12 m", 720 },
		{ "12:00", 720 },
		{ "1:02:03", 3723 },
		{ "00:12:00", 720 },
		{ "PT12M", 720 },
		{ "PT1H30M", 5400 },
		{ "pt90s", 90 },
		{ "", 0 },
		{ "0s", 0 },
		{ "m", 0 },
		{ "30s12m", 0 },
		{ "1m1m", 0 },
		{ "-1m", 0 },
		{ "25h", 0 },
		{ "99999999999999999999999s", 0 },
		{ "12m30", 0 },
		{ "12:60", 0 },
		{ "1:2:3:4", 0 },
		{ "12:", 0 },
		{ "1.5:00", 0 },
		{ "10-15min", 0 },
		{ "12 parsecs", 0 },
		{ "12monkeys", 0 },
		{ "PT", 0 },
		{ "{{duration}}", 0 },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		for (unsigned bare = BARE_NUMBER_REFUSED; bare <= BARE_NUMBER_IS_SECONDS; bare++) {
			autofinish(error) struct error error = { 0 };
			unsigned seconds = 0;
			bool ok = duration_parse(
				cases[i].text, (enum bare_number)bare, &seconds, &error);
			if (seconds != cases[i].seconds || ok != (seconds > 0))
				fail_msg("'%s' gave %u s", cases[i].text, seconds);
		}
	}
}

/*
 * A number without a unit is minutes for a talk and seconds for a program; on a slide it could mean
 * both.
 */
static void test_bare_numbers(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		unsigned as_minutes, as_seconds;
	} cases[] = { { "12", 720, 12 }, { "7.5", 450, 0 }, { "180", 10800, 180 }, { "0", 0, 0 },
		{ "181", 0, 181 }, { "720", 0, 720 }, { "3600", 0, 3600 }, { "86401", 0, 0 },
		{ "-3", 0, 0 }, { "99999999999999999999", 0, 0 } };
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(error) struct error error = { 0 };
		unsigned seconds = 0, minutes = 0;
		assert_int_equal(
			duration_parse(cases[i].text, BARE_NUMBER_IS_MINUTES, &minutes, &error),
			cases[i].as_minutes > 0);
		assert_int_equal(minutes, cases[i].as_minutes);
		assert_int_equal(
			duration_parse(cases[i].text, BARE_NUMBER_IS_SECONDS, &seconds, &error),
			cases[i].as_seconds > 0);
		assert_int_equal(seconds, cases[i].as_seconds);
		assert_false(duration_parse(cases[i].text, BARE_NUMBER_REFUSED, &seconds, &error));
	}
}

/* Front matter below empty lines is read, too, unless it may be a slide. */
static void test_below_empty_lines(void **state)
{
	(void)state;
	struct parsed parsed = parse("\n  \n---\ntitle: T\nduration: 12m\nfoo bar\n---\n\n# A\n");
	assert_string_equal(parsed.talk.title, "T");
	assert_int_equal(parsed.talk.duration_s, 720);
	assert_int_equal(parsed.talk.slide_count, 1);
	assert_int_equal(parsed.talk.slides[0].line, 9);
	assert_true(
		strncmp(text_string(&parsed.said), "talk.md:3: front matter begins on", 33) == 0);
	parsed_finish(&parsed);
	static const char *const slides[] = { "\n---\n\n# A\n\n---\n\n# B\n",
		"\n---\ntitle: T\n\n# A\n", "\n---\n# A\n---\n", "a\n\n---\ntitle: T\n---\n" };
	for (size_t i = 0; i < ARRAY_COUNT(slides); i++) {
		parsed = parse(slides[i]);
		assert_true(strcmp(parsed.talk.title, "T") != 0);
		assert_null(strstr(text_string(&parsed.said), "front matter begins"));
		parsed_finish(&parsed);
	}
}

/* The closing `---` was forgotten, and the one of the first slide closes it. */
static void test_swallowed_slide(void **state)
{
	(void)state;
	struct parsed parsed = parse("---\ntitle: T\n# A\n\n---\n\n# B\n");
	assert_string_equal(text_string(&parsed.said),
		"talk.md:3: this heading is a comment in the front matter, which ends on line 5: "
		"close it above with a line '---'\n");
	parsed_finish(&parsed);
	parsed = parse("---\n# about\ntitle: T\n# more\n---\n\n# B\n");
	assert_string_equal(text_string(&parsed.said), "");
	parsed_finish(&parsed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_keys),
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_path_is_beside_the_talk),
		cmocka_unit_test(test_windows_and_mac_files),
		cmocka_unit_test(test_lang),
		cmocka_unit_test(test_warnings),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_durations),
		cmocka_unit_test(test_bare_numbers),
		cmocka_unit_test(test_below_empty_lines),
		cmocka_unit_test(test_swallowed_slide),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
