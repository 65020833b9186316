/* The DNS messages of recordings: queries, answers, truncation, and queries that are none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "lab/endpoints/dns-message.h"

static struct bytes bytes_of(const struct text *text)
{
	return (struct bytes){ (const uint8_t *)text->data, text->size };
}

static struct text answer_to(const char *type, const char *name, size_t limit)
{
	struct text query = { 0 }, answer = { 0 };
	dns_append_query(&query, 0x1234, type, name);
	dns_append_answer(&answer, bytes_of(&query), limit);
	text_finish(&query);
	return answer;
}

static void writes_a_query(void **state)
{
	(void)state;
	static const uint8_t expected[] = { 0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 'a', 2,
		'b', 'c', 0, 0, 28, 0, 1 };
	struct text query = { 0 };
	dns_append_query(&query, 0x1234, "AAAA", "a.bc");
	assert_int_equal(query.size, sizeof(expected));
	assert_memory_equal(query.data, expected, sizeof(expected));
	assert_false(dns_is_answer(bytes_of(&query), 0x1234));
	text_finish(&query);
}

static void answers(void **state)
{
	(void)state;
	static const struct {
		const char *type, *name;
		size_t limit;
		unsigned code, records;
		bool is_truncated;
	} cases[] = {
		{ "A", "pingpong.test", DNS_DATAGRAM_MAX, 0, 1, false },
		{ "AAAA", "pingpong.TEST", DNS_DATAGRAM_MAX, 0, 1, false },
		{ "A", "test", DNS_DATAGRAM_MAX, 0, 1, false },
		{ "TXT", "pingpong.test", DNS_DATAGRAM_MAX, 0, 0, true },
		{ "TXT", "pingpong.test", DNS_MESSAGE_MAX, 0, 4, false },
		{ "A", "pingpong.example", DNS_DATAGRAM_MAX, 3, 0, false },
		{ "A", "contest", DNS_DATAGRAM_MAX, 3, 0, false },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct text answer = answer_to(cases[i].type, cases[i].name, cases[i].limit);
		struct bytes bytes = bytes_of(&answer);
		assert_true(dns_is_answer(bytes, 0x1234));
		assert_false(dns_is_answer(bytes, 0x1235));
		assert_true(bytes.size <= cases[i].limit);
		assert_int_equal(dns_is_truncated(bytes), cases[i].is_truncated);
		assert_int_equal(bytes.data[3] & 15, cases[i].code);
		assert_int_equal(bytes.data[7], cases[i].records);
		text_finish(&answer);
	}
}

/* Every prefix of a query, and every query with one other byte, gets a whole answer or none. */
static void survives_any_query(void **state)
{
	(void)state;
	struct text query = { 0 };
	dns_append_query(&query, 0x1234, "TXT", "pingpong.test");
	for (size_t size = 0; size < query.size; size++) {
		struct text answer = { 0 };
		uint8_t *prefix = malloc(size ? size : 1);
		memcpy(prefix, query.data, size);
		dns_append_answer(&answer, (struct bytes){ prefix, size }, DNS_DATAGRAM_MAX);
		assert_int_equal(answer.size, 0);
		free(prefix);
	}
	for (size_t i = 0; i < query.size; i++) {
		for (unsigned value = 0; value <= UINT8_MAX; value++) {
			struct text answer = { 0 };
			uint8_t *changed = malloc(query.size);
			memcpy(changed, query.data, query.size);
			changed[i] = (uint8_t)value;
			dns_append_answer(
				&answer, (struct bytes){ changed, query.size }, DNS_DATAGRAM_MAX);
			assert_true(answer.size <= DNS_DATAGRAM_MAX);
			text_finish(&answer);
			free(changed);
		}
	}
	text_finish(&query);
}

static void checks_questions(void **state)
{
	(void)state;
	static const struct {
		const char *type, *name;
		bool is_good;
	} cases[] = {
		{ "A", "pingpong.test", true },
		{ "MX", "pingpong.test", false },
		{ "A", "", false },
		{ "A", "a..b", false },
		{ "A", "a.", false },
		{ "A", ".a", false },
		{ "A", "a b", false },
		{ "A", "0123456789012345678901234567890123456789012345678901234567890123.test",
			false },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(error) struct error error = { 0 };
		if (dns_question_check(cases[i].type, cases[i].name, &error) != cases[i].is_good)
			fail_msg("%s %s", cases[i].type, cases[i].name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_a_query),
		cmocka_unit_test(answers),
		cmocka_unit_test(survives_any_query),
		cmocka_unit_test(checks_questions),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
