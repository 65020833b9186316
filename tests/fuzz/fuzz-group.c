/*
 * group.yaml, any bytes of it, and talks behind a line "---": a line each, presenter, date and week
 * with tabs between them. What is read gives turns that hold together, a message of plain lines and
 * a calendar of short ones.
 */
#include <string.h>

#include "base/arena.h"
#include "notes/text/lines.h"
#include "output-checks.h"
#include "season/schedule.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { TALKS_MAX = 16, LINE_MAX_OCTETS = 75, NEAR_DAYS = 3 };

static const char *field_of(struct arena *arena, struct bytes *line)
{
	const uint8_t *tab = memchr(line->data, '\t', line->size);
	size_t size = tab ? (size_t)(tab - line->data) : line->size;
	const char *field = arena_strndup(arena, (const char *)line->data, size);
	*line = bytes_from(*line, tab ? size + 1 : size);
	return field;
}

/* Cuts the talks off `yaml`. */
static size_t take_talks(struct arena *arena, struct bytes *yaml, struct season_talk *talks)
{
	static const char mark[] = "\n---\n";
	const uint8_t *at = memmem(yaml->data, yaml->size, mark, sizeof(mark) - 1);
	if (!at)
		return 0;
	size_t count = 0, kept = (size_t)(at - yaml->data);
	struct bytes rest = bytes_from(*yaml, kept + sizeof(mark) - 1);
	struct lines lines = lines_split(arena, rest);
	yaml->size = kept;
	for (unsigned i = 1; i <= lines.count && count < TALKS_MAX; i++) {
		struct bytes line = lines_at(&lines, i);
		struct season_talk *talk = &talks[count++];
		*talk = (struct season_talk){ .title = "T", .path = "talk.md" };
		talk->presenter = field_of(arena, &line);
		talk->date = field_of(arena, &line);
		talk->week = field_of(arena, &line);
	}
	return count;
}

static void check_meeting(const struct schedule *schedule, size_t at, size_t talk_count)
{
	const struct meeting *meeting = &schedule->turns.meetings[at];
	require(!at || meeting->day == meeting[-1].day + DAY_WEEK, "a week without its meeting");
	require(meeting->held - meeting->day <= NEAR_DAYS &&
			meeting->day - meeting->held <= NEAR_DAYS,
		"a meeting in another week");
	require(meeting->held <= meeting->ends && meeting->ends - meeting->day <= NEAR_DAYS,
		"a meeting that ends before it begins");
	require(meeting->number || meeting->why, "no meeting, and no reason");
	for (size_t i = 0; i < meeting->turn_count; i++) {
		const struct turn *turn = &meeting->turns[i];
		require(turn->name && *turn->name, "a turn of nobody");
		require(turn->member == TURN_GUEST || turn->member < schedule->group.member_count,
			"a turn of no member");
		require(turn->talk == TURN_NO_TALK || turn->talk < talk_count,
			"a turn with no talk");
	}
}

static void check_calendar(const struct schedule *schedule)
{
	autofinish(text) struct text calendar = { 0 };
	schedule_append_calendar(&calendar, schedule);
	for (const char *line = text_string(&calendar); *line;) {
		const char *end = strstr(line, "\r\n");
		require(end && end - line <= LINE_MAX_OCTETS, "a long line in the calendar");
		for (const char *p = line; p < end; p++)
			require((unsigned char)*p >= ' ' && *p != 0x7f, "a control character");
		line = end + 2;
	}
}

static void check_schedule(struct schedule *schedule, size_t talk_count, struct arena *arena)
{
	autofinish(text) struct text message = { 0 };
	turns_plan(&schedule->group, schedule->talks, talk_count, schedule->group.first + 20, arena,
		&schedule->turns, &schedule->findings);
	require(schedule->turns.next <= schedule->turns.count, "a next meeting that is not there");
	for (size_t i = 0; i < schedule->turns.count; i++)
		check_meeting(schedule, i, talk_count);
	schedule_append_message(&message, schedule);
	check_characters(written(&message), true);
	check_calendar(schedule);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	autofinish(schedule) struct schedule schedule = { 0 };
	struct season_talk talks[TALKS_MAX];
	struct bytes yaml = { data, size };
	size_t talk_count = take_talks(&schedule.arena, &yaml, talks);
	schedule.talks = talks;
	bool is_read = group_parse(
		"group.yaml", yaml, &schedule.arena, &schedule.group, &schedule.findings);
	require(is_read == !schedule.findings.error_count, "a mistake without a word");
	for (size_t i = 0; i < schedule.findings.count; i++)
		require(schedule.findings.items[i].line >= 1, "a finding without its place");
	if (is_read)
		check_schedule(&schedule, talk_count, &schedule.arena);
	return 0;
}
