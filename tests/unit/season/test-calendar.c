/* The calendar, RFC 5545: its lines, its times, its escapes, and that its UIDs stay. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/array.h"
#include "season-samples.h"

static void write_calendar(struct text *out, const char *yaml, const struct season_talk *talks,
	size_t count, const char *today)
{
	autofinish(sample) struct sample sample = { 0 };
	sample_plan(&sample, yaml, talks, count, today);
	struct schedule schedule = { .is_there = true,
		.is_read = true,
		.group = sample.group,
		.turns = sample.turns,
		.talks = talks };
	schedule_append_calendar(out, &schedule);
}

/* Whether the calendar has these lines, one after the other. */
static bool has_lines(const struct text *calendar, const char *lines)
{
	autofinish(text) struct text wanted = { 0 };
	for (; *lines; lines++)
		text_append_format(&wanted, *lines == '\n' ? "\r\n" : "%c", *lines);
	return strstr(text_string(calendar), text_string(&wanted)) != NULL;
}

static void test_whole(void **state)
{
	(void)state;
	static const struct season_talk talks[] = { { "Sockets", "Ann", NULL, "2026-09-07", NULL, 0,
		0 } };
	autofinish(text) struct text out = { 0 };
	write_calendar(&out, "members: [Ann, Bob]\nfirst: 2026-09-07\nlast: 2026-09-10\n", talks, 1,
		"2026-09-06");
	assert_true(has_lines(&out,
		"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//pcapdeck//group.yaml//EN\n"
		"CALSCALE:GREGORIAN\nNAME:Talks\nX-WR-CALNAME:Talks\nBEGIN:VEVENT\nUID:20260907-"));
	assert_true(has_lines(&out,
		"@pcapdeck\nDTSTAMP:20260906T000000Z\nDTSTART;VALUE=DATE:20260907\n"
		"DTEND;VALUE=DATE:20260908\nTRANSP:TRANSPARENT\nSUMMARY:Talks: Ann\\, Bob\n"
		"DESCRIPTION:Ann: Sockets\nEND:VEVENT\nEND:VCALENDAR\n"));
}

static void test_times(void **state)
{
	(void)state;
	static const struct {
		const char *yaml, *lines;
	} rows[] = {
		/* floating: the same on every clock */
		{ "time: 19:30\n", "DTSTART:20260907T193000\nDURATION:PT60M\n" },
		{ "time: 19:30\ntimezone: +09:00\nduration: 90m\n",
			"DTSTART:20260907T103000Z\nDURATION:PT90M\n" },
		{ "time: 08:00\ntimezone: KST\n", "DTSTART:20260906T230000Z\n" },
		{ "time: 20:00\ntimezone: -08:00\n", "DTSTART:20260908T040000Z\n" },
		{ "timezone: KST\n", "DTSTART;VALUE=DATE:20260907\n" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		autofinish(text) struct text out = { 0 }, yaml = { 0 };
		text_append_format(&yaml, "members: [a]\nfirst: 2026-09-07\n%s", rows[i].yaml);
		write_calendar(&out, text_string(&yaml), NULL, 0, "2026-09-01");
		if (!has_lines(&out, rows[i].lines))
			fail_msg("%s: %s", rows[i].yaml, text_string(&out));
	}
}

/* No line is longer than 75 octets, none is cut in a character, and unfolded they are whole. */
static void test_folding(void **state)
{
	(void)state;
	autofinish(text) struct text out = { 0 }, yaml = { 0 }, wanted = { 0 }, unfolded = { 0 };
	text_append(&yaml, "first: 2026-09-07\ntalks-a-week: 12\nmembers:\n");
	text_append(&wanted, "SUMMARY:발표: ");
	for (unsigned i = 0; i < 12; i++) {
		text_append_format(&yaml, "  - 가나다라마바사아자차카타파하%.*s😀%u\n", (int)i,
			"xxxxxxxxxxxx", i);
		text_append_format(&wanted, "%s가나다라마바사아자차카타파하%.*s😀%u",
			i ? "\\, " : "", (int)i, "xxxxxxxxxxxx", i);
	}
	write_calendar(&out, text_string(&yaml), NULL, 0, "2026-09-01");
	const char *line = text_string(&out);
	while (*line) {
		size_t size = strcspn(line, "\r");
		assert_true(size <= 75);
		assert_int_equal(line[size + 1], '\n');
		struct bytes left = { (const uint8_t *)line, size };
		while (left.size) {
			size_t character;
			assert_int_not_equal(markup_decode_utf8(left, &character), 0xfffd);
			left.data += character;
			left.size -= character;
		}
		line += size + 2;
		text_append_size(&unfolded, line - size - 2, size);
		if (*line == ' ')
			line++;
		else
			text_append(&unfolded, "\n");
	}
	text_append(&wanted, "\n");
	assert_non_null(strstr(text_string(&unfolded), text_string(&wanted)));
}

/* No name or title ends its line, or begins another property. */
static void test_escapes(void **state)
{
	(void)state;
	static const struct season_talk talks[] = {
		{ "a;b,c\\d\r\nBEGIN:VALARM\x01\xff\xe2\x80\xae", "x\nATTENDEE:mailto:y", NULL,
			"2026-09-07", NULL, 0, 0 }
	};
	autofinish(text) struct text out = { 0 };
	write_calendar(&out, "members: [a]\nfirst: 2026-09-07\nlast: 2026-09-07\nplace: a;b,c\\d\n",
		talks, 1, "2026-09-01");
	assert_true(has_lines(&out, "SUMMARY:Talks: x\\nATTENDEE:mailto:y\\, a\n"));
	assert_true(has_lines(&out,
		"DESCRIPTION:x\\nATTENDEE:mailto:y: a\\;b\\,c\\\\d\\nBEGIN:VALARM\xef\xbf\xbd\n"));
	assert_true(has_lines(&out, "LOCATION:a\\;b\\,c\\\\d\n"));
	assert_null(strstr(text_string(&out), "\nBEGIN:VALARM"));
	assert_null(strstr(text_string(&out), "\nATTENDEE"));
}

/* A talk on another day than the meeting has its day behind it. */
static void test_several_days(void **state)
{
	(void)state;
	static const struct season_talk talks[] = {
		{ "TCP", "a", NULL, "2026-09-07", NULL, 0, 0 },
		{ "UDP", "b", NULL, "2026-09-09", NULL, 0, 0 },
		{ "", "c", NULL, "2026-09-10", NULL, 0, 0 },
	};
	autofinish(text) struct text out = { 0 }, korean = { 0 };
	write_calendar(&out, "members: [a, b, c]\nfirst: 2026-09-07\nlast: 2026-09-07\n", talks,
		ARRAY_COUNT(talks), "2026-09-01");
	assert_true(has_lines(&out, "SUMMARY:Talks: a\\, b\\, c\n"));
	assert_true(has_lines(
		&out, "DESCRIPTION:a: TCP\\nb: UDP\\, Wed\\, 9 Sep\\nc\\, Thu\\, 10 Sep\n"));
	write_calendar(&korean,
		"members: [a, b, c]\nlang: ko\nfirst: 2026-09-07\nlast: 2026-09-07\n", talks, 2,
		"2026-09-01");
	assert_true(has_lines(&korean, "DESCRIPTION:a: TCP\\nb: UDP\\, 9월 9일(수)\n"));
}

/* Who speaks and what day it is changes no UID; another day and another group have another. */
static void test_uids(void **state)
{
	(void)state;
	static const struct season_talk talks[] = { { "T", "b", NULL, "2026-09-07", NULL, 0, 0 } };
	static const char one[] = "group: x\nmembers: [a, b, c]\nfirst: 2026-09-07\n";
	static const char changed[] = "group: x\nmembers: [c, b, d]\nfirst: 2026-09-07\n"
				      "time: 20:00\nholidays: [2026-09-14]\n";
	static const char other[] = "group: y\nmembers: [a, b, c]\nfirst: 2026-09-07\n";
	autofinish(text) struct text a = { 0 }, b = { 0 }, c = { 0 }, again = { 0 };
	write_calendar(&a, one, NULL, 0, "2026-09-01");
	write_calendar(&again, one, NULL, 0, "2026-09-01");
	write_calendar(&b, changed, talks, 1, "2026-09-29");
	write_calendar(&c, other, NULL, 0, "2026-09-01");
	assert_string_equal(text_string(&a), text_string(&again));
	const char *uid = strstr(text_string(&a), "UID:20260907-");
	automem char *first = xstrndup(uid, strcspn(uid, "\r"));
	uid = strstr(text_string(&a), "UID:20260921-");
	automem char *third = xstrndup(uid, strcspn(uid, "\r"));
	assert_string_not_equal(first, third);
	assert_non_null(strstr(text_string(&b), first));
	assert_non_null(strstr(text_string(&b), third));
	assert_null(strstr(text_string(&b), "UID:20260914-"));
	assert_null(strstr(text_string(&c), first));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_times),
		cmocka_unit_test(test_folding),
		cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_several_days),
		cmocka_unit_test(test_uids),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
