/* The table of Korean messages, and its look-up. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"
#include "base/findings.h"
#include "base/message.h"
#include "base/text.h"

static const char english[] = "cannot open '%s': %s";

static int speak_english(void **state)
{
	(void)state;
	messages_speak("en");
	return 0;
}

static void test_english_is_itself(void **state)
{
	(void)state;
	assert_ptr_equal(message_of(english), english);
	assert_string_equal(messages_lang(), "en");
	assert_string_equal(message_of_errno(ENOENT), strerror(ENOENT));
}

static void test_every_row_is_found(void **state)
{
	(void)state;
	messages_speak("ko");
	assert_true(messages_korean_count > 100);
	for (unsigned i = 0; i < messages_korean_count; i++) {
		const struct message_row *row = &messages_korean[i];
		assert_ptr_equal(message_of(row->english), row->translated);
		if (i)
			assert_true(strcmp(row[-1].english, row->english) < 0);
	}
	assert_string_equal(messages_lang(), "ko");
}

/* Korean has its digits in groups, and English, which scripts read, has none. */
static void test_counts_are_grouped_in_korean(void **state)
{
	(void)state;
	for (unsigned is_korean = 0; is_korean < 2; is_korean++) {
		messages_speak(is_korean ? "ko" : "en");
		autofinish(text) struct text text = { 0 };
		text_append_message(
			&text, "packets: %llu\nbytes: %llu\nduration: ", 1234567ULL, 999ULL);
		assert_string_equal(text_string(&text),
			is_korean ? "패킷: 1,234,567\n바이트: 999\n걸린 시간: "
				  : "packets: 1234567\nbytes: 999\nduration: ");
		autofinish(text) struct text line = { 0 };
		text_append_message_numbers(&line,
			", %llu packets, %llu bytes, payload %llu → %llu ←, ",
			(const uint64_t[]){ 1, 1234567, 0, UINT64_MAX });
		assert_string_equal(text_string(&line),
			is_korean
				? ", 패킷 1개, 1,234,567바이트, 페이로드 0 → 18,446,744,073,709,551,615 ←, "
				: ", 1 packets, 1234567 bytes, payload 0 → 18446744073709551615 ←, ");
		/* Numbers of frames are names; a name that has our marks stays as it is. */
		autofinish(error) struct error error = { 0 };
		(void)error_set(&error, "there is no frame %llu: '%s' has %llu packet%s", 20000ULL,
			"\0361234\036%u", 12345ULL, "s");
		assert_non_null(strstr(error_message(&error), "20000"));
		assert_non_null(strstr(error_message(&error), "'\0361234\036%u'"));
		assert_non_null(strstr(error_message(&error), is_korean ? "12,345개" : "12345 p"));
	}
}

static void test_what_is_not_known_stays(void **state)
{
	(void)state;
	messages_speak("ko");
	static const char own[] = "%s of nobody";
	assert_ptr_equal(message_of(own), own);
	assert_string_equal(message_of(""), "");
	assert_string_equal(message_of("zzzz"), "zzzz");
	/* The next strerror() may overwrite the text. */
	char said[100];
	snprintf(said, sizeof(said), "%s", message_of_errno(EXDEV + 12345));
	assert_string_equal(said, strerror(EXDEV + 12345));
}

static void test_errors_and_findings_are_korean(void **state)
{
	(void)state;
	messages_speak("ko");
	autofinish(error) struct error error = { 0 };
	error_set(&error, "cannot open '%s': %s", "x.md", message_of_errno(ENOENT));
	error_at(&error, "talk.md", 7);
	assert_string_equal(error_message(&error),
		"talk.md:7: 열 수 없습니다: 'x.md': 그런 파일이나 폴더가 없습니다");
	autofinish(findings) struct findings findings = { 0 };
	findings_add(
		&findings, FINDING_ERROR, "talk.md", 3, "there is no file or folder '%s'", "a");
	assert_string_equal(findings.items[0].sentence, "그런 파일이나 폴더가 없습니다: 'a'");
	autofinish(text) struct text text = { 0 };
	text_append_message(&text, "frame %s", "3");
	assert_string_equal(text_string(&text), "3번 프레임");
}

/* %2$s before %1$llu. */
static void test_values_in_another_order(void **state)
{
	(void)state;
	messages_speak("ko");
	autofinish(error) struct error error = { 0 };
	error_set(&error,
		"only %zu of %u connections were seen to end in the capture: this machine was too busy, record again",
		(size_t)3, 5U);
	assert_non_null(strstr(error_message(&error), "연결 5개 중 3개만"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_english_is_itself, speak_english),
		cmocka_unit_test_teardown(test_every_row_is_found, speak_english),
		cmocka_unit_test_teardown(test_counts_are_grouped_in_korean, speak_english),
		cmocka_unit_test_teardown(test_what_is_not_known_stays, speak_english),
		cmocka_unit_test_teardown(test_errors_and_findings_are_korean, speak_english),
		cmocka_unit_test_teardown(test_values_in_another_order, speak_english),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
