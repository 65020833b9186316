/*
 * The calendar of RFC 5545: a VEVENT a meeting. Its UID is made of the usual day, so it stays when
 * speakers change or the meeting is moved. A day without a time is an all-day event. A time without
 * a time zone is floating (section 3.3.5, form 1): the same on every clock. With a zone it is
 * written in UTC (form 2), which needs no VTIMEZONE.
 *
 * DTSTAMP is today's midnight, UTC, since the program cannot know when a meeting was last changed,
 * and the same input must give the same bytes.
 */
#include "base/digest.h"
#include "base/format/markup.h"
#include "base/format/printable.h"
#include "season/schedule.h"

enum { FOLD = 75, MINUTE_S = 60, HOUR_MIN = 60 };

/* ---- content lines ---- */

/* Appends a line, folded after 75 octets (section 3.1), but never inside a character. */
static void append_line(struct text *out, const struct text *line)
{
	size_t room = FOLD;
	for (struct bytes left = markup_bytes_of(text_string(line)); left.size;) {
		size_t size;
		(void)markup_decode_utf8(left, &size);
		if (size > room) {
			text_append(out, "\r\n ");
			room = FOLD - 1;
		}
		text_append_size(out, (const char *)left.data, size);
		room -= size;
		left.data += size;
		left.size -= size;
	}
	text_append(out, "\r\n");
}

static void append_plain(struct text *out, const char *line)
{
	text_append_format(out, "%s\r\n", line);
}

/* Appends the characters of a TEXT (section 3.3.11). Invisible ones and controls are left out. */
static void append_words(struct text *out, const char *words)
{
	for (struct bytes left = markup_bytes_of(words); left.size;) {
		size_t size;
		uint32_t point = markup_decode_utf8(left, &size);
		bool is_invalid = size == 1 && left.data[0] >= 0x80;
		if (point == '\n')
			text_append(out, "\\n");
		else if (point == '\\' || point == ';' || point == ',')
			text_append_format(out, "\\%c", (char)point);
		else if (is_invalid)
			text_append(out, "\xef\xbf\xbd");
		else if (printable_is_shown(point))
			text_append_size(out, (const char *)left.data, size);
		left.data += size;
		left.size -= size;
	}
}

static void append_property(struct text *out, const char *name, const char *words)
{
	autofinish(text) struct text line = { 0 };
	text_append_format(&line, "%s:", name);
	append_words(&line, words);
	append_line(out, &line);
}

/* ---- times ---- */

static void append_date(struct text *out, int32_t day)
{
	const struct civil_date date = day_date(day);
	text_append_format(out, "%04d%02u%02u", (int)date.year, date.month, date.day);
}

/* Appends when a meeting begins and how long it takes. */
static void append_time(struct text *out, const struct group *group, int32_t day)
{
	if (!group->has_time) {
		text_append(out, "DTSTART;VALUE=DATE:");
		append_date(out, day);
		text_append(out, "\r\nDTEND;VALUE=DATE:");
		append_date(out, day + 1);
		text_append(out, "\r\nTRANSP:TRANSPARENT\r\n");
		return;
	}
	int32_t minute = (int32_t)group->minute - group->zone_min;
	if (minute < 0 || minute >= DAY_MINUTES) {
		int32_t days = minute < 0 ? -1 : 1;
		day += days;
		minute -= days * DAY_MINUTES;
	}
	text_append(out, "DTSTART:");
	append_date(out, day);
	text_append_format(out, "T%02d%02d00%s\r\n", (int)minute / HOUR_MIN, (int)minute % HOUR_MIN,
		group->has_zone ? "Z" : "");
	text_append_format(
		out, "DURATION:PT%uM\r\n", (group->duration_s + MINUTE_S - 1) / MINUTE_S);
}

/* ---- meetings ---- */

static void append_names(struct text *out, const struct meeting *meeting)
{
	for (size_t i = 0; i < meeting->turn_count; i++)
		text_append_format(out, "%s%s", i ? ", " : "", meeting->turns[i].name);
}

/* Appends the titles of talks that are known, and the days of later ones, a line each. */
static void append_titles(
	struct text *out, const struct schedule *schedule, const struct meeting *meeting)
{
	for (size_t i = 0; i < meeting->turn_count; i++) {
		const struct turn *turn = &meeting->turns[i];
		const char *title =
			turn->talk == TURN_NO_TALK ? NULL : schedule->talks[turn->talk].title;
		bool has_title = title && *title;
		int32_t day = turn_day(turn, meeting);
		if (!has_title && day == meeting->held)
			continue;
		text_append_format(out, "%s%s%s%s", out->size ? "\n" : "", turn->name,
			has_title ? ": " : "", has_title ? title : "");
		if (day != meeting->held) {
			text_append(out, ", ");
			day_append_words(
				out, day, schedule->turns.today, schedule->group.is_korean);
		}
	}
}

/* Two groups of one calendar have UIDs of their own, by name and first day. */
static void append_uid(struct text *out, const struct group *group, int32_t day)
{
	uint64_t digest = digest_add(DIGEST_NOTHING, markup_bytes_of(group->name));
	autofinish(text) struct text first = { 0 };
	day_append(&first, group->first);
	digest = digest_add(digest, markup_bytes_of(text_string(&first)));
	text_append(out, "UID:");
	append_date(out, day);
	text_append_format(out, "-%016llx@pcapdeck\r\n", (unsigned long long)digest);
}

static void append_meeting(
	struct text *out, const struct schedule *schedule, const struct meeting *meeting)
{
	const struct group *group = &schedule->group;
	autofinish(text) struct text summary = { 0 }, titles = { 0 };
	text_append(&summary, schedule_title(group));
	if (meeting->turn_count)
		text_append(&summary, ": ");
	append_names(&summary, meeting);
	append_titles(&titles, schedule, meeting);
	append_plain(out, "BEGIN:VEVENT");
	append_uid(out, group, meeting->day);
	text_append(out, "DTSTAMP:");
	append_date(out, schedule->turns.today);
	text_append(out, "T000000Z\r\n");
	append_time(out, group, meeting->held);
	append_property(out, "SUMMARY", text_string(&summary));
	if (titles.size)
		append_property(out, "DESCRIPTION", text_string(&titles));
	if (*group->place)
		append_property(out, "LOCATION", group->place);
	append_plain(out, "END:VEVENT");
}

void schedule_append_calendar(struct text *out, const struct schedule *schedule)
{
	append_plain(out, "BEGIN:VCALENDAR");
	append_plain(out, "VERSION:2.0");
	append_plain(out, "PRODID:-//pcapdeck//group.yaml//EN");
	append_plain(out, "CALSCALE:GREGORIAN");
	append_property(out, "NAME", schedule_title(&schedule->group)); /* RFC 7986 */
	append_property(out, "X-WR-CALNAME", schedule_title(&schedule->group));
	for (size_t i = 0; i < schedule->turns.count; i++) {
		const struct meeting *meeting = &schedule->turns.meetings[i];
		if (meeting_is_held(meeting))
			append_meeting(out, schedule, meeting);
	}
	append_plain(out, "END:VCALENDAR");
}
